package rig

import (
	"os"
	"runtime"
	"strings"
	"time"
)

// Machine is what figures were measured on, and when.
type Machine struct {
	CPU   string `json:"cpu"`
	Cores int    `json:"cores"`
	Go    string `json:"go"`
	Date  string `json:"date"` // year-month-day
}

// ThisMachine describes the machine that runs the program.
func ThisMachine() Machine {
	return Machine{CPU: cpuModel("/proc/cpuinfo"), Cores: runtime.NumCPU(), Go: runtime.Version(), Date: time.Now().UTC().Format(time.DateOnly)}
}

// cpuModel is the processor's name in Linux's list of them, and the architecture where there is none.
func cpuModel(file string) string {
	text, err := os.ReadFile(file)
	if err == nil {
		for line := range strings.Lines(string(text)) {
			name, value, _ := strings.Cut(line, ":")
			if strings.TrimSpace(name) == "model name" && strings.TrimSpace(value) != "" {
				return strings.TrimSpace(value)
			}
		}
	}
	return runtime.GOARCH
}
