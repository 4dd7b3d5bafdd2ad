package main

import (
	"errors"
	"math/big"
	"strconv"
	"strings"
)

// literal reads a number or bool as Python writes it; ok is false when the text is something else.
func literal(text string) (v any, ok bool) {
	switch text {
	case "True":
		return true, true
	case "False":
		return false, true
	case "":
		return nil, false
	}
	if n, ok := integer(text); ok {
		return n, true
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) { // 1e999 is inf, as in Python
		return nil, false
	}
	return x, true
}

// integer reads an int, or a *big.Int where an int has no room.
func integer(text string) (any, bool) {
	digits := strings.TrimLeft(text, "+-")
	base := 10
	if len(digits) > 1 && digits[0] == '0' && strings.ContainsRune("xXoObB", rune(digits[1])) {
		base = 0 // by the prefix
	}
	n, ok := new(big.Int).SetString(text, base)
	if !ok {
		return nil, false
	}
	if n.IsInt64() {
		return int(n.Int64()), true
	}
	return n, true
}
