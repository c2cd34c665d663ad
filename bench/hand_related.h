/* hand_related.h: books and their authors by hand: two tables joined, or read by two statements and brought together by a hash table. */
#ifndef BENCH_HAND_RELATED_H
#define BENCH_HAND_RELATED_H

#include "hand.h"

/* An author; how many books were found for it. */
typedef struct hand_author {
    author author; /* first */
    size_t books;
} hand_author;

/* Authors by their keys: open addressing, at most half full. They never move. */
typedef struct hand_authors {
    hand_author *blocks[HAND_BLOCKS];
    hand_author **slots;
    size_t count, room; /* a power of two */
    unsigned shift;     /* of a hash, to a slot */
} hand_authors;

/* What was read; authors' names are among the books' texts. */
typedef struct hand_related {
    hand_books books;
    hand_authors authors;
    book **sets; /* of all authors, one behind the other, each ended by NULL */
} hand_related;

/* As hand_connect, with the statements of this file prepared as well. */
PGconn *hand_connect_related(const char *uri);

/* Books 1 to `last`, each with its author, by one statement; an author of several is one struct. */
bool hand_join(PGconn *conn, int64_t last, hand_related *out);

/* Authors 1 to `last`, each with all its books, by two statements. */
bool hand_prefetch(PGconn *conn, int64_t last, hand_related *out);

/* hand_stream with the authors of each chunk, by a statement of their own. */
bool hand_stream_related(PGconn *conn, int64_t last, unsigned chunk,
                         void (*see)(void *context, const book *b), void *context);

void hand_free_related(hand_related *related);

/* Array of bigint as a parameter in the binary format: so many bytes, and these written. */
size_t hand_array_size(size_t count);
void hand_array_write(char *to, const int64_t *keys, size_t count);

#endif
