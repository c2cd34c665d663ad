/* log.c: what the query log costs, and a handler of events: the same lookup with each of them, on the left, and with neither, on the right.
 * Without a server, so that nothing else is seen; the difference is the figure. */
#include "bench.h"
#include "books.h"
#include "silent.h"

typedef struct telling {
    quern_session *with, *without;
    uint64_t told;
} telling;

static bool look_up(quern_session *s, uint64_t operations)
{
    for (uint64_t i = 0; i < operations; i++) {
        const quern_mark before = quern_session_mark(s);
        const book *b = quern_get(quern_objects(s, book), book, QUERN_Q("id", 5));
        if (!b || b->id != 5)
            return books_failed(s);
        quern_session_rewind(s, before);
    }
    return true;
}

static bool with(void *context, uint64_t operations)
{
    return look_up(((telling *)context)->with, operations);
}

static bool without(void *context, uint64_t operations)
{
    return look_up(((telling *)context)->without, operations);
}

/* As cheap as a handler can be that is of any use. */
static void count(void *context, const quern_trace_event *event)
{
    telling *t = context;
    t->told += event->kind == QUERN_TRACE_STATEMENT_END;
}

static bool tells(telling *t, const char *key, quern_session *s)
{
    t->told = 0;
    if (!look_up(s, 3))
        return false;
    const bool logs = quern_query_at(s, -1) != NULL;
    return (logs == (key[0] != 'e') && t->told == (key[0] == 'e' ? 3U : 0U)) ||
           bench_fail("%s: what should be told is not", key);
}

/* A row: a db that does what it is about, and one that tells nothing. */
static bool compare(const bench_run *run, const silent_backend *silent, const char *key, const char *name,
                    const quern_options *given, const quern_session_options *wanted, double more)
{
    telling t = { .told = 0 };
    quern_options options = *given;
    options.backend = &silent->backend;
    options.pool_max = 1;
    options.wait_ms = 5000;
    options.on_event_context = &t;
    quern_db *db = (quern_open)("silent:", QUERN_MODELS(author, book), &options, sizeof options, QUERN_SITE);
    quern_db *mute = quern_open("silent:", QUERN_MODELS(author, book), .backend = &silent->backend,
                                .pool_max = 1, .wait_ms = 5000, .no_log = true);
    t.with = (quern_session_open)(db, wanted, sizeof *wanted, QUERN_SITE);
    t.without = quern_session_open(mute);
    const bool done = tells(&t, key, t.with) &&
                      bench_compare(run, &(bench_comparison){ .key = key,
                                                              .name = name,
                                                              .quern = with,
                                                              .hand = without,
                                                              .context = &t,
                                                              .more = more,
                                                              .operations = run->tiny ? 10 : 1000 });
    quern_session_close(t.with);
    quern_session_close(t.without);
    return books_close(db) && books_close(mute) && done;
}

int main(int argc, char **argv)
{
    bench_run run;
    silent_backend silent;
    const quern_options log = { .log_size = 100 },
                        events = { .no_log = true, .on_event = count, .on_event_level = QUERN_LEVEL_DEBUG };
    const quern_session_options plain = { .reserved = 0 }, parameters = { .log_parameters = true };
    if (!bench_begin(argc, argv, &run))
        return 2;
    silent_open(&silent, false, 1);
    return !(
        compare(&run, &silent, "log", "a lookup without a server, with the log", &log, &plain, 400) &&
        compare(&run, &silent, "values", "  and with the values of parameters", &log, &parameters, 0) &&
        compare(&run, &silent, "events", "  with a handler of all events, and no log", &events, &plain, 0));
}
