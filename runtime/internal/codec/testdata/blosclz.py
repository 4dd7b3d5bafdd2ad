"""Compress buffers with the reference's BloscLZ. Input: records of u32 level, u32 n, n bytes; output: i32 size, bytes.

Size 0 says that the codec gave up, -1 that the reference did not ask it.
"""
import struct
import sys

import blosc2

src, out = open(sys.argv[1], "rb").read(), open(sys.argv[2], "wb")
none = blosc2.Filter.NOFILTER
at = 0
while at < len(src):
    level, n = struct.unpack_from("<II", src, at)
    at += 8
    data = src[at:at + n]
    at += n
    c = blosc2.compress2(data, codec=blosc2.Codec.BLOSCLZ, clevel=level, filters=[none] * 6, typesize=1, nthreads=1,
                         blocksize=max(n, 1), splitmode=blosc2.SplitMode.NEVER_SPLIT)
    flags, nbytes, blocksize, special = c[2], *struct.unpack_from("<ii", c, 4), c[31] >> 4 & 7
    size = 0
    if nbytes != n or n and blocksize != n:
        sys.exit(f"{n} bytes became {nbytes} in blocks of {blocksize}")
    if special or n == 0:
        size = -1
    elif not flags & 2:
        start, = struct.unpack_from("<i", c, 32)
        size, = struct.unpack_from("<i", c, start)
        if size <= 0:
            size = -1
        elif size == n:
            size = 0
    out.write(struct.pack("<i", size))
    if size > 0:
        out.write(c[start + 4:start + 4 + size])
