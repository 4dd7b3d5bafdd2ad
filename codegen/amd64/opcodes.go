package amd64

import (
	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/x86"
)

// The instructions of both targets. What AVX2 has under another name, or not at all, is in rows of its own.

// of2, of3 and of4 are constructors of a fixed number of operands as makers.
func of2(f func(a, b operand.Op) (*ir.Instruction, error)) maker {
	return func(o ...operand.Op) (*ir.Instruction, error) { return f(o[0], o[1]) }
}

func of3(f func(a, b, c operand.Op) (*ir.Instruction, error)) maker {
	return func(o ...operand.Op) (*ir.Instruction, error) { return f(o[0], o[1], o[2]) }
}

func of4(f func(a, b, c, d operand.Op) (*ir.Instruction, error)) maker {
	return func(o ...operand.Op) (*ir.Instruction, error) { return f(o[0], o[1], o[2], o[3]) }
}

func plain(f maker) opcode { return opcode{plain: f} }

// floats are the instructions of float32 and float64 vectors, integers those of lanes of 1, 2, 4 and 8 bytes.
type (
	floats   struct{ single, double opcode }
	integers [4]opcode
)

// take gives both how many cycles they take.
func (f floats) take(cycles int) floats {
	f.single.latency, f.double.latency = cycles, cycles
	return f
}

func (f integers) take(cycles int) integers {
	for i := range f {
		f[i].latency = cycles
	}
	return f
}

func (f floats) of(size int) opcode {
	if size == 4 {
		return f.single
	}
	return f.double
}

func (f integers) of(size int) opcode {
	switch size {
	case 1:
		return f[0]
	case 2:
		return f[1]
	case 4:
		return f[2]
	}
	return f[3]
}

