"""Writes references.bin: for each function that b2 does not round correctly some hundred arguments, of all exponents or
hard, and its values by ir/lower/gen/truth.py, the sums of high, the nearest float64, and low, in units of high's last
place. references.go says how they lie in the file. What is 0, infinite
or the largest number is left out.

    pip install -r ../../../../../ir/lower/gen/requirements.txt
    python references.py [arguments per function]
"""
import pathlib
import struct
import sys
import zlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[4] / "ir/lower/gen"))
import truth  # noqa: E402

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 400
MANY = 8 * COUNT  # drawn, of which COUNT are kept
rng = np.random.default_rng(1985)


def exponents(n, low=-1074, high=1024):
    """Numbers of both signs whose exponents are spread evenly."""
    return rng.choice([-1.0, 1.0], n) * np.exp2(np.linspace(low, high, n, endpoint=False)) * rng.uniform(0.5, 1, n)


def uniform(low, high, n=MANY):
    return rng.uniform(low, high, n)


def near(*points):
    """Numbers around points, at all distances."""
    p = rng.choice(np.array(points, float), MANY)
    far = exponents(MANY, -53, -4)
    return np.where(p == 0, far, p * (1 + far))


def neighbours(points, by=3):
    """Points and the next numbers beside them."""
    p = np.array(points, float)
    return (np.concatenate([p.view(np.int64) + k for k in range(-by, by + 1)])).view(np.float64)


def quarter_turns():
    """The float64 next to multiples of pi/2 of all sizes, and the one that is nearest of all."""
    with truth.gmpy2.context(precision=1400):
        half = truth.gmpy2.const_pi() / 2
        k = [int(rng.integers(1, 2**53)) >> int(rng.integers(0, 53)) << int(rng.integers(0, 900)) for _ in range(MANY)]
        points = np.array([float(i * half) for i in k])
    return np.append(points[np.isfinite(points)], 6381956970095103 * 2.0**797)


# The zeros of lgamma left of 0.
ZEROS = [-2.4570247382208006, -2.7476826467274127, -3.1435808883499798, -3.9552942848585980, -4.0393618397404970, -4.9915444996560120, -5.0082181680432690]

TRIG = [uniform(-10, 10), uniform(-1e6, 1e6), quarter_turns(), quarter_turns()]
EXP = [uniform(-745.2, 709.8), uniform(-1, 1), near(0.34657359, -0.34657359, 709.7827, -708.396, -745.13), uniform(-40, 40)]
LOG = [uniform(0, 4), near(1), neighbours([1, 2, 0.5, 1.4142135623730951, 0.7071067811865476]), np.abs(exponents(MANY, -1074, -1022))]
UNIT = [uniform(-1, 1), near(1, -1, 0.5, -0.5), neighbours([0.5, -0.5, 1, -1])]
HARD = {
    "exp": EXP, "expm1": EXP, "sigmoid": EXP,
    "exp2": [uniform(-1075, 1024), uniform(-1, 1), near(0.5, -0.5, -1022, 1023.5)],
    "log": LOG, "log2": LOG, "log10": LOG,
    "log1p": [uniform(-1, 3), near(-1, 0, 1), neighbours([-0.5, 1])],
    "sin": TRIG, "cos": TRIG, "tan": TRIG,
    "arcsin": UNIT, "arccos": UNIT, "arctanh": UNIT,
    "arctan": [uniform(-3, 3), near(0.5, 1, 2, -0.5, -1), uniform(-50, 50)],
    "sinh": EXP + [near(710.4758600739439)], "cosh": EXP + [near(710.4758600739439)],
    "tanh": [uniform(-3, 3), uniform(-22, 22), near(0.34657359, -0.34657359)],
    "arcsinh": [uniform(-3, 3), uniform(-100, 100), near(0, 1)],
    "arccosh": [uniform(1, 4), 1 + np.abs(exponents(MANY, -52, 10)), neighbours([1, 2])],
    "cbrt": [uniform(-8, 8), near(1, 8, -1), exponents(MANY, -1074, -1022)],
    "erf": [uniform(-6, 6), uniform(-1, 1), near(0.75, 0.84375, 1.25)],
    "erfc": [uniform(-6, 27.3), uniform(-1, 1), near(0.75, 0.84375, 1.25, 26.5, 27)],
    "gamma": [uniform(-10, 10), uniform(0, 171.7), uniform(-184, 0), near(171.6, *range(-20, 20))],
    "lgamma": [uniform(-10, 10), uniform(-100, 100), near(1, 2, *ZEROS), near(*ZEROS)],
    "i0": [uniform(-12, 12), uniform(-713, 713), near(8, -8)],
    "sinc": [uniform(-10, 10), uniform(-1e6, 1e6), near(*range(1, 50)), near(0.5, 1.5)],
}


def powers():
    """x and y whose power is in range, of all sizes."""
    x = np.concatenate([np.exp2(uniform(-1.5, 1.5)), np.abs(exponents(MANY)), near(1), uniform(0.1, 10)])
    size = np.log2(x)
    y = uniform(-1080, 1030, len(x)) / np.where(size == 0, 1, size)
    y[::3] = rng.uniform(-3, 3, len(y[::3]))
    y[::5] = np.rint(y[::5])
    negative = (np.rint(y) == y) & (rng.random(len(y)) < 0.5)
    return np.where(negative, -x, x), y


def points():
    """Coordinates of like size, of all sizes, and of sizes that differ."""
    x = np.concatenate([exponents(MANY), uniform(-10, 10), exponents(MANY)])
    with np.errstate(over="ignore"):
        y = np.concatenate([exponents(MANY, -4, 4) * x[:MANY], uniform(-10, 10), exponents(MANY, -60, 60) * x[2 * MANY:]])
    return y, x


def terms(name):
    """Terms of a sum that does not vanish: of others no function of the float64 x and y is right."""
    x = np.concatenate([uniform(-50, 50), uniform(-700, 700), near(1, -1)])
    y = x + np.concatenate([uniform(-40, 40), uniform(-1, 1), uniform(-3, 3)])
    y[::8] = x[::8]
    total, _ = truth.units(name, x, y)
    ok = np.abs(total) >= np.maximum(np.abs(x), np.abs(y)) / 2
    return x[ok], y[ok]


def arguments(name):
    if name in HARD:
        spread = exponents(len(HARD[name]) * MANY // 2)  # a third of all
        return (np.concatenate([spread, *HARD[name]]),)
    return {"power": powers, "arctan2": points, "hypot": points}.get(name, lambda: terms(name))()


def record(name):
    """The first COUNT of a function's arguments in any order that have a value, with it."""
    args = arguments(name)
    some = rng.permutation(len(args[0]))
    args = [a[some] for a in args]
    args = [a[: 4 * COUNT] for a in (a[np.logical_and.reduce([np.isfinite(b) for b in args])] for a in args)]
    high, low = truth.units(name, *args)
    ok = np.flatnonzero((np.abs(high) < np.finfo(float).max) & (high != 0))[:COUNT]
    arrays = [np.ascontiguousarray(a[ok], "<f8") for a in (*args, high, low)]
    planes = b"".join(a.view(np.uint8).reshape(-1, 8).T.tobytes() for a in arrays)
    return struct.pack("<B", len(name)) + name.encode() + struct.pack("<BI", len(args), len(ok)) + planes, len(ok)


data = b""
for function in [*HARD, "power", "arctan2", "hypot", "logaddexp", "logaddexp2"]:
    packed, count = record(function)
    print(f"{function:12} {count}")
    data += packed
(HERE / "references.bin").write_bytes(zlib.compress(data, 9))
