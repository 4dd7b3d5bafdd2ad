package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// progress shows how far a computation is, on a terminal only. It may be called from any goroutine.
type progress struct {
	w     io.Writer // nil: nobody looks
	mu    sync.Mutex
	shown time.Time
	any   bool
}

// showEvery is the time between two updates, short enough to look alive.
const showEvery = 100 * time.Millisecond

func newProgress(stderr io.Writer) *progress {
	p := &progress{shown: time.Now()} // what takes less than showEvery shows nothing
	if isTerminal(stderr) {
		p.w = stderr
	}
	return p
}

// isTerminal tells whether people look at what is written there.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull) // a character device, too
	return err != nil || !os.SameFile(info, null)
}

// update notes that so many parts of all are done.
func (p *progress) update(parts, all int) {
	if p.w == nil || all == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); now.Sub(p.shown) >= showEvery {
		p.shown, p.any = now, true
		fmt.Fprintf(p.w, "\rb2: %3d %%", 100*parts/all)
	}
}

// end removes what is shown.
func (p *progress) end() {
	if p.any {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
