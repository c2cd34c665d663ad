/* test_array.c: arrays of a script into members. */
#include "backends/script/decode.h"

#include "test/support/expect.h"

#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 };

/* Keeps what it gave, to be freed, and gives at most so many pieces. */
typedef struct pile {
    quern_storage storage;
    void *taken[MOST];
    size_t count, most;
} pile;

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    pile *p = (pile *)storage;
    ck_assert(size > 0 && alignment > 0 && (alignment & (alignment - 1)) == 0);
    if (p->count == p->most)
        return NULL;
    ck_assert_uint_lt(p->count, MOST);
    return p->taken[p->count++] = malloc(size);
}

static void drop(pile *p)
{
    while (p->count)
        free(p->taken[--p->count]);
}

/* Decodes a cell that is exactly as big as its text. */
static quern_decoded decode(quern_kind type, quern_kind kind, const char *text, void *out, pile *p)
{
    const quern_column column = { .name = "c", .type = (uint32_t)type | QUERN_ARRAY, .modifier = -1 };
    quern_decoder *decoder = quern__script_decoder(&column, kind | QUERN_ARRAY);
    ck_assert_msg(decoder != NULL, "no decoder from %x to %x", (unsigned)type, (unsigned)kind);
    const size_t size = strlen(text);
    char *bytes = malloc(size ? size : 1);
    memcpy(bytes, text, size);
    const quern_decoded decoded = decoder(&(quern_cell){ .data = bytes, .size = size }, out, &p->storage);
    free(bytes);
    return decoded;
}

/* Texts with a bar behind each; NULL as a hyphen. */
static const struct {
    const char *text, *items;
} texts[] = {
    { "{}", "" },
    { " { } ", "" },
    { "{Emma}", "Emma|" },
    { "{a,b,c}", "a|b|c|" },
    { " { a , \"b\" , c } ", "a|b|c|" },
    { "{a b,\tc\n}", "a b|c|" },
    { "{\"\"}", "|" },
    { "{NULL,null,Null,\"NULL\",NULLs,nul}", "-|-|-|NULL|NULLs|nul|" },
    { "{\"a,b\",\"{\",\"}\",\"say \\\"a\\\"\",\"back\\\\\"}", "a,b|{|}|say \"a\"|back\\|" },
    { "{a\\,b,\\\"c}", "a,b|\"c|" },
    { "{a\\ }", "a |" },
    { "{it's}", "it's|" },
    { "{\xc3\xa9}", "\xc3\xa9|" },
};

START_TEST(texts_are_read)
{
    pile p = { .storage = { take }, .most = MOST };
    quern_array_text out = { NULL, NULL, 99 };
    char shown[200] = "";
    ck_assert_int_eq(decode(QUERN_KIND_TEXT, QUERN_KIND_TEXT, texts[_i].text, &out, &p), QUERN_DECODED);
    ck_assert_ptr_nonnull(out.items);
    for (size_t i = 0; i < out.count; i++) {
        const bool null = out.nulls && out.nulls[i];
        ck_assert_msg(null == !out.items[i], "%s: a NULL is no NULL", texts[_i].text);
        snprintf(shown + strlen(shown), sizeof shown - strlen(shown), "%s|", null ? "-" : out.items[i]);
    }
    quern__expect_text(texts[_i].text, "the items", shown, texts[_i].items);
    ck_assert_msg(!out.nulls == !strchr(texts[_i].items, '-'), "%s: nulls are told when there are some",
                  texts[_i].text);
    drop(&p);
}
END_TEST

static const struct {
    const char *text;
    quern_decoded decoded;
} bad[] = {
    { "", QUERN_DECODE_MALFORMED },
    { " ", QUERN_DECODE_MALFORMED },
    { "1", QUERN_DECODE_MALFORMED },
    { "{", QUERN_DECODE_MALFORMED },
    { "}", QUERN_DECODE_MALFORMED },
    { "{1", QUERN_DECODE_MALFORMED },
    { "{1,", QUERN_DECODE_MALFORMED },
    { "{1,}", QUERN_DECODE_MALFORMED },
    { "{1, }", QUERN_DECODE_MALFORMED },
    { "{,1}", QUERN_DECODE_MALFORMED },
    { "{1,,2}", QUERN_DECODE_MALFORMED },
    { "{1}x", QUERN_DECODE_MALFORMED },
    { "{1}}", QUERN_DECODE_MALFORMED },
    { "{1{2}}", QUERN_DECODE_MALFORMED },
    { "{1\"2\"}", QUERN_DECODE_MALFORMED },
    { "{\"1\"2}", QUERN_DECODE_MALFORMED },
    { "{\"1}", QUERN_DECODE_MALFORMED },
    { "{\"1\\", QUERN_DECODE_MALFORMED },
    { "{\"1\\\"}", QUERN_DECODE_MALFORMED },
    { "{1\\", QUERN_DECODE_MALFORMED },
    { "{x}", QUERN_DECODE_MALFORMED }, /* an item that is no integer */
    { "{1,x}", QUERN_DECODE_MALFORMED },
    { "{\"\"}", QUERN_DECODE_MALFORMED },
    { "{\"NULL\"}", QUERN_DECODE_MALFORMED },
    { "{9223372036854775808}", QUERN_DECODE_MALFORMED },
    { "{{1,2},{3,4}}", QUERN_DECODE_DIMENSIONS },
    { "{ {1}}", QUERN_DECODE_DIMENSIONS },
    { "[2:3]={1,2}", QUERN_DECODE_DIMENSIONS },
};

