#!/usr/bin/env bash
# Each program in test/compile is accepted by each compiler, as C11 and as C23, without a word at warnings that users may have on.
# And options.c, which must give every option of a field to a member of either sort, forgets none that the header has.
set -uo pipefail
cd "${srcdir:-.}" || exit 1
bad=0 count=0
flags=(-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wcast-qual -Wshadow -Wvla -Werror -Iinclude -c -o /dev/null)

# The options of quern_field: its members from the comment on, but the last, and the one that only macros fill in.
options()
{
    sed -n '/^typedef struct quern_field {/,/^} quern_field;/p' include/quern/model.h | sed '1,/\/\* options \*\//d' |
        gcc -fpreprocessed -dD -E -P -x c - 2>/dev/null | tr '\n' ' ' | sed 's/[;,]/\n/g' |
        sed -nE 's/.*[ *]([a-z_]+) *$/\1/p' | grep -vxE 'reserved|quern_field|key'
}

for compiler in gcc clang; do
    command -v $compiler >/dev/null || { echo "without $compiler, which is not here"; continue; }
    for file in test/compile/*.c; do
        for standard in c11 c2x; do
            count=$((count + 1))
            LC_ALL=C $compiler -std=$standard "${flags[@]}" "$file" || { echo "$file:1: $compiler -std=$standard has something to say"; bad=1; }
        done
    done
done
[ $count -gt 0 ] || { echo 'skipped: neither gcc nor clang is here'; exit 77; }

if command -v gcc >/dev/null; then
    known=0
    for option in $(options); do
        known=$((known + 1))
        # Once for the member that may be NULL, and once for the other, which has no .null. What is for relations to many stands once.
        wanted=2
        case $option in null | through | through_from | through_to | between | symmetrical) wanted=1 ;; esac
        [ "$(grep -cE "\.$option = " test/compile/options.c)" -ge $wanted ] || { echo "test/compile/options.c:1: does not give .$option"; bad=1; }
    done
    [ $known -ge 16 ] || { echo "test/compile/check-accepted.sh:1: finds only $known options in include/quern/model.h"; bad=1; }
fi
[ $bad -ne 0 ] || echo "$count accepted, as they should be"
exit $bad
