/* cost.c: the same question asked cheaply and dearly: what each costs in rows, bytes and time. */
#include "tour.h"

static void row(const char *call, quern_session *s)
{
    const quern_query *q = quern_query_at(s, -1);
    printf("      %-22s %8" PRId64 " rows %10" PRId64 " bytes %9.2f ms\n", call, q->rows, q->bytes,
           (double)q->elapsed_microseconds / 1000);
}

static void count_or_len(quern_session *s)
{
    quern_queryset *all = quern_objects(s, book);
    int64_t n;
    step(s, "How many? quern_count asks the server for a number; quern_len loads every row");
    RUN(n = quern_count(all));
    row("quern_count", s);
    check("n", n, BOOKS);
    RUN(n = quern_len(all));
    row("quern_len", s);
    check("n", n, BOOKS);
    ran(s, 2);
    puts("    Once the rows are there, counting them costs nothing. So: quern_len when they are needed "
         "anyway.");
    RUN(n = quern_count(all));
    ran(s, 0);
}

static void exists_or_len(quern_session *s)
{
    quern_queryset *drafts = quern_filter(quern_objects(s, book), Q("published", false));
    bool found;
    int64_t n;
    step(s, "Any at all? quern_exists stops at the first one; counting does not, and loading even less");
    RUN(quern_exists(drafts, &found));
    row("quern_exists", s);
    RUN(n = quern_count(drafts));
    row("quern_count", s);
    RUN(n = quern_len(drafts));
    row("quern_len", s);
    ran(s, 3);
    check_bool("found", found, true);
    check("n", n, BOOKS / 3);
}

static void columns(quern_session *s)
{
    quern_queryset *all = quern_objects(s, book);
    int64_t n;
    step(s, "Of a wide table take the columns that are needed");
    RUN(n = quern_len(quern_values(all, "title")));
    row("one column of 50,000", s);
    RUN(n = quern_len(quern_all(all)));
    row("all of them", s);
    ran(s, 2);
    check("n", n, BOOKS);
}

void costs(quern_session *s)
{
    chapter("What it costs");
    count_or_len(s);
    exists_or_len(s);
    columns(s);
}
