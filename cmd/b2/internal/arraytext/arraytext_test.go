package arraytext

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/google/go-cmp/cmp"
)

// sample is an array to print, as Python gets it.
type sample struct {
	DType string
	Shape []int
	Data  []byte // JSON writes base64
}

// printed is what NumPy makes of each.
const printed = `
import ast, sys, json, base64, numpy as np
for line in sys.stdin:
    s = json.loads(line)
    t = s['DType']
    a = np.frombuffer(base64.b64decode(s['Data'] or ''), np.dtype(ast.literal_eval(t) if t[0] == '[' else t)).reshape(s['Shape'])
    print(json.dumps(np.array2string(a, separator=', ')), flush=True)
`

func samples() []sample {
	var list []sample
	shapes := [][]int{{}, {0}, {1}, {7}, {40}, {1000}, {1001}, {0, 3}, {2, 3}, {6, 9}, {3, 400}, {50, 60}, {2, 3, 4}, {20, 6, 30}, {7, 1, 9, 30}}
	r := rand.New(rand.NewPCG(1, 2))
	for d := b2.Bool; d <= b2.Float64; d++ {
		for i, s := range shapes {
			for style := range 8 {
				list = append(list, sample{d.NumPy(), s, fill(r, d, count(s), style+8*(i%3))})
			}
		}
	}
	for _, c := range []struct {
		half b2.DType
		name string
	}{{b2.Float32, "<c8"}, {b2.Float64, "<c16"}} {
		for i, s := range shapes {
			for style := range 7 { // not any bits: they differ too much for NumPy's columns
				list = append(list, sample{c.name, s, fill(r, c.half, 2*count(s), style+8*(i%3))})
			}
		}
	}
	for _, unit := range []string{"Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as", "25s", "7D"} {
		for _, s := range shapes {
			list = append(list, sample{"<M8[" + unit + "]", s, moments(r, unit, count(s))}, sample{"<m8[" + unit + "]", s, moments(r, unit, count(s))})
		}
	}
	for _, t := range []string{"|S3", "|S1", "<U2", ">U2", "|V3", "[('a', '<i4'), ('b', '<f8')]", "[('a', '|S2')]", "[('a', '>i2'), ('b', [('c', '|b1'), ('d', '>f4')])]"} {
		for _, s := range shapes {
			list = append(list, sample{t, s, raw(r, t, count(s))})
		}
	}
	return list
}

// moments are times within the years 1 to 9999, as far as the unit goes, and NaT.
func moments(r *rand.Rand, unit string, n int) []byte {
	most := map[string]int64{"Y": 1900, "M": 12 * 1900, "W": 52 * 1900, "D": 365 * 1900, "h": 24 * 365 * 1900, "m": 60 * 24 * 365 * 1900, "7D": 50 * 1900, "25s": 1 << 31}[unit]
	if most == 0 {
		most = map[string]int64{"s": 1 << 35, "ms": 1 << 45, "us": 1 << 55}[unit]
	}
	var data []byte
	for range n {
		v := r.Int64() >> r.IntN(60)
		if most > 0 {
			v = r.Int64N(2*most) - most
		}
		if r.IntN(9) == 0 {
			v = math.MinInt64
		}
		data = binary.LittleEndian.AppendUint64(data, uint64(v))
	}
	return data
}

// raw are elements of a type with no arithmetic.
func raw(r *rand.Rand, t string, n int) []byte {
	s := typ(t)
	data := make([]byte, n*s.DType.Size())
	for i := range data {
		data[i] = byte(r.IntN(256)) >> r.IntN(8)
		if s.Kind == 'U' {
			data[i] = 0
		}
		if s.IsStruct() { // no NaNs, and numbers that look alike
			data[i] &= 0x3F
		}
		if strings.Contains(t, "b1") && i%7 == 2 {
			data[i] &= 1
		}
	}
	for i := 0; s.Kind == 'U' && i < len(data); i += 4 {
		c := []rune{'a', '\'', '"', '\n', '\\', 'é', '漢', 0, 0x7F, 0x1F600, 0xA0, 0x200B}[r.IntN(12)]
		if s.Swapped {
			binary.BigEndian.PutUint32(data[i:], uint32(c))
		} else {
			binary.LittleEndian.PutUint32(data[i:], uint32(c))
		}
	}
	return data
}

