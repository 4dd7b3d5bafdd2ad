// Package b2 computes with compressed, chunked n-dimensional arrays that may be bigger than memory, on the files of
// Blosc2. An expression over arrays is lazy: its shape and type are known at once, and nothing is computed until a
// result, or a slice of one, is asked for. Then only the blocks needed are read, computed in cache and, if an array is
// wanted, compressed again.
//
//	a, err := b2.Open(ctx, "a.b2nd")
//	b, err := b2.Open(ctx, "b.b2nd")
//	c, err := b2.Lazy("a**2 + b**2 + 2*a*b + 1", b2.Vars{"a": a, "b": b})
//	d, err := c.Compute(ctx, b2.Path("result.b2nd"))       // chunk by chunk, straight to disk
//	x, err := b2.Read[float64](ctx, c.Slice(b2.At(2)))     // a plain slice of just that part
//
// Expressions mean what they mean in NumPy 2. In the Go API int, float64 and bool are like Python's numbers and adapt
// to the arrays they meet, sized types are like NumPy's scalars; [Strong] makes a float64 one.
//
// Arrays and expressions may be used by several goroutines at once.
package b2

//go:generate go run ./cmd/b2gen -fluent

import (
	"errors"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/parser"
	b2rt "github.com/b2gen/b2/runtime"
)

// DType is the type of an array's elements.
type DType = dtype.DType

// The element types.
const (
	Bool    = dtype.Bool
	Int8    = dtype.Int8
	Int16   = dtype.Int16
	Int32   = dtype.Int32
	Int64   = dtype.Int64
	Uint8   = dtype.Uint8
	Uint16  = dtype.Uint16
	Uint32  = dtype.Uint32
	Uint64  = dtype.Uint64
	Float16 = dtype.Float16
	Float32 = dtype.Float32
	Float64 = dtype.Float64

	Complex64  = dtype.Complex64
	Complex128 = dtype.Complex128
)

// Half is the Go type of a Float16 element.
type Half = dtype.Half

// HalfOf is the Half nearest to x.
func HalfOf(x float64) Half { return dtype.HalfOf(x) }

// Element is the set of Go types that hold an element.
type Element = dtype.Element

// ExprError is one thing wrong with an expression, and where in its text.
type ExprError = parser.Error

// ExprErrors are several of them.
type ExprErrors = parser.Errors

// ErrCorrupt is matched by errors about files that break the format of Blosc2.
var ErrCorrupt = b2rt.ErrCorrupt

// ErrNotArray is matched by errors of [Open] about files that hold something else: an SChunk, a store of arrays, or what
// Python-Blosc2 saves in the form of an array: an expression, a function, a proxy, an address.
var ErrNotArray = b2rt.ErrNotArray

// ErrShape is matched by errors about shapes that do not fit.
var ErrShape = errors.New("shapes do not fit")

// Vars gives the names of an expression their meaning: *Array, *Expr, or a Go number or bool.
type Vars map[string]any
