/* test_literal.c: values in place, as SQL. What the server makes of them is tested in test/integration. */
#include "backends/postgres/link.h"

#include "test/support/runner.h"
#include "test/unit/postgres/constants.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct page {
    quern_writer writer;
    char text[200];
    size_t size;
} page;

static void put(quern_writer *writer, const char *bytes, size_t size)
{
    page *p = (page *)writer;
    ck_assert_uint_lt(p->size + size, sizeof p->text);
    memcpy(p->text + p->size, bytes, size);
    p->size += size;
}

static const char *literal(quern_value value, quern_kind kind)
{
    static page p;
    memset(&p, 0, sizeof p);
    p.writer.put = put;
    quern__pg_dialect.literal(&p.writer, &value, kind);
    return p.text;
}

#define SECOND INT64_C(1000000)

static const bool first_is_null[] = { true, false };
static const bool bools[] = { true, false };
static const int64_t i64s[] = { 1, INT64_MIN };
static const float f32s[] = { 0.1F, NAN };
static const double f64s[] = { 0.1, -INFINITY };
static const quern_timestamp timestamps[] = { { 0 }, { INT64_MAX } };
static const quern_date dates[] = { { 0 }, { INT32_MIN } };
static const quern_bytes byteses[] = { { "", 1 }, { NULL, 0 } };
static const quern_decimal decimals[] = { { "1.50" }, { NULL } };
static const quern_json jsons[] = { { "{}" }, { NULL } };
static const char *const texts[] = { "a", "it's", NULL, "NULL" };
static const char *const quoted_texts[] = { "\"", "\\" };

