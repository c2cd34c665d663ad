#!/usr/bin/env bash
# run-fuzz.sh BUILD SECONDS [TARGET...]: lets libFuzzer loose on the targets, all by default, so many seconds on each. What it
# finds new goes to BUILD/found/TARGET; an input that fails to BUILD/failed/TARGET-*. It starts from both corpora.
set -euo pipefail
corpora=$(realpath "${srcdir:-.}")/test/fuzz/corpus
cd "$1"
seconds=$2
shift 2
if [ $# -eq 0 ]; then
    mapfile -t targets < <(find "$corpora" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)
    set -- "${targets[@]}"
fi
mkdir -p failed logs
bad=0
for target; do
    mkdir -p "found/$target"
    if QUERN_FUZZ_TARGET=$target test/fuzz/fuzz -max_total_time="$seconds" -max_len=1024 -timeout=10 -print_final_stats=1 \
        -artifact_prefix="failed/$target-" "found/$target" "$corpora/$target" >"logs/$target.log" 2>&1; then
        printf '%-20s %s runs, %s inputs\n' "$target" \
            "$(sed -n 's/^stat::number_of_executed_units: *//p' "logs/$target.log")" "$(find "found/$target" -type f | wc -l)"
    else
        printf '%-20s FAILED\n' "$target"
        cat "logs/$target.log"
        bad=1
    fi
done
exit $bad
