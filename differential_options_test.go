package b2_test

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
)

// given is the value of an option: as the texts have it, and in Go.
type given struct {
	text  string
	value any // nil: not to be written in Go
}

// argument stands for an argument of the node among the options in Go.
type argument int

// callOf draws a row's optional arrays and its options, and how the call is written.
func callOf(op *ir.Op) func(d *drawer, n *drawn) {
	return func(d *drawer, n *drawn) {
		if op.Sequence {
			n.text = strings.TrimSuffix(n.text, "{0}") + d.sequence(op, n)
		}
		if op.Name == "take_along_axis" && d.pick(8) > 0 {
			n.args[1] = d.positionsIn(n.args[0].shape, n.args[0].shape)
		}
		absent := map[int]bool{}
		for i, p := range op.Params {
			if strings.HasSuffix(p, "=None") && d.pick(4) == 0 {
				n.text = strings.Replace(n.text, fmt.Sprintf("{%d}", i), "None", 1)
				absent[i] = true
			}
		}
		list := map[string]given{}
		var keywords, scale, ref strings.Builder
		first := "" // the value that a reduction begins with
		for i, o := range op.Options {
			if o.Default != "" && o.Name != d.wanted && d.pick(3) > 0 || o.Name == "correction" && strings.Contains(keywords.String(), "ddof") {
				continue
			}
			v := d.option(op, o, n)
			list[o.Name] = v
			n.options = append(n.options, o.Name)
			if o.Default == "" && len(list) == i+1 && !strings.Contains(keywords.String(), "=") && d.pick(3) > 0 { // as people write it
				keywords.WriteString(", " + v.text)
			} else {
				keywords.WriteString(", " + o.Name + "=" + v.text)
			}
			switch o.Name {
			case "dtype":
				if n.cast = v.text; n.cast == "None" {
					n.cast = ""
				}
				continue
			case "initial":
				first = v.text
				ref.WriteString(", initial=R" + v.text)
				continue
			case "axis", "keepdims", "where", "offset", "axis1", "axis2":
				scale.WriteString(", " + o.Name + "=" + v.text)
			}
			ref.WriteString(", " + o.Name + "=" + v.text)
		}
		of := strings.TrimPrefix(n.text, op.Name)
		open := n.text
		if len(op.Params) == 0 {
			open = strings.TrimSuffix(open, "(") + "(*()"
		}
		n.py = open + keywords.String() + ")"
		n.ref = open + ref.String() + ")"
		if n.scale = measured(op.Name, scale.String()); first != "" && n.scale != "" {
			n.scale += fmt.Sprintf(" + %s(R%s)", map[bool]string{true: "size", false: "logarithm"}[exactness[op.Name] == "sum"], first)
		}
		n.text = d.written(op, of, strings.TrimPrefix(keywords.String(), ", "))
		if !op.Sequence && len(op.Params) > 0 && op.Symbol == "" {
			n.fluent = methodCall(op, list, absent)
		}
	}
}

// measured is what the rounding of a reduction is measured by: of the magnitudes A, of their logarithms L.
func measured(name, options string) string {
	switch exactness[name] {
	case "sum":
		if name == "trace" || strings.HasSuffix(name, "mean") {
			return name + "(A" + options + ")" // nanmean takes axes of scalars
		}
		return "sum(A" + options + ")"
	case "prod":
		return "sum(L" + options + ")"
	case "var", "std":
		return "sum(A*A" + options + ")"
	}
	return ""
}

// written is a call as a function or, where there is one, as a method, by the row's name or an alias.
func (d *drawer) written(op *ir.Op, args, keywords string) string {
	name := pickOf(d, append(op.Aliases, op.Name, op.Name))
	switch {
	case keywords == "":
	case len(op.Params) == 0:
		args += keywords
	default:
		args += ", " + keywords
	}
	if method := op.Kind == ir.Reduction || op.Kind == ir.Rearranging; !method || op.Sequence || len(op.Params) != 1 || d.pick(4) > 0 {
		return name + args + ")"
	}
	first, rest, _ := strings.Cut(strings.TrimPrefix(args, "("), ", ")
	return "(" + first + ")." + name + "(" + rest + ")"
}

// sequence is a tuple of arrays that go together.
func (d *drawer) sequence(op *ir.Op, n *drawn) string {
	list := pickOf(d, []string{"({0},)", "({0}, {0})", "({0}, {1})", "({0}, {1}, {0})", "({1}, {2}, {0})", "[{0}, {1}]"})
	first := n.args[0]
	for i := 1; i < 3 && strings.Contains(list, fmt.Sprintf("{%d}", i)); i++ {
		s := slices.Clone(first.shape)
		if op.Name == "concat" && len(s) > 0 && d.pick(2) == 0 {
			s[0] = d.pick(4)
		}
		n.args = append(n.args, d.arrayOf(d.dtype(), s))
	}
	return list
}

