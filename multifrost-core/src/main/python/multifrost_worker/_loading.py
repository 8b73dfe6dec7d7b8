"""Finds the functions of a user's module, and says what is wrong with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple

from multifrost_worker import _errors
from multifrost_worker._marks import OPTIONS, START, STOP

SLOW_SECONDS = 5.0  # of an import, after which the log says that it still goes on


class LoadingError(Exception):
    """A module that cannot be served; its text has the trace and the remedy."""


class Source(NamedTuple):
    """Where functions come from."""

    module: str | None = None
    script: str | None = None
    object: str | None = None
    paths: tuple[str, ...] = ()


class Loaded(NamedTuple):
    """What a module offers."""

    functions: dict[str, Callable[..., Any]]
    start: list[Callable[[], Any]]
    stop: list[Callable[[], Any]]


def load(source: Source) -> Loaded:
    """Imports a module and finds what it offers; raises LoadingError where that fails."""
    sys.path[:0] = [os.path.abspath(path) for path in source.paths]
    name = source.script or source.module or ""
    try:
        module = _import_script(source.script) if source.script else _import_module(name)
        owner = _object(module, source.object) if source.object else module
    except LoadingError:
        raise
    except BaseException as ex:  # SystemExit too
        raise LoadingError(_what_failed(name, ex)) from None
    return collect(owner)


def collect(owner: Any) -> Loaded:
    """Finds what a module or an object offers; raises LoadingError where it has no function."""
    members = list(_of_module(owner) if isinstance(owner, ModuleType) else _of_object(owner))
    marked = [
        (member, bool(getattr(member, START, False)), bool(getattr(member, STOP, False)))
        for _, member in members
    ]
    hooks = {id(member) for member, start, stop in marked if start or stop}
    functions = {name: member for name, member in members if id(member) not in hooks}
    if not functions:
        raise LoadingError(
            f"{_name(owner)} has no function to serve: define one whose name begins with no"
            " underscore, or name some in __all__"
        )
    return Loaded(
        functions,
        [member for member, start, _ in marked if start],
        [member for member, _, stop in marked if stop],
    )


def _import_module(name: str) -> ModuleType:
    __import__(name)  # whose traces, unlike import_module's, begin with the module
    return sys.modules[name]


def _import_script(script: str) -> ModuleType:
    from importlib.machinery import SourceFileLoader
    from importlib.util import module_from_spec, spec_from_file_location

    path = os.path.abspath(script)
    if not os.path.isfile(path):
        raise LoadingError(f"There is no script {path}: correct python.script")
    sys.path.insert(0, os.path.dirname(path))
    stem = os.path.splitext(os.path.basename(path))[0]
    # Another name where it would hide a module that is there already, such as json.py
    name = stem if stem.isidentifier() and stem not in sys.modules else f"multifrost_script_{stem}"
    spec = spec_from_file_location(name, path, loader=SourceFileLoader(name, path))
    if spec is None or spec.loader is None:
        raise LoadingError(f"{path} is no Python script: correct python.script")
    module = module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses and pickles look for it
    spec.loader.exec_module(module)
    return module


def _object(module: ModuleType, path: str) -> Any:
    found: Any = module
    for name in path.split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            raise LoadingError(f"{_name(module)} has no object '{path}'") from None
    return found() if isinstance(found, type) else found


def _of_module(module: ModuleType) -> Iterator[tuple[str, Any]]:
    named = getattr(module, "__all__", None)
    if named is not None:
        for name in named:
            if not hasattr(module, name):
                raise LoadingError(f"__all__ of {_name(module)} names '{name}', which is not there")
    for name, member in list(vars(module).items()):
        if not callable(member) or isinstance(member, type):
            continue
        own = getattr(member, "__module__", None) == module.__name__ and hasattr(member, "__name__")
        is_hook = own and (hasattr(member, START) or hasattr(member, STOP))
        public = name in named if named is not None else own and not name.startswith("_")
        if public or is_hook or (own and hasattr(member, OPTIONS)):
            yield name, member


def _of_object(owner: Any) -> Iterator[tuple[str, Any]]:
    """Finds the methods of its class, but not those of the frameworks that this extends."""
    kind = type(owner)
    seen: set[str] = set()
    for base in kind.__mro__:
        for name, member in vars(base).items():
            if name in seen or not (callable(member) or hasattr(member, "__func__")):
                continue
            seen.add(name)
            plain = getattr(member, "__func__", member)
            marked = any(hasattr(plain, mark) for mark in (OPTIONS, START, STOP))
            own = base.__module__ == kind.__module__ and not name.startswith("_")
            if (own or marked) and not isinstance(member, type):
                yield name, getattr(owner, name)


def _name(owner: Any) -> str:
    if isinstance(owner, ModuleType):
        return f"Module '{owner.__name__}'"
    return f"An object of {type(owner).__qualname__}"


def _what_failed(name: str, ex: BaseException) -> str:
    trace = _errors.shorten(_errors.trace(ex)).rstrip()
    return f"{trace}\n{_remedy(name, ex)}"


def _remedy(name: str, ex: BaseException) -> str:
    if isinstance(ex, SystemExit):
        return (
            f"'{name}' called sys.exit({ex.code!r}) while it was imported: put what a script does"
            ' when it is run by hand below: if __name__ == "__main__":'
        )
    if isinstance(ex, ModuleNotFoundError) and ex.name:
        missing = ex.name.partition(".")[0]
        if missing == name.partition(".")[0]:
            return (
                f"There is no module '{name}': python.module names a file {missing}.py or a folder"
                f" {missing} in one of {', '.join(path or '.' for path in sys.path)}"
            )
        return (
            f"Add {missing} to python.requirements, or install it into {sys.executable}; if it is a"
            " file of your own, put it beside the module"
        )
    if isinstance(ex, SyntaxError):
        version = ".".join(map(str, sys.version_info[:3]))
        place = f"{ex.filename}, line {ex.lineno}" if ex.filename else name
        return f"Correct {place}: it is no Python {version}"
    return f"'{name}' cannot be imported by {sys.executable}: correct what the trace shows"
