"""What streams must not do to other calls, to memory and to time."""

import gc
import os
import threading
import time
import types
import weakref

import pytest
from conftest import MODULES
from fake_parent import RemoteError
from raw_parent import RawParent
from stream_reader import Reader

import multifrost_worker
from multifrost_worker import _sources, testing
from multifrost_worker._threads import Threads
from multifrost_worker._timers import Timers
from multifrost_worker._wire import Limits


def processor_ticks(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return sum(map(int, stat.read().rpartition(")")[2].split()[11:13]))


@pytest.mark.parametrize("function", ["endless", "large_ones"])
def test_a_reader_that_stalls_gets_no_more_than_its_connection_holds(function):
    with RawParent("serve", "--module", "streams", "--path", MODULES) as parent:
        stream = {"credit": 1 << 30, "batch": True}
        parent.send("call", id="s", function=function, args=[], metadata={"stream": stream})
        first = parent.read()
        assert first["seq"] == 0
        looks, before = 0, -1
        while looks < 20:  # until the worker rests
            time.sleep(0.02)
            now = processor_ticks(parent.process.pid)
            looks = looks + 1 if now == before else 0
            before = now
        assert parent.memory_bytes() < 100 << 20
        parent.send("cancel", id="s")
        parent.send("call", id="c", function="seen", args=["closed"])
        count = len(first.get("results", [0]))
        while (message := parent.read())["type"] == "item":
            assert message["seq"] == count
            count += len(message.get("results", [0]))
        assert message["id"] == "c"
        assert message["result"] is True


def test_a_generator_that_waits_for_its_first_item_holds_up_nobody(streams):
    readers = [Reader(streams, "gated", 0, f"first {i}") for i in range(5)]
    assert streams.call("add", 1, 2) == 3
    assert streams.heartbeat() < 5
    for i, reader in enumerate(readers):
        streams.call("release", f"first {i}")
        assert reader.end() == [0]


def test_other_calls_of_a_function_are_not_held_up_by_its_endless_streams(streams):
    readers = [Reader(streams, "endless", credit=1 << 30) for _ in range(20)]
    for reader in readers:
        reader.wait_for(100)
    assert streams.call("add", 1, 2) == 3
    for reader in readers:
        reader.cancel()
    reader = Reader(streams, "endless", credit=5)
    assert reader.wait_for(5) == [0, 1, 2, 3, 4]


def test_takes_the_credit_that_comes_before_the_function_runs(streams):
    first = Reader(streams, "one_at_a_time", 100, credit=1)
    second = Reader(streams, "one_at_a_time", 3, credit=1)
    first.wait_for(1)
    second.grant(3)
    first.grant(100)
    assert len(first.end()) == 100
    assert second.end() == [0, 1, 2]


def test_a_call_that_is_cancelled_before_it_runs_never_begins(streams):
    first = Reader(streams, "one_at_a_time", 3, credit=1)
    first.wait_for(1)
    second = Reader(streams, "one_at_a_time", 3)
    second.cancel()
    first.grant(3)
    assert first.end() == [0, 1, 2]
    assert streams.call("add", 1, 2) == 3
    assert second.wait_for(0) == []
    assert second.id not in streams.replies


def test_a_deadline_that_has_passed_begins_no_stream(streams):
    with pytest.raises(
        RemoteError, match=r"^DeadlineExceeded: the deadline of the call had passed"
    ):
        Reader(streams, "watched", 3, metadata={"deadline": time.time() - 1}).end()


def test_a_worker_whose_parent_dies_ends_though_it_streams():
    with RawParent("serve", "--module", "streams", "--path", MODULES) as parent:
        stream = {"credit": 1 << 30, "batch": True}
        parent.send("call", id="s", function="endless", args=[], metadata={"stream": stream})
        parent.read()
        parent.connection.close()
        assert parent.process.wait(20) == 3


def test_timers_run_what_is_due_and_not_taken_back():
    timers = Timers(Threads())
    ran, over = [], threading.Event()
    timers.set("never", 3600, lambda: ran.append("never"))
    timers.set("back", 3600, lambda: ran.append("back"))
    timers.unset("back")
    timers.unset("unknown")
    timers.set("second", 0.02, over.set)
    timers.set("first", 0, lambda: ran.append("first"))
    assert over.wait(20)
    assert ran == ["first"]
    assert set(timers._waiting) == {"never"}
    timers.set("last", -1, lambda: over.clear() or ran.append("last"))
    while "last" not in ran:
        os.sched_yield()


def test_what_is_answered_as_a_whole_is_bounded_while_it_is_collected():
    made = []

    def large():
        while True:
            made.append(1)
            yield ["x" * 10] * 100

    call = types.SimpleNamespace(cancelled=False, function="large")
    collected = _sources.Collected(_sources.find(large()), call, Limits(message_bytes=1000))
    with pytest.raises(OverflowError, match=r"large\(\) yields more than fits into one message"):
        collected.all()
    assert len(made) == 11


def test_a_timer_that_is_far_away_holds_up_no_other():
    timers = Timers(Threads())
    over = threading.Event()
    timers.set("far", 1e11, lambda: None)
    timers.set("failing", 0, lambda: 1 / 0)
    timers.set("soon", 0.02, over.set)
    assert over.wait(20)


def test_a_stream_that_has_ended_is_kept_by_no_cycle():
    calls = []
    module = types.ModuleType("kept")

    def f(items):
        calls.append(weakref.ref(multifrost_worker.call()))
        yield from items

    module.f = f
    module.__all__ = ["f"]
    gc.disable()
    try:
        assert list(testing.Worker(module).stream("f", iter(range(100)))) == list(range(100))
        end = time.monotonic() + 20
        while calls[0]() is not None and time.monotonic() < end:
            os.sched_yield()  # its thread is about to let go of it
        assert calls[0]() is None
    finally:
        gc.enable()
