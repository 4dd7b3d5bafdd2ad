"""Writes corpus_views.jsonl: shape functions and indices with NumPy's answers, as make.py does for the rest.

usage: make_views.py > corpus_views.jsonl      (needs NumPy 2)
"""
import itertools
import json
import sys

import numpy as np

import make
from make import ALL, SHORT, answer, space

ops = {k: make.ops[k] for k in ("x3", "k3", "s0", "z0")}
for name in ALL:
    s = SHORT[name]
    for k in "abrc":
        ops[s + k] = make.ops[s + k]
rng = np.random.default_rng(7)
ops["m"] = rng.integers(-9, 10, (4, 6))                   # a matrix
ops["n"] = rng.integers(-9, 10, (6, 4)).astype("i2")
ops["v"] = rng.integers(-9, 10, 7).astype("f4")           # a vector
ops["q"] = rng.integers(-99, 100, (2, 3, 4, 5)).astype("i4")
ops["one"] = rng.integers(-9, 10, (1, 5, 1)).astype("f8")  # with axes of length 1
ops["sq"] = rng.integers(-9, 10, (5, 5))
ops["tall"] = rng.integers(-99, 100, (23, 11)).astype("u2")
ops["yes"] = ops["x3"] > 0
ops["row"] = np.array([True, False, True])

space.clear()
space.update(ops, np=np, nan=np.nan, inf=np.inf, pi=np.pi)
for f in ("expand_dims squeeze transpose permute_dims matrix_transpose swapaxes moveaxis reshape ravel broadcast_to atleast_1d atleast_2d atleast_3d "
          "flip flipud fliplr rot90 roll concat concatenate stack vstack hstack dstack column_stack take repeat tile diagonal trace zeros_like ones_like "
          "full_like eye identity where sum mean arange zeros ones full sqrt abs linspace minimum square").split():
    space[f] = getattr(np, f)
space["min"], space["max"] = np.min, np.max
for t in ALL[1:]:
    space[t] = getattr(np, t)
space["bool"] = np.bool_

print(json.dumps({"operands": {k: {"dtype": str(v.dtype), "shape": list(v.shape), "hex": v.tobytes().hex()} for k, v in ops.items()}}))
seen = set()


def case(text, numpy=None, rel=0.0):
    if text in seen:
        return
    line = answer(text, numpy, 0, rel)
    if "zero-size array" in line.get("error", ""):
        return  # known only when it is computed; selection_test.go has these
    seen.add(text)
    print(json.dumps(line))


