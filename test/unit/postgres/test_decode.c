/* test_decode.c: which decoder is chosen for a column, and what it makes of bytes, of too few and of too many. Arrays have a
 * file of their own. */
#include "backends/postgres/link.h"

#include "test/support/runner.h"
#include "test/unit/postgres/cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The kinds, a letter for each, in the order of `cell_kinds`. */
static const char letters[] = "bsilfdSLDMVUATYNJ";

/* A column type, its array type, the members that can take it, and how many bytes it has; 0: any number. */
static const struct {
    const char *name;
    uint32_t type, array;
    const char *fits;
    size_t size;
} types[] = {
    { "bool", 16, 1000, "b", 1 },          { "bytea", 17, 1001, "Y", 0 },
    { "\"char\"", 18, 1002, "T", 1 },      { "name", 19, 1003, "T", 0 },
    { "int8", 20, 1016, "l", 8 },          { "int2", 21, 1005, "sil", 2 },
    { "int2vector", 22, 1006, "", 0 },     { "int4", 23, 1007, "il", 4 },
    { "text", 25, 1009, "T", 0 },          { "oid", 26, 1028, "l", 4 },
    { "json", 114, 199, "J", 0 },          { "xml", 142, 143, "T", 0 },
    { "point", 600, 1017, "", 16 },        { "cidr", 650, 651, "A", 0 },
    { "float4", 700, 1021, "fd", 4 },      { "float8", 701, 1022, "d", 8 },
    { "unknown", 705, 0, "T", 0 },         { "money", 790, 791, "", 8 },
    { "inet", 869, 1041, "A", 0 },         { "bpchar", 1042, 1014, "T", 0 },
    { "varchar", 1043, 1015, "T", 0 },     { "date", 1082, 1182, "D", 4 },
    { "time", 1083, 1183, "M", 8 },        { "timestamp", 1114, 1115, "L", 8 },
    { "timestamptz", 1184, 1185, "S", 8 }, { "interval", 1186, 1187, "V", 16 },
    { "timetz", 1266, 1270, "", 12 },      { "bit", 1560, 1561, "", 0 },
    { "numeric", 1700, 1231, "N", 0 },     { "record", 2249, 2287, "", 0 },
    { "uuid", 2950, 2951, "U", 16 },       { "jsonb", 3802, 3807, "J", 0 },
    { "an enum", 16400, 16399, "", 0 },    { "nothing", 0, 0, "", 0 },
};
enum { TYPES = sizeof types / sizeof *types };

static quern_decoder *decoder_of(uint32_t type, quern_kind kind)
{
    return quern_postgres_backend()->decoder(&(quern_column){ .name = "x", .type = type, .modifier = -1 },
                                             kind);
}

START_TEST(a_type_fits_a_kind_or_not)
{
    for (size_t k = 0; cell_kinds[k]; k++) {
        const quern_kind kind = cell_kinds[k], array = (quern_kind)(kind | QUERN_ARRAY);
        const bool fits = strchr(types[_i].fits, letters[k]);
        const char *name = cell_kind_name(kind);
        ck_assert_msg((decoder_of(types[_i].type, kind) != NULL) == fits, "%s and a %s", types[_i].name,
                      name);
        ck_assert_msg((decoder_of(types[_i].array, array) != NULL) == (fits && types[_i].array),
                      "%s[] and an array of %s", types[_i].name, name);
        ck_assert_msg(!decoder_of(types[_i].array, kind), "%s[] and a %s", types[_i].name, name);
        ck_assert_msg(!decoder_of(types[_i].type, array), "%s and an array of %s", types[_i].name, name);
    }
}
END_TEST

START_TEST(every_kind_has_its_letter)
{
    size_t count = 0;
    while (cell_kinds[count])
        count++;
    ck_assert_uint_eq(count, strlen(letters));
}
END_TEST

