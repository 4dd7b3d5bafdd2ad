package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/b2gen/b2"
)

// expression is the lazy expression of a command line: text over operands, or a file by itself, and perhaps a part of
// it. Close the sources when done with it, also after an error.
func (s *sources) expression(text string, args []string, slice string, opts ...b2.LazyOption) (*b2.Expr, error) {
	if isFile(text) {
		if len(args) > 0 {
			return nil, fmt.Errorf("%s stands where the expression should be: write it first, then the files, as in 'a + b' a.b2nd b.b2nd", text)
		}
		name := stem(text)
		if name == "" {
			name = "array"
		}
		text, args = name, []string{name + "=" + text}
	}
	if isOther(text) {
		return nil, fmt.Errorf("%s: what is read is told by the suffix: .b2nd, .npy, STORE.b2z:/name or - (.npy on standard input)", text)
	}
	if err := s.bind(args); err != nil {
		return nil, err
	}
	e, err := s.lazy(text, opts)
	if err != nil {
		return nil, err
	}
	if slice != "" {
		e = e.Index(slice)
	}
	return e, e.Err()
}

// checkUsed finds name=SOURCE that the expression does not need: it must be meant for another name. What the text
// says that is no expression is for who computes it to tell.
func checkUsed(text string, args []string) error {
	names, err := b2.Names(text)
	if err != nil || isFile(text) {
		return nil
	}
	for _, arg := range args {
		m := binding.FindStringSubmatch(arg)
		if m == nil || constant.MatchString(m[1]) && slices.Contains(word.FindAllString(text, -1), m[1]) {
			continue // or it hides a constant, which needs no operand
		}
		if !slices.Contains(names, m[1]) {
			return fmt.Errorf("%s binds a name that is not in the expression %q", arg, text)
		}
	}
	return nil
}

// constant matches names that mean a number where no operand has them, word matches all.
var (
	constant = regexp.MustCompile(`^(pi|e|nan|inf)$`)
	word     = regexp.MustCompile(`[\pL_][\pL\pN_]*`)
)

// isFile tells a file from an expression; none can end in these attributes.
func isFile(text string) bool {
	switch filepath.Ext(text) {
	case ".b2nd", ".npy", ".b2frame", ".b2z", ".b2d", ".b2e":
		return true
	}
	return text == "-" || inStore.MatchString(text)
}

// isOther tells a file that b2 does not read from an expression, which cannot end in an attribute.
func isOther(text string) bool {
	info, err := os.Stat(text)
	return suffix.MatchString(text) && !isFile(text) && err == nil && info.Mode().IsRegular()
}

var suffix = regexp.MustCompile(`\.[A-Za-z]\w*$`)

// inStore matches an entry of a store.
var inStore = regexp.MustCompile(`\.b2[zde]/*:`)

// lazy builds the expression. Names that nothing binds are looked for as files in the current folder.
func (s *sources) lazy(text string, opts []b2.LazyOption) (*b2.Expr, error) {
	names, err := b2.Names(text)
	if err != nil {
		return nil, err
	}
	missing := map[string]bool{}
	for _, name := range names {
		if _, bound := s.vars[name]; bound {
			continue
		}
		if _, err := os.Stat(name + ".b2nd"); err != nil {
			missing[name] = true
		} else if err := s.add(name, name+".b2nd"); err != nil {
			return nil, err
		}
	}
	e, err := b2.Lazy(text, s.vars, opts...)
	if err != nil {
		hint(err, missing)
	}
	return e, err
}

// hint says of the faults that are about missing names where was looked for them.
func hint(err error, missing map[string]bool) {
	for _, fault := range faults(err) {
		name := underlined(fault)
		if missing[name] && !strings.HasPrefix(fault.Hint, "did you mean") {
			fault.Hint = fmt.Sprintf("bind it as %s=FILE; there is no %s.b2nd here", name, name)
		}
	}
}

// faults are the faults of an expression.
func faults(err error) []*b2.ExprError {
	var several b2.ExprErrors
	if errors.As(err, &several) {
		return several
	}
	var one *b2.ExprError
	if errors.As(err, &one) {
		return []*b2.ExprError{one}
	}
	return nil
}

// underlined is the part of the text that a fault is about.
func underlined(fault *b2.ExprError) string {
	runes := []rune(fault.Src[min(fault.Pos.Offset, len(fault.Src)):])
	return string(runes[:min(fault.Width, len(runes))])
}
