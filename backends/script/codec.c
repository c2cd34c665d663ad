/* codec.c: decoders for cells that are text, as a script writes them. A column's type is the number of a quern_kind. What
 * fits is what PostgreSQL's types of the same names would: an integer into an int64_t, a bigint not into an int32_t. */
#include "backends/script/inner.h"

#include <stdio.h>
#include <string.h>

/* Reads an integer of a column that holds `low` to `high`. */
static quern_decoded read_integer(const quern_cell *cell, int64_t low, int64_t high, int64_t *out)
{
    if (!quern__script_read_integer(cell->data, cell->size, out) || *out < low || *out > high)
        return QUERN_DECODE_MALFORMED;
    return QUERN_DECODED;
}

static quern_decoded to_bool(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    bool yes = cell->size == 4 && memcmp(cell->data, "true", 4) == 0;
    if (!yes && (cell->size != 5 || memcmp(cell->data, "false", 5) != 0))
        return QUERN_DECODE_MALFORMED;
    *(bool *)member = yes;
    return QUERN_DECODED;
}

static quern_decoded i32_to_i32(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    int64_t number;
    quern_decoded decoded = read_integer(cell, INT32_MIN, INT32_MAX, &number);
    if (decoded == QUERN_DECODED)
        *(int32_t *)member = (int32_t)number;
    return decoded;
}

static quern_decoded i32_to_i64(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    int64_t number;
    quern_decoded decoded = read_integer(cell, INT32_MIN, INT32_MAX, &number);
    if (decoded == QUERN_DECODED)
        *(int64_t *)member = number;
    return decoded;
}

static quern_decoded i64_to_i64(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    int64_t number;
    quern_decoded decoded = read_integer(cell, INT64_MIN, INT64_MAX, &number);
    if (decoded == QUERN_DECODED)
        *(int64_t *)member = number;
    return decoded;
}

static quern_decoded to_f64(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    double real;
    if (!quern__script_read_real(cell->data, cell->size, &real))
        return QUERN_DECODE_MALFORMED;
    *(double *)member = real;
    return QUERN_DECODED;
}

static quern_decoded to_text(const quern_cell *cell, void *member, quern_storage *storage)
{
    char *text = storage->take(storage, cell->size + 1, 1);
    if (!text)
        return QUERN_DECODE_NO_MEMORY;
    memcpy(text, cell->data, cell->size);
    text[cell->size] = '\0';
    *(const char **)member = text;
    return QUERN_DECODED;
}

static quern_decoded to_timestamp(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    quern_timestamp time;
    if (!quern__script_read_time(cell->data, cell->size, &time))
        return QUERN_DECODE_MALFORMED;
    *(quern_timestamp *)member = time;
    return QUERN_DECODED;
}

static const struct {
    quern_kind column, member;
    quern_decoder *decoder;
} decoders[] = {
    { QUERN_KIND_BOOL, QUERN_KIND_BOOL, to_bool },
    { QUERN_KIND_I32, QUERN_KIND_I32, i32_to_i32 },
    { QUERN_KIND_I32, QUERN_KIND_I64, i32_to_i64 },
    { QUERN_KIND_I64, QUERN_KIND_I64, i64_to_i64 },
    { QUERN_KIND_F64, QUERN_KIND_F64, to_f64 },
    { QUERN_KIND_TEXT, QUERN_KIND_TEXT, to_text },
    { QUERN_KIND_TIMESTAMP, QUERN_KIND_TIMESTAMP, to_timestamp },
};

quern_decoder *quern__script_decoder(const quern_column *column, quern_kind kind)
{
    for (size_t i = 0; i < sizeof decoders / sizeof *decoders; i++)
        if (column->type == (uint32_t)decoders[i].column && kind == decoders[i].member)
            return decoders[i].decoder;
    return NULL;
}

void quern__script_type_name(const quern_column *column, char *out, size_t size)
{
    const char *name =
        column->type_name ? column->type_name : quern__script_dialect.type_name((quern_kind)column->type);
    if (size > 0)
        snprintf(out, size, "%s", name);
}
