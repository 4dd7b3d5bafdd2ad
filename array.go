package b2

import (
	"fmt"
	"go/token"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
)

// Array is a compressed array in a file or in memory. Append, Set, Resize and SetAttrs change it where it is stored;
// any number of goroutines may read it meanwhile. Expressions made of it before go on to mean what it was then.
type Array struct {
	version atomic.Pointer[b2rt.Array]
	change  sync.Mutex // held by what makes the next version
	name    string
}

func newArray(rt *b2rt.Array, name string) *Array {
	a := &Array{name: name}
	a.version.Store(rt)
	return a
}

// rt is the array as it is now.
func (a *Array) rt() *b2rt.Array { return a.version.Load() }

// Close releases the array's file; nothing may read from it any more.
func (a *Array) Close() error { return a.rt().Close() }

// Shape is the lengths of the axes.
func (a *Array) Shape() []int { return append([]int{}, a.rt().Shape()...) }

// DType is the type of the elements that is computed with; see StoredType.
func (a *Array) DType() DType { return a.rt().DType() }

// NBytes is the size of the elements, uncompressed.
func (a *Array) NBytes() int64 { return int64(shape.Len(a.rt().Shape())) * int64(a.DType().Size()) }

// CBytes is the size of the stored chunks, in bytes.
func (a *Array) CBytes() int64 { return a.rt().CBytes() }

// CRatio is how many times smaller the chunks are than what they hold, padding included, as Blosc2 counts it.
func (a *Array) CRatio() float64 { return a.rt().CRatio() }

// Chunks is the shape of the chunks, the units of storage.
func (a *Array) Chunks() []int { return append([]int{}, a.rt().Layout().Chunks...) }

// Blocks is the shape of the blocks, the units of compression.
func (a *Array) Blocks() []int { return append([]int{}, a.rt().Layout().Blocks...) }

// Info describes the array as Python-Blosc2's info does.
func (a *Array) Info() string { return a.rt().Info(a.name).String() }

// Details are the facts that Info prints, for programs.
func (a *Array) Details() b2rt.Info { return a.rt().Info(a.name) }

// String is a line about the array.
func (a *Array) String() string {
	return fmt.Sprintf("b2.Array %s %s", a.StoredType(), shape.Format(a.rt().Shape()))
}

// Expr is the array as an expression.
func (a *Array) Expr() *Expr { return newExpr(a.node("")) }

// node is the array as an operand. Without a name it is called by its file's, where that is one.
func (a *Array) node(name string) *ir.Node {
	if stem := strings.TrimSuffix(filepath.Base(a.name), ".b2nd"); name == "" && token.IsIdentifier(stem) {
		name = stem
	}
	return ir.NewOperand(b2rt.Source(a.rt()), name, a.DType(), a.rt().Shape())
}

// Slice is a part of the array as a lazy expression; see [Expr.Slice].
func (a *Array) Slice(items ...SliceItem) *Expr { return a.Expr().Slice(items...) }

// Index is a part of the array as a lazy expression; see [Expr.Index].
func (a *Array) Index(text string) *Expr { return a.Expr().Index(text) }
