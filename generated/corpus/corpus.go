// Package corpus has expressions of the test corpus as fused kernels: the root package's tests run every case that one
// fits with it, too, and expect the same bits.
package corpus

//go:generate go run ../../cmd/b2gen

//b2gen:kernel i1a=int8[i,j] u2b=uint16[i,j]
const AddMixed = "i1a + u2b"

//b2gen:kernel f4a=float32[i,j] f8b=float64[i,j]
const AddFloats = "f4a + f8b"

//b2gen:kernel i4a=int32[i,j] i4b=int32[i,j]
const SubInts = "i4a - i4b"

//b2gen:kernel u1a=uint8[i,j] u1b=uint8[i,j]
const MulBytes = "u1a * u1b"

//b2gen:kernel i8a=int64[i,j] i8b=int64[i,j]
const DivInts = "i8a / i8b"

//b2gen:kernel i4a=int32[i,j] i4b=int32[i,j]
const FloorDivInts = "i4a // i4b"

//b2gen:kernel f8a=float64[i,j] f8b=float64[i,j]
const FloorDivFloats = "f8a // f8b"

//b2gen:kernel i2a=int16[i,j] i2b=int16[i,j]
const ModInts = "i2a % i2b"

//b2gen:kernel f4a=float32[i,j] f4b=float32[i,j]
const ModFloats = "f4a % f4b"

//b2gen:kernel f8a=float64[i,j] f8b=float64[i,j]
const PowFloats = "f8a ** f8b"

//b2gen:kernel f4a=float32[i,j]
const PowSmall = "f4a ** 3"

//b2gen:kernel u1a=uint8[i,j] u1b=uint8[i,j]
const PowBytes = "u1a ** u1b"

//b2gen:kernel u4a=uint32[i,j] u4b=uint32[i,j]
const And = "u4a & u4b"

//b2gen:kernel b1a=bool[i,j] b1b=bool[i,j]
const OrBools = "b1a | b1b"

//b2gen:kernel i8a=int64[i,j] i8b=int64[i,j]
const Xor = "i8a ^ i8b"

//b2gen:kernel u8a=uint64[i,j] u8b=uint64[i,j]
const ShiftUp = "u8a << u8b"

//b2gen:kernel i1a=int8[i,j] i1b=int8[i,j]
const ShiftDown = "i1a >> i1b"

//b2gen:kernel i8a=int64[i,j] u8b=uint64[i,j]
const LessMixed = "i8a < u8b"

//b2gen:kernel f8a=float64[i,j] f8b=float64[i,j]
const EqualFloats = "f8a == f8b"

//b2gen:kernel f8a=float64[i,j]
const Chain = "0 < f8a <= 3"

//b2gen:kernel f4a=float32[i,j] f4b=float32[i,j]
const AndThen = "f4a and f4b"

//b2gen:kernel b1a=bool[i,j] f4a=float32[i,j] f8b=float64[i,j]
const Choose = "where(b1a, f4a, f8b)"

//b2gen:kernel u2a=uint16[i,j] b1b=bool[i,j] u2r=uint16[j]
const Either = "u2a if b1b else u2r"

//b2gen:kernel f8a=float64[i,j] f8b=float64[i,j]
const Minimum = "minimum(f8a, f8b)"

//b2gen:kernel f4a=float32[i,j] f4b=float32[i,j]
const Maximum = "maximum(f4a, f4b)"

//b2gen:kernel u8a=uint64[i,j] u8b=uint64[i,j]
const MinimumInts = "minimum(u8a, u8b)"

//b2gen:kernel f8a=float64[i,j]
const NegSquare = "-f8a**2"

//b2gen:kernel i4a=int32[i,j]
const Invert = "~i4a"

//b2gen:kernel i1a=int8[i,j]
const AbsInts = "abs(i1a)"

//b2gen:kernel f8a=float64[i,j]
const Reciprocal = "reciprocal(f8a)"

//b2gen:kernel f8a=float64[i,j]
const Sin = "sin(f8a)"

//b2gen:kernel f4a=float32[i,j]
const SinSingle = "sin(f4a)"

//b2gen:kernel f8a=float64[i,j]
const Cos = "cos(f8a)"

//b2gen:kernel f4a=float32[i,j]
const TanSingle = "tan(f4a)"

//b2gen:kernel f8a=float64[i,j]
const Tan = "tan(f8a)"

