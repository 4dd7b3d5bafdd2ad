package b2

import (
	"fmt"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	b2rt "github.com/b2gen/b2/runtime"
	"github.com/b2gen/b2/runtime/cpu"
	"github.com/b2gen/b2/runtime/kernel"
)

// The options of the package are values; each kind of call takes those that mean something to it, so that a
// misplaced one does not compile. Without any, every call does what is right for most.

// CreateOption is an option of the functions that make an array: Linspace, Arange, Zeros, Ones, Full, From.
type CreateOption interface{ create(*settings) }

// ComputeOption is an option of Expr.Compute.
type ComputeOption interface{ compute(*settings) }

// ReadOption is an option of Read and ReadInto.
type ReadOption interface{ read(*settings) }

// LazyOption is an option of Lazy.
type LazyOption interface{ lazy(*settings) }

// CallOption is an option of a function that computes, such as the axis of a reduction. Those that a function has are
// in its doc, by their Python names: axis is Axis, keepdims is KeepDims, dtype is Type. Another one is an error of the
// expression.
type CallOption interface{ call(ir.Options) error }

// settings is what options set; each call reads its own.
type settings struct {
	shape   []int
	dtype   dtype.DType
	num     int // of Linspace without a shape; 0: 50
	open    bool
	target  b2rt.Target
	run     b2rt.Options
	kernels []*kernel.Kernel
	require bool
	err     error
}

func newSettings() *settings { return &settings{run: b2rt.DefaultOptions()} }

// OptionError is found by [errors.As] in errors about Chunks, Blocks or Filters that do not go with an array; it says which.
type OptionError = b2rt.OptionError

// StorageOption says how and where an array is stored: Path, Overwrite, Sparse, Chunks, Blocks, Codec, Level, Filters,
// Attrs.
type StorageOption func(*settings)

func (o StorageOption) create(s *settings)  { o(s) }
func (o StorageOption) compute(s *settings) { o(s) }

// RunOption says how a computation is run: Workers, ISA, Progress. None changes a result.
type RunOption func(*settings)

func (o RunOption) create(s *settings)  { o(s) }
func (o RunOption) compute(s *settings) { o(s) }
func (o RunOption) read(s *settings)    { o(s) }

type createOption func(*settings)

func (o createOption) create(s *settings) { o(s) }

type lazyOption func(*settings)

func (o lazyOption) lazy(s *settings) { o(s) }

// callOption is the value of an option of a row of the op table.
type callOption struct {
	name  string
	value any
}

func (o callOption) call(values ir.Options) error {
	values[o.name] = o.value
	return nil
}

// option is the value of an option that must be given. A number or an array is an operand.
func option(name string, v any) CallOption {
	switch v.(type) {
	case int, []int, bool, string, DType:
		return callOption{name, v}
	}
	return operandOption{name, v}
}

// operandOption is an option that is a number or an array.
type operandOption struct {
	name  string
	value any
}

func (o operandOption) call(values ir.Options) error {
	n, err := operand(o.value, "")
	if err == nil {
		values[o.name] = n
	}
	return err
}

// ShapeOption is the shape of an array to be made.
type ShapeOption []int

func (o ShapeOption) create(s *settings) { s.shape = o }

// Shape is the lengths of an array's axes, the first one outermost.
func Shape(lengths ...int) ShapeOption { return append(ShapeOption{}, lengths...) }

// TypeOption is an element type.
type TypeOption DType

func (o TypeOption) create(s *settings) { s.dtype = DType(o) }

func (o TypeOption) call(values ir.Options) error {
	values["dtype"] = DType(o)
	return nil
}

// Type is the element type of an array to be made, or of a reduction's result. The default of what is made is float64;
// Arange of whole numbers makes int64.
func Type(d DType) TypeOption { return TypeOption(d) }

// Num is the number of elements of a Linspace that has no Shape.
func Num(n int) CreateOption { return createOption(func(s *settings) { s.num = n }) }

// OpenEnd leaves the stop value out of a Linspace, as NumPy's endpoint=False does.
func OpenEnd() CreateOption { return createOption(func(s *settings) { s.open = true }) }

// Path stores the array in a .b2nd file, or with Sparse in a folder, instead of in memory. An existing one is an error that matches
// [fs.ErrExist], unless Overwrite is given, too. It appears when it is whole.
func Path(path string) StorageOption { return func(s *settings) { s.target.Path = path } }

// Overwrite lets Path replace an existing array of the same kind: a file, or with Sparse a folder. A change of that one
// that goes on, here or in another program on b2, comes to its end first.
func Overwrite() StorageOption { return func(s *settings) { s.target.Overwrite = true } }

// Chunks is the shape of the array's chunks, in elements. The default depends on shape and type only. They may be longer
// than the array, which can grow into them; what lies beyond it is zeros that take next to no space, but at Level(0).
func Chunks(lengths ...int) StorageOption {
	return func(s *settings) { s.target.Layout.Chunks = append([]int{}, lengths...) }
}

// Blocks is the shape of the blocks that chunks are made of, in elements.
func Blocks(lengths ...int) StorageOption {
	return func(s *settings) { s.target.Layout.Blocks = append([]int{}, lengths...) }
}

// Codec is what compresses the array: "lz4" (the default), "lz4hc", "blosclz", "zlib" or "zstd".
func Codec(name string) StorageOption { return func(s *settings) { s.target.Codec = name } }

