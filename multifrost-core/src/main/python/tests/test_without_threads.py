"""What works on where the system gives no thread."""

import asyncio
import json
import signal
import threading
import time
import types

import msgpack
import pytest
from fake_parent import SECONDS, run
from service_client import Client

import multifrost_worker
from multifrost_worker import _events, testing
from multifrost_worker._threads import Lane, Threads
from multifrost_worker._timers import Timers

ITEMS = 1000
EXHAUST = """
import os, threading, time
def exhaust(path):
    def start(thread): raise RuntimeError("can't start new thread")
    threading.Thread.start = start
    open(path, "w").close()
    while os.path.exists(path): time.sleep(0.01)
    return "answered"
"""


class FewThreads(Threads):
    """Has as many threads as a test says."""

    left = 0

    def run(self, job):
        if not self.left:
            raise RuntimeError("can't start new thread")
        self.left -= 1
        super().run(job)


def test_timers_that_found_no_thread_find_one_later():
    threads = FewThreads()
    timers = Timers(threads)
    with pytest.raises(RuntimeError, match="new thread"):
        timers.set("first", 0, lambda: None)
    assert not timers._waiting
    threads.left, over = 1, threading.Event()
    timers.set("second", 0, over.set)
    assert over.wait(20)


def test_a_lane_without_a_thread_says_so_unless_another_takes_the_job():
    threads = FewThreads()
    lane = Lane(threads, 2)
    with pytest.raises(RuntimeError, match="new thread"):
        lane.submit(lambda: False)
    assert not lane.crowded
    threads.left, begun, over, ran = 1, threading.Event(), threading.Event(), threading.Event()
    lane.submit(lambda: begun.set() or (over.wait(20) and False))
    assert begun.wait(20)
    lane.submit(lambda: ran.set())
    over.set()
    assert ran.wait(20)


def test_a_call_for_which_there_is_no_thread_is_answered():
    module = types.ModuleType("threadless")
    module.f = lambda: 1
    module.__all__ = ["f"]
    worker = testing.Worker(module)
    dispatcher = worker._dispatcher
    dispatcher._called["f"].lane = Lane(FewThreads(), 2)
    peer = testing._Peer(worker._threads, {})
    message = {"app": "comlink_ipc_v4", "id": "1", "type": "call", "function": "f", "args": []}
    dispatcher.submit(dispatcher.receive(msgpack.packb(message), peer))
    answer = peer.messages.get_nowait()
    assert (answer["type"], answer["error"].splitlines()[0]) == (
        "error",
        "RuntimeError: can't start new thread",
    )
    assert not dispatcher.calls


def test_a_service_ends_without_a_thread(script, tmp_path):
    tmp_path.chmod(0o700)
    path, held = script(EXHAUST, "exhausted.py"), tmp_path / "held"
    service = run(
        "serve",
        path,
        "--service-id",
        "exhausted",
        environment={"MULTIFROST_HOME": str(tmp_path)},
    )
    try:
        with Client(tmp_path, "exhausted", service) as client:
            held_call = client.begin("exhaust", str(held))
            wait_until(held.exists)
            service.send_signal(signal.SIGTERM)
            wait_until(lambda: not json.loads((tmp_path / "services.json").read_text()))
            held.unlink()
            assert client.reply(held_call)["result"] == "answered"
            assert service.wait(SECONDS) == 0
    finally:
        service.kill()
        service.communicate()


def test_an_event_loop_without_a_thread_is_closed(monkeypatch):
    made = []
    new = asyncio.new_event_loop
    monkeypatch.setattr(asyncio, "new_event_loop", lambda: made.append(new()) or made[-1])
    monkeypatch.setattr(threading.Thread, "start", no_thread)
    with pytest.raises(RuntimeError, match="new thread"):
        _events.EventLoop()
    assert made[0].is_closed()


def wait_until(condition):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def no_thread(*_):
    raise RuntimeError("can't start new thread")


def test_a_report_for_which_there_is_no_thread_fails_no_function():
    module = types.ModuleType("reporting")

    def f():
        for i in range(3):
            multifrost_worker.progress(i)
        return "done"

    module.f, module.__all__ = f, ["f"]
    worker = testing.Worker(module)
    worker._threads = FewThreads()
    result, reports = worker.call_with({}, "f")
    assert result == "done"
    assert [each["done"] for each in reports] == [0, 2]


def test_a_stream_that_finds_no_thread_keeps_no_place():
    worker, few = limited_streams()
    with pytest.raises(testing.RemoteError, match="can't start new thread"):
        list(worker.stream("f"))
    assert not few.left
    assert worker._dispatcher._called["f"].lane.enter()


def test_an_asynchronous_stream_gives_its_place_back_when_there_is_a_thread():
    worker, few = limited_streams()
    lane = worker._dispatcher._called["f_async"].lane
    assert len(list(worker.stream("f_async"))) == ITEMS
    few.left = 1
    wait_until(lane.enter)


def limited_streams():
    """Returns functions of which one call may run at once, and threads that are not there."""
    module = types.ModuleType("limited")

    @multifrost_worker.function(concurrency=1)
    def f():
        yield from range(ITEMS)

    @multifrost_worker.function(concurrency=1)
    async def f_async():
        for i in range(ITEMS):
            yield i

    module.f, module.f_async, module.__all__ = f, f_async, ["f", "f_async"]
    worker, few = testing.Worker(module), FewThreads()
    worker._dispatcher._pieces._tools.threads = few
    return worker, few
