/* hand.h: the same work by hand, on libpq alone: the best known way, so that the comparison is worth something. */
#ifndef BENCH_HAND_H
#define BENCH_HAND_H

#include "books.h"

#include <pthread.h>

/* A connection with its statements prepared. NULL: told on stderr. */
PGconn *hand_connect(const char *uri);

/* Clears the result; false, told on stderr, unless it is what is wanted. */
bool hand_told(PGconn *conn, PGresult *result, ExecStatusType wanted);

/* A book by its primary key, binary and prepared, into a struct; its title into `title`, of `room` bytes. */
bool hand_lookup(PGconn *conn, int64_t id, book *out, char *title, size_t room);

/* The same for several, in a pipeline with one Sync at its end. */
bool hand_lookups(PGconn *conn, const int64_t *ids, size_t count, book *out, char *titles, size_t room);

/* Runs a prepared statement of one binary parameter, and takes each row as it comes, while the server sends the next: that takes less time
 * than a whole result, though more of the processor's. */
bool hand_each_row(PGconn *conn, const char *statement, const char *parameter, size_t size,
                   bool (*take)(void *context, const PGresult *row), void *context);

/* Books in memory: in blocks, so that they never move; their titles in blocks, too. */
enum { HAND_BLOCK = 1024, HAND_BLOCKS = 100 };
typedef struct hand_books {
    book *blocks[HAND_BLOCKS];
    size_t count;
    struct hand_texts *texts;
    char *free, *end;
    size_t bytes, mallocs;
} hand_books;

/* Books 1 to `last`, in single-row mode: no whole result in libpq. */
bool hand_load(PGconn *conn, int64_t last, hand_books *out);
const book *hand_book(const hand_books *books, size_t index);
void hand_free(hand_books *books);

/* Room for one more, and a text's copy; NULL: there is none. */
book *hand_next_book(hand_books *books);
const char *hand_text(hand_books *books, const PGresult *result, int row, int column);

/* Books 1 to `last` by a cursor, `chunk` at a time, each into one struct that is told by `see`. */
bool hand_stream(PGconn *conn, int64_t last, unsigned chunk, void (*see)(void *context, const book *b),
                 void *context);

/* A pool: first come, first served, each waiter on a condition of its own, the last one back lent first. */
enum { HAND_POOL_MOST = 16 };
typedef struct hand_pool {
    pthread_mutex_t lock;
    void *idle[HAND_POOL_MOST];
    size_t count;
    struct hand_waiter *first, **end;
} hand_pool;

void hand_pool_open(hand_pool *pool);
void *hand_pool_take(hand_pool *pool);
void hand_pool_give(hand_pool *pool, void *thing);
void hand_pool_close(hand_pool *pool);

#endif
