/* dialect.c: how PostgreSQL spells SQL. */
#include "backends/postgres/link.h"

#include <quern/convert.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(quern_writer *writer, const char *text)
{
    writer->put(writer, text, strlen(text));
}

/* The text between quotes, quotes in it doubled; with `escapes`, backslashes too. */
static void put_quoted(quern_writer *writer, const char *text, char quote, bool escapes)
{
    writer->put(writer, &quote, 1);
    for (; *text; text++) {
        if (*text == quote || (escapes && *text == '\\'))
            writer->put(writer, text, 1);
        writer->put(writer, text, 1);
    }
    writer->put(writer, &quote, 1);
}

static void identifier(quern_writer *writer, const char *name)
{
    put_quoted(writer, name, '"', false);
}

/* Types are sent along with the values, so none is written. */
static void placeholder(quern_writer *writer, size_t number, quern_kind kind)
{
    char text[24];
    (void)kind;
    snprintf(text, sizeof text, "$%zu", number);
    put(writer, text);
}

/* A backslash means itself only where standard_conforming_strings is on; in E'' it means the same everywhere. */
static void put_text(quern_writer *writer, const char *text)
{
    const bool escapes = strchr(text, '\\') != NULL;
    put(writer, escapes ? "E" : "");
    put_quoted(writer, text, '\'', escapes);
}

/* printf and strtod follow the locale's decimal point, of one byte or more; SQL does not. */
static void put_number(quern_writer *writer, const char *text)
{
    for (bool point = false; *text; text++) {
        const bool other = !strchr("0123456789+-e", *text);
        if (!other || !point)
            writer->put(writer, other ? "." : text, 1);
        point = other;
    }
}

/* As few digits as give the same number again, but 15 if they do. */
static void put_real(quern_writer *writer, double real)
{
    char text[40];
    if (real != real || real - real != 0) {
        put(writer, real != real ? "'NaN'" : real > 0 ? "'Infinity'" : "'-Infinity'");
        put(writer, "::double precision");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, real);
        if (strtod(text, NULL) == real)
            break;
    }
    put(writer, "'");
    put_number(writer, text);
    put(writer, "'::double precision");
}

static void put_timestamp(quern_writer *writer, quern_timestamp timestamp)
{
    quern_civil at;
    char text[80];
    if (!quern_timestamp_to_civil(timestamp, &at)) {
        put(writer, timestamp.microseconds > 0 ? "'infinity'::timestamptz" : "'-infinity'::timestamptz");
        return;
    }
    snprintf(text, sizeof text, "'%04" PRId64 "-%02d-%02d %02d:%02d:%02d.%06d+00%s'::timestamptz",
             at.year > 0 ? at.year : 1 - at.year, (int)at.month, (int)at.day, (int)at.hour, (int)at.minute,
             (int)at.second, (int)at.microsecond, at.year > 0 ? "" : " BC");
    put(writer, text);
}

static void put_integer(quern_writer *writer, int64_t integer)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, integer);
    put(writer, text);
}

static void literal(quern_writer *writer, const quern_value *value, quern_kind kind)
{
    switch (value->kind) {
    case QUERN_KIND_BOOL:
        put(writer, value->as.boolean ? "TRUE" : "FALSE");
        break;
    case QUERN_KIND_I32:
    case QUERN_KIND_I64:
        if (kind == QUERN_KIND_F64)
            put_real(writer, (double)value->as.integer);
        else
            put_integer(writer, value->as.integer);
        break;
    case QUERN_KIND_F64:
        put_real(writer, value->as.real);
        break;
    case QUERN_KIND_TEXT:
        put_text(writer, value->as.text);
        break;
    case QUERN_KIND_TIMESTAMP:
        put_timestamp(writer, value->as.timestamp);
        break;
    default:
        put(writer, "NULL");
    }
}

static const char *type_name(quern_kind kind)
{
    switch ((int)kind) {
    case QUERN_KIND_BOOL:
        return "boolean";
    case QUERN_KIND_I32:
        return "integer";
    case QUERN_KIND_I64:
        return "bigint";
    case QUERN_KIND_F64:
        return "double precision";
    case QUERN_KIND_TEXT:
        return "text";
    case QUERN_KIND_TIMESTAMP:
        return "timestamp with time zone";
    default:
        return "unknown";
    }
}

const quern_dialect quern__pg_dialect = {
    .size = sizeof(quern_dialect),
    .name = "postgresql",
    .identifier_bytes = 63,
    .lookups = {
        [QUERN_LOOKUP_exact] = { " = ", "" },
        [QUERN_LOOKUP_gt] = { " > ", "" },
        [QUERN_LOOKUP_gte] = { " >= ", "" },
        [QUERN_LOOKUP_lt] = { " < ", "" },
        [QUERN_LOOKUP_lte] = { " <= ", "" },
        [QUERN_LOOKUP_isnull] = { " IS NULL", "" },
        [QUERN_LOOKUP_icontains] = { " ILIKE ", "" },
    },
    .identifier = identifier,
    .placeholder = placeholder,
    .literal = literal,
    .type_name = type_name,
};
