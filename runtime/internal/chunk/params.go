package chunk

import (
	"errors"
	"fmt"
	"slices"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/filter"
)

// Params say how chunks are written.
type Params struct {
	Codec      codec.ID
	Level      int // 0 (only copy) to 9
	Filters    [filter.Slots]uint8
	FilterMeta [filter.Slots]uint8
	TypeSize   int // bytes an element; above 255 the chunk says 1 (digest 1)
	BlockSize  int // bytes a block, a multiple of TypeSize
}

// DefaultParams are b2's own choice: LZ4 over byte planes whose neighbours were subtracted. Measured, it is smaller
// and many times faster than the reference's default. Single bytes have no planes and go to the codec as they are.
func DefaultParams(typeSize, blockSize int) Params {
	p := Params{Codec: codec.LZ4, Level: DefaultLevel, TypeSize: typeSize, BlockSize: blockSize}
	switch {
	case typeSize > 1 && typeSize < 128: // the reference's opener fails on larger frame-level metas (digest 7.1)
		p.Filters[4], p.Filters[5] = filter.ShuffleID, filter.ByteDeltaID
		p.FilterMeta[5] = uint8(typeSize)
	case typeSize > 1:
		p.Filters[5] = filter.ShuffleID
	}
	return p
}

// DefaultLevel is the compression level of DefaultParams.
const DefaultLevel = 5

// Stored is the element size as chunks state it.
func (p Params) Stored() int {
	if p.TypeSize > 255 {
		return 1
	}
	return p.TypeSize
}

// Check reports the first thing wrong with p.
func (p Params) Check() error {
	switch {
	case p.TypeSize < 1:
		return fmt.Errorf("typesize %d is not positive", p.TypeSize)
	case p.BlockSize < 1 || p.BlockSize > MaxBlockSize:
		return fmt.Errorf("blocksize %d is not 1 to %d", p.BlockSize, MaxBlockSize)
	case p.BlockSize%p.TypeSize != 0:
		return fmt.Errorf("blocksize %d is not a multiple of typesize %d", p.BlockSize, p.TypeSize)
	case p.Level < 0 || p.Level > 9:
		return fmt.Errorf("level %d is not 0 to 9", p.Level)
	}
	return filter.Writable(p.filters())
}

// filters are what the chunks' headers will say of filters.
func (p Params) filters() filter.Config {
	return filter.Config{IDs: p.Filters, Meta: p.FilterMeta, TypeSize: p.Stored()}
}

// OneBlock reports whether a chunk must have a single block. The delta filter ties blocks to the chunk's first one,
// and Python-Blosc2 reads parts of such chunks wrongly or, with several threads, never ends (digest 4).
func (p Params) OneBlock() bool { return slices.Contains(p.Filters[:], filter.DeltaID) }

// split is the reference's rule for a stream of its own for each byte plane (digest 6): only codecs without an
// entropy coder gain from it at high levels.
func (p Params) split() bool {
	shuffled := false
	for _, id := range p.Filters {
		shuffled = shuffled || id == filter.ShuffleID
	}
	t := p.Stored()
	fast := p.Codec == codec.LZ4 || p.Codec == codec.BloscLZ || p.Codec == codec.Zstd && p.Level <= 5
	return fast && shuffled && t > 1 && t <= 16 && p.BlockSize/t >= 32
}

var (
	errBlocks = errors.New("blocks do not make up the chunk")
	errDelta  = errors.New("filter delta is written in chunks of one block only")
)
