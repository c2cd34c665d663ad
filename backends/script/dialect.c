/* dialect.c: SQL as a script sees it: the spelling of PostgreSQL, so that what is tested here reads as what runs there. */
#include "backends/script/inner.h"

#include <quern/evaluate.h>

#include <stddef.h>
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

static const struct {
    quern_kind kind;
    const char *name, *array;
} types[] = {
#define TYPE(KIND, name) { QUERN_KIND_##KIND, name, name "[]" },
    TYPE(BOOL, "boolean") TYPE(I16, "smallint") TYPE(I32, "integer") TYPE(I64, "bigint") TYPE(F32, "real")
        TYPE(F64, "double precision") TYPE(DECIMAL, "numeric") TYPE(TEXT, "text") TYPE(BYTES, "bytea")
            TYPE(TIMESTAMP, "timestamp with time zone") TYPE(LOCAL_TIMESTAMP, "timestamp without time zone")
                TYPE(DATE, "date") TYPE(TIME, "time without time zone") TYPE(INTERVAL, "interval")
                    TYPE(UUID, "uuid") TYPE(JSON, "jsonb") TYPE(INET, "inet")
#undef TYPE
};

static const char *type_name(quern_kind kind)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (((unsigned)kind & ~(unsigned)QUERN_ARRAY) == (unsigned)types[i].kind)
            return (unsigned)kind & QUERN_ARRAY ? types[i].array : types[i].name;
    return "unknown";
}

static const char *const units[] = {
    [QUERN_YEAR] = "'year', ",     [QUERN_QUARTER] = "'quarter', ", [QUERN_MONTH] = "'month', ",
    [QUERN_WEEK] = "'week', ",     [QUERN_DAY] = "'day', ",         [QUERN_HOUR] = "'hour', ",
    [QUERN_MINUTE] = "'minute', ", [QUERN_SECOND] = "'second', ",
};

static void truncate(quern_writer *writer, const quern_truncation *what, bool behind)
{
    const bool to_date = what->to == QUERN_KIND_DATE;
    quern__script_put(writer, behind ? what->from == QUERN_KIND_DATE ? "::timestamp" : "" : "DATE_TRUNC(");
    if (!behind) {
        quern__script_put(writer, units[what->unit]);
        return;
    }
    if (what->from == QUERN_KIND_TIMESTAMP) {
        quern__script_put(writer, to_date ? " AT TIME ZONE '" : ", '");
        quern__script_put(writer, what->zone);
        quern__script_put(writer, "'");
    }
    quern__script_put(writer, to_date ? ")::date" : ")");
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
        quern__script_put(writer, between);
        quern__script_put(writer, explain_options[i].text);
        between = ", ";
        since = explain_options[i].since > since ? explain_options[i].since : since;
    }
    if (options->format) {
        quern__script_put(writer, between);
        quern__script_put(writer, formats[options->format]);
    }
    quern__script_put(writer, options->format || *between == ',' ? ") " : "EXPLAIN ");
    return since;
}

static void declare(quern_writer *writer, const char *cursor)
{
    quern__script_put(writer, "DECLARE ");
    identifier(writer, cursor);
    quern__script_put(writer, " NO SCROLL CURSOR FOR ");
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
    .literal = quern__script_literal,
    .truncate = truncate,
    .type_name = type_name,
    .explain = explain,
    .declare = declare,
};
