/* triggers.c: every call that makes a queryset ask, and what each asks for. */
#include "tour.h"

static void all_rows(quern_session *s)
{
    quern_queryset *thick = quern_order_by(quern_filter(quern_objects(s, book), Q("pages__gte", 948)), "id");
    book *const *list;
    int64_t rows = 0, length;
    step(s, "All rows, which then are in the cache: QUERN_EACH, quern_list, quern_len");
    RUN(QUERN_EACH(book, b, thick) rows += b->id > 0);
    ran(s, 1);
    RUN(list = quern_list(thick, book));
    RUN(length = quern_len(thick));
    ran(s, 0);
    check("rows, from the cache", length, rows);
    check_bool("the list is ended by NULL", list && !list[rows], true);
}

static void streamed(quern_session *s)
{
    int64_t rows = 0;
    step(s, "All rows, one by one, through a cursor, and no cache: QUERN_STREAM");
    RUN(QUERN_STREAM(book, b, quern_filter(quern_objects(s, book), Q("pages__gte", 940)), .chunk = 300)
            rows++);
    ran_about(s, 7);
    puts("    It reads ahead: two of the FETCHes were on their way already when the end was found, and found "
         "nothing.");
    check("rows", rows, 495);
}

static void by_place(quern_session *s)
{
    quern_queryset *by_age = quern_order_by(quern_objects(s, book), "created_at");
    book *b;
    step(s, "One object by its place: quern_at, quern_first, quern_last, quern_earliest, quern_latest");
    RUN(b = quern_at(by_age, book, 41));
    ran(s, 1);
    check("its id", b ? b->id : -1, 42);
    RUN(b = quern_first(by_age, book));
    ran(s, 1);
    check("its id", b ? b->id : -1, 1);
    RUN(b = quern_last(by_age, book));
    ran(s, 1);
    check("its id", b ? b->id : -1, BOOKS);
    RUN(b = quern_earliest(by_age, book, "pages", "id"));
    ran(s, 1);
    check("its pages", b ? b->pages.value : -1, 51);
    RUN(b = quern_latest(by_age, book, "pages"));
    ran(s, 1);
    check("its pages", b ? b->pages.value : -1, 949);
}

static void by_condition(quern_session *s)
{
    quern_queryset *books = quern_objects(s, book);
    book *b;
    step(s, "One object by a condition: quern_get. None, or more than one, is an answer and no error");
    RUN(b = quern_get(books, book, Q("id", 4711)));
    ran(s, 1);
    check("its author_id", b ? b->author_id : -1, 1 + 4711 % AUTHORS);
    RUN(b = quern_get(books, book, Q("id", 0)));
    ran(s, 1);
    check_bool("quern_answer(s) == QUERN_NOT_FOUND", quern_answer(s) == QUERN_NOT_FOUND, true);
    RUN(b = quern_get(books, book, Q("author", 1)));
    ran(s, 1);
    check_bool("quern_answer(s) == QUERN_MORE_THAN_ONE", quern_answer(s) == QUERN_MORE_THAN_ONE, true);
    check_bool("quern_failed(s)", quern_failed(s), false);
}

static void by_keys(quern_session *s)
{
    book *const *found;
    step(s, "Many objects by their keys, in the keys' order: quern_in_bulk");
    RUN(found = quern_in_bulk(quern_objects(s, book), book, "id", LIST(30, 0, 10)));
    ran(s, 1);
    check_bool("30 and 10 are there, 0 is not", found && found[0] && !found[1] && found[2], true);
}

static void questions(quern_session *s)
{
    quern_queryset *drafts = quern_filter(quern_objects(s, book), Q("published", false));
    book *b = quern_get(quern_objects(s, book), book, Q("id", 3));
    int64_t n;
    bool found, contained;
    step(s, "Questions about the set: quern_count, quern_exists, quern_contains");
    RUN(n = quern_count(drafts));
    ran(s, 1);
    check("n", n, BOOKS / 3);
    RUN(quern_exists(drafts, &found));
    ran(s, 1);
    check_bool("found", found, true);
    RUN(quern_contains(drafts, b, &contained));
    ran(s, 1);
    check_bool("contained", contained, true);
}

static void for_people(quern_session *s)
{
    quern_queryset *books = quern_order_by(quern_objects(s, book), "id");
    const char *plan;
    step(s, "For people: quern_print shows 20 at most, quern_explain the server's plan");
    RUN(quern_print(quern_slice(books, 0, 3), stdout));
    ran(s, 1);
    RUN(plan = quern_explain(quern_filter(books, Q("id", 7)), .no_costs = true));
    RUN(puts(plan ? plan : "?"));
    ran(s, 1);
}

static void own_sql(quern_session *s)
{
    static const char sql[] =
        "SELECT b.*, length(title) AS letters FROM tour_book b WHERE id < $1 ORDER BY id";
    quern_queryset *raw;
    int32_t letters = 0;
    step(s, "SQL of your own gives objects too, with columns that are in no model: quern_raw");
    RUN(raw = quern_raw(s, book, sql, 11));
    ran(s, 0);
    RUN(QUERN_EACH(book, b, raw) quern_read(b, "letters", &letters));
    ran(s, 1);
    check("letters of the last one's title", letters, 7);
}

void triggers(quern_session *s)
{
    chapter("Every call that asks, and what it asks for");
    all_rows(s);
    streamed(s);
    by_place(s);
    by_condition(s);
    by_keys(s);
    questions(s);
    for_people(s);
    own_sql(s);
}
