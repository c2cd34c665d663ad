/* test_codec.c: cells of a script into members. */
#include "backends/script/inner.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef union member {
    bool boolean;
    int32_t i32;
    int64_t i64;
    double f64;
    const char *text;
    quern_timestamp timestamp;
} member;

typedef struct pile {
    quern_storage storage;
    void *last;
    bool empty;
} pile;

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    (void)alignment;
    pile *p = (pile *)storage;
    return p->empty ? NULL : (p->last = malloc(size));
}

/* Decodes a cell that is exactly as big as its text, so that valgrind and ASan see one byte too many. */
static quern_decoded decode(quern_kind type, quern_kind kind, const char *text, void *out, pile *p)
{
    const quern_column column = { .name = "c", .type = (uint32_t)type, .modifier = -1 };
    quern_decoder *decoder = quern__script_decoder(&column, kind);
    ck_assert_msg(decoder != NULL, "no decoder from %x to %x", (unsigned)type, (unsigned)kind);
    size_t size = strlen(text);
    char *bytes = malloc(size ? size : 1);
    memcpy(bytes, text, size);
    quern_decoded decoded = decoder(&(quern_cell){ .data = bytes, .size = size }, out, &p->storage);
    free(bytes);
    return decoded;
}

#define B QUERN_KIND_BOOL
#define I QUERN_KIND_I32
#define L QUERN_KIND_I64
#define F QUERN_KIND_F64
#define T QUERN_KIND_TEXT
#define S QUERN_KIND_TIMESTAMP

/* clang-format off */
static const struct {
    quern_kind type, kind;
    const char *text;
    member is;
} good[] = {
    { B, B, "true",  { .boolean = true } },
    { B, B, "false", { .boolean = false } },
    { I, I, "0", { .i32 = 0 } },
    { I, I, "-2147483648", { .i32 = INT32_MIN } },
    { I, I, "2147483647", { .i32 = INT32_MAX } },
    { I, L, "-2147483648", { .i64 = INT32_MIN } },
    { L, L, "-9223372036854775808", { .i64 = INT64_MIN } },
    { L, L, "9223372036854775807", { .i64 = INT64_MAX } },
    { F, F, "0.1", { .f64 = 0.1 } },
    { F, F, "-1e300", { .f64 = -1e300 } },
    { F, F, "5", { .f64 = 5 } },
    { F, F, "-Infinity", { .f64 = -INFINITY } },
    { S, S, "1970-01-01 00:00:00", { .timestamp = { 0 } } },
    { S, S, "1970-01-02", { .timestamp = { 86400000000 } } },
    { S, S, "1969-12-31 23:59:59.999999", { .timestamp = { -1 } } },
    { S, S, "2000-02-29 12:00:00.5", { .timestamp = { 951825600500000 } } },
    { S, S, "infinity", { .timestamp = { INT64_MAX } } },
    { S, S, "-infinity", { .timestamp = { INT64_MIN } } },
};

static const struct {
    quern_kind type, kind;
    const char *text;
    quern_decoded decoded;
} bad[] = {
    { B, B, "", QUERN_DECODE_MALFORMED },
    { B, B, "t", QUERN_DECODE_MALFORMED },
    { B, B, "TRUE", QUERN_DECODE_MALFORMED },
    { B, B, "true ", QUERN_DECODE_MALFORMED },
    { I, I, "", QUERN_DECODE_MALFORMED },
    { I, I, "-", QUERN_DECODE_MALFORMED },
    { I, I, "+1", QUERN_DECODE_MALFORMED },
    { I, I, "1x", QUERN_DECODE_MALFORMED },
    { I, I, " 1", QUERN_DECODE_MALFORMED },
    { I, I, "2147483648", QUERN_DECODE_MALFORMED }, /* no value of the column's type */
    { I, L, "2147483648", QUERN_DECODE_MALFORMED },
    { L, L, "9223372036854775808", QUERN_DECODE_MALFORMED },
    { L, L, "-9223372036854775809", QUERN_DECODE_MALFORMED },
    { L, L, "99999999999999999999", QUERN_DECODE_MALFORMED },
    { F, F, "", QUERN_DECODE_MALFORMED },
    { F, F, "x", QUERN_DECODE_MALFORMED },
    { F, F, "0x10", QUERN_DECODE_MALFORMED },
    { F, F, "1.2.3", QUERN_DECODE_MALFORMED },
    { F, F, " 1", QUERN_DECODE_MALFORMED },
    { F, F, "1e", QUERN_DECODE_MALFORMED },
    { F, F, "0,5", QUERN_DECODE_MALFORMED },
    { S, S, "", QUERN_DECODE_MALFORMED },
    { S, S, "2024-13-01", QUERN_DECODE_MALFORMED },
    { S, S, "2024-00-01", QUERN_DECODE_MALFORMED },
    { S, S, "2023-02-29", QUERN_DECODE_MALFORMED },
    { S, S, "2024-04-31", QUERN_DECODE_MALFORMED },
    { S, S, "2024-01-01 24:00:00", QUERN_DECODE_MALFORMED },
    { S, S, "2024-01-01 00:60:00", QUERN_DECODE_MALFORMED },
    { S, S, "2024-01-01 00:00", QUERN_DECODE_MALFORMED },
    { S, S, "2024-01-01 00:00:00.", QUERN_DECODE_MALFORMED },
    { S, S, "2024-01-01 00:00:00.1234567", QUERN_DECODE_MALFORMED },
    { S, S, "2024-01-01T00:00:00", QUERN_DECODE_MALFORMED },
    { S, S, "2024-01-01 00:00:00Z", QUERN_DECODE_MALFORMED },
};

