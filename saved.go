package b2

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/parser"
	b2rt "github.com/b2gen/b2/runtime"
)

// Save stores the expression, not its result, in a file that [OpenExpr] and Python-Blosc2's open read again. Its arrays
// must be in files or stores of their own: their paths are kept, relative to the file where that can be. What Python-Blosc2
// has no word for, such as a cast, it cannot compute. Of the options Overwrite and Attrs mean something.
func (e *Expr) Save(ctx context.Context, path string, opts ...StorageOption) error {
	if err := errors.Join(ctx.Err(), e.err); err != nil {
		return err
	}
	s := newSettings()
	for _, o := range opts {
		o(s)
	}
	if e.node.Kind == ir.SelectNode {
		return fmt.Errorf("%s: the length of a selection such as a[a > 0] is known only when it is computed, and a saved expression says its shape: "+
			"save the array and the mask, and select when it is opened", path)
	}
	text, operands := ir.Format(e.whole())
	if _, err := parser.Parse(text); err != nil {
		return fmt.Errorf("%s: the expression is too long or too deep to be written as text: compute a part of it into an array first", path)
	}
	refs := map[string]any{}
	for _, o := range operands {
		ref, err := reference(path, o.Node)
		if err != nil {
			return fmt.Errorf("%s: operand %s: %w", path, o.Name, err)
		}
		refs[o.Name] = ref
	}
	target := b2rt.Target{Path: path, Overwrite: s.target.Overwrite}
	return b2rt.WriteObject(ctx, target, e.Shape(), e.DType(), b2rt.Object{
		Kind: KindLazyExpr, Values: map[string]any{"expression": text, "operands": refs}, Attrs: s.target.Attrs,
	})
}

// The kinds of Python-Blosc2's references that b2 knows.
const (
	inFile  = "urlpath"
	inStore = "dictstore_key"
)

// reference says where an operand's array is.
func reference(from string, n *ir.Node) (map[string]any, error) {
	a, ok := n.Ref.(*b2rt.Array)
	if !ok {
		return nil, fmt.Errorf("it is not stored as an array of its own: compute it with b2.Path first")
	}
	path, ok := a.Path()
	if !ok {
		return nil, fmt.Errorf("it is in memory or inside another file: compute it with b2.Path first")
	}
	file, key, store := b2rt.SplitStore(path)
	if !store {
		file = path
	}
	file, err := relative(from, file)
	if err != nil {
		return nil, err
	}
	if store {
		return map[string]any{"kind": inStore, "version": 1, "urlpath": file, "key": key}, nil
	}
	return map[string]any{"kind": inFile, "version": 1, "urlpath": file}, nil
}

// relative is the path of a file from the folder of another, with slashes, or the absolute one where there is none.
func relative(from, file string) (string, error) {
	whole, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(whole)); err == nil {
		if real, err := filepath.EvalSymlinks(file); err == nil {
			if r, err := filepath.Rel(folder, real); err == nil {
				return filepath.ToSlash(r), nil
			}
		}
	}
	return filepath.ToSlash(file), nil
}

// SavedExpr is an expression that was read from a file, with the arrays that it opened.
type SavedExpr struct {
	expr     *Expr
	Text     string            // of the expression
	Operands map[string]*Array // by the names in the text
	Attrs    map[string]any    // the user's
	inner    []*SavedExpr      // operands that are saved expressions, too
}

// Expr is the expression, to be computed or to be part of another.
func (s *SavedExpr) Expr() *Expr { return s.expr }

// Close closes the arrays of the expression.
func (s *SavedExpr) Close() error {
	var errs []error
	for _, a := range s.Operands {
		errs = append(errs, a.Close())
	}
	for _, in := range s.inner {
		errs = append(errs, in.Close())
	}
	return errors.Join(errs...)
}

// ErrMissingOperands is matched by errors about saved expressions whose arrays are not where they were.
var ErrMissingOperands = errors.New("operands are missing")

