package frame

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/b2gen/b2/runtime/internal/store"
)

func TestVariableChunks(t *testing.T) {
	good, err := os.ReadFile(filepath.Join(golden, "g_varchunks.b2frame"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := Open(store.NewMemory(good), testLimits)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{400, 240, 160, 360, 12} {
		c, err := f.Chunk(i)
		if err != nil || c.NBytes() != want {
			t.Errorf("chunk %d has %d bytes, %v; want %d", i, c.NBytes(), err, want)
		}
	}
	var b bytes.Buffer
	if err := f.Export(&b); err != nil || !bytes.Equal(b.Bytes(), good) {
		t.Errorf("the frame is not copied as it is: %v", err)
	}
	for name, nbytes := range map[string]uint64{"less": 1171, "more": 1173, "huge": 1 << 62} {
		bad := bytes.Clone(good)
		binary.BigEndian.PutUint64(bad[atNBytes+1:], nbytes)
		if _, err := Open(store.NewMemory(bad), Limits{}); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
	few := testLimits
	few.NChunks = 4
	if _, err := Open(store.NewMemory(good), few); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("more chunks than the limit: %v", err)
	}
}
