package b2

import (
	"context"
	"fmt"
	"slices"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
)

// ErrChanged is matched by errors about arrays whose file another program changed, or replaced, since it was opened. Who
// reads gets it from sparse arrays only, also from expressions that were made before a change: files of chunks that
// are not open yet may be gone. In one file the old chunks stay, so that an old version is read as it was.
var ErrChanged = b2rt.ErrChanged

// What changes an array changes it where it is stored, at once and durably: a crash at any moment leaves the old
// content or the new one. Chunks that change are written behind the others, or into new files where the array is
// sparse; when half of a file would be dead it is written anew. Others that change the array are waited for until ctx
// ends, as far as they lock it; an array that they changed since it was opened is an error that matches [ErrChanged].

// Append makes the array longer along its first axis by what value holds: an *Array, an *Expr (see [Plain] for Go
// slices) of the same lengths along the other axes. Numbers are converted to the array's type. Strings, structs and times
// must be of the very type, in any byte order for text and times; an array of times takes integers, too, as counts of its
// unit.
func (a *Array) Append(ctx context.Context, value any) error {
	return a.update(func(rt *b2rt.Array) (*b2rt.Array, error) {
		e, err := a.value(value)
		if err != nil {
			return nil, fmt.Errorf("b2.Array.Append: %w", err)
		}
		have, more := rt.Shape(), e.shape
		if len(have) == 0 || len(more) != len(have) || !slices.Equal(more[1:], have[1:]) {
			return nil, fmt.Errorf("b2.Array.Append: a value of shape %s does not continue an array of %s along its first axis: %w",
				shape.Format(more), shape.Format(have), ErrShape)
		}
		grown := slices.Clone(have)
		grown[0] += more[0]
		region := wholeOf(grown)
		region[0] = shape.Span{Start: have[0], Step: 1, Count: more[0]}
		return a.write(ctx, rt, e, b2rt.Update{Shape: grown, Region: region})
	})
}

// Resize gives the array other lengths along its axes, as many as it has. New elements are zero; those beyond the new
// lengths are gone.
func (a *Array) Resize(ctx context.Context, lengths ...int) error {
	return a.update(func(rt *b2rt.Array) (*b2rt.Array, error) {
		if slices.ContainsFunc(lengths, func(n int) bool { return n < 0 }) || len(lengths) != len(rt.Shape()) {
			return nil, fmt.Errorf("b2.Array.Resize: an array of shape %s cannot become %s: %w",
				shape.Format(rt.Shape()), shape.Format(lengths), ErrShape)
		}
		return rt.Update(ctx, b2rt.DefaultOptions(), b2rt.Update{Shape: slices.Clone(lengths)})
	})
}

// Set overwrites the elements that the items take, as [Expr.Slice] would; without items, all. The value, a number, a
// bool, an *Array or an *Expr, is broadcast to their shape and converted to the array's type, as Append does. It may be
// made of the array itself: it is what that was before.
func (a *Array) Set(ctx context.Context, value any, items ...SliceItem) error {
	list := make([]shape.Item, len(items))
	for i, it := range items {
		if list[i] = it.item; it.array != nil {
			list[i].Kind = shape.KindArray
		}
	}
	return a.set(ctx, value, list)
}

// SetIndex is Set with the text of a Python index: "2, 3:200:25", "..., 7", "::-1".
func (a *Array) SetIndex(ctx context.Context, index string, value any) error {
	items, err := ir.ParseIndex(index)
	if err != nil {
		return err
	}
	return a.set(ctx, value, items)
}

func (a *Array) set(ctx context.Context, value any, items []shape.Item) error {
	return a.update(func(rt *b2rt.Array) (*b2rt.Array, error) {
		sel, err := shape.Resolve(items, rt.Shape())
		if err != nil {
			return nil, fmt.Errorf("[%s]: %w", shape.FormatIndex(items), err)
		}
		e, err := a.value(value)
		if err == nil {
			e, err = e.under(sel, ir.Axes(items, sel))
		}
		if err != nil {
			return nil, fmt.Errorf("b2.Array.Set: %w", err)
		}
		return a.write(ctx, rt, e, b2rt.Update{Region: sel.Spans})
	})
}

// SetAttrs sets attributes, new ones and old ones, and leaves the others; see [Attrs] for their types.
func (a *Array) SetAttrs(ctx context.Context, values map[string]any) error {
	return a.update(func(rt *b2rt.Array) (*b2rt.Array, error) {
		return rt.Update(ctx, b2rt.DefaultOptions(), b2rt.Update{Attrs: values})
	})
}

