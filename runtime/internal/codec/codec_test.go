package codec

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// samples are streams of several characters and of awkward lengths.
func samples() map[string][]byte {
	rng := rand.New(rand.NewPCG(1, 2))
	all := map[string][]byte{}
	for _, n := range []int{1, 2, 3, 15, 16, 66, 255, 4096, 70001} {
		ramp, text, noise, mixed := make([]byte, n), make([]byte, n), make([]byte, n), make([]byte, n)
		for i := range n {
			ramp[i] = byte(i / 50)
			text[i] = "the quick brown fox "[i%20]
			noise[i] = byte(rng.Uint32())
			mixed[i] = byte(rng.Uint32()) & byte(i>>9)
		}
		all[fmt.Sprintf("ramp/%d", n)], all[fmt.Sprintf("text/%d", n)] = ramp, text
		all[fmt.Sprintf("noise/%d", n)], all[fmt.Sprintf("mixed/%d", n)] = noise, mixed
		all[fmt.Sprintf("zeros/%d", n)] = make([]byte, n)
	}
	return all
}

func TestRoundTrip(t *testing.T) {
	var d Decoder
	for _, id := range []ID{BloscLZ, LZ4, LZ4HC, Zlib, Zstd} {
		for level := 1; level <= 9; level++ {
			e, err := NewEncoder(id, level)
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range samples() {
				roundTrip(t, &d, fmt.Sprintf("%v level %d %s", id, level, name), e, want)
			}
		}
	}
}

func roundTrip(t *testing.T, d *Decoder, name string, e *Encoder, want []byte) {
	t.Helper()
	out, ok := e.Encode([]byte("kept"), want)
	if !bytes.HasPrefix(out, []byte("kept")) {
		t.Fatalf("%s: Encode did not append", name)
	}
	if !ok {
		if len(out) != 4 {
			t.Errorf("%s: refused, but %d bytes long", name, len(out))
		}
		if strings.Contains(name, "zeros/") && len(want) >= 255 {
			t.Errorf("%s: not compressed", name)
		}
		return
	}
	if len(out)-4 >= len(want) {
		t.Errorf("%s: %d bytes from %d", name, len(out)-4, len(want))
	}
	got := make([]byte, len(want))
	if err := d.Decode(e.ID(), got, out[4:]); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s: decoded differently, err %v", name, err)
	}
	checkExact(t, d, e.ID(), out[4:], len(want))
}

// checkExact asserts that a stream of n bytes decodes into no other size, nor when it is cut.
func checkExact(t *testing.T, d *Decoder, id ID, stream []byte, n int) {
	t.Helper()
	for _, size := range []int{n - 1, n + 1} {
		if err := d.Decode(id, make([]byte, size), stream); !errors.Is(err, ErrStream) {
			t.Errorf("%v: %d bytes decode into %d: %v", id, n, size, err)
		}
	}
	if err := d.Decode(id, make([]byte, n), stream[:len(stream)-1]); err == nil {
		t.Errorf("%v: a cut stream of %d bytes decodes", id, n)
	}
}

func TestEncodeIsPure(t *testing.T) {
	data := samples()
	for _, id := range []ID{BloscLZ, LZ4, LZ4HC, Zlib, Zstd} {
		e, err := NewEncoder(id, 5)
		if err != nil {
			t.Fatal(err)
		}
		first, _ := e.Encode(nil, data["mixed/70001"])
		e.Encode(nil, data["text/4096"])
		e.Encode(nil, data["ramp/70001"])
		again, _ := e.Encode(nil, data["mixed/70001"])
		if !bytes.Equal(first, again) {
			t.Errorf("%v: what came before changed the result", id)
		}
	}
}

