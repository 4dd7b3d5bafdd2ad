"""Functions that NumPy lacks or computes with no more than double precision, for judge.py."""
import numpy as np

LONG = np.longdouble
LN2 = np.log(LONG(2))
LN10 = np.log(LONG(10))
PI = 4 * np.arctan(LONG(1))


def sinc(x):
    """NumPy's multiplies by a float64 pi, and has no zeros but by chance."""
    n = np.rint(x.real)
    sine = np.sin(PI * (x - n)) * np.where(np.fmod(n, 2) == 0, 1, -1)
    w = np.where(x == 0, 1, PI * x)
    if np.iscomplexobj(x):
        return np.where(x == 0, 1, sine / w)
    whole = (x == n) & np.isfinite(x)
    return np.where(x == 0, 1, np.where(whole, 0, sine / w))


def by(f, g):
    """f of real numbers, g of complex ones, where NumPy's own is no more precise for longer ones."""
    return lambda x: g(x) if np.iscomplexobj(x) else f(x)


def log1p(x):
    """NumPy's loses what is small beside 1."""
    return np.log1p(2 * x.real + x.real**2 + x.imag**2) / 2 + 1j * np.arctan2(x.imag, 1 + x.real)


def scaled(z, f):
    """A complex number by a real one, part by part."""
    out = np.array(z)
    out.real, out.imag = z.real * f, z.imag * f
    return out


EULER = LONG("0.57721566490153286060651209")


def zeta_less_1(k):
    """zeta(k) - 1, by Euler and Maclaurin."""
    n = LONG(50)
    total = sum(LONG(i) ** -k for i in range(2, 50)) + n ** (1 - k) / (k - 1) + n**-k / 2
    term = k * n ** (-k - 1)
    for j, b in enumerate([12, -720, 30240, -1209600, 47900160]):
        total += term / b
        term *= (k + 2 * j + 1) * (k + 2 * j + 2) / n**2
    return total


ZETA = [zeta_less_1(k) for k in range(2, 70)]


def beside(t):
    """log(gamma(2 + t)) of t from -0.5 to 0.5, which loses nothing near its zero."""
    series = LONG(0)
    for k in reversed(range(2, 70)):
        series = series * -t + ZETA[k - 2] / k
    return t * (1 - EULER) + t * t * series


def stirling(x):
    """log(gamma(x)) of x from 30 on."""
    r = 1 / (x * x)
    series = LONG(0)
    for n, d in reversed([(1, 12), (-1, 360), (1, 1260), (-1, 1680), (1, 1188), (-691, 360360), (1, 156), (-3617, 122400)]):
        series = series * r + LONG(n) / LONG(d)
    return (x - LONG(0.5)) * np.log(x) - x + LONG(0.5) * np.log(2 * PI) + series / x


def raised(x):
    """x moved to 30 or more by whole numbers, and the product of what it passed."""
    y, product = np.where(np.isfinite(x) & (x > 0), x, 1), np.ones_like(x)
    for _ in range(30):
        low = y < 30
        product = np.where(low, product * y, product)
        y = np.where(low, y + 1, y)
    return y, product


def positive_lgamma(x):
    z, low = np.where(np.isfinite(x), x, 1), np.ones_like(x)
    for _ in range(6):
        high = (z >= 2.5) & (x < 8)
        low = np.where(high, low * (z - 1), low)
        z = np.where(high, z - 1, z)
    y, product = raised(x)
    out = np.where(x == np.inf, np.inf, stirling(y) - np.log(product))
    t = np.clip(x - np.where(x < 1.5, 1, 2), -0.5, 0.5)
    out = np.where((x >= 1.5) & (x < 8), beside(np.clip(z - 2, -0.5, 0.5)) + np.log(low), out)
    return np.where((x >= 0.5) & (x < 1.5), beside(t) - np.log1p(t), out)


def sine(x):
    """sin(pi*x)."""
    n = np.rint(x)
    return np.sin(PI * (x - n)) * np.where(np.fmod(n, 2) == 0, 1, -1)


def lgamma(x):
    x = np.asarray(x, LONG)
    below = x < 0.5
    v = positive_lgamma(np.where(below, 1 - x, x))
    s = np.abs(sine(np.where(np.isfinite(x), x, 0.25)))
    out = np.where(below, np.log(PI / s) - v, v)
    whole = (x <= 0) & (x == np.rint(x))
    return np.where(np.isnan(x), x, np.where(whole | np.isinf(x), np.inf, out))


def gamma(x):
    x = np.asarray(x, LONG)
    below = x < 0.5
    y, product = raised(np.where(below, 1 - x, x))
    v = np.exp(stirling(y)) / product
    out = np.where(below, PI / (sine(np.where(np.isfinite(x), x, 0.25)) * v), v)
    whole = (x < 0) & (x == np.rint(x)) | (x == -np.inf)
    out = np.where(x == 0, np.copysign(np.inf, x), np.where(x == np.inf, np.inf, out))
    return np.where(np.isnan(x) | whole, np.nan, out)


def erfc_fraction(x):
    """erfc of x from 2 on, by its continued fraction."""
    f = np.zeros_like(x)
    for k in range(200, 0, -1):
        f = LONG(k) / 2 / (x + f)
    return np.exp(-x * x) / np.sqrt(PI) / (x + f)


def erf_series(x):
    """erf of |x| to 3."""
    term = total = x
    for n in range(1, 90):
        term = term * (2 * x * x) / (2 * n + 1)
        total = total + term
    return total * np.exp(-x * x) * 2 / np.sqrt(PI)


