#!/usr/bin/env bash
# The library waits in few places, and in none of libpq's: the objects of all others do not even name what could block.
# OBJECTS: the libtool objects of lib/ and backends/, from the Makefile.
set -euo pipefail
srcdir=$(realpath "${srcdir:-.}")
# shellcheck source=tools/calls.bash
. "$srcdir/tools/calls.bash"
cd "${builddir:-.}"
waits='poll|ppoll|select|pselect|epoll_wait|epoll_pwait|nanosleep|clock_nanosleep|usleep|sleep|pthread_cond_wait|pthread_cond_timedwait|pthread_cond_clockwait|pthread_join|sem_wait|sem_timedwait|sem_clockwait|getaddrinfo|__poll_chk|PQconnectdb|PQconnectdbParams|PQsetdbLogin|PQreset|PQcancel|PQcancelBlocking|PQexec|PQexecParams|PQexecPrepared|PQprepare|PQdescribePrepared|PQdescribePortal|PQclosePrepared|PQclosePortal|PQfn|PQgetCopyData|PQgetline|PQsocketPoll|syscall'
# The session on its socket; turns at the pool; the pool's helper, and whoever connects where there is none; quern_close.
allowed='lib/session/wait lib/pool/park lib/pool/thread lib/pool/watch lib/pool/alive lib/pool/chores lib/pool/helper lib/pool/pool
    lib/db/close backends/postgres/connect backends/script/link'
bad=0
for object in $OBJECTS; do
    [[ " ${allowed//$'\n'/ } " == *" ${object%.lo} "* ]] && continue
    find_calls "$object" "$waits" ', which may block; waits belong into lib/session/wait.c and lib/pool' || bad=1
done
exit $bad
