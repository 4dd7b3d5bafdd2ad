// Package npy reads and writes NumPy's .npy files. In goes a file or a stream, out comes an operand for b2's
// expressions, and the reverse: a header for elements that the caller writes. The command b2 calls it.
//
// The format is that of numpy/lib/format.py: a magic string, a version, the length of a header and the header, which
// is a Python dictionary as text; the elements follow.
package npy

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/b2gen/b2"
)

// magic starts every .npy file; two bytes of version follow.
const magic = "\x93NUMPY"

// align is what the length of everything before the elements is a multiple of.
const align = 64

// Header is what a .npy file says of its elements.
type Header struct {
	DType   b2.DType
	Fortran bool // the first axis runs fastest
	Shape   []int
}

// WriteHeader starts a .npy file of the given type and shape; the elements follow in C order, little-endian.
func WriteHeader(w io.Writer, d b2.DType, shape []int) error {
	dict := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", d.NumPy(), Tuple(shape))
	const before = len(magic) + 2 + 2 // version 1.0 and a length of two bytes
	n := (before+len(dict)+1+align-1)/align*align - before
	head := append([]byte(magic), 1, 0)
	head = binary.LittleEndian.AppendUint16(head, uint16(n)) // 16 dimensions of 20 digits fit easily
	head = fmt.Appendf(head, "%-*s\n", n-1, dict)
	_, err := w.Write(head)
	return err
}

// Tuple writes lengths as Python does.
func Tuple(shape []int) string {
	s := "("
	for i, n := range shape {
		if i > 0 {
			s += ", "
		}
		s += fmt.Sprint(n)
	}
	if len(shape) == 1 {
		s += ","
	}
	return s + ")"
}