func TestBloscLZ(t *testing.T) {
	long := "27" + hex.EncodeToString([]byte("abcdefgh")) + "e04e070358" + "58595a"
	want := strings.Repeat("abcdefgh", 12)[:95] + "XXYZ"
	for _, c := range []struct{ name, stream, want, err string }{
		{"digest example", long, want, ""},
		{"literals", "02616263", "abc", ""},
		{"forced literal top bits", "e2616263", "abc", ""},
		{"near match at the end", "02616263" + "2002", "abc", "stream is cut"},
		{"empty", "", "abc", "stream is cut"},
		{"literals cut", "026162", "abc", "stream is cut"},
		{"literals too long", "0361626364", "abc", "output overruns"},
		{"match without distance", "0061" + "20", "aaaa", "stream is cut"},
		{"match before start", "0061" + "2001" + "00", "aaaa", "match starts before the output"},
		{"match too long", "0061" + "600000", "aaaa", "output overruns"},
		{"length bytes cut", "0061" + "e0ff", "aaaa", "stream is cut"},
		{"length grows for ever", "0061e0" + strings.Repeat("ff", 1000), "aaaa", "output overruns"},
		{"far distance cut", "0061" + "3fff00", "aaaa", "stream is cut"},
		{"far match before start", "0061" + "3fff00000061", "aaaa", "match starts before the output"},
		{"too short", "0061", "aaaa", "gives 1 bytes instead of 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, err := hex.DecodeString(c.stream)
			if err != nil {
				t.Fatal(err)
			}
			got := make([]byte, len(c.want))
			err = new(Decoder).Decode(BloscLZ, got, src)
			switch {
			case c.err == "" && (err != nil || string(got) != c.want):
				t.Errorf("got %q, err %v, want %q", got, err, c.want)
			case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err) || !errors.Is(err, ErrStream)):
				t.Errorf("error %v, want %q", err, c.err)
			}
		})
	}
}

func TestZlibIgnoresTrailingBytes(t *testing.T) {
	e, _ := NewEncoder(Zlib, 6)
	want := samples()["text/4096"]
	stream, _ := e.Encode(nil, want)
	got := make([]byte, len(want))
	if err := new(Decoder).Decode(Zlib, got, append(stream, "junk"...)); err != nil || !bytes.Equal(got, want) {
		t.Errorf("err %v", err)
	}
}

func TestMutatedStreams(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var d Decoder
	want := samples()["mixed/4096"]
	got := make([]byte, len(want))
	for _, id := range []ID{BloscLZ, LZ4, Zlib, Zstd} {
		stream := []byte("\x05abcdef\xe0\x10\x05\x20\x01\x00x")
		if e, err := NewEncoder(id, 3); err != nil {
			t.Fatal(err)
		} else if out, ok := e.Encode(nil, want); ok {
			stream = out // blosclz finds nothing here
		}
		for range 3000 {
			bad := bytes.Clone(stream)
			for range 1 + rng.IntN(3) {
				bad[rng.IntN(len(bad))] = byte(rng.Uint32())
			}
			d.Decode(id, got, bad[:1+rng.IntN(len(bad))]) // any answer but a panic
		}
	}
}

func TestNames(t *testing.T) {
	for _, id := range []ID{BloscLZ, LZ4, LZ4HC, Zlib, Zstd} {
		if got, err := Parse(id.String()); err != nil || got != id {
			t.Errorf("Parse(%q) = %v, %v", id.String(), got, err)
		}
		dec, err := FromFormat(id.Format(), uint8(id))
		if err != nil || dec.Format() != id.Format() {
			t.Errorf("FromFormat(%d) = %v, %v", id.Format(), dec, err)
		}
	}
	if got := ID(3).String(); got != "codec 3" {
		t.Errorf("ID(3) is %q", got)
	}
	for _, format := range []uint8{2, 5, 6, 7} {
		if _, err := FromFormat(format, 36); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("format %d: %v", format, err)
		}
	}
	for _, name := range []string{"", "snappy"} {
		if _, err := Parse(name); err == nil {
			t.Errorf("Parse(%q): no error", name)
		}
	}
}

func TestNewEncoderRefuses(t *testing.T) {
	if _, err := NewEncoder(3, 5); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("codec 3: %v", err)
	}
	for _, level := range []int{-1, 0, 10} {
		if _, err := NewEncoder(LZ4, level); err == nil {
			t.Errorf("level %d: no error", level)
		}
	}
}
