/* literal.c: values in place, as one would type them. Each is spelled so that it means the same whatever the locale, the
 * server's settings and the session's. Where SQL does not tell the type by the spelling it follows as a cast; but texts, and
 * arrays of them, have none, as when they are sent: what stands next to them decides. */
#include "backends/postgres/literal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(quern_writer *writer, const char *text)
{
    writer->put(writer, text, strlen(text));
}

void quern__pg_put_quoted(quern_writer *writer, const char *text)
{
    put(writer, "'");
    put(writer, text);
    put(writer, "'");
}

static void put_escaped(quern_writer *writer, const char *bytes, size_t size)
{
    for (; size > 0; bytes++, size--) {
        if (*bytes == '\'' || *bytes == '\\')
            writer->put(writer, bytes, 1);
        writer->put(writer, bytes, 1);
    }
}

/* A backslash means itself only where standard_conforming_strings is on; in E'' it means the same everywhere. */
static void put_text(quern_writer *writer, const char *text)
{
    put(writer, strchr(text, '\\') ? "E'" : "'");
    put_escaped(writer, text, strlen(text));
    put(writer, "'");
}

static void put_bytes(quern_writer *writer, quern_bytes bytes)
{
    const unsigned char *data = bytes.data;
    char hex[3];
    put(writer, "E'\\\\x");
    for (size_t i = 0; i < bytes.size; i++) {
        snprintf(hex, sizeof hex, "%02x", data[i]);
        writer->put(writer, hex, 2);
    }
    put(writer, "'");
}

static void put_integer(quern_writer *writer, int64_t integer)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, integer);
    put(writer, text);
}

/* printf and strtod follow the locale's decimal point, of one byte or more; SQL does not. */
static void put_number(quern_writer *writer, const char *text)
{
    put(writer, "'");
    for (bool point = false; *text; text++) {
        const bool other = !strchr("0123456789+-e", *text);
        if (!other || !point)
            writer->put(writer, other ? "." : text, 1);
        point = other;
    }
    put(writer, "'");
}

/* As few digits as give the same number again, but as many as are always kept, if they do. */
static void put_real(quern_writer *writer, double real, quern_kind kind)
{
    const bool narrow = kind == QUERN_KIND_F32;
    char text[40];
    if (narrow)
        real = (double)(float)real;
    if (real != real || real - real != 0) {
        quern__pg_put_quoted(writer, real != real ? "NaN" : real > 0 ? "Infinity" : "-Infinity");
        return;
    }
    for (int digits = narrow ? 6 : 15; digits <= (narrow ? 9 : 17); digits++) {
        snprintf(text, sizeof text, "%.*g", digits, real);
        if (narrow ? strtof(text, NULL) == (float)real : strtod(text, NULL) == real)
            break;
    }
    put_number(writer, text);
}

/* With its quotes, but without its type. */
static void put_bare(quern_writer *writer, const quern_value *value, quern_kind kind)
{
    switch (value->kind) {
    case QUERN_KIND_NULL:
        put(writer, "NULL");
        break;
    case QUERN_KIND_BOOL:
        put(writer, value->as.boolean ? "TRUE" : "FALSE");
        break;
    case QUERN_KIND_I64:
        if (kind == QUERN_KIND_F32 || kind == QUERN_KIND_F64)
            put_real(writer, (double)value->as.integer, kind);
        else
            put_integer(writer, value->as.integer);
        break;
    case QUERN_KIND_F64:
        put_real(writer, value->as.real, kind);
        break;
    case QUERN_KIND_TEXT:
        put_text(writer, value->as.text);
        break;
    case QUERN_KIND_DECIMAL:
        put_text(writer, value->as.decimal.text);
        break;
    case QUERN_KIND_JSON:
        put_text(writer, value->as.json.text);
        break;
    case QUERN_KIND_BYTES:
        put_bytes(writer, value->as.bytes);
        break;
    default:
        quern__pg_put_formatted(writer, value);
    }
}

/* Hands on what it is given as the inside of a literal. */
typedef struct escaper {
    quern_writer writer; /* first */
    quern_writer *to;
} escaper;

static void escape(quern_writer *writer, const char *bytes, size_t size)
{
    put_escaped(((escaper *)writer)->to, bytes, size);
}

/* '{"a","b"}': the very text that is sent. */
static void put_text_array(quern_writer *writer, const quern_value *array)
{
    escaper inside = { .writer = { .put = escape }, .to = writer };
    bool escapes = false;
    for (size_t i = 0; i < array->count && !escapes; i++) {
        const quern_value item = quern__pg_item(array, i);
        escapes = !quern__pg_is_null(&item) && strpbrk(item.as.text, "\"\\");
    }
    put(writer, escapes ? "E'" : "'");
    quern__pg_put_array_text(&inside.writer, array);
    put(writer, "'");
}

/* ARRAY['2024-05-01', NULL]: the cast that follows is that of each item too. */
static void put_array(quern_writer *writer, const quern_value *array)
{
    const quern_kind kind = (quern_kind)(array->kind & ~(unsigned)QUERN_ARRAY);
    put(writer, "ARRAY[");
    for (size_t i = 0; i < array->count; i++) {
        quern_value item = quern__pg_item(array, i);
        if (quern__pg_is_null(&item))
            item = quern_value_null();
        put(writer, i ? ", " : "");
        put_bare(writer, &item, kind);
    }
    put(writer, "]");
}

/* The kind whose type a scalar has; 0 for one that needs no cast. A number has that which is wanted of it. */
static quern_kind cast_of(const quern_value *value, quern_kind kind)
{
    if (value->kind == QUERN_KIND_F64 || value->kind == QUERN_KIND_I64)
        return kind == QUERN_KIND_F32 || kind == QUERN_KIND_F64 ? kind : QUERN_KIND_END;
    return value->kind == QUERN_KIND_BOOL || value->kind == QUERN_KIND_TEXT ? QUERN_KIND_END
                                                                            : (quern_kind)value->kind;
}

void quern__pg_literal(quern_writer *writer, const quern_value *value, quern_kind kind)
{
    const quern__pg_kind *facts = quern__pg_kind_facts(value->kind);
    const quern_kind wanted = kind == QUERN_KIND_NULL ? (quern_kind)value->kind : kind;
    if (!facts || quern__pg_is_null(value)) {
        put(writer, "NULL");
    } else if (!(value->kind & QUERN_ARRAY)) {
        put_bare(writer, value, wanted);
        facts = quern__pg_kind_facts(cast_of(value, wanted));
        put(writer, facts ? "::" : "");
        put(writer, facts ? facts->cast : "");
    } else if (facts->kind == QUERN_KIND_TEXT) {
        put_text_array(writer, value);
    } else {
        put_array(writer, value);
        put(writer, "::");
        put(writer, facts->cast);
        put(writer, "[]");
    }
}
