"""Judges what b2 computed: one JSON line a case on standard input, one a difference on standard output.

A case has "py", the text that NumPy evaluates; "args", arrays by name; and either "got", the array that b2 made of
them, or "error", what b2 says is wrong. Arrays are [dtype, shape, hexadecimal bytes]. "row" is the row of the op table,
"operands" what its arguments are in "py". "kind" says how exact the answer must be:

exact  to the bit, NaNs apart
zeros  as exact, and zeros of both signs are alike
cast   exact, of floats that an integer type does not hold by the rule of DESIGN.md
ulp    within "budget" units in the last place of "ref", the same computed with 64 bits of precision
sum, prod, var, std
       within what rounding makes of "ref" in the result's order: "scale" is the sum of the magnitudes A of what a result
       is made of, or of their logarithms L. float32 and float16 are rounded once, at the end. "cast" is dtype=.
"""
import json
import re
import sys
import warnings

import numpy as np

import references

np.seterr(all="ignore")
warnings.simplefilter("ignore")

LONG = np.longdouble
env = {name: getattr(np, name) for name in dir(np) if not name.startswith("_")}
env.update(references.functions)
precise = dict(env, **references.precise)


def strong(dtype, number):
    """A number as a scalar of a type; floats that an integer does not hold as b2 has them."""
    if np.dtype(dtype).kind in "iu" and isinstance(number, float):
        return converted(np.float64(number), np.dtype(dtype))[()]
    return np.dtype(dtype).type(number)


env["strong"] = strong


def full(shape, fill_value, dtype=None):
    """full, in which float64 converts to integers as elsewhere in b2."""
    if dtype is not None and np.dtype(dtype).kind in "iu" and isinstance(fill_value, float):
        fill_value = strong(dtype, fill_value)
    return np.full(shape, fill_value, dtype)


env["full"] = full
env["full_like"] = lambda a, fill_value, dtype=None: full(np.shape(a), fill_value, np.asarray(a).dtype if dtype is None else dtype)


def array(a):
    dtype, shape, data = a
    return np.frombuffer(bytes.fromhex(data), dtype).reshape(shape)


def wide(a):
    """An array with 64 bits of precision; numbers as they are."""
    if isinstance(a, np.ndarray) and a.dtype.kind == "c":
        return a.astype(np.clongdouble)
    if isinstance(a, np.ndarray) and a.dtype.kind in "fiu":
        return a.astype(LONG)
    return a


def converted(x, dtype):
    """Floats as integers: truncated, what int64 cannot hold as the least int64, and of that the low bits; uint64 to its end."""
    x = x.real
    if x.dtype.kind != "f" or dtype.kind not in "iu":
        return x.astype(dtype)
    t = np.trunc(x.astype(LONG))
    held = (t >= LONG(-2.0**63)) & (t < LONG(2.0**63))
    low = np.where(held, t, LONG(-2.0**63)).astype(np.int64)
    if dtype == np.uint64:
        upper = (t >= LONG(2.0**63)) & (t < LONG(2.0**64))
        return np.where(upper, np.where(upper, t, 0).astype(np.uint64), low.astype(np.uint64))
    return low.astype(dtype)


def unit(x, dtype):
    """The unit in the last place of |x|, which may be wider, as a dtype."""
    info = np.finfo(dtype)
    x = np.abs(x).astype(LONG)
    _, e = np.frexp(np.where(np.isfinite(x), np.maximum(x, LONG(info.tiny)), 1))
    return np.ldexp(LONG(1), e - 1 - info.nmant)


def within(got, ref, budget, more=0):
    """Where got is within budget units of the reference, and more; infinities and NaNs must be the same ones."""
    info = np.finfo(got.dtype)
    far = got.astype(LONG)
    ok = np.abs(far - ref) <= budget * unit(ref, got.dtype) + more
    ok |= (far == ref) | (np.isnan(far) & np.isnan(ref))
    largest = LONG(info.max) + unit(LONG(info.max), got.dtype) * LONG(0.5 - budget) - more
    ok |= np.isinf(far) & (np.sign(far) == np.sign(ref)) & (np.abs(ref) >= largest)
    return ok


