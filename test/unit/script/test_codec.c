/* test_codec.c: cells of a script into members. */
#include "backends/script/decode.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef union member {
    bool boolean;
    int16_t i16;
    int32_t i32;
    int64_t i64;
    float f32;
    double f64;
    const char *text;
    quern_bytes bytes;
    quern_timestamp timestamp;
    quern_date date;
    quern_time time;
    quern_interval interval;
    quern_uuid uuid;
    quern_inet inet;
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
#define H QUERN_KIND_I16
#define I QUERN_KIND_I32
#define L QUERN_KIND_I64
#define R QUERN_KIND_F32
#define F QUERN_KIND_F64
#define N QUERN_KIND_DECIMAL
#define T QUERN_KIND_TEXT
#define Y QUERN_KIND_BYTES
#define S QUERN_KIND_TIMESTAMP
#define O QUERN_KIND_LOCAL_TIMESTAMP
#define D QUERN_KIND_DATE
#define M QUERN_KIND_TIME
#define V QUERN_KIND_INTERVAL
#define U QUERN_KIND_UUID
#define J QUERN_KIND_JSON
#define A QUERN_KIND_INET

/* clang-format off */
static const struct {
    quern_kind type, kind;
    const char *text;
    member is;
} good[] = {
    { B, B, "true",  { .boolean = true } },
    { B, B, "false", { .boolean = false } },
    { H, H, "-32768", { .i16 = INT16_MIN } },
    { H, H, "32767", { .i16 = INT16_MAX } },
    { H, I, "-32768", { .i32 = INT16_MIN } },
    { H, L, "32767", { .i64 = INT16_MAX } },
    { I, I, "0", { .i32 = 0 } },
    { I, I, "-2147483648", { .i32 = INT32_MIN } },
    { I, I, "2147483647", { .i32 = INT32_MAX } },
    { I, L, "-2147483648", { .i64 = INT32_MIN } },
    { L, L, "-9223372036854775808", { .i64 = INT64_MIN } },
    { L, L, "9223372036854775807", { .i64 = INT64_MAX } },
    { R, R, "0.1", { .f32 = 0.1f } },
    { R, R, "-Infinity", { .f32 = -INFINITY } },
    { R, R, "3.4028235e38", { .f32 = FLT_MAX } },
    { R, R, "340282356779733600000000000000000000000", { .f32 = FLT_MAX } }, /* just under half way to what follows */
    { R, R, "-340282350000000000000000000000000000001", { .f32 = -FLT_MAX } },
    { R, F, "0.1", { .f64 = (double)0.1f } },
    { F, F, "0.1", { .f64 = 0.1 } },
    { F, F, "-1e300", { .f64 = -1e300 } },
    { F, F, "5", { .f64 = 5 } },
    { F, F, "-0", { .f64 = -0.0 } },
    { F, F, "-Infinity", { .f64 = -INFINITY } },
    { F, F, "5e-324", { .f64 = 5e-324 } },
    { S, S, "1970-01-01T00:00:00Z", { .timestamp = { 0 } } },
    { S, S, "1970-01-01T00:00:00+01:00", { .timestamp = { -3600000000 } } },
    { S, S, "1970-01-01 00:00:00", { .timestamp = { 0 } } },
    { S, S, "1970-01-02", { .timestamp = { 86400000000 } } },
    { S, S, "1969-12-31 23:59:59.999999", { .timestamp = { -1 } } },
    { S, S, "2000-02-29 12:00:00.5+00", { .timestamp = { 951825600500000 } } },
    { S, S, "infinity", { .timestamp = { INT64_MAX } } },
    { S, S, "-infinity", { .timestamp = { INT64_MIN } } },
    { O, O, "2000-02-29T12:00:00.5", { .timestamp = { 951825600500000 } } },
    { O, O, "infinity", { .timestamp = { INT64_MAX } } },
    { D, D, "2024-05-01", { .date = { 19844 } } },
    { D, D, "-infinity", { .date = { INT32_MIN } } },
    { M, M, "24:00:00", { .time = { 86400000000 } } },
    { V, V, "P1Y2M3DT4H5M6.5S", { .interval = { 14706500000, 3, 14 } } },
    { U, U, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
      { .uuid = { { 0xa0, 0xee, 0xbc, 0x99, 0x9c, 0x0b, 0x4e, 0xf8, 0xbb, 0x6d, 0x6b, 0xb9, 0xbd, 0x38, 0x0a, 0x11 } } } },
    { A, A, "10.0.0.0/8", { .inet = { 4, 8, { 10 } } } },
    { A, A, "::1", { .inet = { 6, 128, { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } } } },
};

