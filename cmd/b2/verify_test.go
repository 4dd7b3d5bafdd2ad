package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// damage makes block 1 of the first chunk of an array undecodable.
func damage(t *testing.T, name string) {
	t.Helper()
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	const start = 32 + 4*1 // of the block, in the chunk: behind the header and the one of block 0
	chunk := file[binary.BigEndian.Uint32(file[0x0B:]):]
	size := chunk[binary.LittleEndian.Uint32(chunk[start:]):] // of the first stream
	copy(size, "\xFF\xFF\xFF\x7F")
	if err := os.WriteFile(name, file, 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyCommand(t *testing.T) {
	folder(t)
	want := "a.b2nd: ok, 1 chunk, 1 block, 48 B of data\nbig.b2nd: ok, 1 chunk, 10 blocks, 2.29 MiB of data\n"
	if diff := cmp.Diff(want, ok(t, "verify", "a.b2nd", "big.b2nd")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	ok(t, words("eval big -o cut.b2nd --chunks 100,500 --blocks 50,250")...)
	damage(t, "cut.b2nd")
	r := b2run(t, nil, "verify", "cut.b2nd", "gone.b2nd", "broken.b2nd", "folder", "a.b2nd")
	lines := strings.Split(strings.TrimSuffix(r.out, "\n"), "\n")
	for i, want := range []string{
		"cut.b2nd: chunk 0 (elements from [0, 0]), block 1, offset 0x",
		"gone.b2nd: no such file or directory",
		"broken.b2nd: frame: 7 bytes are too few",
		"folder: it is a folder, not an array",
		"a.b2nd: ok, 1 chunk, 1 block, 48 B of data",
	} {
		if len(lines) != 5 || !strings.HasPrefix(lines[i], want) {
			t.Errorf("want %q in\n%s", want, r.out)
		}
	}
	if want := "b2: 4 of 5 files did not pass\n"; r.code != failed || r.err != want {
		t.Errorf("exit code %d, %s", r.code, r.err)
	}
	if r := b2run(t, nil, "verify"); r.code != misused {
		t.Errorf("without files: exit code %d", r.code)
	}
}

// A file that was cut off does not open, wherever it was cut.
func TestVerifyTruncated(t *testing.T) {
	folder(t)
	whole, err := os.ReadFile("cube.b2nd")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("cut.b2nd", whole[:len(whole)-1], 0o666); err != nil {
		t.Fatal(err)
	}
	if r, want := b2run(t, nil, "info", "cut.b2nd"), fmt.Sprintf("b2: cut.b2nd: frame: the file is cut: it has %d of %d bytes: corrupt blosc2 data\n", len(whole)-1, len(whole)); r.err != want {
		t.Errorf("info says %swant %s", r.err, want)
	}
	for n := 0; n < len(whole); n += len(whole)/20 + 1 {
		if err := os.WriteFile("cut.b2nd", whole[:n], 0o666); err != nil {
			t.Fatal(err)
		}
		if r := b2run(t, nil, "verify", "cut.b2nd"); r.code != failed || !strings.HasPrefix(r.out, "cut.b2nd: frame: ") {
			t.Errorf("%d bytes: exit code %d, %s%s", n, r.code, r.out, r.err)
		}
	}
}

func TestVerifyJSON(t *testing.T) {
	folder(t)
	ok(t, words("eval big -o cut.b2nd --chunks 100,500 --blocks 50,250")...)
	damage(t, "cut.b2nd")
	r := b2run(t, nil, "verify", "--json", "a.b2nd", "cut.b2nd", "gone.b2nd")
	lines := strings.Split(r.out, "\n")
	if want := `{"file":"a.b2nd","ok":true,"chunks":1,"blocks":1,"nbytes":48}`; lines[0] != want {
		t.Errorf("%s, want %s", lines[0], want)
	}
	var v verdict
	if err := json.Unmarshal([]byte(lines[1]), &v); err != nil || v.OK || len(v.Faults) != 1 {
		t.Fatalf("%s: %v", lines[1], err)
	}
	if f := v.Faults[0]; f.Chunk == nil || *f.Chunk != 0 || f.Block == nil || f.Offset == nil || f.Error == "" {
		t.Errorf("%s", lines[1])
	}
	if want := `{"file":"gone.b2nd","ok":false,"chunks":0,"blocks":0,"nbytes":0,"error":"no such file or directory"}`; lines[2] != want {
		t.Errorf("%s, want %s", lines[2], want)
	}
}

// A store that cannot be listed does not keep the others from being verified.
func TestVerifyBrokenStore(t *testing.T) {
	folder(t)
	if err := os.WriteFile("broken.b2z", []byte("PK, nothing else"), 0o666); err != nil {
		t.Fatal(err)
	}
	r := b2run(t, nil, "verify", "broken.b2z", "a.b2nd")
	lines := strings.Split(r.out, "\n")
	if r.code != failed || len(lines) != 3 || !strings.HasPrefix(lines[0], "broken.b2z: zip: ") || !strings.HasPrefix(lines[1], "a.b2nd: ok") ||
		r.err != "b2: 1 of 2 files did not pass\n" {
		t.Errorf("exit code %d, %s%s", r.code, r.out, r.err)
	}
	r = b2run(t, nil, "verify", "--json", "broken.b2z", "a.b2nd")
	if r.code != failed || !strings.HasPrefix(r.out, `{"file":"broken.b2z","ok":false,"chunks":0,"blocks":0,"nbytes":0,"error":"zip: `) || strings.Count(r.out, "\n") != 2 {
		t.Errorf("--json: exit code %d, %s%s", r.code, r.out, r.err)
	}
}
