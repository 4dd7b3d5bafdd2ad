package functions

import (
	"bytes"
	"compress/zlib"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/b2gen/b2/runtime/kernel"
)

// packed is what references.py writes.
//
//go:embed references.bin
var packed []byte

// reference is arguments of a function and its values: high, the float64 next to one, and low, what is left of it in
// units of the last place of high. The slices go on with copies of the last ones to whole groups.
type reference struct {
	n         int
	args      [][]float64
	high, low []float64
}

// readReferences reads the embedded file, by function.
func readReferences() (map[string]reference, error) {
	refs, err := unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("bench: references.bin: %w", err)
	}
	return refs, nil
}

// unpack reads records: the length of a name and the name, the number of arguments (a byte), of points (4 bytes), and
// the numbers. Of an array of those there are all the first bytes, then all the second ones, and so on: they compress
// better.
func unpack(data []byte) (map[string]reference, error) {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	rest, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	refs := map[string]reference{}
	for len(rest) > 0 {
		name := int(rest[0])
		if len(rest) < name+6 {
			return nil, errors.New("it is cut")
		}
		head, args := rest[1:name+1], int(rest[name+1])
		r := reference{n: int(binary.LittleEndian.Uint32(rest[name+2:]))}
		if rest = rest[name+6:]; r.n == 0 || len(rest)/8/r.n < args+2 {
			return nil, errors.New("it is cut")
		}
		next := func() []float64 {
			x := numbers(rest[:8*r.n])
			rest = rest[8*r.n:]
			return x
		}
		for range args {
			r.args = append(r.args, next())
		}
		r.high, r.low = next(), next()
		refs[string(head)] = r
	}
	return refs, nil
}

// numbers are float64s whose bytes lie in planes.
func numbers(planes []byte) []float64 {
	n := len(planes) / 8
	x := make([]float64, n, kernel.Pad(n))
	for i := range x {
		var bits uint64
		for p := range 8 {
			bits |= uint64(planes[p*n+i]) << (8 * p)
		}
		x[i] = math.Float64frombits(bits)
	}
	return append(x, slices.Repeat(x[n-1:], kernel.Pad(n)-n)...)
}
