"""A module whose worker is told of files."""

import os


def variable(name):
    return os.environ.get(name)
