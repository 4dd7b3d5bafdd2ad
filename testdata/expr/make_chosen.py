"""Writes corpus_chosen.jsonl: reductions of selections and of masks, quantiles for several q at once, medians of complex
numbers, and options of reductions, with NumPy's answers as make.py has them.

usage: make_chosen.py > corpus_chosen.jsonl      (needs NumPy 2.4)
"""
import json
import sys

import numpy as np

import make
from make import ALL, FLOATS, INTS, SHORT, space

COMPLEX = ["complex64", "complex128"]
SHORT = dict(SHORT, complex64="c8", complex128="c16")
ops = {}
for n, name in enumerate(ALL + COMPLEX):
    s, rng = SHORT[name], np.random.default_rng(n + 900)
    if name == "bool":
        v = rng.integers(0, 2, 24).astype("bool")
    elif name in INTS:
        v = rng.integers(max(np.iinfo(name).min, -99), 100, 24).astype(name)
    elif name in FLOATS:
        v = (rng.integers(-64, 65, 24) / 32 + 0.015625).astype(name)
    else:
        v = (rng.integers(-8, 9, 24) / 4 + 1j * rng.integers(-8, 9, 24) / 4).astype(name)
    ops[s + "g"] = v.reshape(2, 3, 4)
    ops[s + "u"] = rng.permutation(v)[:9].copy()
    if name in FLOATS + COMPLEX:
        w = v.copy()
        w[[1, 5, 8, 9, 10, 11, 22]] = np.nan if name in FLOATS else complex(np.nan, 1)
        if name in COMPLEX:
            w[[5, 9]] = [complex(2, np.nan), complex(np.nan, np.nan)]
        ops[s + "n"] = w.reshape(2, 3, 4)
        i = v.copy()
        i[[2, 7, 13]] = [np.inf, -np.inf, np.inf] if name in FLOATS else [complex(np.inf, 1), complex(0, -np.inf), complex(-np.inf, np.inf)]
        ops[s + "i"] = i.reshape(2, 3, 4)
rng = np.random.default_rng(78)
ops["m3"] = rng.integers(0, 3, (2, 3, 4)) > 0
ops["m2"] = np.array([[True, False, True], [False, True, True]])
ops["m1"] = np.array([True, False, False, True, True, False, True, True, False])
ops["n3"] = np.zeros((2, 3, 4), "bool")
ops["n2"] = np.zeros((2, 3), "bool")
ops["one"] = np.arange(24).reshape(2, 3, 4) == 9
ops["row"] = np.array([True, False])
ops["far"] = 1e9 + rng.normal(size=(4, 60))
ops["mfar"] = rng.integers(0, 4, (4, 60)) > 0
ops["big"] = rng.normal(5, 2, (37, 53))
ops["mbig"] = rng.integers(0, 3, (37, 53)) > 0
ops["ibig"] = rng.integers(-30000, 30000, (37, 53)).astype("i4")
ops["mrow"] = rng.integers(0, 3, 37) > 0
ops["z0"] = np.zeros((0, 3), "f4")
ops["zc"] = np.zeros((0, 3), "c8")
ops["mz"] = np.zeros((0,), "bool")

for f in ("prod std var ptp any all argmin argmax count_nonzero median quantile percentile nansum nanprod nanmean nanstd nanvar nanmin nanmax "
          "nanargmin nanargmax nanmedian nanquantile nanpercentile cumsum cumprod cumulative_sum cumulative_prod diff").split():
    space[f] = getattr(np, f)
space.update(ops, int=int, float=float, complex=complex, bool=bool, complex64=np.complex64, complex128=np.complex128)
make.head(ops)
seen = set()
REL = {"float64": 1e-15, "float32": 4e-7, "float16": 1e-3, "complex64": 4e-7, "complex128": 1e-15}
COUNT = {}


def case(text, numpy=None, rel=0.0):
    if text in seen:
        return
    seen.add(text)
    row = make.answer(text, numpy, 0, rel)
    if "error" in row:
        row["late"] = True  # it may be found when the selection is computed
    print(json.dumps(row))
    kind = "errors" if "error" in row else "answers"
    COUNT[kind] = COUNT.get(kind, 0) + 1


def near(name, int_too=False):
    return REL.get(name, 1e-15 if int_too else 0)


PLAIN = "min max ptp any all argmin argmax count_nonzero median nanmedian nanmin nanmax nanargmin nanargmax".split()
SUMS = "sum prod mean var std nansum nanprod nanmean nanvar nanstd".split()
METHODS = ("linear lower higher midpoint nearest inverted_cdf averaged_inverted_cdf closest_observation interpolated_inverted_cdf hazen weibull "
           "median_unbiased normal_unbiased").split()

