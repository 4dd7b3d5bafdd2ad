package fused

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/ir/dtype"
)

// same compares the bytes of a result with those that the interpreter's portable code gave.
func (r *runner) same(what string, got, want []byte, p pair) error {
	d := p.fused.DType()
	if len(got) != len(want) {
		return fmt.Errorf("%s: %d bytes, interpreted on go %d", what, len(got), len(want))
	}
	r.results++
	r.elements += int64(len(got) / d.Size())
	if bytes.Equal(got, want) {
		return nil
	}
	var signs []byte
	if p.signs != nil {
		var err error
		if signs, err = b2.ReadBytes(r.ctx, p.signs); err != nil {
			return err
		}
	}
	part := d.Part()
	for i := 0; i < len(got); i += part.Size() {
		g, w, at := got[i:i+part.Size()], want[i:i+part.Size()], i/d.Size()
		if bytes.Equal(g, w) || isNaN(g, part) && isNaN(w, part) {
			continue
		}
		if signs != nil && signs[at] != 0 {
			r.exempt++
			continue
		}
		return fmt.Errorf("%s: element %d of %s %v is %s, interpreted on go %s", what, at, d, p.fused.Shape(), element(got, at, d), element(want, at, d))
	}
	return nil
}

func isNaN(b []byte, d dtype.DType) bool {
	if !d.IsFloat() {
		return false
	}
	x := value(b, d)
	return x != x
}

// value is a float.
func value(b []byte, d dtype.DType) float64 {
	switch d {
	case dtype.Float16:
		return float64(b2.Half(binary.LittleEndian.Uint16(b)).Float32())
	case dtype.Float32:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

// element is an element of a result for people: its bits, and of floats the numbers.
func element(result []byte, at int, d dtype.DType) string {
	b := result[at*d.Size() : (at+1)*d.Size()]
	text := fmt.Sprintf("%x", b)
	for p := d.Part(); p.IsFloat() && len(b) > 0; b = b[p.Size():] {
		text += fmt.Sprintf(" (%v)", value(b, p))
	}
	return text
}

// into calls the function over plain slices.
func (r *runner) into(c Case, s *Setting, p pair, into any) error {
	want, err := b2.ReadBytes(r.ctx, p.interpreted, b2.ISA("go"), b2.Workers(1))
	if err != nil {
		return err
	}
	f := reflect.ValueOf(into)
	if f.Kind() != reflect.Func {
		return fmt.Errorf("there is no function %sInto", c.Kernel)
	}
	var args []reflect.Value
	if f.Type().NumIn() > 1+len(s.Operands) {
		for _, n := range s.Extents {
			args = append(args, reflect.ValueOf(n))
		}
	}
	if f.Type().NumIn() != len(args)+1+len(s.Operands) {
		return fmt.Errorf("%sInto is %s, for extents %v", c.Kernel, f.Type(), s.Extents)
	}
	out := len(args)
	args = append(args, slice(f.Type().In(out), len(want)/p.fused.DType().Size()))
	for i, o := range s.Operands {
		x := slice(f.Type().In(out+1+i), len(o.Data)/o.DType.Size())
		if _, err := binary.Decode(o.Data, binary.LittleEndian, x.Interface()); err != nil {
			return fmt.Errorf("%sInto, operand %s: %w", c.Kernel, o.Name, err)
		}
		args = append(args, x)
	}
	if err, _ := f.Call(args)[0].Interface().(error); err != nil {
		return err
	}
	got, err := binary.Append(nil, binary.LittleEndian, args[out].Interface())
	if err != nil {
		return err
	}
	r.intos++
	return r.same(c.Kernel+"Into", got, want, p)
}

func slice(t reflect.Type, n int) reflect.Value { return reflect.MakeSlice(t, n, n) }
