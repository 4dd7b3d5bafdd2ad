package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

func tinySize() size {
	return size{layers: 6, rows: 9, cols: 40, wave100: 5, wave400: 8}
}

// peersNames are the works of peers.py, with whether they have a fused kernel.
func peersNames() map[string]bool {
	names := map[string]bool{
		"quad-disk-compute": true, "quad-disk-todisk": true, "quad-mem-compute": true, "quad-disk-plain": true,
		"quad-mem-plain": true, "quad-plain-plain": true, "quad-slice": true, "quad-slice2": true,
		"sinexp-disk-compute": true, "sinexp-mem-compute": true, "sinexp-mem-plain": true, "sinexp-item5": true,
		"sinexp-plain-plain": true,
		"sum-all":            true, "sum-axis0": true, "mean-axis2": true, "sum-b": false, "sum-where": false,
		"linspace-mem": false, "asarray": false, "decompress": false, "small-compute": false, "small-plain": false,
	}
	for _, wave := range []string{"wave100", "wave400"} {
		for _, kind := range []string{"-compute", "-plain", "-frames"} {
			names[wave+kind] = true
		}
	}
	return names
}

func TestEveryWorkOfThePeersRuns(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), Config{JSON: true, Repeat: 1, Dir: t.TempDir(), Out: &out}, tinySize()); err != nil {
		t.Fatal(err)
	}
	have := map[string]map[engine]result{}
	for line := range strings.Lines(out.String()) {
		var r result
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&r); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if have[r.Work] == nil {
			have[r.Work] = map[engine]result{}
		}
		have[r.Work][r.Engine] = r
		compressed := strings.HasSuffix(r.Work, "compute") || slices.Contains(
			[]string{"quad-disk-todisk", "quad-slice", "linspace-mem", "asarray"}, r.Work)
		if r.Seconds <= 0 || r.Median < r.Seconds || r.ISA == "" || (r.CRatio > 0) != compressed {
			t.Errorf("odd result: %s", line)
		}
	}
	for name, hasKernel := range peersNames() {
		if _, ok := have[name][interp]; !ok {
			t.Errorf("%s was not interpreted", name)
		}
		if _, ok := have[name][fused]; ok != hasKernel {
			t.Errorf("%s fused: %v, want %v", name, ok, hasKernel)
		}
		if plain := strings.HasSuffix(name, "plain") || strings.HasSuffix(name, "frames"); plain && have[name+"-into"] == nil {
			t.Errorf("%s was not read into a buffer", name)
		}
	}
	if have["small-plain-text"] == nil {
		t.Error("small-plain was not timed from text")
	}
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	cfg := Config{Works: []string{"quad-disk-compute", "small-plain"}, Repeat: 1, Dir: t.TempDir(), Out: &out}
	if err := run(t.Context(), cfg, tinySize()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	var names []string
	for _, line := range lines {
		if len(line) != len(lines[0]) {
			t.Errorf("rows are not aligned:\n%s", out.String())
			break
		}
		names = append(names, strings.Fields(line)[0])
	}
	want := []string{"work", "quad-disk-compute", "quad-disk-compute", "small-plain", "small-plain-into", "small-plain-text"}
	if !slices.Equal(names, want) {
		t.Errorf("got rows %v, want %v", names, want)
	}
}

func TestChoose(t *testing.T) {
	tests := map[string]struct {
		words []string
		want  []string
	}{
		"a name":         {[]string{"sum-b"}, []string{"sum-b"}},
		"its variants":   {[]string{"decompress"}, []string{"decompress", "decompress-into"}},
		"a variant":      {[]string{"decompress-into"}, []string{"decompress-into"}},
		"not a longer":   {[]string{"quad-slice"}, []string{"quad-slice"}},
		"a group":        {[]string{"create"}, []string{"linspace-mem", "asarray", "decompress", "decompress-into"}},
		"a prefix":       {[]string{"sum-a"}, []string{"sum-all", "sum-axis0"}},
		"twice, ordered": {[]string{"sum-b", "sum", "asarray"}, []string{"sum-all", "sum-axis0", "sum-b", "sum-where", "asarray"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			works, err := choose(allWorks(tinySize()), test.words)
			if err != nil {
				t.Fatal(err)
			}
			var have []string
			for _, w := range works {
				have = append(have, w.name)
			}
			if !slices.Equal(have, test.want) {
				t.Errorf("got %v, want %v", have, test.want)
			}
		})
	}
	for _, word := range []string{"quadd", "", "plain"} {
		_, err := choose(allWorks(tinySize()), []string{"quad", word})
		if err == nil || !strings.Contains(err.Error(), "wave100-frames") || !strings.Contains(err.Error(), `"`+word+`"`) {
			t.Errorf("%q: got %v", word, err)
		}
	}
}

