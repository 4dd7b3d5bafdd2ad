package filter

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		size int
		id   uint8
		meta uint8
		back string
	}{
		{"shuffle", 8, ShuffleID, 0, "shuffle"},
		{"shuffle:4", 8, ShuffleID, 4, "shuffle:4"},
		{"shuffle:127", 300, ShuffleID, 127, "shuffle:127"},
		{"bitshuffle", 8, BitshuffleID, 0, "bitshuffle"},
		{"bytedelta", 8, ByteDeltaID, 8, "bytedelta"},
		{"bytedelta:2", 8, ByteDeltaID, 2, "bytedelta:2"},
		{"bytedelta:8", 300, ByteDeltaID, 8, "bytedelta:8"},
		{"delta", 8, DeltaID, 0, "delta"},
		{"trunc_prec:10", 4, TruncPrec, 10, "trunc_prec:10"},
		{"trunc_prec:-8", 4, TruncPrec, 15, "trunc_prec:15"},
		{"trunc_prec:-51", 8, TruncPrec, 1, "trunc_prec:1"},
		{"int_trunc:4", 1, IntTrunc, 4, "int_trunc:4"},
		{"int_trunc:-63", 8, IntTrunc, 1, "int_trunc:1"},
		{"int_trunc:64", 8, IntTrunc, 64, "int_trunc:64"},
	} {
		id, meta, err := Parse(c.text, c.size)
		if back := Text(id, meta, c.size); err != nil || id != c.id || meta != c.meta || back != c.back {
			t.Errorf("%s: %d, %d, %q, %v", c.text, id, meta, back, err)
		}
	}
	if got := Text(TruncPrec, 0xf8, 4); got != "trunc_prec:-8" {
		t.Error(got)
	}
	if got := Text(ByteDeltaOld, 0, 4); got != "filter 34" {
		t.Error(got)
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		text string
		size int
		want string
	}{
		{"shuffel", 4, `there is no filter "shuffel"; there are shuffle, `},
		{"", 4, `there is no filter ""`},
		{"shuffle:0", 4, `filter shuffle takes a group of 1 to 127 bytes, not "0"`},
		{"shuffle:128", 4, `filter shuffle takes a group of 1 to 127 bytes, not "128"`},
		{"shuffle:", 4, `filter shuffle takes a group of 1 to 127 bytes, not ""`},
		{"bytedelta:-1", 4, `filter bytedelta takes a group of 1 to 127 bytes, not "-1"`},
		{"bytedelta", 128, "filter bytedelta takes a group of 1 to 127 bytes, and elements have 128: give one, as in bytedelta:8"},
		{"bitshuffle:1", 4, `filter bitshuffle takes no number, but "1" follows`},
		{"delta:", 4, `filter delta takes no number, but "" follows`},
		{"trunc_prec", 4, "as in trunc_prec:10"},
		{"trunc_prec:ten", 4, `not "ten"`},
		{"trunc_prec:200", 4, `not "200"`},
		{"trunc_prec:10", 2, "filter trunc_prec takes elements of 4 or 8 bytes, not of 2"},
		{"trunc_prec:0", 4, "filter trunc_prec of 4-byte elements takes 1 to 23 bits to keep, or -1 to -22 to clear, not 0"},
		{"trunc_prec:24", 4, "not 24"},
		{"trunc_prec:-23", 4, "not -23"},
		{"trunc_prec:53", 8, "takes 1 to 52 bits to keep, or -1 to -51 to clear, not 53"},
		{"int_trunc:9", 1, "takes 1 to 8 bits to keep, or -1 to -7 to clear, not 9"},
		{"int_trunc:4", 16, "filter int_trunc takes elements of 1, 2, 4 or 8 bytes, not of 16"},
	} {
		if _, _, err := Parse(c.text, c.size); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q, size %d: error %v does not say %q", c.text, c.size, err, c.want)
		}
	}
}

func TestWritable(t *testing.T) {
	for want, c := range map[string]Config{
		"delta must come before delta":     {IDs: [Slots]uint8{3, 0, 0, 3}},
		"delta must come before shuffle":   {IDs: [Slots]uint8{0, 1, 0, 3}},
		"trunc_prec must come before shuf": {IDs: [Slots]uint8{1, 4}, Meta: [Slots]uint8{0, 10}},
		"int_trunc must come before delta": {IDs: [Slots]uint8{0, 3, 0, 36}, Meta: [Slots]uint8{3: 10}},
		"not 99":                           {IDs: [Slots]uint8{4}, Meta: [Slots]uint8{99}},
		"filter 34 in slot 1":              {IDs: [Slots]uint8{1, 34}},
	} {
		c.TypeSize = 4
		if err := Writable(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v does not say %q", c, err, want)
		}
	}
	c := Config{IDs: [Slots]uint8{36, 4, 3, 2, 1, 35}, Meta: [Slots]uint8{30, 10}, TypeSize: 4}
	if err := Writable(c); err != nil {
		t.Error(err)
	}
}
