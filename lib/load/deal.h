/* deal.h: what one statement of a prefetch gives, and the sink that deals it out: rows to groups, or, over a table between, links to rows
 * of which each is there once. */
#ifndef QUERN__LOAD_DEAL_H
#define QUERN__LOAD_DEAL_H

#include "lib/load/level.h"

/* A row is one of a key's. */
typedef struct quern__link {
    uint32_t key; /* its number in the group */
    uint32_t row;
} quern__link;

/* For one group. */
typedef struct quern__portion {
    quern_result *result; /* NULL: it is gone */
    quern__loader loader;
    quern__keyring targets; /* of the rows, by their own numbers */
    quern__link *links;     /* in the order that they came */
    size_t link_count, link_room;
} quern__portion;

/* A column that is looked at before the row is loaded. */
typedef struct quern__peek {
    quern_decoder *decode;
    const quern__field *field; /* NULL: none is */
    size_t column;
} quern__peek;

/* Some keys of a load, and their statement. */
typedef struct quern__batch {
    quern__sink sink; /* first */
    quern__prefetching *p;
    quern__relating *relating;
    size_t first, count; /* of its keys */
    quern__wish wish;
    quern__owners owners;
    quern__ready ready;
    quern__work work;
    quern__part *part;        /* NULL: it asks for nothing */
    quern__portion *portions; /* by group */
    quern__peek owner, target;
} quern__batch;

/* The sink of a batch, whose plan and portions are there. */
quern__sink *quern__deal(quern__batch *batch);

#endif
