/* test_dialect.c: names, placeholders and literals as PostgreSQL wants them. What the server makes of them is tested in
 * test/integration. */
#include "backends/postgres/link.h"

#include "test/support/runner.h"

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
#define REAL(x)                                      \
    QUERN_KIND_F64,                                  \
    {                                                \
        .kind = QUERN_KIND_F64, .as = {.real = (x) } \
    }
#define INTEGER(as_kind, x)                             \
    as_kind,                                            \
    {                                                   \
        .kind = QUERN_KIND_I64, .as = {.integer = (x) } \
    }
#define TEXT(x)                                       \
    QUERN_KIND_TEXT,                                  \
    {                                                 \
        .kind = QUERN_KIND_TEXT, .as = {.text = (x) } \
    }
#define TIME(x)                                                     \
    QUERN_KIND_TIMESTAMP,                                           \
    {                                                               \
        .kind = QUERN_KIND_TIMESTAMP, .as = {.timestamp = { (x) } } \
    }
#define BOOLEAN(x)                                       \
    QUERN_KIND_BOOL,                                     \
    {                                                    \
        .kind = QUERN_KIND_BOOL, .as = {.boolean = (x) } \
    }

/* clang-format off */
static const struct {
    quern_kind kind;
    quern_value value;
    const char *text;
} literals[] = {
    { BOOLEAN(true), "TRUE" },
    { BOOLEAN(false), "FALSE" },
    { INTEGER(QUERN_KIND_I32, -5), "-5" },
    { INTEGER(QUERN_KIND_I64, INT64_MAX), "9223372036854775807" },
    { INTEGER(QUERN_KIND_I64, INT64_MIN), "-9223372036854775808" },
    { INTEGER(QUERN_KIND_F64, 3), "'3'::double precision" },
    { REAL(0.1), "'0.1'::double precision" },
    { REAL(1.0 / 3), "'0.3333333333333333'::double precision" },
    { REAL(0.1 + 0.2), "'0.30000000000000004'::double precision" },
    { REAL(-0.0), "'-0'::double precision" },
    { REAL(1e300), "'1e+300'::double precision" },
    { REAL(DBL_MAX), "'1.7976931348623157e+308'::double precision" },
    { REAL(DBL_MIN), "'2.2250738585072014e-308'::double precision" },
    { REAL(DBL_TRUE_MIN), "'4.94065645841247e-324'::double precision" },
    { REAL(INFINITY), "'Infinity'::double precision" },
    { REAL(-INFINITY), "'-Infinity'::double precision" },
    { REAL(NAN), "'NaN'::double precision" },
    { TEXT(""), "''" },
    { TEXT("Emma"), "'Emma'" },
    { TEXT("it's"), "'it''s'" },
    { TEXT("''"), "''''''" },
    { TEXT("a\\b"), "E'a\\\\b'" },
    { TEXT("\\' OR 1=1 --"), "E'\\\\'' OR 1=1 --'" },
    { TEXT("two\nlines\t$1 %s"), "'two\nlines\t$1 %s'" },
    { TEXT("\xe2\x82\xac"), "'\xe2\x82\xac'" },
    { TIME(0), "'1970-01-01 00:00:00.000000+00'::timestamptz" },
    { TIME(1), "'1970-01-01 00:00:00.000001+00'::timestamptz" },
    { TIME(-1), "'1969-12-31 23:59:59.999999+00'::timestamptz" },
    { TIME(951825600 * SECOND), "'2000-02-29 12:00:00.000000+00'::timestamptz" },
    { TIME(951868800 * SECOND), "'2000-03-01 00:00:00.000000+00'::timestamptz" },
    { TIME(-2203891201 * SECOND), "'1900-02-28 23:59:59.000000+00'::timestamptz" },
    { TIME(-2203891200 * SECOND), "'1900-03-01 00:00:00.000000+00'::timestamptz" }, /* no leap year */
    { TIME(253402300800 * SECOND - 1), "'9999-12-31 23:59:59.999999+00'::timestamptz" },
    { TIME(253402300800 * SECOND), "'10000-01-01 00:00:00.000000+00'::timestamptz" },
    { TIME(-62135596800 * SECOND), "'0001-01-01 00:00:00.000000+00'::timestamptz" },
    { TIME(-62135596801 * SECOND), "'0001-12-31 23:59:59.000000+00 BC'::timestamptz" },
    { TIME(-62162208000 * SECOND), "'0001-02-28 00:00:00.000000+00 BC'::timestamptz" },
    { TIME(-62162121600 * SECOND), "'0001-02-29 00:00:00.000000+00 BC'::timestamptz" }, /* a leap year */
    { TIME(-210866803200 * SECOND), "'4714-11-24 00:00:00.000000+00 BC'::timestamptz" },
    { TIME(INT64_MAX - 1), "'294247-01-10 04:00:54.775806+00'::timestamptz" },
    { TIME(INT64_MAX), "'infinity'::timestamptz" },
    { TIME(INT64_MIN), "'-infinity'::timestamptz" },
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

START_TEST(a_double_comes_back_from_its_literal)
{
    uint64_t state = 7;
    for (int i = 0; i < 20000; i++) {
        const uint64_t bits = next_random(&state);
        double real;
        memcpy(&real, &bits, sizeof real);
        if (isfinite(real))
            assert_same_double(real);
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

static const char *identifier(const char *name)
{
    static page p;
    memset(&p, 0, sizeof p);
    p.writer.put = put;
    quern__pg_dialect.identifier(&p.writer, name);
    return p.text;
}

START_TEST(a_name_is_always_quoted)
{
    static const char *const names[][2] = {
        { "title", "\"title\"" },
        { "Title", "\"Title\"" },
        { "select", "\"select\"" },
        { "a\"b", "\"a\"\"b\"" },
        { "\"; DROP TABLE x; --", "\"\"\"; DROP TABLE x; --\"" },
        { "back\\slash", "\"back\\slash\"" },
        { "\xc3\xa9t\xc3\xa9", "\"\xc3\xa9t\xc3\xa9\"" },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ck_assert_str_eq(identifier(names[i][0]), names[i][1]);
}
END_TEST

START_TEST(a_placeholder_is_a_number)
{
    const size_t numbers[] = { 1, 10, 65535 };
    const char *const texts[] = { "$1", "$10", "$65535" };
    for (int i = 0; i < 3; i++) {
        page p = { .writer = { put } };
        quern__pg_dialect.placeholder(&p.writer, numbers[i], QUERN_KIND_TEXT);
        ck_assert_str_eq(p.text, texts[i]);
    }
}
END_TEST

quern__suite_maker quern__suite_dialect;
Suite *quern__suite_dialect(void)
{
    Suite *suite = suite_create("dialect");
    TCase *tcase = tcase_create("dialect");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_value_in_place, 0, sizeof literals / sizeof *literals);
    tcase_add_test(tcase, a_double_comes_back_from_its_literal);
    tcase_add_test(tcase, a_time_is_that_of_the_c_library);
    tcase_add_loop_test(tcase, a_double_has_a_full_stop_in_every_locale, 0, sizeof locales / sizeof *locales);
    tcase_add_test(tcase, a_name_is_always_quoted);
    tcase_add_test(tcase, a_placeholder_is_a_number);
    suite_add_tcase(suite, tcase);
    return suite;
}
