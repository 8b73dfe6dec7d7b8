"""What the workers beside this file have in common, written straight from the protocol.

One thread, one message at a time: what comes is read, handed to the worker and answered, until
SIGTERM or the end of the process that started it.
"""
import os
import signal
import time

import msgpack
import zmq

PARENT = os.getppid()


class WorkerLoop:
    def __init__(self, app):
        self.app = app
        self.running = True
        self.router = zmq.Context.instance().socket(zmq.ROUTER)
        self.router.linger = 500
        signal.signal(signal.SIGTERM, lambda *_: self.stop())

    def stop(self):
        self.running = False

    def send(self, identity, fields):
        message = {"app": self.app, "timestamp": time.time(), **fields}
        self.router.send_multipart([identity, b"", msgpack.packb(message)])

    def run(self, answer, poll):
        """Let answer(identity, request) make the fields of each reply, or None; poll in milliseconds."""
        while self.running and os.getppid() == PARENT:
            if not self.router.poll(poll):
                continue
            frames = self.router.recv_multipart()
            request = self.read(frames)
            if request is None:
                continue
            reply = answer(frames[0], request)
            if reply:
                self.send(frames[0], {"id": request["id"], **reply})

    def read(self, frames):
        try:
            request = msgpack.unpackb(frames[-1], strict_map_key=False)
            known = len(frames) == 3 and request.get("app") == self.app and isinstance(request["id"], str)
            return request if known else None
        except Exception:
            return None

    def close(self):
        self.router.close()
        zmq.Context.instance().term()


def heartbeat(request):
    return {"type": "heartbeat", "metadata": {**(request.get("metadata") or {}), "hb_response": True}}


def result(function, request):
    try:
        return {"type": "response", "result": function(*request.get("args", []))}
    except Exception as ex:
        return {"type": "error", "error": f"{type(ex).__name__}: {ex}"}