func TestNamesAreUnique(t *testing.T) {
	seen := map[string]int{}
	for _, w := range allWorks(tinySize()) {
		seen[w.name]++
	}
	for name := range maps.Keys(seen) {
		if seen[name] > 1 {
			t.Errorf("%s is there %d times", name, seen[name])
		}
	}
}

// makeOperands writes the operands of another size than the works' own, unless s is that.
func makeOperands(t *testing.T, dir string, s size) {
	t.Helper()
	b := &bed{size: s}
	if err := b.makeFiles(t.Context(), filepath.Join(dir, "a.b2nd"), filepath.Join(dir, "b.b2nd")); err != nil {
		t.Fatal(err)
	}
}

func TestFilesFoundAreUsedAndKept(t *testing.T) {
	dir := t.TempDir()
	makeOperands(t, dir, tinySize())
	b, err := newBed(dir, tinySize())
	if err != nil {
		t.Fatal(err)
	}
	pathA, pathB, err := b.files(t.Context())
	if err != nil || filepath.Dir(pathA) != dir || filepath.Dir(pathB) != dir {
		t.Errorf("got %s, %s, %v", pathA, pathB, err)
	}
	if err := b.remove(); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir, "a.b2nd", "b.b2nd")
}

func TestFilesThatDoNotFit(t *testing.T) {
	dir := t.TempDir()
	other := tinySize()
	other.rows++
	makeOperands(t, dir, other)
	err := run(t.Context(), Config{Works: []string{"quad-slice"}, Dir: dir, Out: &bytes.Buffer{}}, tinySize())
	if err == nil || !strings.Contains(err.Error(), "the works need float32 [9 40]") {
		t.Errorf("got %v", err)
	}
	wantNames(t, dir, "a.b2nd", "b.b2nd")
}

func TestNothingIsLeftBehind(t *testing.T) {
	dir := t.TempDir()
	cfg := Config{Works: []string{"quad-disk-todisk"}, Repeat: 1, Dir: dir, Out: &bytes.Buffer{}}
	if err := run(t.Context(), cfg, tinySize()); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ctx, cfg, tinySize()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
	wantNames(t, dir)
	cfg.Repeat = -1
	if err := run(t.Context(), cfg, tinySize()); err == nil {
		t.Error("it repeats -1 times")
	}
}

// TestWorksGiveTheSame compares what the engines compute, and from where, so that what is timed is right.
func TestWorksGiveTheSame(t *testing.T) {
	b, err := newBed(t.TempDir(), tinySize())
	if err != nil {
		t.Fatal(err)
	}
	var want []float64
	check := func(*bed) func(context.Context, *b2.Expr) (float64, error) {
		return func(ctx context.Context, e *b2.Expr) (float64, error) {
			have, err := b2.Read[float64](ctx, e)
			if want == nil {
				want = have
			}
			if err == nil && (len(have) == 0 || !slices.Equal(have, want)) {
				err = errors.New("another result")
			}
			return 0, err
		}
	}
	for _, text := range []string{"a**2 + b**2 + 2*a*b + 1", "sin(a) + exp(b)"} {
		want = nil
		for from, prepare := range map[string]func(string, action) preparation{"disk": fromDisk, "memory": fromMemory, "plain": fromPlain} {
			for _, e := range []engine{fused, interp} {
				repeat, err := prepare(text, check)(t.Context(), b, e)
				if err == nil {
					_, err = repeat(t.Context())
				}
				if err != nil {
					t.Errorf("%s from %s, %s: %v", text, from, e, err)
				}
			}
		}
	}
}

func wantNames(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, e := range entries {
		have = append(have, e.Name())
	}
	if !slices.Equal(have, want) {
		t.Errorf("%s has %v, want %v", dir, have, want)
	}
}

// TestFull times everything at its real size where B2_FULL is set; its value selects works, "all" for all.
func TestFull(t *testing.T) {
	words := strings.Fields(os.Getenv("B2_FULL"))
	if len(words) == 0 {
		t.Skip("B2_FULL is not set")
	}
	if words[0] == "all" {
		words = nil
	}
	if err := Run(t.Context(), Config{Works: words, Dir: os.Getenv("B2_FULL_DIR"), Out: os.Stdout}); err != nil {
		t.Fatal(err)
	}
}
