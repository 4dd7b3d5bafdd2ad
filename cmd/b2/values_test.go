package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/google/go-cmp/cmp"
)

// naive computes what info --stats prints, with numbers of any size.
func naive[T number](data []T) string {
	var nans, zeros, n int
	var lo, hi T
	sum := new(big.Float).SetPrec(4000)
	for _, x := range data {
		if x != x {
			nans++
			continue
		}
		if x == 0 {
			zeros++
		}
		if n == 0 || x < lo {
			lo = x
		}
		if n == 0 || x > hi {
			hi = x
		}
		n++
		f := new(big.Float)
		if _, err := fmt.Sscan(fmt.Sprint(x), f.SetPrec(4000)); err != nil {
			panic(err)
		}
		if storedOf[T]().Kind == 'f' {
			f.SetFloat64(float64(x))
		}
		sum.Add(sum, f)
	}
	mean, _ := sum.Quo(sum, big.NewFloat(float64(max(n, 1)))).Float64()
	s := &valueStats{d: storedOf[T](), nans: int64(nans), zeros: int64(zeros), mean: floatElement(mean)}
	if n > 0 {
		s.min, s.max = bytesOf(lo), bytesOf(hi)
	}
	return s.String()
}

func storedOf[T b2.Element]() b2.StoredType { return b2.Plain([]T{}, b2.Shape(0)).StoredType() }

// statsOf are the lines that info --stats adds for an array of the data.
func statsOf[T b2.Element](t *testing.T, data []T, opts ...b2.CreateOption) string {
	t.Helper()
	a, err := b2.From(t.Context(), data, append(opts, b2.Path("stats.b2nd"), b2.Overwrite())...)
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
	plain := ok(t, "info", "stats.b2nd")
	more, found := strings.CutPrefix(ok(t, "info", "--stats", "stats.b2nd"), plain)
	if !found {
		t.Errorf("info --stats does not begin as info does")
	}
	return more
}

