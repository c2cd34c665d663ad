/* explain.h: the plan of a statement that has run, for the log: .explain of quern_session_options. */
#ifndef QUERN__SESSION_EXPLAIN_H
#define QUERN__SESSION_EXPLAIN_H

#include "lib/session/run.h"

/* Before a statement runs: whether its plan may be asked for. Then its connection is kept, until quern__explain_end. */
bool quern__explain_begin(quern_session *session, const quern__work *work);

/* When it has run, and is the latest in the log: asks for its plan, where the session wants it of this one. Never fails anything: what
 * goes wrong leaves the log without a plan, and a transaction as it was. */
void quern__explain_end(quern_session *session, const quern__work *work, bool done);

#endif
