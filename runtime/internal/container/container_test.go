package container

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

const golden = "../../../testdata/stores"

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(golden, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSplit(t *testing.T) {
	for path, want := range map[string][2]string{
		"x.b2z:/a/b":         {"x.b2z", "/a/b"},
		"x.B2D:a":            {"x.B2D", "/a"},
		"x.b2d/:/a":          {"x.b2d/", "/a"},
		"dir:1/x.b2e:/a":     {"dir:1/x.b2e", "/a"},
		"x.b2z:/a.b2z:/b":    {"x.b2z", "/a.b2z:/b"},
		"x.b2z":              {},
		"x.b2nd:/a":          {},
		"":                   {},
		":/a":                {},
		"C:/data/x.b2z:/a":   {"C:/data/x.b2z", "/a"},
		"s3://bucket/x.b2nd": {},
	} {
		file, key, ok := Split(path)
		if got := [2]string{file, key}; got != want || ok != (want != [2]string{}) {
			t.Errorf("Split(%q) = %q, %q, %v; want %q", path, file, key, ok, want)
		}
	}
}

// member is a file to put into a zip file.
type member struct {
	name    string
	content []byte
	method  uint16
	flags   uint16
}

// zipped leaves a zip file with members and an embed store.
func zipped(t *testing.T, members ...member) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	embed, err := os.ReadFile(filepath.Join(golden, "tree.b2d", embedName))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range append(members, member{name: embedName, content: embed}) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: m.name, Method: m.method, Flags: m.flags})
		if err == nil {
			_, err = f.Write(m.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.b2z")
	if err := os.WriteFile(path, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func keys(entries []Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Key)
	}
	return out
}

func TestZip(t *testing.T) {
	small := read(t, "tree.b2d/small.b2nd")
	path := zipped(t,
		member{name: "good.b2nd", content: small},
		member{name: "packed.b2nd", content: small, method: zip.Deflate},
		member{name: "secret.b2nd", content: small, flags: 1},
		member{name: "../out.b2nd", content: small},
		member{name: "/root.b2nd", content: small},
		member{name: "a\x00b.b2nd", content: small},
		member{name: "twice.b2nd", content: []byte("no frame")},
		member{name: "twice.b2nd", content: small},
		member{name: "notes.txt", content: []byte("notes")},
		member{name: "folder/"},
		member{name: "", content: small},
	)
	entries, err := List(context.Background(), path, Options{})
	want := []string{"/../out", "/a\x00b", "/good", "/packed", "/root", "/secret", "/twice"}
	if got := keys(entries); err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	for key, is := range map[string]error{
		"/good": nil, "/../out": nil, "/root": nil, "/a\x00b": nil, "/twice": nil, "/packed": errors.ErrUnsupported, "/secret": errors.ErrUnsupported,
		"/notes": fs.ErrNotExist, "/folder": fs.ErrNotExist, "": fs.ErrNotExist, "/": fs.ErrNotExist,
	} {
		r, err := Find(path, key, Options{})
		if !errors.Is(err, is) {
			t.Errorf("%q: %v", key, err)
		}
		if err != nil {
			continue
		}
		var buf []byte
		if got, err := r.View(0, int(r.Size()), &buf); err != nil || !bytes.Equal(got, small) {
			t.Errorf("%q: other bytes, %v", key, err)
		}
		if _, err := r.View(0, int(r.Size())+1, &buf); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%q: read beyond its end: %v", key, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestZipPatched lets the directory of a zip file claim places that are not there.
func TestZipPatched(t *testing.T) {
	b, err := os.ReadFile(zipped(t, member{name: "a.b2nd", content: read(t, "tree.b2d/small.b2nd")}))
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(b, []byte("PK\x01\x02"))
	const size, method, offset = 20, 10, 42 // in an entry of the directory
	for name, patch := range map[string]func([]byte){
		"size beyond the end": func(b []byte) { copy(b[at+size:], "\xf0\xf0\xf0\x70\xf0\xf0\xf0\x70") },
		"sizes that differ":   func(b []byte) { b[at+size]++ },
		"offset beyond":       func(b []byte) { copy(b[at+offset:], "\xf0\xf0\xf0\x70") },
		"offset at no header": func(b []byte) { b[at+offset]++ },
		"method":              func(b []byte) { b[at+method] = 12 },
	} {
		bad := bytes.Clone(b)
		patch(bad)
		path := filepath.Join(t.TempDir(), "x.b2z")
		if err := os.WriteFile(path, bad, 0o666); err != nil {
			t.Fatal(err)
		}
		if r, err := Find(path, "/a", Options{}); !errors.Is(err, store.ErrCorrupt) && !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%s: %v, %v", name, r, err)
		}
	}
}

// TestFolderLinks does not read what links lead to that is outside.
func TestFolderLinks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x.b2d")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(golden, "tree.b2d"))); err != nil {
		t.Fatal(err)
	}
	outside, err := filepath.Abs(filepath.Join(golden, "tree.b2d", "small.b2nd"))
	if err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"in": "small.b2nd", "out": outside, "up": "../../x/small.b2nd", "gone": "nothing", "loop": "loop.b2nd"} {
		if err := os.Symlink(to, filepath.Join(dir, name+".b2nd")); err != nil {
			t.Skip(err) // a system without links
		}
	}
	if err := os.Symlink(filepath.Dir(outside), filepath.Join(dir, "below")); err != nil {
		t.Fatal(err)
	}
	entries, err := List(context.Background(), dir, Options{})
	if want := []string{"/bytes", "/flags", "/group/deep/text", "/group/large", "/in", "/small"}; err != nil || !slices.Equal(keys(entries), want) {
		t.Errorf("%q, %v; want %q", keys(entries), err, want)
	}
}

