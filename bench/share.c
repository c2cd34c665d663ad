/* share.c: a shared queryset: bound and made ready to be sent, which looks inside of the library; and a book by its primary key by way of
 * one, with a server, and without. */
#include "bench/bench.h"
#include "bench/books.h"
#include "bench/hand.h"
#include "bench/silent.h"

#include "lib/compile/shared.h"
#include "lib/session/session.h"

typedef struct sharing {
    quern_db *db;
    quern_session *session;
    quern_queryset *by_text, *by_id;
    hand_pool pool;
    PGconn *conn;
    int64_t books;
    uint64_t chance;
} sharing;

/* As a program does at its start. */
static bool share(sharing *w)
{
    quern_session *s = quern_session_open(w->db);
    quern_queryset *books = quern_filter(quern_objects(s, book), QUERN_Q("published", true),
                                         QUERN_Q("title__icontains", QUERN_PARAM("text")));
    books = quern_exclude(books, QUERN_Q("author__name", QUERN_PARAM("name")));
    w->by_text = quern_share(w->db, quern_slice(quern_order_by(books, "-created_at"), 0, 20));
    w->by_id = quern_share(w->db, quern_filter(quern_objects(s, book), QUERN_Q("id", QUERN_PARAM("id"))));
    quern_session_close(s);
    const quern_error *error = quern_queryset_error(w->by_text);
    error = error ? error : quern_queryset_error(w->by_id);
    return !error || bench_fail("%s", error->message);
}

/* All that is done before a connection is asked for. */
static bool bind_one(void *context, uint64_t operations)
{
    static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    sharing *w = context;
    for (uint64_t i = 0; i < operations; i++) {
        const quern_mark before = quern_session_mark(w->session);
        const quern_queryset *books = quern_bind(quern_in(w->session, w->by_text), QUERN_SET("text", "C"),
                                                 QUERN_SET("name", "Anonymous"));
        quern__parameters parameters;
        const quern__shared_statement *statement = books->shared && !books->wants->missing
                                                       ? quern__shared_statement_for(books->shared, &all_rows)
                                                       : NULL;
        if (!statement ||
            !quern__shared_fill(statement, books->wants, w->session->scope.arena, &parameters) ||
            parameters.count != 3)
            return bench_fail("not ready");
        quern_session_rewind(w->session, before);
    }
    return true;
}

/* ---- A lookup ---- */

static bool look_up(quern_session *s, quern_queryset *by_id, int64_t id)
{
    const quern_mark before = quern_session_mark(s);
    const book *b = quern_get(quern_bind(quern_in(s, by_id), QUERN_SET("id", id)), book);
    const bool good = b && b->id == id;
    return quern_session_rewind(s, before) && good;
}

static bool by_quern(void *context, uint64_t operations)
{
    sharing *w = context;
    for (uint64_t i = 0; i < operations; i++)
        if (!look_up(w->session, w->by_id, w->books ? bench_next(&w->chance, w->books) : 5))
            return books_failed(w->session);
    return true;
}

static bool by_hand(void *context, uint64_t operations)
{
    sharing *w = context;
    char title[100];
    for (uint64_t i = 0; i < operations; i++) {
        book b = { .title = NULL };
        const int64_t id = bench_next(&w->chance, w->books);
        PGconn *conn = hand_pool_take(&w->pool);
        const bool found = hand_lookup(conn, id, &b, title, sizeof title);
        hand_pool_give(&w->pool, conn);
        if (!found || b.id != id)
            return bench_fail("by hand: not book %lld", (long long)id);
    }
    return true;
}

static bool compare_lookups(const bench_run *run, sharing *w)
{
    w->session = quern_session_open(w->db);
    const bool done =
        share(w) && bench_compare(run, &(bench_comparison){ .key = "lookup",
                                                            .name = "point lookup, shared queryset",
                                                            .quern = by_quern,
                                                            .hand = by_hand,
                                                            .context = w,
                                                            .operations = run->tiny ? 5 : 50,
                                                            .repeat = 5,
                                                            .ratio = 1.05 });
    quern_session_close(w->session);
    return done;
}

static bool on_a_server(const bench_run *run, const char *uri)
{
    sharing w = { .books = run->tiny ? 100 : 50000, .chance = 1 };
    bool done = books_fill(uri, w.books);
    hand_pool_open(&w.pool);
    w.conn = done ? hand_connect(uri) : NULL;
    w.db = w.conn ? books_open(uri, 1, NULL) : NULL;
    if (w.conn)
        hand_pool_give(&w.pool, w.conn);
    done = w.db && compare_lookups(run, &w) && books_close(w.db);
    PQfinish(w.conn);
    hand_pool_close(&w.pool);
    books_drop(uri);
    return done;
}

static bool on_none(const bench_run *run)
{
    silent_backend silent;
    silent_open(&silent, false, 1);
    sharing w = { .db = quern_open("silent:", QUERN_MODELS(author, book), .backend = &silent.backend,
                                   .pool_max = 1, .wait_ms = 5000) };
    w.session = quern_session_open(w.db);
    const uint64_t operations = run->tiny ? 10 : 1000;
    const bool done =
        share(&w) &&
        bench_compare(run, &(bench_comparison){ .key = "bind",
                                                .name = "a shared queryset, bound and ready to be sent",
                                                .quern = bind_one,
                                                .context = &w,
                                                .operations = operations,
                                                .nanoseconds = 300 }) &&
        bench_compare(run, &(bench_comparison){ .key = "silent",
                                                .name = "  a lookup by one without server and libpq",
                                                .quern = by_quern,
                                                .context = &w,
                                                .operations = operations });
    quern_session_close(w.session);
    return books_close(w.db) && done;
}

int main(int argc, char **argv)
{
    bench_run run;
    if (!bench_begin(argc, argv, &run))
        return 2;
    if ((bench_wants(&run, "bind") || bench_wants(&run, "silent")) && !on_none(&run))
        return 1;
    if (!bench_wants(&run, "lookup"))
        return 0;
    const char *uri = bench_uri();
    return !uri || !on_a_server(&run, uri);
}
