package shape

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBroadcast(t *testing.T) {
	for _, c := range []struct {
		in   [][]int
		want []int // nil: an error
	}{
		{[][]int{{2, 3}, {3}}, []int{2, 3}},
		{[][]int{{4, 1}, {1, 5}, {}}, []int{4, 5}},
		{[][]int{{0, 3}, {1, 3}}, []int{0, 3}},
		{[][]int{{2, 3}, {4}}, nil},
		{[][]int{{0}, {2}}, nil},
		{nil, []int{}},
	} {
		got, err := Broadcast(c.in...)
		if (err != nil) != (c.want == nil) {
			t.Errorf("%v: %v", c.in, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); c.want != nil && diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.in, diff)
		}
	}
}

func TestSize(t *testing.T) {
	for _, c := range []struct {
		s  []int
		n  int
		ok bool
	}{{nil, 1, true}, {[]int{3, 4}, 12, true}, {[]int{math.MaxInt, 2}, math.MaxInt, false}, {[]int{math.MaxInt, 2, 0}, 0, true}} {
		if n, ok := Size(c.s); ok != c.ok || ok && n != c.n {
			t.Errorf("%v: %d, %v", c.s, n, ok)
		}
	}
}

func TestAxes(t *testing.T) {
	got, err := Axes([]int{-1, 0}, 3)
	if diff := cmp.Diff([]int{0, 2}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for _, bad := range [][]int{{3}, {-4}, {1, 1}, {0, -3}} {
		if _, err := Axes(bad, 3); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}

func TestResolve(t *testing.T) {
	i := func(v int) *int { return &v }
	for _, c := range []struct {
		item Item
		want Span
	}{
		{Item{}, Span{0, 1, 10}},
		{Item{Start: i(2), Stop: i(200), Step: i(25)}, Span{2, 25, 1}},
		{Item{Step: i(-1)}, Span{9, -1, 10}},
		{Item{Start: i(-3)}, Span{7, 1, 3}},
		{Item{Start: i(100), Stop: i(-100), Step: i(-4)}, Span{9, -4, 3}},
		{Item{Start: i(5), Stop: i(5)}, Span{5, 1, 0}},
		{Item{Start: i(math.MinInt), Stop: i(math.MaxInt), Step: i(math.MaxInt)}, Span{0, math.MaxInt, 1}},
		{Item{Step: i(math.MinInt)}, Span{9, math.MinInt, 1}},
		{Item{Kind: KindAt, At: -1}, Span{9, 1, 1}},
	} {
		sel, err := Resolve([]Item{c.item}, []int{10})
		if err != nil {
			t.Errorf("%v: %v", c.item, err)
			continue
		}
		if diff := cmp.Diff(c.want, sel.Spans[0]); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.item, diff)
		}
	}
	for _, bad := range [][]Item{{{Kind: KindAt, At: 10}}, {{Step: i(0)}}, {{}, {}}, {{Kind: KindEllipsis}, {Kind: KindEllipsis}}} {
		if _, err := Resolve(bad, []int{10}); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}
