"""Writes corpus_complex.jsonl: complex numbers, in make.py's format. The operands of corpus.jsonl are there, too.

usage: make_complex.py > corpus_complex.jsonl      (needs NumPy 2)
"""
import json
import sys

import numpy as np

import make
from make import ALL, SHORT, space

COMPLEX = {"c8": "complex64", "c16": "complex128"}
PART = {"c8": "f4", "c16": "f8"}


seen = set()


def case(text, numpy=None, ulp=0, rel=0.0):
    """make's case; ulp of complex numbers is in units of the last place of the larger part."""
    if text not in seen:
        seen.add(text)
        print(json.dumps(make.answer(text, numpy, ulp, rel)))


def numbers(s, seed):
    """48 elements: every pair of special parts, and ordinary numbers."""
    rng = np.random.default_rng(seed)
    f = np.finfo(PART[s])
    parts = np.array([0.0, -0.0, 1.0, -1.0, np.nan, np.inf, -np.inf, f.max, f.tiny, -f.smallest_subnormal, 0.5, -2.5], PART[s])
    z = np.empty(48, COMPLEX[s])
    z.real[:32], z.imag[:32] = rng.choice(parts, 32), rng.choice(parts, 32)
    z.real[32:], z.imag[32:] = rng.normal(scale=3, size=16), rng.normal(scale=3, size=16)
    return z


ops = {}
for n, s in enumerate(COMPLEX):
    ops[s + "a"] = numbers(s, n)[np.random.default_rng(n + 9).permutation(48)[:24]].reshape(3, 8)
    ops[s + "b"] = numbers(s, n + 100)[::-1][:24].reshape(3, 8).copy()
    ops[s + "r"] = numbers(s, n + 200)[30:38].copy()
    ops[s + "c"] = numbers(s, n + 300)[[3, 33, 12]].reshape(3, 1)
    grid = np.array([0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, 0.5, -3.0], PART[s])
    pairs = np.empty((9, 9), COMPLEX[s])
    pairs.real, pairs.imag = grid[:, None], grid
    ops[s + "s"] = pairs  # every pair of special parts
    rng = np.random.default_rng(n + 400)
    plain = rng.normal(size=200) * 10 ** rng.uniform(-3, 1.2, 200) + 1j * rng.normal(size=200) * 10 ** rng.uniform(-3, 1.2, 200)
    ops[s + "u"] = np.exp(0.05 * rng.normal(size=60) + 1j * rng.uniform(-3, 3, 60)).astype(COMPLEX[s])  # near the unit circle
    ops[s + "p"] = plain.astype(COMPLEX[s])  # ordinary numbers
    ops[s + "q"] = plain[::-1].astype(COMPLEX[s]) / 4
space.update(ops)


def product(a, b):
    """a*b without a fused operation: NumPy's own differs between arrays and scalars."""
    z = a + b  # for its shape and type
    a, b = np.broadcast_to(a, z.shape).astype(z.dtype), np.broadcast_to(b, z.shape).astype(z.dtype)
    out = np.empty_like(z)
    out.real = a.real * b.real - a.imag * b.imag
    out.imag = a.real * b.imag + a.imag * b.real
    return out


def pair(re, im):
    d = np.result_type(re, im)
    z = np.empty(np.broadcast_shapes(np.shape(re), np.shape(im)), "c8" if d in (np.float16, np.float32) else "c16")
    z.real, z.imag = re, im
    return z


space["product"], space["pair"] = product, pair
for f in ("conj real imag angle fmax fmin isnan isinf isfinite rint sign exp2 arcsinh arccosh arctanh").split():
    space[f] = getattr(np, f)
space["complex64"], space["complex128"] = np.complex64, np.complex128

make.head({**make.ops, **ops})

