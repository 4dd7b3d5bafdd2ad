package npy

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/b2gen/b2"
	"github.com/google/go-cmp/cmp"
)

// file is a .npy file with a dictionary as given.
func file(version byte, dict string, data ...byte) []byte {
	b := append([]byte(magic), version, 0)
	if version == 1 {
		b = binary.LittleEndian.AppendUint16(b, uint16(len(dict)))
	} else {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(dict)))
	}
	return append(append(b, dict...), data...)
}

// typ is a type that is known to be right.
func typ(text string) b2.StoredType {
	t, err := b2.ParseStoredType(text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestReadHeader(t *testing.T) {
	for _, c := range []struct {
		dict string
		want Header
	}{
		{"{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }  \n", Header{typ("<f8"), false, []int{3, 4}}},
		{`{"shape":(3L,),"fortran_order":True,"descr":"|u1"}`, Header{typ("|u1"), true, []int{3}}},
		{"{ 'descr' : '?b1'[1:], }", Header{}},
		{"{'descr': '|b1', 'fortran_order': False, 'shape': ()}", Header{typ("|b1"), false, []int{}}},
		{"{'descr': '=i4', 'fortran_order': False, 'shape': (0,7)}", Header{typ("<i4"), false, []int{0, 7}}},
		{"{'descr': [('a]', '<i1'), (\"b'\", [('c', '>M8[s]', (2,))])], 'fortran_order': False, 'shape': (1,)}", Header{typ(`[('a]', '|i1'), ("b'", [('c', '>M8[s]', (2,))])]`), false, []int{1}}},
		{"{'descr': '<i1', 'fortran_order': False, 'shape': (1,)}", Header{typ("|i1"), false, []int{1}}},
	} {
		for version := byte(1); version <= 3; version++ {
			got, err := ReadHeader(bytes.NewReader(file(version, c.dict)))
			if c.want.Shape == nil {
				if err == nil {
					t.Errorf("%s is taken for %v", c.dict, got)
				}
				continue
			}
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%s: %v (-want +got):\n%s", c.dict, err, diff)
			}
		}
	}
}

func TestBadFiles(t *testing.T) {
	long := Unknown
	for name, c := range map[string]struct {
		data []byte
		size int64
		want string
	}{
		"empty":      {nil, 0, "not a .npy file"},
		"other":      {[]byte("PK\x03\x04 something"), 13, "not a .npy file"},
		"version":    {file(9, ""), 10, ".npy version 9.0 is unknown"},
		"cut length": {[]byte(magic + "\x01\x00\x50"), 9, "ends within the header"},
		"cut header": {file(1, strings.Repeat(" ", 90))[:60], 60, "ends within the header"},
		"huge head":  {[]byte(magic + "\x02\x00\xff\xff\xff\xff"), 12, "longer than"},
		"long":       {file(1, "{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}"), int64(long), "does not know this type"},
		"object":     {file(1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}"), int64(long), "cannot be read"},
		"no list":    {file(1, "{'descr': [('a', '<f8')"), int64(long), "list does not end"},
		"no type":    {file(1, "{'descr': '', 'fortran_order': False, 'shape': (1,)}"), int64(long), "names no type"},
		"structured": {file(1, "{'descr': [('a', '|O')], 'fortran_order': False, 'shape': (1,)}"), int64(long), "Python objects"},
		"missing":    {file(1, "{'descr': '<f8', 'shape': (1,)}"), int64(long), `"fortran_order" is missing`},
		"twice":      {file(1, "{'descr': '<f8', 'descr': '<f8', 'shape': (1,)}"), int64(long), "stands twice"},
		"negative":   {file(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}"), int64(long), `"-" stands where the length`},
		"rest":       {file(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x"), int64(long), `"x" stands where its end`},
		"too big":    {file(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (4000000000, 4000000000)}"), int64(long), "too big"},
		"promises":   {file(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}", 1, 2), 71, "and there are 2"},
		"stream":     {file(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}", 1, 2), int64(long), "and there are 2"},
	} {
		t.Run(name, func(t *testing.T) {
			size := c.size
			if name == "promises" {
				size = int64(len(c.data))
			}
			_, err := Read(bytes.NewReader(c.data), size)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestRoundTrip writes and reads every type, known to be whole and as a stream.
func TestRoundTrip(t *testing.T) {
	wide := "[" // a header of version 2
	for i := 0; len(wide) < 1<<16-30; i++ {
		wide += fmt.Sprintf("('f%d', '|u1'), ", i)
	}
	wide = strings.TrimSuffix(wide, ", ") + "]"
	for _, text := range []string{"|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16", "<M8[ns]", "<m8[25s]", "|S5",
		"<U3", ">U3", "|V7", "[('a', '<i4'), ('b', '>f8', (2, 3))]", "[('é', '|S3')]", wide} {
		d := typ(text)
		for _, shape := range [][]int{{}, {0}, {5}, {2, 3, 4}, {3, 0}, {300, 1000}} {
			n := d.DType.Size()
			if n > 1000 && len(shape) > 1 {
				continue
			}
			for _, k := range shape {
				n *= k
			}
			data := make([]byte, n)
			for i := range data {
				data[i] = byte(i*7) & 1
			}
			var f bytes.Buffer
			if err := WriteHeader(&f, d, shape); err != nil || f.Len()%align != 0 {
				t.Fatalf("a header of %d bytes, %v", f.Len(), err)
			}
			f.Write(data)
			for _, size := range []int64{Unknown, int64(f.Len())} {
				e, err := Read(bytes.NewReader(f.Bytes()), size)
				if err != nil {
					t.Fatalf("%s %v: %v", d, shape, err)
				}
				got, err := b2.ReadBytes(t.Context(), e)
				if err != nil || !cmp.Equal(e.StoredType(), d) || !cmp.Equal(shape, e.Shape()) || !bytes.Equal(data, got) {
					t.Errorf("%s %v came back as %s %v, %v", d, shape, e.StoredType(), e.Shape(), err)
				}
			}
		}
	}
}

func TestFortranOrder(t *testing.T) {
	f := file(1, "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2)}", 0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11)
	e, err := Read(bytes.NewReader(f), Unknown)
	if err != nil {
		t.Fatal(err)
	}
	got, err := b2.ReadBytes(t.Context(), e)
	if diff := cmp.Diff([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestBoolsAreCleaned(t *testing.T) {
	e, err := Read(bytes.NewReader(file(1, "{'descr': '|b1', 'fortran_order': False, 'shape': (3,)}", 0, 1, 200)), Unknown)
	if err != nil {
		t.Fatal(err)
	}
	got, err := b2.Read[bool](t.Context(), e)
	if diff := cmp.Diff([]bool{false, true, true}, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// FuzzRead reads anything without a panic and without memory that the bytes do not justify.
func FuzzRead(f *testing.F) {
	f.Add(file(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}", make([]byte, 8)...))
	f.Add(file(2, "{'descr': '|b1', 'fortran_order': True, 'shape': (2, 3)}", make([]byte, 6)...))
	f.Add(file(1, "{'descr': [('a', '>f8'), ('b', 'S3', (2,))], 'fortran_order': True, 'shape': (2, 1)}", make([]byte, 28)...))
	f.Add(file(3, `{"shape":(3L,),"fortran_order":True,"descr":"|u1"}`))
	f.Add(file(1, "{'descr': '<i8', 'fortran_order': True, 'shape': (0, 99999999999, 99999999999)}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, size := range []int64{Unknown, int64(len(data))} {
			e, err := Read(bytes.NewReader(data), size)
			if err != nil {
				continue
			}
			if len(e.StoredType().NumPy()) > maxHeader/2 {
				continue
			}
			var head bytes.Buffer
			if err := WriteHeader(&head, e.StoredType(), e.Shape()); err != nil {
				t.Fatal(err)
			}
			h, err := ReadHeader(&head)
			if want := (Header{e.StoredType(), false, e.Shape()}); err != nil || !cmp.Equal(want, h) {
				t.Fatalf("wrote %v, read %v, %v", want, h, err)
			}
		}
	})
}
