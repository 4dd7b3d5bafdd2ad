package b2_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
)

// form is a kind of node that expressions are drawn from: the texts with {0}, {1} … in the place of the arguments.
type form struct {
	text, py string // py: "" is text
	arity    int
	arrays   bool    // no argument may be a number
	kind     string  // how exact it is; see judge.py
	budget   float64 // of kind "ulp"

	complexULP float64 // with a complex argument: the budget, 0 as above
	draw       func(r *rand.Rand, args []value) (text, py, ref, nested string)
}

// shapes are all forms: operators, every elementwise row of the op table, and what is written by hand.
var shapes = allForms()

func allForms() []form {
	var list []form
	add := func(f form) {
		if f.py == "" {
			f.py = f.text
		}
		f.arity = 0
		for strings.Contains(f.text, fmt.Sprintf("{%d}", f.arity)) {
			f.arity++
		}
		if f.kind == "" {
			f.kind = "exact"
		}
		f.draw = func(r *rand.Rand, args []value) (string, string, string, string) {
			return fill(f.text, args, false), fill(f.py, args, false), fill(f.py, rounded(args), false), fill(f.text, args, true)
		}
		list = append(list, f)
	}
	for _, op := range ir.Ops() {
		if op.Kind != ir.Elementwise || len(op.Options) > 0 || op.Name == "where" {
			continue
		}
		f := rowForm(op)
		if name, ok := notInNumPy[op.Name]; ok {
			f.py = strings.Replace(f.text, op.Name, name, 1)
			if name == "" {
				continue
			}
		}
		add(f)
		if s := op.Symbol; s != "" && !slices.Contains([]string{"and", "or", "not"}, s) {
			g := f
			if g.text = "({0}) " + s + " ({1})"; len(op.Params) == 1 {
				g.text = s + "({0})"
			}
			g.py = ""
			for range 3 { // operators are what people write most
				add(g)
			}
		}
	}
	for _, f := range append(written, viewForms...) {
		add(f)
	}
	for _, f := range reducing {
		for _, name := range strings.Fields(f.names) {
			for _, o := range f.options {
				add(form{text: name + "({0}" + o + ")", arrays: true, kind: f.kind})
			}
		}
	}
	return list
}

// rowForm is the call of a row of the op table.
func rowForm(op *ir.Op) form {
	f := form{text: op.Name + "({0})"}
	if len(op.Params) == 2 {
		f.text = op.Name + "({0}, {1})"
	}
	if op.ULP > 0 {
		f.kind, f.budget = "ulp", op.ULP+0.02
	}
	if op.Complex != nil && op.Complex.ULP > 0 {
		f.complexULP = op.Complex.ULP + 0.05
	}
	if op.Name == "multiply" || op.Name == "square" { // NumPy's arrays fuse one of the products
		f.complexULP = 1.5
	}
	if strings.Contains(op.Name, "min") || strings.Contains(op.Name, "max") {
		f.kind = "zeros" // NumPy's answer of zeros of both signs depends on the place in a vector
	}
	return f
}

// notInNumPy are the rows that NumPy calls otherwise; "" has no counterpart there, or none that is right.
var notInNumPy = map[string]string{"sigmoid": "", "relu": "", "gamma": "", "lgamma": "", "erf": "", "erfc": "", "complex": "", "i0": ""}

// written are forms that follow from no row.
var written = []form{
	{text: "({0}) and ({1})", py: "b2_and({0}, {1})"},
	{text: "({0}) or ({1})", py: "b2_or({0}, {1})"},
	{text: "not ({0})", py: "b2_not({0})"},
	{text: "({0}) < ({1}) <= ({2})", py: "b2_and(({0}) < ({1}), ({1}) <= ({2}))"},
	{text: "({0}) if ({1}) else ({2})", py: "where({1}, {0}, {2})", arrays: true}, // a number chooses one of the two
	{text: "where({0}, {1}, {2})"},
	{text: "({0})**2", complexULP: 1.5}, {text: "({0})**1"}, {text: "({0})**0.5", kind: "ulp", budget: 0.76, complexULP: 8}, {text: "({0})**-1"},
	{text: "({0})**3", kind: "ulp", budget: 0.76, complexULP: 8},
	{text: "({0})[::-1]", arrays: true}, {text: "({0})[..., ::2]", arrays: true}, {text: "({0})[0]", arrays: true},
	{text: "({0})[-1:, ...]", arrays: true}, {text: "({0})[..., None]", arrays: true}, {text: "({0})[1:, :2]", arrays: true},
	{text: "float32({0})", py: "asarray({0}).astype(float32)", arrays: true}, {text: "float64({0})", py: "asarray({0}).astype(float64)", arrays: true},
	{text: "float16({0})", py: "asarray({0}).astype(float16)", arrays: true}, {text: "int32({0})", py: "asarray({0}).astype(int32)", arrays: true, kind: "cast"},
	{text: "({0}).astype(int64)", py: "asarray({0}).astype(int64)", arrays: true, kind: "cast"}, {text: "bool({0})", py: "asarray({0}).astype(bool)", arrays: true},
	{text: "median({0})", arrays: true}, {text: "nanmedian({0}, axis=-1)", arrays: true},
	{text: "diff({0})", arrays: true}, {text: "diff({0}, axis=0, n=2)", arrays: true},
	{text: "sum({0})", arrays: true, kind: "sum"}, {text: "sum({0}, axis=0)", arrays: true, kind: "sum"}, {text: "mean({0}, axis=-1, keepdims=True)", arrays: true, kind: "sum"},
	{text: "min({0}, axis=-1)", arrays: true, kind: "zeros"}, {text: "max({0})", arrays: true, kind: "zeros"},
}

