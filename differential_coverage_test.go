package b2_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/b2gen/b2/ir"
)

// coverage counts what was drawn: the rows with each category of first operands, and with each option.
type coverage struct {
	answers, refusals map[drawing]int
	mutate            bool // each answer is judged again with a fault
}

// drawing is a row with an operand of a category, or with an option.
type drawing struct{ row, category, option string }

func newCoverage() *coverage {
	return &coverage{answers: map[drawing]int{}, refusals: map[drawing]int{}}
}

func (c *coverage) answered(f *form, n *drawn) { count(c.answers, f, n) }
func (c *coverage) refused(f *form, n *drawn)  { count(c.refusals, f, n) }

func count(in map[drawing]int, f *form, n *drawn) {
	if f.op == nil {
		return
	}
	for _, o := range n.options {
		in[drawing{row: f.op.Name, option: o}]++
	}
	of := ""
	for _, a := range n.args {
		if !a.number {
			of = category(a.dtype)
			break
		}
	}
	in[drawing{row: f.op.Name, category: of}]++
}

// enoughRefusals of a category tell that a row has no answers for it: each was NumPy's, too.
const enoughRefusals = 3

func (c *coverage) has(w drawing) bool {
	return c.answers[w] > 0 || w.option == "" && c.refusals[w] >= enoughRefusals
}

// wanted is everything that must have been drawn.
func wanted() []drawing {
	var list []drawing
	for _, op := range ir.Ops() {
		if len(op.Params) == 0 || op.Kind == ir.Constructor {
			list = append(list, drawing{row: op.Name})
		} else {
			for _, c := range categories {
				list = append(list, drawing{row: op.Name, category: c})
			}
		}
		for _, o := range op.Options {
			list = append(list, drawing{row: op.Name, option: o.Name})
		}
	}
	return list
}

// complete draws what chance left out, and fails when it cannot: a row that is new is drawn by itself, an option that is
// new needs a way to draw it.
func (c *coverage) complete(t *testing.T, j *judge, seed uint64) {
	byRow := map[string][]*form{}
	for i := range forms {
		if f := &forms[i]; f.op != nil {
			byRow[f.op.Name] = append(byRow[f.op.Name], f)
		}
	}
	directed := 0
	for k, w := range wanted() {
		for try := uint64(0); !c.has(w) && try < 300; try++ {
			directed++
			d := newDrawer(t, j, c, seed, 1<<40+uint64(k)<<20+try)
			d.name, d.category, d.wanted = d.name+" "+w.row, w.category, w.option
			list := byRow[w.row]
			if len(list) == 0 {
				break
			}
			f := pickOf(d, list)
			args := make([]value, f.arity)
			for i := range args {
				for args[i] = d.leaf(); i == 0 && args[i].number; {
					args[i] = d.leaf()
				}
			}
			if _, _, err := d.node(f, args); err != nil {
				t.Errorf("%s: %v", d.name, err)
			}
		}
		if !c.has(w) {
			t.Errorf("%s was never drawn with %s%s: %d refusals", w.row, w.category, w.option, c.refusals[w])
		}
	}
	t.Logf("%d rows were drawn, %d nodes of them to complete what chance had left out", len(byRow), directed)
	if missing := len(ir.Ops()) - len(byRow); missing > 0 {
		t.Errorf("%d rows have no form; there are %v", missing, slices.Sorted(maps.Keys(byRow)))
	}
}
