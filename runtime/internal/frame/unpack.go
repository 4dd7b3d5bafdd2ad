package frame

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
)

// unpacker decodes one MessagePack value that nobody vouches for (digest 15).
type unpacker struct {
	cursor
	items      int  // that may still come
	extensions bool // are taken
}

// unpack decodes a value, see Frame.Values for its types.
func unpack(b []byte, extensions bool) (any, error) {
	items := maxItems
	return unpackSome(b, extensions, &items)
}

// unpackSome is unpack for a value of at most so many items, which are taken from the number.
func unpackSome(b []byte, extensions bool, items *int) (any, error) {
	u := &unpacker{cursor: cursor{b: b}, items: *items, extensions: extensions}
	v := u.value(0)
	*items = u.items
	if u.err == nil && u.at < len(b) {
		u.err = corrupt("%d bytes behind the value", len(b)-u.at)
	}
	if u.err != nil {
		return nil, u.err
	}
	return v, nil
}

// fail keeps the first error.
func (u *unpacker) fail(err error) {
	if u.err == nil {
		u.err = err
	}
}

// uint reads a big-endian number of n bytes.
func (u *unpacker) uint(n int) uint64 {
	x := uint64(0)
	for _, c := range u.take(n) {
		x = x<<8 | uint64(c)
	}
	return x
}

func (u *unpacker) value(depth int) any {
	if u.items--; depth > maxDepth || u.items < 0 {
		u.fail(fmt.Errorf("frame: values nested more than %d deep, or more than %d of them: %w", maxDepth, maxItems, errors.ErrUnsupported))
	}
	switch m := u.byte(); {
	case u.err != nil:
		return nil
	case m < mpMap:
		return int64(m)
	case m < mpArray:
		return u.dict(int(m&15), depth)
	case m < mpStr:
		return u.list(int(m&15), depth)
	case m < mpNil:
		return u.string(int(m & 31))
	case m >= 0xe0:
		return int64(int8(m))
	default:
		return u.marked(m, depth)
	}
}

// marked reads what has a type byte of its own.
func (u *unpacker) marked(m byte, depth int) any {
	switch m {
	case mpNil:
		return nil
	case mpFalse, mpTrue:
		return m == mpTrue
	case mpBin8, mpBin16, mpBin32:
		return append([]byte{}, u.take(int(u.uint(1<<(m-mpBin8))))...)
	case mpFloat32:
		return float64(math.Float32frombits(uint32(u.uint(4))))
	case mpFloat64:
		return math.Float64frombits(u.uint(8))
	case mpUint8, mpUint16, mpUint32, mpUint64:
		return whole(u.uint(1 << (m - mpUint8)))
	case mpInt8:
		return int64(int8(u.uint(1)))
	case mpInt16:
		return int64(int16(u.uint(2)))
	case mpInt32:
		return int64(int32(u.uint(4)))
	case mpInt64:
		return int64(u.uint(8))
	case mpStr8, mpStr16, mpStr32:
		return u.string(int(u.uint(1 << (m - mpStr8))))
	case mpArray16, mpArray32:
		return u.list(int(u.uint(2<<(m-mpArray16))), depth)
	case mpMap16, mpMap32:
		return u.dict(int(u.uint(2<<(m-mpMap16))), depth)
	}
	return u.ext(m)
}

// whole is an int64 if it fits.
func whole(n uint64) any {
	if n <= math.MaxInt64 {
		return int64(n)
	}
	return n
}

// ext reads an extension, or refuses it.
func (u *unpacker) ext(m byte) any {
	n := 0
	switch {
	case m >= mpExt8 && m <= mpExt32:
		n = int(u.uint(1 << (m - mpExt8)))
	case m >= mpFixExt1 && m <= mpFixExt:
		n = 1 << (m - mpFixExt1)
	default:
		u.fail(corrupt("type byte %#02x at offset %d does not exist", m, u.at-1))
	}
	x := Extension{Type: int8(u.byte())}
	if u.err == nil && !u.extensions {
		u.fail(fmt.Errorf("frame: values of extension type %d are not taken unless asked for: %w", x.Type, errors.ErrUnsupported))
	}
	x.Data = append([]byte{}, u.take(n)...)
	if x.Type == complexType && len(x.Data) == 16 {
		be := binary.BigEndian
		return complex(math.Float64frombits(be.Uint64(x.Data)), math.Float64frombits(be.Uint64(x.Data[8:])))
	}
	return x
}

func (u *unpacker) string(n int) any {
	s := u.take(n)
	if !utf8.Valid(s) {
		u.fail(corrupt("a string that ends at offset %d is not UTF-8", u.at))
	}
	return string(s)
}

// list reads n values. No memory is taken for those that are only claimed.
func (u *unpacker) list(n, depth int) any {
	list := []any{}
	for i := 0; i < n && u.err == nil; i++ {
		list = append(list, u.value(depth+1))
	}
	if len(list) > 0 && list[0] == tupleMark {
		return Tuple(list[1:])
	}
	return list
}

// dict reads a map of n entries, whose keys must be strings, as in Python-Blosc2.
func (u *unpacker) dict(n, depth int) any {
	m := map[string]any{}
	for i := 0; i < n && u.err == nil; i++ {
		key, ok := u.value(depth + 1).(string)
		if !ok {
			u.fail(fmt.Errorf("frame: a map's key is no string: %w", errors.ErrUnsupported))
		}
		m[key] = u.value(depth + 1)
	}
	return m
}
