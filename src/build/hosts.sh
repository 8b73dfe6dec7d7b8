#!/bin/sh
# Makes three network namespaces that stand for hosts, joined by a bridge in a fourth, runs a command
# in the first of them, and removes all of them. For root on Linux. Their names carry the id of this
# process, so that nothing of others is touched.
set -eu

prefix=mf$$
net=$prefix-net
number=0

remove() {
	for name in app one two net; do
		# What still runs there would keep it
		for pid in $(ip netns pids "$prefix-$name" 2>/dev/null); do
			kill -9 "$pid" 2>/dev/null || true
		done
		ip netns delete "$prefix-$name" 2>/dev/null || true
	done
}
trap remove EXIT INT TERM

[ "$(id -u)" = 0 ] || { echo "Network namespaces are for root: run this as root" >&2; exit 1; }
command -v ip >/dev/null || { echo "There is no ip: install iproute2" >&2; exit 1; }

ip netns add "$net"
ip -n "$net" link add bridge type bridge
ip -n "$net" link set bridge up
for name in app one two; do
	number=$((number + 1))
	host=$prefix-$name
	ip netns add "$host"
	ip -n "$host" link set lo up
	ip -n "$host" link add eth type veth peer name "$name" netns "$net"
	ip -n "$host" address add "10.77.0.$number/24" dev eth
	ip -n "$host" link set eth up
	ip -n "$net" link set "$name" master bridge
	ip -n "$net" link set "$name" up
done

HOSTS=$prefix ip netns exec "$prefix-app" "$@"
