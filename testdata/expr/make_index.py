"""Writes corpus_index.jsonl: indices with NumPy's answers, as make.py does for the rest. Masks and positions are data here.

usage: make_index.py > corpus_index.jsonl      (needs NumPy 2)
"""
import json
import random

import numpy as np

import make
from make import answer, space

rng = np.random.default_rng(11)
ops = {
    "a": rng.integers(-99, 100, (3, 4, 5)).astype("i4"),
    "f": rng.normal(size=(3, 4, 5)),
    "q": rng.integers(-99, 100, (2, 3, 4, 5)).astype("i2"),
    "v": rng.integers(-99, 100, 7).astype("f4"),
    "w": rng.normal(size=(5, 6)) + 1j * rng.normal(size=(5, 6)),
    "u": rng.integers(0, 200, (23, 11)).astype("u1"),
    "z0": np.zeros((0, 3)),
    "s": np.array(3.0), "k": np.array(2), "no": np.array(-1.0),
    "m3": np.array([True, False, True]), "m4": np.array([False, True, True, False]), "m5": np.array([True, True, False, False, True]),
    "m34": rng.random((3, 4)) > 0.4, "m45": rng.random((4, 5)) > 0.5, "m": rng.random((3, 4, 5)) > 0.5, "never": np.zeros(3, bool),
    "m0": np.zeros(0, bool), "yes": np.array(True),
    "b": np.array([2, 0, -1, 1, 0]), "c": np.array([1, 3, -4, 2, 0], "i2"), "d": np.array([4, 2, 0, 1, 1], "u1"),
    "b2": np.array([[0, 2], [1, -1], [-3, 0]]), "col": np.array([[1], [0]], "i4"), "far": np.array([0, 3]), "low": np.array([-4, 0]), "none": np.zeros(0, "i8"),
    "big": rng.integers(-23, 23, (40, 30)), "bits": np.array([2**64 - 1, 0], "u8"), "p3": np.array([[[0]], [[3]], [[-2]]]),
    "rows": rng.integers(-4, 4, (3, 4, 5)),
}
space.clear()
space.update(ops, np=np)
for f in "arange sum min max mean argmax argmin where concat stack reshape ravel take take_along_axis sqrt abs transpose moveaxis repeat roll zeros ones full cumsum int64 uint8 broadcast_to flip median".split():
    space[f] = getattr(np, f)
space["min"], space["max"], space["bool"] = np.min, np.max, np.bool_

print(json.dumps({"operands": {k: {"dtype": str(v.dtype), "shape": list(v.shape), "hex": v.tobytes().hex()} for k, v in ops.items()}}))
seen = set()


def case(text, numpy=None, rel=0.0):
    if text in seen:
        return
    seen.add(text)
    print(json.dumps(answer(text, numpy, 0, rel)))


def cases(text, rel=0.0):
    for t in text.split(";"):
        if t.strip():
            case(t.strip(), rel=rel)


# An ellipsis of no axes stands between positions.
cases("v[None, [0, 1], ..., 0]; v[None, [0, 1], ...]; w[None, [0, 1], ..., 0]; w[None, [0, 1], 0, ...]; w[None, ..., [0, 1], 0]; a[:, [0, 1], ..., [1, 2]]; a[:, [0, 1], [1, 2], ...]; a[None, 0, [1, 2], ..., 0];"
      "a[None, [0, 1], [1, 2], ..., 0]; a[:, 0, ..., [1, 2]]; a[0, ..., [0, 1]]; a[0, ..., 1, [0, 1]]; a[[0, 1], 0, ..., 1]; a[..., ...]; a[None, [0, 1], None, 0]; a[:, [0, 1], None, 0]; a[:, [0], :, None]")
