/* threads.c: point lookups of eight threads on four connections. */
#include "bench.h"
#include "books.h"
#include "crew.h"
#include "hand.h"

enum { THREADS = 8, CONNECTIONS = 4 };

typedef struct threads {
    quern_db *db;
    quern_session *sessions[THREADS];
    hand_pool pool;
    PGconn *conns[CONNECTIONS];
    crew *crew;
    int64_t books;
    uint64_t chances[THREADS];
} threads;

static bool quern_member(void *context, size_t number, uint64_t operations)
{
    threads *t = context;
    quern_session *s = t->sessions[number];
    for (uint64_t i = 0; i < operations; i++) {
        const int64_t id = bench_next(&t->chances[number], t->books);
        const quern_mark before = quern_session_mark(s);
        const book *b = quern_get(quern_objects(s, book), book, QUERN_Q("id", id));
        if (!b || b->id != id)
            return books_failed(s);
        quern_session_rewind(s, before);
    }
    return true;
}

static bool hand_member(void *context, size_t number, uint64_t operations)
{
    threads *t = context;
    char title[100];
    for (uint64_t i = 0; i < operations; i++) {
        book b = { .title = NULL };
        const int64_t id = bench_next(&t->chances[number], t->books);
        PGconn *conn = hand_pool_take(&t->pool);
        const bool found = hand_lookup(conn, id, &b, title, sizeof title);
        hand_pool_give(&t->pool, conn);
        if (!found || b.id != id)
            return bench_fail("by hand: not book %lld", (long long)id);
    }
    return true;
}

static bool by_quern(void *context, uint64_t operations)
{
    return crew_run(((threads *)context)->crew, quern_member, context, operations);
}

static bool by_hand(void *context, uint64_t operations)
{
    return crew_run(((threads *)context)->crew, hand_member, context, operations);
}

static bool open_all(threads *t, const char *uri)
{
    hand_pool_open(&t->pool);
    for (size_t i = 0; i < CONNECTIONS; i++) {
        t->conns[i] = hand_connect(uri);
        if (!t->conns[i])
            return false;
        hand_pool_give(&t->pool, t->conns[i]);
    }
    t->db = books_open(uri, CONNECTIONS, NULL);
    for (size_t i = 0; i < THREADS; i++) {
        t->sessions[i] = quern_session_open(t->db);
        t->chances[i] = i;
    }
    t->crew = crew_open(THREADS);
    return t->db && t->crew;
}

static void close_all(threads *t)
{
    crew_close(t->crew);
    for (size_t i = 0; i < THREADS; i++)
        quern_session_close(t->sessions[i]);
    if (t->db)
        books_close(t->db);
    for (size_t i = 0; i < CONNECTIONS; i++)
        PQfinish(t->conns[i]);
    hand_pool_close(&t->pool);
}

int main(int argc, char **argv)
{
    bench_run run;
    if (!bench_begin(argc, argv, &run))
        return 2;
    const char *uri = bench_uri();
    threads t = { .books = run.tiny ? 100 : 50000 };
    if (!uri)
        return 1;
    const bool done =
        books_fill(uri, t.books) && open_all(&t, uri) &&
        bench_compare(&run, &(bench_comparison){ .key = "threads",
                                                 .name = "point lookups, 8 threads on 4 connections, each",
                                                 .quern = by_quern,
                                                 .hand = by_hand,
                                                 .context = &t,
                                                 .operations = run.tiny ? 40 : 400,
                                                 .repeat = 2,
                                                 .ratio = 1.05 });
    close_all(&t);
    books_drop(uri);
    return !done;
}