# Each function alone, with whatever it takes. {} is an array of three axes, its elements of any type.
alone = """
expand_dims({}, 0) expand_dims({}, 3) expand_dims({}, -1) expand_dims({},(0,2)) expand_dims({},4) expand_dims({},(0,0))
squeeze({}) squeeze(one) squeeze(one,0) squeeze(one,axis=(0,2)) squeeze(one,1) squeeze({},axis=0) squeeze(one,-1)
transpose({}) transpose({},(1,0,2)) transpose({},axes=(2,0,1)) transpose({},(-1,0,1)) transpose({},(0,1)) transpose({},(0,0,1)) permute_dims({},(1,2,0))
{}.T {}.mT {}.transpose() {}.transpose(2,0,1) {}.transpose((2,0,1)) matrix_transpose({}) v.T one.T s0.T
swapaxes({},0,2) swapaxes({},-1,1) {}.swapaxes(0,1) swapaxes({},0,3) moveaxis({},0,-1) moveaxis({},(0,1),(2,0)) moveaxis({},2,0) moveaxis({},(0,1),2) moveaxis({},0,5)
reshape({},(12,5)) reshape({},60) reshape({},(5,-1)) reshape({},(-1,)) {}.reshape(2,30) {}.reshape((4,15)) reshape({},(5,3,4)) reshape({},(7,-1)) reshape({},(-1,-1))
reshape({},(3,1,4,5)) reshape({},(1,60)) reshape({},[6,10]) reshape({},(-1,0)) reshape(z0,(3,0)) reshape(z0,(-1,3)) reshape(z0,(0,-1)) reshape(s0,(1,1)) reshape({},(2,2,3,5))
ravel({}) {}.flatten() {}.ravel() ravel(s0) ravel(z0)
broadcast_to({},(2,3,4,5)) broadcast_to({},(3,4,5)) broadcast_to(one,(2,5,3)) broadcast_to(one,(4,5)) broadcast_to(s0,(2,2)) broadcast_to({},(3,4,6)) broadcast_to(v,(3,7)) broadcast_to(2,3)
atleast_1d({}) atleast_2d(v) atleast_3d(v) atleast_3d(m) atleast_1d(s0) atleast_2d(s0) atleast_3d(s0) atleast_3d({}) atleast_1d(2)
flip({}) flip({},0) flip({},axis=1) flip({},(0,2)) flip({},-1) flip({},3) fliplr({}) flipud({}) fliplr(v) flipud(v) flipud(s0)
rot90({}) rot90({},2) rot90({},k=3) rot90({},-1) rot90({},4) rot90({},1,(1,2)) rot90({},axes=(2,0)) rot90(m) rot90(v)
roll({},1) roll({},-7) roll({},200) roll({},1,axis=0) roll({},-2,axis=2) roll({},(1,2),axis=(0,1)) roll({},2,axis=(0,1)) roll({},0,axis=1) roll({},3,axis=0) roll({},1,axis=7) roll(z0,2,axis=0) roll(v,3)
take({},[2,0,2],axis=0) take({},(1,3),axis=1) take({},[0,2,4],2) take({},[[0,1],[2,0]],axis=0) take({},[59,0,7,7]) take({},5) take({},-1,axis=1) take({},[-1,-3],axis=0) take({},[3],axis=0) take({},arange(3),axis=2)
take({},[],axis=0) take({},[2,0,2],axis=-1) take({},[4,3,2,1],axis=2) take({},[0,0,0,0,1],axis=1) take({},arange(2,0,-1),axis=1) take(v,[6,-7,7])
repeat({},2) repeat({},3,axis=0) repeat({},2,axis=-1) repeat({},[1,0,2],axis=0) repeat({},0,axis=1) repeat({},1) repeat(s0,3) repeat({},[1,2],axis=0) repeat({},-1) repeat(v,[2,0,0,1,1,3,1])
tile({},2) tile({},(2,1,3)) tile(v,(2,2)) tile({},(2,1,1,2)) tile(s0,3) tile({},0) tile(m,(3,2)) tile({},1) tile({},-1)
diagonal({}) diagonal({},1) diagonal({},-1,1,2) diagonal({},offset=2,axis1=2,axis2=0) diagonal({},9) diagonal(v) diagonal(m,axis1=0,axis2=0) {}.diagonal() diagonal(m,-2)
trace(m) trace({},1) trace({},axis1=1,axis2=2) trace(sq,-1)
zeros_like({}) ones_like({}) full_like({},1) zeros_like({},dtype=float32) ones_like(v,dtype='i1') full_like({},2.5,dtype=float64) full_like(i1a,300) full_like(v,0.1) zeros_like(s0)
concat(({},{})) concat(({},{}),axis=1) concat(({},{},{}),axis=-1) concatenate(({},{}),axis=None) concat([{},{}]) concat(({},)) concat(({},m)) concat(({},{}),axis=3) concat(({},{}[:,1:]),axis=0) concat(({},{}[:,1:]),axis=1)
concat(({},k3),axis=1) concat((k3,{}),axis=2) concat(({},x3)) concat(({}[:0],{}),axis=0) concat(({},{}),dtype=float64) concat((v,v),dtype=int32) concat((s0,s0)) concat((2,3)) concat((v,m),axis=None) concat(())
stack(({},{})) stack(({},{}),axis=1) stack(({},{}),axis=-1) stack(({},x3),axis=3) stack((1,2)) stack((s0,s0)) stack(({},{}[1:])) stack(({},{}),axis=4) stack((2,s0))
vstack(({},{})) hstack(({},{})) dstack(({},{})) column_stack(({},{})) vstack((v,v)) hstack((v,v)) dstack((v,v)) column_stack((v,v,v)) vstack((m,m[0])) hstack((v,2)) column_stack((m,v[:4])) dstack((m,m)) vstack((1,2)) hstack((v,m)) column_stack((m,v))
""".split("\n")
lines = [t for line in alone for t in line.replace(", ", ",").split()]
for name in ALL:
    s = SHORT[name]
    three = f"reshape({s}a, (2, 3, 4))"
    ops2 = {"bool": "(x3 > 0)", "float64": "x3", "int32": "k3"}.get(name, f"k3.astype({name})")
    for t in lines:
        if name in ("float64", "int32", "bool") or "{}" in t and len(t) % 3 == len(name) % 3:
            text = t.replace("{}", ops2)
            case(text, text.replace(f".astype({name})", f".astype('{name}')"), rel=4e-16 if "trace" in t else 0)
    for t in ("{0}a.T", "{0}a.T + {0}r[:3]", "concat(({0}a, {0}b))", "concat(({0}a, {0}b[:, ::2]), axis=1)[1:, ::-3]", "stack(({0}r, {0}r), axis=1)",
              "{0}a.reshape(4, 6)[1:3, ::2]", "take({0}a, [7, 0, 3, 0], axis=1)", "{0}a[[2, 0, 2]]", "{0}a[:, [1, 1, 7]]", "roll({0}a, 5)", "flip({0}a)[1]",
              "repeat({0}a, 2, axis=0)[3]", "tile({0}r, 2)", "{0}a[b1a]", "{0}a[b1b].sum()", "max({0}a[b1a])", "{0}a.T.ravel()", "broadcast_to({0}c, (3, 8))",
              "concat(({0}a, {0}c), axis=1).T", "sum({0}a.T, axis=0)", "max(reshape({0}a, (6, 4)), axis=1)", "diagonal({0}a)", "ones_like({0}a) + {0}a",
              "full_like({0}a, 1)", "{0}a[-1][0]", "({0}a if b1b else {0}b).T"):
        case(t.format(s), "np.where(b1b, {0}a, {0}b).T".format(s) if " if " in t else None, rel=1e-3 if "sum" in t and name == "float16" else 3e-7 if "sum" in t else 0)
    for other in ALL:
        case(f"concat(({s}r, {SHORT[other]}r))")
        case(f"stack(({s}r, {SHORT[other]}r), axis=1)")
