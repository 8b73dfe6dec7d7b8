#!/bin/sh
# Checks and tests the Python package: mypy, ruff and pytest, in an environment under target/.
#
# Where there is no Python, or pip cannot fetch the tools, says so and tests nothing. With CI=true
# that is an error, since skipped tests must not look like passed ones.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
package=$root/multifrost-core/src/main/python
home=$root/target/python-tools
python=${PYTHON:-python3}
tools="msgpack==1.1.2 pyzmq==27.1.0 pytest==9.2.0 mypy==2.4.1 ruff==0.17.6"
# Values of these are tested where they are
[ "${CI:-}" = true ] && tools="$tools numpy==2.* pandas==2.* pydantic==2.* pillow==12.* debugpy==1.8.*"

if [ "$(cat "$home/stamp" 2>/dev/null)" != "$tools" ]; then
	rm -rf "$home"
	mkdir -p "$root/target"
	# shellcheck disable=SC2086 # one word for each tool
	if ! problem=$("$python" -m venv "$home" 2>&1 &&
		"$home/bin/pip" install -q --no-input --disable-pip-version-check --only-binary=:all: $tools 2>&1); then
		echo "Python package: NOT TESTED, no environment with its tools: $(echo "$problem" | tail -n 1)" >&2
		[ "${CI:-}" != true ]
		exit
	fi
	echo "$tools" >"$home/stamp"
fi
cd "$package" || exit 1
export PYTHONDONTWRITEBYTECODE=1 MYPY_CACHE_DIR="$home/mypy" RUFF_CACHE_DIR="$home/ruff"
"$home/bin/ruff" check -q . && "$home/bin/ruff" format -q --check . && "$home/bin/mypy" --no-error-summary multifrost_worker &&
	"$home/bin/python" -m pytest -q -p no:cacheprovider
