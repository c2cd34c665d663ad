#!/usr/bin/env bash
# The tour of the code tells the truth: what it says is in a file is declared or defined there, and all that it names exists.
# A function and its file stand in the text as: `name` (`file`, or: `name`, `file`.
# shellcheck disable=SC2016 # a backtick is Markdown's
set -euo pipefail
cd "${srcdir:-.}"
tour=doc/tour-of-the-code.md
bad=0 count=0
# complain WORD TEXT: at the first line with the word.
complain()
{
    printf '%s:%s: %s\n' $tour "$(grep -nF "$1" $tour | head -n 1 | cut -d : -f 1)" "$2"
    bad=1
}

text=$(tr '\n' ' ' <$tour)
while read -r name file; do
    count=$((count + 1))
    [ -e "$file" ] || continue # told below
    grep -rqE "^[A-Za-z#].*\<$name\>" "$file" || complain "$name" "$name is not in $file"
done < <(grep -oE '`[A-Za-z_ ]+`(\*\*)?(, | \()`[a-z0-9_./-]+/[a-z0-9_.]*`' <<<"$text" | sed -E 's/`(struct )?([A-Za-z_]+)`[^`]*`(.*)`/\2 \3/')
while read -r file; do
    case $file in
    */*) [ -e "$file" ] || complain "$file" "there is no $file" ;;
    *) [ -n "$(find lib backends include -name "$file" -print -quit)" ] || complain "$file" "there is no $file" ;;
    esac
done < <(grep -oE '`[a-z0-9_./-]+(\.[ch]|/)`' $tour | tr -d '`' | sort -u)
while read -r name; do
    grep -rqw --include='*.[ch]' "$name" lib backends include || complain "$name" "there is no $name"
done < <(grep -oE '\b(quern|QUERN)_[A-Za-z0-9_]+' $tour | sort -u)
[ $count -gt 0 ] || complain tour 'names no function with its file'
[ $bad -ne 0 ] || echo "$count functions are where the tour says"
exit $bad
