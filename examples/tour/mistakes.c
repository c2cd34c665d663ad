/* mistakes.c: what people do, with the statements that it costs, and how it is mended. */
#include "tour.h"

static quern_queryset *few(quern_session *s)
{
    return quern_order_by(quern_filter(quern_objects(s, book), Q("id__lte", 100)), "id");
}

static void count_then_loop(quern_session *s)
{
    quern_queryset *books = few(s);
    int64_t n, rows = 0;
    step(s, "Counting first, then looping: two statements. Mend: loop, then the number is there");
    RUN(n = quern_count(books));
    RUN(QUERN_EACH(book, b, books) rows += b->id > 0);
    ran(s, 2);
    RUN(books = quern_all(books));
    RUN(QUERN_EACH(book, b, books) rows += b->id > 0);
    RUN(n = quern_len(books));
    ran(s, 1);
    check("rows of both loops", rows, 2 * n);
}

static void at_in_a_loop(quern_session *s)
{
    quern_queryset *books = few(s);
    int64_t sum = 0;
    step(s, "quern_at in a loop: a statement each. Mend: QUERN_EACH");
    RUN(for (int64_t i = 0; i < 100; i++) sum += quern_at(books, book, i)->id);
    ran_about(s, 100);
    RUN(QUERN_EACH(book, b, books) sum -= b->id);
    ran(s, 1);
    check("the difference", sum, 0);
}

static void made_anew(quern_session *s)
{
    int64_t n = 0;
    quern_queryset *books;
    step(s, "A queryset made anew has a cache of its own. Mend: keep the queryset");
    RUN(for (int i = 0; i < 3; i++) n += quern_len(few(s)));
    ran_about(s, 3);
    RUN(books = few(s));
    RUN(for (int i = 0; i < 3; i++) n -= quern_len(books));
    ran(s, 1);
    check("the difference", n, 0);
}

/* The authors of the books, in one statement more. */
static author *const *authors_of(quern_session *s, quern_queryset *books)
{
    int64_t ids[100];
    size_t count = 0;
    QUERN_EACH(book, b, books)
        ids[count++] = b->author_id;
    const quern_array_i64 keys = { .items = ids, .count = count };
    return quern_in_bulk(quern_objects(s, author), author, "id", V(keys));
}

static void one_by_one(quern_session *s)
{
    quern_queryset *books = few(s);
    size_t letters = 0;
    author *const *authors;
    step(s,
         "N+1: a related object fetched for each row is a statement for each row. Mend: all of them at once");
    RUN(QUERN_EACH(book, b, books) letters += strlen(quern_fetch(b, author)->name));
    ran_about(s, 101);
    RUN(QUERN_EACH(book, b, books) letters -= strlen(quern_fetch(b, author)->name));
    ran(s, 0);
    RUN(books = few(s));
    RUN(authors = authors_of(s, books));
    ran(s, 2);
    check_bool("all are there", authors && authors[0] && authors[99], true);
    check("the difference", (int64_t)letters, 0);
}

static void typo(quern_session *s)
{
    quern_queryset *wrong;
    int64_t n;
    const quern_error *error;
    step(s, "A wrong name is told where it was written, and spoils nothing else");
    RUN(wrong = quern_filter(quern_objects(s, book), Q("titel", "Book 1")));
    RUN(wrong = quern_order_by(wrong, "id"));
    check_bool("quern_failed(s)", quern_failed(s), false);
    RUN(n = quern_count(wrong));
    check("n", n, -1);
    RUN(fputs(quern_error_text(s), stdout));
    RUN(quern_error_take(s, &error));
    ran(s, 0);
    RUN(n = quern_count(quern_filter(quern_objects(s, book), Q("title", "Book 1"))));
    ran(s, 1);
    check("n", n, 1);
}

static void filter_after_slice(quern_session *s)
{
    quern_queryset *first_ten;
    step(s, "A filter after a slice would be a filter before it. Mend: slice last");
    RUN(first_ten = quern_slice(quern_order_by(quern_objects(s, book), "id"), 0, 10));
    RUN(quern_len(quern_filter(first_ten, Q("published", true))));
    RUN(fputs(quern_error_text(s), stdout));
    RUN(quern_error_clear(s));
    ran(s, 0);
}

static void write_in_a_stream(quern_session *s)
{
    int64_t changed = 0;
    step(s, "A write in a stream's loop: the stream reads in a READ ONLY transaction. Mend: begin before it");
    RUN(QUERN_STREAM(book, b, few(s)) changed +=
        quern_execute(s, "UPDATE tour_book SET pages = 1 WHERE id = $1", b->id));
    RUN(fputs(quern_error_text(s), stdout));
    RUN(quern_error_clear(s));
    changed = 0;
    RUN(quern_begin(s));
    RUN(QUERN_STREAM(book, b, few(s)) changed +=
        quern_execute(s, "UPDATE tour_book SET pages = 1 WHERE id = $1", b->id));
    RUN(quern_rollback(s));
    check("changed", changed, 100);
}

void mistakes(quern_session *s)
{
    chapter("Common mistakes, and their mends");
    count_then_loop(s);
    at_in_a_loop(s);
    made_anew(s);
    one_by_one(s);
    typo(s);
    filter_after_slice(s);
    write_in_a_stream(s);
}
