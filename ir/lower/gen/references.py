"""Writes ../testdata/references.bin (or the file named): arguments that are hard or random, and mpmath's results,
and ../testdata/further.bin (or the file named next) for those of FURTHER.

For each function in the order of FUNCTIONS: the number of records (uint32), then the arguments x, those y of the
functions of two, the results rounded to float64, and as float32 what that rounding left; all little-endian.

    python references.py [records per function] [file] [seed] [further file]
"""
import math
import pathlib
import struct
import sys

import mpmath
import numpy as np

mp = mpmath.mp
mp.prec = 160
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 700
FILE = sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).parents[1] / "testdata" / "references.bin"
MORE = sys.argv[4] if len(sys.argv) > 4 else pathlib.Path(__file__).parents[1] / "testdata" / "further.bin"
rng = np.random.default_rng(int(sys.argv[3]) if len(sys.argv) > 3 else 20)


def bits(n):  # any finite number
    x = rng.integers(0, 2**64, 2 * n, dtype=np.uint64).view(np.float64)
    return x[np.isfinite(x)][:n]


def near(x, n, spread=40):  # x and the numbers around it
    x = np.broadcast_to(np.asarray(x, float), (n,)).copy()
    return (x.view(np.int64) + rng.integers(-spread, spread + 1, n)).view(np.float64)


def uniform(a, b, n):
    return rng.uniform(a, b, n)


def quarter_turns(n):  # the float64 nearest to multiples of pi/2, of all sizes
    out = []
    with mpmath.workprec(1300):
        for _ in range(n):
            k = int(rng.integers(1, 2**53)) >> int(rng.integers(0, 53)) << int(rng.integers(0, 400) * rng.integers(0, 2))
            out.append(float(k * mp.pi / 2))
    return np.array(out)


