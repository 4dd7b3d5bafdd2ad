package codegen

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/b2gen/b2/ir/dtype"
)

// Directive is a //b2gen:kernel comment on a string constant.
type Directive struct {
	Name     string // of the kernel: the constant's, or that of name=
	Const    string
	Expr     string
	Operands []OperandDecl
	Place    token.Position // of the comment, for messages

	literal  token.Position // of the constant's value
	verbatim bool           // the literal is the expression, byte for byte, but for its quotes
}

// OperandDecl declares an operand: its element type, and the axes it varies over.
type OperandDecl struct {
	Name  string
	DType dtype.DType
	Axes  []string // names aligned at the last axis, or "1"; nil: it varies like the result
	Text  string   // as it stands in the directive
}

const prefix = "//b2gen:kernel"

// comments are the lines of a group that look like directives of b2gen. Those it does not know are an error: a
// misspelled one would have no effect and nobody would notice.
func comments(fset *token.FileSet, group *ast.CommentGroup) (list []*ast.Comment, err error) {
	if group == nil {
		return nil, nil
	}
	for _, c := range group.List {
		verb, _, _ := strings.Cut(strings.ReplaceAll(c.Text, "\t", " "), " ")
		switch {
		case verb == prefix:
			list = append(list, c)
		case strings.HasPrefix(c.Text, "//b2gen:"):
			return nil, fmt.Errorf("%s: there is no directive %s; write %s", fset.Position(c.Pos()), verb, prefix)
		case strings.HasPrefix(c.Text, "// b2gen:kernel"):
			return nil, fmt.Errorf("%s: a directive has no space after the slashes; write %s", fset.Position(c.Pos()), prefix)
		}
	}
	return list, nil
}

// fileDirectives are the directives of a file, each on a constant.
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
			if doc == nil && !gen.Lparen.IsValid() {
				doc = gen.Doc
			}
			list, err := comments(fset, doc)
			if err != nil {
				return nil, err
			}
			for _, c := range list {
				used[c] = true
				d, err := newDirective(fset, s, c)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", fset.Position(c.Pos()), err)
				}
				found = append(found, d)
			}
		}
	}
	for _, group := range file.Comments {
		list, err := comments(fset, group)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if !used[c] {
				return nil, fmt.Errorf("%s: %s must stand right above a string constant of the package", fset.Position(c.Pos()), prefix)
			}
		}
	}
	return found, nil
}

func newDirective(fset *token.FileSet, s *ast.ValueSpec, c *ast.Comment) (d Directive, err error) {
	d = Directive{Name: s.Names[0].Name, Const: s.Names[0].Name, Place: fset.Position(c.Pos())}
	lit, ok := (*ast.BasicLit)(nil), false
	if len(s.Names) == 1 && len(s.Values) == 1 {
		lit, ok = s.Values[0].(*ast.BasicLit)
	}
	if !ok || lit.Kind != token.STRING || d.Const == "_" {
		return d, fmt.Errorf("constant %s must have a name and be one string literal, the expression", d.Const)
	}
	if d.Expr, err = strconv.Unquote(lit.Value); err != nil {
		return d, err
	}
	d.literal, d.verbatim = fset.Position(lit.Pos()), lit.Value[1:len(lit.Value)-1] == d.Expr
	named := false
	for _, field := range strings.Fields(strings.TrimPrefix(c.Text, prefix)) {
		key, value, ok := strings.Cut(field, "=")
		switch {
		case !ok:
			return d, fmt.Errorf("%q is not operand=dtype or operand=dtype[axes], such as a=float32[j,k]", field)
		case key == "name" && named:
			return d, fmt.Errorf("name= is there twice")
		case key == "name":
			d.Name, named = value, true
			continue
		}
		o, err := newOperand(key, value)
		if err != nil {
			return d, err
		}
		if slices.ContainsFunc(d.Operands, func(have OperandDecl) bool { return have.Name == key }) {
			return d, fmt.Errorf("operand %s is declared twice", key)
		}
		d.Operands = append(d.Operands, o)
	}
	if !token.IsIdentifier(d.Name) || d.Name == "_" {
		return d, fmt.Errorf("kernel name %q is no Go identifier", d.Name)
	}
	return d, d.checkAxes()
}

var operandForm = regexp.MustCompile(`^([a-z0-9]+)(?:\[([^\[\]]*)\])?$`)

func newOperand(name, text string) (OperandDecl, error) {
	o := OperandDecl{Name: name, Text: name + "=" + text}
	if !token.IsIdentifier(name) && !token.IsKeyword(name) {
		return o, fmt.Errorf("operand name %q is no identifier", name)
	}
	m := operandForm.FindStringSubmatch(text)
	if m == nil {
		return o, fmt.Errorf("operand %s: %q is not dtype or dtype[axes], such as float32[j,k] without spaces", name, text)
	}
	var err error
	if o.DType, err = dtype.Parse(m[1]); err != nil {
		return o, fmt.Errorf("operand %s: %w", name, err)
	}
	if !strings.Contains(text, "[") {
		return o, nil
	}
	o.Axes = []string{}
	if m[2] != "" {
		o.Axes = strings.Split(m[2], ",")
	}
	for _, a := range o.Axes {
		if a != "1" && (!token.IsIdentifier(a) || a == "_") {
			return o, fmt.Errorf("operand %s: axis %q is neither a name nor 1", name, a)
		}
	}
	return o, nil
}

// checkAxes refuses two names in one position, counted from the last axis, and one name in two positions.
func (d Directive) checkAxes() error {
	at, where := map[int]string{}, map[string]int{}
	for _, o := range d.Operands {
		for i, name := range o.Axes {
			k := len(o.Axes) - 1 - i
			if name == "1" {
				continue
			}
			if have, ok := at[k]; ok && have != name {
				return fmt.Errorf("operand %s: axis %d from the end is named %s here and %s before; lists align at the right", o.Name, k+1, name, have)
			}
			if have, ok := where[name]; ok && have != k {
				return fmt.Errorf("operand %s: axis %s is %d from the end here and %d before; lists align at the right (put 1 where an axis has length 1)", o.Name, name, k+1, have+1)
			}
			at[k], where[name] = name, k
		}
	}
	return nil
}

// axisNames are the names of the result's axes, in order; "1" where no operand names one.
func (d Directive) axisNames() []string {
	rank := 0
	for _, o := range d.Operands {
		rank = max(rank, len(o.Axes))
	}
	names := slices.Repeat([]string{"1"}, rank)
	for _, o := range d.Operands {
		for i, name := range o.Axes {
			if name != "1" {
				names[rank-len(o.Axes)+i] = name
			}
		}
	}
	return names
}