// typ is a type that is known to be right.
func typ(text string) b2.StoredType {
	t, err := b2.ParseStoredType(text)
	if err != nil {
		panic(err)
	}
	return t
}

// fill makes elements of very different looks.
func fill(r *rand.Rand, d b2.DType, n, style int) []byte {
	data := make([]byte, n*d.Size())
	for i := range data {
		data[i] = byte(r.Uint32())
		if d == b2.Bool {
			data[i] &= 1
		}
	}
	if d != b2.Float16 && d != b2.Float32 && d != b2.Float64 || style == 7 {
		return data
	}
	for i := range n {
		x := r.NormFloat64()
		switch style % 8 {
		case 0:
			x = math.Round(x * 10)
		case 1:
			x = math.Round(x*10) / 4
		case 2:
			x *= 1e-5
		case 3:
			x = []float64{math.NaN(), math.Inf(1), math.Inf(-1), x, 0, math.Copysign(0, -1)}[r.IntN(6)]
		case 4:
			x = math.Exp(20 * x)
		case 5:
			x = []float64{math.NaN(), math.Inf(1)}[r.IntN(2)]
		}
		if d == b2.Float16 {
			putUint(data[2*i:], uint64(b2.HalfOf(x)), 2)
		} else if d == b2.Float32 {
			putUint(data[4*i:], uint64(math.Float32bits(float32(x))), 4)
		} else {
			putUint(data[8*i:], math.Float64bits(x), 8)
		}
	}
	return data
}

func putUint(to []byte, v uint64, n int) {
	for i := range n {
		to[i] = byte(v >> (8 * i))
	}
}

// ours prints a sample, leaving out what is not shown.
func ours(s sample) string {
	d := typ(s.DType)
	shown := Shown(s.Shape)
	return Format(d, pick(s.Data, s.Shape, shown, d.DType.Size()), s.Shape, shown)
}

func pick(data []byte, shape, shown []int, size int) []byte {
	if len(shape) == 0 {
		return data
	}
	if count(shape) == 0 {
		return nil
	}
	var out []byte
	step := len(data) / shape[0]
	for i := range shown[0] {
		if shown[0] < shape[0] && i >= shown[0]/2 {
			i += shape[0] - shown[0]
		}
		out = append(out, pick(data[i*step:][:step], shape[1:], shown[1:], size)...)
	}
	return out
}

// TestLikeNumPy compares with NumPy itself.
func TestLikeNumPy(t *testing.T) {
	python := os.Getenv("B2_PYTHON")
	if python == "" {
		t.Skip("B2_PYTHON does not name a Python with numpy")
	}
	list := samples()
	var in strings.Builder
	for _, s := range list {
		line, _ := json.Marshal(s)
		in.Write(append(line, '\n'))
	}
	cmd := exec.Command(python, "-c", printed)
	cmd.Stdin, cmd.Stderr = strings.NewReader(in.String()), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(strings.NewReader(string(out)))
	lines.Buffer(nil, 1<<20)
	bad := 0
	for _, s := range list {
		if !lines.Scan() {
			t.Fatal("NumPy printed too few arrays")
		}
		var want string
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, ours(s)); diff != "" {
			if bad++; bad < 5 {
				t.Errorf("%s %v (-NumPy +b2):\n%s", s.DType, s.Shape, diff)
			}
		}
	}
	if bad > 0 {
		t.Errorf("%d of %d differ", bad, len(list))
	}
}

func TestFormat(t *testing.T) {
	got := Format(typ("|i1"), []byte{1, 2, 3, 250, 5, 6}, []int{1001}, []int{6})
	if want := "[ 1,  2,  3, ..., -6,  5,  6]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestShown(t *testing.T) {
	for _, c := range []struct{ shape, want []int }{
		{[]int{}, []int{}},
		{[]int{1000}, []int{1000}},
		{[]int{1001}, []int{6}},
		{[]int{2, 5000}, []int{2, 6}},
		{[]int{1 << 40, 1 << 40}, []int{6, 6}},
		{[]int{0, 1 << 40}, []int{0, 1 << 40}},
		{[]int{9, 9, 9, 9, 9, 9}, []int{4, 4, 4, 4, 4, 4}},
	} {
		if diff := cmp.Diff(c.want, Shown(c.shape)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.shape, diff)
		}
	}
}
