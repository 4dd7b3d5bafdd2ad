package runtime_test

import (
	"context"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"testing"
	"unsafe"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	b2rt "github.com/b2gen/b2/runtime"
)

// ramp is an array of a shape that takes no memory.
func ramp(s ...int) *ir.Node {
	return sourceNode(b2rt.NewAffine(dtype.Float64, s, func(dst []byte, first, step, n int) {
		out := unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(dst))), n)
		for i := range out {
			out[i] = float64(uint32(first+i*step) * 2654435761 >> 16)
		}
	}))
}

// TestMemoryIsBounded computes arrays of a gigabyte and more, and holds the growth of the process to 100 MB.
func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("takes seconds")
	}
	x := double(t, ramp(128, 1024, 1024)) // 1 GiB
	tall := ramp(20000, 10000)            // 1.6 GB
	d := newDice(t, 1)
	sum, _ := ir.Find("sum")
	columns, err := ir.Reduce(sum, tall, []int{0}, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		n      *ir.Node
		target b2rt.Target
	}{
		{"to disk", x, b2rt.Target{Path: filepath.Join(t.TempDir(), "x.b2nd")}},
		{"to disk, large blocks", x, b2rt.Target{
			Path: filepath.Join(t.TempDir(), "y.b2nd"), Layout: b2rt.Layout{Chunks: []int{1, 1024, 1024}, Blocks: []int{1, 1024, 1024}},
		}},
		{"sum of columns", columns, b2rt.Target{}},
		{"a chunk that is nearly all padding", ramp(5), b2rt.Target{
			Path: filepath.Join(t.TempDir(), "z.b2nd"), Layout: b2rt.Layout{Chunks: []int{1<<28 - 8}},
		}},
		{"one that is not compressed", ramp(5), b2rt.Target{
			Path: filepath.Join(t.TempDir(), "0.b2nd"), Layout: b2rt.Layout{Chunks: []int{1 << 25}}, Level: new(int),
		}},
		{"concat", row(d, "concat", ir.Options{"axis": 1}, x, double(t, ramp(128, 512, 1024))), b2rt.Target{Path: filepath.Join(t.TempDir(), "c.b2nd")}},
		{"reshape", row(d, "reshape", ir.Options{"shape": []int{1 << 14, 1 << 13}}, x), b2rt.Target{Path: filepath.Join(t.TempDir(), "r.b2nd")}},
		{"positions that are data", indexed(d, tall, nil, scattered(4096, 9973)), b2rt.Target{Path: filepath.Join(t.TempDir(), "p.b2nd")}},
		{"rows at positions that are data", indexed(d, x, scattered(128, 128)), b2rt.Target{Path: filepath.Join(t.TempDir(), "q.b2nd")}},
		{"transpose", row(d, "transpose", nil, x), b2rt.Target{Path: filepath.Join(t.TempDir(), "t.b2nd")}},
		{"scan of all", row(d, "cumsum", nil, x), b2rt.Target{Path: filepath.Join(t.TempDir(), "s.b2nd")}},
		{"scan along the first axis", row(d, "cumsum", ir.Options{"axis": 0}, double(t, ramp(512, 512, 512))), b2rt.Target{Path: filepath.Join(t.TempDir(), "s0.b2nd")}},
		{"scan along the last axis", row(d, "cumprod", ir.Options{"axis": 2}, x), b2rt.Target{Path: filepath.Join(t.TempDir(), "s2.b2nd")}},
		{"scan of columns", row(d, "cumsum", ir.Options{"axis": 0}, tall), b2rt.Target{Path: filepath.Join(t.TempDir(), "st.b2nd")}},
		{"take", row(d, "take", ir.Options{"indices": []int{99, 0, 1, 7, 7, 100, 3, 127, 50}, "axis": 0}, x), b2rt.Target{Path: filepath.Join(t.TempDir(), "k.b2nd")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			debug.FreeOSMemory()
			before, peak := held(), 0
			o := b2rt.DefaultOptions()
			o.Progress = func(done, _ int) {
				if done%16 == 0 {
					peak = max(peak, held())
				}
			}
			a, err := planOf(t, tt.n).Compute(context.Background(), o, tt.target)
			if err != nil {
				t.Fatal(err)
			}
			a.Close()
			if grown := (peak - before) >> 20; grown > 100 {
				t.Errorf("it took %d MB", grown)
			} else {
				t.Logf("it took %d MB", grown)
			}
		})
	}
}

// held is the memory that the process has from the system, in bytes.
func held() int {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.Sys - m.HeapReleased)
}
