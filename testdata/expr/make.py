"""Writes corpus.jsonl: expressions with NumPy's answers, bit for bit. The first line holds the operands.

usage: make.py > corpus.jsonl      (needs NumPy 2)
"""
import json
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
np.seterr(all="ignore")

INTS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
FLOATS = ["float32", "float64", "float16"]
ALL = ["bool"] + INTS + FLOATS
SHORT = {"bool": "b1", "int8": "i1", "int16": "i2", "int32": "i4", "int64": "i8", "uint8": "u1", "uint16": "u2",
         "uint32": "u4", "uint64": "u8", "float32": "f4", "float64": "f8", "float16": "f2"}


def special(name, seed):
    """24 elements: the extremes, zeros, ones, NaN and infinities, and some ordinary numbers."""
    rng = np.random.default_rng(seed)
    d = np.dtype(name)
    if name == "bool":
        return rng.integers(0, 2, 24).astype(d)
    if name in INTS:
        i = np.iinfo(d)
        head = [0, 1, 2, 3, 7, i.max, i.min, i.max - 1]
        return np.array(head + [int(v) for v in rng.integers(max(i.min, -100), min(i.max, 100), 16)], dtype=d)
    f = np.finfo(d)
    head = [0.0, -0.0, 1.0, -1.0, np.nan, np.inf, -np.inf, f.max, -f.max, f.tiny, f.smallest_subnormal, 0.5, -2.5, 3.0]
    return np.concatenate([np.array(head), rng.normal(scale=10, size=10)]).astype(d)


ops = {}
for n, name in enumerate(ALL):
    s = SHORT[name]
    ops[s + "a"] = special(name, n).reshape(3, 8)
    ops[s + "b"] = special(name, n + 100)[::-1].reshape(3, 8).copy()
    ops[s + "r"] = special(name, n + 200)[8:16].copy()               # a row, broadcast down
    ops[s + "c"] = special(name, n + 300)[[3, 9, 12]].reshape(3, 1)  # a column, broadcast across
ops["x3"] = np.random.default_rng(1).normal(size=(3, 4, 5))
ops["k3"] = np.random.default_rng(2).integers(-50, 50, (3, 4, 5)).astype("i4")
ops["s0"] = np.array(1.5)
ops["z0"] = np.zeros((0, 3), "f4")
ops["angle"] = np.concatenate([np.linspace(-7, 7, 40), [1e5, -1e8, 1e22, 1e300]])
ops["angle4"] = ops["angle"].astype("f4")
ops["unit"] = np.linspace(-1, 1, 33)
ops["small"] = np.array([1e-300, -1e-20, 1e-5, 0.1, -0.3, 1e-8, 5e-324])
ops["pos"] = np.concatenate([np.logspace(-300, 300, 40), [1.0, 2.0, 1024.0, 1e15, 0.999999, 1.0000001]])
# float16's own: every exponent, halves of its last place and what is next to them, and the edges of its integers.
h = np.concatenate([np.arange(0, 0x7C00, 61), [1, 2, 0x3FF, 0x400, 0x401, 0x7BFE, 0x7BFF]]).astype("u2").view("f2")
middle = (h.astype("f8") + (h.view("u2") + 1).astype("u2").view("f2").astype("f8")) / 2
middle[~np.isfinite(middle)] = 65520
ops["f2h"] = np.concatenate([h, -h, np.array([np.nan, np.inf, -np.inf, -0.0], "f2")])
ops["f8h"] = np.concatenate([middle, -middle, np.nextafter(middle, 0), np.nextafter(middle, 1e9), [np.nan, np.inf, -np.inf, 1e-300, 5e-324, 1e300]])
ops["f4h"] = np.concatenate([middle.astype("f4"), np.nextafter(middle.astype("f4"), np.float32(0)), np.nextafter(middle.astype("f4"), np.float32(1e9))])
ops["f2i"] = np.array([0, 1, 2.5, 3.99, 0.5, 100, 127, 55.5], "f2")
ops["i4h"] = np.array([0, 1, 2047, 2048, 2049, 2050, 2051, 4099, 65503, 65504, 65519, 65520, 65521, -65519, -65520, 2**31 - 1, -2**31], "i4")
ops["i8h"] = np.concatenate([ops["i4h"].astype("i8"), [2**24 + 1, 2**53 + 1, 2**63 - 1, -2**63]])
ops["u8h"] = np.array([2049, 2051, 65519, 65520, 2**63, 2**64 - 1], "u8")

space = {k: v for k, v in ops.items()}
space.update(np=np, nan=np.nan, inf=np.inf, pi=np.pi, e=np.e)
for f in ("sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh exp expm1 log log1p log2 log10 sqrt abs where minimum "
          "maximum sum mean linspace arange zeros ones full add subtract multiply divide floor_divide remainder power "
          "square reciprocal positive negative invert left_shift right_shift bitwise_and bitwise_or bitwise_xor "
          "logical_and logical_or logical_not equal not_equal less less_equal greater greater_equal").split():
    space[f] = getattr(np, f)
