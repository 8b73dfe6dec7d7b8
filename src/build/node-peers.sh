#!/bin/sh
# Puts the Node.js programs of the interop tests, and the packages that they need, into
# target/peers/node. The folders within are those of the source, so that imports are the same.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
source=$root/sample-app/workers/node
home=$root/target/peers/node
stamp=$(cat "$source/package.json" "$source/package-lock.json" | cksum)

for tool in node npm; do
	if ! command -v "$tool" >/dev/null; then
		echo "Node.js peers: no $tool, which must be there in version 18 or newer" >&2
		exit 1
	fi
done
if [ "$(cat "$home/stamp" 2>/dev/null)" != "$stamp" ]; then
	rm -rf "$home"
	mkdir -p "$home"
	cp "$source/package.json" "$source/package-lock.json" "$home"
	# Without install scripts: the packages bring what they would compile
	(cd "$home" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
	echo "$stamp" >"$home/stamp"
fi
for folder in workers/node src/test/interop/node; do
	mkdir -p "$home/$folder"
	cp "$root/sample-app/$folder"/*.js "$home/$folder"
done
(cd "$home/workers/node" && node -e 'import("zeromq").then(() => import("msgpackr"))')
