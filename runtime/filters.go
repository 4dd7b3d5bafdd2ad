package runtime

import (
	"fmt"
	"slices"
	"strings"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/filter"
)

// setFilters puts the filters that texts name in the last slots.
func setFilters(p *chunk.Params, texts []string, d dtype.DType) error {
	p.Filters, p.FilterMeta = [filter.Slots]uint8{}, [filter.Slots]uint8{}
	if len(texts) > filter.Slots {
		return fmt.Errorf("%d filters are more than %d", len(texts), filter.Slots)
	}
	for i, text := range texts {
		id, meta, err := filter.Parse(text, d.Size())
		if err != nil {
			return err
		}
		switch {
		case id == filter.TruncPrec && !d.IsFloat():
			return fmt.Errorf("filter trunc_prec takes float32 and float64, not %v", d)
		case id == filter.IntTrunc && !d.IsInteger():
			return fmt.Errorf("filter int_trunc takes integers, not %v", d)
		}
		slot := filter.Slots - len(texts) + i
		p.Filters[slot], p.FilterMeta[slot] = id, meta
	}
	alone := *p
	alone.BlockSize = d.Size() // is not what is to be checked here
	return alone.Check()
}

// oneBlock tells whether the filters want chunks of one block.
func (t Target) oneBlock() bool {
	return slices.ContainsFunc(t.Filters, func(text string) bool {
		word, _, _ := strings.Cut(text, ":")
		return word == filter.Name(filter.DeltaID)
	})
}

// fit adapts a layout that the user did not choose to the filters.
func (t Target) fit(l Layout) Layout { return fitFilters(l, t.oneBlock()) }

func fitFilters(l Layout, oneBlock bool) Layout {
	if oneBlock {
		l.Chunks = l.Blocks
	}
	return l
}

// checkOneBlock refuses a layout that the filters do not allow.
func (t Target) checkOneBlock(l Layout) error {
	if t.oneBlock() && !slices.Equal(l.Chunks, l.Blocks) {
		return fmt.Errorf("filter delta needs chunks of one block, or Python-Blosc2 reads parts of the array wrongly: chunks are %s and blocks %s",
			shape.Format(l.Chunks), shape.Format(l.Blocks))
	}
	return nil
}

// filterTexts lists a header's filters as they are asked for.
func filterTexts(ids, metas [filter.Slots]uint8, size int) []string {
	texts := []string{}
	for i, id := range ids {
		if id != filter.None {
			texts = append(texts, filter.Text(id, metas[i], size))
		}
	}
	return texts
}
