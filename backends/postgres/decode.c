/* decode.c: PostgreSQL's binary format into members: the table of decoders, and those for what has a fixed size. A decoder is
 * chosen for a column's type and a member's kind; each looks at the length before it reads. */
#include "backends/postgres/decode.h"
#include "backends/postgres/link.h"

#include <string.h>

quern_decoded quern__pg_bool_to_bool(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    const unsigned char *byte = cell->data;
    if (cell->size != 1 || *byte > 1)
        return QUERN_DECODE_MALFORMED;
    *(bool *)member = *byte == 1;
    return QUERN_DECODED;
}

/* DECODER(name, bytes on the wire, type of the member, value made of `bits`) */
#define DECODER(name, bytes, type, value)                                                        \
    quern_decoded quern__pg_##name(const quern_cell *cell, void *member, quern_storage *storage) \
    {                                                                                            \
        (void)storage;                                                                           \
        if (cell->size != (bytes))                                                               \
            return QUERN_DECODE_MALFORMED;                                                       \
        const uint64_t bits = quern__pg_bits(cell->data, (bytes));                               \
        *(type *)member = (value);                                                               \
        return QUERN_DECODED;                                                                    \
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

DECODER(int2_to_i16, 2, int16_t, (int16_t)bits)
DECODER(int2_to_i32, 2, int32_t, (int16_t)bits)
DECODER(int4_to_i32, 4, int32_t, (int32_t)bits)
DECODER(int2_to_i64, 2, int64_t, (int16_t)bits)
DECODER(int4_to_i64, 4, int64_t, (int32_t)bits)
DECODER(oid_to_i64, 4, int64_t, (int64_t)bits)
DECODER(int8_to_i64, 8, int64_t, (int64_t)bits)
DECODER(float4_to_f32, 4, float, as_float(bits))
DECODER(float4_to_f64, 4, double, (double)as_float(bits))
DECODER(float8_to_f64, 8, double, as_double(bits))

quern_decoded quern__pg_uuid_to_uuid(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    quern_uuid *uuid = member;
    if (cell->size != sizeof uuid->bytes)
        return QUERN_DECODE_MALFORMED;
    memcpy(uuid->bytes, cell->data, sizeof uuid->bytes);
    return QUERN_DECODED;
}

static const struct {
    uint32_t type;
    quern_kind kind;
    quern_decoder *decoder;
} decoders[] = {
#define ROW(TYPE, KIND, kind, decoder) { QUERN__PG_##TYPE, QUERN_KIND_##KIND, quern__pg_##decoder },
    QUERN__PG_READS(ROW)
#undef ROW
        { QUERN__PG_UNKNOWN, QUERN_KIND_TEXT, quern__pg_text_to_text },
};

quern_decoder *quern__pg_decoder(const quern_column *column, quern_kind kind)
{
    if (kind & QUERN_ARRAY)
        return quern__pg_array_decoder(column->type, (quern_kind)(kind & ~QUERN_ARRAY));
    for (size_t i = 0; i < sizeof decoders / sizeof *decoders; i++)
        if (decoders[i].type == column->type && decoders[i].kind == kind)
            return decoders[i].decoder;
    return NULL;
}
