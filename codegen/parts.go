package codegen

import (
	"errors"
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/b2gen/b2/ir"
)

// part is some of a package's kernels, in files of their own: reviews, editors and the compiler have trouble with files of
// megabytes. The first part's are b2gen.go, b2gen_amd64.go and so on, the second's b2gen_2.go, b2gen_2_amd64.go ….
type part struct {
	name string
	file *jen.File
	v    *vectors // nil where there can be none
	size int      // of file, about
}

// enough is the size in bytes of a file to which no more kernels are added: they can have a hundred kB each.
const enough = 300_000

func (p *Package) part(number int) *part {
	q := &part{name: "b2gen", file: newFile(p.Name, p.declared)}
	if number > 1 {
		q.name += fmt.Sprintf("_%d", number)
	}
	if !p.cgo {
		q.v = newVectors()
	}
	return q
}

// add writes a directive's kernel. What a primitive and the rest take in bytes was measured; who adds kernels at the end of
// the package changes the last part alone.
func (q *part) add(d Directive, l *ir.Loop) {
	d.into(q.file, l)
	q.size += 60*d.kernel(q.file, l, q.v, q.name) + 600*len(l.Stages) + 1000 + len(l.Key) + 3*len(d.Expr)
}

// full reports whether one of the part's files is long enough.
func (q *part) full() bool {
	largest := q.size
	if q.v != nil {
		for _, f := range q.v.files {
			largest = max(largest, 40*f.Lines)
		}
	}
	return largest >= enough
}

// render writes the part's files.
func (q *part) render(p *Package, files map[string][]byte) error {
	err := render(files, q.name+".go", q.file)
	if q.v == nil {
		return err
	}
	return errors.Join(err, q.v.render(files), render(files, q.name+"_amd64.go", p.vectorRuns(q.v)), render(files, q.name+"_other.go", p.portableRuns(q.v)))
}
