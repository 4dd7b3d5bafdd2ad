package parser

import (
	"strings"
	"unicode/utf8"
)

// maxSuggest bounds the names compared, in runes: comparing takes quadratic time.
const maxSuggest = 64

// Suggest gives the candidate that name is most likely a misspelling of, or "" if
// none is near. Near is one edit in three runes, where an edit inserts, deletes or
// changes a rune or swaps two neighbours, and case counts least. Among equals it
// takes the one that sorts first, whatever the order of the candidates.
func Suggest(name string, candidates []string) string {
	n := utf8.RuneCountInString(name)
	if n > maxSuggest {
		return ""
	}
	limit := 0
	if n > 1 {
		limit = max(1, n/3)
	}
	best, bestCost := "", 2*limit+2
	for _, c := range candidates {
		if c == name || c == "" || utf8.RuneCountInString(c) > maxSuggest {
			continue
		}
		d := distance(strings.ToLower(name), strings.ToLower(c))
		if d > limit {
			continue
		}
		cost := 2 * d
		if c[0] != name[0] { // people rarely get the first letter wrong
			cost++
		}
		if cost < bestCost || cost == bestCost && c < best {
			best, bestCost = c, cost
		}
	}
	return best
}

// distance is the optimal string alignment distance: Damerau and Levenshtein's,
// with no rune edited twice.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := [3][]int{make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		row, up, upper := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(t); j++ {
			change := up[j-1]
			if s[i-1] != t[j-1] {
				change++
			}
			row[j] = min(up[j]+1, row[j-1]+1, change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], upper[j-2]+1)
			}
		}
	}
	return rows[len(s)%3][len(t)]
}
