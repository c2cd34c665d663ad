#!/usr/bin/env bash
# Our scripts: shellcheck has nothing to complain of.
set -euo pipefail
cd "${srcdir:-.}"
command -v shellcheck >/dev/null || { echo 'skipped: shellcheck is not here'; exit 77; }
mapfile -t scripts < <(
    find . -maxdepth 3 \( -path ./build -o -path ./build-aux -o -path ./.git -o -name 'config*' \) -prune -o -type f \
        -exec grep -lE -m 1 '^#!/(usr/bin/env bash|bin/(ba)?sh)$' {} + | sort
)
shellcheck --external-sources "${scripts[@]}"
echo "${#scripts[@]} scripts"
