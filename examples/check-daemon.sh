#!/usr/bin/env bash
# The daemon keeps what it promises to a real client: right JSON, the right status for what is wrong, only 200 and 503 while its
# server is restarted under load, no more memory in the end, and on SIGTERM an answer to all that it has taken.
# It restarts PostgreSQL, so it has a server of its own; QUERN_TEST_URL only says that there are tests with servers.
set -uo pipefail

skip()
{
    echo "skipped: $1"
    [ -z "${QUERN_TEST_REQUIRED:-}" ] || exit 1
    exit 77
}

here=$(dirname "$(readlink -f "$0")")
with_postgres=$here/../tools/with-postgres
program=${builddir:-.}/examples/daemon/daemon
if [ "${1:-}" != --with-a-server ]; then
    [ -n "${QUERN_TEST_URL:-}" ] || skip 'QUERN_TEST_URL is not set'
    [ -x "$program" ] || skip 'the daemon was not built: configure found no libmicrohttpd, or no jansson'
    for tool in curl jq psql; do
        command -v $tool >/dev/null || skip "$tool is not here"
    done
    exec env -u QUERN_TEST_URL "$with_postgres" bash "$0" --with-a-server
fi

scratch=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill -s KILL "$pid" 2>/dev/null; rm -rf "$scratch"' EXIT
export QUERN_URL=$QUERN_TEST_URL
bad=0
complain()
{
    echo "examples/daemon:1: $1"
    bad=1
}

sql()
{
    psql -qAtX "$QUERN_URL" -c "$1"
}

# ---- The daemon ----

# start [OPTION...]: its address is in $at then.
start()
{
    : >"$scratch/out"
    "$program" --port 0 "$@" >"$scratch/out" 2>"$scratch/errors" &
    pid=$!
    for _ in {1..500}; do
        at=$(head -n 1 "$scratch/out")
        [ -z "$at" ] || return 0
        sleep 0.02
    done
    cat "$scratch/errors"
    complain 'it does not start'
    exit 1
}

# Its exit status, and with sanitizers what they found.
stop()
{
    local status=0
    kill -s TERM "$pid"
    wait "$pid" || status=$?
    pid=
    [ $status -eq 0 ] || { cat "$scratch/errors"; complain "after SIGTERM it exits with $status"; }
}

# expect STATUS PATH FILTER [CURL-OPTION...]: one request; the filter of jq has to be true for what comes.
expect()
{
    local status
    status=$(curl -s -m 20 -D "$scratch/head" -o "$scratch/body" -w '%{http_code}' "${@:4}" "$at$2")
    [ "$status" = "$1" ] || complain "$2 gives $status instead of $1: $(cat "$scratch/body")"
    jq -e "$3" "$scratch/body" >/dev/null || complain "$2 gives another body than $3: $(cat "$scratch/body")"
}

has_header()
{
    grep -qi "^$1" "$scratch/head" || complain "the answer has no $1: $(cat "$scratch/head")"
}

# ---- Load ----

# load TIMES: asks for each of the 200 books so often, 16 at a time; for each request its status and curl's exit code.
load()
{
    curl -s -m 20 --parallel --parallel-immediate --parallel-max 16 --create-dirs -o "$scratch/answers/#1-#2" \
        -w '%{http_code} %{exitcode}\n' "$at/books/[1-200]?n=[1-$1]" 2>/dev/null
}

# How many lines of the load's output are not so.
others()
{
    grep -cvE "^($1)\$" "$scratch/load"
}

resident()
{
    awk '/^VmRSS:/ { print $2 }' "/proc/$pid/status"
}

# ---- What it answers ----

check_answers()
{
    expect 200 /healthz '.status == "ok"'
    expect 200 /books '.count == 200 and .page == 1 and .size == 20 and [.books[].id] == [range(1; 21)]'
    expect 200 /books/5 '. == { id: 5, title: "Book 5", author: 6, pages: 85 }'
    expect 200 /books/10 '.pages == null'
    expect 200 /authors '.count == 10 and .authors[2] == { id: 3, name: "Author 3" }'
    expect 200 /authors/3/books '.count == 23 and all(.books[]; .author == 3)'
    expect 200 /authors/10/books '.count == 0 and .books == []'
    expect 200 '/books?page=2&size=3&order=-title,pages&author=3&q=bOOK' '[.books[].title] == ["Book 65", "Book 56", "Book 47"]'
    expect 200 '/books?order=author__name,-id&size=1' '[.books[].id] == [198]'
    expect 200 '/books?q=%25' '.count == 0'
    expect 200 '/books?page=11' '.count == 200 and .page == 11 and .books == []'
    expect 200 '/books?page=2147483647&size=100' '.books == []'
    for page in {1..7}; do
        curl -s "$at/books?order=-pages&size=30&page=$page"
    done | jq -es '[.[].books[].id] | length == 200 and (unique | length == 200)' >/dev/null ||
        complain 'the pages of an order do not have each book once'
}

