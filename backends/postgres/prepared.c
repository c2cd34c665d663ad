/* prepared.c: statements that are kept on the server, parsed and planned, under a name.
 *
 * A text is prepared when it comes for the second time, or when it is known to come again at once, in the same flush as its execution,
 * and so at no round trip. Until the answer to the parse is there, only the unit that it went out in relies on it: if the parse fails, or
 * is skipped, so is all that is behind it there. A name is
 * the hash of the text and of its parameters' types: behind a pooler that shares server connections a number would be
 * somebody else's statement. Those that were unused for longest give way, several at a time; until the server has closed
 * them they count. They are closed in a unit of their own, in front of a request, and never in a transaction, which a failure
 * would end: so while they wait, what is new is sent as it is.
 *
 * What a kept statement suffers from, and one that is sent as it is does not: its columns have changed type (0A000), an operand
 * has, whose parameter was given a type when it was parsed (class 42), its name is gone (26000) or taken (42P05). All of these
 * are found before anything has run. */
#include "backends/postgres/link.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* libpq has it from version 17 on: whether the one that is there at run time does is seen by its address. */
#ifndef LIBPQ_HAS_CLOSE_PREPARED
extern int PQsendClosePrepared(PGconn *conn, const char *name);
#endif
#pragma weak PQsendClosePrepared

/* Of one connection. The server needs some ten times the bytes of the text for it. */
enum {
    COUNT_MOST = 256,
    BYTES_MOST = 1024 * 1024, /* of all texts */
    TEXT_MOST = 16 * 1024,    /* of one */
    EVICTED_AT_ONCE = QUERN__PG_CLOSED_AT_ONCE,
    HASH_DIGITS = 13, /* of 64 bits, in a name */
    MISSES_MOST = 3   /* then somebody is in between, and nothing is prepared any more */
};

typedef enum state {
    PARSING = 1, /* and not sure to be there */
    THERE,
    DOOMED, /* to be closed */
    GONE
} state;

struct quern__pg_prepared {
    quern__pg_prepared *newer, *older; /* in its shelf */
    quern__pg_prepared *next;          /* in its bucket */
    uint64_t hash;
    size_t owed;  /* answers that name it */
    size_t count; /* of types */
    size_t size;  /* of the text, with its NUL */
    state state;
    uint64_t unit;         /* that its parse was sent in */
    bool doubtful;         /* the server may have lost it */
    uint64_t number;       /* of the request that used it last */
    quern_column *columns; /* that it gives, with their names behind them; NULL: not known */
    size_t width;
    char name[60];
    Oid types[]; /* and then the text */
};

static const char *text_of(const quern__pg_prepared *prepared)
{
    return (const char *)(prepared->types + prepared->count);
}

/* ---- Hashes ---- */

static uint64_t mix(uint64_t hash, uint64_t word, uint64_t factor)
{
    hash = (hash ^ word) * factor;
    return hash ^ hash >> 29;
}

/* Eight bytes at a time: it is done for each request. */
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size, uint64_t factor)
{
    const char *at = bytes;
    uint64_t word;
    for (; size >= sizeof word; at += sizeof word, size -= sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = mix(hash, word, factor);
    }
    word = 0;
    if (size)
        memcpy(&word, at, size);
    return mix(hash, word, factor);
}

static uint64_t hash_of(const char *sql, size_t size, const Oid *types, size_t count, uint64_t factor)
{
    uint64_t hash = hash_bytes(size, sql, size, factor);
    hash = hash_bytes(hash, types, count * sizeof *types, factor);
    return mix(hash, hash >> 32, factor);
}

#define FACTOR UINT64_C(0x9e3779b97f4a7c15)
#define OTHER_FACTOR UINT64_C(0xd6e8feb86659fd93)

/* ---- Shelves ---- */

static void put_first(quern__pg_shelf *shelf, quern__pg_prepared *prepared)
{
    prepared->newer = NULL;
    prepared->older = shelf->first;
    *(shelf->first ? &shelf->first->newer : &shelf->last) = prepared;
    shelf->first = prepared;
}

static void take_off(quern__pg_shelf *shelf, quern__pg_prepared *prepared)
{
    *(prepared->newer ? &prepared->newer->older : &shelf->first) = prepared->older;
    *(prepared->older ? &prepared->older->newer : &shelf->last) = prepared->newer;
    prepared->newer = prepared->older = NULL;
}

static quern__pg_prepared **bucket_of(quern__pg_cache *cache, uint64_t hash)
{
    return &cache->buckets[hash % QUERN__PG_BUCKETS];
}

