"""Services, and what is done by hand."""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time
from typing import Optional

import pytest
from conftest import MODULES
from fake_parent import PACKAGE, SECONDS, RemoteError, run
from service_client import Client

from multifrost_worker._serving import FEATURES

OPTIONAL = str(Optional[int]).replace("typing.", "")  # Python 3.14 writes it in its new way
SERVE = ("serve", "faults", "--path", MODULES, "--service-id", "faults")


@pytest.fixture
def service(tmp_path):
    tmp_path.chmod(0o700)
    process = run(*SERVE, environment={"MULTIFROST_HOME": str(tmp_path)})
    yield process
    process.kill()
    process.communicate()


def by_hand(*command, home=""):
    variables = {**os.environ, "PYTHONPATH": str(PACKAGE), "MULTIFROST_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "multifrost_worker", *map(str, command)],
        env=variables,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_is_found_called_and_unregistered(service, tmp_path):
    with Client(tmp_path, "faults", service) as client:
        entry = client.entry
        assert entry["pid"] == service.pid
        assert entry["started"]
        assert client.call("add", 1, 2) == 3
        assert client.call("asleep", 0) == "slept"
        assert client.call("sockets_of_child") == 0
        with pytest.raises(RemoteError, match="did you mean"):
            client.call("ad")
        client.send("shutdown")  # which no peer may say to a service
        assert client.heartbeat() < SECONDS
        running = client.begin("wait_for_cancel")
        client.call("seen", "waits")
        service.send_signal(signal.SIGTERM)
        with pytest.raises(RemoteError, match="Worker is stopping"):
            client.call_until_refused("add", 1, 2)
        client.send("cancel", id=running)
        assert client.reply(running)["result"] is None
        assert service.wait(SECONDS) == 0
    assert json.loads((tmp_path / "services.json").read_text()) == {}
    assert not (tmp_path / "registry.lock").exists()


def test_says_what_it_has_not_run_when_it_ends(service, tmp_path):
    with Client(tmp_path, "faults", service) as client:
        client.call("add", 1, 2)
        service.terminate()
        refused = None
        while refused is None:
            answer = client.reply(client.begin("add", 1, 2))
            refused = answer if answer["type"] == "error" else None
        assert refused["error"] == "Worker is stopping"
        assert refused["metadata"] == {"stopping": True}
        client.heartbeat()
        assert client.answer["metadata"]["stopping"] is True
        assert service.wait(SECONDS) == 0


def test_refuses_what_has_not_begun_when_the_time_to_drain_is_over(tmp_path):
    tmp_path.chmod(0o700)
    environment = {"MULTIFROST_HOME": str(tmp_path), "MULTIFROST_DRAIN_SECONDS": "1"}
    process = run(*SERVE, environment=environment)
    try:
        with Client(tmp_path, "faults", process) as client:
            client.begin("alone", "never")
            client.call("began", "never")
            waiting = client.begin("alone_too", "later")
            client.heartbeat()
            process.terminate()
            refused = client.reply(waiting)
            assert refused["error"] == "Worker is stopping"
            assert refused["metadata"] == {"stopping": True}
            assert process.wait(SECONDS) == 0
    finally:
        process.kill()
        process.communicate()


def test_reports_progress_and_says_that_it_can(service, tmp_path):
    with Client(tmp_path, "faults", service) as client:
        assert client.answer["metadata"]["features"] == FEATURES
        assert "secret" not in client.answer["metadata"]
        client.call("report", 100, metadata={"accept": ["progress"]})
        assert client.progress[-1]["metadata"]["done"] == 100


def test_bounds_what_parents_do_not_read(service, tmp_path):
    with Client(tmp_path, "faults", service) as other:
        with Client(tmp_path, "faults", service, high_water_mark=1) as idle:
            calls = [idle.begin("blob", 1 << 20) for _ in range(640)]
            while other.call("blobs") < len(calls):
                assert other.call("echo", b"x" * (1 << 20)) == b"x" * (1 << 20)
            answers = [idle.reply(call) for call in calls]
            dropped = [each for each in answers if "does not read" in each.get("error", "")]
            assert 300 < len(dropped) < 640
            assert idle.call("blob", 1 << 20) == b"x" * (1 << 20)
        status = pathlib.Path(f"/proc/{service.pid}/status").read_text()
        peak = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])
        assert peak < 450 << 10