// DeleteAttrs deletes attributes. One that is not there is an error, and nothing is deleted.
func (a *Array) DeleteAttrs(ctx context.Context, names ...string) error {
	return a.update(func(rt *b2rt.Array) (*b2rt.Array, error) {
		return rt.Update(ctx, b2rt.DefaultOptions(), b2rt.Update{Drop: names})
	})
}

// update makes the next version of the array.
func (a *Array) update(next func(*b2rt.Array) (*b2rt.Array, error)) error {
	a.change.Lock()
	defer a.change.Unlock()
	rt, err := next(a.rt())
	if err != nil {
		return err
	}
	a.version.Store(rt)
	return nil
}

// value is a Go value as an expression of the array's type.
func (a *Array) value(v any) (*Expr, error) {
	n, err := operand(v, "")
	if err == nil && n.DType.IsComplex() && !a.DType().IsComplex() {
		err = fmt.Errorf("complex numbers do not go into an array of %s: take their parts with b2.Real and b2.Imag, or convert them", a.DType())
	}
	if err == nil {
		n, err = a.alike(n)
	}
	if err == nil {
		n, err = ir.Cast(n, a.DType())
	}
	if err != nil {
		return nil, err
	}
	if n.Kind == ir.SelectNode {
		return nil, fmt.Errorf("the length of a selection is known only when it is computed: compute it first")
	}
	return newExpr(n).withKernelsOf([]any{v}), nil
}

// alike makes sure that elements which are not only numbers mean the same in the array: a DType does not tell units and
// lengths apart.
func (a *Array) alike(n *ir.Node) (*ir.Node, error) {
	have, want := newExpr(n).StoredType(), a.StoredType().Native()
	switch {
	case have.IsNumber() && want.IsNumber(), have.Text() == want.Text():
		return n, nil
	case want.IsTime() && (have.Kind == 'i' || have.Kind == 'u'): // counts of its unit
		return n, nil
	case have.Kind == 'U' && want.Kind == 'U' && have.DType == want.DType: // the byte orders differ
		of, ok := source(n.Ref)
		if !ok || n.Kind != ir.OperandNode {
			return nil, fmt.Errorf("the bytes of the values' characters are in the other order: compute them into an array first")
		}
		return n.Naming(b2rt.TurnText(of), n.Name), nil
	case have.Kind == want.Kind && want.IsTime():
		return nil, fmt.Errorf("values of %s in an array of %s: multiply or divide them first, which makes plain integers, taken as counts of the array's unit",
			have, want)
	}
	return nil, fmt.Errorf("values of %s in an array of %s: the types must be the same%s", have, want, alikeHint(have, want))
}

// alikeHint says what helps where types differ.
func alikeHint(have, want StoredType) string {
	switch {
	case want.IsTime():
		return ", or the values integers"
	case have.IsTime() && want.IsNumber():
		return "; adding 0 to times makes plain integers"
	}
	return ""
}

// write computes a value into a region.
func (a *Array) write(ctx context.Context, rt *b2rt.Array, e *Expr, u b2rt.Update) (*b2rt.Array, error) {
	p, err := e.storePlan()
	if err != nil {
		return nil, err
	}
	u.Value = p
	return rt.Update(ctx, b2rt.DefaultOptions(), u)
}

// under is a value with the axes of the array that it is written to, given what an index selects there: axes lists
// which of them the selection has, in order, with new ones between them.
func (e *Expr) under(sel shape.Selection, axes []int) (*Expr, error) {
	lead := len(sel.Shape) - len(e.shape)
	for i, d := range e.shape {
		if at := lead + i; at < 0 && d != 1 || at >= 0 && d != 1 && d != sel.Shape[at] {
			return nil, fmt.Errorf("a value of shape %s cannot be broadcast to %s: %w", shape.Format(e.shape), shape.Format(sel.Shape), ErrShape)
		}
	}
	list := slices.Repeat([]int{ir.NewAxis}, len(sel.Spans))
	for at, axis := range axes {
		if axis != ir.NewAxis && at >= lead {
			list[axis] = at - lead
		}
	}
	out := newExpr(ir.Reaxis(e.whole(), list))
	out.kernels, out.require = e.kernels, e.require
	return out, nil
}

// wholeOf is the region of all of an array.
func wholeOf(s []int) []shape.Span {
	spans := make([]shape.Span, len(s))
	for i, d := range s {
		spans[i] = shape.Span{Step: 1, Count: d}
	}
	return spans
}
