"""Files that the parent lends: arguments, results, and what is hostile or missing."""

import array
import fcntl
import gc
import os
import pathlib
import struct
import tempfile
import types

import msgpack
import pytest
from fake_parent import APP, Parent

from multifrost_worker import _files, _values
from multifrost_worker.testing import RemoteError, Worker, _Peer

FAULTS = ("serve", pathlib.Path(__file__).parent / "modules" / "files.py")
COUNT = 50_000
NUMBERS = struct.pack(f"<{COUNT}d", *range(COUNT))


@pytest.fixture
def folder():
    """A directory as a parent makes it."""
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="multifrost-test-", dir=base) as made:
        (pathlib.Path(made) / "lock").touch()
        yield pathlib.Path(made)
        (pathlib.Path(made)).mkdir(exist_ok=True)  # where a test has deleted it


@pytest.fixture
def files(folder):
    _files.shared = _files.Files(str(folder), most=1 << 20, most_in_message=1 << 16)
    yield _files.shared
    _files.shared = None


class Served(Worker):
    """Serves one function, and tells all of its answers."""

    def __init__(self, function):
        module = types.ModuleType("files")
        module.f = function
        module.__all__ = ["f"]
        super().__init__(module)

    def ask(self, metadata, *args):
        """Returns the result, and whether the files are given back."""
        peer = _Peer(self._threads, {})
        message = {"app": APP, "id": "1", "type": "call", "function": "f", "args": list(args)}
        call = self._dispatcher.receive(_values.pack({**message, "metadata": metadata}), peer)
        if call is not None:
            self._dispatcher.answer(call, self._dispatcher.run(call))
        answer = peer.messages.get_nowait()
        if answer["type"] == "error":
            raise RemoteError(answer)
        return answer["result"], (answer.get("metadata") or {}).get("free", False)


def part(name, offset, length):
    return msgpack.ExtType(41, msgpack.packb([name, offset, length]))


def numbers(name="1", count=COUNT, offset=0):
    return msgpack.ExtType(40, msgpack.packb(["<f8", [count], part(name, offset, 8 * count)]))


def lent(answer="2", threshold=1000, **more):
    entry = {"answer": answer, "threshold": threshold, **more}
    return {"accept": ["array", "file"], "lent": entry}


def place(result):
    """Returns what a result says of where it is: dtype and shape, None for bytes, and the part."""
    assert type(result) is msgpack.ExtType
    if result.code == 41:
        return None, msgpack.unpackb(result.data)
    dtype, shape, inner = msgpack.unpackb(result.data)
    assert inner.code == 41
    return (dtype, shape), msgpack.unpackb(inner.data)


def test_numbers_come_and_go_in_files(folder, files):
    numpy = pytest.importorskip("numpy")

    def twice(values: numpy.ndarray) -> numpy.ndarray:
        assert not values.flags.owndata
        return values * 2

    served = Served(twice)
    (folder / "2").touch()
    for turn in range(1, 5):
        (folder / "1").write_bytes(struct.pack(f"<{COUNT}d", *[turn] * COUNT))
        result, free = served.ask(lent(), numbers())
        assert place(result) == (("<f8", [COUNT]), ["2", 0, 8 * COUNT])
        assert free is True
        assert (folder / "2").read_bytes() == struct.pack(f"<{COUNT}d", *[2 * turn] * COUNT)


def test_what_a_function_keeps_is_not_given_back(folder, files):
    numpy = pytest.importorskip("numpy")
    kept = []

    def keep(values: numpy.ndarray) -> float:
        kept.append(values[10:])
        return float(values[0])

    served = Served(keep)
    (folder / "1").write_bytes(NUMBERS)
    assert served.ask(lent(), numbers())[1] is False
    (folder / "1").unlink()  # as the parent does then
    assert kept[0].sum() == sum(range(10, COUNT))
    kept.clear()
    (folder / "3").write_bytes(NUMBERS)
    assert served.ask(lent(), numbers("3"))[1] is False


def test_what_may_be_sent_again_is_not_changed(folder, files):
    numpy = pytest.importorskip("numpy")

    def change(values: numpy.ndarray) -> float:
        values += 1
        return float(values[0])

    served = Served(change)
    (folder / "1").write_bytes(NUMBERS)
    for _ in range(2):
        assert served.ask(lent(keep=True), numbers()) == (1.0, True)
    assert (folder / "1").read_bytes() == NUMBERS
    assert served.ask(lent(), numbers()) == (1.0, True)
    assert (folder / "1").read_bytes() != NUMBERS


