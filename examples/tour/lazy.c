/* lazy.c: what a queryset is, and that it asks nothing until it must. */
#include "tour.h"

static quern_queryset *what_it_is(quern_session *s)
{
    quern_queryset *books;
    step(s, "A queryset says which rows; it is no rows");
    puts("    It is a value: a model, conditions, an order, a slice. Building one costs no statement, "
         "however long it gets.");
    RUN(books = quern_objects(s, book));
    RUN(books = quern_filter(books, Q("published", true), Q("pages__gt", 100)));
    RUN(books = quern_exclude(books, Q("title__icontains", "book 7")));
    RUN(books = quern_order_by(books, "-created_at"));
    ran(s, 0);
    return books;
}

static void its_sql(quern_session *s, quern_queryset *books)
{
    step(s, "Its SQL can be seen without running it");
    RUN(puts(quern_sql(books)));
    RUN(puts(quern_statement(books)->sql));
    printf("    The first is for people and psql; the second is what is sent, with %zu values bound.\n",
           quern_statement(books)->count);
    ran(s, 0);
}

static void it_runs_late(quern_session *s, quern_queryset *books)
{
    static const char sql[] = "SELECT 1 FROM tour_book WHERE published AND pages > $1 AND title NOT ILIKE $2";
    int64_t rows = 0, pages = 0, by_hand;
    step(s, "It asks when the rows are needed, and all at once");
    RUN(QUERN_EACH(book, b, books) {
        rows++;
        pages += b->pages.value;
    });
    ran(s, 1);
    printf("    => %" PRId64 " books of %" PRId64 " pages\n", rows, pages);
    puts("    SQL written by hand finds as many:");
    RUN(by_hand = quern_execute(s, sql, 100, "%book 7%"));
    ran(s, 1);
    check("books", by_hand, rows);
}

static void nothing_to_ask(quern_session *s)
{
    const int64_t ids[1] = { 0 };
    const quern_array_i64 no_ids = { .items = ids, .count = 0 };
    int64_t n, rows = 0;
    step(s, "Where nothing can come of it, nothing is asked");
    RUN(n = quern_count(quern_none(quern_objects(s, book))));
    check("n", n, 0);
    RUN(n = quern_len(quern_slice(quern_objects(s, book), 5, 5)));
    check("n", n, 0);
    RUN(QUERN_EACH(book, b, quern_filter(quern_objects(s, book), Q("id__in", no_ids))) rows += b->id);
    check("rows", rows, 0);
    ran(s, 0);
}

void laziness(quern_session *s)
{
    chapter("What a queryset is, and when it asks");
    quern_queryset *books = what_it_is(s);
    its_sql(s, books);
    it_runs_late(s, books);
    nothing_to_ask(s);
}
