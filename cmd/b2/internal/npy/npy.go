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
	"math"

	"github.com/b2gen/b2"
)

// magic starts every .npy file; two bytes of version follow.
const magic = "\x93NUMPY"

// align is what the length of everything before the elements is a multiple of.
const align = 64

// Header is what a .npy file says of its elements.
type Header struct {
	Type    b2.StoredType
	Fortran bool // the first axis runs fastest
	Shape   []int
}

// WriteHeader starts a .npy file of the given type and shape; the elements follow in C order, as they are stored.
func WriteHeader(w io.Writer, t b2.StoredType, shape []int) error {
	descr := t.NumPy()
	if !t.IsStruct() {
		descr = "'" + descr + "'"
	}
	dict := fmt.Sprintf("{'descr': %s, 'fortran_order': False, 'shape': %s, }", descr, Tuple(shape))
	version, before := version(dict)
	n := (before+len(dict)+1+align-1)/align*align - before
	head := append([]byte(magic), version, 0)
	if version == 1 {
		head = binary.LittleEndian.AppendUint16(head, uint16(n))
	} else {
		head = binary.LittleEndian.AppendUint32(head, uint32(n))
	}
	head = append(head, dict...)
	for len(head) < before+n-1 { // not %-*s, which counts characters
		head = append(head, ' ')
	}
	_, err := w.Write(append(head, '\n'))
	return err
}

// version is the least that can hold a dictionary, and the bytes before it. The length has two bytes in version 1, else
// four; before version 3 the text has no more than ASCII.
func version(dict string) (v byte, before int) {
	v = 1
	if len(dict) > math.MaxUint16-2*align {
		v = 2
	}
	for i := range len(dict) {
		if dict[i] >= 0x80 {
			v = 3
		}
	}
	if v == 1 {
		return v, len(magic) + 2 + 2
	}
	return v, len(magic) + 2 + 4
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
