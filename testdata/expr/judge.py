"""Judges what b2 computed: one JSON line a case on standard input, one a difference on standard output.

A case has "py", the text that NumPy evaluates; "args", arrays by name; and either "got", the array that b2 made of
them, or "error", what b2 says is wrong. Arrays are [dtype, shape, hexadecimal bytes]. "kind" says how exact the answer
must be: "exact" to the bit (NaNs and, for minimum and maximum, the signs of zeros apart), "ulp" within "budget" units in
the last place of "ref", the same computed with 64 bits of precision, "sum" within rounding of the sum of the magnitudes, "prod" within rounding of
the product where nothing on the way to it over- or underflows, "var" and "std" within rounding of the mean square, "cast" where the value is one that the type has.
"""
import json
import math
import re
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")

np.seterr(all="ignore")
warnings.simplefilter("ignore")

env = {name: getattr(np, name) for name in dir(np) if not name.startswith("_")}


def elementwise(f):
    def g(x):
        x = np.asarray(x)
        wide = np.asarray(x, np.float64)
        out = np.array([f(v) for v in wide.ravel()], np.longdouble).reshape(x.shape)
        return out
    return g


def guarded(f, at_inf, at_minus_inf):
    def g(v):
        if v != v:
            return v
        if math.isinf(v):
            return at_inf if v > 0 else at_minus_inf
        try:
            return f(v)
        except (ValueError, OverflowError):
            return math.nan
    return g


LN2 = np.log(np.longdouble(2))
LN10 = np.log(np.longdouble(10))
PI = 4 * np.arctan(np.longdouble(1))


def sinc(x):
    """NumPy's multiplies by a float64 pi, and has no zeros but by chance."""
    n = np.rint(x.real)
    sine = np.sin(PI * (x - n)) * np.where(np.fmod(n, 2) == 0, 1, -1)
    w = np.where(x == 0, 1, PI * x)
    if np.iscomplexobj(x):
        return np.where(x == 0, 1, sine / w)
    whole = (x == n) & np.isfinite(x)
    return np.where(x == 0, 1, np.where(whole, 0, sine / w))


def by(f, g):
    """f of real numbers, g of complex ones, where NumPy's own is no more precise for longer ones."""
    return lambda x: g(x) if np.iscomplexobj(x) else f(x)


def growing(text, args):
    """|w log z| of a power, which its error grows with, and the like of sinc."""
    if text == "sinc(x0)":
        return np.nan_to_num(np.abs(PI * args["x0"].imag), posinf=0) * 1.2
    m = re.match(r"(?:float_)?power\((.*), (.*)\)$|\((.*?)\) ?\*\* ?(.*)$", text)
    if not m:
        return 0
    z, w = (np.asarray(eval(t, references, args)).astype(np.clongdouble) for t in m.groups() if t is not None)
    return np.nan_to_num(np.abs(w * np.log(z)), posinf=0)


env["erf"] = elementwise(math.erf)
env["erfc"] = elementwise(math.erfc)
env.update(b2_and=np.logical_and, b2_or=np.logical_or, b2_not=np.logical_not)


def log1p(x):
    """NumPy's loses what is small beside 1."""
    return np.log1p(2 * x.real + x.real**2 + x.imag**2) / 2 + 1j * np.arctan2(x.imag, 1 + x.real)


references = dict(
    env, sinc=sinc, log1p=by(np.log1p, log1p), exp2=by(np.exp2, lambda x: np.exp(x * LN2)), log2=by(np.log2, lambda x: np.log(x) / LN2),
    log10=by(np.log10, lambda x: np.log(x) / LN10))


def array(a):
    dtype, shape, data = a
    return np.frombuffer(bytes.fromhex(data), dtype).reshape(shape)


def unit(x, dtype):
    """The unit in the last place of |x|, which may be wider, as a dtype."""
    info = np.finfo(dtype)
    x = np.abs(x).astype(np.longdouble)
    _, e = np.frexp(np.maximum(x, np.longdouble(info.tiny)))
    return np.ldexp(np.longdouble(1), e - 1 - info.nmant)


def within(got, ref, budget):
    """Where got is within budget units of the reference; infinities and NaNs must be the same ones."""
    info = np.finfo(got.dtype)
    wide = got.astype(np.longdouble)
    ok = np.abs(wide - ref) <= budget * unit(ref, got.dtype)
    ok |= (wide == ref) | (np.isnan(wide) & np.isnan(ref))
    largest = np.longdouble(info.max) + unit(np.longdouble(info.max), got.dtype) * np.longdouble(0.5 - budget)
    ok |= np.isinf(wide) & (np.sign(wide) == np.sign(ref)) & (np.abs(ref) >= largest)
    return ok


def parts(x):
    return x.view(x.real.dtype) if x.dtype.kind == "c" else x


def same(got, want, zeros):
    if got.dtype.kind in "fc":
        g, w = parts(np.ascontiguousarray(got).reshape(-1)), parts(np.ascontiguousarray(want).reshape(-1))
        bits = "u%d" % g.dtype.itemsize
        ok = g.view(bits) == w.view(bits)
        ok |= np.isnan(g) & np.isnan(w)
        if zeros:
            ok |= (g == 0) & (w == 0)
        return ok
    return got.reshape(-1) == want.reshape(-1)


def wide(a):
    if isinstance(a, np.ndarray) and a.dtype.kind in "fiub":
        return a.astype(np.longdouble)
    if isinstance(a, np.ndarray) and a.dtype.kind == "c":
        return a.astype(np.clongdouble)
    return a


