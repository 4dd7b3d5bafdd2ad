// Module benchmarks compares b2 with its peers. It is a module of its own so that what it needs never reaches users.
module github.com/b2gen/b2/benchmarks

go 1.26