space["min"], space["max"] = np.min, np.max
for t in ALL[1:]:
    space[t] = getattr(np, t)
space["bool"] = np.bool_



def head(ops):
    """The first line of a corpus."""
    print(json.dumps({"operands": {k: {"dtype": str(v.dtype), "shape": list(v.shape), "hex": v.tobytes().hex()} for k, v in ops.items()}}))


if __name__ == "__main__":  # the other make_*.py import this file for its operands and helpers
    head(ops)
seen = set()


def case(text, numpy=None, ulp=0, rel=0.0):
    """ulp: how many units in the last place the answer may differ by; rel: the same relative to sum(|x|)."""
    if text not in seen and __name__ == "__main__":
        seen.add(text)
        print(json.dumps(answer(text, numpy, ulp, rel)))


def answer(text, numpy=None, ulp=0, rel=0.0):
    """The line of a case."""
    row = {"expr": text}
    try:
        r = np.asarray(eval(numpy or text, space))
    except Exception as ex:
        row["error"] = type(ex).__name__ + ": " + str(ex).split("\n")[0]
        return row
    if r.dtype == object:
        row["error"] = "b2 has no " + str(r.dtype)
    else:
        row.update(dtype=str(r.dtype), shape=list(r.shape), hex=np.ascontiguousarray(r).tobytes().hex())
        if ulp:
            row["ulp"] = 1 if r.dtype == np.float16 else ulp
        if rel:
            row["rel"] = rel
    return row


# Promotion: every pair of types.
for x in ALL:
    for y in ALL:
        case(f"{SHORT[x]}a + {SHORT[y]}b")
        case(f"{SHORT[x]}a < {SHORT[y]}b")
        case(f"where(b1a, {SHORT[x]}a, {SHORT[y]}b)")
# Every operator on every type, and on mixed ones.
for op in "+ - * / // % & | ^ << >> == != < <= > >=".split():
    for x in ALL:
        s = SHORT[x]
        case(f"{s}a {op} {s}b")
        case(f"{s}a {op} {s}c")
        case(f"{s}r {op} {s}c")
        for k in ("2", "3", "2.5", "True", "0", "-1", "300"):
            if not (op in ("<<", ">>") and k == "-1"):
                case(f"{s}a {op} {k}")
                case(f"{k} {op} {s}a")
    case(f"i1a {op} u2b")
    case(f"i8a {op} u8b")
    case(f"u8a {op} i8b")
    case(f"f4a {op} i2b")
    case(f"u4a {op} f4b")
# Powers. Exponents are not negative for integers, which NumPy refuses.
for x in ALL:
    s = SHORT[x]
    for k in ("0", "1", "2", "3", "0.5", "-1", "2.0", "-1.0", "1.5", "7"):
        case(f"{s}a ** {k}", ulp=0 if k in ("0", "1", "2", "2.0") or (x in INTS and "." not in k) else 2)
    if x.startswith("u") or x == "bool":
        case(f"{s}a ** {s}b")
    if x in FLOATS:
        case(f"{s}a ** {s}b", ulp=2)
        case(f"2 ** {s}a", ulp=2)
case("f4a ** f8b", ulp=2)
# Unary operators and exact functions.
for x in ALL:
    s = SHORT[x]
    for t in ("-{}", "+{}", "~{}", "abs({})", "sqrt({})", "square({})", "reciprocal({})", "logical_not({})", "--{}", "-{}**2"):
        if t == "reciprocal({})" and x in INTS + ["bool"]:
            continue  # integers' reciprocal is a float here
        case(t.format(s + "a"))
    case(f"not {s}a", f"np.logical_not({s}a)")
    for f in ("minimum", "maximum", "logical_and", "logical_or"):
        case(f"{f}({s}a, {s}b)")
    case(f"{s}a and {s}b", f"np.logical_and({s}a, {s}b)")
    case(f"{s}a or 0", f"np.logical_or({s}a, 0)")
    case(f"{s}a if b1b else {s}r", f"np.where(b1b, {s}a, {s}r)")
    case(f"0 < {s}a <= 3", f"np.logical_and(0 < {s}a, {s}a <= 3)")
    case(f"{s}a == {s}r != {s}c", f"np.logical_and({s}a == {s}r, {s}r != {s}c)")
# Casts.
for x in ALL:
    for y in ALL:
        if x in FLOATS and y in INTS:
            continue  # out of range differs from CPU to CPU; see below
        case(f"{y}({SHORT[x]}a)", f"{SHORT[x]}a.astype('{y}')")
