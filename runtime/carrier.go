package runtime

import (
	"context"
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
	lazyAttr       = "_LazyArray" // the attribute in older versions
)

// Object is something of a kind, such as "lazyexpr", in a carrier.
type Object struct {
	Kind   string
	Values map[string]any // what it is made of
	Attrs  map[string]any // the user's
}

// WriteObject stores an object that stands for an array of the given shape and type in a file.
func WriteObject(ctx context.Context, t Target, s []int, d dtype.DType, o Object) error {
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
	w, err := t.create(ctx, s, dtype.Plain(d))
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

// ReadObject reads what is saved in a carrier. What is nothing of the kind is an error that says so.
func ReadObject(path string, o OpenOptions) (*Object, error) {
	s, err := OpenSChunk(path, o)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	object, err := s.object()
	if err != nil {
		return nil, s.named(err)
	}
	return object, nil
}

func (s *SChunk) object() (*Object, error) {
	if s.saved() == nil {
		return nil, fmt.Errorf("it is no saved expression but an %s", s.frame.Kind())
	}
	out := &Object{Kind: s.frame.Kind()}
	var err error
	if out.Values, err = s.payload(); err != nil {
		return nil, err
	}
	v, _, err := s.frame.Value(carrierAttrs)
	if err != nil {
		return nil, err
	}
	out.Attrs, _ = v.(map[string]any)
	if version, ok := out.Values["version"]; ok && version != int64(carrierVersion) {
		return nil, fmt.Errorf("version %v of a saved %s is not known", version, out.Kind)
	}
	return out, nil
}

// payload is what the object in a carrier is made of; nil when it is missing or no map.
func (f *frameFile) payload() (map[string]any, error) {
	v, _, err := f.frame.Value(carrierMark)
	if v == nil && err == nil {
		v, _, err = f.frame.Value(lazyAttr)
	}
	values, _ := v.(map[string]any)
	return values, err
}

// SplitStore takes a path apart that leads into a store: "x.b2z:/a" is x.b2z and /a.
func SplitStore(path string) (file, key string, ok bool) { return container.Split(path) }
