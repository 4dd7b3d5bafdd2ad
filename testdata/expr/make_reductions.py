"""Writes corpus_reductions.jsonl: reductions and scans with NumPy's answers, as make.py does for the rest.

usage: make_reductions.py > corpus_reductions.jsonl      (needs NumPy 2.3)
"""
import json
import sys

import numpy as np

import make
from make import ALL, FLOATS, INTS, SHORT, space

ops = {k: v for k, v in make.ops.items() if k in ("x3", "k3", "s0", "z0") or k[:2] in SHORT.values() and k[2:] == "a"}
ops["z1"] = np.zeros((3, 0), "f4")
ops["zi"] = np.zeros((2, 0, 3), "i4")
ops["zb"] = np.zeros((0,), "bool")

for n, name in enumerate(ALL):
    s, rng = SHORT[name], np.random.default_rng(n + 500)
    if name == "bool":
        v = rng.integers(0, 2, 24).astype("bool")
    elif name in INTS:
        v = rng.integers(max(np.iinfo(name).min, -9), 10, 24).astype(name)
    else:
        v = (rng.integers(-64, 65, 24) / 32 + 0.015625).astype(name)  # no zeros
    ops[s + "g"] = v.reshape(2, 3, 4)              # with equal elements
    ops[s + "u"] = rng.permutation(v)[:7].copy()   # an odd number
    if name in FLOATS:
        w = v.copy()
        w[[1, 5, 8, 9, 10, 11, 22]] = np.nan       # one line has nothing else
        ops[s + "n"] = w.reshape(2, 3, 4)
        i = v.copy()
        i[[2, 7, 13]] = [np.inf, -np.inf, np.inf]
        ops[s + "i"] = i.reshape(2, 3, 4)
rng = np.random.default_rng(77)
ops["m3"] = rng.integers(0, 3, (2, 3, 4)) > 0
ops["m2"] = np.array([[True, False, True, True], [False, False, False, False], [True, True, True, True]])
ops["m1"] = np.array([True, False, False, True])
ops["f8l"] = rng.normal(5, 2, (3, 700))            # longer than a strip of registers
ops["f4l"] = (rng.normal(-3, 2, 1500)).astype("f4")
ops["i2l"] = rng.integers(-30000, 30000, (700, 3)).astype("i2")
ops["far"] = 1e9 + rng.normal(size=(4, 60))        # whose variance a sum of squares would lose

for f in ("prod std var ptp any all argmin argmax count_nonzero median quantile percentile nansum nanprod nanmean nanstd nanvar nanmin nanmax "
          "nanargmin nanargmax nanmedian nanquantile nanpercentile cumsum cumprod cumulative_sum cumulative_prod diff").split():
    space[f] = getattr(np, f)
space.update(ops)
make.head(ops)
seen = set()

REL = {"float64": 4e-16, "float32": 2e-7, "float16": 1e-4}


def case(text, numpy=None, rel=0.0, ulp=0):
    if text not in seen:
        seen.add(text)
        row = make.answer(text, numpy, ulp, rel)
        print(json.dumps(row))


def near(name, int_too=False):
    """How near an answer must be that floats are added up for."""
    return REL.get(name, 4e-16 if int_too else 0)


AXES = ["", ", axis=0", ", axis=-1", ", axis=(0, 2)", ", axis=1, keepdims=True", ", keepdims=True"]
ONE = ["", ", axis=0", ", axis=-1", ", axis=1, keepdims=True", ", keepdims=True"]

