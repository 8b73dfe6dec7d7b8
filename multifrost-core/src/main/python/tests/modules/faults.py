"""Functions that do what a worker must bear, and some that behave."""

import asyncio
import contextlib
import datetime
import logging
import multiprocessing
import os
import socket
import sys
import threading
import time
import warnings

import multifrost_worker

lock = threading.Lock()
events = {}
runs = []


class Unprintable(Exception):
    def __str__(self):
        raise ValueError("no text")

    __repr__ = __str__


class Refused(Exception):
    def __init__(self, code, secret):
        super().__init__(f"refused with {code}")
        self.code = code
        self.when = datetime.date(2026, 1, 31)
        self.socket = object()
        self._secret = secret


def event(key):
    with lock:
        return events.setdefault(key, threading.Event())


def add(a, b):
    return a + b


def echo(value):
    return value


def size(value):
    return len(value)


def blob(count):
    runs.append(f"blob {count}")
    return b"x" * count


def blobs():
    return sum(run.startswith("blob") for run in runs)


def compute(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass
    return "computed"


def hold(key):
    runs.append(key)
    event(f"{key} began").set()
    if not event(key).wait(20):
        raise TimeoutError(key)
    return key


@multifrost_worker.function(concurrency=1)
def one_at_a_time(key):
    return hold(key)


@multifrost_worker.function(exclusive=True)
def alone(key):
    return hold(key)


@multifrost_worker.function(exclusive=True)
def alone_too(key):
    runs.append(key)
    return key


def began(key):
    return event(f"{key} began").wait(20)


def release(key):
    event(key).set()


def ran():
    return list(runs)


def unprintable():
    raise Unprintable


def leave():
    sys.exit(3)


def interrupt():
    raise KeyboardInterrupt


def endless():
    raise ValueError("x" * 20_000_000)


def refuse():
    raise Refused(17, "s")


def no_form():
    return [{"price": 1}, {"price": object()}]


def same_keys():
    return [{1: "a", "1": "b"}]


def read_line():
    return input()


def stop_here():
    breakpoint()


def variable(name):
    return os.environ.get(name)


def threads():
    return threading.active_count()


def sockets_of_child():
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        count = 0
        for fd in map(int, os.listdir("/proc/self/fd")):
            with contextlib.suppress(OSError):  # no socket
                count += socket.socket(fileno=fd).family == socket.AF_INET
        os.write(writer, str(count).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    with os.fdopen(reader) as stream:
        os.close(writer)
        return int(stream.read())


def child_that_returns():
    pid = os.fork()
    if pid == 0:
        return "child"
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def terminated_child():
    process = multiprocessing.get_context("fork").Process(target=time.sleep, args=(100,))
    process.start()
    process.terminate()
    process.join(20)
    return process.exitcode


def log(text):
    logging.getLogger("words").info(text)
    try:
        raise ValueError("inner")
    except ValueError:
        logging.getLogger("words").exception("failed")
    warnings.warn("old", stacklevel=1)
    print("printed")


def report(count):
    for i in range(count):
        multifrost_worker.progress(i + 1, count, "part")


def report_no_text():
    for _ in range(2):  # the second one is sent with the answer
        multifrost_worker.progress(1, 2, "\ud800")
    return "reported"


def context():
    call = multifrost_worker.call()
    return [call.function, call.correlation_id, call.traceparent, call.remaining() > 1]


def remaining():
    return multifrost_worker.call().remaining()


def wait_for_cancel():
    call = multifrost_worker.call()
    event("waits").set()
    while not call.cancelled:
        time.sleep(0.001)
    event("was cancelled").set()


def seen(key):
    return event(key).wait(20)


async def asleep(seconds):
    event("asleep").set()
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        event("woken").set()
        raise
    return "slept"


async def echo_later(value):
    return value


async def async_exit():
    sys.exit(4)


async def async_items(count):
    for i in range(count):
        yield i


def items(count):
    yield from range(count)


def default(a, b=2, *, c=3):
    return [a, b, c]


def fork_and_return(path):
    """Forks where other calls wait: the child must not run them as well."""
    spawned = sys.modules.get("multifrost_worker._spawned")
    if spawned:
        spawned._TOGETHER_SECONDS = 60  # its answer may wait
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
    return bool(pid)


def append(path):
    with open(path, "a") as file:
        file.write("x")


@multifrost_worker.function(exclusive=True)
def fork_alone(path):
    return fork_and_return(path)


@multifrost_worker.function(exclusive=True)
def append_alone(path):
    return append(path)
