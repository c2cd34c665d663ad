/* decode.c: PostgreSQL's binary format into members. A decoder is chosen for a column's type and a member's kind; each looks
 * at the length before it reads. */
#include "backends/postgres/link.h"

#include <string.h>

static uint64_t big_endian(const quern_cell *cell)
{
    const unsigned char *bytes = cell->data;
    uint64_t bits = 0;
    for (size_t i = 0; i < cell->size; i++)
        bits = bits << 8 | bytes[i];
    return bits;
}

static quern_decoded bool_to_bool(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    const unsigned char *byte = cell->data;
    if (cell->size != 1 || *byte > 1)
        return QUERN_DECODE_MALFORMED;
    *(bool *)member = *byte == 1;
    return QUERN_DECODED;
}

/* DECODER(name, bytes on the wire, type of the member, value made of `bits`) */
#define DECODER(name, bytes, type, value)                                                   \
    static quern_decoded name(const quern_cell *cell, void *member, quern_storage *storage) \
    {                                                                                       \
        (void)storage;                                                                      \
        if (cell->size != (bytes))                                                          \
            return QUERN_DECODE_MALFORMED;                                                  \
        const uint64_t bits = big_endian(cell);                                             \
        *(type *)member = (value);                                                          \
        return QUERN_DECODED;                                                               \
    }

static float as_float(uint64_t bits)
{
    const uint32_t narrow = (uint32_t)bits;
    float real;
    memcpy(&real, &narrow, sizeof real);
    return real;
}

static double as_double(uint64_t bits)
{
    double real;
    memcpy(&real, &bits, sizeof real);
    return real;
}

DECODER(int2_to_i32, 2, int32_t, (int16_t)bits)
DECODER(int4_to_i32, 4, int32_t, (int32_t)bits)
DECODER(int2_to_i64, 2, int64_t, (int16_t)bits)
DECODER(int4_to_i64, 4, int64_t, (int32_t)bits)
DECODER(oid_to_i64, 4, int64_t, (int64_t)bits)
DECODER(int8_to_i64, 8, int64_t, (int64_t)bits)
DECODER(float4_to_f64, 4, double, (double)as_float(bits))
DECODER(float8_to_f64, 8, double, as_double(bits))

static quern_decoded timestamptz_to_timestamp(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    if (cell->size != 8)
        return QUERN_DECODE_MALFORMED;
    int64_t since_2000 = (int64_t)big_endian(cell), since_1970 = since_2000;
    const bool infinite = since_2000 == INT64_MAX || since_2000 == INT64_MIN;
    if (!infinite &&
        (__builtin_add_overflow(since_2000, QUERN__PG_EPOCH, &since_1970) || since_1970 == INT64_MAX))
        return QUERN_DECODE_OUT_OF_RANGE;
    *(quern_timestamp *)member = (quern_timestamp){ since_1970 };
    return QUERN_DECODED;
}

static quern_decoded text_to_text(const quern_cell *cell, void *member, quern_storage *storage)
{
    char *text = storage->take(storage, cell->size + 1, 1);
    if (!text)
        return QUERN_DECODE_NO_MEMORY;
    memcpy(text, cell->data, cell->size);
    text[cell->size] = '\0';
    *(const char **)member = text;
    return QUERN_DECODED;
}

/* A byte of no encoding: the one type of text that need not be UTF-8. */
static quern_decoded char_to_text(const quern_cell *cell, void *member, quern_storage *storage)
{
    if (cell->size != 1)
        return QUERN_DECODE_MALFORMED;
    if (*(const unsigned char *)cell->data > 0x7f)
        return QUERN_DECODE_OUT_OF_RANGE;
    return text_to_text(cell, member, storage);
}

static const struct {
    uint32_t type;
    quern_kind kind;
    quern_decoder *decoder;
} decoders[] = {
    { QUERN__PG_BOOL, QUERN_KIND_BOOL, bool_to_bool },
    { QUERN__PG_INT2, QUERN_KIND_I32, int2_to_i32 },
    { QUERN__PG_INT4, QUERN_KIND_I32, int4_to_i32 },
    { QUERN__PG_INT2, QUERN_KIND_I64, int2_to_i64 },
    { QUERN__PG_INT4, QUERN_KIND_I64, int4_to_i64 },
    { QUERN__PG_INT8, QUERN_KIND_I64, int8_to_i64 },
    { QUERN__PG_OID, QUERN_KIND_I64, oid_to_i64 },
    { QUERN__PG_FLOAT4, QUERN_KIND_F64, float4_to_f64 },
    { QUERN__PG_FLOAT8, QUERN_KIND_F64, float8_to_f64 },
    { QUERN__PG_TEXT, QUERN_KIND_TEXT, text_to_text },
    { QUERN__PG_VARCHAR, QUERN_KIND_TEXT, text_to_text },
    { QUERN__PG_BPCHAR, QUERN_KIND_TEXT, text_to_text },
    { QUERN__PG_NAME, QUERN_KIND_TEXT, text_to_text },
    { QUERN__PG_CHAR, QUERN_KIND_TEXT, char_to_text },
    { QUERN__PG_UNKNOWN, QUERN_KIND_TEXT, text_to_text },
    { QUERN__PG_TIMESTAMPTZ, QUERN_KIND_TIMESTAMP, timestamptz_to_timestamp },
};

quern_decoder *quern__pg_decoder(const quern_column *column, quern_kind kind)
{
    for (size_t i = 0; i < sizeof decoders / sizeof *decoders; i++)
        if (decoders[i].type == column->type && decoders[i].kind == kind)
            return decoders[i].decoder;
    return NULL;
}