for x in ALL:
    s = SHORT[x]
    own = [s + "g"] + ([s + "n", s + "i"] if x in FLOATS else [s + "a"])
    for a in own:
        for ax in AXES:
            if a[2:] == "a" and "2" in ax:
                ax = ", axis=(0, 1)"
            for f in ("sum", "prod", "mean", "var", "std"):
                if a == s + "a" and f in ("var", "std") and x in ("int64", "uint64"):
                    continue  # NumPy's squares lose much
                case(f"{f}({a}{ax})", rel=near(x, f in ("mean", "var", "std")))
            for f in ("min", "max", "ptp", "any", "all", "count_nonzero"):
                case(f"{f}({a}{ax})")
            for f in ("median", "nanmedian", "nanmin", "nanmax"):
                case(f"{f}({a}{ax})")
            for f in ("nansum", "nanprod", "nanmean", "nanvar", "nanstd"):
                if a == s + "a" and f in ("nanvar", "nanstd") and x in ("int64", "uint64"):
                    continue
                case(f"{f}({a}{ax})", rel=near(x, f in ("nanmean", "nanvar", "nanstd")))
        for ax in ONE:
            case(f"argmin({a}{ax})")
            case(f"argmax({a}{ax})")
            if a[2:] != "n":
                case(f"nanargmin({a}{ax})")
                case(f"nanargmax({a}{ax})")
        for f in ("cumsum", "cumprod"):
            for ax in ("", ", axis=0", ", axis=1", ", axis=-1"):
                case(f"{f}({a}{ax})")
        case(f"cumulative_sum({a}, axis=1)")
        case(f"cumulative_prod({a}, axis=0)")
        for t in ("", ", n=2", ", axis=0", ", n=0", ", n=3, axis=1", ", n=9"):
            case(f"diff({a}{t})")
    a, u = s + "g", s + "u"
    for f in ("argmin", "argmax", "nanargmin"):
        case(f"{f}({u})")
        case(f"{f}({a} * 0, axis=1)")
    if x in FLOATS:
        case(f"nanargmax({s}n)")
    case(f"median({u})")
    for q in ("0.5", "0.3", "0.9", "0", "1", "1.0", "0.0", "0.999", "1/3", "1.5", "-0.1"):
        case(f"quantile({u}, {q})")
        case(f"quantile({a}, {q}, axis=1)")
        case(f"nanquantile({a}, {q}, axis=(0, 2), keepdims=True)")
    for m in ("linear", "lower", "higher", "midpoint", "nearest", "inverted_cdf", "averaged_inverted_cdf", "closest_observation",
              "interpolated_inverted_cdf", "hazen", "weibull", "median_unbiased", "normal_unbiased"):
        for q in ("0.5", "0.25", "0.7", "0.02", "1.0", "0.0"):
            case(f"quantile({u}, {q}, method='{m}')")
            case(f"quantile({a}, {q}, axis=-1, method='{m}')")
    for q in ("30", "50.0", "99.9", "0", "100", "101", "-1"):
        case(f"percentile({a}, {q})")
        case(f"percentile({a}, {q}, axis=0, method='lower')")
        case(f"nanpercentile({a}, {q}, axis=-1)")
    if x in FLOATS:
        for ax in AXES:
            case(f"nanquantile({s}n, 0.3{ax})")
            case(f"quantile({s}n, 0.3{ax})")
            case(f"quantile({s}i, 0.7{ax})")
            case(f"quantile({s}i, 1.0{ax})")
            case(f"nanpercentile({s}n, 80, method='nearest'{ax})")
    # Types that the user chooses.
    for d in ("int8", "int32", "uint64", "float16", "float32", "float64", "bool"):
        if x in FLOATS and d in INTS and d != "int32":
            continue
        b = a if not (x in FLOATS and d in INTS) else f"abs({a})"
        rel = max(near(x, True), near(d, True))
        for f in ("sum", "prod", "nansum"):
            if d == "float16" and f == "prod":
                continue
            case(f"{f}({b}, axis=1, dtype={d})", rel=rel if d in FLOATS else 0)
        case(f"mean({b}, axis=0, dtype={d})", rel=rel if d in FLOATS else 0)
        case(f"cumsum({b}, axis=1, dtype={d})", f"cumsum({b}, axis=1, dtype='{d}')")
        case(f"cumprod({b}, dtype={d})", f"cumprod({b}, dtype='{d}')")
        if d in FLOATS:
            case(f"var({b}, axis=0, dtype={d})", rel=rel)
            case(f"std({b}, dtype={d}, ddof=1)", rel=rel)
            case(f"nanmean({b}, axis=0, dtype={d})", rel=rel)
            case(f"nanvar({b}, axis=0, dtype={d})", rel=rel)
    # Masks and first values.
    for m in ("m3", "m2", "m1", "True", "False", f"{a} > 1"):
        for ax in ("", ", axis=0", ", axis=-1, keepdims=True", ", axis=(1, 2)"):
            for f in ("sum", "prod", "mean", "nansum", "nanmean", "nanprod"):
                case(f"{f}({a}{ax}, where={m})", rel=near(x, True))
            for f in ("var", "std", "nanvar"):
                case(f"{f}({a}{ax}, where={m}, ddof=1)", rel=near(x, True))
            for f in ("any", "all"):
                case(f"{f}({a}{ax}, where={m})")
            for f in ("min", "max", "nanmin"):
                case(f"{f}({a}{ax}, where={m}, initial=3)")
        case(f"max({a}, where={m})")
    for v in ("0", "3", "2.5", "-1", "300", "True", "nan", "inf"):
        case(f"sum({a}, axis=1, initial={v})", rel=near(x))
        case(f"prod({a}, axis=1, initial={v})", rel=near(x))
        case(f"min({a}, axis=0, initial={v})")
        case(f"max({a}, initial={v})")
        case(f"nanmax({a}, axis=1, initial={v})")
    for k in ("ddof=1", "ddof=0.5", "ddof=24", "ddof=30", "correction=1", "ddof=1, correction=1", "ddof=2, axis=0", "ddof=2, axis=1, keepdims=True"):
        for f in ("var", "std", "nanvar", "nanstd"):
            case(f"{f}({a}, {k})" if "correction" not in k or not f.startswith("nan") else f"{f}({a}, ddof=1)", rel=near(x, True))

