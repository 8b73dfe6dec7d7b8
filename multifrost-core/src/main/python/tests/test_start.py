"""Modules as people write them: those that cannot be served say what to do."""

import os
import socket
import subprocess
import sys

import pytest
from conftest import MODULES
from fake_parent import PACKAGE, SECONDS, Parent, RemoteError, run

PORT = 1024  # where nobody listens: none of these comes to connect


def failed(*command, environment=None):
    """Returns what a worker writes that does not start, and ends with the code 1."""
    process = run(*command, port=PORT, environment=environment)
    output, error = process.communicate(timeout=SECONDS)
    assert process.returncode == 1, error
    return output + error


def test_a_module_that_does_not_exist(tmp_path):
    text = failed("serve", "--module", "nowhere", "--path", tmp_path)
    assert "There is no module 'nowhere': python.module names a file nowhere.py" in text
    assert str(tmp_path) in text
    assert "There is no script" in failed("serve", "--script", tmp_path / "nowhere.py")


def test_a_package_that_is_missing(script):
    text = failed("serve", script("def f():\n    pass\nimport nopackage.part\n"))
    assert "line 3, in <module>" in text
    assert text.index("Traceback") < text.index("ModuleNotFoundError") < text.index("Add nopackage")
    assert f"Add nopackage to python.requirements, or install it into {sys.executable}" in text
    assert "_loading" not in text
    assert "importlib" not in text


def test_a_module_with_wrong_syntax(script):
    text = failed("serve", script("def f(:\n    pass\n"))
    assert "SyntaxError" in text
    assert "words.py, line 1: it is no Python 3." in text


def test_a_module_that_ends_the_interpreter(script):
    text = failed("serve", script("import sys\nsys.exit(0)\n"))
    assert "called sys.exit(0) while it was imported" in text
    assert "__main__" in text


def test_a_module_that_raises(script):
    text = failed("serve", script("import json\njson.loads('x')\n"))
    assert "JSONDecodeError" in text
    assert "line 2, in <module>" in text


def test_a_module_without_functions(script):
    assert "has no function to serve" in failed("serve", script("from math import sqrt\n"))
    assert "names 'g', which is not there" in failed("serve", script("__all__ = ['g']\n"))


def test_two_functions_of_one_name(script):
    text = failed(
        "serve",
        script(
            "import multifrost_worker as w\n@w.function(name='g')\ndef f(): pass\ndef g(): pass\n"
        ),
    )
    assert "Two functions are to be served as 'g'" in text


def test_a_start_that_fails(script):
    text = failed(
        "serve",
        script(
            "import multifrost_worker as w, threading, time\n"
            "threading.Thread(target=time.sleep, args=(1000,)).start()\n"
            "@w.on_start\n"
            "def load(): raise RuntimeError('no model')\n"
            "def f(): pass\n"
        ),
    )
    assert "RuntimeError: no model" in text
    assert "in load" in text
    assert "The function for the start has failed" in text


