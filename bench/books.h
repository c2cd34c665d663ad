/* books.h: the models that all programs here read, and their table. */
#ifndef BENCH_BOOKS_H
#define BENCH_BOOKS_H

#include <quern/quern.h>

#include <libpq-fe.h>

typedef struct author author;
typedef struct book book;

struct author {
    quern_object object;
    int64_t id;
    const char *name;
};

struct book {
    quern_object object;
    int64_t id;
    const char *title;
    int64_t author_id;
    author *author;
    bool published;
    quern_timestamp created_at;
    quern_null_i32 pages;
};

QUERN_DECLARE_MODEL(author);
QUERN_DECLARE_MODEL(book);

/* The columns of a book, in the order of its members. */
#define BOOKS_COLUMNS "id, title, author_id, published, created_at, pages"

/* Makes the table of books, 1 to `count`, anew; false: told on stderr. */
bool books_fill(const char *uri, int64_t count);
void books_drop(const char *uri);

/* What both sides have to find in the book of that number, as one number: a side that reads something else is not measured. */
uint64_t books_sum(const book *b);
uint64_t books_sum_expected(int64_t id);

/* Opens a db with these models, and waits for its first connection. `allocator` may be NULL. NULL: told on stderr. */
quern_db *books_open(const char *uri, uint32_t connections, const quern_allocator *allocator);
bool books_close(quern_db *db);

/* Tells a session's failure; false. */
bool books_failed(quern_session *s);

#endif
