/* flight.h: statements in flight: sent on the connection that a session keeps, and waited for later, while the program goes on.
 *
 * Answers come in the order of what was sent. So whoever wants one, or runs anything else on that connection, lands all that is in
 * front of it first: each flight's rows go to its own sink, and how it ended stays with it until it is asked for. Its limit of time
 * begins when it is its turn to be waited for.
 *
 * What ends the connection, or the transaction, concerns everybody: that is the session's failure at once. */
#ifndef QUERN__SESSION_FLIGHT_H
#define QUERN__SESSION_FLIGHT_H

#include "lib/session/exchange.h"

typedef enum quern__flight_state {
    QUERN__FLIGHT_NONE = 0,
    QUERN__FLIGHT_SENT,  /* and in the session's list */
    QUERN__FLIGHT_LANDED /* and how it ended can be asked for */
} quern__flight_state;

/* One statement. Zeroed but for `work`, whose SQL and sink live as long as it. Stays where it is while it is in flight; what is not
 * NONE has to be taken, or closed. */
typedef struct quern__flight {
    quern__work work;
    quern__flight_state state;
    bool dropped; /* nobody wants its rows any more */
    quern__part part;
    quern__exchange exchange;
    struct quern__flight *next;
} quern__flight;

/* Sends it, behind what is in flight, and waits for nothing; but where a transaction or savepoint is pending, which it brings along,
 * it is landed. The session keeps a connection, on which something has run. False when nothing was sent: the failure is the
 * session's. */
bool quern__flight_send(quern_session *session, quern__flight *flight);

/* Lands it, and what is in front of it. False when it failed: that is the session's failure then. It is NONE afterwards. */
bool quern__flight_take(quern_session *session, quern__flight *flight);

/* Nobody wants its rows, or its failure, any more; it is landed all the same, by somebody, and has to be closed then. */
void quern__flight_drop(quern__flight *flight);

/* Forgets how it ended. */
void quern__flight_close(quern__flight *flight);

/* Lands all that is in flight, so that `work` can run. Gives the failure that took the connection, or failed the transaction, so that it
 * concerns everybody: the first one, or NULL. It lives until its flight is closed. Where `work` has to run whatever happens, all of
 * them have its limit of time, together, and cancelling does not count; where it ends the transaction, their rows are dropped. */
const quern_error *quern__flights_land(quern_session *session, const quern__work *work);

/* The connection is lost, or given up: nothing lands any more. Each has failed. */
void quern__flights_lose(quern_session *session);

#endif
