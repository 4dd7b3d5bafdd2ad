package vec

import (
	"fmt"
	"math"
)

// Builder appends values to a Func. Equal values are made once, and a value of constants is folded by Eval, so
// what is shared or constant in an expression is computed once whoever wrote it. Misuse (a type mismatch)
// panics: it is a bug in a lowering, found by the test that lowers every row of the op table.
type Builder struct {
	f    Func
	seen map[Value]Val
}

// NewBuilder starts a function with the given parameter types.
func NewBuilder(params ...Type) *Builder {
	return &Builder{f: Func{Params: params}, seen: map[Value]Val{}}
}

// Func ends the function with its results. Values that no result needs are dropped.
func (b *Builder) Func(results ...Val) *Func {
	f := b.f
	f.Results = results
	f.Values = append([]Value(nil), f.Values...)
	f.prune()
	return &f
}

// Type is the type of v.
func (b *Builder) Type(v Val) Type { return b.f.Values[v].Type }

// IsConst reports v's bits when v is a constant.
func (b *Builder) IsConst(v Val) (uint64, bool) {
	c := b.f.Values[v]
	return c.Imm, c.Op == Const
}

func (b *Builder) emit(op Op, t Type, imm uint64, args ...Val) Val {
	v := Value{Op: op, Type: t, Imm: imm}
	copy(v.Args[:], args)
	if have, ok := b.seen[v]; ok {
		return have
	}
	if err := b.f.check(v, Val(len(b.f.Values))); err != nil {
		panic(fmt.Sprintf("vec: %v in\n%v", err, &b.f))
	}
	if folded, ok := b.fold(v); ok {
		v = folded
		if have, ok := b.seen[v]; ok {
			return have
		}
	}
	id := Val(len(b.f.Values))
	b.f.Values = append(b.f.Values, v)
	b.seen[v] = id
	return id
}

// fold evaluates v when all its arguments are constants.
func (b *Builder) fold(v Value) (Value, bool) {
	n := v.Op.NArgs()
	if n == 0 || v.Type.IsComplex() { // a complex constant stays a pair of constants
		return v, false
	}
	var args [3]uint64
	for i, a := range v.Args[:n] {
		c := b.f.Values[a]
		if c.Op != Const {
			return v, false
		}
		args[i] = c.Imm
	}
	from := b.f.Values[v.Args[0]].Type
	return Value{Op: Const, Type: v.Type, Imm: evalOp(v, from, args)}, true
}

// Arg is the parameter number i.
func (b *Builder) Arg(i int) Val { return b.emit(Arg, b.f.Params[i], uint64(i)) }

// ConstBits is the constant of type t with the given bits.
func (b *Builder) ConstBits(t Type, bits uint64) Val { return b.emit(Const, t, truncate(t, bits)) }

// Float is a constant of a float type; x is rounded to it.
func (b *Builder) Float(t Type, x float64) Val {
	if t == F32 {
		return b.ConstBits(t, uint64(math.Float32bits(float32(x))))
	}
	return b.ConstBits(t, math.Float64bits(x))
}

// Int is a constant of an integer type, or a float type that holds x.
func (b *Builder) Int(t Type, x int64) Val {
	if t.Elem.IsFloat() {
		return b.Float(t, float64(x))
	}
	return b.ConstBits(t, uint64(x))
}

func (b *Builder) same(op Op, x Val, args ...Val) Val {
	return b.emit(op, b.Type(x), 0, append([]Val{x}, args...)...)
}
func (b *Builder) cmp(op Op, x, y Val) Val { return b.emit(op, MaskOf(b.Type(x)), 0, x, y) }

// Add of what is negated is Sub, and the other way round, which is the same but for the sign of a NaN.
func (b *Builder) Add(x, y Val) Val {
	if v := b.f.Values[y]; v.Op == Neg {
		return b.same(Sub, x, v.Args[0])
	}
	return b.same(Add, x, y)
}

