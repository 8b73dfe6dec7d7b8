#!/bin/sh
# Makes the Python of the benchmarks: target/python/bin/python3, beside this module's pom.xml.
#
# Where there is no Python, or no package can be had, it says so, and the contenders with Python are
# left out; with CI=true that is an error.
set -u

module=$(cd "$(dirname "$0")/../.." && pwd)
home=$module/target/python
own=$module/src/main/python/requirements.txt
sample=$module/../sample-app/workers/requirements.txt
python=${PYTHON:-python3}
stamp=$(cat "$own" "$sample" | cksum)

if [ "$(cat "$home/stamp" 2>/dev/null)" = "$stamp" ]; then
	exit 0
fi
rm -rf "$home"
mkdir -p "$module/target"
if "$python" -m venv "$home" >"$module/target/python.log" 2>&1 && "$home/bin/python3" -m pip install -q --no-input \
	--disable-pip-version-check --only-binary=:all: -r "$own" -r "$sample" >>"$module/target/python.log" 2>&1; then
	echo "$stamp" >"$home/stamp"
	echo "Benchmarks: made target/python"
	exit 0
fi
rm -rf "$home"
echo "Benchmarks: $python has no environment with the packages; contenders with Python are LEFT OUT" \
	"($(grep . "$module/target/python.log" | tail -n 1))" >&2
[ "${CI:-}" != true ]
