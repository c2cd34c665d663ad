/* explain.c: see explain.h. EXPLAIN may fail where the statement did not, by a limit of time for example, and in a transaction that would
 * be the end of it: so there it runs behind a savepoint, which is rolled back whatever came of it. ANALYZE runs the statement, and a
 * function in a SELECT may write: so that is done READ ONLY, and outside of a transaction in one of its own. */
#include "lib/session/explain.h"

#include "lib/session/lines.h"

#include <quern/evaluate.h>

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SAVEPOINT "quern_explain"

typedef struct explaining {
    quern_session *session;
    const quern__work *work;
    quern__lines lines;
    bool analyze;
} explaining;

/* ---- What is explained ---- */

/* Only what begins with the word: it is one statement, and EXPLAIN of it runs nothing. */
static bool is_select(const char *sql)
{
    static const char word[] = "SELECT";
    const size_t size = sizeof word - 1;
    const char next = strncasecmp(sql, word, size) == 0 ? sql[size] : 'x';
    return next == ' ' || next == '\n' || next == '\t';
}

static bool is_asked_for(const quern__work *work)
{
    return work->origin == QUERN_ORIGIN_QUERY || work->origin == QUERN_ORIGIN_LAZY ||
           work->origin == QUERN_ORIGIN_PREFETCH || work->origin == QUERN_ORIGIN_OWN;
}

/* In a transaction that has failed nothing runs. */
static bool is_place(const quern__hold *hold)
{
    return !hold->lost && !hold->over && !hold->lent &&
           quern__hold_state(hold) == (hold->level_count ? QUERN_LINK_IN_TRANSACTION : QUERN_LINK_IDLE);
}

static bool is_wanted(const quern_session *session)
{
    const quern_query *latest = quern__log_at(&session->log, -1);
    return latest && (latest->slow || session->options.explain_all) && is_place(&session->hold);
}

static bool can_explain(const quern_dialect *dialect)
{
    return dialect->size > offsetof(quern_dialect, explain) && dialect->explain;
}

/* ---- Asking ---- */

/* Without memory for it, or when it fails, there is no plan. */
static bool run(explaining *e, const quern__command *before, size_t before_count, const char *sql)
{
    const quern__work *of = e->work;
    const quern__work work = { .before = before,
                               .before_count = before_count,
                               .sql = sql,
                               .count = of->count,
                               .values = of->values,
                               .kinds = of->kinds,
                               .site = of->site,
                               .origin = QUERN_ORIGIN_EXPLAIN,
                               .statement_ms = of->statement_ms,
                               .own_sql = of->own_sql,
                               .sink = &e->lines.sink,
                               .quiet = true };
    int64_t rows;
    return quern__run(e->session, &work, &rows);
}

/* Ends what has begun. */
static bool end(explaining *e, const quern__command *before, const char *sql, bool ends)
{
    const quern__work work = { .before = before,
                               .before_count = before != NULL,
                               .sql = sql,
                               .site = e->work->site,
                               .origin = QUERN_ORIGIN_EXPLAIN,
                               .ends = ends,
                               .always = true,
                               .quiet = true };
    int64_t rows;
    return quern__run(e->session, &work, &rows);
}

static bool run_in_savepoint(explaining *e, const char *sql)
{
    static const quern__command before[] = { { .sql = "SAVEPOINT " SAVEPOINT },
                                             { .sql = "SET TRANSACTION READ ONLY" } };
    static const quern__command undo = { .sql = "ROLLBACK TO SAVEPOINT " SAVEPOINT };
    const bool done = run(e, before, e->analyze ? 2 : 1, sql);
    return quern__hold_state(&e->session->hold) != QUERN_LINK_LOST &&
           end(e, &undo, "RELEASE SAVEPOINT " SAVEPOINT, false) && done;
}

static bool run_in_transaction(explaining *e, const char *sql)
{
    quern__level *level = quern__hold_push(e->session, 0, 0, NULL);
    if (!level) {
        quern__failure_clear(&e->session->scope.failure);
        return false;
    }
    snprintf(level->sql, sizeof level->sql, "BEGIN READ ONLY");
    level->implicit = true;
    level->site = e->work->site;
    const bool done = run(e, NULL, 0, sql);
    if (level->state != QUERN__LEVEL_PENDING && !e->session->hold.lost && !e->session->hold.over)
        end(e, NULL, "ROLLBACK", true);
    quern__hold_pop(e->session);
    return done;
}

static bool ask(explaining *e, const char *sql)
{
    if (e->session->hold.level_count)
        return run_in_savepoint(e, sql);
    return e->analyze ? run_in_transaction(e, sql) : run(e, NULL, 0, sql);
}

/* ---- The statement ---- */

typedef struct spelling {
    quern_writer writer; /* first: what the dialect writes through */
    quern__text *out;
} spelling;

static void put(quern_writer *writer, const char *bytes, size_t size)
{
    quern__text_put_bytes(((spelling *)writer)->out, bytes, size);
}

static void explain(quern_session *session, const quern__work *work, const quern_dialect *dialect,
                    quern__arena *arena)
{
    const int64_t number = session->log.count;
    explaining e = { .session = session,
                     .work = work,
                     .lines = quern__lines_open(session->scope.allocator, arena),
                     .analyze = session->options.explain == QUERN_EXPLAIN_ANALYZE && !work->own_sql };
    quern__text sql = quern__text_open(session->scope.allocator);
    spelling spelling = { .writer = { .put = put }, .out = &sql };
    dialect->explain(&spelling.writer, &(const quern_explain_options){ .analyze = e.analyze });
    quern__text_put(&sql, work->sql);
    if (!sql.broken && ask(&e, quern__text_get(&sql)) && !e.lines.text.broken)
        quern__log_explain(&session->log, number, quern__text_get(&e.lines.text));
    quern__text_close(&sql);
    quern__text_close(&e.lines.text);
}

/* Without .log_parameters the session was refused; but somebody may have looked at that, and gone on. */
bool quern__explain_begin(quern_session *session, const quern__work *work)
{
    if (!session->options.explain || !session->options.log_parameters ||
        quern__scope_failed(&session->scope) || !session->pool || !work->sql || !is_asked_for(work) ||
        !is_select(work->sql))
        return false;
    session->hold.pins++;
    return true;
}

void quern__explain_end(quern_session *session, const quern__work *work, bool done)
{
    const quern_dialect *dialect = session->hold.lease.link ? session->hold.lease.backend->dialect : NULL;
    if (done && is_wanted(session) && can_explain(dialect)) {
        quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
        if (arena)
            explain(session, work, dialect, arena);
        quern__arena_close(arena);
    }
    session->hold.pins--;
    quern__hold_let_go(session);
}
