"""Makes the stores of arrays beside it with Python-Blosc2 (pip install blosc2), in each of its forms.

usage: make.py DIRECTORY; leaves dict.b2z, dict.b2d, tree.b2z, tree.b2d and embed.b2e there.
"""
import os
import sys

import blosc2
import numpy as np

os.chdir(sys.argv[1])
small = np.arange(12, dtype="f8").reshape(3, 4)
large = (np.arange(30_000, dtype="i4") * 7919 % 1000).reshape(100, 300)


def fill(store):
    store["/small"] = small
    store["/group/large"] = blosc2.asarray(large, chunks=(40, 300), blocks=(10, 100))
    store["/group/deep/text"] = np.array(["a", "bc", "déf"])
    store["/flags"] = np.array([True, False, True])
    chunks = blosc2.SChunk(chunksize=1000, data=bytes(range(250)) * 9)
    chunks.vlmeta["unit"] = "m"
    store["/bytes"] = chunks


for form in "b2z", "b2d":
    with blosc2.DictStore("dict." + form, mode="w", threshold=1000) as store:
        fill(store)
    with blosc2.TreeStore("tree." + form, mode="w", threshold=0) as store:
        fill(store)
        store.vlmeta["title"] = "a tree"
        store["/group"].vlmeta["title"] = "a branch"
fill(blosc2.EmbedStore("embed.b2e", mode="w"))
