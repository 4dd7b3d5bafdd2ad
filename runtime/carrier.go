package runtime

import (
	"fmt"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/container"
)

// Python-Blosc2 keeps objects that can be opened, and are no arrays, in carriers: frames with the shape and the type of
// the array that the object stands for, without elements, with a metalayer that marks them and the object itself as an
// attribute (digest 11).

const (
	carrierMark    = "b2o"              // the metalayer, and the attribute with the object
	carrierAttrs   = "_b2o_user_vlmeta" // the attribute with the user's attributes
	carrierVersion = 1
	lazyMark       = "LazyArray" // the same in older versions, whose attribute is _LazyArray
)

// Object is something of a kind, such as "lazyexpr", in a carrier.
type Object struct {
	Kind   string
	Values map[string]any // what it is made of
	Attrs  map[string]any // the user's
}

// WriteObject stores an object that stands for an array of the given shape and type in a file.
func WriteObject(t Target, s []int, d dtype.DType, o Object) error {
	values := map[string]any{"kind": o.Kind, "version": carrierVersion}
	for k, v := range o.Values {
		values[k] = v
	}
	attrs := o.Attrs
	if attrs == nil {
		attrs = map[string]any{}
	}
	t.marks = map[string]any{carrierMark: map[string]any{"kind": o.Kind, "version": carrierVersion}}
	t.Attrs = map[string]any{carrierMark: values, carrierAttrs: attrs}
	w, err := t.create(s, dtype.Plain(d))
	if err != nil {
		return err
	}
	defer w.abort()
	for i := range w.geometry.NChunks {
		if err := w.frame.AppendSpecial(i, chunk.Uninit); err != nil {
			return err
		}
	}
	return w.frame.Close()
}

// ReadObject reads the object in a carrier. What is none is an error that says so.
func ReadObject(path string, o OpenOptions) (*Object, error) {
	s, err := OpenSChunk(path, o)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	values, err := s.Attrs(true)
	if err != nil {
		return nil, err
	}
	object, err := s.object(values)
	if err != nil {
		return nil, s.named(err)
	}
	return object, nil
}

func (s *SChunk) object(attrs map[string]any) (*Object, error) {
	name, user := carrierMark, carrierAttrs
	if _, ok := s.Meta(carrierMark); !ok {
		if _, ok := s.Meta(lazyMark); !ok {
			return nil, fmt.Errorf("it is no saved expression")
		}
		name, user = "_"+lazyMark, ""
	}
	values, ok := attrs[name].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the attribute %q with what it is made of is missing or no map: %w", name, ErrCorrupt)
	}
	out := &Object{Kind: "lazyexpr", Values: values}
	if name == carrierMark {
		if out.Kind, ok = values["kind"].(string); !ok || values["version"] != int64(carrierVersion) {
			return nil, fmt.Errorf("kind %v, version %v is not known", values["kind"], values["version"])
		}
		out.Attrs, _ = attrs[user].(map[string]any)
	}
	return out, nil
}

// SplitStore takes a path apart that leads into a store: "x.b2z:/a" is x.b2z and /a.
func SplitStore(path string) (file, key string, ok bool) { return container.Split(path) }
