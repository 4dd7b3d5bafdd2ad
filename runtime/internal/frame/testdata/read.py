"""Opens every array that the Go test wrote, with Python-Blosc2, and compares it with the expected elements.

usage: read.py DIRECTORY, with a list.json of {name, kind, shape, dtype, chunks, blocks, attrs}; NAME.b2nd and NAME.bin
lie there. kind is file, sparse, bytes (open them from memory) or offset (16 other bytes come first).
"""
import ast
import json
import os
import random
import sys

import blosc2
import numpy as np

from show import show

folder = sys.argv[1]
random.seed(1)
bad = 0
for e in json.load(open(os.path.join(folder, "list.json"))):
    path = os.path.join(folder, e["name"])
    dtype = np.dtype(ast.literal_eval(e["dtype"]) if e["dtype"][0] == "[" else e["dtype"])
    want = np.frombuffer(open(path + ".bin", "rb").read(), dtype).reshape(e["shape"])
    try:
        if e["kind"] == "bytes":
            a = blosc2.ndarray_from_cframe(open(path + ".b2nd", "rb").read())
        else:
            a = blosc2.open(path + ".b2nd", mode="r", offset=16 if e["kind"] == "offset" else 0)
        meta = (list(a.shape), a.dtype, list(a.chunks), list(a.blocks))
        if meta != (e["shape"], dtype, e["chunks"], e["blocks"]):
            raise ValueError("metadata %r" % (meta,))
        if a[()].tobytes() != want.tobytes():
            raise ValueError("elements differ")
        attrs = {name: show(a.schunk.vlmeta[name]) for name in a.schunk.vlmeta}
        if attrs != e["attrs"]:
            raise ValueError("attributes %r instead of %r" % (attrs, e["attrs"]))
        for _ in range(3):  # partial reads take other paths in the library
            key = tuple(slice(*sorted((random.randint(0, n), random.randint(0, n)))) for n in e["shape"])
            if np.asarray(a[key], dtype).tobytes() != np.asarray(want[key], dtype).tobytes():
                raise ValueError("slice %r differs" % (key,))
        for i in range(a.schunk.nchunks):
            a.schunk.decompress_chunk(i)
    except Exception as err:
        bad += 1
        print("%s: %s: %s" % (e["name"], type(err).__name__, err))
sys.exit(1 if bad else 0)