static quern__pg_prepared **numbered(quern__pg_cache *cache, uint64_t number)
{
    return &cache->numbered[(number ^ number >> 7) % QUERN__PG_NUMBERED];
}

static void unfile(quern__pg_cache *cache, quern__pg_prepared *prepared)
{
    if (*numbered(cache, prepared->number) == prepared)
        *numbered(cache, prepared->number) = NULL;
    quern__pg_prepared **at = bucket_of(cache, prepared->hash);
    while (*at != prepared)
        at = &(*at)->next;
    *at = prepared->next;
    take_off(&cache->live, prepared);
}

/* It is used no more, and closed when it can be. What takes its place has another name. */
static void doom(quern__pg_cache *cache, quern__pg_prepared *prepared)
{
    if (prepared->state != PARSING && prepared->state != THERE)
        return;
    unfile(cache, prepared);
    put_first(&cache->doomed, prepared);
    prepared->state = DOOMED;
    cache->generation++;
}

static void release(quern_link *link, quern__pg_prepared *prepared)
{
    link->allocator->release(link->allocator->context, prepared->columns);
    link->allocator->release(link->allocator->context, prepared);
}

/* The server does not have it. */
static void drop(quern_link *link, quern__pg_prepared *prepared)
{
    quern__pg_cache *cache = &link->cache;
    doom(cache, prepared);
    if (prepared->state != DOOMED)
        return;
    take_off(&cache->doomed, prepared);
    prepared->state = GONE;
    cache->count--;
    cache->bytes -= prepared->size;
    if (!prepared->owed)
        release(link, prepared);
}

static void doom_all(quern__pg_cache *cache)
{
    while (cache->live.first)
        doom(cache, cache->live.first);
}

static void drop_all(quern_link *link)
{
    doom_all(&link->cache);
    while (link->cache.doomed.first)
        drop(link, link->cache.doomed.first);
}

static void drop_doubtful(quern_link *link)
{
    for (quern__pg_prepared *at = link->cache.doomed.first, *older; at; at = older) {
        older = at->older;
        if (at->doubtful)
            drop(link, at);
    }
}

void quern__pg_prepared_owe(quern__pg_prepared *prepared)
{
    if (prepared)
        prepared->owed++;
}

void quern__pg_prepared_settle(quern_link *link, quern__pg_prepared *prepared)
{
    if (prepared && --prepared->owed == 0 && prepared->state == GONE)
        release(link, prepared);
}

const char *quern__pg_prepared_name(const quern__pg_prepared *prepared)
{
    return prepared->name;
}

/* ---- Closing ---- */

static bool send_close(quern_link *link, const quern__pg_prepared *prepared)
{
    char sql[sizeof prepared->name + 20];
    if (PQsendClosePrepared)
        return PQsendClosePrepared(link->conn, prepared->name);
    snprintf(sql, sizeof sql, "DEALLOCATE %s", prepared->name);
    return PQsendQueryParams(link->conn, sql, 0, NULL, NULL, NULL, NULL, 1);
}

static void close_some(quern_link *link)
{
    bool sent = true;
    quern__pg_prepared *at = link->cache.doomed.last;
    for (int i = 0; sent && at && i < QUERN__PG_CLOSED_AT_ONCE; i++, at = at->newer) {
        sent = send_close(link, at);
        quern__pg_owe(link, QUERN__PG_DEALLOCATE, at);
    }
    quern__pg_owe(link, QUERN__PG_OWN_SYNC, NULL);
    if (!sent || !PQpipelineSync(link->conn))
        quern__pg_break_by_libpq(link);
}

void quern__pg_prepared_tend(quern_link *link, const quern_request *request)
{
    quern__pg_cache *cache = &link->cache;
    if (request->epoch > cache->epoch) {
        doom_all(cache);
        cache->epoch = request->epoch;
    }
    if (cache->doomed.first && !cache->unclosable && !link->owed_count &&
        PQtransactionStatus(link->conn) == PQTRANS_IDLE)
        close_some(link);
}

/* The server, or a pooler that gives statements names of its own, does not know it. One that is only in doubt has been closed
 * by the program, as all of them by DEALLOCATE ALL. What was skipped behind one that failed is closed later. */
void quern__pg_prepared_closed(quern_link *link, quern__pg_prepared *prepared, const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const bool unknown = sqlstate && strcmp(sqlstate, "26000") == 0;
    if (unknown && prepared->doubtful)
        drop_doubtful(link);
    else if (unknown)
        link->cache.unclosable = true;
    if (unknown || PQresultStatus(result) == PGRES_COMMAND_OK)
        drop(link, prepared);
}

/* ---- Preparing ---- */

