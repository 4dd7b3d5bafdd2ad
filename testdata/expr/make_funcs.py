"""Writes corpus_funcs.jsonl: the functions of real elements with NumPy's answers, as make.py does for the rest.

usage: make_funcs.py > corpus_funcs.jsonl      (needs NumPy 2)
"""
import json
import math
import sys

import numpy as np

import make
from make import ALL, FLOATS, INTS, SHORT, space

ops = {k: v for k, v in make.ops.items() if k != "angle"}  # which is a function here

# Zeros, halves, neighbours and ends of every float type, and numbers that are hard to round.
for name in FLOATS:
    s, d, f = SHORT[name], np.dtype(name), np.finfo(name)
    ends = [0.0, f.smallest_subnormal, f.smallest_normal, np.nextafter(d.type(f.smallest_normal), d.type(0)), f.eps, 0.5, 1.0, np.nextafter(d.type(1), d.type(0)),
            np.nextafter(d.type(1), d.type(2)), 1.5, 2.0, 2.5, 3.5, 1 / 3, 2.675, 1.005, 1234.5, f.max, np.inf]
    v = np.array(ends, d)
    ops[s + "e"] = np.concatenate([v, -v, np.array([np.nan], d)])
    ops[s + "n"] = np.concatenate([v[::-1], v, np.array([np.nan], d)])
    ops[s + "k"] = np.concatenate([np.linspace(-6, 6, 49), np.linspace(-40, 40, 17)]).astype(d)
for name in INTS:
    i = np.iinfo(name)
    v = np.array([i.min, i.min + 1, i.max, i.max - 1, 0, 1, 2, 6, 12, 84, 100], name)
    ops[SHORT[name] + "e"] = np.concatenate([v, np.negative(v)])
    ops[SHORT[name] + "n"] = np.concatenate([v[::-1], v])
ops["b1e"], ops["b1n"] = np.array([True, False, True, False]), np.array([True, True, False, False])
ops["wide"] = np.concatenate([np.logspace(-20, 20, 60), -np.logspace(-20, 20, 60)])
ops["deep"] = np.concatenate([np.linspace(-745, 709, 50), np.linspace(-1075, 1025, 50)])
ops["over"] = 1 + np.logspace(-15, 200, 60)
ops["near"] = np.concatenate([np.linspace(-0.999, 0.999, 41), np.logspace(-15, -1, 20)])

space.update(ops)
for f in ("fmod float_power fabs sign signbit copysign nextafter spacing heaviside deg2rad radians rad2deg degrees gcd lcm bitwise_count conjugate conj "
          "real imag angle rint floor ceil trunc fix round around clip fmax fmin nan_to_num isnan isinf isfinite logical_xor isclose cbrt exp2 logaddexp "
          "logaddexp2 arcsinh arccosh arctanh asinh acosh atanh hypot sinc i0").split():
    space[f] = getattr(np, f)

make.head(ops)
seen = set()


def case(text, numpy=None, ulp=0, rel=0.0):
    if text not in seen:
        seen.add(text)
        print(json.dumps(make.answer(text, numpy, ulp, rel)))


