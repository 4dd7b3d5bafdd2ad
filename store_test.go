package b2_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2"
)

var stores = []string{"dict.b2z", "dict.b2d", "tree.b2z", "tree.b2d", "embed.b2e"}

// TestStores reads every entry of the stores that testdata/stores/make.py made.
func TestStores(t *testing.T) {
	ctx := context.Background()
	large := make([]int32, 30_000)
	for i := range large {
		large[i] = int32(i * 7919 % 1000)
	}
	for _, name := range stores {
		for kind, opts := range map[string][]b2.OpenOption{"": nil, " mapped": {b2.Mmap()}} {
			t.Run(name+kind, func(t *testing.T) {
				path := filepath.Join("testdata", "stores", name)
				entries, err := b2.List(ctx, path, opts...)
				if err != nil {
					t.Fatal(err)
				}
				want := []b2.Entry{
					{Key: "/bytes", Kind: b2.KindSChunk}, {Key: "/flags", Kind: b2.KindArray}, {Key: "/group/deep/text", Kind: b2.KindArray},
					{Key: "/group/large", Kind: b2.KindArray}, {Key: "/small", Kind: b2.KindArray},
				}
				if diff := cmp.Diff(want, entries); diff != "" {
					t.Errorf("the list (-want +got):\n%s", diff)
				}
				open := func(key string) *b2.Array {
					t.Helper()
					a, err := b2.Open(ctx, path+":"+key, opts...)
					if err != nil {
						t.Fatal(err)
					}
					t.Cleanup(func() { a.Close() })
					return a
				}
				equal(t, "/small", open("/small"), []float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
				equal(t, "group/large", open("group/large"), large) // without the slash, too
				equal(t, "/flags", open("/flags"), []bool{true, false, true})
				text, err := b2.ReadStrings(ctx, open("/group/deep/text"))
				if diff := cmp.Diff([]string{"a", "bc", "déf"}, text); diff != "" || err != nil {
					t.Errorf("the text: %v (-want +got):\n%s", err, diff)
				}
				sum, err := b2.Lazy("sum(large) + small[2, 3]", b2.Vars{"large": open("/group/large"), "small": open("/small")})
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "an expression", sum, []float64{14985011})
				s, err := b2.OpenSChunk(ctx, path+":/bytes", opts...)
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close()
				got, err := io.ReadAll(io.NewSectionReader(s, 0, s.NBytes()))
				if err != nil || len(got) != 9*250 || got[1234] != 1234%250 {
					t.Errorf("the SChunk has %d bytes, %v", len(got), err)
				}
				attrs, err := s.Attrs()
				if diff := cmp.Diff(map[string]any{"unit": "m"}, attrs); diff != "" || err != nil {
					t.Errorf("the SChunk's attributes: %v (-want +got):\n%s", err, diff)
				}
			})
		}
	}
}

// equal compares all elements.
func equal[T b2.Element](t *testing.T, what string, x b2.Operand, want []T) {
	t.Helper()
	got, err := b2.Read[T](context.Background(), x)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%s: %v (-want +got):\n%.500s", what, err, diff)
	}
}

// TestStoresAreRead makes sure that nothing is written to a store, whatever is asked for.
func TestStoresAreRead(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "stores"))); err != nil {
		t.Fatal(err)
	}
	before := contentOf(t, dir)
	for _, name := range stores {
		path := filepath.Join(dir, name)
		a, err := b2.Open(ctx, path+":/small")
		if err != nil {
			t.Fatal(err)
		}
		row := b2.Plain(make([]float64, 4), b2.Shape(1, 4))
		for what, err := range map[string]error{
			"append": a.Append(ctx, row), "set": a.Set(ctx, 1, b2.At(0)), "resize": a.Resize(ctx, 1, 4), "attrs": a.SetAttrs(ctx, map[string]any{"x": 1}),
		} {
			if err == nil || !strings.Contains(err.Error(), "only read") {
				t.Errorf("%s: %s: %v", name, what, err)
			}
		}
		_, inside := row.Compute(ctx, b2.Path(path+":/new"), b2.Overwrite())
		_, over := row.Compute(ctx, b2.Path(path), b2.Overwrite())
		_, folder := row.Compute(ctx, b2.Path(path), b2.Sparse(), b2.Overwrite())
		for what, err := range map[string]error{
			"create inside": inside, "overwrite": over, "overwrite as a folder": folder, "remove inside": b2.Remove(path + ":/small"), "remove": b2.Remove(path),
		} {
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: %s: %v", name, what, err)
			}
		}
		a.Close()
	}
	if diff := cmp.Diff(before, contentOf(t, dir)); diff != "" {
		t.Errorf("something was written (-before +after):\n%s", diff)
	}
}

