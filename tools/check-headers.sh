#!/usr/bin/env bash
# Each public header compiles alone and without a warning, as C11 and as C++17, with gcc and with clang.
set -uo pipefail
cd "${srcdir:-.}" || exit 1
bad=0
read -ra libpq < <("${PKG_CONFIG:-pkg-config}" --cflags libpq)
# compile COMPILER LANGUAGE STANDARD
compile()
{
    local header
    command -v "$1" >/dev/null || { echo "without $1, which is not here"; return; }
    for header in include/quern/*.h include/quern/backend/*.h; do
        printf '#include <%s>\nextern int quern_probe;\n' "${header#include/}" |
            "$1" -x "$2" -std="$3" -Wall -Wextra -Wpedantic -Werror -Iinclude "${libpq[@]}" -fsyntax-only - || {
            echo "$header:1: does not compile alone with $1 -std=$3"
            bad=1
        }
    done
}
compile gcc c c11
compile clang c c11
compile g++ c++ c++17
compile clang++ c++ c++17
exit $bad
