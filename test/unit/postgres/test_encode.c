/* test_encode.c: a parameter's type, format and bytes. */
#include "backends/postgres/link.h"

#include "test/support/runner.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOOLEAN(x)                                     \
    {                                                  \
        .kind = QUERN_KIND_BOOL, .as = {.boolean = x } \
    }
#define INTEGER(x)                                      \
    {                                                   \
        .kind = QUERN_KIND_I64, .as = {.integer = (x) } \
    }
#define REAL(x)                                      \
    {                                                \
        .kind = QUERN_KIND_F64, .as = {.real = (x) } \
    }
#define TEXT(x)                                     \
    {                                               \
        .kind = QUERN_KIND_TEXT, .as = {.text = x } \
    }
#define TIME(x)                                                   \
    {                                                             \
        .kind = QUERN_KIND_TIMESTAMP, .as = {.timestamp = { x } } \
    }
#define NOTHING                 \
    {                           \
        .kind = QUERN_KIND_NULL \
    }

/* clang-format off */
static const struct {
    const char *name;
    quern_value value;
    quern_kind kind;
    Oid type;
    const char *bytes; /* "=…" is a text as it is, NULL is NULL */
} cases[] = {
    { "true", BOOLEAN(true), QUERN_KIND_BOOL, 16, "01" },
    { "false", BOOLEAN(false), QUERN_KIND_BOOL, 16, "00" },
    { "int4 0", INTEGER(0), QUERN_KIND_I32, 23, "00000000" },
    { "int4 258", INTEGER(258), QUERN_KIND_I32, 23, "00000102" },
    { "int4 -1", INTEGER(-1), QUERN_KIND_I32, 23, "ffffffff" },
    { "int4 max", INTEGER(INT32_MAX), QUERN_KIND_I32, 23, "7fffffff" },
    { "int4 min", INTEGER(INT32_MIN), QUERN_KIND_I32, 23, "80000000" },
    { "int8 1", INTEGER(1), QUERN_KIND_I64, 20, "0000000000000001" },
    { "int8 -2", INTEGER(-2), QUERN_KIND_I64, 20, "fffffffffffffffe" },
    { "int8 max", INTEGER(INT64_MAX), QUERN_KIND_I64, 20, "7fffffffffffffff" },
    { "int8 min", INTEGER(INT64_MIN), QUERN_KIND_I64, 20, "8000000000000000" },
    { "float8 1", REAL(1), QUERN_KIND_F64, 701, "3ff0000000000000" },
    { "float8 0.1", REAL(0.1), QUERN_KIND_F64, 701, "3fb999999999999a" },
    { "float8 -0", REAL(-0.0), QUERN_KIND_F64, 701, "8000000000000000" },
    { "float8 infinity", REAL(INFINITY), QUERN_KIND_F64, 701, "7ff0000000000000" },
    { "float8 -infinity", REAL(-INFINITY), QUERN_KIND_F64, 701, "fff0000000000000" },
    { "float8 smallest", REAL(DBL_TRUE_MIN), QUERN_KIND_F64, 701, "0000000000000001" },
    { "float8 biggest", REAL(DBL_MAX), QUERN_KIND_F64, 701, "7fefffffffffffff" },
    { "float8 of an integer", INTEGER(-3), QUERN_KIND_F64, 701, "c008000000000000" },
    { "timestamptz 2000-01-01", TIME(946684800000000), QUERN_KIND_TIMESTAMP, 1184, "0000000000000000" },
    { "timestamptz 1 us later", TIME(946684800000001), QUERN_KIND_TIMESTAMP, 1184, "0000000000000001" },
    { "timestamptz 1970-01-01", TIME(0), QUERN_KIND_TIMESTAMP, 1184, "fffca2fec4c82000" },
    { "timestamptz infinity", TIME(INT64_MAX), QUERN_KIND_TIMESTAMP, 1184, "7fffffffffffffff" },
    { "timestamptz -infinity", TIME(INT64_MIN), QUERN_KIND_TIMESTAMP, 1184, "8000000000000000" },
    { "timestamptz last", TIME(INT64_MAX - 1), QUERN_KIND_TIMESTAMP, 1184, "7ffca2fec4c81ffe" },
    /* Not -infinity, which is one less: the server is to refuse what it cannot hold. */
    { "timestamptz far too early", TIME(INT64_MIN + 1), QUERN_KIND_TIMESTAMP, 1184, "8000000000000001" },
    { "timestamptz just beyond", TIME(INT64_MIN + QUERN__PG_EPOCH), QUERN_KIND_TIMESTAMP, 1184, "8000000000000001" },
    { "timestamptz just within", TIME(INT64_MIN + QUERN__PG_EPOCH + 2), QUERN_KIND_TIMESTAMP, 1184, "8000000000000002" },
    { "text", TEXT("it's"), QUERN_KIND_TEXT, 25, "=it's" },
    { "empty text", TEXT(""), QUERN_KIND_TEXT, 25, "=" },
    { "NULL boolean", NOTHING, QUERN_KIND_BOOL, 16, NULL },
    { "NULL bigint", NOTHING, QUERN_KIND_I64, 20, NULL },
    { "NULL text", NOTHING, QUERN_KIND_TEXT, 25, NULL },
    { "NULL timestamptz", NOTHING, QUERN_KIND_TIMESTAMP, 1184, NULL },
    { "NULL of a type to be inferred", NOTHING, QUERN_KIND_NULL, 0, NULL },
    { "text of a type to be inferred", TEXT("2000-01-01"), QUERN_KIND_NULL, 0, "=2000-01-01" },
    { "text for a time", TEXT("now"), QUERN_KIND_TIMESTAMP, 1184, "=now" },
    { "integer of a type to be inferred", INTEGER(7), QUERN_KIND_NULL, 20, "0000000000000007" },
    { "boolean of a type to be inferred", BOOLEAN(true), QUERN_KIND_NULL, 16, "01" },
};
/* clang-format on */

