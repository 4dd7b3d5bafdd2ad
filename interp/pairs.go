package interp

import "github.com/b2gen/b2/ir"

// combine is a stage's instructions with those that the interpreter can do two at once in one, where nothing else reads
// what the first of them gives. Values are numbered as in the stage: what was combined leaves a gap, which done marks.
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
	for i, in := range body {
		for at, a := range in.Args[:in.N] {
			if a < first || uses[a] != 1 {
				continue
			}
			if pair, ok := ir.Pair(body[a-first], in, at); ok {
				body[i], done[a-first] = pair, true
				break
			}
		}
	}
	return body, done
}