def test_a_function_without_hints_gets_lists_and_bytes(folder, files):
    (folder / "1").write_bytes(NUMBERS)
    assert Served(lambda a: a[7]).ask(lent(), numbers())[0] == 7
    assert Served(lambda a: type(a).__name__).ask(lent(), part("1", 0, 10))[0] == "bytes"
    assert Served(len).ask(lent(), part("1", 5, 10))[0] == 10
    assert Served(len).ask(lent(), part("1", 0, 0))[0] == 0


@pytest.mark.parametrize("value", [NUMBERS, bytearray(NUMBERS), array.array("d", range(COUNT))])
def test_results_of_other_types_are_written(folder, files, value):
    (folder / "2").touch()
    result, _ = Served(lambda: value).ask(lent())
    kind = ("<f8", [COUNT]) if isinstance(value, array.array) else None
    assert place(result) == (kind, ["2", 0, len(NUMBERS)])
    assert (folder / "2").read_bytes() == NUMBERS


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"accept": ["array"]},
        lent(threshold=len(NUMBERS) + 1),
        {"accept": ["array"], "lent": {"answer": "2", "threshold": 1}},
        lent(answer=None),
        lent(answer="3"),
        lent(answer="../2"),
        {"accept": ["array", "file"], "lent": 7},
        {"accept": ["array", "file"]},
    ],
)
def test_results_stay_in_the_message_where_no_file_is_for_them(folder, files, metadata):
    (folder / "2").touch()
    small = NUMBERS[: 1 << 15]
    assert Served(lambda: small).ask(metadata)[0] == small
    assert (folder / "2").read_bytes() == b""


NO_NAMES = "", ".", "..", "lock", "../1", "/etc/passwd", "1\0", "-1", "\u0661", "1 ", "1" * 19


@pytest.mark.parametrize("name", NO_NAMES)
def test_names_that_are_none_are_not_looked_up(folder, files, name):
    with pytest.raises(RemoteError, match="no name of a file of the parent"):
        Served(len).ask(lent(), part(name, 0, 1))


def test_links_and_what_is_no_file_are_not_opened(folder, files):
    (folder / "elsewhere").write_bytes(NUMBERS)
    (folder / "1").symlink_to(folder / "elsewhere")
    (folder / "2").mkdir()
    os.mkfifo(folder / "3")
    for name in "123":
        with pytest.raises(RemoteError, match=r"Unusable: .*'[123]'"):
            Served(len).ask(lent(), part(name, 0, 1))
        small = NUMBERS[:2000]
        assert Served(lambda value=small: value).ask(lent(answer=name))[0] == small
    assert (folder / "elsewhere").read_bytes() == NUMBERS


@pytest.mark.parametrize(
    ("offset", "length", "text"),
    [
        (0, len(NUMBERS) + 1, "400001 were announced"),
        (len(NUMBERS), 1, "400001 were announced"),
        (2**63 - 1, 1, "more than the 1048576 allowed"),
        (0, (1 << 20) + 1, "more than the 1048576 allowed"),
    ],
)
def test_what_is_not_there_is_not_read(folder, files, offset, length, text):
    (folder / "1").write_bytes(NUMBERS)
    with pytest.raises(RemoteError, match=text):
        Served(len).ask(lent(), part("1", offset, length))


def test_a_file_that_is_cut_short_is_an_error(folder, files):
    numpy = pytest.importorskip("numpy")

    def total(values: numpy.ndarray) -> float:
        return float(values.sum())

    served = Served(total)
    (folder / "1").write_bytes(NUMBERS)
    for _ in range(3):  # it is mapped then
        assert served.ask(lent(), numbers())[0] == sum(range(COUNT))
    os.truncate(folder / "1", 100)
    with pytest.raises(RemoteError, match="has 100 bytes, and 400000 were announced"):
        served.ask(lent(), numbers())


@pytest.mark.parametrize(
    "content",
    [[], ["1", 0], ["1", 0, 1, 2], [1, 0, 1], ["1", -1, 1], ["1", 0, -1], ["1", 0, 1.0], {}, "1"],
)
def test_a_part_that_is_malformed_is_refused(files, content):
    for value in (
        msgpack.ExtType(41, msgpack.packb(content)),
        msgpack.ExtType(
            40, msgpack.packb(["<f8", [1], msgpack.ExtType(41, msgpack.packb(content))])
        ),
    ):
        with pytest.raises(RemoteError, match=r"must hold \[name, offset, size\]|malformed"):
            Served(len).ask(lent(), value)


def test_a_part_must_be_an_argument_and_be_lent(folder, files):
    (folder / "1").write_bytes(NUMBERS)
    with pytest.raises(RemoteError, match="must be an argument"):
        Served(len).ask(lent(), [part("1", 0, 1)])
    with pytest.raises(RemoteError, match="no file was lent"):
        Served(len).ask({}, part("1", 0, 1))


