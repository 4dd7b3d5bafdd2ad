package codegen

import "github.com/dave/jennifer/jen"

// test is the file with the test that fails when what is generated is not what the directives and the generator of
// today give. It runs the generator by its path: that works in every module that can run go tool b2gen, and in b2
// itself. The test reads the names and times of the package's files, for go test to see that they changed and not
// to give its last answer again.
func (p *Package) test() *jen.File {
	f := newFile(p.Name+"_test", nil)
	f.Comment("TestB2gen fails when " + KernelFile + " is not what go generate would write.")
	t := jen.Id("t")
	f.Func().Id("TestB2gen").Params(jen.Id("t").Op("*").Qual("testing", "T")).Block(
		jen.List(jen.Id("files"), jen.Id("_")).Op(":=").Qual("path/filepath", "Glob").Call(jen.Lit("*.go")),
		jen.For(jen.List(jen.Id("_"), jen.Id("name")).Op(":=").Range().Id("files")).Block(
			jen.List(jen.Id("_"), jen.Id("_")).Op("=").Qual("os", "Stat").Call(jen.Id("name")).Comment("go test runs this again when one changes"),
		),
		jen.List(jen.Id("tool"), jen.Err()).Op(":=").Qual("os/exec", "LookPath").Call(jen.Lit("go")),
		jen.If(jen.Len(jen.Id("files")).Op("==").Lit(0).Op("||").Err().Op("!=").Nil()).Block(
			t.Clone().Dot("Skip").Call(jen.Lit("this needs the package's source and the go command")),
		),
		jen.List(jen.Id("out"), jen.Err()).Op(":=").Qual("os/exec", "Command").
			Call(jen.Id("tool"), jen.Lit("run"), jen.Lit(module+"cmd/b2gen"), jen.Lit("-check")).Dot("CombinedOutput").Call(),
		jen.If(jen.Err().Op("!=").Nil()).Block(
			t.Clone().Dot("Fatalf").Call(jen.Lit("%v\n%s"), jen.Err(), jen.Id("out")),
		),
	)
	return f
}
