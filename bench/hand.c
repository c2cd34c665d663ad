/* hand.c: lookups, loading and cursors on libpq. */
#include "hand.h"

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* PostgreSQL counts microseconds from 2000. */
#define EPOCH INT64_C(946684800000000)

enum { TEXTS = 64 * 1024 };

enum { ID = 0, TITLE, AUTHOR, PUBLISHED, CREATED, PAGES };

static bool told(PGconn *conn, PGresult *result, ExecStatusType wanted)
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
        told(
            conn,
            PQprepare(conn, "one", "SELECT " BOOKS_COLUMNS " FROM bench_book WHERE id = $1::bigint", 0, NULL),
            PGRES_COMMAND_OK) &&
        told(conn,
             PQprepare(conn, "many", "SELECT " BOOKS_COLUMNS " FROM bench_book WHERE id <= $1::bigint", 0,
                       NULL),
             PGRES_COMMAND_OK))
        return conn;
    bench_fail("%s", PQerrorMessage(conn));
    PQfinish(conn);
    return NULL;
}

/* ---- The binary format ---- */

static uint32_t read32(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static int64_t read64(const char *at)
{
    return (int64_t)((uint64_t)read32(at) << 32 | read32(at + 4));
}

static void write64(char *to, int64_t value)
{
    for (int i = 7; i >= 0; i--, value = (int64_t)((uint64_t)value >> 8))
        to[i] = (char)(value & 0xff);
}

/* All but the title. */
static void decode(const PGresult *result, int row, book *out)
{
    out->id = read64(PQgetvalue(result, row, ID));
    out->author_id = read64(PQgetvalue(result, row, AUTHOR));
    out->published = *PQgetvalue(result, row, PUBLISHED);
    out->created_at.microseconds = read64(PQgetvalue(result, row, CREATED)) + EPOCH;
    out->pages.present = !PQgetisnull(result, row, PAGES);
    out->pages.value = out->pages.present ? (int32_t)read32(PQgetvalue(result, row, PAGES)) : 0;
}

static void copy_title(const PGresult *result, int row, char *to, size_t room)
{
    const size_t size = (size_t)PQgetlength(result, row, TITLE);
    const size_t kept = size < room ? size : room - 1;
    memcpy(to, PQgetvalue(result, row, TITLE), kept);
    to[kept] = '\0';
}

/* ---- One ---- */

bool hand_lookup(PGconn *conn, int64_t id, book *out, char *title, size_t room)
{
    char key[8];
    write64(key, id);
    PGresult *result = PQexecPrepared(conn, "one", 1, (const char *const[]){ key }, (const int[]){ 8 },
                                      (const int[]){ 1 }, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1)
        return told(conn, result, PGRES_COMMAND_OK);
    decode(result, 0, out);
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
        write64(key, ids[i]);
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
        decode(result, 0, out);
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
    return good && told(conn, PQgetResult(conn), PGRES_PIPELINE_SYNC) && PQexitPipelineMode(conn);
}

/* ---- Many ---- */

struct hand_texts {
    struct hand_texts *next;
    char bytes[TEXTS];
};

const book *hand_book(const hand_books *books, size_t index)
{
    return books->blocks[index / HAND_BLOCK] + index % HAND_BLOCK;
}

static void *take(hand_books *books, size_t size)
{
    books->bytes += size;
    books->mallocs++;
    return malloc(size);
}

static book *next_book(hand_books *books)
{
    book **block = &books->blocks[books->count / HAND_BLOCK];
    if (books->count == (size_t)HAND_BLOCK * HAND_BLOCKS)
        return NULL;
    if (!*block)
        *block = take(books, HAND_BLOCK * sizeof **block);
    return *block ? *block + books->count++ % HAND_BLOCK : NULL;
}

static char *next_title(hand_books *books, size_t size)
{
    if ((size_t)(books->end - books->free) < size) {
        struct hand_texts *texts = take(books, sizeof *texts);
        if (!texts)
            return NULL;
        texts->next = books->texts;
        books->texts = texts;
        books->free = texts->bytes;
        books->end = texts->bytes + TEXTS;
    }
    char *title = books->free;
    books->free += size;
    return title;
}

static bool load_row(const PGresult *result, hand_books *books)
{
    const size_t size = (size_t)PQgetlength(result, 0, TITLE) + 1;
    book *b = next_book(books);
    char *title = size < TEXTS ? next_title(books, size) : NULL;
    if (!b || !title)
        return bench_fail("out of memory");
    *b = (book){ .title = title };
    decode(result, 0, b);
    copy_title(result, 0, title, size);
    return true;
}

bool hand_load(PGconn *conn, int64_t last, hand_books *out)
{
    char key[8];
    bool good = true;
    write64(key, last);
    *out = (hand_books){ .count = 0 };
    if (!PQsendQueryPrepared(conn, "many", 1, (const char *const[]){ key }, (const int[]){ 8 },
                             (const int[]){ 1 }, 1) ||
        !PQsetSingleRowMode(conn))
        return bench_fail("by hand: %s", PQerrorMessage(conn));
    for (PGresult *result; (result = PQgetResult(conn));) {
        if (PQresultStatus(result) == PGRES_SINGLE_TUPLE) {
            good = good && load_row(result, out);
            PQclear(result);
        } else {
            good = told(conn, result, PGRES_TUPLES_OK) && good;
        }
    }
    return good;
}

void hand_free(hand_books *books)
{
    for (size_t i = 0; i < HAND_BLOCKS; i++)
        free(books->blocks[i]);
    for (struct hand_texts *next; books->texts; books->texts = next) {
        next = books->texts->next;
        free(books->texts);
    }
}

/* ---- Streams ---- */

static bool see_chunk(const PGresult *result, void (*see)(void *context, const book *b), void *context)
{
    char title[100];
    for (int row = 0; row < PQntuples(result); row++) {
        book b = { .title = title };
        decode(result, row, &b);
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
    bool good = told(conn, PQexec(conn, "BEGIN READ ONLY"), PGRES_COMMAND_OK) &&
                told(conn, PQexec(conn, declare), PGRES_COMMAND_OK);
    for (bool more = good; more;) {
        PGresult *result = PQexecParams(conn, fetch, 0, NULL, NULL, NULL, NULL, 1);
        good = PQresultStatus(result) == PGRES_TUPLES_OK;
        more = good && see_chunk(result, see, context);
        good = told(conn, result, PGRES_TUPLES_OK);
    }
    return good && told(conn, PQexec(conn, "COMMIT"), PGRES_COMMAND_OK);
}
