/* backend.h: the contract between quern and a database driver. For those who write a backend.
 *
 * A backend is one const struct of functions over a connection of its own kind. It gets SQL text and typed values, and
 * gives events; it never sees a queryset, a model or a plan. It is built from quern's public and backend headers alone.
 *
 * One connection is used by one thread at a time; different connections by different threads at once. Only `open` and
 * `cancel` may block, and only quern's helper thread calls them, or, in a
 * program that wants none, those who need it done. Nothing else may wait, for a socket or for a lock.
 *
 * The life of a connection:   open -> { submit* -> step* -> take* }* -> close | abandon
 * The life of a request:      submit -> COLUMNS? ROW* (DONE | FAILED | SKIPPED) -> SYNCED, when it asked for one
 * FAILED may come just before SYNCED as well: the unit failed as it ended, for example by a constraint that is checked only
 * then. In PostgreSQL nothing that it did outside an explicit transaction has been applied then, whatever DONE said.
 * LOST may come instead of any event. After it only `info`, `close` and `abandon` are called. */
#ifndef QUERN_BACKEND_BACKEND_H
#define QUERN_BACKEND_BACKEND_H

#include <quern/backend/codec.h>
#include <quern/backend/dialect.h>
#include <quern/error.h>
#include <quern/memory.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct quern_backend quern_backend;
typedef struct quern_link quern_link; /* a connection; each backend defines its own struct */

/* What `open` is asked for. Valid during the call only. */
typedef struct quern_connect {
    const char *uri;
    int32_t timeout_ms;               /* for the whole of it; -1: none */
    const quern_allocator *allocator; /* outlives the connection */
    const char *password;             /* wins over the URI's; never to be told or kept; NULL: none */
    const char
        *application_name; /* for the server to show, unless the URI has one; NULL: the backend's choice */
} quern_connect;

/* What is to be done. */
typedef enum quern_request_kind { QUERN_REQUEST_STATEMENT = 1 } quern_request_kind;

/* One thing to do. Borrowed: `submit` copies what it needs before it returns. */
typedef struct quern_request {
    quern_request_kind kind;
    bool sync; /* the unit ends here: later requests run even if an earlier one failed; SYNCED follows */
    bool
        flush; /* the unit goes on, but the server is to answer what it has so far, not to gather answers. May be ignored with `sync` */
    const char *sql;           /* one statement, with the dialect's placeholders */
    size_t count;              /* of parameters */
    const quern_value *values; /* their values; QUERN_KIND_NULL for NULL */
    const quern_kind *kinds;   /* the kind each is sent as; QUERN_KIND_NULL lets the server infer the type */
    bool repeats; /* the same text will come again: it may be kept in the server, parsed and planned */
    bool soon;    /* and does so at once, in this unit: with `repeats`, it is worth keeping now */
    bool few;     /* no more than some tens of rows can come: they may be gathered before the first is told */
    /* A name for the text: on one connection the same number always comes with the same text. 0: it has none. */
    uint64_t number;
    /* Grows when tables have changed: what was kept before, on any connection, is to be parsed anew. */
    uint32_t epoch;
} quern_request;

/* What happened. */
typedef enum quern_event_kind {
    QUERN_EVENT_COLUMNS = 1, /* `columns`: comes once, before the first row, also when there are no rows */
    QUERN_EVENT_ROW,         /* `cells` */
    QUERN_EVENT_DONE,        /* `rows`: the request succeeded */
    QUERN_EVENT_FAILED,      /* `error`: it failed; the connection goes on */
    QUERN_EVENT_SKIPPED,     /* not run, because an earlier request of its unit failed */
    QUERN_EVENT_SYNCED,      /* a unit ended */
    QUERN_EVENT_LOST         /* `error`: the connection is gone, with all requests in flight */
} quern_event_kind;

/* One event. All that it points to is the backend's, and valid until the next `take`, `close` or `abandon`. */
typedef struct quern_event {
    quern_event_kind kind;
    size_t count; /* of columns or cells */
    const quern_column *columns;
    const quern_cell *cells;
    int64_t rows;      /* DONE: how many the statement gave or changed; 0 for a statement that does neither */
    quern_error error; /* FAILED, LOST: SERVER, TYPE, CONNECTION_LOST, MEMORY, UNSUPPORTED; no text is NULL */
    /* FAILED: nothing of it ran, and maybe only since it had been kept: submitted again, without `repeats`, it may succeed. */
    bool again;
    bool outdated; /* DONE, FAILED: tables have changed; requests are to have a greater epoch from now on */
} quern_event;