check_refusals()
{
    for path in / /book /books/ /books/0 /books/201 /books/5x /books/-5 /books/99999999999999999999 /authors/11/books /authors/3; do
        expect 404 "$path" 'has("error")'
    done
    for query in page=0 page=x page=99999999999 size=101 size=-1 author=3x author=99999999999999999999 q=%ff order=-; do
        expect 400 "/books?$query" 'has("error")'
    done
    expect 400 '/books?order=titel' '(.error | contains("titel")) and (.hint | contains("did you mean \"title\""))'
    expect 400 '/books?order=pages;DROP%20TABLE%20daemon_book' '.hint | contains("choices are: id, title")'
    expect 400 "/books?order=$(printf 'id,%.0s' {1..100})id" '.error == "order is too long"'
    expect 405 /books 'has("error")' -d body
    has_header 'Allow: GET'
    [ ! -s "$scratch/errors" ] || complain "what clients do wrong is no failure to log: $(cat "$scratch/errors")"
}

# The log has it all, in one line; the client learns nothing of the tables.
check_failures()
{
    sql 'ALTER TABLE daemon_book RENAME TO moved'
    expect 500 /books/7 '. == { error: "something went wrong here" }'
    sql 'ALTER TABLE moved RENAME TO daemon_book'
    local id
    id=$(sed -n 's/^X-Request-Id: \(request-[0-9]*\).*/\1/p' "$scratch/head")
    [[ $(cat "$scratch/errors") =~ ^daemon:\ $id\ /books/7:\ 500:\ [^$'\n']*QUERN_ERROR_SERVER:\ [^$'\n']*42P01[^$'\n']*$ ]] ||
        complain "the log is not one line for $id: $(cat "$scratch/errors")"
    expect 200 /books/7 '.id == 7'
    id=$(sed -n 's/^X-Request-Id: \(request-[0-9]*\).*/\1/p' "$scratch/head")
    grep -q "/\* *$id *\*/ *SELECT" "$QUERN_TEST_LOG" || complain "$id is not in the log of the server"
}

check_deadline()
{
    local locker started took
    psql -qX "$QUERN_URL" -c 'BEGIN; LOCK TABLE daemon_book; SELECT pg_sleep(60)' >/dev/null 2>&1 &
    locker=$!
    until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" = 1 ]; do sleep 0.05; done
    started=${EPOCHREALTIME/./}
    expect 503 /books/1 'has("error")'
    took=$(((${EPOCHREALTIME/./} - started) / 1000))
    has_header 'Retry-After: 1'
    [[ $took -ge 1900 && $took -lt 4000 ]] || complain "the deadline came after $took ms"
    expect 200 /authors '.count == 10'
    sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'" >/dev/null
    wait "$locker"
    expect 200 /books/1 '.id == 1'
}

# ---- What it does under load ----

check_load()
{
    local before after
    load 10 >"$scratch/load"
    [[ $(others '200 0') -eq 0 && $(wc -l <"$scratch/load") -eq 2000 ]] ||
        complain "under load not all is 200: $(sort "$scratch/load" | uniq -c)"
    (cd "$scratch/answers" && cat -- *) |
        jq -es '[.[] | .id] | sort == [range(1; 201) | range(10) as $n | .]' >/dev/null ||
        complain 'under load not each book comes ten times'
    [ -z "${SANITIZER_FLAGS:-}" ] || return 0
    before=$(resident)
    load 10 >"$scratch/load"
    after=$(resident)
    [ $((after - before)) -lt 1000 ] || complain "2000 requests took it from $before to $after KiB"
}

check_restart()
{
    local loader mode
    (while [ ! -e "$scratch/enough" ]; do load 2; done) >"$scratch/load" &
    loader=$!
    for mode in immediate fast; do
        sleep 0.5
        "$with_postgres" --restart "$mode" >/dev/null 2>&1 || complain "the server was not restarted ($mode)"
    done
    for _ in {1..100}; do
        [ "$(tail -n 200 "$scratch/load" | grep -c '^200 0$')" -ne 200 ] || break
        sleep 0.05
    done
    touch "$scratch/enough"
    wait "$loader"
    [ "$(others '(200|503) 0')" -eq 0 ] || complain "during a restart: $(sort "$scratch/load" | uniq -c)"
    grep -q ^503 "$scratch/load" || complain 'nothing was lost by a restart: it was not one'
    tail -n 200 "$scratch/load" | grep -qv '^200 0$' && complain 'seconds after a restart it still says 503'
    expect 200 /healthz '.status == "ok"'
}

# Connections that it has not taken are refused; what it has taken has its answer, and the whole of it.
check_sigterm()
{
    local loader answered
    start --threads 4
    load 50 >"$scratch/load" &
    loader=$!
    sleep 0.3
    stop
    wait "$loader"
    answered=$(sed -n 's/ requests answered$//p' "$scratch/out")
    [[ ${answered:-0} -gt 0 && $(grep -c '^200 0$' "$scratch/load") -eq $answered ]] ||
        complain "it answered ${answered:-no} requests, and the client has: $(sort "$scratch/load" | uniq -c)"
    [[ $(others '200 0|000 (7|52|56)') -eq 0 && $(grep -c ^000 "$scratch/load") -gt 0 ]] ||
        complain "on SIGTERM: $(sort "$scratch/load" | uniq -c)"
}

check_without_database()
{
    QUERN_URL=postgresql://127.0.0.1:1/none start
    expect 503 /healthz 'has("error")'
    expect 503 /books 'has("error")'
    has_header 'Retry-After: 1'
    expect 400 '/books?order=titel' 'has("error")'
    stop
}

"$program" --make-tables || complain 'it cannot make its tables'
"$program" --make-tables || complain 'it cannot leave its tables alone'
start
check_answers
check_refusals
check_failures
check_deadline
check_load
check_restart
stop
check_sigterm
check_without_database
exit $bad
