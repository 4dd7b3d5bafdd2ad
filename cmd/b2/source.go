package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/b2gen/b2"
	"github.com/b2gen/b2/cmd/b2/internal/npy"
)

// sources are the operands of an expression, opened.
type sources struct {
	env     *env
	vars    b2.Vars
	from    map[string]string // name to SOURCE, for messages
	opened  []io.Closer
	drained bool // standard input was read
}

func newSources(e *env) *sources {
	return &sources{env: e, vars: b2.Vars{}, from: map[string]string{}}
}

// close closes the files.
func (s *sources) close() {
	for _, a := range s.opened {
		a.Close() // only read from: nothing can be lost
	}
}

// binding matches name=SOURCE, with a name as expressions know it. A path with a slash before its "=" is none.
var binding = regexp.MustCompile(`^([\pL_][\pL\pN\p{Mn}\p{Mc}\p{Pc}]*)=(.*)$`)

// bind gives operands their names: name=SOURCE, or FILE for its name without folder and suffix.
func (s *sources) bind(args []string) error {
	for _, arg := range args {
		name, source := "", arg
		if m := binding.FindStringSubmatch(arg); m != nil {
			name, source = m[1], m[2]
		} else if v, ok := literal(arg); ok {
			return fmt.Errorf("%v has no name: bind it as name=%s", v, arg)
		} else if name = stem(arg); name == "" {
			return fmt.Errorf("%s has no name that an expression can use: bind it as name=%s", arg, arg)
		}
		if earlier, ok := s.from[name]; ok {
			return fmt.Errorf("%s is given twice, as %s and as %s: bind one to another name, as in name=%s", name, earlier, source, source)
		}
		if err := s.add(name, source); err != nil {
			return err
		}
	}
	return nil
}

// stem is the name that a bare FILE has in expressions; "" when it cannot have one.
func stem(path string) string {
	base := filepath.Base(path)
	name := strings.TrimSuffix(base, filepath.Ext(base))
	if binding.MatchString(name+"=") && !keyword(name) {
		return name
	}
	return ""
}

// keyword tells whether a word means something else in every expression.
func keyword(name string) bool {
	switch name {
	case "and", "or", "not", "if", "else", "in", "is", "lambda", "True", "False", "None":
		return true
	}
	return false
}

// add opens a SOURCE and binds it.
func (s *sources) add(name, source string) error {
	v, err := s.open(source)
	if err != nil {
		return fmt.Errorf("operand %s: %w", name, err)
	}
	s.vars[name], s.from[name] = v, source
	return nil
}

// open is a SOURCE as an operand: a number, or an array in a file or on standard input.
func (s *sources) open(source string) (any, error) {
	if v, ok := literal(source); ok {
		return v, nil
	}
	switch {
	case source == "":
		return nil, errors.New("nothing stands behind the =: it takes a number or a file")
	case source == "-":
		return s.standardInput()
	case filepath.Ext(source) == ".npy":
		return readNPY(s.env.ctx, source)
	}
	if savedKind(s.env.ctx, source) == b2.KindLazyExpr {
		e, err := b2.OpenExpr(s.env.ctx, source)
		if err != nil {
			return nil, readable(err)
		}
		s.opened = append(s.opened, e)
		return e, nil
	}
	a, err := openArray(s.env.ctx, source)
	if err != nil {
		return nil, err
	}
	s.opened = append(s.opened, a)
	return a, nil
}

func (s *sources) standardInput() (any, error) {
	if s.drained {
		return nil, errors.New("standard input can be one operand only")
	}
	s.drained = true
	e, err := npy.Read(&cancelable{s.env.ctx, s.env.stdin}, npy.Unknown)
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	return e, nil
}

// openArray opens a .b2nd file, a folder with a sparse array, or an entry of a store.
func openArray(ctx context.Context, path string) (*b2.Array, error) {
	a, err := b2.Open(ctx, path)
	switch {
	case err == nil:
		return a, nil
	case errors.Is(err, b2.ErrNotArray) && isStore(path):
		return nil, fmt.Errorf("%s is a store of arrays: b2 ls %s lists them, %s:/name is one: %w", path, path, path, b2.ErrNotArray)
	case errors.Is(err, b2.ErrNotArray) && savedKind(ctx, path) == "":
		return nil, fmt.Errorf("%s has bytes in chunks: b2 info %s describes it: %w", path, path, b2.ErrNotArray)
	}
	if info, e := os.Stat(path); e == nil && info.IsDir() && !isSparse(path) {
		return nil, fmt.Errorf("%s: it is a folder, not an array in a .b2nd file; b2 ls %s lists what is in it", path, path)
	}
	return nil, readable(err)
}

// savedKind is the kind of what is saved in the form of an array; "" for arrays and other bytes in chunks.
func savedKind(ctx context.Context, path string) string {
	s, err := b2.OpenSChunk(ctx, path)
	if err != nil {
		return ""
	}
	defer s.Close()
	if saved := s.Saved(); saved != nil {
		return saved.Kind
	}
	return ""
}

// readNPY reads a .npy file into memory.
func readNPY(ctx context.Context, path string) (*b2.Expr, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, readable(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, readable(err)
	}
	size := info.Size()
	switch {
	case info.IsDir():
		return nil, fmt.Errorf("%s: it is a folder, not a .npy file", path)
	case !info.Mode().IsRegular():
		size = npy.Unknown // a pipe
	}
	e, err := npy.Read(&cancelable{ctx, f}, size)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, readable(err))
	}
	return e, nil
}

// readable drops the system call from an error of the file system: people know what they asked for.
func readable(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return fmt.Errorf("%s: %w", p.Path, p.Err)
	}
	return err
}

// cancelable is a reader that ends when the context does.
type cancelable struct {
	ctx context.Context
	r   io.Reader
}

// pieceBytes is how much is read between two looks at the context.
const pieceBytes = 16 << 20

func (c *cancelable) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b[:min(len(b), pieceBytes)])
}