# Promotion and arithmetic, with every type.
for s in COMPLEX:
    for y in list(SHORT.values()) + list(COMPLEX):
        for op in "+ - / == != < <= > >=".split():
            case(f"{s}a {op} {y}b")
            case(f"{y}a {op} {s}b")
        case(f"{s}a * {y}b", f"product({s}a, {y}b)")
        case(f"{y}a * {s}b", f"product({y}a, {s}b)")
        case(f"where(b1a, {s}a, {y}b)")
        case(f"where({s}a, {y}a, {y}b)")
        for f in ("minimum", "maximum", "fmin", "fmax", "logical_and", "logical_or"):
            case(f"{f}({s}a, {y}b)")
            case(f"{f}({y}a, {s}b)")
    for op in "// % & | ^ << >>".split():
        case(f"{s}a {op} {s}b")
        case(f"{s}a {op} 2")
    for op in "+ - / == != < >=".split():
        case(f"{s}s {op} {s}s[::-1, ::-1]")
        case(f"{s}a {op} {s}c")
        case(f"{s}r {op} {s}c")
        for k in ("2", "2.5", "True", "0", "-1", "2j", "(1 - 2j)", "(-0.0 - 0j)", "1e300", "inf", "nan"):
            case(f"{s}a {op} {k}")
            case(f"{k} {op} {s}a")
    case(f"{s}s * {s}s[::-1, ::-1]", f"product({s}s, {s}s[::-1, ::-1])")
    for k in ("2", "2.5", "2j", "1e300", "(1 - 2j)"):
        case(f"{s}a * {k}", f"product({s}a, {k})")
    for t in ("-{}", "+{}", "conj({})", "real({})", "imag({})", "reciprocal({})", "logical_not({})", "isnan({})", "isinf({})", "isfinite({})",
              "rint({})", "{}.real", "{}.imag", "{} == {}", "{}.conj()", "~{}", "{}[1:, ::-2]", "{}", "{}[1].real + 1"):
        case(t.replace("{}", s + "a"))
        case(t.replace("{}", s + "s"))
    case(f"square({s}s)", f"product({s}s, {s}s)")
    case(f"{s}a**2", f"product({s}a, {s}a)")
    case(f"{s}a**-1")
    case(f"{s}a**1")
    case(f"{s}a**0")
    case(f"not {s}a", f"np.logical_not({s}a)")
    case(f"{s}a and {s}b", f"np.logical_and({s}a, {s}b)")
    case(f"{s}a if b1b else {s}r", f"np.where(b1b, {s}a, {s}r)")
    for f in ("minimum", "maximum", "fmin", "fmax"):
        case(f"{f}({s}s, {s}s[::-1, ::-1])")
    # What has no meaning for complex numbers.
    for f in ("floor", "ceil", "trunc"):
        space[f] = getattr(np, f)
    for t in ("arctan2({0}a, {0}b)", "invert({0}a)"):
        case(t.format(s))
# The types of NumPy's parts and of functions of real numbers that are there for complex ones.
for y in SHORT.values():
    case(f"{y}a.real")
    case(f"{y}a.imag")
    case(f"conj({y}a)")
    case(f"angle({y}a)", ulp=1)
    for f in ("isnan", "isinf", "isfinite"):
        case(f"{f}({y}a)")
    for f in ("fmin", "fmax"):
        case(f"{f}({y}a, {y}b)")
    case(f"{y}a + 1j")
    case(f"{y}a / 2j")
    case(f"where(b1a, {y}a, 1j)")
    case(f"complex({y}a, {y}b)", f"pair({y}a, {y}b)")
