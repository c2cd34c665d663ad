/* engine.c: what spares round trips, building and waiting: several querysets at once, querysets that are shared, and what the pool
 * has to tell. */
#include "tour.h"

static void together(quern_session *s)
{
    quern_queryset *page = quern_slice(quern_order_by(quern_objects(s, book), "-created_at"), 0, 3);
    quern_queryset *authors = quern_slice(quern_objects(s, author), 0, 3);
    quern_queryset *drafts = quern_slice(quern_filter(quern_objects(s, book), Q("published", false)), 0, 3);
    step(s, "A page needs three querysets: quern_evaluate_all sends them all, and waits once");
    RUN(quern_evaluate_all(s, page, authors, drafts));
    ran(s, 3);
    puts("    Each has its rows now, so this asks nothing:");
    RUN(QUERN_EACH(book, b, page) puts(b->title));
    RUN(QUERN_EACH(author, a, authors) puts(a->name));
    ran(s, 0);
}

static void apart(quern_session *s)
{
    quern_queryset *good = quern_slice(quern_objects(s, author), 0, 2);
    quern_queryset *bad = quern_filter(quern_objects(s, book), Q("title__regex", "("));
    quern_queryset *behind = quern_slice(quern_objects(s, book), 0, 2);
    const quern_error *error;
    step(s, "One that fails takes no other with it: what the server skipped behind it is sent once more");
    RUN(quern_evaluate_all(s, good, bad, behind));
    quern_error_take(s, &error);
    printf("    => queryset %s: %s\n", error->path, error->message);
    ran(s, 3);
    check("the first", quern_len(good), 2);
    check("the last", quern_len(behind), 2);
    ran(s, 0);
}

static void shared(quern_session *s, quern_db *db)
{
    quern_queryset *thick = quern_filter(quern_objects(s, book), Q("pages__gt", PARAM("least")));
    quern_queryset *all_threads;
    step(s, "Built and checked once, at start-up; used by every thread, with values of its own");
    RUN(all_threads = quern_share(db, quern_slice(quern_order_by(thick, "-pages", "id"), 0, 2)));
    check("errors", quern_queryset_error(all_threads) != NULL, 0);
    ran(s, 0);
    RUN(quern_queryset *mine = quern_bind(quern_in(s, all_threads), SET("least", 900));
        QUERN_EACH(book, b, mine) puts(b->title));
    ran(s, 1);
}

static void numbers(quern_session *s, quern_db *db)
{
    quern_pool_counts pool;
    quern_cache_counts cache;
    step(s, "What the pool and the cache of statements have done so far");
    RUN(quern_pool_stats(db, &pool));
    printf("    => connections: %" PRIu32 " lent, %" PRIu32 " idle, %" PRIu32 " at most; borrowed %" PRIu64
           " times, waited for %" PRIu64 " times\n",
           pool.lent, pool.idle, pool.max, pool.borrowed, pool.waited);
    RUN(quern_cache_stats(db, &cache));
    printf("    => statements: %" PRIu64 " shapes kept, found %" PRIu64 " times, written %" PRIu64 " times\n",
           cache.kept, cache.hits, cache.misses);
    check("connections lent", pool.lent, 0);
    check("more than one connection", pool.most_lent > 1, 0);
    ran(s, 0);
}

void engine(quern_session *s, quern_db *db)
{
    chapter("The engine");
    together(s);
    apart(s);
    shared(s, db);
    numbers(s, db);
}