/* What a connection is doing. */
typedef enum quern_link_state {
    QUERN_LINK_IDLE = 0, /* no transaction, nothing in flight */
    QUERN_LINK_BUSY,     /* requests in flight */
    QUERN_LINK_IN_TRANSACTION,
    QUERN_LINK_FAILED_TRANSACTION,
    QUERN_LINK_LOST
} quern_link_state;

/* Facts about a connection. */
typedef struct quern_link_info {
    quern_link_state state;
    int fd;                 /* to poll; -1 when there is none: then `step` never has to wait */
    int32_t server_version; /* 150018 */
    int64_t process;        /* the server's process for this connection; 0: unknown */
} quern_link_info;

/* What a connection waits for. */
typedef enum quern_ready { QUERN_READY_NONE = 0, QUERN_READY_READ = 1, QUERN_READY_WRITE = 2 } quern_ready;

/* A driver. Static, or at least outlives every db opened with it. */
struct quern_backend {
    size_t size; /* sizeof(quern_backend): protects backends built against an older header */
    const char *name;
    const quern_dialect *dialect; /* never NULL */

    /* Opens a connection; may block, but for no longer than `connect->timeout_ms`. NULL on failure, and then *error holds
     * code CONNECT (or MEMORY), sqlstate and texts; its texts stay valid until the next call of `open` by this thread.
     * Mandatory. */
    quern_link *(*open)(const quern_backend *backend, const quern_connect *connect, quern_error *error);

    /* Queues a request. The connection is not LOST, and may be busy with others. False when out of memory: nothing was
     * queued. Sends nothing that would block. Mandatory. */
    bool (*submit)(quern_link *link, const quern_request *request);

    /* Moves bytes both ways without blocking; `ready` is a set of quern_ready that poll reported (NONE is allowed). Returns
     * the set to wait for before the next step. What it finds, a lost connection too, comes as events. Mandatory. */
    unsigned (*step)(quern_link *link, unsigned ready);

    /* Takes the next event, false when there is none before the next step. Mandatory. */
    bool (*take)(quern_link *link, quern_event *event);

    /* Facts about the connection; never blocks or fails. Mandatory. */
    void (*info)(quern_link *link, quern_link_info *info);

    /* Asks the server to stop what the connection is running; may block for about `timeout_ms`. The connection itself is
     * touched by no other thread meanwhile. Optional: NULL when the database cannot. */
    void (*cancel)(quern_link *link, int32_t timeout_ms);

    /* Says goodbye to the server if that needs no waiting, and frees. Mandatory. */
    void (*close)(quern_link *link);

    /* Frees without a word to the server: the connection belongs to the parent of this forked process. Mandatory. */
    void (*abandon)(quern_link *link);

    /* The decoder for a column into a member of this kind (without QUERN_NULLABLE), or NULL when the type does not fit.
     * Pure. Mandatory. */
    quern_decoder *(*decoder)(const quern_column *column, quern_kind kind);

    /* The name of a column's type for messages: "numeric"; writes at most `size` bytes with the NUL. Mandatory. */
    void (*type_name)(const quern_column *column, char *out, size_t size);

    /* Types that users made have numbers from `first_user_type` on, 0: there are none. `resolve_type` is SQL that tells about
     * one: it takes the number (bigint) and gives a row of the number of the type whose cells look the same (that of text for
     * an enum, or 0 when there is none; bigint) and the type's name (text). quern asks once for each type and db, and hands
     * `decoder` and `type_name` a column with the number that it was told, and with its type_name. Both or neither. */
    uint32_t first_user_type;
    const char *resolve_type;

    /* Statements that make a connection as new, in order, NULL-ended: sent before the next use of a connection that ran
     * SQL of the user's own, between BEGIN and COMMIT. Optional: NULL when nothing needs to be reset. */
    const char *const *reset;

    /* The driver's own connection, for what quern does not do. `lend` gives it to the program: nothing is in flight, and it
     * blocks and is used as the driver is elsewhere. `reclaim` makes it fit for the other slots again, and says no, with *error,
     * when that cannot be: it is lost, something is in flight, or it is another. Only these, `info`, `close` and `abandon` are
     * called in between, the last two without `reclaim` too. NULL and false on failure: the connection is closed then; the texts
     * of *error live as long as it. Neither waits. Optional, both or neither: see <quern/backend/native.h>. */
    void *(*lend)(quern_link *link, quern_error *error);
    bool (*reclaim)(quern_link *link, quern_error *error);
};

/* The backend for PostgreSQL, on libpq. Static; never NULL. Does not evaluate. Any thread. */
QUERN_API const quern_backend *quern_postgres_backend(void);

#ifdef __cplusplus
}
#endif

#endif
