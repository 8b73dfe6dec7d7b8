"""The file in which services are found."""

import json
import os

import pytest

from multifrost_worker import _registry


@pytest.fixture
def services(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("MULTIFROST_HOME", str(home))
    return home / "services.json"


def test_takes_the_place_of_a_service_that_had_its_process_id(services):
    entry = {"port": 4000, "pid": os.getpid(), "started": "2026-01-01T00:00:00"}
    services.write_text(json.dumps({"words": entry}))
    _registry.register("words", 5555)
    assert _registry.find("words") == (5555, None)


def test_leaves_its_place_to_a_service_that_runs(services):
    entry = {"port": 4000, "pid": os.getppid(), "started": "2026-01-01T00:00:00"}
    services.write_text(json.dumps({"words": entry}))
    with pytest.raises(_registry.RegistryError, match=f"runs already, as process {os.getppid()}"):
        _registry.register("words", 5555)
    assert _registry.find("words") == (4000, None)
