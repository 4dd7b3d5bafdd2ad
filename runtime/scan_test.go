package runtime_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
)

// TestRandomScans compares scans, in memory and in bands, of any layout and slice, with the sums in order, bit by bit.
func TestRandomScans(t *testing.T) {
	for seed := range rounds(400) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			switch d := newDice(t, 5000+seed); seed % 3 {
			case 0:
				checkScan[float32](d)
			case 1:
				checkScan[int64](d)
			default:
				checkScan[float64](d)
			}
		})
	}
}

func checkScan[T float32 | float64 | int64](d *dice) {
	s := d.shape(d.most())
	if slices.Contains(s, 0) {
		return
	}
	p := operand[T](d, s)
	o := ir.Options{}
	name := []string{"cumsum", "cumprod"}[d.IntN(2)]
	want := array[T]{[]int{len(p.want.data)}, slices.Clone(p.want.data)}
	outer, length, inner := 1, len(want.data), 1
	if dims := len(p.want.shape); dims > 0 && d.IntN(4) > 0 {
		axis := d.IntN(dims)
		o["axis"] = axis
		want.shape = p.want.shape
		outer, length, inner = shape.Len(want.shape[:axis]), want.shape[axis], shape.Len(want.shape[axis+1:])
	}
	for i := range outer {
		for k := inner; k < length*inner; k++ {
			at := &want.data[i*length*inner+k]
			if before := want.data[i*length*inner+k-inner]; name == "cumsum" {
				*at = before + *at
			} else {
				*at = before * *at
			}
		}
	}
	scan := pair[T]{row(d, name, o, p.node), want}
	if d.IntN(3) == 0 {
		spans := make([]shape.Span, len(want.shape))
		for i, n := range want.shape {
			spans[i] = d.span(n)
		}
		scan = pair[T]{ir.Slice(scan.node, spans), want.slice(spans)}
	}
	if d.IntN(3) == 0 { // read across the bands
		if scan = view(d, scan); slices.Contains(scan.want.shape, 0) {
			return
		}
	}
	d.check("ReadInto", scan.want.shape, read[T](d.t, scan.node, d.options()), scan.want.data)
	x, err := planOf(d.t, scan.node).Compute(context.Background(), d.options(), d.target(scan.want.shape))
	if err != nil {
		d.t.Fatal(err)
	}
	d.open = append(d.open, x)
	d.check("Compute", scan.want.shape, read[T](d.t, sourceNode(x), d.options()), scan.want.data)
}

// TestScanFromAnywhere reads parts of a scan that is not kept, from the end to the start.
func TestScanFromAnywhere(t *testing.T) {
	for _, o := range []ir.Options{{}, {"axis": 0}, {"axis": 1}, {"axis": 2}} {
		s := []int{40, 30, 50}
		d := newDice(t, 3)
		plan := planOf(t, row(d, "cumsum", o, double(t, ramp(s...))))
		whole := make([]float64, shape.Len(s))
		if err := plan.ReadInto(context.Background(), b2rt.DefaultOptions(), bytesOf(whole)); err != nil {
			t.Fatal(err)
		}
		if whole[49] == 0 || math.IsNaN(whole[len(whole)-1]) {
			t.Fatal("nothing is summed up")
		}
		opts := b2rt.DefaultOptions()
		opts.Hoist = -1
		r, err := plan.Reading(context.Background(), opts, true)
		if err != nil {
			t.Fatal(err)
		}
		dims := []int{len(whole)}
		if len(o) > 0 {
			dims = s
		}
		row := dims[len(dims)-1]
		n := slices.Repeat([]int{1}, len(dims))
		n[len(n)-1] = min(row, 1500)
		lo, got := make([]int, len(dims)), make([]float64, n[len(n)-1])
		for i := len(whole) - len(got); i >= 0; i -= 7 * len(got) {
			for k, at := len(dims)-1, i; k >= 0; k-- {
				lo[k] = at % dims[k]
				at /= dims[k]
			}
			if err := r.Box(context.Background(), lo, n, bytesOf(got)); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, whole[i:i+len(got)]) {
				t.Fatalf("%v: elements from %d on differ", o, i)
			}
		}
	}
}
