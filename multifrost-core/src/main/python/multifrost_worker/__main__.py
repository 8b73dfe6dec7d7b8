"""The command line: python -m multifrost_worker serve | call | describe."""

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


if __name__ == "__main__":
    sys.exit(main())