// TestEmbedClaims opens embed stores whose maps claim what is not there, made by Python-Blosc2.
func TestEmbedClaims(t *testing.T) {
	python := os.Getenv("B2_PYTHON")
	if python == "" {
		t.Skip("B2_PYTHON names no Python with blosc2")
	}
	dir := t.TempDir()
	script := `
import blosc2, numpy as np
frame = blosc2.asarray(np.arange(5.)).to_cframe()
def made(name, meta, data=frame, layers={"b2embed": {"version": 1}}, **more):
    s = blosc2.SChunk(chunksize=1 << 13, data=data, urlpath=name + ".b2e", mode="w", meta=layers)
    if meta is not None:
        s.vlmeta["estore_metadata"] = meta
    for k, v in more.items():
        s.vlmeta[k] = v
    return s
n = len(frame)
node = {"offset": 0, "length": n}
at = lambda **nodes: {"embed_map": {"/" + k: v for k, v in nodes.items()}, "current_offset": n}
made("corrupt-negative", at(a={"offset": -1, "length": 4}))
made("corrupt-length", at(a={"offset": 0, "length": n + 1}))
made("corrupt-behind", at(a={"offset": 2**62, "length": 2**62}))
made("corrupt-text", at(a={"offset": "0", "length": n}))
made("corrupt-node", at(a=[0, n]))
made("corrupt-map", {"embed_map": [1, 2], "current_offset": 0})
made("corrupt-form", [1, 2])
made("other-layer", at(a=node), layers={})
made("good-nomap", None)
made("good-empty", at())
made("good-same", at(a=node, b=node))
made("good-odd", {"embed_map": {"": node, "/../../x": node, "/a\0b": node, "/a/": node}, "current_offset": n})
made("good-remote", at(a={"urlbase": "https://nowhere.invalid", "path": "x"}, b=node))
made("good-broken", at(a={"offset": 1, "length": n - 1}, b={"offset": 0, "length": 0}))
made("good-roots", at(**{"t/_meta": node, "t/_cols/x": node, "u": node}), _object_registry={"/t": {"kind": "ctable"}, "/v": 3, "/w": {"kind": [1]}})
made("good-registry", at(a=node), _object_registry="nonsense")
made("good-many", at(**{"k%d" % i: node for i in range(20_000)}))
self = open("good-same.b2e", "rb").read()
made("good-itself", at(a={"offset": 0, "length": len(self)}), data=self)
zeros = blosc2.SChunk(chunksize=1 << 30, urlpath="good-zeros.b2e", mode="w", meta={"b2embed": {"version": 1}})
zeros.fill_special(1 << 40, blosc2.SpecialValue.ZERO)
zeros.vlmeta["estore_metadata"] = at(a={"offset": 0, "length": 1 << 40}, b={"offset": (1 << 40) - 9, "length": 9})
`
	cmd := exec.Command(python, "-c", script)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.b2e"))
	if len(files) != 19 {
		t.Fatalf("%d files", len(files))
	}
	kinds := map[string]string{
		"good-nomap": "", "good-empty": "", "good-same": "/a array, /b array", "good-odd": " array, /../../x array, /a\x00b array, /a/ array",
		"good-remote": "/a remote, /b array", "good-broken": "/a unknown, /b unknown", "good-roots": "/t ctable, /u array, /v unknown, /w unknown",
		"good-registry": "/a array", "good-itself": "/a schunk", "good-zeros": "/a unknown, /b unknown",
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".b2e")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		entries, err := List(context.Background(), path, Options{})
		runtime.ReadMemStats(&after)
		var got []string
		for _, e := range entries {
			got = append(got, e.Key+" "+e.Kind)
		}
		switch {
		case strings.HasPrefix(name, "corrupt"):
			if !errors.Is(err, store.ErrCorrupt) {
				t.Errorf("%s: %v", name, err)
			}
		case strings.HasPrefix(name, "other"):
			if err == nil || !strings.Contains(err.Error(), "no store of arrays") {
				t.Errorf("%s: %v", name, err)
			}
		case name == "good-many":
			if err != nil || len(entries) != 20_000 {
				t.Errorf("%s: %d entries, %v", name, len(entries), err)
			}
		case err != nil || strings.Join(got, ", ") != kinds[name]:
			t.Errorf("%s: %v, %q; want %q", name, err, got, kinds[name])
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 16<<20 && name != "good-many" {
			t.Errorf("%s: %d bytes allocated", name, n)
		}
	}
}

// FuzzFile opens a file as a zip file or an embed store, and all that it lists.
func FuzzFile(f *testing.F) {
	for _, name := range []string{"dict.b2z", "tree.b2z", "embed.b2e"} {
		f.Add(read(f, name))
	}
	f.Add(read(f, "dict.b2d/embed.b2e"))
	o := Options{Limits: frame.Limits{NBytes: 1 << 24, ChunkNBytes: 1 << 20, BlockNBytes: 1 << 20, NChunks: 1 << 12, MetaBytes: 1 << 18}}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := openFile(store.NewMemory(b), o)
		if err != nil {
			return
		}
		defer c.Close()
		entries, err := c.list(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range entries {
			r, ok, err := c.find(e.Key)
			if !ok {
				t.Fatalf("%q is listed and not there", e.Key)
			}
			if err != nil || i > 100 {
				continue
			}
			if fr, err := frame.Open(r, o.Limits); err == nil {
				n := min(fr.Info().NBytes, 1<<16)
				fr.ReadAt(&frame.Cursor{}, make([]byte, n), fr.Info().NBytes-n)
			}
		}
	})
}
