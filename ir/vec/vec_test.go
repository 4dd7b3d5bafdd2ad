package vec

import (
	"math"
	"testing"
)

func TestBuilderSharesFoldsAndPrunes(t *testing.T) {
	b := NewBuilder(F64, F64)
	x, y := b.Arg(0), b.Arg(1)
	two := b.Add(b.Float(F64, 1), b.Float(F64, 1))
	if bits, ok := b.IsConst(two); !ok || math.Float64frombits(bits) != 2 {
		t.Errorf("1 + 1 was not folded")
	}
	s := b.Mul(b.Add(x, y), two)
	if b.Mul(b.Add(x, y), b.Float(F64, 2)) != s {
		t.Errorf("equal values were made twice")
	}
	b.Sqrt(x) // no result needs it
	f := b.Func(s)
	if err := f.Verify(); err != nil {
		t.Fatal(err)
	}
	if len(f.Values) != 5 {
		t.Errorf("want 5 values, got\n%v", f)
	}
	got := math.Float64frombits(f.Eval(math.Float64bits(1.5), math.Float64bits(2))[0])
	if got != 7 {
		t.Errorf("(1.5 + 2) * 2 = %v", got)
	}
}

func TestVerifyRefuses(t *testing.T) {
	for name, f := range map[string]*Func{
		"use before make":  {Values: []Value{{Op: Neg, Type: F64, Args: [3]Val{0}}}},
		"mixed types":      {Params: []Type{F64, F32}, Values: []Value{{Op: Arg, Type: F64}, {Op: Arg, Type: F32, Imm: 1}, {Op: Add, Type: F64, Args: [3]Val{0, 1}}}},
		"float and":        {Params: []Type{F64}, Values: []Value{{Op: Arg, Type: F64}, {Op: And, Type: F64, Args: [3]Val{0, 0}}}},
		"complex constant": {Values: []Value{{Op: Const, Type: C128}}},
		"complex and":      {Params: []Type{C128}, Values: []Value{{Op: Arg, Type: C128}, {Op: Add, Type: C128, Args: [3]Val{0, 0}}}},
		"bad result":       {Results: []Val{0}},
		"signed gcd":       {Params: []Type{I8}, Values: []Value{{Op: Arg, Type: I8}, {Op: Gcd, Type: I8, Args: [3]Val{0, 0}}}},
		"sum of halves":    {Params: []Type{F16}, Values: []Value{{Op: Arg, Type: F16}, {Op: Add, Type: F16, Args: [3]Val{0, 0}}}},
	} {
		if f.Verify() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestEvalIntegers(t *testing.T) {
	b := NewBuilder(I8, I8)
	x, y := b.Arg(0), b.Arg(1)
	f := b.Func(b.FloorDiv(x, y), b.FloorMod(x, y), b.Shr(x, y), b.Cast(x, F64), b.Cast(x, U64))
	neg7, three := uint64(0xF9), uint64(3)
	got := f.Eval(neg7, three)
	want := []uint64{0xFD, 2, 0xFF, math.Float64bits(-7), math.MaxUint64 - 6}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("result %d: got %#x, want %#x", i, got[i], want[i])
		}
	}
}

func TestComplexIsTakenApart(t *testing.T) {
	b := NewBuilder(C128, C64)
	z, w := b.Arg(0), b.Cast(b.Arg(1), C128)
	packed := b.Complex(b.Real(w), b.Imag(z))
	if b.Real(packed) != b.Real(w) || b.Imag(packed) != b.Imag(z) {
		t.Error("a complex number was not taken apart into what it was made of")
	}
	f := b.Func(packed, b.Ne(b.Imag(z), b.Real(z)), b.Select(b.Lt(b.Real(z), b.Real(w)), z, w))
	if err := f.Verify(); err != nil {
		t.Fatal(err)
	}
	bits := math.Float64bits
	got := f.Eval(bits(1), bits(2), uint64(math.Float32bits(3)), uint64(math.Float32bits(4)))
	want := []uint64{bits(3), bits(2), 1, bits(1), bits(2)}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("result %d: got %#x, want %#x", i, got[i], want[i])
		}
	}
}
func TestGcd(t *testing.T) {
	b := NewBuilder(U8, U8)
	f := b.Func(b.Gcd(b.Arg(0), b.Arg(1)))
	for _, c := range [][3]uint64{{12, 18, 6}, {0, 0, 0}, {0, 7, 7}, {128, 96, 32}, {255, 254, 1}, {200, 200, 200}} {
		if got := f.Eval(c[0], c[1])[0]; got != c[2] {
			t.Errorf("gcd(%d, %d) = %d, want %d", c[0], c[1], got, c[2])
		}
	}
}

// TestHalfBits reads the bits of a float16, which has nothing else but casts.
func TestHalfBits(t *testing.T) {
	b := NewBuilder(F16)
	next := b.Bits(b.Add(b.Bits(b.Arg(0), U16), b.Int(U16, 1)), F16)
	f := b.Func(next, b.Cast(next, F32))
	if err := f.Verify(); err != nil {
		t.Fatal(err)
	}
	if got := f.Eval(0x3C00); got[0] != 0x3C01 || math.Float32frombits(uint32(got[1])) != 1+0x1p-10 {
		t.Errorf("the float16 after 1 is %#x", got)
	}
}

// TestSameOperands makes nothing of a value with itself.
func TestSameOperands(t *testing.T) {
	b := NewBuilder(U8, F32)
	mask := b.Lt(b.Arg(1), b.Float(F32, 1))
	for _, x := range []Val{b.Arg(0), mask} {
		if b.And(x, x) != x || b.Or(x, x) != x {
			t.Errorf("a %v with itself is another value", b.Type(x))
		}
	}
}