def test_an_interpreter_without_msgpack():
    done = subprocess.run(
        [sys.executable, "-S", "-m", "multifrost_worker", "serve", "words"],
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"needs msgpack: {sys.executable} -m pip install msgpack" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_import_that_takes_long_is_told(script):
    text = (
        "import threading\n"
        "told = threading.Event()\n"
        "import multifrost_worker._errors as errors\n"
        "notice = errors.notice\n"
        "errors.notice = lambda text: (notice(text), told.set())\n"
        "assert told.wait(20)\n"
        "def f(): return 1\n"
    )
    with Parent("serve", script(text)) as parent:
        assert parent.call("f") == 1
        parent.shutdown()
    assert "words.py' still starts, after 5 s" in parent.output[1]


def test_a_parent_that_is_not_there(script):
    process = run("serve", script("def f(): pass\n"), port=PORT)
    assert "no parent listens to port 1024" in process.communicate(timeout=SECONDS)[1]
    assert process.returncode == 3


@pytest.mark.parametrize("port", ["", "80", "x", "70000"])
def test_a_port_that_is_none(script, port):
    process = run("serve", script("def f(): pass\n"), port=port)
    assert "must be a port from 1024 to 65535" in process.communicate(timeout=SECONDS)[1]
    assert process.returncode == 1


def test_settings_that_make_no_sense(script):
    path = script("def f(): pass\n")
    for text in ("x", "[]", '{"elements": 0}', '{"elements": "x"}'):
        assert "MULTIFROST_LIMITS" in failed("serve", path, environment={"MULTIFROST_LIMITS": text})
    environment = {"MULTIFROST_DRAIN_SECONDS": "x"}
    assert "MULTIFROST_DRAIN_SECONDS" in failed("serve", path, environment=environment)


@pytest.mark.parametrize("name", ["statistics.py", "json.py", "my words-2.py", "größe.py"])
def test_a_script_of_any_name(script, name):
    with Parent("serve", script("def f(): return __name__\n", name)) as parent:
        assert parent.call("f")


def test_a_module_that_closes_its_output(script):
    text = (
        "import os, sys\n"
        "sys.stdout.close(); sys.stderr.close(); os.close(1)\n"
        "def f():\n"
        "    print('printed', flush=True)\n"
        "    os.write(1, b'written')\n"
        "    return 1\n"
    )
    with Parent("serve", script(text)) as parent:
        assert parent.call("f") == 1
        assert parent.call("f") == 1


def test_a_module_that_has_names_of_builtins_and_starts_threads(script):
    text = (
        "import threading\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "def list(a): return [a]\n"
        "def print(b: 'list[int]'): return b\n"
        "def type(x): return x\n"
    )
    with Parent("serve", script(text)) as parent:
        assert parent.call("list", 1) == [1]
        assert parent.call("print", [1]) == [1]
        assert parent.call("type", 1) == 1
        assert parent.shutdown() == 0


def test_an_import_that_prints_much(script, tmp_path):
    path = script("print('x' * 10_000_000)\ndef f(): return 1\n")
    with open(tmp_path / "out", "w") as out:
        process = run("serve", path, port=PORT, stdout=out)
        process.communicate(timeout=SECONDS)
    assert (tmp_path / "out").stat().st_size == 10_000_001


def test_the_functions_of_a_module(script):
    text = (
        "import functools, multifrost_worker as w\n"
        "from os.path import join\n"
        "@functools.lru_cache\n"
        "def cached(a): return a\n"
        "@w.function(name='other', idempotent=True)\n"
        "def named(): pass\n"
        "@w.function\n"
        "def _marked(): pass\n"
        "def _private(): pass\n"
        "class Kind: pass\n"
        "constant = 3\n"
    )
    with Parent("serve", script(text)) as parent:
        assert parent.call("list_functions") == ["_marked", "cached", "other"]
        assert parent.call("cached", 1) == 1


def test_the_functions_that_all_names(script):
    text = "from math import sqrt\n__all__ = ['sqrt', 'f']\ndef f(): pass\ndef g(): pass\n"
    with Parent("serve", script(text)) as parent:
        assert parent.call("list_functions") == ["f", "sqrt"]
        assert parent.call("sqrt", 4) == 2


def test_the_methods_of_an_object(script):
    text = (
        "import collections, multifrost_worker as w\n"
        "class Model(collections.UserDict):\n"
        "    def __init__(self): self.n = 0; super().__init__()\n"
        "    @w.on_start\n"
        "    def load(self): self.n = 5\n"
        "    def predict(self, x: int) -> int: return x + self.n\n"
        "    @staticmethod\n"
        "    def plain(): return 1\n"
        "    @property\n"
        "    def broken(self): raise ValueError\n"
        "model = Model()\n"
    )
    for name in ("Model", "model"):
        with Parent("serve", script(text), "--object", name) as parent:
            assert parent.call("list_functions") == ["plain", "predict"]
            assert parent.call("predict", 1) == 6
            with pytest.raises(RemoteError, match="parameter 'x' must be int"):
                parent.call("predict", "x")
    assert "has no object 'nope'" in failed("serve", script(text), "--object", "nope")


def test_a_worker_ignores_arguments_that_it_does_not_know():
    with Parent("serve", "faults", "--path", MODULES, "--worker") as parent:
        assert parent.call("add", 1, 2) == 3


def test_functions_are_found_by_the_names_that_java_gives_them(tmp_path):
    path = tmp_path / "named.py"
    path.write_text(
        "def filter_(): return 1\n\ndef get_URL(): return 2\n\ndef new(): return 3\n\n"
        "def same_name(): return 4\n\ndef same__name(): return 5\n"
    )
    with Parent("serve", "--script", path) as parent:
        assert parent.call("filter") == 1
        assert parent.call("getURL") == 2
        assert parent.call("new_") == 3
        with pytest.raises(RemoteError, match="not found"):
            parent.call("sameName")
        assert parent.call("listFunctions") == parent.call("list_functions")
        assert parent.shutdown() == 0


def test_a_worker_that_is_run_by_its_path_takes_no_library_from_the_working_directory(
    script, tmp_path, monkeypatch
):
    working = tmp_path / "working"
    working.mkdir()
    for name in ("json", "msgpack", "argparse", "multifrost_worker", "runpy"):
        (working / f"{name}.py").write_text("raise RuntimeError('not this one')\n")
    (working / "nearby.py").write_text("VALUE = 7\n")
    path = script("def f():\n    import json, nearby\n    return json.loads('5') + nearby.VALUE\n")
    monkeypatch.chdir(working)
    program = PACKAGE / "multifrost_worker" / "__main__.py"
    with Parent("serve", path, program=[program]) as parent:
        assert parent.call("f") == 12


FAKE_DEBUGPY = """
def listen(address):
    print("listens", address, flush=True)

def breakpoint():
    print("halted", flush=True)
"""


def test_a_debugger_can_attach_to_the_port_once_that_is_free(script, tmp_path):
    path = script("def f(): breakpoint()\n")
    (tmp_path / "debugpy.py").write_text(FAKE_DEBUGPY)
    environment = {"PYTHONPATH": f"{PACKAGE}{os.pathsep}{tmp_path}"}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Parent("serve", path, "--debug", port, environment=environment) as parent:
            with pytest.raises(RemoteError, match=f"port {port} .another process has it"):
                parent.call("f")
            taken.close()
            while f"listens ('127.0.0.1', {port})" not in (
                line := parent.process.stdout.readline()
            ):
                assert line, "it has ended"
            while "can attach to 127.0.0.1" not in (line := parent.process.stderr.readline()):
                assert line, "it has ended"
            parent.call("f")
            parent.shutdown()
    assert "halted" in parent.output[0]


def test_a_real_debugger_attaches_and_a_breakpoint_nobody_watches_is_passed(script):
    pytest.importorskip("debugpy")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Parent("serve", script("def f(): breakpoint()\n"), "--debug", port) as parent:
        with socket.create_connection(("127.0.0.1", port), SECONDS) as debugger:
            debugger.settimeout(SECONDS)
            assert debugger.recv(16).startswith(b"Content-Length")
        assert parent.call("f") is None
        parent.shutdown()


def test_a_breakpoint_fails_with_words_where_debugpy_cannot_listen(script, tmp_path):
    path = script("def f(): breakpoint()\n")
    (tmp_path / "debugpy.py").write_text(
        "import sys\ndef listen(address):\n"
        "    sys.breakpointhook = lambda: None\n    raise RuntimeError('no room')\n"
    )
    environment = {"PYTHONPATH": f"{PACKAGE}{os.pathsep}{tmp_path}"}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (
        Parent("serve", path, "--debug", port, environment=environment) as parent,
        pytest.raises(RemoteError, match=rf"cannot have port {port} \(no room\): while you debug"),
    ):
        parent.call("f")


def test_a_debugger_that_is_missing(script):
    path = script("def f(): pass\n")
    (path.parent / "debugpy.py").write_text("raise ModuleNotFoundError(name='debugpy')\n")
    environment = {"PYTHONPATH": f"{PACKAGE}{os.pathsep}{path.parent}"}
    text = failed("serve", path, "--debug", "5678", environment=environment)
    assert "python.debug needs debugpy: add debugpy to python.requirements, or install it" in text
    assert "Traceback" not in text