# Nothing to reduce.
for z in ("z0", "z1", "zi", "zb"):
    for ax in ("", ", axis=0", ", axis=1", ", axis=-1, keepdims=True"):
        for f in ("sum", "prod", "mean", "var", "std", "min", "max", "ptp", "any", "all", "count_nonzero", "median", "nansum", "nanprod",
                  "nanmean", "nanvar", "nanmin", "nanmax", "nanmedian", "argmin", "argmax"):
            case(f"{f}({z}{ax})")
        for f in ("quantile", "nanquantile"):
            case(f"{f}({z}, 0.5{ax})")
        for f in ("min", "max", "sum", "prod"):
            case(f"{f}({z}{ax}, initial=3)")
    for ax in ("", ", axis=0", ", axis=-1"):
        for f in ("cumsum", "cumprod", "diff"):
            if f != "diff" or ax:
                case(f"{f}({z}{ax})")
# No axes, and wrong ones.
for f in ("sum", "prod", "mean", "var", "std", "min", "max", "any", "all", "count_nonzero", "median", "nanmean", "nanvar", "argmin", "argmax",
          "cumsum", "cumprod", "cumulative_sum", "diff"):
    for a in ("s0", "x3", "k3"):
        for ax in ("", ", axis=0", ", axis=5", ", axis=(0, 0)", ", axis=()", ", axis=-4"):
            if f in ("cumsum", "cumprod", "diff") and "(" in ax:
                continue
            if f == "diff" and ax == "" and a != "s0":
                continue
            if f == "count_nonzero" and ax == ", axis=()":
                continue
            case(f"{f}({a}{ax})", rel=4e-15 if f in ("sum", "prod", "mean", "var", "std", "nanmean", "nanvar") else 0)
# Long runs, and what would be lost by adding squares.
for f in ("sum", "mean", "var", "std", "nanmean", "nanvar", "nanstd", "nansum"):
    for a in ("f8l", "far", "i2l"):
        for ax in ("", ", axis=0", ", axis=1"):
            case(f"{f}({a}{ax})", rel=4e-16 if a != "far" else 2e-9)
    case(f"{f}(f4l)", rel=1e-6)
for f in ("argmin", "argmax", "median", "cumsum", "cumprod", "min", "any", "diff"):
    for a in ("f8l", "i2l", "f4l"):
        for ax in ("", ", axis=0", ", axis=1"):
            if (f == "diff") == (ax != ""):
                case(f"{f}({a}{ax})") if f in ("argmin", "argmax", "median", "min", "any") else case(f"{f}({a}{ax})[::97]")
