"""Writes corpus_python.jsonl: Python's numbers and bools, ranges and joined numbers, as make.py does for the rest.

usage: make_python.py > corpus_python.jsonl      (needs NumPy 2)
"""
import json

import numpy as np

import make
from make import ALL, SHORT, answer, space

ops = {SHORT[name] + "r": make.ops[SHORT[name] + "r"] for name in ALL}
ops["u"] = np.arange(3, dtype="u1")
ops["h"] = np.arange(3, dtype="f2")
ops["f"] = np.arange(3, dtype="f4")
ops["b"] = np.array([True, False, True])
ops["deep"] = np.arange(6, dtype="i2").reshape((1,) * 14 + (2, 3))
ops["deep2"] = np.arange(64 * 27, dtype="i4").reshape((2,) * 6 + (1,) * 7 + (3,) * 3)

space.clear()
space.update(ops, np=np, nan=np.nan, inf=np.inf)
for f in "add subtract multiply equal less logical_and logical_not arange concatenate hstack stack full zeros where repeat tile ravel reshape sum abs negative maximum".split():
    space[f] = getattr(np, f)
space["concat"] = np.concatenate
for t in ALL[1:]:
    space[t] = getattr(np, t)
space["bool"] = np.bool_

print(json.dumps({"operands": {k: {"dtype": str(v.dtype), "shape": list(v.shape), "hex": v.tobytes().hex()} for k, v in ops.items()}}))
seen = set()


def case(text, numpy=None):
    if text not in seen:
        seen.add(text)
        print(json.dumps(answer(text, numpy, 0, 0.0)))


# Numbers that are computed by Python before they meet an array, whose type they then adapt to.
numbers = """
True+True True-True True*True True/True True//True True%True True**2 2**True True<<3 True>>1 True&True True&False True|False True^True
~True ~False -True +True (not True) (not 0) (not 2.5) (True and False) (True or False) True*3 3-True True+0.5 True*2.5 0.5*True
(1<2) (1<2)+(2<3) (2>=2)*5 (1==1.0) (1!=1) (nan==nan) (nan!=nan) (1<2<3) (3>2>5) (2**70<2**71) (2**53+1==2.0**53) (2**53+1>2.0**53)
(1<inf) (10**400>1e300) (10**400<inf) (1j==1j) (1j!=2j) (True==1) (True<2)
10**400/10**399 (2**70)/(2**69) 7//2 -7//2 7%-3 (2 if True else 3) (2 if 0 else 3) (True if 1 else False) (1.5 if 2>1 else 300)
(3&True) (True&3) (2|True) bool(1) bool(True) bool(False)+bool(True) float32(True) int8(True) (True if bool(1) else 7)
add(1,2) add(True,True) subtract(3,1) multiply(2,3) add(1,2.5) equal(1,1) less(1,2) logical_and(2,3) logical_not(3) logical_and(True,True)
add(1,2)+True abs(-3) negative(2) maximum(1,2) sum(True)
""".split("\n")
texts = []
for line in numbers:
    depth, start = 0, 0
    for i, ch in enumerate(line + " "):
        depth += ch == "("
        depth -= ch == ")"
        if ch == " " and depth == 0:
            if line[start:i].strip():
                texts.append(line[start:i].strip())
            start = i + 1
for t in texts:
    case(t)
    for x in ("u", "h", "f", "b", "i4r", "f8r"):
        case(f"{x}+({t})" if t[0] != "(" else f"{x}+{t}")
        case(f"({t})*{x}")
for bad in ("1/0", "1%0", "10**400+1.5", "10**400*u", "h+10**400", "f*2**1030", "float64(2**1030)", "float32(10**400)", "10**700/3", "1j<2j", "2.5<<1",
            "-True+u", "True-1-1+u", "u*(1-2)", "f+2**127", "f8r+10**300"):
    case(bad)

# Ranges.
numbers = ["0", "3", "-5", "5", "2.5", "300", "True", "2**53", "2**53+5", "2**63", "2**63+3", "2**63-2", "-2**63", "-2**63+3", "2**64-3", "10**30", "0.1",
           "int8(3)", "uint8(7)", "uint64(4)", "float32(1.5)", "float16(4)", "bool(1)"]