for x in ["bool", "int8", "int64", "uint64", "float16", "float32", "float64", "complex64", "complex128"]:
    s = SHORT[x]
    g, u = s + "g", s + "u"
    arrays = [g] + ([s + "n", s + "i"] if x in FLOATS + COMPLEX else [])
    selections = [f"{u}[m1]", f"{g}[m2]", f"{g}[n3]", f"{g}[n2]", f"{g}[row]"] + [f"{a}[{m}]" for a in arrays for m in ("m3", "one", f"{a} != {g}[0, 0, 0]")]
    for sel in selections:
        rows = "m2]" in sel or "n2]" in sel or "row]" in sel
        axes = ["", ", axis=0", ", axis=-1", ", keepdims=True"] + ([", axis=1", ", axis=0, keepdims=True", ", axis=1, keepdims=True"] if rows else [", axis=1"])
        if sel.startswith(s + "i[") or "!=" in sel:
            axes = axes[:1]
        for ax in axes:
            for f in PLAIN:
                case(f"{f}({sel}{ax})")
            for f in SUMS:
                if x in COMPLEX and f == "prod" and "i[" in sel:
                    continue  # products with infinities, whose order counts
                case(f"{f}({sel}{ax})", rel=near(x, f not in ("sum", "prod", "nansum", "nanprod")))
            for f in ("quantile", "nanquantile"):
                if f == "quantile" or x != "bool":  # what is empty has a mean in NumPy, of any type
                    case(f"{f}({sel}, 0.3{ax})")
            if "keepdims" not in ax and (x not in COMPLEX):
                case(f"cumsum({sel}{ax})")
                case(f"cumprod({sel}{ax})")
            elif "keepdims" not in ax:
                case(f"cumsum({sel}{ax})")
        case(f"percentile({sel}, 30, method='nearest')")
        case(f"quantile({sel}, [0.25, 0.5, 1.0])")
        if "[n" not in sel and "[one]" not in sel:  # of an empty array NumPy has one, for all q, and its own type where all is NaN
            case(f"nanquantile({sel}, [0.25, 0.5], keepdims=True)")
        for t in (f"median({sel} + 1)", f"argmax(-{sel})" if x not in ("bool",) else f"argmax({sel} == 0)", f"{g} == max({sel})", f"cumsum({sel})[:2]" if False else f"sum(cumsum({sel}))"):
            case(t, rel=near(x) if t.startswith("sum") else 0)
    for sel in (f"{g}[m3]", f"{u}[m1]"):
        for d in ("int8", "int64", "float32", "float64", "int", "float", "bool"):
            if x in COMPLEX or x in FLOATS and d not in FLOATS + ["float"]:
                continue
            for f in ("sum", "mean", "prod", "nansum", "nanmean"):
                case(f"{f}({sel}, dtype={d})", rel=max(near(x), near(np.dtype(d).name)))
            if d in FLOATS + ["float"]:
                for f in ("var", "nanstd"):
                    case(f"{f}({sel}, dtype={d}, ddof=1)", rel=max(near(x), near(np.dtype(d).name)))
        for v in ("1", "2.5", "-3", "nan", "2j"):
            for f in ("min", "max", "nanmin", "sum", "prod", "nansum"):
                case(f"{f}({sel}, initial={v})", rel=near(x))
        case(f"min({g}[n3], initial=3)")
    # Masks.
    for a in arrays:
        for m in ("m3", "m2[:, :, None]", "n3", "False", "one", f"{g}[0] == {g}[1]"):
            for ax in ("", ", axis=0", ", axis=-1, keepdims=True", ", axis=(0, 2)"):
                for f in ("mean", "nanmean", "var", "nanvar", "std"):
                    case(f"{f}({a}{ax}, where={m})", rel=near(x, True))
                    if f == "var":
                        case(f"{f}({a}{ax}, where={m}, ddof=2)", rel=near(x, True))
    # Several q.
    if x in COMPLEX:
        for f in ("quantile", "nanpercentile"):
            case(f"{f}({g}, [0.5])")
    else:
        for q in ("[0.25, 0.5, 0.9]", "(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)", "[0, 1]", "[0, 0.5]", "[1]", "[0.3]", "[]", "[True, False]", "[0.5, 1.5]", "[1.0, 0.0]",
                  "[0.1, nan]", "[0.2, 1j]"):
            for m in METHODS if q in ("[0.25, 0.5, 0.9]", "[0, 1]", "[0, 0.5]") else ["linear", "lower", "hazen"] if "j" not in q else ["linear"]:
                if q == "[]" and m not in ("linear", "lower"):
                    continue
                case(f"quantile({g}, {q}, method='{m}')")
                case(f"quantile({u}, {q}, axis=0, method='{m}')")
                case(f"quantile({g}, {q}, axis=1, keepdims=True, method='{m}')")
            case(f"percentile({g}, {q}, axis=(0, 2))")
            case(f"nanpercentile({g}, {q}, keepdims=True)")
            case(f"nanquantile({g}, {q}, axis=2)")
            if x in FLOATS:
                case(f"quantile({s}i, {q}, axis=1)")
                case(f"quantile({s}n, {q}, axis=0)")
                case(f"nanquantile({s}n, {q}, method='hazen')")
        for t in (f"quantile({g}, [0.2, 0.7], axis=1)[1]", f"quantile({g}, [0.2, 0.7, 0.9], axis=1)[::-2, :, 1:3]", f"quantile({g}, [0.2, 0.7], axis=(0, 1)).T",
                  f"quantile({g}, [0.2, 0.7])[0] + {g}", f"quantile({g}, [0.2, 0.7], axis=2)[:, None] * 2", f"percentile({g}, [25, 75, 100], axis=-1)[1:, 1]",
                  f"diff(percentile({g}, [25, 75]))", f"quantile({g}, q=[0.5, 0.1], axis=0, keepdims=True)[:, 0]", f"quantile({g}, True)", f"percentile({g}, [50])",
                  f"quantile({g}, 0.5 + 0j)", f"quantile({g}, [[0.1, 0.2]])" if False else f"quantile({g}, [0.2], axis=3)"):
            case(t)
    # Truth values and types as Python has them.
    for k in ("keepdims=1", "keepdims=0", "keepdims=2", "axis=1, keepdims=1"):
        for f in ("sum", "max", "median", "argmin", "nanmean", "any"):
            if "axis" not in k or f != "none":
                case(f"{f}({g}, {k})", rel=near(x, True) if f in ("sum", "nanmean") else 0)
    for d in ("int", "float", "bool", "complex", "'int'", "'float'", "'bool'", "'complex'"):
        if x in FLOATS + COMPLEX and "int" in d or x in COMPLEX and "complex" not in d:
            continue
        case(f"sum({g}, dtype={d})", rel=near(x))
        case(f"cumsum({g}, dtype={d})")
        case(f"{g}.astype({d})")
        case(f"mean({g}, dtype={d})", rel=near(x, True))
        case(f"nanmean({s}{'n' if x in FLOATS else 'g'}, dtype={d})", rel=near(x, True))
        case(f"zeros(3, dtype={d})")

