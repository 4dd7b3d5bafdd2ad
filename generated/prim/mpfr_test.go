//go:build mpfr

package prim_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"

	"github.com/b2gen/b2/ir"
	"github.com/b2gen/b2/ir/dtype"
)

var (
	tries   = flag.Int("tries", 100_000, "how many random arguments each function is tried with")
	written = flag.Bool("write", false, "write testdata/truth.gz")
	seed    = flag.Uint64("seed", 1, "of the random arguments")
)

// TestMPFR tries each float64 function with a stated error on hard and random arguments, on every instruction set of this
// machine, against MPFR. A third of the random ones are any numbers, the rest is where the function has something to do.
// B2_MPFR names a Python that has what ir/lower/gen/requirements.txt lists:
//
//	B2_MPFR=venv/bin/python go test -tags mpfr -run TestMPFR -v -timeout 12h ./generated/prim [-tries 10000000] [-only erf,erfc] [-record]
func TestMPFR(t *testing.T) {
	for _, in := range inexact(dtype.Float64) {
		if !chosen(in.Op.Name) || in.Op.Name == "float_power" && *only == "" { // which is power
			continue
		}
		t.Run(in.Op.Name, func(t *testing.T) {
			most := tryAll(t, in, *tries)
			if t.Failed() {
				return // some were not tried
			}
			t.Logf("%-10s %.4f units of the last place at %s, of %d", in.Op.Name, most.ulp, most.at, most.tried)
			if !(most.ulp <= bound(in.Op)) {
				t.Errorf("%s errs by %.4f units of the last place at %s; its row states %v", in.Op.Name, most.ulp, most.at, in.Op.ULP)
			}
			keep(t, in, most.ulp, most.at, most.tried)
		})
	}
}

// batch is as many arguments as go to Python at once.
const batch = 4096

// tryAll measures the hard arguments, and n random ones, with a Python for each processor.
func tryAll(t *testing.T, in ir.Instr, n int) largest {
	batches := make(chan [][]float64)
	var group sync.WaitGroup
	var mutex sync.Mutex
	var most largest
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			o, err := newOracle(in.Op.Name)
			if err != nil {
				t.Error(err)
			}
			e := newEverywhere(in)
			for args := range batches {
				if err != nil {
					continue // the rest is not tried
				}
				var got []float64
				var want []truth
				if got, err = e.compute(args); err == nil {
					want, err = o.ask(args)
				}
				if err != nil {
					t.Error(err)
					continue
				}
				mutex.Lock()
				most.add(in.Op.Name, args, got, want)
				mutex.Unlock()
			}
			if o != nil {
				o.close()
			}
		})
	}
	for _, args := range cut(hardArguments(in)) {
		batches <- args
	}
	r := randomFor(in.Op.Name)
	for ; n > 0; n -= batch {
		batches <- randomArguments(in, r, min(n, batch))
	}
	close(batches)
	group.Wait()
	return most
}

func randomFor(name string) *rand.Rand {
	h := fnv.New64()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(*seed, h.Sum64()))
}

func hardArguments(in ir.Instr) [][]float64 {
	if in.N == 1 {
		return [][]float64{hard(in.Op.Name)}
	}
	x, y := hardPairs(in.Op.Name)
	return [][]float64{x, y}
}

// cut is the columns in batches.
func cut(args [][]float64) (list [][][]float64) {
	for at := 0; at < len(args[0]); at += batch {
		part := make([][]float64, len(args))
		for k := range args {
			part[k] = args[k][at:min(at+batch, len(args[k]))]
		}
		list = append(list, part)
	}
	return list
}

func randomArguments(in ir.Instr, r *rand.Rand, n int) [][]float64 {
	args := make([][]float64, in.N)
	for k := range args {
		args[k] = make([]float64, n)
	}
	for i := range n {
		switch inside := i%3 > 0; {
		case in.N == 1 && inside:
			args[0][i] = interesting(in.Op.Name)(r)
		case inside:
			args[0][i], args[1][i] = interestingPair(in.Op.Name)(r)
		default:
			for k := range args {
				args[k][i] = anyBits(r)
			}
		}
	}
	return args
}

// oracle is a Python that runs truth.py for one function.
type oracle struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out io.Reader
}

func newOracle(name string) (*oracle, error) {
	python := os.Getenv("B2_MPFR")
	if python == "" {
		return nil, fmt.Errorf("B2_MPFR is not set; let it name a Python with what ir/lower/gen/requirements.txt lists")
	}
	o := &oracle{cmd: exec.Command(python, "../../ir/lower/gen/truth.py", "--units", name)}
	o.cmd.Stderr = os.Stderr
	var err error
	if o.in, err = o.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if o.out, err = o.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	return o, o.cmd.Start()
}

// ask gives the truth for at most a batch of arguments, by columns. A batch is a block of truth.py's.
func (o *oracle) ask(args [][]float64) ([]truth, error) {
	n := len(args[0])
	for len(args[0]) < batch { // it waits for a whole block
		padded := make([][]float64, len(args))
		for k := range args {
			padded[k] = append(args[k][:n:n], make([]float64, batch-n)...)
		}
		args = padded
	}
	flat := make([]float64, 0, batch*len(args))
	for i := range batch {
		for k := range args {
			flat = append(flat, args[k][i])
		}
	}
	if err := binary.Write(o.in, binary.LittleEndian, flat); err != nil {
		return nil, err
	}
	pairs := make([]float64, 2*batch)
	if err := binary.Read(o.out, binary.LittleEndian, pairs); err != nil {
		return nil, fmt.Errorf("truth.py: %w", err)
	}
	want := make([]truth, n)
	for i := range want {
		want[i] = truth{pairs[2*i], pairs[2*i+1]}
	}
	return want, nil
}

func (o *oracle) close() {
	o.in.Close()
	o.cmd.Wait()
}

// TestWriteTruth writes the arguments and results that TestTruth compares, when asked to:
//
//	B2_MPFR=venv/bin/python go test -tags mpfr -run WriteTruth ./generated/prim -write
func TestWriteTruth(t *testing.T) {
	if !*written {
		t.Skip("-write asks for it")
	}
	const count = 200
	var zipped bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	for _, in := range inexact(dtype.Float64) {
		o, err := newOracle(in.Op.Name)
		if err != nil {
			t.Fatal(err)
		}
		r := randomFor(in.Op.Name)
		args := randomArguments(in, r, count)
		for i, hards := 0, hardArguments(in); i < count; i += 4 { // every fourth is a hard one
			at := r.IntN(len(hards[0]))
			for k := range args {
				args[k][i] = hards[k][at]
			}
		}
		want, err := o.ask(args)
		if err != nil {
			t.Fatal(err)
		}
		o.close()
		high, low := make([]float64, count), make([]float32, count)
		for i, w := range want {
			high[i], low[i] = w.high, float32(w.low)
		}
		zip.Write([]byte(in.Op.Name))
		parts := []any{uint32(count)}
		for _, column := range args {
			parts = append(parts, column)
		}
		for _, part := range append(parts, high, low) {
			if err := binary.Write(zip, binary.LittleEndian, part); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("testdata/truth.gz", zipped.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}
