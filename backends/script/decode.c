/* decode.c: the decoders of single values. Those that are parsed by <quern/convert.h> want a NUL at their end, which a cell has
 * not, so they are copied. */
#include "backends/script/decode.h"

#include <quern/convert.h>

#include <float.h>
#include <math.h>
#include <string.h>

enum { LONGEST = 256 }; /* text of a value of fixed size, zeros and all */

static bool is(const quern_cell *cell, const char *text)
{
    return cell->size == strlen(text) && memcmp(cell->data, text, cell->size) == 0;
}

/* The cell as a text; false when it is longer, or has a NUL in it. */
static bool text_of(const quern_cell *cell, char text[LONGEST])
{
    if (cell->size >= LONGEST)
        return false;
    memcpy(text, cell->data, cell->size);
    text[cell->size] = '\0';
    return strlen(text) == cell->size;
}

quern_decoded quern__script_to_bool(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    const bool yes = is(cell, "true");
    if (!yes && !is(cell, "false"))
        return QUERN_DECODE_MALFORMED;
    *(bool *)member = yes;
    return QUERN_DECODED;
}

/* INTEGER(decoder, type of the member, what the column holds) */
#define INTEGER(decoder, type, low, high)                                                               \
    quern_decoded quern__script_##decoder(const quern_cell *cell, void *member, quern_storage *storage) \
    {                                                                                                   \
        (void)storage;                                                                                  \
        int64_t number;                                                                                 \
        if (!quern__script_read_integer(cell->data, cell->size, &number) || number < (low) ||           \
            number > (high))                                                                            \
            return QUERN_DECODE_MALFORMED;                                                              \
        *(type *)member = (type)number;                                                                 \
        return QUERN_DECODED;                                                                           \
    }
INTEGER(i16_to_i16, int16_t, INT16_MIN, INT16_MAX)
INTEGER(i16_to_i32, int32_t, INT16_MIN, INT16_MAX)
INTEGER(i16_to_i64, int64_t, INT16_MIN, INT16_MAX)
INTEGER(i32_to_i32, int32_t, INT32_MIN, INT32_MAX)
INTEGER(i32_to_i64, int64_t, INT32_MIN, INT32_MAX)
INTEGER(i64_to_i64, int64_t, INT64_MIN, INT64_MAX)

/* Infinity must be written as such: a number that is too large is none. */
static bool read_f64(const quern_cell *cell, double *out)
{
    char text[LONGEST];
    return text_of(cell, text) && quern_decimal_to_f64(quern_decimal_of(text), out) &&
           (!isinf(*out) || strchr(text, 'I'));
}

static bool read_f32(const quern_cell *cell, float *out)
{
    const double beyond = 0x1.ffffffp127; /* half way from FLT_MAX to what would follow it */
    double real;
    if (!read_f64(cell, &real) || (fabs(real) >= beyond && !isinf(real)))
        return false;
    *out = fabs(real) > FLT_MAX && !isinf(real) ? copysignf(FLT_MAX, real > 0 ? 1 : -1) : (float)real;
    return true;
}

/* REAL(decoder, type of the column, type of the member, what reads it) */
#define REAL(decoder, column, type, read)                                                               \
    quern_decoded quern__script_##decoder(const quern_cell *cell, void *member, quern_storage *storage) \
    {                                                                                                   \
        (void)storage;                                                                                  \
        column real;                                                                                    \
        if (!read(cell, &real))                                                                         \
            return QUERN_DECODE_MALFORMED;                                                              \
        *(type *)member = real;                                                                         \
        return QUERN_DECODED;                                                                           \
    }
REAL(f32_to_f32, float, float, read_f32)
REAL(f32_to_f64, float, double, read_f32)
REAL(f64_to_f64, double, double, read_f64)

/* A moment may leave out that it is in UTC, and midnight. */
static bool read_timestamp(const char *text, quern_timestamp *out)
{
    quern_local_timestamp local;
    quern_date date;
    quern_civil civil;
    if (quern_timestamp_parse(text, out))
        return true;
    if (quern_local_timestamp_parse(text, &local)) {
        out->microseconds = local.microseconds;
        return true;
    }
    return quern_date_parse(text, &date) && quern_date_to_civil(date, &civil) &&
           quern_timestamp_of_civil(&civil, out);
}

/* FORM(kind, what parses its text) */
#define FORM(kind, parse)                                                                               \
    quern_decoded quern__script_to_##kind(const quern_cell *cell, void *member, quern_storage *storage) \
    {                                                                                                   \
        (void)storage;                                                                                  \
        char text[LONGEST];                                                                             \
        return text_of(cell, text) && parse(text, (quern_##kind *)member) ? QUERN_DECODED               \
                                                                          : QUERN_DECODE_MALFORMED;     \
    }
FORM(timestamp, read_timestamp)
FORM(local_timestamp, quern_local_timestamp_parse)
FORM(date, quern_date_parse)
FORM(time, quern_time_parse)
FORM(interval, quern_interval_parse)
FORM(uuid, quern_uuid_parse)
FORM(inet, quern_inet_parse)

/* The cell as a text in the storage. */
static quern_decoded keep(const quern_cell *cell, const char **out, quern_storage *storage)
{
    char *text = storage->take(storage, cell->size + 1, 1);
    if (!text)
        return QUERN_DECODE_NO_MEMORY;
    memcpy(text, cell->data, cell->size);
    text[cell->size] = '\0';
    *out = text;
    return QUERN_DECODED;
}

quern_decoded quern__script_to_text(const quern_cell *cell, void *member, quern_storage *storage)
{
    return keep(cell, member, storage);
}

/* A document is not looked at; only that there is one. */
quern_decoded quern__script_to_json(const quern_cell *cell, void *member, quern_storage *storage)
{
    return cell->size ? keep(cell, &((quern_json *)member)->text, storage) : QUERN_DECODE_MALFORMED;
}

quern_decoded quern__script_to_decimal(const quern_cell *cell, void *member, quern_storage *storage)
{
    const char *text;
    if (!cell->size)
        return QUERN_DECODE_MALFORMED;
    const quern_decoded kept = keep(cell, &text, storage);
    if (kept != QUERN_DECODED)
        return kept;
    if (!quern_decimal_valid(text))
        return QUERN_DECODE_MALFORMED;
    ((quern_decimal *)member)->text = text;
    return QUERN_DECODED;
}

static int half_byte(char c)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *found = c ? strchr(digits, c) : NULL;
    const int digit = found ? (int)(found - digits) : -1;
    return digit > 15 ? digit - 6 : digit;
}

/* "\x00ff" */
static bool is_hex(const quern_cell *cell)
{
    const char *bytes = cell->data;
    if (cell->size < 2 || cell->size % 2 || bytes[0] != '\\' || bytes[1] != 'x')
        return false;
    for (size_t i = 2; i < cell->size; i++)
        if (half_byte(bytes[i]) < 0)
            return false;
    return true;
}

quern_decoded quern__script_to_bytes(const quern_cell *cell, void *member, quern_storage *storage)
{
    if (!is_hex(cell))
        return QUERN_DECODE_MALFORMED;
    const char *from = (const char *)cell->data + 2;
    const size_t size = cell->size / 2 - 1;
    unsigned char *to = storage->take(storage, size ? size : 1, 1);
    if (!to)
        return QUERN_DECODE_NO_MEMORY;
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)(half_byte(from[2 * i]) << 4 | half_byte(from[2 * i + 1]));
    *(quern_bytes *)member = quern_bytes_of(to, size);
    return QUERN_DECODED;
}
