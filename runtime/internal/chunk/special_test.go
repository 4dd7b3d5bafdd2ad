package chunk

import (
	"bytes"
	"errors"
	"testing"

	"github.com/b2gen/b2/runtime/internal/store"
)

func TestNewSpecial(t *testing.T) {
	for _, c := range []struct {
		kind               Special
		nbytes, block, typ int
		want               []byte
	}{
		{Zeros, 5, 2, 1, make([]byte, 5)},
		{Uninit, 4, 4, 4, make([]byte, 4)},
		{NaN, 8, 4, 4, []byte{0, 0, 0xc0, 0x7f, 0, 0, 0xc0, 0x7f}},
		{NaN, 16, 16, 8, []byte{0, 0, 0, 0, 0, 0, 0xf8, 0x7f, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f}},
	} {
		r, err := NewSpecial(c.kind, c.nbytes, c.block, c.typ)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, c.nbytes)
		if err := r.Decode(new(Decoder), got); err != nil || !bytes.Equal(got, c.want) {
			t.Errorf("kind %d: % x, err %v", c.kind, got, err)
		}
	}
	for _, c := range []struct {
		kind               Special
		nbytes, block, typ int
	}{{None, 8, 8, 8}, {Repeated, 8, 8, 8}, {NaN, 8, 8, 2}, {Zeros, -1, 8, 8}, {Zeros, 8, 0, 8}, {7, 8, 8, 8}} {
		if _, err := NewSpecial(c.kind, c.nbytes, c.block, c.typ); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%v: %v", c, err)
		}
	}
}
