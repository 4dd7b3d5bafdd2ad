// Command benchmarks times the tutorial's works in b2 and in its peers, in one run on one machine, and prints how many
// times faster b2 is. Absolute times drift from run to run; the ratios are what counts.
//
//	go run . [-python python3] [-repeat 5] [-dir DIR] [-json FILE] [GROUP …]
//
// The groups are quad, sinexp, wave, reduce, create and small. The Python needs NumPy, NumExpr and Blosc2.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
)

// timing is a line that a side prints: a work's seconds by one engine.
type timing struct {
	Work   string  `json:"work"`
	Engine string  `json:"engine"`
	ISA    string  `json:"isa,omitempty"`
	S      float64 `json:"s"`
	CRatio float64 `json:"cratio,omitempty"`
}

func main() {
	python := flag.String("python", "python3", "a Python with NumPy, NumExpr and Blosc2")
	repeat := flag.Int("repeat", 5, "runs of each work; the least time counts")
	dir := flag.String("dir", "scratch", "folder for the arrays on disk")
	out := flag.String("json", "", "file to write all timings to, a JSON line each")
	flag.Parse()
	if err := run(*python, *repeat, *dir, *out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

func run(python string, repeat int, dir, out string, groups []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	peers, err := timings(exec.Command(python, append([]string{"peers.py", dir, strconv.Itoa(repeat)}, groups...)...))
	if err != nil {
		return err
	}
	args := append([]string{"run", "./cmd/b2", "bench", "tutorial", "--json", "--repeat", strconv.Itoa(repeat), "--dir", dir}, workGroups(groups)...)
	b2 := exec.Command("go", args...)
	b2.Dir = ".."
	ours, err := timings(b2)
	if err != nil {
		return err
	}
	if out != "" {
		if err := writeLines(out, append(peers, ours...)); err != nil {
			return err
		}
	}
	table(os.Stdout, ours, peers)
	return nil
}

// groupWorks are the works of the groups whose names are no prefix of them.
var groupWorks = map[string][]string{
	"reduce": {"sum-all", "sum-axis0", "mean-axis2", "sum-b", "sum-where"},
	"create": {"linspace-mem", "asarray", "decompress"},
}

func workGroups(groups []string) []string {
	var works []string
	for _, g := range groups {
		if w, ok := groupWorks[g]; ok {
			works = append(works, w...)
		} else {
			works = append(works, g)
		}
	}
	return works
}

// timings runs a command and reads the timings that it prints.
func timings(cmd *exec.Cmd) ([]timing, error) {
	cmd.Stderr = os.Stderr
	raw, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cmd, err)
	}
	return parse(raw)
}

func parse(raw []byte) ([]timing, error) {
	var list []timing
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		var t timing
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("%q: %w", lines.Text(), err)
		}
		list = append(list, t)
	}
	return list, lines.Err()
}

func writeLines(path string, list []timing) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	for _, t := range list {
		if err := enc.Encode(t); err != nil {
			return err
		}
	}
	return os.WriteFile(path, buf.Bytes(), 0o644)
}

// table prints each of our timings with the peers' of the same work.
func table(w io.Writer, ours, peers []timing) {
	fmt.Fprintf(w, "%-22s %-7s %10s %7s   %s\n", "work", "engine", "seconds", "cratio", "times faster than")
	for _, t := range ours {
		fmt.Fprintf(w, "%-22s %-7s %10.6f %7s  ", t.Work, t.Engine, t.S, ratio(t.CRatio))
		for _, p := range rivals(peers, t.Work) {
			fmt.Fprintf(w, " %s %.2f", p.Engine, p.S/t.S)
			if p.CRatio > 0 {
				fmt.Fprintf(w, " (cratio %s)", ratio(p.CRatio))
			}
		}
		fmt.Fprintln(w)
	}
}

// rivals are the peers' timings of a work; the variants of ours ("-into", "-text") compare with the work itself.
func rivals(peers []timing, work string) []timing {
	var list []timing
	for _, p := range peers {
		if p.Work == work || slices.Contains([]string{p.Work + "-into", p.Work + "-text"}, work) {
			list = append(list, p)
		}
	}
	return list
}

func ratio(r float64) string {
	if r == 0 {
		return "-"
	}
	return strconv.FormatFloat(r, 'f', 2, 64)
}
