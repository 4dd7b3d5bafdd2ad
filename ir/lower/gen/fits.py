"""Writes fits.txt: polynomial coefficients of package lower for functions that Sollya lacks, with mpmath. As in
coefficients.txt a line is a name, log2 of the error (relative to the function; here the largest seen at 4000 points),
and the coefficients from the lowest power up. The polynomial is the interpolation in the Chebyshev nodes, within a
small factor of the best one; its coefficients are rounded one by one.

    python fits.py > fits.txt
"""
import math

import mpmath
from mpmath import mpf

mp = mpmath.mp
mp.prec = 260


def chebyshev(f, low, high, degree):
    """The interpolation as coefficients of powers of x."""
    n = degree + 1
    low, high = mpf(low), mpf(high)
    nodes = [mp.cos(mp.pi * (k + mpf(1) / 2) / n) for k in range(n)]
    values = [f((low + high) / 2 + (high - low) / 2 * t) for t in nodes]
    c = [2 * mp.fsum(v * mp.cos(j * mp.pi * (k + mpf(1) / 2) / n) for k, v in enumerate(values)) / n for j in range(n)]
    c[0] /= 2
    scale, shift = 2 / (high - low), -(high + low) / (high - low)

    def times(p, q):
        out = [mpf(0)] * (len(p) + len(q) - 1)
        for i, a in enumerate(p):
            for j, b in enumerate(q):
                out[i + j] += a * b
        return out

    def plus(p, q):
        m = max(len(p), len(q))
        return [(p[i] if i < len(p) else 0) + (q[i] if i < len(q) else 0) for i in range(m)]

    x = [shift, scale]
    before, now = [mpf(1)], x
    total = plus([c[0]], times([c[1]], x)) if n > 1 else [c[0]]
    for j in range(2, n):
        before, now = now, plus(times([2], times(x, now)), times([-1], before))
        total = plus(total, times([c[j]], now))
    return total


def text(v):
    m, e = v.hex().split("p")
    if "." in m:
        m = m.rstrip("0").rstrip(".")
    return f"{m}p{int(e)}"


def fit(name, f, low, high, degree, whole=lambda x, p: p, pairs=0):
    """f over [low; high]; the error is that of whole(x, polynomial). The first coefficients may be pairs, each two words."""
    exact = chebyshev(f, low, high, degree)
    coef, shown = [mpf(float(v)) for v in exact], [float(v) for v in exact[pairs:]]
    for v in reversed(exact[:pairs]):
        shown[:0] = [float(v), float(v - mpf(float(v)))]
    coef[:pairs] = [mpf(shown[2 * i]) + mpf(shown[2 * i + 1]) for i in range(pairs)]
    worst = mpf(0)
    for k in range(4001):
        x = mpf(low) + (mpf(high) - mpf(low)) * k / 4000
        want, got = whole(x, f(x)), whole(x, mp.polyval(coef[::-1], x))
        if want:
            worst = max(worst, abs(got / want - 1))
    print(f"{name} 2^({math.ceil(mp.log(worst, 2) * 100)}/100)", *[text(c) for c in shown])


def words(name, v, n):
    out = []
    for _ in range(n):
        out.append(float(v))
        v -= mpf(out[-1])
    print(name, *[text(w) for w in out])


def ratio(f, slope):
    """f(x)/x with x the root of the variable, and its limit at 0."""
    return lambda z: f(mp.sqrt(z)) / mp.sqrt(z) if z else slope


root = mp.sqrt(mpf(1) / 2) - mpf(1) / 1000
fit("cbrt", lambda m: mp.cbrt(m), root, 1 / root, 7)
# erf x = x + x*P(x^2).
near = ratio(lambda x: mp.erf(x) - x, 2 / mp.sqrt(mp.pi) - 1)
fit("erf64", near, 0, mpf("0.5626"), 11, lambda z, p: 1 + p)
fit("erf32", near, 0, mpf("0.5626"), 6, lambda z, p: 1 + p)
# erfc x = exp(-x^2)/(x+K) * P((x-K)/(x+K)) for x from 3/4 on.
K = mpf(985) / 256  # where the first coefficient happens to be a float64, but for 2^-61 of it


def tail(u):
    x = K * (1 + u) / (1 - u)
    return mp.exp(x * x) * mp.erfc(x) * (x + K)


fit("erfc64", tail, (mpf("0.749") - K) / (mpf("0.749") + K), (mpf("27.3") - K) / (mpf("27.3") + K), 20)
fit("erfc32", tail, (mpf("0.749") - K) / (mpf("0.749") + K), (mpf("10.3") - K) / (mpf("10.3") + K), 11)


def stirling(w):
    """x*(log(gamma(x)) - ((x-1/2)*log(x) - x + log(2*pi)/2)) with w = 1/x^2."""
    if not w:
        return mpf(1) / 12
    x = 1 / mp.sqrt(w)
    return x * (mp.loggamma(x) - ((x - mpf(1) / 2) * mp.log(x) - x + mp.log(2 * mp.pi) / 2))


# log(gamma(x)) = (x-1/2)*log(x) - x + log(2*pi)/2 + P(1/x^2)/x for x from 8 on; the error is that of gamma.
fit("stirling", stirling, 0, mpf(1) / 64, 6, lambda w, p: 1 + p * mp.sqrt(w))


def second(e):
    if abs(e) < mpf(2) ** -100:
        return 1 - mp.euler
    return mp.loggamma(2 + e) / e


fit("lgamma2", second, mpf("-0.5001"), mpf("0.5001"), 20, pairs=2)
words("log2RootTau", mp.log(2 * mp.pi, 2) / 2, 2)
words("lnPi", mp.log(mp.pi), 2)

# I0(x) up to 5 (8 in float32) as a polynomial of x^2, from there on exp(x)/sqrt(x) times one of 1/x less the middle.
fit("bessel64", lambda z: mp.besseli(0, mp.sqrt(z)), 0, 25, 12)
fit("bessel32", lambda z: mp.besseli(0, mp.sqrt(z)), 0, 64, 13)


def rooted(w):
    return mp.besseli(0, 1 / w) * mp.exp(-1 / w) / mp.sqrt(w) if w else 1 / mp.sqrt(2 * mp.pi)


middle = mpf(0.084375)  # where the first coefficient happens to be a float64, but for 2^-59 of it
fit("besselFar64", lambda u: rooted(u + middle), mpf(1) / 720 - middle, mpf(1) / 5 - middle, 32)
fit("besselFar32", rooted, mpf(1) / 100, mpf("0.12501"), 9)
