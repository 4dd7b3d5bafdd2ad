package frame

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/b2gen/b2/runtime/internal/store"
)

// goldenBytes are the contents of all golden files of a kind, by path.
func goldenBytes(t testing.TB, chunks bool) map[string][]byte {
	t.Helper()
	m := loadManifest(t)
	all := map[string][]byte{}
	for _, e := range append(m.Files, m.Bad...) {
		if (e.Kind == "chunk") != chunks || slices.Contains(directories, e.Path) {
			continue
		}
		b, err := os.ReadFile(filepath.Join(golden, e.Path))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Path] = b
	}
	return all
}

// hostileLimits are lower than testLimits, because a fuzzed header may claim any size with few bytes.
var hostileLimits = Limits{NBytes: 1 << 20, ChunkNBytes: 1 << 18, NChunks: 1 << 12, MetaBytes: 1 << 16}

// tryFrame reads everything that can be read of a frame. The answer does not matter; a panic does.
func tryFrame(b []byte) error {
	f, err := Open(store.NewMemory(b), hostileLimits)
	if err != nil {
		return err
	}
	return tryAll(f)
}

func tryAll(f *Frame) error {
	for _, a := range f.Attrs() {
		f.Attr(a.Name)
	}
	f.Values(false)
	f.Export(io.Discard)
	f.Stored()
	f.ItemSize()
	_, err := readAll(f)
	return err
}

// tryChunk reads a chunk.
func tryChunk(b []byte) error {
	_, err := decodeChunk(store.NewMemory(b), hostileLimits)
	return err
}

// checkError asserts that a refusal can be told apart by its kind.
func checkError(t *testing.T, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, store.ErrCorrupt) && !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("error %v is neither corrupt nor unsupported", err)
	}
}

// mutate damages a copy of b: bytes, bits, or the length.
func mutate(rng *rand.Rand, b []byte) []byte {
	b = bytes.Clone(b)
	for range 1 + rng.IntN(3) {
		switch at := rng.IntN(len(b)); rng.IntN(6) {
		case 0:
			b[at] ^= 1 << rng.IntN(8)
		case 1:
			b[at] = byte(rng.Uint32())
		case 2:
			b[at] = 0xff
		case 3: // the places where sizes are
			b[rng.IntN(min(len(b), 128))] = byte(rng.Uint32())
		case 4: // the trailer
			b[len(b)-1-rng.IntN(min(len(b), 80))] = byte(rng.Uint32())
		case 5:
			if rng.IntN(10) == 0 && at > 0 {
				b = b[:at]
			}
		}
	}
	return b
}

// mutations is how often each golden file is damaged; over the manifest that makes more than 20,000.
const mutations = 300

// mostAllocated is what reading a damaged file may allocate in all, let alone at a time: a few times the limits.
const mostAllocated = 8 << 20

func TestMutations(t *testing.T) {
	for _, c := range []struct {
		name string
		try  func([]byte) error
		data map[string][]byte
	}{{"frame", tryFrame, goldenBytes(t, false)}, {"chunk", tryChunk, goldenBytes(t, true)}} {
		t.Run(c.name, func(t *testing.T) {
			m := damage{t: t, rng: rand.New(rand.NewPCG(5, 6))}
			for _, path := range slices.Sorted(maps.Keys(c.data)) { // in order: a failure must happen again
				if b := c.data[path]; len(b) > 0 {
					for range mutations {
						bad := mutate(m.rng, b)
						m.try(path, func() error { return c.try(bad) })
					}
				}
			}
			m.log()
		})
	}
	t.Run("sparse", func(t *testing.T) {
		m := damage{t: t, rng: rand.New(rand.NewPCG(7, 8))}
		files := sparseObjects(t)
		for range 10 * mutations {
			bad := maps.Clone(files)
			for range 1 + m.rng.IntN(2) {
				name := []string{IndexFile, chunkFile(m.rng.Int64N(9))}[m.rng.IntN(2)]
				bad[name] = mutate(m.rng, files[name])
			}
			m.try("sparse", func() error { return trySparse(bad) })
		}
		m.log()
	})
}

// damage counts what becomes of damaged inputs.
type damage struct {
	t           *testing.T
	rng         *rand.Rand
	refused, n  int
	most        uint64
	before, end runtime.MemStats
}

func (m *damage) try(path string, read func() error) {
	runtime.ReadMemStats(&m.before)
	err := read()
	runtime.ReadMemStats(&m.end)
	checkError(m.t, err)
	used := m.end.TotalAlloc - m.before.TotalAlloc
	if m.most = max(m.most, used); used > mostAllocated {
		m.t.Errorf("%s: %d bytes allocated", path, used)
	}
	if m.n++; err != nil {
		m.refused++
	}
}

func (m *damage) log() {
	m.t.Logf("%d of %d damaged inputs refused, at most %d bytes allocated for one", m.refused, m.n, m.most)
}
