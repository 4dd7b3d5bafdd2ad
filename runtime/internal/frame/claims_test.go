package frame

import (
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"testing"

	"github.com/b2gen/b2/runtime/internal/store"
)

// allocated is the memory that f takes in all, in bytes.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Attributes whose places are the same would make gigabytes of a trailer.
func TestLayersThatShareBytes(t *testing.T) {
	const names, size = 8000, 1 << 20
	be := binary.BigEndian
	b := []byte{mpArray | 3, mpUint16, 0, 0, mpMap16}
	b = be.AppendUint16(b, names)
	at := len(b) + names*(1+4+5) + 3
	for i := range names {
		b = append(append(b, mpStr|4), fmt.Sprintf("%04d", i)...)
		b = be.AppendUint32(append(b, mpInt32), uint32(at))
	}
	b = append(b, mpArray16, 0, 1, mpBin32)
	b = append(be.AppendUint32(b, size), make([]byte, size)...)
	used := allocated(func() {
		if _, err := parseLayers(b, 0, 0, maxAttrs); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%v", err)
		}
	})
	if used > 8*uint64(len(b)) {
		t.Errorf("%d bytes allocated for %d", used, len(b))
	}
}

// The number of values is bounded over all attributes: each takes more memory than the byte it is stored in.
func TestValuesAreBoundedInAll(t *testing.T) {
	list := make([]any, 600_000)
	for n, want := range []error{1: nil, 2: errors.ErrUnsupported} {
		f := &Frame{lim: Limits{}.withDefaults()}
		for i := range n {
			raw, err := pack(list)
			if err != nil {
				t.Fatal(err)
			}
			content, err := encodeAttr(raw)
			if err != nil {
				t.Fatal(err)
			}
			f.attrs = append(f.attrs, Layer{Name: fmt.Sprint(i), Content: content})
		}
		if _, err := f.Values(false); !errors.Is(err, want) {
			t.Errorf("%d attributes: %v", n, err)
		}
	}
}
