package runtime

import (
	"context"
	"fmt"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// nonzero is the positions where a mask is true, which are counted before anything is read of them.
type nonzero struct {
	viewed
	of *Selection // of the positions
}

// nonzero counts a mask, which must be true at one place or at as many as the node has elements.
func (n *Node) nonzero(ctx context.Context, o Options, mask Input) (Source, error) {
	o.Progress = nil
	numbers := NewAffine(dtype.Int64, mask.Shape, func(dst []byte, first, step, n int) {
		for i, out := 0, unsafe.Slice((*int64)(unsafe.Pointer(unsafe.SliceData(dst))), n); i < n; i++ {
			out[i] = int64(first + i*step)
		}
	})
	truths := &lazy{job: &job{node: copyOf(mask), inputs: []Input{mask}}, stored: dtype.Plain(dtype.Bool)}
	s, err := newSelection(ctx, o, truths, numbers)
	if err != nil {
		return nil, err
	}
	if have, want := s.Shape()[0], n.Shape[0]; have != want && have != 1 {
		return nil, fmt.Errorf("shape mismatch: a mask of the index is true at %d places, which do not fit the %d positions beside it", have, want)
	}
	return &nonzero{viewed{dtype.Plain(dtype.Int64), dtype.Int64, n.Shape}, s}, nil
}

func (z *nonzero) read(w *worker, r region, dst []byte, step []int) error {
	if z.of.Shape()[0] == z.shape[0] {
		return z.of.read(w, r, dst, step)
	}
	size := z.dtype.Size() // the only position, for all
	if err := z.of.read(w, region{shape.Span{Step: 1, Count: min(r.len(), 1)}}, dst, step); err != nil {
		return err
	}
	for i := 1; i < r.len(); i++ {
		copy(dst[i*step[0]*size:][:size], dst[:size])
	}
	return nil
}
