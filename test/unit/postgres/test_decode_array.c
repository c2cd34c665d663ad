/* test_decode_array.c: arrays: good ones, those that members cannot hold, and what no honest server would send. */
#include "backends/postgres/link.h"

#include "test/support/runner.h"
#include "test/unit/postgres/cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static quern_decoder *decoder_of(uint32_t type, quern_kind kind)
{
    return quern_postgres_backend()->decoder(&(quern_column){ .name = "x", .type = type, .modifier = -1 },
                                             (quern_kind)(kind | QUERN_ARRAY));
}

#define BYTES(x) x, sizeof(x) - 1
#define W(number) "\0\0\0" #number /* a word of 4 bytes, of one digit in octal */
#define MINUS_ONE "\xff\xff\xff\xff"
/* One dimension of `count` items of the type, whose first is number 1. */
#define HEADER(type, count) W(\1) W(\0) type count W(\1)
#define BOOL_TYPE "\0\0\0\x10"
#define BYTEA_TYPE "\0\0\0\x11"
#define INT2_TYPE "\0\0\0\x15"
#define INT4_TYPE "\0\0\0\x17"
#define TEXT_TYPE "\0\0\0\x19"
#define ENUM_TYPE "\0\0\x40\0"
#define LAST_OF_SERVER "\0\0\x3f\xff"
#define JSON_TYPE "\0\0\0\x72"
#define NUMERIC_TYPE "\0\0\x06\xa4"
#define UUID_TYPE "\0\0\x0b\x86"
#define INET_TYPE "\0\0\x03\x65"
#define INTERVAL_TYPE "\0\0\x04\xa2"

#define MALFORMED "malformed"
#define DIMENSIONS "dimensions"
#define OUT_OF_RANGE "out of range"