for t in ("eye(3)", "eye(3, 5)", "eye(3, k=1)", "eye(3, 4, -1)", "eye(2, dtype=int32)", "eye(0)", "identity(3)", "identity(2, dtype=float32)", "eye(4)[1:, ::2]", "eye(3, M=None)", "eye(-1)"):
    case(t)

# Slices of results: each function of views, then an index.
views = ("x3.T", "transpose(x3, (1, 2, 0))", "moveaxis(k3, 0, 1)", "reshape(x3, (5, 12))", "reshape(k3, (2, 6, 5))", "reshape(x3.T, (6, 10))", "concat((x3, k3), axis=1)",
         "concat((x3, k3, x3), axis=2)", "concat((k3, k3 * 2), axis=0)", "stack((x3, k3))", "stack((k3, k3 + 1), axis=2)", "take(x3, [3, 0, 3, 1], axis=1)", "take(k3, [2, 0, 2, 1, 1], axis=0)",
         "flip(x3, (0, 2))", "roll(k3, 7)", "roll(k3, (1, -2), axis=(0, 2))", "repeat(k3, 3, axis=1)", "tile(k3, (2, 1, 2))", "broadcast_to(k3[:, 1:2], (3, 6, 5))", "rot90(k3)",
         "diagonal(k3, 1)", "x3 + x3[::-1]", "concat((x3 + 1, broadcast_to(k3[0], (2, 4, 5))))", "reshape(x3 * 2 + k3, (12, 5))", "reshape(sum(k3, axis=1), (5, 3))", "sum(k3, axis=1).T",
         "concat((sum(k3, axis=0), max(k3, axis=0)), axis=1)", "k3[[2, 0, 1]]", "k3[:, [3, 1, 1, 0]]", "k3[[0, 2], [1, 3]]", "concat((k3.T, k3.T))", "reshape(concat((k3, k3)), (8, 15))",
         "take(reshape(k3, (6, 10)), [5, 0, 2, 2], axis=0)", "concat((reshape(k3, (6, 10)), reshape(k3, (6, 10))[:, ::-1]), axis=1)", "q.transpose(3, 1, 0, 2)", "reshape(q, (4, 5, 6))", "reshape(q.T, (8, 15))",
         "reshape(reshape(q, (5, 24)).T, (3, 40))", "tall.T", "reshape(tall, (11, 23))", "repeat(tall, 2)", "reshape(tall.T, (23, 11))", "column_stack((tall, tall[:, ::-1]))")
