"""Functions that do what a worker must bear, served by the Python worker in one file."""
import multiprocessing
import os
import pathlib
import socket
import sys
import time

import msgpack
import zmq

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "docs"))
import worker  # noqa: E402 (found by the line above)

worker.DRAIN_SECONDS = float(os.environ.get("DRAIN_SECONDS", "30"))
fork = multiprocessing.get_context("fork")
runs = 0


class Unprintable(Exception):
    def __str__(self):
        raise ValueError("no text")

    __repr__ = __str__


def unprintable():
    raise Unprintable


def leave():
    sys.exit(3)


def interrupt():
    raise KeyboardInterrupt


def endless():
    raise ValueError("x" * 20_000_000)


def lines():
    raise ValueError("3 problems:\nprice")


def unencodable():
    return object()


def same_keys():
    return [{1: "a", "1": "b"}]


def slow(seconds):
    global runs
    runs += 1
    time.sleep(seconds)


def count():
    return runs


def hold(path):
    while not os.path.exists(path):
        time.sleep(0.02)


def read_line():
    return input()


def variable(name):
    return os.environ.get(name)


def terminated_process():
    process = fork.Process(target=time.sleep, args=(100,))
    process.start()
    process.terminate()
    process.join(20)
    code = process.exitcode
    process.kill()
    return code


def terminated_pool():
    pool = fork.Pool(1)
    try:
        pool.apply_async(time.sleep, (100,)).get(timeout=1)
    except multiprocessing.TimeoutError:
        pool.terminate()
        pool.join()
        return "timed out"


def sockets_of_child():
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        count = 0
        for fd in map(int, os.listdir("/proc/self/fd")):
            try:
                count += socket.socket(fileno=fd).family == socket.AF_INET
            except OSError:
                pass  # no socket
        os.write(writer, str(count).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    with os.fdopen(reader) as stream:
        os.close(writer)
        return int(stream.read())


def answers_after_shutdown(port):
    with zmq.Context() as context, context.socket(zmq.DEALER) as dealer:
        dealer.linger = 0
        dealer.rcvtimeo = 20_000
        dealer.connect(f"tcp://127.0.0.1:{port}")
        for kind in ("shutdown", "heartbeat"):
            dealer.send_multipart([b"", msgpack.packb(
                {"app": "comlink_ipc_v3", "id": kind, "type": kind, "timestamp": time.time()})])
        return msgpack.unpackb(dealer.recv_multipart()[1])["id"]


if __name__ == "__main__":
    worker.Worker(
        [unprintable, leave, interrupt, endless, lines, unencodable, same_keys, slow, count, hold,
         read_line, variable, terminated_process, terminated_pool, sockets_of_child,
         answers_after_shutdown], threads=int(os.environ.get("THREADS", "16"))).run()
