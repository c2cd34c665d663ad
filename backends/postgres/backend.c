/* backend.c: PostgreSQL, on libpq: the table of its slots. */
#include "backends/postgres/link.h"

/* What a statement of the user's own may have left behind. Not DISCARD ALL: it would also drop prepared statements, and
 * cannot run in a transaction. Roles come first: what follows is done as the session's own user. */
static const char *const reset[] = {
    "RESET SESSION AUTHORIZATION",
    "RESET ROLE",
    "RESET ALL",
    "CLOSE ALL",
    "UNLISTEN *",
    "SELECT pg_catalog.pg_advisory_unlock_all()",
    "DISCARD TEMP",
    "DISCARD SEQUENCES",
    NULL,
};

/* Cells look like text's when they are an enum's, or written by text's own function, as those of citext. A domain looks like
 * its base; the server itself tells so of a column, but not of the items of an array. */
static const char resolve_type[] =
    "SELECT coalesce((WITH RECURSIVE item AS ("
    "SELECT oid, typtype, typbasetype, typsend FROM pg_catalog.pg_type "
    "WHERE oid = CASE WHEN t.is_array THEN t.typelem ELSE t.oid END "
    "UNION ALL SELECT b.oid, b.typtype, b.typbasetype, b.typsend "
    "FROM item AS d JOIN pg_catalog.pg_type AS b ON b.oid = d.typbasetype WHERE d.typtype = 'd') "
    "SELECT CASE WHEN t.is_array THEN alike.typarray ELSE alike.oid END "
    "FROM item AS i JOIN pg_catalog.pg_proc AS p ON p.oid = i.typsend JOIN pg_catalog.pg_type AS alike "
    "ON alike.oid = CASE WHEN i.typtype = 'e' OR p.prosrc = 'textsend' AND p.prolang = 12 /* internal */ "
    "THEN 25 WHEN i.oid < 16384 THEN i.oid END WHERE i.typtype <> 'd'), 0)::pg_catalog.int8, "
    "pg_catalog.format_type(t.oid, NULL) "
    "FROM (SELECT oid, typelem, typtype = 'b' AND typsend = 'pg_catalog.array_send'::pg_catalog.regproc "
    "AS is_array FROM pg_catalog.pg_type WHERE oid = $1::pg_catalog.int8::pg_catalog.oid) AS t";

static const quern_backend postgres = {
    .size = sizeof(quern_backend),
    .name = "postgresql",
    .dialect = &quern__pg_dialect,
    .open = quern__pg_open,
    .submit = quern__pg_submit,
    .step = quern__pg_step,
    .take = quern__pg_take,
    .info = quern__pg_info,
    .cancel = quern__pg_cancel,
    .close = quern__pg_close,
    .abandon = quern__pg_abandon,
    .decoder = quern__pg_decoder,
    .type_name = quern__pg_type_name,
    .first_user_type = QUERN__PG_FIRST_USER_TYPE,
    .resolve_type = resolve_type,
    .reset = reset,
    .lend = quern__pg_lend,
    .reclaim = quern__pg_reclaim,
};

const quern_backend *quern_postgres_backend(void)
{
    return &postgres;
}
