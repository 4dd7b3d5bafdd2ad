"""The tutorial's works in Python-Blosc2, NumPy and NumExpr: a JSON line for each work and peer.

usage: peers.py DIR REPEAT [GROUP ...]      groups: quad sinexp wave reduce create small (none: all)

DIR keeps a.b2nd and b.b2nd, written with Python-Blosc2's defaults, so that b2 can be timed on the same files.
A work's time is the least of REPEAT runs after one that does not count. Blosc2 runs with its defaults and, as
"blosc2-best", with LZ4 over shuffle and byte delta, the fastest of its settings that compresses as well.
"""
import json
import os
import sys
import time

import blosc2
import numexpr
import numpy as np

folder, repeat, groups = sys.argv[1], int(sys.argv[2]), set(sys.argv[3:])
FLAT, FULL = (500, 10000), (10, 500, 10000)
QUAD = "a**2 + b**2 + 2 * a * b + 1"
BEST = dict(cparams=blosc2.CParams(codec=blosc2.Codec.LZ4, clevel=1, filters=[blosc2.Filter.SHUFFLE, blosc2.Filter.BYTEDELTA], filters_meta=[0, 8]))


def timed(work, peer, run, runs=repeat):
    line, best = {"work": work, "engine": peer}, None
    run()
    for _ in range(runs):
        begin = time.perf_counter()
        result = run()
        spent = time.perf_counter() - begin
        best = spent if best is None else min(best, spent)
        if isinstance(result, blosc2.NDArray):
            line["cratio"] = round(result.schunk.cratio, 2)
        del result
    line["s"] = round(best, 6)
    print(json.dumps(line), flush=True)


def wanted(group):
    return not groups or group in groups


def wave(np_like, x, y, z):
    return np_like.sin(np_like.sqrt(y**2 + z**2) * 3 - x * y * 0.001 * 2) * np_like.cos(np_like.arctan2(z, y) * 3)


paths = [os.path.join(folder, name + ".b2nd") for name in "ab"]
if not all(os.path.exists(p) for p in paths):
    blosc2.linspace(0, 1, int(np.prod(FLAT)), dtype=np.float32, shape=FLAT, urlpath=paths[0], mode="w")
    blosc2.linspace(1, 2, int(np.prod(FULL)), dtype=np.float64, shape=FULL, urlpath=paths[1], mode="w")
a, b = (blosc2.open(p) for p in paths)
pa, pb = a[:], b[:]
ma, mb = blosc2.asarray(pa), blosc2.asarray(pb)

if wanted("quad"):
    disk, memory = (blosc2.lazyexpr(QUAD, dict(a=x, b=y)) for x, y in ((a, b), (ma, mb)))
    timed("quad-disk-compute", "blosc2", lambda: disk.compute())
    timed("quad-disk-compute", "blosc2-best", lambda: disk.compute(**BEST))
    timed("quad-disk-todisk", "blosc2", lambda: disk.compute(urlpath=os.path.join(folder, "peer.b2nd"), mode="w"))
    timed("quad-mem-compute", "blosc2", lambda: memory.compute())
    timed("quad-disk-plain", "blosc2", lambda: disk[:])
    timed("quad-mem-plain", "blosc2", lambda: memory[:])
    timed("quad-plain-plain", "numpy", lambda: pa**2 + pb**2 + 2 * pa * pb + 1)
    timed("quad-plain-plain", "numexpr", lambda: numexpr.evaluate(QUAD, dict(a=pa, b=pb)))
    timed("quad-slice", "blosc2", lambda: disk.compute(slice(2, 200, 25)))
    timed("quad-slice2", "blosc2", lambda: disk[2, 3:200:25])
if wanted("sinexp"):
    disk, memory = blosc2.sin(a) + blosc2.exp(b), blosc2.sin(ma) + blosc2.exp(mb)
    timed("sinexp-disk-compute", "blosc2", lambda: disk.compute())
    timed("sinexp-mem-compute", "blosc2", lambda: memory.compute())
    timed("sinexp-mem-compute", "blosc2-best", lambda: memory.compute(**BEST))
    timed("sinexp-mem-plain", "blosc2", lambda: memory[:])
    timed("sinexp-item5", "blosc2", lambda: disk[5])
    timed("sinexp-plain-plain", "numpy", lambda: np.sin(pa) + np.exp(pb))
    timed("sinexp-plain-plain", "numexpr", lambda: numexpr.evaluate("sin(a) + exp(b)", dict(a=pa, b=pb)))
if wanted("wave"):
    for n in (100, 400):
        line = [blosc2.linspace(0, n, n)] + [blosc2.linspace(-4 * np.pi, 4 * np.pi, n) for _ in "yz"]
        shapes = (n, 1, 1), (1, n, 1), (1, 1, n)
        cube = [blosc2.asarray(v[:].reshape(s)) for v, s in zip(line, shapes)]
        plain = [v[:] for v in cube]
        lazy = wave(np, *cube)
        timed(f"wave{n}-compute", "blosc2", lambda: lazy.compute())
        timed(f"wave{n}-plain", "blosc2", lambda: lazy[:])
        timed(f"wave{n}-plain", "numpy", lambda: wave(np, *plain))
        timed(f"wave{n}-plain", "numexpr", lambda: numexpr.evaluate(
            "sin(sqrt(y**2 + z**2)*3 - x*y*0.001*2) * cos(arctan2(z, y)*3)", dict(zip("xyz", plain))))
        timed(f"wave{n}-frames", "blosc2", lambda: [lazy[:, :, k] for k in range(0, n, max(1, n // 100))], 2)
if wanted("reduce"):
    lazy = blosc2.lazyexpr(QUAD, dict(a=ma, b=mb))
    chosen = blosc2.lazyexpr("where(b > 1.5, a*b, 0)", dict(a=ma, b=mb))
    timed("sum-all", "blosc2", lambda: lazy.sum())
    timed("sum-all", "numpy", lambda: (pa**2 + pb**2 + 2 * pa * pb + 1).sum())
    timed("sum-axis0", "blosc2", lambda: lazy.sum(axis=0))
    timed("mean-axis2", "blosc2", lambda: lazy.mean(axis=2))
    timed("sum-b", "blosc2", lambda: mb.sum())
    timed("sum-where", "blosc2", lambda: chosen.sum())
if wanted("create"):
    timed("linspace-mem", "blosc2", lambda: blosc2.linspace(1, 2, int(np.prod(FULL)), dtype=np.float64, shape=FULL))
    timed("asarray", "blosc2", lambda: blosc2.asarray(pb))
    timed("asarray", "blosc2-best", lambda: blosc2.asarray(pb, **BEST))
    timed("decompress", "blosc2", lambda: mb[:])
if wanted("small"):
    x = blosc2.asarray(np.arange(1000.0))
    px = x[:]
    timed("small-compute", "blosc2", lambda: blosc2.lazyexpr("x*2 + sin(x)", dict(x=x)).compute(), 50)
    timed("small-plain", "blosc2", lambda: blosc2.lazyexpr("x*2 + sin(x)", dict(x=x))[:], 50)
    timed("small-plain", "numpy", lambda: px * 2 + np.sin(px), 200)
    timed("small-plain", "numexpr", lambda: numexpr.evaluate("x*2 + sin(x)", dict(x=px)), 200)
