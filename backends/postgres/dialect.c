/* dialect.c: how PostgreSQL spells SQL. Values in place are spelled by literal.c. */
#include "backends/postgres/link.h"

#include <stdio.h>
#include <string.h>

static void put(quern_writer *writer, const char *text)
{
    writer->put(writer, text, strlen(text));
}

/* In quotes, those in it doubled. */
static void identifier(quern_writer *writer, const char *name)
{
    put(writer, "\"");
    for (; *name; name++) {
        if (*name == '"')
            writer->put(writer, name, 1);
        writer->put(writer, name, 1);
    }
    put(writer, "\"");
}

/* Types are sent along with the values, so none is written. */
static void placeholder(quern_writer *writer, size_t number, quern_kind kind)
{
    char text[24];
    (void)kind;
    snprintf(text, sizeof text, "$%zu", number);
    put(writer, text);
}

static const char *type_name(quern_kind kind)
{
    const quern__pg_kind *facts = quern__pg_kind_facts(kind);
    if (!facts)
        return "unknown";
    return quern__pg_name_of(kind & QUERN_ARRAY ? facts->array : facts->type);
}

/* A text as a pattern that stands for it. */
#define ESCAPED(before) before "REPLACE(REPLACE(REPLACE("
#define ESCAPED_END(after) ", '\\', '\\\\'), '%', '\\%'), '_', '\\_')" after
static const char *const units[] = {
    [QUERN_YEAR] = "'year'",     [QUERN_QUARTER] = "'quarter'", [QUERN_MONTH] = "'month'",
    [QUERN_WEEK] = "'week'",     [QUERN_DAY] = "'day'",         [QUERN_HOUR] = "'hour'",
    [QUERN_MINUTE] = "'minute'", [QUERN_SECOND] = "'second'",
};

static void zone(quern_writer *writer, const char *before, const quern_truncation *what, const char *behind)
{
    put(writer, before);
    put(writer, what->zone);
    put(writer, behind);
}

/* A date would be taken for a timestamp with the session's time zone, so it is cast to one without. The form with a zone for a
 * third argument keeps apart the two hours that are called the same when summer time ends. */
static void truncate(quern_writer *writer, const quern_truncation *what, bool behind)
{
    const bool zoned = what->from == QUERN_KIND_TIMESTAMP;
    if (!behind) {
        put(writer, "DATE_TRUNC(");
        put(writer, units[what->unit]);
        put(writer, ", ");
        return;
    }
    if (what->from == QUERN_KIND_DATE)
        put(writer, "::timestamp");
    if (zoned && what->to == QUERN_KIND_DATE)
        zone(writer, " AT TIME ZONE '", what, "'");
    else if (zoned)
        zone(writer, ", '", what, "'");
    put(writer, what->to == QUERN_KIND_DATE ? ")::date" : ")");
}

/* The same, whatever stands on the right. */
#define PLAIN(between, after)          \
    {                                  \
        (between), (after), NULL, NULL \
    }

const quern_dialect quern__pg_dialect = {
    .size = sizeof(quern_dialect),
    .name = "postgresql",
    .identifier_bytes = 63,
    .lookups = {
        [QUERN_LOOKUP_exact] = PLAIN(" = ", ""),
        [QUERN_LOOKUP_gt] = PLAIN(" > ", ""),
        [QUERN_LOOKUP_gte] = PLAIN(" >= ", ""),
        [QUERN_LOOKUP_lt] = PLAIN(" < ", ""),
        [QUERN_LOOKUP_lte] = PLAIN(" <= ", ""),
        [QUERN_LOOKUP_isnull] = PLAIN(" IS NULL", ""),
        [QUERN_LOOKUP_icontains] = { " ILIKE ", "", ESCAPED(" ILIKE '%' || "), ESCAPED_END(" || '%'") },
        [QUERN_LOOKUP_iexact] = { " ILIKE ", "", ESCAPED(" ILIKE "), ESCAPED_END("") },
        [QUERN_LOOKUP_contains] = { " LIKE ", "", ESCAPED(" LIKE '%' || "), ESCAPED_END(" || '%'") },
        [QUERN_LOOKUP_startswith] = { " LIKE ", "", ESCAPED(" LIKE "), ESCAPED_END(" || '%'") },
        [QUERN_LOOKUP_istartswith] = { " ILIKE ", "", ESCAPED(" ILIKE "), ESCAPED_END(" || '%'") },
        [QUERN_LOOKUP_endswith] = { " LIKE ", "", ESCAPED(" LIKE '%' || "), ESCAPED_END("") },
        [QUERN_LOOKUP_iendswith] = { " ILIKE ", "", ESCAPED(" ILIKE '%' || "), ESCAPED_END("") },
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
        [QUERN_OP_DAYS] = { "(interval '1 day' * (", " - ", "))" },
        [QUERN_OP_RANGE] = { "", " AND ", "" },
    },
    .identifier = identifier,
    .placeholder = placeholder,
    .literal = quern__pg_literal,
    .truncate = truncate,
    .type_name = type_name,
    .catalog = quern__pg_catalog,
};
