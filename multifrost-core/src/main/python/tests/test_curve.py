"""Services and callers that know each other by keys."""

import json
import os
import stat

import pytest
import zmq
from conftest import MODULES
from fake_parent import SECONDS, run
from service_client import Client
from test_service import by_hand

SERVE = ("serve", "faults", "--path", MODULES, "--service-id", "closed")
SERVER, CALLER, STRANGER = ([key.decode() for key in zmq.curve_keypair()] for _ in range(3))


@pytest.fixture
def serve(tmp_path):
    tmp_path.chmod(0o700)
    processes = []

    def started(**variables):
        environment = {"MULTIFROST_HOME": str(tmp_path)}
        environment.update({f"MULTIFROST_CURVE_{name}": text for name, text in variables.items()})
        processes.append(run(*SERVE, environment=environment))
        return processes[-1]

    yield started
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def call(tmp_path, monkeypatch):
    def called(*command, **variables):
        for name, text in variables.items():
            monkeypatch.setenv(f"MULTIFROST_CURVE_{name}", text)
        return by_hand("call", "--timeout", 5, *command, home=tmp_path)

    return called


def wait_until_found(tmp_path, process, **keys):
    with Client(tmp_path, "closed", process, **keys):
        pass


def test_those_who_are_allowed_call(serve, call, tmp_path):
    service = serve(SECRET_KEY=SERVER[1], ALLOWED_CLIENTS=f"{STRANGER[0]}, {CALLER[0]}")
    wait_until_found(tmp_path, service, server_key=SERVER[0], pair=CALLER)
    assert call("closed", "add", 1, 2, SECRET_KEY=CALLER[1]).stdout.strip() == "3"
    assert call("closed", "variable", "MULTIFROST_CURVE_SECRET_KEY").stdout.strip() == "null"


def test_a_probe_with_the_variables_of_the_service_calls_it(serve, call, tmp_path):
    variables = {"SECRET_KEY": SERVER[1], "ALLOWED_CLIENTS": CALLER[0]}
    service = serve(**variables)
    wait_until_found(tmp_path, service, server_key=SERVER[0], pair=CALLER)
    assert call(port(tmp_path), "add", 1, 2, **variables).stdout.strip() == "3"


def test_a_caller_with_a_key_talks_to_no_service_without_one(serve, call, tmp_path):
    wait_until_found(tmp_path, serve())
    refused = call("--timeout", 1, "closed", "add", 1, 2, SECRET_KEY=CALLER[1])
    assert refused.returncode == 1
    assert f"its key may not be {CALLER[0]}: name it by --server-key" in refused.stderr


def test_all_who_know_the_key_may_be_allowed(serve, call, tmp_path):
    service = serve(SECRET_KEY=SERVER[1], ALLOWED_CLIENTS="*")
    wait_until_found(tmp_path, service, server_key=SERVER[0], pair=STRANGER)
    assert call("closed", "add", 1, 2).stdout.strip() == "3"


def test_others_are_refused_and_told_of(serve, call, tmp_path):
    service = serve(SECRET_KEY=SERVER[1], ALLOWED_CLIENTS=CALLER[0])
    wait_until_found(tmp_path, service, server_key=SERVER[0], pair=CALLER)
    refused = call("closed", "add", 1, 2, SECRET_KEY=STRANGER[1])
    assert refused.returncode == 1
    assert "does not allow the key of this caller" in refused.stderr
    without = zmq.Context.instance().socket(zmq.DEALER)
    without.linger = 0
    with without:
        without.connect(f"tcp://127.0.0.1:{port(tmp_path)}")
        without.send_multipart([b"", b"in clear"])
        told = ""
        while "it did not shake hands" not in told:
            line = service.stderr.readline()
            assert line, told
            told += line
    assert f"{STRANGER[0]} is none of the allowed clients" in told


def test_the_key_of_the_user_closes_a_service_to_other_users(serve, call, tmp_path):
    service = serve(LOCAL="true")
    found = call("closed", "add", 1, 2, LOCAL="true")
    while "No service" in found.stderr:
        assert service.poll() is None
        found = call("closed", "add", 1, 2, LOCAL="true")
    assert found.stdout.strip() == "3"
    file = tmp_path / "curve.key"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    file.chmod(0o644)
    assert "Others can read" in call("closed", "add", 1, 2).stderr


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"SECRET_KEY": SERVER[1]}, "ALLOWED_CLIENTS names nobody"),
        ({"SECRET_KEY": SERVER[1][1:], "ALLOWED_CLIENTS": "*"}, "this has 39"),
        ({"SECRET_KEY": "~" * 40, "ALLOWED_CLIENTS": "*"}, "SECRET_KEY is no key"),
        ({"SECRET_KEY": SERVER[1], "ALLOWED_CLIENTS": "x"}, "ALLOWED_CLIENTS is no key"),
        ({"ALLOWED_CLIENTS": "*"}, "needs MULTIFROST_CURVE_SECRET_KEY"),
        ({"SECRET_KEY_FILE": "/none"}, "SECRET_KEY_FILE cannot be read"),
        ({"SECRET_KEY": SERVER[1], "LOCAL": "true"}, "uses the key of the user"),
    ],
)
def test_keys_that_cannot_be_used_are_told_of_and_not_shown(serve, variables, told):
    service = serve(**variables)
    _, error = service.communicate(timeout=SECONDS)
    assert service.returncode == 1
    assert told in error
    assert variables.get("SECRET_KEY", "none of it") not in error


def test_makes_keys(tmp_path):
    made = dict(line.split(": ") for line in by_hand("keys").stdout.splitlines())
    secret, public = (made[name].strip('"') for name in ("secret-key", "public-key"))
    assert zmq.curve_public(secret.encode()).decode() == public


def port(tmp_path):
    return json.loads((tmp_path / "services.json").read_text())["closed"]["port"]
