package b2

import (
	"context"
	"encoding/binary"
	"fmt"
	"go/token"
	"strings"
	"unicode/utf8"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	b2rt "github.com/b2gen/b2/runtime"
)

// StoredType is the type of an array's elements as its file states it, which says more than a DType: the unit of times,
// the length of strings, the fields of structs. Its String is what NumPy prints, its NumPy method numpy.dtype.str.
type StoredType = dtype.Stored

// StoredField is a member of structs.
type StoredField = dtype.Field

// ParseStoredType reads a type in NumPy's notation: ">f8", "<M8[ns]", "|S5", "<U3", "[('a', '<i4'), ('b', '<f8')]", or a
// name such as "datetime64[ns]".
func ParseStoredType(text string) (StoredType, error) { return dtype.ParseStored(text) }

// StoredType is the type of the elements as the file states it. DType is what b2 computes with: int64 for datetime64 and
// timedelta64, raw bytes for strings and structs.
func (a *Array) StoredType() StoredType { return a.rt().Stored() }

// Fields are the members of an array of structs; none for other elements.
func (a *Array) Fields() []StoredField { return append([]StoredField(nil), a.rt().Stored().Fields...) }

// Field is a member of the structs of an array as an operand of its own type; "a.b" is a member of a member. The axes of
// a member that is an array itself come last.
func (a *Array) Field(name string) *Expr {
	f, err := b2rt.NewField(a.rt(), name)
	if err != nil {
		return badExpr(fmt.Errorf("b2: %w", err))
	}
	return newExpr(ir.NewOperand(b2rt.Source(f), fieldName(name), f.DType(), f.Shape()))
}

// fieldName is what an expression calls a field: by its last name, where that is one.
func fieldName(path string) string {
	if name := path[strings.LastIndexByte(path, '.')+1:]; token.IsIdentifier(name) {
		return name
	}
	return ""
}

// StoredType is the type that the result is stored with. What only reads an array, as a slice does, keeps its type:
// numbers and times are made little-endian, text and structs are as they are. What is computed has the plain type of its DType.
func (e *Expr) StoredType() StoredType {
	if e.err != nil {
		return StoredType{}
	}
	return storedType(e.node)
}

// storedType is the type of a node's elements where they come from arrays as they are.
func storedType(n *ir.Node) StoredType {
	switch n.Kind {
	case ir.OperandNode:
		if s, ok := source(n.Ref); ok {
			return s.Stored().Native()
		}
	case ir.BroadcastNode, ir.SelectNode:
		return storedType(n.Args[0])
	case ir.ViewNode:
		first := storedType(n.Args[0])
		if n.View == ir.ViewGather {
			return first
		}
		for _, a := range n.Args[1:] {
			if storedType(a).String() != first.String() {
				return dtype.Plain(n.DType)
			}
		}
		return first
	}
	return dtype.Plain(n.DType)
}

// PlainStored is the memory of elements of any type as an operand, like Plain: in C order, as NumPy has it. It is not
// copied, but for big-endian numbers, and must not change while an expression reads it.
func PlainStored(data []byte, t StoredType, s ShapeOption) *Expr {
	size := t.DType.Size()
	if size == 0 {
		return badExpr(fmt.Errorf("b2.PlainStored: the type is not valid"))
	}
	err := checkLength(len(data)/size, s)
	if err == nil && len(data)%size != 0 {
		err = fmt.Errorf("%d bytes are no whole number of elements of %d", len(data), size)
	}
	if err != nil {
		return badExpr(fmt.Errorf("b2.PlainStored: %w", err))
	}
	p := b2rt.NewPlainStored(t, append([]int{}, s...), data, data)
	return newExpr(ir.NewOperand(b2rt.Source(p), "", p.DType(), p.Shape()))
}

// ReadStrings reads an array of strings, or a part of one, in C order: NumPy's S and U, without the NULs that fill an
// element up. The bytes of S are taken as they are; what is no character in U is an error.
func ReadStrings(ctx context.Context, x Operand, opts ...ReadOption) ([]string, error) {
	e := x.Expr()
	if e.err != nil {
		return nil, e.err
	}
	t := e.StoredType()
	if t.Kind != 'S' && t.Kind != 'U' {
		return nil, fmt.Errorf("the elements are %s, not strings", t)
	}
	data, err := ReadBytes(ctx, e, opts...)
	if err != nil {
		return nil, err
	}
	size := t.DType.Size()
	list := make([]string, len(data)/size)
	for i := range list {
		element := data[i*size : (i+1)*size]
		if t.Kind == 'S' {
			list[i] = strings.TrimRight(string(element), "\x00")
		} else if list[i], err = characters(element, t.Swapped); err != nil {
			return nil, fmt.Errorf("element %d: %w", i, err)
		}
	}
	return list, nil
}

// characters decodes text of four bytes a character.
func characters(b []byte, swapped bool) (string, error) {
	var order binary.ByteOrder = binary.LittleEndian
	if swapped {
		order = binary.BigEndian
	}
	for len(b) > 0 && order.Uint32(b[len(b)-4:]) == 0 {
		b = b[:len(b)-4]
	}
	text := make([]byte, 0, len(b)/4)
	for ; len(b) > 0; b = b[4:] {
		c := order.Uint32(b)
		if c > utf8.MaxRune || !utf8.ValidRune(rune(c)) {
			return "", fmt.Errorf("%#x is no character", c)
		}
		text = utf8.AppendRune(text, rune(c))
	}
	return string(text), nil
}
