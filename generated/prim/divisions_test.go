package prim_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/b2gen/b2/generated/prim"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// TestDivisions compares the vector functions that divide, or that take many steps, with the portable ones: bytes
// everywhere, others beside multiples of the divisor, where divisions round most, and at the ends of their types.
func TestDivisions(t *testing.T) {
	names := []string{"floor_divide", "remainder", "fmod", "power", "gcd", "lcm"}
	for _, in := range ir.Loops() {
		if in.Op == nil || !slices.Contains(names, in.Op.Name) || in.In[0].IsComplex() || in.Op.Name == "power" && in.Out.IsFloat() {
			continue
		}
		rng := rand.New(rand.NewPCG(3, uint64(in.Out)))
		agree(t, in, func(i int) (x, y uint64) {
			switch {
			case in.Out.Size() == 1:
				return uint64(i & 0xFF), uint64(i >> 8)
			case in.Out.IsFloat():
				return nearMultiples(rng, in.Out)
			case in.Op.Name == "power":
				return powers(rng, 8*in.Out.Size(), i/kernel.Group%4)
			case in.Out.Size() == 2 && i%64 == 0: // what takes Euclid's algorithm the most steps, then others near it
				return 33461 + rng.Uint64N(2)*13860 - uint64(i)/1024, 13860 + rng.Uint64N(2)*(33461-13860)
			}
			x, y = integers(rng)
			group := i / kernel.Group // some of integers that are all short enough for AVX2, and some just too long
			switch n := 11 + group/4%3; group % 4 {
			case 0:
				x, y = uint64(int64(x)<<n>>n), uint64(int64(y)<<n>>n)
			case 1, 2:
				x, y = x>>n, y>>n
			}
			return x, y
		})
	}
}

// TestRoundings compares conversions that round to fewer bits than a float64 has: at ties, and beside them.
func TestRoundings(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	beside := func(x uint64) uint64 { return x + rng.Uint64N(3) - 1 }
	for _, in := range ir.Loops() {
		switch {
		case in.Op != nil:
		case in.In[0] == dtype.Float64 && in.Out == dtype.Float16: // a half and half of its last place
			agree(t, in, func(int) (x, y uint64) {
				exponent := uint64(1023 - 30 + rng.IntN(50))
				return beside(rng.Uint64N(2)<<63 | exponent<<52 | rng.Uint64()>>53<<41), 0
			})
		case in.In[0].Size() == 8 && in.In[0].IsInteger() && in.Out == dtype.Float32:
			agree(t, in, func(int) (x, y uint64) { return beside((1<<24 | rng.Uint64()>>39) << rng.IntN(40)), 0 })
		}
	}
}

// agree runs the vector functions of an instruction and the portable one over groups of pairs of operands.
func agree(t *testing.T, in ir.Instr, pair func(i int) (x, y uint64)) {
	t.Helper()
	const pairs = 1 << 16
	portable := prim.Lookup(in.Key())
	out := newArray(in.Out, kernel.Group)
	s := &kernel.Strip{N: kernel.Group, Out: out.ptr()}
	var args []array
	for k := range in.N {
		args = append(args, newArray(in.In[k], kernel.Group))
		s.In = append(s.In, kernel.Input{Ptr: args[k].ptr(), Mask: -1})
	}
	for isa := cpu.AVX2; isa <= cpu.Best(); isa++ {
		run, rare := prim.Vector(in.Key(), isa), 0
		for at := 0; run != nil && at < pairs; at += kernel.Group {
			for i := range kernel.Group {
				x, y := pair(at + i)
				for k, bits := range []uint64{x, y}[:in.N] {
					args[k].set(i, []uint64{bits})
				}
			}
			if run(s); s.Flag != 0 {
				s.Flag = 0
				rare++
				continue
			}
			var got [kernel.Group]uint64
			for i := range got {
				got[i] = out.get(i)[0]
			}
			portable(s)
			for i := range got {
				if want := out.get(i)[0]; !same(in.Out, want, got[i]) {
					t.Errorf("%s of %#x, %#x on %s gives %#x, want %#x", in.Key(), args[0].get(i), args[in.N-1].get(i), isa, got[i], want)
					return
				}
			}
		}
		if rare > pairs/kernel.Group*9/10 {
			t.Errorf("%s on %s left %d of %d groups to portable code: too few were compared", in.Key(), isa, rare, pairs/kernel.Group)
		}
	}
}