case("complex(f4a, f8b)", "pair(f4a, f8b)")
case("complex(f4a, 2)", "pair(f4a, np.full_like(f4a, 2))")
case("complex(1, i1a)", "pair(i1a * 0 + 1, i1a)")
case("complex(nan, -0.0) + f8a", "complex(np.nan, -0.0) + f8a")
case("complex(f4a, c8a)")
# Casts.
for s, name in COMPLEX.items():
    for x in ALL:
        case(f"{name}({SHORT[x]}a)", f"{SHORT[x]}a.astype('{name}')")
        if x in make.FLOATS + ["bool"]:
            case(f"{x}({s}a)", f"{s}a.astype('{x}')")
            case(f"{x}({s}p)", f"{s}p.astype('{x}')")
        elif x[0] != "u":
            case(f"{x}({s}p)", f"{s}p.real.astype('i8').astype('{x}')")
    for t in COMPLEX.values():
        case(f"{t}({s}a)", f"{s}a.astype('{t}')")
# Functions: NumPy's own error counts, too, so this is a coarse check; package lower has the fine one.
FUNCTIONS = "sqrt exp exp2 log log2 log10 log1p expm1 sin cos tan sinh cosh tanh arcsin arccos arctan arcsinh arccosh arctanh".split()
for s in COMPLEX:
    for f in FUNCTIONS:
        if f == "log1p":  # NumPy takes the logarithm of 1+z, which is imprecise near -1 and 0
            case(f"{f}({s}p + 3)", ulp=16)
        else:
            case(f"{f}({s}p)", ulp=16)
        if f == "expm1":  # of inf + 0j NumPy makes inf + nanj
            case(f"{f}({s}s[:, 2:])", ulp=8)
            case(f"{f}({s}s[:4])", ulp=8)
        else:
            case(f"{f}({s}s)", ulp=8)
    for t in ("abs({})", "sign({})", "imag({})", "angle({})", "{}**0.5", "angle({}, deg=True)"):
        for k in "ps":
            case(t.replace("{}", s + k), ulp=4)
    for k in range(-6, 9):
        case(f"{s}p**{k}", ulp=16)
        case(f"{s}p**{k}.0", ulp=16)
    case(f"{s}s**3", ulp=4)
    case(f"{s}s**2.0", f"product({s}s, {s}s)")
    for t in (f"{s}u**99", f"{s}u**-99", f"{s}u**100", f"({s}p / 4)**{s}q", f"2**{s}q", f"{s}q**1.5", f"{s}q**f4a[1, 3]", f"{s}q**2j", f"abs({s}p)**{s}q", f"zeros(3)**{s}p[:3]", f"({s}p * 0)**rint({s}p)",
              f"{s}q**rint({s}q).real"):
        case(t, ulp=400 if "99" in t or "100" in t else 64)
# Python's numbers.
for t in ("2j", "1 + 2j", "c8a + 1e300j", "(1 + 2j) * (3 - 1j) + c8a", "(1 + 2j) / (3 - 1j) + c16a", "(1 + 2j) / (1 + 3j) + c16a", "(1 + 2j)**2 + c16a",
          "(1 + 2j)**-3 + c16p", "(1 + 2j)**0 + c16p", "1j**2 + c16p", "-2j + c16p", "+(1 - 2j) + c16p", "(1 + 2j).real + f4a", "(1 + 2j).imag * f4a", "(3).real + i4a",
          "complex64(2j) + c8a", "complex64(2j) + c16a", "complex128(2j) + c8a", "complex64(1) + f4a", "complex64(2) + f8a",
          "1j + True", "1j == 1j", "f8a == 1j", "bool(2j)", "(1 + 2j) / 0", "0**1j", "1j // 2", "1j % 2", "1j < 2j", "1j & 1", "~1j", "float64(2j)", "2j - f2a",
          "int8(3) + 1j", "float16(2) + 1j", "nan * 1j + f4a", "1e308 * 10j + f8a"):
    case(t)
for t in ("(-8)**0.5 + c16p", "2**1j + c16p", "(1 + 2j)**0.5 + c16p", "1j**1j + c16p", "(1 + 2j)**(2 - 1j) + c16p"):
    case(t, ulp=2)
