/* test_execute.c: quern_execute: what it refuses, what it sends, what it gives, what it writes down. */
#include "test/unit/session/fixture.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(it_gives_the_number_of_rows)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .sql = "CREATE TABLE t ()", .values = "");
    quern_script_expect(f.script, .sql = "UPDATE t SET x = $1", .values = "$1 = 5", .changed = 7);
    quern_script_expect(f.script, .sql = "SELECT id FROM t", QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "2", NULL));
    ck_assert_int_eq(quern_execute(f.session, "CREATE TABLE t ()"), 0);
    ck_assert_int_eq(quern_execute(f.session, "UPDATE t SET x = $1", 5), 7);
    ck_assert_int_eq(quern_execute(f.session, "SELECT id FROM t"), 3);
    ck_assert_str_eq(quern_error_text(f.session), "");
    fixture_close(&f);
}
END_TEST

static const char *const no_text = NULL;

START_TEST(every_kind_is_sent)
{
    session_fixture f = fixture_open(2000);
    const quern_value narrow = { .kind = QUERN_KIND_I32, .as.integer = -3 };
    quern_script_expect(f.script, .sql = "a",
                        .values = "$1 = 'it''s', $2 = 5, $3 = 0.5, $4 = true, $5 = NULL, $6 = NULL, "
                                  "$7 = '2024-05-01T12:00:00Z', $8 = NULL, $9 = -3");
    quern_execute(f.session, "a", "it's", 5, 0.5, (bool)true, QUERN_NULL, no_text,
                  (quern_timestamp){ 1714564800000000 }, (quern_null_i32){ .present = false }, narrow);
    ck_assert_str_eq(quern_error_text(f.session), "");
    fixture_close(&f);
}
END_TEST

/* The kinds that the backend is told to send, as letters; 0 is NULL, - untyped. */
static char told[64];
static const quern_backend *inner;

static quern_link *tell_open(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    return inner->open(inner, connect, error);
}

static bool tell_submit(quern_link *link, const quern_request *request)
{
    size_t i = 0;
    for (; i < request->count && i < sizeof told - 1; i++)
        told[i] = request->values[i].kind == QUERN_KIND_NULL  ? '0'
                  : request->kinds[i] == QUERN_KIND_NULL      ? '-'
                  : request->kinds[i] == QUERN_KIND_BOOL      ? 'b'
                  : request->kinds[i] == QUERN_KIND_I64       ? 'i'
                  : request->kinds[i] == QUERN_KIND_F64       ? 'f'
                  : request->kinds[i] == QUERN_KIND_TIMESTAMP ? 't'
                                                              : '?';
    told[i] = '\0';
    return inner->submit(link, request);
}

START_TEST(texts_go_untyped)
{
    quern_script *script = quern_script_new(NULL);
    inner = quern_script_backend(script);
    quern_backend backend = *inner;
    backend.open = tell_open;
    backend.submit = tell_submit;
    session_fixture f = { .script = script };
    f.pool = quern__pool_open(&(quern__pool_options){ .backend = &backend,
                                                      .uri = "",
                                                      .allocator = &quern__system_allocator,
                                                      .max = 1,
                                                      .connect_ms = 1000 });
    f.session = quern__session_new(&(quern__session_options){
        .allocator = &quern__system_allocator, .pool = f.pool, .turn_ms = 1000, .statement_ms = 1000 });
    quern_script_expect(script, .sql = "a");
    quern_execute(f.session, "a", "text", no_text, QUERN_NULL, 5, 0.5, (bool)true, (quern_timestamp){ 0 });
    ck_assert_str_eq(told, "-00ifbt");
    fixture_close(&f);
}
END_TEST

