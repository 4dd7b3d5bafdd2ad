package parser

import (
	"math/rand/v2"
	"strings"
)

// randomText writes an expression with few parentheses, so that precedence decides
// its tree. Some are not valid, such as "a * not b" and "a if b".
func randomText(r *rand.Rand, depth int) string {
	var b strings.Builder
	for terms := 1 + r.IntN(5); ; {
		for r.IntN(4) == 0 {
			b.WriteString(pick(r, "-", "+", "~", "- ", "not ", "-", "~"))
		}
		b.WriteString(randomOperand(r, depth))
		if terms--; terms <= 0 {
			return b.String()
		}
		b.WriteString(pick(r, " + ", "-", " * ", "/", "//", " % ", "**", "**", "**", "<<", " >> ", "&", " | ", "^",
			" < ", "<=", " > ", ">=", "==", " != ", " and ", " or ", " and ", " or "))
		if r.IntN(8) == 0 {
			b.WriteString(randomText(r, depth-1) + " if " + randomText(r, depth-1) + " else ")
		}
	}
}

func randomOperand(r *rand.Rand, depth int) string {
	text := pick(r, "a", "b", "x1", "α", "_", "1", "0x1F", "0b10_1", "0o17", "1_000", "1e3", ".5", "5.", "2j", "1.5e-3",
		"1e+5J", "00", "12345678901234567890123", "True", "False", "None", "'float32'", `"it's \\ \n"`)
	if depth <= 0 {
		return text
	}
	sub := func() string { return randomText(r, depth-1) }
	switch r.IntN(12) {
	case 0, 1:
		return "(" + sub() + ")"
	case 2:
		return pick(r, "()", "(a,)", "[]", "("+sub()+" ,)", "("+sub()+", "+sub()+")", "[ "+sub()+", "+sub()+",]")
	case 3:
		return pick(r, "a", "(a)", "a.b", "a[1]", "a(2)") + "." + pick(r, "T", "sum", "astype") + "(" + sub() + ")"
	case 4:
		return "f(" + pick(r, sub()+", ", "") + pick(r, "axis=", "k = ", "") + sub() + pick(r, "", ",", ", keepdims=True") + ")"
	case 5, 6:
		return pick(r, "a", "(b)", "a.T", "a[0]") + "[" + randomItem(r, sub) + pick(r, "", ",", ", "+randomItem(r, sub)) + "]"
	case 7:
		return "(" + sub() + ")." + pick(r, "real", "imag")
	}
	return text
}

func randomItem(r *rand.Rand, sub func() string) string {
	part := func() string { return pick(r, "", "", "2", "-1", sub()) }
	return pick(r, "...", "None", "3", sub(), part()+":"+part(), part()+" : "+part()+":"+part(), ":")
}

func pick(r *rand.Rand, from ...string) string { return from[r.IntN(len(from))] }
