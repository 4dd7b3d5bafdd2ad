package b2_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/b2gen/b2"
)

// TestPythonsStores reads stores that Python-Blosc2 makes now, of arrays of many types and sizes, embedded and not.
// Every array is copied to a file of its own, which Python compares with what it put in.
func TestPythonsStores(t *testing.T) {
	dir := t.TempDir()
	made := python(t, dir, `
import json, os
rng = np.random.default_rng(3)
types = ["b1", "i1", "u2", "<i4", ">i4", "u8", "f2", "f4", "f8", ">f8", "c8", "c16", "M8[ms]", "S7", "U5", [("a", "i4"), ("b", "f8")]]
def fill(store, n, flat):
    for i in range(n):
        dtype = np.dtype(types[i % len(types)])
        shape = tuple(rng.integers(0 if i % 11 == 0 else 1, [0, 4000, 60, 15][i % 4 or 1:][:1] * max(i % 4, 1)))
        size = int(np.prod(shape))
        if dtype.kind in "SU":
            a = np.array([str(k) for k in range(size)], dtype).reshape(shape)
        elif dtype.names:
            a = np.zeros(shape, dtype); a["a"] = np.arange(size).reshape(shape); a["b"] = a["a"] / 3
        elif dtype.kind == "b":
            a = (rng.integers(0, 2, shape)).astype(dtype)
        elif dtype.kind == "M":
            a = np.arange(size).reshape(shape).astype(dtype)
        else:
            a = rng.integers(0, 120, shape).astype(dtype)
        key = "/" + "/".join(["g%d" % (i % 3)] * (i % 4) + ["array %d é" % i if i % 5 == 0 else "a%d" % i])
        store[key] = blosc2.asarray(a)
        want[key] = a
    for i, data in enumerate([b"", b"x", bytes(range(256)) * 400]):
        store["/s%d" % i] = blosc2.SChunk(chunksize=1 + 3000 * i, data=data, cparams={"typesize": i + 1})
        raw["/s%d" % i] = data
listed = {}
for name, kind, kw in [("d.b2z", blosc2.DictStore, {"threshold": 2000}), ("d.b2d", blosc2.DictStore, {"threshold": 2000}), ("t.b2z", blosc2.TreeStore, {}),
                       ("t.b2d", blosc2.TreeStore, {"threshold": 500}), ("none.b2d", blosc2.DictStore, {"threshold": None}), ("e.b2e", blosc2.EmbedStore, {})]:
    want, raw = {}, {}
    store = kind(name, mode="w", **kw)
    fill(store, 40, False)
    del store["/s0"]
    del raw["/s0"]
    if hasattr(store, "close"): store.close()
    os.mkdir(name + ".want")
    for i, (key, a) in enumerate(want.items()):
        np.save(name + ".want/%d.npy" % i, a)
    for key, data in raw.items():
        open(name + ".want" + key, "wb").write(data)
    listed[name] = {"arrays": list(want), "raw": list(raw)}
print(json.dumps(listed))`)
	var listed map[string]struct{ Arrays, Raw []string }
	if err := json.Unmarshal([]byte(made), &listed); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	for name, want := range listed {
		path := filepath.Join(dir, name)
		entries, err := b2.List(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[string]string{}
		for _, e := range entries {
			kinds[e.Key] = e.Kind
		}
		if len(kinds) != len(want.Arrays)+len(want.Raw) {
			t.Errorf("%s: %d entries, want %d and %d", name, len(kinds), len(want.Arrays), len(want.Raw))
		}
		for i, key := range want.Arrays {
			a, err := b2.Open(ctx, path+":"+key)
			if err != nil || kinds[key] != b2.KindArray {
				t.Errorf("%s: %v, kind %q", key, err, kinds[key])
				continue
			}
			if _, err := a.Expr().Compute(ctx, b2.Path(filepath.Join(path+".want", fmt.Sprint(i, ".b2nd")))); err != nil {
				t.Errorf("%s:%s: %v", name, key, err)
			}
			a.Close()
		}
		for _, key := range want.Raw {
			s, err := b2.OpenSChunk(ctx, path+":"+key)
			if err != nil || kinds[key] != b2.KindSChunk {
				t.Errorf("%s: %v, kind %q", key, err, kinds[key])
				continue
			}
			got, err := io.ReadAll(io.NewSectionReader(s, 0, s.NBytes()))
			data, e := os.ReadFile(path + ".want" + key)
			if err != nil || e != nil || string(got) != string(data) {
				t.Errorf("%s:%s: other bytes, %v, %v", name, key, err, e)
			}
			s.Close()
		}
	}
	python(t, dir, `
import glob
n = 0
for path in glob.glob("*.want/*.npy"):
    want, got = np.load(path), blosc2.open(path[:-4] + ".b2nd", mode="r")
    g = got[()]
    assert got.shape == want.shape and got.dtype == want.dtype.newbyteorder("<"), (path, got.shape, got.dtype, want.shape, want.dtype)
    assert np.asarray(g).reshape(want.shape).tobytes() == want.astype(want.dtype.newbyteorder("<")).tobytes(), path
    n += 1
assert n == 6 * 40, n`)
}

// TestPythonsSChunks reads SChunks that Python-Blosc2 makes and changes now: of chunks of one size and of many, of
// variable blocks, in files and in folders.
func TestPythonsSChunks(t *testing.T) {
	dir := t.TempDir()
	made := python(t, dir, `
import json, random, os
random.seed(5)
rng = np.random.default_rng(5)
names = []
codecs = [blosc2.Codec.BLOSCLZ, blosc2.Codec.LZ4, blosc2.Codec.ZLIB, blosc2.Codec.ZSTD]
def noise(n):
    return [rng.integers(0, 256, n, "u1").tobytes(), bytes(n), (np.arange(n) // 9).astype("u1").tobytes()][random.randrange(3)]
for i in range(120):
    contiguous, typesize = i % 2 == 0, random.choice([1, 2, 3, 4, 8, 16, 100, 255, 300])
    size = typesize * random.randint(1, 2000)
    s = blosc2.SChunk(chunksize=size, urlpath="s%d.b2frame" % i, mode="w", contiguous=contiguous,
                      cparams=dict(typesize=typesize, codec=random.choice(codecs), clevel=random.randint(0, 9)))
    n = random.randint(0, 6)
    for k in range(n):
        s.append_data(noise(size))
    if n and i % 3 == 0:
        s.append_data(noise(typesize * random.randint(1, size // typesize)))
    elif n and i % 5 == 0:  # chunks behind a short one cannot be read any more
        s.update_data(random.randrange(n), noise(size), copy=True)
        s.insert_data(random.randrange(n), noise(size), copy=True)
        s.delete_chunk(random.randrange(n))
    if i % 4 == 0:
        s.vlmeta["k"] = [i, "v"]
    open("s%d.bin" % i, "wb").write(b"".join(s.decompress_chunk(k) for k in range(s.nchunks)))
    names.append("s%d" % i)
objects = {}
for i in range(40):
    kind = [blosc2.ObjectArray, blosc2.BatchArray][i % 2]
    name = "o%d.%s" % (i, ["b2frame", "b2b"][i % 2])
    a = kind(storage=blosc2.Storage(urlpath=name, mode="w", contiguous=i % 3 > 0))
    for k in range(random.randint(1, 9)):
        v = ["x" * random.randint(0, 5000), k, {"k": [k] * random.randint(1, 400)}]
        a.append(v)
    s = a.schunk
    open("o%d.bin" % i, "wb").write(b"".join(s.decompress_chunk(k) for k in range(s.nchunks)))
    objects["o%d" % i] = name
print(json.dumps([names, objects]))`)
	var names []string
	var objects map[string]string
	if err := json.Unmarshal([]byte(made), &[]any{&names, &objects}); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		objects[name] = name + ".b2frame"
	}
	ctx := context.Background()
	for name, file := range objects {
		want, err := os.ReadFile(filepath.Join(dir, name+".bin"))
		if err != nil {
			t.Fatal(err)
		}
		s, err := b2.OpenSChunk(ctx, filepath.Join(dir, file))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		holds(t, s, want)
		if v, err := s.Verify(ctx); err != nil || len(v.Faults) > 0 {
			t.Errorf("%s: Verify: %v, %v", file, v, err)
		}
		if t.Failed() {
			t.Fatalf("the file is %s:\n%s", file, s.Info())
		}
		s.Close()
	}
}
