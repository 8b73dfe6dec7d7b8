# Ends the workers of a JVM that died without ending them. POSIX sh; nothing else is
# needed than grep or tr, sleep, and, where there is no /proc, ps.
#
# Arguments: the id of the JVM; the mark that all its workers and their children bear in
# their environment; the folder of process files. Standard input, whose other end the JVM
# alone holds: lines "+pid" and "-pid" for each worker that begins and ends. The end of
# input is the sign that the JVM is gone, however it went.
#
# A process is known by its id and its start time ("pid:start"), since ids are used again.

trap '' HUP INT QUIT TERM TSTP TTIN TTOU
unset MULTIFROST_WATCHDOG
LC_ALL=C
export LC_ALL
jvm=$1 mark=$2 proc=$3
workers='' # pid:start of those that run
known=''   # pid:start of all that were ever found to be theirs
seen=''    # pid:parent:start of processes that run, from the last look

# Look at the processes named, or at all. One that has ended and that nobody collects, as
# in many containers, does not run.
look() {
	seen=''
	if [ -r "$proc/$$/stat" ]; then
		if [ $# -eq 0 ]; then
			all=''
			for folder in "$proc"/[0-9]*; do
				all="$all ${folder##*/}"
			done
			set -- $all
		fi
		for pid; do
			{ read -r stat < "$proc/$pid/stat"; } 2> /dev/null || continue
			set -- ${stat##*) }
			case $1 in [ZX]) continue ;; esac
			seen="$seen $pid:$2:${20}"
		done
	else
		if [ $# -eq 0 ]; then
			set -- -A
		else
			set -- -p "$1"
		fi
		set -- $(ps "$@" -o pid= -o ppid= -o state= -o lstart= 2> /dev/null)
		while [ $# -ge 8 ]; do
			case $3 in [ZX]*) ;; *) seen="$seen $1:$2:$5-$6-$7-$8" ;; esac
			shift 8
		done
	fi
}

add() {
	look "$1"
	for one in $seen; do
		workers="$workers ${one%%:*}:${one##*:}"
	done
}

remove() {
	left=''
	for one in $workers; do
		[ "${one%%:*}" = "$1" ] || left="$left $one"
	done
	workers=$left
}

# Set marked to the ids of those that bear the mark.
find_marked() {
	marked=''
	if printf 'a\0b' | grep -qF b 2> /dev/null; then
		files=$(grep -lF -e "$mark" "$proc"/[0-9]*/environ 2> /dev/null)
	else # a grep that stops at the NUL between two variables
		files=''
		for file in "$proc"/[0-9]*/environ; do
			case $({ tr '\0' '\n' < "$file"; } 2> /dev/null) in *"$mark"*) files="$files $file" ;; esac
		done
	fi
	for file in $files; do
		file=${file%/environ}
		marked="$marked ${file##*/}"
	done
}

# Set found to the ids of all that are to be ended: the workers, those that bear the mark,
# those that were found before, and the descendants of all of these.
find_all() {
	find_marked
	look
	found=''
	grown=true
	while $grown; do
		grown=false
		for one in $seen; do
			pid=${one%%:*} start=${one##*:} parent=${one#*:}
			parent=${parent%%:*}
			case " $found " in *" $pid "*) continue ;; esac
			case " $marked $found $workers $known " in
				*" $pid "* | *" $parent "* | *" $pid:$start "*)
					[ "$pid" = $$ ] || { found="$found $pid" known="$known $pid:$start" grown=true; }
					;;
			esac
		done
	done
}

# Pause, and count in fifths of a second; some can only sleep for whole seconds.
pause() {
	if sleep 0.2 2> /dev/null; then
		ticks=$((ticks + 1))
	else
		sleep 1
		ticks=$((ticks + 5))
	fi
}

# Whether the JVM is gone. It closes its files a little before that; where it lives on
# without this pipe, its workers are none of our business.
await_jvm() {
	ticks=0
	while [ $ticks -lt 10 ]; do
		look "$jvm"
		[ "${seen##*:}" = "$born" ] && [ -n "$seen" ] || return 0
		pause
	done
	return 1
}

# Ask the workers, give them a second, then kill all, until two looks in a row find
# nothing: a process that was being started at the first shows itself at the next.
end_all() {
	ticks=0 quiet=0
	while [ $ticks -lt 60 ] && { [ $ticks -lt 5 ] || [ $quiet -lt 2 ]; }; do
		find_all
		quiet=$((quiet + 1))
		if [ -n "$found" ]; then
			quiet=0
			if [ $ticks -eq 0 ]; then
				for one in $workers; do
					case " $found " in *" ${one%%:*} "*) kill -TERM "${one%%:*}" 2> /dev/null ;; esac
				done
			elif [ $ticks -ge 5 ]; then
				kill -KILL $found 2> /dev/null
			fi
		fi
		pause
	done
}

look "$jvm"
born=${seen##*:}
while read -r line; do
	case $line in
		+*) add "${line#+}" ;;
		-*) remove "${line#-}" ;;
	esac
done
await_jvm && end_all