def flat(x):
    """The numbers of an array, of complex ones both parts."""
    x = np.ascontiguousarray(x).reshape(-1)
    return x.view(x.real.dtype) if x.dtype.kind == "c" else x


def same(got, want, zeros):
    g, w = flat(got), flat(want)
    if g.dtype.kind != "f":
        return g == w
    bits = "u%d" % g.dtype.itemsize
    ok = (g.view(bits) == w.view(bits)) | (np.isnan(g) & np.isnan(w))
    if zeros:
        ok |= (g == 0) & (w == 0)
    return ok


# The kinds. Each gives, for the numbers of the result, which are right.


def exact(c, got, want, args):
    if c["row"] == "round" and got.dtype.kind in "iu" and np.any(got != want):  # by the rule of casts where it overflows
        scale = 10.0 ** -int(re.search(r"-\d+", c["py"])[0])
        want = converted(np.rint(args["x0"] / scale) * scale, got.dtype)
    return same(got, want, False)


def halfless(v):
    return v.astype(np.float32) if v.dtype == np.float16 else v


def zeros(c, got, want, args):
    ok = same(got, want, True)
    if c["row"] == "nanmedian" and got.dtype == np.float16:
        # NumPy adds two elements in float16, where that overflows, but in median in float32.
        ok |= same(got, evaluate(c["py"], env, {k: halfless(v) for k, v in args.items()}).astype(got.dtype), True)
    if c["row"] in ("median", "nanmedian") and got.dtype.kind == "c":
        # The mean of the two in the middle is one of their parts (DESIGN.md, section 4): NumPy's makes NaN of infinities.
        ok |= np.repeat(~np.isfinite(got) & ~np.isfinite(want), 2)
        # And NumPy adds two complex64 in complex64, where that overflows.
        ok |= same(got, evaluate(c["py"], env, {k: wide(v) if v.dtype.kind == "c" else v for k, v in args.items()}).astype(got.dtype), True)
    return ok


def cast(c, got, want, args):
    x = args.get("x0")
    if x is not None:
        want = converted(x, got.dtype) if got.dtype.kind in "iu" else want
    return same(got, want, False)


def ulp(c, got, want, args):
    if got.dtype.kind not in "fc":
        return same(got, want, False)
    real = "fiu" if c.get("selects") else "fiub"  # of a selection bools are the mask
    cast = {k: wide(v.astype(got.dtype) if v.dtype.kind in real and got.dtype.kind != "c" else v) for k, v in args.items()}
    cast["R"] = lambda number: wide(np.asarray(np.asarray(number).astype(got.dtype)))
    ref = evaluate(c["ref"], precise, cast)
    if got.dtype.kind == "c":
        return complexes(c, got, want, ref, cast)
    more = 0
    if c["row"] in ("logaddexp", "logaddexp2"):  # near 0 it is right beside its terms only
        more = 4 * np.finfo(got.dtype).eps * np.maximum(1, sum(np.abs(v) for v in cast.values() if isinstance(v, np.ndarray)))
        more = np.where(np.isfinite(more), more, 0)
    return np.ravel(within(got, ref.astype(LONG), c["budget"] + references.slack.get(c["row"], 0), more)) | same(got, want, False)


