package runtime

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// Field is one member of the structs of an array, as an array of its own type. Where the member is itself an array,
// its axes come after those of the structs.
type Field struct {
	of     Source
	stored dtype.Stored
	shape  []int
	offset int   // of the member in a struct, in bytes
	apart  []int // how far apart its elements are along its own axes, in bytes
}

// NewField is the member of a name, or of a path as in "a.b".
func NewField(of Source, name string) (*Field, error) {
	t := of.Stored()
	path, ok := t.Find(name)
	if !ok {
		return nil, noField(t, name)
	}
	f := &Field{of: of, stored: path[len(path)-1].Type, shape: slices.Clone(of.Shape())}
	for _, m := range path {
		f.offset += m.Offset
		f.shape = append(f.shape, m.Shape...)
		step := strides(m.Shape)
		for i := range step {
			step[i] *= m.Type.DType.Size()
		}
		f.apart = append(f.apart, step...)
	}
	if len(f.shape) > shape.MaxDims {
		return nil, fmt.Errorf("field %q: with its own axes the array has %d, more than %d", name, len(f.shape), shape.MaxDims)
	}
	if _, ok := shape.Size(f.shape); !ok {
		return nil, fmt.Errorf("field %q: shape %s has too many elements", name, shape.Format(f.shape))
	}
	return f, nil
}

// FieldRef names a field of an array of structs; two that name the same are equal.
type FieldRef struct {
	Of   Source
	Name string
}

// Open is the field as an array.
func (r FieldRef) Open() (*Field, error) { return NewField(r.Of, r.Name) }

// Member is a field of the array's structs, for expressions: its FieldRef, type and shape.
func (a *Array) Member(name string) (any, dtype.DType, []int, error) {
	return FieldRef{a, name}.member()
}

// Member is a field of the array's structs, for expressions: its FieldRef, type and shape.
func (p *Plain) Member(name string) (any, dtype.DType, []int, error) {
	return FieldRef{p, name}.member()
}

// Member is a field of the structs that the field is, for expressions: its FieldRef, type and shape.
func (r FieldRef) Member(name string) (any, dtype.DType, []int, error) {
	return FieldRef{r.Of, r.Name + "." + name}.member()
}

func (r FieldRef) member() (any, dtype.DType, []int, error) {
	f, err := r.Open()
	if err != nil {
		return nil, dtype.Invalid, nil, err
	}
	return r, f.DType(), f.Shape(), nil
}

func noField(t dtype.Stored, name string) error {
	if !t.IsStruct() {
		return fmt.Errorf("there is no field %q: the elements are %s, no structs", name, t)
	}
	var names []string
	for _, f := range t.Fields {
		names = append(names, f.Name)
	}
	return fmt.Errorf("there is no field %q; there are %s", name, strings.Join(names, ", "))
}

func (f *Field) DType() dtype.DType   { return f.stored.DType }
func (f *Field) Shape() []int         { return f.shape }
func (f *Field) Stored() dtype.Stored { return f.stored }

// structBytes is about how many bytes of structs are read at a time.
const structBytes = 1 << 20

// read reads the structs of the region part by part and picks the member's bytes.
func (f *Field) read(w *worker, r region, dst []byte, step []int) error {
	if r.len() == 0 {
		return nil
	}
	if counts := r.counts(); !dense(counts, step) {
		part := w.borrow(r.len() * f.stored.DType.Size())
		defer w.giveBack(part)
		if err := f.read(w, r, part, strides(counts)); err != nil {
			return err
		}
		copyND(unsafe.Pointer(unsafe.SliceData(dst)), step, unsafe.Pointer(unsafe.SliceData(part)), strides(counts), counts, f.stored.DType.Size())
		return nil
	}
	n := len(f.of.Shape())
	structs := r[:n]
	picked, run := f.picked(r[n:])
	counts := make([]int, n)
	for i, s := range structs {
		counts[i] = s.Count
	}
	size := f.of.DType().Size()
	step = strides(counts)
	g := newGrid(counts, fill(counts, slices.Repeat([]int{1}, n), max(structBytes/size, 1)))
	at, box := make([]int, n), make([]int, n)
	part := make(region, n)
	var raw []byte
	for i := range g.tiles() {
		g.tile(i, at, box)
		for k, s := range structs {
			part[k] = shape.Span{Start: s.Start + s.Step*at[k], Step: s.Step, Count: box[k]}
		}
		if need := shape.Len(box) * size; cap(raw) < need {
			raw = make([]byte, need)
		}
		if err := f.of.read(w, part, raw[:shape.Len(box)*size], strides(box)); err != nil {
			return err
		}
		f.scatter(dst, dot(at, step), step, box, raw, picked, run)
	}
	swap(dst[:r.len()*f.stored.DType.Size()], f.stored.SwapWidth())
	return nil
}

// picked are the places in a struct of what a region of the member's own axes takes: runs of so many bytes each.
func (f *Field) picked(r region) (list []int, run int) {
	run = f.stored.DType.Size()
	list = []int{f.offset}
	for k := len(r) - 1; k >= 0 && r[k].Step == 1 && f.apart[k] == run; k-- {
		list[0] += r[k].Start * run
		run *= r[k].Count
		r = r[:k]
	}
	for i, s := range r {
		var next []int
		for _, at := range list {
			for k := range s.Count {
				next = append(next, at+(s.Start+k*s.Step)*f.apart[i])
			}
		}
		list = next
	}
	return list, run
}

// scatter copies what is picked of the structs of a box, dense in raw, to where it belongs: first is the number of the
// box's first struct in the destination, whose neighbours are step apart.
func (f *Field) scatter(dst []byte, first int, step, box []int, raw []byte, picked []int, run int) {
	whole := f.of.DType().Size()
	pos := make([]int, len(box))
	for ; ; raw = raw[whole:] {
		to := (first + dot(pos, step)) * len(picked) * run
		for _, at := range picked {
			copyBytes(dst[to:], raw[at:], run)
			to += run
		}
		if !next(pos, box) {
			return
		}
	}
}

// copyBytes copies n bytes; the usual numbers need no call.
func copyBytes(dst, src []byte, n int) {
	switch le := binary.LittleEndian; n {
	case 4:
		le.PutUint32(dst, le.Uint32(src))
	case 8:
		le.PutUint64(dst, le.Uint64(src))
	default:
		copy(dst[:n], src[:n])
	}
}

// layoutOf is how a stored array is cut whose blocks a source reads: the array itself, or that of structs of which it
// is a field without axes of its own. A scan is cut into bands.
func layoutOf(s Source) (Layout, bool) {
	switch s := s.(type) {
	case *Array:
		return s.Layout(), true
	case *scanned:
		return Layout{Chunks: s.bands.block, Blocks: s.bands.block}, true
	case *Field:
		if len(s.apart) == 0 {
			return layoutOf(s.of)
		}
	}
	return Layout{}, false
}
