#!/usr/bin/env python3
"""A complete Multifrost worker: functions that a parent in another language calls.

A parent starts this script and names its port in COMLINK_ZMQ_PORT. Or it runs by itself, as a
service that parents find by its id: math_worker.py --service-id ID

To write a worker of your own, copy this file, keep all above "The functions" and replace what is
below. Functions run on a pool of threads, so several may run at once; whatever they print reaches
the log of the parent that started the worker.

Needs Python 3.9 or newer, pyzmq and msgpack (requirements.txt).
"""
import argparse
import collections
import contextlib
import datetime
import json
import math
import os
import queue
import re
import signal
import socket
import statistics as stats
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

import msgpack
import zmq
from zmq.utils.monitor import recv_monitor_message

APPS = ("comlink_ipc_v3", "comlink_ipc_v4")  # protocols 3 and 4: alike but for this name
NAMESPACES = ("default",)  # calls to other namespaces are meant for other workers
MAX_BYTES = 10 * 1024 * 1024  # of one string or one binary value
MAX_ENTRIES = 100_000  # of one array or map
MAX_CALLS = 10_000  # accepted and not answered yet; further calls are refused
LOCK_SECONDS = 10  # to wait while another process writes the registry of services
CONNECT_SECONDS = 3  # for the first connection to the parent, which listens already
RECONNECT_SECONDS = 1  # for the connection to come back before the parent counts as gone


