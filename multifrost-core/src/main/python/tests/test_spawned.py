"""A worker and its parent, as two processes."""

import pathlib
import signal
import subprocess
import sys
import threading
import time

import msgpack
import pytest
from conftest import MODULES
from fake_parent import APP, SECONDS, Parent, RemoteError
from raw_parent import RawParent

from multifrost_worker._serving import FEATURES

FAULTS = ("serve", "--module", "faults", "--path", MODULES)


def test_answers_calls_with_arguments_in_order_and_by_name(worker):
    assert worker.call("add", 1, 2) == 3
    assert worker.call("default", 1) == [1, 2, 3]
    assert worker.call("default", 1, c=5, b=4) == [1, 4, 5]


def test_names_its_functions_and_what_is_near_to_an_unknown_one(worker):
    names = worker.call("list_functions")
    assert names == sorted(names)
    assert worker.call("listFunctions") == names
    assert "add" in names
    assert "describe_functions" not in names
    assert [each["name"] for each in worker.call("describe_functions")] == names
    with pytest.raises(
        RemoteError, match=r"^Function 'sameKeyz' not found; did you mean 'same_keys'"
    ):
        worker.call("sameKeyz")
    with pytest.raises(RemoteError, match=r"^Cannot call private method '_lock'$"):
        worker.call("_lock")


def test_refuses_calls_that_are_none(worker):
    assert worker.reply(worker.send("call"))["error"] == "Message missing 'function' field"
    not_args = worker.reply(worker.send("call", function="add", args=3))
    assert not_args["error"] == "Field 'args' must be an array"
    worker.send("call", function="add", args=[1, 2], namespace="other", id="x")
    worker.send("call", function="add", args=[1, 2], app="other", id="y")
    worker.call("add", 1, 2)
    assert not worker.replies


def test_repeats_the_secret_and_takes_it_out_of_the_environment():
    with Parent(*FAULTS, environment={"MULTIFROST_SECRET": "s"}) as parent:
        assert parent.answer["metadata"] == {
            "hb_timestamp": 1.0,
            "hb_response": True,
            "secret": "s",
            "features": FEATURES,
        }
        assert parent.call("variable", "MULTIFROST_SECRET") is None


