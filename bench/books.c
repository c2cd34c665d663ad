/* books.c: see books.h. */
#include "books.h"

#include "bench.h"

#include <stdio.h>
#include <string.h>

QUERN_MODEL(author, "bench_author",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name), QUERN_HAS_MANY(books, book, author)));

QUERN_MODEL(book, "bench_book",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title), QUERN_FOREIGN_KEY(author, author),
                         QUERN_FIELD(published), QUERN_FIELD(created_at), QUERN_FIELD(pages)));

#define DROP "DROP TABLE IF EXISTS bench_book, bench_author"

enum { AUTHORS = 500 };

static bool run(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    const bool done = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!done)
        bench_fail("%s: %s", sql, PQerrorMessage(conn));
    PQclear(result);
    return done;
}

/* A table that is not there yet is no news. */
static PGconn *connect(const char *uri)
{
    PGconn *conn = PQconnectdb(uri);
    run(conn, "SET client_min_messages = warning");
    return conn;
}

/* VACUUM, so that the first to read a row has not to write that its transaction is over. */
static bool fill_books(PGconn *conn, int64_t count, int64_t authors, int64_t of_run)
{
    char fill[500];
    snprintf(fill, sizeof fill,
             "INSERT INTO bench_book SELECT n, 'Book ' || n, 1 + n / %lld %% %lld, n %% 3 <> 0,"
             " timestamptz '2020-01-01 00:00Z' + n * interval '1 minute', CASE WHEN n %% 10 <> 0 THEN 50 + n "
             "%% 900 END"
             " FROM generate_series(1::bigint, %lld) n",
             (long long)(of_run ? of_run : 1), (long long)authors, (long long)count);
    return run(conn, DROP) &&
           run(conn,
               "CREATE TABLE bench_book (id bigint NOT NULL, title text NOT NULL, author_id bigint NOT NULL,"
               " published boolean NOT NULL, created_at timestamptz NOT NULL, pages integer)") &&
           run(conn, fill) && run(conn, "ALTER TABLE bench_book ADD PRIMARY KEY (id)");
}

static bool fill_authors(PGconn *conn, int64_t authors)
{
    char fill[200];
    snprintf(fill, sizeof fill,
             "INSERT INTO bench_author SELECT n, 'Author ' || n FROM generate_series(1::bigint, %lld) n",
             (long long)authors);
    return run(conn, "CREATE TABLE bench_author (id bigint PRIMARY KEY, name text NOT NULL)") &&
           run(conn, fill) && run(conn, "CREATE INDEX ON bench_book (author_id)") &&
           run(conn, "VACUUM ANALYZE bench_author");
}

bool books_fill(const char *uri, int64_t count)
{
    PGconn *conn = connect(uri);
    const bool done = fill_books(conn, count, AUTHORS, 0) && run(conn, "VACUUM ANALYZE bench_book");
    PQfinish(conn);
    return done;
}

bool books_fill_related(const char *uri, int64_t count, int64_t authors, int64_t of_run)
{
    PGconn *conn = connect(uri);
    const bool done = fill_books(conn, count, authors, of_run) && fill_authors(conn, authors) &&
                      run(conn, "VACUUM ANALYZE bench_book");
    PQfinish(conn);
    return done;
}

void books_drop(const char *uri)
{
    PGconn *conn = connect(uri);
    run(conn, DROP);
    PQfinish(conn);
}

static uint64_t sum(int64_t id, const char *title, int64_t author, bool published, int64_t created,
                    int64_t pages)
{
    return (uint64_t)id + (uint64_t)strlen(title) * 3 + (uint64_t)author * 5 + published * 7U +
           (uint64_t)created * 11 + (uint64_t)pages * 13;
}

uint64_t books_sum(const book *b)
{
    return sum(b->id, b->title, b->author_id, b->published, b->created_at.microseconds,
               b->pages.present ? b->pages.value : -1);
}

uint64_t books_sum_by(int64_t id, int64_t author)
{
    char title[40];
    snprintf(title, sizeof title, "Book %lld", (long long)id);
    return sum(id, title, author, id % 3 != 0, INT64_C(1577836800000000) + id * 60000000,
               id % 10 ? 50 + id % 900 : -1);
}

uint64_t books_sum_expected(int64_t id)
{
    return books_sum_by(id, 1 + id % AUTHORS);
}

bool books_is_author(const author *a, int64_t id)
{
    char name[40];
    snprintf(name, sizeof name, "Author %lld", (long long)id);
    return a && a->id == id && strcmp(a->name, name) == 0;
}

quern_db *books_open(const char *uri, uint32_t connections, const quern_allocator *allocator)
{
    quern_db *db = quern_open(uri, QUERN_MODELS(author, book), .pool_max = connections, .wait_ms = 5000,
                              .allocator = allocator);
    const quern_error *error = quern_db_error(db);
    if (!error)
        return db;
    bench_fail("quern_open: %s", error->message);
    quern_close(db, 0);
    return NULL;
}

bool books_close(quern_db *db)
{
    return quern_close(db, 5000) || bench_fail("quern_close: sessions are open");
}

bool books_failed(quern_session *s)
{
    return bench_fail("%s", quern_error_text(s));
}
