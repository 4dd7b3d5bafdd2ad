"""Writes arrays of random settings with Python-Blosc2 for the Go test to read.

usage: write.py DIRECTORY COUNT SEED; leaves list.json, NAME.b2nd and NAME.bin there, for kinds see read.py.
"""
import json
import os
import random
import sys

import blosc2
import numpy as np

from show import show, value

folder, n = sys.argv[1], int(sys.argv[2])
random.seed(int(sys.argv[3]))
rng = np.random.default_rng(int(sys.argv[3]))
F = blosc2.Filter
CODECS = [blosc2.Codec.BLOSCLZ, blosc2.Codec.LZ4, blosc2.Codec.LZ4HC, blosc2.Codec.ZLIB, blosc2.Codec.ZSTD]
NUMBERS = ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16", ">i2", ">i4", ">u8", ">f2", ">f4",
           ">f8", ">c8", ">c16"]
OTHERS = ["<M8[ns]", "<m8[us]", ">M8[s]", "|S5", "|S300", "<U3", ">U3", "<U40", [("a", "<i4"), ("b", ">f8")],
          [("a", "<i4"), ("b", "<f4", (2, 3)), ("c", [("x", "S3"), ("y", "<M8[s]")])], [("a", "u1"), ("big", "V299")],
          np.dtype([("a", "u1"), ("b", "f8")], align=True)]
entries = []


def group_of(dtype):
    """The group size of a filter: metas of 128 and more cannot be opened by the library itself."""
    return dtype.itemsize if dtype.itemsize < 128 else 1


def chain(dtype):
    """Up to six filters in random order, or a lossy one and another."""
    groups = [group_of(dtype), random.randint(1, 20)]
    filters = random.choices([(F.NOFILTER, 0), (F.SHUFFLE, 0), (F.SHUFFLE, groups[1]), (F.BITSHUFFLE, 0),
                              (F.BYTEDELTA, groups[0]), (F.BYTEDELTA, groups[1])], k=random.randint(1, 6))
    if random.random() < 0.4 and dtype.kind == "f" and dtype.itemsize > 2:
        filters = [(F.TRUNC_PREC, random.randint(1, 23)), filters[0]]
    elif random.random() < 0.4 and dtype.kind in "iu":
        filters = [(F.INT_TRUNC, random.randint(1, 8 * dtype.itemsize)), filters[0]]
    return [f for f, _ in filters], [m for _, m in filters]


def unreadable(data, filters, cparams, kwargs):
    """Whether the reference fails to read what it writes: so it does with some chains, on small blocks above all."""
    if F.DELTA in filters or F.TRUNC_PREC in filters or F.INT_TRUNC in filters:
        return False
    cut = {k: v for k, v in kwargs.items() if k in ("chunks", "blocks")}
    return blosc2.asarray(data, cparams=cparams, **cut)[()].tobytes() != data.tobytes()


for k in range(n):
    ndim = random.choice([0, 1, 2, 3, 4, 5] * 4 + [16])
    most = {0: 1, 1: 3000, 2: 90, 3: 25, 4: 10, 5: 7, 16: 1}[ndim]
    shape = [random.randint(0 if random.random() < 0.05 / max(ndim // 4, 1) else 1, most) for _ in range(ndim)]
    if ndim == 16:
        shape = [s * random.choice([1, 1, 2]) for s in shape]
    chunks = [random.randint(1 + (s - 1) // 8 if s else 1, max(s, 1)) for s in shape]  # not too many files
    blocks = [random.randint(1, c) for c in chunks]
    dtype = np.dtype(random.choice(NUMBERS + OTHERS))
    size = int(np.prod(shape, dtype=int))
    content = random.choice(["ramp", "noise", "zeros", "runs", "walk"])
    data = {
        "ramp": lambda: np.arange(size),
        "noise": lambda: rng.integers(0, 2**63, size),
        "zeros": lambda: np.zeros(size, int),
        "runs": lambda: np.arange(size) // 100,
        "walk": lambda: np.cumsum(rng.integers(-3, 4, size)),
    }[content]()
    if dtype.kind in "biufcMm":
        data = data.astype(dtype).reshape(shape)
    elif dtype.kind in "SU":
        data = np.array([str(v) if v else "" for v in data], dtype).reshape(shape)
    else:  # the bytes of structs do not matter
        data = np.resize(data.view("u1"), size * dtype.itemsize).view(dtype).reshape(shape) if size else np.zeros(shape, dtype)
    if dtype.kind in "fc":
        data = np.where(np.isfinite(data), data / 7, 0).astype(dtype)
    group = group_of(dtype)
    filters, meta = random.choice([
        ([F.NOFILTER], [0]), ([F.SHUFFLE], [0]), ([F.BITSHUFFLE], [0]), ([F.DELTA], [0]), ([F.DELTA, F.SHUFFLE], [0, 0]),
        ([F.SHUFFLE, F.BYTEDELTA], [0, group]), ([F.SHUFFLE, F.BYTEDELTA], [0, 0 if group > 1 else 1]), ([F.BYTEDELTA], [group]),
        chain(dtype), chain(dtype), chain(dtype), chain(dtype),
    ])
    name = "py%d" % k
    cparams = dict(codec=random.choice(CODECS), clevel=random.randint(0, 9), filters=filters, filters_meta=meta,
                   nthreads=random.choice([1, 2]), splitmode=random.choice(list(blosc2.SplitMode)))
    path = os.path.join(folder, name)
    kind = random.choice(["file", "file", "sparse", "sparse", "bytes", "offset"])
    kwargs = dict(cparams=cparams)
    if kind in ("file", "sparse"):
        kwargs.update(urlpath=path + ".b2nd", mode="w", contiguous=kind == "file")
    if size:
        kwargs.update(chunks=chunks, blocks=blocks)
    if unreadable(data, filters, cparams, kwargs):
        cparams.update(filters=[F.SHUFFLE], filters_meta=[0])
        filters = []
    a = blosc2.asarray(data, **kwargs)
    attrs = {"k%d" % i: value() for i in range(random.choice([0, 0, 1, 3, 15]))}
    for key, v in attrs.items():
        a.schunk.vlmeta[key] = v
    if F.TRUNC_PREC in filters or F.INT_TRUNC in filters:
        data = a[()]  # what the reference itself made of it
    if kind in ("bytes", "offset"):
        open(path + ".b2nd", "wb").write((b"x" * 16 if kind == "offset" else b"") + a.to_cframe())
    open(path + ".bin", "wb").write(data.tobytes())
    entries.append(dict(name=name, kind=kind, attrs={k: show(v) for k, v in attrs.items()}, shape=shape, dtype=dtype.str if dtype.names is None else str(a.dtype), chunks=list(a.chunks), blocks=list(a.blocks)))
json.dump(entries, open(os.path.join(folder, "list.json"), "w"))
