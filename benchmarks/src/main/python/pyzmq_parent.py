"""A parent on bare pyzmq for the Python worker in one file; takes orders as ParentProcess.java does.

It leaves the times of a round, in nanoseconds, as 64-bit integers in a file that its answer names.

    pyzmq_parent.py <worker.py> <file>
"""
import array
import json
import os
import subprocess
import sys
import time
import uuid

import msgpack
import zmq

WARM_UP_SECONDS = 1.5
PATIENCE = 20_000  # milliseconds


class Parent:
    def __init__(self, script):
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.sndhwm = self.socket.rcvhwm = 0
        self.socket.linger = 0
        self.socket.rcvtimeo = PATIENCE
        port = self.socket.bind_to_random_port("tcp://127.0.0.1")
        self.worker = subprocess.Popen(
            [sys.executable, script], stdout=sys.stderr,
            env=dict(os.environ, COMLINK_ZMQ_PORT=str(port), COMLINK_WORKER_MODE="1"))
        self.send("heartbeat", metadata={"hb_timestamp": time.time()})
        self.receive()

    def send(self, kind, **fields):
        call = str(uuid.uuid4())
        self.socket.send_multipart([b"", msgpack.packb(
            {"app": "comlink_ipc_v3", "id": call, "type": kind, "timestamp": time.time(), **fields})])
        return call

    def receive(self):
        return msgpack.unpackb(self.socket.recv_multipart()[1])

    def run(self, window, seconds):
        """Keeps so many calls under way, and returns their times once the first ones have ended."""
        times, began = array.array("q"), {}
        start = time.perf_counter()
        counted, end = start + seconds / 8, start + seconds / 8 + seconds
        now = start
        while began or now < end:
            while len(began) < window and now < end:
                began[self.send("call", function="add", args=[10, 20], namespace="default")] = \
                    time.perf_counter_ns()
            reply = self.receive()
            took = time.perf_counter_ns() - began.pop(reply["id"])
            if reply["result"] != 30:
                raise ValueError(f"add(10, 20) was answered with {reply}")
            now = time.perf_counter()
            if counted <= now < end:
                times.append(took)
        return times

    def close(self):
        self.send("shutdown")
        self.worker.wait(5)


def main(script, file):
    parent = Parent(script)
    window = 1
    print("{}", flush=True)
    for line in sys.stdin:
        order, *arguments = line.split()
        answer = {}
        try:
            if order == "open":
                shape = arguments[0]
                window = int(shape.rpartition("-")[2]) if shape.startswith("in-flight-") else 1
                parent.run(window, min(WARM_UP_SECONDS, int(arguments[1]) / 1000))
            elif order == "run":
                millis = int(arguments[0])
                times = parent.run(window, millis / 1000)
                with open(file, "wb") as out:
                    times.tofile(out)
                answer = {"times": file, "nanos": millis * 1_000_000}
        except Exception as ex:
            answer = {"error": f"{type(ex).__name__}: {ex}"}
        print(json.dumps(answer), flush=True)
    parent.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