ONE = "fabs sign signbit spacing deg2rad radians rad2deg degrees bitwise_count conjugate conj real imag angle rint floor ceil trunc fix isnan isinf isfinite round around nan_to_num".split()
TWO = "fmod copysign nextafter heaviside gcd lcm fmax fmin logical_xor isclose".split()
WEAK = ("2", "-3", "0", "2.5", "-0.0", "nan", "inf", "True", "300")
for x in ALL:
    s = SHORT[x]
    for f in ONE:
        for v in "ae":
            case(f"{f}({s}{v})")
    case(f"angle({s}e, deg=True)")
    for f in TWO:
        zeros = f in ("fmax", "fmin") and x == "float16"  # of zeros of both signs b2 takes the second, as NumPy does with wider types
        for v in ("{0}a, {0}b", "{0}b, {0}a", "{0}r, {0}c"):
            case(f"{f}({v.format(s)})")
        if not zeros:
            case(f"{f}({s}e, {s}n)")
            case(f"{f}({s}n, {s}e)")
        for k in WEAK:
            if zeros and k in ("0", "-0.0"):
                continue
            if not (f == "fmod" and x in INTS + ["bool"] and k == "0"):
                case(f"{f}({s}a, {k})")
            case(f"{f}({k}, {s}a)")
        for y in ALL:
            case(f"{f}({s}a, {SHORT[y]}b)")
    case(f"float_power({s}a, {s}b)", ulp=2)
    for k in WEAK:
        case(f"float_power({s}a, {k})", ulp=2)
    # round
    for k in (1, 2, 3, 5, -1, -2, -3, 30, -30, 400):
        wide = x in INTS and x[-2:] in ("32", "64") and k < 0  # what goes beyond the type differs from CPU to CPU
        case(f"round({s}{'r' if wide else 'a'}, {k})")
        case(f"around({s}{'c' if wide else 'e'}, decimals={k})")
    # clip
    for lo, hi in (("1", "3"), ("-3", "3"), ("None", "3"), ("1", "None"), ("None", "None"), ("0", "1.5"), ("-300", "3"), ("1", "300"), ("-1000000", "100000000000000000000"),
                   ("300", "400"), ("nan", "2"), ("0", "nan"), ("3", "1"), ("False", "True"), ("0.0", "inf"), ("-0.0", "0.0")):
        case(f"clip({s}a, {lo}, {hi})")
        case(f"clip({s}e, {lo}, {hi})")
    case(f"clip({s}a, {s}r, {s}c)")
    if x != "float16":
        case(f"clip({s}e, {s}n, 3)", f"clip({s}e, {s}n, np.array(3))" if x == "bool" else None)
    case(f"clip({s}a, min={s}b)")
    case(f"clip({s}a, max={s}b)")
    for y in ALL:
        case(f"clip({s}a, {SHORT[y]}r, {SHORT[y]}c)")
    # isclose
    for t in ("rtol=0.1", "atol=1", "rtol=0, atol=0", "equal_nan=True", "rtol=0.5, atol=0.25, equal_nan=True", "rtol=nan", "atol=inf"):
        case(f"isclose({s}a, {s}b, {t})")
        case(f"isclose({s}e, {s}e[::-1], {t})")
    case(f"isclose({s}a, {s}a)")
    case(f"isclose({s}a, {s}b, rtol={s}r)")
    # nan_to_num
    for t in ("nan=1", "posinf=2.5", "neginf=-1", "nan=0.5, posinf=3, neginf=True", "nan=inf", "posinf=None", "nan=nan"):
        case(f"nan_to_num({s}a, {t})")
case("nan_to_num(f4a, nan=f4r)")
case("nan_to_num(f4r, nan=f4a)")
for t in ("isclose(2, 2.0000001)", "isclose(i8a, i8a + 1)", "isclose(f4a, f8b)", "clip(x3, -0.5, 0.5)", "clip(f8a, f4r, 2)", "round(x3, 1)", "(x3 * 100).round(-1)",
          "clip(i4a, f4r, None)", "clip(3, 4, 5)", "round(2.5)", "round(15, -1)", "floor(2.5)", "sign(-3)", "isnan(nan)", "real(f4a) + imag(f4a)", "round(f8a, 1.5)",
          "clip(f8a)", "clip()", "sign()", "gcd(12, i4a)", "lcm(u1a, i1b)", "gcd(i8a, u8b)", "bitwise_count(200)", "bitwise_count(i4a + 1)",
          "spacing(1.0)", "hypot(3, 4)", "nextafter(1, 2)", "fmax(f4a, f8b)", "degrees(pi)", "heaviside(0, 0.5)", "angle(-1)", "angle(-2.5, True)"):
    case(t, t.replace("(x3 * 100).round(-1)", "np.round(x3 * 100, -1)"))

