"""Values that are compressed, for parents on other machines."""

import gzip
import os
import subprocess
import sys
import types
from pathlib import Path

import msgpack
import pytest

from multifrost_worker import _compress, _wire
from multifrost_worker.testing import Worker

SOURCES = Path(__file__).parent.parent
TEXT = "to be or not to be " * 1000
GZIP = {"compression": {"algorithm": "gzip", "threshold": 100}}


def extension(algorithm, size, content):
    return msgpack.ExtType(42, msgpack.packb([algorithm, size, content]))


def compressed(value):
    packed = msgpack.packb(value)
    return extension("gzip", len(packed), gzip.compress(packed))


def answer(result, metadata):
    module = types.ModuleType("compress")
    module.f = lambda: result
    module.__all__ = ["f"]
    return Worker(module).call_with(metadata, "f")[0]


def decode(value, limits=None):
    return _wire.Decoder(limits or _wire.Limits()).decode(msgpack.packb(value))


def test_reads_what_is_compressed():
    assert decode({"args": compressed([1, TEXT])}) == {"args": [1, TEXT]}


@pytest.mark.parametrize("algorithm", _compress.features())
def test_compresses_what_is_long(algorithm):
    wish = {"compression": {"algorithm": algorithm, "threshold": 100}}
    found = answer(TEXT, wish)
    assert type(found) is msgpack.ExtType
    assert len(found.data) < 500
    assert decode(found) == TEXT


def test_sends_what_is_short_or_does_not_shrink_as_it_is():
    assert answer("short", GZIP) == "short"
    noise = bytes(range(256))
    assert answer(noise, GZIP) == noise
    assert answer(TEXT, {}) == TEXT
    assert answer(TEXT, {"compression": {"algorithm": "lzma", "threshold": 1}}) == TEXT


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (msgpack.ExtType(42, b"\xc0"), r"not \[algorithm, size, bytes\]"),
        (extension("gzip", 1 << 40, b""), "are allowed"),
        (extension("gzip", 5, gzip.compress(b"\xc0" * 6)), "not 5 bytes long"),
        (extension("gzip", 7, gzip.compress(b"\xc0" * 6)), "not 7 bytes long"),
        (extension("gzip", 6, b"nonsense"), "cannot be read"),
        (extension("lzma", 6, b"nonsense"), "does not know"),
    ],
)
def test_refuses_what_is_malformed(value, problem):
    with pytest.raises(ValueError, match=problem):
        decode(value)


def test_bounds_all_that_one_message_becomes():
    bomb = extension("gzip", 1000, gzip.compress(msgpack.packb(b"\0" * 997)))
    limits = _wire.Limits(message_bytes=3000)
    assert len(decode([bomb] * 2, limits)) == 2
    with pytest.raises(ValueError, match="are allowed"):
        decode([bomb] * 4, limits)


def test_refuses_a_value_within_another_before_the_stack_is_used_up():
    value = msgpack.packb(1)
    for _ in range(250):
        content = gzip.compress(value)
        value = msgpack.packb(extension("gzip", len(value), content))
    with pytest.raises(ValueError, match="within another one"):
        _wire.Decoder(_wire.Limits()).decode(value)


def test_no_file_of_the_user_is_taken_for_a_library(tmp_path):
    for name in ("compression", "zstandard"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('this is not to be imported')\n")
    (tmp_path / "words.py").write_text("def f():\n    return 1\n")
    source = "from multifrost_worker import _compress; print(_compress.features())"
    found = subprocess.run(
        [sys.executable, "-c", source],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tmp_path, SOURCES)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "gzip" in found.stdout, found.stderr
