package b2

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// Operand is what can be read: *Array or *Expr.
type Operand interface {
	Expr() *Expr
}

// Expr is the expression itself.
func (e *Expr) Expr() *Expr { return e }

// Read computes an expression, or decompresses an array, into a new slice in C order. T must be the element type of
// the result: nothing is converted.
func Read[T Element](ctx context.Context, x Operand, opts ...ReadOption) ([]T, error) {
	e := x.Expr()
	if e.err != nil {
		return nil, e.err
	}
	e, err := e.countedFor(ctx, opts)
	if err != nil {
		return nil, err
	}
	if err := e.checkMemory(); err != nil {
		return nil, err
	}
	dst := make([]T, shape.Len(e.shape))
	if err := ReadInto(ctx, dst, e, opts...); err != nil {
		return nil, err
	}
	return dst, nil
}

// memoryLimit is more bytes than any machine's memory has: to ask for them would end the process.
const memoryLimit = 1 << 43

func (e *Expr) checkMemory() error {
	if n := e.NBytes(); n < 0 || n > memoryLimit {
		return fmt.Errorf("the result of shape %s does not fit into memory: read a slice of it, or compute it to a file", shape.Format(e.shape))
	}
	return nil
}

// ReadInto is Read into the caller's slice, which must have the result's number of elements.
func ReadInto[T Element](ctx context.Context, dst []T, x Operand, opts ...ReadOption) error {
	e := x.Expr()
	if e.err != nil {
		return e.err
	}
	if want, have := e.DType(), dtype.Of[T](); want != have {
		if want.Kind() == dtype.KindRaw {
			return fmt.Errorf("the result is %s, not %s: read it with ReadBytes, ReadStrings, or field by field", e.StoredType(), have)
		}
		return fmt.Errorf("the result is %s, not %s: convert it in the expression, as in %s(x)", want, have, have)
	}
	e, err := e.countedFor(ctx, opts)
	if err != nil {
		return err
	}
	if len(dst) != shape.Len(e.shape) {
		return fmt.Errorf("the destination has %d elements, the result of shape %s has %d: %w", len(dst), shape.Format(e.shape), shape.Len(e.shape), ErrShape)
	}
	return e.readBytes(ctx, bytesOf(dst), opts)
}

// readBytes computes the result into memory of just its size.
func (e *Expr) readBytes(ctx context.Context, dst []byte, opts []ReadOption) error {
	s := newSettings()
	for _, o := range opts {
		o.read(s)
	}
	if err := errors.Join(e.err, s.err); err != nil {
		return err
	}
	p, _, err := e.readPlan()
	if err != nil {
		return err
	}
	return p.ReadInto(ctx, s.run, dst)
}

// ReadBytes computes an expression into the bytes of its elements, in C order, whatever their type. Numbers and times are
// little-endian. Text and structs have the bytes that their type says: characters of U and members of structs are
// big-endian where [Expr.StoredType] has them so.
func ReadBytes(ctx context.Context, x Operand, opts ...ReadOption) ([]byte, error) {
	e := x.Expr()
	if e.err != nil {
		return nil, e.err
	}
	e, err := e.countedFor(ctx, opts)
	if err != nil {
		return nil, err
	}
	if err := e.checkMemory(); err != nil {
		return nil, err
	}
	dst := make([]byte, e.NBytes())
	return dst, e.readBytes(ctx, dst, opts)
}

// Block is a part of a result, computed.
type Block struct {
	Start []int // of its first element in the result
	Shape []int
	Bytes []byte // of its elements, in C order, as ReadBytes gives them; valid until the next block
}

// BlocksOption is an option of Expr.Blocks: a RunOption, or BlockShape.
type BlocksOption interface{ blocks(*settings) }

func (o RunOption) blocks(s *settings) { o(s) }

type blocksOption func(*settings)

func (o blocksOption) blocks(s *settings) { o(s) }

// BlockShape is the shape of the parts that Expr.Blocks gives, cut off at the edges. The default is that of the chunks
// that the result would have.
func BlockShape(lengths ...int) BlocksOption {
	return blocksOption(func(s *settings) { s.shape = append([]int{}, lengths...) })
}

// Blocks computes the result part by part, in C order of the parts, with memory for one at a time. Each part is
// computed when the loop asks for it; what all of them need, such as a mean inside the expression, is computed once.
func (e *Expr) Blocks(ctx context.Context, opts ...BlocksOption) iter.Seq2[Block, error] {
	return func(yield func(Block, error) bool) {
		if err := e.blocks(ctx, opts, func(b Block) bool { return yield(b, nil) }); err != nil {
			yield(Block{}, err)
		}
	}
}

// blocks gives the parts to yield until that says no.
func (e *Expr) blocks(ctx context.Context, opts []BlocksOption, yield func(Block) bool) error {
	s := newSettings()
	for _, o := range opts {
		o.blocks(s)
	}
	if err := errors.Join(e.err, s.err); err != nil {
		return err
	}
	e, err := e.counted(ctx, s)
	if err != nil {
		return err
	}
	p, err := e.storePlan()
	if err != nil {
		return err
	}
	part, chunks := s.shape, p.ResultLayout().Chunks
	if part == nil {
		part = chunks
	}
	if len(part) != len(e.shape) || shape.Len(e.shape) > 0 && slices.ContainsFunc(part, func(n int) bool { return n < 1 }) {
		return fmt.Errorf("blocks of %s do not cut a result of shape %s: %w", shape.Format(part), shape.Format(e.shape), ErrShape)
	}
	r, err := p.Reading(ctx, s.run, !slices.Equal(part, chunks))
	if err != nil {
		return err
	}
	var buf []byte
	for start := range boxes(e.shape, part) {
		b := Block{Start: start, Shape: make([]int, len(start))}
		for i := range start {
			b.Shape[i] = min(part[i], e.shape[i]-start[i])
		}
		n := shape.Len(b.Shape) * e.DType().Size()
		if cap(buf) < n {
			buf = make([]byte, n)
		}
		b.Bytes = buf[:n]
		if err := r.Box(ctx, b.Start, b.Shape, b.Bytes); err != nil {
			return err
		}
		if !yield(b) {
			return nil
		}
	}
	return nil
}

// boxes lists the first elements of the boxes that cut a shape, in C order.
func boxes(s, box []int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		if shape.Len(s) == 0 {
			return
		}
		at := make([]int, len(s))
		for {
			if !yield(append([]int{}, at...)) {
				return
			}
			i := len(at) - 1
			for ; i >= 0; i-- {
				if at[i] += box[i]; at[i] < s[i] {
					break
				}
				at[i] = 0
			}
			if i < 0 {
				return
			}
		}
	}
}