# Constructors and slices.
for t in ("linspace(0, 1 + 1j, 5)", "linspace(1j, 3 - 2j, 70)", "linspace(0, 1, 5, dtype=complex64)", "linspace(1j, 2, 9, dtype=complex64)", "linspace(1j, 2, 9, endpoint=False)",
          "arange(10, dtype=complex64)", "arange(0, 1, 0.1, dtype=complex64)", "arange(0, 10, 0.1, dtype=complex128)", "zeros(3, dtype=complex64)", "ones((2, 3), dtype=complex128)",
          "full(3, 2j)", "full((2, 2), 1 + 2j, dtype=complex64)", "full(3, 2, dtype=complex64)", "full(3, complex64(1 - 1j))",
          "linspace(0, 1 + 1j, 150)[::-7]", "c16a[1, 2]", "c8s[::2, 3]", "(c8a + c16b)[1:, None]", "arange(200, dtype=complex64)[3::5]", "where(b1a, 1j, f4a)", "c16a + (1 - 2j)", "c16r + zeros((2, 1))",
          "x3 + linspace(0, 1j, 5)"):
    case(t)
# Reductions.
for s, rel in (("c8", 2e-7), ("c16", 4e-16)):
    for f in ("sum", "mean"):
        for k in ("", ", axis=0"):
            case(f"{f}({s}p{k})", rel=rel)
            case(f"{f}({s}q / 3{k})", rel=rel)
        case(f"{f}({s}s[:4, :4], axis=0)", rel=rel)
        case(f"{f}({s}s[2:4, 2:4], axis=1, keepdims=True)", rel=rel)
    for f in ("min", "max"):
        for t in (f"{f}({s}p)", f"{f}({s}s[:6, :6])", f"{f}({s}s[:6, :6], axis=0)", f"{f}({s}s)", f"{f}({s}s, axis=0)", f"{f}({s}s, axis=1)", f"{f}({s}r - {s}c, axis=1)", f"{f}(rint({s}p))"):
            case(t)
# Further reductions and scans.
for f in ("prod var std ptp any all argmin argmax count_nonzero nansum nanprod nanmean nanvar nanstd nanmin nanmax nanargmin nanargmax cumsum cumprod "
          "cumulative_sum diff quantile nanquantile percentile").split():
    space[f] = getattr(np, f)
