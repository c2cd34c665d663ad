/* native.c: libpq's connection in the program's hands, and what has to hold when it comes back: what it may have done to it would
 * else be found by a later statement, as an answer that nobody can read. */
#include "backends/postgres/link.h"

#include <string.h>

static bool refuse(quern_link *link, quern_error *error, quern_error_code code, const char *message,
                   const char *hint)
{
    quern__pg_problem_note(&link->problem, code, "", message, "", hint);
    link->broken = true;
    *error = quern__pg_problem_error(&link->problem);
    return false;
}

void *quern__pg_lend(quern_link *link, quern_error *error)
{
    if (!link->broken && PQexitPipelineMode(link->conn) && PQsetnonblocking(link->conn, 0) == 0) {
        link->lent_process = PQbackendPID(link->conn);
        return link->conn;
    }
    refuse(link, error, QUERN_ERROR_CONNECTION_LOST, PQerrorMessage(link->conn), "");
    return NULL;
}

static void drop_notifications(quern_link *link)
{
    for (PGnotify *notify; (notify = PQnotifies(link->conn));)
        PQfreemem(notify);
}

bool quern__pg_reclaim(quern_link *link, quern_error *error)
{
    PGconn *conn = link->conn;
    const char *encoding = PQparameterStatus(conn, "client_encoding");
    const int process = link->lent_process;
    link->lent_process = 0;
    if (link->broken || PQstatus(conn) != CONNECTION_OK)
        return refuse(link, error, QUERN_ERROR_CONNECTION_LOST, PQerrorMessage(conn), "");
    if (PQbackendPID(conn) != process)
        return refuse(link, error, QUERN_ERROR_USAGE,
                      "the connection that was borrowed comes back as another", "never PQreset it");
    if (PQtransactionStatus(conn) == PQTRANS_ACTIVE || PQtransactionStatus(conn) == PQTRANS_UNKNOWN ||
        (PQpipelineStatus(conn) != PQ_PIPELINE_OFF && !PQexitPipelineMode(conn)))
        return refuse(link, error, QUERN_ERROR_USAGE,
                      "the connection that was borrowed comes back with a COPY or a query under way",
                      "end COPY with PQputCopyEnd, and call PQgetResult until it gives NULL");
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return refuse(link, error, QUERN_ERROR_USAGE,
                      "the connection that was borrowed comes back with another client_encoding",
                      "quern reads and writes UTF8: set it back");
    drop_notifications(link);
    quern__pg_prepared_doubt(link);
    return quern__pg_prepare(link) ||
           refuse(link, error, QUERN_ERROR_CONNECTION_LOST, PQerrorMessage(conn), "");
}