class Worker:
    """Answers calls on one socket, which belongs to the thread that calls serve().

    That thread never runs a function, so it answers heartbeats whatever the functions do.
    """

    def __init__(self, functions, threads=16):
        self.functions = {function.__name__: function for function in functions}
        self.pool = ThreadPoolExecutor(threads)
        self.replies = queue.SimpleQueue()  # (identity, payload), filled by the pool's threads
        self.owed = 0  # calls accepted and not answered yet
        self.stopping = False
        # A byte written here, by a finished function or by a signal, ends the wait in serve().
        self.wake_reader, self.wake_writer = socket.socketpair()
        self.wake_reader.setblocking(False)
        self.wake_writer.setblocking(False)

    def run(self):
        """Serves until it is told to stop: the parent that started this process, else a service."""
        parser = argparse.ArgumentParser()
        parser.add_argument("--service-id", help="serve all parents that look for this id")
        service_id = parser.parse_known_args()[0].service_id  # parents may add arguments: ignored
        spawned = "COMLINK_ZMQ_PORT" in os.environ or not service_id
        port = parent_port() if spawned else None
        sys.stdout.reconfigure(line_buffering=True)  # so that prints are seen when they happen
        sys.setswitchinterval(0.0005)  # heartbeats do not wait long for functions that compute
        signal.set_wakeup_fd(self.wake_writer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, lambda *_: self.stop())
        # Ctrl+C in a terminal reaches the parent too, and it is the parent that decides.
        signal.signal(signal.SIGINT, lambda *_: None if spawned else self.stop())
        with zmq.Context() as context, context.socket(zmq.ROUTER) as router:
            router.sndhwm = router.rcvhwm = 0  # a ROUTER silently drops what is over its mark
            router.linger = 2000  # milliseconds for the last replies to leave
            if spawned:
                self.serve_parent(router, port)
            else:
                self.serve_all(router, service_id)
        self.pool.shutdown()

    def serve_parent(self, router, port):
        connection = router.get_monitor_socket(
            zmq.EVENT_CONNECTED | zmq.EVENT_CONNECT_RETRIED | zmq.EVENT_DISCONNECTED)
        router.connect(f"tcp://127.0.0.1:{port}")
        self.serve(router, ParentWatch(connection))
        router.disable_monitor()

    def serve_all(self, router, service_id):
        # Bound first, so that whoever finds the service finds it listening
        port = router.bind_to_random_port("tcp://127.0.0.1")
        register(service_id, port)
        try:
            self.serve(router)
        finally:
            unregister(service_id)

    def stop(self):
        """Takes no further calls; serve() returns when the accepted ones are answered."""
        self.stopping = True

    def serve(self, router, parent=None):
        poller = zmq.Poller()
        for source in (router, self.wake_reader, *([parent.connection] if parent else [])):
            poller.register(source, zmq.POLLIN)
        while not self.stopping or self.owed:
            ready = dict(poller.poll(1000))  # events end the wait; the timeout is for the watch
            if self.wake_reader.fileno() in ready:
                self.wake_reader.recv(4096)
                self.send_replies(router)
            if router in ready:
                frames = router.recv_multipart()
                try:
                    self.receive(router, frames)
                except Exception as ex:  # what comes from outside must not end the worker
                    print(f"Dropped a message: {type(ex).__name__}: {ex}", file=sys.stderr,
                          flush=True)
            if parent and parent.has_gone():
                # Nobody is left to answer, and a running function cannot be interrupted.
                print("The parent has gone: this worker ends", file=sys.stderr, flush=True)
                os._exit(1)

    def send_replies(self, router):
        while not self.replies.empty():
            identity, payload = self.replies.get()
            router.send_multipart([identity, b"", payload])
            self.owed -= 1

    def receive(self, router, frames):
        identity, _, payload = frames
        problem = None
        try:
            message = msgpack.unpackb(
                payload, strict_map_key=False, timestamp=3, max_str_len=MAX_BYTES,
                max_bin_len=MAX_BYTES, max_array_len=MAX_ENTRIES, max_map_len=MAX_ENTRIES)
        except Exception as ex:  # values that Python does not have, or too large ones
            message = decode_without_args(payload)
            problem = f"The arguments cannot be read: {type(ex).__name__}: {ex}"
        if message["app"] not in APPS:
            return
        kind = message["type"]
        if kind == "heartbeat":
            metadata = message.get("metadata")
            metadata = dict(metadata if isinstance(metadata, dict) else {}, hb_response=True)
            echo = {"args": message["args"]} if "args" in message else {}
            router.send_multipart(
                [identity, b"", encode(message, "heartbeat", metadata=metadata, **echo)])
        elif kind == "shutdown":
            self.stop()
        elif kind == "call" and (message.get("namespace") or "default") in NAMESPACES:
            refusal = problem or self.refusal(message)
            if refusal:
                router.send_multipart([identity, b"", encode(message, "error", error=refusal)])
            else:
                self.pool.submit(self.answer, identity, message)
                self.owed += 1

    def refusal(self, message):
        """Says why a call is not accepted, or returns None."""
        name = message.get("function")
        if not message.get("id"):
            return "Message missing 'id' field"
        if not name or not isinstance(name, str):
            return "Message missing 'function' field"
        if name.startswith("_"):
            return f"Cannot call private method '{name}'"
        if name not in self.functions and name not in ("list_functions", "listFunctions"):
            return f"Function '{name}' not found"
        if not isinstance(message.get("args") or [], list):
            return "Field 'args' must be an array"
        if self.stopping:
            return "Worker is stopping"
        if self.owed >= MAX_CALLS:
            return f"Worker is busy with {self.owed} calls"
        return None

    def answer(self, identity, message):
        """Runs a function on a thread of the pool and leaves its reply to the socket's thread."""
        try:
            function = self.functions.get(message["function"], self.list_functions)
            result = function(*(message.get("args") or []))
            payload = encode(message, "response", result=result)
        except BaseException as ex:  # SystemExit too: a function may fail, the worker goes on
            trace = traceback.format_exception(type(ex), ex, ex.__traceback__.tb_next)
            text = f"{type(ex).__name__}: {ex}\n{''.join(trace)}"
            payload = encode(message, "error", error=text.encode(errors="replace").decode())
        self.replies.put((identity, payload))
        try:
            self.wake_writer.send(b"\0")
        except BlockingIOError:
            pass  # so many bytes are waiting that serve() is about to wake up anyway

    def list_functions(self):
        return sorted(name for name in self.functions if not name.startswith("_"))


class ParentWatch:
    """Knows whether the parent still lives, by its process and by the connection to it.

    The connection tells even where a shell stands between the two, or where the parent died before
    this process could ask who it was.
    """

    def __init__(self, connection):
        self.connection = connection
        self.pid = os.getppid()
        self.deadline = time.monotonic() + CONNECT_SECONDS

    def has_gone(self):
        while self.connection.poll(0):
            event = recv_monitor_message(self.connection)["event"]
            if event == zmq.EVENT_CONNECTED:
                self.deadline = math.inf
            elif self.deadline == math.inf:
                self.deadline = time.monotonic() + RECONNECT_SECONDS
        return os.getppid() != self.pid or time.monotonic() > self.deadline