func testStats[T number](t *testing.T, of func(*rand.Rand) T) {
	t.Run(storedOf[T]().String(), func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		data := make([]T, 30*41*17)
		for i := range data {
			data[i] = of(r)
		}
		for name, layout := range map[string][]b2.CreateOption{
			"default": nil, "small": {b2.Chunks(7, 20, 17), b2.Blocks(2, 6, 5)}, "planes": {b2.Chunks(30, 1, 17)},
		} {
			if diff := cmp.Diff(naive(data), statsOf(t, data, append(layout, b2.Shape(30, 41, 17))...)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		for _, few := range [][]T{{}, data[:1], data[1:8]} {
			if diff := cmp.Diff(naive(few), statsOf(t, few)); diff != "" {
				t.Errorf("%d elements (-want +got):\n%s", len(few), diff)
			}
		}
	})
}

func TestInfoStats(t *testing.T) {
	t.Chdir(t.TempDir())
	testStats(t, func(r *rand.Rand) int8 { return int8(r.Uint64()) })
	testStats(t, func(r *rand.Rand) int16 { return int16(r.Uint64()) })
	testStats(t, func(r *rand.Rand) int32 { return int32(r.Uint64()) })
	testStats(t, func(r *rand.Rand) int64 { return int64(r.Uint64() | 1<<63) }) // their sum is far from any int64
	testStats(t, func(r *rand.Rand) uint8 { return uint8(r.Uint64()) })
	testStats(t, func(r *rand.Rand) uint16 { return uint16(r.Uint64()) })
	testStats(t, func(r *rand.Rand) uint32 { return uint32(r.Uint64()) })
	testStats(t, func(r *rand.Rand) uint64 { return r.Uint64() | 1<<63 })
	testStats(t, func(r *rand.Rand) float32 { return float32(floatOf(r)) })
	testStats(t, floatOf)
}

// floatOf is a number of any size, a zero or, now and then, nan.
func floatOf(r *rand.Rand) float64 {
	switch r.IntN(10) {
	case 0:
		return math.NaN()
	case 1:
		return math.Copysign(0, r.Float64()-0.5)
	}
	return math.Ldexp(r.Float64()-0.4, r.IntN(60)-30)
}

func TestInfoStatsOfCorners(t *testing.T) {
	t.Chdir(t.TempDir())
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		data []float64
		want string
	}{
		{[]float64{nan, nan}, "min     : none\nmax     : none\nmean    : none\nnans    : 2\nzeros   : 0\n"},
		{[]float64{1, inf, nan}, "min     : 1.0\nmax     : inf\nmean    : inf\nnans    : 1\nzeros   : 0\n"},
		{[]float64{-inf, inf, 0}, "min     : -inf\nmax     : inf\nmean    : nan\nnans    : 0\nzeros   : 1\n"},
		{[]float64{1e16, 1, -1e16, 1}, "min     : -1e+16\nmax     : 1e+16\nmean    : 0.5\nnans    : 0\nzeros   : 0\n"},
	} {
		if diff := cmp.Diff(c.want, statsOf(t, c.data)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.data, diff)
		}
	}
	want := "min     : False\nmax     : True\nmean    : 0.75\nzeros   : 1\n"
	if diff := cmp.Diff(want, statsOf(t, []bool{true, false, true, true})); diff != "" {
		t.Errorf("bool (-want +got):\n%s", diff)
	}
	for _, c := range []struct {
		data []complex128
		want string
	}{
		{[]complex128{2 + 1i, 2 - 1i, -3 + 9i, complex(nan, 7), 0, complex(1, nan)}, "min     : (-3+9j)\nmax     : (2+1j)\nmean    : (0.25+2.25j)\nnans    : 2\nzeros   : 1\n"},
		{[]complex128{complex(0, nan)}, "min     : none\nmax     : none\nmean    : none\nnans    : 1\nzeros   : 0\n"},
		{[]complex128{1e16 + 1i, 1, -1e16 + 1i, 1}, "min     : (-1e+16+1j)\nmax     : (1e+16+1j)\nmean    : (0.5+0.5j)\nnans    : 0\nzeros   : 0\n"},
	} {
		if diff := cmp.Diff(c.want, statsOf(t, c.data)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.data, diff)
		}
	}
	statsOf(t, []complex64{0.5 + 2i, 0.25})
	if out := ok(t, "info", "--stats", "--json", "stats.b2nd"); !strings.Contains(out, `"stats":{"min":"(0.25+0j)","max":"(0.5+2j)","mean":"(0.375+1j)","nans":0,"zeros":0}`) {
		t.Error(out)
	}
	statsOf(t, []float64{inf, nan, 1})
	var line struct {
		Shape []int
		Stats map[string]any
	}
	if err := json.Unmarshal([]byte(ok(t, "info", "--stats", "--json", "stats.b2nd")), &line); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]any{"min": 1.0, "max": nil, "mean": nil, "nans": 1.0, "zeros": 0.0}, line.Stats); diff != "" || len(line.Shape) != 1 {
		t.Errorf("(-want +got):\n%s", diff)
	}
	statsOf(t, []uint64{math.MaxUint64, 1})
	if out := ok(t, "info", "--stats", "--json", "stats.b2nd"); !strings.Contains(out, `"stats":{"min":1,"max":18446744073709551615,"mean":`) {
		t.Errorf("--json prints %s", out)
	}
}

func TestInfoStatsOfDamage(t *testing.T) {
	folder(t)
	ok(t, words("eval big -o cut.b2nd --chunks 100,500 --blocks 50,250")...)
	damage(t, "cut.b2nd")
	if r := b2run(t, nil, "info", "--stats", "cut.b2nd"); r.code != failed || !strings.HasPrefix(r.err, "b2: cut.b2nd: chunk 0: ") || r.out != "" {
		t.Errorf("exit code %d, %s%s", r.code, r.out, r.err)
	}
}
