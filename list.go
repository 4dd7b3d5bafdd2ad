package b2

import (
	"context"

	b2rt "github.com/b2gen/b2/runtime"
)

// Entry is one of a store of arrays: its key, such as "/group/a", and what it is.
type Entry = b2rt.Entry

// Kinds of entries. [Open] opens arrays, [OpenSChunk] SChunks and what Python-Blosc2 saves in the form of an array: lazy
// expressions, functions and proxies, which [SChunk.Saved] tells more of. Other kinds are "objects" (Python's, in an
// SChunk), "remote" (the address of an array elsewhere), "ctable" (columns) and "unknown".
const (
	KindArray    = "array"
	KindSChunk   = "schunk"
	KindLazyExpr = "lazyexpr"
	KindLazyUDF  = "lazyudf"
	KindProxy    = "proxy"
)

// List lists a store that Python-Blosc2 keeps many arrays in: a .b2z file, a .b2d folder or a .b2e file. The entries come
// in the order of their keys. Open one as path + ":" + key.
func List(ctx context.Context, path string, opts ...OpenOption) ([]Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return b2rt.List(ctx, path, opening(opts))
}
