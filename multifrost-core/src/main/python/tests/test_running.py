"""How functions are run: lanes, turns of speed, reports of progress."""

import threading
import types
from decimal import Decimal
from fractions import Fraction

import pytest

from multifrost_worker import _dispatch, _functions, _wire
from multifrost_worker._context import Call
from multifrost_worker._progress import INTERVAL_SECONDS, Progress
from multifrost_worker._threads import Lane, Threads
from multifrost_worker.testing import RemoteError, Worker

SECONDS = 20


class Peer:
    identity = b""
    same_clock = True

    def __init__(self, threads, clock=None):
        self.progress = Progress(threads, *([clock] if clock else []))
        self.messages = []
        self.came = threading.Condition()

    def send(self, payload):
        with self.came:
            self.messages.append(_wire.Decoder(_wire.Limits()).decode(b"".join(payload)))
            self.came.notify_all()

    def shutdown(self):
        raise AssertionError

    def wait_for(self, count):
        with self.came:
            assert self.came.wait_for(lambda: len(self.messages) >= count, SECONDS)
            return list(self.messages)


def dispatcher(**targets):
    threads = Threads()
    served = _functions.functions(targets, threads)
    return _dispatch.Dispatcher(served, threads, _wire.Limits(), {}), Peer(threads)


def message(function, call_id="1", **fields):
    return _wire.encode(_wire.APPS[0], call_id, "call", {"function": function, **fields})


def test_a_lane_runs_so_many_at_once_and_the_rest_in_order():
    lane = Lane(Threads(), 2)
    gate, done, ran = threading.Event(), threading.Semaphore(0), []
    began = threading.Semaphore(0)

    def job(number):
        ran.append(number)
        began.release()
        assert gate.wait(SECONDS)
        done.release()

    for i in range(10):
        lane.submit(lambda i=i: job(i))
    assert began.acquire(timeout=SECONDS)
    assert began.acquire(timeout=SECONDS)
    assert sorted(ran) == [0, 1]
    assert not lane.enter()
    gate.set()
    for _ in range(10):
        assert done.acquire(timeout=SECONDS)
    assert sorted(ran) == list(range(10))


def test_a_lane_survives_a_job_that_fails():
    lane = Lane(Threads(), 1)
    done = threading.Event()
    lane.submit(lambda: 1 / 0)
    lane.submit(done.set)
    assert done.wait(SECONDS)


def test_threads_are_used_again():
    threads, names = Threads(), []
    for _ in range(20):
        done = threading.Event()

        def job(done=done):
            names.append(threading.current_thread().name)
            done.set()

        threads.run(job)
        assert done.wait(SECONDS)
    assert len(set(names)) < 20


def test_a_slow_function_is_quick_again_after_some_quick_runs():
    served, peer = dispatcher(add=lambda a: a)
    function = served.functions["add"]
    function.inline = False
    for i in range(1, 1000):
        call = served.receive(message("add", str(i), args=[i]), peer)
        served.submit(call)
        peer.wait_for(i)
        if function.inline:
            break
    assert function.inline
    assert i >= _dispatch.QUICK_RUNS


def test_more_calls_than_it_holds_are_refused(monkeypatch):
    monkeypatch.setattr(_dispatch, "MAX_CALLS", 2)
    served, peer = dispatcher(add=lambda a: a)
    calls = [served.receive(message("add", str(i)), peer) for i in range(3)]
    assert calls[2] is None
    assert peer.messages[0]["error"] == "Worker is overloaded: 2 calls are not answered yet"
    served.end(calls[0])
    assert served.receive(message("add", "4"), peer) is not None


def test_a_call_with_the_id_of_another_is_dropped(capsys):
    served, peer = dispatcher(add=lambda a: a)
    assert served.receive(message("add"), peer) is not None
    assert served.receive(message("add"), peer) is None
    assert "whose id another call has" in capsys.readouterr().err
    assert peer.messages == []


def test_kwargs_must_be_a_map_of_texts():
    served, peer = dispatcher(add=lambda a: a)
    for kwargs in ([1], {1: 2}, "x"):
        assert served.receive(message("add", metadata={"kwargs": kwargs}), peer) is None
        assert "'kwargs' of the metadata must be a map" in peer.messages.pop()["error"]


def test_keyword_arguments_that_do_not_fit_name_function_and_parameter():
    class Scales:
        def scale(self, value: float, factor: float = 2.0):
            return value * factor

    worker = Worker(Scales())
    assert worker.call("scale", 2) == 4
    assert worker.call("scale", value=2, factor=3) == 6
    for arguments, keywords, problem in (
        ([2], {"faktor": 3}, "unexpected keyword argument 'faktor'"),
        ([2], {"value": 3}, "multiple values for argument 'value'"),
        ([], {"factor": 3}, "missing 1 required positional argument: 'value'"),
        ([2], {"factor": "x"}, "parameter 'factor' must be"),
    ):
        with pytest.raises(RemoteError, match=rf"scale\(\).*{problem}"):
            worker.call("scale", *arguments, **keywords)


def test_reports_of_progress_keep_their_distance():
    now = [0.0]
    peer = Peer(types.SimpleNamespace(run=lambda job: None), lambda: now[0])
    call = Call(
        None, {"id": "1", "app": _wire.APPS[0], "metadata": {"accept": ["progress"]}}, [], peer
    )
    for i in range(10):
        call.progress(i)
    now[0] += INTERVAL_SECONDS
    call.progress(10)
    call.progress(11, 12, "last")
    peer.progress.end(call)
    call.progress(12)
    assert [each["metadata"] for each in peer.messages] == [
        {"done": 0, "total": None, "message": None},
        {"done": 10, "total": None, "message": None},
        {"done": 11, "total": 12, "message": "last"},
    ]


def test_reports_numbers_of_any_type():
    peer = Peer(Threads())
    call = Call(
        None, {"id": "1", "app": _wire.APPS[0], "metadata": {"accept": ["progress"]}}, [], peer
    )
    call.progress(Decimal("1.5"), Fraction(5, 2))
    assert peer.messages[0]["metadata"] == {"done": 1.5, "total": 2.5, "message": None}
    with pytest.raises(TypeError):
        call.progress(None)


def test_the_latest_report_is_sent_though_none_follows():
    peer = Peer(Threads())
    call = Call(
        None, {"id": "1", "app": _wire.APPS[0], "metadata": {"accept": ["progress"]}}, [], peer
    )
    for i in range(100):
        call.progress(i)
    while peer.wait_for(1)[-1]["metadata"]["done"] != 99:
        peer.wait_for(len(peer.messages) + 1)
    peer.progress.end(call)
