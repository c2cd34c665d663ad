#!/usr/bin/env bash
# The functions and objects marked QUERN_API in include/, the names in lib/libquern.map and the symbols of the shared library are the same.
set -euo pipefail
library=${builddir:-.}/.libs/libquern.so
[ -e "$library" ] || { echo "skipped: no shared library was built"; exit 77; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "${srcdir:-.}"
map=lib/libquern.map
read -ra nm <<<"${NM:-nm}"

# name<tab>file:line of each declaration. It may go on in the next line, after its type.
awk '
    function name_in(text) { match(text, /quern_[a-z0-9_]*\(/); return substr(text, RSTART, RLENGTH - 1) }
    /^QUERN_API/ { text = $0; place = FILENAME ":" FNR; open = 1 }
    open && !/^QUERN_API/ { text = text " " $0 }
    open && text ~ /quern_[a-z0-9_]*\(/ { print name_in(text) "\t" place; open = 0 }
    /^extern QUERN_API/ { match($0, /quern_[a-z0-9_]*;/); print substr($0, RSTART, RLENGTH - 1) "\t" FILENAME ":" FNR }' include/quern/*.h include/quern/backend/*.h | sort >"$scratch/api"
grep -nE '^    quern_[a-z0-9_]*;$' $map | sed -E 's/^([0-9]+): *([a-z0-9_]*);/\2\tlib\/libquern.map:\1/' | sort >"$scratch/map"
"${nm[@]}" -D --defined-only "$library" | awk '$2 ~ /[A-Z]/ && $2 != "A" { sub(/@.*/, "", $3); print $3 "\tlibquern.so" }' | sort >"$scratch/library"

bad=0
# missing HAS LACKS TEXT: a complaint for each name of the first list that the second lacks.
missing()
{
    while IFS=$'\t' read -r name place; do
        echo "$place: $name $3"
        bad=1
    done < <(join -t $'\t' -v 1 "$scratch/$1" "$scratch/$2")
}
missing api map "is QUERN_API, but not in $map"
missing map api "is in the map, but not QUERN_API in a header"
missing map library 'is in the map, but the library does not define it'
missing library map "is exported, but not in $map"
exit $bad
