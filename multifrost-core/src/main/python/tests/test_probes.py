"""The commands by which Kubernetes asks whether a service is well, as its manifests have them."""

import os
import pathlib
import re
import signal
import subprocess
import sys

import pytest
from conftest import MODULES
from fake_parent import PACKAGE, SECONDS, run
from service_client import Client

MANIFESTS = pathlib.Path(__file__).parents[5] / "docs" / "deployment"
PROBE = re.compile(
    r"exec:\n\s+command: \[(.+)]\n(?:\s+periodSeconds: \d+\n)?\s+timeoutSeconds: (\d+)"
)
PROBES = sorted(
    {probe for file in MANIFESTS.glob("*.yaml") for probe in PROBE.findall(file.read_text())}
)


@pytest.fixture
def service(tmp_path):
    tmp_path.chmod(0o700)
    command = ("serve", "faults", "--path", MODULES, "--service-id", "faults")
    process = run(*command, environment={"MULTIFROST_HOME": str(tmp_path)})
    with Client(tmp_path, "faults", process) as client:
        yield process, client.entry["port"]
    process.kill()
    process.communicate()


@pytest.mark.parametrize(("command", "timeout"), PROBES)
def test_tells_whether_a_service_answers(service, command, timeout):
    process, port = service
    program, *arguments = [each.strip('"') for each in command.split(", ")]
    assert program == "python3"
    assert float(arguments[arguments.index("--timeout") + 1]) < float(timeout)
    at_port = [str(port) if each == "5555" else each for each in arguments]
    assert at_port != arguments
    assert probe(at_port) == 0
    process.send_signal(signal.SIGSTOP)
    assert probe(at_port) == 1
    process.send_signal(signal.SIGCONT)
    assert probe(at_port) == 0
    process.kill()
    process.wait(SECONDS)
    assert probe(at_port) == 1


def test_finds_those_of_the_manifests():
    assert PROBES


def probe(arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        timeout=SECONDS,
        check=False,
    ).returncode
