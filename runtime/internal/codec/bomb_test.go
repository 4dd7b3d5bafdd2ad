package codec

import (
	"bytes"
	"encoding/binary"
	"runtime"
	"testing"
)

// zstdFrame is a stream without a size, of one block of one repeated byte.
func zstdFrame(windowLog, n int) []byte {
	s := []byte{0x28, 0xb5, 0x2f, 0xfd, 0, byte(windowLog-10) << 3}
	h := uint32(n)<<3 | 1<<1 | 1 // a repeated byte, the last block
	return append(append(s, byte(h), byte(h>>8), byte(h>>16)), 'x')
}

// What a stream claims as its window or its blocks takes no memory: its output is bounded.
func TestZstdClaimsTakeNoMemory(t *testing.T) {
	const n = 1000
	small := zstdFrame(20, n)
	sized := append([]byte{0x28, 0xb5, 0x2f, 0xfd, 0xe0}, binary.LittleEndian.AppendUint64(nil, 1<<40)...) // its content
	for name, tt := range map[string]struct {
		stream []byte
		ok     bool
	}{
		"small":              {small, true},
		"window of 512 MiB":  {zstdFrame(29, n), true},
		"window of 2 GiB":    {zstdFrame(31, n), false},
		"window of 2 TiB":    {zstdFrame(41, n), false},
		"block of 128 KiB":   {zstdFrame(29, 128<<10), false},
		"content of 1 TiB":   {append(sized, small[6:]...), false},
		"a thousand streams": {bytes.Repeat(zstdFrame(29, n), 1000), false},
	} {
		var d Decoder
		dst := make([]byte, n)
		if err := d.Decode(Zstd, dst, small); err != nil { // makes the decoder
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := d.Decode(Zstd, dst, tt.stream)
		runtime.ReadMemStats(&after)
		if (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
			t.Errorf("%s: %d bytes allocated", name, used)
		}
	}
}
