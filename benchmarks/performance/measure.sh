#!/bin/sh
# Measures what PERFORMANCE.md shows and writes its tables and charts anew: some five minutes on a machine that does
# nothing else. Run it from anywhere. All is measured three times, minutes apart, and the shortest time of each is kept:
# a machine that others share is slower for seconds at a time.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -o "$work/b2" ./cmd/b2
for round in 1 2 3; do
	for suite in functions fused; do
		"$work/b2" bench "$suite" --json >>"$work/$suite"
	done
done
for suite in functions fused; do
	awk '{
		match($0, /"ns_per_element":[0-9.e+-]+/)
		ns = substr($0, RSTART + 17, RLENGTH - 17) + 0
		what = substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH)
		if (!(what in best)) order[++n] = what
		if (!(what in best) || ns < best[what]) { best[what] = ns; line[what] = $0 }
	}
	END { for (i = 1; i <= n; i++) print line[order[i]] }' "$work/$suite" >"benchmarks/performance/$suite.json"
done
"$work/b2" bench chart --page PERFORMANCE.md benchmarks/performance/functions.json benchmarks/performance/fused.json
