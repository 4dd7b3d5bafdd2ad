package arraytext

import (
	"bufio"
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
import sys, json, base64, numpy as np
for line in sys.stdin:
    s = json.loads(line)
    a = np.frombuffer(base64.b64decode(s['Data'] or ''), s['DType']).reshape(s['Shape'])
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
	return list
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
	if d != b2.Float32 && d != b2.Float64 || style == 7 {
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
		if d == b2.Float32 {
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
	var d b2.DType
	for d = b2.Bool; d.NumPy() != s.DType; d++ {
	}
	shown := Shown(s.Shape)
	return Format(d, pick(s.Data, s.Shape, shown, d.Size()), s.Shape, shown)
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
	got := Format(b2.Int8, []byte{1, 2, 3, 250, 5, 6}, []int{1001}, []int{6})
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
