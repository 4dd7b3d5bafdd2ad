package container

import (
	"context"
	"path"
	"strings"

	"github.com/b2gen/b2/runtime/internal/store"
)

// A zip file and a directory hold leaves, frames in files of their own, beside an embed store with the rest.

// embedName is the file with the embed store.
const embedName = "embed.b2e"

// leafKinds are what leaves' names end with.
var leafKinds = map[string]Kind{".b2nd": Array, ".b2f": SChunk, ".b2frame": SChunk, ".b2b": Objects}

// keyOf is the key of a leaf, and whether a file of that name is one. Names have slashes, whatever the system.
func keyOf(name string) (key string, kind Kind, ok bool) {
	ext := path.Ext(name)
	if kind, ok = leafKinds[ext]; !ok {
		return "", "", false
	}
	return "/" + strings.TrimPrefix(strings.TrimSuffix(name, ext), "/"), kind, true
}

// attrsKey ends the keys of what only holds attributes of a group.
const attrsKey = "/__vlmeta__"

// visible takes out what belongs to others, and adds those that are made of others.
func visible(entries []Entry, roots map[string]Kind) []Entry {
	out, there := entries[:0], map[string]bool{}
	for _, e := range entries {
		there[e.Key] = true
		if !strings.HasSuffix(e.Key, attrsKey) && !within(e.Key, roots) {
			out = append(out, e)
		}
	}
	for key, kind := range roots {
		if !there[key] {
			out = append(out, Entry{key, kind})
		}
	}
	return out
}

// within reports whether a key lies below one of the roots.
func within(key string, roots map[string]Kind) bool {
	if len(roots) == 0 {
		return false
	}
	for i := len(key) - 1; i > 0; i-- {
		if key[i] != '/' {
			continue
		}
		if _, ok := roots[key[:i]]; ok {
			return true
		}
	}
	return false
}

// leaves are a container of both.
type leaves struct {
	names map[string]string // of the leaves' files, by key
	kinds map[string]Kind
	embed *embed
	open  func(name string) (store.Reader, error)
	close func() error
}

// newLeaves sorts the files of a container.
func newLeaves(files []string) *leaves {
	l := &leaves{names: map[string]string{}, kinds: map[string]Kind{}}
	for _, name := range files {
		if key, kind, ok := keyOf(name); ok {
			l.names[key], l.kinds[key] = name, kind
		}
	}
	return l
}

func (l *leaves) list(ctx context.Context) ([]Entry, error) {
	entries, err := l.embed.entries(ctx, l.names) // leaves come first, as in the reference
	for key := range l.names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		entries = append(entries, Entry{key, l.kind(key)})
	}
	return visible(entries, l.embed.roots), err
}

// kind is what a leaf's name says. Only its frame tells an array from what is saved in the form of one.
func (l *leaves) kind(key string) Kind {
	kind := l.kinds[key]
	if kind != Array {
		return kind
	}
	r, err := l.open(l.names[key])
	if err != nil {
		return kind
	}
	defer r.Close()
	if k, err := kindOf(r, l.embed.o); err == nil {
		return k
	}
	return kind
}

func (l *leaves) find(key string) (store.Reader, bool, error) {
	if name, ok := l.names[key]; ok {
		r, err := l.open(name)
		return r, true, err
	}
	return l.embed.find(key)
}

func (l *leaves) Close() error { return l.close() }
