/* detect.c: what the detector of loads one by one costs a lazy fetch, and an evaluation of a queryset in a loop: the same loop with and
 * without it, without server and libpq. */
#include "bench.h"
#include "silent.h"

#include <quern/quern.h>

enum { ROWS = 1000, LOOKUPS = 100 };

/* A book whose author is another such row, as silent.c has rows of one shape only. */
typedef struct entry entry;
struct entry {
    quern_object object;
    int64_t id;
    const char *title;
    int64_t author_id;
    entry *author;
    bool published;
    quern_timestamp created_at;
    quern_null_i32 pages;
};

QUERN_MODEL(entry, "books_book",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title, .max_length = 200),
                         QUERN_FOREIGN_KEY(author, entry, .on_delete = QUERN_CASCADE), QUERN_FIELD(published),
                         QUERN_FIELD(created_at), QUERN_FIELD(pages)));

typedef struct loops {
    silent_backend silent;
    quern_db *db;
} loops;

static bool fetch_all(quern_queryset *queryset)
{
    int64_t rows = 0;
    QUERN_EACH(entry, e, queryset)
        rows += quern_fetch(e, author)->id == 5;
    return rows == ROWS;
}

/* A result of so many rows; and then one by one, each with its own statement. */
static bool loop(loops *l, quern_detect_mode detect, uint64_t operations)
{
    quern_session *s = quern_session_open(l->db, .detect = detect);
    bool good = true;
    for (uint64_t i = 0; i < operations && good; i++) {
        const quern_mark before = quern_session_mark(s);
        quern_queryset *entries = quern_objects(s, entry);
        l->silent.rows = ROWS;
        good = quern_len(entries) == ROWS;
        l->silent.rows = 1;
        good = good && fetch_all(entries) && quern_session_rewind(s, before);
    }
    if (!good)
        bench_fail("%s", quern_failed(s) ? quern_error_text(s) : "other rows");
    quern_session_close(s);
    return good;
}

static bool watched(void *context, uint64_t operations)
{
    return loop(context, QUERN_DETECT_LOG, operations);
}

static bool unwatched(void *context, uint64_t operations)
{
    return loop(context, QUERN_DETECT_OFF, operations);
}

/* One lookup after another, of other values; a rewind would end the loop. */
static bool look_up_all(loops *l, quern_detect_mode detect, uint64_t operations)
{
    quern_session *s = quern_session_open(l->db, .detect = detect);
    bool good = true;
    l->silent.rows = 1;
    for (uint64_t i = 0; i < operations && good; i++) {
        const quern_mark before = quern_session_mark(s);
        for (int64_t id = 0; id < LOOKUPS && good; id++)
            good = quern_get(quern_objects(s, entry), entry, QUERN_Q("id", id)) != NULL;
        good =
            good && quern_warning_count(s) == (detect == QUERN_DETECT_LOG) && quern_session_rewind(s, before);
    }
    if (!good)
        bench_fail("%s", quern_failed(s) ? quern_error_text(s) : "other rows, or warnings");
    quern_session_close(s);
    return good;
}

static bool watched_lookups(void *context, uint64_t operations)
{
    return look_up_all(context, QUERN_DETECT_LOG, operations);
}

static bool unwatched_lookups(void *context, uint64_t operations)
{
    return look_up_all(context, QUERN_DETECT_OFF, operations);
}

int main(int argc, char **argv)
{
    bench_run run;
    loops l;
    if (!bench_begin(argc, argv, &run))
        return 2;
    silent_open(&l.silent, false, ROWS);
    l.db = quern_open("silent:", QUERN_MODELS(entry), .backend = &l.silent.backend, .pool_max = 1,
                      .wait_ms = 5000);
    bool done =
        !bench_wants(&run, "detect") ||
        bench_compare(&run, &(bench_comparison){ .key = "detect",
                                                 .name = "a lazy fetch, detector on and off, without server",
                                                 .quern = watched,
                                                 .hand = unwatched,
                                                 .context = &l,
                                                 .parts = ROWS,
                                                 .more = 150,
                                                 .operations = run.tiny ? 1 : 2 });
    done = done && (!bench_wants(&run, "loop") ||
                    bench_compare(&run, &(bench_comparison){ .key = "loop",
                                                             .name = "  an evaluation in a loop, likewise",
                                                             .quern = watched_lookups,
                                                             .hand = unwatched_lookups,
                                                             .context = &l,
                                                             .parts = LOOKUPS,
                                                             .operations = run.tiny ? 1 : 10 }));
    return quern_close(l.db, 5000) && done ? 0 : 1;
}
