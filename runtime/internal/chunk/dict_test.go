package chunk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/b2gen/b2/runtime/internal/codec"
	"github.com/b2gen/b2/runtime/internal/store"
)

// TestReferenceDictionaries reads chunks with dictionaries that Python-Blosc2 makes.
func TestReferenceDictionaries(t *testing.T) {
	python := os.Getenv("B2_PYTHON")
	if python == "" {
		t.Skip("B2_PYTHON is unset: set it to a Python interpreter that has blosc2 and numpy")
	}
	dir := t.TempDir()
	if out, err := exec.Command(python, "testdata/dicts.py", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.chunk"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no chunks, err %v", err)
	}
	var d Decoder // one for all, so that dictionaries change under it
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(path, ".chunk") + ".raw")
		if err != nil {
			t.Fatal(err)
		}
		r := open(t, raw)
		got := make([]byte, len(want))
		if err := r.Decode(&d, got); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: decodes differently, err %v", filepath.Base(path), err)
		}
		last := r.NBlocks() - 1
		got = got[:r.BlockLen(last)]
		if err := r.ReadBlock(&d, last, got); err != nil || !bytes.HasSuffix(want, got) {
			t.Errorf("%s: the last block differs, err %v", filepath.Base(path), err)
		}
	}
}

// dictChunk is a chunk of one block and one stream, with a dictionary.
func dictChunk(id codec.ID, dict, stream []byte, nbytes int) []byte {
	b := []byte{version5, 1, flagExtended | flagNoSplit | id.Format()<<formatShift, 1}
	b = binary.LittleEndian.AppendUint32(b, uint32(nbytes))
	b = binary.LittleEndian.AppendUint32(b, uint32(nbytes))
	b = binary.LittleEndian.AppendUint32(b, uint32(HeaderSize+12+len(dict)+len(stream)))
	b = append(b, make([]byte, 16)...)
	b[22], b[31] = byte(id), dictionary
	b = binary.LittleEndian.AppendUint32(b, uint32(HeaderSize+8+len(dict)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(dict)))
	b = append(b, dict...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(stream)))
	return append(b, stream...)
}

// TestRawDictionaries has history for zstd and for lz4 that nobody trained.
func TestRawDictionaries(t *testing.T) {
	dict := []byte("some history that the stream is going to repeat, word for word")
	want := bytes.Repeat(append(bytes.Clone(dict[5:]), "!"...), 3)
	z, err := zstd.NewWriter(nil, zstd.WithEncoderDictRaw(0, dict), zstd.WithEncoderCRC(false))
	if err != nil {
		t.Fatal(err)
	}
	// One match of 24 bytes from 24 before the output, then the rest as literals.
	lz4 := append([]byte{0x0f, 24, 0, 24 - 19, 0xf0, byte(len("word for word! and more") - 15)}, "word for word! and more"...)
	lz4Want := string(dict[len(dict)-24:]) + "word for word! and more"
	for _, c := range []struct {
		name   string
		id     codec.ID
		stream []byte
		want   string
	}{
		{"zstd", codec.Zstd, z.EncodeAll(want, nil), string(want)},
		{"lz4", codec.LZ4, lz4, lz4Want},
	} {
		raw := dictChunk(c.id, dict, c.stream, len(c.want))
		got := make([]byte, len(c.want))
		if err := open(t, raw).Decode(new(Decoder), got); err != nil || string(got) != c.want {
			t.Errorf("%s: %q, err %v", c.name, got, err)
		}
		// A dictionary that is too short for the matches must not be read beyond its start.
		raw = dictChunk(c.id, dict[len(dict)-10:], c.stream, len(c.want))
		if err := open(t, raw).Decode(new(Decoder), got); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s with a short dictionary: %v", c.name, err)
		}
	}
}

func TestBadDictionaries(t *testing.T) {
	stream := []byte("\x10abc")
	for name, raw := range map[string][]byte{
		"empty":         dictChunk(codec.LZ4, nil, stream, 40),
		"too long":      dictChunk(codec.LZ4, make([]byte, maxDict+1), stream, 40),
		"of blosclz":    dictChunk(codec.BloscLZ, []byte("abc"), stream, 40),
		"of zlib":       dictChunk(codec.Zlib, []byte("abc"), stream, 40),
		"not a trained": dictChunk(codec.Zstd, []byte("\x37\xa4\x30\xecabcdefghijk"), stream, 40),
	} {
		var r Reader
		err := r.Open(store.NewMemory(raw), 0, int64(len(raw)), Limits{})
		if err == nil {
			err = r.Decode(new(Decoder), make([]byte, 40))
		}
		if !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cut := dictChunk(codec.LZ4, []byte("abc"), stream, 40)
	binary.LittleEndian.PutUint32(cut[36:], uint32(len(cut)))
	if err := new(Reader).Open(store.NewMemory(cut), 0, int64(len(cut)), Limits{}); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("longer than the chunk: %v", err)
	}
}