indices = ("[1]", "[-1]", "[::-1]", "[1:, ::2]", "[..., 0]", "[:, None]", "[::-2, 1:4:2]", "[..., ::-1]", "[1, 2]", "[..., 1:3]", "[:, -1]", "[[1, 0, 1]]", "[:, [0, 2, 1, 0]]", "[0:0]", "[1:2]", "[None, ..., None]", ".T", ".ravel()",
           "[..., [1, 0]]", "[0][..., ::-2]", "[1:][:, 1:]")
for t, i in itertools.product(views, indices):
    case(f"({t}){i}")
# What is made of views.
for t in ("x3.T + k3.T", "x3.T + x3.T[::-1]", "x3 + k3.T.T", "sq + sq.T", "sq * sq.T - sq.T[0]", "(x3 + k3).T", "m + n.T", "m.T * n", "sum(x3.T, axis=0)", "sum(transpose(x3, (1, 0, 2)), axis=(0, 2))",
          "mean(x3.T, axis=1, keepdims=True) - x3.T", "k3.T - max(k3.T, axis=0)", "broadcast_to(v, (3, 7)) + arange(7)", "broadcast_to(v[:, None], (7, 7)).T - v", "concat((x3, k3)) * 2 + 1",
          "concat((x3, x3)) - concat((k3, k3))", "sum(concat((k3, k3)), axis=0)", "min(concat((x3, k3), axis=1), axis=(0, 1))", "reshape(k3, (12, 5)) + arange(5)", "reshape(k3 + 1, (12, 5)) * reshape(x3, (12, 5))",
          "sum(reshape(k3, (12, 5)), axis=1)", "flip(k3).sum(axis=1)", "flip(reshape(k3, (6, 10)), 1).max(axis=0)", "roll(k3, 1, axis=0) - k3", "sqrt(abs(take(x3, [1, 0], axis=0)))", "x3[[1, 0, 2]] + k3",
          "where(x3.T > 0, k3.T, 0)", "stack((m, m)).sum(axis=0)", "stack((m, n.T)).max(axis=0)", "concat((m, n.T, m + n.T), axis=1)", "hstack((m, n.T))[:, ::-1][1]", "vstack((v, v * 2, v + 1)).mean(axis=0)",
          "m[:, None] + m[None]", "m[:, :, None] * m[:, None, :]", "take(m, [1, 0, 3], axis=0) - m[:3]", "repeat(v, 2).reshape(7, 2).T", "reshape(arange(24), (2, 3, 4)).T", "arange(24).reshape(4, 6) + m",
          "linspace(0, 1, 12).reshape(3, 4).T.ravel()", "zeros((2, 3)).T", "arange(12).reshape(3, 4)[1:, [0, 2]]", "reshape(full((2, 3), 7), 6)", "squeeze(sum(k3, axis=1, keepdims=True))", "sum(k3, axis=1)[1][::2]",
          "sum(k3, axis=1)[:, None]", "expand_dims(sum(k3, axis=1), 1) - k3", "sum(k3, axis=(1, 2))[::-1]", "sum(k3, axis=2).T.ravel()", "mean(x3, axis=0).T + 1", "k3.sum(axis=0).reshape(5, 4)", "(k3.T + 1).reshape(60)[::7]",
          "trace(m) + m", "diagonal(sq) * 2", "diagonal(sq + sq.T)", "eye(5) * sq", "eye(4)[:, ::-1] + m[:, :4]", "tile(v, 3)[5:16]", "tile(m, (2, 2)) - tile(m, (2, 2))", "roll(v, 3) + v", "rot90(m) + n",
          "concat((zeros(3), v, ones(2)))", "stack((v, zeros(7), arange(7)), axis=-1)", "broadcast_to(1, (2, 3)) + m[:2, :3]", "reshape(2, (1, 1)) + m", "s0[None] + v", "s0[...]", "k3[...]",
          "max(x3.T)", "sum(k3.T)", "sum(reshape(k3, 60))", "concat((k3, k3)).max()", "m @ n" if False else "m.T.T", "minimum(m, n.T)", "where(m > n.T, m, n.T).T", "concat((m > 0, n.T > 0))", "concat((m, m > 0))"):
    case(t, rel=4e-15 if "mean" in t or "x3" in t and "sum(" in t else 0)
