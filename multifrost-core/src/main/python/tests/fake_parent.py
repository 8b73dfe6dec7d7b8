"""A parent as small as it can be: a DEALER that binds, and the process that it starts."""

import os
import pathlib
import subprocess
import sys
import time
import uuid

import msgpack
import zmq

PACKAGE = pathlib.Path(__file__).resolve().parents[1]
SECONDS = 20  # for anything that is waited for
APP = "comlink_ipc_v4"


class Parent:
    def __init__(self, *command, environment=None, start=True, program=("-m", "multifrost_worker")):
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.sndhwm = self.socket.rcvhwm = 0
        self.port = self.socket.bind_to_random_port("tcp://127.0.0.1")
        self.replies = {}
        self.progress = []
        self.pieces = {}
        self.process = run(*command, port=self.port, environment=environment, program=program)
        if start:
            self.heartbeat()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.output = self.process.communicate()
        self.socket.close()

    def send(self, kind, **fields):
        message_id = fields.pop("id", None) or str(uuid.uuid4())
        message = {"app": APP, "id": message_id, "type": kind, "timestamp": time.time(), **fields}
        self.socket.send_multipart([b"", msgpack.packb(message, datetime=True)])
        return message_id

    def begin(self, function, *args, metadata=None, **kwargs):
        metadata = {**(metadata or {}), **({"kwargs": kwargs} if kwargs else {})}
        extra = {"metadata": metadata} if metadata else {}
        return self.send("call", function=function, args=list(args), namespace="default", **extra)

    def reply(self, message_id, seconds=SECONDS):
        self.read_until(lambda: message_id in self.replies, seconds)
        return self.replies.pop(message_id)

    def read_until(self, condition, seconds=SECONDS):
        end = time.monotonic() + seconds
        while not condition():
            left = end - time.monotonic()
            if left <= 0 or not self.socket.poll(left * 1000):
                raise TimeoutError(f"no answer; the worker's code is {self.process.poll()}")
            _, payload = self.socket.recv_multipart()
            message = msgpack.unpackb(payload, strict_map_key=False, timestamp=3)
            if message["type"] == "progress":
                self.progress.append(message)
            elif message["type"] in ("item", "credit", "cancel"):
                self.pieces.setdefault(message["id"], []).append(message)
            else:
                self.replies[message["id"]] = message

    def call(self, function, *args, metadata=None, **kwargs):
        reply = self.reply(self.begin(function, *args, metadata=metadata, **kwargs))
        if reply["type"] == "error":
            raise RemoteError(reply)
        return reply["result"]

    def heartbeat(self):
        began = time.monotonic()
        self.answer = self.reply(self.send("heartbeat", metadata={"hb_timestamp": 1.0}))
        return time.monotonic() - began

    def shutdown(self):
        self.send("shutdown")
        return self.process.wait(SECONDS)


class RemoteError(Exception):
    def __init__(self, reply):
        super().__init__(reply["error"])
        self.parts = reply.get("metadata", {}).get("error", {})


def run(
    *command,
    port=None,
    environment=None,
    stdout=subprocess.PIPE,
    program=("-m", "multifrost_worker"),
):
    variables = {**os.environ, "PYTHONPATH": str(PACKAGE), **(environment or {})}
    variables.pop("COMLINK_ZMQ_PORT", None)
    if port is not None:
        variables["COMLINK_ZMQ_PORT"] = str(port)
    return subprocess.Popen(
        [sys.executable, *map(str, program), *map(str, command)],
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
    )
