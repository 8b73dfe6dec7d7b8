"""A worker that runs by itself, and that parents find by its id. Needs pyzmq."""

from __future__ import annotations

import os
import queue
import signal
import socket
from collections.abc import Sequence
from typing import Any

import zmq

from multifrost_worker import _errors, _process, _registry
from multifrost_worker._dispatch import Dispatcher
from multifrost_worker._progress import Progress
from multifrost_worker._threads import Threads
from multifrost_worker._zmtp import Buffer

BACKLOG = 1000  # of newcomers; with ZeroMQ's 100, a crowd waits for TCP to try again
LINGER_MILLIS = 2000  # for the last answers to leave


class _Peer:
    """A parent, by the identity that the socket has given it."""

    def __init__(self, service: Service, identity: bytes) -> None:
        self.identity = identity
        self.progress = service.progress
        self._service = service

    def send(self, payload: Sequence[Buffer]) -> None:
        self._service.send(self.identity, payload)

    def shutdown(self) -> None:
        """Does nothing: a service has other parents."""


class Service:
    """Serves all parents that connect, until SIGTERM or SIGINT.

    The socket belongs to the main thread, which never runs a function.
    """

    def __init__(self, dispatcher: Dispatcher, threads: Threads, end: _process.End) -> None:
        self.progress = Progress(threads)
        self._dispatcher = dispatcher
        self._end = end
        self._port = 0
        self._outbox: queue.SimpleQueue[list[Any]] = queue.SimpleQueue()
        # A byte written here, by an answer or by a signal, ends the wait for messages
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def run(self, service_id: str) -> None:
        """Serves, and ends the process."""
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        handlers = {signal.SIGTERM: self._stop, signal.SIGINT: self._stop}
        _process.handle_signals(handlers, self._leave_child)
        with zmq.Context() as context, context.socket(zmq.ROUTER) as router:
            router.sndhwm = router.rcvhwm = 0  # it silently drops what is over its mark
            router.linger = LINGER_MILLIS
            router.backlog = BACKLOG
            # Bound first, so that whoever finds the service finds it listening
            self._port = router.bind_to_random_port("tcp://127.0.0.1")
            try:
                _registry.register(service_id, self._port)
            except (_registry.RegistryError, OSError, ValueError) as ex:
                _errors.notice(f"The service cannot be registered: {ex}")
                self._end(1)
            try:
                while not self._dispatcher.stopping:
                    self._serve_next(router)
            finally:
                _registry.unregister(service_id)
            while self._dispatcher.calls:
                self._serve_next(router)
            self._send_answers(router)
        self._end(0)

    def send(self, identity: bytes, payload: Sequence[Buffer]) -> None:
        """Leaves a message to the thread of the socket; open to all threads."""
        self._outbox.put([identity, b"", b"".join(payload)])
        try:
            self._writer.send(b"\0")
        except BlockingIOError:
            return  # so many bytes are waiting that the wait is about to end anyway

    def _stop(self) -> None:
        """Takes no further calls; it ends when the accepted ones are answered."""
        self._dispatcher.stopping = True

    def _serve_next(self, router: Any) -> None:
        poller = zmq.Poller()
        poller.register(router, zmq.POLLIN)
        poller.register(self._reader, zmq.POLLIN)
        ready = dict(poller.poll(1000))
        if self._reader.fileno() in ready:
            self._reader.recv(4096)
        self._send_answers(router)
        if router in ready:
            frames = router.recv_multipart()
            try:
                identity, _, payload = frames
                call = self._dispatcher.receive(payload, _Peer(self, identity))
                if call is not None:
                    self._dispatcher.submit(call)
            except Exception as ex:  # what comes from outside must not end the service
                _errors.notice(f"Dropped a message: {type(ex).__name__}: {ex}")
            self._send_answers(router)

    def _send_answers(self, router: Any) -> None:
        while not self._outbox.empty():
            router.send_multipart(self._outbox.get())

    def _leave_child(self) -> None:
        """Takes all sockets of the service out of a child that a function has forked."""
        signal.set_wakeup_fd(-1)
        self._reader.close()
        self._writer.close()
        for number in map(int, os.listdir("/dev/fd")):  # ZeroMQ does not tell its own
            try:
                each = socket.socket(fileno=number)
            except OSError:
                continue  # it is no socket
            if self._is_connection(each):
                each.close()  # here alone: the service goes on to use it
            else:
                each.detach()

    def _is_connection(self, other: socket.socket) -> bool:
        try:
            address = other.getsockname()
        except OSError:
            return False
        return other.family == socket.AF_INET and address[1] == self._port
