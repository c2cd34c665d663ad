#!/usr/bin/env bash
# Each function that doc/from-django.md names is in lib/libquern.map, or inline in a header, and each builder of querysets in the map is named there.
set -euo pipefail
cd "${srcdir:-.}"
page=doc/from-django.md
bad=0
complain()
{
    printf '%s\n' "$1"
    bad=1
}

count=0
while IFS=: read -r line name; do
    count=$((count + 1))
    grep -q "^    $name;\$" lib/libquern.map || grep -q "^static inline .*[ *]$name(" include/quern/*.h ||
        complain "$page:$line: names $name, which the library does not have"
done < <(grep -noE 'quern_[a-z_]+' $page | grep -v ':quern_queryset$' | sort -u -t: -k2)
while read -r name; do
    grep -qw "$name" $page || complain "$page:1: does not name $name"
done < <(sed -nE 's/^QUERN_API quern_queryset \*(quern_[a-z_]+)\(.*/\1/p' include/quern/queryset.h include/quern/row.h)
[ $bad -ne 0 ] || echo "$count functions"
exit $bad
