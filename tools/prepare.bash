# prepare.bash: what ./check and ./tour share: they are read here by `source`. Installs what is missing, makes configure,
# runs steps with their output in a log. shellcheck shell=bash

# need PACKAGE TEST...: remembers the Debian package when the test fails.
missing=()
need()
{
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}

has_header()
{
    echo "#include <$1>" | gcc -E -x c -
}

# clang's own part of its sanitizers and fuzzers, which Debian packs apart.
has_sanitizers()
{
    echo 'int main(void) { return 0; }' | clang -fsanitize=address,undefined -x c -o /dev/null -
}

has_server()
{
    command -v pg_ctl || ls /usr/lib/postgresql/*/bin/pg_ctl
}

need_for_building()
{
    need gcc command -v gcc
    need libc6-dev has_header stdio.h
    need make command -v make
    need autoconf command -v autoconf
    need automake command -v automake
    need libtool command -v libtoolize
    need pkg-config command -v pkg-config
    need libpq-dev pkg-config --exists 'libpq >= 14'
    need libjansson-dev pkg-config --exists 'jansson >= 2.10'
    need uthash-dev has_header uthash.h
    need postgresql has_server
}

# A server that we install for its programs should not also start a cluster that nobody asked for.
install_without_cluster()
{
    local conf=/etc/postgresql-common/createcluster.conf
    [ ! -e "$conf" ] || return 0
    $1 apt-get install -y --no-install-recommends postgresql-common &&
        $1 sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' "$conf"
}

# Installs what `need` found missing, or says how to and ends.
install_missing()
{
    [ ${#missing[@]} -gt 0 ] || return 0
    local root=
    if [ "$(id -u)" -ne 0 ]; then root='sudo -n'; fi
    if ! command -v apt-get >/dev/null || { [ -n "$root" ] && ! sudo -n true 2>/dev/null; }; then
        printf 'Some packages are missing. On Debian, install them with\n\n    sudo apt-get install %s\n\n' "${missing[*]}" >&2
        exit 1
    fi
    step "install ${missing[*]}" install install_packages "$root"
}

install_packages()
{
    export DEBIAN_FRONTEND=noninteractive
    $1 apt-get update
    case " ${missing[*]} " in *' postgresql '*) install_without_cluster "$1" || return ;; esac
    $1 apt-get install -y --no-install-recommends "${missing[@]}"
}

# step TEXT LOG COMMAND...: runs the command with its output in build/LOG.log; ends with the part that failed.
step()
{
    local text=$1 log=build/$2.log started=$SECONDS
    shift 2
    mkdir -p "${log%/*}"
    printf '%-58s' "$text"
    if "$@" >"$log" 2>&1; then
        printf ' ok %4ds\n' $((SECONDS - started))
        return 0
    fi
    printf ' FAILED %4ds\n\n' $((SECONDS - started))
    show_failure "$log"
    printf '\nThe whole of it is in %s\n' "$log"
    exit 1
}

# What failed: the reports of the tests that did, or the lines around the first errors, or the end of the log.
show_failure()
{
    local errors='(^|[^a-z])(error|Error|FAILED)[: ]|Sanitizer:|undefined reference'
    if grep -qE '^(FAIL|ERROR): ' "$1"; then
        grep -E '^(FAIL|ERROR): ' "$1" | sort -u
        sed -n '/^\.\. contents::/,/^Testsuite summary/p' "$1" | sed '1d' | head -n 100
    elif grep -qE "$errors" "$1"; then
        grep -E -B 2 -A 8 "$errors" "$1" | head -n 60
    else
        tail -n 40 "$1"
    fi
}

# configure_in FOLDER OPTION...: configures when that was not done, or was done with other options or tools.
configure_in()
{
    local folder=$1 print top
    shift
    mkdir -p "$folder"
    if [ ! -x configure ]; then ./bootstrap || return; fi
    print=$(printf '%s\n' "$@"; command -v gcc clang g++ clang++ valgrind
        for module in libpq check libmicrohttpd jansson; do pkg-config --modversion $module 2>/dev/null; done)
    if [ -e "$folder/Makefile" ] && [ "$print" = "$(cat "$folder/configured" 2>/dev/null)" ]; then return 0; fi
    top=$(realpath --relative-to="$folder" .)
    (cd "$folder" && "$top/configure" "$@") && printf '%s\n' "$print" >"$folder/configured"
}