// OpenExpr opens a saved expression, b2's or Python-Blosc2's (a LazyExpr), and the arrays that it needs. Nothing in the
// file is run: its text means what [Lazy] makes of it. Close it when done.
func OpenExpr(ctx context.Context, path string, opts ...OpenOption) (*SavedExpr, error) {
	return openExpr(ctx, path, opts, nil)
}

// maxNested is how deep saved expressions may lie in each other.
const maxNested = 16

func openExpr(ctx context.Context, path string, opts []OpenOption, above []string) (*SavedExpr, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(above) > maxNested || slices.Contains(above, path) {
		return nil, fmt.Errorf("%s: saved expressions lie in each other: %s", path, strings.Join(append(above, path), " in "))
	}
	o, err := b2rt.ReadObject(path, opening(opts))
	if err != nil {
		return nil, err
	}
	text, isText := o.Values["expression"].(string)
	refs, isMap := o.Values["operands"].(map[string]any)
	switch {
	case o.Kind != KindLazyExpr:
		return nil, fmt.Errorf("%s: it is a %s of Python-Blosc2, no expression: b2 cannot compute it", path, o.Kind)
	case !isText || !isMap:
		return nil, fmt.Errorf("%s: the saved expression has no text or no operands: %w", path, ErrCorrupt)
	}
	s := &SavedExpr{Text: text, Operands: map[string]*Array{}, Attrs: o.Attrs}
	if err := s.open(ctx, path, refs, opts, append(above, path)); err != nil {
		s.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// open opens the operands and gives the text its meaning.
func (s *SavedExpr) open(ctx context.Context, path string, refs map[string]any, opts []OpenOption, above []string) error {
	folder := filepath.Dir(path)
	if file, _, store := b2rt.SplitStore(path); store {
		folder = filepath.Dir(file)
	}
	vars := Vars{}
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		at, err := place(folder, refs[name])
		if err != nil {
			return fmt.Errorf("operand %s: %w", name, err)
		}
		a, err := Open(ctx, at, opts...)
		switch {
		case err == nil:
			s.Operands[name], vars[name] = a, a
		case errors.Is(err, fs.ErrNotExist):
			missing = append(missing, fmt.Sprintf("%s (%s)", name, at))
		case errors.Is(err, ErrNotArray):
			in, err := openExpr(ctx, at, opts, above)
			if err != nil {
				return fmt.Errorf("operand %s: %w", name, err)
			}
			s.inner, vars[name] = append(s.inner, in), in.expr
		default:
			return fmt.Errorf("operand %s: %w", name, err)
		}
	}
	if missing != nil {
		return fmt.Errorf("%w: %s: %w", ErrMissingOperands, strings.Join(missing, ", "), fs.ErrNotExist)
	}
	var err error
	s.expr, err = Lazy(s.Text, vars)
	return err
}

// place is the path that a reference means, seen from a folder. Older files have the path alone.
func place(folder string, ref any) (string, error) {
	m, ok := ref.(map[string]any)
	if path, old := ref.(string); old {
		m, ok = map[string]any{"kind": inFile, "urlpath": path}, true
	}
	path, isText := m["urlpath"].(string)
	kind, _ := m["kind"].(string)
	switch {
	case !ok, kind == "":
		return "", fmt.Errorf("the reference %.100v is none of Python-Blosc2's", ref)
	case kind != inFile && kind != inStore:
		return "", fmt.Errorf("it is a %s, which b2 does not read", kind)
	case !isText || path == "":
		return "", fmt.Errorf("its path is missing")
	}
	path = filepath.FromSlash(path)
	if !filepath.IsAbs(path) {
		path = filepath.Join(folder, path)
	}
	if kind == inStore {
		key, isText := m["key"].(string)
		if !isText {
			return "", fmt.Errorf("its key is missing")
		}
		return path + ":/" + strings.TrimPrefix(key, "/"), nil
	}
	return path, nil
}
