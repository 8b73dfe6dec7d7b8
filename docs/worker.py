#!/usr/bin/env python3
"""A complete Multifrost worker: functions that a parent in another language calls.

A parent starts this script and names its port in COMLINK_ZMQ_PORT. Or it runs by itself, as a
service that parents find by its id: worker.py --service-id ID

Functions in Python need none of this: see python.md. This shows all that a worker does to those who
write one in another language; "The functions" are at the end. They run on a pool of threads, so
several may run at once; whatever they print reaches the log of the parent that started the worker.

Needs Python 3.9 or newer, pyzmq and msgpack.
"""
import argparse
import contextlib
import datetime
import json
import math
import os
import queue
import signal
import socket
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
MAX_TEXT = 64 * 1024  # characters of an error's message, and of its trace
LOCK_SECONDS = 10  # to wait while another process writes the registry of services
CONNECT_SECONDS = 3  # for the first connection to the parent, which listens already
RECONNECT_SECONDS = 1  # for the connection to come back before the parent counts as gone
DRAIN_SECONDS = 30  # after SIGTERM, for the parent to finish its own work and say shutdown


class Worker:
    """Answers calls on one socket, which belongs to the thread that calls serve().

    That thread never runs a function, so it answers heartbeats whatever the functions do.
    """

    def __init__(self, functions, threads=16):
        self.functions = {function.__name__: function for function in functions}
        self.pool = ThreadPoolExecutor(threads)
        self.replies = queue.SimpleQueue()  # (call, payload), filled by the pool's threads
        self.calls = {}  # futures of accepted calls, by the identity and id that they came with
        self.owed = 0  # calls accepted and not answered yet
        self.stopping = False
        self.drain_deadline = math.inf
        self.spawned = False
        self.proof = {}  # what shows the parent that it is its own worker that answers
        # A byte written here, by a finished function or by a signal, ends the wait in serve().
        self.wake_reader, self.wake_writer = socket.socketpair()
        self.wake_reader.setblocking(False)
        self.wake_writer.setblocking(False)

    def run(self):
        """Serves until it is told to stop: the parent that started this process, else a service."""
        parser = argparse.ArgumentParser()
        parser.add_argument("--service-id", help="serve all parents that look for this id")
        service_id = parser.parse_known_args()[0].service_id  # parents may add arguments: ignored
        self.spawned = "COMLINK_ZMQ_PORT" in os.environ or not service_id
        port = parent_port() if self.spawned else None
        secret = os.environ.pop("MULTIFROST_SECRET", None)  # not for what functions start
        self.proof = {"secret": secret, "features": []} if self.spawned and secret else {}
        sys.stdout.reconfigure(line_buffering=True)  # so that prints are seen when they happen
        sys.setswitchinterval(0.0005)  # heartbeats do not wait long for functions that compute
        self.handle_signals()
        with zmq.Context() as context, context.socket(zmq.ROUTER) as router:
            router.sndhwm = router.rcvhwm = 0  # a ROUTER silently drops what is over its mark
            router.linger = 2000  # milliseconds for the last replies to leave
            router.backlog = 1000  # with ZeroMQ's 100, a crowd waits for TCP to try again
            if self.spawned:
                with open(os.devnull, "rb") as null:
                    os.dup2(null.fileno(), 0)  # input() must not take what the parent is to read
                self.serve_parent(router, port)
            else:
                self.serve_all(router, service_id)
        if self.owed:
            os._exit(0)  # the time is over, and a running function cannot be interrupted
        self.pool.shutdown()

    def handle_signals(self):
        handlers = {signal.SIGTERM: self.drain, signal.SIGINT: self.stop}
        if self.spawned:
            # Ctrl+C or the end of a terminal reaches the parent too, and it is the parent that
            # decides. Handlers, since programs that functions start would inherit SIG_IGN.
            handlers[signal.SIGINT] = lambda: None
            if os.name == "posix":
                handlers[signal.SIGHUP] = lambda: None
        signal.set_wakeup_fd(self.wake_writer.fileno(), warn_on_full_buffer=False)
        before = {number: signal.signal(number, lambda *_, handler=handler: handler())
                  for number, handler in handlers.items()}
        if os.name == "posix":
            # Blocked meanwhile: a signal to a process just forked must not meet our handlers
            os.register_at_fork(
                before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, before),
                after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, before),
                after_in_child=lambda: self.leave_child(before))

    def leave_child(self, handlers):
        """Takes all that belongs to this worker out of a process that a function has forked."""
        signal.set_wakeup_fd(-1)
        for number, handler in handlers.items():
            signal.signal(number, handler or signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, handlers)
        self.wake_reader.close()
        self.wake_writer.close()
        for fd in map(int, os.listdir("/dev/fd")):  # ZeroMQ does not tell its own
            try:
                each = socket.socket(fileno=fd)
            except OSError:
                continue  # it is no socket
            if self.is_connection(each):
                each.close()  # here alone: the worker goes on to use it
            else:
                each.detach()

    def is_connection(self, other):
        """Tells whether a socket is one by which parents reach this worker."""
        try:
            # A spawned worker connects to its port, a service listens to it.
            address = other.getpeername() if self.spawned else other.getsockname()
        except OSError:
            return False  # it is not connected
        return other.family == socket.AF_INET and address[1] == self.port

    def serve_parent(self, router, port):
        self.port = port
        connection = router.get_monitor_socket(
            zmq.EVENT_CONNECTED | zmq.EVENT_CONNECT_RETRIED | zmq.EVENT_DISCONNECTED)
        router.connect(f"tcp://127.0.0.1:{port}")
        self.serve(router, self.is_done, ParentWatch(connection))
        router.disable_monitor()

    def serve_all(self, router, service_id):
        # Bound first, so that whoever finds the service finds it listening
        self.port = router.bind_to_random_port("tcp://127.0.0.1")
        register(service_id, self.port)
        try:
            self.serve(router, lambda: self.stopping)
        finally:
            unregister(service_id)
        self.serve(router, self.is_done)

    def drain(self):
        """Ends a service. A spawned worker goes on for a parent that got SIGTERM as well."""
        if self.spawned:
            self.drain_deadline = min(self.drain_deadline, time.monotonic() + DRAIN_SECONDS)
        else:
            self.stop()

    def stop(self):
        """Takes no further calls; serve() returns when the accepted ones are answered."""
        self.stopping = True

    def is_done(self):
        return self.stopping and not self.owed or time.monotonic() > self.drain_deadline

    def serve(self, router, is_over, parent=None):
        poller = zmq.Poller()
        for source in (router, self.wake_reader, *([parent.connection] if parent else [])):
            poller.register(source, zmq.POLLIN)
        while not is_over():
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
                os._exit(1 if self.drain_deadline == math.inf else 0)

    def send_replies(self, router):
        while not self.replies.empty():
            call, payload = self.replies.get()
            self.calls.pop(call, None)
            router.send_multipart([call[0], b"", payload])
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
            metadata = {**(metadata if isinstance(metadata, dict) else {}), "hb_response": True,
                        **self.proof}
            echo = {"args": message["args"]} if "args" in message else {}
            router.send_multipart(
                [identity, b"", encode(message, "heartbeat", metadata=metadata, **echo)])
        elif kind == "shutdown" and self.spawned:  # a service has other parents
            self.stop()
        elif kind == "cancel":
            future = self.calls.pop((identity, message.get("id")), None)
            if future and future.cancel():  # which it can where no thread has begun it
                self.owed -= 1
        elif kind == "call" and (message.get("namespace") or "default") in NAMESPACES:
            refusal = problem or self.refusal(message)
            if refusal:
                router.send_multipart(
                    [identity, b"", encode(message, "error", error=shorten(refusal))])
            else:
                call = identity, message["id"]
                self.calls[call] = self.pool.submit(self.answer, call, message)
                self.owed += 1

    def refusal(self, message):
        """Says why a call is not accepted, or returns None."""
        name = message.get("function")
        if not message.get("id") or not isinstance(message["id"], str):
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

    def answer(self, call, message):
        """Runs a function on a thread of the pool and leaves its reply to the socket's thread."""
        late = time.time() - deadline(message)
        try:
            if late > 0:
                payload = encode_error(message, "DeadlineExceeded", "the deadline of the call had "
                                       f"passed {late:.3f} s before a thread was free for it")
            else:
                function = self.functions.get(message["function"], self.list_functions)
                result = function(*(message.get("args") or []))
                payload = encode(message, "response", result=result)
                check_keys(result)  # encoded already: it has an end
        except BaseException as ex:  # SystemExit too: a function may fail, the worker goes on
            payload = encode_error(message, *describe(ex))
        self.replies.put((call, payload))
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
    folder = registry_folder()
    file, lock = os.path.join(folder, "services.json"), os.path.join(folder, "registry.lock")
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


