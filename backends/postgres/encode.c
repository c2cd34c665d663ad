/* encode.c: parameters in PostgreSQL's binary format, each with its type, so that the server never has to guess. A text goes
 * as it is; where the caller leaves the type open (QUERN_KIND_NULL), it goes as text for the server to make sense of. */
#include "backends/postgres/link.h"

#include <string.h>

static void put_big_endian(unsigned char *to, uint64_t bits, int size)
{
    for (int i = size - 1; i >= 0; i--, bits >>= 8)
        to[i] = (unsigned char)(bits & 0xff);
}

static Oid type_of(quern_kind kind)
{
    switch ((int)kind) {
    case QUERN_KIND_BOOL:
        return QUERN__PG_BOOL;
    case QUERN_KIND_I32:
        return QUERN__PG_INT4;
    case QUERN_KIND_I64:
        return QUERN__PG_INT8;
    case QUERN_KIND_F64:
        return QUERN__PG_FLOAT8;
    case QUERN_KIND_TEXT:
        return QUERN__PG_TEXT;
    case QUERN_KIND_TIMESTAMP:
        return QUERN__PG_TIMESTAMPTZ;
    default:
        return 0;
    }
}

/* Microseconds since 2000. What lies before PostgreSQL's time the server refuses; so it does with the smallest number there
 * is, which stands for what cannot even be computed. One less would be -infinity. */
static int64_t to_server_time(int64_t since_1970)
{
    if (since_1970 == INT64_MAX || since_1970 == INT64_MIN)
        return since_1970;
    return since_1970 <= INT64_MIN + QUERN__PG_EPOCH ? INT64_MIN + 1 : since_1970 - QUERN__PG_EPOCH;
}

static uint64_t bits_of(double real)
{
    uint64_t bits;
    memcpy(&bits, &real, sizeof bits);
    return bits;
}

/* The value as a number of `size` bytes. */
static uint64_t fixed(const quern_value *value, quern_kind kind, int *size)
{
    *size = kind == QUERN_KIND_BOOL ? 1 : kind == QUERN_KIND_I32 ? 4 : 8;
    switch ((int)kind) {
    case QUERN_KIND_BOOL:
        return value->as.boolean;
    case QUERN_KIND_F64:
        return bits_of(value->kind == QUERN_KIND_F64 ? value->as.real : (double)value->as.integer);
    case QUERN_KIND_TIMESTAMP:
        return (uint64_t)to_server_time(value->as.timestamp.microseconds);
    default:
        return (uint64_t)value->as.integer;
    }
}

static void encode(quern__pg_parameters *p, size_t i, const quern_value *value, quern_kind kind)
{
    const bool text = value->kind == QUERN_KIND_TEXT;
    if (kind == QUERN_KIND_NULL && !text && value->kind != QUERN_KIND_NULL)
        kind = (quern_kind)value->kind;
    p->types[i] = type_of(kind);
    p->formats[i] = !text;
    p->values[i] = NULL;
    p->lengths[i] = 0;
    if (value->kind == QUERN_KIND_NULL)
        return;
    if (text) {
        p->values[i] = value->as.text;
        return;
    }
    const uint64_t bits = fixed(value, kind, &p->lengths[i]);
    put_big_endian(p->bytes[i], bits, p->lengths[i]);
    p->values[i] = (const char *)p->bytes[i];
}

bool quern__pg_encode(const quern_allocator *allocator, const quern_request *request,
                      quern__pg_parameters *out)
{
    const size_t n = request->count;
    *out = (quern__pg_parameters){ .memory = NULL };
    if (n == 0)
        return true;
    char *memory =
        allocator->allocate(allocator->context, n * (sizeof *out->values + sizeof *out->bytes +
                                                     sizeof *out->types + 2 * sizeof *out->lengths));
    if (!memory)
        return false;
    out->memory = memory;
    out->values = (const char **)(void *)memory;
    out->bytes = (unsigned char(*)[8])(void *)(out->values + n);
    out->types = (Oid *)(void *)(out->bytes + n);
    out->lengths = (int *)(void *)(out->types + n);
    out->formats = out->lengths + n;
    for (size_t i = 0; i < n; i++)
        encode(out, i, &request->values[i], request->kinds[i]);
    return true;
}
