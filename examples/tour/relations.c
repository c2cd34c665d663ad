/* relations.c: related objects: one at a time, by a JOIN, by lists of keys; how to choose, and what quern says of a bad choice. */
#include "tour.h"

#include <errno.h>
#include <unistd.h>

enum { FEW_AUTHORS = 50, FEW_BOOKS = 100 };

static size_t letters; /* of names, so that they are read */

/* 100 books of 50 authors. */
static quern_queryset *few_books(quern_session *s)
{
    quern_queryset *books = quern_filter(quern_objects(s, book), Q("author_id__lte", FEW_AUTHORS));
    return quern_slice(quern_order_by(books, "id"), 0, FEW_BOOKS);
}

static quern_queryset *few_authors(quern_session *s)
{
    return quern_filter(quern_order_by(quern_objects(s, author), "id"), Q("id__lte", FEW_AUTHORS));
}

/* ---- Each book's one author ---- */

static void one_by_one(quern_session *s)
{
    quern_queryset *books = few_books(s);
    step(s, "N+1: 100 books, and the author of each, asked for one at a time");
    RUN(QUERN_EACH(book, b, books) letters += strlen(quern_fetch(b, author)->name));
    ran_about(s, FEW_BOOKS + 1);
}

static void joined(quern_session *s)
{
    quern_queryset *books = few_books(s);
    quern_queryset *few = quern_filter(quern_objects(s, book), Q("author_id", 7), Q("id__lt", 2000));
    const author *first = NULL;
    int64_t same = 0;
    step(s, "quern_select_related: the same by one JOIN, and b->author is there");
    RUN(QUERN_EACH(book, b, quern_select_related(books, "author")) letters += strlen(b->author->name));
    ran(s, 1);
    puts("    Books of one author have the same author, not a copy each:");
    RUN(QUERN_EACH(book, b, quern_select_related(few, "author")) {
        first = first ? first : b->author;
        same += b->author == first;
    });
    ran(s, 1);
    check("books whose author is that of the first", same, 4);
}

/* ---- Each author's many books ---- */

static void sets_one_by_one(quern_session *s)
{
    int64_t books = 0;
    step(s, "The other way around: 50 authors, and the books of each, one author at a time");
    RUN(QUERN_EACH(author, a, few_authors(s)) QUERN_EACH(book, b, quern_related(a, "books")) books++);
    ran_about(s, FEW_AUTHORS + 1);
    check("books", books, FEW_AUTHORS * (BOOKS / AUTHORS));
}

static void prefetched(quern_session *s)
{
    quern_queryset *authors;
    int64_t books = 0, back = 0, drafts;
    step(s, "quern_prefetch_related: all their books by one list of keys; the sets are read from memory");
    RUN(authors = quern_prefetch_related(few_authors(s), "books"));
    ran(s, 0);
    RUN(QUERN_EACH(author, a, authors) QUERN_EACH(book, b, quern_related(a, "books")) {
        books++;
        back += b->author == a;
    });
    ran(s, 2);
    check("books", books, FEW_AUTHORS * (BOOKS / AUTHORS));
    check("that point back", back, books);
    puts("    What is made of such a set is a question of its own:");
    RUN(author *a = quern_at(authors, author, 0);
        drafts = quern_count(quern_filter(quern_related(a, "books"), Q("published", false))));
    ran(s, 1);
    check("drafts", drafts, 33);
}

static void some_of_them(quern_session *s)
{
    quern_queryset *thickest, *authors;
    int64_t thick = 0;
    step(s, "QUERN_PREFETCH: some of them, in an order of their own, so many for each, into a member");
    RUN(thickest = quern_slice(quern_order_by(quern_objects(s, book), "-pages", "id"), 0, 3));
    RUN(authors = quern_prefetch_related(few_authors(s), PREFETCH("books", thickest, .to = "thick_books")));
    RUN(QUERN_EACH(author, a, authors) for (book **b = a->thick_books; *b; b++) thick++);
    ran(s, 2);
    check("books", thick, 3 * FEW_AUTHORS);
}

static void both(quern_session *s)
{
    quern_queryset *books;
    int64_t others = 0;
    step(s, "Both: each book's author by JOIN, and what else that author wrote by a list of keys");
    RUN(books = quern_prefetch_related(quern_select_related(few_books(s), "author"), "author__books"));
    RUN(QUERN_EACH(book, b, books) others += quern_len(quern_related(b->author, "books")) - 1);
    ran(s, 2);
    check("other books", others, FEW_BOOKS * (BOOKS / AUTHORS - 1));
}

/* ---- The large set ---- */

static void large(quern_session *s)
{
    int64_t books = 0;
    step(s, "All 50,000: as many statements");
    RUN(QUERN_EACH(book, b, quern_select_related(quern_objects(s, book), "author")) letters +=
        strlen(b->author->name));
    ran(s, 1);
    RUN(QUERN_EACH(author, a, quern_prefetch_related(quern_objects(s, author), "books")) books +=
        quern_len(quern_related(a, "books")));
    ran(s, 2);
    check("books", books, BOOKS);
}

