"""The functions that the interop tests call, served by the sample's Python worker."""
import os
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[4] / "workers"))
from math_worker import Worker  # noqa: E402 (found by the line above)

HOLD_SECONDS = 20
released = {}  # events by their key
lock = threading.Lock()


def event(key):
    with lock:
        return released.setdefault(key, threading.Event())


def echo(value):
    return value


def add(a, b):
    return a + b


def fail(message):
    raise ValueError(message)


def nothing():
    pass


def slow(millis):
    time.sleep(millis / 1000)
    return millis


def hold(key):
    if not event(key).wait(HOLD_SECONDS):
        raise TimeoutError(f"{key} was not released")
    return key


def release(key):
    event(key).set()
    return key


def pid():
    return os.getpid()


if __name__ == "__main__":
    Worker([echo, add, fail, nothing, slow, hold, release, pid]).run()
