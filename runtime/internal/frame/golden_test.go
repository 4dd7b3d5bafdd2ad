package frame

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/store"
)

const golden = "../../../testdata/b2nd"

// entry is a file of the manifest: made by the reference library, with what it must decode to.
type entry struct {
	Path     string            `json:"path"`
	Kind     string            `json:"kind"` // b2nd, schunk or chunk
	NBytes   int               `json:"nbytes"`
	SHA256   string            `json:"sha256"`
	Shape    []int             `json:"shape"`
	DType    string            `json:"dtype"`
	Chunks   []int             `json:"chunks"`
	Blocks   []int             `json:"blocks"`
	VLMeta   map[string]string `json:"vlmeta_msgpack_hex"`
	MetaHex  map[string]string `json:"meta_msgpack_hex"`
	WhyWrong string            `json:"why"`
}

type manifest struct {
	Files []entry `json:"files"`
	Bad   []entry `json:"bad"`
}

func loadManifest(t testing.TB) manifest {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(golden, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m manifest
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Files) < 60 || len(m.Bad) < 24 {
		t.Fatalf("%d files and %d bad ones in the manifest", len(m.Files), len(m.Bad))
	}
	return m
}

// directories are golden files that are sparse frames.
var directories = []string{"g_sframe.b2nd"}

func TestGolden(t *testing.T) {
	for _, e := range loadManifest(t).Files {
		t.Run(e.Path, func(t *testing.T) {
			got, err := decodePath(t, e, filepath.Join(golden, e.Path))
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(got)
			if len(got) != e.NBytes || hex.EncodeToString(sum[:]) != e.SHA256 {
				t.Errorf("%d bytes with another content, want %d", len(got), e.NBytes)
			}
		})
	}
}

// decodePath gives the bytes that the manifest is about: an array in C order, or all chunks one after the other.
func decodePath(t *testing.T, e entry, path string) ([]byte, error) {
	if slices.Contains(directories, e.Path) {
		return decodeDirectory(t, e, path)
	}
	file, err := store.OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if e.Kind == "chunk" {
		return decodeChunk(file, testLimits)
	}
	f, err := Open(file, testLimits)
	if err != nil {
		return nil, err
	}
	checkMeta(t, e, f)
	if e.Kind == "b2nd" {
		return readArray(f)
	}
	return readAll(f)
}

func decodeDirectory(t *testing.T, e entry, path string) ([]byte, error) {
	folder, err := store.OpenFolder(path)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	f, err := OpenSparse(folder, testLimits)
	if err != nil {
		return nil, err
	}
	checkMeta(t, e, f)
	return readArray(f)
}

// checkMeta compares shapes, type, metalayers and attributes.
func checkMeta(t *testing.T, e entry, f *Frame) {
	t.Helper()
	if e.Kind == "b2nd" {
		want := &B2ND{Shape: e.Shape, Chunks: e.Chunks, Blocks: e.Blocks, DType: e.DType}
		if diff := cmp.Diff(want, f.B2ND()); diff != "" {
			t.Errorf("metalayer (-want +got):\n%s", diff)
		}
		if d, err := f.Stored(); err != nil || d.Text() != e.DType {
			t.Errorf("Stored() = %v, %v", d.Text(), err)
		}
	}
	for name, want := range e.VLMeta {
		if got, ok, err := f.Attr(name); !ok || err != nil || hex.EncodeToString(got) != want {
			t.Errorf("attribute %s: %x, %v, %v", name, got, ok, err)
		}
	}
	for name, want := range e.MetaHex {
		if got, ok := find(f.Layers(), name); !ok || hex.EncodeToString(got) != want {
			t.Errorf("metalayer %s: %x, %v", name, got, ok)
		}
	}
}

// testLimits hold hostile files to little memory.
var testLimits = Limits{NBytes: 16 << 20, ChunkNBytes: 4 << 20, NChunks: 1 << 16, MetaBytes: 1 << 20}

func decodeChunk(r store.Reader, lim Limits) ([]byte, error) {
	var c chunk.Reader
	if err := c.Open(r, 0, r.Size(), chunk.Limits{NBytes: lim.ChunkNBytes}); err != nil {
		return nil, err
	}
	out := make([]byte, c.NBytes())
	return out, c.Decode(new(chunk.Decoder), out)
}

// readAll joins the chunks of a frame.
func readAll(f *Frame) ([]byte, error) {
	out := []byte{}
	var d chunk.Decoder
	for i := range f.NChunks() {
		c, err := f.Chunk(i)
		if err != nil {
			return nil, err
		}
		at := len(out)
		out = append(out, make([]byte, c.NBytes())...)
		if err := c.Decode(&d, out[at:]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func TestBad(t *testing.T) {
	for _, e := range loadManifest(t).Bad {
		t.Run(e.Path, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := decodePath(t, entry{Kind: kindOfBad(e)}, filepath.Join(golden, e.Path))
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, store.ErrCorrupt) {
				t.Errorf("%s: error %v does not wrap ErrCorrupt", e.WhyWrong, err)
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 64<<20 {
				t.Errorf("%s: %d bytes allocated", e.WhyWrong, n)
			}
			if took > 100*time.Millisecond {
				t.Errorf("%s: took %v", e.WhyWrong, took)
			}
			t.Log(err)
		})
	}
}

// kindOfBad reads a bad array as plain chunks: there is nothing to compare it with.
func kindOfBad(e entry) string {
	if e.Kind == "chunk" {
		return "chunk"
	}
	return "schunk"
}

// The default limits must hold for hostile files, too.
func TestBadWithDefaultLimits(t *testing.T) {
	for _, e := range loadManifest(t).Bad {
		file, err := store.OpenFile(filepath.Join(golden, e.Path))
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if e.Kind == "chunk" {
			_, err = decodeChunk(file, Limits{})
		} else if f, openErr := Open(file, Limits{}); openErr == nil {
			_, err = readAll(f)
		} else {
			err = openErr
		}
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, store.ErrCorrupt) || n > 64<<20 {
			t.Errorf("%s (%s): error %v, %d bytes allocated", e.Path, e.WhyWrong, err, n)
		}
		file.Close()
	}
}