# Truth values in the text.
cases("a[[True, False, True]]; a[[True, False]]; a[[False, False, False]]; a[[True, True, False], [False, True, True, False]]; a[:, [False, True, True, False]]; a[:, [True, False]]; a[..., [True, True, False, False, True]];"
      "a[[True, False, True], 0]; a[0, [True, False, True, False]]; a[[True, False, True], :, 1:3]; a[[True, False, True], [1, 2]]; a[[True, False, True], [1]]; a[[True, False, True], [1, 2, 3]]; a[[True, 0]]; a[[True, 2]]; a[[0, False]];"
      "v[[True, False, True, False, True, False, False]]; a[[[True, False, True, True], [False, False, False, True], [True, True, True, True]]]; a[[[True, False], [True, False]]]; a[[[True, False, True, True]]];"
      "a[[[True, False, True, True], [False, False, False, True], [True, True, True, True]], 0]; a[[[True, False, True, True], [False, False, False, True], [True, True, True, True]], ::2]; a[[True, [False]]]; a[(True, False, True), 0]; a[(True, False, True)];"
      "a[[True, True, True]]; a[[], 0]; a[[]]; a[[[]]]; a[[], []]; a[[5], []]; a[[7], [[]]]; z0[[]]; z0[[True]]; z0[:, [True, False, True]]; a[None, [True, False, True]]; a[[True, False, True], None]; a[[True, False, True], ..., [0, 1]];"
      "a[0, [True, True, False, False], [True, False, False, False, True]]; a[[False, False, False], 0]; a[[False, False, False], [0, 1]]; a[[False, False, False], [0]]; sum(a[[True, False, True]], axis=0); a[[True, False, True]].T")
# Truth values without axes.
cases("a[True]; a[False]; a[True, 0]; a[False, 0]; a[True, [0, 1]]; a[False, [0, 1]]; a[False, [0]]; a[:, True]; a[:, True, 0]; a[True, :, True]; a[0, True, 0]; a[True, True]; a[True, False]; a[s > 1]; a[s > 5]; a[0, s > 1]; a[..., s > 1];"
      "a[..., s > 5]; a[:, s > 1, 0]; a[s > 1, 0]; a[s > 5, :, 0]; a[None, s > 1]; a[s > 1, None]; a[s > 1, None, 0]; a[0, 0, 0, True]; a[0, 0, 0, s > 1]; s[True]; s[False]; s[s > 1]; s[s > 5]; s[...]; s[None, s > 1]; s[True, None]; s[yes]; a[yes]; v[yes, 1:3];"
      "v[no > 0]; z0[True]; z0[False]; z0[s > 1]; z0[s > 5]; a[max(a) > 0]; a[max(a) > 1000, 1]; a[True, ..., 0]; a[0, ..., True]; a[[True], 0]; a[True, [[0], [1]]]; a[:, True, [1, 2]]; a[:, [1, 2], True]; a[[0, 1], :, True]; sum(s[s > 1]); sum(s[s > 5]);"
      "a[0, 0, 0, 0, True]; a[True, 9]; v[s > 1] * 2 + 1; a[True][0]; a[True] + a; a[False].T; a[True, [True, False, True]]")
# Masks beside other entries.
for t in ("a", "f", "(a + 1)", "a[::-1]", "transpose(q[0, :, :, :], (0, 1, 2))", "reshape(reshape(a, (20, 3)), (3, 4, 5))", "sqrt(abs(f))"):
    for i in ("m3", "m3, 0", "m3, :, 1:3", "m3, None", "None, m3", "m3, ::-1, 2", "m3, None, 0", "m3, ..., 0", "m3, 0, 0", "m3, 0, ::2", "m3, -1, None, 1", "..., m5", ":, m4", ":, m4, 0", "0, m4", "0, m4, 1", "0, m4, 1:", "0, :, m5", ":, 1, m5", "1, 2, m5", "::2, m4, ::2",
              ":, m4, None, 1", "None, 0, m4", "m34", "m34, 0", "m34, 1:4", "m34, None", "m34, None, 1", ":, m45", "1, m45", "1:, m45", "None, :, m45", "m", "m, None", "None, m", "m, ...", "..., m", "never", "never, 0", ":, m3", "m4", "m3, 0, 0, 0", "m, 0", "m34, 0, 0", "m45", "m3, 9", "..., m45",
              "a[:, 0, 0] > 0", "sum(a, axis=(1, 2)) > 0, 1", ":, sum(a, axis=(0, 2)) > 0", "~m3, 1:2", "m3 & (arange(3) > 0), 0", "m3, [1]", "m3, [2], 0", "m3, k", "k, m4", ":, k, m5", "m3, True", "m3, 0:0", "0:0, m4", "m3, 1:1, None"):
        case(f"{t}[{i}]")
