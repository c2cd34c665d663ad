/* encode.c: a request's parameters. What is a pointer is passed on; all else is written to one piece of memory, which is kept for the
 * next request. What it takes, a pen that only counts has found before; but keys and limits, which most requests have nothing else
 * than, need no measuring.
 *
 * All have the type of their kind, in the binary format or, where that is exact, as text, but texts have none: next to a
 * column the server then takes them for one of the column's type, be that an enum, citext or char(n). */
#include "backends/postgres/link.h"

#include <string.h>

/* What the message with the parameters has beside their bytes. */
enum { PER_MESSAGE = 14, PER_VALUE = 6 };

enum { SCRATCH_LEAST = 512, SCRATCH_KEPT = 64 * 1024 };

static Oid type_of(unsigned kind)
{
    const quern__pg_kind *facts = quern__pg_kind_facts(kind);
    if (!facts || facts->kind == QUERN_KIND_TEXT)
        return 0;
    return kind & QUERN_ARRAY ? facts->array : facts->type;
}

static const char *passed_on(const quern_value *value)
{
    switch (value->kind) {
    case QUERN_KIND_TEXT:
        return value->as.text;
    case QUERN_KIND_DECIMAL:
        return value->as.decimal.text;
    case QUERN_KIND_JSON:
        return value->as.json.text;
    case QUERN_KIND_BYTES:
        return value->as.bytes.data;
    default:
        return NULL;
    }
}

/* libpq finds the end of a text by its NUL. */
static bool is_text(const quern_value *value)
{
    const unsigned item = value->kind & ~(unsigned)QUERN_ARRAY;
    return item == QUERN_KIND_TEXT || item == QUERN_KIND_DECIMAL || value->kind == QUERN_KIND_JSON;
}

static void put_written(quern__pg_pen *pen, const quern_value *value, quern_kind kind)
{
    if (!(value->kind & QUERN_ARRAY)) {
        quern__pg_put_binary(pen, value, kind);
    } else if (!is_text(value)) {
        quern__pg_put_array(pen, value);
    } else {
        quern__pg_put_array_text(&pen->writer, value);
        quern__pg_put(pen, "", 1);
    }
}

/* Bytes to be written for the value; those of the message grow by them, and by what is passed on. */
static size_t measure(const quern_value *value, quern_kind kind, size_t *message)
{
    quern__pg_pen pen = quern__pg_pen_open(NULL);
    const char *pointer = passed_on(value);
    size_t size = 0;
    if (pointer)
        size = value->kind == QUERN_KIND_BYTES ? value->as.bytes.size : strlen(pointer);
    else if (!quern__pg_is_null(value))
        put_written(&pen, value, kind);
    *message = quern__pg_sum(*message, quern__pg_sum(pen.size, quern__pg_sum(size, PER_VALUE)));
    return pen.size;
}

/* Bytes to be written for all of them. More than a message can hold are counted no further. */
static size_t measure_all(const quern_request *request, quern__pg_parameters *out)
{
    size_t bytes = 0, message = PER_MESSAGE;
    for (size_t i = 0; i < request->count && !out->excess; i++) {
        bytes = quern__pg_sum(bytes, measure(&request->values[i], request->kinds[i], &message));
        if (message > QUERN__PG_MESSAGE_MOST)
            out->excess = i + 1;
    }
    return bytes;
}

void quern__pg_scratch_free(quern__pg_scratch *scratch)
{
    if (scratch->memory)
        scratch->allocator->release(scratch->allocator->context, scratch->memory);
    scratch->memory = NULL;
    scratch->size = 0;
}

static char *take(quern__pg_scratch *scratch, size_t size)
{
    const quern_allocator *allocator = scratch->allocator;
    if (size <= scratch->size)
        return scratch->memory;
    if (size < SCRATCH_LEAST)
        size = SCRATCH_LEAST;
    quern__pg_scratch_free(scratch);
    scratch->memory = allocator->allocate(allocator->context, size);
    scratch->size = scratch->memory ? size : 0;
    return scratch->memory;
}

void quern__pg_scratch_rest(quern__pg_scratch *scratch)
{
    if (scratch->size > SCRATCH_KEPT)
        quern__pg_scratch_free(scratch);
}

