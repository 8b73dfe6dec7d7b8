"""The smallest worker that others connect to: it listens at the port that its first argument names.

It answers one call after another and knows three functions; sample-app/workers has workers to
copy.
"""
import sys
import time

import msgpack
import zmq

FUNCTIONS = {
    "add": lambda a, b: a + b,
    "greet": lambda name: f"Hello {name}, from a container",
    "sleep": lambda millis: time.sleep(millis / 1000),
}


def answer(call):
    if call["type"] == "heartbeat":
        return {"type": "heartbeat", "metadata": {**(call.get("metadata") or {}), "hb_response": True}}
    try:
        return {"type": "response", "result": FUNCTIONS[call["function"]](*(call.get("args") or []))}
    except Exception as ex:
        return {"type": "error", "error": f"{type(ex).__name__}: {ex}"}


router = zmq.Context().socket(zmq.ROUTER)
router.bind(f"tcp://0.0.0.0:{sys.argv[1]}")
print("Listening", flush=True)
while True:
    identity, _, payload = router.recv_multipart()
    call = msgpack.unpackb(payload)
    if call["type"] in ("heartbeat", "call"):
        reply = {"app": call["app"], "id": call["id"], "timestamp": time.time(), **answer(call)}
        router.send_multipart([identity, b"", msgpack.packb(reply)])