def test_has_the_kernel_look_whether_silent_parents_are_there(service, tmp_path):
    with Client(tmp_path, "faults", service) as client:
        port = f":{client.entry['port']:04X}"

        def timers():
            lines = pathlib.Path(f"/proc/{service.pid}/net/tcp").read_text().splitlines()
            fields = [line.split() for line in lines]
            return [each[5][:2] for each in fields if each[1].endswith(port) and each[3] == "01"]

        end = time.monotonic() + SECONDS
        while timers() != ["02"]:  # the timer of keepalive; another one may just be running
            assert time.monotonic() < end
            time.sleep(0.02)


def test_is_not_started_twice(service, tmp_path):
    with Client(tmp_path, "faults", service):
        other = run(*SERVE, environment={"MULTIFROST_HOME": str(tmp_path)})
        _, error = other.communicate(timeout=SECONDS)
        assert "runs already, as process" in error
        assert other.returncode == 1


def test_refuses_a_registry_to_which_others_may_write(tmp_path):
    tmp_path.chmod(0o770)
    process = run(*SERVE, environment={"MULTIFROST_HOME": str(tmp_path)})
    assert f"chmod 700 {tmp_path}" in process.communicate(timeout=SECONDS)[1]
    assert process.returncode == 1


def test_makes_its_registry_for_its_user_alone(tmp_path):
    environment = {"HOME": str(tmp_path), "MULTIFROST_HOME": ""}
    process = run(*SERVE, environment=environment)
    with Client(tmp_path / ".multifrost", "faults", process) as client:
        assert client.call("add", 1, 2) == 3
    assert (tmp_path / ".multifrost").stat().st_mode & 0o777 == 0o700
    process.kill()
    process.communicate()


def test_calls_by_hand(service, tmp_path):
    with Client(tmp_path, "faults", service) as client:
        port = client.entry["port"]
    for where in ("faults", port, f"tcp://127.0.0.1:{port}"):
        done = by_hand("call", where, "echo", '{"a": [1, null]}', home=tmp_path)
        assert json.loads(done.stdout) == {"a": [1, None]}
        assert done.returncode == 0
    assert by_hand("call", "faults", "echo", "Zoë", home=tmp_path).stdout == '"Zoë"\n'
    failed = by_hand("call", "faults", "add", "1", home=tmp_path)
    assert "TypeError" in failed.stderr
    assert failed.returncode == 1
    assert "No service 'nope'" in by_hand("call", "nope", "add", home=tmp_path).stderr


WORDS = '''
import multifrost_worker
from typing import Optional

def count_vowels(text: str, *, fold: bool = True) -> int:
    """Counts the vowels of a text."""

def split(text: str, limit: Optional[int] = None) -> "list[str]": ...

def by_letter(words: "dict[str, list[float]]", *rest): ...
'''


def test_describes(script):
    path = script(WORDS)
    assert by_hand("describe", path).stdout == (
        "by_letter(words: dict[str, list[float]], *rest)\n"
        "count_vowels(text: str, *, fold: bool = ...) -> int\n"
        "    Counts the vowels of a text.\n"
        f"split(text: str, limit: {OPTIONAL} = ...) -> list[str]\n"
    )
    java = by_hand("describe", "--java", "com.example.Words", path).stdout
    assert java.startswith("package com.example;\n\nimport io.multifrost.spring.MultifrostClient;")
    assert '@MultifrostClient("words")\npublic interface Words {' in java
    assert (
        "\t/**\n\t * Counts the vowels of a text.\n\t */\n\tlong countVowels(String text);" in java
    )
    assert "\tjava.util.List<String> split(String text, Long limit);" in java
    assert "\tObject byLetter(java.util.Map<String, java.util.List<Double>> words);" in java


