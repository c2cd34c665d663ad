/* ahead.c: see ahead.h. */
#include "test/unit/load/ahead.h"

#include <check.h>
#include <string.h>

load_fixture ahead_f;

void ahead_begin(void)
{
    ahead_f = load_open();
}

void ahead_end(void)
{
    load_close(&ahead_f);
}

quern_iterator *ahead_open_on(quern_queryset *authors, int32_t ahead)
{
    return (quern_iterate)(authors, &author_model, &(quern_iterate_options){ .chunk = CHUNK, .ahead = ahead },
                           sizeof(quern_iterate_options), SITE);
}

quern_iterator *ahead_open_stream(void)
{
    return ahead_open_on(quern_objects(ahead_f.s, author), 0);
}

void ahead_expect_statement(const char *contains)
{
    quern_script_expect(ahead_f.script, .contains = contains);
}

void ahead_expect_chunks(size_t full)
{
    for (size_t i = 0; i < full; i++)
        expect_authors(&ahead_f, "FETCH FORWARD 2 FROM \"quern_", CHUNK);
}

/* BEGIN and DECLARE, and so many chunks. */
void ahead_expect_stream(size_t full)
{
    ahead_expect_statement("BEGIN");
    ahead_expect_statement("DECLARE \"quern_1\"");
    ahead_expect_chunks(full);
}

void ahead_expect_trouble(const char *contains, const char *sqlstate)
{
    quern_script_expect(ahead_f.script, .contains = contains, .sqlstate = sqlstate, .message = "trouble");
}

void ahead_expect_aborted(void)
{
    quern_script_expect(ahead_f.script, .contains = "FETCH", .sqlstate = "25P02", .message = "aborted",
                        .times = QUERN_SCRIPT_ALWAYS);
}

void ahead_read_rows(quern_iterator *rows, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        const author *a = quern_iterator_next(rows, author);
        ck_assert_msg(a != NULL, "row %d is missing: %s", (int)i, quern_error_text(ahead_f.s));
        check_author(a, i % CHUNK + 1);
    }
}

int64_t ahead_sent(void)
{
    return quern_script_count(ahead_f.script, QUERN_SCRIPT_SUBMITS);
}

void ahead_expect_sent(const char *name, int64_t expected)
{
    ck_assert_msg(ahead_sent() == expected, "%s: %d sent, not %d", name, (int)ahead_sent(), (int)expected);
}

void ahead_expect_last(const char *contains)
{
    const quern_query *last = quern_query_at(ahead_f.s, -1);
    ck_assert_msg(strstr(last->sql, contains) != NULL, "\"%s\", not \"%s\"", last->sql, contains);
}

void ahead_expect_silence(void)
{
    quern_script_expect(ahead_f.script, .contains = "FETCH", .after_ms = QUERN_SCRIPT_NEVER);
    quern_script_expect(ahead_f.script, .contains = "FETCH", .times = QUERN_SCRIPT_ALWAYS);
}

void ahead_expect_malformed(void)
{
    quern_script_expect(ahead_f.script, .contains = "FETCH",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("1", "a", NULL, NULL, "x", "b", NULL, NULL));
}