def registry_folder():
    """Returns the folder of the user's registry, which it makes where there is none."""
    folder = os.environ.get("MULTIFROST_HOME", "").strip()
    if not folder:
        if not os.environ.get("HOME"):
            os.environ.pop("HOME", None)  # an empty one is none: the system knows the user's
        folder = os.path.expanduser("~/.multifrost")
        if not os.path.isabs(folder):
            sys.exit(f"There is no home folder for the registry of services ('{folder}'): set HOME "
                     "or MULTIFROST_HOME")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    status = os.stat(folder)
    if status.st_mode & 0o022 or status.st_uid not in (0, os.getuid()):
        sys.exit(f"Others may write to {folder}, and so say which process is a service: make it "
                 f"yours alone (chmod 700 {folder}), or name another folder by MULTIFROST_HOME")
    return folder


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


def deadline(message):
    """Returns when nobody waits for a call any more, in seconds since 1970."""
    metadata = message.get("metadata")
    time_of_end = metadata.get("deadline") if isinstance(metadata, dict) else None
    is_time = type(time_of_end) in (int, float) and 0 < time_of_end <= 1e12
    return time_of_end if is_time else math.inf


def encode(request, kind, **fields):
    """Makes the reply to a request: its id, and the protocol that its sender speaks."""
    return msgpack.packb(
        {"app": request["app"], "id": request.get("id") or "", "type": kind,
         "timestamp": time.time(), **fields}, datetime=True)