//b2gen:kernel f8a=float64[i,j]
const Arcsin = "arcsin(f8a)"

//b2gen:kernel f4a=float32[i,j]
const Arccos = "arccos(f4a)"

//b2gen:kernel f8a=float64[i,j]
const Arctan = "arctan(f8a)"

//b2gen:kernel f8a=float64[i,j] f8b=float64[i,j]
const Arctan2 = "arctan2(f8a, f8b)"

//b2gen:kernel f4a=float32[i,j] f4c=float32[i,1]
const Arctan2Row = "arctan2(f4a, f4c)"

//b2gen:kernel f8a=float64[i,j]
const Sinh = "sinh(f8a)"

//b2gen:kernel f4a=float32[i,j]
const Cosh = "cosh(f4a)"

//b2gen:kernel f8a=float64[i,j]
const Tanh = "tanh(f8a)"

//b2gen:kernel f8a=float64[i,j]
const Exp = "exp(f8a)"

//b2gen:kernel f4a=float32[i,j]
const ExpSingle = "exp(f4a)"

//b2gen:kernel f8a=float64[i,j]
const Expm1 = "expm1(f8a)"

//b2gen:kernel f8a=float64[i,j]
const Log = "log(f8a)"

//b2gen:kernel f4a=float32[i,j]
const Log1p = "log1p(f4a)"

//b2gen:kernel f8a=float64[i,j]
const Log2 = "log2(f8a)"

//b2gen:kernel f8a=float64[i,j]
const Log10 = "log10(f8a)"

//b2gen:kernel i4a=int32[i,j]
const SqrtInts = "sqrt(i4a)"

//b2gen:kernel i8a=int64[i,j]
const CastDown = "int8(i8a)"

//b2gen:kernel u8a=uint64[i,j]
const CastUp = "float64(u8a)"

//b2gen:kernel f8a=float64[i,j]
const ScalarMix = "f8a * pi + e"

//b2gen:kernel i4a=int32[i,j]
const Precedence = "i4a | 1 ^ 2 & 3"

//b2gen:kernel f2a=float16[i,j] f2b=float16[i,j] f2r=float16[j] f2c=float16[i,1]
const Halves = "f2a * f2b + f2a * f2r - f2c"

//b2gen:kernel f2a=float16[i,j] f2b=float16[i,j]
const ModHalves = "f2a % f2b"

//b2gen:kernel f2a=float16[i,j] f4b=float32[i,j]
const LessHalves = "f2a < f4b"

//b2gen:kernel b1a=bool[i,j] f2a=float16[i,j] i1b=int8[i,j]
const WhereHalves = "where(b1a, f2a, i1b)"

//b2gen:kernel i1a=int8[i,j]
const SinBytes = "sin(i1a)"

//b2gen:kernel f8h=float64[i]
const HalfOfDouble = "float16(f8h)"

//b2gen:kernel f2i=float16[i]
const IntOfHalf = "int16(f2i)"

//b2gen:kernel c16a=complex128[i,j] c16b=complex128[i,j]
const ComplexProduct = "c16a * c16b"

//b2gen:kernel c8a=complex64[i,j] c8b=complex64[i,j]
const ComplexQuotient = "c8a / c8b"

//b2gen:kernel c8a=complex64[i,j] f8b=float64[i,j]
const ComplexMixed = "c8a + f8b"

//b2gen:kernel c16a=complex128[i,j]
const ComplexNumber = "c16a + (1 - 2j)"

//b2gen:kernel c16a=complex128[i,j] c16c=complex128[i,1]
const ComplexColumn = "c16a - c16c"

//b2gen:kernel c8a=complex64[i,j] c8b=complex64[i,j]
const ComplexLess = "c8a < c8b"

//b2gen:kernel c16a=complex128[i,j] c16b=complex128[i,j]
const ComplexMaximum = "maximum(c16a, c16b)"

//b2gen:kernel c16p=complex128[i]
const ComplexExp = "exp(c16p)"

//b2gen:kernel c8p=complex64[i]
const ComplexLog = "log(c8p)"

//b2gen:kernel c16p=complex128[i]
const ComplexPart = "imag(c16p)"

//b2gen:kernel c8p=complex64[i]
const ComplexAbs = "abs(c8p)"

//b2gen:kernel b1a=bool[i,j] f4a=float32[i,j]
const ComplexChoose = "where(b1a, 1j, f4a)"
