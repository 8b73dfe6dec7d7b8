"""The command line: python -m multifrost_worker serve | call | describe."""

import sys

from multifrost_worker._cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
