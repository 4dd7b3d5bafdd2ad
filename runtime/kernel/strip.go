package kernel

import (
	"unsafe"

	"github.com/b2gen/b2/ir/dtype"
)

const (
	// Group is the number of elements that a strip's length is a multiple of, and that a splatted input has:
	// a whole number of the widest vectors, so that tails run through the same code as the rest.
	Group = 32
	// MaxStrip is the longest strip: its registers stay in the first-level cache.
	MaxStrip = 1024
)

// Strip is a run of elements that a stage computes. The caller pads: every buffer may be read and written for
// all N elements, those past the run included.
type Strip struct {
	N       int // elements, a multiple of Group, at most MaxStrip
	In      []Input
	Out     unsafe.Pointer // N elements of the stage's type
	Flag    uint64         // set by vector kernels when a lane is left to the portable one
	Scratch []byte         // Stage.Scratch bytes, aligned to 64
	Tmp     [4]Input       // room for the interpreter to call another function with this strip
}

// Input is one input of a strip: N elements, or Group copies of one.
type Input struct {
	Ptr  unsafe.Pointer
	Mask int // -1: element i is at i; 0: it is at i mod Group, and all are the same
}

// Element is the set of types that strips are made of; bool arrays are bytes.
type Element interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64 | complex64 | complex128
}

// In is input k of the strip as a slice, and the mask to apply to its index.
func In[T Element](s *Strip, k int) ([]T, int) {
	in := &s.In[k]
	n := s.N
	if in.Mask == 0 {
		n = Group
	}
	return unsafe.Slice((*T)(in.Ptr), n), in.Mask
}

// Out is the output of the strip as a slice.
func Out[T Element](s *Strip) []T { return unsafe.Slice((*T)(s.Out), s.N) }

// Pad is n rounded up to whole groups.
func Pad(n int) int { return (n + Group - 1) &^ (Group - 1) }

// Room is the number of elements that a buffer of n needs: the runs inside it may each be padded to whole groups.
func Room(n int) int { return n + Group }

// Bytes is the size of a buffer of n elements of d. No kernel computes raw ones, so these need no padding.
func Bytes(d dtype.DType, n int) int {
	if d.Kind() == dtype.KindRaw {
		return n * d.Size()
	}
	return Room(n) * d.Size()
}

// Buffer is room for n elements of d and the padding that kernels may touch, aligned to a cache line.
func Buffer(d dtype.DType, n int) []byte {
	const line = 64
	size := Bytes(d, n)
	raw := make([]byte, size+line)
	skip := -int(uintptr(unsafe.Pointer(unsafe.SliceData(raw)))) & (line - 1)
	return raw[skip : skip+size : skip+size]
}
