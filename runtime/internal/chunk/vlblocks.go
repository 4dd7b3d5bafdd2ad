package chunk

import (
	"encoding/binary"
	"fmt"

	"github.com/b2gen/b2/runtime/internal/store"
)

// A chunk of variable blocks has a list of byte strings rather than pieces of an array (digest 3). Each block begins
// with its length, so that there is something to be read of every block before any can be placed.

// vlLeast is what a variable block takes in a chunk at least: its start, its length and a byte.
const vlLeast = 9

// checkVL refuses a number of blocks that the chunk's bytes cannot hold.
func (h *Header) checkVL() error {
	if n := h.VLBlocks; n <= 0 || n > h.NBytes || n > h.CBytes/vlLeast {
		return corrupt("%d variable blocks in %d bytes, from %d", n, h.NBytes, h.CBytes)
	}
	return nil
}

// openVL finds out where the blocks lie in the decoded chunk. body is where the first may start; ordered says whether
// each starts behind the one before, which is how their ends are known; most is the limit of a block, 0 the format's.
func (r *Reader) openVL(ordered bool, body, most int) error {
	if most == 0 {
		most = MaxBlockSize
	}
	if !ordered || int(r.starts[0]) < body {
		return corrupt("variable blocks are not in order, or start before %d", body)
	}
	r.at = append(r.at[:0], 0)
	sum := 0
	for i, start := range r.starts {
		v, err := r.src.View(r.off+int64(start), 4, &r.buf)
		if err != nil {
			return err
		}
		n := int(int32(binary.LittleEndian.Uint32(v)))
		if n <= 0 || n > min(most, MaxBlockSize) || n > r.h.NBytes-sum || r.ends[i]-start <= 4 {
			return corrupt("variable block %d of %d bytes at %d", i, n, sum)
		}
		sum += n
		r.at = append(r.at, sum)
	}
	if sum != r.h.NBytes {
		return corrupt("variable blocks of %d bytes in all, nbytes %d", sum, r.h.NBytes)
	}
	return nil
}

// decodeVL decodes a variable block: raw bytes if there are as many as it has, else the codec's stream.
func (r *Reader) decodeVL(d *Decoder, i int, dst []byte) error {
	from := r.starts[i] + 4
	in, err := r.src.View(r.off+int64(from), int(r.ends[i]-from), &d.in)
	if err != nil {
		return err
	}
	l := layout{id: r.id, dict: r.dict, pipe: r.pipe}
	return l.unfilter(d, dst, nil, func(out []byte) error {
		if len(in) == len(out) {
			copy(out, in)
			return nil
		}
		if err := d.codec.DecodeDict(l.id, out, in, l.dict); err != nil {
			return fmt.Errorf("%w: %w", err, store.ErrCorrupt)
		}
		return nil
	})
}