/* clang-format off */
static const struct {
    const char *name;
    uint32_t type;
    quern_kind kind;
    const char *bytes;
    size_t size;
    const char *expected; /* as the server writes it, or why not */
} cases[] = {
    { "empty", 1007, QUERN_KIND_I32, BYTES(W(\0) W(\0) INT4_TYPE), "{}" },
    { "one", 1007, QUERN_KIND_I32, BYTES(HEADER(INT4_TYPE, W(\1)) W(\4) "\0\0\0\x05"), "{5}" },
    { "with NULL", 1007, QUERN_KIND_I32, BYTES(W(\1) W(\1) INT4_TYPE W(\3) W(\1) W(\4) "\xff\xff\xff\xfe" MINUS_ONE W(\4) "\x7f\xff\xff\xff"), "{-2,NULL,2147483647}" },
    { "only NULL", 1009, QUERN_KIND_TEXT, BYTES(W(\1) W(\1) TEXT_TYPE W(\2) W(\1) MINUS_ONE MINUS_ONE), "{NULL,NULL}" },
    { "said to hold NULL, but does not", 1007, QUERN_KIND_I32, BYTES(W(\1) W(\1) INT4_TYPE W(\1) W(\1) W(\4) W(\7)), "{7}" },
    { "no items in one dimension", 1007, QUERN_KIND_I32, BYTES(HEADER(INT4_TYPE, W(\0))), "{}" },
    { "bools", 1000, QUERN_KIND_BOOL, BYTES(HEADER(BOOL_TYPE, W(\3)) W(\1) "\1" W(\1) "\0" W(\1) "\1"), "{t,f,t}" },
    { "int2 in i64", 1005, QUERN_KIND_I64, BYTES(HEADER(INT2_TYPE, W(\2)) W(\2) "\xff\xff" W(\2) "\0\1"), "{-1,1}" },
    { "texts", 1009, QUERN_KIND_TEXT, BYTES(HEADER(TEXT_TYPE, W(\4)) W(\0) W(\4) "NULL" W(\1) "\"" W(\2) "\xc3\xa9"), "{\"\",\"NULL\",\"\\\"\",\xc3\xa9}" },
    { "an enum's", 1009, QUERN_KIND_TEXT, BYTES(HEADER(ENUM_TYPE, W(\1)) W(\3) "sad"), "{sad}" },
    { "bytes", 1001, QUERN_KIND_BYTES, BYTES(HEADER(BYTEA_TYPE, W(\2)) W(\0) W(\2) "\0\xff"), "{\"\\\\x\",\"\\\\x00ff\"}" },
    { "decimals", 1231, QUERN_KIND_DECIMAL, BYTES(HEADER(NUMERIC_TYPE, W(\2)) "\0\0\0\x08" "\0\0\0\0\0\0\0\2" "\0\0\0\x08" "\0\0\0\0\xc0\0\0\0"), "{0.00,NaN}" },
    { "uuids", 2951, QUERN_KIND_UUID, BYTES(HEADER(UUID_TYPE, W(\1)) "\0\0\0\x10" "0123456789abcdef"), "{30313233-3435-3637-3839-616263646566}" },
    { "addresses", 1041, QUERN_KIND_INET, BYTES(HEADER(INET_TYPE, W(\1)) "\0\0\0\x08" "\2\x08\0\4\x0a\1\2\3"), "{10.1.2.3/8}" },
    { "intervals", 1187, QUERN_KIND_INTERVAL, BYTES(HEADER(INTERVAL_TYPE, W(\1)) "\0\0\0\x10" "\0\0\0\0\0\0\0\0" W(\2) W(\1)), "{P1M2D}" },
    { "two dimensions", 1007, QUERN_KIND_I32, BYTES(W(\2) W(\0) INT4_TYPE W(\1) W(\1) W(\1) W(\1) W(\4) W(\5)), DIMENSIONS },
    { "six dimensions", 1007, QUERN_KIND_I32, BYTES(W(\6) W(\0) INT4_TYPE W(\0) W(\1) W(\0) W(\1) W(\0) W(\1) W(\0) W(\1) W(\0) W(\1) W(\0) W(\1)), DIMENSIONS },
    { "from 0", 1007, QUERN_KIND_I32, BYTES(W(\1) W(\0) INT4_TYPE W(\1) W(\0) W(\4) W(\5)), DIMENSIONS },
    { "from -1", 1007, QUERN_KIND_I32, BYTES(W(\1) W(\0) INT4_TYPE W(\1) MINUS_ONE W(\4) W(\5)), DIMENSIONS },
    { "no bytes", 1007, QUERN_KIND_I32, BYTES(""), MALFORMED },
    { "half a header", 1007, QUERN_KIND_I32, BYTES(W(\0) W(\0) "\0\0\0"), MALFORMED },
    { "no dimension where there is one", 1007, QUERN_KIND_I32, BYTES(W(\1) W(\0) INT4_TYPE), MALFORMED },
    { "half a dimension", 1007, QUERN_KIND_I32, BYTES(W(\1) W(\0) INT4_TYPE W(\0) "\0\0\0"), MALFORMED },
    { "one of two dimensions", 1007, QUERN_KIND_I32, BYTES(W(\2) W(\0) INT4_TYPE W(\0) W(\1)), MALFORMED },
    { "seven dimensions", 1007, QUERN_KIND_I32, BYTES(W(\7) W(\0) INT4_TYPE W(\0) W(\1) W(\0) W(\1) W(\0) W(\1) W(\0) W(\1) W(\0) W(\1) W(\0) W(\1) W(\0) W(\1)), MALFORMED },
    { "-1 dimensions", 1007, QUERN_KIND_I32, BYTES(MINUS_ONE W(\0) INT4_TYPE), MALFORMED },
    { "2147483647 dimensions", 1007, QUERN_KIND_I32, BYTES("\x7f\xff\xff\xff" W(\0) INT4_TYPE W(\0) W(\1)), MALFORMED },
    { "a flag that is none", 1007, QUERN_KIND_I32, BYTES(W(\0) W(\2) INT4_TYPE), MALFORMED },
    { "negative flags", 1007, QUERN_KIND_I32, BYTES(W(\0) MINUS_ONE INT4_TYPE), MALFORMED },
    { "items of another type", 1007, QUERN_KIND_I32, BYTES(HEADER(INT2_TYPE, W(\1)) W(\2) "\0\1"), MALFORMED },
    { "items of a type of the server's own", 1009, QUERN_KIND_TEXT, BYTES(HEADER(LAST_OF_SERVER, W(\1)) W(\3) "sad"), MALFORMED },
    { "empty of another type", 1007, QUERN_KIND_I32, BYTES(W(\0) W(\0) TEXT_TYPE), MALFORMED },
    { "json for jsonb", 3807, QUERN_KIND_JSON, BYTES(HEADER(JSON_TYPE, W(\1)) W(\2) "\1" "1"), MALFORMED },
    { "-1 items", 1007, QUERN_KIND_I32, BYTES(HEADER(INT4_TYPE, MINUS_ONE)), MALFORMED },
    { "an item too few", 1007, QUERN_KIND_I32, BYTES(HEADER(INT4_TYPE, W(\2)) W(\4) W(\5)), MALFORMED },
    { "an item too many", 1007, QUERN_KIND_I32, BYTES(HEADER(INT4_TYPE, W(\1)) W(\4) W(\5) W(\4) W(\5)), MALFORMED },
    { "a byte too many", 1007, QUERN_KIND_I32, BYTES(HEADER(INT4_TYPE, W(\1)) W(\4) W(\5) "\0"), MALFORMED },
    { "an empty one with items", 1007, QUERN_KIND_I32, BYTES(W(\0) W(\0) INT4_TYPE W(\4) W(\5)), MALFORMED },
    { "2147483647 items", 1007, QUERN_KIND_I32, BYTES(HEADER(INT4_TYPE, "\x7f\xff\xff\xff") W(\4) W(\5)), MALFORMED },
    { "2147483647 NULLs", 1009, QUERN_KIND_TEXT, BYTES(W(\1) W(\1) TEXT_TYPE "\x7f\xff\xff\xff" W(\1) MINUS_ONE), MALFORMED },
    { "half a size", 1007, QUERN_KIND_I32, BYTES(HEADER(INT4_TYPE, W(\1)) "\0\0\0"), MALFORMED },
    { "an item that goes on behind the end", 1009, QUERN_KIND_TEXT, BYTES(HEADER(TEXT_TYPE, W(\1)) W(\3) "xx"), MALFORMED },
    { "an item of 2147483647 bytes", 1009, QUERN_KIND_TEXT, BYTES(HEADER(TEXT_TYPE, W(\1)) "\x7f\xff\xff\xff" "xx"), MALFORMED },
    { "an item of -2 bytes", 1009, QUERN_KIND_TEXT, BYTES(HEADER(TEXT_TYPE, W(\1)) "\xff\xff\xff\xfe" "xx"), MALFORMED },
    { "an item of -2147483648 bytes", 1009, QUERN_KIND_TEXT, BYTES(HEADER(TEXT_TYPE, W(\1)) "\x80\0\0\0" "xx"), MALFORMED },
    { "an item of another length", 1007, QUERN_KIND_I32, BYTES(HEADER(INT4_TYPE, W(\2)) W(\4) W(\5) W(\2) "\0\1"), MALFORMED },
    { "NUL in a text", 1009, QUERN_KIND_TEXT, BYTES(HEADER(TEXT_TYPE, W(\2)) W(\1) "x" W(\2) "y\0"), MALFORMED },
    { "a moment too late", 1185, QUERN_KIND_TIMESTAMP, BYTES(HEADER("\0\0\x04\xa0", W(\1)) "\0\0\0\x08" "\x7f\xff\xff\xff\xff\xff\xff\xfe"), OUT_OF_RANGE },
};
/* clang-format on */

