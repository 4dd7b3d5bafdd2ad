"""Writes references of complex functions: arguments and mpmath's results, for complex_test.go.

usage: complex_references.py COUNT > ../testdata/complex_references.bin      (needs mpmath)
"""
import random
import struct
import sys

import mpmath
from mpmath import mpc, mpf

mpmath.mp.prec = 2500
count = int(sys.argv[1])
rng = random.Random(7)

# In the order of complex_test.go.
FUNCTIONS = {
    "abs": lambda z: mpc(abs(z)), "sqrt": mpmath.sqrt, "exp": mpmath.exp, "exp2": lambda z: mpmath.exp(z * mpmath.ln(2)),
    "expm1": mpmath.expm1, "log": mpmath.log, "log2": lambda z: mpmath.log(z) / mpmath.ln(2), "log10": lambda z: mpmath.log(z) / mpmath.ln(10),
    "log1p": lambda z: mpmath.log(1 + z), "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan, "sinh": mpmath.sinh, "cosh": mpmath.cosh,
    "tanh": mpmath.tanh, "arcsin": mpmath.asin, "arccos": mpmath.acos, "arctan": mpmath.atan, "arcsinh": mpmath.asinh,
    "arccosh": mpmath.acosh, "arctanh": mpmath.atanh, "sign": lambda z: z / abs(z), "power": lambda z, w: mpmath.exp(w * mpmath.log(z)),
}
# Where the functions change their ways, and where they are 0 or infinite.
SPOTS = [0, 1, -1, 1j, -1j, 1.5707963267948966, -1.5707963267948966j, 3.141592653589793j, 6.283185307179586j, 0.6 + 0.8j, 2**28, 2**28 * 1j, 2.0**100, 30, 700, 709.8, 745j]


def part(wide):
    """A number of any size up to 2^wide, or now and then a whole one."""
    if rng.random() < 0.1:
        return float(rng.randint(-3, 3))
    return rng.choice((-1, 1)) * rng.uniform(1, 2) * 2.0 ** rng.uniform(-wide, min(wide, 1000))


def argument():
    """Ordinary numbers, numbers of any size, and neighbours of the spots."""
    kind = rng.random()
    if kind < 0.45:
        return complex(rng.gauss(0, 1), rng.gauss(0, 1)) * rng.choice((0.1, 1, 1, 10))
    if kind < 0.6:
        return complex(part(8), part(8))
    if kind < 0.7:
        return complex(part(1040), part(1040))
    spot = complex(rng.choice(SPOTS))
    return spot + complex(part(0) * 2.0 ** -rng.uniform(0, 60), part(0) * 2.0 ** -rng.uniform(0, 60))


def words(value):
    """A result as two float64, and what they lack in units of the larger one's last place."""
    re, im = float(value.real), float(value.imag)
    big = max(abs(re), abs(im))
    if not big < 1.7e308 or big < 1e-300:
        return None
    unit = mpf(2) ** (max(int(mpmath.floor(mpmath.log(big, 2))), -1022) - 52)
    return re, im, float((value.real - mpf(re)) / unit), float((value.imag - mpf(im)) / unit)


def good(name, args):
    """Skips what has no finite value, and the cuts, of which mpmath takes its own side."""
    if any(a.real == 0 or a.imag == 0 for a in args[:1]) and name not in ("abs", "exp", "exp2", "expm1", "sin", "cos", "sinh", "cosh"):
        return None
    if name in ("exp", "exp2", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh") and abs(args[0]) > 5e3:
        return None
    try:
        return words(mpc(FUNCTIONS[name](*(mpc(a) for a in args))))
    except (ZeroDivisionError, ValueError, OverflowError):
        return None


out = sys.stdout.buffer
for name in FUNCTIONS:
    rows = []
    while len(rows) < count:
        args = [argument()]
        if name == "power":
            args.append(complex(rng.gauss(0, 3), rng.gauss(0, 3)) if rng.random() < 0.7 else complex(rng.randint(-20, 20) / 2))
        result = good(name, args)
        if result:
            rows.append((args, result))
    for args, result in rows:
        for a in args:
            out.write(struct.pack("<dd", a.real, a.imag))
        out.write(struct.pack("<ddff", *result))