def test_a_worker_without_files_refuses_what_is_in_one():
    with pytest.raises(RemoteError, match="no file was lent"):
        Served(len).ask(lent(), part("1", 0, 1))
    with pytest.raises(RemoteError, match="no file was lent"):
        Served(len).ask(lent(), numbers())


def test_a_shape_must_have_the_bytes_of_the_file(folder, files):
    wrong = msgpack.ExtType(40, msgpack.packb(["<f8", [2], part("1", 0, 17)]))
    with pytest.raises(RemoteError, match="does not have 17 bytes"):
        Served(len).ask(lent(), wrong)


def test_a_full_file_system_is_named_where_the_result_fits_no_message(folder, files, monkeypatch):
    def full(opened, elements):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_files, "_write", full)
    (folder / "2").touch()
    small = NUMBERS[: 1 << 15]
    assert Served(lambda: small).ask(lent())[0] == small
    with pytest.raises(RemoteError, match="No space left on device; make room in"):
        Served(lambda: NUMBERS).ask(lent())
    with pytest.raises(RemoteError, match="beyond max-file-size"):
        Served(lambda: bytes((1 << 20) + 1)).ask(lent())


def test_mappings_that_are_kept_are_bounded_and_go_with_their_files(folder, files):
    numpy = pytest.importorskip("numpy")

    def first(values: numpy.ndarray) -> float:
        return float(values[0])

    served = Served(first)
    for name in range(1, 101):
        (folder / str(name)).write_bytes(NUMBERS)
        served.ask(lent(), numbers(str(name)))
    assert len(files._kept) == _files._KEPT_MAPPINGS

    def delete(values: numpy.ndarray) -> float:
        (folder / "101").unlink()
        return float(values[0])

    (folder / "101").write_bytes(NUMBERS)
    Served(delete).ask(lent(), numbers("101"))
    gc.collect()
    assert "101" not in files._kept


def test_files_of_answers_that_are_not_given_back_do_not_stay_in_memory(folder, files):
    numpy = pytest.importorskip("numpy")
    kept = []

    def keep(values: numpy.ndarray) -> bytes:
        kept.append(values)
        return NUMBERS

    served = Served(keep)
    (folder / "1").write_bytes(NUMBERS)
    (folder / "2").touch()
    assert served.ask(lent(), numbers())[1] is False
    assert not files._kept


def test_files_that_the_parent_has_deleted_leave_the_memory_one_after_another(folder, files):
    served = Served(lambda: NUMBERS)
    for name in ("10", "11", "12"):
        (folder / name).touch()
        assert served.ask(lent(name))[1] is True
    for name in ("10", "11", "12"):
        (folder / name).unlink()
    (folder / "13").touch()
    for _ in range(3):
        served.ask(lent("13"))
    assert list(files._kept) == ["13"]


def test_a_directory_that_is_not_of_this_user_alone_is_not_used(folder):
    for broken in (folder / "missing", folder / "lock"):
        with pytest.raises(OSError, match=str(broken)):
            _files.Files(str(broken), 1, 1)
    folder.chmod(0o750)
    with pytest.raises(_files.Unusable, match="this user alone"):
        _files.Files(str(folder), 1, 1)
    folder.chmod(0o700)
    (folder / "lock").unlink()
    with pytest.raises(FileNotFoundError):
        _files.Files(str(folder), 1, 1)


def test_the_feature_is_named_where_there_is_a_directory(folder):
    environment = {"MULTIFROST_SECRET": "s", "MULTIFROST_FILES": str(folder)}
    with Parent(*FAULTS, environment=environment) as parent:
        assert "file" in parent.answer["metadata"]["features"]
        assert parent.call("variable", "MULTIFROST_FILES") is None
    environment["MULTIFROST_FILES"] = str(folder / "missing")
    with Parent(*FAULTS, environment=environment) as parent:
        assert "file" not in parent.answer["metadata"]["features"]


def test_the_directory_of_a_parent_that_has_gone_is_deleted(folder):
    environment = {"MULTIFROST_SECRET": "s", "MULTIFROST_FILES": str(folder)}
    (folder / "1").write_bytes(NUMBERS)
    with Parent(*FAULTS, environment=environment) as parent:
        parent.socket.close()
        assert parent.process.wait(20) == 3
    assert not folder.exists()


def test_the_directory_of_a_parent_that_lives_is_left_alone(folder):
    environment = {"MULTIFROST_SECRET": "s", "MULTIFROST_FILES": str(folder)}
    with (folder / "lock").open("r+") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        with Parent(*FAULTS, environment=environment) as parent:
            parent.socket.close()
            assert parent.process.wait(20) == 3
        assert (folder / "lock").exists()
