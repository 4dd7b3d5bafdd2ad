package ir

import (
	"slices"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
)

// structured is an operand's Ref whose elements have fields.
type structured interface {
	// Member is a field as an array: its Ref, with the axes of the field, if any, behind those of the structs.
	Member(name string) (ref any, d dtype.DType, s []int, err error)
}

// member is the field of a name of an array of structs, read as the array is; ok is false where there can be none.
func member(n *Node, name string) (f *Node, ok bool, err error) {
	of, ok := n.Ref.(structured)
	if !ok || n.Kind != OperandNode || n.DType.Kind() != dtype.KindRaw {
		return nil, false, nil
	}
	ref, d, s, err := of.Member(name)
	if err != nil {
		return nil, true, err
	}
	f = NewOperand(ref, n.Name+"."+name, d, s)
	own := s[len(n.Source):] // axes of the field itself
	f.Access = slices.Clone(n.Access)
	for i, a := range f.Access {
		if a.Axis >= 0 {
			f.Access[i].Axis += len(own)
		}
	}
	f.Access = append(f.Access, shape.Whole(len(own))...)
	f.Shape = append(slices.Clone(n.Shape), own...)
	f.Axes = n.Axes<<len(own) | shape.Varying(own)
	return f, true, nil
}
