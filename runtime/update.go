package runtime

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/b2gen/b2/ir/shape"
	"github.com/b2gen/b2/runtime/internal/chunk"
	"github.com/b2gen/b2/runtime/internal/frame"
	"github.com/b2gen/b2/runtime/internal/store"
)

// ErrChanged is matched by errors about arrays whose files were changed since it was opened.
var ErrChanged = store.ErrChanged

// Update says what an array becomes.
type Update struct {
	Shape  []int        // nil: as it is. New elements are zero unless Value fills them
	Region []shape.Span // the positions of each axis that Value fills
	Value  *Plan        // its result, of the array's element type, is broadcast to the region; nil: nothing is filled

	Attrs map[string]any // attributes to set
	Drop  []string       // attributes to delete
}

// origin is where an array can be changed; nil for one in memory, or one that is only read.
type origin struct {
	path    string      // absolute: the working directory may change
	info    fs.FileInfo // of the very file or directory that is open
	file    *store.File // nil: a directory, or a file that is mapped
	offset  int64
	options OpenOptions
}

func newOrigin(path string, info fs.FileInfo, o OpenOptions) *origin {
	whole, err := filepath.Abs(path)
	if err != nil { // there is no working directory any more
		whole = path
	}
	return &origin{path: whole, info: info, options: o}
}

// Update changes the array where it is stored, and gives the new version of it. A crash leaves the old content or the
// new. The old version still reads what it did, unless the array is sparse: one reads of the files that it has open, and
// for all others gives an error that matches ErrChanged, as the numbers of replaced chunks may be taken again. Value may
// read the array itself: it reads the old version.
func (a *Array) Update(ctx context.Context, o Options, u Update) (*Array, error) {
	next, err := a.update(ctx, o, u)
	if err != nil {
		return nil, a.named(err)
	}
	return next, nil
}

func (a *Array) update(ctx context.Context, o Options, u Update) (*Array, error) {
	c, err := newChange(ctx, a, o, u)
	if err != nil {
		return nil, err
	}
	if c.nothing() {
		return a, nil
	}
	switch {
	case a.origin == nil && a.path == "":
		return c.inMemory(ctx, o)
	case a.origin == nil:
		return nil, errors.New("the array is only read where it is: copy it to a file of its own to change it")
	case a.origin.offset != 0:
		return nil, errors.New("an array inside another file cannot be changed there: copy it to a file of its own")
	case a.frame.IsSparse():
		return c.inDirectory(ctx, o)
	}
	return c.inFile(ctx, o)
}

// inMemory makes the new version of an array in memory. The two share the bytes of chunks that stay.
func (c *change) inMemory(ctx context.Context, o Options) (*Array, error) {
	m := store.NewMemory()
	w, err := c.a.frame.Rewrite(c.revision, m)
	if err == nil {
		err = c.write(ctx, o, w)
	}
	if err != nil {
		return nil, err
	}
	return OpenStore(m, OpenOptions{Limits: c.a.limits, Cache: c.a.cache.size})
}

// inFile changes a file in place, or writes it anew when half of what it would be is dead.
func (c *change) inFile(ctx context.Context, o Options) (*Array, error) {
	from := c.a.origin
	lock, err := store.LockFile(ctx, from.path, from.info)
	if err != nil {
		return nil, err
	}
	defer lock.Unlock()
	r, err := lock.Reader()
	if err != nil {
		return nil, err
	}
	f, err := c.unchanged(frame.Open(r, from.options.Limits))
	if err != nil {
		return nil, err
	}
	if c.revision.Tally = c.a.tally; c.revision.Tally == nil {
		if c.revision.Tally, err = f.Count(); err != nil {
			return nil, err
		}
	}
	e, err := lock.Edit(f.Info().FrameLen) // refuses to lose what is behind the array, which a new file would, too
	if err != nil {
		return nil, err
	}
	anew, err := c.compacts(f)
	if err != nil {
		return nil, err
	}
	if anew {
		done, err := c.rewrite(ctx, o, lock, f)
		if done || err != nil {
			return c.reopened(err)
		}
	}
	w, err := f.ReviseInPlace(c.revision, e)
	if err != nil {
		e.Abort()
		return nil, err
	}
	if err := c.write(ctx, o, w); err != nil {
		return nil, err
	}
	if from.file == nil {
		return c.reopened(nil) // the file is locked: it is still the one that was changed
	}
	return c.counted(from.again(c.a.path))
}