static bool same_types(const quern__pg_prepared *prepared, size_t count, const Oid *types)
{
    return prepared->count == count && (!count || memcmp(prepared->types, types, count * sizeof *types) == 0);
}

static quern__pg_prepared *find(quern__pg_cache *cache, uint64_t hash, const quern_request *request,
                                size_t size, const Oid *types)
{
    quern__pg_prepared *at = *bucket_of(cache, hash);
    while (at && !(at->hash == hash && at->size == size && same_types(at, request->count, types) &&
                   memcmp(text_of(at), request->sql, size) == 0))
        at = at->next;
    return at;
}

/* By the number of the request, which stands for its text: what was found so needs no reading of that. */
static quern__pg_prepared *find_numbered(quern__pg_cache *cache, const quern_request *request,
                                         const Oid *types)
{
    quern__pg_prepared *at = request->number ? *numbered(cache, request->number) : NULL;
    return at && at->number == request->number && same_types(at, request->count, types) ? at : NULL;
}

/* It is found by that number from now on. A text may have had another, before it was forgotten. */
static quern__pg_prepared *number(quern__pg_cache *cache, quern__pg_prepared *prepared,
                                  const quern_request *request)
{
    if (!prepared || !request->number)
        return prepared;
    if (*numbered(cache, prepared->number) == prepared)
        *numbered(cache, prepared->number) = NULL;
    prepared->number = request->number;
    *numbered(cache, request->number) = prepared;
    return prepared;
}

/* Whether a text with this hash was sent before. One that was sent since may have taken its place. */
static bool was_seen(quern__pg_cache *cache, uint64_t hash)
{
    uint64_t *seen = &cache->seen[hash / QUERN__PG_BUCKETS % QUERN__PG_SEEN];
    const bool known = *seen == hash;
    *seen = hash;
    return known;
}

/* Where there is none, some give way, for the next time. */
static bool has_room(quern__pg_cache *cache, size_t size)
{
    if (cache->count < COUNT_MOST && cache->bytes + size <= BYTES_MOST)
        return true;
    if (!cache->unclosable && !cache->doomed.first)
        for (int i = 0; i < EVICTED_AT_ONCE && cache->live.last; i++)
            doom(cache, cache->live.last);
    return false;
}

/* By 5 bits each, and in small letters, as a name without quotes is taken for; short, since it goes out with each execution. */
static char *put_hash(char *at, uint64_t hash)
{
    for (int i = 0; i < HASH_DIGITS; i++, hash >>= 5)
        *at++ = "0123456789abcdefghijklmnopqrstuv"[hash & 31];
    return at;
}

static void name(quern__pg_prepared *prepared, uint64_t hash, uint64_t other, uint32_t generation)
{
    char digits[2 * HASH_DIGITS + 1] = "";
    put_hash(put_hash(digits, hash), other);
    snprintf(prepared->name, sizeof prepared->name, "quern_%s_%" PRIx32, digits, generation);
}

static quern__pg_prepared *make(quern_link *link, uint64_t hash, const quern_request *request, size_t size,
                                const Oid *types)
{
    const size_t count = request->count;
    quern__pg_prepared *made =
        link->allocator->allocate(link->allocator->context, sizeof *made + count * sizeof *types + size);
    if (!made)
        return NULL;
    *made = (quern__pg_prepared){
        .hash = hash, .count = count, .size = size, .state = PARSING, .unit = link->cache.unit
    };
    if (count)
        memcpy(made->types, types, count * sizeof *types);
    memcpy(made->types + count, request->sql, size);
    name(made, hash, hash_of(request->sql, size, types, count, OTHER_FACTOR), link->cache.generation);
    return made;
}

static void file(quern__pg_cache *cache, quern__pg_prepared *prepared)
{
    quern__pg_prepared **bucket = bucket_of(cache, prepared->hash);
    prepared->next = *bucket;
    *bucket = prepared;
    put_first(&cache->live, prepared);
    cache->count++;
    cache->bytes += prepared->size;
}

static quern__pg_prepared *use(quern__pg_cache *cache, quern__pg_prepared *prepared)
{
    if (cache->live.first != prepared) {
        take_off(&cache->live, prepared);
        put_first(&cache->live, prepared);
    }
    return prepared->state == THERE || prepared->unit == cache->unit ? prepared : NULL;
}

static quern__pg_prepared *parse(quern_link *link, quern__pg_prepared *prepared)
{
    if (!prepared)
        return NULL;
    file(&link->cache, prepared);
    quern__pg_owe(link, QUERN__PG_PARSE, prepared);
    if (!PQsendPrepare(link->conn, prepared->name, text_of(prepared), (int)prepared->count, prepared->types))
        quern__pg_break_by_libpq(link);
    return prepared;
}

