package codec

import (
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// settings are what one of Blosc's levels means to each codec; blosclz has a table of its own (digest 5, 5.2).
//
// lz4, lz4hc and zlib follow the reference. zstd's encoder has four strengths, of which the last one is seven times
// slower than the one before and gains 5 %, hence it is for the last two levels only.
type settings struct {
	lz4  int                  // acceleration: how fast it skips what does not match
	hc   lz4.CompressionLevel // candidates that are tried at a place
	zlib int
	zstd zstd.EncoderLevel
}

// Level 0 needs no row: its chunks are only copied.
var levels = [...]settings{
	1: {9, 2, 1, zstd.SpeedFastest},
	2: {8, 2, 2, zstd.SpeedDefault},
	3: {7, 4, 3, zstd.SpeedDefault},
	4: {6, 8, 4, zstd.SpeedDefault},
	5: {5, 16, 5, zstd.SpeedBetterCompression},
	6: {4, 32, 6, zstd.SpeedBetterCompression},
	7: {3, 64, 7, zstd.SpeedBetterCompression},
	8: {2, 128, 8, zstd.SpeedBestCompression},
	9: {1, 256, 9, zstd.SpeedBestCompression},
}
