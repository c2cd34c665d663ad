/* together.c: see together.h. */
#include "test/unit/session/together.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static bool note_columns(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                         size_t count, quern_error *error)
{
    note_sink *to = (note_sink *)sink;
    (void)backend, (void)error, (void)columns;
    snprintf(to->notes, sizeof to->notes, "%zu:", count);
    return true;
}

static bool note_row(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    note_sink *to = (note_sink *)sink;
    const size_t used = strlen(to->notes);
    (void)count;
    *error = (quern_error){ .code = QUERN_ERROR_DATA, .message = "that will not do" };
    snprintf(to->notes + used, sizeof to->notes - used, "%.*s", (int)cells[0].size,
             (const char *)cells[0].data);
    return !to->refuses;
}

together together_of(const char *letters)
{
    static const char *const texts[] = { "a", "b", "c", "d", "e", "f" };
    together t = { .count = strlen(letters) };
    for (size_t i = 0; i < t.count; i++)
        t.works[i] = (quern__work){ .sql = texts[letters[i] - 'a'], .site = "all.c:5", .repeats = true };
    return t;
}

static void put(together *t, const char *format, const char *text)
{
    const size_t used = strlen(t->text);
    snprintf(t->text + used, sizeof t->text - used, format, text);
}

static void put_part(together *t, size_t i)
{
    const quern__part *part = &t->parts[i];
    put(t, i ? "|%s " : "%s ", t->works[i].sql);
    if (part->state == QUERN__PART_DONE)
        put(t, "%s", t->sinks[i].notes);
    else if (part->failure.current)
        put(t, "%s", quern_error_name(part->failure.current->code) + strlen("QUERN_ERROR_"));
    if (part->because)
        put(t, "<%s", part->because->work->sql);
}

const char *together_run(session_fixture *f, together *t)
{
    bool done = true;
    t->text[0] = '\0';
    for (size_t i = 0; i < t->count; i++) {
        t->sinks[i].sink = (quern__sink){ .columns = note_columns, .row = note_row };
        t->works[i].sink = &t->sinks[i].sink;
        t->parts[i] = (quern__part){ .work = &t->works[i] };
    }
    const bool all = quern__run_all(f->session, t->parts, t->count);
    for (size_t i = 0; i < t->count; i++) {
        ck_assert((t->parts[i].state == QUERN__PART_FAILED) == (t->parts[i].failure.current != NULL));
        done &= t->parts[i].state == QUERN__PART_DONE;
        put_part(t, i);
        quern__part_close(&t->parts[i]);
    }
    ck_assert(done == all);
    return t->text;
}

const char *run_letters(session_fixture *f, const char *letters)
{
    static together t;
    t = together_of(letters);
    return together_run(f, &t);
}

/* It gives a row with its own name in it. */
static void expect_row(session_fixture *f, const char *sql)
{
    quern_script_expect(f->script, .sql = sql, QUERN_SCRIPT_COLUMNS({ "name", QUERN_KIND_TEXT }),
                        .cells = &sql, .cell_count = 1, .times = QUERN_SCRIPT_ALWAYS);
}

void expect_rows(session_fixture *f, const char *letters)
{
    static const char *const texts[] = { "a", "b", "c", "d", "e", "f" };
    for (; *letters; letters++)
        expect_row(f, texts[*letters - 'a']);
}

void expect_failing(session_fixture *f, const char *sql)
{
    quern_script_expect(f->script, .sql = sql, .sqlstate = "42P01", .message = "no such table",
                        .times = QUERN_SCRIPT_ALWAYS);
}

const char *came(const session_fixture *f)
{
    static char text[200];
    size_t used = 0;
    for (size_t i = 0; i < 60 && *quern_script_seen(f->script, i)->sql; i++) {
        const quern_script_statement *seen = quern_script_seen(f->script, i);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s%s", seen->sql, seen->sync ? "." : "",
                                 seen->flush ? "!" : "");
    }
    text[used] = '\0';
    return text;
}