def erfc(x):
    x = np.asarray(x, LONG)
    a = np.minimum(np.abs(np.where(np.isnan(x), 0, x)), 110)
    tail = erfc_fraction(np.maximum(a, 2))
    out = np.where(a > 2, np.where(x < 0, 2 - tail, tail), 1 - erf_series(np.where(a > 2, 0, np.where(np.isnan(x), 0, x))))
    return np.where(np.isnan(x), x, out)


def erf(x):
    x = np.asarray(x, LONG)
    a = np.abs(np.where(np.isnan(x), 0, x))
    out = np.where(a > 2, np.sign(x) * (1 - erfc_fraction(np.clip(a, 2, 110))), erf_series(np.where(a > 2, 0, x)))
    return np.where(np.isnan(x) | (x == 0), x, out)


def i0(x):
    x = np.asarray(x, LONG)
    q = np.where(np.isfinite(x), np.minimum(np.abs(x), 12000), 0) ** 2 / 4
    term = total = np.ones_like(q)
    k = 1
    while np.any(term > total * LONG(1e-21)) and k < 30000:
        term = term * q / (LONG(k) * k)
        total = total + term
        k += 1
    return np.where(np.isnan(x), x, np.where(np.isinf(x), np.inf, total))


def sigmoid(x):
    return 1 / (1 + np.exp(-np.asarray(x, LONG)))


def floating(f):
    """f in the type that NumPy's exp has of x."""
    return lambda x: f(wider(x)).astype(np.exp(x).dtype)


def dividing(f):
    """f in the type of a quotient."""
    return lambda x: f(wider(x)).astype(np.true_divide(x, x).dtype)


def wider(x):
    if np.iscomplexobj(x):
        raise TypeError("not defined for complex numbers")
    return np.asarray(x).astype(np.exp(x).dtype).astype(LONG)


def relu(x):
    x = np.asarray(x)
    if x.dtype.kind == "c":
        raise TypeError("not defined for complex numbers")
    return np.where(x <= 0, np.zeros((), x.dtype), x) if x.dtype != bool else x


def complex_(re, im):
    for part in (re, im):
        if np.iscomplexobj(part):
            raise TypeError("parts are real")
    d = np.true_divide(re, im).dtype
    out = np.empty(np.broadcast(re, im).shape, np.complex128 if d == np.float64 else np.complex64)
    out.real, out.imag = re, im
    return out


def logical(f):
    """f of Python ints of any size, too, of which NumPy's takes those of 64 bits only."""
    return lambda *args: f(*(bool(a) if isinstance(a, int) else a for a in args))


# By their names in the language.
functions = dict(logical_and=logical(np.logical_and), logical_or=logical(np.logical_or), logical_xor=logical(np.logical_xor),
                 sigmoid=floating(sigmoid), erf=floating(erf), erfc=floating(erfc), gamma=floating(gamma), lgamma=floating(lgamma), i0=dividing(i0),
                 relu=relu, complex=complex_, flatten=np.ravel)
precise = dict(sinc=sinc, log1p=by(np.log1p, log1p), exp2=by(np.exp2, lambda x: np.exp(x * LN2)), log2=by(np.log2, lambda x: scaled(np.log(x), 1 / LN2)),
               log10=by(np.log10, lambda x: scaled(np.log(x), 1 / LN10)), sigmoid=sigmoid, erf=erf, erfc=erfc, gamma=gamma, lgamma=lgamma, i0=i0)

# What the reference itself may be off by, in units of the last place.
slack = dict(gamma=0.1, lgamma=0.1, i0=0.1)


def growing(row, operands):
    """The units in the last place by which a complex function's error, or its reference's, grows with its argument."""
    if row == "sinc":
        return np.nan_to_num(np.abs(PI * operands[0].imag), posinf=0) * 1.2
    if row == "exp2":
        return np.nan_to_num(np.abs(operands[0]), posinf=0).astype(LONG) / 512
    if row in ("power", "float_power"):
        z, w = (np.asarray(x).astype(np.clongdouble) for x in operands)
        return np.nan_to_num(np.abs(w * np.log(z)), posinf=0)
    return 0


def beyond(row, got, want, operands):
    """Where a complex function's infinities and NaNs may be others."""
    if row in ("power", "float_power"):  # the angle of what overflows or vanishes is lost
        z, w = (np.asarray(x).astype(np.clongdouble) for x in operands)
        size = np.abs(w * np.log(z))
        lost = (size > np.log(np.finfo(got.real.dtype).max)) & ~(np.isfinite(got) & (got != 0)) & ~(np.isfinite(want) & (want != 0))
        return lost | ~(size <= 2.0**50)
    if row in ("multiply", "square", ""):  # of products that overflow the difference is NaN, or not where NumPy fuses one
        x, y = operands[0], operands[-1]
        most = np.maximum(np.abs(x.real), np.abs(x.imag)) * np.maximum(np.abs(y.real), np.abs(y.imag))
        return (most > np.finfo(got.real.dtype).max) & ~np.isfinite(got) & ~np.isfinite(want)
    if row == "sinc":  # NumPy has the quotient of infinities
        return (np.abs(PI * operands[0].imag) > np.log(np.finfo(got.real.dtype).max)) & ~np.isfinite(got) & ~np.isfinite(want)
    if row == "exp2":  # of a huge angle the signs are lost
        return (np.abs(operands[0].imag) > 2.0**40) & ~np.isfinite(got) & ~np.isfinite(want)
    if row == "expm1":  # which stays on the real axis
        return (operands[0].imag == 0) & (got.imag == 0) & ((got.real == want.real) | np.isnan(got.real) & np.isnan(want.real))
    return False
