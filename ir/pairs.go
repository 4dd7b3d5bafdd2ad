package ir

import (
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/vec"
)

// A pair is an instruction that does what two would, for the interpreter, which then writes and reads one intermediate result
// less. Its name is that of both; it rounds as often as they do. Nothing that a user writes calls it.
type pair struct {
	*Op
	second string // what becomes of the product
	at     int    // which argument of the second the product is; -1: any
}

// pairs are those that pay: products that are added or subtracted, as in polynomials. Their arguments are the product's, then
// the other one's.
var pairs = []pair{
	{&Op{Name: "multiply_add", Lower: func(b *vec.Builder, x []vec.Val) vec.Val { return b.Add(b.Mul(x[0], x[1]), x[2]) }}, "add", -1},
	{&Op{Name: "multiply_subtract", Lower: func(b *vec.Builder, x []vec.Val) vec.Val { return b.Sub(b.Mul(x[0], x[1]), x[2]) }}, "subtract", 0},
	{&Op{Name: "subtract_multiply", Lower: func(b *vec.Builder, x []vec.Val) vec.Val { return b.Sub(x[2], b.Mul(x[0], x[1])) }}, "subtract", 1},
}

// pairTypes are the element types that pairs have strips for.
var pairTypes = []dtype.DType{dtype.Int32, dtype.Int64, dtype.Float32, dtype.Float64}

// Pair is the instruction that computes second, whose argument number at is what first gives; false when there is none.
func Pair(first, second Instr, at int) (Instr, bool) {
	if first.Op == nil || second.Op == nil || second.N != 2 || second.In[0] != first.Out || second.In[1] != first.Out {
		return Instr{}, false
	}
	square := first.Op.Name == "square"
	if !square && first.Op.Name != "multiply" {
		return Instr{}, false
	}
	for _, p := range pairs {
		if p.second != second.Op.Name || p.at >= 0 && p.at != at {
			continue
		}
		for _, d := range pairTypes {
			if first.Out != d {
				continue
			}
			in := p.loop(d)
			in.Args = [3]int{first.Args[0], first.Args[1], second.Args[1-at]}
			if square {
				in.Args[1] = first.Args[0]
			}
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
