"""A worker that runs by itself, and that parents find by its id. Needs pyzmq."""

from __future__ import annotations

import os
import queue
import signal
import socket
import threading
import time
from collections.abc import Sequence
from typing import Any

import zmq

from multifrost_worker import _curve, _errors, _process, _registry
from multifrost_worker._departures import Departures
from multifrost_worker._dispatch import Dispatcher
from multifrost_worker._progress import Progress
from multifrost_worker._threads import Threads
from multifrost_worker._unread import Unread
from multifrost_worker._zmtp import Buffer

BACKLOG = 1000  # of newcomers; with ZeroMQ's 100, a crowd waits for TCP to try again
FAREWELL_SECONDS = 1.0  # in which parents may learn that a service takes no more calls
LINGER_MILLIS = 2000  # for the last answers to leave


class _Peer:
    """A parent, by the identity that the socket has given it."""

    def __init__(self, service: Service, identity: bytes) -> None:
        self.identity = identity
        self.same_clock = service.is_local
        self.progress = service.progress
        self._service = service

    def send(self, payload: Sequence[Buffer]) -> bool:
        return self._service.send(self.identity, payload)

    def send_together(self, payloads: Sequence[Sequence[Buffer]]) -> bool:
        return all(map(self.send, payloads))

    def shutdown(self) -> None:
        """Does nothing: a service has other parents."""


