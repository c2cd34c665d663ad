#!/usr/bin/env bash
# Installs quern into an empty folder and builds the programs of this folder outside the tree, with what pkg-config says, as a
# user would; then runs them: the program of README.md too, which must print what is said there. Also compiles the script
# backend there: whoever writes a backend has the installed headers only. In the end nothing may be left of the installation.
set -uo pipefail
srcdir=$(realpath "${srcdir:-.}") builddir=$(realpath "${builddir:-.}")
if [ -n "${SANITIZER_FLAGS:-}" ]; then
    echo 'skipped: with sanitizers, programs of others would need them too'
    exit 77
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
stage=$scratch/stage
# The flags of the make that runs us are not for this one.
if ! env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "${MAKE:-make}" -C "$builddir" install DESTDIR="$stage" >"$scratch/install.log" 2>&1; then
    cat "$scratch/install.log"
    echo "Makefile.am:1: make install DESTDIR=$stage failed"
    exit 1
fi

pc=$(find "$stage" -name quern.pc)
[ -n "$pc" ] || { echo 'quern.pc.in:1: was not installed'; exit 1; }
export PKG_CONFIG_PATH=${pc%/*}${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH} PKG_CONFIG_SYSROOT_DIR=$stage
pkg_config=${PKG_CONFIG:-pkg-config}
libdir=$stage$(env -u PKG_CONFIG_SYSROOT_DIR "$pkg_config" --variable=libdir quern)
cp "$srcdir"/test/consumer/*.[ch] "$srcdir"/test/consumer/*.cc "$scratch"
mkdir -p "$scratch/backends/script"
cp "$srcdir"/backends/script/*.[ch] "$scratch/backends/script"
cd "$scratch" || exit 1

bad=0 skipped=0
cc=${CC:-gcc}
cxx=g++
case $cc in *clang*) cxx=clang++ ;; esac
warnings='-Wall -Wextra -Wpedantic -Werror'
# libpq was not staged: its headers are where they always are, for <quern/postgres.h>.
cflags="$("$pkg_config" --cflags quern) $(env -u PKG_CONFIG_SYSROOT_DIR "$pkg_config" --cflags libpq)" || exit 1
shared=$("$pkg_config" --libs quern)

# quern static, all that it stands on shared: so what libpq says for those who link it statically is dropped.
static_libs()
{
    local libpq word
    libpq=" $("$pkg_config" --static --libs libpq) "
    for word in $("$pkg_config" --static --libs quern); do
        case $word in
        -lquern) printf '%s ' -Wl,-Bstatic -lquern -Wl,-Bdynamic ;;
        -lpq | -L* | -pthread) printf '%s ' "$word" ;;
        *) [[ $libpq == *" $word "* ]] || printf '%s ' "$word" ;;
        esac
    done
}

# build NAME PLACE COMMAND...: PLACE is for the complaint.
build()
{
    local name=$1 place=$2
    shift 2
    "$@" -o "$name" && return
    echo "$place:1: $name cannot be built against the installed quern: $*"
    bad=1
    return 1
}

# run NAME PLACE: 77 is for the lack of a server.
run()
{
    local status=0
    timeout 60 env LD_LIBRARY_PATH="$libdir" "./$1" || status=$?
    if [ $status -eq 77 ] && [ -z "${QUERN_TEST_REQUIRED:-}" ]; then
        skipped=1
        echo "$1: built, but not run against a server: QUERN_TEST_URL is not set"
    elif [ $status -ne 0 ]; then
        echo "$2:1: $1 ended with status $status"
        bad=1
    else
        echo "$1: well"
    fi
}

# part NUMBER: a fenced block of README.md, counted among those of its kind.
part()
{
    awk -v kind="\`\`\`$1" -v number="$2" '
        /^```/ { if (open) { open = found = 0; next } open = 1; found = $0 == kind && ++count == number; next }
        found' "$srcdir/README.md"
}

# compare WHAT GOT EXPECTED
compare()
{
    [ "$2" = "$3" ] && return
    printf 'README.md:1: %s is not what is printed:\n%s\nbut:\n%s\n' "$1" "$3" "$2"
    bad=1
}

# The program of README.md, with the tables from there, in a schema of its own; and with the mistake from there.
readme()
{
    [ -n "${QUERN_TEST_URL:-}" ] || { skipped=1; echo 'readme: built, but not run'; return; }
    command -v psql >/dev/null || { echo 'without psql, which is not here'; return; }
    local PGOPTIONS='-c search_path=quern_readme -c client_min_messages=warning' quiet=(psql -qX -v ON_ERROR_STOP=1 "$QUERN_TEST_URL")
    export PGOPTIONS LD_LIBRARY_PATH=$libdir
    { echo 'DROP SCHEMA IF EXISTS quern_readme CASCADE; CREATE SCHEMA quern_readme;'; part sh 2 | sed -n "/<<'SQL'/,/^SQL/{//!p}"; } | "${quiet[@]}" || bad=1
    compare 'the output of the program' "$(./readme 2>&1)" "$(part '' 1)"
    compare 'the mistake' "$(./readme-mistake 2>&1 >/dev/null)" "$(part '' 2)"
    "${quiet[@]}" -c 'DROP SCHEMA quern_readme CASCADE' || bad=1
    echo 'readme: run'
}

here=test/consumer
# shellcheck disable=SC2046,SC2086 # words are meant to be split
{
    if [ -e "$libdir/libquern.so" ]; then
        build c11-shared $here/lists.c $cc -std=c11 $warnings $cflags lists.c shelf.c $shared && run c11-shared $here/lists.c
        build old-layout $here/old_layout.c $cc -std=c11 $warnings $cflags old_layout.c $shared && run old-layout $here/old_layout.c
    fi
    if [ -e "$libdir/libquern.a" ]; then
        build c11-static $here/lists.c $cc -std=c11 $warnings $cflags lists.c shelf.c $(static_libs) && {
            if ldd c11-static | grep -q libquern; then
                echo "quern.pc.in:1: c11-static was linked with the shared library"
                bad=1
            fi
            run c11-static $here/lists.c
        }
    fi
    if command -v $cxx >/dev/null; then
        $cc -std=c11 $warnings $cflags -c shelf.c -o shelf.o || bad=1
        build c++17 $here/lists.cc $cxx -std=c++17 $warnings $cflags lists.cc shelf.o $shared && run c++17 $here/lists.cc
        build c++17-related $here/related.cc $cxx -std=c++17 $warnings $cflags related.cc shelf.o $shared && run c++17-related $here/related.cc
    else
        echo "without $cxx, which is not here"
    fi
    part c 1 | sed "s|postgresql:///books|${QUERN_TEST_URL:-}|" >books.c
    build readme README.md $cc -std=c11 $warnings $cflags books.c $shared && {
        sed -i 's/Q("title__icontains"/Q("titel__icontains"/' books.c
        build readme-mistake README.md $cc -std=c11 $warnings $cflags books.c $shared
        readme
    }
    for file in backends/script/*.c; do
        $cc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings $cflags -I. -c "$file" -o script.o || {
            echo "$file:1: does not compile with the installed headers alone"
            bad=1
        }
    done
}
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "${MAKE:-make}" -C "$builddir" uninstall DESTDIR="$stage" >"$scratch/uninstall.log" 2>&1
while read -r left; do
    echo "Makefile.am:1: make uninstall leaves ${left#"$stage"}"
    bad=1
done < <(find "$stage" ! -type d -o -path '*/quern*')
[ $bad -eq 0 ] || exit 1
[ $skipped -eq 0 ] || exit 77
