package main

import (
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// arrange puts the arguments of commands that take an expression in an order that leaves kong no doubt: flags first,
// each with its value, then "--" and the rest. Expressions and values may start with a dash: -x**2, --slice -5:.
// Of other commands only numbers are values that may do so.
func arrange(app *kong.Application, args []string) []string {
	node := command(app, args)
	switch {
	case node == nil:
		return args
	case node.Name != "eval" && node.Name != "explain":
		return numbersAttached(node, args)
	}
	var flags, rest []string
	for i := 1; i < len(args); i++ {
		if args[i] == "--" {
			rest = append(rest, args[i+1:]...)
			break
		}
		arg := attached(args[i])
		f := flagOf(node, arg)
		switch {
		case f == nil && misspelt.MatchString(arg):
			flags = append(flags, arg) // kong says what is wrong with it
		case f == nil:
			rest = append(rest, arg)
		case f.IsBool() || strings.Contains(arg, "=") || i == len(args)-1:
			flags = append(flags, arg)
		default:
			i++
			flags = append(flags, "--"+f.Name+"="+args[i])
		}
	}
	return append(append(append([]string{args[0]}, flags...), "--"), rest...)
}

// command is the command that args call.
func command(app *kong.Application, args []string) *kong.Node {
	if len(args) == 0 {
		return nil
	}
	for _, n := range app.Children {
		if n.Name == args[0] {
			return n
		}
	}
	return nil
}

// numbersAttached makes --level -1 one argument, which kong would take for two flags.
func numbersAttached(node *kong.Node, args []string) []string {
	var out []string
	for i := 0; i < len(args); i++ {
		f := flagOf(node, args[i])
		if args[i] == "--" {
			return append(out, args[i:]...)
		}
		if f != nil && !f.IsBool() && !strings.Contains(args[i], "=") && i+1 < len(args) && negative.MatchString(args[i+1]) {
			out = append(out, "--"+f.Name+"="+args[i+1])
			i++
			continue
		}
		out = append(out, args[i])
	}
	return out
}

// negative matches a negative number, or several.
var negative = regexp.MustCompile(`^-[0-9]`)

// misspelt matches what must be meant as a flag. A name of one letter may stand in an expression: --x is x, twice
// negated.
var misspelt = regexp.MustCompile(`^--[a-z][a-z-]+(=.*)?$`)

// attached splits -oresult.npy, which no expression can look like, where -offset*2 is one.
func attached(arg string) string {
	value, ok := strings.CutPrefix(arg, "-o")
	if ok && value != "" && targetKind(value) != unknownTarget {
		return "--output=" + value
	}
	return arg
}

// flagOf is the flag that an argument is; nil when it is none.
func flagOf(node *kong.Node, arg string) *kong.Flag {
	name, _, _ := strings.Cut(arg, "=")
	for _, group := range node.AllFlags(false) {
		for _, f := range group {
			if name == "--"+f.Name || f.Short != 0 && arg == "-"+string(f.Short) {
				return f
			}
		}
	}
	return nil
}
