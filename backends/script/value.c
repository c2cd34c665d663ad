/* value.c: values as SQL literals, for people and for comparing: what is neither a number nor true or false is in quotes. */
#include "backends/script/inner.h"

#include <quern/convert.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *quern__script_text_in(const quern_value *value)
{
    return value->kind == QUERN_KIND_DECIMAL ? value->as.decimal.text
           : value->kind == QUERN_KIND_JSON  ? value->as.json.text
                                             : value->as.text;
}

static bool is_null(const quern_value *value)
{
    if (value->kind & QUERN_ARRAY)
        return !value->as.array.items;
    switch (value->kind) {
    case QUERN_KIND_TEXT:
    case QUERN_KIND_DECIMAL:
    case QUERN_KIND_JSON:
        return !quern__script_text_in(value);
    case QUERN_KIND_BYTES:
        return !value->as.bytes.data;
#define SCALAR(NAME, name, type) case QUERN_KIND_##NAME:
        QUERN__SCALARS(SCALAR)
#undef SCALAR
        return false;
    default:
        return true;
    }
}

quern_value quern__script_item_at(const quern_value *array, size_t i)
{
    quern_value item = quern_value_null();
    if (array->as.array.nulls && array->as.array.nulls[i])
        return item;
    switch (array->kind & ~(unsigned)QUERN_ARRAY) {
#define ITEM(NAME, name, type)                                               \
    case QUERN_KIND_##NAME:                                                  \
        item = quern_value_##name(((type const *)array->as.array.items)[i]); \
        break;
        QUERN__ELEMENTS(ITEM)
#undef ITEM
    }
    return is_null(&item) ? quern_value_null() : item;
}

static void put_integer(quern_writer *writer, int64_t integer)
{
    char digits[QUERN__SCRIPT_NUMBER];
    snprintf(digits, sizeof digits, "%" PRId64, integer);
    quern__script_put(writer, digits);
}

static void put_bytes(quern_writer *writer, const quern_bytes *bytes)
{
    quern__script_put(writer, "\\x");
    for (size_t i = 0; i < bytes->size; i++) {
        char hex[3];
        snprintf(hex, sizeof hex, "%02x", ((const unsigned char *)bytes->data)[i]);
        quern__script_put(writer, hex);
    }
}

static quern_inet inet_of(const quern_value *value)
{
    quern_inet inet = { .family = (uint8_t)(value->count >> 8), .prefix = (uint8_t)(value->count & 0xff) };
    memcpy(inet.bytes, value->as.address, sizeof inet.bytes);
    return inet;
}

/* What <quern/convert.h> writes. */
static void put_form(quern_writer *writer, const quern_value *value)
{
    char text[QUERN_TEXT_SIZE] = "NULL";
    switch (value->kind) {
#define FORM(NAME, name)                                          \
    case QUERN_KIND_##NAME:                                       \
        quern_##name##_format(value->as.name, text, sizeof text); \
        break;
        FORM(TIMESTAMP, timestamp)
        FORM(LOCAL_TIMESTAMP, local_timestamp)
        FORM(DATE, date)
        FORM(TIME, time)
        FORM(INTERVAL, interval)
        FORM(UUID, uuid)
#undef FORM
    case QUERN_KIND_INET:
        quern_inet_format(inet_of(value), text, sizeof text);
        break;
    default:
        break;
    }
    quern__script_put(writer, text);
}

void quern__script_put_bare(quern_writer *writer, const quern_value *value, unsigned kind)
{
    char number[QUERN__SCRIPT_NUMBER];
    switch (value->kind) {
    case QUERN_KIND_BOOL:
        quern__script_put(writer, value->as.boolean ? "true" : "false");
        return;
    case QUERN_KIND_I16:
    case QUERN_KIND_I32:
    case QUERN_KIND_I64:
        put_integer(writer, value->as.integer);
        return;
    case QUERN_KIND_F32:
    case QUERN_KIND_F64:
        quern__script_write_real(value->as.real, (kind & ~(unsigned)QUERN_ARRAY) == QUERN_KIND_F32, number);
        quern__script_put(writer, number);
        return;
    case QUERN_KIND_TEXT:
    case QUERN_KIND_DECIMAL:
    case QUERN_KIND_JSON:
        quern__script_put(writer, quern__script_text_in(value));
        return;
    case QUERN_KIND_BYTES:
        put_bytes(writer, &value->as.bytes);
        return;
    default:
        put_form(writer, value);
    }
}

/* Doubles the quotes that go through it. */
typedef struct doubler {
    quern_writer writer;
    quern_writer *to;
} doubler;

static void put_doubled(quern_writer *writer, const char *bytes, size_t size)
{
    quern_writer *to = ((doubler *)writer)->to;
    for (const char *quote; size && (quote = memchr(bytes, '\'', size));) {
        const size_t before = (size_t)(quote - bytes) + 1;
        to->put(to, bytes, before);
        to->put(to, "'", 1);
        bytes += before;
        size -= before;
    }
    to->put(to, bytes, size);
}

static bool is_quoted(const quern_value *value)
{
    switch (value->kind) {
    case QUERN_KIND_NULL:
    case QUERN_KIND_BOOL:
    case QUERN_KIND_I16:
    case QUERN_KIND_I32:
    case QUERN_KIND_I64:
    case QUERN_KIND_F32:
    case QUERN_KIND_F64:
        return false;
    default:
        return true;
    }
}

void quern__script_literal(quern_writer *writer, const quern_value *value, quern_kind kind)
{
    doubler inside = { .writer = { .put = put_doubled }, .to = writer };
    if (is_null(value)) {
        quern__script_put(writer, "NULL");
        return;
    }
    quern__script_put(writer, is_quoted(value) ? "'" : "");
    if (value->kind & QUERN_ARRAY)
        quern__script_put_array(&inside.writer, value);
    else
        quern__script_put_bare(&inside.writer, value, (unsigned)kind);
    quern__script_put(writer, is_quoted(value) ? "'" : "");
}

void quern__script_parameters(quern_writer *writer, const quern_value *values, const quern_kind *kinds,
                              size_t count)
{
    for (size_t i = 0; i < count; i++) {
        quern__script_put(writer, i ? ", $" : "$");
        put_integer(writer, (int64_t)i + 1);
        quern__script_put(writer, " = ");
        quern__script_literal(writer, &values[i], kinds ? kinds[i] : QUERN_KIND_NULL);
    }
}
