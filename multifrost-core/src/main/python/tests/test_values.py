"""Values both ways, through the real codec."""

import collections
import dataclasses
import datetime
import decimal
import enum
import math
import pathlib
import types
import typing
import uuid
from typing import Any, NamedTuple, Optional, Union

import pytest

from multifrost_worker import _values
from multifrost_worker.testing import RemoteError, Worker

UTC = datetime.timezone.utc
NOON = datetime.datetime(2026, 1, 31, 12, tzinfo=UTC)


class Color(enum.Enum):
    RED = 1
    BLUE = 2


class Level(enum.IntEnum):
    LOW = 1


@dataclasses.dataclass
class Line:
    name: str
    price: float = 1.0
    color: Optional[Color] = None


@dataclasses.dataclass
class Order:
    id: uuid.UUID
    lines: list[Line]
    parent: "Optional[Order]" = None
    total: decimal.Decimal = dataclasses.field(default_factory=decimal.Decimal)

    def __post_init__(self):
        if self.total < 0:
            raise ValueError("total must not be negative")


class Point(NamedTuple):
    x: int
    y: int = 0


class Options(typing.TypedDict, total=False):
    when: datetime.date


def worker_for(hint):
    """A worker whose function shows what it got of a parameter with a type hint."""
    got = []

    def take(value):
        got.append(value)

    take.__annotations__ = {"value": hint}
    return _worker(take), got


def _worker(function):
    module = types.ModuleType("made")
    function.__module__ = "made"
    setattr(module, function.__name__, function)
    return Worker(module)


def taken(hint, value):
    worker, got = worker_for(hint)
    worker.call("take", value)
    return got[0]


def sent(value):
    return _values.unpack(_values.pack(value))


ID = uuid.UUID(int=7)
UNION = str(Union[int, str]).replace("typing.", "")  # in the way of the Python that runs


@pytest.mark.parametrize(
    ("hint", "value", "expected"),
    [
        (int, 3.0, 3),
        (float, 3, 3.0),
        (float, math.inf, math.inf),
        (Optional[int], None, None),
        (Union[int, str], "a", "a"),
        (Union[float, int], 3, 3),
        (bytes, [1, -1, 255], b"\x01\xff\xff"),
        (list[float], [1, 2.5], [1.0, 2.5]),
        (tuple[int, str], [1, "a"], (1, "a")),
        (tuple[int, ...], [1, 2], (1, 2)),
        (set, [1, 1], {1}),
        (set[Color], ["RED"], {Color.RED}),
        (dict[int, float], {"1": 2}, {1: 2.0}),
        (typing.Sequence[int], [1], [1]),
        (typing.Literal["a", "b"], "b", "b"),
        (Color, "BLUE", Color.BLUE),
        (Color, 2, Color.BLUE),
        (Level, "LOW", Level.LOW),
        (datetime.datetime, NOON, NOON),
        (datetime.datetime, "2026-01-31T12:00:00Z", NOON),
        (datetime.datetime, "2026-01-31T12:00:00.000000001Z[UTC]", NOON),
        (datetime.datetime, NOON.timestamp(), NOON),
        (datetime.date, "2026-01-31", NOON.date()),
        (datetime.date, NOON, NOON.date()),
        (datetime.time, "12:30:00", datetime.time(12, 30)),
        (datetime.timedelta, "PT1M30.5S", datetime.timedelta(seconds=90.5)),
        (datetime.timedelta, "PT-1.5S", datetime.timedelta(seconds=-1.5)),
        (datetime.timedelta, 2, datetime.timedelta(seconds=2)),
        (decimal.Decimal, "1.10", decimal.Decimal("1.10")),
        (decimal.Decimal, 0.1, decimal.Decimal("0.1")),
        (uuid.UUID, str(ID), ID),
        (pathlib.Path, "/a/b", pathlib.Path("/a/b")),
        (Line, {"name": "a", "unknown": 1}, Line("a")),
        (Point, {"x": 1}, Point(1)),
        (Point, [1, 2], Point(1, 2)),
        (Options, {"when": "2026-01-31", "more": 1}, {"when": NOON.date(), "more": 1}),
        (Any, {1: "a"}, {1: "a"}),
        ("NotKnownHere", 1, 1),
        (typing.NewType("Id", int), 1.0, 1),
        (
            Order,
            {"id": str(ID), "lines": [{"name": "a", "color": "RED"}], "parent": None, "total": 3},
            Order(ID, [Line("a", 1.0, Color.RED)], None, decimal.Decimal(3)),
        ),
    ],
)
def test_makes_what_a_hint_wants(hint, value, expected):
    found = taken(hint, value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("hint", "value", "words"),
    [
        (int, "x", "take(): parameter 'value' must be int, but is str 'x'"),
        (int, 3.5, "must be int, but is float 3.5"),
        (int, True, "must be int, but is bool True"),
        (str, None, "must be str, but is None"),
        (list[float], [1.0, "x"], "parameter 'value[1]' must be float, but is str 'x'"),
        (dict[str, int], {"a": "x"}, "parameter 'value['a']' must be int"),
        (tuple[int, str], [1], "must be tuple[int, str], but is a list of 1"),
        (Color, "GREEN", "Color (RED, BLUE), but is str 'GREEN'"),
        (Union[int, str], [], f"{UNION}, but is list"),
        (Line, {}, "Line, but is without name"),
        (Line, {"name": "a", "price": "x"}, "parameter 'value.price' must be float"),
        (Order, {"id": "x", "lines": []}, "parameter 'value.id' must be a UUID"),
        (Order, {"id": str(ID), "lines": [], "total": -1}, "refused: total must not be negative"),
        (
            Order,
            {"id": str(ID), "lines": [{"name": "a"}, {"name": 3}]},
            "parameter 'value.lines[1].name' must be str, but is int 3",
        ),
        (datetime.date, "x", "a date, such as 2026-01-31, but is str 'x'"),
        (uuid.UUID, "x" * 1000, "..."),
    ],
)
def test_names_what_does_not_fit(hint, value, words):
    worker, _ = worker_for(hint)
    with pytest.raises(RemoteError) as raised:
        worker.call("take", value)
    assert raised.value.type == "TypeError"
    assert words in raised.value.message
    assert len(raised.value.message) < 300


