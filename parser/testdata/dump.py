"""Read expressions, one JSON string a line; write the tree of each as dump_test.go does, or "error"."""

import ast
import json
import struct
import sys
import warnings

OPS = {"Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "LShift": "<<",
       "RShift": ">>", "BitAnd": "&", "BitOr": "|", "BitXor": "^", "And": "and", "Or": "or", "Lt": "<", "LtE": "<=",
       "Gt": ">", "GtE": ">=", "Eq": "==", "NotEq": "!=", "USub": "u-", "UAdd": "u+", "Invert": "u~", "Not": "unot"}


def op(o):
    return OPS[type(o).__name__]


def bits(x):
    return "%x" % struct.unpack(">Q", struct.pack(">d", x))[0]


def constant(v):
    if v is Ellipsis:
        return "..."
    if v is None or isinstance(v, bool):
        return str(v)
    if isinstance(v, int):
        return str(v)
    if isinstance(v, float):
        return "f" + bits(v)
    if isinstance(v, complex):
        return "j" + bits(v.imag)
    return "'" + v.encode().hex() + "'"


def boolean(n):
    """A chain of one operator is a list in Python's tree, and groups to the left in ours. So no positions here."""
    text = dump(n.values[0])
    for v in n.values[1:]:
        text = "(%s %s %s)" % (op(n.op), text, dump(v))
    return text


def dump(n):
    if n is None:
        return "_"
    if isinstance(n, ast.BoolOp):
        return boolean(n)
    if isinstance(n, ast.Constant):
        text = constant(n.value)
    elif isinstance(n, ast.Name):
        text = n.id
    else:
        head, kids = compound(n)
        text = "(" + " ".join([head] + [dump(k) for k in kids]) + ")"
    return text + "@%d-%d" % (n.col_offset, n.end_col_offset)


def compound(n):
    match n:
        case ast.UnaryOp():
            return op(n.op), [n.operand]
        case ast.BinOp():
            return op(n.op), [n.left, n.right]
        case ast.Compare():
            return " ".join(["cmp"] + [op(o) for o in n.ops]), [n.left] + n.comparators
        case ast.IfExp():
            return "if", [n.test, n.body, n.orelse]
        case ast.Call():
            heads = ["call"] + [k.arg + "=" for k in n.keywords]
            return " ".join(heads), [n.func] + n.args + [k.value for k in n.keywords]
        case ast.Attribute():
            return "." + n.attr, [n.value]
        case ast.Subscript():
            return "index", [n.value] + (n.slice.elts if isinstance(n.slice, ast.Tuple) else [n.slice])
        case ast.Slice():
            return "slice", [n.lower, n.upper, n.step]
        case ast.Tuple():
            return "tuple", n.elts
        case ast.List():
            return "list", n.elts
    raise ValueError(type(n).__name__)


warnings.simplefilter("ignore")
for line in sys.stdin:
    try:
        print(dump(ast.parse(json.loads(line), mode="eval").body))
    except SyntaxError:
        print("error")
