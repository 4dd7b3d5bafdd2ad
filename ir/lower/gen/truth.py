"""True values of the float functions of the op table, from MPFR, which rounds its own functions correctly.

As a module: pairs(name, x[, y]) and units(name, x[, y]) take arrays of float64 and give two of them:

    pairs   high, the float64 next to the value, and low, what is left of it, rounded: together right to 2^-105 of the value,
            but where low would be subnormal, and of an infinity
    units   high, and what is left of the value in units of the last place of high, which loses nothing among subnormal
            numbers. Where high is an infinity, it is what is left of 2^1024 in units of 2^971, at most 1e300

As a command it reads raw little-endian float64 (of functions of two arguments x and y in turn) and writes raw high and low
in turn, in blocks while it reads:

    pip install -r requirements.txt
    python truth.py [--units] erfc <arguments >values
    python truth.py --list
"""
import math
import sys

import gmpy2
import numpy as np

PRECISION = 128  # of a result; what cancels is computed with more
C = gmpy2.context(precision=PRECISION, allow_complex=False)
WIDE = gmpy2.context(precision=400, allow_complex=False)
M = gmpy2.mpfr  # operators round to 53 bits; what must not is a method of C or WIDE
PI, LN2, TOP = gmpy2.const_pi(400), gmpy2.const_log2(400), gmpy2.exp2(1024)


def log_sum(base):
    """log(base^x + base^y): the larger of both and log(1 + base^-d), which may cancel nearly all of it."""

    def of(x, y):
        if x != x or y != y:
            return M("nan")
        big = M(max(x, y))
        if x == y:
            far = M(0) if math.isfinite(x) else M("-inf")
        else:
            far = WIDE.sub(min(x, y), big)
        if base == 2:
            more = WIDE.div(WIDE.log1p(WIDE.exp2(far)), LN2)
        else:
            more = WIDE.log1p(WIDE.exp(far))
        return WIDE.add(big, more)

    return of


def sinpi(x):
    """sin(pi*x) of a finite x; the steps before pi are exact."""
    r = math.fmod(x, 2.0)
    quarters = round(2 * r)
    r -= quarters / 2
    f = C.cos if quarters % 2 else C.sin
    v = f(WIDE.mul(PI, r))
    return C.minus(v) if quarters % 4 >= 2 else v


def sinc(x):
    if x == 0:
        return M(1)
    if not math.isfinite(x):
        return M("nan")
    if x == math.floor(x):
        return M(0)
    return C.div(sinpi(x), WIDE.mul(PI, x))


def sigmoid(x):
    return WIDE.div(1, WIDE.add(1, WIDE.exp(-M(x))))


def lgamma(x):
    return C.lgamma(x)[0]


def gamma(x):
    if x < 0 and x == np.floor(x):
        return M("nan")
    return C.gamma(x)


def erfc_series():
    """Taylor coefficients of w(x) = exp(x^2)*erfc(x) about k/8 for k up to 224, as whole numbers in units of 2^-160. Of its
    derivatives w' = 2*x*w - 2/sqrt(pi), and each further one is 2*x times the last and 2*n times the one before."""
    rows = []
    with gmpy2.context(gmpy2.get_context(), precision=600):
        for k in range(225):
            x = M(k) / 8
            w = gmpy2.exp(x * x) * gmpy2.erfc(x)
            d = [w, 2 * x * w - 2 / gmpy2.sqrt(gmpy2.const_pi(600))]
            for n in range(1, 40):
                d.append(2 * x * d[-1] + 2 * n * d[-2])
            rows.append([gmpy2.mpz(gmpy2.rint(v / math.factorial(n) * M(2) ** 160)) for n, v in enumerate(d)])
    return rows


ERFC = []


