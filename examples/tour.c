/* tour.c: what a queryset is, shown on a real server: each step prints the C that it runs, the SQL that went out, how many
 * statements that were, and what came of it; and fails when a number is not what the step claims.
 *
 * Run it by ./tour, which starts a server for it, or with the server of your choice:
 *     QUERN_TEST_URL=postgresql://localhost/scratch examples/tour
 * It makes the tables tour_author and tour_book there, and drops them in the end. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <quern/quern.h>
#include <quern/short.h>

enum { AUTHORS = 500, BOOKS = 50000 };

typedef struct author author;
typedef struct book book;

struct author {
    quern_object object; /* first member of every model */
    int64_t id;
    const char *name;
};

struct book {
    quern_object object;
    int64_t id;
    const char *title;
    int64_t author_id; /* the key of the relation below */
    author *author;
    bool published;
    quern_timestamp created_at;
    quern_null_i32 pages; /* may be NULL */
};

QUERN_MODEL(author, "tour_author", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name)));

QUERN_MODEL(book, "tour_book",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title), QUERN_FOREIGN_KEY(author, author),
                         QUERN_FIELD(published), QUERN_FIELD(created_at), QUERN_FIELD(pages)));

/* Prints a line of C, and runs it. */
#define RUN(...)                       \
    do {                               \
        puts("    " #__VA_ARGS__ ";"); \
        __VA_ARGS__;                   \
    } while (0)

static int64_t statements_before;
static int step_number;
static bool failed;

static void step(quern_session *s, const char *title)
{
    printf("\n%d. %s\n\n", ++step_number, title);
    statements_before = quern_query_count(s);
}

/* Prints SQL with a line for each of its clauses, so that it can be read. */
static void print_statement(const char *sql)
{
    static const char *const clauses[] = { " FROM ", " WHERE ", " ORDER BY ", " LIMIT " };
    fputs("      ", stdout);
    for (; *sql; sql++) {
        for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
            if (strncmp(sql, clauses[i], strlen(clauses[i])) == 0)
                fputs("\n     ", stdout);
        putchar(*sql);
    }
}

/* Ends a part of a step: prints the statements that ran in it, and compares their number with the claim. */
static void ran(quern_session *s, int64_t expected)
{
    const int64_t count = quern_query_count(s) - statements_before;
    for (int64_t i = 1; i <= count; i++) {
        const quern_query *query = quern_query_at(s, statements_before + i);
        print_statement(query->sql);
        printf("\n      -- %" PRId64 " row%s, %.2f ms\n", query->rows, query->rows == 1 ? "" : "s",
               (double)query->elapsed_microseconds / 1000);
    }
    printf("    => %" PRId64 " statement%s%s\n", count, count == 1 ? "" : "s",
           count == expected ? "" : "  FAILED: another number was expected");
    failed |= count != expected;
    statements_before = quern_query_count(s);
}

static void check(const char *what, int64_t is, int64_t expected)
{
    printf("    => %s: %" PRId64 "%s\n", what, is,
           is == expected ? "" : "  FAILED: another number was expected");
    failed |= is != expected;
}

static void check_bool(const char *what, bool is, bool expected)
{
    printf("    => %s: %s%s\n", what, is ? "true" : "false",
           is == expected ? "" : "  FAILED: it should not be");
    failed |= is != expected;
}

static bool fill(quern_session *s)
{
    quern_execute(s, "DROP TABLE IF EXISTS tour_book, tour_author");
    quern_execute(s, "CREATE TABLE tour_author (id bigint PRIMARY KEY, name text NOT NULL)");
    quern_execute(s, "CREATE TABLE tour_book (id bigint PRIMARY KEY, title text NOT NULL,"
                     " author_id bigint NOT NULL REFERENCES tour_author, published boolean NOT NULL,"
                     " created_at timestamptz NOT NULL, pages integer)");
    quern_execute(s, "INSERT INTO tour_author SELECT n, 'Author ' || n FROM generate_series(1, $1) n",
                  AUTHORS);
    quern_execute(s,
                  "INSERT INTO tour_book SELECT n, 'Book ' || n, 1 + n % $1, n % 3 <> 0,"
                  " timestamptz '2020-01-01 00:00Z' + n * interval '1 minute',"
                  " CASE WHEN n % 10 <> 0 THEN 50 + n % 900 END FROM generate_series(1, $2) n",
                  AUTHORS, BOOKS);
    quern_execute(s, "ANALYZE tour_book");
    printf("%d authors and %d books, one in three unpublished, one in ten without a number of pages.\n",
           AUTHORS, BOOKS);
    return !quern_failed(s);
}

static quern_queryset *build(quern_session *s)
{
    quern_queryset *books;
    step(s, "Building a queryset runs nothing");
    RUN(books = quern_objects(s, book));
    RUN(books = quern_filter(books, Q("published", true), Q("pages__gt", 100)));
    RUN(books = quern_exclude(books, Q("title__icontains", "book 7")));
    RUN(books = quern_order_by(books, "-created_at"));
    ran(s, 0);
    return books;
}

static void print_sql(quern_session *s, quern_queryset *books)
{
    step(s, "Its SQL can be seen without running it");
    RUN(puts(quern_sql(books)));
    RUN(puts(quern_statement(books)->sql));
    printf("    The first is for people and psql; the second is what is sent, with %zu values bound.\n",
           quern_statement(books)->count);
    ran(s, 0);
}

static void iterate(quern_session *s, quern_queryset *books)
{
    static const char sql[] = "SELECT 1 FROM tour_book WHERE published AND pages > $1 AND title NOT ILIKE $2";
    int64_t rows = 0, again = 0, pages = 0, by_hand;
    step(s, "Iterating runs one statement, and fills the cache");
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
    step(s, "Iterating again runs nothing");
    RUN(QUERN_EACH(book, b, books) again++);
    ran(s, 0);
    check("books", again, rows);
}

static void refine(quern_session *s, quern_queryset *books)
{
    quern_queryset *thick;
    int64_t rows = 0;
    const char *before = quern_sql(books);
    const int64_t length = quern_len(books);
    step(s, "Refining makes a new queryset; the one it came from stays as it was, cache and all");
    RUN(thick = quern_filter(books, Q(book, pages, gte, 940)));
    ran(s, 0);
    RUN(QUERN_EACH(book, b, thick) rows++);
    ran(s, 1);
    printf("    => %" PRId64 " of %" PRId64 " books\n", rows, length);
    check_bool("the SQL of books is the same as before", strcmp(before, quern_sql(books)) == 0, true);
    check("quern_len(books), from its cache", quern_len(books), length);
    ran(s, 0);
}

static void count_and_len(quern_session *s)
{
    quern_queryset *all = quern_objects(s, book);
    int64_t n;
    step(s, "quern_count asks the server for a number; quern_len loads every row");
    RUN(n = quern_count(all));
    ran(s, 1);
    check("count", n, BOOKS);
    RUN(n = quern_len(all));
    ran(s, 1);
    check("len", n, BOOKS);
    puts("    Once the rows are there, counting them costs nothing:");
    RUN(n = quern_count(all));
    ran(s, 0);
}

static void exists(quern_session *s)
{
    bool found;
    quern_queryset *drafts = quern_filter(quern_objects(s, book), Q("published", false));
    step(s, "To know whether there is any, do not load or count them");
    RUN(quern_exists(drafts, &found));
    ran(s, 1);
    check_bool("found", found, true);
}

static void one(quern_session *s)
{
    quern_queryset *by_age = quern_order_by(quern_objects(s, book), "created_at");
    book *b;
    step(s, "One object: by place, the first, by a condition");
    RUN(b = quern_at(by_age, book, 41));
    ran(s, 1);
    check("its id", b ? b->id : -1, 42);
    RUN(b = quern_first(by_age, book));
    ran(s, 1);
    check("its id", b ? b->id : -1, 1);
    RUN(b = quern_get(by_age, book, Q("id", 4711)));
    ran(s, 1);
    check("its author_id", b ? b->author_id : -1, 1 + 4711 % AUTHORS);
    puts("    None, or more than one, is an answer and no error:");
    RUN(b = quern_get(by_age, book, Q("id", 0)));
    ran(s, 1);
    check_bool("quern_answer(s) == QUERN_NOT_FOUND", quern_answer(s) == QUERN_NOT_FOUND, true);
    RUN(b = quern_get(by_age, book, Q("author", 1)));
    ran(s, 1);
    check_bool("quern_answer(s) == QUERN_MORE_THAN_ONE", quern_answer(s) == QUERN_MORE_THAN_ONE, true);
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

static void mistakes(quern_session *s)
{
    quern_queryset *wrong;
    int64_t n;
    const quern_error *error;
    step(s, "A mistake is told where it was made, and spoils nothing else");
    RUN(wrong = quern_filter(quern_objects(s, book), Q("titel", "Book 1")));
    RUN(wrong = quern_order_by(wrong, "id"));
    ran(s, 0);
    check_bool("quern_failed(s)", quern_failed(s), false);
    RUN(n = quern_count(wrong));
    ran(s, 0);
    check("n", n, -1);
    check_bool("quern_failed(s)", quern_failed(s), true);
    RUN(fputs(quern_error_text(s), stdout));
    RUN(quern_error_take(s, &error));
    check_bool("quern_failed(s)", quern_failed(s), false);
    RUN(n = quern_count(quern_filter(quern_objects(s, book), Q("title", "Book 1"))));
    ran(s, 1);
    check("n", n, 1);
}

static void all_steps(quern_session *s)
{
    quern_queryset *books = build(s);
    print_sql(s, books);
    iterate(s, books);
    refine(s, books);
    count_and_len(s);
    exists(s);
    one(s);
    slices(s);
    nulls(s);
    mistakes(s);
}

int main(void)
{
    const char *url = getenv("QUERN_TEST_URL");
    quern_db *db = quern_open(url ? url : "postgresql:///", QUERN_MODELS(author, book), .log_size = 1000);
    quern_session *s = quern_session_open(db);
    if (fill(s))
        all_steps(s);
    failed |= quern_failed(s);
    fputs(quern_error_text(s), stderr);
    quern_error_clear(s);
    quern_execute(s, "DROP TABLE IF EXISTS tour_book, tour_author");
    quern_session_close(s);
    quern_close(db, 5000);
    puts(failed ? "\nThe tour FAILED." : "\nThat was the tour: every number above is as claimed.");
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