// Level is how hard the codec tries, from 0 (not at all) to 9. The default is 5.
func Level(n int) StorageOption { return func(s *settings) { s.target.Level = &n } }

// Filters are applied before the codec, up to six, in order. The default is shuffle and bytedelta; no names at all mean
// no filters.
//
//   - "shuffle", "bitshuffle" and "bytedelta" rearrange bytes. shuffle and bytedelta work on groups as long as an element,
//     or as a number says that follows: "shuffle:4" is groups of 4 bytes, 1 to 127.
//   - "trunc_prec:10" keeps the upper 10 bits of the mantissas of float32 (of 23) or float64 (of 52), and "trunc_prec:-8"
//     clears the lowest 8. It CHANGES THE DATA: the stored array has these truncated elements. It comes first.
//   - "int_trunc:4" keeps the upper 4 bits of integers, and "int_trunc:-4" clears the lowest 4, which CHANGES THE DATA,
//     too. It comes first.
//   - "delta" XORs each element with the one before. Chunks have one block then, as Python-Blosc2 reads parts of others
//     wrongly.
func Filters(names ...string) StorageOption {
	return func(s *settings) { s.target.Filters = append([]string{}, names...) }
}

// Workers is the number of goroutines that compute. The default is as many as the machine runs at once.
func Workers(n int) RunOption { return func(s *settings) { s.run.Workers = n } }

// Progress is called with the parts done so far and their total number, from one goroutine at a time.
func Progress(f func(done, total int)) RunOption { return func(s *settings) { s.run.Progress = f } }

// ISA limits the instruction set that kernels use: "go", "avx2" or "avx512". One that this machine lacks is an error.
func ISA(name string) RunOption {
	return func(s *settings) {
		for i := cpu.Go; i < cpu.NumISA; i++ {
			if i.String() == name {
				if i > cpu.Best() {
					s.err = fmt.Errorf("this machine cannot run %s kernels; it has %s", name, cpu.Best())
				}
				s.run.ISA = i
				return
			}
		}
		s.err = fmt.Errorf("there is no instruction set %q; it is go, avx2 or avx512", name)
	}
}

// WithKernels gives an expression fused kernels, which b2gen made, to run with where one fits.
func WithKernels(kernels ...*kernel.Kernel) LazyOption {
	return lazyOption(func(s *settings) { s.kernels = append(s.kernels, kernels...) })
}

// RequireKernel makes it an error when no fused kernel fits.
func RequireKernel() LazyOption { return lazyOption(func(s *settings) { s.require = true }) }

// Axis is the axes that a function runs over, negative ones counted from the last.
func Axis(axes ...int) CallOption { return callOption{"axis", append([]int{}, axes...)} }

// KeepDims keeps the axes that were reduced over, with length 1.
func KeepDims() CallOption { return callOption{"keepdims", true} }

// DDof is what a variance or standard deviation takes off the number of elements that it divides by.
func DDof(n float64) CallOption { return operandOption{"ddof", n} }

// Initial is the value that a reduction begins with.
func Initial(v any) CallOption { return operandOption{"initial", v} }

// OnlyWhere is the mask of a reduction, NumPy's where=: only elements where it is true count. It is broadcast.
func OnlyWhere(mask any) CallOption { return operandOption{"where", mask} }

// Method is how a quantile is made of the elements next to it: "linear" (the default), "lower", "higher", "midpoint",
// "nearest" or another of NumPy's.
func Method(name string) CallOption { return callOption{"method", name} }

// Times is how often Diff takes differences.
func Times(n int) CallOption { return callOption{"n", n} }

// SliceItem is an entry of Expr.Slice.
type SliceItem struct {
	item  shape.Item
	array any // of Pick
}

// At is one position of an axis, negative from the end; the axis is dropped.
func At(i int) SliceItem { return SliceItem{item: shape.Item{Kind: shape.KindAt, At: i}} }

// Span is the positions from start up to but not including stop, step apart: Python's start:stop:step. Bounds beyond
// the axis are clipped and negative ones count from the end, so 0 and the length take all of it.
func Span(start, stop, step int) SliceItem {
	return SliceItem{item: shape.Item{Start: &start, Stop: &stop, Step: &step}}
}

// All is a whole axis.
func All() SliceItem { return SliceItem{} }

// NewAxis is an axis of length 1 that the array does not have.
func NewAxis() SliceItem { return SliceItem{item: shape.Item{Kind: shape.KindNewAxis}} }

// Ellipsis is all axes that no other item takes.
func Ellipsis() SliceItem { return SliceItem{item: shape.Item{Kind: shape.KindEllipsis}} }

// Positions are the listed positions of an axis, negative ones from the end. Several lists, and At among them, go together
// element by element, as in NumPy.
func Positions(list ...int) SliceItem {
	return SliceItem{item: shape.Item{Kind: shape.KindList, List: append([]int{}, list...)}}
}

// Pick is the positions of an axis that an array of integers holds, or those where a mask is true, which stands for as many
// axes as it has: an *Array, an *Expr or a bool. A position out of bounds is an error when it is read.
func Pick(array any) SliceItem { return SliceItem{array: array} }

// Arg is an option of a function by its Python name, for those without a function of their own: Arg("k", 1).
func Arg(name string, value any) CallOption { return option(name, value) }