def test_says_what_is_missing():
    done = by_hand("describe")
    assert "Name what is to be served" in done.stderr
    assert done.returncode == 1


def test_a_second_signal_ends_a_service_whose_function_hangs(service, tmp_path):
    with Client(tmp_path, "faults", service) as client:
        client.begin("hold", "never")
        client.call("began", "never")
        service.send_signal(signal.SIGTERM)
        with pytest.raises(RemoteError, match="Worker is stopping"):
            client.call_until_refused("add", 1, 2)
        service.send_signal(signal.SIGTERM)
        assert service.wait(SECONDS) == 1


def test_accepted_calls_are_answered_though_the_lock_of_the_registry_is_held(service, tmp_path):
    with Client(tmp_path, "faults", service) as client:
        running = client.begin("hold", "key")
        client.call("began", "key")
        (tmp_path / "registry.lock").touch()
        service.send_signal(signal.SIGTERM)
        with pytest.raises(RemoteError, match="Worker is stopping"):
            client.call_until_refused("add", 1, 2)
        assert client.heartbeat() < SECONDS
        (tmp_path / "registry.lock").unlink()
        client.send("cancel", id=running)
        assert service.wait(2 * SECONDS) == 0


def test_a_forked_child_that_returns_runs_no_call_of_the_service(service, tmp_path):
    path = str(tmp_path / "runs")
    with Client(tmp_path, "faults", service) as client:
        first = client.begin("alone", "key")
        client.call("began", "key")
        calls = [client.begin("fork_alone", path)]
        calls += [client.begin("append_alone", path) for _ in range(20)]
        client.call("release", "key")
        assert client.reply(first)["result"] == "key"
        assert [client.reply(call)["result"] for call in calls] == [True] + [None] * 20
    assert (tmp_path / "runs").read_text() == "x" * 20


@pytest.mark.parametrize("skew", [-3600, 3600])
@pytest.mark.parametrize("bind", ["127.0.0.1", "0.0.0.0"])
def test_takes_the_time_of_calls_from_other_machines_as_it_was_given(bind, skew, tmp_path):
    tmp_path.chmod(0o700)
    process = run(*SERVE, "--bind", bind, environment={"MULTIFROST_HOME": str(tmp_path)})
    try:
        with Client(tmp_path, "faults", process) as client:

            def call(sent, seconds):
                about = {"timestamp": sent, "metadata": {"deadline": now + seconds}}
                return client.reply(client.send("call", function="remaining", **about))

            now = time.time() + skew
            answers = [call(None, 60)]  # then there is nothing but the clock
            if bind == "0.0.0.0":
                assert 50 < call(now, 60)["result"] <= 60
                assert call(now, -1)["error"].startswith("DeadlineExceeded: the deadline")
            else:
                answers.append(call(now, 60))
            for answer in answers:
                if skew < 0:
                    assert answer["error"].startswith("DeadlineExceeded: the deadline")
                else:
                    assert answer["result"] > 3600
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("address", ["127.0.0.2", "[::1]"])
def test_listens_where_it_is_told_to(address, tmp_path):
    tmp_path.chmod(0o700)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"MULTIFROST_HOME": str(tmp_path)}
    process = run(*SERVE, "--bind", f"{address}:{port}", environment=environment)
    try:
        with Client(tmp_path, "faults", process, host=address) as client:
            assert client.entry["port"] == port
            assert client.call("add", 1, 2) == 3
        other = run(*SERVE[:-1], "other", "--bind", f"{address}:{port}", environment=environment)
        assert (
            f"cannot listen at {address}:{port} (--bind)" in other.communicate(timeout=SECONDS)[1]
        )
    finally:
        process.kill()
        process.communicate()
