"""In what form a function wants an argument that comes in pieces: its type hints say it."""

from __future__ import annotations

import inspect
import io
import typing
from collections import abc
from collections.abc import Awaitable, Mapping
from typing import Any, Callable, NamedTuple, Union

from multifrost_worker import _hints
from multifrost_worker._arrays import NumberArray
from multifrost_worker._convert import converter
from multifrost_worker._functions import Function
from multifrost_worker._mismatch import Mismatch, inside
from multifrost_worker._upload import Upload
from multifrost_worker._upload_reads import Items, Whole, file
from multifrost_worker._wire import Limits

_ITERATORS = (abc.Iterator, abc.Iterable, abc.Generator)
_ASYNC_ITERATORS = (abc.AsyncIterator, abc.AsyncIterable, abc.AsyncGenerator)


class Form(NamedTuple):
    """What becomes of one parameter."""

    parameter: str
    kind: str  # items, file, text, whole, or any
    hint: Any  # of one item, or of the whole


def forms(function: Function, uploads: Mapping[int, Upload]) -> dict[int, Form]:
    """Returns the forms of the arguments that come in pieces."""
    try:
        parameters = list(inspect.signature(function.target).parameters.values())
    except (TypeError, ValueError, NameError):  # it tells nothing of its parameters
        parameters = []
    hints = _hints.resolved(function.target)
    found: dict[int, Form] = {}
    for i in uploads:
        parameter = parameters[min(i, len(parameters) - 1)] if parameters else None
        name = parameter.name if parameter is not None else f"args[{i}]"
        found[i] = _form(name, hints.get(name, Any))
    return found


def _form(name: str, hint: Any) -> Form:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is not None and hasattr(hint, "__metadata__"):  # Annotated
        return _form(name, args[0])
    if origin is Union or type(hint).__name__ == "UnionType":
        only = [each for each in args if each is not type(None)]
        return _form(name, only[0]) if len(only) == 1 else Form(name, "whole", hint)
    kind = origin or hint
    if hint is Any or hint is object:
        return Form(name, "any", Any)
    if kind in _ITERATORS or kind in _ASYNC_ITERATORS:
        return Form(name, "items", args[0] if args else Any)
    if kind is typing.TextIO or (kind is typing.IO and args == (str,)):
        return Form(name, "text", Any)
    if kind in (typing.BinaryIO, typing.IO):
        return Form(name, "file", bytes)
    if isinstance(kind, type) and issubclass(kind, io.IOBase):
        return Form(name, "text" if issubclass(kind, io.TextIOBase) else "file", bytes)
    return Form(name, "whole", hint)


class Arguments:
    """Makes arguments that come in pieces, for a thread or for an event loop."""

    def __init__(self, function: Function, uploads: Mapping[int, Upload], limits: Limits) -> None:
        self._function = function
        self._uploads = uploads
        self._limits = limits
        self._forms = forms(function, uploads)

    def fill(self, args: list[Any]) -> None:
        """Puts them where they belong; waits for those that are wanted as a whole."""
        for i, upload in self._uploads.items():
            form = self._forms[i]
            if form.kind == "whole":
                args[i] = self._converted(form, Whole(upload, self._limits).all())
            else:
                args[i] = self._read(form, upload)

    async def fill_async(self, args: list[Any]) -> None:
        """Does the same on an event loop."""
        for i, upload in self._uploads.items():
            form = self._forms[i]
            if form.kind == "whole":
                waiting: Awaitable[Any] = Whole(upload, self._limits).all_async()
                args[i] = self._converted(form, await waiting)
            else:
                args[i] = self._read(form, upload)

    def _converted(self, form: Form, value: Any) -> Any:
        convert = converter(form.hint)
        if type(value) is list and not getattr(convert, "takes_arrays", False):
            value = [each.tolist() if type(each) is NumberArray else each for each in value]
        try:
            return value if convert is None else convert(value)
        except Mismatch as ex:
            raise self._mismatch(form, ex) from None

    def _read(self, form: Form, upload: Upload) -> Any:
        kind = form.kind
        if kind == "any":
            kind = "file" if upload.is_binary else "items"
        if kind == "items":
            return Items(upload, self._of_item(form))
        chunks = file(Items(upload, None if upload.is_binary else self._of_item(form)))
        return io.TextIOWrapper(chunks, encoding="utf-8") if kind == "text" else chunks

    def _of_item(self, form: Form) -> Callable[[Any, int], Any]:
        convert = converter(form.hint if form.kind != "text" else bytes)
        arrays = getattr(convert, "takes_arrays", False)

        def convert_item(item: Any, number: int) -> Any:
            if type(item) is NumberArray and not arrays:
                item = item.tolist()
            if convert is None:
                return item
            try:
                return inside(f"[{number}]", convert, item)
            except Mismatch as ex:
                raise self._mismatch(form, ex) from None

        return convert_item

    def _mismatch(self, form: Form, ex: Mismatch) -> TypeError:
        return TypeError(f"{self._function.name}(): parameter '{form.parameter}{ex}")
