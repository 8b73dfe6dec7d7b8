#!/bin/sh
# Builds the samples in Rust and the Rust programs of the interop tests into target/peers/rust.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
home=$root/target/peers/rust

if ! command -v cargo >/dev/null; then
	echo "Rust peers: no cargo, which must be there in version 1.89 or newer" >&2
	exit 1
fi
export CARGO_TARGET_DIR="$home/build"
export CARGO_PROFILE_DEV_DEBUG=line-tables-only # a quarter of the size
for crate in workers/rust src/test/interop/rust; do
	cd "$root/sample-app/$crate"
	if cargo fmt --version >/dev/null 2>&1 && ! cargo fmt --check >/dev/null; then
		echo "Rust peers: run cargo fmt in sample-app/$crate" >&2
		exit 1
	fi
	cargo build --locked --quiet
done
for program in math_worker math_parent interop-worker interop-parent; do
	cp "$CARGO_TARGET_DIR/debug/$program" "$home/$program.new"
	mv "$home/$program.new" "$home/$program" # the old one may still run
done
