package codegen

import (
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
	"github.com/b2gen/b2/ir/shape"
	b2parser "github.com/b2gen/b2/parser"
)

// Directive is a //b2gen:kernel comment on a string constant.
type Directive struct {
	Name     string // of the kernel: the constant's, or that of name=
	Const    string
	Expr     string
	Operands []OperandDecl
	Place    string // file:line, for messages
}

// OperandDecl declares an operand: its element type, and the axes it varies over.
type OperandDecl struct {
	Name  string
	DType dtype.DType
	Axes  []string // names aligned at the last axis, or "1"; nil: it varies like the result
	Text  string
}

const prefix = "//b2gen:kernel"

// ReadPackage finds the directives in the Go files of a folder and the name of its package. It reads syntax only:
// the package need not compile. skip names the file that the generator itself writes.
func ReadPackage(dir, skip string) (pkg string, directives []Directive, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", nil, err
	}
	slices.Sort(names)
	fset := token.NewFileSet()
	for _, name := range names {
		if filepath.Base(name) == skip {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return "", nil, err
		}
		file, err := parser.ParseFile(fset, name, src, parser.ParseComments)
		if err != nil {
			return "", nil, err
		}
		found, err := fileDirectives(fset, file)
		if err != nil {
			return "", nil, err
		}
		if why := unfit(name, file); why != "" {
			if len(found) > 0 {
				return "", nil, fmt.Errorf("%s: %s cannot have //b2gen:kernel directives: its constants are not always there", found[0].Place, why)
			}
			continue
		}
		pkg = file.Name.Name
		directives = append(directives, found...)
	}
	seen := map[string]string{}
	for _, d := range directives {
		if at, ok := seen[lowerFirst(d.Name)]; ok {
			return "", nil, fmt.Errorf("%s: kernel %s is also at %s; tell them apart with name=", d.Place, d.Name, at)
		}
		seen[lowerFirst(d.Name)] = d.Place
	}
	return pkg, directives, nil
}

// unfit says why a file is not always part of the package, if so.
func unfit(name string, file *ast.File) string {
	if strings.HasSuffix(name, "_test.go") {
		return "a test file"
	}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if c.Pos() < file.Package && constraint.IsGoBuild(c.Text) {
				return "a file with a build constraint"
			}
		}
	}
	return ""
}

func fileDirectives(fset *token.FileSet, file *ast.File) (found []Directive, err error) {
	used := map[*ast.Comment]bool{}
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		for _, spec := range gen.Specs {
			s := spec.(*ast.ValueSpec)
			doc := s.Doc
			if doc == nil && len(gen.Specs) == 1 {
				doc = gen.Doc
			}
			for _, c := range directiveComments(doc) {
				used[c] = true
				d, err := newDirective(s, c.Text)
				d.Place = fset.Position(c.Pos()).String()
				if err != nil {
					return nil, fmt.Errorf("%s: %w", d.Place, err)
				}
				found = append(found, d)
			}
		}
	}
	for _, group := range file.Comments {
		for _, c := range directiveComments(group) {
			if !used[c] {
				return nil, fmt.Errorf("%s: //b2gen:kernel must stand right above a string constant", fset.Position(c.Pos()))
			}
		}
	}
	return found, nil
}

func directiveComments(group *ast.CommentGroup) (list []*ast.Comment) {
	if group != nil {
		for _, c := range group.List {
			if c.Text == prefix || strings.HasPrefix(c.Text, prefix+" ") {
				list = append(list, c)
			}
		}
	}
	return list
}

func newDirective(s *ast.ValueSpec, text string) (d Directive, err error) {
	d = Directive{Name: s.Names[0].Name, Const: s.Names[0].Name}
	lit, ok := (*ast.BasicLit)(nil), false
	if len(s.Names) == 1 && len(s.Values) == 1 {
		lit, ok = s.Values[0].(*ast.BasicLit)
	}
	if !ok || lit.Kind != token.STRING {
		return d, fmt.Errorf("constant %s must be one string literal, the expression", d.Const)
	}
	if d.Expr, err = strconv.Unquote(lit.Value); err != nil {
		return d, err
	}
	for _, field := range strings.Fields(strings.TrimPrefix(text, prefix)) {
		key, value, ok := strings.Cut(field, "=")
		if !ok {
			return d, fmt.Errorf("%q is not name=dtype[axes]", field)
		}
		if key == "name" {
			d.Name = value
			continue
		}
		o, err := newOperand(key, value)
		if err != nil {
			return d, err
		}
		d.Operands = append(d.Operands, o)
	}
	if !token.IsIdentifier(d.Name) {
		return d, fmt.Errorf("kernel name %q is no Go identifier", d.Name)
	}
	return d, d.checkAxes()
}

var operandForm = regexp.MustCompile(`^([a-z0-9]+)(?:\[([A-Za-z0-9_,]*)\])?$`)

func newOperand(name, text string) (OperandDecl, error) {
	o := OperandDecl{Name: name, Text: name + " " + text}
	m := operandForm.FindStringSubmatch(text)
	if m == nil {
		return o, fmt.Errorf("operand %s: %q is not dtype or dtype[axes], such as float32[j,k]", name, text)
	}
	var err error
	if o.DType, err = dtype.Parse(m[1]); err != nil {
		return o, fmt.Errorf("operand %s: %w", name, err)
	}
	if strings.Contains(text, "[") {
		o.Axes = []string{}
		if m[2] != "" {
			o.Axes = strings.Split(m[2], ",")
		}
	}
	return o, nil
}

// checkAxes refuses two names in one position, counted from the last axis.
func (d Directive) checkAxes() error {
	at := map[int]string{}
	for _, o := range d.Operands {
		for i, name := range o.Axes {
			k := len(o.Axes) - 1 - i
			if name == "1" {
				continue
			}
			if have, ok := at[k]; ok && have != name {
				return fmt.Errorf("operand %s: axis %d from the end is named %s here and %s before", o.Name, k+1, name, have)
			}
			at[k] = name
		}
	}
	return nil
}

// program checks the expression with operands of the declared types. Named axes get a length above 1; what an
// operand without axes varies over is not known, so it varies over all.
func (d Directive) program() (*ir.Program, error) {
	tree, err := b2parser.Parse(d.Expr)
	if err != nil {
		return nil, err
	}
	rank := 1
	for _, o := range d.Operands {
		rank = max(rank, len(o.Axes))
	}
	vars := map[string]*ir.Node{}
	for _, o := range d.Operands {
		s := make([]int, len(o.Axes))
		for i, name := range o.Axes {
			if s[i] = 2; name == "1" {
				s[i] = 1
			}
		}
		if o.Axes == nil {
			s = slices.Repeat([]int{2}, rank)
		}
		n := ir.NewOperand(o.Name, o.Name, o.DType, s)
		if o.Axes == nil {
			n.Axes = shape.AllAxes
		}
		vars[o.Name] = n
	}
	for _, name := range ir.FreeNames(tree) {
		if vars[name] == nil {
			return nil, fmt.Errorf("the directive does not declare %s, which the expression uses", name)
		}
	}
	n, err := ir.Check(d.Expr, tree, vars)
	if err != nil {
		return nil, err
	}
	return ir.Build(n), nil
}

func (d Directive) operandText() string {
	parts := make([]string, len(d.Operands))
	for i, o := range d.Operands {
		parts[i] = o.Text
	}
	return strings.Join(parts, ", ")
}
