"""Arrays of numbers as one value: arguments, results, and what is malformed."""

import array
import struct
import sys
import types
from typing import Optional, Union

import msgpack
import pytest

from multifrost_worker import _wire
from multifrost_worker.testing import RemoteError, Worker

pytestmark = pytest.mark.skipif(sys.byteorder != "little", reason="is not offered there")
ACCEPT = {"accept": ["array"]}


def worker(function):
    module = types.ModuleType("arrays")
    module.f = function
    module.__all__ = ["f"]
    return Worker(module)


def extension(dtype, shape, data):
    return msgpack.ExtType(40, msgpack.packb([dtype, shape, data]))


def doubles(*values):
    return extension("<f8", [len(values)], struct.pack(f"<{len(values)}d", *values))


def answer(result, metadata=ACCEPT):
    return worker(lambda: result).call_with(metadata, "f")[0]


def parts(value):
    assert type(value) is msgpack.ExtType
    assert value.code == 40
    return msgpack.unpackb(value.data)


@pytest.mark.parametrize(
    ("dtype", "form", "values"),
    [
        ("<f8", "d", [1.5, float("inf")]),
        ("<f4", "f", [0.5, -2.0]),
        ("<i8", "q", [-(2**63), 7]),
        ("<i4", "i", [-1, 2**31 - 1]),
        ("<i2", "h", [-1, 300]),
        ("|i1", "b", [-128, 127]),
        ("<u8", "Q", [2**64 - 1, 0]),
        ("<u4", "I", [2**32 - 1, 0]),
        ("<u2", "H", [65535, 0]),
        ("|u1", "B", [255, 0]),
        ("|b1", "?", [True, False]),
    ],
)
def test_a_function_without_hints_gets_a_list(dtype, form, values):
    data = struct.pack(f"<2{form}", *values)

    def kind(given, *more):
        return [given, [type(each).__name__ for each in given]]

    got, names = worker(kind).call("f", extension(dtype, [2], data))
    assert got == values
    assert names == [type(value).__name__ for value in values]


def test_a_list_with_hints_is_one_as_if_it_had_come_as_a_list():
    def f(values: list[float], more: "Union[list[float], str]" = "") -> list:
        return [sum(values), list(more)]

    assert worker(f).call("f", doubles(1, 2, 3.5), doubles(4)) == [6.5, [4.0]]

    def g(values: list[str]):
        return values

    with pytest.raises(RemoteError, match=r"parameter 'values\[0\]' must be str, but is float 1.0"):
        worker(g).call("f", doubles(1))


def test_dimensions_become_lists_within_lists():
    data = struct.pack("<6i", *range(6))
    assert worker(lambda a: a).call("f", extension("<i4", [2, 3], data)) == [[0, 1, 2], [3, 4, 5]]
    assert worker(lambda a: a).call("f", extension("<i4", [0], b"")) == []


def test_numpy_gets_the_type_and_the_shape_and_may_change_it():
    numpy = pytest.importorskip("numpy")
    from numpy.typing import NDArray

    def f(a: numpy.ndarray, b: "Optional[NDArray[numpy.float32]]" = None):
        a += 1
        return [a.dtype.str, a.shape, a.tolist(), None if b is None else b.dtype.str]

    f.__annotations__["b"] = Optional[NDArray[numpy.float32]]
    data = struct.pack("<4h", 1, 2, 3, 4)
    got = worker(f).call("f", extension("<i2", [2, 2], data), doubles(1))
    assert got == ["<i8", [2, 2], [[2, 3], [4, 5]], "<f4"]


def test_numbers_do_not_wrap_around_where_no_type_is_asked_for():
    numpy = pytest.importorskip("numpy")

    def f(a: numpy.ndarray):
        return (a * a).tolist()

    assert worker(f).call("f", extension("<i4", [1], struct.pack("<i", 100_000))) == [10**10]
    assert worker(f).call("f", [100_000]) == [10**10]


def test_results_of_numpy_are_arrays_where_the_caller_accepts_them():
    numpy = pytest.importorskip("numpy")
    assert parts(answer(numpy.array([1.5, 2]))) == ["<f8", [2], struct.pack("<2d", 1.5, 2)]
    turned = numpy.arange(6, dtype="i4").reshape(2, 3).T
    assert parts(answer(turned)) == ["<i4", [3, 2], struct.pack("<6i", 0, 3, 1, 4, 2, 5)]
    assert parts(answer(numpy.array([], "f4"))) == ["<f4", [0], b""]
    assert parts(answer(numpy.zeros(100_000, "u1"))) == ["|u1", [100_000], bytes(100_000)]


