package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shelf is a folder with arrays on two levels. They are not compressed, so that their sizes never change.
func shelf(t *testing.T) {
	t.Helper()
	folder(t)
	for _, line := range []string{"eval b -o shelf/b.b2nd --level 0 --codec zstd", "eval a -o shelf/a.b2nd --level 0", "eval big -o shelf/big.b2nd --level 0 --chunks 100,1000 --blocks 10,1000",
		"eval a -o shelf/below/a.b2nd", "eval a -o shelf/.hidden.b2nd", "eval a -o shelf/a.npy"} {
		os.MkdirAll("shelf/below", 0o777)
		ok(t, words(line)...)
	}
	if err := os.WriteFile("shelf/notes.txt", []byte("no array"), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestLs(t *testing.T) {
	shelf(t)
	rows := `name      dtype    shape        chunks         nbytes    cbytes  cratio  codec
a.b2nd    float64  (2, 3)       (2, 3)           48 B      80 B   0.60x  lz4
b.b2nd    int32    (3,)         (3,)             12 B      44 B   0.27x  zstd
`
	last := "big.b2nd  float64  (300, 1000)  (100, 1000)  2.29 MiB  2.29 MiB   1.00x  lz4\n"
	if diff := cmp.Diff(rows+last, ok(t, "ls", "shelf")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	out := ok(t, "ls", "-R", "shelf/")
	var names []string
	for _, l := range strings.Split(strings.TrimSpace(out), "\n") {
		names = append(names, strings.Fields(l)[0])
	}
	if diff := cmp.Diff([]string{"name", "a.b2nd", "b.b2nd", filepath.Join("below", "a.b2nd"), "big.b2nd"}, names); diff != "" {
		t.Errorf("-R (-want +got):\n%s", diff)
	}
	if out := ok(t, "ls", "folder"); out != "" {
		t.Errorf("an empty folder has\n%s", out)
	}
	want := `{"name":"a.b2nd","kind":"array","dtype":"float64","shape":[2,3],"chunks":[2,3],"nbytes":48,`
	if out := ok(t, "ls", "--json", "shelf"); !strings.HasPrefix(out, want) || strings.Count(out, "\n") != 3 {
		t.Errorf("--json prints\n%s", out)
	}
	os.Symlink("shelf", "link")
	if diff := cmp.Diff(ok(t, "ls", "shelf"), ok(t, "ls", "link")); diff != "" {
		t.Errorf("through a link (-want +got):\n%s", diff)
	}
}

func TestLsOfBroken(t *testing.T) {
	shelf(t)
	os.Symlink("nowhere", "shelf/dead.b2nd")
	for _, err := range []error{os.WriteFile("shelf/broken.b2nd", []byte("nothing"), 0o666), os.MkdirAll("shelf/sparse", 0o777),
		os.WriteFile("shelf/sparse/chunks.b2frame", []byte("nothing"), 0o666)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	r := b2run(t, nil, "ls", "shelf")
	if want := "b2: 3 of 6 arrays cannot be opened\n"; r.code != failed || r.err != want {
		t.Errorf("exit code %d, %s", r.code, r.err)
	}
	for _, want := range []string{"\nbroken.b2nd  frame: 7 bytes are too few: corrupt blosc2 data\n", "\ndead.b2nd    no such file or directory\n", "\nsparse       "} {
		if !strings.Contains(r.out, want) {
			t.Errorf("%q is not in\n%s", want, r.out)
		}
	}
	r = b2run(t, nil, "ls", "--json", "shelf")
	if want := `{"name":"broken.b2nd","error":"frame: 7 bytes are too few: corrupt blosc2 data"}`; !strings.Contains(r.out, want) {
		t.Errorf("%s is not in\n%s", want, r.out)
	}
	for line, want := range map[string]string{"ls gone": "b2: gone", "ls a.b2nd": "b2: a.b2nd is an array or a file, no folder of arrays: see b2 info a.b2nd\n"} {
		if r := b2run(t, nil, words(line)...); r.code != failed || !strings.HasPrefix(r.err, want) {
			t.Errorf("%s: exit code %d, %s", line, r.code, r.err)
		}
	}
}

// A file that b2 does not read is not taken for an expression, whatever stands beside it.
func TestEvalOtherFile(t *testing.T) {
	folder(t)
	for _, name := range []string{"notes.txt", "notes.b2nd"} {
		if err := os.WriteFile(name, []byte("no array"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want := "b2: notes.txt: what is read is told by the suffix: .b2nd, .npy, STORE.b2z:/name or - (.npy on standard input)\n"
	if r := b2run(t, nil, "eval", "notes.txt"); r.code != failed || r.err != want {
		t.Errorf("exit code %d, %s", r.code, r.err)
	}
}
