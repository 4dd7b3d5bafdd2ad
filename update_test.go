package b2_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/b2gen/b2"
)

// model is an array as plain Go: what updates should make of the real one.
type model struct {
	shape []int
	data  []float64
}

func (m *model) at(pos []int) *float64 {
	i := 0
	for k, p := range pos {
		i = i*m.shape[k] + p
	}
	return &m.data[i]
}

// each calls f for all positions of a box, in C order.
func each(lengths []int, f func(pos []int)) {
	if slices.Contains(lengths, 0) {
		return
	}
	pos := make([]int, len(lengths))
	for {
		f(pos)
		i := len(pos) - 1
		for ; i >= 0; i-- {
			if pos[i]++; pos[i] < lengths[i] {
				break
			}
			pos[i] = 0
		}
		if i < 0 {
			return
		}
	}
}

func size(s []int) int {
	n := 1
	for _, d := range s {
		n *= d
	}
	return n
}

func (m *model) resized(s []int) *model {
	out := &model{s, make([]float64, size(s))}
	least := make([]int, len(s))
	for i := range s {
		least[i] = min(s[i], m.shape[i])
	}
	each(least, func(pos []int) { *out.at(pos) = *m.at(pos) })
	return out
}

// updates are random changes of an array and of its model.
type updates struct {
	t     *testing.T
	rng   *rand.Rand
	a     *b2.Array
	m     *model
	attrs map[string]any
	log   []string
}

func (u *updates) values(n int) []float64 {
	v := make([]float64, n)
	kind := u.rng.IntN(4)
	for i := range v {
		switch kind {
		case 0: // zeros
		case 1:
			v[i] = 7
		case 2:
			v[i] = float64(i)
		default:
			v[i] = u.rng.Float64()
		}
	}
	return v
}

func (u *updates) do() error {
	ctx := context.Background()
	switch k := u.rng.IntN(10); {
	case k < 3 && len(u.m.shape) > 0:
		return u.append(ctx)
	case k < 5:
		return u.resize(ctx)
	case k < 6:
		return u.setAttrs(ctx)
	}
	return u.set(ctx)
}

func (u *updates) append(ctx context.Context) error {
	s := slices.Clone(u.m.shape)
	s[0] = u.rng.IntN(8)
	u.log = append(u.log, fmt.Sprintf("append %v", s))
	data := u.values(size(s))
	grown := slices.Clone(u.m.shape)
	grown[0] += s[0]
	out := u.m.resized(grown)
	copy(out.data[len(u.m.data):], data)
	u.m = out
	return u.a.Append(ctx, b2.Plain(data, b2.Shape(s...)))
}

func (u *updates) resize(ctx context.Context) error {
	s := slices.Clone(u.m.shape)
	for i := range s {
		if u.rng.IntN(2) == 0 {
			s[i] = max(0, s[i]+u.rng.IntN(15)-7)
		}
	}
	if u.rng.IntN(20) == 0 && len(s) > 0 {
		s[0] = 0
	}
	u.log = append(u.log, fmt.Sprintf("resize %v", s))
	u.m = u.m.resized(s)
	return u.a.Resize(ctx, s...)
}

func (u *updates) setAttrs(ctx context.Context) error {
	name := string(rune('a' + u.rng.IntN(5)))
	if _, ok := u.attrs[name]; ok && u.rng.IntN(2) == 0 {
		u.log = append(u.log, "delete attribute "+name)
		delete(u.attrs, name)
		return u.a.DeleteAttrs(ctx, name)
	}
	v := fmt.Sprint(u.rng.IntN(1 << 30))
	u.log = append(u.log, "set attribute "+name)
	u.attrs[name] = v
	return u.a.SetAttrs(ctx, map[string]any{name: v})
}

