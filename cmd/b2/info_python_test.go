package main

import (
	"os"
	"strings"
	"testing"
)

// described makes arrays of many settings.
const described = `
import numpy as np, blosc2
from blosc2 import Codec, Filter, SplitMode
a = np.arange(6000.).reshape(60, 100)
for i, (codec, level, split, filters, meta) in enumerate([
    (Codec.ZSTD, 5, SplitMode.AUTO_SPLIT, [Filter.SHUFFLE], [0]),
    (Codec.LZ4, 9, SplitMode.ALWAYS_SPLIT, [Filter.SHUFFLE, Filter.BYTEDELTA], [0, 8]),
    (Codec.LZ4HC, 1, SplitMode.NEVER_SPLIT, [Filter.BITSHUFFLE], [0]),
    (Codec.BLOSCLZ, 0, SplitMode.FORWARD_COMPAT_SPLIT, [Filter.NOFILTER], [0]),
    (Codec.ZLIB, 6, SplitMode.AUTO_SPLIT, [Filter.TRUNC_PREC, Filter.DELTA, Filter.SHUFFLE], [20, 0, 0]),
]):
    for dtype in 'f8', 'f4':
        blosc2.asarray(a.astype(dtype), urlpath=f'{i}{dtype}.b2nd', mode='w', chunks=(13, 40), blocks=(5, 40), contiguous=i % 2 == 0,
                       cparams=dict(codec=codec, clevel=level, splitmode=split, filters=filters, filters_meta=meta))
`

// compared holds lines of JSON to what Python-Blosc2 says of the same files.
const compared = `
import sys, json, blosc2
names = {'always': 1, 'never': 2, 'auto': 3, 'forward_compat': 4}
n = 0
for line in sys.stdin:
    got = json.loads(line)
    a = blosc2.open(got['path'], mode='r')
    want = {k: str(v) for k, v in a.info_items}
    c = a.schunk.cparams
    used = [f.name.lower() for f in c.filters if f.value]
    for what, g, w in [
        ('shape', tuple(got['shape']), a.shape), ('chunks', tuple(got['chunks']), a.chunks), ('blocks', tuple(got['blocks']), a.blocks),
        ('dtype', got['dtype'], want['dtype']), ('nbytes', got['nbytes'], a.nbytes), ('nbytes', str(got['nbytes']), want['nbytes'].split()[0]), ('cbytes', got['cbytes'], a.schunk.cbytes),
        ('cratio', '%.2fx' % got['cratio'], want['cratio']), ('codec', got['codec'], c.codec.name.lower()), ('clevel', got['clevel'], c.clevel),
        ('typesize', got['typesize'], c.typesize), ('blocksize', got['blocksize'], c.blocksize),
        ('splitmode', names[got['splitmode']], c.splitmode.value), ('filters', [f.split(':')[0] for f in got['filters']], used),
    ]:
        assert g == w, (got['path'], what, g, w)
    assert got['nthreads'] >= 1
    n += 1
assert n == 10, n
`

// TestInfoAsPython compares what info says with what Python-Blosc2's does.
func TestInfoAsPython(t *testing.T) {
	if os.Getenv("B2_PYTHON") == "" {
		t.Skip("B2_PYTHON does not name a Python with numpy and blosc2")
	}
	t.Chdir(t.TempDir())
	python(t, described, "")
	args := []string{"info", "--json"}
	for _, name := range strings.Fields("0f8 0f4 1f8 1f4 2f8 2f4 3f8 3f4 4f8 4f4") {
		args = append(args, name+".b2nd")
	}
	r := b2run(t, nil, args...)
	if r.code != done {
		t.Fatal(r.err)
	}
	python(t, compared, r.out)
}
