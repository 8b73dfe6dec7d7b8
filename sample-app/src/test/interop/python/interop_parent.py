"""Runs the interop cases against a Java worker, with the sample's Python parent.

    interop_parent.py CASES PROTOCOL spawn COMMAND...
    interop_parent.py CASES PROTOCOL connect SERVICE_ID

Prints a JSON line for each case: case, passed, detail.
"""
import json
import math
import os
import pathlib
import signal
import sys
from concurrent.futures import TimeoutError  # not Python's own before 3.11

import msgpack

sys.path.insert(0, str(pathlib.Path(__file__).parents[4] / "workers"))
from math_parent import Parent, WorkerGone  # noqa: E402 (found by the line above)

LANGUAGE = "python"
SECONDS = 20


def main():
    cases, protocol, mode, *target = sys.argv[1:]

    def start():
        return (Parent.spawn if mode == "spawn" else Parent.connect)(*target, protocol=protocol)

    with open(cases, encoding="utf-8") as file:
        cases = json.load(file)
    worker = start()
    for case in cases["values"]:
        report(case["name"], value_case, worker, case)
    for name in cases["behaviours"]:
        if name == "death" and worker.gone:
            worker = start()  # the one before was stopped
        report(name, BEHAVIOURS[name], worker, start if mode == "connect" else None)
    worker.close()


def report(name, case, *arguments):
    try:
        detail = case(*arguments) or ""
    except Exception as ex:
        detail = f"{type(ex).__name__}: {ex}"
    print(json.dumps({"case": name, "passed": not detail, "detail": detail}), flush=True)


def value_case(worker, case):
    """Says what is wrong with what came back, or returns nothing."""
    own, java = (case.get("instead", {}).get(language) for language in (LANGUAGE, "java"))
    refused = (own or java or {}).get("refuses")
    if refused == "both" or (refused == "send" and own):
        return expect_error("", lambda: worker.call("record", case["name"], decode(case["hex"]), timeout=SECONDS))
    expected = decode((own or java or case)["hex"])
    result = worker.call("record", case["name"], decode(case["hex"]), timeout=SECONDS)
    return None if same(result, expected) else f"expected {expected!r:.200} but got {result!r:.200}"


def decode(notation):
    parts = (group.split("*") for group in notation.split(" "))
    data = b"".join(bytes.fromhex(part[0]) * int((part[1:] or ["1"])[0]) for part in parts)
    return msgpack.unpackb(data, strict_map_key=False, timestamp=3)


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (a == b and math.copysign(1, a) == math.copysign(1, b))
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return a == b


def expect_error(text, call):
    try:
        return f"no error, but {call()!r:.200}"
    except WorkerGone:
        raise
    except Exception as ex:
        return None if text in str(ex) else f"expected {text} but got {ex}"


def expect(expected, actual):
    return None if expected == actual else f"expected {expected!r} but got {actual!r}"


def error(worker, _):
    return expect_error("on purpose é", lambda: worker.call("fail", "on purpose é", timeout=SECONDS))


def unknown_function(worker, _):
    return expect_error("Function 'missing' not found", lambda: worker.call("missing", timeout=SECONDS))


def private_function(worker, _):
    return expect_error("Cannot call private method '_private'", lambda: worker.call("_private", timeout=SECONDS))


def namespace(worker, _):
    try:
        return f"no timeout, but {worker.call('echo', 1, namespace='other', timeout=0.3)!r}"
    except TimeoutError:
        return expect(3, worker.call("add", 1, 2, timeout=SECONDS))


def list_of_functions(worker, _):
    names = worker.call("list_functions", timeout=SECONDS)
    fine = {"echo", "add"} <= set(names) and not any(name.startswith("_") for name in names)
    return None if fine else f"got {names}"


def no_result(worker, _):
    return expect(None, worker.call("nothing", timeout=SECONDS))


def several_at_once(worker, _):
    keys = [f"several {i}" for i in range(8)]
    held = [worker.submit("hold", key) for key in keys]
    total = worker.call("add", 1, 2, timeout=SECONDS)
    done = [each.done() for each in held]
    for key in keys:
        worker.call("release", key, timeout=SECONDS)
    return expect((3, [False] * 8, keys), (total, done, [each.result(SECONDS) for each in held]))


def out_of_order(worker, _):
    keys = [f"order {i}" for i in range(3)]
    held = {key: worker.submit("hold", key) for key in keys}
    for key in reversed(keys):
        worker.call("release", key, timeout=SECONDS)
        if held.pop(key).result(SECONDS) != key or any(each.done() for each in held.values()):
            return f"{key} was released, but is not the one that was answered"
    return None


def many_in_flight(worker, _):
    sums = [worker.submit("add", i, i) for i in range(64)]
    return expect([2 * i for i in range(64)], [each.result(SECONDS) for each in sums])


def heartbeats(worker, _):
    held = worker.submit("hold", "beat")
    trips = [worker.heartbeat(SECONDS) for _ in range(3)]
    waiting = not held.done()
    worker.call("release", "beat", timeout=SECONDS)
    return expect((True, True, "beat"), (all(trip > 0 for trip in trips), waiting, held.result(SECONDS)))


def stop(worker, start):
    if start:  # a service: it is left, and goes on
        with start() as other:
            other.call("add", 1, 2, timeout=SECONDS)
        with start() as other:
            return expect(3, other.call("add", 1, 2, timeout=SECONDS))
    last = worker.submit("slow", 200)
    code = worker.close()
    return expect((0, 200), (code, last.result(0)))


def death(worker, _):
    held = worker.submit("hold", "death")
    os.kill(worker.call("pid", timeout=SECONDS), signal.SIGKILL)
    try:
        return f"no error, but {held.result(10)!r}"
    except WorkerGone:
        return None


BEHAVIOURS = {
    "error": error, "unknown function": unknown_function, "private function": private_function,
    "namespace": namespace, "list of functions": list_of_functions, "no result": no_result,
    "several at once": several_at_once, "out of order": out_of_order, "64 in flight": many_in_flight,
    "heartbeats": heartbeats, "stop": stop, "death": death}

main()
