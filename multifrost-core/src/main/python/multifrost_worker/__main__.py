"""The command line: python -m multifrost_worker serve | call | describe.

A parent runs this file by its path. With -m, the working directory would come first where modules
are looked for, and a json.py that happens to lie there would be taken for the library's.
"""

import contextlib
import os
import sys


def main() -> int:
    """Runs the command line, where the one package that it cannot do without is there."""
    try:
        from multifrost_worker._cli import main as run
    except ModuleNotFoundError as ex:
        if ex.name != "msgpack":
            raise
        sys.exit(
            f"multifrost_worker needs msgpack: {sys.executable} -m pip install msgpack, or set"
            " python.requirements"
        )
    return run(sys.argv[1:])


def _mend_path() -> None:
    """Puts the folder of the package where its inside is, and the working directory last."""
    folder = os.path.dirname(os.path.realpath(__file__))
    if os.path.realpath(sys.path[0]) == folder:  # not where PYTHONSAFEPATH is set
        del sys.path[0]
    sys.path.insert(0, os.path.dirname(folder))
    with contextlib.suppress(FileNotFoundError):  # deleted meanwhile
        sys.path.append(os.getcwd())


if __name__ == "__main__":
    if __spec__ is None:  # run by its path
        _mend_path()
    sys.exit(main())