enum { CASES = sizeof cases / sizeof *cases };

/* As in the table. */
static const char *bytes_of(const quern__pg_parameters *p, size_t i)
{
    static char text[100];
    if (!p->values[i])
        return NULL;
    if (p->formats[i] == 0) {
        snprintf(text, sizeof text, "=%s", p->values[i]);
        return text;
    }
    for (int byte = 0; byte < p->lengths[i]; byte++)
        snprintf(text + 2 * byte, 3, "%02x", (unsigned char)p->values[i][byte]);
    return text;
}

static void check_case(const quern__pg_parameters *p, size_t i, int number)
{
    const char *bytes = bytes_of(p, i), *expected = cases[number].bytes;
    ck_assert_msg(p->types[i] == cases[number].type, "%s: type %u", cases[number].name, p->types[i]);
    ck_assert_msg(bytes ? expected && strcmp(bytes, expected) == 0 : !expected, "%s: %s instead of %s",
                  cases[number].name, bytes ? bytes : "NULL", expected ? expected : "NULL");
}

START_TEST(a_value_has_its_bytes)
{
    const quern_request request = { .count = 1, .values = &cases[_i].value, .kinds = &cases[_i].kind };
    quern__pg_parameters p;
    ck_assert(quern__pg_encode(quern_system_allocator(), &request, &p));
    check_case(&p, 0, _i);
    free(p.memory);
}
END_TEST

START_TEST(many_values_do_not_touch_each_other)
{
    enum { COUNT = 65535 };
    quern_value *values = malloc(COUNT * sizeof *values);
    quern_kind *kinds = malloc(COUNT * sizeof *kinds);
    for (int i = 0; i < COUNT; i++) {
        values[i] = cases[i % CASES].value;
        kinds[i] = cases[i % CASES].kind;
    }
    const quern_request request = { .count = COUNT, .values = values, .kinds = kinds };
    quern__pg_parameters p;
    ck_assert(quern__pg_encode(quern_system_allocator(), &request, &p));
    for (int i = 0; i < COUNT; i++)
        check_case(&p, (size_t)i, i % CASES);
    free(p.memory);
    free(values);
    free(kinds);
}
END_TEST

START_TEST(not_a_number_stays_none)
{
    const quern_value value = quern_value_f64(NAN);
    const quern_kind kind = QUERN_KIND_F64;
    const quern_request request = { .count = 1, .values = &value, .kinds = &kind };
    quern__pg_parameters p;
    ck_assert(quern__pg_encode(quern_system_allocator(), &request, &p));
    ck_assert_int_eq(p.values[0][0] & 0x7f, 0x7f);
    ck_assert_int_gt((unsigned char)p.values[0][1], 0xf0);
    free(p.memory);
}
END_TEST

static void *no_memory(void *context, size_t size)
{
    (void)size;
    ++*(int *)context;
    return NULL;
}

START_TEST(without_memory_it_fails_and_without_values_it_needs_none)
{
    int calls = 0;
    const quern_allocator allocator = { .allocate = no_memory, .context = &calls };
    quern__pg_parameters p;
    ck_assert(quern__pg_encode(&allocator, &(quern_request){ .count = 0 }, &p));
    ck_assert_int_eq(calls, 0);
    ck_assert_ptr_null(p.memory);
    const quern_request request = { .count = 1, .values = &cases[0].value, .kinds = &cases[0].kind };
    ck_assert(!quern__pg_encode(&allocator, &request, &p));
    ck_assert_int_eq(calls, 1);
}
END_TEST

quern__suite_maker quern__suite_encode;
Suite *quern__suite_encode(void)
{
    Suite *suite = suite_create("encode");
    TCase *tcase = tcase_create("encode");
    tcase_add_loop_test(tcase, a_value_has_its_bytes, 0, CASES);
    tcase_add_test(tcase, many_values_do_not_touch_each_other);
    tcase_add_test(tcase, not_a_number_stays_none);
    tcase_add_test(tcase, without_memory_it_fails_and_without_values_it_needs_none);
    suite_add_tcase(suite, tcase);
    return suite;
}
