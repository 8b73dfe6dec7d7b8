#!/bin/sh
# Builds the programs of the interop tests in target/peers: interop-peers.sh java,python,node,go,rust
#
# Java is built by Maven, Python by python-env.sh, each other language by a script of its own beside
# this one. Ends with the first that fails: a language that was asked for is not left out.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
for language in $(echo "$1" | tr ',' ' '); do
	case $language in
	java | python) ;;
	*)
		if ! sh "$here/$language-peers.sh"; then
			echo "Interop tests: $language could not be built, see above" >&2
			exit 1
		fi
		;;
	esac
done
