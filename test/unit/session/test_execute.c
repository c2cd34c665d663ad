/* test_execute.c: quern_execute: what it refuses, what it sends, what it gives, what it writes down. */
#include "test/unit/session/fixture.h"

#include "test/support/expect.h"

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

/* What the backend was asked to send last. */
static struct {
    size_t count;
    quern_value value; /* the first one */
    quern_kind kind;
    char nulls[8]; /* of each value: 0 for NULL, which is untyped; else 1 */
} told;
static const quern_backend *inner;

static quern_link *tell_open(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    return inner->open(inner, connect, error);
}

static bool tell_submit(quern_link *link, const quern_request *request)
{
    told.count = request->count;
    if (request->count > 0) {
        told.value = request->values[0];
        told.kind = request->kinds[0];
    }
    for (size_t i = 0; i < request->count && i < sizeof told.nulls - 1; i++)
        told.nulls[i] = request->values[i].kind != QUERN_KIND_NULL ? '1'
                        : request->kinds[i] == QUERN_KIND_NULL     ? '0'
                                                                   : '?';
    return inner->submit(link, request);
}

/* A session on a backend that tells what it is given. */
static session_fixture telling_open(quern_backend *backend)
{
    quern_script *script = quern_script_new(NULL);
    inner = quern_script_backend(script);
    *backend = *inner;
    backend->open = tell_open;
    backend->submit = tell_submit;
    session_fixture f = { .script = script };
    f.pool = quern__pool_open(&(quern__pool_options){
        .backend = backend, .uri = "", .allocator = &quern__system_allocator, .max = 1, .connect_ms = 1000 });
    f.session =
        quern__session_new(&(quern__session_options){ .allocator = &quern__system_allocator,
                                                      .pool = f.pool,
                                                      .options = { .turn_ms = 1000, .statement_ms = 1000 } });
    return f;
}

static const char *const words[] = { "a", NULL };
static const float halves[] = { 0.5f };
static const int16_t shorts[] = { 1, 2 };

