package rig

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/b2gen/b2/runtime/cpu"
)

func TestISAs(t *testing.T) {
	all, err := ISAs(nil)
	if err != nil || !slices.Equal(all, Available()) || all[0] != cpu.Go || all[len(all)-1] != cpu.Best() {
		t.Errorf("all: %v, %v", all, err)
	}
	if got, err := ISAs([]string{"go", "go"}); err != nil || !slices.Equal(got, []cpu.ISA{cpu.Go}) {
		t.Errorf("go: %v, %v", got, err)
	}
	if _, err := ISAs([]string{"avx3"}); err == nil || !strings.Contains(err.Error(), `did you mean "avx2"?`) {
		t.Errorf("avx3: %v", err)
	}
	if cpu.Best() < cpu.AVX512 {
		if _, err := ISAs([]string{"avx512"}); err == nil || !strings.Contains(err.Error(), "this machine has no avx512") {
			t.Errorf("avx512: %v", err)
		}
	}
}

func TestClock(t *testing.T) {
	runs := 0
	pause := func() error { runs++; time.Sleep(200 * time.Microsecond); return nil }
	ns, err := Clock{Repeat: 3, AtLeast: 2 * time.Millisecond}.NsPerElement(t.Context(), 100, pause)
	if err != nil || ns < 2000 {
		t.Errorf("%v ns, %v; a pause of 200 µs for 100 elements is at least 2000 each", ns, err)
	}
	if runs < 4 {
		t.Errorf("%d runs", runs)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Clock{Repeat: 1}).NsPerElement(ctx, 1, func() error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for at := range 2 {
		runs := 0
		fail := func() error {
			if runs++; runs > at {
				return io.ErrUnexpectedEOF
			}
			return nil
		}
		if _, err := (Clock{Repeat: 1}).NsPerElement(t.Context(), 1, fail); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("run %d fails: %v", at, err)
		}
	}
}

func TestRepeats(t *testing.T) {
	if n, err := Repeats(0); n != DefaultRepeat || err != nil {
		t.Errorf("default: %d, %v", n, err)
	}
	if _, err := Repeats(-1); err == nil {
		t.Error("it repeats -1 times")
	}
}

func TestMachine(t *testing.T) {
	m := ThisMachine()
	if m.CPU == "" || m.Cores < 1 || m.Go != runtime.Version() || len(m.Date) != len("2006-01-02") {
		t.Errorf("got %+v", m)
	}
	file := filepath.Join(t.TempDir(), "cpuinfo")
	if err := os.WriteFile(file, []byte("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := cpuModel(file); got != "Some CPU @ 2 GHz" {
		t.Errorf("got %q", got)
	}
	if got := cpuModel(filepath.Join(t.TempDir(), "none")); got != runtime.GOARCH {
		t.Errorf("without a list: %q", got)
	}
}

func TestDigits(t *testing.T) {
	for x, want := range map[float64]string{0.0844: "0.084", 0.99949: "0.999", 0.9996: "1.00", 1.2345: "1.23", 9.996: "10.0", 123.45: "123.5"} {
		if got := Digits(x); got != want {
			t.Errorf("%v: got %s, want %s", x, got, want)
		}
	}
	for x, want := range map[float64]float64{9.986179: 9.986, 0.00123456: 0.001235, 299.64: 299.6, 0: 0} {
		if got := Round(x); got != want {
			t.Errorf("%v: got %v, want %v", x, got, want)
		}
	}
}

func TestInTurn(t *testing.T) {
	var order []int
	step := func(i, ms int) func() error {
		return func() error {
			order = append(order, i)
			time.Sleep(time.Duration(ms) * time.Millisecond)
			return nil
		}
	}
	ns, err := Clock{Repeat: 2}.NsInTurn(t.Context(), 1000, []func() error{step(0, 1), step(1, 3)})
	if err != nil || ns < 4000 || !slices.Equal(order, []int{0, 1, 0, 1}) {
		t.Errorf("%v ns, %v, in the order %v; 4 ms for 1000 elements are 4000 each", ns, err, order)
	}
	fail := func() error { return io.ErrUnexpectedEOF }
	if _, err := (Clock{Repeat: 1}).NsInTurn(t.Context(), 1, []func() error{fail}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a failure: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Clock{Repeat: 1}).NsInTurn(ctx, 1, []func() error{fail}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
