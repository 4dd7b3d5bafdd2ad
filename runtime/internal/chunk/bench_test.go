package chunk

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/filter"
	"github.com/b2gen/b2/runtime/internal/store"
)

const benchBlock = 160_000

// quadBlocks are blocks of a**2 + b**2 + 2*a*b + 1, a float32 and b float64 ramps of shapes (500, 10000) and
// (10, 500, 10000), in blocks of (1, 2, 10000), from all over the result.
func quadBlocks() [][]byte {
	blocks := make([][]byte, 0, 100)
	for k := range 100 {
		first := k * 25 * benchBlock / 8
		block := make([]byte, 0, benchBlock)
		for i := first; i < first+benchBlock/8; i++ {
			a := float32(float64(i%5_000_000) / 4_999_999)
			b := 1 + float64(i)/49_999_999
			q := float64(a*a) + b*b + float64(2*a)*b + 1
			block = binary.LittleEndian.AppendUint64(block, math.Float64bits(q))
		}
		blocks = append(blocks, block)
	}
	return blocks
}

// waveBlocks are smooth in x but noisy in their low bits; rampBlocks are a linspace.
func waveBlocks() [][]byte {
	return functionBlocks(func(i int) float64 { return math.Sin(float64(i)*0.001) + math.Exp(-float64(i%10000)*1e-4) })
}

func rampBlocks() [][]byte {
	return functionBlocks(func(i int) float64 { return 1 + float64(i)/49_999_999 })
}

func functionBlocks(f func(i int) float64) [][]byte {
	blocks := make([][]byte, 0, 30)
	for k := range 30 {
		block := make([]byte, 0, benchBlock)
		for i := k * 777_000; len(block) < benchBlock; i++ {
			block = binary.LittleEndian.AppendUint64(block, math.Float64bits(f(i)))
		}
		blocks = append(blocks, block)
	}
	return blocks
}

// benchParams lists the settings that are compared.
func benchParams() map[string]Params {
	all := map[string]Params{}
	for _, c := range []struct {
		id    codec.ID
		level int
	}{{codec.LZ4, 1}, {codec.LZ4, 3}, {codec.LZ4, 5}, {codec.LZ4, 7}, {codec.LZ4, 9}, {codec.Zstd, 1}} {
		p := DefaultParams(8, benchBlock)
		p.Codec, p.Level = c.id, c.level
		all[fmt.Sprintf("codec=%v/level=%d/filters=shuffle+bytedelta", c.id, c.level)] = p
		p.Filters, p.FilterMeta = [6]uint8{5: filter.ShuffleID}, [6]uint8{}
		all[fmt.Sprintf("codec=%v/level=%d/filters=shuffle", c.id, c.level)] = p
	}
	return all
}

// BenchmarkChunk measures encoding and decoding a block, bytes counted uncompressed.
func BenchmarkChunk(b *testing.B) {
	for name, blocks := range map[string][][]byte{"quad": quadBlocks(), "wave": waveBlocks(), "ramp": rampBlocks()} {
		for setting, p := range benchParams() {
			prefix := fmt.Sprintf("data=%s/%s", name, setting)
			e, err := NewEncoder(p)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(prefix+"/encode", func(b *testing.B) { benchEncode(b, e, blocks) })
			b.Run(prefix+"/decode", func(b *testing.B) { benchDecode(b, e, blocks) })
		}
	}
}

func benchEncode(b *testing.B, e *Encoder, blocks [][]byte) {
	b.SetBytes(benchBlock)
	b.ReportAllocs()
	var buf []byte
	in, out, i := 0, 0, 0
	for b.Loop() {
		block, err := e.EncodeBlock(buf[:0], blocks[i%len(blocks)], false)
		if err != nil {
			b.Fatal(err)
		}
		buf, i = block.Data, i+1
		in, out = in+benchBlock, out+len(buf)
	}
	b.ReportMetric(float64(in)/float64(out), "ratio")
}

func benchDecode(b *testing.B, e *Encoder, blocks [][]byte) {
	var encoded []Block
	for _, block := range blocks {
		eb, err := e.EncodeBlock(nil, block, false)
		if err != nil {
			b.Fatal(err)
		}
		encoded = append(encoded, eb)
	}
	a, err := e.Assemble(benchBlock*len(blocks), encoded)
	if err != nil {
		b.Fatal(err)
	}
	raw := a.Bytes()
	var r Reader
	if err := r.Open(store.NewMemory(raw), 0, int64(len(raw)), Limits{}); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(benchBlock)
	b.ReportAllocs()
	var d Decoder
	dst := make([]byte, benchBlock)
	i := 0
	for b.Loop() {
		if err := r.ReadBlock(&d, i%len(blocks), dst); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