/* clang-format off */
static const struct {
    quern_kind kind;
    quern_value value;
    const char *text;
} literals[] = {
    { QUERN_KIND_BOOL, BOOLEAN(true), "TRUE" },
    { QUERN_KIND_BOOL, BOOLEAN(false), "FALSE" },
    { QUERN_KIND_I32, INTEGER(-5), "-5" },
    { QUERN_KIND_I64, INTEGER(INT64_MAX), "9223372036854775807" },
    { QUERN_KIND_I64, INTEGER(INT64_MIN), "-9223372036854775808" },
    { QUERN_KIND_F64, INTEGER(3), "'3'::double precision" },
    { QUERN_KIND_F64, REAL(0.1), "'0.1'::double precision" },
    { QUERN_KIND_F64, REAL(1.0 / 3), "'0.3333333333333333'::double precision" },
    { QUERN_KIND_F64, REAL(0.1 + 0.2), "'0.30000000000000004'::double precision" },
    { QUERN_KIND_F64, REAL(-0.0), "'-0'::double precision" },
    { QUERN_KIND_F64, REAL(1e300), "'1e+300'::double precision" },
    { QUERN_KIND_F64, REAL(DBL_MAX), "'1.7976931348623157e+308'::double precision" },
    { QUERN_KIND_F64, REAL(DBL_MIN), "'2.2250738585072014e-308'::double precision" },
    { QUERN_KIND_F64, REAL(DBL_TRUE_MIN), "'4.94065645841247e-324'::double precision" },
    { QUERN_KIND_F64, REAL(INFINITY), "'Infinity'::double precision" },
    { QUERN_KIND_F64, REAL(-INFINITY), "'-Infinity'::double precision" },
    { QUERN_KIND_F64, REAL(NAN), "'NaN'::double precision" },
    { QUERN_KIND_TEXT, TEXT(""), "''" },
    { QUERN_KIND_TEXT, TEXT("Emma"), "'Emma'" },
    { QUERN_KIND_TEXT, TEXT("it's"), "'it''s'" },
    { QUERN_KIND_TEXT, TEXT("''"), "''''''" },
    { QUERN_KIND_TEXT, TEXT("a\\b"), "E'a\\\\b'" },
    { QUERN_KIND_TEXT, TEXT("\\' OR 1=1 --"), "E'\\\\'' OR 1=1 --'" },
    { QUERN_KIND_TEXT, TEXT("two\nlines\t$1 %s"), "'two\nlines\t$1 %s'" },
    { QUERN_KIND_TEXT, TEXT("\xe2\x82\xac"), "'\xe2\x82\xac'" },
    { QUERN_KIND_TIMESTAMP, TIME(0), "'1970-01-01 00:00:00.000000+00'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(1), "'1970-01-01 00:00:00.000001+00'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(-1), "'1969-12-31 23:59:59.999999+00'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(951825600 * SECOND), "'2000-02-29 12:00:00.000000+00'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(951868800 * SECOND), "'2000-03-01 00:00:00.000000+00'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(-2203891201 * SECOND), "'1900-02-28 23:59:59.000000+00'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(-2203891200 * SECOND), "'1900-03-01 00:00:00.000000+00'::timestamptz" }, /* no leap year */
    { QUERN_KIND_TIMESTAMP, TIME(253402300800 * SECOND - 1), "'9999-12-31 23:59:59.999999+00'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(253402300800 * SECOND), "'10000-01-01 00:00:00.000000+00'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(-62135596800 * SECOND), "'0001-01-01 00:00:00.000000+00'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(-62135596801 * SECOND), "'0001-12-31 23:59:59.000000+00 BC'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(-62162208000 * SECOND), "'0001-02-28 00:00:00.000000+00 BC'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(-62162121600 * SECOND), "'0001-02-29 00:00:00.000000+00 BC'::timestamptz" }, /* a leap year */
    { QUERN_KIND_TIMESTAMP, TIME(-210866803200 * SECOND), "'4714-11-24 00:00:00.000000+00 BC'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(INT64_MAX - 1), "'294247-01-10 04:00:54.775806+00'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(INT64_MAX), "'infinity'::timestamptz" },
    { QUERN_KIND_TIMESTAMP, TIME(INT64_MIN), "'-infinity'::timestamptz" },
    { QUERN_KIND_I16, INTEGER(-32768), "-32768" },
    { QUERN_KIND_NULL, INTEGER(7), "7" },
    { QUERN_KIND_F32, REAL(0.1), "'0.1'::real" },
    { QUERN_KIND_F32, REAL(0.1F), "'0.1'::real" },
    { QUERN_KIND_F32, REAL(16777217), "'16777216'::real" },
    { QUERN_KIND_F32, REAL(1.0F / 3), "'0.33333334'::real" },
    { QUERN_KIND_F32, REAL(-0.0), "'-0'::real" },
    { QUERN_KIND_F32, REAL(FLT_MAX), "'3.4028235e+38'::real" },
    { QUERN_KIND_F32, REAL(FLT_TRUE_MIN), "'1.4013e-45'::real" },
    { QUERN_KIND_F32, REAL(INFINITY), "'Infinity'::real" },
    { QUERN_KIND_F32, REAL(-INFINITY), "'-Infinity'::real" },
    { QUERN_KIND_F32, REAL(NAN), "'NaN'::real" },
    { QUERN_KIND_F32, INTEGER(3), "'3'::real" },
    { QUERN_KIND_NULL, REAL(0.5), "'0.5'::double precision" },
    { QUERN_KIND_NULL, TEXT("Emma"), "'Emma'" },
    { QUERN_KIND_LOCAL_TIMESTAMP, LOCAL(0), "'1970-01-01 00:00:00.000000'::timestamp" },
    { QUERN_KIND_LOCAL_TIMESTAMP, LOCAL(-62135596801 * SECOND), "'0001-12-31 23:59:59.000000 BC'::timestamp" },
    { QUERN_KIND_LOCAL_TIMESTAMP, LOCAL(INT64_MAX - 1), "'294247-01-10 04:00:54.775806'::timestamp" },
    { QUERN_KIND_LOCAL_TIMESTAMP, LOCAL(INT64_MAX), "'infinity'::timestamp" },
    { QUERN_KIND_LOCAL_TIMESTAMP, LOCAL(INT64_MIN), "'-infinity'::timestamp" },
    { QUERN_KIND_DATE, DATE(0), "'1970-01-01'::date" },
    { QUERN_KIND_DATE, DATE(11016), "'2000-02-29'::date" },
    { QUERN_KIND_DATE, DATE(2932896), "'9999-12-31'::date" },
    { QUERN_KIND_DATE, DATE(2932897), "'10000-01-01'::date" },
    { QUERN_KIND_DATE, DATE(-719162), "'0001-01-01'::date" },
    { QUERN_KIND_DATE, DATE(-719163), "'0001-12-31 BC'::date" },
    { QUERN_KIND_DATE, DATE(-2440588), "'4714-11-24 BC'::date" },
    { QUERN_KIND_DATE, DATE(2145042905), "'5874897-12-31'::date" },
    { QUERN_KIND_DATE, DATE(INT32_MAX), "'infinity'::date" },
    { QUERN_KIND_DATE, DATE(INT32_MIN), "'-infinity'::date" },
    { QUERN_KIND_TIME, CLOCK(0), "'00:00:00'::time" },
    { QUERN_KIND_TIME, CLOCK(45296250000), "'12:34:56.25'::time" },
    { QUERN_KIND_TIME, CLOCK(86400000000), "'24:00:00'::time" },
    { QUERN_KIND_TIME, CLOCK(86400000001), "'?'::time" }, /* refused, as it is when it is sent */
    { QUERN_KIND_INTERVAL, INTERVAL(0, 0, 0), "'PT0S'::interval" },
    { QUERN_KIND_INTERVAL, INTERVAL(14706500000, 3, 14), "'P1Y2M3DT4H5M6.5S'::interval" },
    { QUERN_KIND_INTERVAL, INTERVAL(-500000, 0, -1), "'P-1MT-0.5S'::interval" },
    { QUERN_KIND_UUID, UUID(0xa0, 0xee, 0xbc, 0x99, 0x9c, 0x0b, 0x4e, 0xf8, 0xbb, 0x6d, 0x6b, 0xb9, 0xbd, 0x38, 0x0a, 0x11),
      "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid" },
    { QUERN_KIND_INET, INET(4, 32, 192, 168, 0, 1), "'192.168.0.1'::inet" },
    { QUERN_KIND_INET, INET(4, 0, 0), "'0.0.0.0/0'::inet" },
    { QUERN_KIND_INET, INET(6, 32, 0x20, 1, 0xd, 0xb8), "'2001:db8::/32'::inet" },
    { QUERN_KIND_INET, INET(0, 0, 0), "'?'::inet" },
    { QUERN_KIND_DECIMAL, DECIMAL("12.50"), "'12.50'::numeric" },
    { QUERN_KIND_DECIMAL, DECIMAL("NaN"), "'NaN'::numeric" },
    { QUERN_KIND_DECIMAL, DECIMAL("'\\"), "E'''\\\\'::numeric" }, /* whatever came through */
    { QUERN_KIND_JSON, JSON("{\"a\": \"it's\"}"), "'{\"a\": \"it''s\"}'::jsonb" },
    { QUERN_KIND_JSON, JSON("\"\\u00e9\""), "E'\"\\\\u00e9\"'::jsonb" },
    { QUERN_KIND_BYTES, BYTES("\0\xff'", 3), "E'\\\\x00ff27'::bytea" },
    { QUERN_KIND_BYTES, BYTES("", 0), "E'\\\\x'::bytea" },
    { ARRAY_OF(I64), NO_ITEMS(I64), "ARRAY[]::bigint[]" },
    { ARRAY_OF(I64), ITEMS(I64, i64s), "ARRAY[1, -9223372036854775808]::bigint[]" },
    { ARRAY_OF(I64), ITEMS_OR_NULL(I64, i64s, first_is_null), "ARRAY[NULL, -9223372036854775808]::bigint[]" },
    { QUERN_KIND_NULL, ITEMS(BOOL, bools), "ARRAY[TRUE, FALSE]::boolean[]" },
    { ARRAY_OF(F32), ITEMS(F32, f32s), "ARRAY['0.1', 'NaN']::real[]" },
    { ARRAY_OF(F64), ITEMS(F64, f64s), "ARRAY['0.1', '-Infinity']::double precision[]" },
    { ARRAY_OF(TIMESTAMP), ITEMS(TIMESTAMP, timestamps), "ARRAY['1970-01-01 00:00:00.000000+00', 'infinity']::timestamptz[]" },
    { ARRAY_OF(DATE), ITEMS(DATE, dates), "ARRAY['1970-01-01', '-infinity']::date[]" },
    { ARRAY_OF(BYTES), ITEMS(BYTES, byteses), "ARRAY[E'\\\\x00', NULL]::bytea[]" },
    { ARRAY_OF(DECIMAL), ITEMS(DECIMAL, decimals), "ARRAY['1.50', NULL]::numeric[]" },
    { ARRAY_OF(JSON), ITEMS(JSON, jsons), "ARRAY['{}', NULL]::jsonb[]" },
    { ARRAY_OF(TEXT), NO_ITEMS(TEXT), "'{}'" },
    { ARRAY_OF(TEXT), ITEMS(TEXT, texts), "'{\"a\",\"it''s\",NULL,\"NULL\"}'" },
    { ARRAY_OF(TEXT), ITEMS(TEXT, quoted_texts), "E'{\"\\\\\"\",\"\\\\\\\\\"}'" },
    { ARRAY_OF(I64), { .kind = ARRAY_OF(I64) }, "NULL" },
    { QUERN_KIND_TEXT, TEXT(NULL), "NULL" },
    { QUERN_KIND_BYTES, BYTES(NULL, 0), "NULL" },
    { QUERN_KIND_I64, { .kind = QUERN_KIND_NULL }, "NULL" },
    { QUERN_KIND_NULL, { .kind = QUERN_KIND_NULL }, "NULL" },
};
/* clang-format on */

START_TEST(a_value_in_place)
{
    ck_assert_str_eq(literal(literals[_i].value, literals[_i].kind), literals[_i].text);
}
END_TEST

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state ^ *state >> 29;
}

