/* stream.h: the rows of a queryset, chunk by chunk, from a cursor on the server. */
#ifndef QUERN__LOAD_STREAM_H
#define QUERN__LOAD_STREAM_H

#include "lib/load/loader.h"
#include "lib/plan/plan.h"

typedef struct quern__stream {
    quern__loader
        loader; /* first: its sink is the stream's. Of all chunks, since a cursor's columns never change */
    quern_session *session;
    quern_queryset *queryset;
    const char *site;
    uint32_t rows; /* of a chunk */
    quern__arena *arena;
    quern__plan plan;
    quern__cursor cursor;
    char fetch[64], close[48]; /* SQL */
    bool (*choose)(quern__sink *sink, const quern_backend *backend, const quern_column *columns, size_t count,
                   quern_error *error);
    bool opened;   /* there is a cursor to close, here at least */
    bool declared; /* and there on the server */
    bool last;     /* no chunk comes after this one */
    quern_result *chunk;
    uint64_t first; /* number of the first one */
    size_t next;    /* row of it */
} quern__stream;

/* Opens a stream in an arena that is its own, and which it lies in, and reads the first chunk. False on failure, which is then the
 * session's; quern__stream_close has to follow all the same. */
bool quern__stream_open(quern__stream *stream);

/* The next row, of the next chunk where it has to be; NULL after the last one, and on failure, which is the session's. */
void *quern__stream_next(quern__stream *stream);

/* Ends it on the server, and closes the arena. Always effective; a failure is the session's. */
void quern__stream_close(quern__stream *stream);

#endif
