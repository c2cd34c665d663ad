/* value.c: values as SQL literals, for people and for comparing. */
#include "backends/script/inner.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void put_text(quern_writer *writer, const char *text)
{
    quern__script_put(writer, "'");
    for (const char *quote; (quote = strchr(text, '\'')); text = quote + 1) {
        writer->put(writer, text, (size_t)(quote - text) + 1);
        quern__script_put(writer, "'");
    }
    quern__script_put(writer, text);
    quern__script_put(writer, "'");
}

static void put_integer(quern_writer *writer, int64_t integer)
{
    char digits[QUERN__SCRIPT_NUMBER];
    snprintf(digits, sizeof digits, "%" PRId64, integer);
    quern__script_put(writer, digits);
}

void quern__script_literal(quern_writer *writer, const quern_value *value)
{
    char number[QUERN__SCRIPT_NUMBER];
    switch (value->kind) {
    case QUERN_KIND_BOOL:
        quern__script_put(writer, value->as.boolean ? "true" : "false");
        return;
    case QUERN_KIND_I32:
    case QUERN_KIND_I64:
        put_integer(writer, value->as.integer);
        return;
    case QUERN_KIND_F64:
        quern__script_write_real(value->as.real, number);
        quern__script_put(writer, number);
        return;
    case QUERN_KIND_TIMESTAMP:
        quern__script_write_time(value->as.timestamp, number);
        put_text(writer, number);
        return;
    case QUERN_KIND_TEXT:
        if (value->as.text) {
            put_text(writer, value->as.text);
            return;
        }
        break;
    default:
        break;
    }
    quern__script_put(writer, "NULL");
}

void quern__script_parameters(quern_writer *writer, const quern_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        quern__script_put(writer, i ? ", $" : "$");
        put_integer(writer, (int64_t)i + 1);
        quern__script_put(writer, " = ");
        quern__script_literal(writer, &values[i]);
    }
}
