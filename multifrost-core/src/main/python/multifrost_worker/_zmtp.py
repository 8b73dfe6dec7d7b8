"""ZMTP 3.0 without security over a blocking socket: a ROUTER that connects to one DEALER.

Receiving belongs to one thread at a time. Sending is open to all threads.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Union

from multifrost_worker import _errors

Buffer = Union[bytes, bytearray, memoryview]

MORE, LONG, COMMAND = 1, 2, 4
READ_BYTES = 64 * 1024
MAX_COMMAND_BYTES = 64 * 1024
_SMALL_BYTES = 64 * 1024  # up to here, a copy costs less than a call of the system with many parts
_PARTS = 512  # of one call of the system, which takes 1024 at most
_RETRY_SECONDS = 0.02
_GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)
_PEERS = (b"DEALER", b"REQ", b"ROUTER")


class ConnectionLost(Exception):
    """The connection has ended, or the other side broke the protocol."""


def message_header(size: int) -> bytes:
    """Returns what stands before a payload: an empty frame, and the payload's own header."""
    if size < 256:
        return b"\x01\x00\x00" + bytes((size,))
    return b"\x01\x00\x02" + size.to_bytes(8, "big")


class Connection:
    """A connection whose handshake is done."""

    def __init__(self, connected: socket.socket, max_frame_bytes: int) -> None:
        self._socket = connected
        self._max_frame_bytes = max_frame_bytes
        self._sending = threading.Lock()
        self._rest = b""  # received, and not yet a whole frame
        self._parts = 0  # frames of the message that comes, before its last
        self._empty = False  # whether the first of them was

    def receive(self, inbox: deque[Buffer]) -> None:
        """Waits for bytes, and adds the payloads that are whole then.

        Raises ConnectionLost at the end of the connection, and where its peer breaks the protocol.
        """
        try:
            data = self._socket.recv(READ_BYTES)
        except OSError as ex:
            raise ConnectionLost(str(ex)) from None
        if not data:
            raise ConnectionLost("the parent has closed the connection")
        if self._rest:
            data = self._rest + data
        position, end = 0, len(data)
        while end - position >= 2:
            flags = data[position]
            if flags & LONG:
                if end - position < 9:
                    break
                size = int.from_bytes(data[position + 1 : position + 9], "big")
                start = position + 9
            else:
                size = data[position + 1]
                start = position + 2
            if flags > 6 or size > self._max_frame_bytes:
                self._refuse(flags, size)
            if start + size <= end:
                self._frame(flags, data[start : start + size], inbox)
                position = start + size
            elif size > READ_BYTES:
                self._frame(flags, self._large(data[start:], size), inbox)
                position = end
            else:
                break
        self._rest = data[position:]

    def _refuse(self, flags: int, size: int) -> None:
        if flags > 6:
            raise ConnectionLost(f"the parent sent a frame with the flags {flags:#x}")
        raise ConnectionLost(
            f"the parent announced a frame of {size} bytes, and may send {self._max_frame_bytes}"
        )

    def _large(self, begin: bytes, size: int) -> bytearray:
        """Receives a large frame straight into its place."""
        body = bytearray(size)
        body[: len(begin)] = begin
        left = memoryview(body)[len(begin) :]
        while left:
            try:
                count = self._socket.recv_into(left)
            except OSError as ex:
                raise ConnectionLost(str(ex)) from None
            if not count:
                raise ConnectionLost("the connection ended within a message")
            left = left[count:]
        return body

    def _frame(self, flags: int, body: Buffer, inbox: deque[Buffer]) -> None:
        if flags & COMMAND:
            self._command(flags, bytes(body))
        elif flags & MORE:
            self._parts += 1
            self._empty = not body
        else:
            if self._parts == 1 and self._empty:
                inbox.append(body)
            else:
                _errors.notice("Dropped a message with other frames than a parent sends")
            self._parts = 0

    def _command(self, flags: int, body: bytes) -> None:
        if flags & MORE or len(body) > MAX_COMMAND_BYTES:
            raise ConnectionLost("the parent sent a command that is none")
        if body.startswith(b"\x04PING"):
            self.send([_command(b"PONG", body[7:23])])  # without its two bytes of time to live

    def send(self, buffers: Sequence[Buffer]) -> None:
        """Sends frames, and waits as long as the other side does not read.

        Raises ConnectionLost where the connection has ended.
        """
        size = sum(map(len, buffers))
        try:
            with self._sending:
                if size <= _SMALL_BYTES:
                    self._socket.sendall(buffers[0] if len(buffers) == 1 else b"".join(buffers))
                else:
                    self._send_parts(buffers)
        except OSError as ex:
            raise ConnectionLost(str(ex)) from None

    def wait_for_senders(self) -> None:
        """Waits while the other side does not read what a thread sends."""
        with self._sending:
            return

    def _send_parts(self, buffers: Sequence[Buffer]) -> None:
        if not hasattr(self._socket, "sendmsg"):  # which Windows lacks
            for buffer in buffers:
                self._socket.sendall(buffer)
            return
        left = deque(memoryview(buffer).cast("B") for buffer in buffers if len(buffer))
        while left:
            count = self._socket.sendmsg([left[i] for i in range(min(len(left), _PARTS))])
            while left and count >= len(left[0]):
                count -= len(left.popleft())
            if count:
                left[0] = left[0][count:]

    def close(self) -> None:
        """Closes the connection in this process; who still sends gets ConnectionLost at once."""
        self._sending = threading.Lock()  # in a forked child, nobody gives the old one back
        self._socket.close()


