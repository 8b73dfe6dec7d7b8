#!/bin/sh
# Builds the samples in Go and the Go programs of the interop tests into target/peers/go.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
home=$root/target/peers/go

if ! command -v go >/dev/null; then
	echo "Go peers: no go, which must be there in version 1.24 or newer" >&2
	exit 1
fi
mkdir -p "$home"
for module in workers/go src/test/interop/go; do
	cd "$root/sample-app/$module"
	unformatted=$(gofmt -l .)
	if [ -n "$unformatted" ]; then
		echo "Go peers: run gofmt -w on" $unformatted "in sample-app/$module" >&2
		exit 1
	fi
	go vet ./...
	go build -o "$home/" ./...
done
