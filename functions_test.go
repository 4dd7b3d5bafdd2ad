package b2_test

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestFunctions holds FUNCTIONS.md to the op table and to what its examples give; -update writes it.
func TestFunctions(t *testing.T) {
	golden(t, "FUNCTIONS.md", functionsDocument(t))
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); go test -update writes it\n%s", file, diff)
	}
}

const functionsHead = `# What an expression can call

Every function of the language, made from the op table by ` + "`go test -run TestFunctions -update .`" + `. The names are NumPy's, and
so are types, values and errors; DESIGN.md section 4 lists the few choices of our own. In Go each is a function of package
b2 and a method of its arrays and expressions: floor_divide(x, y) is b2.FloorDivide(x, y) and x.FloorDivide(y).

*Types* are those of the arguments and, behind an arrow, of the result where it is another: b1 is bool, i1 to i8 and u1 to u8
are integers of 1 to 8 bytes, f2 to f8 floats, c8 and c16 complex numbers. Arguments of different types are brought to a
common one first, by NumPy's rules. *Accuracy* is the largest error seen of an 8-byte result, in units of its last place;
narrower results are off by at most 0.52. What has no figure is exact or correctly rounded. The last table tells what was tried.
`

// functionsDocument is the text of FUNCTIONS.md.
func functionsDocument(t *testing.T) string {
	var s strings.Builder
	s.WriteString(functionsHead)
	for _, part := range []struct {
		kind  ir.OpKind
		title string
	}{
		{ir.Elementwise, "Element by element"}, {ir.Composite, "Made of others"}, {ir.Reduction, "Over axes"},
		{ir.Rearranging, "Rearranging elements"}, {ir.Constructor, "Making arrays"},
	} {
		head := fmt.Sprintf("\n## %s\n\n| call | | types | example | accuracy |\n|---|---|---|---|---|\n", part.title)
		for _, op := range ir.Ops() {
			if op.Kind == part.kind {
				s.WriteString(head)
				s.WriteString(functionLine(t, op))
				head = ""
			}
		}
	}
	s.WriteString(accuracyTable(t))
	return s.String()
}

func functionLine(t *testing.T, op *ir.Op) string {
	call := "`" + op.Signature() + "`"
	if op.Symbol != "" {
		call += " `" + strings.ReplaceAll(op.Symbol, "|", "\\|") + "`"
	}
	if len(op.Aliases) > 0 {
		call += "; also " + strings.Join(op.Aliases, ", ")
	}
	accuracy := ""
	if op.ULP > 0 {
		accuracy = fmt.Sprint(op.ULP)
	}
	example := strings.ReplaceAll(op.Example, "|", "\\|")
	return fmt.Sprintf("| %s | %s | %s | `%s` gives %s | %s |\n", call, op.Doc, typesOf(op), example, exampleResult(t, op), accuracy)
}

// typesOf lists what a row takes, all arguments being of one type, and what it makes of that.
func typesOf(op *ir.Op) string {
	if op.Kind == ir.Constructor {
		return ""
	}
	groups := map[dtype.DType][]string{}
	var results []dtype.DType
	for _, d := range dtype.All() {
		out, ok := resultOf(op, d)
		if !ok {
			continue
		}
		if groups[out] == nil {
			results = append(results, out)
		}
		groups[out] = append(groups[out], d.Short())
	}
	slices.Sort(results)
	var as, to []string
	for _, out := range results {
		in := groups[out]
		if i := slices.Index(in, out.Short()); i >= 0 && len(results) > 1 {
			as = append(as, out.Short())
			in = slices.Delete(in, i, i+1)
		}
		if len(in) > 0 {
			to = append(to, classes.Replace(strings.Join(in, " "))+" → "+out.Short())
		}
	}
	if len(as) > 0 {
		to = append([]string{classes.Replace(strings.Join(as, " "))}, to...)
	}
	return strings.Join(to, "; ")
}

// classes are short for all types of a kind.
var classes = strings.NewReplacer("i1 i2 i4 i8 u1 u2 u4 u8", "integers", "i1 i2 i4 i8", "signed", "u1 u2 u4 u8", "unsigned",
	"f2 f4 f8", "floats", "c8 c16", "complex")

// resultOf is the type of a row's result for arguments of a type.
func resultOf(op *ir.Op, d dtype.DType) (dtype.DType, bool) {
	args := make([]*ir.Node, max(len(op.Params), 1))
	for i := range args {
		args[i] = ir.NewOperand(i, "x", d, []int{4, 4})
	}
	n, err := ir.Apply(op, args, sampleOptions(op))
	if err != nil {
		return 0, false
	}
	return n.DType, true
}

// sampleOptions are values of the options that a row must have.
func sampleOptions(op *ir.Op) ir.Options {
	o := ir.Options{}
	for _, have := range op.Options {
		if have.Default != "" {
			continue
		}
		switch have.Takes {
		case ir.TakesInt:
			o[have.Name] = 1
		case ir.TakesInts:
			if o[have.Name] = []int{1}; have.Name == "shape" {
				o[have.Name] = []int{16}
			}
		case ir.TakesDType:
			o[have.Name] = dtype.Float64
		default:
			o[have.Name] = ir.NewFloat(0.5)
		}
	}
	return o
}

// exampleResult runs a row's example.
func exampleResult(t *testing.T, op *ir.Op) string {
	e, err := b2.Lazy(op.Example, nil)
	if err != nil {
		t.Errorf("the example of %s: %v", op.Name, err)
		return ""
	}
	data, err := b2.ReadBytes(context.Background(), e)
	if err != nil {
		t.Errorf("the example of %s: %v", op.Name, err)
		return ""
	}
	n := 0
	text := nested(e.Shape(), func() string {
		at := data[n:]
		n += e.DType().Size()
		return element(at, e.DType())
	})
	if n != len(data) && len(data) > 0 {
		t.Errorf("the example of %s: %d of %d bytes shown", op.Name, n, len(data))
	}
	return text
}

// nested writes elements as Python's lists.
func nested(s []int, next func() string) string {
	if len(s) == 0 {
		return next()
	}
	parts := make([]string, s[0])
	for i := range parts {
		parts[i] = nested(s[1:], next)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// element is a number in few digits.
func element(b []byte, d dtype.DType) string {
	switch d {
	case dtype.Bool:
		return map[bool]string{true: "True", false: "False"}[b[0] != 0]
	case dtype.Complex64:
		return fmt.Sprintf("%.6g", complex(number(b, dtype.Float32), number(b[4:], dtype.Float32)))
	case dtype.Complex128:
		return fmt.Sprintf("%.6g", complex(number(b, dtype.Float64), number(b[8:], dtype.Float64)))
	}
	if d.IsFloat() {
		x := number(b, d)
		if x == math.Trunc(x) && math.Abs(x) < 1e6 {
			return fmt.Sprintf("%.1f", x)
		}
		return fmt.Sprintf("%.6g", x)
	}
	if d == dtype.Uint64 {
		return fmt.Sprint(binary.LittleEndian.Uint64(b))
	}
	shift := 64 - 8*d.Size()
	var buf [8]byte
	copy(buf[:], b[:d.Size()])
	v := int64(binary.LittleEndian.Uint64(buf[:]) << shift)
	if d.Kind() == dtype.KindUnsigned {
		return fmt.Sprint(uint64(v) >> shift)
	}
	return fmt.Sprint(v >> shift)
}
