import pathlib
import sys

import pytest
from fake_parent import Parent

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

MODULES = pathlib.Path(__file__).parent / "modules"


@pytest.fixture
def worker():
    """A worker that serves modules/faults.py."""
    with Parent("serve", "--module", "faults", "--path", MODULES) as parent:
        yield parent


@pytest.fixture
def streams():
    """A worker that serves modules/streams.py."""
    with Parent("serve", "--module", "streams", "--path", MODULES) as parent:
        yield parent


@pytest.fixture
def script(tmp_path):
    """Writes a script and returns its path."""

    def write(text, name="words.py"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write
