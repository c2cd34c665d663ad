/* fixture.c: see fixture.h. Tests run in processes of their own, so the variables are each test's. */
#include "test/unit/load/fixture.h"

QUERN_MODEL(item, "item",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title), QUERN_FIELD(note, .null = true),
                         QUERN_FIELD(pages)));
QUERN_MODEL(other, "other", QUERN_FIELDS(QUERN_PRIMARY_KEY(id)));

quern_script *script;
quern_db *db;
quern_session *s;

static void open(void)
{
    script = quern_script_new(NULL);
    ck_assert_ptr_nonnull(script);
    db = quern_open("script:", QUERN_MODELS(item, other), .backend = quern_script_backend(script),
                    .pool_max = 2, .turn_ms = 2000);
    ck_assert_ptr_null(quern_db_error(db));
    s = quern_session_open(db);
}

static void close(void)
{
    ck_assert_str_eq(quern_error_text(s), "");
    quern_session_close(s);
    ck_assert(quern_close(db, 1000));
    ck_assert_str_eq(quern_script_report(script), "");
    quern_script_free(script);
}

TCase *item_case(const char *name)
{
    TCase *made = tcase_create(name);
    tcase_add_checked_fixture(made, open, close);
    tcase_set_timeout(made, 30);
    return made;
}

int64_t ran(void)
{
    const int64_t statements = quern_script_count(script, QUERN_SCRIPT_STATEMENTS);
    ck_assert_int_eq(quern_query_count(s), statements);
    return statements;
}

const char *take_failure(quern_error_code code)
{
    const quern_error *error;
    ck_assert_msg(quern_error_take(s, &error), "no failure, where %s was expected", quern_error_name(code));
    ck_assert_str_eq(quern_error_name(error->code), quern_error_name(code));
    return error->message;
}
