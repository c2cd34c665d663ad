#!/usr/bin/env bash
# Each program in test/nocompile is refused by each compiler, with the fragment of a message that its first line gives:
#     /* gcc: FRAGMENT | clang: FRAGMENT */
# and common.h alone is not. Newer compilers take incompatible pointers for an error by themselves; here it is asked for.
set -uo pipefail
cd "${srcdir:-.}" || exit 1
bad=0 count=0
flags=(-std=c11 -Wall -Wextra -Wpedantic -Werror=incompatible-pointer-types -Iinclude -fsyntax-only)

# refuse COMPILER FILE
refuse()
{
    local fragment text
    fragment=$(sed -nE "1s/.*$1: ([^|]*[^| ]) *(\||\*\/).*/\1/p" "$2")
    count=$((count + 1))
    if [ -z "$fragment" ]; then
        echo "$2:1: says nothing for $1"
    elif text=$(LC_ALL=C "$1" "${flags[@]}" "$2" 2>&1); then
        echo "$2:1: $1 accepts it"
    elif [[ $text != *"$fragment"* ]]; then
        printf '%s:1: %s refuses it without saying: %s\n%s\n' "$2" "$1" "$fragment" "$(grep error <<<"$text" | head -n 4)"
    else
        return 0
    fi
    bad=1
}

for compiler in gcc clang; do
    command -v $compiler >/dev/null || { echo "without $compiler, which is not here"; continue; }
    $compiler "${flags[@]}" -DMISUSE='(void)0' -x c test/nocompile/common.h || { echo "test/nocompile/common.h:1: $compiler refuses it"; bad=1; }
    for file in test/nocompile/*.c; do
        refuse $compiler "$file"
    done
done
[ $count -gt 0 ] || { echo 'skipped: neither gcc nor clang is here'; exit 77; }
[ $bad -ne 0 ] || echo "$count refused as they should be"
exit $bad
