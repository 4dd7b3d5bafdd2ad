"""Makes, with Python-Blosc2 (pip install blosc2), what it saves in the form of arrays that have no elements of their own.

usage: make.py DIRECTORY; leaves the array a.b2nd, what stands for something computed from it, and two stores there.
"""
import os
import sys

import blosc2
import numpy as np
from blosc2.b2objects import make_b2object_carrier, write_b2object_payload

os.chdir(sys.argv[1])
a = blosc2.asarray(np.arange(10.0), chunks=(4,), blocks=(2,), urlpath="a.b2nd", mode="w")


def double(inputs, output, offset):
    output[:] = inputs[0] * 2


@blosc2.dsl_kernel
def triple(x):
    return x * 3


(a + 1).save("expr.b2nd")
blosc2.lazyexpr("sin(x) + x.sum()", {"x": a}).save("sparse.b2nd", contiguous=False)
blosc2.lazyudf(double, (a,), dtype=np.float64).save(urlpath="udf.b2nd")
blosc2.lazyudf(triple, (a,), dtype=np.float64).save(urlpath="dsl.b2nd")
blosc2.Proxy(a, urlpath="proxy.b2nd", mode="w").fetch(slice(0, 4))
blosc2.Proxy(a, urlpath="fetched.b2nd", mode="w").fetch()
blosc2.Proxy(blosc2.SChunk(chunksize=80, data=np.arange(20.0), urlpath="bytes.b2frame", mode="w"), urlpath="proxy.b2frame", mode="w")
# a C2Array as it is stored, without asking its server for the shape
remote = make_b2object_carrier("c2array", (10,), np.float64, urlpath="remote.b2nd", mode="w")
write_b2object_payload(remote, {"kind": "c2array", "version": 1, "path": "@public/x.b2nd", "urlbase": "https://cat2.example/"})
later = make_b2object_carrier("later", (10,), np.float64, urlpath="later.b2nd", mode="w")
# the form of lazy expressions in older versions
old = blosc2.empty((10,), dtype=np.float64, urlpath="old.b2nd", mode="w", meta={"LazyArray": 0})
old.schunk.vlmeta["_LazyArray"] = {"expression": "(o0 - 1)", "operands": {"o0": "a.b2nd"}}
carrier = blosc2.blosc2_ext.open("expr.b2nd", mode="r", offset=0)
with blosc2.TreeStore("tree.b2z", mode="w", threshold=0) as store:
    store["/a"], store["/expr"] = a, carrier
store = blosc2.EmbedStore("embed.b2e", mode="w")
store["/a"], store["/expr"] = a, carrier
