package frame

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
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

// extent is how many random arrays are exchanged each way, and from which seed. B2_INTEROP=5000 and B2_SEED=7 ask for
// more than what always runs.
func extent(t *testing.T) (arrays int, seed uint64) {
	t.Helper()
	arrays, seed = 300, 2
	if s := os.Getenv("B2_INTEROP"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		arrays, seed = n, rand.Uint64()>>40
	}
	if s := os.Getenv("B2_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seed = n
	}
	t.Logf("%d random arrays, B2_SEED=%d", arrays, seed)
	return arrays, seed
}

// item is one array in the list that the scripts and the tests exchange.
type item struct {
	Name   string            `json:"name"`
	Kind   string            `json:"kind"` // file, sparse, bytes, offset: testdata/read.py explains them
	Shape  []int             `json:"shape"`
	DType  string            `json:"dtype"`
	Chunks []int             `json:"chunks"`
	Blocks []int             `json:"blocks"`
	Attrs  map[string]string `json:"attrs"` // as show writes them
}

// behind is how many bytes come before a frame of kind "offset".
const behind = 16

func TestPythonReadsOurs(t *testing.T) {
	interpreter, dir := python(t), t.TempDir()
	arrays, seed := extent(t)
	var list []item
	add := func(name, kind string, m Meta, content string) {
		it := item{Name: name, Kind: kind, Shape: m.Shape, DType: m.text(), Chunks: m.Chunks, Blocks: m.Blocks, Attrs: shown(m.Attrs)}
		writeItem(t, filepath.Join(dir, it.Name), kind, m, elements(m.DType, count(m.Shape), content))
		list = append(list, it)
	}
	for name, p := range settings() {
		for k, m := range layouts {
			m.DType, m.Params = dtype.All()[len(list)%len(dtype.All())], p
			add(fmt.Sprintf("%s-%d", name, k), "file", m, contents[len(list)%len(contents)])
		}
	}
	for k, m := range large {
		add(fmt.Sprintf("large-%d", k), "file", m, "mixed")
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	for k := range arrays {
		kind := []string{"file", "sparse", "sparse", "bytes", "offset"}[rng.IntN(5)]
		m := randomMeta(rng)
		if rng.IntN(2) == 0 {
			m = withFilters(rng, m)
		}
		add(fmt.Sprintf("random-%d", k), kind, m, contents[rng.IntN(len(contents))])
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

// writeItem leaves path.b2nd and the elements alone, as filters leave them, in path.bin.
func writeItem(t *testing.T, path, kind string, m Meta, data []byte) {
	t.Helper()
	var err error
	switch kind {
	case "sparse":
		err = writeSparse(path+".b2nd", m, data)
	case "bytes":
		err = exportSparse(path, m, data)
	case "offset":
		mem := &store.Memory{}
		if err = writeArray(mem, m, data); err == nil {
			var buf []byte
			frame, _ := mem.View(0, int(mem.Size()), &buf)
			err = os.WriteFile(path+".b2nd", append(make([]byte, behind), frame...), 0o644)
		}
	default:
		var w store.Writer
		if w, err = store.Create(context.Background(), path+".b2nd", false); err == nil {
			err = writeArray(w, m, data)
		}
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if err := os.WriteFile(path+".bin", truncatedElements(m, data), 0o644); err != nil {
		t.Fatal(err)
	}
}

// exportSparse makes a contiguous frame from a sparse one.
func exportSparse(path string, m Meta, data []byte) error {
	if err := writeSparse(path+".dir", m, data); err != nil {
		return err
	}
	folder, err := store.OpenFolder(path + ".dir")
	if err != nil {
		return err
	}
	defer folder.Close()
	f, err := OpenSparse(folder, Limits{})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := f.Export(&b); err != nil {
		return err
	}
	return os.WriteFile(path+".b2nd", b.Bytes(), 0o644)
}

func TestWeReadPythons(t *testing.T) {
	interpreter, dir := python(t), t.TempDir()
	arrays, seed := extent(t)
	if out, err := exec.Command(interpreter, "testdata/write.py", dir, fmt.Sprint(arrays), fmt.Sprint(seed)).CombinedOutput(); err != nil {
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

// openItem opens what Python wrote.
func openItem(path, kind string) (*Frame, func() error, error) {
	if kind == "sparse" {
		folder, err := store.OpenFolder(path)
		if err != nil {
			return nil, nil, err
		}
		f, err := OpenSparse(folder, Limits{})
		return f, folder.Close, err
	}
	file, err := store.OpenFile(path)
	if err != nil {
		return nil, nil, err
	}
	var r store.Reader = file
	if kind == "offset" {
		if r, err = store.From(file, behind); err != nil {
			return nil, nil, err
		}
	}
	f, err := Open(r, Limits{})
	return f, r.Close, err
}

func readPythons(t *testing.T, path string, it item) {
	f, closeAll, err := openItem(path+".b2nd", it.Kind)
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll()
	want := &B2ND{Shape: it.Shape, Chunks: it.Chunks, Blocks: it.Blocks, DType: it.DType}
	if diff := cmp.Diff(want, f.B2ND()); diff != "" {
		t.Errorf("metalayer (-want +got):\n%s", diff)
	}
	if d, err := f.Stored(); err != nil || d.Text() != it.DType {
		t.Errorf("the type %s is %s, %v", it.DType, d.Text(), err)
	}
	elements, err := os.ReadFile(path + ".bin")
	if err != nil {
		t.Fatal(err)
	}
	got, err := readArray(f)
	if err != nil || !bytes.Equal(got, elements) {
		t.Errorf("%+v: elements differ, err %v", f.Info(), err)
	}
	values, err := f.Values(false)
	if diff := cmp.Diff(it.Attrs, shown(values)); err != nil || diff != "" {
		t.Errorf("attributes: %v (-want +got):\n%s", err, diff)
	}
	var b bytes.Buffer
	if err := f.Export(&b); err != nil {
		t.Fatal(err)
	}
	if g, err := Open(store.NewMemory(b.Bytes()), Limits{}); err != nil {
		t.Errorf("exported: %v", err)
	} else if again, err := readArray(g); err != nil || !bytes.Equal(again, elements) {
		t.Errorf("exported: elements differ, err %v", err)
	}
}
