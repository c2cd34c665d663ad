/* fixture.c: a session on a pool of one connection, on the script backend. */
#include "test/unit/session/fixture.h"

#include <check.h>
#include <poll.h>
#include <string.h>

bool fixture_open_on(session_fixture *f, quern_script *script, const quern_allocator *allocator,
                     int32_t statement_ms)
{
    *f = (session_fixture){ .script = script };
    f->pool = quern__pool_open(&(quern__pool_options){ .backend = quern_script_backend(script),
                                                       .uri = "script:",
                                                       .allocator = allocator,
                                                       .max = 1,
                                                       .connect_ms = 1000 });
    if (!f->pool)
        return false;
    f->session = quern__session_new(
        &(quern__session_options){ .allocator = allocator,
                                   .pool = f->pool,
                                   .log_size = 10,
                                   .options = { .turn_ms = 2000, .statement_ms = statement_ms },
                                   .site = "opened:1" });
    return true;
}

void fixture_close_on(session_fixture *f)
{
    quern_session_close(f->session);
    quern__pool_close(f->pool);
}

session_fixture fixture_open(int32_t statement_ms)
{
    session_fixture f;
    quern_script *script = quern_script_new(NULL);
    ck_assert_ptr_nonnull(script);
    ck_assert(fixture_open_on(&f, script, &quern__system_allocator, statement_ms));
    ck_assert(quern__session_usable(f.session));
    return f;
}

void fixture_close(session_fixture *f)
{
    fixture_close_on(f);
    ck_assert_str_eq(quern_script_report(f->script), "");
    ck_assert_int_eq(quern_script_count(f->script, QUERN_SCRIPT_OPEN_NOW), 0);
    quern_script_free(f->script);
}

void expect_failure(const session_fixture *f, const char *name, quern_error_code code, quern_outcome outcome,
                    const char *message, const char *sql)
{
    const quern_error *error = quern_session_error(f->session);
    ck_assert_msg(error, "%s: no failure", name);
    ck_assert_msg(error->code == code, "%s: %s: %s", name, quern_error_name(error->code), error->message);
    ck_assert_msg(error->outcome == outcome, "%s: outcome %d, not %d", name, (int)error->outcome,
                  (int)outcome);
    ck_assert_msg(strstr(error->message, message), "%s: \"%s\" is not in \"%s\"", name, message,
                  error->message);
    ck_assert_msg(strcmp(error->sql, sql) == 0, "%s: sql \"%s\"", name, error->sql);
    ck_assert_msg(error->site, "%s: no site", name);
}

void wait_for_count(session_fixture *f, quern_script_count_kind what, int64_t count)
{
    for (int i = 0; i < 5000 && quern_script_count(f->script, what) < count; i++)
        poll(NULL, 0, 1);
    ck_assert_int_eq(quern_script_count(f->script, what), count);
}

const char *seen(session_fixture *f, size_t index)
{
    return quern_script_seen(f->script, index)->sql;
}