def complexes(c, got, want, ref, args):
    operands = [evaluate(t, precise, args) for t in c["operands"]]
    row = None if c.get("selects") else c["row"]  # of a selection the operands have other shapes
    budget = c["budget"] + references.growing(row, operands)
    ref = np.broadcast_to(ref, got.shape)
    size = np.where(np.isfinite(ref), np.abs(ref), 0).astype(LONG)
    part = got.real.dtype
    ok = []
    for p in ("real", "imag"):
        g, r, w = getattr(got, p), getattr(ref, p).astype(LONG), getattr(want, p)
        near = np.isfinite(ref) & (np.abs(g.astype(LONG) - r) <= budget * unit(size, part))
        near |= np.isfinite(r) & np.isfinite(g) & ~np.isfinite(ref) & (np.abs(g.astype(LONG) - r) <= budget * unit(r, part))
        near |= np.isinf(g) & (np.sign(g) == np.sign(r)) & (np.abs(r) > np.finfo(part).max)
        ok.append(near | (np.isnan(g) & np.isnan(w)) | (g == w) | references.beyond(row, got, want, operands))
    return np.stack([np.ravel(k) for k in ok], axis=-1).reshape(-1)


def size(x):
    """The magnitudes of what is finite, else 0."""
    return np.where(np.isfinite(x), np.abs(x), 0).astype(LONG)


def logarithm(x):
    """The magnitudes of the logarithms of these."""
    return np.abs(np.log(np.where(size(x) > 0, size(x), 1)))


