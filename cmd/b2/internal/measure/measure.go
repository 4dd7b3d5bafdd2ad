// Package measure tells what one step of a program takes: its time, and the memory it needs on top of what was there
// before. The commands that report figures call it.
package measure

import (
	"runtime/debug"
	"time"
)

// Usage is what a step took.
type Usage struct {
	Time   time.Duration
	Growth int64 // bytes of memory in use at the step's highest point, above the level before it
	Peak   int64 // bytes of memory in use at that point
}

// Do runs a step and measures it. The garbage of earlier steps is given back first, so that it neither counts nor
// makes room; a step that shares the process with others at work is charged for theirs, too.
func Do(step func() error) (Usage, error) {
	debug.FreeOSMemory()
	mem := newMeter()
	start := time.Now()
	err := step()
	u := Usage{Time: time.Since(start)}
	u.Growth, u.Peak = mem.stop()
	return u, err
}
