"""A parent that speaks ZMTP by itself, and may break off wherever it likes."""

import socket
import time
import uuid

import msgpack
from fake_parent import APP, SECONDS, run

GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)
READY = b"\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER\x08Identity\x00\x00\x00\x00"


class RawParent:
    def __init__(self, *command, greeting=GREETING, ready=READY, shake=True):
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(SECONDS)
        self.process = run(*command, port=listener.getsockname()[1])
        self.connection, _ = listener.accept()
        listener.close()
        self.connection.settimeout(SECONDS)
        self.connection.sendall(greeting)
        if shake:
            assert self.take(64)[:10] == b"\xff" + bytes(8) + b"\x7f"
            self.connection.sendall(bytes([4, len(ready)]) + ready)
            self.ready = self.frame()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.kill()
        self.process.communicate()

    def take(self, size):
        data = bytearray()
        while len(data) < size:
            more = self.connection.recv(size - len(data))
            if not more:
                raise EOFError
            data += more
        return bytes(data)

    def frame(self):
        flags, size = self.take(2)
        if flags & 2:
            size = int.from_bytes(bytes([size]) + self.take(7), "big")
        return flags, self.take(size)

    def bytes_of(self, kind, **fields):
        message = {"app": APP, "id": str(uuid.uuid4()), "type": kind, "timestamp": time.time()}
        payload = msgpack.packb({**message, **fields})
        return b"\x01\x00\x02" + len(payload).to_bytes(8, "big") + payload

    def send(self, kind, **fields):
        self.connection.sendall(self.bytes_of(kind, **fields))

    def read(self):
        assert self.frame() == (1, b"")
        return msgpack.unpackb(self.frame()[1])

    def memory_bytes(self):
        """The most that the worker has had."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