# Medians of complex numbers.
for x in COMPLEX:
    s = SHORT[x]
    for a in (s + "g", s + "n", s + "i", s + "u", "zc", f"{s}g[0, 0, :2]", f"{s}n[1]", f"{s}n[0, :, ::-1]", f"-{s}i", f"{s}i * 0", f"{s}i[0, :, 1:3]"):
        for ax in ("", ", axis=0", ", axis=-1", ", axis=1, keepdims=True", ", axis=(0, 1)"):
            case(f"median({a}{ax})")
            if ax == "" or a[2:] not in ("8n", "6n", "n") and "n[" not in a:
                case(f"nanmedian({a}{ax})")
    for t in (f"median({s}g[m3])", f"median({s}n[m3])", f"nanmedian({s}n[m3])", f"nanmedian({s}n[n3])", f"median({s}g[n3])", f"{s}g.median()" if False else f"median({s}g) * 2"):
        case(t)
case("nanquantile(zc, 0.5)")
case("nanpercentile(zc, [50])")
case("nanquantile(zc, 0.5, axis=1)")

# Far from zero, and longer than what is done at a time.
for f in ("var", "std", "mean", "nanvar"):
    for ax in ("", ", axis=0", ", axis=1"):
        case(f"{f}(far{ax}, where=mfar)", rel=2e-16 if f == "mean" else 1e-7)
        case(f"{f}(big{ax}, where=mbig)", rel=1e-15)
        case(f"{f}(big[mbig])", rel=1e-15)
for f in PLAIN + ["cumsum"]:
    for a in ("big", "ibig"):
        for sel in (f"{a}[mbig]", f"{a}[mrow]", f"{a}[{a} > 3]", f"{a}[:, ::-1][mbig]", f"{a}.T[mbig.T]", f"{a}[::2][mbig[::2]] * 2", f"{a}[mbig] + 1"):
            case(f"{f}({sel})")
            if "mrow" in sel:
                case(f"{f}({sel}, axis=0)")
                case(f"{f}({sel}, axis=1)")
