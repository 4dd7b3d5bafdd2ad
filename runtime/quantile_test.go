package runtime

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// TestSelection compares quantiles that are found in passes with those of collected elements.
func TestSelection(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	floats := func() float64 {
		switch r.IntN(30) {
		case 0:
			return math.Inf(1 - 2*r.IntN(2))
		case 1:
			return 0
		}
		return r.NormFloat64() * math.Pow(10, float64(r.IntN(40)-20))
	}
	inPasses(t, func() float64 { return floats() }, true)
	inPasses(t, func() float32 { return float32(floats()) }, true)
	inPasses(t, func() int8 { return int8(r.Uint32()) }, false)
	inPasses(t, func() uint16 { return uint16(r.Uint32()) }, false)
	inPasses(t, func() int32 { return int32(r.Uint32()) >> r.IntN(30) }, false)
	inPasses(t, func() int64 { return int64(r.Uint64()) >> r.IntN(60) }, false)
	inPasses(t, func() uint64 { return r.Uint64() >> r.IntN(60) }, false)
}

func inPasses[T dtype.Element](t *testing.T, next func() T, float bool) {
	s := []int{3, 26, 9}
	data := make([]T, shape.Len(s))
	for i := range data {
		data[i] = next()
		if i%91 == 5 {
			data[i] = data[i/2]
		}
	}
	for _, nans := range []int{0, 1, 50}[:1+2*btoi(float)] {
		for i := range nans {
			data[(i*337)%len(data)] = any(float64NaN[T]()).(T)
		}
		for _, over := range [][]int{{0, 1, 2}, {1}, {0, 2}} {
			for _, q := range []float64{0.3, 1} {
				for _, skip := range []bool{false, true} {
					compareSelection(t, data, s, &Reduce{Kind: Quantile, Over: over, Q: q, SkipNaN: skip})
					compareSelection(t, data, s, &Reduce{Kind: Quantile, Over: over, Method: Median, SkipNaN: skip})
					compareSelection(t, data, s, &Reduce{Kind: Quantile, Over: over, Q: q, Method: Lower, SkipNaN: skip})
					several := []float64{0.9, q, 0, 0.2, 0.21, q, 0.5, 0.77, 0.4, 0.41, 0.6}[:2+int(q)*9]
					compareSelection(t, data, s, &Reduce{Kind: Quantile, Over: over, Qs: several, SkipNaN: skip})
				}
			}
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func float64NaN[T dtype.Element]() any {
	var v T
	if _, ok := any(v).(float32); ok {
		return float32(math.NaN())
	}
	return math.NaN()
}

func compareSelection[T dtype.Element](t *testing.T, data []T, s []int, r *Reduce) {
	t.Helper()
	d := dtype.Of[T]()
	if r.Out = dtype.Float64; r.Method == Lower || d.IsFloat() {
		r.Out = d
	}
	p := NewPlain(d, s, unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(data))), len(data)*d.Size()), data)
	n := copyOf(whole(p))
	n.Reduce = r
	j, err := n.prepare(context.Background(), DefaultOptions(), n.In, false)
	if err != nil {
		t.Fatal(err)
	}
	collect, pick := newBuffer(r.Out, n.ResultShape()), newBuffer(r.Out, n.ResultShape())
	g := newGrid(s, []int{2, 10, 5})
	all := newReducer(j, collect, DefaultOptions(), g, func() accumulator { return newAccumulator(r, d) })
	if err := all.run(context.Background(), DefaultOptions()); err != nil {
		t.Fatal(err)
	}
	if err := j.selectQuantiles(context.Background(), DefaultOptions(), pick, g, r); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(collect.Bytes(), pick.Bytes()) {
		t.Fatalf("%s over %v, q %v, method %d, skip %v: passes find %v, and all elements in memory %v", d, r.Over, r.Q, r.Method, r.SkipNaN, pick.Bytes(), collect.Bytes())
	}
}

// TestKeys has the order of the elements, and the elements back.
func TestKeys(t *testing.T) {
	keys(t, math.Inf(-1), -math.MaxFloat64, -1, -5e-324, 0, 5e-324, 1, math.MaxFloat64, math.Inf(1))
	keys(t, float32(math.Inf(-1)), -1, -1e-45, 0, 1e-45, 2, float32(math.Inf(1)))
	keys[int8](t, -128, -1, 0, 1, 127)
	keys[int64](t, math.MinInt64, -1, 0, 1, math.MaxInt64)
	keys[uint32](t, 0, 1, math.MaxUint32)
}

func keys[T ordered](t *testing.T, inOrder ...T) {
	t.Helper()
	got := keysOf(nil, inOrder)
	if !slices.IsSorted(got) {
		t.Errorf("keys of %v are %x", inOrder, got)
	}
	for i, k := range got {
		if v := elementOf[T](k); v != inOrder[i] {
			t.Errorf("%v has the key %x, and that is of %v", inOrder[i], k, v)
		}
		if k>>(8*unsafe.Sizeof(inOrder[i])-1)>>1 != 0 {
			t.Errorf("the key %x of a %T is too wide", k, inOrder[i])
		}
	}
}

// TestNth selects from lists that are hard for it.
func TestNth(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := 1; n < 3000; n = n*2 + r.IntN(5) {
		for name, at := range map[string]func(i int) int{
			"random": func(int) int { return r.IntN(n) }, "few": func(int) int { return r.IntN(3) }, "rising": func(i int) int { return i },
			"falling": func(i int) int { return -i }, "organ": func(i int) int { return min(i, n-i) }, "same": func(int) int { return 1 },
		} {
			s := make([]int64, n)
			for i := range s {
				s[i] = int64(at(i))
			}
			want := slices.Sorted(slices.Values(s))
			for _, k := range []int{0, n / 3, n / 2, n - 1} {
				got := nth(s, k)
				if got != want[k] || fmt.Sprint(slices.Sorted(slices.Values(s))) != fmt.Sprint(want) || slices.Max(s[:k+1]) > got || slices.Min(s[k:]) < got {
					t.Fatalf("number %d of %d %s ones is %d, want %d", k, n, name, got, want[k])
				}
			}
		}
	}
}