for stop in numbers:
    case(f"arange({stop})") if len(stop) < 5 or "(" in stop else None
    for start in numbers:
        for step in ("1", "2", "-1", "0.7", "3", "-2.5"):
            try:
                a, b, s = (eval(v, space) for v in (start, stop, step))
                if abs(float(b) - float(a)) / abs(float(s)) > 400:
                    continue
                if not (type(a) in (int, float, bool) and type(b) in (int, float, bool)):
                    plain = np.arange(*(v.item() if isinstance(v, np.generic) else v for v in (a, b, s)))
                    if not np.array_equal(plain, np.arange(a, b, s)):
                        continue  # NumPy's scalars compute the length and the step in their own types
            except (OverflowError, TypeError, ValueError):
                continue
            case(f"arange({start}, {stop}, {step})")
for d in ALL + ["complex64", "complex128"]:
    for args in ("5", "2", "1", "0", "0, 300, 100", "-5, 5, 3", "5, -5, -3", "-300, 300, 200", "0, 200, 100", "126, 130, 2", "127, 129", "0.5, 5", "0, 5, 0.5",
                 "1, 10, 2.7", "0.5, 5, 1.5", "2**53, 2**53+5", "2**53+1, 2**53+6", "2**62, 2**63-1, 2**60", "2**64-3, 2**64-1", "2**63, 2**63+3",
                 "0, 2**40, 2**39", "10, 0, -3", "3, 0", "True, 5", "0, 70000, 60000", "-1, 1", "2**31-1, 2**31+1", "65504, 65600, 32"):
        case(f"arange({args}, dtype={d})", f"arange({args}, dtype='{d}')")
for start, stop, step in (("-0.0", 3, 1), (-1, 3, 1 + 2.0**-52), ("-1+2.0**-53", 3, "1.0"), (0.1, 2, 0.3), ("-1e16", "1e16", "3e15+2.0")):
    for d in ("float16", "float32", "float64"):
        case(f"arange({start}, {stop}, {step}, dtype={d})[::2]", f"arange({start}, {stop}, {step}, dtype='{d}')[::2]")
        case(f"arange({start}, {stop}, {step}, dtype={d})[::-1]", f"arange({start}, {stop}, {step}, dtype='{d}')[::-1]")
case("arange(0, 5, 0)")
case("arange(10**30, 10**30+3)", "[][0]")  # objects there

# Numbers among arrays that are joined in C order; fill values beyond int64.
for x in ("u", "h", "f", "b", "i4r", "i8r", "f8r"):
    for y in ("1", "-1", "300", "1.5", "True", "2j", "int16(1)", "float32(2)"):
        case(f"concat(({x}, {y}), axis=None)")
        case(f"concat(({y}, {x}, {x}), axis=None)")
    case(f"hstack(({x}, 1))")
case("concat((1, 2.5), axis=None)")
case("concat((1, True), axis=None)")
for v in ("2**63", "2**64-1", "-2**63", "2**63-1", "True", "1.5", "2", "-1"):
    case(f"full((2, 2), {v})")
    for d in ("uint8", "uint64", "int64", "float32", "bool"):
        if not (v == "1.5" and d[0] in "ui" or d == "bool" and v[:3] == "2**"):
            case(f"full(2, {v}, dtype={d})", f"full(2, {v}, dtype='{d}')")
# As many axes as there can be.
for n in (2, 3):
    for axis in (0, 13, 14, 15, -1):
        case(f"repeat(deep, {n}, axis={axis})")
        case(f"repeat(deep2, {n}, axis={axis})")
    case(f"repeat(deep, {n})")
    case(f"tile(deep, {n})")
    case(f"tile(deep2, ({n}, 1, 2))")
case("repeat(deep, (2, 0, 1), axis=15)")
case("tile(deep, (2, 2, 2))[..., 1, ::-1]")

# Orders of elements.
for x in ("deep2[0,1,:,0]", "deep2.reshape(4, 16, 27)[:, 3:, ::2]", "u", "u.reshape(3, 1)", "i4r.reshape(2, 4)", "f8r[3]"):
    for o in "CFAKX":
        case(f"ravel({x}, order='{o}')")
        case(f"({x}).flatten(order='{o}')")
        case(f"reshape({x}, -1, order='{o}')")
        case(f"reshape({x}, (-1, 2), '{o}')")
        case(f"reshape({x}, (2, -1, 2), order='{o}')")
        case(f"({x}).reshape((2, -1), order='{o}')")
        case(f"({x}).reshape(2, -1, order='{o}')[1:, ::-1]")
case("reshape(deep, (6,), order=1)")
