package chunk

import (
	"fmt"
	"testing"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/filter"
)

// quadPlanes are the streams of the quad blocks that codecs get to see: byte planes, shuffled and with neighbours
// subtracted, those of one value left out.
func quadPlanes(b *testing.B) [][]byte {
	p := DefaultParams(8, benchBlock)
	pipe, err := filter.New(filter.Config{IDs: p.Filters, Meta: p.FilterMeta, TypeSize: p.TypeSize})
	if err != nil {
		b.Fatal(err)
	}
	var planes [][]byte
	for _, block := range quadBlocks() {
		f := pipe.Forward(block, make([]byte, benchBlock), make([]byte, benchBlock))
		for n := benchBlock / 8; len(f) > 0; f = f[n:] {
			if !same(f[:n], 1) {
				planes = append(planes, f[:n])
			}
		}
	}
	return planes
}

// BenchmarkCodec measures each codec at each level on single streams, bytes counted uncompressed. The noise sieve
// is left out, so that encoding takes longer than it does in a chunk.
func BenchmarkCodec(b *testing.B) {
	planes := quadPlanes(b)
	for _, id := range []codec.ID{codec.BloscLZ, codec.LZ4, codec.LZ4HC, codec.Zlib, codec.Zstd} {
		for level := 1; level <= 9; level++ {
			name := fmt.Sprintf("codec=%v/level=%d", id, level)
			b.Run(name+"/encode", func(b *testing.B) { benchCodecEncode(b, id, level, planes) })
			b.Run(name+"/decode", func(b *testing.B) { benchCodecDecode(b, id, level, planes) })
		}
	}
}

func benchCodecEncode(b *testing.B, id codec.ID, level int, planes [][]byte) {
	e, err := codec.NewEncoder(id, level)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(planes[0])))
	var buf []byte
	in, out, i := 0, 0, 0
	for b.Loop() {
		p := planes[i%len(planes)]
		i++
		var ok bool
		buf, ok = e.Encode(buf[:0], p)
		in += len(p)
		if out += len(buf); !ok {
			out += len(p)
		}
	}
	b.ReportMetric(float64(in)/float64(out), "ratio")
}

func benchCodecDecode(b *testing.B, id codec.ID, level int, planes [][]byte) {
	e, err := codec.NewEncoder(id, level)
	if err != nil {
		b.Fatal(err)
	}
	var streams [][]byte
	for _, p := range planes[:min(len(planes), 80)] {
		if data, ok := e.Encode(nil, p); ok {
			streams = append(streams, data)
		}
	}
	if len(streams) == 0 {
		b.Skip("nothing compresses")
	}
	b.SetBytes(int64(len(planes[0])))
	var d codec.Decoder
	dst := make([]byte, len(planes[0]))
	i := 0
	for b.Loop() {
		if err := d.Decode(id, dst, streams[i%len(streams)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
