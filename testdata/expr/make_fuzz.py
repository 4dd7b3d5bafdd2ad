"""Writes corpus_fuzz.jsonl: what TestDifferential found wrong, as make.py does for the rest.

usage: make_fuzz.py > corpus_fuzz.jsonl      (needs NumPy 2)
"""
import json

import numpy as np

import make
from make import answer, space

inf, nan = np.inf, np.nan
ops = {
    "i1": np.array([3, -4, 100], "i1"), "u1": np.array([1, 200, 7], "u1"), "f2": np.array([0.5, -0.07, 9], "f2"), "f4": np.array([1e38, 3e3, -2], "f4"),
    "f8": np.array([2.5, nan, -inf]), "i8": np.array([2**63 - 1, 2**63 - 5, 12, -7]), "m": np.array([True, True, False, True]),
    "c8": np.array([complex(nan, 2), complex(inf, -inf), 1 + 2j], "c8"), "c16": np.array([-0.969 - inf * 1j, 1.23456 - 9.87654j, complex(1e38, nan)]),
    "p4": np.array([[1e38, 9.5], [1e38, 1e38]], "f4"), "s": np.array(2.5), "z": np.zeros((0, 2)), "zc": np.zeros(0, "c16"), "ze": np.zeros(0),
}
space.clear()
space.update(ops, np=np, nan=nan, inf=inf)
for f in """roll nan_to_num clip linspace mean round nanmean nanquantile prod nanprod sum squeeze diff isclose column_stack concatenate vstack nanmax nanmin max arctan
        int32 uint8 float32 isnan""".split():
    space[f] = getattr(np, f)
space["concat"] = np.concatenate
space["bool"] = np.bool_

print(json.dumps({"operands": {k: {"dtype": str(v.dtype), "shape": list(v.shape), "hex": v.tobytes().hex()} for k, v in ops.items()}}))

TEXTS = """
roll(f8, 1, axis=()); roll(f8, (), axis=0); roll(f8, (), axis=()); roll(f8, (1, 2), axis=()); roll(s, 1, axis=())
nan_to_num(c8); nan_to_num(c16); nan_to_num(c8, nan=3.0, posinf=1.0, neginf=-2.5)
clip(i1, 1e3, f4); clip(i1, 2, f2); clip(i1, f4, 0.5); clip(u1, i1, f2); clip(7, f4, None); clip(1, c8, None); clip(inf, -1, f4)
clip(c16, c8, 2); clip(c8, 0.1, c16); clip(c8, c16, c8)
linspace(-3, 17, 6, dtype=bool); linspace(0, 1, 6, endpoint=False, dtype=bool); sum(linspace(-3, 17, 6, dtype=bool))
mean(i8, where=m); mean(i8, where=m, keepdims=True)
round(c16, 2); round(c16, -1); round(c8, 1)
nanmean(f4, dtype=int32); nanquantile(zc, 0.5); nanquantile(c8, 0.5)
prod(p4, initial=1e-300); nanprod(p4, initial=1e-300, axis=0); prod(p4, axis=1, initial=1e-10)
squeeze(s, axis=0); squeeze(s, axis=-1); squeeze(s, axis=1); diff(s, n=0); diff(s)
isclose(c16, 2j); isclose(c8, 1 + 2j, rtol=2.0); isclose(f2, 2**63, rtol=2); isclose(f2, 2**63); isclose(2**63, c8, equal_nan=True)
column_stack((i1, u1, f2)); concat((u1, i1, f2)); vstack((f2, u1, i1)); concat((i1, u1, f2, f4))
nanmax(ze, initial=nan); nanmax(z, axis=0, initial=nan); nanmax(c16[2:], initial=nan); nanmin(c8[:1], initial=nan); max(c16, initial=nan); max(c8, initial=nan)
arctan(c16[2:]); arctan(c8)
max(ze[ze > 0]); (z + 1)[:, 0]
"""
for line in TEXTS.strip().split("\n"):
    for text in line.split("; "):
        print(json.dumps(answer(text, None, 0, 0.0)))