/* Is the number in the literal the same, bit by bit? */
static void assert_same_double(double real)
{
    const char *text = literal(quern_value_f64(real), QUERN_KIND_F64);
    char *end;
    const double back = strtod(text + 1, &end);
    ck_assert_msg(*text == '\'' && strcmp(end, "'::double precision") == 0, "%s", text);
    ck_assert_msg(memcmp(&back, &real, sizeof real) == 0, "%a became %s", real, text);
}

static void assert_same_float(float real)
{
    const char *text = literal(quern_value_f32(real), QUERN_KIND_F32);
    char *end;
    const float back = strtof(text + 1, &end);
    ck_assert_msg(*text == '\'' && strcmp(end, "'::real") == 0, "%s", text);
    ck_assert_msg(memcmp(&back, &real, sizeof real) == 0, "%a became %s", (double)real, text);
}

START_TEST(a_real_comes_back_from_its_literal)
{
    uint64_t state = 7;
    for (int i = 0; i < 20000; i++) {
        const uint64_t bits = next_random(&state);
        double real;
        float narrow;
        memcpy(&real, &bits, sizeof real);
        memcpy(&narrow, &bits, sizeof narrow);
        if (isfinite(real))
            assert_same_double(real);
        if (isfinite(narrow))
            assert_same_float(narrow);
    }
}
END_TEST