def judge(c):
    args = {k: array(v) for k, v in c["args"].items()}
    try:
        want = np.asarray(eval(c["py"], env, args))
    except (TypeError, ValueError, OverflowError, IndexError, ZeroDivisionError, AttributeError) as e:
        if "error" in c or "Integers to negative integer powers" in str(e):
            return None
        return "NumPy says " + repr(e)[:200]
    if "error" in c:
        if c["py"].startswith("where(") and "out of bounds" in c["error"]:
            return None  # where NumPy wraps a Python int around, b2 refuses it
        if "median(" in c["py"] and "complex" in c["error"]:
            return None  # not there yet
        if want.size == 0 and "negative integer power" in c["error"]:
            return None  # which NumPy finds out element by element
        return "b2 says %s, NumPy computes %s %s" % (c["error"], want.dtype, want.shape)
    got = array(c["got"])
    if got.dtype != want.dtype or got.shape != want.shape:
        return "got %s %s, want %s %s" % (got.dtype, got.shape, want.dtype, want.shape)
    kind = c["kind"]
    if c["py"].startswith("cumprod(") and got.dtype.kind == "c":
        kind = "prod"  # NumPy fuses one of the products or not, as the length has it
    if kind == "ulp" and got.dtype.kind in "fc":
        cast = {k: wide(v.astype(got.dtype) if v.dtype.kind in "fiub" and got.dtype.kind != "c" else v) for k, v in args.items()}
        cast["R"] = lambda number: wide(np.asarray(np.asarray(number).astype(got.dtype)))
        ref = np.asarray(eval(c["ref"], references, cast))
        if got.dtype.kind == "c":
            size = np.abs(ref).astype(np.longdouble)
            ok = np.abs(got.astype(np.clongdouble) - ref) <= (c["budget"] + growing(c["ref"], cast) + sum(np.abs(wide(v)) for v in args.values()) / 512) * unit(size, got.real.dtype)
            ok |= ~np.isfinite(ref) | ~np.isfinite(got)
            for v in args.values():
                ok |= np.abs(wide(v)) > 1e6  # the reference loses the angle
        else:
            ok = within(got, ref.astype(np.longdouble), c["budget"])
            if c["ref"].startswith("logaddexp"):  # near 0 it is right beside its terms only
                ok |= np.abs(got - ref) <= 4 * np.finfo(got.dtype).eps * np.maximum(1, sum(np.abs(v) for v in cast.values() if isinstance(v, np.ndarray)))
        ok = np.ravel(ok)
        if got.dtype.kind == "f":
            ok = ok | same(got, want, False)
        else:
            ok = ok | np.ravel((got == want) | np.isnan(got) & np.isnan(want))
    elif kind == "prod" and got.dtype.kind in "fc":
        x = wide(args["x0"]).ravel()
        x = x[np.isfinite(x) & (x != 0)]
        risky = np.sum(np.abs(np.log(np.abs(x)))) > np.log(np.finfo(got.dtype).max) / 2 or not np.all(np.isfinite(args["x0"]))
        ok = np.abs(got - want) <= 8 * (x.size + 1) * np.finfo(got.dtype).eps * np.abs(want)
        ok = ok.ravel() | np.ravel((got == want) | np.isnan(got) & np.isnan(want)) | risky
    elif kind in ("var", "std") and got.dtype.kind in "fc":
        x = np.abs(wide(args["x0"]))
        largest = np.max(np.where(np.isfinite(x), x, 0), initial=0) ** 2 * x.size
        g, w = wide(got), wide(want)
        if kind == "std":
            g, w = g * g, w * w
        eps = np.finfo(got.dtype).eps
        ok = np.abs(g - w) <= 16 * (x.size + 1) * eps * largest + 8 * eps * np.abs(w) + np.finfo(got.dtype).tiny
        ok = ok.ravel() | same(got, want, True) | (largest * x.size > np.finfo(got.dtype).max / 4) | ~np.all(np.isfinite(x))
    elif kind == "sum" and got.dtype.kind in "fc":
        x = args["x0"]
        scale = np.abs(x.astype(np.float64) if x.dtype.kind in "fiub" else x.astype(np.complex128))
        scale = np.nansum(scale) if c["py"].startswith("nan") else np.sum(scale)
        limit = 4 * max(x.size, 1) * np.finfo(got.dtype).eps * np.where(np.isfinite(scale), scale, 0)
        ok = np.abs(got.astype(want.dtype) - want) <= limit
        ok |= (got == want) | (np.isnan(got) & np.isnan(want)) | ~np.isfinite(scale)
    else:
        ok = same(got, want, kind == "zeros")
        if c["py"].startswith("nanmedian(") and got.dtype == np.float16:
            ok |= (np.isfinite(got) & np.isinf(want)).ravel()  # NumPy adds two elements in float16 here, in median not
        if kind == "cast" and got.dtype.kind in "iu":
            x = np.broadcast_to(args["x0"].real, got.shape).reshape(-1)
            if x.dtype.kind == "f":
                info = np.iinfo(got.dtype)
                ok |= ~(np.isfinite(x) & (x > float(info.min) - 1) & (x < float(info.max)))
    if np.all(ok):
        return None
    i = int(np.argmin(np.ravel(ok)))
    shown = {k: repr(v)[:300] for k, v in args.items()}
    at = {k: np.broadcast_to(v, got.shape).ravel()[i] for k, v in args.items() if v.size == 1 or v.shape == got.shape} if len(ok.ravel()) == got.size else {}
    return "element %d is %r, want %r, of %s; %s" % (i, got.ravel()[i % got.size], np.ravel(want)[i % got.size], at, shown)


for line in sys.stdin:
    case = json.loads(line)
    try:
        fault = judge(case)
    except Exception as e:  # a fault of this script
        fault = "the judge failed: %r" % e
    if fault:
        print(json.dumps({"case": case["name"], "py": case["py"], "fault": fault}), flush=True)