// set overwrites a random region, with steps of either sign, by a value that may be broadcast.
func (u *updates) set(ctx context.Context) error {
	var items []b2.SliceItem
	start, step, lengths := []int{}, []int{}, []int{} // of the region; a dropped axis has length 1
	var kept []int                                    // lengths of the value
	for _, d := range u.m.shape {
		if d > 0 && u.rng.IntN(5) == 0 {
			i := u.rng.IntN(d)
			items = append(items, b2.At(i))
			start, step, lengths = append(start, i), append(step, 1), append(lengths, 1)
			continue
		}
		from, to := u.rng.IntN(d+1), u.rng.IntN(d+1)
		from, to = min(from, to), max(from, to)
		by := 1 + u.rng.IntN(3)
		n := (to - from + by - 1) / by
		if u.rng.IntN(3) == 0 && n > 0 { // backwards
			first, last := from+(n-1)*by, from
			items = append(items, b2.Span(first, last-1-d*(b2i(last == 0)), -by))
			start, step = append(start, first), append(step, -by)
		} else {
			items = append(items, b2.Span(from, to, by))
			start, step = append(start, from), append(step, by)
		}
		lengths, kept = append(lengths, n), append(kept, n)
	}
	shape := slices.Clone(kept)
	for i := range shape {
		if u.rng.IntN(4) == 0 {
			shape[i] = 1
		}
	}
	if u.rng.IntN(4) == 0 {
		shape = shape[u.rng.IntN(len(shape)+1):]
	}
	u.log = append(u.log, fmt.Sprintf("set %v + %v * %v = %v", start, step, lengths, shape))
	v := &model{shape, u.values(size(shape))}
	out := &model{u.m.shape, slices.Clone(u.m.data)}
	each(lengths, func(pos []int) {
		to := make([]int, len(pos))
		var from []int
		for i, p := range pos {
			to[i] = start[i] + p*step[i]
			if !isDropped(items, i, u.m.shape) {
				from = append(from, p)
			}
		}
		from = from[len(from)-len(shape):]
		for i := range from {
			if shape[i] == 1 {
				from[i] = 0
			}
		}
		*out.at(to) = *v.at(from)
	})
	u.m = out
	return u.a.Set(ctx, b2.Plain(v.data, b2.Shape(v.shape...)), items...)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// isDropped tells whether an item is a position: a slice of the shape shows it.
func isDropped(items []b2.SliceItem, i int, shape []int) bool {
	p := b2.Plain(make([]float64, shape[i]), b2.Shape(shape[i]))
	return len(p.Slice(items[i]).Shape()) == 0
}

func (u *updates) check(a *b2.Array, what string) {
	u.t.Helper()
	if !slices.Equal(a.Shape(), u.m.shape) {
		u.t.Fatalf("%s: shape %v, want %v; %v", what, a.Shape(), u.m.shape, u.log)
	}
	got, err := b2.Read[float64](context.Background(), a)
	if err != nil {
		u.t.Fatalf("%s: %v; %v", what, err, u.log)
	}
	if !slices.Equal(got, u.m.data) {
		u.t.Fatalf("%s: other elements; %v", what, u.log)
	}
	attrs, err := a.Attrs()
	if err != nil || len(attrs) != len(u.attrs) {
		u.t.Fatalf("%s: attributes %v, %v, want %v; %v", what, attrs, err, u.attrs, u.log)
	}
	for k, v := range u.attrs {
		if attrs[k] != v {
			u.t.Fatalf("%s: attribute %s is %v, want %v; %v", what, k, attrs[k], v, u.log)
		}
	}
}

// updateSeeds is how many arrays are changed, and updateSteps how often each.
const (
	updateSeeds = 60
	updateSteps = 25
)

// kindsOfStore are in memory, in a file, in a directory.
const kindsOfStore = 3

// newUpdates makes a random array, stored at path unless it is in memory.
func newUpdates(t *testing.T, seed uint64, path string) *updates {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	u := &updates{t: t, rng: rng, attrs: map[string]any{}}
	shape, chunks, blocks := []int{}, []int{}, []int{}
	for range rng.IntN(4) {
		d := rng.IntN(12)
		c := min(d, 1+rng.IntN(5))
		shape, chunks = append(shape, d), append(chunks, c)
		blocks = append(blocks, min(c, 1+rng.IntN(3)))
	}
	u.m = &model{shape, u.values(size(shape))}
	opts := []b2.CreateOption{b2.Shape(shape...), b2.Chunks(chunks...), b2.Blocks(blocks...)}
	switch seed % kindsOfStore {
	case 1:
		opts = append(opts, b2.Path(path))
	case 2:
		opts = append(opts, b2.Path(path), b2.Sparse())
	}
	a, err := b2.From(context.Background(), u.m.data, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	u.a = a
	return u
}

func TestUpdates(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(updateSeeds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.b2nd")
			u := newUpdates(t, seed, path)
			for range updateSteps {
				before, was := u.a.Expr(), *u.m
				if err := u.do(); err != nil {
					t.Fatalf("%v; %v", err, u.log)
				}
				u.check(u.a, "changed")
				if seed%kindsOfStore != 2 { // expressions made before mean what the array was
					if got, err := b2.Read[float64](ctx, before); err != nil || !slices.Equal(got, was.data) {
						t.Fatalf("the old version: %v; %v", err, u.log)
					}
				}
			}
			if seed%kindsOfStore == 0 {
				return
			}
			b, err := b2.Open(ctx, path)
			if err != nil {
				t.Fatalf("%v; %v", err, u.log)
			}
			defer b.Close()
			u.check(b, "opened again")
			if list, err := os.ReadDir(filepath.Dir(path)); err != nil || len(list) != 1 {
				t.Errorf("left behind: %v, %v", list, err)
			}
		})
	}
}

