/* session.h: the inside of a session. Its first member is a scope, which is all that lib/query sees of it. */
#ifndef QUERN__SESSION_SESSION_H
#define QUERN__SESSION_SESSION_H

#include "lib/model/scope.h"
#include "lib/pool/pool.h"
#include "lib/session/hold.h"
#include "lib/session/tag.h"
#include "lib/session/types.h"
#include "lib/trace/event.h"
#include "lib/trace/log.h"
#include "lib/trace/recent.h"

#include <quern/execute.h>
#include <quern/session.h>

struct quern__statements; /* lib/compile's cache: only handed on */

/* What a rewind frees, if it is young enough: an arena, which the session's own arena is the parent of. Or what a rewind ends, in its
 * own way: what the program may still use afterwards holds itself once more, born earlier than any mark, and is called again by a
 * reset; and then once more, born 0, for the next one. The session's close calls it until it is freed. */
typedef struct quern__held quern__held;
struct quern__held {
    uint64_t birth; /* see the scope's serial */
    quern__arena *arena;
    void (*end)(quern__held *held); /* called once it has been let go; NULL: the arena is closed */
    quern__held *younger, *elder;
};

/* A rewind: marks that are older than it in time, and have a greater serial, are no good any more. */
typedef struct quern__cut {
    uint64_t generation, serial;
} quern__cut;

enum { QUERN__CUTS_FEW = 4 };

/* What mark.c knows of a session. */
typedef struct quern__marks {
    uint64_t identity;   /* of the session, among all that there are or were */
    uint64_t generation; /* rewinds so far */
    quern_mark last;     /* that was given out, or rewound to */
    quern__cut *cuts;    /* the oldest first; their serials grow too */
    size_t count, room;
    quern__cut few[QUERN__CUTS_FEW];
} quern__marks;

/* A result that lives on without its session, in a list of the db's. */
typedef struct quern__taken quern__taken;
struct quern__taken {
    const char *site; /* where it was taken */
    void *owner;
    /* Takes it from the owner's list, calling `release` before the owner may go. Any thread. */
    void (*give_back)(quern__taken *taken, void (*release)(quern__taken *taken));
    quern__taken *next, *previous;
};

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
    const quern_error *refused;    /* why its options make no sense; NULL: they do */
    /* What lives in it. */
    quern__arena_point start; /* of its arena, when there was nothing in it */
    quern__held *youngest;    /* by birth */
    quern__marks marks;
    quern__hold hold; /* the connection that it keeps, with its transaction */
    /* What it tells: record.h. */
    const quern__tracer *tracer; /* the db's; NULL: nobody listens */
    bool no_prepare;             /* the db's */
    /* What is loaded one by one: lib/load's. */
    uint64_t results;               /* so far */
    quern__recent recent;           /* evaluations */
    struct quern__watcher *watcher; /* NULL until it is needed */
    quern__tag *tag;                /* NULL: none; options.tag is its text */
    int64_t slow_microseconds;      /* a statement that takes longer is slow; 0: none is */
    /* The db's list of open sessions, and what tells it that this one is gone. */
    void (*on_close)(quern_session *session);
    void (*on_reset)(quern_session *session, const char *site);
    void (*on_take)(quern_session *session, quern__taken *taken);
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
    bool no_prepare;               /* nothing is kept in the server */
    int32_t slow_ms;               /* 0 or less: no statement is slow */
    const quern__tracer *tracer;   /* outlives the session; NULL: nobody listens */
    quern_session_options options; /* completed */
    const char *site;
    /* Called last by quern_session_close, when all but the struct has been freed: it frees the struct too (as the owner's
     * allocator may be gone once the owner knows that the session is). NULL: quern_session_close frees it. */
    void (*on_close)(quern_session *session);
    /* Called by a reset, when the session is as new: gives it its new site, which the owner may be reading, and fails it where a new
     * one would have failed. NULL: not called. */
    void (*on_reset)(quern_session *session, const char *site);
    /* Puts a result that was taken into the owner's list, filling all but its site. NULL: no list is kept. */
    void (*on_take)(quern_session *session, quern__taken *taken);
    void *owner;
    uint64_t number; /* that no other session of the owner has or had */
} quern__session_options;

/* A session; never NULL. Without memory it is &quern__no_session, a static one with the failure MEMORY that nothing changes:
 * all functions work on it, and its failure cannot be cleared. */
quern_session *quern__session_new(const quern__session_options *options);

/* For its opening, before anything lives in it: its options make no sense. It fails, and does so again whenever it is reset. */
void quern__session_refuse(quern_session *session, const quern_error *why);

/* record.c. Called when a session is closed, or reset, in a transaction, before that is rolled back: an event. */
void quern__session_rolled_back(quern_session *session);
/* And last of all, before its failure is forgotten: an event, if there is one that nobody has looked at. */
void quern__session_tell_unread(const quern_session *session);

extern quern_session quern__no_session;                   /* never written to, by any thread */
bool quern__session_usable(const quern_session *session); /* not the static one */

/* Ends all that goes on in a session, and frees what is held: what closing and resetting begin with. Always succeeds. */
void quern__session_end_all(quern_session *session);

/* mark.c: what is held belongs to the session until it is let go, which may have been done already. `birth` and `arena` are set. */
void quern__session_hold(quern_session *session, quern__held *held);
void quern__session_let_go(quern_session *session, quern__held *held);

/* Ends what was born after `serial`, or closes its arena, the youngest first. */
void quern__session_free_younger(quern_session *session, uint64_t serial);

/* The same of what was born 0. */
void quern__session_free_unborn(quern_session *session);

/* No mark is good any more. */
void quern__marks_open(quern_session *session, uint64_t number);
void quern__marks_forget(quern_session *session);
void quern__marks_close(quern_session *session);

#endif