static const struct {
    quern_kind type, kind;
} misfits[] = {
    { L, I }, { T, L }, { L, T }, { B, L }, { L, B }, { F, L }, { L, F }, { I, F }, { S, L }, { S, T }, { T, S }, { 1700, F },
    { QUERN_KIND_NULL, T },
};
/* clang-format on */

static const size_t sizes[] = {
    [B] = sizeof(bool),   [I] = sizeof(int32_t),      [L] = sizeof(int64_t),
    [F] = sizeof(double), [T] = sizeof(const char *), [S] = sizeof(quern_timestamp)
};

START_TEST(a_value_arrives)
{
    pile p = { .storage = { take } };
    member out;
    ck_assert_int_eq(decode(good[_i].type, good[_i].kind, good[_i].text, &out, &p), QUERN_DECODED);
    ck_assert_msg(memcmp(&out, &good[_i].is, sizes[good[_i].kind]) == 0, "case %d: %s", _i, good[_i].text);
}
END_TEST

START_TEST(what_is_no_value_leaves_the_member_as_it_was)
{
    pile p = { .storage = { take } };
    member out, before;
    memset(&out, 0x5a, sizeof out);
    memset(&before, 0x5a, sizeof before);
    quern_decoded decoded = decode(bad[_i].type, bad[_i].kind, bad[_i].text, &out, &p);
    ck_assert_msg(decoded == bad[_i].decoded, "case %d: \"%s\" gives %d", _i, bad[_i].text, (int)decoded);
    ck_assert(memcmp(&out, &before, sizeof out) == 0);
}
END_TEST

START_TEST(a_text_is_copied_into_the_storage)
{
    static const char *const texts[] = { "", "Emma", "it's \xc3\xa9" };
    pile p = { .storage = { take } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *out = NULL;
        ck_assert_int_eq(decode(T, T, texts[i], &out, &p), QUERN_DECODED);
        ck_assert_str_eq(out, texts[i]);
        ck_assert_ptr_eq(out, p.last);
        free(p.last);
    }
}
END_TEST

START_TEST(a_text_without_memory_is_an_error)
{
    pile p = { .storage = { take }, .empty = true };
    const char *out = "before";
    ck_assert_int_eq(decode(T, T, "Emma", &out, &p), QUERN_DECODE_NO_MEMORY);
    ck_assert_str_eq(out, "before");
}
END_TEST

START_TEST(a_type_that_does_not_fit_has_no_decoder)
{
    const quern_column column = { .name = "c", .type = (uint32_t)misfits[_i].type };
    ck_assert_msg(quern__script_decoder(&column, misfits[_i].kind) == NULL, "case %d", _i);
}
END_TEST

START_TEST(types_have_names)
{
    static const struct {
        uint32_t type;
        size_t size;
        const char *name;
    } names[] = {
        { B, 40, "boolean" }, { L, 40, "bigint" }, { 1700, 40, "unknown" }, { L, 4, "big" }, { L, 1, "" }
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char out[40] = "untouched";
        quern__script_type_name(&(quern_column){ .type = names[i].type }, out, names[i].size);
        ck_assert_str_eq(out, names[i].name);
    }
    char user[40];
    quern__script_type_name(&(quern_column){ .type = L, .type_name = "mood" }, user, sizeof user);
    ck_assert_str_eq(user, "mood");
    char none[1] = { 'x' };
    quern__script_type_name(&(quern_column){ .type = L }, none, 0);
    ck_assert_int_eq(none[0], 'x');
}
END_TEST

Suite *quern__suite_codec(void);
Suite *quern__suite_codec(void)
{
    Suite *suite = suite_create("codec");
    TCase *tcase = tcase_create("codec");
    tcase_add_loop_test(tcase, a_value_arrives, 0, sizeof good / sizeof *good);
    tcase_add_loop_test(tcase, what_is_no_value_leaves_the_member_as_it_was, 0, sizeof bad / sizeof *bad);
    tcase_add_test(tcase, a_text_is_copied_into_the_storage);
    tcase_add_test(tcase, a_text_without_memory_is_an_error);
    tcase_add_loop_test(tcase, a_type_that_does_not_fit_has_no_decoder, 0, sizeof misfits / sizeof *misfits);
    tcase_add_test(tcase, types_have_names);
    suite_add_tcase(suite, tcase);
    return suite;
}