def test_answers_heartbeats_beside_a_function_that_computes(worker):
    computing = worker.begin("compute", 3.0)
    waits = []
    while computing not in worker.replies:
        waits.append(worker.heartbeat())
    assert worker.reply(computing)["result"] == "computed"
    assert len(waits) > 20
    waits.sort()
    assert waits[len(waits) * 9 // 10] < 0.05


def test_answers_quick_functions_beside_slow_ones(worker):
    slow = [worker.begin("hold", f"k{i}") for i in range(40)]
    assert worker.call("add", 1, 2) == 3
    for i in range(40):
        worker.call("release", f"k{i}")
    assert [worker.reply(each)["result"] for each in slow] == [f"k{i}" for i in range(40)]
    assert worker.call("threads") < 40


def test_answers_a_thousand_calls_in_flight(worker):
    calls = [worker.begin("add", i, 1) for i in range(1000)]
    slow = [worker.begin("compute", 0.002) for _ in range(100)]
    assert [worker.reply(each)["result"] for each in calls] == list(range(1, 1001))
    assert {worker.reply(each)["result"] for each in slow} == {"computed"}


def test_runs_a_limited_function_so_many_times_at_once(worker):
    first, second = worker.begin("one_at_a_time", "a"), worker.begin("one_at_a_time", "b")
    worker.call("began", "a")
    worker.call("release", "b")
    assert worker.call("ran") == ["a"]
    worker.call("release", "a")
    assert [worker.reply(each)["result"] for each in (first, second)] == ["a", "b"]


def test_runs_exclusive_functions_one_after_another(worker):
    first, second = worker.begin("alone", "a"), worker.begin("alone_too", "b")
    worker.call("began", "a")
    assert worker.call("ran") == ["a"]
    worker.call("release", "a")
    assert [worker.reply(each)["result"] for each in (first, second)] == ["a", "b"]


@pytest.mark.parametrize("count", [0, 255, 256, 65_000, 65_536, 5_000_000])
def test_carries_messages_of_any_size(worker, count):
    assert worker.call("echo", b"y" * count) == b"y" * count
    assert worker.call("blob", count) == b"x" * count


def test_refuses_what_is_beyond_its_limits_and_goes_on(worker):
    with pytest.raises(RemoteError, match="The arguments cannot be read"):
        worker.call("size", "x" * (11 << 20))
    with pytest.raises(RemoteError, match="The arguments cannot be read"):
        worker.call("size", [0] * 100_001)
    with pytest.raises(RemoteError, match="The arguments cannot be read"):
        worker.call("echo", msgpack.Timestamp(10**12))
    assert worker.call("add", 1, 2) == 3


@pytest.mark.parametrize("levels", [1_100, 200_000])
def test_refuses_what_is_deeper_than_it_can_read(worker, levels):
    head = msgpack.packb({"app": APP, "id": "deep", "type": "call", "function": "echo"})
    deep = bytes([head[0] + 1]) + head[1:] + b"\xa4args" + b"\x91" * levels + b"\xc0"
    worker.socket.send_multipart([b"", deep])
    assert "The arguments cannot be read: StackError" in worker.reply("deep")["error"]
    assert worker.call("add", 1, 2) == 3


def test_takes_its_limits_from_the_parent():
    limits = '{"message_bytes": 1000000, "elements": 10, "string_bytes": 50}'
    with Parent(*FAULTS, environment={"MULTIFROST_LIMITS": limits}) as parent:
        assert parent.call("size", "x" * 50) == 50
        with pytest.raises(RemoteError, match="cannot be read"):
            parent.call("size", "x" * 51)
        with pytest.raises(RemoteError, match="1000000 are allowed"):
            parent.call("size", b"x" * 1_000_000)
        parent.begin("size", b"x" * 2_000_001)
        assert parent.process.wait(SECONDS) == 3


def test_drops_messages_that_are_none(worker):
    for frames in (
        [b"x"],
        [b"", b""],
        [b"", b"\xc1"],
        [b"", b"", b"x"],
        [b"", b"\xdf\xff\xff\xff\xff"],
    ):
        worker.socket.send_multipart(frames)
    worker.socket.send_multipart([b"", msgpack.packb([1])])
    worker.socket.send_multipart([b"", msgpack.packb({"app": APP, "type": []})])
    assert worker.call("add", 1, 2) == 3


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        ("unprintable", "Unprintable"),
        ("leave", "SystemExit"),
        ("interrupt", "KeyboardInterrupt"),
        ("endless", "ValueError"),
        ("async_exit", "SystemExit"),
        ("read_line", "EOFError"),
    ],
)
def test_answers_whatever_is_raised(worker, function, kind):
    with pytest.raises(RemoteError) as raised:
        worker.call(function)
    assert raised.value.parts["type"] == kind
    assert len(str(raised.value)) < 200_000
    assert worker.call("asleep", 0) == "slept"


def test_tells_attributes_and_the_trace_in_the_function(worker):
    with pytest.raises(RemoteError) as raised:
        worker.call("refuse")
    parts = raised.value.parts
    assert parts["message"] == "refused with 17"
    assert parts["attributes"] == {"code": 17, "when": "2026-01-31"}
    assert "in refuse" in parts["trace"]
    assert "_dispatch" not in parts["trace"]


def test_names_the_place_of_what_has_no_form(worker):
    with pytest.raises(
        RemoteError, match=r"TypeError: result\[1\]\.price: a value of type object has no form"
    ):
        worker.call("no_form")
    with pytest.raises(RemoteError, match="the keys 1 and '1'"):
        worker.call("same_keys")


def test_a_breakpoint_fails_with_words(worker):
    with pytest.raises(RemoteError, match="PYTHONBREAKPOINT"):
        worker.call("stop_here")