// option draws the value of an option.
func (d *drawer) option(op *ir.Op, o ir.Option, n *drawn) given {
	ndim := 1
	if len(n.args) > 0 {
		ndim = len(n.args[0].shape)
	}
	// Where NumPy's default is that nothing is given, None is a value, if any.
	if o.Default == "None" && !slices.Contains([]string{"correction", "initial"}, o.Name) && d.pick(12) == 0 {
		return given{text: "None"}
	}
	switch o.Name {
	case "axis", "axis1", "axis2", "source", "destination", "axes":
		return d.axis(op, o, ndim)
	case "where":
		return d.whereOption(n)
	case "shape":
		return d.shapeOption(op, n)
	case "indices":
		return d.indices(n)
	case "initial", "fill_value", "nan", "posinf", "neginf":
		v := d.number()
		return given{v.text, v.literal}
	case "ddof", "correction":
		v := pickOf(d, []int{0, 1, 2, 5})
		return given{fmt.Sprint(v), v}
	case "q":
		v := pickOf(d, []float64{0, 0.1, 0.25, 0.5, 1.0 / 3, 0.75, 0.9, 1})
		if strings.HasSuffix(op.Name, "percentile") {
			v *= 100
		}
		text := fmt.Sprintf("%v", v)
		if v == float64(int(v)) && d.pick(2) == 0 {
			return given{text, int(v)}
		} else if v == float64(int(v)) {
			text += ".0"
		}
		return given{text, v}
	case "method":
		v := pickOf(d, ir.Methods[:len(ir.Methods)-1])
		return given{"'" + v + "'", v}
	case "order":
		v := pickOf(d, []string{"C", "F"})
		return given{"'" + v + "'", v}
	case "rtol", "atol":
		return pickOf(d, []given{{"0", 0}, {"1e-3", 1e-3}, {"0.5", 0.5}, {"2.0", 2.0}, {"2", 2}})
	case "repeats", "reps", "shift":
		return d.counts(o)
	case "decimals", "offset", "k":
		v := d.pick(7) - 3
		return given{fmt.Sprint(v), v}
	case "n", "N", "M":
		v := d.pick(4)
		return given{fmt.Sprint(v), v}
	}
	switch o.Takes {
	case ir.TakesBool:
		v := d.pick(3) > 0
		return given{map[bool]string{true: "True", false: "False"}[v], v}
	case ir.TakesDType:
		v := pickOf(d, dtype.All())
		return given{v.String(), v}
	}
	d.t.Fatalf("there is no way to draw %s= of %s: drawer.option needs one", o.Name, op.Name)
	return given{}
}

// axis draws one axis or, where these are taken, several; now and then one that is not there.
func (d *drawer) axis(op *ir.Op, o ir.Option, ndim int) given {
	if op.Name == "stack" || op.Name == "expand_dims" {
		ndim++
	}
	one := func() int {
		if ndim == 0 || d.pick(25) == 0 {
			return d.pick(5) - 2
		}
		return d.pick(2*ndim) - ndim
	}
	if o.Name == "axes" && op.Name == "transpose" {
		order := d.r.Perm(ndim)
		return given{tupleText(order), order}
	}
	if many := o.Takes == ir.TakesInts; !many || o.Name != "axes" && d.pick(3) > 0 {
		v := one()
		if many {
			return given{fmt.Sprint(v), []int{v}}
		}
		return given{fmt.Sprint(v), v}
	}
	list := []int{one(), one()}
	if ndim == 0 {
		return given{"()", []int{}} // (0,) NumPy refuses of a scalar, but not 0, which is the same here
	}
	if o.Name != "axes" && d.pick(4) == 0 {
		list = list[:d.pick(2)]
	}
	return given{tupleText(list), list}
}

// whereOption draws a mask that fits an array, or a truth value.
func (d *drawer) whereOption(n *drawn) given {
	if d.pick(8) == 0 {
		v := d.pick(2) == 0
		return given{map[bool]string{true: "True", false: "False"}[v], v}
	}
	s := slices.Clone(n.args[0].shape)
	if d.pick(3) == 0 {
		s = s[d.pick(len(s)+1):]
	}
	n.args = append(n.args, d.arrayOf(dtype.Bool, s))
	return given{fmt.Sprintf("{%d}", len(n.args)-1), argument(len(n.args) - 1)}
}

// maskOf is a mask of an array of a shape, for an index.
func (d *drawer) maskOf(s []int) value {
	if len(s) > 0 && d.pick(3) == 0 {
		s = s[:1+d.pick(len(s))]
	}
	return d.arrayOf(dtype.Bool, slices.Clone(s))
}

// shapeOption draws a shape for an array.
func (d *drawer) shapeOption(op *ir.Op, n *drawn) given {
	s := slices.Clone(n.args[0].shape)
	if op.Name == "broadcast_to" {
		s = append([]int{}, s...)
		for i := range s {
			if s[i] == 1 {
				s[i] = 1 + d.pick(3)
			}
		}
		if d.pick(2) == 0 {
			s = append([]int{1 + d.pick(3)}, s...)
		}
		return given{tupleText(s), s}
	}
	if d.r.Shuffle(len(s), func(i, k int) { s[i], s[k] = s[k], s[i] }); d.pick(3) == 0 {
		s = append(s, 1)
	}
	if len(s) > 0 && d.pick(2) == 0 {
		s[d.pick(len(s))] = -1
	}
	return given{tupleText(s), s}
}

