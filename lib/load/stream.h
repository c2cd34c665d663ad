/* stream.h: the rows of a queryset, chunk by chunk, from a cursor on the server, with chunks asked for before they are wanted. */
#ifndef QUERN__LOAD_STREAM_H
#define QUERN__LOAD_STREAM_H

#include "lib/load/loader.h"
#include "lib/plan/plan.h"
#include "lib/session/flight.h"

/* The rows of one FETCH: those that are being read, or those that will be. */
typedef struct quern__chunk {
    quern__loader loader; /* first: its sink is the chunk's */
    struct quern__stream *stream;
    quern__flight flight;
    quern_result *rows; /* NULL: none have come */
    quern__sink *raw;   /* of a queryset of quern_raw: it gets what the chunk's sink gets */
    quern__arena *raw_arena;
} quern__chunk;

typedef struct quern__stream {
    quern_session *session;
    quern_queryset *queryset;
    const char *site;
    uint32_t rows;  /* of a chunk */
    uint32_t ahead; /* chunks that are asked for before they are wanted */
    quern__arena *arena;
    quern__plan plan;
    quern__loader loader; /* with the decoders of all chunks, since a cursor's columns never change */
    quern__cursor cursor;
    char fetch[64], close[48]; /* SQL */
    bool (*choose)(quern__sink *sink, const quern_backend *backend, const quern_column *columns, size_t count,
                   quern_error *error);
    bool opened;          /* there is a cursor to close, here at least */
    bool declared;        /* and there on the server */
    bool last;            /* no chunk comes after this one */
    quern__chunk *chunks; /* a ring, of one more than `ahead` */
    uint32_t at;          /* the chunk that is read, or wanted */
    uint32_t asked;       /* how many have been asked for, from the wanted one on: 0, it is being read */
    uint64_t fetches;     /* so far */
    size_t count, next;   /* rows of the chunk that is read */
    uint64_t first;       /* number of the result that the first chunk is */
    uint64_t birth;       /* of the iterator: a rewind to a mark that is younger leaves all chunks */
} quern__stream;

/* Opens a stream in an arena that is its own, and which it lies in, and reads the first chunk. False on failure, which is then the
 * session's; quern__stream_close has to follow all the same. */
bool quern__stream_open(quern__stream *stream);

/* The next row, of the next chunk where it has to be; NULL after the last one, and on failure, which is the session's. */
void *quern__stream_next(quern__stream *stream);

/* Ends it on the server, and closes the arena. Always effective; a failure is the session's. */
void quern__stream_close(quern__stream *stream);

/* The same while the arena is being closed. */
void quern__stream_end(quern__stream *stream);

/* iterate.c: ends those of what belongs to objects of the result. */
void quern__iterators_end(quern_session *session, const quern_result *result);

#endif
