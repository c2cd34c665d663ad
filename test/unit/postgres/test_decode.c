/* test_decode.c: which decoder is chosen, and what it makes of bytes, of too few and of too many. */
#include "backends/postgres/link.h"

#include "test/support/runner.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef union member {
    bool boolean;
    int32_t i32;
    int64_t i64;
    double f64;
    const char *text;
    quern_timestamp timestamp;
    unsigned char bytes[8];
} member;

typedef struct pile {
    quern_storage storage;
    char bytes[64];
    bool empty;
} pile;

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    (void)alignment;
    pile *p = (pile *)storage;
    ck_assert_uint_le(size, sizeof p->bytes);
    return p->empty ? NULL : p->bytes;
}

static const quern_kind kinds[] = { QUERN_KIND_BOOL, QUERN_KIND_I32,  QUERN_KIND_I64,
                                    QUERN_KIND_F64,  QUERN_KIND_TEXT, QUERN_KIND_TIMESTAMP };
enum { KINDS = sizeof kinds / sizeof *kinds };

/* A column type, the members that can take it (in the order of `kinds`), and how many bytes it has; 0: any number. */
static const struct {
    const char *name;
    uint32_t type;
    const char *fits;
    size_t size;
} types[] = {
    { "bool", 16, "B.....", 1 },        { "bytea", 17, "......", 0 },
    { "\"char\"", 18, "....T.", 1 },    { "name", 19, "....T.", 0 },
    { "int8", 20, "..8...", 8 },        { "int2", 21, ".48...", 2 },
    { "int4", 23, ".48...", 4 },        { "text", 25, "....T.", 0 },
    { "oid", 26, "..8...", 4 },         { "json", 114, "......", 0 },
    { "float4", 700, "...F..", 4 },     { "float8", 701, "...F..", 8 },
    { "unknown", 705, "....T.", 0 },    { "bpchar", 1042, "....T.", 0 },
    { "varchar", 1043, "....T.", 0 },   { "date", 1082, "......", 4 },
    { "timestamp", 1114, "......", 8 }, { "timestamptz", 1184, ".....t", 8 },
    { "interval", 1186, "......", 16 }, { "numeric", 1700, "......", 0 },
    { "uuid", 2950, "......", 16 },     { "an enum", 16400, "......", 0 },
    { "nothing", 0, "......", 0 },
};
enum { TYPES = sizeof types / sizeof *types };

START_TEST(a_type_fits_a_kind_or_not)
{
    const quern_column column = { .name = "x", .type = types[_i].type, .modifier = -1 };
    for (int k = 0; k < KINDS; k++)
        ck_assert_msg((quern__pg_decoder(&column, kinds[k]) != NULL) == (types[_i].fits[k] != '.'),
                      "%s and a member of kind %x", types[_i].name, (unsigned)kinds[k]);
}
END_TEST

/* A copy of the bytes in memory of just that size: one byte too many read is seen by ASan and valgrind. */
static quern_decoded decode(quern_decoder *decoder, const unsigned char *bytes, size_t size, member *out,
                            pile *p)
{
    unsigned char *copy = malloc(size ? size : 1);
    memcpy(copy, bytes, size);
    const quern_decoded decoded = decoder(&(quern_cell){ .data = copy, .size = size }, out, &p->storage);
    free(copy);
    return decoded;
}