cases("a[m3, 0, 0].sum(); sum(f[0, m4, 1]); max(a[0, m4, 1]); a[:, m4] + 1; a[:, m4] * a[:, m4]; -a[m34, 0]; f[m3, 0] > 0; w[:, arange(6) > 2]; w[arange(5) > 1, 0]; u[:, u[0] > 100];"
      "u[u[:, 0] > 100, 1:3]; z0[m0]; z0[m0, 0]; z0[:, m3]; z0[m0, None]; q[0, m3, :, 1]; q[:, m34]; q[:, m34, 0]; q[:, :, m45]; q[1, :, m45]; q[0, m]; q[:, m]; q[None, 0, m34]", rel=1e-15)
# Masks beside lists, arrays of positions and truth values.
for t in ("a", "(f + 1)", "a.T.T", "a[::-1, ::-1]"):
    for i in ("m3, [1, 2]", "m3, [1]", "m3, [[1], [2]]", "m3, [[1, 2]]", "m3, [[1, 2], [0, 3]]", "m3, [0, 1, 2]", "[0, 2], m4", "[0], m4", "[0, 1, 2], m4", "m3, :, [0, 1]", "m3, [0, 1], [2, 3]", "m3, None, [0, 1]", ":, m4, [1, 0]", "m34, [0, 1, 2]", "m34, [4]", "m34, b % 5", "m3, b2, 0", "m3, col",
              "m3, col, 1", "m3, c[:2]", "m3, c[:1]", "m3, c[:3]", "m3, b2[:1]", "b[:2], m4", "m3, [True, True, False, False]", "m3, [True, False, False, True], 1:3", "m3, 1, [0, 2]", "m3, True", "True, m3", "never, False", "never, [1]", "never, [0, 1]", "never, []",
              "a[:, 0, 0] > 1000, [0, 1]", "a[:, 0, 0] > -1000, [0, 1, 2]", "arange(3) == 1, [0, 1, 2, 3]", "arange(3) == 1, b2", "arange(3) == 1, [[0], [1]], [1, 2]", "s > 1, [0, 1]", "s > 5, [0, 1]", "s > 1, [0]", "s > 5, [0]", "[0, 1], s > 1, 0", "m34, ..., [0]", "m3, [1, 9]", "m3, [[[1, 2]], [[3, 0]]]",
              "m3, [1, 2], None, ::2", "1:, m4, [0, 4]", "m3, k, [1, 2]", "m3, [1, 2], k", "m3, k, k"):
        case(f"{t}[{i}]")
