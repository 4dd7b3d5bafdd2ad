"""Writes ../testdata/divmod.bin: NumPy's floor_divide and remainder of all pairs of some numbers, float32 then
float64: the number of values (uint32), the values, then the quotients and the remainders row by row."""
import pathlib
import struct

import numpy as np

np.seterr(all="ignore")
values = [0.0, 1.0, 0.5, 0.1, 3.0, 7.3, 1e-3, 1 / 3, 2.5e10, 1e-38, 1e-45, 3e38, np.inf, 1 + 2.0**-23, 100.7, 2.0**24 + 2]
with open(pathlib.Path(__file__).parents[1] / "testdata" / "divmod.bin", "wb") as out:
    for dtype in "<f4", "<f8":
        v = np.array(values + [-x for x in values] + [np.nan], dtype)
        out.write(struct.pack("<I", len(v)) + v.tobytes())
        out.write(np.floor_divide(v[:, None], v).tobytes() + np.remainder(v[:, None], v).tobytes())
