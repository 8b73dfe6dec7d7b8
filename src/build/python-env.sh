#!/bin/sh
# Gives the build a Python that can run the workers: target/python/bin/python3.
#
# Takes the pinned packages from pip; where that cannot be had, the system's own pyzmq and msgpack;
# where these are missing too, makes nothing, says so, and the Python tests are skipped. With
# CI=true that is an error, since skipped tests must not look like passed ones.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
requirements=$root/sample-app/workers/requirements.txt
home=$root/target/python
new=$home.$$ # made aside and renamed: another build, or an interrupted one, never sees half of it
python=${PYTHON:-python3}
stamp=$(cksum <"$requirements")
problem=

works() {
	"$1" -c 'import sys, zmq, msgpack; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1
}

# The packages must come as wheels: compiling ZeroMQ is not a build's job.
pip_install() {
	"$@" -q --no-input --disable-pip-version-check --retries 1 --timeout 15 \
		--only-binary=:all: -r "$requirements" >>"$new.log" 2>&1
}

# A script and not a link: a link to the Python of a virtual environment loses its packages.
wrap() {
	mkdir -p "$new/bin"
	printf '#!/bin/sh\n%sexec "%s" "$@"\n' "$2" "$1" >"$new/bin/python3"
	chmod +x "$new/bin/python3"
	works "$new/bin/python3"
}

in_venv() {
	"$python" -m "$1" "$new" >>"$new.log" 2>&1 || return 1
	pip_install "$new/bin/python3" -m pip install && works "$new/bin/python3"
}

in_folder() {
	pip_install "$python" -m pip install --target "$new/site" || return 1
	wrap "$executable" 'PYTHONPATH="$(dirname "$0")/../site${PYTHONPATH:+:$PYTHONPATH}"; export PYTHONPATH; '
}

finish() {
	echo "$stamp" >"$new/stamp"
	rm -rf "$home"
	mv "$new" "$home" 2>/dev/null
	rm -rf "$new" "$home/$(basename "$new")" # where another build was first
	echo "Python workers: made target/python with pyzmq and msgpack from $1"
	exit 0
}

if [ "$(cat "$home/stamp" 2>/dev/null)" = "$stamp" ] && works "$home/bin/python3"; then
	exit 0
fi
if ! executable=$("$python" -c 'import sys; print(sys.executable); sys.exit(sys.version_info < (3, 9))' 2>/dev/null); then
	problem="no $python of version 3.9 or newer"
else
	mkdir -p "$root/target"
	trap 'rm -rf "$new" "$new.log"' EXIT
	trap 'exit 1' INT TERM
	for way in "in_venv venv" "in_venv virtualenv" in_folder; do
		rm -rf "$new"
		$way && finish "pip"
	done
	rm -rf "$new"
	wrap "$executable" "" && finish "$executable"
	problem="$executable has no pyzmq and msgpack, and pip could not fetch them ($(grep . "$new.log" | tail -n 1))"
fi
echo "Python workers: $problem; tests and samples that need Python are skipped" >&2
[ "${CI:-}" != true ]
