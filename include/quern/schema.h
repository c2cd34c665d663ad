/* schema.h: tables for models: making those that are missing, and comparing models with those that are there. One thread at a
 * time, as the session. */
#ifndef QUERN_SCHEMA_H
#define QUERN_SCHEMA_H

#include <quern/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The statements that would make the tables of all models that are not unmanaged, as a script for psql: tables in the order in
 * which they depend on each other, foreign keys of circles, indexes. Does not evaluate. Lives as the session. Never NULL: for a
 * session in error "-- " and the error. Macro: quern_tables_sql(s). */
QUERN_API const char *quern_tables_sql(quern_session *session, QUERN__SITE_PARAMETER);

/* Makes the tables that are not there, with keys, constraints and indexes, all in one transaction: all of them, or none. Looks by
 * the table's name first (by the search path, where the model has no schema), and leaves a table that is there as it is, whatever
 * it looks like: quern_check_schema tells. Models that are unmanaged are left out.
 * Evaluates: one statement that asks, then the statements that make, if any, in one round trip.
 * Gives the number of tables made; -1 on failure: as quern_execute, and QUERN_ERROR_UNSUPPORTED for a database whose backend
 * cannot tell about tables. SQLAlchemy: create_all. Macro: quern_create_tables(s). */
QUERN_API int64_t quern_create_tables(quern_session *session, QUERN__SITE_PARAMETER);

/* One way in which a table is not as its model says. Fields are only ever added at the end; no text is NULL. */
typedef struct quern_difference {
    const char *model;   /* "book" */
    const char *field;   /* "title"; "" when it is the table that differs, or a column that no field has */
    const char *message; /* what differs: one sentence */
    /* SQL that would mend it, for a person to judge; "" where there is none to tell, or where the table is somebody else's
     * (.unmanaged) */
    const char *mend;
} quern_difference;

/* Compares all models with the tables that are there: columns, their types, NULL, defaults, identities, primary keys, unique
 * columns, foreign keys and their ON DELETE, choices, indexes. Of an unmanaged model only what would make reading it fail.
 * Names of constraints and indexes do not matter, nor does what a table has beyond single columns (indexes on expressions,
 * constraints of several columns), nor how the SQL of a .default_sql is written, as long as there is a default.
 * Changes nothing. Evaluates: one statement. Gives the number of differences, 0 when all is well, and *out, an array of them
 * that lives as the session; -1 on failure, as quern_create_tables, with *out NULL. Macro: quern_check_schema(s, &out). */
QUERN_API int64_t quern_check_schema(quern_session *session, const quern_difference **out,
                                     QUERN__SITE_PARAMETER);

#ifndef __cplusplus
#define quern_tables_sql(s) (quern_tables_sql)((s), QUERN_SITE)
#define quern_create_tables(s) (quern_create_tables)((s), QUERN_SITE)
#define quern_check_schema(s, out) (quern_check_schema)((s), (out), QUERN_SITE)
#endif

#ifdef __cplusplus
}
#endif

#endif
