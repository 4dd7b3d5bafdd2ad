package runtime_test

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"unsafe"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
)

// indexed is an array at positions of its first axes; nil takes all of an axis.
func indexed(d *dice, n *ir.Node, at ...*ir.Node) *ir.Node {
	d.t.Helper()
	entries := make([]ir.Entry, len(at))
	for i, a := range at {
		if a != nil {
			entries[i] = ir.Entry{Item: shape.Item{Kind: shape.KindArray}, Array: a}
		}
	}
	out, err := ir.IndexWith(n, entries)
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

// gathered is an expression at positions that other arrays hold, of one axis or of two neighbouring ones.
func gathered[T number](d *dice, p pair[T]) pair[T] {
	s := p.want.shape
	first := d.IntN(len(s))
	count := 1 + d.IntN(min(2, len(s)-first))
	common := []int{}
	for range d.IntN(3) {
		common = append(common, 1+d.IntN(min(4*s[first], 200)))
	}
	others := shape.Len(s) / shape.Len(s[first:first+count])
	if len(s)-count+len(common) > shape.MaxDims || others*shape.Len(common) > 200000 {
		return p
	}
	at := make([]*ir.Node, first, first+count)
	where := make([]array[int64], count)
	for i := range where {
		n := s[first+i]
		near := d.IntN(2) == 0 // or anywhere
		base := d.IntN(n)
		where[i] = build(common, func([]int) int64 {
			v := d.IntN(n)
			if near {
				v = (base + d.IntN(3)) % n
			}
			return int64(v - n*d.IntN(2))
		})
		source := sourceNode(plain(where[i]))
		if d.IntN(2) == 0 {
			source = sourceNode(stored(d, where[i], d.target(common)))
		}
		if d.IntN(3) == 0 { // computed
			source = apply("add", pair[int64]{source, where[i]}, pair[int64]{ir.NewConst(dtype.Int64, 0), array[int64]{[]int{}, []int64{0}}}).node
		}
		at = append(at, source)
	}
	out := slices.Concat(s[:first], common, s[first+count:])
	from := make([]int, len(s))
	return pair[T]{indexed(d, p.node, at...), build(out, func(pos []int) T {
		behind := first + len(common)
		copy(from, pos[:first])
		for i, w := range where {
			v := int(w.at(pos[first:behind]))
			from[first+i] = (v + s[first+i]) % s[first+i]
		}
		copy(from[first+count:], pos[behind:])
		return p.want.at(from)
	})}
}

// scattered are n positions below a number, in no order.
func scattered(n int, below uint32) *ir.Node {
	return sourceNode(b2rt.NewAffine(dtype.Int64, []int{n}, func(dst []byte, first, step, count int) {
		out := unsafe.Slice((*int64)(unsafe.Pointer(unsafe.SliceData(dst))), count)
		for i := range out {
			out[i] = int64(uint32(first+i*step) * 2654435761 % below)
		}
	}))
}

// TestGatherReadsWhatIsNear counts what is read of an array at few positions: not what lies between them.
func TestGatherReadsWhatIsNear(t *testing.T) {
	var read atomic.Int64
	x := sourceNode(b2rt.NewAffine(dtype.Float64, []int{1 << 30, 4}, func(dst []byte, first, step, n int) {
		read.Add(int64(n))
		out := unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(dst))), n)
		for i := range out {
			out[i] = float64(first + i*step)
		}
	}))
	list := []int64{1 << 29, 5, -1, 7, 1<<29 + 3, 5, 0}
	at := sourceNode(plain(array[int64]{[]int{len(list)}, list}))
	d := newDice(t, 1)
	var want []float64
	for _, p := range list {
		for k := range int64(4) {
			want = append(want, float64((p+1<<30)%(1<<30)*4+k))
		}
	}
	got := readAll(t, indexed(d, x, at))
	d.check("rows", []int{len(list), 4}, got, want)
	if n := read.Load(); n > 100 {
		t.Errorf("%d elements were read for %d", n, len(want))
	}
}

func readAll(t *testing.T, n *ir.Node) []float64 { return read[float64](t, n, b2rt.DefaultOptions()) }

// TestPositionsOutOfBounds has NumPy's words, and where the position stands.
func TestPositionsOutOfBounds(t *testing.T) {
	d := newDice(t, 1)
	x := ramp(3, 4)
	for _, c := range []struct {
		list []int64
		want string // of positions of shape (2, 2) of the second axis
	}{
		{[]int64{0, 3, -4, 4}, "index 4 is out of bounds for axis 1 with size 4: it is at (1, 1) of the positions"},
		{[]int64{0, -5, 3, 1}, "index -5 is out of bounds for axis 1 with size 4: it is at (0, 1) of the positions"},
		{[]int64{0, 1, 1 << 40, 1}, "index 1099511627776 is out of bounds for axis 1 with size 4: it is at (1, 0) of the positions"},
		{[]int64{-1 << 63, 1, 2, 1}, "index -9223372036854775808 is out of bounds for axis 1 with size 4: it is at (0, 0) of the positions"},
	} {
		n := indexed(d, x, nil, sourceNode(plain(array[int64]{[]int{2, 2}, c.list})))
		out := make([]byte, 8*12)
		err := planOf(t, n).ReadInto(t.Context(), b2rt.DefaultOptions(), out)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.list, err, c.want)
		}
	}
}