/* Room for `n` parameters and `bytes` more, which are given. */
static unsigned char *open(quern__pg_scratch *scratch, size_t n, size_t bytes, quern__pg_parameters *out)
{
    const size_t each = sizeof *out->values + sizeof *out->types + 2 * sizeof *out->lengths;
    char *memory = take(scratch, n * each + bytes);
    if (!memory)
        return NULL;
    out->values = (const char **)(void *)memory;
    out->types = (Oid *)(void *)(out->values + n);
    out->lengths = (int *)(void *)(out->types + n);
    out->formats = out->lengths + n;
    return (unsigned char *)(out->formats + n);
}

static void encode(quern__pg_parameters *out, size_t i, const quern_value *value, quern_kind kind,
                   quern__pg_pen *pen)
{
    const char *pointer = passed_on(value);
    out->types[i] = type_of(kind == QUERN_KIND_NULL ? value->kind : kind);
    out->formats[i] = !is_text(value);
    out->values[i] = pointer;
    out->lengths[i] = 0;
    if (pointer) {
        out->lengths[i] = value->kind == QUERN_KIND_BYTES ? (int)value->as.bytes.size : 0;
    } else if (!quern__pg_is_null(value)) {
        const size_t before = pen->size;
        out->values[i] = (const char *)pen->at;
        put_written(pen, value, kind);
        out->lengths[i] = (int)(pen->size - before);
    }
}

/* ---- Integers alone ---- */

typedef struct integer {
    Oid type;
    int size;
} integer;

/* How an integer is sent as this kind; size 0: not as one. */
static integer integer_of(quern_kind kind)
{
    switch (kind) {
    case QUERN_KIND_I64:
        return (integer){ QUERN__PG_INT8, 8 };
    case QUERN_KIND_I32:
        return (integer){ QUERN__PG_INT4, 4 };
    case QUERN_KIND_I16:
        return (integer){ QUERN__PG_INT2, 2 };
    default:
        return (integer){ .size = 0 };
    }
}

static bool are_integers(const quern_request *request)
{
    for (size_t i = 0; i < request->count; i++)
        if (request->values[i].kind != QUERN_KIND_I64 || !integer_of(request->kinds[i]).size)
            return false;
    return request->count < UINT16_MAX;
}

/* The lowest bytes of the number, the highest of them first, and then bytes that do not matter, eight in all. Written out, since gcc
 * makes one store of it, but not of a loop. */
static void put_integer(unsigned char *at, int64_t number, int size)
{
    const uint64_t bits = (uint64_t)number << (64 - 8 * size);
    at[0] = (unsigned char)(bits >> 56);
    at[1] = (unsigned char)(bits >> 48);
    at[2] = (unsigned char)(bits >> 40);
    at[3] = (unsigned char)(bits >> 32);
    at[4] = (unsigned char)(bits >> 24);
    at[5] = (unsigned char)(bits >> 16);
    at[6] = (unsigned char)(bits >> 8);
    at[7] = (unsigned char)bits;
}

static bool encode_integers(quern__pg_scratch *scratch, const quern_request *request,
                            quern__pg_parameters *out)
{
    unsigned char *room = open(scratch, request->count, 8 * request->count, out);
    for (size_t i = 0; room && i < request->count; i++, room += 8) {
        const integer as = integer_of(request->kinds[i]);
        put_integer(room, request->values[i].as.integer, as.size);
        out->types[i] = as.type;
        out->values[i] = (const char *)room;
        out->lengths[i] = as.size;
        out->formats[i] = 1;
    }
    return room;
}

bool quern__pg_encode(quern__pg_scratch *scratch, const quern_request *request, quern__pg_parameters *out)
{
    *out = (quern__pg_parameters){ .excess = 0 };
    if (request->count == 0)
        return true;
    if (are_integers(request))
        return encode_integers(scratch, request, out);
    const size_t bytes = measure_all(request, out);
    if (out->excess)
        return true;
    unsigned char *room = open(scratch, request->count, bytes, out);
    quern__pg_pen pen = quern__pg_pen_open(room);
    for (size_t i = 0; room && i < request->count; i++)
        encode(out, i, &request->values[i], request->kinds[i], &pen);
    return room != NULL;
}