// Neg is -x.
func (b *Builder) Neg(x Val) Val {
	if v := b.f.Values[x]; v.Op == Neg {
		return v.Args[0]
	}
	return b.same(Neg, x)
}

// Sub is x - y; see Add.
func (b *Builder) Sub(x, y Val) Val {
	if v := b.f.Values[y]; v.Op == Neg {
		return b.same(Add, x, v.Args[0])
	}
	return b.same(Sub, x, y)
}

func (b *Builder) Mul(x, y Val) Val      { return b.same(Mul, x, y) }
func (b *Builder) Div(x, y Val) Val      { return b.same(Div, x, y) }
func (b *Builder) Sqrt(x Val) Val        { return b.same(Sqrt, x) }
func (b *Builder) FMA(x, y, z Val) Val   { return b.same(FMA, x, y, z) }
func (b *Builder) Abs(x Val) Val         { return b.same(Abs, x) }
func (b *Builder) Floor(x Val) Val       { return b.same(Floor, x) }
func (b *Builder) Ceil(x Val) Val        { return b.same(Ceil, x) }
func (b *Builder) Trunc(x Val) Val       { return b.same(Trunc, x) }
func (b *Builder) Rint(x Val) Val        { return b.same(Rint, x) }
func (b *Builder) Min(x, y Val) Val      { return b.same(Min, x, y) }
func (b *Builder) Max(x, y Val) Val      { return b.same(Max, x, y) }
func (b *Builder) Fmod(x, y Val) Val     { return b.same(Fmod, x, y) }
func (b *Builder) FloorDiv(x, y Val) Val { return b.same(FloorDiv, x, y) }
func (b *Builder) FloorMod(x, y Val) Val { return b.same(FloorMod, x, y) }
func (b *Builder) PowInt(x, y Val) Val   { return b.same(PowInt, x, y) }
func (b *Builder) Gcd(x, y Val) Val      { return b.same(Gcd, x, y) }
func (b *Builder) Eq(x, y Val) Val       { return b.cmp(Eq, x, y) }
func (b *Builder) Ne(x, y Val) Val       { return b.cmp(Ne, x, y) }
func (b *Builder) Lt(x, y Val) Val       { return b.cmp(Lt, x, y) }
func (b *Builder) Le(x, y Val) Val       { return b.cmp(Le, x, y) }
func (b *Builder) Gt(x, y Val) Val       { return b.cmp(Lt, y, x) }
func (b *Builder) Ge(x, y Val) Val       { return b.cmp(Le, y, x) }
func (b *Builder) Xor(x, y Val) Val      { return b.same(Xor, x, y) }
func (b *Builder) Not(x Val) Val         { return b.same(Not, x) }
func (b *Builder) Shl(x, y Val) Val      { return b.same(Shl, x, y) }
func (b *Builder) Shr(x, y Val) Val      { return b.same(Shr, x, y) }

// And is x & y. A value with itself is that value, as go vet calls t && t a mistake; with a constant of no bits or of all, there
// is nothing to compute.
func (b *Builder) And(x, y Val) Val {
	if v, ok := b.trivial(x, y, 0); ok {
		return v
	}
	return b.same(And, x, y)
}

// Or is x | y; see And.
func (b *Builder) Or(x, y Val) Val {
	if v, ok := b.trivial(x, y, ^uint64(0)); ok {
		return v
	}
	return b.same(Or, x, y)
}

// trivial is And or Or of values of which there is nothing to compute. A constant with the bits of decides is the result, one with
// none of them leaves the other value.
func (b *Builder) trivial(x, y Val, decides uint64) (Val, bool) {
	if x == y {
		return x, true
	}
	t := b.Type(x)
	for _, p := range [][2]Val{{x, y}, {y, x}} {
		switch c, ok := b.IsConst(p[1]); {
		case ok && c == truncate(t, decides):
			return p[1], true
		case ok && c == truncate(t, ^decides):
			return p[0], true
		}
	}
	return 0, false
}

