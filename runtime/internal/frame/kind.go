package frame

// Kind is what a frame is to who opens it.
type Kind = string

// Kinds of frames. Of the last five Python-Blosc2 makes empty arrays, which stand for something else: their zeros are
// nobody's elements (digest 11).
const (
	KindArray    Kind = "array"
	KindSChunk   Kind = "schunk"   // bytes in chunks
	KindObjects  Kind = "objects"  // Python objects, in an SChunk
	KindLazyExpr Kind = "lazyexpr" // an expression
	KindLazyUDF  Kind = "lazyudf"  // a function over operands
	KindProxy    Kind = "proxy"    // as much of an array elsewhere as was asked for so far
	KindRemote   Kind = "remote"   // the address of an array elsewhere
	KindUnknown  Kind = "unknown"
)

// Kind tells by the metalayers what the frame is, in the reference's order.
func (f *Frame) Kind() Kind {
	if f.HasLayer("proxy-source") {
		return KindProxy
	}
	if f.HasLayer("b2o") {
		return markedKind(f.MetaValue("b2o"))
	}
	if f.b2nd == nil {
		if f.HasLayer("vlarray") || f.HasLayer("batcharray") || f.HasLayer("listarray") {
			return KindObjects
		}
		return KindSChunk
	}
	if f.HasLayer("LazyArray") { // what there was before b2o, and still is for some functions
		if f.MetaValue("LazyArray") == int64(0) {
			return KindLazyExpr
		}
		return KindLazyUDF
	}
	return KindArray
}

// markedKind is the kind that the metalayer b2o says.
func markedKind(v any) Kind {
	marker, _ := v.(map[string]any)
	switch kind, _ := marker["kind"].(string); kind {
	case KindLazyExpr, KindLazyUDF:
		return kind
	case "c2array", "remote_array":
		return KindRemote
	}
	return KindUnknown
}

// MetaValue decodes a metalayer of Python-Blosc2's, as Values does an attribute. It is nil where there is none that
// can be read.
func (f *Frame) MetaValue(name string) any {
	content, _ := find(f.layers, name)
	v, err := unpack(content, true)
	if err != nil {
		return nil
	}
	return v
}
