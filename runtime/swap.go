package runtime

import (
	"encoding/binary"
	"math/bits"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
)

// turnedText is text in the other byte order.
type turnedText struct {
	Source
	stored dtype.Stored
}

// TurnText is a source of text with the bytes of each character turned round.
func TurnText(s Source) Source {
	t := s.Stored()
	t.Swapped = !t.Swapped
	return &turnedText{s, t}
}

func (s *turnedText) Stored() dtype.Stored { return s.stored }

func (s *turnedText) read(w *worker, r region, dst []byte, step []int) error {
	counts, size := r.counts(), s.DType().Size()
	if dense(counts, step) {
		err := s.Source.read(w, r, dst, step)
		swap(dst[:r.len()*size], 4)
		return err
	}
	part := w.borrow(r.len() * size)
	defer w.giveBack(part)
	if err := s.read(w, r, part, strides(counts)); err != nil || r.len() == 0 {
		return err
	}
	copyND(unsafe.Pointer(unsafe.SliceData(dst)), step, unsafe.Pointer(unsafe.SliceData(part)), strides(counts), counts, size)
	return nil
}

// swap turns the bytes of each number of the given width round: what a big-endian machine stored becomes what b2
// computes with. A width of 0 leaves all as it is.
func swap(b []byte, width int) {
	le := binary.LittleEndian
	switch width {
	case 2:
		for ; len(b) >= 2; b = b[2:] {
			le.PutUint16(b, bits.ReverseBytes16(le.Uint16(b)))
		}
	case 4:
		for ; len(b) >= 4; b = b[4:] {
			le.PutUint32(b, bits.ReverseBytes32(le.Uint32(b)))
		}
	case 8:
		for ; len(b) >= 8; b = b[8:] {
			le.PutUint64(b, bits.ReverseBytes64(le.Uint64(b)))
		}
	}
}
