/* learn.h: columns whose types users made. Before a sink sees such a column it gets the number of the type whose cells look
 * the same, and the type's name. What is not in the cache the server is asked for, by run.c: the statement that met the type
 * is over first, and then runs again. */
#ifndef QUERN__SESSION_LEARN_H
#define QUERN__SESSION_LEARN_H

#include "lib/session/exchange.h"

/* The columns as the sink of the part that is being answered should see them; they live as long as the part. NULL when the sink must not see them: `unknown`
 * says which types to ask for, or out of memory is the failure. */
const quern_column *quern__exchange_columns(quern__exchange *exchange, const quern_event *event);

/* A sink for what the server says of one type. */
typedef struct quern__type_sink {
    quern__sink sink; /* first */
    quern_storage storage;
    quern__arena *arena; /* for the name */
    quern_decoder *number, *text;
    bool found; /* false: there is no such type */
    quern__type type;
} quern__type_sink;

quern__type_sink quern__type_sink_make(quern__arena *arena, uint32_t number);

#endif
