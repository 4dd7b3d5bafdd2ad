package codec

import (
	"bytes"

	"github.com/klauspost/compress/zstd"
)

// zstdMagic begins a trained dictionary; others are plain history for every stream (digest 3).
const zstdMagic = "\x37\xa4\x30\xec"

// dictDecoder is a zstd decoder made for one dictionary. The blocks of a chunk share its dictionary, so one is kept
// and no more: memory stays the same however many chunks bring their own.
type dictDecoder struct {
	dict []byte
	dec  *zstd.Decoder
}

// UsesDict reports whether a codec's streams can refer to a dictionary.
func (id ID) UsesDict() bool { return id == LZ4 || id == LZ4HC || id == Zstd }

// get returns the decoder for dict, which must not change from then on.
func (k *dictDecoder) get(dict []byte) (*zstd.Decoder, error) {
	if k.dec != nil && same(k.dict, dict) {
		return k.dec, nil
	}
	option := zstd.WithDecoderDictRaw(0, dict)
	if bytes.HasPrefix(dict, []byte(zstdMagic)) {
		option = zstd.WithDecoderDicts(dict)
	}
	dec, err := newZstd(option)
	if err != nil {
		return nil, err
	}
	if k.dec != nil {
		k.dec.Close()
	}
	k.dict, k.dec = dict, dec
	return dec, nil
}

// same reports whether a and b hold the same bytes, fast if they are one.
func same(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || bytes.Equal(a, b))
}
