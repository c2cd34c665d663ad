/* catalog.h: what the database says of the tables of a schema's models, in one statement. */
#ifndef QUERN__SCHEMA_CATALOG_H
#define QUERN__SCHEMA_CATALOG_H

#include "lib/model/schema.h"
#include "lib/session/run.h"

/* A fact: see `catalog` in <quern/backend/dialect.h>. No text is NULL. */
typedef struct quern__fact quern__fact;
struct quern__fact {
    const char *what, *name, *a, *b, *c, *d;
    quern__fact *next; /* of the same table */
};

typedef struct quern__catalog {
    const quern_backend *backend;
    quern__fact **tables; /* by the index of the model; NULL: no such table */
} quern__catalog;

/* Asks for the tables of all models. What it gives lies in the arena. False on failure, which is then the session's. */
bool quern__catalog_read(quern_session *session, quern__arena *arena, const char *site, quern__catalog *out);

/* The first fact from `from` on that says `what` of `name` (NULL: of any); NULL when there is none. */
const quern__fact *quern__fact_find(const quern__fact *from, const char *what, const char *name);

#endif