static const char *name_of(quern_decoded decoded)
{
    return decoded == QUERN_DECODE_MALFORMED      ? MALFORMED
           : decoded == QUERN_DECODE_DIMENSIONS   ? DIMENSIONS
           : decoded == QUERN_DECODE_OUT_OF_RANGE ? OUT_OF_RANGE
           : decoded == QUERN_DECODE_NO_MEMORY    ? "no memory"
                                                  : "decoded";
}

/* What comes of the bytes, as a text to be freed; a member that was not decoded is as it was. */
static char *show_outcome(size_t i, cell_storage *s)
{
    cell_member out;
    const quern_kind kind = (quern_kind)(cases[i].kind | QUERN_ARRAY);
    memset(&out, 0x5a, sizeof out);
    const quern_decoded decoded =
        cell_decode(decoder_of(cases[i].type, cases[i].kind), cases[i].bytes, cases[i].size, &out, s);
    for (size_t at = decoded == QUERN_DECODED ? sizeof out.array : 0; at < sizeof out; at++)
        ck_assert_msg(out.raw[at] == 0x5a, "%s: byte %zu was written", cases[i].name, at);
    if (decoded != QUERN_DECODED)
        return strdup(name_of(decoded));
    ck_assert_msg(out.array.items != NULL, "%s: no items", cases[i].name);
    ck_assert_msg((out.array.nulls != NULL) == (strstr(cases[i].expected, ",NULL") != NULL),
                  "%s: nulls, or none", cases[i].name);
    return cell_show(kind, &out);
}