def erfc(x):
    """MPFR's, but from 2 on, where that takes a quarter of a millisecond: the nearest of the series, times exp(-x^2)."""
    if not 2 <= x < 28:
        return C.erfc(x)
    if not ERFC:
        ERFC.extend(erfc_series())
    k = round(x * 8)
    d = int((x - k / 8) * 2**56)  # exact
    total = gmpy2.mpz(0)
    for c in reversed(ERFC[k]):
        total = (total * d >> 56) + c
    return WIDE.mul(WIDE.div_2exp(gmpy2.mpfr(total, 200), 160), WIDE.exp(WIDE.minus(WIDE.mul(x, x))))


def i0(x):
    """The series in x^2/4, whose terms are all positive; from 64 on the asymptotic one, whose least term is below 2^-170."""
    a = abs(x)
    if a != a or math.isinf(a):
        return M(a)
    if a >= 64:
        return i0_far(min(a, 1e5))
    with gmpy2.context(gmpy2.get_context(), precision=PRECISION + 16):
        z = M(a) * M(a) / 4
        term, total, k = M(1), M(1), 0
        while term > total * 2.0**-130:
            k += 1
            term = term * z / (k * k)
            total += term
        return total


def i0_far(a):
    with gmpy2.context(gmpy2.get_context(), precision=PRECISION + 16):
        z = 1 / (8 * M(a))
        term, total, k = M(1), M(1), 0
        while term > 2.0**-130:
            k += 1
            term = term * z * (2 * k - 1) ** 2 / k
            total += term
        return gmpy2.exp(M(a)) / gmpy2.sqrt(2 * PI * M(a)) * total


FUNCTIONS = {
    "exp": C.exp, "expm1": C.expm1, "exp2": C.exp2,
    "log": C.log, "log1p": C.log1p, "log2": C.log2, "log10": C.log10,
    "sin": C.sin, "cos": C.cos, "tan": C.tan,
    "arcsin": C.asin, "arccos": C.acos, "arctan": C.atan,
    "sinh": C.sinh, "cosh": C.cosh, "tanh": C.tanh,
    "arcsinh": C.asinh, "arccosh": C.acosh, "arctanh": C.atanh,
    "cbrt": C.cbrt, "erf": C.erf, "erfc": erfc,
    "gamma": gamma, "lgamma": lgamma, "i0": i0, "sinc": sinc, "sigmoid": sigmoid,
}
BINARY = {
    "power": C.pow, "float_power": C.pow,
    "arctan2": C.atan2, "hypot": C.hypot,
    "logaddexp": log_sum(math.e), "logaddexp2": log_sum(2),
}

def values(name, *args):
    """Values of a function at arrays of arguments, in all their precision."""
    f = FUNCTIONS.get(name) or BINARY[name]
    return list(map(f, *(np.asarray(a, "<f8").tolist() for a in args)))


def pairs(name, *args):
    exact = values(name, *args)
    high = np.array(list(map(float, exact)), "<f8")
    low = np.array([float(v - h) for v, h in zip(exact, high.tolist())], "<f8")
    return high, np.where(np.isfinite(high), low, 0)


def units(name, *args):
    exact = values(name, *args)
    high = np.array(list(map(float, exact)), "<f8")
    finite = np.isfinite(high)
    low = np.array([float((v - h) / math.ulp(h)) for v, h in zip(exact, high.tolist())], "<f8")
    low = np.where(finite, low, 0)
    for i in np.flatnonzero(~finite):
        if np.isinf(high[i]):
            low[i] = min(float((exact[i] - TOP if exact[i] > 0 else -TOP - exact[i]) / 2.0**971), 1e300)
    return high, low


def main(argv):
    if "--list" in argv:
        print("\n".join([*FUNCTIONS, *BINARY]))
        return
    split = units if "--units" in argv else pairs
    names = [a for a in argv if not a.startswith("-")]
    if len(names) != 1 or names[0] not in FUNCTIONS and names[0] not in BINARY:
        sys.exit(f"truth.py: name one function, not {names}; --list lists them")
    n = 2 if names[0] in BINARY else 1
    while block := sys.stdin.buffer.read(8 * n * 4096):
        args = np.frombuffer(block, "<f8").reshape(-1, n)
        sys.stdout.buffer.write(np.stack(split(names[0], *args.T), 1).tobytes())
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
