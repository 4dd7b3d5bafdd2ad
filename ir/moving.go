package ir

import (
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// What the rows of ops_shape.go make that move, join and repeat elements.

func buildFlip(m *maker, a []*Node, o Options) *Node {
	axes := o.Ints("axis")
	if axes == nil {
		return flip(a[0], firstNumbers(len(a[0].Shape)))
	}
	axes, err := shape.Axes(axes, len(a[0].Shape))
	if err != nil {
		return m.keep(nil, err)
	}
	return flip(a[0], axes)
}

// buildFlipAxis makes the row for an axis.
func buildFlipAxis(axis int) func(*maker, []*Node, Options) *Node {
	return func(m *maker, a []*Node, _ Options) *Node {
		if len(a[0].Shape) <= axis {
			return m.fail("the array must have at least %d axes; it has %d", axis+1, len(a[0].Shape))
		}
		return flip(a[0], []int{axis})
	}
}

func buildRot90(m *maker, a []*Node, o Options) *Node {
	axes, n := o.Ints("axes"), a[0]
	if axes == nil {
		axes = []int{0, 1}
	}
	if len(axes) != 2 {
		return m.fail("axes must be two")
	}
	axes, err := eachAxis(axes, len(n.Shape))
	if err != nil {
		return m.keep(nil, err)
	}
	order := firstNumbers(len(n.Shape))
	order[axes[0]], order[axes[1]] = axes[1], axes[0]
	switch k := o.Int("k", 1); (k%4 + 4) % 4 {
	case 1:
		return Reaxis(flip(n, axes[1:]), order)
	case 2:
		return flip(n, axes)
	case 3:
		return flip(Reaxis(n, order), axes[1:])
	}
	return n
}

func buildRoll(m *maker, a []*Node, o Options) *Node {
	by, axes, n := o.Ints("shift"), o.Ints("axis"), a[0]
	if axes == nil {
		total, flat := 0, reshape(n, []int{shape.Len(n.Shape)})
		if size := flat.Shape[0]; size > 0 {
			for _, b := range by {
				total = (total + b%size) % size
			}
		}
		return reshape(roll(flat, total, 0), n.Shape)
	}
	if len(by) != len(axes) && len(by) != 1 && len(axes) != 1 {
		return m.fail("%d shifts do not fit %d axes", len(by), len(axes))
	}
	if len(n.Shape) > 0 && len(by)*len(axes) == 0 && max(len(by), len(axes)) <= 1 { // one goes with none, as in NumPy
		return n
	}
	if len(by) == 0 || len(axes) == 0 {
		return m.fail("%d shifts do not fit %d axes", len(by), len(axes))
	}
	for i := range max(len(by), len(axes)) {
		axis, err := axisOf(axes[min(i, len(axes)-1)], len(n.Shape))
		if err != nil {
			return m.keep(nil, err)
		}
		n = roll(n, by[min(i, len(by)-1)], axis)
	}
	return n
}

// promoted are arrays in their common type, in which numbers count as arrays of their own; d is a type asked for.
func promoted(list []*Node, d dtype.DType) ([]*Node, error) {
	if len(list) == 0 {
		return nil, fmt.Errorf("at least one array is needed")
	}
	types := make([]dtype.Type, len(list))
	out := make([]*Node, len(list))
	alike := d == dtype.Invalid || d == list[0].DType
	for i, n := range list {
		out[i] = array(n)
		types[i] = dtype.Strong(out[i].DType)
		alike = alike && out[i].DType == list[0].DType
	}
	if alike {
		return out, nil
	}
	for _, t := range types {
		if err := computes(t.DType); err != nil {
			return nil, fmt.Errorf("arrays of different types are to be joined: %w", err)
		}
	}
	to := common(types)
	if d != dtype.Invalid {
		if to = d; slices.ContainsFunc(types, func(t dtype.Type) bool { return generality(t.DType) > generality(d) }) {
			return nil, fmt.Errorf("%s cannot hold elements of a more general kind; convert the arrays with astype", d)
		}
	}
	for i, n := range out {
		c, err := cast(n, to, true) // so that what is left of a slice prints as what it is
		if err != nil {
			return nil, err
		}
		out[i] = c
	}
	return out, nil
}

// generality orders the kinds of types: one may stand where a later one is asked for.
func generality(d dtype.DType) int {
	kinds := []dtype.Kind{dtype.KindBool, dtype.KindUnsigned, dtype.KindSigned, dtype.KindFloat, dtype.KindComplex}
	return slices.Index(kinds, d.Kind())
}

// joined is arrays one after the other along an axis; all must have the same lengths along the others.
func joined(list []*Node, axis int, d dtype.DType) (*Node, error) {
	list, err := promoted(list, d)
	if err != nil {
		return nil, err
	}
	first := list[0].Shape
	if len(first) == 0 {
		return nil, fmt.Errorf("arrays without axes cannot be concatenated")
	}
	if axis, err = axisOf(axis, len(first)); err != nil {
		return nil, err
	}
	total := slices.Clone(first)
	for i, n := range list[1:] {
		if len(n.Shape) != len(first) {
			return nil, fmt.Errorf("array 0 has %d axes, array %d has %d", len(first), i+1, len(n.Shape))
		}
		for k, d := range n.Shape {
			if k != axis && d != first[k] {
				return nil, fmt.Errorf("arrays of shapes %s and %s differ along axis %d", shape.Format(first), shape.Format(n.Shape), k)
			}
		}
		if total[axis] += n.Shape[axis]; total[axis] < 0 {
			return nil, fmt.Errorf("the result would have too many elements to count")
		}
	}
	if err := fitsShape(total); err != nil {
		return nil, err
	}
	return concat(list, axis), nil
}

func buildConcat(m *maker, a []*Node, o Options) *Node {
	if _, flat := o["axis"].(noValue); flat {
		a = slices.Clone(a)
		if o.DType("dtype") == dtype.Invalid {
			m.adapt(a)
		}
		for i := range a {
			if m.err != nil {
				return nil
			}
			a[i] = buildRavel(m, a[i:i+1], nil)
		}
	}
	return m.keep(joined(a, o.Int("axis", 0), o.DType("dtype")))
}

// adapt makes Python numbers in a list elements of the type that they have with the others. Integers wrap around.
func (m *maker) adapt(list []*Node) {
	types := make([]dtype.Type, len(list))
	for i, n := range list {
		types[i] = n.Type()
	}
	if len(list) == 0 || !slices.ContainsFunc(types, func(t dtype.Type) bool { return !t.Weak }) {
		return
	}
	to := common(types)
	for i, n := range list {
		if n.weak == nil {
			continue
		}
		sized, err := cast(n, n.DType, true)
		if list[i] = m.keep(sized, err); m.err == nil && to != dtype.Invalid {
			list[i] = foldCast(sized, to)
		}
	}
}

func buildStack(m *maker, a []*Node, o Options) *Node {
	a, err := promoted(a, dtype.Invalid)
	if err != nil {
		return m.keep(nil, err)
	}
	axis, err := axisOf(o.Int("axis", 0), len(a[0].Shape)+1)
	if err != nil {
		return m.keep(nil, err)
	}
	axes := slices.Insert(firstNumbers(len(a[0].Shape)), axis, NewAxis)
	first := a[0].Shape
	for i, n := range a {
		if !slices.Equal(n.Shape, first) {
			return m.fail("stack takes arrays of one shape, not %s and %s", shape.Format(first), shape.Format(n.Shape))
		}
		a[i] = Reaxis(n, axes)
	}
	return m.keep(joined(a, axis, dtype.Invalid))
}

// each is the list with every array changed.
func each(list []*Node, f func(*Node) *Node) []*Node {
	out := make([]*Node, len(list))
	for i, n := range list {
		out[i] = f(array(n))
	}
	return out
}

func buildVStack(m *maker, a []*Node, _ Options) *Node {
	return m.keep(joined(each(a, func(n *Node) *Node { return atLeast(n, 2) }), 0, dtype.Invalid))
}

func buildHStack(m *maker, a []*Node, _ Options) *Node {
	a = each(a, func(n *Node) *Node { return atLeast(n, 1) })
	axis := 1
	if len(a) > 0 && len(a[0].Shape) == 1 {
		axis = 0
	}
	return m.keep(joined(a, axis, dtype.Invalid))
}

func buildDStack(m *maker, a []*Node, _ Options) *Node {
	return m.keep(joined(each(a, func(n *Node) *Node { return atLeast(n, 3) }), 2, dtype.Invalid))
}

func buildColumnStack(m *maker, a []*Node, _ Options) *Node {
	return m.keep(joined(each(a, func(n *Node) *Node {
		switch len(n.Shape) {
		case 0:
			return atLeast(n, 2)
		case 1:
			return Reaxis(n, []int{0, NewAxis})
		}
		return n
	}), 1, dtype.Invalid))
}

// alongOrFlat is n with the axis of the options, or its elements in C order along one.
func (m *maker) alongOrFlat(n *Node, o Options) (*Node, int) {
	n = atLeast1(array(n))
	if _, given := o["axis"]; !given {
		return buildRavel(m, []*Node{n}, nil), 0
	}
	axis, err := axisOf(o.Int("axis", 0), len(n.Shape))
	return m.keep(n, err), axis
}

// atLeast1 is n with an axis, which NumPy gives to what has none.
func atLeast1(n *Node) *Node {
	if len(n.Shape) == 0 {
		return Reaxis(n, []int{NewAxis})
	}
	return n
}

func buildRepeat(m *maker, a []*Node, o Options) *Node {
	n, axis := m.alongOrFlat(a[0], o)
	if m.err != nil {
		return nil
	}
	times, d := o.Ints("repeats"), n.Shape[axis]
	if slices.ContainsFunc(times, func(t int) bool { return t < 0 }) {
		return m.fail("repeats may not be negative")
	}
	if len(times) == 1 {
		return m.repeated(n, axis, axis+1, times[0])
	}
	if len(times) != d {
		return m.fail("%d repeats do not fit the %d elements of axis %d", len(times), d, axis)
	}
	var at []int
	for i, t := range times {
		if t > maxPositions-len(at) {
			return m.fail("%v repeats are more than %d positions", times, maxPositions)
		}
		at = append(at, slices.Repeat([]int{i}, t)...)
	}
	return take(n, at, axis)
}

// repeated puts a new axis of so many repetitions at a place, next to the given axis, and makes one of the two.
func (m *maker) repeated(n *Node, axis, at, times int) *Node {
	s := slices.Clone(n.Shape)
	wide := slices.Insert(slices.Clone(n.Shape), at, times)
	if _, ok := shape.Size(wide); !ok {
		return m.fail("the result of shape %s would be too large", shape.Format(wide))
	}
	s[axis] *= times
	if slices.Contains(s, 0) {
		return zeros(n.DType, s)
	}
	if len(wide) > shape.MaxDims { // as of an array of three axes, for which there is room
		three := []int{shape.Len(n.Shape[:axis]), n.Shape[axis], shape.Len(n.Shape[axis+1:])}
		return reshape(m.repeated(reshape(n, three), 1, at-axis+1, times), s)
	}
	axes := slices.Insert(firstNumbers(len(n.Shape)), at, NewAxis)
	return reshape(broadcast(Reaxis(n, axes), wide), s)
}

func buildTile(m *maker, a []*Node, o Options) *Node {
	reps, n := o.Ints("reps"), atLeast(array(a[0]), 0)
	if slices.ContainsFunc(reps, func(t int) bool { return t < 0 }) {
		return m.fail("reps may not be negative")
	}
	if len(reps) > shape.MaxDims {
		return m.fail("the result would have %d dimensions, more than %d", len(reps), shape.MaxDims)
	}
	for len(n.Shape) < len(reps) {
		n = Reaxis(n, append([]int{NewAxis}, firstNumbers(len(n.Shape))...))
	}
	lead := len(n.Shape) - len(reps)
	for i, t := range reps {
		if t != 1 {
			if n = m.repeated(n, lead+i, lead+i, t); n == nil {
				return nil
			}
		}
	}
	return n
}

func buildDiagonal(m *maker, a []*Node, o Options) *Node {
	n := a[0]
	if err := n.sized(); err != nil {
		return m.keep(nil, err)
	}
	axes, err := eachAxis([]int{o.Int("axis1", 0), o.Int("axis2", 1)}, len(n.Shape))
	if err != nil {
		return m.keep(nil, err)
	}
	order := []int{}
	for i := range n.Shape {
		if !slices.Contains(axes, i) {
			order = append(order, i)
		}
	}
	rows, columns, first := n.Shape[axes[0]], n.Shape[axes[1]], len(order)
	n = Reaxis(n, append(order, axes...))
	row, column := 0, o.Int("offset", 0)
	if column < 0 {
		row, column = -max(column, -rows), 0
	}
	length := max(min(rows-row, columns-column), 0)
	flat := reshape(n, append(slices.Clone(n.Shape[:first]), rows*columns))
	spans := fullSpans(flat.Shape)
	spans[first] = shape.Span{Start: row*columns + column, Step: columns + 1, Count: length}
	return Slice(flat, spans)
}

func buildTrace(m *maker, a []*Node, o Options) *Node {
	d := buildDiagonal(m, a, o)
	return m.with("sum", Options{"axis": []int{-1}}, d)
}

// buildFillLike makes the row for a number.
func buildFillLike(v int) func(*maker, []*Node, Options) *Node {
	return func(m *maker, a []*Node, o Options) *Node { return fillLike(m, a[0], newWhole(v), o) }
}

func buildFullLike(m *maker, a []*Node, o Options) *Node {
	v := o.Node("fill_value")
	if i, ok := o["fill_value"].(int); ok {
		v = newWhole(i)
	}
	if b, ok := o["fill_value"].(bool); ok {
		if v = NewConst(dtype.Bool, 0); b {
			v = NewConst(dtype.Bool, 1)
		}
	}
	if v == nil || v.Kind != ConstNode {
		return m.fail("fill_value must be a number")
	}
	return fillLike(m, a[0], v, o)
}

func fillLike(m *maker, n, v *Node, o Options) *Node {
	d := o.DType("dtype")
	if d == dtype.Invalid {
		d = n.DType
	}
	c, err := Cast(v, d)
	if err != nil {
		return m.keep(nil, err)
	}
	return filled(c, n.Shape)
}

func buildEye(m *maker, _ []*Node, o Options) *Node {
	rows := o.Int("N", 0)
	return eye(m, rows, o.Int("M", rows), o.Int("k", 0), o.DType("dtype"))
}

func buildIdentity(m *maker, _ []*Node, o Options) *Node {
	n := o.Int("n", 0)
	return eye(m, n, n, 0, o.DType("dtype"))
}

// eye compares the numbers of columns with those of rows.
func eye(m *maker, rows, columns, k int, d dtype.DType) *Node {
	if d == dtype.Invalid {
		d = dtype.Float64
	}
	if rows < 0 || columns < 0 {
		return m.fail("a shape has no negative lengths")
	}
	if err := fitsShape([]int{rows, columns}); err != nil {
		return m.keep(nil, err)
	}
	if rows == 0 || columns == 0 {
		return zeros(d, []int{rows, columns})
	}
	row := Reaxis(numbers(k, rows), []int{0, NewAxis})
	n := m.do("equal", row, numbers(0, columns))
	if m.err != nil {
		return nil
	}
	return m.keep(Cast(n, d))
}

// numbers are n whole numbers from first on.
func numbers(first, n int) *Node {
	s := []int{n}
	g := &Generator{DType: dtype.Int64, Shape: s, Kind: Arange, First: int64(first), By: 1}
	return NewOperand(g, fmt.Sprintf("arange(%d, %d)", first, first+n), dtype.Int64, s)
}