// indices draws positions, mostly of what is there.
func (d *drawer) indices(n *drawn) given {
	length := 3
	if s := n.args[0].shape; len(s) > 0 {
		length = max(1, slices.Min(s))
	}
	switch d.pick(4) {
	case 0:
		return given{text: fmt.Sprint(d.pick(2*length) - length)}
	case 1:
		return given{text: fmt.Sprintf("[[%d, 0], [-1, %d]]", d.pick(length), d.pick(length))}
	}
	list := make([]int, 1+d.pick(4))
	for i := range list {
		list[i] = d.pick(2*length) - length
	}
	return given{strings.ReplaceAll(strings.ReplaceAll(tupleText(list), "(", "["), ")", "]"), list}
}

// positionsIn is an array of positions that all axes of a shape have.
func (d *drawer) positionsIn(s, of []int) value {
	v := value{dtype: pickOf(d, []dtype.DType{dtype.Int8, dtype.Int16, dtype.Int64}), shape: append([]int{}, s...)}
	least := 0
	if len(of) > 0 {
		least = slices.Min(of)
	}
	for range sizeOf(s) {
		at := uint64(d.pick(2*least+1) - least)
		if least > 0 && at == uint64(least) {
			at = 0
		}
		v.bytes = append(v.bytes, binary.LittleEndian.AppendUint64(nil, at)[:v.dtype.Size()]...)
	}
	v.text = fmt.Sprintf("v%d", len(d.vars))
	d.vars[v.text] = variable{expr: v.operand(), shape: v.shape, values: []value{v}}
	return v
}

// counts draws how often, or how far.
func (d *drawer) counts(o ir.Option) given {
	low := 0
	if o.Name == "shift" {
		low = -20
	}
	v := low + d.pick(4-2*low)
	if d.pick(3) > 0 || o.Name != "reps" {
		return given{fmt.Sprint(v), []int{v}}
	}
	list := []int{v, d.pick(3)}
	return given{tupleText(list), list}
}

// methodCall is the row as a method of the first argument.
func methodCall(op *ir.Op, list map[string]given, absent map[int]bool) func(args []any) *b2.Expr {
	for name, v := range list {
		if v.value == nil && v.text != "None" || name == "axis" && v.text == "None" && op.Name == "concat" {
			return nil
		}
	}
	return func(args []any) *b2.Expr {
		first, ok := args[0].(*b2.Expr)
		if !ok {
			return nil
		}
		method := reflect.ValueOf(first).MethodByName(goName(op.Name))
		if !method.IsValid() {
			return nil
		}
		var in []reflect.Value
		pass := func(v any) {
			if at, ok := v.(argument); ok {
				v = args[at]
			}
			t := method.Type().In(len(in))
			if method.Type().IsVariadic() && len(in) == method.Type().NumIn()-1 {
				t = t.Elem()
			}
			if in = append(in, reflect.Zero(t)); v != nil {
				in[len(in)-1] = reflect.ValueOf(v)
			}
		}
		for i := range op.Params[1:] {
			if absent[i+1] {
				pass(nil)
			} else {
				pass(args[i+1])
			}
		}
		var options []reflect.Value
		for _, o := range op.Options {
			v, given := list[o.Name]
			switch at, isArgument := v.value.(argument); {
			case o.Default == "" && given:
				pass(v.value)
			case !given || v.value == nil:
			case isArgument:
				options = append(options, reflect.ValueOf(b2.Arg(o.Name, args[at])))
			default:
				options = append(options, reflect.ValueOf(b2.Arg(o.Name, v.value)))
			}
		}
		return method.Call(append(in, options...))[0].Interface().(*b2.Expr)
	}
}

// goName is the Go name of a row: floor_divide is FloorDivide.
func goName(row string) string {
	switch row {
	case "all":
		return "AllTrue"
	case "any":
		return "AnyTrue"
	}
	var name strings.Builder
	for part := range strings.SplitSeq(row, "_") {
		name.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return name.String()
}

// built holds the expression that a node's Go twin builds to the one of its text.
func (n *drawn) built(e *b2.Expr, vars b2.Vars) error {
	if n.fluent == nil {
		return nil
	}
	args := make([]any, len(n.args))
	for i, a := range n.args {
		if args[i] = a.literal; a.number {
			continue
		}
		named, err := b2.Lazy(fmt.Sprintf("x%d", i), vars)
		if err != nil {
			return err
		}
		args[i] = named
	}
	twin := n.fluent(args)
	if twin == nil {
		return nil
	}
	if err := twin.Err(); err != nil {
		return fmt.Errorf("built in Go: %w", err)
	}
	if twin.String() != e.String() || twin.DType() != e.DType() || !slices.Equal(twin.Shape(), e.Shape()) {
		return fmt.Errorf("built in Go it is %s %s %v; %s %s %v", twin, twin.DType(), twin.Shape(), e, e.DType(), e.Shape())
	}
	return nil
}
