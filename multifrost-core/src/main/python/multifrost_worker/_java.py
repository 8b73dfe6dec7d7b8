"""Writes a Java interface for the functions of a worker."""

from __future__ import annotations

import re
from typing import Any

from multifrost_worker._java_names import java_name

_TYPES = {
    "int": "long", "float": "double", "bool": "boolean", "str": "String", "bytes": "byte[]",
    "bytearray": "byte[]", "None": "void", "datetime": "java.time.Instant",
    "date": "java.time.LocalDate", "time": "java.time.LocalTime",
    "timedelta": "java.time.Duration", "Decimal": "java.math.BigDecimal", "UUID": "java.util.UUID",
    "Path": "String", "ndarray": "double[]", "Image": "byte[]",
    "DataFrame": "java.util.List<java.util.Map<String, Object>>",
    "BinaryIO": "java.io.InputStream", "TextIO": "java.io.InputStream",
    "IO": "java.io.InputStream", "IOBase": "java.io.InputStream",
    "RawIOBase": "java.io.InputStream", "BufferedIOBase": "java.io.InputStream",
    "BufferedReader": "java.io.InputStream", "BytesIO": "java.io.InputStream",
    "TextIOBase": "java.io.InputStream", "TextIOWrapper": "java.io.InputStream",
}  # fmt: skip
_STREAMS = ("java.util.stream.Stream<", "java.io.InputStream")
_BOXED = {"long": "Long", "double": "Double", "boolean": "Boolean", "void": "Void"}
_GENERIC = {
    "list": "java.util.List", "List": "java.util.List", "Sequence": "java.util.List",
    "Iterable": "java.util.List", "AsyncIterable": "java.util.stream.Stream",
    "Iterator": "java.util.stream.Stream", "Generator": "java.util.stream.Stream",
    "AsyncIterator": "java.util.stream.Stream", "AsyncGenerator": "java.util.stream.Stream",
    "set": "java.util.Set", "Set": "java.util.Set", "frozenset": "java.util.Set",
    "tuple": "java.util.List", "Tuple": "java.util.List",
    "dict": "java.util.Map", "Dict": "java.util.Map", "Mapping": "java.util.Map",
}  # fmt: skip


def interface(name: str, worker: str, described: list[dict[str, Any]]) -> str:
    """Returns the source of an interface with the qualified name, a client of a worker.

    Parameters that have to be named are left out where they have a default, and those of any number
    always.
    """
    package, _, simple = name.rpartition(".")
    methods = "\n\n".join(_method(each) for each in described)
    head = f"package {package};\n\n" if package else ""
    return (
        f"{head}import io.multifrost.spring.MultifrostClient;\n\n"
        f'@MultifrostClient("{worker}")\npublic interface {simple} {{\n\n{methods}\n\n}}\n'
    )


def _method(described: dict[str, Any]) -> str:
    parameters = ", ".join(
        f"{_by_name(each)}{java_type(each['type'])} {java_name(each['name'])}"
        for each in described["parameters"]
        if not (each["keyword_only"] and each["optional"]) and not each["name"].startswith("*")
    )
    returns = java_type(described["returns"])
    if re.search(r"\b(Text\w+|IO\[str\])$", described["returns"]):
        returns = "java.util.stream.Stream<String>"  # its lines
    if described["stream"] and not returns.startswith(_STREAMS):
        returns = "java.util.stream.Stream<Object>"
    method = f"\t{returns} {java_name(described['name'])}({parameters});"
    return _comment(described["doc"]) + method


def _by_name(parameter: dict[str, Any]) -> str:
    named = parameter["keyword_only"]
    return f'@io.multifrost.KeywordArgument("{parameter["name"]}") ' if named else ""


def _comment(doc: str | None) -> str:
    if not doc:
        return ""
    lines = doc.replace("*/", "*&#47;").splitlines()
    return "\t/**\n" + "".join(f"\t * {line}".rstrip() + "\n" for line in lines) + "\t */\n"


def java_type(hint: str) -> str:
    """Returns the Java type for a hint as Python writes it; Object where there is none."""
    hint = re.sub(r"\b(\w+\.)+", "", hint.strip().strip("'\""))  # names alone, without modules
    union = [part for part in _split(hint, "|") if part != "None"]
    if hint.startswith("Optional[") and hint.endswith("]"):
        return _boxed(java_type(hint[9:-1]))
    if len(union) == 1 and union[0] != hint and hint != "None":
        return _boxed(java_type(union[0]))
    base, bracket, rest = hint.partition("[")
    if bracket and rest.endswith("]") and base in _GENERIC:
        return _generic(base, _split(rest[:-1], ","))
    if base in _GENERIC:
        return _generic(base, [])
    return _TYPES.get(base, "Object")


def _generic(base: str, args: list[str]) -> str:
    kind = _GENERIC[base]
    if kind.endswith("Map"):
        key, value = args if len(args) == 2 else ("str", "")
        return f"{kind}<{_boxed(java_type(key))}, {_boxed(java_type(value))}>"
    if base in ("tuple", "Tuple"):
        args = args[:1] if len(args) == 2 and args[1] == "..." else []
    return f"{kind}<{_boxed(java_type(args[0] if args else ''))}>"


def _boxed(java: str) -> str:
    return _BOXED.get(java, java)


def _split(text: str, separator: str) -> list[str]:
    parts, depth, begin = [], 0, 0
    for i, char in enumerate(text):
        depth += (char in "[(") - (char in "])")
        if char == separator and depth == 0:
            parts.append(text[begin:i].strip())
            begin = i + 1
    return [*parts, text[begin:].strip()]
