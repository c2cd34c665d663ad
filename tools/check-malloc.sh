#!/usr/bin/env bash
# Only lib/base calls the C library's allocator: the objects of all others do not even name it.
# OBJECTS: the libtool objects of lib/ and backends/, from the Makefile.
set -euo pipefail
srcdir=$(realpath "${srcdir:-.}")
cd "${builddir:-.}"
family='malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf|aligned_alloc|posix_memalign|getline|getdelim|open_memstream|realpath|wcsdup|__strdup|__asprintf_chk|__vasprintf_chk'
read -ra nm <<<"${NM:-nm}"
bad=0
for object in $OBJECTS; do
    case $object in lib/base/*) continue ;; esac
    for kind in non_pic_object pic_object; do
        file=$(sed -n "s/^$kind='\(.*\)'/\1/p" "$object")
        [ -n "$file" ] && [ "$file" != none ] && break
    done
    source=${object%.lo}.c
    wanted=$("${nm[@]}" -u "${object%/*}/$file" | awk '{ sub(/@.*/, "", $2); print $2 }')
    mapfile -t names < <(grep -xE "$family" <<<"$wanted")
    for name in "${names[@]}"; do
        line=$(grep -nwE "${name#__}" "$srcdir/$source" | head -n 1 | cut -d : -f 1)
        echo "$source:${line:-1}: calls $name; take memory from the allocator (lib/base/memory.h, or the one given)"
        bad=1
    done
done
exit $bad
