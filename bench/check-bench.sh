#!/usr/bin/env bash
# The programs of bench/ do what they should, on both sides: each runs once, with tiny sizes. Says nothing about time.
set -uo pipefail
[ -n "${QUERN_TEST_URL:-}" ] || {
    echo 'skipped: QUERN_TEST_URL is not set'
    [ -z "${QUERN_TEST_REQUIRED:-}" ] || exit 1
    exit 77
}
bad=0
for program in build detect join load log lookup pipeline pool prefetch share siblings stream streamed threads; do
    "${builddir:-.}/bench/$program" -t -b || {
        echo "bench/$program.c:1: bench/$program -t failed"
        bad=1
    }
done
exit $bad