def parent_port():
    port = os.environ.get("COMLINK_ZMQ_PORT", "")
    if not (port.isascii() and port.isdigit() and 1024 <= int(port) <= 65535):
        sys.exit(f"COMLINK_ZMQ_PORT must be a port from 1024 to 65535, but is '{port}'. A parent "
                 "sets it when it starts this worker; a service needs --service-id instead.")
    return int(port)


@contextlib.contextmanager
def services():
    """Lends the registry's entries by their service id, and writes back what was changed.

    The lock is the one that the other Python implementation takes, and Java services respect.
    """
    folder = os.environ.get("MULTIFROST_HOME", "").strip() or os.path.expanduser("~/.multifrost")
    file, lock = os.path.join(folder, "services.json"), os.path.join(folder, "registry.lock")
    os.makedirs(folder, exist_ok=True)
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            break
        except FileExistsError:
            if time.monotonic() > deadline:
                sys.exit(f"{lock} was there for {LOCK_SECONDS} s: if the process that it names has "
                         "ended, delete it")
            time.sleep(0.1)
    try:
        os.write(handle, str(os.getpid()).encode())
        entries = {}
        if os.path.exists(file):
            with open(file, encoding="utf-8") as stream:
                entries = json.load(stream)
        yield entries
        with open(f"{file}.{os.getpid()}", "w", encoding="utf-8") as stream:
            json.dump(entries, stream, indent=2)
        os.replace(stream.name, file)  # others read without a lock: they never see half of it
    finally:
        os.close(handle)
        os.unlink(lock)


def register(service_id, port):
    with services() as entries:
        pid = entries.get(service_id, {}).get("pid")
        if pid and is_alive(pid):
            sys.exit(f"Service '{service_id}' runs already, as process {pid}")
        entries[service_id] = {
            "port": port, "pid": os.getpid(), "started": datetime.datetime.now().isoformat()}


def unregister(service_id):
    with services() as entries:
        if entries.get(service_id, {}).get("pid") == os.getpid():
            del entries[service_id]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is another user's
    return True


def decode_without_args(payload):
    unpacker = msgpack.Unpacker(timestamp=3, max_buffer_size=len(payload))
    unpacker.feed(payload)
    message = {}
    for _ in range(unpacker.read_map_header()):
        name = unpacker.unpack()
        message[name] = unpacker.skip() if name == "args" else unpacker.unpack()
    return message


def encode(request, kind, **fields):
    """Makes the reply to a request: its id, and the protocol that its sender speaks."""
    return msgpack.packb(
        {"app": request["app"], "id": request.get("id") or "", "type": kind,
         "timestamp": time.time(), **fields}, datetime=True)


# The functions that this worker offers. Positional arguments come in, one value goes out.


def greet(name):
    return f"Hello {name}, from Python {sys.version_info.major}.{sys.version_info.minor}"


def add(a, b):
    return a + b


def factorial(n):
    if n > 20:  # checked first: to compute a huge one would take long, and all for nothing
        raise ValueError(f"factorial({n}) does not fit into 64 bits; the largest that does is "
                         "factorial(20)")
    return math.factorial(n)


def statistics(numbers):
    if not numbers:
        raise ValueError("statistics of no numbers at all: give at least one")
    return {
        "mean": stats.fmean(numbers),
        "median": float(stats.median(numbers)),
        "stdev": stats.stdev(numbers) if len(numbers) > 1 else 0.0,
        "min": min(numbers),
        "max": max(numbers),
    }


def word_count(text):
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text.lower())
    counts = collections.Counter(words)
    return {
        "characters": len(text),
        "lines": len(text.splitlines()),
        "words": len(words),
        "distinct": len(counts),
        "top": dict(counts.most_common(10)),
    }


if __name__ == "__main__":
    Worker([greet, add, factorial, statistics, word_count]).run()
