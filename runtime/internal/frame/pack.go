package frame

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// pack encodes a value in the shortest way. Maps are sorted by key: equal values make equal bytes.
func pack(v any) ([]byte, error) {
	b, err := appendValue(nil, reflect.ValueOf(v), 0)
	if err == nil && len(b) > maxAttrBytes {
		err = fmt.Errorf("%d bytes are more than %d", len(b), maxAttrBytes)
	}
	return b, err
}

func appendValue(b []byte, v reflect.Value, depth int) ([]byte, error) {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch {
	case depth > maxDepth:
		return nil, fmt.Errorf("values are nested more than %d deep", maxDepth)
	case len(b) > maxAttrBytes:
		return nil, fmt.Errorf("the value is larger than %d bytes", maxAttrBytes)
	case !v.IsValid():
		return append(b, mpNil), nil
	case v.CanInt():
		return appendInt(b, v.Int()), nil
	case v.CanUint():
		return appendUint(b, v.Uint()), nil
	}
	if x, ok := v.Interface().(Extension); ok {
		return appendExt(b, x)
	}
	switch v.Kind() {
	case reflect.Complex64, reflect.Complex128:
		be, c := binary.BigEndian, v.Complex()
		data := be.AppendUint64(nil, math.Float64bits(real(c)))
		return appendExt(b, Extension{complexType, be.AppendUint64(data, math.Float64bits(imag(c)))})
	case reflect.Bool:
		if v.Bool() {
			return append(b, mpTrue), nil
		}
		return append(b, mpFalse), nil
	case reflect.Float32, reflect.Float64:
		return binary.BigEndian.AppendUint64(append(b, mpFloat64), math.Float64bits(v.Float())), nil
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			return nil, fmt.Errorf("the string %q is not UTF-8: make it a []byte", v.String())
		}
		return append(appendSize(b, len(v.String()), strSizes), v.String()...), nil
	case reflect.Slice, reflect.Array:
		return appendList(b, v, depth)
	case reflect.Map:
		return appendMap(b, v, depth)
	}
	return nil, fmt.Errorf("a value of type %v cannot be stored: use bool, a number, string, []byte, a slice or a map of such", v.Type())
}

func appendInt(b []byte, n int64) []byte {
	be := binary.BigEndian
	switch {
	case n >= 0:
		return appendUint(b, uint64(n))
	case n >= -32:
		return append(b, byte(n))
	case n >= math.MinInt8:
		return append(b, mpInt8, byte(n))
	case n >= math.MinInt16:
		return be.AppendUint16(append(b, mpInt16), uint16(n))
	case n >= math.MinInt32:
		return be.AppendUint32(append(b, mpInt32), uint32(n))
	}
	return be.AppendUint64(append(b, mpInt64), uint64(n))
}

func appendUint(b []byte, n uint64) []byte {
	be := binary.BigEndian
	switch {
	case n < 128:
		return append(b, byte(n))
	case n <= math.MaxUint8:
		return append(b, mpUint8, byte(n))
	case n <= math.MaxUint16:
		return be.AppendUint16(append(b, mpUint16), uint16(n))
	case n <= math.MaxUint32:
		return be.AppendUint32(append(b, mpUint32), uint32(n))
	}
	return be.AppendUint64(append(b, mpUint64), n)
}

// sizes are the type bytes of things that have a length: in the byte itself below few, or in 1, 2 or 4 bytes.
type sizes struct {
	small        byte
	few          int
	s8, s16, s32 byte
}

// A 0 stands for a form that does not exist.
var (
	strSizes   = sizes{mpStr, 32, mpStr8, mpStr16, mpStr32}
	binSizes   = sizes{0, 0, mpBin8, mpBin16, mpBin32}
	extSizes   = sizes{0, 0, mpExt8, mpExt16, mpExt32}
	arraySizes = sizes{mpArray, 16, 0, mpArray16, mpArray32}
	mapSizes   = sizes{mpMap, 16, 0, mpMap16, mpMap32}
)

// appendSize appends the type byte and the length.
func appendSize(b []byte, n int, s sizes) []byte {
	switch {
	case n < s.few:
		return append(b, s.small|byte(n))
	case n <= math.MaxUint8 && s.s8 != 0:
		return append(b, s.s8, byte(n))
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(b, s.s16), uint16(n))
	}
	return binary.BigEndian.AppendUint32(append(b, s.s32), uint32(n))
}

func appendExt(b []byte, x Extension) ([]byte, error) {
	n := len(x.Data)
	if n > maxAttrBytes {
		return nil, fmt.Errorf("an extension of %d bytes is too long", n)
	}
	if n > 0 && n <= 16 && n&(n-1) == 0 {
		b = append(b, mpFixExt1+byte(bits.TrailingZeros(uint(n))))
	} else {
		b = appendSize(b, n, extSizes)
	}
	return append(append(b, byte(x.Type)), x.Data...), nil
}

func appendList(b []byte, v reflect.Value, depth int) ([]byte, error) {
	n := v.Len()
	if n > maxAttrBytes {
		return nil, fmt.Errorf("a list of %d values is too long", n)
	}
	if v.Type().Elem().Kind() == reflect.Uint8 {
		b = appendSize(b, n, binSizes)
		for i := range n {
			b = append(b, byte(v.Index(i).Uint()))
		}
		return b, nil
	}
	if v.Type() == reflect.TypeFor[Tuple]() {
		b = appendSize(b, n+1, arraySizes)
		b = append(appendSize(b, len(tupleMark), strSizes), tupleMark...)
	} else {
		b = appendSize(b, n, arraySizes)
	}
	var err error
	for i := range n {
		if b, err = appendValue(b, v.Index(i), depth+1); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// appendMap accepts names as keys only: Python-Blosc2 stores others, but refuses to read them.
func appendMap(b []byte, v reflect.Value, depth int) ([]byte, error) {
	if v.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("a map with keys of type %v cannot be stored: use strings", v.Type().Key())
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) })
	b = appendSize(b, len(keys), mapSizes)
	var err error
	for _, k := range keys {
		if b, err = appendValue(b, k, depth+1); err != nil {
			return nil, err
		}
		if b, err = appendValue(b, v.MapIndex(k), depth+1); err != nil {
			return nil, err
		}
	}
	return b, nil
}