START_TEST(bytes_become_an_array)
{
    cell_storage s = cell_storage_open(0);
    char *shown = show_outcome((size_t)_i, &s);
    ck_assert_msg(strcmp(shown, cases[_i].expected) == 0, "%s: %s", cases[_i].name, shown);
    /* Hostile or not: for each 4 bytes at most an item of the largest type, and what the items themselves take. */
    ck_assert_msg(s.taken <= 8 * cases[_i].size + 64, "%s took %zu bytes", cases[_i].name, s.taken);
    free(shown);
    cell_storage_close(&s);
}
END_TEST

/* Each cut of a good array is malformed, whatever it cuts. */
START_TEST(a_part_of_an_array_is_none)
{
    for (size_t size = 0; size < cases[_i].size; size++) {
        cell_member out;
        cell_storage s = cell_storage_open(0);
        const quern_decoded decoded =
            cell_decode(decoder_of(cases[_i].type, cases[_i].kind), cases[_i].bytes, size, &out, &s);
        ck_assert_msg(decoded == QUERN_DECODE_MALFORMED || decoded == QUERN_DECODE_DIMENSIONS,
                      "%zu bytes of %s: %s", size, cases[_i].name, name_of(decoded));
        cell_storage_close(&s);
    }
}
END_TEST

START_TEST(without_memory_the_member_is_as_it_was)
{
    for (size_t most = 1;; most++) {
        cell_storage s = cell_storage_open(most);
        char *shown = show_outcome((size_t)_i, &s);
        const bool enough = s.pieces < most || strcmp(shown, cases[_i].expected) == 0;
        ck_assert_msg(enough || strcmp(shown, "no memory") == 0, "%s with %zu pieces: %s", cases[_i].name,
                      most, shown);
        free(shown);
        cell_storage_close(&s);
        if (enough)
            return;
        ck_assert_uint_lt(most, 10);
    }
}
END_TEST

START_TEST(an_item_that_is_null_is_zeroed)
{
    static const char bytes[] = W(\1) W(\1) TEXT_TYPE W(\2) W(\1) MINUS_ONE W(\1) "x";
    quern_array_text out;
    cell_storage s = cell_storage_open(0);
    ck_assert_int_eq(cell_decode(decoder_of(1009, QUERN_KIND_TEXT), bytes, sizeof bytes - 1, &out, &s),
                     QUERN_DECODED);
    ck_assert_uint_eq(out.count, 2);
    ck_assert(out.nulls[0] && !out.items[0] && !out.nulls[1]);
    ck_assert_str_eq(out.items[1], "x");
    cell_storage_close(&s);
}
END_TEST

/* The first cases are the good ones. */
static int good_cases(void)
{
    int count = 0;
    while (*cases[count].expected == '{')
        count++;
    return count;
}

quern__suite_maker quern__suite_decode_array;
Suite *quern__suite_decode_array(void)
{
    Suite *suite = suite_create("decode_array");
    TCase *tcase = tcase_create("decode_array");
    tcase_add_loop_test(tcase, bytes_become_an_array, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(tcase, a_part_of_an_array_is_none, 0, good_cases());
    tcase_add_loop_test(tcase, without_memory_the_member_is_as_it_was, 0, good_cases());
    tcase_add_test(tcase, an_item_that_is_null_is_zeroed);
    suite_add_tcase(suite, tcase);
    return suite;
}
