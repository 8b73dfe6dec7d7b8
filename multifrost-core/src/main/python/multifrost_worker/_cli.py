"""The command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

from multifrost_worker import _errors, _process
from multifrost_worker._loading import LoadingError, Source, load


class _Formatter(argparse.HelpFormatter):
    """Does not ask for the terminal's width, which costs more than the rest of the parser."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=96)


def main(argv: list[str]) -> int:
    """Runs a command and returns the code to exit with."""
    parser = argparse.ArgumentParser(
        prog="python -m multifrost_worker",
        description="Serves the functions of a Python module.",
        formatter_class=_Formatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, prog=parser.prog)
    serve = commands.add_parser(
        "serve", formatter_class=_Formatter, help="serve a module, to the parent that started this"
    )
    _add_source(serve)
    serve.add_argument("--service-id", help="serve all parents that look for this id")
    serve.add_argument(
        "--bind",
        metavar="ADDRESS[:PORT]",
        default="127.0.0.1",
        help="where the service listens, 127.0.0.1 and any free port by default; [::1] for IPv6",
    )
    serve.add_argument(
        "--debug", type=int, metavar="PORT", help="let a debugger attach to this port of 127.0.0.1"
    )
    serve.set_defaults(run=_serve)
    call = commands.add_parser(
        "call", formatter_class=_Formatter, help="call a function of a service by hand"
    )
    call.add_argument("service", help="a service id, a port, or an endpoint tcp://host:port")
    call.add_argument("function")
    call.add_argument("args", nargs="*", help="arguments in JSON; what is no JSON is text")
    call.add_argument("--timeout", type=float, default=30.0, help="seconds to wait, 30 by default")
    call.add_argument("--server-key", metavar="KEY", help="the public key of the service")
    call.set_defaults(run=_call)
    keys = commands.add_parser("keys", formatter_class=_Formatter, help="print a new key pair")
    keys.set_defaults(run=_keys)
    describe = commands.add_parser(
        "describe", formatter_class=_Formatter, help="show the functions of a module"
    )
    _add_source(describe)
    describe.add_argument("--java", metavar="NAME", help="as a Java interface of this full name")
    describe.add_argument("--worker", help="the worker that the interface is a client of")
    describe.set_defaults(run=_describe)
    # Parents may add arguments to the end of those for a worker: ignored
    arguments, unknown = parser.parse_known_args(argv)
    if unknown and arguments.command != "serve":
        parser.error(f"unknown arguments: {' '.join(unknown)}")
    run: Callable[[Any], int] = arguments.run
    try:
        return run(arguments)
    except LoadingError as ex:
        _errors.notice(str(ex))
        return 1


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help="a module, or the path of a script NAME.py")
    parser.add_argument("--module", help="the module to serve")
    parser.add_argument("--script", help="the script to serve")
    parser.add_argument("--object", help="serve the methods of this object, or class, of it")
    parser.add_argument("--path", action="append", default=[], help="a folder to import from")


def _source(arguments: Any) -> Source:
    module, script = arguments.module, arguments.script
    if arguments.name and not module and not script:
        is_script = arguments.name.endswith(".py")
        module, script = (None, arguments.name) if is_script else (arguments.name, None)
    if bool(module) == bool(script):
        raise LoadingError("Name what is to be served: a module, or else a script NAME.py")
    return Source(module, script, arguments.object, tuple(arguments.path))


def _serve(arguments: Any) -> int:
    from multifrost_worker import _serving

    source = _source(arguments)
    end = _process.End()
    if arguments.service_id:
        _serving.serve_all(source, end, arguments.debug, arguments.service_id, arguments.bind)
    else:
        _serving.serve_parent(source, end, arguments.debug)
    return 0


def _call(arguments: Any) -> int:
    from multifrost_worker._client import call_by_hand

    return call_by_hand(
        arguments.service,
        arguments.server_key,
        arguments.function,
        arguments.args,
        arguments.timeout,
    )


def _keys(arguments: Any) -> int:
    try:
        from multifrost_worker import _curve
    except ModuleNotFoundError as ex:
        _errors.notice(f"Keys need {ex.name}: {sys.executable} -m pip install pyzmq")
        return 1
    public, secret = _curve.make_pair()
    print(f'public-key: "{public}"\nsecret-key: "{secret}"')
    return 0


def _describe(arguments: Any) -> int:
    from multifrost_worker import _describe, _functions, _java
    from multifrost_worker._threads import Threads

    source = _source(arguments)
    served = _functions.functions(load(source).functions, Threads())
    described = [_describe.describe(served[name]) for name in sorted(served)]
    if arguments.java:
        name = os.path.splitext(os.path.basename(source.script or source.module or ""))[0]
        sys.stdout.write(_java.interface(arguments.java, arguments.worker or name, described))
        return 0
    for each in described:
        print(_describe.signature(each))
        for line in (each["doc"] or "").splitlines():
            print(f"    {line}".rstrip())
    return 0