def test_results_stay_lists_where_there_is_no_such_form():
    numpy = pytest.importorskip("numpy")
    assert answer(numpy.array([1.5, 2]), {}) == [1.5, 2.0]
    assert answer(numpy.array([1.5, 2]), {"accept": ["progress"]}) == [1.5, 2.0]
    assert answer(numpy.array([1.5], ">f8")) == [1.5]
    assert answer(numpy.array([1.5], "f2")) == [1.5]
    assert answer(numpy.array(["a"])) == ["a"]
    assert answer(numpy.array(3)) == 3
    assert answer(numpy.zeros((2, 0))) == [[], []]
    assert answer([numpy.array([1])]) == [[1]]
    assert answer(numpy.ma.masked_array([1, 2], [True, False])) == [None, 2]
    moments = numpy.array(["2026-01-31"], "datetime64[D]")
    assert answer(moments) == answer(moments, {})


def test_arrays_of_python_are_arrays_too():
    assert parts(answer(array.array("d", [1.5]))) == ["<f8", [1], struct.pack("<d", 1.5)]
    assert parts(answer(array.array("B", [1, 2]))) == ["|u1", [2], b"\x01\x02"]
    assert answer(array.array("d", [1.5]), {}) == [1.5]
    assert answer([1.5]) == [1.5]


def test_a_coroutine_answers_with_arrays_too():
    async def f(values):
        return array.array("d", values)

    assert parts(worker(f).call_with(ACCEPT, "f", doubles(1, 2))[0])[1] == [2]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "it must hold [dtype, shape, binary]"),
        (b"\x93", "it must hold [dtype, shape, binary]"),
        (msgpack.packb(["<f8", [1]]), "it must hold [dtype, shape, binary]"),
        (msgpack.packb(["<f8", [1], [1.0]]), "it must hold [dtype, shape, binary]"),
        (msgpack.packb([8, [1], bytes(8)]), "it must hold [dtype, shape, binary]"),
        (msgpack.packb(["<f8", [1], bytes(8)]) + b"\0", "it must hold [dtype, shape, binary]"),
        (msgpack.packb(["<f8", [1], bytes(8)])[:-1], "it must hold [dtype, shape, binary]"),
        (msgpack.packb(["<f8", {}, bytes(8)]), "it must hold [dtype, shape, binary]"),
        (b"\x93\xdb\xff\xff\xff\xff", "it must hold [dtype, shape, binary]"),
        (b"\x93\xa3<f8\xdd\xff\xff\xff\xff", "it must hold [dtype, shape, binary]"),
        (msgpack.packb(["O", [1], bytes(8)]), "its dtype 'O' is unknown"),
        (msgpack.packb([">f8", [1], bytes(8)]), "its dtype '>f8' is unknown"),
        (msgpack.packb(["<f8", [], bytes(8)]), "its shape must hold positive integers"),
        (msgpack.packb(["<f8", [-1], bytes(8)]), "its shape must hold positive integers"),
        (msgpack.packb(["<f8", [1.0], bytes(8)]), "its shape must hold positive integers"),
        (msgpack.packb(["<f8", [True], bytes(8)]), "its shape must hold positive integers"),
        (msgpack.packb(["<f8", [2**40, 0], b""]), "its shape must hold positive integers"),
        (msgpack.packb(["<f8", [1] * 33, bytes(8)]), "its shape must hold positive integers"),
        (msgpack.packb(["<f8", [2], bytes(8)]), "the shape [2] of '<f8' does not have 8 bytes"),
        (
            msgpack.packb(["<f8", [2**62, 2**62], bytes(8)]),
            "the shape [4611686018427387904, 4611686018427387904] of '<f8' does not have 8 bytes",
        ),
    ],
)
def test_what_is_malformed_is_refused_with_what_it_lacks(data, problem):
    with pytest.raises(RemoteError) as refused:
        worker(lambda a: a).call("f", msgpack.ExtType(40, data))
    assert refused.value.message == (
        "The arguments cannot be read: ValueError: an array of numbers (extension type 40) is"
        f" malformed: {problem}"
    )


def test_an_array_within_another_value_is_refused():
    for misplaced in ([doubles(1)], {"a": doubles(1)}):
        with pytest.raises(RemoteError, match="must be an argument by itself"):
            worker(lambda a: a).call("f", misplaced)
    with pytest.raises(RemoteError, match="must be an argument by itself"):
        worker(lambda a: a).call("f", a=doubles(1))


def test_an_array_is_bounded_by_the_size_of_a_value():
    decoder = _wire.Decoder(_wire.Limits(binary_bytes=1000))
    with pytest.raises(ValueError, match="max_ext_len"):
        decoder.decode(msgpack.packb(extension("|u1", [1001], bytes(1001))))
