package container

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

// embed is an embed store: an SChunk whose bytes are frames, and an attribute that says where each lies.
type embed struct {
	r     store.Reader
	f     *frame.Frame
	o     Options
	at    map[string]place
	roots map[string]Kind // of entries that are made of others

	cursors sync.Pool // of *frame.Cursor
}

// place is where a frame lies among the bytes of the store.
type place struct {
	off, n int64
	remote bool // it is elsewhere
}

// openEmbed opens the store, and owns r if that succeeds.
func openEmbed(r store.Reader, o Options) (*embed, error) {
	f, err := frame.Open(r, o.Limits)
	if err != nil {
		return nil, err
	}
	if !f.HasLayer("b2embed") && !f.HasLayer("b2dict") && !f.HasLayer("b2tree") {
		return nil, errors.New("the file is no store of arrays: open it as an array, or as an SChunk")
	}
	e := &embed{r: r, f: f, o: o, at: map[string]place{}, roots: map[string]Kind{}}
	if err := e.places(); err != nil {
		return nil, err
	}
	e.objects()
	return e, nil
}

// places reads the map of keys.
func (e *embed) places() error {
	v, ok, err := e.f.Value("estore_metadata")
	if err != nil || !ok { // a store without a map is empty, as in the reference
		return err
	}
	meta, _ := v.(map[string]any)
	keys, ok := meta["embed_map"].(map[string]any)
	if !ok {
		return fmt.Errorf("the map of keys is of an unknown form: %w", store.ErrCorrupt)
	}
	for key, v := range keys {
		node, _ := v.(map[string]any)
		if _, ok := node["urlbase"]; ok {
			e.at[key] = place{remote: true}
			continue
		}
		off, ok1 := node["offset"].(int64)
		n, ok2 := node["length"].(int64)
		if total := e.f.Info().NBytes; !ok1 || !ok2 || off < 0 || n < 0 || off > total || n > total-off {
			return fmt.Errorf("%s: %v is not within the %d bytes of the store: %w", key, v, total, store.ErrCorrupt)
		}
		e.at[key] = place{off: off, n: n}
	}
	return nil
}

// objects reads which entries are made of others. Nobody needs that to read the others.
func (e *embed) objects() {
	v, _, _ := e.f.Value("_object_registry")
	registry, _ := v.(map[string]any)
	for key, v := range registry {
		node, _ := v.(map[string]any)
		kind, _ := node["kind"].(string)
		e.roots[key] = cmp.Or(kind, Unknown)
	}
}

func (e *embed) list(ctx context.Context) ([]Entry, error) {
	entries, err := e.entries(ctx, nil)
	return visible(entries, e.roots), err
}

// entries are those of the map that are not among others.
func (e *embed) entries(ctx context.Context, others map[string]string) ([]Entry, error) {
	var entries []Entry
	for key := range e.at {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, ok := others[key]; !ok {
			entries = append(entries, Entry{key, e.kind(key)})
		}
	}
	return entries, nil
}

// kind opens the entry's frame: only that tells what it is.
func (e *embed) kind(key string) Kind {
	if e.at[key].remote {
		return Remote
	}
	r, _, err := e.find(key)
	if err != nil {
		return Unknown
	}
	kind, err := kindOf(r, e.o)
	if err != nil {
		return Unknown
	}
	return kind
}

// kindOf tells what a frame is.
func kindOf(r store.Reader, o Options) (Kind, error) {
	f, err := frame.Open(r, o.Limits)
	if err != nil {
		return "", err
	}
	return f.Kind(), nil
}

func (e *embed) find(key string) (store.Reader, bool, error) {
	p, ok := e.at[key]
	switch {
	case ok && p.remote:
		return nil, true, fmt.Errorf("only the address of the array is here, it is elsewhere: %w", errors.ErrUnsupported)
	case ok:
		return &embedded{e: e, place: p}, true, nil
	case e.roots[key] != "":
		return nil, true, fmt.Errorf("this is no array but of kind %s: %w", e.roots[key], errors.ErrUnsupported)
	}
	return nil, false, nil
}

func (e *embed) Close() error { return e.r.Close() }

// embedded is a frame inside the compressed bytes of an embed store.
type embedded struct {
	e *embed
	place
}

// Size is the length of the frame in bytes.
func (r *embedded) Size() int64 { return r.n }

// View decodes what is asked for, and no more than the blocks that hold it: what a store claims to hold may be much.
func (r *embedded) View(off int64, n int, buf *[]byte) ([]byte, error) {
	if off < 0 || n < 0 || off > r.n || int64(n) > r.n-off {
		return nil, fmt.Errorf("truncated: %d bytes at offset %d of %d: %w", n, off, r.n, store.ErrCorrupt)
	}
	c, _ := r.e.cursors.Get().(*frame.Cursor)
	if c == nil {
		c = &frame.Cursor{}
	}
	if cap(*buf) < n {
		*buf = make([]byte, n)
	}
	b := (*buf)[:n]
	if err := r.e.f.ReadAt(c, b, r.off+off); err != nil {
		return nil, err // the cursor is dropped: what it holds is not known
	}
	r.e.cursors.Put(c)
	return b, nil
}

// Close does nothing; the store is closed as a whole.
func (r *embedded) Close() error { return nil }
