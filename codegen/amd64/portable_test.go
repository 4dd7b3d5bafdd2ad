package amd64_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/b2gen/b2/codegen/amd64"
	"github.com/b2gen/b2/ir"
)

// portable are the strips that have no vector function, on either target: integers.go says why.
var portable = []string{"gcd.i4", "gcd.i8", "gcd.u4", "gcd.u8", "lcm.i4", "lcm.i8", "lcm.u4", "lcm.u8"}

// TestPortableStrips holds that list to what is so: no strip falls back to portable code unseen, or for another reason than
// that a target cannot do one of its primitives.
func TestPortableStrips(t *testing.T) {
	for _, target := range []*amd64.Target{amd64.AVX2, amd64.AVX512} {
		var got []string
		for _, in := range ir.Loops() {
			err := amd64.NewFile().Add(target, "strip", in.Func())
			if err == nil {
				continue
			}
			if got = append(got, in.Key()); !errors.Is(err, amd64.ErrUnable) {
				t.Errorf("%s on %s: %v", in.Key(), target.Name, err)
			}
		}
		if slices.Sort(got); !slices.Equal(got, portable) {
			t.Errorf("%s leaves %q to portable code, not %q", target.Name, got, portable)
		}
	}
}
