package codegen

import ("testing";"os";"fmt";"github.com/dave/jennifer/jen";"github.com/b2gen/b2/ir")

func TestZZ(t *testing.T) {
	form := os.Getenv("FORM")
	_, ds, err := ReadPackage("../generated/tutorial", "b2gen.go")
	if err != nil { t.Fatal(err) }
	f := newFile("bench")
	for _, d := range ds {
		p, err := d.program()
		if err != nil { t.Fatal(err) }
		l := p.Loops[0]
		for i := range l.Stages {
			st := &l.Stages[i]
			for _, u := range []int{1,2,4} {
				fn := st.Lower(l.InputTypes(st))
				g := &goFunc{f: fn, unroll: u, inexact: sumsOfProducts(fn)}
				f.Add(jen.Func().Id(fmt.Sprintf("%s%d_%s%d", lowerFirst(d.Name), i, form, u)).Params(jen.Id("s").Op("*").Qual(kernelPath, "Strip")).BlockFunc(g.body))
			}
		}
	}
	for _, in := range ir.Loops() {
		switch in.Key() { case "add.f8","add.f4","tanh.f8","log.f8","power.f8","sin.f8","less.f8","where.b1.f8", "add.i1","cast.f8.f4","floor_divide.f8","maximum.f8","log.f4","rint.f8","hypot.f8","logical_and.b1": default: continue }
		for _, u := range []int{1,2,4} {
			fn := instrFunc(in)
			g := &goFunc{f: fn, unroll: u, inexact: sumsOfProducts(fn)}
			f.Add(jen.Func().Id(fmt.Sprintf("%s_%s%d", stripName(in.Key()), form, u)).Params(jen.Id("s").Op("*").Qual(kernelPath, "Strip")).BlockFunc(g.body))
		}
	}
	os.MkdirAll("/tmp/w/ub", 0o755)
	files := map[string][]byte{}
	if err := render(files, form+".go", f); err != nil { t.Fatal(err) }
	os.WriteFile("/tmp/w/ub/"+form+".go", files[form+".go"], 0o644)
}
