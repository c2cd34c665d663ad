#!/usr/bin/env bash
# Each folder has a README.md that says how to add one more of its kind, and no README names a file that is not there.
# shellcheck disable=SC2016 # a backtick is Markdown's
set -euo pipefail
cd "${srcdir:-.}"
bad=0
complain()
{
    printf '%s\n' "$1"
    bad=1
}

# Is it there, in the folder, in one below it, or seen from the root? It may be a pattern.
exists()
{
    compgen -G "$1/$2" >/dev/null || compgen -G "$1/*/$2" >/dev/null || compgen -G "$2" >/dev/null
}

tops=()
for top in include lib backends test examples bench doc tools m4; do
    [ ! -d $top ] || tops+=("$top")
done
mapfile -t folders < <(find "${tops[@]}" '(' -name '.*' -o -name corpus ')' -prune -o -type d -print | sort)
for folder in "${folders[@]}"; do
    readme=$folder/README.md
    if [ ! -e "$readme" ]; then
        complain "$folder:1: has no README.md; write what it is for, what comes in, what goes out, how to add one more of its kind"
        continue
    fi
    grep -qi '\bto add\b' "$readme" || complain "$readme:1: does not say how to add one more of its kind (\"To add …\")"
    while IFS=: read -r line name; do
        name=${name//\`/}
        exists "$folder" "$name" || complain "$readme:$line: names $name, which is not there"
    done < <(grep -noE '`[A-Za-z0-9_./*-]+\.(ac|am|bash|c|cc|h|m4|map|md|mk|sh|sql|supp|txt)`' "$readme")
done
[ $bad -ne 0 ] || echo "${#folders[@]} folders"
exit $bad