# Functions: NumPy's own error counts, too, so this is a coarse check; package lower has the fine one.
MATH = "cbrt exp2 arcsinh arccosh arctanh asinh acosh atanh".split()
for f in MATH:
    for x in ALL:
        for v in "ae":
            case(f"{f}({SHORT[x]}{v})", ulp=4)
    for v in {"cbrt": ["wide", "pos"], "exp2": ["deep", "unit", "small"], "arcsinh": ["wide", "small", "unit"], "arccosh": ["over"], "arctanh": ["near", "small"]}.get(f, []):
        case(f"{f}({v})", ulp=4)
        case(f"{f}(float32({v}))", f"{f}({v}.astype('f4'))", ulp=4)
for f in ("hypot", "logaddexp", "logaddexp2"):
    for x in ALL:
        s = SHORT[x]
        rel = {"float16": 3e-5, "float32": 3e-9, "float64": 1e-17}[np.result_type(x, "f2").name] if f != "hypot" else 0
        for t in (f"{s}a, {s}b", f"{s}r, {s}c", f"{s}e, {s}n", f"{s}a, {s}a", f"{s}a, 2", f"{s}a, -inf", f"{s}a, nan", f"0.5, {s}e"):
            case(f"{f}({t})", ulp=4, rel=rel)
    case(f"{f}(f8k, 1)", ulp=4)
    case(f"{f}(f4a, f8b)", ulp=4, rel=1e-17)
for x in ALL:  # NumPy's sinc of a whole number is 4e-17, not 0
    if x in FLOATS:
        tiny = {"float16": 3e-5, "float32": 3e-9, "float64": 3e-18}[x]
        case(f"sinc({SHORT[x]}k)", ulp=4, rel=tiny)
    elif x != "bool":
        case(f"1 + sinc(minimum({SHORT[x]}r, 100))", ulp=1)
case("sinc(unit)", ulp=4, rel=1e-18)
case("sinc(near)", ulp=4, rel=1e-18)
case("sinc(small)", ulp=4)
for t in ("f8k", "small", "unit", "i1r", "i4r", "u2c", "b1a", "f8k * 10"):
    case(f"i0({t})", ulp=8)
# What NumPy does not have: Python's own, element by element.
space["math"] = math
space["py"] = lambda f, x: np.array([f(float(v)) for v in x.ravel()]).reshape(x.shape)


def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x > -700 else math.exp(x)


space["logistic"] = sigmoid
for x in ("f8", "f4", "f2", "i4", "i2", "u1"):
    out = {"i4": "f8", "i2": "f4", "u1": "f2"}.get(x, x)
    for f, python, v in (("erf", "math.erf", "k"), ("erfc", "math.erfc", "k"), ("sigmoid", "logistic", "k"), ("expit", "logistic", "k"),
                         ("gamma", "math.gamma", "k + 0.3"), ("lgamma", "math.lgamma", "k ** 2 + 4.3"), ("gammaln", "math.lgamma", "k * 0 + 7.5")):
        if x in ("f8", "f4", "f2"):
            case(f"{f}({x}{v})", f"py({python}, {x}{v}).astype('{out}')", ulp=8)  # Python's errs by 4, too
        elif "k +" not in v and "+ 4" not in v:
            case(f"{f}({x}r)" if "k *" not in v else f"{f}(abs({x}c) + 1)", f"py({python}, {x}r).astype('{out}')" if "k *" not in v else f"py({python}, abs({x}c) + 1).astype('{out}')", ulp=4)
for x in ALL:
    s = SHORT[x]
    case(f"relu({s}a)", f"np.where({s}a <= 0, {s}a.dtype.type(0), {s}a)" if x != "bool" else "b1a")
print(len(seen), "cases", file=sys.stderr)
