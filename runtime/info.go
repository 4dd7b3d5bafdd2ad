package runtime

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/b2gen/b2/ir/shape"
)

// Info is what is known of an array without reading its data.
type Info struct {
	Type   string  `json:"type"`
	Path   string  `json:"path,omitempty"`
	Shape  []int   `json:"shape"`
	Chunks []int   `json:"chunks"`
	Blocks []int   `json:"blocks"`
	DType  string  `json:"dtype"`
	NBytes int64   `json:"nbytes"` // of the elements
	CBytes int64   `json:"cbytes"`
	CRatio float64 `json:"cratio"` // of the chunks, padding included
	Params
	Sparse bool     `json:"sparse,omitempty"` // a directory with a file for each chunk
	Attrs  []string `json:"attrs,omitempty"`  // names of the attributes
}

// Params are what a frame's chunks are compressed with, and how they are decompressed.
type Params struct {
	Codec     string   `json:"codec"`
	Level     int      `json:"clevel"`
	TypeSize  int      `json:"typesize"`
	BlockSize int      `json:"blocksize"` // bytes; 0: as suits a chunk
	SplitMode string   `json:"splitmode"` // whether the bytes of a block are split into streams, one for each byte of an element
	Filters   []string `json:"filters"`
	Threads   int      `json:"nthreads"` // goroutines that decode, unless a reader asks for another number
}

func (f *frameFile) params() Params {
	in := f.frame.Info()
	return Params{
		Codec: in.Codec.String(), Level: in.Level, TypeSize: in.TypeSize, BlockSize: in.BlockSize,
		SplitMode: splitMode(in.SplitMode), Filters: filterTexts(in.Filters, in.FilterMeta, in.TypeSize), Threads: Options{}.workers(),
	}
}

// lines are the parameters as Python-Blosc2 lists them.
func (p Params) lines() [][2]string {
	filters := cmp.Or(strings.Join(p.Filters, ", "), "none")
	return [][2]string{
		{"cparams", fmt.Sprintf("codec %s, clevel %d, typesize %d, blocksize %d, splitmode %s, filters %s",
			p.Codec, p.Level, p.TypeSize, p.BlockSize, p.SplitMode, filters)},
		{"dparams", fmt.Sprintf("nthreads %d", p.Threads)},
	}
}

// attrNames are the names of the attributes.
func (f *frameFile) attrNames() []string {
	var names []string
	for _, l := range f.frame.Attrs() {
		names = append(names, l.Name)
	}
	return names
}

// Info gathers the facts.
func (a *Array) Info(path string) Info {
	return Info{
		Type: "b2.Array", Path: path, Shape: a.geometry.shape, Chunks: a.geometry.chunks, Blocks: a.geometry.blocks,
		DType: a.stored.String(), NBytes: int64(shape.Len(a.geometry.shape) * a.dtype.Size()), CBytes: a.CBytes(), CRatio: a.CRatio(),
		Params: a.params(), Sparse: a.frame.IsSparse(), Attrs: a.attrNames(),
	}
}

// splitMode names the modes as Python-Blosc2 does.
func splitMode(mode int) string {
	return [...]string{1: "always", 2: "never", 3: "auto", 4: "forward_compat"}[mode]
}

// String lists the facts as Python-Blosc2 does, a line each.
func (i Info) String() string {
	lines := [][2]string{{"type", i.Type}}
	if i.Path != "" {
		lines = append(lines, [2]string{"path", i.Path})
	}
	lines = append(lines,
		[2]string{"shape", shape.Format(i.Shape)},
		[2]string{"chunks", shape.Format(i.Chunks)},
		[2]string{"blocks", shape.Format(i.Blocks)},
		[2]string{"dtype", i.DType},
	)
	lines = append(lines, sizeLines(i.NBytes, i.CBytes, i.CRatio)...)
	lines = append(lines, i.lines()...)
	return listed(append(lines, moreLines(i.Sparse, nil, i.Attrs)...))
}

func sizeLines(nbytes, cbytes int64, cratio float64) [][2]string {
	return [][2]string{
		{"nbytes", fmt.Sprintf("%d (%s)", nbytes, FormatBytes(nbytes))},
		{"cbytes", fmt.Sprintf("%d (%s)", cbytes, FormatBytes(cbytes))},
		{"cratio", fmt.Sprintf("%.2fx", cratio)},
	}
}

// moreLines are what not every frame has.
func moreLines(sparse bool, metas, attrs []string) [][2]string {
	var lines [][2]string
	if sparse {
		lines = append(lines, [2]string{"storage", "sparse: a directory"})
	}
	if len(metas) > 0 {
		lines = append(lines, [2]string{"metas", strings.Join(lineOf(metas), ", ")})
	}
	if len(attrs) > 0 {
		lines = append(lines, [2]string{"attrs", strings.Join(lineOf(attrs), ", ")})
	}
	return lines
}

// lineOf makes names fit for a line.
func lineOf(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = printable(n)
	}
	return out
}

// listed aligns keys and values.
func listed(lines [][2]string) string {
	width := 7
	for _, l := range lines {
		width = max(width, len(l[0]))
	}
	var s strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&s, "%-*s : %s\n", width, l[0], l[1])
	}
	return s.String()
}

// FormatBytes writes a size with a unit that suits it, such as "76.29 MiB".
func FormatBytes(n int64) string {
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	v, unit := float64(n), 0
	for v >= 1024 && unit < 5 {
		v /= 1024
		unit++
	}
	return fmt.Sprintf("%.2f %ciB", v, " KMGTP"[unit])
}
