"""Decompress every DIR/name.chunk with the reference and compare it with DIR/name.raw."""
import pathlib
import sys

import blosc2

wrong = [p.name for p in pathlib.Path(sys.argv[1]).glob("*.chunk")
         if blosc2.decompress2(p.read_bytes()) != p.with_suffix(".raw").read_bytes()]
if wrong:
    sys.exit(f"different: {wrong}")
