/* record.h: what a session tells of its statements: in its log, and to the db's handler of events. What it tells of its end is
 * declared in session.h. */
#ifndef QUERN__SESSION_RECORD_H
#define QUERN__SESSION_RECORD_H

#include "lib/session/exchange.h"

/* Before a unit is sent: an event for each of its statements. The one below must follow. */
void quern__record_start(const quern_session *session, const quern__exchange *exchange);

/* When it is over, well or not, and the state of each part is known: a line in the log for each statement that ran, or failed, and will
 * not be sent again; and an event for each. `began` is when it was sent, and `waited` what it took to get a connection. */
void quern__record_end(quern_session *session, const quern__exchange *exchange, int64_t waited,
                       int64_t began);

#endif
