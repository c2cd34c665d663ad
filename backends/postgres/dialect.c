/* dialect.c: how PostgreSQL spells SQL. */
#include "backends/postgres/link.h"

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

/* Days since 1970 as a date of the proleptic Gregorian calendar. Howard Hinnant, "chrono-compatible low-level date
 * algorithms": years begin in March, so that the leap day is a year's last. */
static void civil(int64_t days, int64_t *year, int *month, int *day)
{
    days += 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int64_t day_of_era = days - era * 146097;
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

static void put_timestamp(quern_writer *writer, int64_t microseconds)
{
    const int64_t per_day = INT64_C(86400000000);
    int64_t days = microseconds / per_day, rest = microseconds % per_day, year;
    int month, day;
    char text[80];
    if (microseconds == INT64_MAX || microseconds == INT64_MIN) {
        put(writer, microseconds > 0 ? "'infinity'::timestamptz" : "'-infinity'::timestamptz");
        return;
    }
    if (rest < 0) {
        rest += per_day;
        days--;
    }
    civil(days, &year, &month, &day);
    const int seconds = (int)(rest / 1000000);
    snprintf(text, sizeof text, "'%04" PRId64 "-%02d-%02d %02d:%02d:%02d.%06d+00%s'::timestamptz",
             year > 0 ? year : 1 - year, month, day, seconds / 3600, seconds / 60 % 60, seconds % 60,
             (int)(rest % 1000000), year > 0 ? "" : " BC");
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
        put_timestamp(writer, value->as.timestamp.microseconds);
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
    .catalog = quern__pg_catalog,
};
