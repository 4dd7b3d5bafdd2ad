"""Write chunks with dictionaries, made by the reference, and what they hold: DIR/name.chunk and DIR/name.raw."""
import pathlib
import sys

import blosc2
import numpy as np

to = pathlib.Path(sys.argv[1])
rng = np.random.default_rng(7)
words = [bytes(rng.integers(97, 123, rng.integers(3, 12), dtype=np.uint8)) for _ in range(300)]
text = b" ".join(words[i] for i in rng.integers(0, 300, 30000))
for codec in (blosc2.Codec.ZSTD, blosc2.Codec.LZ4, blosc2.Codec.LZ4HC):
    for size, filters, block in ((1, [0], 4096), (4, [1], 8192), (8, [2], 4096), (1, [3], 4000), (2, [1], 40000)):
        filters = [blosc2.Filter(f) for f in [0] * 5 + filters]
        for tail in (0, 17 * size):
            raw = text[:120000 + tail]
            c = blosc2.compress2(raw, codec=codec, clevel=5, filters=filters, typesize=size, blocksize=block,
                                 use_dict=True, nthreads=1)
            name = f"{codec.name}_{size}_{filters[5].name}_{tail}_{'dict' if c[31] & 1 else 'plain'}"
            (to / f"{name}.chunk").write_bytes(c)
            (to / f"{name}.raw").write_bytes(raw)