def test_converts_arguments_by_name_and_of_any_number():
    def total(*numbers: float, scale: int = 1) -> float:
        return sum(numbers) * scale

    worker = _worker(total)
    assert worker.call("total", 1, 2, scale=2.0) == 6
    with pytest.raises(RemoteError, match="parameter 'numbers' must be float"):
        worker.call("total", 1, "x")
    with pytest.raises(RemoteError, match="parameter 'scale' must be int"):
        worker.call("total", 1, scale="x")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Line("a", 2.0, Color.RED), {"name": "a", "price": 2.0, "color": "RED"}),
        (Level.LOW, 1),
        (NOON, NOON),
        (NOON.date(), "2026-01-31"),
        (datetime.time(12, 30), "12:30:00"),
        (datetime.timedelta(seconds=90.5), "PT90.5S"),
        (datetime.timedelta(seconds=-1.5), "PT-1.5S"),
        (decimal.Decimal("1.10"), "1.10"),
        (ID, str(ID)),
        (pathlib.Path("/a"), "/a"),
        ({1}, [1]),
        ((1, 2), [1, 2]),
        (range(3), [0, 1, 2]),
        (collections.deque([1]), [1]),
        ({"a": 1}.keys(), ["a"]),
        (types.MappingProxyType({"a": 1}), {"a": 1}),
        ((i for i in range(2)), [0, 1]),
        (Point(1, 2), [1, 2]),
        (memoryview(b"abc"), b"abc"),
        (2**64 - 1, 2**64 - 1),
    ],
)
def test_gives_results_their_form(value, expected):
    assert sent(value) == expected


def test_takes_times_without_a_zone_as_local():
    naive = datetime.datetime(2026, 1, 31, 12)
    assert sent(naive) == naive.astimezone()


def test_names_the_place_of_what_cannot_be_sent():
    with pytest.raises(OverflowError, match=r"^result\.a\[1\]: an integer of 65 bits"):
        _values.pack({"a": [1, 2**64]})
    with pytest.raises(TypeError, match=r"^result\[0\]\.name: a value of type complex"):
        _values.pack([Line(1j)])
    with pytest.raises(UnicodeEncodeError, match=r"result\['x y'\]"):
        _values.pack({"x y": "\ud800"})
    with pytest.raises(TypeError, match=r"^result: a value of type function"):
        _values.pack(sent)
    with pytest.raises(ValueError, match="the keys 1 and '1'"):
        _values.pack([Line({1: 1, "1": 2})])
    endless = []
    endless.append(endless)
    with pytest.raises(ValueError, match="recursion"):
        _values.pack(endless)


