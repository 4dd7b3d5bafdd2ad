package interp

import "github.com/b2gen/b2/ir"

// combine is a stage's instructions with those that the interpreter can do two at once in one, where nothing else reads
// what the first of them gives. Values are numbered as in the stage: what was combined leaves a gap, which done marks.
// From the end on, each takes in what it reads, a product before a sum.
func combine(st *ir.Stage) (body []ir.Instr, done []bool) {
	first := len(st.Inputs)
	uses := make([]int, first+len(st.Body))
	uses[st.Result]++
	for _, in := range st.Body {
		for _, a := range in.Args[:in.N] {
			uses[a]++
		}
	}
	body, done = append(body, st.Body...), make([]bool, len(st.Body))
	for i := len(body) - 1; i >= 0; i-- {
		in, best := body[i], -1
		if done[i] {
			continue
		}
		for at, a := range in.Args[:in.N] {
			if a < first || uses[a] != 1 {
				continue
			}
			pair, ok := ir.Pair(body[a-first], in, at)
			if name := body[a-first].Name(); ok && (best < 0 || name == "multiply" || name == "square") {
				body[i], best = pair, a-first
			}
		}
		if best >= 0 {
			done[best] = true
		}
	}
	return body, done
}