START_TEST(what_is_no_array_leaves_the_member)
{
    pile p = { .storage = { take }, .most = MOST };
    quern_array_i64 out = { &(int64_t){ 5 }, NULL, 99 };
    const quern_decoded decoded = decode(QUERN_KIND_I64, QUERN_KIND_I64, bad[_i].text, &out, &p);
    ck_assert_msg(decoded == bad[_i].decoded, "\"%s\" gives %d", bad[_i].text, (int)decoded);
    ck_assert(*out.items == 5 && !out.nulls && out.count == 99);
    drop(&p);
}
END_TEST

START_TEST(numbers_are_read)
{
    pile p = { .storage = { take }, .most = MOST };
    quern_array_i64 out = { NULL, NULL, 99 };
    ck_assert_int_eq(decode(QUERN_KIND_I16, QUERN_KIND_I64, "{1,NULL,-32768}", &out, &p), QUERN_DECODED);
    ck_assert_uint_eq(out.count, 3);
    ck_assert(out.items[0] == 1 && out.items[1] == 0 && out.items[2] == -32768);
    ck_assert(!out.nulls[0] && out.nulls[1] && !out.nulls[2]);
    drop(&p);
}
END_TEST

/* Each piece that it takes may be the one too many. */
START_TEST(no_memory_leaves_the_member)
{
    for (size_t most = 0;; most++) {
        pile p = { .storage = { take }, .most = most };
        quern_array_text out = { &(const char *){ "before" }, NULL, 99 };
        const quern_decoded decoded = decode(QUERN_KIND_TEXT, QUERN_KIND_TEXT, "{a,NULL,c}", &out, &p);
        drop(&p);
        if (decoded == QUERN_DECODED) {
            ck_assert_uint_eq(most, 5); /* items, nulls, a scratch, two texts */
            break;
        }
        ck_assert_int_eq(decoded, QUERN_DECODE_NO_MEMORY);
        ck_assert(strcmp(*out.items, "before") == 0 && out.count == 99);
    }
}
END_TEST

static const struct {
    quern_kind kind;
    const char *text;
} kinds[] = {
    { QUERN_KIND_BOOL, "{true,NULL,false}" },
    { QUERN_KIND_I16, "{-32768,NULL,32767}" },
    { QUERN_KIND_I32, "{-2147483648,NULL,2147483647}" },
    { QUERN_KIND_I64, "{-9223372036854775808,NULL,9223372036854775807}" },
    { QUERN_KIND_F32, "{0.1,NULL,-Infinity}" },
    { QUERN_KIND_F64, "{0.1,NULL,NaN}" },
    { QUERN_KIND_DECIMAL, "{12.50,NULL,NaN}" },
    { QUERN_KIND_TEXT, "{Emma,NULL,\"NULL\",\"\",\"a\\\\b\"}" },
    { QUERN_KIND_BYTES, "{\"\\\\x\",NULL,\"\\\\x00ff\"}" },
    { QUERN_KIND_TIMESTAMP, "{1969-12-31T23:59:59.999999Z,NULL,infinity}" },
    { QUERN_KIND_LOCAL_TIMESTAMP, "{1969-12-31T23:59:59.999999,NULL,-infinity}" },
    { QUERN_KIND_DATE, "{-0001-12-31,NULL,infinity}" },
    { QUERN_KIND_TIME, "{12:00:00.25,NULL,24:00:00}" },
    { QUERN_KIND_INTERVAL, "{P1Y2M3DT4H5M6.5S,NULL,PT0S}" },
    { QUERN_KIND_UUID, "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL,00000000-0000-0000-0000-000000000000}" },
    { QUERN_KIND_JSON, "{1,NULL,\"{\\\"a\\\": [null]}\"}" },
    { QUERN_KIND_INET, "{10.0.0.0/8,NULL,::1}" },
};

#define ONE(NAME, name, type) +1
_Static_assert(sizeof kinds / sizeof *kinds == 0 QUERN__ELEMENTS(ONE), "all kinds are tried");

/* Read, and written again. All arrays look alike. */
START_TEST(every_kind_comes_back)
{
    const quern_kind kind = kinds[_i].kind;
    pile p = { .storage = { take }, .most = MOST };
    quern_array_text out = { NULL, NULL, 99 };
    quern__script_text written = quern__script_text_open(quern_system_allocator());
    ck_assert_int_eq(decode(kind, kind, kinds[_i].text, &out, &p), QUERN_DECODED);
    quern_value value = { .kind = (uint16_t)((unsigned)kind | QUERN_ARRAY), .count = (uint32_t)out.count };
    value.as.array.items = out.items;
    value.as.array.nulls = out.nulls;
    quern__script_put_array(&written.writer, &value);
    quern__expect_text(kinds[_i].text, "the array", written.bytes, kinds[_i].text);
    quern__script_text_close(&written);
    drop(&p);
}
END_TEST

Suite *quern__suite_array(void);
Suite *quern__suite_array(void)
{
    Suite *suite = suite_create("array");
    TCase *tcase = tcase_create("array");
    tcase_add_loop_test(tcase, texts_are_read, 0, sizeof texts / sizeof *texts);
    tcase_add_loop_test(tcase, what_is_no_array_leaves_the_member, 0, sizeof bad / sizeof *bad);
    tcase_add_test(tcase, numbers_are_read);
    tcase_add_test(tcase, no_memory_leaves_the_member);
    tcase_add_loop_test(tcase, every_kind_comes_back, 0, sizeof kinds / sizeof *kinds);
    suite_add_tcase(suite, tcase);
    return suite;
}
