/* fixture.c: a db of the shared models on a script. */
#include "test/unit/db/fixture.h"

#include "lib/base/clock.h"

#include <check.h>
#include <poll.h>
#include <string.h>

#define UPDATE "UPDATE t SET x = 1"

db_fixture fixture_open(void)
{
    db_fixture f = { .script = quern_script_new(NULL) };
    ck_assert_ptr_nonnull(f.script);
    f.db = quern_open("script:", quern__test_models, .backend = quern_script_backend(f.script), .pool_max = 1,
                      .connect_ms = 1000);
    ck_assert_ptr_null(quern_db_error(f.db));
    return f;
}

void fixture_close(db_fixture *f)
{
    ck_assert_msg(quern_close(f->db, 0), "%s", quern_db_error(f->db)->detail);
    fixture_end(f);
}

void fixture_end(db_fixture *f)
{
    ck_assert_str_eq(quern_script_report(f->script), "");
    ck_assert_int_eq(quern_script_count(f->script, QUERN_SCRIPT_OPEN_NOW), 0);
    quern_script_free(f->script);
}

void expect_update(quern_script *script, int64_t changed, int32_t after_ms)
{
    quern_script_expect(script, .sql = UPDATE, .changed = changed, .after_ms = after_ms);
}

int64_t update(quern_session *session)
{
    return quern_execute(session, UPDATE);
}

void check_error(const char *name, const quern_error *error, quern_error_code code, const char *message)
{
    ck_assert_msg(error != NULL, "%s: no error, where %s was expected", name, quern_error_name(code));
    ck_assert_msg(error->code == code, "%s: %s, not %s: %s", name, quern_error_name(error->code),
                  quern_error_name(code), error->message);
    ck_assert_msg(strstr(error->message, message), "%s: \"%s\" is not in \"%s\"", name, message,
                  error->message);
}

void wait_for_count(quern_script *script, quern_script_count_kind what, int64_t count)
{
    for (int i = 0; i < 5000 && quern_script_count(script, what) < count; i++)
        sleep_ms(1);
    ck_assert_int_eq(quern_script_count(script, what), count);
}

void sleep_ms(int ms)
{
    poll(NULL, 0, ms);
}

int64_t now_ms(void)
{
    return quern__clock_now() / 1000;
}
