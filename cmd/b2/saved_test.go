package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSaved goes through the commands with what Python-Blosc2 saves in the form of arrays.
func TestSaved(t *testing.T) {
	from, err := filepath.Abs("../../testdata/saved")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS(".", os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"convert udf.b2nd o.b2nd":  "b2: udf.b2nd: not an array but a saved function of Python-Blosc2, double: it holds no elements: compute it there first\n",
		"convert proxy.b2nd o.npy": "b2: proxy.b2nd: not an array but a proxy of Python-Blosc2, which holds what was fetched so far: open a.b2nd\n",
		"eval x x=proxy.b2frame":   "b2: operand x: proxy.b2frame: not an array but a proxy of Python-Blosc2, which holds what was fetched so far: open bytes.b2frame\n",
		"info --stats expr.b2nd":   "b2: expr.b2nd: --stats is about arrays, this is a lazyexpr of Python-Blosc2\n",
	} {
		if r := b2run(t, nil, words(line)...); r.code != failed || r.err != want || r.out != "" {
			t.Errorf("%s: exit code %d, %s%q\nwant %q", line, r.code, r.out, r.err, want)
		}
	}
	for line, want := range map[string]string{
		"eval expr.b2nd":            "\n[ 1.,  2.,",
		"eval expr+1":               "\n[ 2.,  3.,",
		"eval tree.b2z:/expr":       "\n[ 1.,  2.,",
		"convert embed.b2e:/expr -": "NUMPY",
		"info expr.b2nd":            "type       : b2.SChunk\npath       : expr.b2nd\nkind       : lazyexpr\nexpression : (o0 + 1)\noperands   : o0: a.b2nd\nshape      : (10,)\ndtype      : float64\n",
		"info proxy.b2nd":           "kind      : proxy\nsource    : a.b2nd\nshape     : (10,)\n",
		"info --json dsl.b2nd":      `"saved":{"kind":"lazyudf","expression":"triple","operands":{"o0":"a.b2nd"},"shape":[10],"dtype":"float64"}`,
		"ls":                        "\nexpr.b2nd      lazyexpr (o0 + 1)\n",
		"ls --json":                 "\n" + `{"name":"expr.b2nd","kind":"lazyexpr","expression":"(o0 + 1)"}` + "\n",
		"ls tree.b2z":               "\n/expr  lazyexpr (o0 + 1)\n",
		"verify expr.b2nd":          "expr.b2nd: ok, no array but a lazyexpr of Python-Blosc2, 3 chunks, 96 B of data\n",
		"verify --json proxy.b2nd":  `{"file":"proxy.b2nd","ok":true,"kind":"proxy",`,
		"verify --json a.b2nd":      `{"file":"a.b2nd","ok":true,"chunks":3,`,
		"verify tree.b2z embed.b2e": "\nembed.b2e:/expr: ok, no array but a lazyexpr of Python-Blosc2",
		"info --json bytes.b2frame": `{"type":"b2.SChunk","path":"bytes.b2frame","nchunks":2,`,
		"info --attrs fetched.b2nd": "proxy-fetched = ",
		"info embed.b2e:/expr":      "expression : (o0 + 1)\n",
		"info --json remote.b2nd":   `"saved":{"kind":"remote","source":"https://cat2.example/@public/x.b2nd",`,
	} {
		if out := ok(t, words(line)...); !strings.Contains(out, want) {
			t.Errorf("%s prints\n%s\nwant %s", line, out, want)
		}
	}
}