# Indices.
for t in ("k3[[0, 2]]", "k3[[2, 0, 2], 1]", "k3[1, [0, 3]]", "k3[:, [1, 2], 3]", "k3[[0, 1], :, [2, 3]]", "k3[0, :, [2, 3]]", "k3[[0, 1], [1, 2], [3, 4]]", "k3[[[0], [2]], [1, 3]]", "k3[:, [[0, 1], [2, 3]]]",
          "k3[..., [0, 4]]", "k3[[0, 2], ...]", "k3[[1, 1], None]", "k3[None, [1, 0]]", "k3[[0, 1], None, [1, 2]]", "k3[::-1, [0, 3], 1:3]", "k3[[-1, -3]]", "k3[[3]]", "k3[[0, 1], [0, 1, 2]]", "k3[[]]", "k3[:, []]",
          "k3[[True, False, True]]", "k3[(1, 2)]", "k3[(1, 2), (0, 3)]", "k3[((0, 1),)]", "k3[arange(2)]", "k3[:, arange(3, 0, -1)]", "k3[1][2][3]", "k3[-1][0]", "(k3 + x3)[1:3]", "(k3 + x3)[[2, 0]]", "(k3 + x3)[1:, [0, 2], ::-1]",
          "k3[1, ..., 2]", "k3[..., None]", "k3[None, ..., None, 1]", "k3[::-1, ::-1, ::-1]", "k3[2:0:-1]", "k3[-1:-3:-1, 3]", "k3[[0, 1], 1, 2]", "k3[1, 2, [0, 4]]", "k3[0, [1], [2]]", "k3[[0], 1:2, [3]]",
          "k3[0.5]", "k3['a']", "k3[1, 2, 3, 4]", "k3[[0, 5]]", "k3[[0.5]]", "v[[6, 5, 4, 3, 2, 1, 0]]", "v[[0, 2, 4, 6]]", "v[[[0, 1], [2, 3]]]", "m[[0, 1], [0, 1]] + m[[2, 3], [4, 5]]", "q[:, [0, 2], :, [1, 3]]", "q[[0, 1], [2, 0], 1:3, ::2]",
          "q[:, [0, 2], [1, 3]]", "q[1, :, [3, 0]]", "q[..., [0, 1], [0, 1]]", "tall[[22, 0, 11], ::3]", "tall[:, [10, 0]]", "tall.T[[10, 0]]", "sum(k3, axis=1)[[2, 0]]", "sum(k3[[0, 2]], axis=0)", "max(k3[:, [0, 3]], axis=1)",
          "k3[s0]", "k3[v]", "one[0, [4, 0], 0]", "k3[[0, 1]][[1, 0]]", "k3[:, [0, 2]][:, [1, 1, 0]]", "k3[[0, 0, 0]]", "k3[2][[3, 0]]", "k3[int64(1)]", "sq[[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]]"):
    case(t)
