package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStores goes through the commands with stores of arrays.
func TestStores(t *testing.T) {
	from, err := filepath.Abs("../../testdata/stores")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS("shelf", os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"ls shelf":                                                       "name       dtype  shape  chunks  nbytes  cbytes  cratio  codec\ndict.b2d   store of 5\ndict.b2z   store of 5\n",
		"ls --json shelf":                                                `{"name":"dict.b2d","kind":"store","entries":5}` + "\n",
		"ls shelf/tree.b2z":                                              "name              dtype    shape       chunks         nbytes     cbytes  cratio  codec\n/bytes            SChunk                            2.20 KiB      902 B   2.49x  zstd\n/flags            bool ",
		"ls --json shelf/embed.b2e":                                      `{"name":"/bytes","kind":"schunk","nbytes":2250,"cbytes":902,"cratio":`,
		"info shelf/dict.b2z:/group/large":                               "type    : b2.Array\npath    : shelf/dict.b2z:/group/large\nshape   : (100, 300)\n",
		"info shelf/dict.b2z:/bytes":                                     "type      : b2.SChunk\npath      : shelf/dict.b2z:/bytes\nnchunks   : 3\nchunksize : 1000\n",
		"info --attrs shelf/dict.b2z:/bytes":                             "unit = 'm'",
		"info --stats shelf/dict.b2z:/small":                             "min     : 0",
		"info --json shelf/tree.b2d:/bytes":                              `{"type":"b2.SChunk","path":"shelf/tree.b2d:/bytes","nchunks":3,"chunksize":1000,`,
		"ls shelf/tree.b2z:/group":                                       "codec\n/group/deep/text  <U3    (3,)        (3,)             36 B       68 B   0.53x  zstd\n/group/large ",
		"ls --json shelf/dict.b2d/:group/deep/":                          `{"name":"/group/deep/text","kind":"array",`,
		"ls shelf/dict.b2d/":                                             "\n/small  ",
		"eval small+1 shelf/dict.b2d/:/small":                            "[[ 1.,  2.,  3.,  4.],",
		"verify shelf/dict.b2d/:/small":                                  "shelf/dict.b2d/:/small: ok, 1 chunk, 1 block, 96 B of data\n",
		"verify shelf/tree.b2z":                                          "shelf/tree.b2z:/bytes: ok, 3 chunks, 2.20 KiB of data\nshelf/tree.b2z:/flags: ok, 1 chunk, 1 block, 3 B of data\n",
		"verify shelf/embed.b2e:/small":                                  "shelf/embed.b2e:/small: ok, 1 chunk, 1 block, 96 B of data\n",
		"verify --json shelf/embed.b2e:/s":                               "",
		"eval small+x[0] shelf/tree.b2d:/small x=shelf/embed.b2e:/small": "[[ 0.,  2.,  4.,  6.],",
		"convert shelf/tree.b2z:/group/large large.npy":                  "",
	} {
		r := b2run(t, nil, words(line)...)
		if line == "verify --json shelf/embed.b2e:/s" {
			if r.code != failed || !strings.Contains(r.out, "there is no such key") {
				t.Errorf("%s: %s%s", line, r.out, r.err)
			}
			continue
		}
		if r.code != done || !strings.Contains(r.out, want) {
			t.Errorf("%s: %s\n%s\nwant %s", line, r.err, r.out, want)
		}
	}
	for line, want := range map[string]string{
		"info shelf/tree.b2z":                "b2: shelf/tree.b2z is a store of arrays: b2 ls shelf/tree.b2z lists them, shelf/tree.b2z:/name is one: not an array\n",
		"eval x+1 x=shelf/tree.b2z:/bytes":   "b2: operand x: shelf/tree.b2z:/bytes has bytes in chunks: b2 info shelf/tree.b2z:/bytes describes it: not an array\n",
		"info --stats shelf/tree.b2z:/bytes": "b2: shelf/tree.b2z:/bytes: --stats is about arrays, this is an SChunk\n",
		"info shelf/tree.b2z:/nothing":       "b2: shelf/tree.b2z:/nothing: there is no such key, it has /bytes, /flags, /group/deep/text, /group/large and 1 more\n",
		"info shelf/tree.b2z:/group":         "b2: shelf/tree.b2z:/group: it is a group, with /group/deep/text, /group/large\n",
		"ls shelf/tree.b2z:/small":           "b2: shelf/tree.b2z:/small is an array or an SChunk, no group: see b2 info shelf/tree.b2z:/small\n",
		"ls shelf/tree.b2z:/nothing":         "b2: shelf/tree.b2z:/nothing: there is no such key, it has /bytes, /flags, /group/deep/text, /group/large and 1 more\n",
		"ls shelf/gone.b2z":                  "b2: shelf/gone.b2z: no such file or directory\n",
		"verify shelf/gone.b2z":              "b2: 1 of 1 file did not pass\n",
	} {
		if r := b2run(t, nil, words(line)...); r.code != failed || r.err != want {
			t.Errorf("%s: exit code %d, %q\nwant %q", line, r.code, r.err, want)
		}
	}
}
