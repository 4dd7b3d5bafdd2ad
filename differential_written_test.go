package b2_test

import (
	"fmt"
	"strings"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
)

// written are forms that follow from no row.
var written = []form{
	{text: "({0}) < ({1}) <= ({2})", py: "logical_and(({0}) < ({1}), ({1}) <= ({2}))"},
	{text: "({0}) == ({1}) != ({2}) > ({0})", py: "logical_and(logical_and(({0}) == ({1}), ({1}) != ({2})), ({2}) > ({0}))"},
	{text: "({0}) if ({1}) else ({2})", more: func(d *drawer, n *drawn) {
		if n.py = "where({1}, {0}, {2})"; n.args[1].number { // Python's own choice
			n.py = n.text
		}
		n.last = n.args[1].number || n.args[1].scalar
	}},
	{text: "({0}) if ({1}) > ({2}) else ({1})", more: func(d *drawer, n *drawn) {
		if n.py = "where(({1}) > ({2}), {0}, {1})"; n.args[1].number && n.args[2].number {
			n.py = n.text
		}
		n.last = (n.args[1].number || n.args[1].scalar) && (n.args[2].number || n.args[2].scalar)
	}},
	{text: "({0})**2", complexULP: 1.5}, {text: "({0})**1"}, {text: "({0})**0.5", kind: "ulp", budget: 0.76, complexULP: 8}, {text: "({0})**-1"},
	{text: "({0})**3", kind: "ulp", budget: 0.76, complexULP: 8},
	{text: "({0})[::-1]", arrays: true}, {text: "({0})[..., ::2]", arrays: true}, {text: "({0})[0]", arrays: true},
	{text: "({0})[-1:, ...]", arrays: true}, {text: "({0})[..., None]", arrays: true}, {text: "({0})[1:, :2]", arrays: true},
	{text: "({0})[5:1:-2]", arrays: true}, {text: "({0})[..., -1]", arrays: true}, {text: "({0})[None, :0]", arrays: true},
	{text: "({0}).T", arrays: true}, {text: "({0}).mT", arrays: true}, {text: "({0}).real", arrays: true}, {text: "({0}).imag", arrays: true},
	{text: "({0}) * ({0}).shape[0]", arrays: true, complexULP: 1.5}, {text: "({0}) + ({0}).size - ({0}).ndim", arrays: true},
	{text: "({0}) == max({0}, axis=-1, keepdims=True)", arrays: true}, {text: "({0}) - ({0})[..., :1]", arrays: true},
	{text: "({0})[({1}) > ({0})]", arrays: true, selects: true},
}

// viewForms rearrange elements.
var viewForms = []form{
	{text: "reshape({0}, -1)[::-2]", arrays: true}, {text: "stack(({0}, {0}), axis=-1)", arrays: true}, {text: "concat(({0}, {1}), axis=None)", arrays: true},
	{text: "concat(({0}, {0}), axis=-1)[..., 1:]", arrays: true}, {text: "take({0}, (0, 0, -1))", arrays: true}, {text: "take({0}, (0, -1), axis=-1)", arrays: true},
	{text: "({0})[[0, -1, 0]]", arrays: true}, {text: "({0})[..., [0, -1]]", arrays: true}, {text: "({0})[None, ..., ::-1]", arrays: true},
	{text: "zeros_like({0}) + ({1})", arrays: true}, {text: "({0})[[0, -1], ..., [0, 0]]", arrays: true}, {text: "({0})[[[0, -1], [0, 0]]]", arrays: true},
	{text: "max(reshape({0}, -1), initial=0)", arrays: true, kind: "zeros"}, {text: "({0}).reshape(-1, 1)", arrays: true}, {text: "({0}).transpose()", arrays: true},
}

// placing indexes by arrays: of positions, of truth values, and beside other entries.
var placing = []form{
	{text: "{0}", arrays: true, selects: true, more: func(d *drawer, n *drawn) {
		x := n.args[0]
		n.text = pickOf(d, []string{"({0})[{1}]", "({0})[..., {1}]", "({0})[{1}, ..., 0]", "({0})[:1, {1}]", "({0})[{1}, {2}]", "({0})[{1}, None, {2}]"})
		n.py = n.text
		s := [][]int{{2}, {3}, {}, {2, 1}, x.shape}
		n.args = append(n.args, d.positionsIn(pickOf(d, s), x.shape))
		if strings.Contains(n.text, "{2}") {
			if n.args = append(n.args, d.positionsIn(pickOf(d, s), x.shape)); d.pick(2) == 0 && len(x.shape) > 0 {
				n.args[2] = d.arrayOf(dtype.Bool, []int{x.shape[len(x.shape)-1]})
			}
		}
	}},
}

