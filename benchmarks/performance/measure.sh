#!/bin/sh
# Measures what PERFORMANCE.md shows and writes its tables and charts anew: about a minute on a machine that does
# nothing else. Run it from anywhere.
set -eu
cd "$(dirname "$0")/../.."
b2=$(mktemp)
trap 'rm -f "$b2"' EXIT
go build -o "$b2" ./cmd/b2
for suite in functions fused; do
	"$b2" bench "$suite" --json --repeat 15 >"$b2.json"
	mv "$b2.json" "benchmarks/performance/$suite.json"
done
"$b2" bench chart --page PERFORMANCE.md benchmarks/performance/functions.json benchmarks/performance/fused.json