def reduced(c, args):
    """A reduction with 64 bits of precision, what its rounding is measured by, and how many elements make a result."""
    x = args["x0"]
    if c["row"].startswith("nan") and c["kind"] in ("sum", "prod") and c["row"] != "nanmean":
        x = np.where(np.isnan(x), np.asarray(c["row"] == "nanprod").astype(x.dtype), x)
    if c.get("cast") and c["kind"] not in ("var", "std"):  # which are computed in the wider of both
        x = converted(x, np.dtype(env[c["cast"]])) if x.dtype.kind in "fc" and np.dtype(env[c["cast"]]).kind in "iu" else x.astype(env[c["cast"]])
    names = {k: (v if v.dtype == bool else wide(v)) for k, v in args.items()}
    names["x0"] = wide(x) if x.dtype != bool else x.astype(LONG)
    result = np.dtype(c["got"][0])
    names["R"] = lambda number: wide(np.asarray(number).astype(result))[()]
    ref = evaluate(c["ref"], precise, names)
    if c["row"] in ("mean", "nanmean") and result.kind == "c":
        # b2 divides both parts by the count, NumPy by a complex number, which makes NaN of infinities.
        z = names["x0"]
        both = [z.real, z.imag]
        if c["row"] == "nanmean":
            both = [np.where(np.isnan(z), np.nan, p) for p in both]
        both = [evaluate(c["ref"], precise, dict(names, x0=p)) for p in both]
        ref = both[0].astype(np.clongdouble)
        ref.imag = both[1]
    names.update(A=size(names["x0"]), L=logarithm(names["x0"]), size=size, logarithm=logarithm)
    scale = evaluate(c["scale"], precise, names).astype(LONG)
    return ref, scale, max(x.size // max(ref.size, 1), 1) + 1


def rounds(got):
    """The relative error of a step, and the units in the last place of the last one."""
    return np.finfo(np.float64).eps, 0.51


def by_parts(got, ref, check):
    """check of both parts, or of real numbers."""
    if got.dtype.kind != "c":
        return np.ravel(check(got, ref.real))
    return np.stack([np.ravel(check(got.real, ref.real)), np.ravel(check(got.imag, ref.imag))], axis=-1).reshape(-1)


def sum_(c, got, want, args):
    if got.dtype.kind not in "fc":
        if c["row"] in ("mean", "nanmean"):  # a quotient becomes an integer as other floats do
            total = evaluate(c["py"].replace("nanmean(", "sum(").replace("mean(", "sum("), env, args)
            count = evaluate(c["ref"].replace("nanmean(", "sum(").replace("mean(", "sum("), env, dict(args, x0=np.ones(args["x0"].shape, int)))
            want = converted(np.asarray(np.true_divide(total, count)), got.dtype)
        return same(got, want, False)
    ref, scale, n = reduced(c, args)
    eps, last = rounds(got)
    over = scale > np.finfo(np.float64).max / 2  # it depends on the order whether a sum on the way is infinite
    ok = by_parts(got, ref, lambda g, r: within(g, r.astype(LONG), last, 4 * n * eps * scale) | over) | same(got, want, True)
    if c.get("selects") and got.dtype.kind == "c" and "mean(" in c["py"]:  # as above, of infinities
        ok |= np.repeat(~np.isfinite(got) & ~np.isfinite(want), 2)
    return ok


def prod(c, got, want, args):
    if got.dtype.kind not in "fc":
        return same(got, want, False)
    ref, scale, n = reduced(c, args)
    eps, last = rounds(got)
    # A product on the way may be infinite, or 0, or have lost digits: it depends on the order.
    over = scale > np.log(np.finfo(np.float64).max) - 1
    if got.dtype.kind == "c":
        over |= ~np.isfinite(ref)
    size = np.where(np.isfinite(ref), np.abs(ref), 0).astype(LONG)
    return by_parts(got, ref, lambda g, r: within(g, r.astype(LONG), last, 4 * n * eps * size) | over) | same(got, want, True)


def var(c, got, want, args):
    if got.dtype.kind not in "fc":
        return same(got, want, False)
    ref, scale, n = reduced(c, args)
    eps, last = rounds(got)
    over = scale > np.finfo(np.float64).max / 4
    limit = 16 * eps * scale  # of the sum of squares, of which the mean is less
    g = got
    if c["kind"] == "std":  # the root of what was rounded before
        over |= ref * ref > np.finfo(got.real.dtype).max
        limit = limit + unit(ref * ref, got.real.dtype) * 0.51
        limit = np.minimum(np.sqrt(limit), limit / np.where(ref > 0, ref, 1e-300))
    return by_parts(g, ref, lambda g, r: within(g, r.astype(LONG), last + 0.5, limit) | over) | same(got, want, True)


kinds = {"exact": exact, "zeros": zeros, "cast": cast, "ulp": ulp, "sum": sum_, "prod": prod, "var": var, "std": var}


def evaluate(text, names, args):
    return np.asarray(eval(text, names, args))


def refused(c, args, e):
    """What NumPy refuses and b2 computes: powers of integers by negative ones, and what else DESIGN.md lists."""
    if "Integers to negative integer powers" in str(e) and c["row"] == "power" and "got" in c:
        x, y = (eval(t, env, args) for t in c["operands"])
        got = array(c["got"])
        x, y = np.broadcast_arrays(np.asarray(x).astype(got.dtype), np.asarray(y).astype(got.dtype))
        below = np.where(x == 1, 1, np.where(x == -1, np.where(y % 2 == 0, 1, -1), 0)).astype(got.dtype)
        want = np.where(y < 0, below, np.power(x, np.maximum(y, 0)))
        return None if got.shape == want.shape and np.all(got == want) else "got %r, want the quotients %r" % (got, want)
    if c["row"].endswith(("quantile", "percentile", "median")) and args["x0"].size == 0 and "cannot reshape array of size 0" in str(e):
        return None  # a fault of NumPy's
    if c["row"] in ("full", "full_like") and "Python int too large" in str(e) and c["got"][0] == "|b1":
        return None  # of bools; others NumPy converts
    if isinstance(e, IndexError) and "is out of bounds for axis" in str(e) and "[" in c["py"] and array(c["got"]).size == 0:
        return None  # positions that are data are looked at where elements are read: here none are (DESIGN.md, section 4)
    return "NumPy says " + repr(e)[:200]


def bounds(dtype):
    return np.iinfo(dtype) if np.dtype(dtype).kind in "iu" else None


def refusal(c, args, want):
    """What b2 refuses and NumPy computes, as DESIGN.md lists it; None: it may."""
    error, row = c["error"], c["row"]
    m = re.match(r".*?python integer (-?\d+) is out of bounds for (u?int\d+)", error)
    if m and (row == "where" or " if " in c["text"]) and not bounds(m[2]).min <= int(m[1]) <= bounds(m[2]).max:
        return None  # NumPy wraps it around
    if want.size == 0 and "negative integer power" in error:
        return None  # NumPy finds that out element by element
    if c.get("selects") and "selection" in error:
        return None  # not there yet
    if row in ("var", "std", "nanvar", "nanstd"):
        if "is a float: dtype cannot be" in error and np.dtype(env[c["cast"]]).kind not in "fc":
            return None
        if "of complex numbers has no dtype" in error and args["x0"].dtype.kind == "c" and np.dtype(env[c["cast"]]).kind == "f":
            return None
    if row == "linspace" and "complex numbers do not become" in error and "j" in c["text"] and want.dtype.kind != "c":
        return None  # NumPy drops the imaginary part, with a warning
    if row in ("full", "full_like") and "python complex" in error and want.dtype.kind != "c":
        return None  # NumPy drops the imaginary part, with a warning
    if re.match(r".*initial of \w+ is complex, which is no", error) and want.dtype.kind != "c":
        return None  # the same
    if c.get("selects") and "a mask of shape" in error and want.size == 0:
        return None  # the same of masks
    if c["text"].startswith("take(") and want.size == 0 and "out of bounds" in error:
        return None  # NumPy looks at positions only where there are elements
    return "b2 says %s, NumPy computes %s %s" % (error, want.dtype, want.shape)


def cast_first(c, args):
    """Of a reduction that converts its elements to integers: these, as b2 converts what they do not hold."""
    if c.get("cast") and np.dtype(env[c["cast"]]).kind in "iu" and c["row"] in scans | sums and args["x0"].dtype.kind in "fc":
        x = args["x0"]
        if c["row"].startswith("nan"):
            x = np.where(np.isnan(x), x.dtype.type(c["row"] == "nanprod"), x)
        return dict(args, x0=converted(x, np.dtype(env[c["cast"]])))
    return args


sums = {"sum", "prod", "nansum", "nanprod", "mean"}
scans = {"cumsum", "cumprod", "cumulative_sum", "cumulative_prod"}


def judge(c):
    args = {k: array(v) for k, v in c["args"].items()}
    args = cast_first(c, args)
    try:
        want = evaluate(c["py"], env, args)
    except (TypeError, ValueError, OverflowError, IndexError, ZeroDivisionError) as e:
        return None if "error" in c else refused(c, args, e)
    if "error" in c:
        return refusal(c, args, want)
    got = array(c["got"])
    if got.dtype != want.dtype or got.shape != want.shape:
        return "got %s %s, want %s %s" % (got.dtype, got.shape, want.dtype, want.shape)
    if c["row"] in ("cumprod", "cumulative_prod") and got.dtype.kind == "c":
        return scanned(c, got, want, args)
    ok = kinds[c["kind"]](c, got, want, args)
    if np.all(ok):
        return None
    return shown(got, want, ok, args)


def scanned(c, got, want, args):
    """Running products of complex numbers, for which NumPy fuses one of the products or not, as the length has it."""
    finite = np.isfinite(want) & np.isfinite(got)
    size = np.where(finite, np.abs(want), 0)
    part = got.real.dtype
    ok = ~finite | (np.abs(got - want) <= 8 * (got.size + 1) * np.finfo(part).eps * size + np.finfo(part).tiny)
    return None if np.all(ok) else shown(got, want, np.ravel(ok), args)


def shown(got, want, ok, args):
    i = int(np.argmin(ok)) * got.size // max(ok.size, 1)
    at = {k: v.ravel()[min(i, v.size - 1)] for k, v in args.items() if v.size == 1 or v.shape == got.shape}
    return "element %d is %r, want %r, of %s; %s" % (i, got.ravel()[i], np.ravel(want)[i], at, {k: repr(v)[:300] for k, v in args.items()})


for line in sys.stdin:
    case = json.loads(line)
    try:
        fault = judge(case)
    except Exception as e:  # a fault of this script
        fault = "the judge failed: %r" % e
    if fault:
        print(json.dumps({"case": case["name"], "py": case["py"], "fault": case["text"] + ": " + fault}), flush=True)
