/* pipeline.c: 100 books by their primary keys, in one round trip. */
#include "bench.h"
#include "books.h"
#include "hand.h"

enum { LOOKUPS = 100 };

typedef struct pipelines {
    quern_db *db;
    quern_session *session;
    hand_pool pool;
    PGconn *conn;
    int64_t books;
    uint64_t chance;
} pipelines;

static bool check(int64_t id, const book *b)
{
    return b && b->id == id && books_sum(b) == books_sum_expected(id);
}

static void choose(pipelines *p, int64_t *ids)
{
    for (size_t i = 0; i < LOOKUPS; i++)
        ids[i] = bench_next(&p->chance, p->books);
}

/* As a program would that knows what it needs. `together`: in one round trip; else each is asked for when it is read. */
static bool look_up(quern_session *s, const int64_t *ids, bool together, bool thorough)
{
    quern_queryset *all[LOOKUPS + 1] = { NULL };
    const quern_mark before = quern_session_mark(s);
    for (size_t i = 0; i < LOOKUPS; i++)
        all[i] = quern_filter(quern_objects(s, book), QUERN_Q("id", ids[i]));
    bool good = !together || (quern_evaluate_all)(s, all, QUERN_SITE);
    for (size_t i = 0; i < LOOKUPS && good; i++) {
        const book *b = quern_len(all[i]) == 1 ? quern_at(all[i], book, 0) : NULL;
        good = thorough ? check(ids[i], b) : b && b->id == ids[i];
    }
    return quern_session_rewind(s, before) && good;
}

static bool run(pipelines *p, uint64_t operations, bool together)
{
    int64_t ids[LOOKUPS];
    for (uint64_t i = 0; i < operations; i++) {
        choose(p, ids);
        if (!look_up(p->session, ids, together, i == 0))
            return books_failed(p->session);
    }
    return true;
}

static bool by_quern(void *context, uint64_t operations)
{
    return run(context, operations, true);
}

static bool one_by_one(void *context, uint64_t operations)
{
    return run(context, operations, false);
}

static bool by_hand(void *context, uint64_t operations)
{
    pipelines *p = context;
    static book found[LOOKUPS];
    static char titles[LOOKUPS][100];
    int64_t ids[LOOKUPS];
    for (uint64_t i = 0; i < operations; i++) {
        choose(p, ids);
        PGconn *conn = hand_pool_take(&p->pool);
        bool good = hand_lookups(conn, ids, LOOKUPS, found, titles[0], sizeof titles[0]);
        hand_pool_give(&p->pool, conn);
        for (size_t k = 0; k < LOOKUPS && good; k++)
            good = i == 0 ? check(ids[k], &found[k]) : found[k].id == ids[k];
        if (!good)
            return bench_fail("by hand: not the books that were asked for");
    }
    return true;
}

static bool compare(const bench_run *run, pipelines *p)
{
    p->session = quern_session_open(p->db);
    const uint64_t operations = run->tiny ? 2 : 5;
    const bool done = bench_compare(run, &(bench_comparison){ .key = "pipeline",
                                                              .name = "100 point lookups together",
                                                              .quern = by_quern,
                                                              .hand = by_hand,
                                                              .context = p,
                                                              .operations = operations,
                                                              .repeat = 3,
                                                              .ratio = 1.20 }) &&
                      bench_compare(run, &(bench_comparison){ .key = "together",
                                                              .name = "  the same beside quern one by one",
                                                              .quern = by_quern,
                                                              .hand = one_by_one,
                                                              .context = p,
                                                              .operations = operations,
                                                              .ratio = 0.20 });
    quern_session_close(p->session);
    return done;
}

int main(int argc, char **argv)
{
    bench_run run;
    if (!bench_begin(argc, argv, &run))
        return 2;
    const char *uri = bench_uri();
    pipelines p = { .books = run.tiny ? 100 : 50000, .chance = 1 };
    bool done = uri && books_fill(uri, p.books);
    hand_pool_open(&p.pool);
    p.conn = done ? hand_connect(uri) : NULL;
    p.db = p.conn ? books_open(uri, 1, NULL) : NULL;
    if (p.conn)
        hand_pool_give(&p.pool, p.conn);
    done = p.db && compare(&run, &p) && books_close(p.db);
    PQfinish(p.conn);
    hand_pool_close(&p.pool);
    if (uri)
        books_drop(uri);
    return !done;
}