cases("(a[m3, [1, 2]])[1:]; a[m3, [1, 2]] * 2; a[m3, [1, 2]].T; sum(a[m3, [1, 2]], axis=0); a[m3, [1, 2]][::-1, ::2]; a[m3, b2][1]; concat((a[m3, [1, 2]], a[0, :2])); q[:, m3, [1, 2]]; q[1, m34, [1]]; u[u[:, 0] > 250, [1, 2]]; w[arange(5) > 3, [[0, 1], [2, 3]]]; a[m3, [1, 2]][m3[:2]]")
cases("f[m][f[m] > 0]; a[m][a[m] > 7] * 2; a[m3][(a[:, 0, 0])[m3] > 0]; sum(a[m][f[m] > 0]); max(a[m][a[m] % 2 == 0]); a[m34][f[:, :, 0][m34] > 0]; a[arange(2)[:, None], arange(3)]; a[m][a[m] > 7][a[m][a[m] > 7] < 50]", rel=1e-15)
# Positions that are data.
for t in ("a", "f", "(a + 1)", "a[::-1]", "sqrt(abs(f))", "reshape(reshape(a, (20, 3)), (3, 4, 5))", "concat((a, a))[1:4]", "a.T.T", "cumsum(a, axis=0)"):
    for i in ("b", "b2", "b, c", "b, c, d", "b, 1:3", "b, 0", "b, :, 0", "b, None", "None, b", "b, ..., d", "b, c, ::2", "b, [1, 2, 3, 0, 1]", "[0, 1, 2, 0, 1], c", ":, c", ":, c, d", ":, c, 0", "0, c", "0, c, d", "0, :, d", "0, :, c", "..., d", "..., 0, d", ":, None, c", ":, c, None, d", "b2, col", "b, col",
              "b2, 0", "b2, ::2, 1", "col, c", "k", "k, k", "k, :, 1", "k, b", "b, k", ":, k", "..., k", "k, k, k", "k, None", "b + 0", "abs(b)", "b[::-1]", "b2.T", "b2[0]", "-b", "none", "none, 0", "none, none", "none, [0]", ":, none", "none, b", "b2, none", "b[None]", "arange(3)", "arange(3), arange(3)",
              "arange(3)[:, None], c", "b, True", "True, b", "b, False", "b, [True, True, False, False]", "b, [True, True, True, True]", "f", "s", "b, b2", "b, c, d, d", "bits", "far", "low", "p3 % 3", "p3 % 3, c", "p3 % 3, p3", "b2, :, 1:3", "p3 % 3, 1", "argmax(a, axis=0) % 3", "a % 3", "b * 1",
              "::-1, c, ::-2", "1:, c", "1:1, c", "b, 1:1", "b.T", "b[b]", "b[b2]", "0, c[d]", "uint8(b % 3)", "b[1:1]", "b[2]", "b[2], c", "zeros(2, dtype=int64)", "[[0], [1]], c", "b, [[0], [1]]"):
        case(f"{t}[{i}]", (f"{t}[{i}]").replace("dtype=int64", "dtype='i8'"))
cases("w[b % 5, c % 6]; w[b]; w[:, c]; w[col, c]; u[abs(big) % 23]; u[:, abs(big) % 11]; u[abs(big) % 23, abs(big) % 11]; u[abs(big) % 23, 3]; u[big % 23, ::5]; v[b]; v[b2]; v[big % 7]; v[b] * 2 + v[c]; v[b][v[b] > 0]; sum(v[b2], axis=0); max(a[b], axis=1); a[b][1:3];"
      "a[b][:, c]; a[b][::-1, 1:3, None]; a[b].T; reshape(a[b], (4, 25)); concat((a[b], a)); a[b2][:, 0]; a[b2].T[1]; a[b][[0, 2]]; a[[0, 2]][b % 2]; a[:, c][1]; a[b, c] + a[c % 3, b]; q[:, b]; q[:, b, c]; q[:, b, :, d]; q[1, b]; q[k % 2, :, c]; s[none]; s[b]; z0[none]; z0[:, b]; v[far]; a[argmax(v) % 3];"
      "v[argmax(v)]; v[sum(b)]; v[b == 0]; q[b[0] % 2]; arange(10)[b]; arange(10)[b2] * 2; (v * 2)[b]; f[b, c, d].sum(); mean(f[b], axis=0); a[arange(3), argmax(a[:, :, 0], axis=1)]; a[arange(3)[:, None], arange(4), argmax(a, axis=2)]; v[b2][..., 0]; v[b2[:, 0]]; a[b2[1:, None]]; yes[k]", rel=3e-15)