def test_a_forked_child_is_free_of_the_worker(worker):
    assert worker.call("sockets_of_child") == 0
    assert worker.call("child_that_returns") == 1
    assert worker.call("terminated_child") == -signal.SIGTERM
    assert worker.call("add", 1, 2) == 3


def test_does_not_begin_what_is_late_or_cancelled(worker):
    held = worker.begin("one_at_a_time", "a")
    worker.call("began", "a")
    late = worker.begin("one_at_a_time", "late", metadata={"deadline": time.time() - 1})
    worker.send("cancel", id=worker.begin("one_at_a_time", "cancelled"))
    last = worker.begin("one_at_a_time", "last")
    worker.call("release", "last")
    worker.call("release", "a")
    assert worker.reply(late)["error"].startswith("DeadlineExceeded: the deadline")
    assert worker.reply(held)["result"] == "a"
    assert worker.reply(last)["result"] == "last"
    assert worker.call("ran") == ["a", "last"]


def test_tells_functions_that_they_are_cancelled(worker):
    waiting = worker.begin("wait_for_cancel")
    assert worker.call("seen", "waits")
    worker.send("cancel", id=waiting)
    assert worker.call("seen", "was cancelled")


def test_cancels_coroutines_with_their_call(worker):
    asleep = worker.begin("asleep", 100)
    assert worker.call("seen", "asleep")
    worker.send("cancel", id=asleep)
    assert worker.call("seen", "woken")
    assert worker.reply(asleep)["metadata"]["error"]["type"] == "CancelledError"


def test_interrupts_coroutines_at_their_deadline(worker):
    with pytest.raises(RemoteError, match=r"^DeadlineExceeded: the function was interrupted"):
        worker.call("asleep", 100, metadata={"deadline": time.time() + 0.2})


def test_answers_generators_as_lists(worker):
    assert worker.call("items", 3) == [0, 1, 2]
    assert worker.call("async_items", 3) == [0, 1, 2]
    with pytest.raises(RemoteError, match="yields more than 100000 results"):
        worker.call("items", 100_001)


def test_reports_progress_where_it_is_wanted_and_the_last_always(worker):
    worker.call("report", 1000, metadata={"accept": ["progress"]})
    reports = [each["metadata"] for each in worker.progress]
    assert reports[0] == {"done": 1, "total": 1000, "message": "part"}
    assert reports[-1]["done"] == 1000
    assert len(reports) < 100
    worker.progress.clear()
    worker.call("report", 10)
    assert worker.progress == []


def test_answers_though_a_report_of_progress_is_no_text(worker):
    accept = {"accept": ["progress"]}
    assert worker.call("report_no_text", metadata=accept) == "reported"
    assert [each["metadata"]["message"] for each in worker.progress] == ["?", "?"]


def test_tells_functions_of_their_call(worker):
    metadata = {"correlation_id": "o-17", "traceparent": "00-1-2-01", "deadline": time.time() + 60}
    assert worker.call("context", metadata=metadata) == ["context", "o-17", "00-1-2-01", True]


def test_ends_with_code_0_after_what_runs_is_answered(worker):
    held = worker.begin("hold", "a")
    worker.call("began", "a")
    release = worker.begin("release", "a")
    worker.send("shutdown")
    refused = worker.begin("add", 1, 2)
    assert worker.reply(release)["type"] == "response"
    assert worker.reply(held)["result"] == "a"
    assert worker.process.wait(SECONDS) == 0
    assert refused  # whether it is still refused, or not read any more, is open


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_goes_on_for_its_parent_after_a_signal(worker, number):
    held = worker.begin("hold", "a")
    worker.call("began", "a")
    worker.process.send_signal(number)
    assert worker.call("add", 1, 2) == 3
    worker.call("release", "a")
    assert worker.reply(held)["result"] == "a"
    assert worker.shutdown() == 0


