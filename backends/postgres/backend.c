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
    .reset = reset,
};

const quern_backend *quern_postgres_backend(void)
{
    return &postgres;
}
