package ir

import "github.com/b2gen/b2/ir/dtype"

// Loops lists every instruction that a program can have, constants apart: each elementwise row with each of its
// signatures, pairs, and the conversions. The interpreter needs a strip for each of them. Float16 has three conversions and
// the rows that are about its bits, nothing else.
func Loops() []Instr {
	var list []Instr
	seen := map[string]bool{}
	add := func(in Instr) {
		if key := in.Key(); !seen[key] {
			seen[key] = true
			list = append(list, in)
		}
	}
	all := dtype.Computed()
	for _, op := range Ops() {
		if op.Kind != Elementwise {
			continue
		}
		for _, d := range all {
			addLoop(add, op, d, d)
		}
		if op.Halves {
			addLoop(add, op, dtype.Float16, dtype.Float16)
		}
		if len(op.Params) == 2 { // comparisons mix the 64-bit integers
			addLoop(add, op, dtype.Int64, dtype.Uint64)
			addLoop(add, op, dtype.Uint64, dtype.Int64)
		}
	}
	for _, from := range all {
		for _, to := range all {
			if from != to && via(from, to) == to {
				add(castInstr(from, to))
			}
		}
	}
	for _, in := range pairLoops() {
		add(in)
	}
	add(castInstr(dtype.Float16, dtype.Float32))
	add(castInstr(dtype.Float32, dtype.Float16))
	add(castInstr(dtype.Float64, dtype.Float16))
	return list
}

func castInstr(from, to dtype.DType) Instr { return Instr{N: 1, In: [4]dtype.DType{from}, Out: to} }

// addLoop adds the loop that a row chooses for arguments of the given types, if it has one.
func addLoop(add func(Instr), op *Op, first, rest dtype.DType) {
	args := make([]dtype.Type, len(op.Params))
	for i := range args {
		args[i] = dtype.Strong(rest)
	}
	args[0] = dtype.Strong(first)
	sig, err := op.Types(args)
	if err != nil || !sig.asIs() && !op.Halves {
		return
	}
	in := Instr{Op: op, N: len(sig.In), Out: sig.Out}
	copy(in.In[:], sig.In)
	add(in)
}