static void streamed(quern_session *s)
{
    int64_t books = 0;
    step(s, "quern_iterate prefetches for each chunk, and forgets it with the chunk");
    RUN(QUERN_STREAM(author, a, quern_prefetch_related(few_authors(s), "books"), .chunk = 20) books +=
        quern_len(quern_related(a, "books")));
    ran_about(s, 10);
    check("books", books, FEW_AUTHORS * (BOOKS / AUTHORS));
}

/* ---- The choice ---- */

static void choice(quern_session *s)
{
    step(s, "Which one");
    puts("      what is wanted                      the call                                            "
         "statements\n"
         "      each object's one related object    quern_select_related(books, \"author\")               1, "
         "with a JOIN\n"
         "      the same, of few different ones     quern_prefetch_related(books, \"author\")             2: "
         "each is sent once\n"
         "      each object's many related objects  quern_prefetch_related(authors, \"books\")            2\n"
         "      some of them, or so many for each   PREFETCH(\"books\", queryset, .to = \"thick_books\")    "
         "2\n"
         "      for objects that are there already  quern_prefetch_objects(s, author, list, n, \"books\") 1\n"
         "      nobody knows yet which are needed   quern_fetch_mode(books, QUERN_FETCH_PEERS)          1, "
         "and 1 at the first need\n"
         "      none may be loaded by accident      quern_fetch_mode(books, QUERN_FETCH_RAISE)          1, "
         "or an error\n"
         "      of one object                       quern_fetch(b, author), quern_related(a, \"books\")   1");
    ran(s, 0);
}

/* ---- What quern says ---- */

static void noticed(quern_session *s)
{
    const int64_t before = quern_warning_count(s);
    quern_queryset *books = few_books(s);
    step(
        s,
        "The detector: a loop that asks one at a time is noticed at its second time, and told with its mend");
    RUN(QUERN_EACH(book, b, books) letters += strlen(quern_fetch(b, author)->name));
    ran_about(s, FEW_BOOKS + 1);
    const quern_warning *warning = quern_warning_at(s, -1);
    check("warnings", quern_warning_count(s) - before, 1);
    if (warning)
        printf("    => %s\n       %s\n", warning->message, warning->advice);
}

static void healed(quern_session *s)
{
    step(s, "QUERN_FETCH_PEERS heals it: the first need loads what all of them need");
    RUN(QUERN_EACH(book, b, quern_fetch_mode(few_books(s), QUERN_FETCH_PEERS)) letters +=
        strlen(quern_fetch(b, author)->name));
    ran(s, 2);
    RUN(QUERN_EACH(author, a, quern_fetch_mode(few_authors(s), QUERN_FETCH_PEERS)) letters +=
        (size_t)quern_len(quern_related(a, "books")));
    ran(s, 2);
}

static void forbidden(quern_session *s)
{
    const quern_error *error;
    book *b;
    step(s, "QUERN_FETCH_RAISE forbids it: for tests, and for what must be fast");
    RUN(b = quern_first(quern_fetch_mode(few_books(s), QUERN_FETCH_RAISE), book));
    RUN(letters += strlen(quern_fetch(b, author)->name));
    check_bool("failed", quern_error_take(s, &error), true);
    printf("    => %s: %s\n       %s\n", error->site, error->message, error->hint);
    ran(s, 1);
}

/* The report of a session of its own, so that it is short. */
static void reported(quern_db *db)
{
    static const char path[] = "tour-report.html";
    quern_session *s = quern_session_open(db);
    step(s, "And a report of it all, for a browser");
    QUERN_EACH(book, b, few_books(s))
        letters += strlen(quern_fetch(b, author)->name);
    QUERN_EACH(book, b, quern_select_related(few_books(s), "author"))
        letters += strlen(b->author->name);
    QUERN_EACH(author, a, quern_prefetch_related(few_authors(s), "books"))
        letters += (size_t)quern_len(quern_related(a, "books"));
    FILE *file = fopen(path, "w");
    bool written = file && quern_report_html(s, quern_write_file, file);
    written = file && fclose(file) == 0 && written;
    char folder[4096];
    written = written && getcwd(folder, sizeof folder);
    printf("    => open it in a browser: file://%s/%s\n", written ? folder : strerror(errno), path);
    tour_failed |= !written || quern_failed(s);
    fputs(quern_error_text(s), stdout);
    quern_session_close(s);
}

void relations(quern_session *s, quern_db *db)
{
    chapter("Related objects");
    one_by_one(s);
    joined(s);
    sets_one_by_one(s);
    prefetched(s);
    some_of_them(s);
    both(s);
    large(s);
    streamed(s);
    choice(s);
    noticed(s);
    healed(s);
    forbidden(s);
    reported(db);
}