var (
	addF  = floats{opcode{plain: x86.VADDPS, repeat: x86.VADDPS_BCST}, opcode{plain: x86.VADDPD, repeat: x86.VADDPD_BCST}}.take(4)
	subF  = floats{opcode{plain: x86.VSUBPS, repeat: x86.VSUBPS_BCST}, opcode{plain: x86.VSUBPD, repeat: x86.VSUBPD_BCST}}.take(4)
	mulF  = floats{opcode{plain: x86.VMULPS, repeat: x86.VMULPS_BCST}, opcode{plain: x86.VMULPD, repeat: x86.VMULPD_BCST}}.take(4)
	divF  = floats{opcode{plain: x86.VDIVPS, repeat: x86.VDIVPS_BCST}, opcode{plain: x86.VDIVPD, repeat: x86.VDIVPD_BCST}}.take(14)
	minF  = floats{opcode{plain: x86.VMINPS, repeat: x86.VMINPS_BCST}, opcode{plain: x86.VMINPD, repeat: x86.VMINPD_BCST}}.take(3)
	maxF  = floats{opcode{plain: x86.VMAXPS, repeat: x86.VMAXPS_BCST}, opcode{plain: x86.VMAXPD, repeat: x86.VMAXPD_BCST}}.take(3)
	sqrtF = floats{plain(x86.VSQRTPS), plain(x86.VSQRTPD)}.take(20)

	round    = floats{plain(of3(x86.VROUNDPS)), plain(of3(x86.VROUNDPD))}.take(8)
	rndscale = floats{plain(x86.VRNDSCALEPS), plain(x86.VRNDSCALEPD)}.take(8)

	cmpF   = floats{opcode{plain: x86.VCMPPS, repeat: x86.VCMPPS_BCST}, opcode{plain: x86.VCMPPD, repeat: x86.VCMPPD_BCST}}.take(3)
	blendF = floats{opcode{plain: x86.VBLENDMPS, repeat: x86.VBLENDMPS_BCST}, opcode{plain: x86.VBLENDMPD, repeat: x86.VBLENDMPD_BCST}}.take(2) // by a mask register
	blendV = integers{plain(of4(x86.VPBLENDVB)), plain(of4(x86.VPBLENDVB)), plain(of4(x86.VBLENDVPS)), plain(of4(x86.VBLENDVPD))}.take(2)
	blendM = integers{plain(x86.VPBLENDMB), plain(x86.VPBLENDMW), opcode{plain: x86.VPBLENDMD, repeat: x86.VPBLENDMD_BCST}, opcode{plain: x86.VPBLENDMQ, repeat: x86.VPBLENDMQ_BCST}}.take(2)

	addI = integers{plain(x86.VPADDB), plain(x86.VPADDW), opcode{plain: x86.VPADDD, repeat: x86.VPADDD_BCST}, opcode{plain: x86.VPADDQ, repeat: x86.VPADDQ_BCST}}
	subI = integers{plain(x86.VPSUBB), plain(x86.VPSUBW), opcode{plain: x86.VPSUBD, repeat: x86.VPSUBD_BCST}, opcode{plain: x86.VPSUBQ, repeat: x86.VPSUBQ_BCST}}
	mulI = integers{{}, plain(x86.VPMULLW), opcode{plain: x86.VPMULLD, repeat: x86.VPMULLD_BCST}, opcode{plain: x86.VPMULLQ, repeat: x86.VPMULLQ_BCST}}.take(5)

	minS = integers{plain(x86.VPMINSB), plain(x86.VPMINSW), opcode{plain: x86.VPMINSD, repeat: x86.VPMINSD_BCST}, opcode{plain: x86.VPMINSQ, repeat: x86.VPMINSQ_BCST}}
	minU = integers{plain(x86.VPMINUB), plain(x86.VPMINUW), opcode{plain: x86.VPMINUD, repeat: x86.VPMINUD_BCST}, opcode{plain: x86.VPMINUQ, repeat: x86.VPMINUQ_BCST}}
	maxS = integers{plain(x86.VPMAXSB), plain(x86.VPMAXSW), opcode{plain: x86.VPMAXSD, repeat: x86.VPMAXSD_BCST}, opcode{plain: x86.VPMAXSQ, repeat: x86.VPMAXSQ_BCST}}
	maxU = integers{plain(x86.VPMAXUB), plain(x86.VPMAXUW), opcode{plain: x86.VPMAXUD, repeat: x86.VPMAXUD_BCST}, opcode{plain: x86.VPMAXUQ, repeat: x86.VPMAXUQ_BCST}}
	absI = integers{plain(x86.VPABSB), plain(x86.VPABSW), plain(x86.VPABSD), plain(x86.VPABSQ)}

	shl  = integers{{}, plain(x86.VPSLLW), plain(x86.VPSLLD), plain(x86.VPSLLQ)} // by a number
	shrU = integers{{}, plain(x86.VPSRLW), plain(x86.VPSRLD), plain(x86.VPSRLQ)}
	shrS = integers{{}, plain(x86.VPSRAW), plain(x86.VPSRAD), plain(x86.VPSRAQ)}

	shlBy  = integers{{}, plain(x86.VPSLLVW), opcode{plain: x86.VPSLLVD, repeat: x86.VPSLLVD_BCST}, opcode{plain: x86.VPSLLVQ, repeat: x86.VPSLLVQ_BCST}}
	shrUBy = integers{{}, plain(x86.VPSRLVW), opcode{plain: x86.VPSRLVD, repeat: x86.VPSRLVD_BCST}, opcode{plain: x86.VPSRLVQ, repeat: x86.VPSRLVQ_BCST}}
	shrSBy = integers{{}, plain(x86.VPSRAVW), opcode{plain: x86.VPSRAVD, repeat: x86.VPSRAVD_BCST}, opcode{plain: x86.VPSRAVQ, repeat: x86.VPSRAVQ_BCST}}

	cmpEq = integers{plain(x86.VPCMPEQB), plain(x86.VPCMPEQW), plain(x86.VPCMPEQD), plain(x86.VPCMPEQQ)} // to lanes
	cmpGt = integers{plain(x86.VPCMPGTB), plain(x86.VPCMPGTW), plain(x86.VPCMPGTD), plain(x86.VPCMPGTQ)}
	cmpS  = integers{plain(x86.VPCMPB), plain(x86.VPCMPW), opcode{plain: x86.VPCMPD, repeat: x86.VPCMPD_BCST}, opcode{plain: x86.VPCMPQ, repeat: x86.VPCMPQ_BCST}} // to masks
	cmpU  = integers{plain(x86.VPCMPUB), plain(x86.VPCMPUW), opcode{plain: x86.VPCMPUD, repeat: x86.VPCMPUD_BCST}, opcode{plain: x86.VPCMPUQ, repeat: x86.VPCMPUQ_BCST}}

	// Bit operations take lanes of any size; AVX-512's repeat words of 4 or 8 bytes.
	and, or, xor = plain(of3(x86.VPAND)), plain(of3(x86.VPOR)), plain(of3(x86.VPXOR))
	andM         = integers{plain(x86.VPANDQ), plain(x86.VPANDQ), opcode{plain: x86.VPANDD, repeat: x86.VPANDD_BCST}, opcode{plain: x86.VPANDQ, repeat: x86.VPANDQ_BCST}}
	orM          = integers{plain(x86.VPORQ), plain(x86.VPORQ), opcode{plain: x86.VPORD, repeat: x86.VPORD_BCST}, opcode{plain: x86.VPORQ, repeat: x86.VPORQ_BCST}}
	xorM         = integers{plain(x86.VPXORQ), plain(x86.VPXORQ), opcode{plain: x86.VPXORD, repeat: x86.VPXORD_BCST}, opcode{plain: x86.VPXORQ, repeat: x86.VPXORQ_BCST}}

	andK, orK, xorK = plain(of3(x86.KANDW)), plain(of3(x86.KORW)), plain(of3(x86.KXORW))
	xnorK, notK     = plain(of3(x86.KXNORW)), plain(of2(x86.KNOTW))
)