// Select is x where mask holds, else y; the mask is resized to their width.
func (b *Builder) Select(mask, x, y Val) Val {
	if x == y {
		return x
	}
	if m, ok := b.IsConst(mask); ok {
		if m != 0 {
			return x
		}
		return y
	}
	if b.Type(x).IsComplex() {
		return b.Complex(b.Select(mask, b.Real(x), b.Real(y)), b.Select(mask, b.Imag(x), b.Imag(y)))
	}
	return b.emit(Select, b.Type(x), 0, b.Resize(mask, MaskOf(b.Type(x))), x, y)
}

// Cast is x by value as a t; between a mask and numbers, true is 1 and anything but 0 is true. What is no float goes to
// and from F16 by way of F32: the integers that F32 must round are beyond F16 anyway.
func (b *Builder) Cast(x Val, t Type) Val {
	from := b.Type(x)
	switch {
	case from == t:
		return x
	case from.IsComplex() || t.IsComplex():
		return b.castComplex(x, t)
	case from == F16 && t != F32, t == F16 && !from.Elem.IsFloat():
		return b.Cast(b.Cast(x, F32), t)
	case from.Mask && t.Mask:
		return b.Resize(x, t)
	case from.Mask:
		return b.Select(x, b.Int(t, 1), b.Int(t, 0))
	case t.Mask:
		return b.Resize(b.Ne(x, b.Int(from, 0)), t)
	}
	return b.emit(Cast, t, 0, x)
}

// Bits is x's bits as a t of the same width.
func (b *Builder) Bits(x Val, t Type) Val {
	if b.Type(x) == t {
		return x
	}
	return b.emit(Bits, t, 0, x)
}

// Resize is the mask x over lanes of another width.
func (b *Builder) Resize(x Val, t Type) Val {
	if b.Type(x) == t {
		return x
	}
	return b.emit(Resize, t, 0, x)
}

// RareIf is the rare function of x where mask holds, else fast. See the op.
func (b *Builder) RareIf(mask Val, rare uint64, x, fast Val) Val {
	return b.emit(RareIf, b.Type(fast), rare, b.Resize(mask, MaskOf(b.Type(fast))), x, fast)
}

// prune drops the values that no result needs and renumbers the rest; parameters stay in Params.
func (f *Func) prune() {
	live := make([]bool, len(f.Values))
	for _, r := range f.Results {
		live[r] = true
	}
	for i := len(f.Values) - 1; i >= 0; i-- {
		if live[i] {
			for _, a := range f.Values[i].Args[:f.Values[i].Op.NArgs()] {
				live[a] = true
			}
		}
	}
	at := make([]Val, len(f.Values))
	kept := f.Values[:0]
	for i, v := range f.Values {
		if !live[i] {
			continue
		}
		for k := range v.Op.NArgs() {
			v.Args[k] = at[v.Args[k]]
		}
		at[i] = Val(len(kept))
		kept = append(kept, v)
	}
	f.Values = kept
	results := make([]Val, len(f.Results))
	for i, r := range f.Results {
		results[i] = at[r]
	}
	f.Results = results
}

// Rewrite is f with some values made otherwise: rule makes a value of its arguments, which are made already, or reports
// that it stays as it is.
func (f *Func) Rewrite(rule func(b *Builder, v Value, args []Val) (Val, bool)) *Func {
	b := NewBuilder(f.Params...)
	made := make([]Val, len(f.Values))
	for i, v := range f.Values {
		var args [3]Val
		n := v.Op.NArgs()
		for k, a := range v.Args[:n] {
			args[k] = made[a]
		}
		if other, ok := rule(b, v, args[:n]); ok {
			made[i] = other
			continue
		}
		made[i] = b.emit(v.Op, v.Type, v.Imm, args[:n]...)
	}
	results := make([]Val, len(f.Results))
	for i, r := range f.Results {
		results[i] = made[r]
	}
	return b.Func(results...)
}