/* What is no value of the column's type is MALFORMED. */
static const struct {
    quern_kind type, kind;
    const char *text;
} bad[] = {
    { B, B, "" }, { B, B, "t" }, { B, B, "TRUE" }, { B, B, "true " },
    { H, H, "32768" }, { H, I, "32768" }, { H, L, "-32769" },
    { I, I, "" }, { I, I, "-" }, { I, I, "+1" }, { I, I, "1x" }, { I, I, " 1" }, { I, I, "2147483648" },
    { I, L, "2147483648" },
    { L, L, "9223372036854775808" }, { L, L, "-9223372036854775809" }, { L, L, "99999999999999999999" },
    { R, R, "" }, { R, R, "1e39" }, { R, R, "-340282356779733661637539395458142568448" }, { R, F, "1e39" }, { R, R, "1e400" },
    { F, F, "" }, { F, F, "x" }, { F, F, "0x10" }, { F, F, "1.2.3" }, { F, F, " 1" }, { F, F, "1e" }, { F, F, "0,5" },
    { F, F, "1e400" }, { F, F, "-1e400" }, { F, F, "inf" }, { F, F, "nan" },
    { N, N, "" }, { N, N, "x" }, { N, N, "1,5" }, { N, N, "inf" },
    { Y, Y, "" }, { Y, Y, "00" }, { Y, Y, "\\x0" }, { Y, Y, "\\x0g" }, { Y, Y, "\\X00" }, { Y, Y, "/x00" }, { Y, Y, "\\x00 " },
    { S, S, "" }, { S, S, "2024-13-01" }, { S, S, "2024-00-01" }, { S, S, "2023-02-29" }, { S, S, "2024-04-31" },
    { S, S, "2024-01-01 24:00:01" }, { S, S, "2024-01-01 00:60:00" }, { S, S, "2024-01-01 00:00:00." }, { S, S, "2024-01-01Z" },
    { S, S, "2024-01-01 00:00:00 UTC" }, { S, S, "5881580-07-10" },
    { O, O, "2024-01-01" }, { O, O, "2024-01-01T00:00:00Z" },
    { D, D, "" }, { D, D, "2024-01-01 00:00:00" },
    { M, M, "" }, { M, M, "24:00:01" },
    { V, V, "" }, { V, V, "1 day" },
    { U, U, "" }, { U, U, "a0eebc99" },
    { J, J, "" },
    { A, A, "" }, { A, A, "localhost" }, { A, A, "10.0.0.0/33" },
};

static const struct {
    quern_kind type, kind;
} misfits[] = {
    { I, H }, { L, H }, { L, I }, { T, L }, { L, T }, { B, L }, { L, B }, { F, L }, { L, F }, { I, F }, { F, R }, { N, F }, { F, N },
    { N, L }, { N, T }, { T, N }, { Y, T }, { T, Y }, { S, L }, { S, T }, { T, S }, { S, O }, { O, S }, { S, D }, { D, S }, { M, S },
    { V, M }, { U, T }, { T, U }, { J, T }, { T, J }, { A, T }, { T, A }, { (quern_kind)1700, F }, { QUERN_KIND_NULL, T },
    { L, L | QUERN_ARRAY }, { L | QUERN_ARRAY, L }, { L | QUERN_ARRAY, I | QUERN_ARRAY }, { T | QUERN_ARRAY, L | QUERN_ARRAY },
};
/* clang-format on */

static size_t size_of(quern_kind kind)
{
    switch (kind) {
#define SIZE(NAME, name, type) \
    case QUERN_KIND_##NAME:    \
        return sizeof(type);
        QUERN__ELEMENTS(SIZE)
#undef SIZE
    default:
        ck_abort_msg("%x is no kind", (unsigned)kind);
        return 0;
    }
}

START_TEST(a_value_arrives)
{
    pile p = { .storage = { take } };
    member out;
    ck_assert_int_eq(decode(good[_i].type, good[_i].kind, good[_i].text, &out, &p), QUERN_DECODED);
    ck_assert_msg(memcmp(&out, &good[_i].is, size_of(good[_i].kind)) == 0, "case %d: %s", _i, good[_i].text);
}
END_TEST

