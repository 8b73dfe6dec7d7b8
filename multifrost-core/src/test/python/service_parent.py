"""A parent written straight from the protocol, to test Java services against.

    service_parent.py ID DIRECTORY PROTOCOL

Finds the service in the directory, connects, and sends the calls that stdin gives as a JSON array
of maps ({"function": "add", "args": [1, 2]}), one after another. Prints a JSON array of the
answers; what arrives between them is in "before" of the next one.
"""
import json
import sys
import time
import uuid

import msgpack
import zmq

from service_registry import Registry

ID, DIRECTORY, PROTOCOL = sys.argv[1:4]
APP = "comlink_ipc_v" + PROTOCOL

dealer = zmq.Context.instance().socket(zmq.DEALER)
dealer.linger = 0
dealer.connect(f"tcp://localhost:{Registry(DIRECTORY).discover(ID)}")


def ask(fields):
    request = {"app": APP, "id": str(uuid.uuid4()), "timestamp": time.time(), **fields}
    dealer.send_multipart([b"", msgpack.packb(request)])
    before = []
    while dealer.poll(10000):
        empty, payload = dealer.recv_multipart()
        message = msgpack.unpackb(payload)
        if message["type"] in ("response", "error", "heartbeat") and message["id"] == request["id"]:
            return {**message, "before": before}
        before.append(message)
    return {"type": "timeout", "before": before}


answers = [ask({"type": "heartbeat", "metadata": {"hb_timestamp": 1.5}})]
for call in json.load(sys.stdin):
    answers.append(ask({"type": "call", "namespace": "default", **call}))
print(json.dumps(answers))
dealer.close()
zmq.Context.instance().term()
