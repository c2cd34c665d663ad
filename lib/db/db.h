/* db.h: the inside of a db: the root that owns schema, pool and caches. */
#ifndef QUERN__DB_DB_H
#define QUERN__DB_DB_H

#include "lib/compile/statements.h"
#include "lib/session/session.h"

#include <quern/db.h>

#include <pthread.h>

#define QUERN__STATEMENTS_MOST 1000 /* compiled statements that a db keeps */
#define QUERN__TYPES_MOST 1000      /* types made by users that it remembers */

struct quern_db {
    quern_allocator allocator;
    quern__arena *arena; /* of the schema */
    quern__failure failure;
    const quern__schema *schema; /* NULL when quern_open failed */
    quern__pool *pool;
    quern__statements *statements;
    quern__types *types;
    quern_options options; /* completed by the defaults */
    pthread_mutex_t lock;  /* over what follows */
    pthread_cond_t closed; /* a session was closed */
    quern_session *sessions;
    size_t session_count;
    bool closing;
};

#endif