for t in ("median(ibig[mbig] * 2) + 1", "ibig - median(ibig[ibig > 0])", "ibig[ibig > median(ibig[mbig])]", "argmax(big[mbig]) + argmin(big[mbig])",
          "quantile(big[mbig], [0.1, 0.5, 0.9])", "quantile(big[mrow], [0.1, 0.5, 0.9], axis=0)", "quantile(big[mrow], [0.1, 0.9], axis=0)[1, ::7]",
          "median(big[mrow], axis=0)[3:9]", "median(big[mrow], axis=0, keepdims=True)[0, ::5]", "argmax(big[mrow], axis=0)[::-2]", "median(big[mrow], axis=1)",
          "median(where(mbig, big, nan)[mrow])", "nanmedian(where(mbig, big, nan)[mrow], axis=0)", "sum(big[mrow] > median(big[mrow]))", "count_nonzero(ibig[mbig] % 2)",
          "max(abs(ibig[mbig]))", "cumsum(ibig[mbig]) % 7", "sum(cumsum(ibig[mbig]) % 7)", "median(cumsum(ibig[mbig]))", "cumulative_sum(ibig[mbig])",
          "cumulative_sum(ibig[mrow])", "cumulative_sum(ibig[mrow], axis=1)", "cumsum(ibig[mrow], axis=0)", "max(cumsum(ibig[mrow], axis=0), axis=0)",
          "median(ibig[mrow], axis=2)", "argmax(ibig[mrow], axis=(0, 1))", "sum(ibig[mbig], where=mbig)", "median(cumsum(u1g[m3]))", "ptp(u1g[m3])", "ptp(b1g[m3])",
          "any(cumsum(i4g[m3]) > 50)", "sum(z0[mz])", "median(z0[mz])", "median(z0[mz], axis=0)", "max(z0[mz], axis=0)", "argmin(z0[mz])", "quantile(z0[mz], 0.5)",
          "nanquantile(z0[mz], 0.5)", "nanquantile(z0, [0.5, 0.1])", "quantile(z0, [0.5, 0.1])", "quantile(z0, [0.5, 0.1], axis=1)", "nanmean(f4n, dtype=int64)",
          "nanvar(f4n, dtype=int64)", "nanmean(i4g, dtype=int64)", "nanstd(c8n, dtype=int)", "nansum(f4g, dtype=int)", "sum(i4g, initial=None)", 
          "sum(i4g, where=1)", "mean(i4g, where=0)", "sum(i4g, where=0)", "max(i4g, initial=None)", "max(i4g, where=True, initial=None)", "min(z0, initial=5)", "min(i4g, initial=2.7)",
          "max(u1g, initial=-1)", "sum(u1g, initial=-1)", "sum(u1g, initial=300)", "sum(i4g, initial=2j)", "sum(i4g, initial=inf)", "sum(b1g, initial=True)",
          "sum(b1g, initial=5)", "sum(z0, initial=-0.0)", "prod(zc, initial=nan)", "prod(zc, axis=1, initial=2j)", "sum(i4g, initial=None, where=m3)", "sum(z0, initial=None)", "prod(z0, axis=1, initial=None)",
          "min(i4g, where=1)", "diff(i4g, axis=None)", "var(i4g, ddof=nan)", "var(f4g, ddof=inf)", "var(i4g, dtype=complex)", "var(f8n, dtype=complex)", "nanvar(f8n, axis=1, dtype=complex)",
          "nanmean(c8n, axis=0, dtype=float32)", "nanmin(f8g[:, 0:0], initial=nan)", "min(c8n[m3], initial=nan)",
          "std(f8g[1, 1, 1], axis=0, where=m3[1, 1, 1])", "mean(f8u[m1], where=False)", "sum(f8u[m1], where=1)", "mean(i8u[m1], where=False, dtype=float32)", "max(i8u[m1], where=False, initial=3)",
          "any(i4g, where=i4g > 0)", "min(i4g, where=m3)", "max(i4g, where=m3, initial=0)", "sum(i4g, where=[True, False, True, False])" if False else "sum(i4g, where=m1)",
          "mean(i4g, where=i4g)", "var(i4g, where=m1)", "median(i4g, where=m3)", "argmax(i4g, where=m3)", "mean(i4g, where=m3, dtype=int)", "mean(f2g, where=m3, dtype=float)",
          "prod(f4g, initial=2, where=m3, dtype=float)", "std(i4g, where=m3, dtype=float32)", "sum(m3[m3])", "argmin(m3[m3])", "median(m3[m3])"):
    case(t, rel=4e-7 if "float32" in t or "(f4" in t else 2e-15 if "(f" in t or "mean" in t or "std" in t or "var" in t else 0)
print(COUNT, file=sys.stderr)