/* The C library's calendar is the judge, for the years that it and SQL write alike. */
START_TEST(a_time_is_that_of_the_c_library)
{
    uint64_t state = 11;
    for (int i = 0; i < 20000; i++) {
        const int64_t first = -62135596800, span = 253402300800 + 62135596800;
        const time_t seconds = (time_t)(first + (int64_t)(next_random(&state) % (uint64_t)span));
        const int micros = (int)(next_random(&state) % 1000000);
        struct tm tm;
        char expected[100];
        gmtime_r(&seconds, &tm);
        snprintf(expected, sizeof expected, "'%04d-%02d-%02d %02d:%02d:%02d.%06d+00'::timestamptz",
                 tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, micros);
        const quern_timestamp at = { (int64_t)seconds * 1000000 + micros };
        ck_assert_str_eq(literal(quern_value_timestamp(at), QUERN_KIND_TIMESTAMP), expected);
    }
}
END_TEST

/* Locales with another decimal point than '.': one byte, and two. */
static const char *const locales[] = { "de_DE", "ps_AF" };

static bool use_locale(const char *name, char *folder)
{
    char command[300], locale[50];
    snprintf(command, sizeof command,
             "localedef -c -i %s -f UTF-8 '%s/%s.UTF-8' >/dev/null 2>&1; test -d '%s/%s.UTF-8'", name, folder,
             name, folder, name);
    snprintf(locale, sizeof locale, "%s.UTF-8", name);
    return system(command) == 0 && setenv("LOCPATH", folder, 1) == 0 && setlocale(LC_ALL, locale) &&
           strcmp(localeconv()->decimal_point, ".") != 0;
}

START_TEST(a_double_has_a_full_stop_in_every_locale)
{
    char folder[] = "/tmp/quern-locale-XXXXXX", command[100];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    if (use_locale(locales[_i], folder)) {
        ck_assert_str_eq(literal(quern_value_f64(-1.5), QUERN_KIND_F64), "'-1.5'::double precision");
        ck_assert_str_eq(literal(quern_value_f64(0.1 + 0.2), QUERN_KIND_F64),
                         "'0.30000000000000004'::double precision");
        ck_assert_str_eq(literal(quern_value_f64(2.5e-20), QUERN_KIND_F64), "'2.5e-20'::double precision");
    } else {
        printf("skipped: localedef cannot make %s\n", locales[_i]);
    }
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}
END_TEST

quern__suite_maker quern__suite_literal;
Suite *quern__suite_literal(void)
{
    Suite *suite = suite_create("literal");
    TCase *tcase = tcase_create("literal");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_value_in_place, 0, sizeof literals / sizeof *literals);
    tcase_add_test(tcase, a_real_comes_back_from_its_literal);
    tcase_add_test(tcase, a_time_is_that_of_the_c_library);
    tcase_add_loop_test(tcase, a_double_has_a_full_stop_in_every_locale, 0, sizeof locales / sizeof *locales);
    suite_add_tcase(suite, tcase);
    return suite;
}
