package dtype

import "testing"

func TestParse(t *testing.T) {
	for _, d := range All() {
		for _, s := range []string{d.String(), d.NumPy(), d.Short()} {
			if got, err := Parse(s); err != nil || got != d {
				t.Errorf("%q: %v, %v", s, got, err)
			}
		}
	}
	for _, s := range []string{"", "raw", "V", ">f8", ">f2", "<M8[ns]", "invalid", "=", "<"} {
		if d, err := Parse(s); err == nil {
			t.Errorf("%q was taken as %s", s, d)
		}
	}
}

func TestPromoteWeak(t *testing.T) {
	for _, c := range []struct{ a, b, want Type }{
		{WeakInt, WeakFloat, WeakFloat},
		{WeakInt, Strong(Bool), Strong(Int64)},
		{WeakFloat, Strong(Float32), Strong(Float32)},
		{Strong(Int8), WeakFloat, Strong(Float64)},
		{Strong(Uint8), WeakInt, Strong(Uint8)},
		{Strong(Int64), Strong(Uint64), Strong(Float64)},
		{Strong(Int8), Strong(Uint32), Strong(Int64)},
		{Strong(Int16), Strong(Float32), Strong(Float32)},
		{Strong(Int32), Strong(Float32), Strong(Float64)},
	} {
		if got := Promote(c.a, c.b); got != c.want {
			t.Errorf("%v with %v is %v, want %v", c.a, c.b, got, c.want)
		}
		if got := Promote(c.b, c.a); got != c.want {
			t.Errorf("%v with %v is %v, want %v", c.b, c.a, got, c.want)
		}
	}
}
