package measure

import (
	"bytes"
	"os"
	"runtime/metrics"
	"strconv"
)

// Linux's view of the process (proc(5)); elsewhere these files are missing and the functions say so.
const (
	statusFile    = "/proc/self/status"
	clearRefsFile = "/proc/self/clear_refs"
	resetHighMark = "5" // written to clear_refs: VmHWM starts again from VmRSS
)

// resetHigh makes the system forget the highest level so far, where that is permitted.
func resetHigh() bool {
	f, err := os.OpenFile(clearRefsFile, os.O_WRONLY, 0)
	if err != nil {
		return false
	}
	_, err = f.WriteString(resetHighMark)
	return f.Close() == nil && err == nil
}

// statusBytes is a line of the status file, which counts in kB.
func statusBytes(key string) (int64, bool) {
	text, err := os.ReadFile(statusFile)
	if err != nil {
		return 0, false
	}
	for line := range bytes.Lines(text) {
		rest, ok := bytes.CutPrefix(line, []byte(key+":"))
		if !ok {
			continue
		}
		fields := bytes.Fields(rest)
		if len(fields) == 0 {
			return 0, false
		}
		kB, err := strconv.ParseInt(string(fields[0]), 10, 64)
		return kB << 10, err == nil
	}
	return 0, false
}

// levelReader is how to read the memory in use now: what the system holds for the process, or else what the Go
// runtime has taken from it and not given back.
func levelReader() func() int64 {
	if _, ok := statusBytes("VmRSS"); ok {
		return func() int64 {
			n, _ := statusBytes("VmRSS")
			return n
		}
	}
	return runtimeLevel
}

func runtimeLevel() int64 {
	s := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
	}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}