def test_knows_numpy():
    numpy = pytest.importorskip("numpy")
    from numpy.typing import NDArray

    assert sent(numpy.arange(4).reshape(2, 2)) == [[0, 1], [2, 3]]
    assert sent([numpy.int64(1), numpy.float32(0.5), numpy.bool_(True), numpy.float64(2)]) == [
        1, 0.5, True, 2.0,
    ]  # fmt: skip
    times = numpy.array(["2026-01-31T12", "NaT"], "datetime64[ns]")
    assert sent(times) == [datetime.datetime(2026, 1, 31, 12).astimezone(), None]
    assert sent(numpy.timedelta64(90, "s")) == "PT90S"
    assert math.isnan(sent(numpy.array([math.nan]))[0])
    assert taken(numpy.ndarray, [1, 2]).tolist() == [1, 2]
    hint = numpy.typing.NDArray[numpy.float64]
    assert taken(hint, numpy.array([1.0, 2.0]).tobytes()).tolist() == [1.0, 2.0]
    assert taken(NDArray[numpy.float32], [1]).dtype == numpy.float32
    assert taken(NDArray[numpy.uint8], b"\x01\x02").tolist() == [1, 2]
    assert taken(numpy.ndarray, b"\x00\xff").tolist() == [0, 255]
    assert type(taken(numpy.int32, 5)) is numpy.int32
    with pytest.raises(RemoteError, match=r"must be numpy\.ndarray, but is str 'x'"):
        taken(numpy.ndarray, "x")


def test_knows_pandas():
    pandas = pytest.importorskip("pandas")

    frame = pandas.DataFrame(
        {
            "a": [1.5, math.nan],
            "b": pandas.to_datetime(["2026-01-31T12:00Z", None]),
            "c": ["x", None],
        }
    )
    assert sent(frame) == [{"a": 1.5, "b": NOON, "c": "x"}, {"a": None, "b": None, "c": None}]
    assert sent(frame["a"]) == [1.5, None]
    assert sent([pandas.NaT, pandas.NA, pandas.Timestamp(NOON)]) == [None, None, NOON]
    assert sent(pandas.Timedelta(seconds=90)) == "PT90S"
    assert taken(pandas.DataFrame, [{"a": 1}]).to_dict("records") == [{"a": 1}]
    assert taken(pandas.Timestamp, "2026-01-31T12:00Z") == pandas.Timestamp(NOON)


def test_knows_pydantic():
    pydantic = pytest.importorskip("pydantic")

    class Item(pydantic.BaseModel):
        name: str
        when: datetime.date

    assert taken(Item, {"name": "a", "when": "2026-01-31"}) == Item(name="a", when=NOON.date())
    assert taken(list[Item], [{"name": "a", "when": "2026-01-31"}])[0].name == "a"
    assert sent([Item(name="a", when=NOON.date())]) == [{"name": "a", "when": "2026-01-31"}]
    with pytest.raises(RemoteError, match="when"):
        taken(Item, {"name": "a", "when": "x"})


def test_knows_images():
    images = pytest.importorskip("PIL.Image")

    png = sent(images.new("RGB", (2, 1), "red"))
    assert png.startswith(b"\x89PNG")
    assert taken(images.Image, png).size == (2, 1)


def test_resolves_hints_that_are_texts(script):
    path = script(
        "from __future__ import annotations\n"
        "import datetime, typing\n"
        "from dataclasses import dataclass, field\n"
        "from typing import TYPE_CHECKING, ClassVar, NamedTuple, Optional, TypedDict\n"
        "if TYPE_CHECKING:\n"
        "    from nowhere import Unknown\n"
        "class Base(TypedDict):\n"
        "    day: datetime.date\n"
        "class More(Base, total=False):\n"
        "    point: Point\n"
        "class Point(NamedTuple):\n"
        "    x: float\n"
        "@dataclass\n"
        "class Node:\n"
        "    kind: ClassVar[str] = 'node'\n"
        "    name: str = ''\n"
        "    made: str = field(init=False, default='x')\n"
        "@dataclass\n"
        "class Tree(Node):\n"
        "    children: list[Tree] = field(default_factory=list)\n"
        "def depth(tree: Tree) -> int:\n"
        "    return 1 + max(map(depth, tree.children), default=0)\n"
        "def more(value: More, other: Unknown = None) -> str:\n"
        "    return type(value['day']).__name__ + type(value['point']).__name__\n"
    )
    worker = Worker(str(path))
    leaf = {"name": "c", "children": []}
    assert worker.call("depth", {"children": [leaf, {"name": "d", "children": [leaf]}]}) == 3
    with pytest.raises(RemoteError, match=r"parameter 'tree\.children\[0\]\.name' must be str"):
        worker.call("depth", {"children": [{"name": 1}]})
    assert worker.call("more", {"day": "2026-01-31", "point": {"x": 1}}, 5) == "datePoint"
    with pytest.raises(RemoteError, match="without day"):
        worker.call("more", {})
