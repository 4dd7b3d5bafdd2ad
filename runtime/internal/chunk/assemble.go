package chunk

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
)

// Assembled is a finished chunk.
type Assembled struct {
	Special Special  // Zeros: there are no pieces, the frame's index tells it all
	Pieces  [][]byte // what to store, in order
	NBytes  int      // uncompressed
	CBytes  int      // stored
}

// Assemble makes a chunk of nbytes from its blocks, in order. The pieces share the blocks' memory and the Encoder's
// own; they are valid until the next Assemble.
func (e *Encoder) Assemble(nbytes int, blocks []Block) (Assembled, error) {
	want := (nbytes + e.p.BlockSize - 1) / e.p.BlockSize
	if nbytes <= 0 || nbytes > MaxNBytes || len(blocks) != want {
		return Assembled{}, fmt.Errorf("chunk: %d blocks of %d bytes for %d: %w", len(blocks), e.p.BlockSize, nbytes, errBlocks)
	}
	if len(blocks) > 1 && e.p.OneBlock() {
		return Assembled{}, fmt.Errorf("chunk: %d blocks: %w", len(blocks), errDelta)
	}
	stored := HeaderSize + 4*len(blocks)
	zeros, repeated := true, true
	for _, b := range blocks {
		stored += len(b.Data)
		zeros = zeros && b.Kind == Zeros
		repeated = repeated && b.Kind == Repeated && bytes.Equal(b.Data, blocks[0].Data)
	}
	switch {
	case zeros:
		return Assembled{Special: Zeros, NBytes: nbytes}, nil
	case e.p.Level == 0:
		return e.assembleRaw(nbytes, blocks)
	case repeated:
		return e.assembleRepeated(nbytes, blocks[0])
	case nbytes < minStored || stored >= nbytes+HeaderSize:
		return e.assembleCopy(nbytes, blocks)
	}
	return e.assembleCoded(nbytes, stored, blocks)
}

// header starts the head with a fixed part; the caller appends what follows and may set bits.
func (e *Encoder) header(flags byte, nbytes, cbytes int) []byte {
	h := append(e.head[:0], version5, 1, flagExtended|flags, byte(e.p.Stored()))
	h = binary.LittleEndian.AppendUint32(h, uint32(nbytes))
	h = binary.LittleEndian.AppendUint32(h, uint32(min(e.p.BlockSize, nbytes)))
	h = binary.LittleEndian.AppendUint32(h, uint32(cbytes))
	h = append(h, e.p.Filters[:]...)
	h = append(h, byte(e.p.Codec), 0)
	h = append(h, e.p.FilterMeta[:]...)
	e.head = append(h, 0, 0)
	return e.head
}

// finish lists the head and the blocks as pieces.
func (e *Encoder) finish(nbytes int, blocks []Block) Assembled {
	e.pieces = append(e.pieces[:0], e.head)
	c := len(e.head)
	for _, b := range blocks {
		e.pieces = append(e.pieces, b.Data)
		c += len(b.Data)
	}
	return Assembled{Pieces: e.pieces, NBytes: nbytes, CBytes: c}
}

func (e *Encoder) assembleCoded(nbytes, stored int, blocks []Block) (Assembled, error) {
	flags := e.p.Codec.Format() << formatShift
	if !e.split {
		flags |= flagNoSplit
	}
	h := e.header(flags, nbytes, stored)
	at := HeaderSize + 4*len(blocks)
	for _, b := range blocks {
		h = binary.LittleEndian.AppendUint32(h, uint32(at))
		at += len(b.Data)
	}
	e.head = h
	return e.finish(nbytes, blocks), nil
}

// assembleRaw makes a memcpyed chunk from blocks that are raw already, but for those of zeros.
func (e *Encoder) assembleRaw(nbytes int, blocks []Block) (Assembled, error) {
	e.header(flagMemcpyed, nbytes, nbytes+HeaderSize)
	raw := slices.Clone(blocks)
	var zeros []byte // of all blocks without data
	for i, b := range raw {
		if b.Kind == Zeros {
			if zeros == nil {
				zeros = make([]byte, e.p.BlockSize)
			}
			raw[i].Data = zeros[:min(e.p.BlockSize, nbytes-i*e.p.BlockSize)]
		}
	}
	a := e.finish(nbytes, raw)
	if a.CBytes != nbytes+HeaderSize {
		return Assembled{}, fmt.Errorf("chunk: blocks have %d bytes of %d: %w", a.CBytes-HeaderSize, nbytes, errBlocks)
	}
	return a, nil
}

// assembleCopy makes a memcpyed chunk of blocks that did not shrink: the format has no other way to bound a chunk's
// size (digest 6). The raw bytes are gone by then, so they are decoded again; noise is stored raw and costs a copy.
func (e *Encoder) assembleCopy(nbytes int, blocks []Block) (Assembled, error) {
	raw := sized(&e.raw, nbytes)
	size := min(e.p.BlockSize, nbytes)
	for i, b := range blocks {
		dst := raw[i*size : min((i+1)*size, nbytes)]
		if err := e.decode(dst, b, len(dst) < size); err != nil {
			return Assembled{}, fmt.Errorf("chunk: own block %d: %w", i, err)
		}
	}
	e.header(flagMemcpyed, nbytes, nbytes+HeaderSize)
	return e.finish(nbytes, []Block{{Data: raw}}), nil
}

// decode undoes EncodeBlock.
func (e *Encoder) decode(dst []byte, b Block, leftover bool) error {
	l := layout{id: e.p.Codec, pipe: e.pipe, streams: e.streams(leftover)}
	if b.Kind == Zeros {
		clear(dst)
		return nil
	}
	return l.decode(&e.dec, dst, b.Data, nil)
}

// assembleRepeated makes a chunk that holds its one value behind the header. The value's length is the true element
// size, whatever the typesize byte can hold (digest 2).
func (e *Encoder) assembleRepeated(nbytes int, b Block) (Assembled, error) {
	block := sized(&e.raw, min(e.p.BlockSize, nbytes))
	if err := e.decode(block, b, false); err != nil {
		return Assembled{}, fmt.Errorf("chunk: own block: %w", err)
	}
	h := e.header(0, nbytes, HeaderSize+e.p.TypeSize)
	clear(h[16:31]) // filters, codec and metas are all 0 in such a chunk
	h[31] = byte(Repeated) << specialShift
	e.head = append(h, block[:e.p.TypeSize]...)
	return e.finish(nbytes, nil), nil
}

// Bytes joins the pieces; a chunk of special kind has none.
func (a Assembled) Bytes() []byte {
	out := make([]byte, 0, a.CBytes)
	for _, p := range a.Pieces {
		out = append(out, p...)
	}
	return out
}

// Encode makes a whole chunk from raw bytes, for what is small: index, attributes, tests.
func (e *Encoder) Encode(raw []byte) (Assembled, error) {
	var blocks []Block
	for at := 0; at < len(raw); at += e.p.BlockSize {
		part := raw[at:min(at+e.p.BlockSize, len(raw))]
		b, err := e.EncodeBlock(nil, part, at > 0 && len(part) < e.p.BlockSize)
		if err != nil {
			return Assembled{}, err
		}
		blocks = append(blocks, b)
	}
	return e.Assemble(len(raw), blocks)
}

// Copy makes a memcpyed chunk of raw, which may be of any length from 1 and is not split into blocks by the Encoder.
// A frame's index uses it when it has too few offsets to compress.
func (e *Encoder) Copy(raw []byte) Assembled {
	e.header(flagMemcpyed, len(raw), len(raw)+HeaderSize)
	return e.finish(len(raw), []Block{{Data: raw}})
}
