package dtype

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// good are texts of types, and NumPy's dtype.str or descr of them, their str and their itemsize.
var good = []struct {
	text, numpy, name string
	size              int
	dtype             DType
}{
	{"|b1", "|b1", "bool", 1, Bool}, {"?", "|b1", "bool", 1, Bool}, {"<i4", "<i4", "int32", 4, Int32}, {">i4", ">i4", ">i4", 4, Int32},
	{"i4", "<i4", "int32", 4, Int32}, {"=u2", "<u2", "uint16", 2, Uint16}, {">u1", "|u1", "uint8", 1, Uint8},
	{"float16", "<f2", "float16", 2, Float16}, {">f2", ">f2", ">f2", 2, Float16}, {"<c8", "<c8", "complex64", 8, Complex64},
	{">c16", ">c16", ">c16", 16, Complex128}, {"complex128", "<c16", "complex128", 16, Complex128},
	{"<M8[ns]", "<M8[ns]", "datetime64[ns]", 8, Int64}, {">M8[25s]", ">M8[25s]", ">M8[25s]", 8, Int64}, {"<m8", "<m8", "timedelta64", 8, Int64},
	{"datetime64[D]", "<M8[D]", "datetime64[D]", 8, Int64}, {"timedelta64[us]", "<m8[us]", "timedelta64[us]", 8, Int64}, {"M8[as]", "<M8[as]", "datetime64[as]", 8, Int64},
	{"|S5", "|S5", "|S5", 5, RawOf(5)}, {"S300", "|S300", "|S300", 300, RawOf(300)}, {"<U3", "<U3", "<U3", 12, RawOf(12)}, {">U3", ">U3", ">U3", 12, RawOf(12)},
	{"|V7", "|V7", "|V7", 7, RawOf(7)},
	{"[('a', '<i4'), ('b', '>f8')]", "", "", 12, RawOf(12)}, {"[('a', '<i4'), ('b', '<f4', (2, 3))]", "", "", 28, RawOf(28)},
	{"[('f0', 'V7')]", "[('f0', '|V7')]", "", 7, RawOf(7)}, {"[('b', '|b1'), ('c', 'i1')]", "[('b', '|b1'), ('c', '|i1')]", "[('b', '?'), ('c', 'i1')]", 2, RawOf(2)}, {`[('a', [('x', '<f2'), ('y', '|S3', (2,))]), ("b'", '<M8[ms]')]`, "", "", 16, RawOf(16)},
	{"[('a','i4',2),('', 'V4'),('é\\n\\x41', 'f8')]", "[('a', '<i4', (2,)), ('f1', '|V4'), ('é\\nA', '<f8')]", "", 20, RawOf(20)},
}

func TestParseStored(t *testing.T) {
	for _, c := range good {
		s, err := ParseStored(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if c.numpy == "" {
			c.numpy = c.text
		}
		if c.name == "" {
			c.name = strings.ReplaceAll(c.numpy, "'|", "'")
		}
		if s.NumPy() != c.numpy || s.String() != c.name || s.DType.Size() != c.size || s.DType != c.dtype {
			t.Errorf("%s is %s, printed %s, %v of %d bytes", c.text, s.NumPy(), s, s.DType, s.DType.Size())
		}
		if n := s.Native(); n.SwapWidth() != 0 || n.DType != s.DType {
			t.Errorf("%s: native %s", c.text, n.NumPy())
		}
	}
	for text, width := range map[string]int{">i2": 2, ">c8": 4, ">c16": 8, ">M8[s]": 8, ">U3": 0, ">i1": 0, "<f8": 0, "[('a', '>i4')]": 0} {
		if s, err := ParseStored(text); err != nil || s.SwapWidth() != width {
			t.Errorf("%s swaps %d bytes, want %d; %v", text, s.SwapWidth(), width, err)
		}
	}
}

func TestParseStoredAsNumPy(t *testing.T) {
	python := os.Getenv("B2_PYTHON")
	if python == "" {
		t.Skip("B2_PYTHON names no Python with NumPy")
	}
	var texts []string
	for _, c := range good {
		if !strings.Contains(c.text, "''") { // a name that NumPy gives differs in its reading and its writing
			texts = append(texts, c.text)
		}
	}
	arg, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "-c", `
import ast, json, sys
import numpy as np
def of(t):
    d = np.dtype(ast.literal_eval(t) if t[0] == "[" else t)
    offsets = [d.fields[n][1] for n in d.names] if d.names else []
    return [str(d.descr) if d.names else d.str, str(d), d.itemsize, offsets]
print(json.dumps([of(t) for t in json.loads(sys.argv[1])]))`, string(arg)).Output()
	if err != nil {
		t.Fatal(err)
	}
	var want [][]any
	if err := json.Unmarshal(out, &want); err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		s, err := ParseStored(text)
		if err != nil {
			t.Fatal(err)
		}
		if s.NumPy() != want[i][0] || s.String() != want[i][1] || float64(s.DType.Size()) != want[i][2] {
			t.Errorf("%s: %s, %s, %d; NumPy says %v", text, s.NumPy(), s, s.DType.Size(), want[i])
		}
		for k, at := range want[i][3].([]any) {
			if float64(s.Fields[k].Offset) != at {
				t.Errorf("%s: field %s is at %d, NumPy says %v", text, s.Fields[k].Name, s.Fields[k].Offset, at)
			}
		}
	}
}

