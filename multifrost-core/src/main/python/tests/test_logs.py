"""What a worker writes to its standard streams."""

import json

from conftest import MODULES
from fake_parent import Parent

FAULTS = ("serve", "--module", "faults", "--path", MODULES)


def written(environment):
    with Parent(*FAULTS, environment=environment) as parent:
        parent.call("log", "hello\nworld", metadata={"correlation_id": "o-17"})
        assert parent.shutdown() == 0
    return parent.output


def test_records_are_lines_of_json():
    out, err = written({"MULTIFROST_LOG": "records"})
    assert out == "printed\n"
    *lines, rest = err.split("\n")
    assert rest == ""
    assert all(line.startswith("\x1e") for line in lines)
    info, error, warning = (json.loads(line[1:]) for line in lines)
    assert info["level"] == 20
    assert info["logger"] == "words"
    assert info["message"] == "hello\nworld"
    assert info["correlation_id"] == "o-17"
    assert isinstance(info["time"], float)
    assert "trace" not in info
    assert error["level"] == 40
    assert error["trace"].startswith("Traceback")
    assert error["trace"].endswith("ValueError: inner")
    assert warning["level"] == 30
    assert "UserWarning: old" in warning["message"]


def test_without_records_they_are_plain_text():
    out, err = written({})
    assert out == "INFO words: hello\nworld\nprinted\n"
    assert err.startswith("ERROR words: failed\nTraceback")
    assert "WARNING py.warnings: " in err


def test_the_level_is_told_by_a_variable():
    assert "hello" not in "".join(written({"MULTIFROST_LOG_LEVEL": "warning"}))
    assert "is no level: NOPE" in "".join(written({"MULTIFROST_LOG_LEVEL": "nope"}))


def test_a_record_fits_into_a_line_that_the_parent_takes_whole():
    with Parent(*FAULTS, environment={"MULTIFROST_LOG": "records"}) as parent:
        parent.call("log", "\N{GRINNING FACE}\x01" * 50_000)
        assert parent.shutdown() == 0
    lines = parent.output[1].strip("\n").split("\n")
    assert all(len(line.encode()) <= 8_000 for line in lines)
    assert "more characters" in json.loads(lines[0][1:])["message"]
    assert json.loads(lines[1][1:])["trace"].endswith("ValueError: inner")
