package b2_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/ir/dtype"
)

// leaf draws a number or an array.
func (d *drawer) leaf() value {
	if d.pick(4) == 0 {
		return d.number()
	}
	name := pickOf(d, d.names)
	v, ok := d.vars[name]
	if !ok {
		if v = d.variable(d.dtype(), d.operandShape()); name == "s" {
			v = d.structs(d.operandShape())
		}
		d.vars[name] = v
	}
	out := pickOf(d, v.values)
	out.text = name + out.text
	return out
}

var numbers = []string{"0", "1", "2", "3", "7", "100", "300", "-1", "-5", "0.5", "1.5", "2.0", "-0.25", "1e3", "nan", "inf", "-inf", "-0.0", "1e-300", "1e300",
	"True", "False", "65536", "2**40", "2**63", "-128", "2j", "1.5 - 0.5j", "0.1", "63", "64"}

// number draws a Python number.
func (d *drawer) number() value {
	text := numbers[d.pick(len(numbers))]
	return value{text: "(" + text + ")", number: true, literal: literal(text)}
}

// literal is a number in Go.
func literal(text string) any {
	switch text {
	case "True", "False":
		return text == "True"
	case "2j":
		return complex(0, 2)
	case "1.5 - 0.5j":
		return complex(1.5, -0.5)
	case "2**40":
		return 1 << 40
	case "2**63":
		return new(big.Int).Lsh(big.NewInt(1), 63)
	}
	if v, err := strconv.Atoi(text); err == nil {
		return v
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(text)
	}
	return v
}

// categories are the kinds of types that rows tell apart.
var categories = []string{"bool", "int", "uint", "float16", "float", "complex"}

// category is the kind of a type.
func category(t dtype.DType) string {
	switch t.Kind() {
	case dtype.KindBool:
		return "bool"
	case dtype.KindSigned:
		return "int"
	case dtype.KindUnsigned:
		return "uint"
	case dtype.KindComplex:
		return "complex"
	}
	if t == dtype.Float16 {
		return "float16"
	}
	return "float"
}

// dtype draws an element type, each category alike, but more of the larger floats.
func (d *drawer) dtype() dtype.DType {
	c := d.category
	if c == "" {
		c = pickOf(d, append([]string{"float", "float"}, categories...))
	}
	var of []dtype.DType
	for _, t := range dtype.All() {
		if category(t) == c {
			of = append(of, t)
		}
	}
	return pickOf(d, of)
}

// operandShape draws a part of the shape, with axes of length 1.
func (d *drawer) operandShape() []int {
	s := []int{}
	for i := d.pick(len(d.shape) + 1); i < len(d.shape); i++ {
		n := d.shape[i]
		if d.pick(4) == 0 {
			n = 1
		}
		s = append(s, n)
	}
	return s
}

// variable draws an operand of a type, now and then stored as big-endian numbers.
func (d *drawer) variable(t dtype.DType, s []int) variable {
	v := value{dtype: t, shape: s, bytes: d.elements(t, s)}
	out := variable{expr: v.operand(), shape: s, values: []value{v}}
	if d.pick(10) == 0 && t.Part().Size() > 1 {
		stored := dtype.Plain(t)
		stored.Swapped = true
		out.expr = b2.PlainStored(swapped(v.bytes, t.Part().Size()), stored, b2.Shape(s...))
	}
	return out
}

// arrayOf draws one more operand.
func (d *drawer) arrayOf(t dtype.DType, s []int) value {
	name := fmt.Sprintf("v%d", len(d.vars))
	d.vars[name] = d.variable(t, s)
	v := d.vars[name].values[0]
	v.text = name
	return v
}

// structs draws an operand of structs, of which expressions read the fields.
func (d *drawer) structs(s []int) variable {
	var fields []string
	var values []value
	for i := range 1 + d.pick(3) {
		t, own := d.dtype(), []int{}
		if d.pick(4) == 0 {
			own = []int{1 + d.pick(3)}
		}
		v := value{dtype: t, shape: append(slices.Clone(s), own...), text: pickOf(d, []string{".f%d", `["f%d"]`})}
		v.text = fmt.Sprintf(v.text, i)
		v.bytes = d.elements(t, v.shape)
		values = append(values, v)
		code := t.NumPy()
		if t.Size() > 1 && d.pick(4) == 0 {
			code = strings.Replace(code, "<", ">", 1)
		}
		fields = append(fields, fmt.Sprintf("('f%d', '%s', %s)", i, code, tupleText(own)))
	}
	stored, err := dtype.ParseStored(strings.ReplaceAll("["+strings.Join(fields, ", ")+"]", ", ())", ")"))
	if err != nil {
		d.t.Fatal(err)
	}
	var data []byte
	for i := range sizeOf(s) {
		for k, f := range stored.Fields {
			size := f.Type.DType.Size() * sizeOf(f.Shape)
			part := values[k].bytes[i*size : (i+1)*size]
			if f.Type.Swapped {
				part = swapped(part, f.Type.DType.Part().Size())
			}
			data = append(data, part...)
		}
	}
	return variable{expr: b2.PlainStored(data, stored, b2.Shape(s...)), shape: s, values: values}
}

func sizeOf(s []int) int {
	n := 1
	for _, k := range s {
		n *= k
	}
	return n
}

// swapped turns numbers of a size round.
func swapped(b []byte, size int) []byte {
	b = slices.Clone(b)
	for i := 0; i < len(b); i += size {
		slices.Reverse(b[i : i+size])
	}
	return b
}

var difficult = []float64{0, math.Copysign(0, -1), 1, -1, math.NaN(), math.Inf(1), math.Inf(-1), 0.5, -2.5, 1e-310, 65504, 1e38, 1e300, 2, 3, 6e-8, 1e-45, 127.5, -1e19}

// elements draws an array's, of some arrays mostly difficult ones.
func (d *drawer) elements(t dtype.DType, s []int) []byte {
	b := []byte{}
	dense := d.pick(5) == 0
	for range sizeOf(s) {
		b = d.element(b, t, dense)
	}
	return b
}

// element appends a random element.
func (d *drawer) element(b []byte, t dtype.DType, dense bool) []byte {
	hard := d.pick(5) == 0 || dense && d.pick(4) > 0
	le := binary.LittleEndian
	switch t.Kind() {
	case dtype.KindBool:
		return append(b, byte(d.pick(2)))
	case dtype.KindFloat:
		f := d.r.NormFloat64() * math.Exp(d.r.NormFloat64()*2)
		if hard {
			f = pickOf(d, difficult)
		}
		switch t {
		case dtype.Float16:
			return le.AppendUint16(b, uint16(b2.HalfOf(f)))
		case dtype.Float32:
			return le.AppendUint32(b, math.Float32bits(float32(f)))
		}
		return le.AppendUint64(b, math.Float64bits(f))
	case dtype.KindComplex:
		return d.element(d.element(b, t.Part(), dense), t.Part(), dense)
	}
	u := uint64(int64(d.pick(40) - 12)) // small numbers, and the edges of the type
	if t.Kind() == dtype.KindUnsigned {
		u = uint64(d.pick(40))
	}
	if hard {
		u = d.r.Uint64()
		if d.pick(2) == 0 {
			u = pickOf(d, []uint64{0, 1, math.MaxUint64, 1 << (8*t.Size() - 1), 1<<(8*t.Size()-1) - 1})
		}
	}
	return append(b, le.AppendUint64(nil, u)[:t.Size()]...)
}