// reducing are forms of reductions and scans: each name with each of the options.
var reducing = []struct {
	names, kind string
	options     []string
}{
	{"any all count_nonzero", "exact", []string{"", ", axis=0", ", axis=-1, keepdims=True"}},
	{"argmin argmax", "exact", []string{"", ", axis=0", ", axis=-1, keepdims=True"}},
	{"cumsum cumprod", "exact", []string{"", ", axis=0", ", axis=-1"}},
	{"min max ptp nanmin nanmax", "zeros", []string{"", ", axis=0", ", axis=-1, keepdims=True"}},
	{"sum mean nansum nanmean", "sum", []string{"", ", axis=0", ", axis=-1, keepdims=True"}},
	{"prod nanprod", "prod", []string{"", ", axis=-1"}},
	{"var nanvar", "var", []string{"", ", axis=0, ddof=1", ", axis=-1, keepdims=True"}},
	{"std nanstd", "std", []string{"", ", axis=-1"}},
}

// fill puts the arguments into a form: their whole texts, or numbers and the names x0, x1 ….
func fill(form string, args []value, nested bool) string {
	for i, a := range args {
		text := fmt.Sprintf("x%d", i)
		if nested || a.number {
			text = a.text
		}
		form = strings.ReplaceAll(form, fmt.Sprintf("{%d}", i), text)
	}
	return form
}

// rounded are the arguments with numbers as elements of the result's type, which the judge calls R.
func rounded(args []value) []value {
	out := slices.Clone(args)
	for i, a := range out {
		if a.number {
			out[i].text = "R" + a.text
		}
	}
	return out
}

// leaf draws a number or an array.
func (d *drawer) leaf() value {
	if d.pick(4) == 0 {
		numbers := []string{"0", "1", "2", "3", "7", "100", "300", "-1", "-5", "0.5", "1.5", "2.0", "-0.25", "1e3", "nan", "inf", "-0.0", "1e-300", "True", "65536", "2**40"}
		return value{text: "(" + numbers[d.pick(len(numbers))] + ")", number: true}
	}
	names := []string{"a", "b", "c", "d", "f", "g", "h"}
	name := names[d.pick(len(names))]
	v, ok := d.vars[name]
	if !ok {
		v = d.array(name)
		d.vars[name] = v
	}
	return v
}

// array draws an operand: a type, a part of the shape, and elements among which are the difficult ones.
func (d *drawer) array(name string) value {
	types := drawnTypes
	v := value{text: name, dtype: types[d.pick(len(types))], shape: []int{}}
	for i := d.pick(len(d.shape) + 1); i < len(d.shape); i++ {
		n := d.shape[i]
		if d.pick(4) == 0 {
			n = 1
		}
		v.shape = append(v.shape, n)
	}
	n := 1
	for _, k := range v.shape {
		n *= k
	}
	for range n {
		v.bytes = d.element(v.bytes, v.dtype)
	}
	return v
}

// drawnTypes are the element types of operands.
var drawnTypes = dtype.All()

var difficult = []float64{0, math.Copysign(0, -1), 1, -1, math.NaN(), math.Inf(1), math.Inf(-1), 0.5, -2.5, 1e-310, 65504, 1e38, 1e300, 2, 3}

// element appends a random element.
func (d *drawer) element(b []byte, t dtype.DType) []byte {
	f := d.r.NormFloat64() * math.Exp(d.r.NormFloat64()*2)
	if d.pick(5) == 0 {
		f = difficult[d.pick(len(difficult))]
	}
	le := binary.LittleEndian
	switch t.Kind() {
	case dtype.KindBool:
		return append(b, byte(d.pick(2)))
	case dtype.KindFloat:
		switch t {
		case dtype.Float16:
			return le.AppendUint16(b, uint16(b2.HalfOf(f)))
		case dtype.Float32:
			return le.AppendUint32(b, math.Float32bits(float32(f)))
		}
		return le.AppendUint64(b, math.Float64bits(f))
	case dtype.KindComplex:
		part := dtype.Float64
		if t == dtype.Complex64 {
			part = dtype.Float32
		}
		return d.element(d.element(b, part), part)
	}
	u := uint64(int64(d.pick(40) - 12)) // small numbers, and the edges of the type
	if d.pick(5) == 0 {
		u = d.r.Uint64()
		if d.pick(2) == 0 {
			u = []uint64{0, 1, math.MaxUint64, 1 << (8*t.Size() - 1), 1<<(8*t.Size()-1) - 1}[d.pick(5)]
		}
	}
	if t.Kind() == dtype.KindUnsigned && d.pick(5) > 0 {
		u = uint64(d.pick(40))
	}
	return append(b, le.AppendUint64(nil, u)[:t.Size()]...)
}
