package chunk

import (
	"errors"
	"testing"

	"github.com/b2gen/b2/runtime/internal/filter"
)

func TestParamsCheck(t *testing.T) {
	good := DefaultParams(8, 4096)
	for name, change := range map[string]func(*Params){
		"typesize 0":          func(p *Params) { p.TypeSize = 0 },
		"blocksize 0":         func(p *Params) { p.BlockSize = 0 },
		"blocksize too large": func(p *Params) { p.BlockSize = MaxBlockSize + 8 },
		"odd blocksize":       func(p *Params) { p.BlockSize = 4097 },
		"level -1":            func(p *Params) { p.Level = -1 },
		"level 10":            func(p *Params) { p.Level = 10 },
		"codec 3":             func(p *Params) { p.Codec = 3 },
		"two deltas":          func(p *Params) { p.Filters[0], p.Filters[1] = filter.DeltaID, filter.DeltaID },
		"filter 99":           func(p *Params) { p.Filters[0] = 99 },
	} {
		p := good
		change(&p)
		if _, err := NewEncoder(p); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := NewEncoder(good); err != nil {
		t.Error(err)
	}
}

func TestAssembleRefuses(t *testing.T) {
	e, _ := NewEncoder(DefaultParams(8, 512))
	b, _ := e.EncodeBlock(nil, noise(512), false)
	for _, n := range []int{0, 1024, 513, -1} {
		if _, err := e.Assemble(n, []Block{b}); !errors.Is(err, errBlocks) {
			t.Errorf("one block for %d bytes: %v", n, err)
		}
	}
	for _, n := range []int{0, 511, 520} {
		if _, err := e.EncodeBlock(nil, make([]byte, n), false); err == nil {
			t.Errorf("a block of %d bytes: no error", n)
		}
	}
}
