package measure

import (
	"errors"
	"runtime"
	"testing"
	"time"
)

const room = 64 << 20

// use takes and touches memory, so that the system really has to give it.
func use() {
	data := make([]byte, room)
	for i := 0; i < len(data); i += 4096 {
		data[i] = 1
	}
	time.Sleep(5 * time.Millisecond) // for the sampler
	runtime.KeepAlive(data)
}

func TestDoCountsTheStepAlone(t *testing.T) {
	for range 2 { // the second time, the garbage of the first must not help
		u, err := Do(func() error { use(); return nil })
		if err != nil {
			t.Fatal(err)
		}
		if u.Growth < room*9/10 || u.Growth > 4*room { // the race detector shadows memory
			t.Errorf("a step that takes %d bytes grew by %d", room, u.Growth)
		}
		if u.Peak < u.Growth || u.Time <= 0 {
			t.Errorf("peak %d, growth %d, time %v", u.Peak, u.Growth, u.Time)
		}
	}
	u, _ := Do(func() error { return nil })
	if u.Growth > room/4 {
		t.Errorf("an empty step grew by %d", u.Growth)
	}
}

func TestDoGivesTheError(t *testing.T) {
	want := errors.New("broken")
	if _, err := Do(func() error { return want }); !errors.Is(err, want) {
		t.Errorf("got %v", err)
	}
}

func TestSampledMeter(t *testing.T) {
	for name, level := range map[string]func() int64{"system": levelReader(), "runtime": runtimeLevel} {
		t.Run(name, func(t *testing.T) {
			runtime.GC()
			m := newSampler(level)
			use()
			if _, peak := m.stop(); peak < room {
				t.Errorf("the peak was %d, with %d in use", peak, room)
			}
		})
	}
}
