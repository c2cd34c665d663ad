# What check-malloc.sh and check-waits.sh share: looking for functions that objects call and should not even name.
# shellcheck shell=bash
read -ra nm <<<"${NM:-nm}"

# find_calls OBJECT FUNCTIONS ADVICE: a line for each of the functions (a|b|c) that the libtool object names; status 1 if there is any.
# In `builddir`, with the sources in `srcdir`.
find_calls()
{
    local file kind line name source=${1%.lo}.c wanted names
    for kind in non_pic_object pic_object; do
        file=$(sed -n "s/^$kind='\(.*\)'/\1/p" "$1")
        [ -n "$file" ] && [ "$file" != none ] && break
    done
    wanted=$("${nm[@]}" -u "${1%/*}/$file" | awk '{ sub(/@.*/, "", $2); print $2 }') || {
        echo "$source:1: nothing can be told of its object $1"
        return 1
    }
    mapfile -t names < <(grep -xE "$2" <<<"$wanted")
    for name in "${names[@]}"; do
        line=$(grep -nwE "${name#__}" "$srcdir/$source" | head -n 1 | cut -d : -f 1)
        echo "$source:${line:-1}: calls $name$3"
    done
    [ ${#names[@]} -eq 0 ]
}
