/* transaction.h: transactions, and savepoints by nesting.
 *
 *     quern_begin(s, .isolation = QUERN_SERIALIZABLE);
 *     ...                                   // the session's statements, on one connection
 *     if (!quern_commit(s)) {               // false too when a statement before it failed
 *         log(quern_error_text(s));
 *         quern_rollback(s);
 *     }
 *
 * A failure in a transaction sticks to the session as any does: what follows does nothing, quern_commit is false, and quern_rollback
 * ends it; then quern_error_take. A session that is closed in a transaction rolls it back, and tells the db's .on_event. */
#ifndef QUERN_TRANSACTION_H
#define QUERN_TRANSACTION_H

#include <quern/session.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum quern_isolation {
    QUERN_ISOLATION_DEFAULT = 0, /* the server's: mostly READ COMMITTED */
    QUERN_READ_COMMITTED,
    QUERN_REPEATABLE_READ,
    QUERN_SERIALIZABLE
} quern_isolation;

/* A setting that lasts as long as the transaction; one of a savepoint that was committed, until the outermost ends:
 * { "app.tenant", "7" }. */
typedef struct quern_setting {
    const char *name; /* NULL ends a list */
    const char *value;
} quern_setting;

/* Options of quern_begin; of a savepoint only `set` and `role` make sense. Fields are only ever added at the end. */
typedef struct quern_begin_options {
    quern_isolation isolation;
    bool read_only;
    bool deferrable; /* with QUERN_SERIALIZABLE and read_only only: waits for a snapshot that cannot fail */
    /* Settings for row-level security and the like, as by SET LOCAL, and bound, not pasted: QUERN_SETTINGS({ "app.tenant", id }). */
    const quern_setting *set;
    const char *role; /* as by SET LOCAL ROLE */
    int reserved;
} quern_begin_options;

/* Begins a transaction, or, in one, a savepoint: each quern_begin has its quern_commit or quern_rollback. Sends nothing by itself: it
 * goes along with the first statement, at no round trip of its own, and an empty transaction asks nothing of the server; so a
 * setting or role that the server refuses fails that statement. False on failure, and then nothing has begun: QUERN_ERROR_USAGE for
 * options that make no sense, in a stream that is open outside a transaction, and for a nested one with isolation, read_only or
 * deferrable; QUERN_ERROR_VALUE for a setting without a value, or that is not UTF-8; or when the session has failed. `size` is that of the options, NULL for none. Macro: quern_begin(s), quern_begin(s, .read_only = true). */
QUERN_API bool quern_begin(quern_session *session, const quern_begin_options *options QUERN__OR(nullptr),
                           size_t size QUERN__OR(sizeof(quern_begin_options)), QUERN__SITE_PARAMETER);

/* Ends the innermost quern_begin: COMMIT, or RELEASE SAVEPOINT. Evaluates. Streams that were opened in it are over. False on failure,
 * and then quern_rollback has to follow, whatever the failure was: what it is to end is here until then, though the server may know
 * nothing of it any more, and no statement runs outside of it meanwhile.
 *   when the session has failed already: then nothing is sent
 *   QUERN_ERROR_TRANSACTION   a statement in it had failed, and that failure was cleared: the server could only roll it back; or it
 *                             was lost with its connection: nothing is applied
 *   QUERN_ERROR_SERVER        what is checked only then (deferred constraints, serialization): the server has rolled it back
 *   QUERN_ERROR_USAGE         there is none; or the connection is borrowed (see <quern/postgres.h>)
 *   and as quern_execute: of a COMMIT whose answer was lost `outcome` says that it may have been applied. */
QUERN_API bool quern_commit(quern_session *session, QUERN__SITE_PARAMETER);

/* Undoes the innermost quern_begin: ROLLBACK, or ROLLBACK TO and RELEASE SAVEPOINT; streams that were opened in it are over. Always
 * effective, also in a session that has failed, whose failure stays, and sends nothing where there is nothing to undo. A connection
 * that does not answer is given up, which rolls back too. Evaluates. False, with QUERN_ERROR_USAGE, when there is none, or while the
 * connection is borrowed. */
QUERN_API bool quern_rollback(quern_session *session, QUERN__SITE_PARAMETER);

/* How many quern_begin are open: 0 outside a transaction. Does not evaluate. */
QUERN_API uint32_t quern_transaction_depth(const quern_session *session);

#ifndef __cplusplus
#define quern_begin(...) QUERN__BEGIN(__VA_ARGS__, .reserved = 0)
#define QUERN__BEGIN(s, ...) \
    (quern_begin)((s), &(const quern_begin_options){ __VA_ARGS__ }, sizeof(quern_begin_options), QUERN_SITE)
#define quern_commit(s) (quern_commit)((s), QUERN_SITE)
#define quern_rollback(s) (quern_rollback)((s), QUERN_SITE)
#define QUERN_SETTINGS(...) ((const quern_setting[]){ __VA_ARGS__, { NULL, NULL } })
#endif

#ifdef __cplusplus
}
#endif

#endif
