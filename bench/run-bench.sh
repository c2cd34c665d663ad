#!/usr/bin/env bash
# Runs the programs and prints one table: times, compared in alternating blocks; then, where strace and valgrind are there, what
# cannot be disturbed by other programs: system calls and instructions. Run by `make bench`, in the folder of the build.
#   LIBTOOL, BENCH_ROUNDS: from the Makefile
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(dirname "$(readlink -f "$0")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
read -ra execute <<<"$LIBTOOL --mode=execute"

# As the programs print theirs: columns are counted in characters.
row()
{
    local widths=(-52 11 11 7 14 14 10) text=
    local columns=("$1" "$2" "$3" '' '' '' "$4") i blanks
    for i in "${!columns[@]}"; do
        blanks=$((${widths[i]#-} - ${#columns[i]}))
        printf -v blanks '%*s' "$((blanks > 0 ? blanks : 0))" ''
        if [ "${widths[i]}" -lt 0 ]; then text+="${columns[i]}$blanks  "; else text+="$blanks${columns[i]}  "; fi
    done
    printf '%s%s\n' "$text" "$5"
}

verdict()
{
    if [ "$1" -le "$2" ]; then echo reached; else echo missed; fi
}

# How often each system call is made: "sendto 1000".
calls_of()
{
    "${execute[@]}" strace -f -qq -c -o "$scratch/calls" "bench/$1" -w "$1" -s "$2" -n "$3"
    awk '$NF != "total" && $4 ~ /^[0-9]+$/ { print $NF, $4 }' "$scratch/calls"
}

# The calls of one operation; those of the program's beginning and end are in both counts.
calls_for_one()
{
    calls_of "$1" "$2" 100 >"$scratch/few"
    calls_of "$1" "$2" 1100 >"$scratch/many"
    awk 'NR == FNR { few[$1] = $2; next }
        { n = ($2 - few[$1]) / 1000; all += n; if (n >= 0.05) names = names " " $1 (n < 0.95 || n > 1.05 ? sprintf(" %.1f", n) : "") }
        END { printf "%.1f%s\n", all, names }' "$scratch/few" "$scratch/many"
}

count_calls()
{
    local quern hand
    quern=$(calls_for_one lookup quern)
    hand=$(calls_for_one lookup hand)
    row '  system calls' "${quern%% *}" "${hand%% *}" "≤ ${hand%% *}" \
        "$(awk -v a="${quern%% *}" -v b="${hand%% *}" 'BEGIN { print a <= b ? "reached" : "missed" }') (${quern#* }; by hand ${hand#* })"
}

# Instructions outside of libpq for one of `$5` parts: of which program, work and side, and how often.
instructions()
{
    "${execute[@]}" valgrind -q --tool=callgrind --collect-atstart=no --toggle-collect=bench_measured \
        --callgrind-out-file="$scratch/callgrind" "bench/$1" -w "$2" -s "$3" -n "$4" >/dev/null
    awk -f "$here/count.awk" "$scratch/callgrind" | awk -v parts="$5" '{ printf "%.0f\n", ($1 - $2) / parts }'
}

count_instructions()
{
    local quern hand
    quern=$(instructions lookup lookup quern 1000 1000)
    hand=$(instructions lookup lookup hand 1000 1000)
    row '  instructions outside of libpq, point lookup' "$quern" "$hand" '≤ 3000' "$(verdict "$quern" 3000)"
    quern=$(instructions load load quern 2 100000)
    hand=$(instructions load load hand 2 100000)
    row '  instructions outside of libpq, each of 50,000 books' "$quern" "$hand" '' ''
}

count_log()
{
    local with without
    with=$(instructions log log quern 1000 1000)
    without=$(instructions log log hand 1000 1000)
    row '  instructions, with the log and without' "$with" "$without" "≤ $((without + 1500))" "$(verdict "$with" $((without + 1500)))"
}

# Those of relations, each with its key, operations, and parts of all of them.
count_related()
{
    local quern hand
    quern=$(instructions "$1" "$2" quern "$3" "$4")
    hand=$(instructions "$1" "$2" hand "$3" "$4")
    row "$5" "$quern" "$hand" '' ''
}

header=()
for program in "$@"; do
    "$program" "${header[@]}" -r "$BENCH_ROUNDS"
    header=(-b)
    case $program in
    *lookup) if command -v strace >/dev/null; then count_calls; else echo '  system calls: strace is not installed'; fi ;;
    esac
done
case " $* " in
*' bench/lookup '*' bench/load '* | *' bench/load '*' bench/lookup '*)
    if command -v valgrind >/dev/null; then count_instructions; else echo '  instructions: valgrind is not installed'; fi
    ;;
esac
command -v valgrind >/dev/null || exit 0
for program in "$@"; do
    case $program in
    *log) count_log ;;
    *join) count_related join join 1 50000 '  instructions, each of 50,000 books joined' ;;
    *prefetch) count_related prefetch prefetch 1 100000 '  instructions, each of 100,000 books prefetched' ;;
    *streamed) count_related streamed streamed-hand 1 50000 '  instructions, each book of a stream with authors' ;;
    *detect) count_related detect detect 1 1000 '  instructions, a lazy fetch, detector on and off' ;;
    esac
done
