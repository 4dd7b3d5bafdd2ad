package chunk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/store"
)

// seeds adds the golden chunks, damaged ones, too, and the first chunk of each golden frame.
func seeds(f *testing.F) {
	const golden = "../../../testdata/b2nd/"
	good, err := filepath.Glob(golden + "*.b2*")
	bad, _ := filepath.Glob(golden + "bad/*.bin")
	if err != nil || len(good) == 0 || len(bad) == 0 {
		f.Fatalf("no golden files, err %v", err)
	}
	for _, path := range append(good, bad...) {
		raw, err := os.ReadFile(path)
		if err != nil {
			continue // a sparse frame is a directory
		}
		if bytes.HasPrefix(raw, []byte("\x9e\xa8b2frame\x00")) {
			raw = raw[min(len(raw), int(binary.BigEndian.Uint32(raw[0x0b:]))):]
		}
		if len(raw) >= 16 {
			f.Add(raw[:min(len(raw), int(binary.LittleEndian.Uint32(raw[12:])))])
		}
	}
}

// FuzzReader opens and decodes anything. Errors must say whose fault they are, and blocks read one by one must be
// what the whole chunk is.
func FuzzReader(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		var r Reader
		var d Decoder
		err := r.Open(store.NewMemory(raw), 0, int64(len(raw)), Limits{NBytes: 1 << 17})
		if err != nil {
			checkFault(t, err)
			return
		}
		whole := make([]byte, r.NBytes())
		if err := r.Decode(&d, whole); err != nil {
			checkFault(t, err)
			return
		}
		if r.NBlocks() > 1000 {
			return // delta decodes block 0 for each
		}
		for i := range r.NBlocks() {
			block := make([]byte, r.BlockLen(i))
			if err := r.ReadBlock(&d, i, block); err != nil || !bytes.Equal(block, whole[r.BlockStart(i):r.BlockStart(i+1)]) {
				t.Fatalf("block %d differs, err %v", i, err)
			}
		}
	})
}

func checkFault(t *testing.T, err error) {
	if !errors.Is(err, store.ErrCorrupt) && !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("error %v", err)
	}
}

// FuzzRoundTrip writes and reads anything with any parameters that are allowed.
func FuzzRoundTrip(f *testing.F) {
	f.Add(patterns["smooth"](800, 8), uint8(1), uint8(5), uint8(8), uint16(20), []byte{1, 35}, []byte{})
	f.Add(patterns["half"](900, 3), uint8(5), uint8(1), uint8(3), uint16(100), []byte{0, 0, 0, 0, 2}, []byte{})
	f.Add(patterns["ff"](900, 3), uint8(0), uint8(9), uint8(1), uint16(70), []byte{1}, []byte{2})
	f.Add(patterns["half"](800, 8), uint8(1), uint8(0), uint8(8), uint16(100), []byte{4, 36, 3, 2, 1, 35}, []byte{20, 60})
	f.Fuzz(func(t *testing.T, data []byte, id, level, size uint8, items uint16, filters, metas []byte) {
		p := Params{Codec: codec.ID(id), Level: int(level), TypeSize: int(size), BlockSize: int(size) * int(items)}
		copy(p.Filters[:], filters)
		copy(p.FilterMeta[:], metas)
		e, err := NewEncoder(p)
		if err != nil {
			return
		}
		data = data[:len(data)-len(data)%int(size)]
		if len(data) == 0 {
			return
		}
		a, err := e.Encode(data)
		if p.OneBlock() && len(data) > p.BlockSize {
			if !errors.Is(err, errDelta) {
				t.Fatalf("several blocks with delta: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		want := make([]byte, len(data))
		e.pipe.Truncate(want, data)
		checkChunk(t, new(Decoder), a, want, p.BlockSize)
	})
}
