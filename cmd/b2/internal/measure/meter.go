package measure

import "time"

// interval is the time between two looks at the memory, where the system does not keep its highest level for us.
const interval = time.Millisecond

// meter follows the memory of the process from newMeter to stop.
type meter struct {
	before int64
	highOf func() (int64, bool) // the system's own record of the highest level; nil: the sampler's
	end    chan struct{}
	high   chan int64 // what the sampler saw; it sends once, when end is closed
}

// newMeter starts to measure in the best way that the system has: Linux remembers the highest level exactly where the
// process may reset that record, and any other level is sampled.
func newMeter() *meter {
	if resetHigh() {
		if now, ok := statusBytes("VmRSS"); ok {
			return &meter{before: now, highOf: func() (int64, bool) { return statusBytes("VmHWM") }}
		}
	}
	return newSampler(levelReader())
}

// newSampler starts to measure by looking at the level again and again, which may miss a short peak.
func newSampler(level func() int64) *meter {
	m := &meter{before: level(), end: make(chan struct{}), high: make(chan int64, 1)}
	go m.sample(level)
	return m
}

// stop ends the measurement: the highest level above the one at the start, and the highest level.
func (m *meter) stop() (growth, peak int64) {
	if m.highOf != nil {
		peak, _ = m.highOf()
	} else {
		close(m.end)
		peak = <-m.high
	}
	peak = max(peak, m.before)
	return peak - m.before, peak
}

func (m *meter) sample(level func() int64) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	high := level()
	for {
		select {
		case <-tick.C:
			high = max(high, level())
		case <-m.end:
			m.high <- max(high, level())
			return
		}
	}
}