// contentOf is the files below a folder.
func contentOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		files[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestStoreErrors(t *testing.T) {
	ctx := context.Background()
	at := func(name string) string { return filepath.Join("testdata", "stores", name) }
	empty := filepath.Join(t.TempDir(), "no.b2d")
	if err := os.Mkdir(empty, 0o777); err != nil {
		t.Fatal(err)
	}
	notZip := filepath.Join(t.TempDir(), "cut.b2z")
	if b, err := os.ReadFile(at("tree.b2z")); err != nil || os.WriteFile(notZip, b[:len(b)-20], 0o666) != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		at("tree.b2z"):              "not an array but a store of arrays: name one of them, as " + at("tree.b2z") + ":/name; List lists them",
		at("embed.b2e"):             "not an array but a store of arrays",
		at("tree.b2d"):              "not an array but a store of arrays",
		at("tree.b2z:/nothing"):     "/nothing: there is no such key, it has /bytes, /flags, /group/deep/text, /group/large and 1 more",
		at("tree.b2z:/large"):       "/large: there is no such key, but /group/large",
		at("tree.b2z:/Small"):       "/Small: there is no such key, but /small",
		at("dict.b2d:/group"):       "/group: it is a group, with /group/deep/text, /group/large",
		at("embed.b2e:/bytes"):      "not an array but an SChunk: OpenSChunk opens it",
		at("gone.b2z:/small"):       "no such file",
		at("gone.b2z"):              "no such file",
		empty + ":/a":               "the directory is no store of arrays: it has no embed.b2e",
		notZip + ":/a":              "zip: not a valid zip file",
		"testdata/b2nd/d_1d.b2nd:/": "no such file", // the suffix is no store's
	} {
		a, err := b2.Open(ctx, path)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v\nwant %s", path, err, want)
		}
		if err == nil {
			a.Close()
		}
	}
	for path, is := range map[string]error{at("tree.b2z"): b2.ErrNotArray, at("embed.b2e:/bytes"): b2.ErrNotArray, at("tree.b2z:/x"): fs.ErrNotExist, notZip + ":/a": b2.ErrCorrupt} {
		if _, err := b2.Open(ctx, path); !errors.Is(err, is) {
			t.Errorf("%s: %v does not match %v", path, err, is)
		}
	}
	// What is there under the very name is meant.
	odd := filepath.Join(t.TempDir(), "x.b2z:")
	if err := os.Mkdir(odd, 0o777); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile("testdata/b2nd/d_1d.b2nd"); err != nil || os.WriteFile(filepath.Join(odd, "a"), b, 0o666) != nil {
		t.Fatal(err)
	}
	a, err := b2.Open(ctx, filepath.Join(odd, "a"))
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
}

// TestSChunks reads the golden files of SChunks in every way.
func TestSChunks(t *testing.T) {
	ctx := context.Background()
	for name, nchunks := range map[string]int{"g_schunk": 3, "g_mutated": 7, "g_varchunks": 5, "g_vlblocks": 2} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", "b2nd", name+".b2frame")
			if _, err := b2.Open(ctx, path); !errors.Is(err, b2.ErrNotArray) {
				t.Errorf("Open: %v", err)
			}
			npy, err := os.ReadFile(strings.TrimSuffix(path, ".b2frame") + "_b2frame.npy")
			if err != nil {
				t.Fatal(err)
			}
			want := npy[10+int(binary.LittleEndian.Uint16(npy[8:])):]
			s, err := b2.OpenSChunk(ctx, path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			holds(t, s, want)
			if s.NChunks() != nchunks {
				t.Errorf("%d chunks, want %d", s.NChunks(), nchunks)
			}
			frame, err := s.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			again, err := b2.OpenSChunkBytes(frame)
			if err != nil {
				t.Fatal(err)
			}
			holds(t, again, want)
			if v, err := s.Verify(ctx); err != nil || len(v.Faults) > 0 {
				t.Errorf("Verify: %v, %v", v, err)
			}
		})
	}
	// The chunks of an array are an SChunk, too.
	s, err := b2.OpenSChunk(ctx, "testdata/b2nd/g_sframe.b2nd")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, ok := s.Meta("b2nd"); !ok || s.NChunks() != 15 {
		t.Errorf("%d chunks, metalayers %v", s.NChunks(), s.Metas())
	}
}

// holds reads an SChunk whole, chunk by chunk, block by block, and from places between.
func holds(t *testing.T, s *b2.SChunk, want []byte) {
	t.Helper()
	ctx := context.Background()
	if s.NBytes() != int64(len(want)) {
		t.Fatalf("%d bytes, want %d", s.NBytes(), len(want))
	}
	var chunks, blocks []byte
	for i := range s.NChunks() {
		n, err := s.ChunkNBytes(i)
		before := len(chunks)
		if err == nil {
			chunks, err = s.Chunk(ctx, i, chunks)
		}
		if err != nil || len(chunks)-before != n {
			t.Fatalf("chunk %d: %d bytes instead of %d, %v", i, len(chunks)-before, n, err)
		}
		list, err := s.Blocks(ctx, i)
		if err != nil {
			t.Fatal(err)
		}
		blocks = append(blocks, bytes.Join(list, nil)...)
	}
	if !bytes.Equal(chunks, want) || !bytes.Equal(blocks, want) {
		t.Errorf("other bytes: chunk by chunk equal %v, block by block %v", bytes.Equal(chunks, want), bytes.Equal(blocks, want))
	}
	for _, n := range []int{1, 7, 100, len(want)} {
		got := make([]byte, n)
		for off := 0; off < len(want); off += max(1, n*2/3, len(want)/500) {
			k, err := s.ReadAt(got, int64(off))
			if !bytes.Equal(got[:k], want[off:min(off+n, len(want))]) || err != nil && (err != io.EOF || off+n <= len(want)) {
				t.Fatalf("%d bytes at %d: %d, %v", n, off, k, err)
			}
		}
	}
	if n, err := s.ReadAt(make([]byte, 1), int64(len(want))); n != 0 || err != io.EOF {
		t.Errorf("at the end: %d, %v", n, err)
	}
	for _, i := range []int{-1, s.NChunks()} {
		if _, err := s.Chunk(ctx, i, nil); err == nil {
			t.Errorf("chunk %d of %d", i, s.NChunks())
		}
	}
}
