package ir

import (
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// A pair is an instruction that does what two would, for the interpreter, which then writes and reads one intermediate result
// less. It rounds as often as they do. Its arguments are the first's, then the second's other one. Nothing that a user
// writes calls it.
type pair struct {
	*Op
	first, second string
	at            int // which argument of the second the first's result is, where that matters
}

// pairs are of additions, subtractions and multiplications: others take so long that a pair would not pay.
var pairs = func() (list []pair) {
	type lowering = func(b *vec.Builder, x, y vec.Val) vec.Val
	reverse := func(f lowering) lowering {
		return func(b *vec.Builder, x, y vec.Val) vec.Val { return f(b, y, x) }
	}
	operations := []struct {
		name  string
		lower lowering
	}{{"add", (*vec.Builder).Add}, {"subtract", (*vec.Builder).Sub}, {"multiply", (*vec.Builder).Mul}}
	for _, f := range operations {
		for _, g := range operations {
			add := func(name string, at int, second lowering) {
				lower := func(b *vec.Builder, x []vec.Val) vec.Val { return second(b, f.lower(b, x[0], x[1]), x[2]) }
				list = append(list, pair{&Op{Name: name, Cost: 1, Lower: lower}, f.name, g.name, at})
			}
			add(f.name+"_"+g.name, 0, g.lower)
			if g.name == "subtract" {
				add(f.name+"_subtract_from", 1, reverse(g.lower))
			}
		}
	}
	return list
}()

// pairTypes are the element types that pairs have strips for.
var pairTypes = []dtype.DType{dtype.Int32, dtype.Int64, dtype.Float32, dtype.Float64}

// Pair is the instruction that computes second, whose argument number at is what first gives; false when there is none.
func Pair(first, second Instr, at int) (Instr, bool) {
	if first.Op == nil || second.Op == nil || second.N != 2 || second.In[0] != first.Out || second.In[1] != first.Out ||
		!slices.Contains(pairTypes, first.Out) {
		return Instr{}, false
	}
	name, x, y := first.Op.Name, first.Args[0], first.Args[1]
	if name == "square" {
		name, y = "multiply", x
	}
	for _, p := range pairs {
		if p.first == name && p.second == second.Op.Name && (p.at == at || p.second != "subtract") {
			in := p.loop(first.Out)
			in.Args = [3]int{x, y, second.Args[1-at]}
			return in, true
		}
	}
	return Instr{}, false
}

func (p pair) loop(d dtype.DType) Instr {
	return Instr{Op: p.Op, N: 3, In: [3]dtype.DType{d, d, d}, Out: d}
}

// pairLoops are the instructions of all pairs.
func pairLoops() (list []Instr) {
	for _, p := range pairs {
		for _, d := range pairTypes {
			list = append(list, p.loop(d))
		}
	}
	return list
}
