/* caches.c: the rows that a queryset keeps, and who can use them. */
#include "tour.h"

static quern_queryset *few(quern_session *s)
{
    return quern_order_by(quern_filter(quern_objects(s, book), Q("id__lte", 100)), "id");
}

static void used(quern_session *s)
{
    quern_queryset *books;
    int64_t rows = 0, n, of_slice = 0;
    bool found;
    book *b;
    step(s, "Evaluated once, it answers from memory");
    RUN(books = few(s));
    RUN(QUERN_EACH(book, x, books) rows += x->id > 0);
    ran(s, 1);
    RUN(QUERN_EACH(book, x, books) rows += x->id > 0);
    RUN(n = quern_count(books));
    RUN(quern_exists(books, &found));
    RUN(b = quern_at(books, book, 9));
    RUN(QUERN_EACH(book, x, quern_slice(books, 20, 30)) of_slice += x->id > 0);
    ran(s, 0);
    check("both loops", rows, 200);
    check("count", n, 100);
    check("the tenth one's id", b ? b->id : -1, 10);
    check("rows of the slice", of_slice, 10);
}

static void not_used(quern_session *s)
{
    quern_queryset *books = few(s);
    int64_t n;
    book *b;
    quern_len(books);
    step(s, "What is made of it asks anew, and so do quern_get, quern_earliest and quern_latest");
    RUN(n = quern_count(quern_filter(books, Q("published", true))));
    RUN(b = quern_get(books, book, Q("id", 7)));
    RUN(b = quern_latest(books, book, "pages"));
    ran(s, 3);
    check("published", n, 67);
    check_bool("there is a latest", b != NULL, true);
}

static void not_filled(quern_session *s)
{
    quern_queryset *books = few(s);
    book *b;
    int64_t n;
    step(s, "Calls for less than all of it do not fill the cache");
    RUN(b = quern_at(books, book, 5));
    RUN(n = quern_count(books));
    RUN(b = quern_at(books, book, 5));
    ran(s, 3);
    check("its id", b ? b->id : -1, 6);
    check("n", n, 100);
}

static void clones(quern_session *s)
{
    quern_queryset *books = few(s), *fresh;
    const int64_t before = quern_len(books);
    quern_begin(s);
    quern_execute(s, "DELETE FROM tour_book WHERE id = 100");
    step(s, "A cache is a picture of its moment; quern_all makes a clone without one");
    puts("    A book has been deleted since books was evaluated.");
    RUN(fresh = quern_all(books));
    check("quern_len(books)", quern_len(books), before);
    ran(s, 0);
    check("quern_len(fresh)", quern_len(fresh), before - 1);
    ran(s, 1);
    quern_rollback(s);
}

void caches(quern_session *s)
{
    chapter("The cache: when it answers, and when it does not");
    used(s);
    not_used(s);
    not_filled(s);
    clones(s);
}
