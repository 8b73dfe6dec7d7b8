"""A service written straight from the protocol, to test Java parents against.

    service_worker.py ID DIRECTORY [PROTOCOL]

Binds a port, registers it in the directory and prints "registered". Works like the reference
implementation: one thread, one call at a time, a poll every 10 ms, no heartbeat answered while a
function runs. Ends by SIGTERM, and unregisters then.
"""
import os
import sys
import time

from service_registry import Registry
from worker_loop import WorkerLoop, heartbeat, result

ID, DIRECTORY = sys.argv[1:3]
APP = "comlink_ipc_v" + (sys.argv[3] if len(sys.argv) > 3 else "3")


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


def answer(identity, request):
    if request["type"] == "heartbeat":
        return heartbeat(request)
    if request["type"] != "call" or request.get("namespace", "default") != "default":
        return None
    name = request.get("function")
    if name in ("listFunctions", "list_functions"):
        return {"type": "response", "result": sorted(FUNCTIONS)}
    if name not in FUNCTIONS:
        return {"type": "error", "error": f"Function '{name}' not found"}
    if request.get("client_name"):
        loop.send(identity, {"type": "stdout", "output": "for " + request["client_name"]})
    return result(FUNCTIONS[name], request)


loop = WorkerLoop(APP)
registry = Registry(DIRECTORY)
registry.register(ID, loop.router.bind_to_random_port("tcp://127.0.0.1"))
print("registered", flush=True)
loop.run(answer, poll=10)
registry.unregister(ID)
loop.close()