for y in INTS[:4]:
    case(f"k3.astype({y})", f"k3.astype('{y}')")
    case(f"(x3 * 10).astype('{y}')")
case("float16(f8h)", "f8h.astype('f2')")
case("float16(f4h)", "f4h.astype('f2')")
for y in ("float32", "float64", "bool"):
    case(f"{y}(f2h)", f"f2h.astype('{y}')")
case("f2h + f2h[::-1]")
case("f2h * f2h[::-1]")
case("f2h * f2h / f2h - f2h")
for y in INTS:
    case(f"{y}(f2i)", f"f2i.astype('{y}')")
    case(f"float16({y}(f2i))", f"f2i.astype('{y}').astype('f2')")
for t in ("i4h", "i8h", "u8h"):
    case(f"float16({t})", f"{t}.astype('f2')")
    case(f"{t}.astype(float16)", f"{t}.astype('f2')")
for t in ("f2a + 0.1", "f2a * 1e300", "f2a * 70000", "f2a < 70000", "f2a + 65520", "f2a + 65519", "f2a == 0.1", "0.1 - f2a", "f2a * 3 + 0.1",
          "f2a ** 3", "f2a + float16(0.1)", "f4a + float16(0.1)", "float16(0.1) * 3", "i1a * float16(0.1)", "f2a + u1b", "f2a + i1b * f2b",
          "f2a + i2b", "f2a + i4b", "f2a // 0.1", "f2a % 0.1", "0.1 // f2a", "0.1 % f2a", "f2a + pi", "f2a + inf", "f2a * nan", "f2a & 1", "f2a << 1",
          "where(b1a, f2a, 0.1)", "where(b1a, f2a, i1b)", "where(f2a, f2a, f2b)", "minimum(f2a, 0.1)", "maximum(f2a, i1b)", "f2a / 3",
          "1 / f2a", "f2a + True", "b1a * f2a", "f2a * f2b + f2a * f2r - f2c", "sum(f2h)", "min(f2h)", "mean(f2i)", "sum(f2i, axis=0)",
          "f2a - mean(f2i)", "f2i / max(f2i)", "sum(i1a) * f2i", "linspace(0, 1, 7, dtype=float16)", "arange(0, 1, 0.1, dtype=float16)",
          "arange(12, dtype=float16)", "full(3, 0.1, dtype=float16)", "full(3, float16(0.1))", "ones(3, dtype=float16) * 0.1",
          "f2a[1:, ::-2]", "(f2a + f2b)[1]", "zeros(3, dtype='f2')", "f2a.astype('f8')"):
    case(t, t.replace(".astype(float16)", ".astype('f2')"), ulp=1 if "**" in t else 0,
         rel=5e-5 if "sum(f2" in t or "mean" in t else 0)
case("float32(0.1) * f8a")
case("float64(0.1) * f4a")
case("int8(2) * i4a")
# Functions: NumPy's own error counts, too, so this is a coarse check; package lower has the fine one.
for f in "sin cos tan arctan sinh cosh tanh exp expm1".split():
    case(f"{f}(angle)", ulp=4)
    case(f"{f}(angle4)", ulp=4)
    case(f"{f}(small)", ulp=4)
for f in "arcsin arccos".split():
    case(f"{f}(unit)", ulp=4)
    case(f"{f}(float32(unit))", f"{f}(unit.astype('f4'))", ulp=4)
for f in "log log2 log10 log1p sqrt".split():
    case(f"{f}(pos)", ulp=4)
    case(f"{f}(float32(pos))", f"{f}(pos.astype('f4'))", ulp=4)
for f in "sin cos tan arcsin arccos arctan sinh cosh tanh exp expm1 log log1p log2 log10 sqrt".split():
    for x in ALL:
        case(f"{f}({SHORT[x]}a)", ulp=4)
for x in ("f4", "f8", "i4", "i2"):
    case(f"arctan2({x}a, {x}b)", ulp=4)
    case(f"arctan2({x}a, {x}c)", ulp=4)
