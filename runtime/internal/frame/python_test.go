package frame

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/runtime/internal/store"
)

// python is the interpreter with Python-Blosc2 that the tests below need.
func python(t *testing.T) string {
	t.Helper()
	path := os.Getenv("B2_PYTHON")
	if path == "" {
		t.Skip("B2_PYTHON is unset: set it to a Python interpreter that has blosc2 and numpy")
	}
	return path
}

// item is one array in the list that the scripts and the tests exchange.
type item struct {
	Name   string `json:"name"`
	Shape  []int  `json:"shape"`
	DType  string `json:"dtype"`
	Chunks []int  `json:"chunks"`
	Blocks []int  `json:"blocks"`
}

func TestPythonReadsOurs(t *testing.T) {
	interpreter, dir := python(t), t.TempDir()
	var list []item
	for name, p := range settings() {
		for k, m := range layouts {
			d := dtype.All()[len(list)%len(dtype.All())]
			content := contents[len(list)%len(contents)]
			m.DType, m.Params = d, p
			it := item{Name: fmt.Sprintf("%s-%d-%v-%s", name, k, d, content), Shape: m.Shape, DType: d.NumPy(), Chunks: m.Chunks, Blocks: m.Blocks}
			writeFile(t, filepath.Join(dir, it.Name), m, elements(d, count(m.Shape), content))
			list = append(list, it)
		}
	}
	for k, m := range large {
		it := item{Name: fmt.Sprintf("large-%d", k), Shape: m.Shape, DType: m.DType.NumPy(), Chunks: m.Chunks, Blocks: m.Blocks}
		writeFile(t, filepath.Join(dir, it.Name), m, elements(m.DType, count(m.Shape), "mixed"))
		list = append(list, it)
	}
	b, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "list.json"), b, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(interpreter, "testdata/read.py", dir).CombinedOutput(); err != nil {
		t.Errorf("%v:\n%s", err, out)
	}
	t.Logf("%d arrays", len(list))
}

// writeFile leaves path.b2nd and the elements alone in path.bin.
func writeFile(t *testing.T, path string, m Meta, data []byte) {
	t.Helper()
	w, err := store.Create(path+".b2nd", false)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeArray(w, m, data); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+".bin", data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestWeReadPythons(t *testing.T) {
	interpreter, dir := python(t), t.TempDir()
	const arrays = 200
	if out, err := exec.Command(interpreter, "testdata/write.py", dir, fmt.Sprint(arrays)).CombinedOutput(); err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	b, err := os.ReadFile(filepath.Join(dir, "list.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []item
	if err := json.Unmarshal(b, &list); err != nil || len(list) != arrays {
		t.Fatalf("%d arrays, err %v", len(list), err)
	}
	for _, it := range list {
		t.Run(it.Name, func(t *testing.T) { readPythons(t, filepath.Join(dir, it.Name), it) })
	}
}

func readPythons(t *testing.T, path string, it item) {
	file, err := store.OpenFile(path + ".b2nd")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	f, err := Open(file, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := &B2ND{Shape: it.Shape, Chunks: it.Chunks, Blocks: it.Blocks, DType: it.DType}
	if diff := cmp.Diff(want, f.B2ND()); diff != "" {
		t.Errorf("metalayer (-want +got):\n%s", diff)
	}
	got, err := readArray(f)
	if err != nil {
		t.Fatalf("%+v: %v", f.Info(), err)
	}
	elements, err := os.ReadFile(path + ".bin")
	if err != nil || !bytes.Equal(got, elements) {
		t.Errorf("%+v: elements differ, err %v", f.Info(), err)
	}
}
