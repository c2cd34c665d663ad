/* dialect.c: how PostgreSQL spells SQL. Values in place are spelled by literal.c. */
#include "backends/postgres/link.h"

#include <quern/evaluate.h>

#include <stddef.h>
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

/* An option of EXPLAIN: where it is among those of quern_explain, and since which server it is there; 0: always. */
static const struct {
    size_t offset; /* of a bool */
    const char *text;
    int32_t since;
} explain_options[] = {
#define OPTION(member, text, since)                              \
    {                                                            \
        offsetof(quern_explain_options, member), (text), (since) \
    }
    OPTION(analyze, "ANALYZE", 0),
    OPTION(verbose, "VERBOSE", 0),
    OPTION(no_costs, "COSTS OFF", 0),
    OPTION(settings, "SETTINGS", 0),
    OPTION(generic_plan, "GENERIC_PLAN", 160000),
    OPTION(buffers, "BUFFERS", 0),
    OPTION(serialize, "SERIALIZE", 170000),
    OPTION(wal, "WAL", 0),
    OPTION(no_timing, "TIMING OFF", 0),
    OPTION(summary, "SUMMARY", 0),
    OPTION(memory, "MEMORY", 170000),
#undef OPTION
};

static int32_t explain(quern_writer *writer, const quern_explain_options *options)
{
    static const char *const formats[] = { "", "FORMAT JSON", "FORMAT XML", "FORMAT YAML" };
    const char *between = "EXPLAIN (";
    int32_t since = 0;
    for (size_t i = 0; i < sizeof explain_options / sizeof *explain_options; i++) {
        if (!*(const bool *)((const char *)options + explain_options[i].offset))
            continue;
        put(writer, between);
        put(writer, explain_options[i].text);
        between = ", ";
        since = explain_options[i].since > since ? explain_options[i].since : since;
    }
    if (options->format) {
        put(writer, between);
        put(writer, formats[options->format]);
    }
    put(writer, options->format || *between == ',' ? ") " : "EXPLAIN ");
    return since;
}

static void declare(quern_writer *writer, const char *cursor)
{
    put(writer, "DECLARE ");
    identifier(writer, cursor);
    put(writer, " NO SCROLL CURSOR FOR ");
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
    .explain = explain,
    .declare = declare,
};
