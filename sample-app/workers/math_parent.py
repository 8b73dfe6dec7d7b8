#!/usr/bin/env python3
"""A complete Multifrost parent: calls functions of a worker in another language.

It starts the worker, or finds one that runs by itself as a service. With the sample's Java worker:

    math_parent.py java -cp "target/sample/*:target/sample/lib/*" io.multifrost.sample.TextWorker
    math_parent.py --service-id text-service

Needs Python 3.9 or newer, pyzmq and msgpack (requirements.txt).
"""
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import Future, TimeoutError  # not Python's own before 3.11

import msgpack
import zmq
from zmq.utils.monitor import recv_monitor_message

START_SECONDS = 10  # for the worker to answer the first heartbeat, or the service to be found
STOP_SECONDS = 5  # for the worker to finish what runs
HEARTBEAT_SECONDS = 5
MAX_MISSES = 3  # heartbeats without an answer in a row until the worker counts as gone


class RemoteError(Exception):
    """The function failed, is unknown, or refused its arguments; the worker is well."""


class WorkerGone(Exception):
    """The worker has ended, or does not answer; a call that waited may have run in part."""


class Parent:
    """Calls one worker. May be used by any number of threads; one of its own owns the socket."""

    def __init__(self, protocol, process=None):
        self.app = f"comlink_ipc_v{protocol}"
        self.process = process
        self.waiting = {}  # futures of calls and heartbeats by their id
        self.outbox = queue.SimpleQueue()
        self.lock = threading.Lock()
        self.gone = None  # why no call is taken any more
        self.closed = False
        self.wake_reader, self.wake_writer = socket.socketpair()
        self.wake_writer.setblocking(False)
        self.dealer = zmq.Context.instance().socket(zmq.DEALER)
        self.dealer.sndhwm = self.dealer.rcvhwm = 0
        self.dealer.linger = 0
        self.connection = self.dealer.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        self.thread = threading.Thread(target=self.work, daemon=True)

    @classmethod
    def spawn(cls, *command, protocol=3):
        """Starts a worker and waits until it answers."""
        parent = cls(protocol)
        port = parent.dealer.bind_to_random_port("tcp://127.0.0.1")
        parent.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL,
            env={**os.environ, "COMLINK_ZMQ_PORT": str(port), "COMLINK_WORKER_MODE": "1"})
        return parent.start()

    @classmethod
    def connect(cls, service_id, protocol=3):
        """Finds a service and waits until it answers."""
        parent = cls(protocol)
        parent.dealer.connect(f"tcp://127.0.0.1:{find_port(service_id)}")
        return parent.start()

    def start(self):
        self.thread.start()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not self.gone:
            try:
                self.heartbeat(0.5)
                return self
            except TimeoutError:
                pass  # it is still starting; what is sent now reaches it when it has connected
        self.close()
        raise WorkerGone(self.gone or f"The worker did not answer within {START_SECONDS} s")

    def call(self, function, *args, **options):
        """Calls a function and waits for its result; options are those of submit()."""
        future = self.submit(function, *args, **options)
        return self.wait(future, options.get("timeout"))

    def submit(self, function, *args, namespace="default", timeout=None):
        """Calls a function without waiting. The timeout, in seconds, is told to the worker."""
        deadline = {"metadata": {"deadline": time.time() + timeout}} if timeout else {}
        return self.send("call", function=function, args=args, namespace=namespace, **deadline)

    def heartbeat(self, timeout):
        """Returns the seconds until a heartbeat was answered."""
        began = time.perf_counter()
        answer = self.send("heartbeat", metadata={"hb_timestamp": time.time()})
        if not (self.wait(answer, timeout) or {}).get("hb_response"):
            raise ValueError("The answer to a heartbeat lacks hb_response")
        return time.perf_counter() - began

    def wait(self, future, timeout):
        try:
            return future.result(timeout)
        finally:
            self.waiting.pop(future.id, None)

    def send(self, kind, **fields):
        if self.gone:
            raise WorkerGone(self.gone)
        return self.post(kind, **fields)

    def post(self, kind, **fields):
        future = Future()
        future.set_running_or_notify_cancel()  # what is sent cannot be cancelled any more
        future.id = str(uuid.uuid4())
        payload = msgpack.packb(
            {"app": self.app, "id": future.id, "type": kind, "timestamp": time.time(), **fields},
            datetime=True)
        with self.lock:
            if self.gone:  # it may have ended a moment ago
                future.set_exception(WorkerGone(self.gone))
                return future
            self.waiting[future.id] = future
        self.outbox.put(payload)
        self.wake()
        return future

    def wake(self):
        try:
            self.wake_writer.send(b"\0")
        except BlockingIOError:
            pass  # it is about to wake up anyway

    def work(self):
        poller = zmq.Poller()
        for source in (self.dealer, self.wake_reader, self.connection):
            poller.register(source, zmq.POLLIN)
        beat, next_beat, misses = None, time.monotonic() + HEARTBEAT_SECONDS, 0
        while not self.closed:
            ready = dict(poller.poll(1000))
            if self.wake_reader.fileno() in ready:
                self.wake_reader.recv(4096)
            while not self.outbox.empty():
                self.dealer.send_multipart([b"", self.outbox.get()])
            while self.dealer.poll(0):
                self.receive(self.dealer.recv_multipart())
            if self.connection in ready:
                recv_monitor_message(self.connection)
                self.end("The connection to the worker has ended")
            if self.process and self.process.poll() is not None:
                self.end(f"The worker has ended with code {self.process.returncode}")
            if time.monotonic() > next_beat and not self.gone:
                next_beat = time.monotonic() + HEARTBEAT_SECONDS
                misses = 0 if beat is None or beat.done() else misses + 1
                if misses == MAX_MISSES:
                    self.end(f"The worker did not answer {misses} heartbeats")
                else:
                    beat = self.post("heartbeat", metadata={"hb_timestamp": time.time()})
        self.dealer.disable_monitor()
        self.dealer.close()

    def receive(self, frames):
        try:
            _, payload = frames
            message = msgpack.unpackb(payload, strict_map_key=False, timestamp=3)
            kind, future = message["type"], self.waiting.pop(message.get("id"), None)
        except Exception as ex:  # what comes from outside must not end the thread
            print(f"Dropped a message: {type(ex).__name__}: {ex}", file=sys.stderr)
            return
        if kind in ("stdout", "stderr"):
            print(message.get("output"), file=sys.stderr)
        elif future and kind == "response":
            future.set_result(message.get("result"))  # where there is none, it is None
        elif future and kind == "error":
            future.set_exception(RemoteError(message.get("error")))
        elif future and kind == "heartbeat":
            future.set_result(message.get("metadata"))

    def end(self, reason):
        with self.lock:
            self.gone = self.gone or reason
        for future_id in list(self.waiting):
            future = self.waiting.pop(future_id, None)
            if future:
                future.set_exception(WorkerGone(self.gone))

    def close(self):
        """Ends a worker that this parent has started; a service runs on. Returns its exit code."""
        code = self.stop_process() if self.process else None
        self.end("The parent was closed")
        self.closed = True
        self.wake()
        self.thread.join()
        return code

    def stop_process(self):
        if not self.gone:
            self.send("shutdown")
        for stop in (self.process.terminate, self.process.kill):
            try:
                return self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                stop()
        return self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def find_port(service_id):
    """Waits for a service to be registered by a process that lives, and returns its port."""
    folder = os.environ.get("MULTIFROST_HOME", "").strip() or os.path.expanduser("~/.multifrost")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with open(os.path.join(folder, "services.json"), encoding="utf-8") as file:
                entry = json.load(file)[service_id]
            os.kill(entry["pid"], 0)
            return entry["port"]
        except (FileNotFoundError, KeyError, ProcessLookupError):
            time.sleep(0.1)
    raise WorkerGone(f"No living process has registered the service '{service_id}' in {folder}")


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    by_id = arguments[0] == "--service-id"
    with Parent.connect(arguments[1]) if by_id else Parent.spawn(*arguments) as worker:
        print(worker.call("greet", "Ada"))
        sums = [worker.submit("add", i, i) for i in range(5)]  # all at once
        print([each.result() for each in sums])
        try:
            worker.call("add", 1, timeout=10)
        except RemoteError as ex:
            print(str(ex).splitlines()[0])
        print(f"A heartbeat took {worker.heartbeat(5) * 1000:.1f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
