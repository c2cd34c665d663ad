/* session.h: the inside of a session. Its first member is a scope, which is all that lib/query sees of it. */
#ifndef QUERN__SESSION_SESSION_H
#define QUERN__SESSION_SESSION_H

#include "lib/model/scope.h"
#include "lib/pool/pool.h"
#include "lib/session/types.h"
#include "lib/trace/log.h"

#include <quern/execute.h>
#include <quern/session.h>

struct quern__statements; /* lib/compile's cache: only handed on */

struct quern_session {
    quern__scope scope; /* first */
    quern__pool *pool;
    struct quern__statements *statements;
    quern__types *types;
    quern__log log;
    quern_session_options options; /* completed by the db's */
    int64_t deadline;              /* of all its waits */
    quern__interrupt interrupt;    /* the one member that other threads write: see cancel.c */
    int answer;                    /* a quern_answer_kind */
    const char *site;              /* where it was opened */
    /* The db's list of open sessions, and what tells it that this one is gone. */
    void (*on_close)(quern_session *session);
    void *owner;
    quern_session *next, *previous;
};

/* What a session is made of. */
typedef struct quern__session_options {
    const quern_allocator *allocator;
    const struct quern__schema *schema;
    quern__pool *pool;
    struct quern__statements *statements;
    quern__types *types; /* NULL: none is remembered */
    uint32_t log_size;
    quern_session_options options; /* completed */
    const char *site;
    /* Called last by quern_session_close, when all but the struct has been freed: it frees the struct too (as the owner's
     * allocator may be gone once the owner knows that the session is). NULL: quern_session_close frees it. */
    void (*on_close)(quern_session *session);
    void *owner;
} quern__session_options;

/* A session; never NULL. Without memory it is &quern__no_session, a static one with the failure MEMORY that nothing changes:
 * all functions work on it, and its failure cannot be cleared. */
quern_session *quern__session_new(const quern__session_options *options);

extern quern_session quern__no_session;                   /* never written to, by any thread */
bool quern__session_usable(const quern_session *session); /* not the static one */

#endif