#define KIND(NAME) QUERN_KIND_##NAME
#define ALL_OF(NAME) (quern_kind)((unsigned)QUERN_KIND_##NAME | (unsigned)QUERN_ARRAY)
/* clang-format off */
#define FULL_OF(NAME, items_, count_)                                                                         \
    { .kind = QUERN_KIND_##NAME | QUERN_ARRAY, .count = (count_), .as.array = { (items_), NULL } }

/* What each value is sent as; QUERN_KIND_NULL: untyped. */
static const struct {
    const char *name;
    quern_value value;
    quern_kind value_kind, sent_as;
} sent[] = {
    { "a bool", { .kind = KIND(BOOL), .as.boolean = true }, KIND(BOOL), KIND(BOOL) },
    { "an int16_t", { .kind = KIND(I16), .as.integer = 7 }, KIND(I64), KIND(I64) },
    { "an int32_t", { .kind = KIND(I32), .as.integer = 7 }, KIND(I64), KIND(I64) },
    { "an int64_t", { .kind = KIND(I64), .as.integer = 7 }, KIND(I64), KIND(I64) },
    { "a float", { .kind = KIND(F32), .as.real = 0.5 }, KIND(F64), KIND(F64) },
    { "a double", { .kind = KIND(F64), .as.real = 0.5 }, KIND(F64), KIND(F64) },
    { "a text", { .kind = KIND(TEXT), .as.text = "x" }, KIND(TEXT), KIND(NULL) },
    { "bytes", { .kind = KIND(BYTES), .as.bytes = { "x", 1 } }, KIND(BYTES), KIND(BYTES) },
    { "a timestamp", { .kind = KIND(TIMESTAMP) }, KIND(TIMESTAMP), KIND(TIMESTAMP) },
    { "a local timestamp", { .kind = KIND(LOCAL_TIMESTAMP) }, KIND(LOCAL_TIMESTAMP), KIND(LOCAL_TIMESTAMP) },
    { "a date", { .kind = KIND(DATE) }, KIND(DATE), KIND(DATE) },
    { "a time", { .kind = KIND(TIME) }, KIND(TIME), KIND(TIME) },
    { "an interval", { .kind = KIND(INTERVAL) }, KIND(INTERVAL), KIND(INTERVAL) },
    { "a uuid", { .kind = KIND(UUID) }, KIND(UUID), KIND(UUID) },
    { "a decimal", { .kind = KIND(DECIMAL), .as.decimal = { "1.50" } }, KIND(DECIMAL), KIND(DECIMAL) },
    { "JSON", { .kind = KIND(JSON), .as.json = { "{}" } }, KIND(JSON), KIND(JSON) },
    { "an address", { .kind = KIND(INET), .count = 4 * 256 + 32 }, KIND(INET), KIND(INET) },
    { "NULL", { .kind = KIND(NULL) }, KIND(NULL), KIND(NULL) },
    { "no text", { .kind = KIND(TEXT) }, KIND(NULL), KIND(NULL) },
    { "no bytes", { .kind = KIND(BYTES) }, KIND(NULL), KIND(NULL) },
    { "no decimal", { .kind = KIND(DECIMAL) }, KIND(NULL), KIND(NULL) },
    { "no JSON", { .kind = KIND(JSON) }, KIND(NULL), KIND(NULL) },
    { "no array", { .kind = ALL_OF(I64), .count = 1 }, KIND(NULL), KIND(NULL) },
    { "texts", FULL_OF(TEXT, words, 2), ALL_OF(TEXT), KIND(NULL) },
    { "floats", FULL_OF(F32, halves, 1), ALL_OF(F32), ALL_OF(F32) },
    { "int16_ts", FULL_OF(I16, shorts, 2), ALL_OF(I16), ALL_OF(I16) },
    { "no items", { .kind = ALL_OF(UUID), .as.array = { "", NULL } }, ALL_OF(UUID), ALL_OF(UUID) },
};
/* clang-format on */

START_TEST(each_kind_is_sent_as_it_should_be)
{
    quern_backend backend;
    session_fixture f = telling_open(&backend);
    quern_script_expect(f.script, .sql = "a");
    quern_execute(f.session, "a", sent[_i].value);
    ck_assert_msg(!quern_failed(f.session), "%s: %s", sent[_i].name, quern_error_text(f.session));
    ck_assert_msg(told.value.kind == sent[_i].value_kind, "%s: a value of kind %x", sent[_i].name,
                  told.value.kind);
    ck_assert_msg(told.kind == sent[_i].sent_as, "%s: sent as %x", sent[_i].name, (unsigned)told.kind);
    if (told.value.kind != QUERN_KIND_NULL)
        ck_assert_msg(memcmp(&told.value.as, &sent[_i].value.as, sizeof told.value.as) == 0 &&
                          told.value.count == sent[_i].value.count,
                      "%s: another value", sent[_i].name);
    fixture_close(&f);
}
END_TEST

START_TEST(nulls_go_untyped)
{
    quern_backend backend;
    session_fixture f = telling_open(&backend);
    quern_script_expect(f.script, .sql = "a");
    quern_execute(f.session, "a", "text", no_text, QUERN_NULL, 5, (quern_null_uuid){ .present = false },
                  (quern_array_text){ .items = NULL });
    ck_assert_str_eq(told.nulls, "100100");
    fixture_close(&f);
}
END_TEST

static const char *const latin[] = { "a", "caf\xe9" };

/* clang-format off */
static const struct {
    const char *name, *sql;
    quern_value values[3];
    quern_error_code code;
    const char *message, *hint, *error_sql;
} refusals[] = {
    { "no SQL", NULL, { { 0 } }, QUERN_ERROR_USAGE, "there is no SQL to execute", "", "" },
    { "empty SQL", "", { { 0 } }, QUERN_ERROR_USAGE, "there is no SQL to execute", "", "" },
    { "SQL in Latin-1", "SELECT '\xe9'", { { 0 } }, QUERN_ERROR_VALUE, "the SQL is not UTF-8", "", "" },
    { "too big", "a", { { .kind = QUERN_KIND_TOO_BIG } }, QUERN_ERROR_VALUE,
      "parameter $1 is too big: over 9223372036854775807", "pass it as a text", "a" },
    { "too many items", "a", { { .kind = QUERN_KIND_TOO_BIG | QUERN_ARRAY } }, QUERN_ERROR_VALUE,
      "parameter $1 has too many items", "the server takes arrays of 134217727 at most", "a" },
    { "a path", "a", { { .kind = QUERN_KIND_NULL }, { .kind = QUERN_KIND_PATH, .as.text = "x" } }, QUERN_ERROR_VALUE,
      "parameter $2 is a field, not a value", "fields belong in conditions; in SQL of your own write the column's name", "a" },
    { "a text in Latin-1", "a", { { .kind = QUERN_KIND_TEXT, .as.text = "caf\xe9" } }, QUERN_ERROR_VALUE,
      "parameter $1 is not valid UTF-8", "texts in quern are UTF-8: convert it first", "a" },
    { "the second text of an array", "a", { { .kind = QUERN_KIND_I64 }, FULL_OF(TEXT, latin, 2) }, QUERN_ERROR_VALUE,
      "items[1] of parameter $2 is not valid UTF-8", "texts in quern are UTF-8: convert it first", "a" },
    { "no decimal", "a", { { .kind = QUERN_KIND_DECIMAL, .as.decimal = { "9,99" } } }, QUERN_ERROR_VALUE,
      "parameter $1 is no number", "decimals are written \"-12.50\", \"1e-3\", \"NaN\" or \"Infinity\", without spaces", "a" },
    { "JSON in Latin-1", "a", { { .kind = QUERN_KIND_JSON, .as.json = { "\"\xe9\"" } } }, QUERN_ERROR_VALUE,
      "parameter $1 is not valid UTF-8", "texts in quern are UTF-8: convert it first", "a" },
    { "too many bytes", "a", { { .kind = QUERN_KIND_BYTES, .as.bytes = { "x", (size_t)1 << 30 } } }, QUERN_ERROR_VALUE,
      "parameter $1 is too large", "the server takes values of less than 1 GB", "a" },
    { "before time", "a", { { .kind = QUERN_KIND_TIMESTAMP, .as.timestamp = { INT64_MIN + 1 } } }, QUERN_ERROR_VALUE,
      "parameter $1 lies before 4714-11-24 BC, where the server's calendar begins",
      "microseconds since 1970; INT64_MIN is -infinity", "a" },
    { "a time of no day", "a", { { .kind = QUERN_KIND_TIME, .as.time = { -1 } } }, QUERN_ERROR_VALUE,
      "parameter $1 lies outside of 00:00:00 to 24:00:00", "microseconds since midnight: 0 to 86400000000", "a" },
    { "an address of no family", "a", { { .kind = QUERN_KIND_INET } }, QUERN_ERROR_VALUE,
      "parameter $1 is of no family", "the family is 4 or 6; quern_inet_parse reads an address from a text", "a" },
    { "no kind", "a", { { .kind = 0x77 } }, QUERN_ERROR_VALUE, "parameter $1 is of no kind that can be sent", "", "a" },
    { "a nullable kind", "a", { { .kind = QUERN_KIND_I64 | QUERN_NULLABLE } }, QUERN_ERROR_VALUE,
      "parameter $1 is of no kind that can be sent", "", "a" },
    { "an array of no kind", "a", { { .kind = 0x77 | QUERN_ARRAY, .as.array = { "", NULL } } }, QUERN_ERROR_VALUE,
      "parameter $1 is of no kind that can be sent", "", "a" },
};
/* clang-format on */

START_TEST(it_refuses_at_the_call)
{
    session_fixture f = fixture_open(2000);
    ck_assert_int_eq((quern_execute)(f.session, refusals[_i].sql, refusals[_i].values, "here.c:3"), -1);
    expect_failure(&f, refusals[_i].name, refusals[_i].code, QUERN_NOT_APPLIED, refusals[_i].message,
                   refusals[_i].error_sql);
    quern__expect_text(refusals[_i].name, "the message", quern_session_error(f.session)->message,
                       refusals[_i].message);
    quern__expect_text(refusals[_i].name, "the hint", quern_session_error(f.session)->hint,
                       refusals[_i].hint);
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
    tcase_add_loop_test(tests, each_kind_is_sent_as_it_should_be, 0, sizeof sent / sizeof *sent);
    tcase_add_test(tests, nulls_go_untyped);
    tcase_add_loop_test(tests, it_refuses_at_the_call, 0, sizeof refusals / sizeof *refusals);
    tcase_add_loop_test(tests, many_values, 0, sizeof many / sizeof *many);
    tcase_add_test(tests, no_values_at_all);
    tcase_add_test(tests, it_is_written_down);
    suite_add_tcase(suite, tests);
    return suite;
}