// TestPythonReadsRandomUpdates lets Python judge what random changes make of arrays.
func TestPythonReadsRandomUpdates(t *testing.T) {
	dir := t.TempDir()
	logs := map[string][]string{}
	for seed := range uint64(3 * updateSeeds) {
		if seed%kindsOfStore == 0 {
			continue
		}
		name := fmt.Sprint(seed)
		u := newUpdates(t, 1002+seed, filepath.Join(dir, name+".b2nd"))
		for range updateSteps {
			if err := u.do(); err != nil {
				t.Fatalf("%v; %v", err, u.log)
			}
		}
		logs[name] = u.log
		raw, err := binary.Append(nil, binary.LittleEndian, u.m.data)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+".raw"), raw, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	got := python(t, dir, `
import glob
for name in sorted(glob.glob("*.raw")):
    a, want = blosc2.open(name[:-4] + ".b2nd", mode="r"), np.fromfile(name)
    if a.size != want.size or not np.array_equal(a[()].ravel(), want):
        print(name[:-4], a.shape)
print("judged", len(glob.glob("*.raw")))
`)
	if want := fmt.Sprintf("judged %d", len(logs)); got != want {
		name, _, _ := strings.Cut(got, " ")
		t.Errorf("%s\n%v", got, logs[name])
	}
}

func TestUpdateRefuses(t *testing.T) {
	ctx := context.Background()
	a, err := b2.From(ctx, []float64{1, 2, 3, 4, 5, 6}, b2.Shape(2, 3))
	if err != nil {
		t.Fatal(err)
	}
	scalar, err := b2.From(ctx, []float64{1}, b2.Shape())
	if err != nil {
		t.Fatal(err)
	}
	row := b2.Plain([]float64{1, 2}, b2.Shape(1, 2))
	for name, c := range map[string]struct {
		err  error
		want error
	}{
		"append other lengths": {a.Append(ctx, row), b2.ErrShape},
		"append to a scalar":   {scalar.Append(ctx, 1.0), b2.ErrShape},
		"append a number":      {a.Append(ctx, 1.0), b2.ErrShape},
		"append text":          {a.Append(ctx, "x"), nil},
		"resize dimensions":    {a.Resize(ctx, 2), b2.ErrShape},
		"resize negative":      {a.Resize(ctx, 2, -1), b2.ErrShape},
		"resize too far":       {a.Resize(ctx, 1<<50, 1<<50), nil},
		"set other lengths":    {a.Set(ctx, row), b2.ErrShape},
		"set outside":          {a.Set(ctx, 1.0, b2.At(2)), nil},
		"set a bad index":      {a.SetIndex(ctx, "1,,", 1.0), nil},
		"set nil":              {a.Set(ctx, nil), nil},
		"delete nothing":       {a.DeleteAttrs(ctx, "x"), nil},
		"attribute type":       {a.SetAttrs(ctx, map[string]any{"x": make(chan int)}), nil},
	} {
		if c.err == nil || c.want != nil && !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v", name, c.err)
		}
		t.Log(c.err)
	}
	if got, err := b2.Read[float64](ctx, a); err != nil || !slices.Equal(got, []float64{1, 2, 3, 4, 5, 6}) {
		t.Errorf("%v, %v", got, err)
	}
}