quern__pg_prepared *quern__pg_prepared_for(quern_link *link, const quern_request *request,
                                           const quern__pg_parameters *parameters)
{
    quern__pg_cache *cache = &link->cache;
    if (!request->repeats || cache->misses >= MISSES_MOST)
        return NULL;
    quern__pg_prepared *known = find_numbered(cache, request, parameters->types);
    if (known)
        return use(cache, known);
    const size_t size = strlen(request->sql) + 1;
    const uint64_t hash = hash_of(request->sql, size, parameters->types, request->count, FACTOR);
    quern__pg_prepared *found = find(cache, hash, request, size, parameters->types);
    if (found)
        return use(cache, number(cache, found, request));
    if ((!was_seen(cache, hash) && !request->soon) || size > TEXT_MOST || !has_room(cache, size))
        return NULL;
    return number(cache, parse(link, make(link, hash, request, size, parameters->types)), request);
}

/* ---- Columns ---- */

/* The server refuses to execute a statement whose columns would be others. But a pooler in between may have parsed it anew, so the
 * types are looked at each time. */
const quern_column *quern__pg_prepared_columns(const quern__pg_prepared *prepared, const PGresult *result,
                                               size_t width)
{
    if (!prepared->columns || prepared->width != width)
        return NULL;
    for (size_t i = 0; i < width; i++)
        if (prepared->columns[i].type != PQftype(result, (int)i))
            return NULL;
    return prepared->columns;
}

void quern__pg_prepared_describe(quern_link *link, quern__pg_prepared *prepared, const quern_column *columns,
                                 size_t width)
{
    size_t size = width * sizeof *columns;
    for (size_t i = 0; i < width; i++)
        size += strlen(columns[i].name) + 1;
    quern_column *kept = link->allocator->allocate(link->allocator->context, size + 1);
    link->allocator->release(link->allocator->context, prepared->columns);
    prepared->columns = kept;
    prepared->width = width;
    if (!kept)
        return;
    char *names = (char *)(kept + width);
    for (size_t i = 0; i < width; i++) {
        const size_t length = strlen(columns[i].name) + 1;
        kept[i] = columns[i];
        kept[i].name = memcpy(names, columns[i].name, length);
        names += length;
    }
}

/* ---- Answers ---- */

void quern__pg_prepared_parsed(quern_link *link, quern__pg_prepared *prepared, const PGresult *result)
{
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        drop(link, prepared);
    else if (prepared->state == PARSING)
        prepared->state = THERE;
}

/* Names that are not as they were left. */
static bool is_miss(const char *sqlstate)
{
    return strcmp(sqlstate, "26000") == 0 || strcmp(sqlstate, "42P05") == 0;
}

/* 0A000 alone may mean many things. */
static bool is_outdated(const char *sqlstate, const PGresult *result)
{
    const char *function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
    return strcmp(sqlstate, "0A000") == 0 && function && strcmp(function, "RevalidateCachedQuery") == 0;
}

void quern__pg_prepared_failed(quern_link *link, quern__pg_prepared *prepared, const PGresult *result,
                               quern_event *event)
{
    const char *sqlstate = event->error.sqlstate;
    if (!prepared)
        return;
    const bool miss = is_miss(sqlstate), parsed = prepared->state == THERE;
    event->outdated = is_outdated(sqlstate, result);
    event->again = miss || event->outdated || (parsed && strncmp(sqlstate, "42", 2) == 0);
    if (miss)
        event->error.hint = "behind a pooler that shares connections, open the db with .no_prepare";
    else if (event->outdated)
        event->error.hint = "a table has changed since the statement was prepared: run the transaction again";
    if (!event->again)
        return;
    doom(&link->cache, prepared);
    if (miss) {
        link->cache.misses++;
        drop_all(link);
    }
}

static bool begins(const char *tag, const char *with)
{
    return strncmp(tag, with, strlen(with)) == 0;
}

void quern__pg_prepared_heed(quern_link *link, const char *tag, quern_event *event)
{
    if (strcmp(tag, "DISCARD ALL") == 0 || strcmp(tag, "DEALLOCATE ALL") == 0)
        drop_all(link);
    event->outdated = begins(tag, "ALTER ") || begins(tag, "DROP ");
}

void quern__pg_prepared_doubt(quern_link *link)
{
    doom_all(&link->cache);
    for (quern__pg_prepared *at = link->cache.doomed.first; at; at = at->older)
        at->doubtful = true;
}

void quern__pg_prepared_free(quern_link *link)
{
    drop_all(link);
}
