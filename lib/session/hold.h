/* hold.h: the connection that a session keeps, who keeps it, and what lives in it.
 *
 * A statement borrows a connection and gives it back. A transaction, an open cursor and quern_session_pin keep it: the first
 * statement borrows it, those that follow run on the same one, and it goes back to the pool when the last of them lets go.
 *
 * BEGIN, SAVEPOINT and their settings are pending until a statement runs, and travel in front of it, in its unit: at no round
 * trip of their own, and what was never sent is ended without a word.
 *
 * When the connection is lost, so is all that lived in it. Then nothing runs, whether or not the session's failure has been
 * cleared, until the last one has let go: a statement never runs outside the transaction that it was meant for. The same holds
 * for a transaction that is over on the server, as when COMMIT failed, until it is rolled back here too. */
#ifndef QUERN__SESSION_HOLD_H
#define QUERN__SESSION_HOLD_H

#include "lib/base/failure.h"
#include "lib/pool/pool.h"

#include <quern/session.h>

struct quern__exchange;
struct quern__flight;

/* One statement with its parameters. Borrowed. */
typedef struct quern__command {
    const char *sql;
    size_t count; /* of parameters */
    const quern_value *values;
    const quern_kind *kinds;
} quern__command;

typedef enum quern__level_state {
    QUERN__LEVEL_PENDING = 0, /* nothing has been sent */
    QUERN__LEVEL_OPEN,        /* the server has begun it */
    QUERN__LEVEL_BROKEN /* sent, and the server did not begin it: the transaction around it has failed */
} quern__level_state;

enum { QUERN__LEVEL_SQL = 80 };

/* A server that does not answer must not keep a session, or a stream outside of a transaction, from being closed for longer. */
enum { QUERN__CLOSE_MS = 1000 };

/* A transaction, or in one a savepoint. One block of memory, with its settings. */
typedef struct quern__level {
    struct quern__level *outer, *inner;
    quern__level_state state;
    bool
        implicit; /* READ ONLY, of the streams that are open outside a transaction, or of one evaluation; never has an inner one */
    bool snapshot; /* all that is read in it is read as of one moment: REPEATABLE READ, or more */
    char sql[QUERN__LEVEL_SQL];
    size_t count; /* of commands: `sql`, then its settings */
    quern__command *commands;
    const char *site;
} quern__level;

/* A stream's cursor on the server. Lies in the stream, which fills in nothing. */
typedef struct quern__cursor {
    struct quern__cursor *next, *previous; /* in the session's list */
    uint32_t level; /* how many levels there were when it was opened, itself in the innermost */
    bool implicit;  /* it is one of those for whom the READ ONLY transaction is */
    bool over;      /* gone on the server, by a commit, a rollback or a loss: it wants QUERN_ERROR_CURSOR */
    char name[32];  /* "quern_7", without quotes: one that no other of this session has */
} quern__cursor;

/* The part of a session that this is about. Zeroed: nothing is kept. */
typedef struct quern__hold {
    quern__lease lease; /* link NULL: none yet, or lost */
    size_t in_flight;   /* units that were sent on it, and are not finished */
    struct quern__flight *flights,
        *last_flight; /* of these, those that are waited for later (flight.h), the oldest first */
    bool used;        /* something ran on it, and may live in it */
    bool tainted;     /* what ran on it may have left something behind */
    bool lost;        /* the connection, with what lived in it */
    bool over;        /* the transaction, on the server, though not here */
    bool lent, lent_in_transaction; /* it is in the program's hands (native.c) */
    const char *lent_site;
    uint32_t pins;
    uint32_t level_count, depth; /* of all levels, and of those that quern_begin made */
    quern__level *outermost, *innermost;
    quern__cursor *cursors;
    uint32_t implicit_cursors;
    uint32_t cursor_number; /* of the last name */
    int64_t transactions;   /* so far, of those in which something was sent */
    int64_t transaction;    /* the number of the one that is open; 0: none, or nothing sent */
} quern__hold;

/* ---- For run.c and exchange.c ---- */

