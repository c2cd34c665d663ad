/* db.h: the inside of a db: the root that owns schema, pool and caches. */
#ifndef QUERN__DB_DB_H
#define QUERN__DB_DB_H

#include "lib/base/process.h"
#include "lib/compile/statements.h"
#include "lib/session/session.h"

#include <quern/db.h>

#include <pthread.h>

#define QUERN__TYPES_MOST 1000 /* types made by users that it remembers */

/* What quern_share keeps of one queryset, in the arena that it lives in. */
typedef struct quern__shares {
    struct quern__shares *next;
    quern__arena *arena;
} quern__shares;

struct quern_db {
    quern_allocator allocator;
    quern__arena *arena; /* of the schema */
    quern__failure failure;
    const quern__schema *schema; /* NULL when quern_open failed */
    quern__pool *pool;
    quern__statements *statements;
    quern__types *types;
    quern_options options;  /* completed by the defaults */
    quern__tracer tracer;   /* of .on_event */
    quern__process process; /* that opened it */
    pthread_mutex_t lock;   /* over what follows */
    pthread_cond_t closed;  /* a session was closed, or a result that was taken freed */
    quern_session *sessions;
    size_t session_count;
    uint64_t last_number; /* of a session */
    quern__taken *taken;  /* results that live on without their session */
    size_t taken_count;
    bool closing;
    quern__shares *shares; /* querysets that are shared */
};

/* taken.c: keeps a result in the db's list until it is freed. */
void quern__db_take(quern_session *session, quern__taken *taken);

/* True in a child that was forked since quern_open. It has one thread, and may have inherited a lock that another one held:
 * there the two below do nothing. */
bool quern__db_forked(const quern_db *db);
void quern__db_lock(quern_db *db);
void quern__db_unlock(quern_db *db);

#endif
