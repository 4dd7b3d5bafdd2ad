package parser

import "testing"

func TestSuggest(t *testing.T) {
	names := []string{"sin", "sinh", "cos", "sqrt", "exp", "expm1", "arctan2", "where", "std", "e", "pi", "argmax", "argmin"}
	for name, want := range map[string]string{
		"sine": "sin", "Sin": "sin", "SINH": "sinh", "sqroot": "sqrt", "sqr": "sqrt", "wehre": "where", "atan2": "",
		"arctn2": "arctan2", "axp": "exp", "argmx": "argmax", "x": "", "E": "e", "": "", "ps": "pi", "temperature": "",
		"sin": "sinh",
	} {
		if got := Suggest(name, names); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := Suggest("abd", []string{"abx", "aby", "abe"}); got != "abe" {
		t.Errorf("among equals got %q", got)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "acb", 1}, {"abcd", "badc", 2}, {"ca", "abc", 3},
		{"kitten", "sitting", 3}, {"größe", "grosse", 3},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("%q to %q: got %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