/* Whether somebody keeps the connection of the next statement. */
bool quern__hold_wanted(const quern__hold *hold);

/* Whether a statement may run on it; else the session has failed: it is lost, over, or in the program's hands. */
bool quern__hold_allows(quern_session *session, const char *sql, const char *site);

/* The same, but that the failure goes elsewhere. */
bool quern__hold_admits(quern_session *session, const char *sql, const char *site, quern__failure *failure);

/* How many commands are pending, and the one of that number from 0. */
size_t quern__hold_pending_count(const quern__hold *hold);
const quern__command *quern__hold_pending(const quern__hold *hold, size_t number);

/* A statement is about to run: the first one in a transaction gives that its number. */
void quern__hold_count(quern__hold *hold);

/* Takes note of what the exchange did to the kept connection and to the levels. */
void quern__hold_note(quern_session *session, struct quern__exchange *exchange);

/* What the connection is doing; LOST when there is none. */
quern_link_state quern__hold_state(const quern__hold *hold);

/* ---- For those who keep it ---- */

/* Adds a level with room for `settings` commands behind its own, whose texts take `bytes` of memory at *texts. NULL when out
 * of memory. */
quern__level *quern__hold_push(quern_session *session, size_t settings, size_t bytes, char **texts);

/* Ends the innermost level here, and the cursors that were opened in it; lets go. */
void quern__hold_pop(quern_session *session);

/* Gives the connection back when nobody keeps it any more. */
void quern__hold_let_go(quern_session *session);

/* Gives it up; what lived in it is lost. */
void quern__hold_give_up(quern_session *session, quern__return how);

/* ROLLBACK, or COMMIT in its place, on the kept connection, within `statement_ms` (0: the session's); a failure of ROLLBACK is
 * nobody's. Leaves the level to quern__hold_pop. */
bool quern__transaction_end(quern_session *session, const char *sql, const char *site, int32_t statement_ms);

/* Ends all: rolls back what is open (waiting a second at most, then giving the connection up), ends the cursors, unpins, gives
 * back. For the close and the reset of a session, before its arena goes; always effective. Tells quern__session_rolled_back when
 * a quern_begin was open. */
void quern__hold_close(quern_session *session);

/* ---- READ ONLY transactions of quern's own: snapshot.c ---- */

/* Begins one, outside of any other: it is pending, and so travels with the first statement. False when out of memory, which is then the
 * session's failure. */
bool quern__implicit_begin(quern_session *session, bool snapshot, const char *site);

/* Ends it; nothing is sent where nothing was. False on failure, which is then the session's. */
bool quern__implicit_end(quern_session *session, const char *site);

/* Whether all that is read now can be read as of one moment: in the transaction that is open, or, outside of any, in one that is begun
 * for it. Else the session has failed, with USAGE. */
bool quern__snapshot_possible(quern_session *session, const char *site);

/* ---- For streams (lib/load) ---- */

/* Gives a new stream's cursor its name, and lists it. Outside a transaction the first one begins a READ ONLY transaction (which
 * is pending, and so travels with DECLARE); of one moment, where `snapshot` says so. False on failure, which is then the session's, and nothing is listed. Sends nothing:
 * DECLARE and FETCH are the stream's, by quern__run with .origin = QUERN_ORIGIN_STREAM and .once = true for all but the first
 * FETCH. Whatever fails afterwards, quern__cursor_close has to follow. */
bool quern__cursor_open(quern_session *session, quern__cursor *cursor, bool snapshot, const char *site);

/* Whether it may be read from; else the session has failed, with QUERN_ERROR_CURSOR. */
bool quern__cursor_usable(quern_session *session, const quern__cursor *cursor, const char *site);

/* Takes it from the list, and ends what is left of it on the server: CLOSE, or for the last one the READ ONLY transaction.
 * `closed`: the server has closed it already, or never opened it. Always effective, in a session that has failed too; a failure in
 * it is the session's. False then. Again is allowed. */
bool quern__cursor_close(quern_session *session, quern__cursor *cursor, bool closed, const char *site);

#endif
