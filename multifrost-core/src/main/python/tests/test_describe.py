"""What functions say about themselves."""

import functools
from collections.abc import AsyncIterator, Generator, Iterator
from typing import BinaryIO, Optional, TextIO

import multifrost_worker
from multifrost_worker import _describe, _functions, _java
from multifrost_worker._threads import Threads


def described(**targets):
    served = _functions.functions(targets, Threads())
    return [_describe.describe(served[name]) for name in sorted(served)]


@multifrost_worker.function(idempotent=True)
def first(a, b: "int" = 2, *, c: float = 1.0, **more) -> "list[str]":
    """Says something.

    And more.
    """


def second(*numbers: int):
    yield from numbers


def test_tells_parameters_results_and_docs():
    assert described(first=first) == [
        {
            "name": "first",
            "parameters": [
                {"name": "a", "type": "", "optional": False, "keyword_only": False},
                {"name": "b", "type": "int", "optional": True, "keyword_only": False},
                {"name": "c", "type": "float", "optional": True, "keyword_only": True},
                {"name": "**more", "type": "", "optional": True, "keyword_only": False},
            ],
            "returns": "list[str]",
            "stream": False,
            "doc": "Says something.\n\nAnd more.",
            "idempotent": True,
        }
    ]
    assert _describe.signature(described(first=first)[0]) == (
        "first(a, b: int = ..., *, c: float = ..., **more) -> list[str]"
    )


def test_tells_streams_and_what_takes_any_number():
    (one,) = described(second=second)
    assert one["stream"]
    assert [each["name"] for each in one["parameters"]] == ["*numbers"]
    (unknown,) = described(unknown=functools.partial(max))
    assert unknown["parameters"][0]["name"].startswith("*")


def test_tells_by_its_hint_that_a_function_streams():
    def numbers() -> Iterator[int]:
        return iter([1])

    def image() -> BinaryIO: ...

    async def words() -> AsyncIterator[str]:
        yield ""

    def listed() -> "list[int]": ...

    told = described(numbers=numbers, image=image, words=words, listed=listed)
    assert {each["name"]: each["stream"] for each in told} == {
        "numbers": True,
        "image": True,
        "words": True,
        "listed": False,
    }
    assert told[2]["returns"] == "collections.abc.Iterator[int]"


def test_gives_streams_their_types_in_java():
    def numbers(items: Iterator[int], file: BinaryIO, more: "Optional[Iterator[str]]") -> None:
        yield 1

    def pairs() -> "Generator[tuple[int, ...], None, None]":
        yield (1,)

    def image() -> BinaryIO: ...

    def lines(text: TextIO) -> TextIO: ...

    async def words(items: AsyncIterator[str]) -> AsyncIterator[str]:
        yield ""

    told = described(numbers=numbers, image=image, words=words, pairs=pairs, lines=lines)
    java = _java.interface("com.example.Streams", "streams", told)
    stream = "java.util.stream.Stream"
    assert (
        f"\t{stream}<Object> numbers({stream}<Long> items, java.io.InputStream file,"
        f" {stream}<String> more);" in java
    )
    assert f"\t{stream}<java.util.List<Long>> pairs();" in java
    assert "\tjava.io.InputStream image();" in java
    assert f"\t{stream}<String> lines(java.io.InputStream text);" in java
    assert f"\t{stream}<String> words({stream}<String> items);" in java


def for_sure(**targets):
    served = _functions.functions(targets, Threads())
    return [_describe.describe_for_sure(served[name]) for name in sorted(served)]


def test_holds_no_client_to_what_a_decorator_may_change():
    def with_session(function):
        @functools.wraps(function)
        def wrapper(*args):
            return function("session", *args)

        return wrapper

    @with_session
    def find(session, name: str): ...

    @functools.lru_cache
    def cached(name: str): ...

    told, kept = for_sure(find=find, zcached=cached)
    assert [(each["name"], each["type"], each["optional"]) for each in told["parameters"]] == [
        ("session", "", True),
        ("name", "", True),
        ("*args", "", True),
        ("**kwargs", "", True),
    ]
    assert kept["parameters"][0]["type"] == "str"


class Sequence: ...


def test_holds_no_client_to_a_type_that_is_known_by_its_name_alone():
    def total(given: "Sequence", other: "Iterable[str]", sure: "list[int]"): ...  # noqa: F821

    (told,) = for_sure(total=total)
    assert [each["type"] for each in told["parameters"]] == [
        "test_describe.Sequence",
        "",
        "list[int]",
    ]


def test_gives_by_name_in_java_what_has_to_be_named():
    def scale(value: float, *, min_places: int, factor: float = 2.0, **more) -> float: ...

    assert (
        '\tdouble scale(double value, @io.multifrost.KeywordArgument("min_places") long minPlaces);'
        in _java.interface("com.example.Scales", "scales", described(scale=scale))
    )


def test_finds_types_of_java():
    for hint, expected in {
        "int": "long",
        "Optional[int]": "Long",
        "int | None": "Long",
        "typing.List[float]": "java.util.List<Double>",
        "list": "java.util.List<Object>",
        "dict[str, list[int | None]]": "java.util.Map<String, java.util.List<Long>>",
        "tuple[int, ...]": "java.util.List<Long>",
        "tuple[int, str]": "java.util.List<Object>",
        "datetime.datetime": "java.time.Instant",
        "numpy.ndarray": "double[]",
        "numpy.typing.NDArray[numpy.uint8]": "Object",
        "None": "void",
        "": "Object",
        "int | str": "Object",
        "words.Line": "Object",
    }.items():
        assert _java.java_type(hint) == expected, hint
