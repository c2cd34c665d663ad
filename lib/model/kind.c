/* kind.c: the table of kinds. To add one: a line in QUERN__SCALARS or QUERN__POINTERS and in their letters (value.h), a class
 * (expr.h), a row here, what no server takes of it in lib/value/fault.c, a case in lib/expr/fit.c where others may stand for it, a
 * type, codec and literal in each backend; the tests of the lists tell what is left. */
#include "lib/model/kind.h"

#define SCALAR(NAME, name_, type)                                                             \
    .kind = QUERN_KIND_##NAME, .name = #name_, .c_type = #type, .twin = "quern_null_" #name_, \
    .array = "quern_array_" #name_, .size = sizeof(type)
#define POINTER(NAME, name_, type)                                                              \
    .kind = QUERN_KIND_##NAME, .name = #name_, .c_type = #type, .array = "quern_array_" #name_, \
    .size = sizeof(type)

/* clang-format off */
static const quern__kind kinds[] = {
    { SCALAR(BOOL, bool, bool), .class = QUERN__B, .noun = "a bool", .nouns = "bools", .example = "true",
      .range = "`true`, `false`", .edge = "0 and 1 may stand for them: `true` is an int before C23" },
    { SCALAR(I16, i16, int16_t), .class = QUERN__I, .noun = "an integer", .nouns = "16-bit integers", .example = "42",
      .range = "-32768 to 32767" },
    { SCALAR(I32, i32, int32_t), .class = QUERN__I, .noun = "an integer", .nouns = "32-bit integers", .example = "42",
      .range = "-2147483648 to 2147483647" },
    { SCALAR(I64, i64, int64_t), .class = QUERN__I, .noun = "an integer", .nouns = "64-bit integers", .example = "42",
      .range = "-9223372036854775808 to 9223372036854775807" },
    { SCALAR(F32, f32, float), .class = QUERN__R, .noun = "a real", .nouns = "reals", .example = "0.5f",
      .range = "all of `float`: denormals, -0.0, NaN and the infinities too",
      .edge = "a double is rounded; one that a float cannot hold is an error" },
    { SCALAR(F64, f64, double), .class = QUERN__R, .noun = "a double", .nouns = "doubles", .example = "0.5",
      .range = "all of `double`: denormals, -0.0, NaN and the infinities too" },
    { POINTER(DECIMAL, decimal, quern_decimal), .class = QUERN__N, .noun = "a decimal", .nouns = "decimals",
      .make = "quern_decimal_of(\"9.99\")",
      .range = "131072 digits before the point, 16383 behind it; NaN and the infinities",
      .edge = "exact: a text, with the zeros at its end; integers may stand for it, doubles not" },
    { POINTER(TEXT, text, const char *), .class = QUERN__T, .noun = "a text", .nouns = "texts", .example = "\"Emma\"",
      .range = "UTF-8 without NUL, 1 GB; `.max_length` characters at most",
      .takes = "`citext`, enums", .edge = "`\"\"` is not NULL" },
    { POINTER(BYTES, bytes, quern_bytes), .class = QUERN__Y, .noun = "bytes", .nouns = "bytes",
      .make = "quern_bytes_of(data, size)",
      .range = "1 GB", .edge = "a `.size` of 0 is not NULL" },
    { SCALAR(TIMESTAMP, timestamp, quern_timestamp), .class = QUERN__S, .noun = "a timestamp", .nouns = "timestamps",
      .example = "quern_timestamp_now()", .make = "quern_timestamp_of_civil", .parse = "quern_timestamp_parse",
      .sample = "2024-05-01T12:00:00Z",
      .range = "4714-11-24 BC to 294247-01-10 04:00:54.775806 UTC, ±infinity",
      .edge = "microseconds since 1970; the server's last 29 years do not fit, and are an error" },
    { SCALAR(LOCAL_TIMESTAMP, local_timestamp, quern_local_timestamp), .class = QUERN__L,
      .noun = "a local timestamp", .nouns = "local timestamps",
      .make = "quern_local_timestamp_of_civil", .parse = "quern_local_timestamp_parse", .sample = "2024-05-01T12:00:00",
      .range = "4714-11-24 BC to 294247-01-10 04:00:54.775806, ±infinity", .edge = "as above, of no time zone" },
    { SCALAR(DATE, date, quern_date), .class = QUERN__D, .noun = "a date", .nouns = "dates",
      .make = "quern_date_of_civil", .parse = "quern_date_parse", .sample = "2024-05-01",
      .range = "4714-11-24 BC to 5874897-12-31, ±infinity", .edge = "days since 1970" },
    { SCALAR(TIME, time, quern_time), .class = QUERN__M, .noun = "a time", .nouns = "times",
      .make = "(quern_time){ microseconds }", .parse = "quern_time_parse", .sample = "12:00:00",
      .range = "00:00:00 to 24:00:00", .edge = "microseconds since midnight" },
    { SCALAR(INTERVAL, interval, quern_interval), .class = QUERN__V, .noun = "an interval", .nouns = "intervals",
      .make = "(quern_interval){ .days = 7 }", .parse = "quern_interval_parse", .sample = "P1Y2M3DT4H5M6.5S",
      .range = "all of its three numbers",
      .edge = "months, days and microseconds are kept apart; all three the largest, or smallest: infinity (server 17)" },
    { SCALAR(UUID, uuid, quern_uuid), .class = QUERN__U, .noun = "a uuid", .nouns = "uuids",
      .parse = "quern_uuid_parse", .sample = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", .range = "16 bytes" },
    { POINTER(JSON, json, quern_json), .class = QUERN__J, .noun = "a JSON document", .nouns = "JSON documents",
      .make = "quern_json_of(\"{}\")",
      .range = "1 GB", .edge = "as text; JSON's `null` is not NULL" },
    { SCALAR(INET, inet, quern_inet), .class = QUERN__A, .noun = "an address", .nouns = "addresses",
      .parse = "quern_inet_parse", .sample = "192.168.0.0/16",
      .range = "IPv4 and IPv6, with the length of their network" },
};
/* clang-format on */

enum { KINDS = sizeof kinds / sizeof *kinds };

#define ONE(NAME, name, type) +1
_Static_assert(KINDS == 0 QUERN__ELEMENTS(ONE), "each kind has its row");

const quern__kind *quern__kind_facts(unsigned kind)
{
    const unsigned wanted = kind & ~((unsigned)QUERN_NULLABLE | (unsigned)QUERN_ARRAY);
    for (size_t i = 0; i < KINDS; i++)
        if ((unsigned)kinds[i].kind == wanted)
            return &kinds[i];
    return NULL;
}

const quern__kind *quern__kind_at(size_t index)
{
    return index < KINDS ? &kinds[index] : NULL;
}

uint32_t quern__kind_class(unsigned kind)
{
    const quern__kind *facts = quern__kind_facts(kind);
    if (!facts)
        return 0;
    return kind & QUERN_ARRAY ? facts->class << QUERN__ARRAY_SHIFT : facts->class;
}

bool quern__kind_is_pointer(unsigned kind)
{
    const quern__kind *facts = quern__kind_facts(kind);
    return facts && (kind & QUERN_ARRAY || !facts->twin);
}
