"""A worker for the soak: spawned by a parent, or, as `soak_worker.py ID DIRECTORY`, a service.

One thread, one call at a time. `hostile` sends its parent what no worker should. SOAK_MARKS names
the file to which `mark` appends, so that the soak sees how often each call was run.
"""
import os
import random
import sys
import time

import msgpack

from service_registry import Registry
from worker_loop import WorkerLoop, heartbeat, result

APP = "comlink_ipc_v3"
SERVICE = sys.argv[1:3] if len(sys.argv) > 2 else None

caller = None  # identity of the parent whose call runs


def add(a, b):
    return a + b


def echo(value):
    return value


def count(number):
    return list(range(number))


def total(numbers):
    return sum(numbers)


def same(numbers):
    return numbers


def nap(millis):
    time.sleep(millis / 1000)
    return millis


def burn(millis):
    end = time.monotonic() + millis / 1000
    while time.monotonic() < end:
        pass
    return millis


def flood(size, error):
    stream = sys.stderr if error else sys.stdout
    line = "f" * 127 + "\n"
    for _ in range(size // len(line)):
        stream.write(line)
    stream.flush()
    return size


def mark(token):
    with open(os.environ["SOAK_MARKS"], "a") as file:
        file.write(token + "\n")
    return token


def exit(code):
    os._exit(code)


def hostile(seed):
    """Nothing of this answers a call that waits."""
    chance = random.Random(seed)
    good = msgpack.packb({"app": APP, "id": "nobody", "type": "response", "timestamp": 1.0, "result": 1})
    for frames in (
            [good], [b"", good],  # an id that nobody waits for, twice
            [b"", msgpack.packb({"app": "other", "id": "nobody", "type": "response", "result": 1})],
            [b"", good[:chance.randrange(len(good))]],
            [b"", chance.randbytes(chance.randrange(1, 500))],
            [b"", b"\x81\xa2id\xdd\x7f\xff\xff\xff"],
            [b"", b"\x81\xa6result\xdb\xff\xff\xff\xff"],
            [b"", b"\x81\xa6result" + b"\x91" * 10_000 + b"\xc0"],
            [b"", good, good], [b""], [chance.randbytes(9), good]):
        loop.router.send_multipart([caller] + frames)
    return seed


FUNCTIONS = {function.__name__: function for function in (add, echo, count, total, same, nap, burn, flood, mark, exit, hostile)}


def answer(identity, request):
    global caller
    caller = identity
    if request["type"] == "heartbeat":
        return heartbeat(request)
    if request["type"] == "shutdown":
        loop.stop()
    if request["type"] != "call":
        return None
    return result(lambda *args: FUNCTIONS[request["function"]](*args), request)


if __name__ == "__main__":
    loop = WorkerLoop(APP)
    if SERVICE:
        registry = Registry(SERVICE[1])
        registry.register(SERVICE[0], loop.router.bind_to_random_port("tcp://127.0.0.1"))
    else:
        loop.router.connect("tcp://localhost:" + os.environ["COMLINK_ZMQ_PORT"])
    loop.run(answer, poll=500)
    if SERVICE:
        registry.unregister(SERVICE[0])
    loop.close()