def encode_error(request, kind, message, trace=""):
    """Says it twice: in one text for all parents, in exact parts for those that know them."""
    return encode(request, "error", error=f"{kind}: {message}\n{trace}",
                  metadata={"error": {"type": kind, "message": message, "trace": trace}})


def describe(ex):
    """Returns type, message and trace of an exception, whose own code may fail in its turn."""
    def trace():  # without the frame of this worker
        return "".join(traceback.format_exception(type(ex), ex, ex.__traceback__.tb_next))

    parts = []
    for part in (lambda: type(ex).__name__, lambda: str(ex), trace):
        try:
            parts.append(shorten(part()))
        except BaseException as failure:
            parts.append(f"(cannot be shown: {type(failure).__name__})")
    return parts


def shorten(text):
    left_out = len(text) - MAX_TEXT
    text = f"{text[:MAX_TEXT]}... ({left_out} more characters)" if left_out > 0 else text
    return text.encode(errors="replace").decode()


def check_keys(value):
    """Refuses keys such as 1 and "1": to parents whose maps have strings as keys, they are one."""
    entries = value if isinstance(value, (list, tuple)) else ()
    if isinstance(value, dict):
        entries, texts = list(value.values()), {}  # a copy: other threads may change the dict
        for key in list(value):
            text = key if isinstance(key, str) else json.dumps(key, default=str)
            other = texts.setdefault(text, key)
            if other is not key:
                raise ValueError(f"A dict of the result has the keys {other!r} and {key!r}, "
                                 "which are one to other languages")
    for each in entries:
        if isinstance(each, (dict, list, tuple)):
            check_keys(each)


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


if __name__ == "__main__":
    Worker([greet, add, factorial]).run()
