# count.awk: instructions from a file of callgrind: all, and those inside of libpq and of what it calls.
#   awk -f count.awk callgrind.out    prints "ALL LIBPQ"
# The format: `ob=` names the object of the functions that follow, `cob=` that of the next call, whose cost is on the line behind
# `calls=`. A name is written once, and then only its number: "(5) /lib/libpq.so.5".
function name_of(text,    number)
{
    sub(/^[a-z]+=/, "", text)
    match(text, /^\([0-9]+\)/)
    number = substr(text, 1, RLENGTH)
    text = substr(text, RLENGTH + 2)
    if (text != "") names[number] = text
    return names[number]
}
/^ob=/ { object = called = name_of($0); next }
/^cob=/ { called = name_of($0); next }
/^calls=/ {
    if (called ~ /libpq/ && object !~ /libpq/) into_libpq = 1
    called = object
    call = 1
    next
}
/^[0-9+*-]/ {
    if (!call) all += $2
    else if (into_libpq) libpq += $2
    call = into_libpq = 0
}
END { printf "%.0f %.0f\n", all, libpq }
