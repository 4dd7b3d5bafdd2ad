package main

import (
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	ours, err := parse([]byte(`{"work":"quad-disk-compute","engine":"fused","isa":"go","s":0.5,"med":0.6,"cratio":2.73}
{"work":"quad-mem-plain-into","engine":"interp","isa":"go","s":0.1}
`))
	if err != nil {
		t.Fatal(err)
	}
	peers, err := parse([]byte(`{"work":"quad-disk-compute","engine":"blosc2","cratio":2.47,"s":1.5}
{"work":"quad-mem-plain","engine":"numpy","s":0.4}
`))
	if err != nil {
		t.Fatal(err)
	}
	var s strings.Builder
	table(&s, ours, peers)
	for _, want := range []string{"0.500000    2.73   blosc2 3.00 (cratio 2.47)", "0.100000       -   numpy 4.00"} {
		if !strings.Contains(s.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, &s)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	if _, err := parse([]byte("warning: no JSON\n")); err == nil {
		t.Error("a line that is no timing was taken")
	}
}

func TestGroups(t *testing.T) {
	got := strings.Join(workGroups([]string{"quad", "create"}), " ")
	if got != "quad linspace-mem asarray decompress" {
		t.Errorf("got %s", got)
	}
}
