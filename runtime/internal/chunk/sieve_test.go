package chunk

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/b2gen/b2/runtime/internal/codec"
)

func TestSieve(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	skewed, some := make([]byte, 20000), noise(20000)
	for i := range skewed {
		skewed[i] = byte(rng.IntN(256) & rng.IntN(256)) // less than 8 bits a byte, but no four bytes repeat
	}
	copy(some[5000:], bytes.Repeat([]byte("abcdefg"), 1000))
	for _, c := range []struct {
		name      string
		data      []byte
		lz4, zstd bool
	}{
		{"noise", noise(20000), false, false},
		{"short noise", noise(4000), true, true},
		{"zeros", make([]byte, 20000), true, true},
		{"text", bytes.Repeat([]byte("the quick brown fox "), 1000), true, true},
		{"noise with a repeat inside", some, true, true},
		{"uneven noise", skewed, false, true},
	} {
		var v sieve
		if got := v.worthwhile(codec.LZ4, c.data); got != c.lz4 {
			t.Errorf("%s: lz4 %v, want %v", c.name, got, c.lz4)
		}
		if got := v.worthwhile(codec.Zstd, c.data); got != c.zstd {
			t.Errorf("%s: zstd %v, want %v", c.name, got, c.zstd)
		}
		if v.worthwhile(codec.LZ4, c.data) != c.lz4 {
			t.Errorf("%s: the second answer differs", c.name)
		}
	}
}
