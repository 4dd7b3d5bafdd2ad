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
	at            int // which argument of the second the first's result is; -1: any
	n             int // arguments
}

// pairs are of additions, subtractions and multiplications, and of comparisons with what chooses by them: others take so
// long that a pair would not pay.
var pairs = append(sums(), choices()...)

// ofTwo writes an operation of two values.
type ofTwo = func(b *vec.Builder, x, y vec.Val) vec.Val

func sums() (list []pair) {
	reverse := func(f ofTwo) ofTwo {
		return func(b *vec.Builder, x, y vec.Val) vec.Val { return f(b, y, x) }
	}
	operations := []struct {
		name  string
		lower ofTwo
	}{{"add", (*vec.Builder).Add}, {"subtract", (*vec.Builder).Sub}, {"multiply", (*vec.Builder).Mul}}
	for _, f := range operations {
		for _, g := range operations {
			add := func(name string, at int, second ofTwo) {
				lower := func(b *vec.Builder, x []vec.Val) vec.Val { return second(b, f.lower(b, x[0], x[1]), x[2]) }
				list = append(list, pair{&Op{Name: name, Cost: 1, Lower: lower}, f.name, g.name, at, 3})
			}
			if g.name != "subtract" {
				add(f.name+"_"+g.name, -1, g.lower)
				continue
			}
			add(f.name+"_subtract", 0, g.lower)
			add(f.name+"_subtract_from", 1, reverse(g.lower))
		}
	}
	return list
}

func choices() (list []pair) {
	for _, c := range []struct {
		name  string
		lower ofTwo
	}{
		{"equal", (*vec.Builder).Eq}, {"not_equal", (*vec.Builder).Ne}, {"less", (*vec.Builder).Lt},
		{"less_equal", (*vec.Builder).Le}, {"greater", (*vec.Builder).Gt}, {"greater_equal", (*vec.Builder).Ge},
	} {
		lower := func(b *vec.Builder, x []vec.Val) vec.Val { return b.Select(c.lower(b, x[0], x[1]), x[2], x[3]) }
		list = append(list, pair{&Op{Name: c.name + "_where", Cost: 1, Lower: lower}, c.name, "where", 0, 4})
	}
	return list
}

// pairTypes are the element types that pairs have strips for.
var pairTypes = []dtype.DType{dtype.Int32, dtype.Int64, dtype.Float32, dtype.Float64}

// Pair is the instruction that computes second, whose argument number at is what first gives; false when there is none.
func Pair(first, second Instr, at int) (Instr, bool) {
	if first.Op == nil || second.Op == nil || !slices.Contains(pairTypes, second.Out) {
		return Instr{}, false
	}
	for _, d := range first.In[:first.N] {
		if d != second.Out {
			return Instr{}, false
		}
	}
	name, x, y := first.Op.Name, first.Args[0], first.Args[1]
	if name == "square" {
		name, y = "multiply", x
	}
	for _, p := range pairs {
		if p.first == name && p.second == second.Op.Name && (p.at == at || p.at < 0) {
			in := p.loop(second.Out)
			rest := slices.Delete(slices.Clone(second.Args[:second.N]), at, at+1)
			copy(in.Args[:], append([]int{x, y}, rest...))
			return in, true
		}
	}
	return Instr{}, false
}

func (p pair) loop(d dtype.DType) Instr {
	in := Instr{Op: p.Op, N: p.n, Out: d}
	for k := range p.n {
		in.In[k] = d
	}
	return in
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
