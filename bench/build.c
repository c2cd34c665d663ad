/* build.c: from the calls that build a queryset to its SQL, without a server: with the statement in the cache, and without. The cache
 * has no public name, so this looks inside of the library. */
#include "bench/bench.h"
#include "bench/books.h"
#include "bench/silent.h"

#include "lib/compile/statements.h"
#include "lib/session/session.h"

#include <string.h>

enum { PARAMETERS = 3 };

static quern_queryset *build(quern_session *s)
{
    quern_queryset *books = quern_filter(quern_objects(s, book), QUERN_Q("published", true),
                                         QUERN_Q("title__icontains", "Python"));
    books = quern_exclude(books, QUERN_Q("author__name", "Anonymous"));
    return quern_slice(quern_order_by(books, "-created_at"), 0, 20);
}

static bool only_build(void *context, uint64_t operations)
{
    quern_session *s = context;
    for (uint64_t i = 0; i < operations; i++) {
        const quern_mark before = quern_session_mark(s);
        const quern_queryset *books = build(s);
        if (quern_queryset_error(books))
            return bench_fail("%s", quern_queryset_error(books)->message);
        quern_session_rewind(s, before);
    }
    return true;
}

/* What evaluating does before it asks for a connection, with a statement that is known. */
static const quern__compiled *compile(const quern_session *s, const quern_queryset *books)
{
    static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    quern__plan plan = { .queryset = books, .model = books->model };
    quern__shape shape;
    quern__shape_make(books, &all_rows, s->scope.arena, &shape);
    const quern__compiled *compiled =
        !shape.broken && shape.value_count == PARAMETERS && quern__plan_outputs(&plan, books, s->scope.arena)
            ? quern__compiled_find(s->statements, &shape)
            : NULL;
    if (!compiled && quern__plan_make(books, &all_rows, s->scope.arena, &plan))
        compiled = quern__compiled_make(s->statements, &shape, &plan);
    quern__shape_close(&shape);
    return compiled;
}

static bool with_cache(void *context, uint64_t operations)
{
    quern_session *s = context;
    for (uint64_t i = 0; i < operations; i++) {
        const quern_mark before = quern_session_mark(s);
        const quern__compiled *compiled = compile(s, build(s));
        if (!compiled)
            return bench_fail("no statement");
        quern__compiled_release(s->statements, compiled);
        quern_session_rewind(s, before);
    }
    return true;
}

static bool without_cache(void *context, uint64_t operations)
{
    quern_session *s = context;
    for (uint64_t i = 0; i < operations; i++) {
        const quern_mark before = quern_session_mark(s);
        const quern_sql_statement *statement = quern_statement(build(s));
        if (!statement || statement->count != PARAMETERS)
            return bench_fail("no statement");
        quern_session_rewind(s, before);
    }
    return true;
}

/* All but the first are hits. */
static bool really_hits(quern_session *s)
{
    const quern__statements_counts before = quern__statements_count(s->statements);
    if (!with_cache(s, 100))
        return false;
    const quern__statements_counts after = quern__statements_count(s->statements);
    return after.hits - before.hits >= 99 || bench_fail("the cache is not hit");
}

/* quern_statement says what is sent: else the two would not be the same work. */
static bool same_sql(quern_session *s)
{
    const quern_sql_statement *statement = quern_statement(build(s));
    const quern__compiled *compiled = compile(s, build(s));
    const bool same = statement && compiled && strcmp(statement->sql, compiled->sql) == 0;
    if (compiled)
        quern__compiled_release(s->statements, compiled);
    return same || bench_fail("the cache has %s for %s", compiled ? compiled->sql : "nothing",
                              statement ? statement->sql : "nothing");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *key, *name;
        bench_side *side;
        double nanoseconds;
    } works[] = {
        { "build", "a queryset of five steps, built", only_build, 0 },
        { "hit", "  and its statement found in the cache", with_cache, 1000 },
        { "cold", "  and its SQL written", without_cache, 15000 },
    };
    bench_run run;
    silent_backend silent;
    if (!bench_begin(argc, argv, &run))
        return 2;
    silent_open(&silent, false, 0);
    quern_db *db = quern_open("silent:", QUERN_MODELS(author, book), .backend = &silent.backend);
    quern_session *s = quern_session_open(db);
    bool done = same_sql(s) && really_hits(s);
    for (size_t i = 0; i < sizeof works / sizeof *works && done; i++)
        done = bench_compare(&run, &(bench_comparison){ .key = works[i].key,
                                                        .name = works[i].name,
                                                        .quern = works[i].side,
                                                        .context = s,
                                                        .operations = run.tiny ? 10 : 1000,
                                                        .nanoseconds = works[i].nanoseconds });
    quern_session_close(s);
    done = books_close(db) && done;
    return !done;
}
