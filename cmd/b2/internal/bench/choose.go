package bench

import (
	"fmt"
	"slices"
	"strings"
)

// choose selects works, in their own order, by the words of a user: each is a work with its variants, or a group, or
// else the beginning of names.
func choose(works []work, words []string) ([]work, error) {
	if len(words) == 0 {
		return works, nil
	}
	chosen := make([]bool, len(works))
	for _, word := range words {
		rule := ruleOf(works, word)
		if word == "" || rule == nil {
			return nil, fmt.Errorf("bench: unknown work %q; known are %s", word, known(works))
		}
		for i, w := range works {
			chosen[i] = chosen[i] || rule(w)
		}
	}
	var out []work
	for i, w := range works {
		if chosen[i] {
			out = append(out, w)
		}
	}
	return out, nil
}

// ruleOf is the narrowest rule by which a word selects any work, so that quad-slice is not quad-slice2, too.
func ruleOf(works []work, word string) func(work) bool {
	for _, rule := range []func(work) bool{
		func(w work) bool { return w.name == word || w.of == word },
		func(w work) bool { return w.group == word },
		func(w work) bool { return strings.HasPrefix(w.name, word) },
	} {
		if slices.ContainsFunc(works, rule) {
			return rule
		}
	}
	return nil
}

// known lists what may be asked for.
func known(works []work) string {
	var groups, names []string
	for _, w := range works {
		if !slices.Contains(groups, w.group) {
			groups = append(groups, w.group)
		}
		names = append(names, w.name)
	}
	return "the groups " + strings.Join(groups, ", ") + " and the works " + strings.Join(names, ", ")
}
