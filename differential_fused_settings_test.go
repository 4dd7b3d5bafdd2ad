package b2_test

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"github.com/b2gen/b2/codegen"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/testdata/fused"
)

// setting draws operands and what is computed of them.
func (d *drawer) setting(directive codegen.Directive, kind int) (s fused.Setting) {
	extents := d.extents(kind)
	names := namedAxes(directive)
	s.Into = d.pick(2) == 0
	for _, axis := range names {
		if axis != "1" {
			s.Extents = append(s.Extents, extents[axis])
		}
	}
	if len(names) == 0 {
		names = []string{"k"}
	}
	rank := 0
	for _, o := range directive.Operands {
		own := d.ownShape(o, names, extents, s.Into)
		if len(own) == 0 && o.Axes == nil && strings.Contains(directive.Expr, "clip(") { // which is another function with bounds that are scalars
			own = []int{1}
		}
		rank = max(rank, len(own))
		s.Operands = append(s.Operands, d.presented(o, own, kind, s.Into))
	}
	spans := []fused.Span{{Start: 0, Stop: 1000, Step: 1}, {Start: 0, Stop: 1000, Step: 2}, {Start: 1, Stop: 17, Step: 1},
		{Start: 2, Stop: 40, Step: 3}, {Start: 1000, Stop: 0, Step: -1}}
	for range rank {
		switch kind {
		case 2:
			s.Chunks = append(s.Chunks, 1+d.pick(20))
		case 3:
			s.Slice = append(s.Slice, pickOf(d, spans))
		}
	}
	return s
}

// extents draws the lengths of axes: a few difficult elements; long rows, over the end of a strip, of tame ones, so that
// vector code leaves no lanes to portable code; short rows; and what is sliced.
func (d *drawer) extents(kind int) map[string]int {
	lists := [][3][]int{
		{{1, 2, 3}, {1, 2, 3, 5}, {1, 2, 7, 15, 16, 17, 31, 33, 50}},
		{{1}, {1, 2}, {1000, 1023, 1024, 1025, 1040, 2049}},
		{{2, 5, 9}, {7, 16, 33}, {1, 2, 3, 5, 16, 17}},
		{{1, 4}, {3, 17, 20}, {16, 31, 48}},
	}[kind]
	extents := map[string]int{"1": 1, "i": pickOf(d, lists[0]), "j": pickOf(d, lists[1]), "k": pickOf(d, lists[2])}
	if kind == 0 && d.pick(20) == 0 {
		extents[pickOf(d, []string{"i", "j", "k"})] = 0
	}
	return extents
}

// namedAxes are the result's axes, as far as operands name them.
func namedAxes(directive codegen.Directive) (names []string) {
	for _, o := range directive.Operands {
		for i, axis := range o.Axes {
			for len(names) < len(o.Axes)-i {
				names = append([]string{"1"}, names...)
			}
			if axis != "1" {
				names[len(names)-len(o.Axes)+i] = axis
			}
		}
	}
	return names
}

// ownShape draws an operand's shape, as long as its declaration says, or if it need not be whole with fewer axes of such
// lengths.
func (d *drawer) ownShape(o codegen.OperandDecl, names []string, extents map[string]int, whole bool) []int {
	axes := o.Axes
	if axes == nil {
		axes = names
	}
	own := make([]int, len(axes))
	for i, axis := range axes {
		if own[i] = extents[axis]; !whole && d.pick(6) == 0 {
			own[i] = 1
		}
	}
	if o.Axes == nil && !whole && d.pick(4) == 0 {
		own = own[d.pick(len(own)+1):]
	}
	return own
}

// presented draws an operand of a shape, and in what form it is there. Functions over plain slices take whole ones.
func (d *drawer) presented(o codegen.OperandDecl, shape []int, kind int, whole bool) fused.Operand {
	p := fused.Operand{Name: o.Name, DType: o.DType, Shape: slices.Clone(shape)}
	form := d.pick(10)
	if len(shape) == 0 || slices.Contains(shape, 0) {
		form = 0
	}
	switch {
	case whole || form < 4:
	case form < 7:
		for i, n := range shape {
			step := pickOf(d, []int{1, 2, 3, -1, -2})
			lead, size := 1+d.pick(3), max(step, -step)*(n-1)+1
			span := fused.Span{Start: lead, Stop: lead + size, Step: step}
			if step < 0 {
				span.Start, span.Stop = lead+size-1, lead-1
			}
			p.Slice = append(p.Slice, span)
			p.Shape[i] = lead + size + d.pick(3)
		}
	case form == 7:
		p.Transposed = true
		slices.Reverse(p.Shape)
	case form == 8:
		p.Swapped = true
	}
	if !p.Swapped && len(shape) > 0 && !slices.Contains(shape, 0) && d.pick(4) == 0 {
		for _, n := range p.Shape {
			p.Chunks = append(p.Chunks, 1+d.pick(n))
			p.Blocks = append(p.Blocks, 1+d.pick(p.Chunks[len(p.Chunks)-1]))
		}
	}
	if kind == 1 || kind == 3 {
		p.Data = d.tame(o.DType, p.Shape)
	} else {
		p.Data = d.elements(o.DType, p.Shape)
	}
	if p.Swapped {
		p.Data = swapped(p.Data, o.DType.Part().Size())
	}
	return p
}

// tame draws elements that most functions have ordinary answers for.
func (d *drawer) tame(t dtype.DType, s []int) (b []byte) {
	le := binary.LittleEndian
	scale := pickOf(d, []float64{0.5, 1, 4})
	parts := sizeOf(s)
	if t.IsComplex() {
		parts *= 2
	}
	for range parts {
		x := (d.r.Float64()*2 - 1) * scale
		switch p := t.Part(); {
		case p == dtype.Bool:
			b = append(b, byte(d.pick(2)))
		case p == dtype.Float16:
			b = le.AppendUint16(b, uint16(dtype.HalfOf(x)))
		case p == dtype.Float32:
			b = le.AppendUint32(b, math.Float32bits(float32(x)))
		case p == dtype.Float64:
			b = le.AppendUint64(b, math.Float64bits(x))
		case p.Kind() == dtype.KindUnsigned:
			b = append(b, le.AppendUint64(nil, uint64(d.pick(12)))[:p.Size()]...)
		default:
			b = append(b, le.AppendUint64(nil, uint64(int64(d.pick(16)-4)))[:p.Size()]...)
		}
	}
	return b
}