START_TEST(every_other_length_is_malformed_and_leaves_the_member)
{
    static const unsigned char bytes[40] = { 0 };
    const quern_column column = { .name = "x", .type = types[_i].type, .modifier = -1 };
    for (int k = 0; k < KINDS; k++) {
        quern_decoder *decoder = quern__pg_decoder(&column, kinds[k]);
        for (size_t size = 0; decoder && types[_i].size && size < sizeof bytes; size++) {
            member out, before;
            pile p = { .storage = { take } };
            memset(&out, 0x5a, sizeof out);
            before = out;
            const quern_decoded decoded = decode(decoder, bytes, size, &out, &p);
            ck_assert_msg((decoded == QUERN_DECODED) == (size == types[_i].size), "%s of %zu bytes: %d",
                          types[_i].name, size, (int)decoded);
            if (size == types[_i].size)
                continue;
            ck_assert_int_eq(decoded, QUERN_DECODE_MALFORMED);
            ck_assert_msg(memcmp(&out, &before, sizeof out) == 0, "%s of %zu bytes changed the member",
                          types[_i].name, size);
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
    member expected; /* a text is compared as one */
    quern_decoded decoded;
} cases[] = {
    { "false", 16, QUERN_KIND_BOOL, BYTES("\0"), { .boolean = false }, QUERN_DECODED },
    { "true", 16, QUERN_KIND_BOOL, BYTES("\1"), { .boolean = true }, QUERN_DECODED },
    { "neither", 16, QUERN_KIND_BOOL, BYTES("\2"), { .i64 = 0 }, QUERN_DECODE_MALFORMED },
    { "int2 -2 in i32", 21, QUERN_KIND_I32, BYTES("\xff\xfe"), { .i32 = -2 }, QUERN_DECODED },
    { "int2 min in i64", 21, QUERN_KIND_I64, BYTES("\x80\0"), { .i64 = INT16_MIN }, QUERN_DECODED },
    { "int4 max", 23, QUERN_KIND_I32, BYTES("\x7f\xff\xff\xff"), { .i32 = INT32_MAX }, QUERN_DECODED },
    { "int4 min", 23, QUERN_KIND_I32, BYTES("\x80\0\0\0"), { .i32 = INT32_MIN }, QUERN_DECODED },
    { "int4 -1 in i64", 23, QUERN_KIND_I64, BYTES("\xff\xff\xff\xff"), { .i64 = -1 }, QUERN_DECODED },
    { "oid is unsigned", 26, QUERN_KIND_I64, BYTES("\xff\xff\xff\xff"), { .i64 = UINT32_MAX }, QUERN_DECODED },
    { "int8 min", 20, QUERN_KIND_I64, BYTES("\x80\0\0\0\0\0\0\0"), { .i64 = INT64_MIN }, QUERN_DECODED },
    { "int8 bytes in order", 20, QUERN_KIND_I64, BYTES("\1\2\3\4\5\6\7\x08"), { .i64 = 0x0102030405060708 }, QUERN_DECODED },
    { "float4 1.5", 700, QUERN_KIND_F64, BYTES("\x3f\xc0\0\0"), { .f64 = 1.5 }, QUERN_DECODED },
    { "float4 -infinity", 700, QUERN_KIND_F64, BYTES("\xff\x80\0\0"), { .f64 = -INFINITY }, QUERN_DECODED },
    { "float8 0.1", 701, QUERN_KIND_F64, BYTES("\x3f\xb9\x99\x99\x99\x99\x99\x9a"), { .f64 = 0.1 }, QUERN_DECODED },
    { "float8 -0", 701, QUERN_KIND_F64, BYTES("\x80\0\0\0\0\0\0\0"), { .f64 = -0.0 }, QUERN_DECODED },
    { "float8 smallest", 701, QUERN_KIND_F64, BYTES("\0\0\0\0\0\0\0\1"), { .f64 = DBL_TRUE_MIN }, QUERN_DECODED },
    { "text", 25, QUERN_KIND_TEXT, BYTES("it's"), { .text = "it's" }, QUERN_DECODED },
    { "empty text", 25, QUERN_KIND_TEXT, BYTES(""), { .text = "" }, QUERN_DECODED },
    { "char", 18, QUERN_KIND_TEXT, BYTES("r"), { .text = "r" }, QUERN_DECODED },
    { "char of no encoding", 18, QUERN_KIND_TEXT, BYTES("\xff"), { .i64 = 0 }, QUERN_DECODE_OUT_OF_RANGE },
    { "2000-01-01", 1184, QUERN_KIND_TIMESTAMP, BYTES("\0\0\0\0\0\0\0\0"), { .i64 = 946684800000000 }, QUERN_DECODED },
    { "1970-01-01", 1184, QUERN_KIND_TIMESTAMP, BYTES("\xff\xfc\xa2\xfe\xc4\xc8\x20\x00"), { .i64 = 0 }, QUERN_DECODED },
    { "infinity", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x7f\xff\xff\xff\xff\xff\xff\xff"), { .i64 = INT64_MAX }, QUERN_DECODED },
    { "-infinity", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x80\0\0\0\0\0\0\0"), { .i64 = INT64_MIN }, QUERN_DECODED },
    { "the last time", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x7f\xfc\xa2\xfe\xc4\xc8\x1f\xfe"), { .i64 = INT64_MAX - 1 }, QUERN_DECODED },
    { "one later would be infinity", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x7f\xfc\xa2\xfe\xc4\xc8\x1f\xff"), { .i64 = 0 }, QUERN_DECODE_OUT_OF_RANGE },
    { "and later still cannot be held", 1184, QUERN_KIND_TIMESTAMP, BYTES("\x7f\xff\xff\xff\xff\xff\xff\xfe"), { .i64 = 0 }, QUERN_DECODE_OUT_OF_RANGE },
};
/* clang-format on */

/* How much of a member of this kind there is. */
static size_t size_of(quern_kind kind)
{
    return kind == QUERN_KIND_BOOL ? sizeof(bool) : kind == QUERN_KIND_I32 ? sizeof(int32_t) : 8;
}

START_TEST(bytes_become_a_value)
{
    const quern_column column = { .name = "x", .type = cases[_i].type, .modifier = -1 };
    quern_decoder *decoder = quern__pg_decoder(&column, cases[_i].kind);
    member out, expected;
    pile p = { .storage = { take } };
    memset(&out, 0x5a, sizeof out);
    memset(&expected, 0x5a, sizeof expected);
    const bool good = cases[_i].decoded == QUERN_DECODED;
    ck_assert_msg(decode(decoder, (const unsigned char *)cases[_i].bytes, cases[_i].size, &out, &p) ==
                      cases[_i].decoded,
                  "%s", cases[_i].name);
    if (good && cases[_i].kind == QUERN_KIND_TEXT) {
        ck_assert_str_eq(out.text, cases[_i].expected.text);
        return;
    }
    if (good)
        memcpy(&expected, &cases[_i].expected, size_of(cases[_i].kind));
    ck_assert_msg(memcmp(&out, &expected, sizeof out) == 0, "%s: another value, or bytes beside the member",
                  cases[_i].name);
}
END_TEST

START_TEST(not_a_number_is_none)
{
    for (uint32_t type = 700; type <= 701; type++) {
        const quern_column column = { .type = type };
        member out = { .f64 = 0 };
        pile p = { .storage = { take } };
        const size_t size = type == 700 ? 4 : 8;
        ck_assert_int_eq(decode(quern__pg_decoder(&column, QUERN_KIND_F64),
                                (const unsigned char *)"\x7f\xf8\0\0\0\0\0\0", size, &out, &p),
                         QUERN_DECODED);
        ck_assert(isnan(out.f64));
    }
}
END_TEST

START_TEST(a_text_without_memory_leaves_the_member)
{
    const uint32_t texts[] = { 18, 19, 25, 705, 1042, 1043 };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const quern_column column = { .type = texts[i] };
        member out = { .text = "before" };
        pile p = { .storage = { take }, .empty = true };
        ck_assert_int_eq(
            decode(quern__pg_decoder(&column, QUERN_KIND_TEXT), (const unsigned char *)"x", 1, &out, &p),
            QUERN_DECODE_NO_MEMORY);
        ck_assert_str_eq(out.text, "before");
    }
}
END_TEST

quern__suite_maker quern__suite_decode;
Suite *quern__suite_decode(void)
{
    Suite *suite = suite_create("decode");
    TCase *tcase = tcase_create("decode");
    tcase_add_loop_test(tcase, a_type_fits_a_kind_or_not, 0, TYPES);
    tcase_add_loop_test(tcase, every_other_length_is_malformed_and_leaves_the_member, 0, TYPES);
    tcase_add_loop_test(tcase, bytes_become_a_value, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tcase, not_a_number_is_none);
    tcase_add_test(tcase, a_text_without_memory_leaves_the_member);
    suite_add_tcase(suite, tcase);
    return suite;
}
