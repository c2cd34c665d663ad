#!/usr/bin/env bash
# Each folder has a README.md that says how to add one more of its kind, and no README names a file that is not there. Those of
# lib/, backends/, include/ and test/support/ say what each of their files is. A corpus is data, and its folders need none.
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

# Does the README name the file: "arena.c", "arena", or by a pattern, "decode_*.c"?
says_what()
{
    local stem=${2##*/} pattern
    grep -qw "${stem%.*}" "$1" && return
    while read -r pattern; do
        # shellcheck disable=SC2053 # it is a pattern
        [[ $stem == $pattern ]] && return
    done < <(grep -oE '`[A-Za-z0-9_]*\*[A-Za-z0-9_.]*`' "$1" | tr -d '`')
    return 1
}

tops=()
for top in include lib backends test examples bench doc tools m4; do
    [ ! -d $top ] || tops+=("$top")
done
mapfile -t folders < <(find "${tops[@]}" \( -name '.*' -o -path '*/corpus' \) -prune -o -type d -print | sort)
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
while read -r file; do
    readme=${file%/*}/README.md
    [ ! -e "$readme" ] || says_what "$readme" "$file" || complain "$readme:1: does not say what ${file##*/} is"
done < <(find include lib backends test/support -name '*.[ch]' | sort)
[ $bad -ne 0 ] || echo "${#folders[@]} folders"
exit $bad