func TestBadStored(t *testing.T) {
	deep := strings.Repeat("[('a', ", 100) + "'i4'" + strings.Repeat(")]", 100)
	for text, want := range map[string]string{
		"": "names no type", "|O": "Python objects", "O8": "Python objects", "<f16": "does not know", "<c32": "does not know", "<i3": "does not know",
		"S": "no length", "S0": "not 1 to", "S-1": "no length", "S+1": "no length", "V99999999": "not 1 to", "U9999999999999": "longer than", "U99999999999999999999999": "no length",
		"<M4[ns]": "8 bytes", "M8[nss]": "no unit", "M8[0s]": "no unit", "M8[99999999999s]": "no unit", "M8[": "no unit", "M8[]": "no unit", "M8ns": "no unit",
		"[": "ends where", "[]": "no bytes", "[('a', 'i4'": "ends where", "[('a' 'i4')]": "stands where", "[('a', 'i4')] x": "its end",
		"[('a', '|O')]": "Python objects", "[('a', 'i4'), ('a', 'i4')]": "twice", "[('a', 'i4', (1000000, 1000000))]": "bytes long",
		"[('a', 'i4', (0,))]": "bytes long", "[('a', 'i4', (99999999999999999999,))]": "too large", "[('a', 'V16000000'), ('b', 'V16000000')]": "longer than",
		"[('a', 'i4', (" + strings.Repeat("1,", 17) + "))]": "dimensions", "[('a', 'i4', -1)]": "stands where", deep: "nested deeper",
		"[(('t', 'a'), 'i4')]": "title", "[('a', ('i4', (2,)))]": "title", "[('a": "does not end", `[('a\`: "does not end", `[('\q', 'i4')]`: "escape", `[('\ud800', 'i4')]`: "escape",
		"{'names': ['a'], 'formats': ['i4']}": "offsets", strings.Repeat("x", maxText+1): "more than", "raw": "names no", "V": "no length",
	} {
		if s, err := ParseStored(text); err == nil {
			t.Errorf("%.50q was taken as %s", text, s)
		} else if !strings.Contains(err.Error(), want) && text != "raw" {
			t.Errorf("%.50q: %v, want %s", text, err, want)
		} else if len(err.Error()) > 400 {
			t.Errorf("%.50q: a long error: %v", text, err)
		}
	}
}

func TestFind(t *testing.T) {
	s, err := ParseStored("[('a', [('b', 'i4'), ('c.d', 'f8')]), ('a.b', 'i2')]")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]DType{"a": RawOf(12), "a.b": Int16, "a.c.d": Float64} {
		path, ok := s.Find(name)
		if !ok || path[len(path)-1].Type.DType != want {
			t.Errorf("%s: %v, %v", name, path, ok)
		}
	}
	for _, name := range []string{"", "b", "a.", "a.c", ".a"} {
		if path, ok := s.Find(name); ok {
			t.Errorf("%q: %v", name, path)
		}
	}
}

// FuzzParseStored reads anything without a panic; what is read has a text that is read as the same.
func FuzzParseStored(f *testing.F) {
	for _, c := range good {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseStored(text)
		if err != nil {
			return
		}
		if n := s.DType.Size(); n < 1 || n > MaxRaw || n != s.Native().DType.Size() {
			t.Errorf("%q has %d bytes", text, n)
		}
		again, err := ParseStored(s.NumPy())
		if len(s.NumPy()) <= maxText && (err != nil || again.NumPy() != s.NumPy() || again.DType != s.DType) {
			t.Errorf("%q is %q, and that %q: %v", text, s.NumPy(), again.NumPy(), err)
		}
	})
}
