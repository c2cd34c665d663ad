#!/usr/bin/env bash
# Each public function has a comment directly above it, or above the group without an empty line that it stands in.
set -euo pipefail
cd "${srcdir:-.}"
awk '
    FNR == 1 { told = inside = 0 }
    /^QUERN_API/ {
        if (!told) { printf "%s:%d: no comment above: %s\n", FILENAME, FNR, $0; bad = 1 }
        inside = 1
    }
    inside { if (/;$/) inside = 0; next }   # the next of a group needs none of its own
    { told = /\*\/[ \t]*$/ && !/^[^\/ ]/ }
    END { exit bad }' include/quern/*.h include/quern/backend/*.h