// integers are two integers, of any length and sign, the first often beside a multiple of the second.
func integers(rng *rand.Rand) (x, y uint64) {
	y = uint64(int64(rng.Uint64()) >> rng.IntN(64))
	switch rng.IntN(8) {
	case 0:
		y = []uint64{0, 1, math.MaxUint64, 1 << 63, 1<<63 - 1, 1<<63 + 1, 1 << 31, 1 << 15, 1<<53 + 1, 1<<38 - 1}[rng.IntN(10)]
	case 1:
		y >>= rng.IntN(64)
	}
	x = uint64(int64(rng.Uint64()) >> rng.IntN(64))
	switch rng.IntN(4) {
	case 0, 1:
		q := x
		if y != 0 {
			if q = x / y; rng.IntN(2) == 0 && int64(y) != -1 {
				q = uint64(int64(x) / int64(y))
			}
		}
		x = q*y + rng.Uint64N(3) - 1
	case 2:
		x = []uint64{0, 1, math.MaxUint64, 1 << 63, 1<<63 - 1, 1 << 31, 1<<31 - 1, 1 << 15}[rng.IntN(8)] + rng.Uint64N(3) - 1
	}
	return x, y
}

// powers are a base and an exponent, mostly below the base's number of bits; of the others some have powers that are known.
// Those of the first two kinds of groups, signed and not, have up to 52 bits, but for a few.
func powers(rng *rand.Rand, width, group int) (x, y uint64) {
	x, y = rng.Uint64(), rng.Uint64N(uint64(width))
	if group < 2 {
		longest := 51
		switch rng.IntN(256) {
		case 0:
			longest++
		case 1:
			return x, y % 3
		case 3: // what is NaN when it is shifted to be a float
			return 0x3CC0<<48 + x>>13, y % 3
		case 2:
			return x % 4, 64 + y
		}
		n := 63 - longest/int(max(y, 1))
		if group == 1 {
			return x >> (n + 1), y
		}
		return uint64(int64(x) >> n), y
	}
	if rng.IntN(4) == 0 {
		x, y = x&^1, rng.Uint64()
	}
	if rng.IntN(16) == 0 {
		x, y = []uint64{0, 1, math.MaxUint64, 1 << (width - 1)}[rng.IntN(4)], y+uint64(rng.IntN(200))-100
	}
	if rng.IntN(64) == 0 {
		x, y = x|1, uint64(width+rng.IntN(3)-1)
	}
	return x, y
}

// nearMultiples are two floats of any size whose quotient is mostly below 2^53 and often beside a whole number.
func nearMultiples(rng *rand.Rand, d dtype.DType) (x, y uint64) {
	b := math.Float64frombits(element(rng, dtype.Float64))
	span := 50
	if d == dtype.Float32 {
		b = float64(math.Float32frombits(uint32(element(rng, d))))
	} else if rng.IntN(2) == 0 {
		b = math.Ldexp(1+rng.Float64(), rng.IntN(2000)-1060)
	}
	if rng.IntN(64) == 0 {
		span = 60
	}
	q := math.Trunc(math.Ldexp(1+rng.Float64(), rng.IntN(span)))
	a := q * b
	if d == dtype.Float32 {
		return uint64(math.Float32bits(float32(a)) + uint32(rng.IntN(3)) - 1), uint64(math.Float32bits(float32(b)))
	}
	return math.Float64bits(a) + rng.Uint64N(3) - 1 + rng.Uint64N(2)<<63, math.Float64bits(b)
}