def connect(port: int, seconds: float, max_frame_bytes: int) -> Connection:
    """Connects to a parent that listens on this machine.

    Raises ConnectionLost where no parent has answered as it should after `seconds`.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            # Not create_connection, which loads the codec for names of hosts
            connected = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            connected.settimeout(seconds)
            connected.connect(("127.0.0.1", port))
            break
        except OSError as ex:
            connected.close()
            if time.monotonic() > end:
                raise ConnectionLost(f"no parent listens to port {port}: {ex}") from None
            time.sleep(_RETRY_SECONDS)
    try:
        connected.settimeout(max(end - time.monotonic(), _RETRY_SECONDS))
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _shake_hands(connected)
        connected.settimeout(None)
    except ConnectionLost:
        connected.close()
        raise
    except OSError as ex:
        connected.close()
        raise ConnectionLost(f"the parent at port {port} did not greet: {ex}") from None
    return Connection(connected, max_frame_bytes)


def _shake_hands(connected: socket.socket) -> None:
    connected.sendall(_GREETING)
    greeting = _read(connected, 64)
    if greeting[0] != 0xFF or greeting[9] != 0x7F:
        raise ConnectionLost("what listens there does not speak ZeroMQ")
    if greeting[10] < 3:
        raise ConnectionLost(f"the parent speaks ZMTP {greeting[10]}, and 3 is needed")
    mechanism = greeting[12:32].rstrip(b"\0")
    if mechanism != b"NULL":
        raise ConnectionLost(f"the parent wants the security {mechanism.decode(errors='replace')}")
    connected.sendall(
        _command(b"READY", _property(b"Socket-Type", b"ROUTER") + _property(b"Identity", b""))
    )
    flags, size = _read(connected, 2)
    if flags == COMMAND | LONG:
        size = int.from_bytes(bytes((size,)) + _read(connected, 7), "big")
    elif flags != COMMAND:
        raise ConnectionLost("the parent did not say READY")
    if size > MAX_COMMAND_BYTES:
        raise ConnectionLost(f"the parent announced a command of {size} bytes")
    body = _read(connected, size)
    if body.startswith(b"\x05ERROR"):
        raise ConnectionLost(f"the parent refused: {body[7:].decode(errors='replace')}")
    if not body.startswith(b"\x05READY"):
        raise ConnectionLost("the parent did not say READY")
    kind = _properties(body[6:]).get(b"socket-type", b"")
    if kind not in _PEERS:
        raise ConnectionLost(f"a {kind.decode(errors='replace')} socket is no parent")


def _read(connected: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = connected.recv(size - len(data))
        if not more:
            raise ConnectionLost("the connection was closed before its greeting was over")
        data += more
    return data


def _command(name: bytes, data: bytes) -> bytes:
    body = bytes((len(name),)) + name + data
    return bytes((COMMAND, len(body))) + body


def _property(name: bytes, value: bytes) -> bytes:
    return bytes((len(name),)) + name + struct.pack(">I", len(value)) + value


def _properties(data: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    position = 0
    with contextlib.suppress(IndexError, struct.error):
        while position < len(data):
            start = position + 1 + data[position]
            (size,) = struct.unpack_from(">I", data, start)
            found[data[position + 1 : start].lower()] = data[start + 4 : start + 4 + size]
            position = start + 4 + size
    if position != len(data):
        raise ConnectionLost("the parent's READY has no whole properties")
    return found
