package frame

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2/runtime/internal/store"
)

func TestPack(t *testing.T) {
	for _, c := range []struct {
		value any
		hex   string
		back  any // nil: the value itself
	}{
		{nil, "c0", nil}, {true, "c3", nil}, {false, "c2", nil},
		{int64(0), "00", nil}, {int64(127), "7f", nil}, {int64(128), "cc80", nil}, {int64(256), "cd0100", nil},
		{int64(65536), "ce00010000", nil}, {int64(1 << 32), "cf0000000100000000", nil}, {int64(-1), "ff", nil},
		{int64(-32), "e0", nil}, {int64(-33), "d0df", nil}, {int64(-129), "d1ff7f", nil}, {int64(-32769), "d2ffff7fff", nil},
		{int64(math.MinInt64), "d38000000000000000", nil}, {uint64(math.MaxUint64), "cfffffffffffffffff", nil},
		{uint8(7), "07", int64(7)}, {float32(0.5), "cb3fe0000000000000", 0.5}, {1.5, "cb3ff8000000000000", nil},
		{"", "a0", nil}, {"gopher", "a6676f70686572", nil}, {strings.Repeat("x", 32), "d920" + strings.Repeat("78", 32), nil},
		{[]byte{0, 1}, "c4020001", nil}, {[]any{}, "90", nil}, {[]any{int64(1), "a"}, "9201a161", nil},
		{[]int{1, 2}, "920102", []any{int64(1), int64(2)}}, {Tuple{int64(1)}, "92a95f5f7475706c655f5f01", nil},
		{map[string]any{"b": nil, "a": int64(1)}, "82a16101a162c0", nil},
		{map[string]int{}, "80", map[string]any{}},
	} {
		b, err := pack(c.value)
		if got := hex.EncodeToString(b); err != nil || got != c.hex {
			t.Errorf("pack(%#v) = %s, %v; want %s", c.value, got, err, c.hex)
		}
		want := c.back
		if want == nil {
			want = c.value
		}
		if got, err := unpack(b, false); err != nil || !cmp.Equal(want, got) {
			t.Errorf("unpack(%x) = %#v, %v", b, got, err)
		}
	}
	for _, n := range []int{15, 16, 255, 256, 65535, 65536} { // where lengths need more bytes
		list, names := make([]any, n), map[string]any{}
		for i := range n {
			names[fmt.Sprint(i)] = nil
		}
		for _, v := range []any{list, names, strings.Repeat("y", n), make([]byte, n)} {
			b, err := pack(v)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := unpack(b, false); err != nil || !cmp.Equal(v, got) {
				t.Errorf("%T of %d does not come back: %v", v, n, err)
			}
		}
	}
}

func TestPackRefuses(t *testing.T) {
	loop := []any{nil}
	loop[0] = loop
	for name, v := range map[string]any{
		"func": func() {}, "struct": struct{}{}, "not UTF-8": "\xff", "endless": loop,
		"number as a key": map[int]int{1: 2}, "any key": map[any]any{"a": 2}, "too large": make([]byte, maxAttrBytes+1),
	} {
		if _, err := pack(v); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			t.Log(err)
		}
	}
}

func TestUnpackRefuses(t *testing.T) {
	for text, unsupported := range map[string]bool{
		"": false, "c1": false, "0001": false, "a5": false, "91": false, "dd7fffffff": false, "dfffffffff": false, "c6ffffffff": false,
		"a1ff": false, "cb00": false, "81": false, "8101": true, "810102": true, "81a1": false, "d4": false, "d42a00": true, "c7012a00": true, "d62c00000000": true,
		"819001": true, "8280018001": true, strings.Repeat("91", 70) + "00": true,
	} {
		b, _ := hex.DecodeString(text)
		_, err := unpack(b, false)
		if unsupported != errors.Is(err, errors.ErrUnsupported) || unsupported == errors.Is(err, store.ErrCorrupt) {
			t.Errorf("unpack(%s): %v", text, err)
		}
	}
}

// What random bytes decode to can be encoded, and comes back.
func TestUnpackRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	good := 0
	for range 200_000 {
		b := make([]byte, 1+rng.IntN(12))
		for i := range b {
			b[i] = byte(rng.Uint32())
		}
		checkRoundTrip(t, b, &good)
	}
	t.Logf("%d are values", good)
}

func checkRoundTrip(t *testing.T, b []byte, good *int) {
	v, err := unpack(b, true)
	checkError(t, err)
	if err != nil {
		return
	}
	*good++
	c, err := pack(v)
	if err != nil {
		t.Fatalf("%x: %v", b, err)
	}
	w, err := unpack(c, true)
	if err != nil {
		t.Fatalf("%x: %v", b, err)
	}
	if d, err := pack(w); err != nil || !bytes.Equal(c, d) {
		t.Errorf("%x: %x is not %x, %v", b, d, c, err)
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte{0x92, 0x81, 0xa1, 'a', 1, 0xc0})
	f.Fuzz(func(t *testing.T, b []byte) { checkRoundTrip(t, b, new(int)) })
}

func TestAttrNames(t *testing.T) {
	many := map[string]any{}
	for i := range maxAttrsWritten + 1 {
		many[string(rune('a'+i))] = i
	}
	for name, attrs := range map[string]map[string]any{
		"empty": {"": 1}, "long": {strings.Repeat("n", 32): 1}, "not UTF-8": {"\xff": 1}, "many": many, "value": {"x": func() {}},
	} {
		m := small()
		m.Attrs = attrs
		if _, err := NewWriter(&store.Memory{}, m); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
