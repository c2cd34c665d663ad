#!/usr/bin/env bash
# A release has every file that git has, but for what only a checkout needs.
set -euo pipefail
srcdir=$(realpath "${srcdir:-.}")
[ -e "$srcdir/.git" ] || { echo 'nothing to compare with: not a git checkout'; exit 0; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if ! env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "${MAKE:-make}" -C "${builddir:-.}" distdir distdir="$scratch/dist" >"$scratch/log" 2>&1; then
    if grep 'make dist needs' "$scratch/log"; then exit 77; fi
    cat "$scratch/log"
    echo 'Makefile.am:1: make distdir failed'
    exit 1
fi
bad=0
while read -r file; do
    case $file in .gitignore | .ci/*) continue ;; esac
    if [ ! -e "$scratch/dist/$file" ]; then
        echo "$file:1: is not in the release; name it in the local.mk of its folder, EXTRA_DIST if nothing else"
        bad=1
    fi
done < <(git -c safe.directory='*' -C "$srcdir" ls-files)
exit $bad
