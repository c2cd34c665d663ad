/* hand.c: lookups, loading and cursors on libpq. */
#include "hand.h"

#include "bench.h"
#include "binary.h"

#include <stdio.h>
#include <string.h>

bool hand_told(PGconn *conn, PGresult *result, ExecStatusType wanted)
{
    const bool good = PQresultStatus(result) == wanted;
    if (!good)
        bench_fail("by hand: %s", PQerrorMessage(conn));
    PQclear(result);
    return good;
}

PGconn *hand_connect(const char *uri)
{
    PGconn *conn = PQconnectdb(uri);
    if (PQstatus(conn) == CONNECTION_OK &&
        hand_told(
            conn,
            PQprepare(conn, "one", "SELECT " BOOKS_COLUMNS " FROM bench_book WHERE id = $1::bigint", 0, NULL),
            PGRES_COMMAND_OK) &&
        hand_told(conn,
                  PQprepare(conn, "many", "SELECT " BOOKS_COLUMNS " FROM bench_book WHERE id <= $1::bigint",
                            0, NULL),
                  PGRES_COMMAND_OK))
        return conn;
    bench_fail("%s", PQerrorMessage(conn));
    PQfinish(conn);
    return NULL;
}

/* ---- Cells ---- */

static void copy_title(const PGresult *result, int row, char *to, size_t room)
{
    const size_t size = (size_t)PQgetlength(result, row, HAND_TITLE);
    const size_t kept = size < room ? size : room - 1;
    memcpy(to, PQgetvalue(result, row, HAND_TITLE), kept);
    to[kept] = '\0';
}

/* ---- One ---- */

bool hand_lookup(PGconn *conn, int64_t id, book *out, char *title, size_t room)
{
    char key[8];
    hand_write64(key, id);
    PGresult *result = PQexecPrepared(conn, "one", 1, (const char *const[]){ key }, (const int[]){ 8 },
                                      (const int[]){ 1 }, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1)
        return hand_told(conn, result, PGRES_COMMAND_OK);
    hand_decode(result, 0, out);
    copy_title(result, 0, title, room);
    out->title = title;
    PQclear(result);
    return true;
}

/* ---- Several ---- */

static bool send_lookups(PGconn *conn, const int64_t *ids, size_t count)
{
    char key[8];
    for (size_t i = 0; i < count; i++) {
        hand_write64(key, ids[i]);
        if (!PQsendQueryPrepared(conn, "one", 1, (const char *const[]){ key }, (const int[]){ 8 },
                                 (const int[]){ 1 }, 1))
            return false;
    }
    return PQpipelineSync(conn);
}

/* Its result, and the NULL behind it. */
static bool receive_lookup(PGconn *conn, book *out, char *title, size_t room)
{
    PGresult *result = PQgetResult(conn);
    const bool found = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
    if (found) {
        hand_decode(result, 0, out);
        copy_title(result, 0, title, room);
        out->title = title;
    }
    PQclear(result);
    return !PQgetResult(conn) && found;
}

bool hand_lookups(PGconn *conn, const int64_t *ids, size_t count, book *out, char *titles, size_t room)
{
    bool good = PQenterPipelineMode(conn) && send_lookups(conn, ids, count);
    for (size_t i = 0; i < count && good; i++)
        good = receive_lookup(conn, &out[i], titles + i * room, room);
    return good && hand_told(conn, PQgetResult(conn), PGRES_PIPELINE_SYNC) && PQexitPipelineMode(conn);
}

/* ---- Many ---- */

static bool take_book(void *context, const PGresult *result)
{
    hand_books *books = context;
    book *b = hand_next_book(books);
    const char *title = hand_text(books, result, 0, HAND_TITLE);
    if (!b || !title)
        return bench_fail("out of memory");
    *b = (book){ .title = title };
    hand_decode(result, 0, b);
    return true;
}

bool hand_each_row(PGconn *conn, const char *statement, const char *parameter, size_t size,
                   bool (*take)(void *context, const PGresult *row), void *context)
{
    bool good = true;
    if (!PQsendQueryPrepared(conn, statement, 1, (const char *const[]){ parameter },
                             (const int[]){ (int)size }, (const int[]){ 1 }, 1) ||
        !PQsetSingleRowMode(conn))
        return bench_fail("by hand: %s", PQerrorMessage(conn));
    for (PGresult *result; (result = PQgetResult(conn));) {
        if (PQresultStatus(result) == PGRES_SINGLE_TUPLE) {
            good = good && take(context, result);
            PQclear(result);
        } else {
            good = hand_told(conn, result, PGRES_TUPLES_OK) && good;
        }
    }
    return good;
}

bool hand_load(PGconn *conn, int64_t last, hand_books *out)
{
    char key[8];
    hand_write64(key, last);
    *out = (hand_books){ .count = 0 };
    return hand_each_row(conn, "many", key, sizeof key, take_book, out);
}

/* ---- Streams ---- */

static bool see_chunk(const PGresult *result, void (*see)(void *context, const book *b), void *context)
{
    char title[100];
    for (int row = 0; row < PQntuples(result); row++) {
        book b = { .title = title };
        hand_decode(result, row, &b);
        copy_title(result, row, title, sizeof title);
        see(context, &b);
    }
    return PQntuples(result) > 0;
}

bool hand_stream(PGconn *conn, int64_t last, unsigned chunk, void (*see)(void *context, const book *b),
                 void *context)
{
    char declare[200], fetch[60];
    snprintf(declare, sizeof declare,
             "DECLARE c NO SCROLL CURSOR FOR SELECT " BOOKS_COLUMNS " FROM bench_book WHERE id <= %lld",
             (long long)last);
    snprintf(fetch, sizeof fetch, "FETCH FORWARD %u FROM c", chunk);
    bool good = hand_told(conn, PQexec(conn, "BEGIN READ ONLY"), PGRES_COMMAND_OK) &&
                hand_told(conn, PQexec(conn, declare), PGRES_COMMAND_OK);
    for (bool more = good; more;) {
        PGresult *result = PQexecParams(conn, fetch, 0, NULL, NULL, NULL, NULL, 1);
        good = PQresultStatus(result) == PGRES_TUPLES_OK;
        more = good && see_chunk(result, see, context);
        good = hand_told(conn, result, PGRES_TUPLES_OK);
    }
    return good && hand_told(conn, PQexec(conn, "COMMIT"), PGRES_COMMAND_OK);
}