// again is the array in the same open file, which the old version reads from, too: it stays open if that fails.
func (from *origin) again(path string) (*Array, error) {
	file, err := from.file.Again()
	if err != nil {
		return nil, err
	}
	next := *from
	next.info, next.file = file.Info(), file
	o := from.options
	f, err := frame.Open(file, o.Limits)
	if err != nil {
		return nil, err
	}
	return newArray(frameFile{path: path, origin: &next, store: file, frame: f, limits: o.Limits}, o)
}

// reopened is the new version, unless there was an error.
func (c *change) reopened(err error) (*Array, error) {
	if err != nil {
		return nil, err
	}
	return c.counted(Open(c.a.origin.path, c.a.origin.options))
}

// counted gives the new version, which is in place whether it opens or not, what its writing found out.
func (c *change) counted(next *Array, err error) (*Array, error) {
	if err != nil {
		return nil, fmt.Errorf("the array has its new content, but it could not be opened again: %w", err)
	}
	next.path, next.tally = c.a.path, c.tally
	return next, nil
}

// compacts decides whether the file is written anew: when more of it would be dead than stay in use, or when its
// chunks are all gone or the first ones come.
func (c *change) compacts(f *frame.Frame) (bool, error) {
	if c.geometry.NChunks == 0 || f.NChunks() == 0 {
		return true, nil
	}
	dead, live, err := f.Dead(c.revision)
	return dead > live, err
}

// rewrite puts a new file in the place of the old one. It reports false when the directory does not allow that and the
// file must be changed in place.
func (c *change) rewrite(ctx context.Context, o Options, lock *store.Lock, f *frame.Frame) (done bool, err error) {
	out, err := lock.Create()
	if errors.Is(err, fs.ErrPermission) && c.geometry.NChunks > 0 && f.NChunks() > 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer out.Abort()
	w, err := f.Rewrite(c.revision, out)
	if err != nil {
		return false, err
	}
	return true, c.write(ctx, o, w)
}

// inDirectory changes a sparse array.
func (c *change) inDirectory(ctx context.Context, o Options) (*Array, error) {
	from := c.a.origin
	lock, err := store.LockFile(ctx, from.path, from.info)
	if err != nil {
		return nil, err
	}
	defer lock.Unlock()
	folder, err := lock.Folder()
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	f, err := c.unchanged(frame.OpenSparse(folder, from.options.Limits))
	if err != nil {
		return nil, err
	}
	e, err := lock.EditDir()
	if err != nil {
		return nil, err
	}
	if c.revision.Tally = c.a.tally; c.revision.Tally == nil {
		names, err := e.Names()
		if err != nil {
			return nil, err
		}
		c.revision.Tally = f.CountFiles(names)
	}
	w, err := f.ReviseSparse(c.revision, e)
	if err != nil {
		return nil, err
	}
	return c.reopened(c.write(ctx, o, w))
}

// unchanged makes sure that the locked file still holds the array that the change was made for.
func (c *change) unchanged(f *frame.Frame, err error) (*frame.Frame, error) {
	if err == nil && !f.Same(c.a.frame) {
		err = fmt.Errorf("another program changed the array: open it again: %w", ErrChanged)
	}
	return f, err
}

// write writes the chunks that change, and completes the frame.
func (c *change) write(ctx context.Context, o Options, f *frame.Writer) error {
	defer f.Abort()
	for _, i := range c.zero {
		if err := f.AppendSpecial(i, chunk.Zeros); err != nil {
			return err
		}
	}
	w := &arrayWriter{frame: f, params: c.params, geometry: c.geometry, chunkBytes: c.geometry.ChunkItems * c.a.dtype.Size()}
	if len(c.touched) > 0 {
		if err := w.compress(ctx, o, c.touched, c.maker(o)); err != nil {
			return err
		}
	}
	if err := f.Close(); err != nil {
		return err
	}
	c.tally = f.Tally()
	return nil
}