static const struct {
    const char *name, *sql;
    quern_value values[3];
    quern_error_code code;
    const char *message, *error_sql;
} refusals[] = {
    { "no SQL", NULL, { { 0 } }, QUERN_ERROR_USAGE, "there is no SQL", "" },
    { "empty SQL", "", { { 0 } }, QUERN_ERROR_USAGE, "there is no SQL", "" },
    { "SQL in Latin-1", "SELECT '\xe9'", { { 0 } }, QUERN_ERROR_VALUE, "not UTF-8", "" },
    { "too big", "a", { { .kind = QUERN_KIND_TOO_BIG } }, QUERN_ERROR_VALUE, "parameter $1 is too big", "a" },
    { "a path",
      "a",
      { { .kind = QUERN_KIND_NULL }, { .kind = QUERN_KIND_PATH, .as.text = "x" } },
      QUERN_ERROR_VALUE,
      "parameter $2 is a field",
      "a" },
    { "a text in Latin-1",
      "a",
      { { .kind = QUERN_KIND_TEXT, .as.text = "caf\xe9" } },
      QUERN_ERROR_VALUE,
      "parameter $1 is not UTF-8",
      "a" },
    { "no kind", "a", { { .kind = 0x77 } }, QUERN_ERROR_VALUE, "parameter $1 is of no kind", "a" },
};

START_TEST(it_refuses_at_the_call)
{
    session_fixture f = fixture_open(2000);
    ck_assert_int_eq((quern_execute)(f.session, refusals[_i].sql, refusals[_i].values, "here.c:3"), -1);
    expect_failure(&f, refusals[_i].name, refusals[_i].code, QUERN_NOT_APPLIED, refusals[_i].message,
                   refusals[_i].error_sql);
    ck_assert_str_eq(quern_session_error(f.session)->site, "here.c:3");
    ck_assert_int_eq(quern_query_count(f.session), 0);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    fixture_close(&f);
}
END_TEST

static const struct {
    size_t count;
    bool sent;
} many[] = { { 16, true }, { 17, true }, { 65535, true }, { 65536, false } };

START_TEST(many_values)
{
    session_fixture f = fixture_open(20000);
    quern_value *values = calloc(many[_i].count + 1, sizeof *values);
    for (size_t i = 0; i < many[_i].count; i++)
        values[i] = quern_value_text(i % 2 ? "x" : NULL);
    if (many[_i].sent)
        quern_script_expect(f.script, .sql = "a");
    const int64_t rows = (quern_execute)(f.session, "a", values, QUERN_SITE);
    if (many[_i].sent)
        ck_assert_str_eq(quern_error_text(f.session), "");
    else
        expect_failure(&f, "65536", QUERN_ERROR_USAGE, QUERN_NOT_APPLIED, "65535", "a");
    ck_assert_int_eq(rows, many[_i].sent ? 0 : -1);
    free(values);
    fixture_close(&f);
}
END_TEST

START_TEST(no_values_at_all)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .sql = "a", .values = "");
    ck_assert_int_eq((quern_execute)(f.session, "a", NULL, NULL), 0);
    fixture_close(&f);
}
END_TEST

START_TEST(it_is_written_down)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .sql = "a", .changed = 4, .after_ms = 30);
    quern_script_expect(f.script, .sql = "b", .message = "no");
    quern_script_on_open(f.script, .after_ms = 30);
    (quern_execute)(f.session, "a", NULL, "here.c:3");
    (quern_execute)(f.session, "b", NULL, "here.c:4");
    ck_assert_int_eq(quern_query_count(f.session), 2);
    const quern_query *a = quern_query_at(f.session, 1), *b = quern_query_at(f.session, -1);
    ck_assert_str_eq(a->sql, "a");
    ck_assert_str_eq(a->site, "here.c:3");
    ck_assert_int_eq(a->rows, 4);
    ck_assert_int_ge(a->waited_microseconds, 25000);
    ck_assert_int_ge(a->elapsed_microseconds, 25000);
    ck_assert_int_lt(a->elapsed_microseconds, 1000000);
    ck_assert_str_eq(b->sql, "b");
    ck_assert_int_eq(b->rows, -1);
    ck_assert_int_lt(b->waited_microseconds, 25000);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_execute(void);

Suite *quern__suite_execute(void)
{
    Suite *suite = suite_create("execute");
    TCase *tests = tcase_create("calls");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, it_gives_the_number_of_rows);
    tcase_add_test(tests, every_kind_is_sent);
    tcase_add_test(tests, texts_go_untyped);
    tcase_add_loop_test(tests, it_refuses_at_the_call, 0, sizeof refusals / sizeof *refusals);
    tcase_add_loop_test(tests, many_values, 0, sizeof many / sizeof *many);
    tcase_add_test(tests, no_values_at_all);
    tcase_add_test(tests, it_is_written_down);
    suite_add_tcase(suite, tests);
    return suite;
}
