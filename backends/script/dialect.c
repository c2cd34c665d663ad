/* dialect.c: SQL as a script sees it: the spelling of PostgreSQL, so that what is tested here reads as what runs there. */
#include "backends/script/inner.h"

#include <stdio.h>
#include <string.h>

static void identifier(quern_writer *writer, const char *name)
{
    quern__script_put(writer, "\"");
    for (const char *quote; (quote = strchr(name, '"')); name = quote + 1) {
        writer->put(writer, name, (size_t)(quote - name) + 1);
        quern__script_put(writer, "\"");
    }
    quern__script_put(writer, name);
    quern__script_put(writer, "\"");
}

static void placeholder(quern_writer *writer, size_t number, quern_kind kind)
{
    (void)kind;
    char text[QUERN__SCRIPT_NUMBER];
    snprintf(text, sizeof text, "$%zu", number);
    quern__script_put(writer, text);
}

static void literal(quern_writer *writer, const quern_value *value, quern_kind kind)
{
    (void)kind;
    quern__script_literal(writer, value);
}

static const char *type_name(quern_kind kind)
{
    switch (kind) {
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

/* The same, whatever stands on the right. */
#define PLAIN(between, after)          \
    {                                  \
        (between), (after), NULL, NULL \
    }

const quern_dialect quern__script_dialect = {
    .size = sizeof(quern_dialect),
    .name = "script",
    .identifier_bytes = 63,
    .lookups = {
        [QUERN_LOOKUP_exact] = PLAIN(" = ", ""),
        [QUERN_LOOKUP_gt] = PLAIN(" > ", ""),
        [QUERN_LOOKUP_gte] = PLAIN(" >= ", ""),
        [QUERN_LOOKUP_lt] = PLAIN(" < ", ""),
        [QUERN_LOOKUP_lte] = PLAIN(" <= ", ""),
        [QUERN_LOOKUP_isnull] = PLAIN(" IS NULL", ""),
        [QUERN_LOOKUP_icontains] = PLAIN(" ILIKE ", ""),
        [QUERN_LOOKUP_iexact] = PLAIN(" ILIKE ", ""),
        [QUERN_LOOKUP_contains] = PLAIN(" LIKE ", ""),
        [QUERN_LOOKUP_startswith] = PLAIN(" LIKE ", ""),
        [QUERN_LOOKUP_istartswith] = PLAIN(" ILIKE ", ""),
        [QUERN_LOOKUP_endswith] = PLAIN(" LIKE ", ""),
        [QUERN_LOOKUP_iendswith] = PLAIN(" ILIKE ", ""),
        [QUERN_LOOKUP_regex] = PLAIN(" ~ ", ""),
        [QUERN_LOOKUP_iregex] = PLAIN(" ~* ", ""),
        [QUERN_LOOKUP_in] = PLAIN(" = ANY(", ")"),
        [QUERN_LOOKUP_range] = PLAIN(" BETWEEN ", ""),
    },
    .operators = {
        [QUERN_OP_PLUS] = { "(", " + ", ")" },
        [QUERN_OP_MINUS] = { "(", " - ", ")" },
        [QUERN_OP_TIMES] = { "(", " * ", ")" },
        [QUERN_OP_DIVIDE] = { "(", " / ", ")" },
        [QUERN_OP_DAYS] = { "(", " - ", ")" },
        [QUERN_OP_RANGE] = { "", " AND ", "" },
    },
    .identifier = identifier,
    .placeholder = placeholder,
    .literal = literal,
    .type_name = type_name,
};