START_TEST(every_other_length_is_malformed_and_leaves_the_member)
{
    static const unsigned char bytes[40] = { 0 };
    for (size_t k = 0; cell_kinds[k]; k++) {
        quern_decoder *decoder = decoder_of(types[_i].type, cell_kinds[k]);
        for (size_t size = 0; decoder && types[_i].size && size < sizeof bytes; size++) {
            cell_member out, before;
            cell_storage s = cell_storage_open(0);
            memset(&out, 0x5a, sizeof out);
            before = out;
            const quern_decoded decoded = cell_decode(decoder, bytes, size, &out, &s);
            ck_assert_msg(decoded == (size == types[_i].size ? QUERN_DECODED : QUERN_DECODE_MALFORMED),
                          "%s of %zu bytes: %d", types[_i].name, size, (int)decoded);
            ck_assert_msg(decoded == QUERN_DECODED || memcmp(&out, &before, sizeof out) == 0,
                          "%s of %zu bytes changed the member", types[_i].name, size);
            cell_storage_close(&s);
        }
    }
}
END_TEST

#define BYTES(x) x, sizeof(x) - 1

/* clang-format off */
static const struct {
    const char *name;
    uint32_t type;
    quern_kind kind;
    const char *bytes;
    size_t size;
    const char *expected; /* as the server writes it; NULL: malformed */
} cases[] = {
    { "false", 16, QUERN_KIND_BOOL, BYTES("\0"), "f" },
    { "true", 16, QUERN_KIND_BOOL, BYTES("\1"), "t" },
    { "neither", 16, QUERN_KIND_BOOL, BYTES("\2"), NULL },
    { "int2 -2 in i16", 21, QUERN_KIND_I16, BYTES("\xff\xfe"), "-2" },
    { "int2 -2 in i32", 21, QUERN_KIND_I32, BYTES("\xff\xfe"), "-2" },
    { "int2 min in i64", 21, QUERN_KIND_I64, BYTES("\x80\0"), "-32768" },
    { "int4 max", 23, QUERN_KIND_I32, BYTES("\x7f\xff\xff\xff"), "2147483647" },
    { "int4 min", 23, QUERN_KIND_I32, BYTES("\x80\0\0\0"), "-2147483648" },
    { "int4 -1 in i64", 23, QUERN_KIND_I64, BYTES("\xff\xff\xff\xff"), "-1" },
    { "oid is unsigned", 26, QUERN_KIND_I64, BYTES("\xff\xff\xff\xff"), "4294967295" },
    { "int8 min", 20, QUERN_KIND_I64, BYTES("\x80\0\0\0\0\0\0\0"), "-9223372036854775808" },
    { "int8 bytes in order", 20, QUERN_KIND_I64, BYTES("\1\2\3\4\5\6\7\x08"), "72623859790382856" },
    { "float4 1.5", 700, QUERN_KIND_F32, BYTES("\x3f\xc0\0\0"), "1.5" },
    { "float4 1.5 in f64", 700, QUERN_KIND_F64, BYTES("\x3f\xc0\0\0"), "1.5" },
    { "float4 0.1 is another number in f64", 700, QUERN_KIND_F64, BYTES("\x3d\xcc\xcc\xcd"), "0.10000000149011612" },
    { "float4 smallest", 700, QUERN_KIND_F32, BYTES("\0\0\0\1"), "1e-45" },
    { "float4 -infinity", 700, QUERN_KIND_F64, BYTES("\xff\x80\0\0"), "-Infinity" },
    { "float4 NaN", 700, QUERN_KIND_F32, BYTES("\x7f\xc0\0\0"), "NaN" },
    { "float8 0.1", 701, QUERN_KIND_F64, BYTES("\x3f\xb9\x99\x99\x99\x99\x99\x9a"), "0.1" },
    { "float8 -0", 701, QUERN_KIND_F64, BYTES("\x80\0\0\0\0\0\0\0"), "-0" },
    { "float8 smallest", 701, QUERN_KIND_F64, BYTES("\0\0\0\0\0\0\0\1"), "5e-324" },
    { "float8 NaN", 701, QUERN_KIND_F64, BYTES("\x7f\xf8\0\0\0\0\0\0"), "NaN" },
    { "text", 25, QUERN_KIND_TEXT, BYTES("it's"), "it's" },
    { "empty text", 25, QUERN_KIND_TEXT, BYTES(""), "" },
    { "NUL in a text", 25, QUERN_KIND_TEXT, BYTES("it\0s"), NULL },
    { "NUL at its end", 1043, QUERN_KIND_TEXT, BYTES("its\0"), NULL },
    { "char", 18, QUERN_KIND_TEXT, BYTES("r"), "r" },
    { "the last char of an encoding", 18, QUERN_KIND_TEXT, BYTES("\x7f"), "\x7f" },
    { "char of nothing", 18, QUERN_KIND_TEXT, BYTES("\0"), "" },
    { "2000-01-01", 1184, QUERN_KIND_TIMESTAMP, BYTES("\0\0\0\0\0\0\0\0"), "2000-01-01 00:00:00+00" },
    { "1970-01-01", 1184, QUERN_KIND_TIMESTAMP, BYTES("\xff\xfc\xa2\xfe\xc4\xc8\x20\x00"), "1970-01-01 00:00:00+00" },
    { "infinity", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x7f\xff\xff\xff\xff\xff\xff\xff"), "infinity" },
    { "-infinity", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x80\0\0\0\0\0\0\0"), "-infinity" },
    { "the last time", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x7f\xfc\xa2\xfe\xc4\xc8\x1f\xfe"), "294247-01-10 04:00:54.775806+00" },
    { "before the server's first", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x80\0\0\0\0\0\0\1"), "290279-12-22 19:59:05.224193+00 BC" },
    { "a local one", 1114, QUERN_KIND_LOCAL_TIMESTAMP, BYTES("\0\0\0\0\0\1\x86\xa0"), "2000-01-01 00:00:00.1" },
    { "a local infinity", 1114, QUERN_KIND_LOCAL_TIMESTAMP, BYTES("\x7f\xff\xff\xff\xff\xff\xff\xff"), "infinity" },
    { "2000-01-01 as a date", 1082, QUERN_KIND_DATE, BYTES("\0\0\0\0"), "2000-01-01" },
    { "1999-12-31", 1082, QUERN_KIND_DATE, BYTES("\xff\xff\xff\xff"), "1999-12-31" },
    { "the last date", 1082, QUERN_KIND_DATE, BYTES("\x7f\xda\x97\x0c"), "5874897-12-31" },
    { "the first date", 1082, QUERN_KIND_DATE, BYTES("\xff\xda\x97\xa7"), "4714-11-24 BC" },
    { "infinite date", 1082, QUERN_KIND_DATE, BYTES("\x7f\xff\xff\xff"), "infinity" },
    { "-infinite date", 1082, QUERN_KIND_DATE, BYTES("\x80\0\0\0"), "-infinity" },
    { "midnight", 1083, QUERN_KIND_TIME, BYTES("\0\0\0\0\0\0\0\0"), "00:00:00" },
    { "24:00", 1083, QUERN_KIND_TIME, BYTES("\0\0\0\x14\x1d\xd7\x60\0"), "24:00:00" },
    { "later", 1083, QUERN_KIND_TIME, BYTES("\0\0\0\x14\x1d\xd7\x60\1"), NULL },
    { "earlier", 1083, QUERN_KIND_TIME, BYTES("\xff\xff\xff\xff\xff\xff\xff\xff"), NULL },
    { "interval", 1186, QUERN_KIND_INTERVAL, BYTES("\0\0\0\0\0\x2d\xc6\xc0\0\0\0\2\0\0\0\1"), "P1M2DT3S" },
    { "interval backwards", 1186, QUERN_KIND_INTERVAL, BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), "P-1M-1DT-0.000001S" },
    { "uuid", 2950, QUERN_KIND_UUID, BYTES("\xa0\xee\xbc\x99\x9c\x0b\x4e\xf8\xbb\x6d\x6b\xb9\xbd\x38\x0a\x11"), "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11" },
    { "IPv4", 869, QUERN_KIND_INET, BYTES("\2\x20\0\4\x0a\1\2\3"), "10.1.2.3" },
    { "its network", 869, QUERN_KIND_INET, BYTES("\2\x08\0\4\x0a\1\2\3"), "10.1.2.3/8" },
    { "cidr", 650, QUERN_KIND_INET, BYTES("\2\x08\1\4\x0a\0\0\0"), "10.0.0.0/8" },
    { "all of IPv4", 869, QUERN_KIND_INET, BYTES("\2\0\0\4\0\0\0\0"), "0.0.0.0/0" },
    { "IPv6", 869, QUERN_KIND_INET, BYTES("\3\x80\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"), "::1" },
    { "another system's AF_INET6", 869, QUERN_KIND_INET, BYTES("\x0a\x80\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"), NULL },
    { "no family", 869, QUERN_KIND_INET, BYTES("\0\x20\0\4\x0a\1\2\3"), NULL },
    { "too long a prefix", 869, QUERN_KIND_INET, BYTES("\2\x21\0\4\x0a\1\2\3"), NULL },
    { "too long for IPv6", 869, QUERN_KIND_INET, BYTES("\3\x81\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"), NULL },
    { "a bool that is none", 869, QUERN_KIND_INET, BYTES("\2\x20\2\4\x0a\1\2\3"), NULL },
    { "IPv4 of 16 bytes", 869, QUERN_KIND_INET, BYTES("\2\x20\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"), NULL },
    { "an address too short", 869, QUERN_KIND_INET, BYTES("\2\x20\0\4\x0a\1\2"), NULL },
    { "an address too long", 869, QUERN_KIND_INET, BYTES("\2\x20\0\4\x0a\1\2\3\4"), NULL },
    { "half a header", 869, QUERN_KIND_INET, BYTES("\2\x20\0"), NULL },
    { "no header", 869, QUERN_KIND_INET, BYTES(""), NULL },
    { "bytes", 17, QUERN_KIND_BYTES, BYTES("\0\1\xff"), "\\x0001ff" },
    { "no bytes", 17, QUERN_KIND_BYTES, BYTES(""), "\\x" },
    { "jsonb", 3802, QUERN_KIND_JSON, BYTES("\1{\"a\": 1}"), "{\"a\": 1}" },
    { "jsonb of another version", 3802, QUERN_KIND_JSON, BYTES("\2{}"), NULL },
    { "jsonb of no version", 3802, QUERN_KIND_JSON, BYTES("{}"), NULL },
    { "jsonb of nothing", 3802, QUERN_KIND_JSON, BYTES("\1"), NULL },
    { "jsonb without even a version", 3802, QUERN_KIND_JSON, BYTES(""), NULL },
    { "jsonb with NUL", 3802, QUERN_KIND_JSON, BYTES("\1{\0}"), NULL },
    { "json", 114, QUERN_KIND_JSON, BYTES("{ }"), "{ }" },
    { "json of nothing", 114, QUERN_KIND_JSON, BYTES(""), NULL },
    { "0", 1700, QUERN_KIND_DECIMAL, BYTES("\0\0\0\0\0\0\0\0"), "0" },
    { "0.00", 1700, QUERN_KIND_DECIMAL, BYTES("\0\0\0\0\0\0\0\2"), "0.00" },
    { "-12.50", 1700, QUERN_KIND_DECIMAL, BYTES("\0\2\0\0\x40\0\0\2\0\x0c\x13\x88"), "-12.50" },
    { "10000", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\1\0\0\0\0\0\1"), "10000" },
    { "9999", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\0\0\x27\x0f"), "9999" },
    { "100", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\0\0\0\x64"), "100" },
    { "9", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\0\0\0\x09"), "9" },
    { "10", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\0\0\0\x0a"), "10" },
    { "99", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\0\0\0\x63"), "99" },
    { "999", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\0\0\3\xe7"), "999" },
    { "1000", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\0\0\3\xe8"), "1000" },
    { "0.5", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\xff\xff\0\0\0\1\x13\x88"), "0.5" },
    { "1e20", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\5\0\0\0\0\0\1"), "100000000000000000000" },
    { "0.00001", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\xff\xfe\0\0\0\5\x03\xe8"), "0.00001" },
    { "0.1 of a scale of 5", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\xff\xff\0\0\0\5\x03\xe8"), "0.10000" },
    { "100000000.00010", 1700, QUERN_KIND_DECIMAL, BYTES("\0\4\0\2\0\0\0\5\0\1\0\0\0\0\0\1"), "100000000.00010" },
    { "NaN", 1700, QUERN_KIND_DECIMAL, BYTES("\0\0\0\0\xc0\0\0\0"), "NaN" },
    { "Infinity", 1700, QUERN_KIND_DECIMAL, BYTES("\0\0\0\0\xd0\0\0\x20"), "Infinity" },
    { "-Infinity", 1700, QUERN_KIND_DECIMAL, BYTES("\0\0\0\0\xf0\0\0\x20"), "-Infinity" },
    { "NaN with a digit", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\xc0\0\0\0\0\1"), NULL },
    { "a sign that is none", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\x80\0\0\0\0\1"), NULL },
    { "a digit too large", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\0\0\x27\x10"), NULL },
    { "a scale too large", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\x40\0\0\1"), NULL },
    { "a digit too few", 1700, QUERN_KIND_DECIMAL, BYTES("\0\2\0\0\0\0\0\0\0\1"), NULL },
    { "a digit too many", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\0\0\0\1\0\1"), NULL },
    { "half a digit", 1700, QUERN_KIND_DECIMAL, BYTES("\0\1\0\0\0\0\0\0\0"), NULL },
    { "65535 digits", 1700, QUERN_KIND_DECIMAL, BYTES("\xff\xff\0\0\0\0\0\0"), NULL },
    { "no whole header", 1700, QUERN_KIND_DECIMAL, BYTES("\0\0\0\0\0\0\0"), NULL },
    { "no bytes at all", 1700, QUERN_KIND_DECIMAL, BYTES(""), NULL },
};
/* clang-format on */

/* A member beside which nothing may be written, and which is untouched unless it was decoded. */
static quern_decoded decode_guarded(const char *name, quern_decoder *decoder, quern_kind kind,
                                    const void *bytes, size_t size, cell_member *out, cell_storage *s)
{
    memset(out, 0x5a, sizeof *out);
    const quern_decoded decoded = cell_decode(decoder, bytes, size, out, s);
    for (size_t i = decoded == QUERN_DECODED ? cell_kind_size(kind) : 0; i < sizeof *out; i++)
        ck_assert_msg(out->raw[i] == 0x5a, "%s: byte %zu was written", name, i);
    return decoded;
}

START_TEST(bytes_become_a_value)
{
    cell_member out;
    cell_storage s = cell_storage_open(0);
    const quern_decoded decoded = decode_guarded(cases[_i].name, decoder_of(cases[_i].type, cases[_i].kind),
                                                 cases[_i].kind, cases[_i].bytes, cases[_i].size, &out, &s);
    ck_assert_msg(decoded == (cases[_i].expected ? QUERN_DECODED : QUERN_DECODE_MALFORMED), "%s: %d",
                  cases[_i].name, (int)decoded);
    if (cases[_i].expected) {
        char *shown = cell_show(cases[_i].kind, &out);
        ck_assert_msg(strcmp(shown, cases[_i].expected) == 0, "%s: %s", cases[_i].name, shown);
        free(shown);
    }
    cell_storage_close(&s);
}
END_TEST

/* clang-format off */
static const struct {
    const char *name;
    uint32_t type;
    quern_kind kind;
    const char *bytes;
    size_t size;
} too_far[] = {
    { "one later would be infinity", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x7f\xfc\xa2\xfe\xc4\xc8\x1f\xff") },
    { "and later still cannot be held", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x7f\xff\xff\xff\xff\xff\xff\xfe") },
    { "nor if it is local", 1114, QUERN_KIND_LOCAL_TIMESTAMP, BYTES("\x7f\xfc\xa2\xfe\xc4\xc8\x1f\xff") },
    { "a date that would be infinity", 1082, QUERN_KIND_DATE, BYTES("\x7f\xff\xd5\x32") },
    { "a date later still", 1082, QUERN_KIND_DATE, BYTES("\x7f\xff\xff\xfe") },
    { "char of no encoding", 18, QUERN_KIND_TEXT, BYTES("\xff") },
};
/* clang-format on */

START_TEST(what_is_too_far_is_out_of_range)
{
    cell_member out;
    cell_storage s = cell_storage_open(0);
    const quern_decoded decoded =
        decode_guarded(too_far[_i].name, decoder_of(too_far[_i].type, too_far[_i].kind), too_far[_i].kind,
                       too_far[_i].bytes, too_far[_i].size, &out, &s);
    ck_assert_msg(decoded == QUERN_DECODE_OUT_OF_RANGE, "%s: %d", too_far[_i].name, (int)decoded);
    cell_storage_close(&s);
}
END_TEST

/* A small cell may be a long text; it is written into memory of just that length. */
START_TEST(the_longest_decimals)
{
    static const struct {
        const char *bytes;
        size_t size, length, digit_at;
    } long_ones[] = {
        { BYTES("\0\1\x7f\xff\x40\0\x3f\xff\x27\x0f"), 1 + 131072 + 1 + 16383, 1 },
        { BYTES("\0\1\x7f\xff\0\0\0\0\0\x09"), 1 + 131068, 0 },
        { BYTES("\0\1\x80\0\0\0\x3f\xff\x27\x0f"), 2 + 16383, SIZE_MAX },
        { BYTES("\0\1\xf0\0\0\0\x3f\xff\x23\x28"), 2 + 16383, 2 + 16380 },
    };
    for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++) {
        quern_decimal out;
        cell_storage s = cell_storage_open(0);
        ck_assert_int_eq(cell_decode(decoder_of(1700, QUERN_KIND_DECIMAL), long_ones[i].bytes,
                                     long_ones[i].size, &out, &s),
                         QUERN_DECODED);
        ck_assert_uint_eq(strlen(out.text), long_ones[i].length);
        ck_assert_uint_eq(s.taken, long_ones[i].length + 1);
        const char *nine = strchr(out.text, '9');
        ck_assert_uint_eq(nine ? (size_t)(nine - out.text) : SIZE_MAX, long_ones[i].digit_at);
        cell_storage_close(&s);
    }
}
END_TEST

START_TEST(without_memory_the_member_is_as_it_was)
{
    static const struct {
        uint32_t type;
        quern_kind kind;
        const char *bytes;
        size_t size;
    } takers[] = {
        { 18, QUERN_KIND_TEXT, BYTES("x") },       { 19, QUERN_KIND_TEXT, BYTES("x") },
        { 25, QUERN_KIND_TEXT, BYTES("x") },       { 705, QUERN_KIND_TEXT, BYTES("x") },
        { 1042, QUERN_KIND_TEXT, BYTES("x") },     { 1043, QUERN_KIND_TEXT, BYTES("x") },
        { 17, QUERN_KIND_BYTES, BYTES("x") },      { 114, QUERN_KIND_JSON, BYTES("1") },
        { 3802, QUERN_KIND_JSON, BYTES("\0011") }, { 1700, QUERN_KIND_DECIMAL, BYTES("\0\0\0\0\0\0\0\0") },
    };
    for (size_t i = 0; i < sizeof takers / sizeof *takers; i++) {
        cell_member out;
        cell_storage s = cell_storage_open(1);
        s.pieces = 1; /* there is no more */
        char name[40];
        snprintf(name, sizeof name, "type %u", (unsigned)takers[i].type);
        const quern_decoded decoded =
            decode_guarded(name, decoder_of(takers[i].type, takers[i].kind), takers[i].kind, takers[i].bytes,
                           takers[i].size, &out, &s);
        ck_assert_msg(decoded == QUERN_DECODE_NO_MEMORY, "%s: %d", name, (int)decoded);
    }
}
END_TEST

START_TEST(no_bytes_are_not_null)
{
    quern_bytes out = { .data = NULL };
    cell_storage s = cell_storage_open(0);
    ck_assert_int_eq(cell_decode(decoder_of(17, QUERN_KIND_BYTES), "", 0, &out, &s), QUERN_DECODED);
    ck_assert_ptr_nonnull(out.data);
    ck_assert_uint_eq(out.size, 0);
    ck_assert_uint_eq(s.taken, 0);
    cell_storage_close(&s);
}
END_TEST

quern__suite_maker quern__suite_decode;
Suite *quern__suite_decode(void)
{
    Suite *suite = suite_create("decode");
    TCase *tcase = tcase_create("decode");
    tcase_add_test(tcase, every_kind_has_its_letter);
    tcase_add_loop_test(tcase, a_type_fits_a_kind_or_not, 0, TYPES);
    tcase_add_loop_test(tcase, every_other_length_is_malformed_and_leaves_the_member, 0, TYPES);
    tcase_add_loop_test(tcase, bytes_become_a_value, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(tcase, what_is_too_far_is_out_of_range, 0, sizeof too_far / sizeof *too_far);
    tcase_add_test(tcase, the_longest_decimals);
    tcase_add_test(tcase, without_memory_the_member_is_as_it_was);
    tcase_add_test(tcase, no_bytes_are_not_null);
    suite_add_tcase(suite, tcase);
    return suite;
}
