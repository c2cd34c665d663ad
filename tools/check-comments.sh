#!/usr/bin/env bash
# What is public is documented. In each header of include/
#  - a function, and a constructor (static inline), has a comment directly above it, or above the group without an empty line
#    that it stands in; that comment, or the one at the header's top, says whether it evaluates and which threads may call it;
#  - a struct or an enum has a comment above it; a macro too, or beside it;
#  - of structs that a user fills with options, each member has a comment beside it or above it.
# Names with two underscores are not public.
set -euo pipefail
cd "${srcdir:-.}"
awk '
    BEGIN { filled = "^quern_(options|field|allocator|script_expectation|script_opening|script_column)$" }
    function complain(text) { printf "%s:%d: %s\n", FILENAME, FNR, text; bad = 1 }
    function says(word) { return tolower(top " " comment) ~ word }
    function check_function(name) {
        functions++
        if (comment == "") complain(name " has no comment above it")
        else if (!says("evaluate")) complain(name ": no comment says whether it evaluates")
        else if (!says("thread")) complain(name ": no comment says which threads may call it")
    }
    function check_member(text) {
        if (text !~ /\/\*/ && comment == "" && text !~ / reserved;/) complain("a member has no comment:" text)
    }

    FNR == 1 { top = comment = options = ""; first = 1; open = inside = 0 }

    /clang-format o/ || /^#(if|else|endif|include)/ { next }

    # Comments on lines of their own: the last one counts until an empty line.
    inside || /^[ \t]*\/\*/ {
        if (!inside) comment = ""
        comment = comment " " $0
        inside = !/\*\//
        if (!inside && first) { top = comment; comment = ""; first = 0 }
        next
    }
    /^[ \t]*$/ { comment = ""; next }

    # Members, each of which may go on in the next line.
    options != "" {
        if (/^}/) { options = ""; next }
        member = member " " $0
        if (/;/) { check_member(member); member = comment = "" }
        next
    }
    /^(typedef )?(struct|enum)( quern_[a-z0-9_]*)? {/ && !/QUERN__/ {
        if (comment == "") complain("no comment above: " $0)
        if (/}/) next
        for (i = 1; i <= NF; i++) if ($i ~ filled) options = $i
        member = comment = ""
        next
    }

    /^#define QUERN_[A-Z]/ && !/_H$/ {
        if (comment == "" && !/\/\*/) complain("no comment above: " $2)
        next
    }
    /^(QUERN_API|static inline) / { open = 1; text = "" }
    open { text = text " " $0 }
    open && match(text, /quern_[a-z0-9_]*\(/) {
        name = substr(text, RSTART, RLENGTH - 1)
        if (name !~ /^quern__/) check_function(name)
        open = 0
    }
    END {
        if (!functions) { print "include/quern:1: no function was found"; bad = 1 }
        if (!bad) print functions " functions"
        exit bad
    }' include/quern/*.h include/quern/backend/*.h