for s, rel in (("c8", 2e-7), ("c16", 4e-16)):
    plain, special = f"{s}p.reshape((5, 10, 4))", f"{s}s[:6, :6]"
    axes = ("", ", axis=0", ", axis=-1", ", axis=(0, 2)", ", axis=1, keepdims=True")
    for ax in axes:
        for f in ("var", "std", "nanvar", "nanstd"):
            case(f"{f}({plain}{ax})", rel=rel)
            case(f"{f}({plain}{ax}, ddof=1)", rel=rel)
        for f in ("nansum", "nanmean"):
            case(f"{f}({plain}{ax})", rel=rel)
        for f in ("ptp", "any", "all", "nanmin", "nanmax", "count_nonzero"):
            case(f"{f}({plain}{ax})")
    for ax in ("", ", axis=0", ", axis=1", ", axis=1, keepdims=True"):
        for f in ("any", "all", "nanmin", "nanmax", "ptp", "count_nonzero"):
            case(f"{f}({special}{ax})")
            case(f"{f}({s}s * 0{ax})", f"{f}(product({s}s, 0){ax})")
            case(f"{f}({s}s{ax})")
        for f in ("argmin", "argmax", "nanargmin", "nanargmax"):
            case(f"{f}({special}{ax})")
            if "axis=1" not in ax:  # else one has nothing but NaN
                case(f"{f}({s}s[:, :6]{ax})")
            case(f"{f}({s}a{ax})")
            case(f"{f}(rint({s}q.reshape((20, 10))){ax})")
        for f in ("argmin", "argmax"):
            case(f"{f}({s}s{ax})")
        for f in ("nansum", "nanmean", "nanvar", "nanstd"):
            case(f"{f}({s}s[[0, 1, 2, 3, 6, 7]][:, [0, 6, 7, 8]]{ax})", rel=rel)
        for f in ("prod", "nanprod"):
            case(f"{f}({s}u[:12].reshape((3, 4)){ax})", ulp=24)
            case(f"{f}({s}s[[2, 7, 8]][:, [2, 3, 7]]{ax})", ulp=24)
        for f in ("cumsum", "cumprod"):
            if "keepdims" not in ax:
                for a in (special, f"{s}s", f"{s}u.reshape((12, 5))", f"{s}a"):
                    case(f"{f}({a}{ax})")
        case(f"var({s}s[:6, :6]{ax})", rel=rel)
    case(f"cumulative_sum({s}a, axis=1)")
    for t in ("", ", n=2", ", axis=0"):
        case(f"diff({s}a{t})")
        case(f"diff({s}s{t})")
    for f in ("prod", "var", "std", "any", "all", "nansum", "nanprod", "nanmean", "nanvar", "cumsum", "cumprod", "count_nonzero", "mean", "ptp", "argmin", "nanmin", "nanargmax"):
        case(f"{f}({s}p[:0])")
        case(f"{f}({s}a[:, :0], axis=0)")
    for f in ("quantile", "nanquantile", "percentile"):
        case(f"{f}({s}p, 0.5)")
    # Options.
    m = f"({s}a.real > 0)"
    for ax in ("", ", axis=0", ", axis=1, keepdims=True"):
        for f in ("any", "all"):
            case(f"{f}({s}a{ax}, where={m})")
        for f in ("min", "max", "nanmin", "nanmax"):
            case(f"{f}({s}a[:, 2:4]{ax}, where=isfinite({s}a[:, 2:4]), initial=1 - 2j)")
            case(f"{f}({special}{ax}, initial=1)")
            case(f"{f}({special}{ax}, initial=nan)")
        for f in ("sum", "mean", "var", "std", "nansum", "nanmean", "nanvar"):
            case(f"{f}({plain}[0]{ax}, where={plain}[0].real > 0)", rel=rel)
        case(f"sum({plain}[0]{ax}, initial=2j)", rel=rel)
        case(f"prod({s}u[:12].reshape((3, 4)){ax}, initial=2j)", ulp=24)
    for d in ("complex64", "complex128"):
        for f in ("sum", "mean", "var", "std", "nanmean", "nanvar", "nansum"):
            case(f"{f}({plain}, axis=0, dtype={d})", f"{f}({plain}, axis=0, dtype='{d}')", rel=2e-7 if d == "complex64" or s == "c8" else 4e-16)
        for f in ("cumsum", "cumprod"):
            case(f"{f}({s}u, dtype={d})", f"{f}({s}u, dtype='{d}')")
            case(f"{f}(i2a, axis=1, dtype={d})", f"{f}(i2a, axis=1, dtype='{d}')")
    case(f"sum({plain}, dtype=bool)")
    case(f"prod({plain}, axis=1, dtype=bool)")
    case(f"cumsum({s}p, dtype=float64)", f"cumsum({s}p, dtype='f8')")
    case(f"sum({s}p, dtype=float64)", f"sum({s}p, dtype='f8')", rel=4e-16)
    case(f"mean({s}p, dtype=float32)", f"mean({s}p, dtype='f4')", rel=2e-7)
for f in ("var", "std", "mean", "sum"):
    case(f"{f}(f4a[1:2], axis=0, dtype=complex64)", f"{f}(f4a[1:2], axis=0, dtype='complex64')", rel=2e-7)
    case(f"{f}(i2a, dtype=complex128)", f"{f}(i2a, dtype='complex128')", rel=4e-16)
for t in ("sum(i4a, initial=2j)", "prod(i4a, initial=2j)", "min(f4a, initial=2j)"):
    case(t)
case("c16p - mean(c16p)", rel=4e-16)
print(len(seen), "cases", file=sys.stderr)
