/* chaining.c: querysets are made of querysets, and none ever changes. */
#include "tour.h"

static void refine(quern_session *s)
{
    quern_queryset *books = quern_filter(quern_objects(s, book), Q("pages__gt", 900));
    quern_queryset *thick;
    int64_t rows = 0;
    const char *before = quern_sql(books);
    const int64_t length = quern_len(books);
    step(s, "Refining makes a new queryset; the one it came from stays as it was, cache and all");
    RUN(thick = quern_filter(books, Q(book, pages, gte, 940)));
    ran(s, 0);
    RUN(QUERN_EACH(book, b, thick) rows += b->id > 0);
    ran(s, 1);
    printf("    => %" PRId64 " of %" PRId64 " books\n", rows, length);
    check_bool("the SQL of books is the same as before", strcmp(before, quern_sql(books)) == 0, true);
    check("quern_len(books), from its cache", quern_len(books), length);
    ran(s, 0);
}

static void branches(quern_session *s)
{
    quern_queryset *base, *drafts, *published;
    int64_t of_drafts, of_published;
    step(s, "One base, many branches");
    RUN(base = quern_filter(quern_objects(s, book), Q("author__name", "Author 7")));
    RUN(drafts = quern_filter(base, Q("published", false)));
    RUN(published = quern_exclude(base, Q("published", false)));
    RUN(of_drafts = quern_count(drafts));
    RUN(of_published = quern_count(published));
    ran(s, 2);
    check("together", of_drafts + of_published, BOOKS / AUTHORS);
}

static void slices(quern_session *s)
{
    quern_queryset *page;
    int64_t rows = 0, first = 0;
    step(s, "A slice is a LIMIT and an OFFSET; slices of slices count within");
    RUN(page = quern_slice(quern_order_by(quern_objects(s, book), "id"), 100, 200));
    RUN(page = quern_slice(page, 10, 15));
    ran(s, 0);
    RUN(QUERN_EACH(book, b, page) {
        if (!rows++)
            first = b->id;
    });
    ran(s, 1);
    check("rows", rows, 5);
    check("the first's id", first, 111);
}

static void nulls(quern_session *s)
{
    quern_queryset *all = quern_objects(s, book);
    int64_t thin, kept, unknown;
    step(s, "What is excluded is exactly what is not: a book of unknown length is no thin book");
    RUN(thin = quern_count(quern_filter(all, Q("pages__lt", 100))));
    RUN(kept = quern_count(quern_exclude(all, Q("pages__lt", 100))));
    RUN(unknown = quern_count(quern_filter(all, Q("pages", QUERN_NULL))));
    ran(s, 3);
    printf("    => %" PRId64 " thin, %" PRId64 " others, %" PRId64 " of them of unknown length\n", thin, kept,
           unknown);
    check("thin and others together", thin + kept, BOOKS);
    check("of unknown length", unknown, BOOKS / 10);
}

void chaining(quern_session *s)
{
    chapter("Chaining: each step makes a new queryset");
    refine(s);
    branches(s);
    slices(s);
    nulls(s);
}
