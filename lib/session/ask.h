/* ask.h: types that users made, of columns whose rows have come already. A read that meets such a type runs again once it is known
 * (run.c); what may write must not, so its rows are kept by whoever ran it until the server has been asked. */
#ifndef QUERN__SESSION_ASK_H
#define QUERN__SESSION_ASK_H

#include "lib/session/run.h"

/* Whether nobody knows the column's type yet. */
static inline bool quern__column_unknown(const quern_backend *backend, const quern_column *column)
{
    return backend->first_user_type && column->type >= backend->first_user_type && !column->type_name;
}

/* Asks the server about those columns, once for each type, and makes them as a sink would have seen them. A type that is gone stays
 * what it is. Names lie in the arena. False on failure, which is then the session's. */
bool quern__ask_types(quern_session *session, const quern_backend *backend, quern_column *columns,
                      size_t count, quern__arena *arena, const char *site);

#endif
