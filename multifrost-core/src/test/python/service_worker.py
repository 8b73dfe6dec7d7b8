"""A service written straight from the protocol, to test Java parents against.

    service_worker.py ID DIRECTORY [PROTOCOL]

Binds a port, registers it in the directory and prints "registered". Works like the reference
implementation: one thread, one call at a time, a poll every 10 ms, no heartbeat answered while a
function runs. Ends by SIGTERM, and unregisters then.
"""
import os
import signal
import sys
import time

import msgpack
import zmq

from service_registry import Registry

ID, DIRECTORY = sys.argv[1:3]
APP = "comlink_ipc_v" + (sys.argv[3] if len(sys.argv) > 3 else "3")
running = True


def stop(*_):
    global running
    running = False


def add(a, b):
    return a + b


def echo(value):
    return value


def pid():
    return os.getpid()


def sleep(seconds):
    time.sleep(seconds)
    return seconds


FUNCTIONS = {function.__name__: function for function in (add, echo, pid, sleep)}


def answer(request):
    if request["type"] == "heartbeat":
        return {"type": "heartbeat", "metadata": {**(request.get("metadata") or {}), "hb_response": True}}
    if request["type"] != "call" or request.get("namespace", "default") != "default":
        return None
    name = request.get("function")
    if name in ("listFunctions", "list_functions"):
        return {"type": "response", "result": sorted(FUNCTIONS)}
    if name not in FUNCTIONS:
        return {"type": "error", "error": f"Function '{name}' not found"}
    if request.get("client_name"):
        output = {"app": APP, "type": "stdout", "timestamp": time.time(), "output": "for " + request["client_name"]}
        router.send_multipart([identity, b"", msgpack.packb(output)])
    try:
        return {"type": "response", "result": FUNCTIONS[name](*request.get("args", []))}
    except Exception as ex:
        return {"type": "error", "error": f"{type(ex).__name__}: {ex}"}


signal.signal(signal.SIGTERM, stop)
router = zmq.Context.instance().socket(zmq.ROUTER)
router.linger = 500
port = router.bind_to_random_port("tcp://127.0.0.1")
registry = Registry(DIRECTORY)
registry.register(ID, port)
print("registered", flush=True)
while running:
    if not router.poll(10):
        continue
    frames = router.recv_multipart()
    request = msgpack.unpackb(frames[-1], strict_map_key=False)
    if len(frames) != 3 or request.get("app") != APP:
        continue
    identity = frames[0]
    reply = answer(request)
    if reply:
        reply.update(app=APP, id=request["id"], timestamp=time.time())
        router.send_multipart([identity, b"", msgpack.packb(reply)])
registry.unregister(ID)
router.close()
zmq.Context.instance().term()
