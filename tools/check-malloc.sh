#!/usr/bin/env bash
# Only lib/base calls the C library's allocator: the objects of all others do not even name it.
# OBJECTS: the libtool objects of lib/ and backends/, from the Makefile.
set -euo pipefail
srcdir=$(realpath "${srcdir:-.}")
# shellcheck source=tools/calls.bash
. "$srcdir/tools/calls.bash"
cd "${builddir:-.}"
family='malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf|aligned_alloc|posix_memalign|getline|getdelim|open_memstream|realpath|wcsdup|__strdup|__asprintf_chk|__vasprintf_chk'
bad=0
for object in $OBJECTS; do
    case $object in lib/base/*) continue ;; esac
    find_calls "$object" "$family" '; take memory from the allocator (lib/base/memory.h, or the one given)' || bad=1
done
exit $bad
