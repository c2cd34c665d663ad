#!/usr/bin/env bash
# Every #include follows tools/layers.txt, and the public headers do not include each other in a circle.
set -euo pipefail
cd "${srcdir:-.}"

# The folders that are there: find fails for want of one.
folders=()
for folder in include lib backends test examples bench; do
    [ ! -d $folder ] || folders+=("$folder")
done

find "${folders[@]}" -name '*.[ch]' | sort | xargs grep -nE '^[ \t]*#[ \t]*include' /dev/null |
    awk '
    function folder_of(file) { sub(/\/[^\/]*$/, "", file); return file }

    # The rule that a folder falls under: its own, or for test, examples and bench that of the top folder.
    function rule_of(folder) {
        if (folder in allowed) return folder
        if (folder ~ /^(test|examples|bench)\//) { sub(/\/.*/, "", folder); return folder }
        return ""
    }

    # Fills reach[rule, x] with all that the rule allows, and what that may include.
    function close_over(rule, from,    i, n, names, name) {
        n = split(allowed[from], names, " ")
        for (i = 1; i <= n; i++) {
            name = names[i]
            if ((rule, name) in reach) continue
            reach[rule, name] = 1
            if (name in allowed) close_over(rule, name)
            else if (folder_of(name) in allowed) close_over(rule, folder_of(name))
        }
    }

    function may(rule, file) {
        return folder_of(file) == rule || (rule, file) in reach || (rule, folder_of(file)) in reach
    }

    function complain(text) { printf "%s:%s: %s\n", file, line, text; bad = 1 }

    FILENAME == "tools/layers.txt" {
        if (/^#/ || NF == 0) next
        name = $1; sub(/:$/, "", name); $1 = ""
        allowed[name] = allowed[name] " " $0
        next
    }
    !closed { for (rule in allowed) close_over(rule, rule); closed = 1 }
    {
        split($0, place, ":"); file = place[1]; line = place[2]
        match($0, /[<"][^>"]*[>"]/)
        wanted = substr($0, RSTART + 1, RLENGTH - 2)
        quoted = substr($0, RSTART, 1) == "\""
        folder = folder_of(file); rule = file in allowed ? file : rule_of(folder)
        if (rule == "") { if (!told[folder]++) complain(folder " is not in tools/layers.txt"); next }
        if (wanted ~ /^quern\//) { wanted = "include/" wanted; if (quoted) complain("write <" substr(wanted, 9) ">") }
        if (file ~ /^include\/quern\/[^\/]*$/ && wanted ~ /^include\//) edge[file] = edge[file] " " wanted
        # A test, and a program of several files, may include a file beside it.
        if (rule == "test" && wanted ~ /^test\//) next
        if (rule ~ /^(test|examples|bench)$/ && wanted !~ /\// && quoted) next
        if (!may(rule, wanted)) complain(folder " may not include " wanted " (see tools/layers.txt)")
    }

    # A header in a circle is one that can reach itself.
    function reaches(from, to,    i, n, names) {
        n = split(edge[from], names, " ")
        for (i = 1; i <= n; i++) {
            if (names[i] == to) return 1
            if (!seen[names[i]]++ && reaches(names[i], to)) return 1
        }
        return 0
    }
    END {
        for (header in edge) {
            split("", seen)
            if (reaches(header, header)) { printf "%s:1: includes itself by way of others\n", header; bad = 1 }
        }
        exit bad
    }' tools/layers.txt -
