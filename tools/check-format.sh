#!/usr/bin/env bash
# clang-format would change nothing. Only with the version that .clang-format was written for: each formats a bit differently.
set -euo pipefail
cd "${srcdir:-.}"
wanted=14
command -v clang-format >/dev/null || { echo 'skipped: clang-format is not here'; exit 77; }
version=$(clang-format --version | sed -E 's/.*version ([0-9]+).*/\1/')
[ "$version" = $wanted ] || { echo "skipped: clang-format $version, not $wanted"; exit 77; }
folders=()
for folder in include lib backends test examples bench; do
    [ ! -d $folder ] || folders+=("$folder")
done
find "${folders[@]}" -name '*.[ch]' -print0 | sort -z | xargs -0 clang-format --dry-run -Werror
