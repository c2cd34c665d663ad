/* hand_related.c: see hand_related.h. What has many rows is taken row by row, the rest as a whole. */
#include "hand_related.h"

#include "bench.h"
#include "binary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 64, INT8_OID = 20, ARRAY_HEAD = 20 };

static const char *const statements[][2] = {
    { "join",
      "SELECT b.id, b.title, b.author_id, b.published, b.created_at, b.pages, a.id, a.name FROM bench_book b"
      " JOIN bench_author a ON a.id = b.author_id WHERE b.id <= $1::bigint" },
    { "authors", "SELECT id, name FROM bench_author WHERE id <= $1::bigint" },
    { "books_of", "SELECT " BOOKS_COLUMNS " FROM bench_book WHERE author_id = ANY ($1::bigint[])" },
    { "authors_of", "SELECT id, name FROM bench_author WHERE id = ANY ($1::bigint[])" },
};

PGconn *hand_connect_related(const char *uri)
{
    PGconn *conn = hand_connect(uri);
    bool good = conn;
    for (size_t i = 0; i < sizeof statements / sizeof *statements && good; i++)
        good =
            hand_told(conn, PQprepare(conn, statements[i][0], statements[i][1], 0, NULL), PGRES_COMMAND_OK);
    if (good)
        return conn;
    PQfinish(conn);
    return NULL;
}

/* ---- Authors by their keys ---- */