# take and take_along_axis.
cases("take(a, b); take(a, b, axis=0); take(a, b2, axis=1); take(a, d, axis=-1); take(a, k); take(a, k, axis=1); take(a, b2); take(a, c, 1); take(a, none); take(a, f); take(a, b, axis=3); take(a, [True, False]); take(a, True); take(a, m3); take(a, [[True, False]], axis=1); take(v, argmax(v)); take(a + 1, b * 1, axis=0)[1:];"
      "take(s, none); take(w, b); take(a, bits); take(u, abs(big) % 23, axis=0); take(a, arange(3), axis=0); take(a, s); a.take(b); a.take(b2, axis=1); take(a, b[None, :], axis=0); take(z0, none, axis=0); take(z0, b % 3, axis=1);"
      "take_along_axis(a, rows, 1); take_along_axis(a, rows, axis=2); take_along_axis(a, rows % 3, 0); take_along_axis(a, rows); take_along_axis(a, argmax(a, axis=1, keepdims=True), 1); take_along_axis(a, rows[:1], 1); take_along_axis(a[:1], rows, 2); take_along_axis(a, rows[:, :, :2], 2); take_along_axis(a, b2, 0);"
      "take_along_axis(v, b, 0); take_along_axis(v, b, -1); take_along_axis(a, b, None); take_along_axis(a, rows, None); take_along_axis(a, rows, 3); take_along_axis(a, f, 1); take_along_axis(a, m, 1); take_along_axis(f, rows + 0, 1) + 1; take_along_axis(a, rows[:2], 1); take_along_axis(u, u % 11, 1);"
      "take_along_axis(s, k, 0); take_along_axis(a.T, rows.T, 1); take_along_axis(q, broadcast_to(rows % 2, (2, 3, 4, 5)), 0); sum(take_along_axis(a, rows, 1), axis=0); take_along_axis(a, zeros((3, 0, 5), dtype='i8'), 1)")
# Bounds beyond any length, and what else an index may be.
cases("a[:2**70]; a[2**70:]; a[-2**70:]; a[:-2**70]; a[::2**70]; a[::-2**70]; a[2**70]; a[-2**70]; a[[2**70]]; a[:int64(2)]; a[int64(-1)]; a[uint8(1):]; a[True:]; a[:True]; a[None:1]; a[1.0]; a[:1.0]; a['x']; a[9223372036854775807:]; a[2j]; a[-9223372036854775808:]; a[::0]; a[int64(7)]; a[(1, 2)]; a[((0, 1),)]; a[[0.5]]; a[b, 1.5]")

# Any mixture.
r = random.Random(5)
free = ("0", "-1", "1:", "::2", ":", "None", "...", "[0, 1]", "[1]", "[[0], [1]]", "True", "False", "k", "b % 2", "col", "b2 % 2", "1", "::-1", "s > 1", "[True, False]")
axes = {3: "[True, False, True]", 4: "[False, True, True, False]", 5: "[True, True, False, False, True]"}
for _ in range(700):
    t, n = r.choice((("a", 3), ("q", 4), ("v", 1), ("w", 2)))
    count, items = r.randint(1, n + 2), []
    for i in range(count):
        items.append(r.choice(free) if r.random() < 0.8 else axes[r.choice((3, 4, 5))])
    text = ", ".join(items)
    if text.count("s > 1") > 1 or "s > 1" in text and "False" in text:
        continue  # two masks that are data: not there yet; of a result without elements nothing is looked at
    case(f"{t}[{text}]")

# Reductions and scans of selections along any axis.
for sel, n in (("a[:, m4]", 3), ("q[:, :, m4]", 4), ("q[1, :, m4]", 3), ("q[:, m34]", 3), ("a[:, :, m5]", 3), ("a[m3]", 3), ("q[:, m3, None]", 5), ("a[m34[:, 0]]", 3)):
    for axis in [None, *range(-n, n)]:
        for f in ("sum", "max", "median", "argmax", "cumsum"):
            of = "" if axis is None else f", axis={axis}"
            case(f"{f}({sel}{of})")
        if axis is not None:
            case(f"min({sel}, axis={axis}, keepdims=True)")
            case(f"sum({sel}, axis=({axis}, {n - 1 if axis % n != n - 1 else 0}), keepdims=True)")
