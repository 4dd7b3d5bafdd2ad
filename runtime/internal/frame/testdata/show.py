"""Writes the value of an attribute as a line that the Go test writes in the same way (show in random_test.go), and
makes random values."""
import random
import struct


def show(v):
    if v is None:
        return "n"
    if isinstance(v, bool):
        return "T" if v else "F"
    if isinstance(v, int):
        return "i%d" % v
    if isinstance(v, float):
        return "f" + struct.pack(">d", v).hex()
    if isinstance(v, str):
        return "s" + v.encode().hex()
    if isinstance(v, bytes):
        return "b" + v.hex()
    if isinstance(v, tuple):
        return "(" + ",".join(map(show, v)) + ")"
    if isinstance(v, list):
        return "[" + ",".join(map(show, v)) + "]"
    if isinstance(v, dict):
        return "{" + ",".join(sorted(show(k) + ":" + show(x) for k, x in v.items())) + "}"
    raise TypeError(type(v))


def value(depth=0):
    kind = random.randint(0, 6 if depth > 3 else 9)
    n = random.choice([0, 1, 2, 3, 17, 40]) if depth < 2 else random.randint(0, 3)
    if kind == 0:
        return random.choice([None, True, False])
    if kind <= 2:
        return random.choice([1, -1]) * random.getrandbits(random.randint(1, 63))
    if kind == 3:
        return random.choice([random.random(), 1e300, -0.0, float("inf"), 2.0**64 - 1])
    if kind == 4:
        return "".join(random.choice("abcé漢 \0") for _ in range(n * random.choice([1, 1, 30])))
    if kind == 5:
        return random.randbytes(n * random.choice([1, 1, 300]))
    if kind == 6:
        return 2**64 - 1 - random.getrandbits(8)
    if kind == 7:
        return [value(depth + 1) for _ in range(n)]
    if kind == 8:
        return tuple(value(depth + 1) for _ in range(n))
    return {"k%d" % i: value(depth + 1) for i in range(n)}