# In expressions, and parts of them.
for t in ("x3 - mean(x3, axis=1, keepdims=True)", "std(x3, axis=0) / sqrt(abs(x3[0]))", "(x3 - mean(x3, axis=0)) / std(x3, axis=0, ddof=1)",
          "var(x3 * k3, axis=2) + 1", "var(x3 + 1, axis=1)[1:, ::2]", "x3.std(axis=0)", "x3.var(ddof=1)", "x3.prod(axis=1)", "std(x3, axis=(0, 2))[1]",
          "sqrt(var(x3, axis=0)) - std(x3, axis=0)", "cumsum(x3, axis=1) / sum(x3, axis=1, keepdims=True)", "nanmean(where(x3 > 0, x3, nan), axis=1)",
          "mean(x3, axis=0, where=x3 > 0)", "var(x3, axis=0, where=k3 > 0)", "sum(x3, where=x3 > mean(x3))", "var(x3, where=x3 > 0)[None]",
          "(x3 / std(x3))[1, ::-1]", "mean(cumsum(x3, axis=0), axis=0)", "sum(var(x3, axis=0, ddof=1))"):
    case(t, rel=4e-15)
for t in ("cumsum(k3, axis=1)[1]", "cumsum(k3, axis=1)[:, 2]", "cumsum(k3, axis=1)[:, ::-1]", "cumsum(k3, axis=1)[::-1, 1:3, None]", "cumsum(k3)[7:40:5]",
          "cumsum(k3)[-1]", "cumsum(k3)[None, ::-2]", "cumsum(k3, axis=0)[1:] - cumsum(k3, axis=0)[:-1]", "cumsum(cumsum(k3, axis=0), axis=2)",
          "cumsum(k3 * 2 + 1, axis=2)[1, :, 3]", "cumsum(sum(k3, axis=1), axis=0)", "cumprod(k3[0] > -40, axis=0)", "k3.cumsum(axis=1)[0, 1:2]",
          "cumsum(k3[1], axis=0)[1][2]", "cumsum(k3, axis=1)[:, 1:][:, 1:]", "cumsum(k3, axis=1)[5]", "cumsum(x3, axis=1)[:, 2:, 1]", "cumsum(x3)[3:9]",
          "argmax(k3, axis=1)[1]", "argmax(k3, axis=1)[:, ::-2]", "argmin(k3 * -1)", "k3.argmax(axis=2) * 10", "max(k3, axis=1) - min(k3, axis=1) == ptp(k3, axis=1)",
          "median(k3, axis=1)[1, ::2]", "k3 > median(k3, axis=0)", "k3.median()", "quantile(k3, 0.25, axis=0)[1:, 2]", "diff(k3)[1, ::2]", "diff(k3, axis=0)[0]",
          "diff(diff(k3, axis=1), axis=2)", "diff(cumsum(k3, axis=1), axis=1) == k3[:, 1:]", "any(k3 > 48, axis=0)", "all(k3 > -50)", "k3.any(axis=(0, 1))[1:3]",
          "count_nonzero(k3 > 0, axis=2)", "where(any(k3 > 45, axis=1), 1, 0)", "sum(k3, axis=1)[1][None]", "sum(k3, axis=1)[:, None][1:, :, ::2]",
          "max(k3, axis=(0, 2), keepdims=True)[0, 1:3]", "nanmin(where(k3 > 0, k3, nan), axis=1)", "nanmax(x3, axis=0)[1]", "argmax(x3 == max(x3))",
          "prod(k3, axis=2)[0]", "cumsum(k3, axis=3)", "argmax(k3, axis=(0, 1))", "median(k3, axis=3)", "sum(k3, where=k3)", "sum(k3[0], where=k3 > 0)",
          "sum(k3, where=m3)", "quantile(k3)", "quantile(k3, k3)", "quantile(k3, 0.5, method='best')", "quantile(b1g, 0.5)", "var(k3, foo=1)", "sum(k3, initial=k3)",
          "min(k3[0:0], axis=1)", "max(k3, axis=0, initial=7)[1]", "sum(k3[:, 1:1], axis=1)", "cumsum(k3[0:0], axis=0)", "any(k3[0:0])", "all(k3[0:0], axis=1)",
          "ptp(b1g)", "diff(k3, n=-1)", "cumulative_sum(k3)", "cumulative_sum(k3[0, 0])", "cumulative_prod(k3[:, 1, 2], dtype=float32)", "median(z0, axis=1)"):
    case(t, t.replace("dtype=float32", "dtype='f4'").replace("k3.median()", "median(k3)"))
print(len(seen), "cases", file=sys.stderr)