START_TEST(what_is_no_value_leaves_the_member_as_it_was)
{
    pile p = { .storage = { take } };
    member out, before;
    memset(&out, 0x5a, sizeof out);
    memset(&before, 0x5a, sizeof before);
    quern_decoded decoded = decode(bad[_i].type, bad[_i].kind, bad[_i].text, &out, &p);
    free(p.last);
    ck_assert_msg(decoded == QUERN_DECODE_MALFORMED, "case %d: \"%s\" gives %d", _i, bad[_i].text,
                  (int)decoded);
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

START_TEST(decimals_and_documents_are_kept_as_they_are)
{
    static const char *const texts[] = { "12.50", "-0.000", "NaN", "1e1000", "00012345678901234567890.5" };
    pile p = { .storage = { take } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        quern_decimal decimal = { NULL };
        quern_json json = { NULL };
        ck_assert_int_eq(decode(N, N, texts[i], &decimal, &p), QUERN_DECODED);
        ck_assert_str_eq(decimal.text, texts[i]);
        free(p.last);
        ck_assert_int_eq(decode(J, J, texts[i], &json, &p), QUERN_DECODED);
        ck_assert_str_eq(json.text, texts[i]);
        free(p.last);
    }
}
END_TEST

START_TEST(bytes_are_read_as_hex)
{
    static const struct {
        const char *text, *bytes;
        size_t size;
    } cases[] = { { "\\x", "", 0 }, { "\\x00ff", "\0\xff", 2 }, { "\\xABcdEF09", "\xab\xcd\xef\x09", 4 } };
    pile p = { .storage = { take } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        quern_bytes out = { NULL, 99 };
        ck_assert_int_eq(decode(Y, Y, cases[i].text, &out, &p), QUERN_DECODED);
        ck_assert_ptr_nonnull(out.data);
        ck_assert_uint_eq(out.size, cases[i].size);
        ck_assert(memcmp(out.data, cases[i].bytes, out.size) == 0);
        free(p.last);
    }
}
END_TEST

START_TEST(a_value_without_memory_is_an_error)
{
    static const struct {
        quern_kind kind;
        const char *text;
    } cases[] = { { T, "Emma" }, { N, "12.50" }, { J, "{}" }, { Y, "\\x00" } };
    pile p = { .storage = { take }, .empty = true };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        member out, before;
        memset(&out, 0x5a, sizeof out);
        memset(&before, 0x5a, sizeof before);
        ck_assert_int_eq(decode(cases[i].kind, cases[i].kind, cases[i].text, &out, &p),
                         QUERN_DECODE_NO_MEMORY);
        ck_assert(memcmp(&out, &before, sizeof out) == 0);
    }
}
END_TEST

/* The longest text that is looked at is far longer than any that is written. */
START_TEST(a_text_of_many_digits_is_read)
{
    char text[400];
    double real = 5;
    pile p = { .storage = { take } };
    snprintf(text, sizeof text, "0.5%0200d", 0);
    ck_assert_int_eq(decode(F, F, text, &real, &p), QUERN_DECODED);
    ck_assert(real >= 0.5 && real <= 0.5);
    snprintf(text, sizeof text, "0.5%0253d", 0);
    ck_assert_int_eq(decode(F, F, text, &real, &p), QUERN_DECODE_MALFORMED);
    ck_assert_int_eq(quern__script_f64_to_f64(&(quern_cell){ "5\0x", 3 }, &real, NULL),
                     QUERN_DECODE_MALFORMED);
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
    } names[] = { { B, 40, "boolean" }, { L, 40, "bigint" },     { L | QUERN_ARRAY, 40, "bigint[]" },
                  { N, 40, "numeric" }, { 1700, 40, "unknown" }, { L, 4, "big" },
                  { L, 1, "" } };
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
    tcase_add_test(tcase, decimals_and_documents_are_kept_as_they_are);
    tcase_add_test(tcase, bytes_are_read_as_hex);
    tcase_add_test(tcase, a_value_without_memory_is_an_error);
    tcase_add_test(tcase, a_text_of_many_digits_is_read);
    tcase_add_loop_test(tcase, a_type_that_does_not_fit_has_no_decoder, 0, sizeof misfits / sizeof *misfits);
    tcase_add_test(tcase, types_have_names);
    suite_add_tcase(suite, tcase);
    return suite;
}