class Service:
    """Serves all parents that connect, until SIGTERM or SIGINT.

    The socket belongs to the main thread, which never runs a function.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        threads: Threads,
        end: _process.End,
        max_message_bytes: int,
        drain_seconds: float,
        keys: _curve.Keys | None,
    ) -> None:
        self.progress = Progress(threads)
        self.is_local = True  # whether this machine alone reaches it
        self._threads = threads
        self._max_message_bytes = max_message_bytes
        self._drain_seconds = drain_seconds
        self._keys = keys
        self._poller = zmq.Poller()
        self._dispatcher = dispatcher
        self._end = end
        self._port = 0
        self._called = False  # whether anybody has ever said something
        self._outbox: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
        self._unread = Unread()
        # A byte written here, by an answer or by a signal, ends the wait for messages
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def run(self, service_id: str, bind: str) -> None:
        """Serves, and ends the process; see `_serving.serve_all`."""
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        handlers = {signal.SIGTERM: self._stop, signal.SIGINT: self._stop}
        _process.handle_signals(handlers, self._leave_child)
        with (
            zmq.Context() as context,
            context.socket(zmq.ROUTER) as router,
            _curve.closed_to_strangers(context, router, self._keys),
            Departures(router, self._dispatcher.abandon) as departures,
        ):
            router.sndhwm = router.rcvhwm = 0  # it silently drops what is over its mark
            router.copy_threshold = 0  # so that also the departure of small messages is told
            router.maxmsgsize = self._max_message_bytes
            router.linger = LINGER_MILLIS
            router.backlog = BACKLOG
            router.tcp_keepalive = 1  # else parents whose host has vanished stay for ever
            router.tcp_keepalive_idle = 30
            router.tcp_keepalive_intvl = 10
            router.tcp_keepalive_cnt = 3
            # Bound first, so that whoever finds the service finds it listening
            try:
                self._port = _bind(router, bind, protected=self._keys is not None)
                self.is_local = _endpoint(router).startswith(("tcp://127.", "tcp://[::1]"))
                public_key = self._keys.public.decode() if self._keys else None
                _registry.register(service_id, self._port, public_key)
            except zmq.ZMQError as ex:
                _errors.notice(f"The service cannot listen at {bind} (--bind): {ex}")
                self._end(1)
            except (_registry.RegistryError, OSError, ValueError) as ex:
                _errors.notice(f"The service cannot be registered: {ex}")
                self._end(1)
            self._poller.register(router, zmq.POLLIN)
            self._poller.register(self._reader, zmq.POLLIN)
            self._poller.register(departures.events, zmq.POLLIN)
            while not self._dispatcher.stopping:
                self._serve_next(router, departures)
            unregistered = threading.Event()
            try:
                self._threads.run(lambda: self._unregister(service_id, unregistered))
            except RuntimeError:  # there is no thread left: parents wait meanwhile
                self._unregister(service_id, unregistered)
            drain_end = time.monotonic() + self._drain_seconds
            farewell = time.monotonic() + FAREWELL_SECONDS if self._called else 0.0
            while (
                self._dispatcher.calls or not unregistered.is_set() or time.monotonic() < farewell
            ):
                if time.monotonic() > drain_end:
                    self._dispatcher.refuse_waiting()
                    _errors.notice(f"{len(self._dispatcher.calls)} calls are given up")
                    break
                self._serve_next(router, departures)
            self._send_answers(router)
        self._end(0)

    def send(self, identity: bytes, payload: Sequence[Buffer]) -> bool:
        """Leaves a message to the thread of the socket; open to all threads."""
        self._end.leave_child()
        if not self._unread.reserve(identity, sum(map(len, payload))):
            return False
        self._outbox.put((identity, b"".join(payload)))
        self._wake()
        return True

    def _wake(self) -> None:
        try:
            self._writer.send(b"\0")
        except BlockingIOError:
            return  # so many bytes are waiting that the wait is about to end anyway

    def _stop(self) -> None:
        """Takes no further calls; it ends when the accepted ones are answered, or at once."""
        if self._dispatcher.stopping:
            self._end(1)
        self._dispatcher.stopping = True

    def _unregister(self, service_id: str, done: threading.Event) -> None:
        """Waits for the lock of the registry, which others may hold for long, off the socket."""
        try:
            _registry.unregister(service_id)
        except (_registry.RegistryError, OSError, ValueError) as ex:
            _errors.notice(f"The service stays in the registry: {ex}")
        finally:
            done.set()
            self._wake()

    def _serve_next(self, router: Any, departures: Departures) -> None:
        ready = dict(self._poller.poll(1000))
        if self._reader.fileno() in ready:
            self._reader.recv(4096)
        self._send_answers(router)
        if departures.events in ready:
            departures.look()
        if router in ready:
            self._dispatcher.wait_for_room()
            frames = router.recv_multipart(copy=False)
            try:
                identity, _, payload = frames
                peer = _Peer(self, identity.bytes)
                call = self._dispatcher.receive(payload.buffer, peer)
                self._called = True
                if call is not None:
                    self._dispatcher.submit(call)
                    if call._in_pieces:
                        departures.watch(peer.identity, payload)
            except Exception as ex:  # what comes from outside must not end the service
                _errors.notice(f"Dropped a message: {type(ex).__name__}: {ex}")
            self._send_answers(router)

    def _send_answers(self, router: Any) -> None:
        while not self._outbox.empty():
            self._unread.send(router, *self._outbox.get())

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
        return other.family in (socket.AF_INET, socket.AF_INET6) and address[1] == self._port


def _bind(router: Any, bind: str, protected: bool) -> int:
    """Binds a socket, and returns its port; raises ZMQError where that is not possible."""
    host, colon, port = bind.rpartition(":")
    if not colon or bind.endswith("]"):  # an address of IPv6 has colons of its own
        host, port = bind, "*"
    router.ipv6 = ":" in host
    router.bind(f"tcp://{host}:{port}")
    local = host.startswith("127.") or host.strip("[]") in ("localhost", "::1")
    if not (local or protected):
        _errors.notice(
            f"The service listens at {host}, where others than this machine may reach it, and"
            f" nothing protects it: give it a key ({_curve.VARIABLE}SECRET_KEY), or see that the"
            " network lets those alone through who may call it"
        )
    return int(_endpoint(router).rpartition(":")[2])


def _endpoint(router: Any) -> str:
    endpoint: str = router.last_endpoint.decode().rstrip("\0")
    return endpoint
