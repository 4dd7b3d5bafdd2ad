package codec

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"testing"
)

// fuzzDecode feeds a codec's decoder with anything. Whatever it answers, it must not touch bytes outside dst, and
// its errors must say that the stream is bad.
func fuzzDecode(f *testing.F, id ID) {
	e, err := NewEncoder(id, 5)
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{"ramp/255", "text/255", "text/4096", "mixed/4096", "zeros/4096"} {
		data := samples()[name]
		if stream, ok := e.Encode(nil, data); ok {
			f.Add(stream, uint16(len(data)), []byte(nil))
			f.Add(stream, uint16(len(data)), []byte("the quick brown fox"))
		}
	}
	if id == Zstd {
		f.Add(trained(f))
	}
	var d Decoder
	f.Fuzz(func(t *testing.T, stream []byte, n uint16, dict []byte) {
		const guard = 16
		buf := bytes.Repeat([]byte{0xa5}, int(n)+2*guard)
		dst := buf[guard : guard+int(n) : guard+int(n)]
		if !id.UsesDict() {
			dict = nil
		}
		if err := d.DecodeDict(id, dst, stream, bytes.Clone(dict)); err != nil && !errors.Is(err, ErrStream) {
			t.Errorf("error %v", err)
		}
		want := bytes.Repeat([]byte{0xa5}, guard)
		if !bytes.Equal(buf[:guard], want) || !bytes.Equal(buf[guard+int(n):], want) {
			t.Error("bytes outside dst changed")
		}
	})
}

// trained is a stream that needs a trained dictionary, with its length and that dictionary: the first of a golden chunk
// (digest 2, 3).
func trained(f *testing.F) (stream []byte, n uint16, dict []byte) {
	b, err := os.ReadFile("../../../testdata/b2nd/h_dict_zstd.b2chunk")
	if err != nil {
		f.Fatal(err)
	}
	at := func(off int) int { return int(binary.LittleEndian.Uint32(b[off:])) }
	table, start := 32+4*((at(4)+at(8)-1)/at(8)), at(32)
	n, dict = uint16(at(8)), b[table+4:][:at(table)]
	stream = b[start+4:][:at(start)]
	var d Decoder
	if err := d.DecodeDict(Zstd, make([]byte, n), stream, dict); err != nil {
		f.Fatal(err)
	}
	return stream, n, dict
}

func FuzzDecodeBloscLZ(f *testing.F) { fuzzDecode(f, BloscLZ) }
func FuzzDecodeLZ4(f *testing.F)     { fuzzDecode(f, LZ4) }
func FuzzDecodeZlib(f *testing.F)    { fuzzDecode(f, Zlib) }
func FuzzDecodeZstd(f *testing.F)    { fuzzDecode(f, Zstd) }

// FuzzBloscLZRoundTrip compresses anything into any room.
func FuzzBloscLZRoundTrip(f *testing.F) {
	for _, name := range []string{"ramp/255", "text/255", "text/4096", "mixed/4096", "zeros/4096"} {
		data := samples()[name]
		f.Add(data, uint8(9), uint16(len(data)))
	}
	var d Decoder
	encoders := make([]*blosclz, 10)
	for level := 1; level <= 9; level++ {
		encoders[level] = newBloscLZ(level)
	}
	f.Fuzz(func(t *testing.T, data []byte, level uint8, room uint16) {
		out := make([]byte, room)
		n := encoders[1+level%9].encode(out, data)
		if n == 0 {
			return
		}
		got := make([]byte, len(data))
		if err := d.Decode(BloscLZ, got, out[:n]); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes, room %d: err %v", len(data), room, err)
		}
	})
}
