package codec

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/blosclz.txt anew from what B2_PYTHON says")

// trial is one input of the comparison with the reference.
type trial struct {
	level int
	data  []byte
}

// trials are n inputs, always the same.
func trials(n int) []trial {
	rng := rand.New(rand.NewPCG(5, 2))
	all := make([]trial, n)
	for i := range all {
		size := rng.IntN(200)
		switch i % 4 {
		case 1:
			size = rng.IntN(4000)
		case 2, 3:
			size = rng.IntN(90_001)
		}
		all[i] = trial{1 + i%9, trialData(rng, rng.IntN(9), size)}
	}
	return all
}

// trialData makes n bytes of one of nine characters.
func trialData(rng *rand.Rand, kind, n int) []byte {
	b := make([]byte, n)
	period, letters, slope := 1+rng.IntN(3000), 1+rng.IntN(40), 1+rng.IntN(300)
	for i := range b {
		v := rng.Uint32()
		switch kind {
		case 0: // noise
			b[i] = byte(v)
		case 1: // few letters
			b[i] = byte(v>>8) % byte(letters)
		case 2: // slow ramp
			b[i] = byte(i / slope)
		case 3: // noise that repeats
			if b[i] = byte(v); i >= period {
				b[i] = b[i-period]
			}
		case 4: // the same with errors
			if b[i] = byte(v); i >= period && v>>8%50 != 0 {
				b[i] = b[i-period]
			}
		case 5: // noise, then long runs
			if i > n/3 {
				v = uint32(i / (slope * 50))
			}
			b[i] = byte(v)
		case 6: // repeats far away
			if b[i] = byte(v); i >= 9000+period*25 {
				b[i] = b[i-9000-period*25]
			}
		case 7: // little-endian counters
			b[i] = byte(i / 4 * slope >> (8 * (i % 4)))
		case 8: // sparse
			if v>>8%uint32(letters*10) == 0 {
				b[i] = byte(v)
			}
		}
	}
	return b
}

// roomOf is what a chunk of one block has left for its stream: the chunk may be 32 bytes longer than its data, and
// 40 precede the stream.
func roomOf(n int) int { return max(0, n-8) }

func encodeTrial(c trial) []byte {
	out := make([]byte, roomOf(len(c.data)))
	return out[:newBloscLZ(c.level).encode(out, c.data)]
}

const vectors = "testdata/blosclz.txt"

// TestBloscLZVectors compares sizes and checksums with those that the reference's streams had.
func TestBloscLZVectors(t *testing.T) {
	f, err := os.Open(vectors)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var d Decoder
	for i, c := range trials(270) {
		var size int
		var sum uint32
		if _, err := fmt.Fscanln(f, &size, &sum); err != nil {
			t.Fatal(err)
		}
		if size < 0 {
			continue // the reference needed no codec
		}
		got := encodeTrial(c)
		if len(got) != size || crc32.ChecksumIEEE(got) != sum {
			t.Errorf("trial %d, level %d, %d bytes: %d bytes, the reference's %d", i, c.level, len(c.data), len(got), size)
		}
		back := make([]byte, len(c.data))
		if err := d.Decode(BloscLZ, back, got); size > 0 && (err != nil || !bytes.Equal(back, c.data)) {
			t.Errorf("trial %d decodes differently, err %v", i, err)
		}
	}
}

// TestBloscLZReference compares every byte with the reference's.
func TestBloscLZReference(t *testing.T) {
	python := os.Getenv("B2_PYTHON")
	if python == "" {
		t.Skip("B2_PYTHON is unset: set it to a Python interpreter that has blosc2")
	}
	cases := trials(1800)
	raw := reference(t, python, cases)
	var lines bytes.Buffer
	compressed := 0
	for i, c := range cases {
		size := int(int32(binary.LittleEndian.Uint32(raw)))
		want := raw[4 : 4+max(size, 0)]
		raw = raw[4+len(want):]
		if i < 270 {
			fmt.Fprintln(&lines, size, crc32.ChecksumIEEE(want))
		}
		if got := encodeTrial(c); size >= 0 && !bytes.Equal(got, want) {
			t.Errorf("trial %d, level %d, %d bytes: %d bytes differ from the reference's %d", i, c.level, len(c.data), len(got), size)
		}
		if size > 0 {
			compressed++
		}
	}
	t.Logf("%d of %d compressed", compressed, len(cases))
	if *update {
		if err := os.WriteFile(vectors, lines.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// reference runs all trials through Python-Blosc2.
func reference(t *testing.T, python string, cases []trial) []byte {
	var in bytes.Buffer
	for _, c := range cases {
		head := binary.LittleEndian.AppendUint32(nil, uint32(c.level))
		in.Write(binary.LittleEndian.AppendUint32(head, uint32(len(c.data))))
		in.Write(c.data)
	}
	dir := t.TempDir()
	from, to := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	if err := os.WriteFile(from, in.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(python, "testdata/blosclz.py", from, to).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	raw, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
