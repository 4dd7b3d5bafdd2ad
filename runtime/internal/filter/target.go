package filter

import "github.com/b2gen/b2/runtime/cpu"

// kernels are the fast parts of the filters for one group size on one kind of machine. The methods on them add what
// the fast parts leave.
type kernels struct {
	// The portable ones work on the first groups of a block and return how many they did. ne is the number of groups.
	shuffle, unshuffle, shuffleDelta, unshuffleDelta func(dst, src []byte, ne, size int) int

	// Those of a vector unit come first where a machine has them and the block is long enough.
	vector  vectors
	columns columns // instead of vector for groups of other sizes
	plane   planeVectors
}

// vectors are assembly for the shuffles of one group size. n is how many groups to do, a positive multiple of round;
// before has the 8 bytes in front of the groups.
type vectors struct {
	round                        int // 0: there are none
	shuffle, unshuffle           func(dst, src *byte, n, ne int)
	shuffleDelta, unshuffleDelta func(dst, src *byte, n, ne int, before uint64)
}

// fits reports whether a block of ne groups is long enough. Assembly checks no bounds, so that a dst which is too
// short must panic here.
func (v vectors) fits(dst, src []byte, ne int) bool {
	if v.round == 0 || ne < v.round {
		return false
	}
	_ = dst[len(src)-1]
	return true
}

// split is how many of ne groups are whole rounds, and where a last round starts that does the others. It does some
// groups a second time, with the same result.
func (v vectors) split(ne int) (n, rest int) { return ne - ne%v.round, ne - v.round }

// planeVectors are assembly for single planes. n is how many bytes to do, a positive multiple of round.
type planeVectors struct {
	round   int
	delta   func(dst, src *byte, n int)
	undelta func(dst, src *byte, n int, before uint64)

	// splitBits spreads the bits of 8*n bytes over 8 rows of n bytes, which are row bytes apart; mergeBits undoes it.
	splitBits, mergeBits func(dst, src *byte, n, row int)
}

// choose is the one place where an implementation is picked.
func choose(size int) kernels { return chooseFor(cpu.Best(), size) }

func chooseFor(isa cpu.ISA, size int) kernels {
	k := portable(size)
	k.plane = planeAssembly(isa, cpu.GFNI())
	switch size {
	case 1:
	case 2, 4, 8:
		k.vector = assembly(isa, size)
	default:
		k.columns = columnAssembly(isa)
	}
	return k
}

func portable(size int) kernels {
	switch {
	case size == 2:
		return kernels{shuffle: shuffle2, unshuffle: unshuffle2, shuffleDelta: shuffleDelta2, unshuffleDelta: unshuffleDelta2}
	case size == 4:
		return kernels{shuffle: shuffle4, unshuffle: unshuffle4, shuffleDelta: shuffleDelta4, unshuffleDelta: unshuffleDelta4}
	case size%8 == 0:
		return kernels{shuffle: shuffle8, unshuffle: unshuffle8, shuffleDelta: shuffleDelta8, unshuffleDelta: unshuffleDelta8}
	}
	return kernels{shuffle: slow, unshuffle: slow, shuffleDelta: slow, unshuffleDelta: slow}
}

// fusable reports whether there are fused kernels that are faster than two passes.
func (k kernels) fusable(size int) bool {
	return size == 2 || size == 4 || size%8 == 0 && k.columns.round == 0
}

// slow does nothing, so that the caller does everything.
func slow(dst, src []byte, ne, size int) int { return 0 }
