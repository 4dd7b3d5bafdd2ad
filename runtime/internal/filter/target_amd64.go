//go:build !purego

package filter

import "github.com/b2gen/b2/runtime/cpu"

//go:generate sh _asm/generate.sh

// assembly is what there is for the shuffles of an instruction set and a group size.
func assembly(isa cpu.ISA, size int) vectors {
	switch isa {
	case cpu.AVX2:
		switch size {
		case 2:
			return vectors{32, shuffle2AVX2, unshuffle2AVX2, shuffleDelta2AVX2, unshuffleDelta2AVX2}
		case 4:
			return vectors{32, shuffle4AVX2, unshuffle4AVX2, shuffleDelta4AVX2, unshuffleDelta4AVX2}
		case 8:
			return vectors{32, shuffle8AVX2, unshuffle8AVX2, shuffleDelta8AVX2, unshuffleDelta8AVX2}
		}
	case cpu.AVX512:
		switch size {
		case 2:
			return vectors{64, shuffle2AVX512, unshuffle2AVX512, shuffleDelta2AVX512, unshuffleDelta2AVX512}
		case 4:
			return vectors{64, shuffle4AVX512, unshuffle4AVX512, shuffleDelta4AVX512, unshuffleDelta4AVX512}
		case 8:
			return vectors{64, shuffle8AVX512, unshuffle8AVX512, shuffleDelta8AVX512, unshuffleDelta8AVX512}
		}
	}
	return vectors{}
}

// columnAssembly is what there is for groups of any size.
func columnAssembly(isa cpu.ISA) columns {
	if isa == cpu.Go {
		return columns{}
	}
	return columns{32, shuffleColumnAVX2, unshuffleColumnAVX2}
}

// planeAssembly is what there is for single planes. gfni says whether the Galois field instructions may be used.
func planeAssembly(isa cpu.ISA, gfni bool) planeVectors {
	switch {
	case isa == cpu.AVX512 && gfni:
		return planeVectors{64, deltaAVX512, undeltaAVX512, splitBitsGFNIAVX512, mergeBitsGFNIAVX512}
	case isa == cpu.AVX512:
		return planeVectors{64, deltaAVX512, undeltaAVX512, splitBitsAVX512, mergeBitsAVX512}
	case isa == cpu.AVX2:
		return planeVectors{32, deltaAVX2, undeltaAVX2, splitBitsAVX2, mergeBitsAVX2}
	}
	return planeVectors{}
}