def powers(n):  # x and y with a result in range, mostly
    x = np.abs(bits(n))
    x[: n // 2] = np.exp2(uniform(-1.5, 1.5, n // 2))
    x[: n // 6] = near(1, n // 6, 1 << 30)
    l = np.log2(x)
    l[l == 0] = 1
    y = uniform(-1080, 1030, n) / l
    y[: n // 8] = np.rint(y[: n // 8])
    ok = np.isfinite(y)
    neg = (np.rint(y) == y) & (rng.random(n) < 0.5)
    return np.where(neg, -x, x)[ok], y[ok]


def angles(n):
    y, x = bits(n), bits(n)
    k = len(y[: n // 2])
    x[:k] = y[:k] * np.exp2(uniform(-4, 4, k))
    x[: k // 4] = y[: k // 4] * 2.0 * (1 + uniform(-1e-10, 1e-10, k // 4))
    j = slice(k, k + k // 4)
    x[j] = y[j] * np.exp2(uniform(-60, 60, len(y[j])))
    ok = np.isfinite(x) & np.isfinite(y)
    return y[ok], x[ok]


def trig(n):
    return np.concatenate([bits(n // 4), uniform(-10, 10, n // 4), uniform(-1e6, 1e6, n // 8), near(quarter_turns(n // 8), n // 8, 1),
                           quarter_turns(n // 4), near(0.25 * math.pi, n // 16), near(2.0**33, n // 16, 1 << 40), [math.ldexp(6381956970095103, 797)]])


def exps(n):
    return np.concatenate([uniform(-746, 710, n // 2), uniform(-1, 1, n // 4), bits(n // 8), near(-708.396, n // 16, 1 << 40),
                           near(709.7827, n // 32, 1 << 36), near(-745.13, n // 32, 1 << 36), near(0.34657, n // 16, 1 << 45), near(-0.34657, n // 16, 1 << 45), uniform(-40, -30, n // 32)])


def logs(n):
    return np.concatenate([np.abs(bits(n // 2)), uniform(0.4, 3, n // 4), near(1, n // 8, 1 << 30), near(math.sqrt(2), n // 16, 1 << 40), near(math.sqrt(0.5), n // 16, 1 << 40), near(1, n // 16), uniform(0, 1e-308, n // 32)])


def unit(n):
    e = np.exp2(uniform(-60, 0, n // 8))
    x = np.concatenate([uniform(-1, 1, n // 2), 1 - e, e - 1, e, near(0.5, n // 16, 1 << 45), near(-0.5, n // 16, 1 << 45), bits(n // 16)])
    return x[np.abs(x) <= 1]


FUNCTIONS = {
    "sin": (mp.sin, trig), "cos": (mp.cos, trig), "tan": (mp.tan, trig),
    "asin": (mp.asin, unit), "acos": (mp.acos, unit),
    "atan": (mp.atan, lambda n: np.concatenate([bits(n // 4), uniform(-3, 3, n // 2), near(0.5, n // 16, 1 << 40), near(1, n // 8, 1 << 40), near(2, n // 16, 1 << 40)])),
    "sinh": (mp.sinh, lambda n: np.concatenate([exps(n // 2), uniform(-3, 3, n // 4), uniform(-25, 25, n // 4), near(710.4758600739439, 20)])),
    "cosh": (mp.cosh, lambda n: np.concatenate([exps(n // 2), uniform(-3, 3, n // 4), uniform(-25, 25, n // 4), near(710.4758600739439, 20)])),
    "tanh": (mp.tanh, lambda n: np.concatenate([bits(n // 8), uniform(-3, 3, n // 2), uniform(-20, 20, n // 4), near(0.34657, n // 8, 1 << 45)])),
    "exp": (mp.exp, exps), "expm1": (mp.expm1, exps),
    "log": (mp.log, logs), "log2": (lambda x: mp.log(x) / mp.ln2, logs), "log10": (lambda x: mp.log(x) / mp.ln10, logs),
    "log1p": (mp.log1p, lambda n: np.concatenate([np.abs(bits(n // 4)), -np.exp2(uniform(-1074, 0, n // 8)), uniform(-0.5, 2, n // 2), np.exp2(uniform(-60, 60, n // 8)), -1 + np.exp2(uniform(-53, 0, n // 8))])),
    "pow": (mp.power, powers), "arctan2": (mp.atan2, angles),
}


def points(n):  # x and y of a distance in range, mostly
    y, x = angles(n)
    return y, x


def sums(base):  # terms of a sum that does not vanish, which no float function of them gets right
    def make(n):
        x = uniform(-50, 50, n)
        x[: n // 4] = uniform(-700, 700, n // 4)
        y = x + np.concatenate([uniform(-40, 40, n // 2), uniform(-1, 1, n - n // 2)])
        y[: n // 8] = x[: n // 8]
        big = np.maximum(x, y)
        total = big + np.log1p(np.exp(-np.abs(x - y))) if base == 0 else np.logaddexp2(x, y)
        ok = np.abs(total) >= np.abs(big) / 2
        return x[ok], y[ok]

    return make


def whole(n, low, high):  # whole numbers, halves and what is next to them
    x = rng.integers(2 * low, 2 * high, n) / 2
    return near(x, n, 3)


def gammas(n):
    x = np.concatenate([uniform(-10, 10, n // 2), uniform(0, 172, n // 4), uniform(-184, 0, n // 8), np.exp2(uniform(-1022, 0, n // 16)), -np.exp2(uniform(-1022, 0, n // 16)), whole(n // 8, 0, 172), whole(n // 8, -30, 0)])
    return x[(x > 0) | (np.floor(x) != x)]


def zeros(n):  # numbers near the zeros of lgamma left of 0, at any distance
    out = []
    for z in [-2.4570247382208006, -2.7476826467274127, -3.1435808883499798, -3.9552942848585980, -4.0393618397404970, -4.9915444996560120, -5.0082181680432690,
              -5.9986391970720160, -6.0013855541005260, -7.0001983366014550, -8.0000248014270480, -9.9999997244420980, -12.0000000020876760, -13.9999999999885290]:
        d = rng.choice([-1, 1], n // 14) * np.exp2(uniform(-52, -7, n // 14)) * min(1, 4 * abs(z - np.rint(z)))
        out += [z + d, near(z, 20, 10)]
    return np.concatenate(out)


def lgammas(n):
    x = np.concatenate([uniform(0, 10, n // 4), uniform(-10, 10, n // 4), uniform(-100, 100, n // 8), np.exp2(uniform(-1022, 1014, n // 4)), near(1, n // 16, 1 << 30), near(2, n // 16, 1 << 30), near(1, n // 32), near(2, n // 32),
                        1 + np.exp2(uniform(-52, 0, n // 16)), 2 - np.exp2(uniform(-52, 0, n // 16)), -np.exp2(uniform(-1022, 40, n // 8)), near([2.5, 1.5, 0.5, 8.0], 4, 1 << 20)])
    x = np.concatenate([x, zeros(n // 4)])
    ok = (x > 0) | (np.floor(x) != x)
    return x[ok]


def lgamma(x):
    """log |gamma(x)|."""
    x = mp.mpf(x)
    if x > 0:
        return mp.loggamma(x)
    return mp.log(mp.pi / abs(x * sinpi(x))) - mp.loggamma(-x)


def sinpi(x):
    with mpmath.workprec(1400):
        return mp.sin(mp.pi * x)


def sinc(x):
    if x and x == mp.floor(x):
        return mp.mpf(0)
    with mpmath.workprec(1400):
        return mp.sin(mp.pi * x) / (mp.pi * x) if x else mp.mpf(1)


FURTHER = {
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), lambda n: np.concatenate([bits(n // 2), uniform(-4, 4, n // 4), near(1, n // 8, 1 << 40), uniform(0, 1e-307, n // 8)])),
    "exp2": (lambda x: mp.mpf(2) ** x, lambda n: np.concatenate([uniform(-1075, 1024, n // 2), uniform(-1, 1, n // 4), near(0.5, n // 8, 1 << 40), near(-0.5, n // 8, 1 << 40), np.exp2(uniform(-60, 0, n // 8))])),
    "asinh": (mp.asinh, lambda n: np.concatenate([bits(n // 4), uniform(-3, 3, n // 4), np.exp2(uniform(-30, 30, n // 4)), -np.exp2(uniform(-30, 30, n // 4))])),
    "acosh": (mp.acosh, lambda n: np.concatenate([1 + np.exp2(uniform(-52, 60, n // 2)), uniform(1, 4, n // 2), np.exp2(uniform(0, 1023, n // 4)), 1 + rng.integers(0, 40, n // 8) * 2.0**-52])),
    "atanh": (mp.atanh, lambda n: (lambda x: x[np.abs(x) < 1])(unit(n))),
    "hypot": (mp.hypot, points),
    "logaddexp": (lambda x, y: mp.log(mp.exp(x) + mp.exp(y)), sums(0)), "logaddexp2": (lambda x, y: mp.log(mp.mpf(2) ** x + mp.mpf(2) ** y, 2), sums(2)),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), lambda n: np.concatenate([uniform(-745, 40, n // 2), uniform(-3, 3, n // 2), uniform(-40, 40, n // 4)])),
    "sinc": (sinc, lambda n: np.concatenate([uniform(-10, 10, n // 2), uniform(-1e6, 1e6, n // 8), near(rng.integers(-50, 50, n // 4) / 2, n // 4, 1 << 20), bits(n // 8), np.exp2(uniform(-60, 0, n // 8))])),
    "erf": (mp.erf, lambda n: np.concatenate([uniform(-6, 6, n // 2), uniform(-1, 1, n // 4), np.exp2(uniform(-1000, 0, n // 8)), near(0.75, n // 8, 1 << 40)])),
    "erfc": (mp.erfc, lambda n: np.concatenate([uniform(-6, 6, n // 4), uniform(0, 27, n // 2), uniform(-1, 1, n // 4), near(0.75, n // 8, 1 << 40), uniform(26.5, 27.3, n // 16)])),
    "gamma": (mp.gamma, gammas), "lgamma": (lgamma, lgammas),
    "i0": (lambda x: mp.besseli(0, x), lambda n: np.concatenate([uniform(-12, 12, n // 2), uniform(-714, 714, n // 4), near(8, n // 8, 1 << 40), np.exp2(uniform(-60, 0, n // 8))])),
}


def split(v):
    """v as float64 and what is left, in units that a float32 holds: of the last place of the float64."""
    with np.errstate(all="ignore"):
        high = float(v)
    if math.isinf(high) or high != high:
        return high, 0.0
    return high, float((v - mp.mpf(high)) / math.ulp(high))


def value(f, args):
    """f in enough precision for arguments of any size."""
    if f in (mp.sin, mp.cos, mp.tan):
        prec = 1400
    elif f in (mp.expm1, mp.log1p, mp.sinh, mp.tanh, mp.power):
        prec = 320
    else:
        prec = 200
    if f in (mp.exp, mp.expm1, mp.sinh, mp.cosh, mp.tanh) and abs(args[0]) > 2000:
        args = [math.copysign(2000.0, args[0])]
    if f in (mp.expm1, mp.log1p, mp.sinh, mp.tanh, mp.sin, mp.tan, mp.asin, mp.atan) and abs(args[0]) < 1e-60:
        return mp.mpf(args[0])
    with mpmath.workprec(prec):
        return f(*[mp.mpf(a) for a in args])


def write(file, functions):
    with open(file, "wb") as out:
        for name, (f, make) in functions.items():
            args = make(COUNT)
            args = args if isinstance(args, tuple) else (args,)
            results = [split(value(f, [float(a) for a in t])) for t in zip(*args)]
            high = np.array([r[0] for r in results], "<f8")
            low = np.array([r[1] for r in results], "<f4")
            out.write(struct.pack("<I", len(results)))
            for a in args:
                out.write(np.asarray(a, "<f8").tobytes())
            out.write(high.tobytes() + low.tobytes())


write(FILE, FUNCTIONS)
rng = np.random.default_rng(int(sys.argv[3]) if len(sys.argv) > 3 else 20)
write(MORE, FURTHER)
