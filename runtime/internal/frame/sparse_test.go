package frame

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/store"
)

// sparseFile copies the golden directory, for tests to damage.
func sparseFile(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "x.b2nd")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(golden, directories[0]))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func readSparse(dir string, lim Limits) ([]byte, error) {
	folder, err := store.OpenFolder(dir)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	f, err := OpenSparse(folder, lim)
	if err != nil {
		return nil, err
	}
	f.Export(io.Discard)
	return readAll(f)
}

func TestDamagedSparse(t *testing.T) {
	file := "00000003.chunk"
	for name, damage := range map[string]func(dir string) error{
		"missing chunk": func(dir string) error { return os.Remove(filepath.Join(dir, file)) },
		"empty chunk":   func(dir string) error { return os.Truncate(filepath.Join(dir, file), 0) },
		"cut header":    func(dir string) error { return os.Truncate(filepath.Join(dir, file), 20) },
		"cut chunk":     func(dir string) error { return os.Truncate(filepath.Join(dir, file), 81) },
		"cut index":     func(dir string) error { return os.Truncate(filepath.Join(dir, IndexFile), 200) },
		"other chunk":   func(dir string) error { return copyFile(filepath.Join(dir, IndexFile), filepath.Join(dir, file)) },
		"contiguous": func(dir string) error {
			return copyFile(filepath.Join(golden, "d_1d.b2nd"), filepath.Join(dir, IndexFile))
		},
		"linked chunk":    func(dir string) error { return link(dir, file) },
		"linked index":    func(dir string) error { return link(dir, IndexFile) },
		"directory chunk": func(dir string) error { return replaceByDir(filepath.Join(dir, file)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := sparseFile(t)
			if err := damage(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := readSparse(dir, testLimits); !errors.Is(err, store.ErrCorrupt) {
				t.Errorf("error %v does not wrap ErrCorrupt", err)
			} else {
				t.Log(err)
			}
		})
	}
	if _, err := readSparse(t.TempDir(), testLimits); err == nil || errors.Is(err, store.ErrCorrupt) {
		t.Errorf("an empty directory: %v", err)
	}
	file2, err := store.OpenFile(filepath.Join(golden, directories[0], IndexFile))
	if err != nil {
		t.Fatal(err)
	}
	defer file2.Close()
	if _, err := Open(file2, testLimits); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("the index alone: %v", err)
	}
}

func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o666)
}

// link moves a file away and leaves a link to it.
func link(dir, name string) error {
	if err := os.Rename(filepath.Join(dir, name), filepath.Join(dir, "elsewhere")); err != nil {
		return err
	}
	return os.Symlink("elsewhere", filepath.Join(dir, name))
}

func replaceByDir(path string) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	return os.Mkdir(path, 0o777)
}

// Any byte of the index or of a chunk file may be wrong.
func TestSparseMutations(t *testing.T) {
	dir := sparseFile(t)
	n, refused := 0, 0
	for _, name := range []string{IndexFile, "00000004.chunk"} {
		path := filepath.Join(dir, name)
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for at := range good {
			for _, v := range []byte{0, 0xff, good[at] ^ 1, good[at] ^ 0x80} {
				bad := bytes.Clone(good)
				bad[at] = v
				if err := os.WriteFile(path, bad, 0o666); err != nil {
					t.Fatal(err)
				}
				_, err := readSparse(dir, hostileLimits)
				checkError(t, err)
				if n++; err != nil {
					refused++
				}
			}
		}
		if err := os.WriteFile(path, good, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d damaged inputs refused", refused, n)
}

// writeSparse writes an array as writeArray does.
func writeSparse(path string, m Meta, data []byte) error {
	d, err := store.CreateDir(context.Background(), path, false, IsSparseFile)
	if err != nil {
		return err
	}
	f, err := NewSparseWriter(d, m)
	if err != nil {
		d.Abort()
		return err
	}
	return fillArray(f, m, data)
}

// What is written sparse decodes to the same, and exports to the bytes of a contiguous frame that decodes to it, too.
func TestWriteReadSparse(t *testing.T) {
	attrs := map[string]any{"unit": "m", "scale": 0.5, "list": []any{int64(1), nil, Tuple{true, "x"}}}
	for k, m := range layouts {
		for _, name := range []string{"copy", "lz4-bytedelta", "zstd"} {
			p := settings()[name]
			content := contents[k%len(contents)]
			m.DType, m.Params, m.Attrs = dtype.Float32, p, attrs
			data := elements(m.DType, count(m.Shape), content)
			path := filepath.Join(t.TempDir(), "x.b2nd")
			if err := writeSparse(path, m, data); err != nil {
				t.Fatalf("%s %v: %v", name, m.Shape, err)
			}
			folder, err := store.OpenFolder(path)
			if err != nil {
				t.Fatal(err)
			}
			f, err := OpenSparse(folder, Limits{})
			if err != nil {
				t.Fatalf("%s %v: %v", name, m.Shape, err)
			}
			checkFrame(t, f, data, attrs)
			var b bytes.Buffer
			if err := f.Export(&b); err != nil {
				t.Fatalf("%s %v: %v", name, m.Shape, err)
			}
			g, err := Open(store.NewMemory(b.Bytes()), Limits{})
			if err != nil {
				t.Fatalf("%s %v: %v", name, m.Shape, err)
			}
			if g.Info().FrameLen != int64(b.Len()) {
				t.Errorf("frame length %d of %d bytes", g.Info().FrameLen, b.Len())
			}
			checkFrame(t, g, data, attrs)
			var again bytes.Buffer
			if err := g.Export(&again); err != nil || !bytes.Equal(again.Bytes(), b.Bytes()) {
				t.Errorf("a contiguous frame is not copied as it is: %v", err)
			}
			folder.Close()
		}
	}
}

func checkFrame(t *testing.T, f *Frame, data []byte, attrs map[string]any) {
	t.Helper()
	got, err := readArray(f)
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("%v: elements differ, err %v", f.B2ND().Shape, err)
	}
	values, err := f.Values(false)
	if diff := cmp.Diff(attrs, values); err != nil || diff != "" {
		t.Errorf("attributes: %v (-want +got):\n%s", err, diff)
	}
}

// More chunk files than handles are open at a time, read by several goroutines.
func TestManyChunkFiles(t *testing.T) {
	m := Meta{Shape: []int{200, 10}, Chunks: []int{1, 10}, Blocks: []int{1, 5}, DType: dtype.Int32, Params: chunk.DefaultParams(4, 20)}
	data := elements(m.DType, 2000, "noise")
	path := filepath.Join(t.TempDir(), "x.b2nd")
	if err := writeSparse(path, m, data); err != nil {
		t.Fatal(err)
	}
	folder, err := store.OpenFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	f, err := OpenSparse(folder, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	for range 8 {
		go func() {
			got, err := readArray(f)
			if err == nil && !bytes.Equal(got, data) {
				err = errors.New("elements differ")
			}
			done <- err
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestSparseFileNames(t *testing.T) {
	for name, want := range map[string]bool{
		IndexFile: true, "00000000.chunk": true, "00ABCDEF.chunk": true, ".b2lock": true,
		"00abcdef.chunk": false, "0000000.chunk": false, "00000000.chunk~": false, "000000000.chunk": false, "": false, "x": false,
	} {
		if got := IsSparseFile(name); got != want {
			t.Errorf("IsSparseFile(%q) = %v", name, got)
		}
	}
	if got := chunkFile(0xABC); got != "00000ABC.chunk" {
		t.Error(got)
	}
}
