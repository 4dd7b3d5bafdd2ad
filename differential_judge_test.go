package b2_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/b2gen/b2/ir/dtype"
)

// judge is a Python process that compares answers with NumPy's.
type judge struct {
	t     *testing.T
	cmd   *exec.Cmd
	to    *bufio.Writer
	close func() error
	out   bytes.Buffer
	cases int
	saw   func(judged) // nil, or called with each case
}

func newJudge(t *testing.T) *judge {
	t.Helper()
	exe := os.Getenv("B2_PYTHON")
	if exe == "" {
		t.Skip("B2_PYTHON names no Python with NumPy and Blosc2")
	}
	j := &judge{t: t, cmd: exec.Command(exe, "testdata/expr/judge.py")}
	in, err := j.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	j.to, j.close = bufio.NewWriterSize(in, 1<<16), in.Close
	j.cmd.Stdout, j.cmd.Stderr = &j.out, &j.out
	if err := j.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return j
}

// judged is a case as judge.py takes it.
type judged struct {
	Name     string         `json:"name"`
	Row      string         `json:"row"`  // of the op table, or ""
	Text     string         `json:"text"` // b2's
	Py       string         `json:"py"`
	Args     map[string]any `json:"args"`
	Operands []string       `json:"operands"` // what the arguments are in Python
	Got      any            `json:"got,omitempty"`
	Error    string         `json:"error,omitempty"`
	Kind     string         `json:"kind"`
	Budget   float64        `json:"budget,omitempty"`
	Ref      string         `json:"ref,omitempty"`
	Scale    string         `json:"scale,omitempty"`
	Cast     string         `json:"cast,omitempty"` // the type that a reduction converts to first
	Selects  bool           `json:"selects,omitempty"`
}

// verdict is a line of judge.py.
type verdict struct {
	Case  string `json:"case"`
	Py    string `json:"py"`
	Fault string `json:"fault"`
}

// put has a case judged, if there is a judge.
func (j *judge) put(c judged) error {
	if j == nil {
		return nil
	}
	line, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if j.cases++; j.saw != nil {
		j.saw(c)
	}
	_, err = j.to.Write(append(line, '\n'))
	return err
}

// verdicts waits for what the judge has found.
func (j *judge) verdicts() []verdict {
	j.to.Flush()
	j.close()
	if err := j.cmd.Wait(); err != nil {
		j.t.Errorf("judge.py: %v\n%s", err, j.out.String())
		return nil
	}
	var list []verdict
	for line := range strings.Lines(j.out.String()) {
		var v verdict
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			j.t.Errorf("judge.py says %s", line)
			continue
		}
		list = append(list, v)
	}
	return list
}

// end reports the verdicts as faults.
func (j *judge) end() {
	faults := j.verdicts()
	for i, v := range faults {
		if i == 40 {
			j.t.Errorf("and %d more", len(faults)-i)
			break
		}
		j.t.Errorf("%s: %s: %s", v.Case, v.Py, v.Fault)
	}
	j.t.Logf("%d nodes were judged", j.cases)
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// putMutated has an answer judged with a fault in one element, under a name that begins with "!".
func (j *judge) putMutated(d *drawer, c judged, v value) error {
	if len(v.bytes) == 0 {
		return nil
	}
	part, size := v.dtype.Part(), v.dtype.Part().Size()
	at := d.pick(len(v.bytes)/size) * size
	v.bytes = bytes.Clone(v.bytes)
	element := v.bytes[at : at+size]
	switch {
	case part.IsFloat() && !finite(number(element, part)) || c.Kind == "prod" || c.Kind == "var" || c.Kind == "std" || c.Kind == "sum":
		// A number of another size in the place of any other one: no rounding makes that.
		wrong := value{dtype: part}
		for len(wrong.bytes) == 0 || bytes.Equal(wrong.bytes, element) {
			wrong.bytes = map[dtype.DType][]byte{
				dtype.Float16: {0x40, byte(0x3c + d.pick(2))},
				dtype.Float32: {0, 0, 0x40, byte(0x3f + d.pick(2))},
				dtype.Float64: {0, 0, 0, 0, 0, 0, 0x40, byte(0x3f + d.pick(2))},
			}[part]
			if wrong.bytes == nil {
				wrong.bytes = append([]byte{element[0] ^ 1}, element[1:]...)
			}
		}
		copy(element, wrong.bytes)
	case c.Kind == "ulp" && part.IsFloat():
		element[0] ^= 0x80 // 128 units in the last place
		if part == dtype.Float16 {
			element[0] ^= 0x80 | 0x08
		}
	default:
		element[0] ^= 1
	}
	c.Name, c.Got = "!"+c.Name, v.array()
	return j.put(c)
}

func finite(x float64) bool { return x-x == 0 }

// TestDifferentialJudge has each answer judged twice, the second time with a fault in one element that the judge must find:
// an exemption that is too wide would let it pass.
func TestDifferentialJudge(t *testing.T) {
	j := newJudge(t)
	cases, found := map[string]judged{}, map[string]bool{}
	j.saw = func(c judged) { cases[c.Name+" "+c.Py] = c }
	drawn := newCoverage()
	drawn.mutate = true
	for i := range 400 {
		d := newDrawer(t, j, drawn, 1, uint64(i))
		if _, err := d.tree(2); err != nil {
			t.Errorf("%s: %v", d.name, err)
		}
	}
	drawn.complete(t, j, 1)
	for _, v := range j.verdicts() {
		if found[v.Case+" "+v.Py] = true; !strings.HasPrefix(v.Case, "!") {
			t.Errorf("%s: %s: %s", v.Case, v.Py, v.Fault)
		}
	}
	given, missed, rows := map[string]int{}, map[string]int{}, map[string]bool{}
	for name, c := range cases {
		if !strings.HasPrefix(name, "!") {
			continue
		}
		given[c.Kind]++
		rows[c.Row] = rows[c.Row] || found[name]
		if found[name] {
			continue
		}
		missed[c.Kind]++
		// What is on the way to a result may be infinite, and of complex numbers the larger part is what counts.
		if tolerant := c.Row == "cumprod" || c.Row == "cumulative_prod" || c.Kind == "ulp" || c.Kind == "prod" || c.Kind == "sum" || c.Kind == "var" || c.Kind == "std"; !tolerant {
			t.Errorf("the judge did not find the fault in %s (%s)", name, c.Kind)
		}
	}
	for kind, n := range given {
		if t.Logf("%s: %d faults, %d not found", kind, n, missed[kind]); missed[kind]*8 > n {
			t.Errorf("of %d faults of kind %s the judge did not find %d", n, kind, missed[kind])
		}
	}
	for row, ok := range rows {
		if !ok {
			t.Errorf("the judge found no fault in %s", row)
		}
	}
}
