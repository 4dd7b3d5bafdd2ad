package amd64

import (
	"github.com/mmcloughlin/avo/x86"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// cast is a conversion by value that one or two instructions do.
func (s *selector) cast(v vec.Value, from vec.Type, x ref) (ref, error) {
	to, c := v.Type, s.class(v.Type)
	x = s.in(x)
	one := func(f maker, args ...ref) (ref, error) { return s.add(plain(f), c, append(args, x)...), nil }
	switch {
	case from == vec.F32 && to == vec.F64:
		return one(x86.VCVTPS2PD)
	case from == vec.F64 && to == vec.F32:
		if s.size(from) == 32 {
			return one(x86.VCVTPD2PSY)
		}
		return one(x86.VCVTPD2PS)
	case from == vec.F16 && to == vec.F32:
		return one(x86.VCVTPH2PS)
	case from == vec.F32 && to == vec.F16:
		return one(x86.VCVTPS2PH, immediate(0)) // to nearest, ties to even
	case from.Elem.IsInteger() && to.Elem.IsInteger():
		return s.castInteger(from, to, x), nil
	case from == vec.I32 && to == vec.F64:
		return one(x86.VCVTDQ2PD)
	case from == vec.I32 && to == vec.F32:
		return one(x86.VCVTDQ2PS)
	case !s.target.masks:
		return ref{}, s.unable(v)
	case from == vec.U32 && to == vec.F64:
		return one(x86.VCVTUDQ2PD)
	case from == vec.U32 && to == vec.F32:
		return one(x86.VCVTUDQ2PS)
	case from == vec.I64 && to == vec.F64:
		return one(x86.VCVTQQ2PD)
	case from == vec.U64 && to == vec.F64:
		return one(x86.VCVTUQQ2PD)
	case from == vec.I64 && to == vec.F32:
		return one(x86.VCVTQQ2PS)
	case from == vec.U64 && to == vec.F32:
		return one(x86.VCVTUQQ2PS)
	case from == vec.F64 && to == vec.I64:
		return one(x86.VCVTTPD2QQ)
	case from == vec.F32 && to == vec.I64:
		return one(x86.VCVTTPS2QQ)
	}
	return ref{}, s.unable(v)
}

// castInteger widens by the sign of the type it comes from, and narrows by dropping high bits.
func (s *selector) castInteger(from, to vec.Type, x ref) ref {
	a, b := from.Elem.Size(), to.Elem.Size()
	switch {
	case a == b:
		return x
	case a < b:
		op := widen[[2]int{a, b}][0]
		if from.Elem.Kind() == dtype.KindUnsigned {
			op = widen[[2]int{a, b}][1]
		}
		return s.add(op, s.class(to), x)
	}
	return s.narrowTo(b, a, x)
}

// resize is a mask over lanes of another width. In registers of their own masks have no width.
func (s *selector) resize(to, from vec.Type, x ref) ref {
	a, b := from.Elem.Size(), to.Elem.Size()
	switch {
	case s.target.masks || a == b:
		return x
	case x.kind == isConst:
		return s.constant(to, x.bits&1)
	case a < b:
		return s.add(widen[[2]int{a, b}][0], s.class(to), x)
	}
	return s.narrowTo(b, a, x)
}

// narrowTo keeps the low bytes of lanes of size a.
func (s *selector) narrowTo(b, a int, x ref) ref {
	if s.target.masks {
		return s.add(narrow[[2]int{a, b}], class{bytes: max(s.n*b, 16)}, x)
	}
	for ; a > b; a /= 2 { // AVX2 halves
		x = s.halve(a, x)
	}
	return x
}

// halve makes lanes half as wide: inside each 16 bytes the low halves move together, and of two such what there is of
// them becomes one.
func (s *selector) halve(a int, x ref) ref {
	size, half := s.n*a, class{bytes: max(s.n*a/2, 16)}
	if a == 8 && size == 32 { // the low words of both halves
		high := s.add(plain(of3(x86.VEXTRACTI128)), half, immediate(1), x)
		return s.add(plain(x86.VSHUFPS), half, immediate(0x88), high, s.lower(x))
	}
	var order [16]byte
	for i := range order {
		if order[i] = 0x80; i < 8 {
			order[i] = byte(i/(a/2)*a + i%(a/2))
		}
	}
	whole := class{bytes: max(size, 16)}
	packed := s.add(plain(x86.VPSHUFB), whole, s.pattern(order, whole.bytes), x)
	if size != 32 {
		return packed
	}
	return s.lower(s.add(plain(x86.VPERMQ), whole, immediate(0x08), packed))
}

// lower is the lower half of a vector, in the same register.
func (s *selector) lower(x ref) ref {
	x.full = 16
	return x
}

// pattern is 16 constant bytes, repeated.
func (s *selector) pattern(b [16]byte, size int) ref {
	var low, high uint64
	for i := range 8 {
		low |= uint64(b[i]) << (8 * i)
		high |= uint64(b[8+i]) << (8 * i)
	}
	return ref{kind: isConst, elem: 16, bits: low, high: high, full: size}
}
