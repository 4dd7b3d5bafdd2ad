"""Decompress every chunk of DIR/list.json with the reference and compare it with what b2 reads, NAME.raw.

That must be NAME.orig or, where filters lose bits, what the reference itself makes of NAME.orig with those filters.
"""
import json
import pathlib
import sys

import blosc2

LOSSY = (4, 36)
folder = pathlib.Path(sys.argv[1])
wrong, lossy = [], 0
for e in json.loads((folder / "list.json").read_text()):
    chunk, orig, raw = ((folder / (e["name"] + s)).read_bytes() for s in (".chunk", ".orig", ".raw"))
    if blosc2.decompress2(chunk) != raw:
        wrong.append(("reads otherwise", e))
    if not e["lossy"]:
        if raw != orig:
            wrong.append(("not the original", e))
        continue
    lossy += 1
    keep = [(f, m) for f, m in zip(e["filters"], e["metas"]) if f in LOSSY]
    # Three copies compress, or the reference would keep the bits that do not fit.
    own = blosc2.compress2(orig * 3, filters=[blosc2.Filter(f) for f, _ in keep], filters_meta=[m - 256 if m > 127 else m for _, m in keep],
                           typesize=e["typesize"], codec=blosc2.Codec.ZSTD, clevel=9, blocksize=3 * len(orig))
    if len(own) >= 3 * len(orig):
        wrong.append(("the reference stores this as it is: choose other data", e))
    elif blosc2.decompress2(own) != raw * 3:
        wrong.append(("truncated otherwise", e))
if wrong:
    sys.exit(f"{len(wrong)} wrong: {wrong[:5]}")
print(lossy, "of them lossy")