case("asin(unit)", "np.arcsin(unit)", ulp=4)
case("atan2(unit, 2)", "np.arctan2(unit, 2)", ulp=4)
# Precedence, numbers, constants.
for t in ("2 + 3 * f8a", "2 ** 3 ** 2 + i4a", "-f8a ** 2", "2 ** -1 * f8a", "f8a - f8b - 1", "f8a / f8b / 2", "i4a // 2 * 3",
          "i4a & 3 == 3", "(i4a & 3) == 3", "i4a | 1 ^ 2 & 3", "1 << 2 + i1r", "~i4a + 1", "f8a * pi + e", "f4a * inf", "f4a + nan",
          "0x10 + i4a", "1_000 * i4a", "1e-3 * f4a", "7 // 2 * i4a", "-7 // 2 * i4a", "-7 % 3 + i4a", "7 / 2 * f4a", "True + i4a",
          "2 * 3 + f4a", "f4a * 1e300", "f4a * 3", "f4a", "u1a + 255", "u1a + 256",
          "u1a < 256", "u1a > -1", "i1a == 1000", "i1a != -1000", "300 > u1a", "-1 >= u1a", "u8a + 1", "i8a + 9223372036854775807",
          "u8a + 18446744073709551615", "i8a + 9223372036854775808", "i4a ** -1", "2 ** i1r.astype(float64)", "s0 + f4a", "s0 * 2",
          "f8a + z0", "f8a + x3", "f8a * f8a", "b1a - b1b", "b1a & i4a", "f4a & 1", "f8a << 1", "1 + 1", "2.5", "7 // 0 + i4a"):
    case(t, t.replace("i1r.astype(float64)", "i1r.astype('f8')"), ulp=2 if "**" in t and "." in t else 0)
# Reductions.
for x in ALL:
    s = SHORT[x]
    big = 0 if x in INTS + ["bool"] else {"float64": 4e-16, "float32": 2e-7, "float16": 5e-5}[x]
    for f in ("sum", "min", "max", "mean"):
        rel = big if f in ("sum", "mean") else 0
        if f == "mean" and not rel:
            rel = 4e-16
        case(f"{f}({s}a)", rel=rel)
        case(f"{f}({s}a, axis=0)", rel=rel)
        case(f"{f}({s}a, axis=1, keepdims=True)", rel=rel)
        case(f"{f}({s}a, axis=(0, 1))", rel=rel)
        case(f"{f}({s}a, axis=-1)", rel=rel)
for t in ("sum(x3, axis=(0, 2))", "sum(x3, axis=1)", "mean(x3, axis=(1, 2), keepdims=True)", "x3 - mean(x3, axis=1, keepdims=True)",
          "sum(x3 * k3)", "x3.sum(axis=0)", "x3.mean(axis=2)", "sum(sum(x3, axis=0))", "x3 / sum(x3)", "sum(x3, axis=0) + sum(x3, axis=0)"):
    case(t, rel=4e-15)
for t in ("min(x3, axis=1)", "max(k3, axis=(0, 1))", "k3.max()", "max(x3 * k3, axis=2, keepdims=True)", "sum(k3, axis=1)", "sum(k3 > 0, axis=0)",
          "sum(z0, axis=0)", "sum(z0)", "min(z0)", "min(z0, axis=0)", "max(z0, axis=1)", "mean(z0, axis=1)", "sum(x3, axis=3)",
          "sum(x3, axis=(0, 0))", "sum(x3 * 0, axis=())"):
    case(t)
# Slices.
for t in ("k3[1]", "k3[1, 2]", "k3[:, 1:3]", "k3[::-1]", "k3[..., 2]", "k3[:, None, 1]", "k3[1:, ::-2, 4:1:-1]", "k3[-1, -2, -3]",
          "k3[5]", "k3[0:0]", "k3[10:20]", "(k3 + x3)[1:, 2]", "k3[1] + x3[2]", "k3[:, :, 0]",
          "sum(k3, axis=1)[1]", "sum(k3, axis=1)[:, ::2]", "max(k3, axis=1, keepdims=True)[1:, 0]", "sum(k3, axis=0)[1] + k3[2, 3]",
          "(k3 - max(k3, axis=2, keepdims=True))[1, :, ::2]", "k3[0, 0, 0, 0]", "k3[1:2][0]", "k3[:, 1][1]", "f8a[1:2] + f8r", "f8a[None, 1]"):
    case(t)
# Constructors.
for t in ("linspace(0, 1, 7)", "linspace(1, 2, 50)", "linspace(0, 1, 5, endpoint=False)", "linspace(-3, 2, 8, dtype=int32)", "linspace(0, 1, 1)",
          "linspace(5, 5, 4)", "linspace(1, 0, 9, dtype=float32)", "arange(10)", "arange(2, 20, 3)", "arange(5, 0, -2)", "arange(0, 1, 0.1)",
          "arange(0, 1, 0.1, dtype=float32)", "arange(200, dtype=uint8)", "arange(3.0)", "arange(0)", "arange(1, 10, 0)",
          "zeros(3)", "zeros((2, 3), dtype=int8)", "ones((2, 2))", "ones(4, dtype=bool)", "full((2, 3), 7)", "full(3, 2.5)", "full(3, 2, dtype=float32)",
          "full((), 3)", "full(2, 300, dtype=uint8)", "full(2, True)", "arange(12, dtype=int16) * 2", "zeros(0)",
          "arange(5)[::-1] + ones(5)", "sum(arange(1000))", "ones((3, 1)) * arange(4)"):
    case(t)
if __name__ == "__main__":
    print(len(seen), "cases", file=sys.stderr)