// fusedForms are the multiply-adds of AVX2's FMA by sign: of the product and of the addend. Of three operands, in the
// order of Intel's manuals, 132 is 1*3 + 2, 213 is 2*1 + 3 and 231 is 2*3 + 1, written to the first.
var fusedForms = [2][2]struct{ single, double [3]opcode }{
	{ // +x*y
		{
			single: [3]opcode{{plain: x86.VFMADD132PS, repeat: x86.VFMADD132PS_BCST}, {plain: x86.VFMADD213PS, repeat: x86.VFMADD213PS_BCST}, {plain: x86.VFMADD231PS, repeat: x86.VFMADD231PS_BCST}},
			double: [3]opcode{{plain: x86.VFMADD132PD, repeat: x86.VFMADD132PD_BCST}, {plain: x86.VFMADD213PD, repeat: x86.VFMADD213PD_BCST}, {plain: x86.VFMADD231PD, repeat: x86.VFMADD231PD_BCST}},
		}, {
			single: [3]opcode{{plain: x86.VFMSUB132PS, repeat: x86.VFMSUB132PS_BCST}, {plain: x86.VFMSUB213PS, repeat: x86.VFMSUB213PS_BCST}, {plain: x86.VFMSUB231PS, repeat: x86.VFMSUB231PS_BCST}},
			double: [3]opcode{{plain: x86.VFMSUB132PD, repeat: x86.VFMSUB132PD_BCST}, {plain: x86.VFMSUB213PD, repeat: x86.VFMSUB213PD_BCST}, {plain: x86.VFMSUB231PD, repeat: x86.VFMSUB231PD_BCST}},
		},
	},
	{ // -x*y
		{
			single: [3]opcode{{plain: x86.VFNMADD132PS, repeat: x86.VFNMADD132PS_BCST}, {plain: x86.VFNMADD213PS, repeat: x86.VFNMADD213PS_BCST}, {plain: x86.VFNMADD231PS, repeat: x86.VFNMADD231PS_BCST}},
			double: [3]opcode{{plain: x86.VFNMADD132PD, repeat: x86.VFNMADD132PD_BCST}, {plain: x86.VFNMADD213PD, repeat: x86.VFNMADD213PD_BCST}, {plain: x86.VFNMADD231PD, repeat: x86.VFNMADD231PD_BCST}},
		}, {
			single: [3]opcode{{plain: x86.VFNMSUB132PS, repeat: x86.VFNMSUB132PS_BCST}, {plain: x86.VFNMSUB213PS, repeat: x86.VFNMSUB213PS_BCST}, {plain: x86.VFNMSUB231PS, repeat: x86.VFNMSUB231PS_BCST}},
			double: [3]opcode{{plain: x86.VFNMSUB132PD, repeat: x86.VFNMSUB132PD_BCST}, {plain: x86.VFNMSUB213PD, repeat: x86.VFNMSUB213PD_BCST}, {plain: x86.VFNMSUB231PD, repeat: x86.VFNMSUB231PD_BCST}},
		},
	},
}

// widen are the conversions to wider integers: by the sizes from and to, as powers of two, signed and not.
var widen = map[[2]int][2]opcode{
	{1, 2}: {plain(x86.VPMOVSXBW), plain(x86.VPMOVZXBW)}, {1, 4}: {plain(x86.VPMOVSXBD), plain(x86.VPMOVZXBD)}, {1, 8}: {plain(x86.VPMOVSXBQ), plain(x86.VPMOVZXBQ)},
	{2, 4}: {plain(x86.VPMOVSXWD), plain(x86.VPMOVZXWD)}, {2, 8}: {plain(x86.VPMOVSXWQ), plain(x86.VPMOVZXWQ)}, {4, 8}: {plain(x86.VPMOVSXDQ), plain(x86.VPMOVZXDQ)},
}

// narrow are AVX-512's conversions to narrower integers.
var narrow = map[[2]int]opcode{
	{8, 4}: plain(x86.VPMOVQD), {8, 2}: plain(x86.VPMOVQW), {8, 1}: plain(x86.VPMOVQB),
	{4, 2}: plain(x86.VPMOVDW), {4, 1}: plain(x86.VPMOVDB), {2, 1}: plain(x86.VPMOVWB),
}
