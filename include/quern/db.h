/* db.h: opening and closing a database: models, pool and caches, one per program. */
#ifndef QUERN_DB_H
#define QUERN_DB_H

#include <quern/detect.h>
#include <quern/error.h>
#include <quern/memory.h>
#include <quern/model.h>
#include <quern/object.h>
#include <quern/trace.h>

#ifdef __cplusplus
extern "C" {
#endif

struct quern_backend;

/* Options of quern_open; zero means the default, and times are in milliseconds (-1: no limit). Fields are only ever added at
 * the end; a program built against an older header passes a shorter struct, and what it lacks is zero. */
typedef struct quern_options {
    uint32_t pool_max;    /* connections at most; default: twice the processors, at most 16 */
    int32_t turn_ms;      /* how long a session waits for its turn at the pool; default 5000 */
    int32_t connect_ms;   /* how long one connect may take; default 5000 */
    int32_t statement_ms; /* how long one statement may take, sent and read; default 30000 */
    /* How long quern_open waits for a first connection, though the server may be down meanwhile; not longer once the server says no,
     * as to a wrong password. Default 0: it connects nowhere. */
    int32_t wait_ms;
    uint32_t log_size;                   /* statements that a session's log remembers; default 100 */
    const quern_allocator *allocator;    /* default: malloc */
    const struct quern_backend *backend; /* default: chosen by the URI's scheme */
    const char *
        application_name; /* what the server shows for the connections, of 63 bytes at most; default "quern"; the URI's wins. Copied */
    /* Asked for the password before each connect, as it may have changed meanwhile: writes it, with the NUL, into `out` of `size`
     * bytes, and gives true; or false: the connect fails. Called by the db's helper thread, or with .no_threads by
     * whoever connects; never by two threads at once. It wins over the URI's, unless it is empty. */
    bool (*password)(void *context, char *out, size_t size);
    void *password_context; /* for `password` */
    /* Told of what happens: see trace.h. Called by the thread that it happens in, the helper thread too, with no lock held; it must
     * not call quern. */
    quern_trace_handler *on_event;
    void *on_event_context;     /* its first parameter */
    quern_level on_event_level; /* the least level that it is told of; default: QUERN_LEVEL_WARNING */
    bool
        no_threads; /* no helper thread: connects, cancels and closes are done inside the calls of those who need them, and block there */
    /* Keeps no statements in the server. Else what a connection runs for the second time is prepared there, up to 256 statements;
     * a pooler that shares server connections by transaction, and knows nothing of that, wants this. The server then chooses
     * between plans for the values and one for all; plan_cache_mode, in the URI, decides otherwise. */
    bool no_prepare;
    /* The pool's upkeep, by its helper thread (with .no_threads nobody does it, but for what a borrower meets):
     * connections that are opened at once, and again when they are lost, though nobody asks for one; default 0 */
    uint32_t pool_min;
    /* How many sessions may wait for a turn; the next one fails at once with QUERN_ERROR_POOL_FULL. Default: 10 * pool_max. */
    uint32_t waiting_max;
    int32_t
        idle_ms; /* a connection beyond .pool_min that nobody wanted for so long is closed; default 600000, 10 minutes */
    /* A connection that is older is closed when it comes back, or while idle, so that none outlives a server that was moved;
     * each by chance up to a fifth earlier, so that not all go at once. Default 1800000, 30 minutes. */
    int32_t lifetime_ms;
    /* An idle connection is asked whether its server is there whenever it has been silent for so long: a firewall in between may
     * have forgotten it. Default 30000. That the server closed it is noticed at once, whatever this says, unless it was in use some
     * milliseconds ago: then the statement that borrows it may fail with QUERN_ERROR_CONNECTION_LOST. */
    int32_t keepalive_ms;
    /* A session that keeps one connection for longer is told of, once, by the event QUERN_TRACE_HELD_LONG, with the place and the
     * thread that borrowed it: forgotten transactions and streams. Default 30000. */
    int32_t held_ms;
    uint32_t cache_max; /* statements that the db's cache of them holds; default 1000 */
    bool no_cache;      /* no such cache: each evaluation writes its SQL */
    /* A statement that takes longer, from sent to loaded, is a slow one: in the log, in its reports, and as the event
     * QUERN_TRACE_SLOW_STATEMENT. Default 500; -1: none is. */
    int32_t slow_ms;
    bool no_log; /* no statement is remembered, only counted */
    /* What is loaded one by one: */
    quern_fetch_kind fetch_mode; /* of querysets that are given none; default: QUERN_FETCH_ONE */
    quern_detect_mode detect;    /* what is done about it: see detect.h; default: QUERN_DETECT_LOG */
    int reserved;
} quern_options;

/* Opens a database: checks the models against each other and freezes them. Connects nowhere, and does not evaluate, unless .wait_ms
 * says so: then it waits so long for a first connection, and the db is in error without one (QUERN_ERROR_CONNECT, with the cause).
 *   uri      a libpq URI or "key=value" string; copied. With another `backend`, whatever that takes.
 *   models   ended by NULL; the models themselves are static data and must outlive the db.
 * Never NULL. When something is wrong (QUERN_ERROR_MODEL names model, field and mend; QUERN_ERROR_USAGE an option) the db
 * says so in quern_db_error, and so does every session opened on it; it must be closed all the same.
 * Any thread; the db may be used by all. Macro: quern_open(uri, QUERN_MODELS(author, book), .pool_max = 8). */
QUERN_API quern_db *quern_open(const char *uri, const quern_model *const *models,
                               const quern_options *options QUERN__OR(nullptr),
                               size_t options_size QUERN__OR(sizeof(quern_options)), QUERN__SITE_PARAMETER);

/* Asks the server whether it is there, by the shortest statement, on a connection of the pool: for health checks. Evaluates; waits at
 * most `timeout_ms`, for its turn, the connect and the answer together (-1: for ever). False when it is not, and then why is written
 * to `why`, at most `size` bytes with the NUL; NULL and 0 are allowed. Any thread. */
QUERN_API bool quern_ping(quern_db *db, int32_t timeout_ms, char *why, size_t size);

/* Closes a database: refuses new sessions and statements from now on, waits up to `timeout_ms` (-1: for ever) until the sessions that
 * are open have been closed by their threads; if some are at work still, cancels that, so that it fails with QUERN_ERROR_CLOSED, and
 * gives them one second more; then closes the connections and frees everything.
 * False when sessions are still open then, or results that were taken: nothing is freed, quern_db_error lists the places that opened
 * them, and what each session is doing, and the call may be repeated. True otherwise; the db is gone. NULL is allowed. Does not
 * evaluate. Any thread, but one at a time, and none may use the db after it.
 * In a child process that was forked since quern_open it waits for nothing, frees the child's copy, and leaves the connections
 * to the parent; whatever else the child does with the db fails with QUERN_ERROR_FORK. */
QUERN_API bool quern_close(quern_db *db, int32_t timeout_ms);

#ifndef __cplusplus
#define quern_open(...) QUERN__OPEN(__VA_ARGS__, .reserved = 0)
#define QUERN__OPEN(uri, models, ...) \
    (quern_open)((uri), (models), &(const quern_options){ __VA_ARGS__ }, sizeof(quern_options), QUERN_SITE)
#endif

#ifdef __cplusplus
}
#endif

#endif
