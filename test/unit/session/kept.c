/* kept.c: see kept.h. */
#include "test/unit/session/kept.h"

#include <quern/transaction.h>

#include <check.h>
#include <string.h>

bool read_rows(session_fixture *f, const char *sql)
{
    const quern__work work = { .sql = sql, .site = "read.c:5" };
    int64_t rows;
    return quern__run(f->session, &work, &rows);
}

void expect_all(session_fixture *f)
{
    quern_script_expect(f->script, .times = QUERN_SCRIPT_ALWAYS);
}

void expect_seen(session_fixture *f, const char *const *expected)
{
    size_t i = 0;
    for (; expected[i]; i++)
        ck_assert_msg(strcmp(seen(f, i), expected[i]) == 0, "statement %zu: \"%s\", not \"%s\"", i,
                      seen(f, i), expected[i]);
    ck_assert_msg(!*seen(f, i), "statement %zu: \"%s\" was not to come", i, seen(f, i));
}

session_fixture open_begun(int32_t statement_ms, int depth)
{
    session_fixture f = fixture_open(statement_ms);
    expect_all(&f);
    for (int i = 0; i < depth; i++)
        ck_assert(quern_begin(f.session));
    ck_assert(read_rows(&f, "a"));
    quern_script_forget(f.script);
    return f;
}

void clear(session_fixture *f, const char *name, quern_error_code code)
{
    const quern_error *error = quern_session_error(f->session);
    ck_assert_msg(error, "%s: no failure", name);
    ck_assert_msg(error->code == code, "%s: %s: %s", name, quern_error_name(error->code), error->message);
    quern_error_clear(f->session);
}
