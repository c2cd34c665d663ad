/* lines.h: a sink for rows of one text each, as EXPLAIN gives them: all of them as one text. */
#ifndef QUERN__SESSION_LINES_H
#define QUERN__SESSION_LINES_H

#include "lib/base/text.h"
#include "lib/session/run.h"

typedef struct quern__lines {
    quern__sink sink; /* first */
    quern_storage storage;
    quern_decoder *decode;
    quern__arena *arena; /* for a line */
    quern__text text;    /* what came, with newlines between; to be closed */
} quern__lines;

quern__lines quern__lines_open(const quern_allocator *allocator, quern__arena *arena);

#endif
