/* test_begin.c: quern_begin: what it sends for its options, and which of them it refuses. */
#include "test/unit/session/fixture.h"

#include <quern/transaction.h>

#include <check.h>
#include <string.h>

static bool begin(session_fixture *f, const quern_begin_options *options)
{
    return (quern_begin)(f->session, options, sizeof *options, "b.c:1");
}

static const struct {
    quern_begin_options options;
    const char *sql;
} sent[] = {
    { { .reserved = 0 }, "BEGIN" },
    { { .isolation = QUERN_READ_COMMITTED }, "BEGIN ISOLATION LEVEL READ COMMITTED" },
    { { .isolation = QUERN_REPEATABLE_READ }, "BEGIN ISOLATION LEVEL REPEATABLE READ" },
    { { .isolation = QUERN_SERIALIZABLE }, "BEGIN ISOLATION LEVEL SERIALIZABLE" },
    { { .read_only = true }, "BEGIN READ ONLY" },
    { { .isolation = QUERN_SERIALIZABLE, .read_only = true, .deferrable = true },
      "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE" },
};

START_TEST(options_are_spelled)
{
    session_fixture f = fixture_open(2000);
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(begin(&f, &sent[_i].options));
    ck_assert_int_eq(quern_execute(f.session, "a"), 0);
    ck_assert(quern_commit(f.session));
    ck_assert_str_eq(seen(&f, 0), sent[_i].sql);
    fixture_close(&f);
}
END_TEST

/* What the program passed may be gone by then. */
START_TEST(settings_are_copied_and_bound)
{
    session_fixture f = fixture_open(2000);
    char name[] = "app.tenant", value[] = "it's", role[] = "clerk";
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert(quern_begin(f.session, .set = QUERN_SETTINGS({ name, value }, { "b", "" }), .role = role));
    memset(name, 'x', sizeof name - 1);
    memset(value, 'x', sizeof value - 1);
    memset(role, 'x', sizeof role - 1);
    ck_assert_int_eq(quern_execute(f.session, "a"), 0);
    ck_assert(quern_commit(f.session));
    static const char *const values[] = { "", "$1 = 'app.tenant', $2 = 'it''s'", "$1 = 'b', $2 = ''",
                                          "$1 = 'role', $2 = 'clerk'", "" };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        ck_assert_str_eq(quern_script_seen(f.script, i)->values, values[i]);
    ck_assert_str_eq(seen(&f, 1), "SELECT pg_catalog.set_config($1, $2, true)");
    fixture_close(&f);
}
END_TEST

static const quern_setting no_value[] = { { "a", "b" }, { "c", NULL }, { NULL, NULL } };
static const quern_setting bad_name[] = { { "a\xff", "b" }, { NULL, NULL } };
static const quern_setting bad_value[] = { { "a", "\xc0\x80" }, { NULL, NULL } };

static const struct {
    const char *name;
    bool nested;
    quern_begin_options options;
    quern_error_code code;
    const char *message;
} refused[] = {
    { "isolation", false, { .isolation = (quern_isolation)4 }, QUERN_ERROR_USAGE, "no such isolation" },
    { "isolation", false, { .isolation = (quern_isolation)-1 }, QUERN_ERROR_USAGE, "no such isolation" },
    { "deferrable", false, { .deferrable = true }, QUERN_ERROR_USAGE, "deferrable without" },
    { "deferrable",
      false,
      { .deferrable = true, .read_only = true },
      QUERN_ERROR_USAGE,
      "deferrable without" },
    { "no value", false, { .set = no_value }, QUERN_ERROR_VALUE, "\"c\" has no value" },
    { "name", false, { .set = bad_name }, QUERN_ERROR_VALUE, "not UTF-8" },
    { "value", false, { .set = bad_value }, QUERN_ERROR_VALUE, "not UTF-8" },
    { "role", false, { .role = "\xff" }, QUERN_ERROR_VALUE, "not UTF-8" },
    { "nested", true, { .isolation = QUERN_READ_COMMITTED }, QUERN_ERROR_USAGE, "the outermost's" },
    { "nested", true, { .read_only = true }, QUERN_ERROR_USAGE, "the outermost's" },
};

START_TEST(what_makes_no_sense_is_refused)
{
    const char *name = refused[_i].name;
    session_fixture f = fixture_open(2000);
    if (refused[_i].nested)
        ck_assert(quern_begin(f.session));
    ck_assert_msg(!begin(&f, &refused[_i].options), "%s: it was taken", name);
    const quern_error *error = quern_session_error(f.session);
    ck_assert_msg(error->code == refused[_i].code, "%s: %s", name, quern_error_text(f.session));
    ck_assert_msg(strstr(error->message, refused[_i].message), "%s: %s", name, error->message);
    ck_assert_msg(*error->hint, "%s: no hint", name);
    ck_assert_str_eq(error->site, "b.c:1");
    ck_assert_uint_eq(quern_transaction_depth(f.session), refused[_i].nested);
    fixture_close(&f);
}
END_TEST

START_TEST(an_older_header_has_fewer_options)
{
    session_fixture f = fixture_open(2000);
    const quern_begin_options options = { .isolation = QUERN_SERIALIZABLE, .role = "not there yet" };
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS);
    ck_assert((quern_begin)(f.session, &options, offsetof(quern_begin_options, set), "b.c:1"));
    ck_assert((quern_begin)(f.session, NULL, 0, "b.c:1"));
    ck_assert_int_eq(quern_execute(f.session, "a"), 0);
    ck_assert_str_eq(seen(&f, 0), "BEGIN ISOLATION LEVEL SERIALIZABLE");
    ck_assert_str_eq(seen(&f, 1), "SAVEPOINT quern_1");
    ck_assert_str_eq(seen(&f, 2), "a");
    fixture_close(&f);
}
END_TEST

START_TEST(the_session_that_is_none)
{
    ck_assert(!quern_begin(&quern__no_session));
    ck_assert(!quern_commit(&quern__no_session));
    ck_assert(!quern_rollback(&quern__no_session));
    ck_assert(!quern_session_pin(&quern__no_session));
    quern_session_unpin(&quern__no_session);
    ck_assert_uint_eq(quern_transaction_depth(&quern__no_session), 0);
}
END_TEST

Suite *quern__suite_begin(void);

Suite *quern__suite_begin(void)
{
    Suite *suite = suite_create("begin");
    TCase *tests = tcase_create("begin");
    tcase_add_loop_test(tests, options_are_spelled, 0, sizeof sent / sizeof *sent);
    tcase_add_test(tests, settings_are_copied_and_bound);
    tcase_add_loop_test(tests, what_makes_no_sense_is_refused, 0, sizeof refused / sizeof *refused);
    tcase_add_test(tests, an_older_header_has_fewer_options);
    tcase_add_test(tests, the_session_that_is_none);
    suite_add_tcase(suite, tests);
    return suite;
}