# Masks.
for t in ("x3[x3 > 0]", "x3[yes]", "k3[yes]", "k3[~yes]", "(x3 * 2)[x3 < 0]", "k3[k3 % 2 == 0]", "x3[x3 > 100]", "x3[x3 > -100]", "k3[row]", "m[m > 0]", "m[m.T.T > 0]", "m.T[m.T > 0]", "tall[tall > 50]", "tall[tall % 7 == 0]",
          "tall.T[tall.T > 50]", "q[q > 0]", "v[v > 0] * 2 + 1", "sqrt(x3[x3 > 0])", "k3[yes] + x3[yes]", "x3[yes].astype(float32)", "-m[m < 0]", "x3[x3 > x3.mean()]", "concat((m, m))[concat((m, m)) > 0]",
          "k3[sum(k3, axis=(1, 2)) > 0]", "tall[tall[:, 0] > 0]", "z0[z0 > 0]", "reshape(k3, 60)[reshape(k3, 60) > 3]", "m[v]", "m[row]", "m[yes]", "k3[yes, 0]", "(k3 > 0)[yes]", "arange(100)[arange(100) % 3 == 0]", "k3[k3 > 0] - max(k3[k3 > 0])"):
    case(t, t.replace(".astype(float32)", ".astype('f4')"))
for a in ("x3", "k3", "m", "v", "tall", "float32(x3)", "q.astype(int8)", "(x3 > 1)"):
    for mask in ("> 0", "<= 0", "!= 3", "< -1000"):
        for f in ("sum", "mean", "max", "min"):
            plain = a.replace("float32(x3)", "x3.astype('f4')").replace("int8)", "'i1')")
            case(f"{f}({a}[{a} {mask}])", f"{f}({plain}[{plain} {mask}])", rel=0 if f in ("max", "min") else 3e-7)
for t in ("x3[yes].sum()", "x3[yes].mean()", "k3[yes].max()", "sum(x3[yes], axis=0)", "sum(k3[k3 > 0], keepdims=True)", "x3 - x3[x3 > 0].mean()", "sum(k3[yes] * 2 + 1)", "sum(k3[yes], axis=1)", "max(k3[k3 > 1000])",
          "sum(k3[k3 > 1000])", "k3 * max(k3[yes])", "mean(m[m > 0] * 2)", "sum(k3[yes] + x3[~yes])" if False else "sum(k3[yes] + x3[yes])"):
    case(t, rel=3e-15 if "x3" in t or "mean" in t else 0)
# Attributes.
for t in ("reshape(k3, (k3.shape[0], -1))", "k3 * k3.ndim", "k3 + k3.size", "zeros(k3.shape)", "k3.shape[0] + m", "reshape(m, (m.shape[1], m.shape[0]))", "reshape(m, m.T.shape)", "ones(k3.shape[1:])", "arange(k3.shape[-1])",
          "x3.sum() / x3.size", "zeros(3, dtype=v.dtype)", "m.astype(v.dtype)", "broadcast_to(v[:1], v.shape)", "ones(m.shape, dtype=m.dtype)", "k3.shape[3]", "k3[:m.shape[0], k3.ndim]", "full(m.shape, m.ndim)", "sum(m) / m.shape[0]", "k3.nothing",
          "roll(v, v.size // 2)", "k3[k3.shape[0] - 1]", "zeros(k3.shape[::-1])", "ones_like(m, dtype=m.T.dtype)", "zeros(m.shape)[0]"):
    case(t, rel=4e-15 if "sum(" in t else 0)
print(len(seen), "cases", file=sys.stderr)
