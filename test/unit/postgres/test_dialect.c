/* test_dialect.c: names, placeholders and types as PostgreSQL wants them. What the server makes of them is tested in
 * test/golden and test/integration. */
#include "backends/postgres/link.h"

#include "test/support/runner.h"

#include <quern/backend/script.h>
#include <quern/evaluate.h>

#include <string.h>

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

START_TEST(each_kind_has_its_type)
{
    static const struct {
        quern_kind kind;
        const char *type, *array;
    } types[] = {
        { QUERN_KIND_BOOL, "boolean", "boolean[]" },
        { QUERN_KIND_I16, "smallint", "smallint[]" },
        { QUERN_KIND_I32, "integer", "integer[]" },
        { QUERN_KIND_I64, "bigint", "bigint[]" },
        { QUERN_KIND_F32, "real", "real[]" },
        { QUERN_KIND_F64, "double precision", "double precision[]" },
        { QUERN_KIND_TEXT, "text", "text[]" },
        { QUERN_KIND_BYTES, "bytea", "bytea[]" },
        { QUERN_KIND_TIMESTAMP, "timestamp with time zone", "timestamp with time zone[]" },
        { QUERN_KIND_LOCAL_TIMESTAMP, "timestamp without time zone", "timestamp without time zone[]" },
        { QUERN_KIND_DATE, "date", "date[]" },
        { QUERN_KIND_TIME, "time without time zone", "time without time zone[]" },
        { QUERN_KIND_INTERVAL, "interval", "interval[]" },
        { QUERN_KIND_UUID, "uuid", "uuid[]" },
        { QUERN_KIND_DECIMAL, "numeric", "numeric[]" },
        { QUERN_KIND_JSON, "jsonb", "jsonb[]" },
        { QUERN_KIND_INET, "inet", "inet[]" },
        { QUERN_KIND_NULL, "unknown", "unknown" },
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const quern_kind array = (quern_kind)(types[i].kind | QUERN_ARRAY);
        ck_assert_str_eq(quern__pg_dialect.type_name(types[i].kind), types[i].type);
        ck_assert_str_eq(quern__pg_dialect.type_name(array), types[i].array);
    }
}
END_TEST

/* Each option by itself, and all that go together; the script's dialect says the same. */
START_TEST(explain_is_spelled_with_its_options)
{
    static const struct {
        quern_explain_options options;
        const char *text;
        int32_t since;
    } cases[] = {
        { { .reserved = 0 }, "EXPLAIN ", 0 },
        { { .analyze = true }, "EXPLAIN (ANALYZE) ", 0 },
        { { .verbose = true }, "EXPLAIN (VERBOSE) ", 0 },
        { { .no_costs = true }, "EXPLAIN (COSTS OFF) ", 0 },
        { { .settings = true }, "EXPLAIN (SETTINGS) ", 0 },
        { { .buffers = true }, "EXPLAIN (BUFFERS) ", 0 },
        { { .wal = true }, "EXPLAIN (WAL) ", 0 },
        { { .no_timing = true }, "EXPLAIN (TIMING OFF) ", 0 },
        { { .summary = true }, "EXPLAIN (SUMMARY) ", 0 },
        { { .generic_plan = true }, "EXPLAIN (GENERIC_PLAN) ", 160000 },
        { { .memory = true }, "EXPLAIN (MEMORY) ", 170000 },
        { { .serialize = true }, "EXPLAIN (SERIALIZE) ", 170000 },
        { { .format = QUERN_EXPLAIN_JSON }, "EXPLAIN (FORMAT JSON) ", 0 },
        { { .format = QUERN_EXPLAIN_XML }, "EXPLAIN (FORMAT XML) ", 0 },
        { { .format = QUERN_EXPLAIN_YAML, .generic_plan = true, .memory = true },
          "EXPLAIN (GENERIC_PLAN, MEMORY, FORMAT YAML) ",
          170000 },
        { { .analyze = true, .verbose = true, .buffers = true, .wal = true, .summary = true },
          "EXPLAIN (ANALYZE, VERBOSE, BUFFERS, WAL, SUMMARY) ",
          0 },
    };
    quern_script *script = quern_script_new(NULL);
    const quern_dialect *dialects[] = { &quern__pg_dialect, quern_script_backend(script)->dialect };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t d = 0; d < 2; d++) {
            page p = { .writer = { .put = put } };
            const int32_t since = dialects[d]->explain(&p.writer, &cases[i].options);
            ck_assert_str_eq(p.text, cases[i].text);
            ck_assert_msg(since == cases[i].since, "%s: since %d", p.text, (int)since);
        }
    quern_script_free(script);
}
END_TEST

quern__suite_maker quern__suite_dialect;
Suite *quern__suite_dialect(void)
{
    Suite *suite = suite_create("dialect");
    TCase *tcase = tcase_create("dialect");
    tcase_add_test(tcase, a_name_is_always_quoted);
    tcase_add_test(tcase, a_placeholder_is_a_number);
    tcase_add_test(tcase, each_kind_has_its_type);
    tcase_add_test(tcase, explain_is_spelled_with_its_options);
    suite_add_tcase(suite, tcase);
    return suite;
}