def test_ends_when_the_time_after_sigterm_is_over():
    with Parent(*FAULTS, environment={"MULTIFROST_DRAIN_SECONDS": "0.2"}) as parent:
        parent.begin("hold", "never")
        parent.call("began", "never")
        parent.process.send_signal(signal.SIGTERM)
        assert parent.process.wait(SECONDS) == 0


def test_ends_with_code_3_where_its_parent_has_gone(worker):
    worker.begin("compute", 30)
    worker.heartbeat()
    worker.socket.close()
    assert worker.process.wait(SECONDS) == 3
    assert "The parent has gone" in worker.process.stderr.read()


def test_ends_when_its_parent_is_killed(tmp_path):
    program = (
        "import sys; sys.path[:0] = sys.argv[1].split(':')\n"
        "from fake_parent import Parent\n"
        "parent = Parent('serve', 'faults', '--path', sys.argv[2])\n"
        "parent.begin('hold', 'never')\n"
        "print(parent.process.pid, flush=True)\n"
        "parent.socket.poll(60_000)\n"
    )
    folder = pathlib.Path(__file__).parent
    parent = subprocess.Popen(
        [sys.executable, "-c", program, f"{folder}:{folder.parent}", MODULES],
        stdout=subprocess.PIPE,
        text=True,
    )
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    end = time.monotonic() + SECONDS
    while is_running(pid):
        assert time.monotonic() < end
        time.sleep(0.02)


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as status:
            return status.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_ends_though_what_is_for_the_end_hangs(script):
    path = script(
        "import multifrost_worker, threading\n"
        "@multifrost_worker.on_stop\n"
        "def end(): threading.Event().wait()\n"
        "def f(): return 1\n"
    )
    with Parent("serve", path) as parent:
        assert parent.call("f") == 1
        assert parent.shutdown() == 0


def test_runs_what_is_for_the_start_and_the_end(script, tmp_path):
    path = script(
        "import multifrost_worker, pathlib\n"
        "log = []\n"
        "@multifrost_worker.on_start\n"
        "async def begin(): log.append('began')\n"
        "@multifrost_worker.on_stop\n"
        f"def end(): pathlib.Path({str(tmp_path / 'ended')!r}).write_text('yes')\n"
        "def logged(): return log\n"
    )
    with Parent("serve", path) as parent:
        assert parent.call("logged") == ["began"]
        assert parent.call("list_functions") == ["logged"]
        assert parent.shutdown() == 0
    assert (tmp_path / "ended").read_text() == "yes"


@pytest.mark.parametrize("function", ["echo", "echo_later"])
def test_a_reader_that_stalls_gets_no_more_than_its_connection_holds(function):
    with RawParent(*FAULTS) as parent:
        sent = []

        def send():
            for _ in range(400):
                parent.send("call", function=function, args=[b"x" * 1_000_000])
                sent.append(1)

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        looks, before = 0, 0
        while looks < 20:  # until the worker takes nothing more, or has taken all
            time.sleep(0.02)
            looks = looks + 1 if sent and len(sent) == before else 0
            before = len(sent)
        for _ in range(400):
            assert len(parent.read()["result"]) == 1_000_000
        assert parent.memory_bytes() < 150 << 20


def test_a_name_in_camel_case_finds_the_one_in_snake_case(worker):
    with pytest.raises(RemoteError) as by_one:
        worker.call("sameKeys")
    with pytest.raises(RemoteError) as by_other:
        worker.call("same_keys")
    assert str(by_one.value).splitlines()[0] == str(by_other.value).splitlines()[0]
    assert "not found" not in str(by_one.value)


def test_calls_that_wait_hold_a_bounded_part_of_the_memory():
    with RawParent(*FAULTS) as parent:
        for _ in range(34):
            parent.send("call", function="hold", args=["x" * 9_000_000])
        parent.send("heartbeat")
        error = ""
        while (answer := parent.read())["type"] != "heartbeat":
            error = answer["error"]
        assert error.startswith("Worker is overloaded: calls of 268435456 bytes")
        assert parent.memory_bytes() < 1000 << 20
