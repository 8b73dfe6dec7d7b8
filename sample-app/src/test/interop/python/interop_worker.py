"""The functions that the interop tests call, plain ones that the Python package serves."""
import os
import pathlib
import sys
import threading
import time

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
    package = pathlib.Path(__file__).resolve().parents[5] / "multifrost-core/src/main/python"
    sys.path.insert(0, str(package))
    from multifrost_worker.__main__ import main

    sys.argv[1:1] = ["serve", "--script", __file__]
    sys.exit(main())
