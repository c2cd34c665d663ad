#!/usr/bin/env bash
# The tour keeps what it claims: examples/tour/tour counts its statements itself, and fails when a number is another.
set -uo pipefail
[ -n "${QUERN_TEST_URL:-}" ] || {
    echo 'skipped: QUERN_TEST_URL is not set'
    [ -z "${QUERN_TEST_REQUIRED:-}" ] || exit 1
    exit 77
}
"${builddir:-.}/examples/tour/tour" || {
    echo 'examples/tour/main.c:1: the tour did not go as it claims'
    exit 1
}