// casting converts to every type from every type, in both ways of writing it; a number becomes a scalar of the type.
var casting = []form{
	{text: "{0}", arrays: true, kind: "cast", more: func(d *drawer, n *drawn) {
		to := pickOf(d, dtype.All())
		n.text = pickOf(d, []string{"%s({0})", "({0}).astype(%s)", "({0}).astype('%s')"})
		n.text, n.py = fmt.Sprintf(n.text, to), fmt.Sprintf("asarray({0}).astype(%s)", to)
	}},
	{text: "number", kind: "cast", more: func(d *drawer, n *drawn) {
		to := pickOf(d, dtype.All())
		v := d.number()
		n.text, n.py = to.String()+v.text, fmt.Sprintf("strong(%s, %s)", to, v.text)
	}},
}

// constructing makes arrays of numbers.
var constructing = []form{
	constructor("zeros", func(d *drawer) string { return d.shapeText() + d.someType() }),
	constructor("ones", func(d *drawer) string { return d.shapeText() + d.someType() }),
	constructor("full", func(d *drawer) string { return d.shapeText() + ", " + d.number().text + d.someType() }),
	constructor("arange", func(d *drawer) string {
		n := fmt.Sprint(d.pick(7))
		return pickOf(d, []string{n, n + ", 9", "-2, " + n + ", 2", n + ", -3, -1", "0.5, " + n, "-1, 1, 0.25", n + ".0", "250, 261, 3", "2**53, 2**53 + 4"}) + d.someType()
	}),
	constructor("linspace", func(d *drawer) string {
		ends := pickOf(d, []string{"0, 1", "-3, 17", "2.5, -1e3", "1, 1", "0, 2j", "-0.0, 7"})
		return ends + fmt.Sprintf(", %d", d.pick(9)) + pickOf(d, []string{"", "", ", endpoint=False", ", endpoint=True"}) + d.someType()
	}),
}

func constructor(name string, args func(d *drawer) string) form {
	op, _ := ir.Find(name)
	return form{op: op, text: name, more: func(d *drawer, n *drawn) {
		n.text = name + "(" + args(d) + ")"
		n.py = n.text
	}}
}

// someType is a dtype= of a call, or nothing.
func (d *drawer) someType() string {
	if d.pick(2) == 0 {
		return ""
	}
	return ", dtype=" + pickOf(d, dtype.All()).String()
}

// shapeText is a shape that goes with the operands.
func (d *drawer) shapeText() string {
	s := d.shape[d.pick(len(d.shape)+1):]
	if len(s) == 1 && d.pick(2) == 0 {
		return fmt.Sprint(s[0])
	}
	return tupleText(s)
}

func tupleText(list []int) string {
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = fmt.Sprint(v)
	}
	if len(parts) == 1 {
		return "(" + parts[0] + ",)"
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// selecting is what can be made of selections.
var selecting = []form{
	selection("{s}", "-{s}", "{s} + {s}", "{s} > 1", "where({s} > 0, {s}, 1)", "maximum({s}, 2)", "({s}).astype(float32)", "isnan({s})"),
	rounding("{s} * 2", "sqrt({s})"),
	selection("max({s})", "min({s})", "any({s})", "all({s})", "count_nonzero({s})", "ptp({s})", "max({s}, initial=3)", "min({s}, initial=0, keepdims=True)"),
	summing("sum({s})", "mean({s})", "nansum({s})", "nanmean({s})", "sum({s}, axis=0)"),
}

// selection is any of the texts with a selection in the place of {s}.
func selection(texts ...string) form {
	return form{text: "{0}", arrays: true, selects: true, kind: "zeros", more: func(d *drawer, n *drawn) {
		s := pickOf(d, []string{"({0})[({0}) > 0]", "({0})[({0}) == ({0})]", "({0})[{1}]", "({0})[~(({0}) != 0)]", "({0})[isfinite({0})]"})
		if strings.Contains(s, "{1}") {
			n.args = append(n.args, d.maskOf(n.args[0].shape))
		}
		n.text = strings.ReplaceAll(pickOf(d, texts), "{s}", s)
		n.py = n.text
	}}
}

// rounding is selection for what rounds complex numbers.
func rounding(texts ...string) form {
	f := selection(texts...)
	f.complexULP = 1.5
	return f
}

// summing is selection for what rounds.
func summing(texts ...string) form {
	f := selection(texts...)
	draw := f.more
	f.kind = "sum"
	f.more = func(d *drawer, n *drawn) {
		draw(d, n)
		n.scale = "sum(A)"
	}
	return f
}
