"""A worker written straight from the protocol, to test Java parents against.

It works like the reference implementations: one thread, one call at a time, a poll every 10 ms,
no heartbeat answered while a function runs. It shares no code with any other worker. Environment:

PEER_PROTOCOL  3 (default) or 4
PEER_QUIRK     nodejs  heartbeats echo args and drop metadata, whole numbers above 32 bits go out
                       as float64, timestamps are integers
               python  fields that are null are left out, NaN and infinities go out as null and
                       integers beyond int64 as its maximum, output has no id
               nulls   fields that are not used are there, and null
               rust    sends a `ready` that cannot be routed before anything else, and drops
                       calls that have binary values among their arguments
               ready   sends a `ready` that arrives, before its first reply
PEER_START     exit3   says why on stderr and exits with code 3
               never   never connects
               mute    connects and never answers
               slow    connects after PEER_DELAY seconds (default 2)
"""
import math
import os
import signal
import sys
import time
import traceback
import uuid

import msgpack
import zmq

APP = "comlink_ipc_v" + os.environ.get("PEER_PROTOCOL", "3")
QUIRK = os.environ.get("PEER_QUIRK", "")
START = os.environ.get("PEER_START", "")
PARENT = os.getppid()

running = True
caller = None  # identity of the parent whose call runs


def stop(*_):
    global running
    running = False


def echo(x):
    return x


def add(a, b):
    return a + b


def sleep(seconds):
    time.sleep(seconds)
    return seconds


def fail(message):
    raise ValueError(message)


def big(n):
    return b"\x2a" * n


def type_of(x):
    return type(x).__name__


def exit(code):
    os._exit(code)


def flood_stderr(n):
    line = "e" * 99 + "\n"
    for _ in range(n // 100):
        sys.stderr.write(line)
    sys.stderr.write("e" * (n % 100))
    sys.stderr.flush()
    return n


def print_lines(n):
    for number in range(1, n + 1):
        print("line", number)
    sys.stdout.flush()
    return n


def send_stdout(text):
    id = ABSENT if QUIRK == "python" else str(uuid.uuid4())
    send(caller, message("stdout", id, output=text))
    return len(text)


def none():
    return ABSENT


def env(name):
    return os.environ.get(name)


def pid():
    return os.getpid()


ABSENT = object()
FUNCTIONS = {f.__name__: f for f in (
    echo, add, sleep, fail, big, type_of, exit, flood_stderr, print_lines, send_stdout, none, env,
    pid)}


def message(kind, id, **fields):
    now = time.time()
    result = {"app": APP, "type": kind, "timestamp": int(now) if QUIRK == "nodejs" else now}
    fields["id"] = id
    if QUIRK == "nulls":
        for name in ("function", "args", "namespace", "client_name", "result", "error", "output",
                     "metadata"):
            result[name] = None
    for name, value in fields.items():
        value = AS_SENT.get(QUIRK, lambda same: same)(value)
        if value is ABSENT or (QUIRK == "python" and value is None):
            result.pop(name, None)
        else:
            result[name] = value
    return result


def as_python(value):
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return min(value, 2 ** 63 - 1)
    return value


def as_nodejs(value):
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and not -(2 ** 31) <= value < 2 ** 32:
        return float(value)
    if isinstance(value, list):
        return [as_nodejs(each) for each in value]
    if isinstance(value, dict):
        return {str(key): as_nodejs(each) for key, each in value.items()}
    return value


AS_SENT = {"nodejs": as_nodejs, "python": as_python}


def has_binary(value):
    if isinstance(value, dict):
        return any(map(has_binary, value.values()))
    return isinstance(value, bytes) or (isinstance(value, list) and any(map(has_binary, value)))


def send(identity, content):
    router.send_multipart([identity, b"", msgpack.packb(content)])


def handle(identity, request):
    global caller
    kind, id = request["type"], request.get("id", "")
    if kind == "shutdown":
        stop()
    elif kind == "heartbeat" and QUIRK == "nodejs":
        send(identity, message("heartbeat", id, args=request.get("args", [])))
    elif kind == "heartbeat":
        metadata = {**(request.get("metadata") or {}), "hb_response": True}
        send(identity, message("heartbeat", id, metadata=metadata))
    elif kind == "call" and request.get("namespace", "default") == "default":
        caller = identity
        name = request.get("function")
        if not name:
            send(identity, message("error", id, error="Message missing 'function' field"))
        elif name.startswith("_"):
            send(identity, message("error", id, error=f"Cannot call private method '{name}'"))
        elif name in ("listFunctions", "list_functions"):
            send(identity, message("response", id, result=sorted(FUNCTIONS)))
        elif name not in FUNCTIONS:
            send(identity, message("error", id, error=f"Function '{name}' not found"))
        else:
            try:
                reply = message("response", id, result=FUNCTIONS[name](*request.get("args", [])))
                send(identity, reply)
            except Exception as ex:
                text = f"{type(ex).__name__}: {ex}\n{traceback.format_exc()}"
                send(identity, message("error", id, error=text))


def port():
    try:
        value = int(os.environ["COMLINK_ZMQ_PORT"])
    except (KeyError, ValueError):
        sys.exit("COMLINK_ZMQ_PORT is missing or not a number")
    if not 1024 <= value <= 65535:
        sys.exit(f"COMLINK_ZMQ_PORT is {value}, outside 1024-65535")
    return value


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)  # looked at between calls
    if START == "exit3":
        print("peer_worker: the model file is missing", file=sys.stderr)
        sys.exit(3)
    if START == "slow":
        time.sleep(float(os.environ.get("PEER_DELAY", "2")))
    router = zmq.Context.instance().socket(zmq.ROUTER)
    router.linger = 500
    if START != "never":
        router.connect(f"tcp://localhost:{port()}")
    if QUIRK == "rust":
        send(b"nobody", message("ready", str(uuid.uuid4())))
    greeted = QUIRK != "ready"
    while running and os.getppid() == PARENT:
        if not router.poll(10) or START == "mute":
            if START == "mute":
                time.sleep(0.01)
            continue
        frames = router.recv_multipart()
        request = msgpack.unpackb(frames[-1], strict_map_key=False)
        if len(frames) != 3 or request.get("app") != APP:
            continue
        if QUIRK == "rust" and has_binary(request.get("args")):
            continue
        if not greeted:
            send(frames[0], message("ready", str(uuid.uuid4())))
            greeted = True
        handle(frames[0], request)
    router.close()
    zmq.Context.instance().term()
