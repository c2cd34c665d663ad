/* books.h: the models that nearly all programs here read, and their tables. */
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
    book **books; /* the other side */
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

/* The same with the table of their authors, 1 to `authors`. Book n is by the author 1 + n % authors, or, where `run` is not 0, by the one
 * of its run: so many books one after the other are by the same. */
bool books_fill_related(const char *uri, int64_t count, int64_t authors, int64_t run);

void books_drop(const char *uri);

/* What both sides have to find in the book of that number, as one number: a side that reads something else is not measured. */
uint64_t books_sum(const book *b);
uint64_t books_sum_expected(int64_t id);
uint64_t books_sum_by(int64_t id, int64_t author); /* where that is not of 500 authors */

/* Whether it is the author of that number. */
bool books_is_author(const author *a, int64_t id);

/* Opens a db with these models, and waits for its first connection. `allocator` may be NULL. NULL: told on stderr. */
quern_db *books_open(const char *uri, uint32_t connections, const quern_allocator *allocator);
bool books_close(quern_db *db);

/* Tells a session's failure; false. */
bool books_failed(quern_session *s);

#endif
