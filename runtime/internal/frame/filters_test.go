package frame

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/filter"
	"github.com/b2gen/b2/runtime/internal/store"
)

// withFilters gives an array up to six filters in random slots, sometimes delta, which needs chunks of one block, and
// sometimes one that loses bits.
func withFilters(rng *rand.Rand, m Meta) Meta {
	var all [][2]uint8 // id and meta
	if rng.IntN(3) == 0 {
		if m.DType.IsFloat() && m.DType.Size() > 2 {
			all = append(all, [2]uint8{filter.TruncPrec, uint8(1 + rng.IntN(23))})
		} else if m.DType.IsInteger() {
			all = append(all, [2]uint8{filter.IntTrunc, uint8(1 + rng.IntN(8*m.DType.Size()))})
		}
	}
	if rng.IntN(4) == 0 {
		all = append(all, [2]uint8{filter.DeltaID})
		m.Blocks = m.Chunks
	}
	for rng.IntN(5) > 0 && len(all) < filter.Slots {
		all = append(all, [][2]uint8{
			{filter.ShuffleID}, {filter.ShuffleID, uint8(1 + rng.IntN(20))}, {filter.BitshuffleID},
			{filter.ByteDeltaID, uint8(m.DType.Size())}, {filter.ByteDeltaID, uint8(1 + rng.IntN(20))},
		}[rng.IntN(5)])
	}
	m.Params.Filters, m.Params.FilterMeta = [filter.Slots]uint8{}, [filter.Slots]uint8{}
	slot := 0
	for i, f := range all {
		slot += rng.IntN(filter.Slots - len(all) + i - slot + 1)
		m.Params.Filters[slot], m.Params.FilterMeta[slot] = f[0], f[1]
		slot++
	}
	return m
}

// truncatedElements are what an array's filters leave of data.
func truncatedElements(m Meta, data []byte) []byte {
	p, err := filter.New(filter.Config{IDs: m.Params.Filters, Meta: m.Params.FilterMeta, TypeSize: m.DType.Size()})
	if err != nil {
		panic(err)
	}
	out := make([]byte, len(data))
	p.Truncate(out, data)
	return out
}

func TestFilteredArrays(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	lossy := 0
	for range 300 {
		m := withFilters(rng, randomMeta(rng))
		m.Attrs = nil
		data := elements(m.DType, count(m.Shape), contents[rng.IntN(len(contents))])
		want := truncatedElements(m, data)
		if !bytes.Equal(want, data) {
			lossy++
		}
		mem := &store.Memory{}
		if err := writeArray(mem, m, data); err != nil {
			t.Fatalf("%+v: %v", m, err)
		}
		if err := checkArray(mem, m, want); err != nil {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if lossy < 30 {
		t.Errorf("only %d arrays lost bits", lossy)
	}
}

// TestDeltaArrays: an array with more than one block a chunk cannot have the delta filter.
func TestDeltaArrays(t *testing.T) {
	m := small()
	m.Params = chunk.DefaultParams(8, 40)
	m.Params.Filters[0] = filter.DeltaID
	if err := writeArray(&store.Memory{}, m, make([]byte, 320)); err == nil {
		t.Error("two blocks a chunk: no error")
	}
}