/* Fibonacci hashing: Knuth, The Art of Computer Programming, volume 3, section 6.4. */
static size_t slot_of(const hand_authors *a, int64_t id)
{
    return (size_t)((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> a->shift);
}

/* Where it is, or is to be. */
static hand_author **find(const hand_authors *a, int64_t id)
{
    size_t slot = slot_of(a, id);
    while (a->slots[slot] && a->slots[slot]->author.id != id)
        slot = (slot + 1) & (a->room - 1);
    return &a->slots[slot];
}

static bool grow(hand_authors *a)
{
    hand_authors more = *a;
    more.room = a->room ? a->room * 2 : ROOM;
    more.shift = a->room ? a->shift - 1 : 58;
    more.slots = calloc(more.room, sizeof *more.slots);
    if (!more.slots)
        return false;
    for (size_t i = 0; i < a->room; i++)
        if (a->slots[i])
            *find(&more, a->slots[i]->author.id) = a->slots[i];
    free(a->slots);
    *a = more;
    return true;
}

static hand_author *add(hand_authors *a, int64_t id)
{
    if (a->count == (size_t)HAND_BLOCK * HAND_BLOCKS || (a->count * 2 >= a->room && !grow(a)))
        return NULL;
    hand_author **block = &a->blocks[a->count / HAND_BLOCK];
    if (!*block && !(*block = malloc(HAND_BLOCK * sizeof **block)))
        return NULL;
    hand_author *made = *block + a->count++ % HAND_BLOCK;
    *made = (hand_author){ .author = { .id = id } };
    return *find(a, id) = made;
}

static hand_author *author_at(const hand_authors *a, size_t index)
{
    return a->blocks[index / HAND_BLOCK] + index % HAND_BLOCK;
}

/* The author of a row, whose key is in that column, and its name behind it; made when it is the first row of it. */
static hand_author *read_author(hand_related *r, const PGresult *result, int row, int column)
{
    const int64_t id = hand_read64(PQgetvalue(result, row, column));
    hand_author *found = r->authors.room ? *find(&r->authors, id) : NULL;
    if (found)
        return found;
    found = add(&r->authors, id);
    if (found)
        found->author.name = hand_text(&r->books, result, row, column + 1);
    return found && found->author.name ? found : NULL;
}

static book *read_book(hand_related *r, const PGresult *result, int row)
{
    const char *title = hand_text(&r->books, result, row, HAND_TITLE);
    book *b = hand_next_book(&r->books);
    if (!b || !title)
        return NULL;
    *b = (book){ .title = title };
    hand_decode(result, row, b);
    return b;
}

void hand_free_related(hand_related *r)
{
    hand_free(&r->books);
    for (size_t i = 0; i < HAND_BLOCKS; i++)
        free(r->authors.blocks[i]);
    free(r->authors.slots);
    free(r->sets);
}

/* ---- Statements ---- */

/* NULL: told on stderr. */
static PGresult *ask(PGconn *conn, const char *name, const char *parameter, size_t size)
{
    PGresult *result = PQexecPrepared(conn, name, 1, (const char *const[]){ parameter },
                                      (const int[]){ (int)size }, (const int[]){ 1 }, 1);
    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        return result;
    hand_told(conn, result, PGRES_TUPLES_OK);
    return NULL;
}

static PGresult *ask_up_to(PGconn *conn, const char *name, int64_t last)
{
    char key[8];
    hand_write64(key, last);
    return ask(conn, name, key, sizeof key);
}

static void write32(char *to, uint32_t value)
{
    for (int i = 3; i >= 0; i--, value >>= 8)
        to[i] = (char)(value & 0xff);
}

size_t hand_array_size(size_t count)
{
    return ARRAY_HEAD + count * 12;
}

/* Dimensions, whether there are NULLs, the kind; of the only dimension its length and first index; each with its size. */
void hand_array_write(char *to, const int64_t *keys, size_t count)
{
    const uint32_t head[] = { 1, 0, INT8_OID, (uint32_t)count, 1 };
    for (size_t i = 0; i < 5; i++)
        write32(to + i * 4, head[i]);
    for (size_t i = 0; i < count; i++) {
        write32(to + ARRAY_HEAD + i * 12, 8);
        hand_write64(to + ARRAY_HEAD + i * 12 + 4, keys[i]);
    }
}

static PGresult *ask_for(PGconn *conn, const char *name, const int64_t *keys, size_t count)
{
    char *array = malloc(hand_array_size(count));
    if (!array)
        return NULL;
    hand_array_write(array, keys, count);
    PGresult *result = ask(conn, name, array, hand_array_size(count));
    free(array);
    return result;
}

/* ---- Joined ---- */

static bool take_joined(void *context, const PGresult *row)
{
    hand_related *r = context;
    hand_author *a = read_author(r, row, 0, HAND_COLUMNS);
    book *b = a ? read_book(r, row, 0) : NULL;
    if (b)
        b->author = &a->author;
    return b;
}

bool hand_join(PGconn *conn, int64_t last, hand_related *out)
{
    char key[8];
    hand_write64(key, last);
    *out = (hand_related){ .sets = NULL };
    return hand_each_row(conn, "join", key, sizeof key, take_joined, out);
}

/* ---- Sets ---- */

/* Each author's place among the sets; and then what it has to hold. */
static bool give_sets(hand_related *r)
{
    book **place = r->sets = malloc((r->books.count + r->authors.count) * sizeof *place);
    for (size_t i = 0; i < r->authors.count && place; i++) {
        hand_author *a = author_at(&r->authors, i);
        a->author.books = place;
        place += a->books;
        *place++ = NULL;
        a->books = 0;
    }
    for (size_t i = 0; i < r->books.count && place; i++) {
        book *b = r->books.blocks[i / HAND_BLOCK] + i % HAND_BLOCK;
        hand_author *a = (hand_author *)b->author;
        b->author->books[a->books++] = b;
    }
    return place;
}

static bool take_book(void *context, const PGresult *row)
{
    hand_related *r = context;
    book *b = read_book(r, row, 0);
    hand_author *a = b ? *find(&r->authors, b->author_id) : NULL;
    if (!a)
        return false;
    b->author = &a->author;
    a->books++;
    return true;
}

static bool read_sets(PGconn *conn, const int64_t *keys, hand_related *r)
{
    const size_t size = hand_array_size(r->authors.count);
    char *array = malloc(size);
    if (!array)
        return false;
    hand_array_write(array, keys, r->authors.count);
    const bool good = hand_each_row(conn, "books_of", array, size, take_book, r);
    free(array);
    return good && give_sets(r);
}

/* Their keys. */
static int64_t *read_authors(hand_related *r, const PGresult *result)
{
    const int rows = PQntuples(result);
    int64_t *keys = malloc(((size_t)rows + 1) * sizeof *keys);
    for (int row = 0; row < rows && keys; row++) {
        const hand_author *a = read_author(r, result, row, 0);
        if (!a) {
            free(keys);
            return NULL;
        }
        keys[row] = a->author.id;
    }
    return keys;
}

bool hand_prefetch(PGconn *conn, int64_t last, hand_related *out)
{
    *out = (hand_related){ .sets = NULL };
    PGresult *authors = ask_up_to(conn, "authors", last);
    int64_t *keys = read_authors(out, authors);
    const bool good = keys && read_sets(conn, keys, out);
    PQclear(authors);
    free(keys);
    return good;
}

/* ---- Streams ---- */

/* The keys of a chunk's authors, without duplicates, which are there without names then. */
static int64_t *gather(hand_authors *a, const PGresult *chunk)
{
    int64_t *keys = malloc(((size_t)PQntuples(chunk) + 1) * sizeof *keys);
    for (int row = 0; row < PQntuples(chunk) && keys; row++) {
        const int64_t id = hand_read64(PQgetvalue(chunk, row, HAND_AUTHOR));
        if (a->room && *find(a, id))
            continue;
        keys[a->count] = id;
        if (!add(a, id)) {
            free(keys);
            return NULL;
        }
    }
    return keys;
}

static bool name_authors(hand_related *r, const PGresult *authors)
{
    bool good = (size_t)PQntuples(authors) == r->authors.count;
    for (int row = 0; row < PQntuples(authors) && good; row++) {
        hand_author *a = *find(&r->authors, hand_read64(PQgetvalue(authors, row, 0)));
        good = a && (a->author.name = hand_text(&r->books, authors, row, 1));
    }
    return good;
}

static bool see_chunk(PGconn *conn, const PGresult *chunk, void (*see)(void *context, const book *b),
                      void *context)
{
    hand_related r = { .sets = NULL };
    int64_t *keys = gather(&r.authors, chunk);
    PGresult *authors = keys ? ask_for(conn, "authors_of", keys, r.authors.count) : NULL;
    bool good = authors && name_authors(&r, authors);
    for (int row = 0; row < PQntuples(chunk) && good; row++) {
        book *b = read_book(&r, chunk, row);
        good = b;
        if (b) {
            b->author = &(*find(&r.authors, b->author_id))->author;
            see(context, b);
        }
    }
    PQclear(authors);
    free(keys);
    hand_free_related(&r);
    return good;
}

bool hand_stream_related(PGconn *conn, int64_t last, unsigned chunk,
                         void (*see)(void *context, const book *b), void *context)
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
        more = PQntuples(result) > 0;
        good = !more || see_chunk(conn, result, see, context);
        good = hand_told(conn, result, PGRES_TUPLES_OK) && good;
        more = more && good;
    }
    return good && hand_told(conn, PQexec(conn, "COMMIT"), PGRES_COMMAND_OK);
}
