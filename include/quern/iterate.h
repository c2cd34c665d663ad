/* iterate.h: large results, row by row, in flat memory: a server-side cursor that is read chunk by chunk.
 *
 *     QUERN_STREAM(book, b, books)
 *         puts(b->title);
 *
 * The queryset's cache is neither read nor filled. A row, and whatever is loaded for it (quern_fetch), lives until the next one is
 * asked for that is in another chunk: so until the next row, for the program. What else is made in the loop lives as the session;
 * quern_session_mark before and quern_session_rewind after it keep that flat too.
 *
 * Outside a transaction a stream opens one of its own, READ ONLY, for all streams that are open at once, and ends it; so all they
 * read is as of one moment each, and a write in the loop is refused: call quern_begin before it. In a transaction it joins that. The
 * first failure ends the loop, and is the session's. Streams nest, and other queries may run in the loop: all on one connection.
 *
 * Chunks are asked for before they are wanted (.ahead). What is wrong with the rows of one, or too much of them, is told when its rows
 * are wanted. But what the server refuses there fails the transaction: then it is told as soon as anything else is to run.
 * One thread at a time, as the session. */
#ifndef QUERN_ITERATE_H
#define QUERN_ITERATE_H

#include <quern/evaluate.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct quern_iterator quern_iterator; /* a stream that is open */

/* Options of quern_iterate. Fields are only ever added at the end. */
typedef struct quern_iterate_options {
    uint32_t chunk; /* rows that are asked for at once: up to INT32_MAX; default 2000 */
    /* Chunks that are asked for before they are wanted, so that the way to the server and back is waited for once, not with each
     * chunk: up to 16; default 2. There may be so many more in memory then. -1: none. From the second chunk on: a small set, and a
     * loop that ends in its first chunk, cost no more than without. */
    int32_t ahead;
    int reserved;
} quern_iterate_options;

/* Opens a stream of the queryset's objects. `model` must be the queryset's. Evaluates: BEGIN READ ONLY where that is due, DECLARE and
 * the first FETCH go in one round trip. Lives until it is closed, as it is by quern_iterator_close, by the close, reset or rewind of
 * the session, and by the end of the transaction, or savepoint, that it was opened in. NULL on failure, as by quern_list; or for a
 * chunk or ahead out of range (QUERN_ERROR_USAGE). An empty set gives a stream without rows. `size` is that of the options, NULL for none.
 * Django: iterator(). Macro: quern_iterator *rows = quern_iterate(books, book, .chunk = 500). */
QUERN_API quern_iterator *quern_iterate(quern_queryset *queryset, const quern_model *model,
                                        const quern_iterate_options *options QUERN__OR(nullptr),
                                        size_t size QUERN__OR(sizeof(quern_iterate_options)),
                                        QUERN__SITE_PARAMETER);

/* The next object; NULL after the last, and then the stream is closed on the server, and on failure: QUERN_ERROR_CURSOR for a stream
 * that was closed from under the loop by a rollback, commit, rewind or reset, even if rows had been read ahead; and as quern_list.
 * NULL for NULL, and for a stream that the program has closed. Evaluates when the chunk is used up, and then frees it. Macro: while ((b = quern_iterator_next(rows, book))). */
QUERN_API void *quern_iterator_next(quern_iterator *iterator);

/* Closes a stream and frees its rows. Always effective; again, and NULL, are allowed. Evaluates: CLOSE, or the end of the READ ONLY
 * transaction, when the chunks that were asked for have come, and are thrown away; where it is the stream's own transaction that is not
 * waited for longer than a second, and the connection given up then. A failure in it is the session's. What is left for another call, less than 100 bytes, is freed by
 * quern_iterator_clear, by a rewind to before the stream was opened, or with the session. */
QUERN_API void quern_iterator_close(quern_iterator *iterator);

/* What QUERN_STREAM uses, and in C++ a class with a destructor would: closes *iterator, frees all of it, and makes it NULL. Evaluates
 * as quern_iterator_close. Not after
 * the session was closed, but after it was reset, once. */
QUERN_API void quern_iterator_clear(quern_iterator **iterator);

/* A loop over a stream: QUERN_STREAM(book, b, books, .chunk = 500) { ... }. The stream is closed at the end, on break, on return and on
 * goto. Nothing is looped over on failure: look at quern_failed after the loop. The queryset expression is evaluated once. */
/* clang-format off */
#define QUERN_STREAM(type, var, ...) QUERN__STREAM(type, var, __VA_ARGS__, .reserved = 0)
#define QUERN__STREAM(type, var, qs, ...)                                                              \
    for (quern_iterator *QUERN__LOCAL(stream) QUERN__ON_EXIT(quern_iterator_clear) =                   \
             (quern_iterate)((qs), &type##_model, &(const quern_iterate_options){ __VA_ARGS__ },       \
                             sizeof(quern_iterate_options), QUERN_SITE);                               \
         QUERN__LOCAL(stream); quern_iterator_clear(&QUERN__LOCAL(stream)))                            \
        for (type *var; (var = (type *)(quern_iterator_next)(QUERN__LOCAL(stream))) != NULL;)
/* clang-format on */

#ifndef __cplusplus
#define quern_iterate(qs, ...) QUERN__ITERATE(qs, __VA_ARGS__, .reserved = 0)
#define QUERN__ITERATE(qs, type, ...)                                                   \
    (quern_iterate)((qs), &type##_model, &(const quern_iterate_options){ __VA_ARGS__ }, \
                    sizeof(quern_iterate_options), QUERN_SITE)
#define quern_iterator_next(iterator, type) ((type *)(quern_iterator_next)(iterator))
#endif

#ifdef __cplusplus
}
#endif

#endif
