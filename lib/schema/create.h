/* create.h: the statements that make tables. */
#ifndef QUERN__SCHEMA_CREATE_H
#define QUERN__SCHEMA_CREATE_H

#include "lib/model/schema.h"
#include "lib/session/session.h"

typedef struct quern__statement_list {
    const char **sql;
    size_t count;
    size_t tables; /* how many of them make a table */
} quern__statement_list;

/* The statements for the managed models whose table is not `there` (by index), in order; afterwards it is. In the arena; false
 * when out of memory. */
bool quern__create_list(const quern__schema *schema, quern__arena *arena, bool *there,
                        quern__statement_list *out);

/* Whether a call of this folder may go on; else the session has failed. `catalog`: it needs to ask about tables. */
bool quern__schema_session(quern_session *session, bool catalog, const char *site);

#endif
