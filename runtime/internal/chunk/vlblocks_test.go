package chunk

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/store"
)

// TestGoldenVLBlocks reads the two chunks of the golden frame, which follow its header one after the other.
func TestGoldenVLBlocks(t *testing.T) {
	raw, err := os.ReadFile("../../../testdata/b2nd/g_vlblocks.b2frame")
	if err != nil {
		t.Fatal(err)
	}
	src := store.NewMemory(raw)
	off := int64(binary.BigEndian.Uint32(raw[0x0b:]))
	all := sha256.New()
	var r Reader
	var d Decoder
	for _, sizes := range [][]int{{108, 3, 200}, {500, 4}} {
		if err := r.Open(src, off, src.Size()-off, Limits{}); err != nil {
			t.Fatal(err)
		}
		off += int64(r.Header().CBytes)
		whole := make([]byte, r.NBytes())
		if err := r.Decode(&d, whole); err != nil {
			t.Fatal(err)
		}
		all.Write(whole)
		var got []int
		for i := range r.NBlocks() {
			block := make([]byte, r.BlockLen(i))
			if err := r.ReadBlock(&d, i, block); err != nil || !bytes.Equal(block, whole[r.BlockStart(i):r.BlockStart(i+1)]) {
				t.Errorf("block %d differs, err %v", i, err)
			}
			got = append(got, len(block))
		}
		if !slices.Equal(got, sizes) {
			t.Errorf("blocks of %v bytes, want %v", got, sizes)
		}
	}
	const want = "0d195c6233a5270a8af904184ff436129c9b7b6d2a62eeeb1f9ee23e659e9b0d" // from the manifest
	if got := hex.EncodeToString(all.Sum(nil)); got != want {
		t.Errorf("sum %s", got)
	}
}

// vlChunk makes a chunk of variable blocks over a shuffle of 4 bytes; dict may be empty.
func vlChunk(t *testing.T, id codec.ID, dict string, blocks ...string) []byte {
	t.Helper()
	enc, err := codec.NewEncoder(id, 5)
	if err != nil {
		t.Fatal(err)
	}
	b := []byte{lastVersion, 1, flagExtended | flagNoSplit | id.Format()<<formatShift, 1}
	b = append(b, make([]byte, 28+4*len(blocks))...)
	binary.LittleEndian.PutUint32(b[8:], uint32(len(blocks)))
	b[22], b[30] = byte(id), vlBlocks
	if dict != "" {
		b[31] = dictionary
		b = binary.LittleEndian.AppendUint32(b, uint32(len(dict)))
		b = append(b, dict...)
	}
	nbytes := 0
	for i, block := range blocks {
		nbytes += len(block)
		binary.LittleEndian.PutUint32(b[HeaderSize+4*i:], uint32(len(b)))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(block)))
		var ok bool
		if b, ok = enc.Encode(b, []byte(block)); !ok {
			b = append(b, block...)
		}
	}
	binary.LittleEndian.PutUint32(b[4:], uint32(nbytes))
	binary.LittleEndian.PutUint32(b[12:], uint32(len(b)))
	return b
}

func TestVLBlocks(t *testing.T) {
	text := string(bytes.Repeat([]byte("what repeats, "), 50))
	blocks := []string{text, "x", "short", text + text}
	for _, id := range []codec.ID{codec.BloscLZ, codec.LZ4, codec.LZ4HC, codec.Zlib, codec.Zstd} {
		for _, dict := range []string{"", "history"} {
			if dict != "" && !id.UsesDict() {
				continue
			}
			r := open(t, vlChunk(t, id, dict, blocks...))
			if r.BlockSize() != 0 || r.NBlocks() != len(blocks) {
				t.Errorf("%v: blocksize %d, %d blocks", id, r.BlockSize(), r.NBlocks())
			}
			var d Decoder
			for _, i := range []int{3, 1, 0, 2} {
				got := make([]byte, r.BlockLen(i))
				if err := r.ReadBlock(&d, i, got); err != nil || string(got) != blocks[i] {
					t.Errorf("%v: block %d is %q, err %v", id, i, got, err)
				}
			}
		}
	}
}

func TestBadVLBlocks(t *testing.T) {
	good := vlChunk(t, codec.LZ4, "", "first block", "second", "the third block")
	start := func(i int) int { return int(binary.LittleEndian.Uint32(good[HeaderSize+4*i:])) }
	put := func(at int, v uint32) []byte {
		b := bytes.Clone(good)
		binary.LittleEndian.PutUint32(b[at:], v)
		return b
	}
	special := bytes.Clone(good)
	special[31] = 1 << specialShift
	for name, raw := range map[string][]byte{
		"no blocks":           put(8, 0),
		"negative blocks":     put(8, 1<<31),
		"too many blocks":     put(8, 1<<30),
		"more than bytes":     put(4, 2),
		"length 0":            put(start(1), 0),
		"length negative":     put(start(1), 1<<31),
		"length too long":     put(start(1), 1000),
		"lengths too short":   put(start(1), 5),
		"starts out of order": put(HeaderSize+4, uint32(start(2)+1)),
		"equal starts":        put(HeaderSize+4, uint32(start(2))),
		"start in the table":  put(HeaderSize, HeaderSize+4),
		"nothing but length":  put(HeaderSize+4, uint32(start(2)-4)),
		"special":             special,
	} {
		var r Reader
		if err := r.Open(store.NewMemory(raw), 0, int64(len(raw)), Limits{}); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
