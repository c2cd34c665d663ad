/* explain.c: quern_explain. How it is spelled, and which server knows what, is the dialect's. */
#include "lib/base/text.h"
#include "lib/load/evaluate.h"
#include "lib/session/lines.h"
#include "lib/sql/select.h"
#include "lib/sql/spell.h"

#include <string.h>

typedef struct explaining {
    quern_session *session;
    quern_explain_options options;
    const char *site;
    int32_t server_version; /* the oldest that takes the options */
    quern__arena *arena;    /* for the time of the call */
} explaining;

static void fail(const explaining *e, quern_error_code code, const char *message, const char *hint)
{
    quern__failure_set(&e->session->scope.failure,
                       &(quern_error){ .code = code, .message = message, .hint = hint, .site = e->site });
}

static void no_memory(const explaining *e)
{
    quern__failure_no_memory(&e->session->scope.failure, e->site);
}

/* What PostgreSQL's EXPLAIN refuses whatever its version. */
static const char *find_fault(const quern_explain_options *options, const char **hint)
{
    const struct {
        bool is_wrong;
        const char *message, *hint;
    } faults[] = {
        { (unsigned)options->format > QUERN_EXPLAIN_YAML, "quern_explain in no such format",
          "QUERN_EXPLAIN_JSON" },
        { options->wal && !options->analyze, "quern_explain: .wal without .analyze",
          "nothing is written before it runs" },
        { options->no_timing && !options->analyze, "quern_explain: .no_timing without .analyze",
          "nothing is timed before it runs" },
        { options->serialize && !options->analyze, "quern_explain: .serialize without .analyze",
          "no rows come before it runs" },
        { options->generic_plan && options->analyze, "quern_explain: .generic_plan with .analyze",
          "a plan for any values cannot run: it has none" },
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (faults[i].is_wrong) {
            *hint = faults[i].hint;
            return faults[i].message;
        }
    return NULL;
}

/* ---- The call ---- */

/* EXPLAIN and the SELECT; NULL without memory. */
static const char *spell(explaining *e, const quern__plan *plan)
{
    const quern_dialect *dialect = e->session->scope.schema->dialect;
    quern__text text = quern__text_open(e->session->scope.allocator);
    quern__spell spell = quern__spell_open(dialect, &text);
    e->server_version = dialect->explain(&spell.writer, &e->options);
    quern__sql_select(plan, dialect, QUERN__SPELL_PLACEHOLDERS, &text);
    const char *sql = quern__text_keep(&text, e->arena);
    quern__text_close(&text);
    return sql;
}

/* The answer, in the session's arena; NULL when that failed. */
static const char *run(explaining *e, const quern_queryset *queryset, const quern__plan *plan)
{
    quern__parameters parameters;
    int64_t rows;
    const char *answer = NULL, *sql = spell(e, plan);
    quern__lines lines = quern__lines_open(e->session->scope.allocator, e->arena);
    if (!sql || !quern__plan_parameters(plan, e->arena, &parameters)) {
        no_memory(e);
        return NULL;
    }
    const quern__work work = { .sql = sql,
                               .count = parameters.count,
                               .values = parameters.values,
                               .kinds = parameters.kinds,
                               .site = e->site,
                               .origin = QUERN_ORIGIN_QUERY,
                               .statement_ms = queryset->statement_ms,
                               .server_version = e->server_version,
                               .sink = &lines.sink };
    if (quern__run(e->session, &work, &rows)) {
        answer = quern__text_keep(&lines.text, e->session->scope.arena);
        if (!answer)
            no_memory(e);
    }
    quern__text_close(&lines.text);
    return answer;
}

static const char *explain(explaining *e, const quern_queryset *queryset)
{
    static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    quern__plan plan;
    if (!quern__evaluation_plan(e->session, queryset, &all_rows, e->arena, e->site, &plan))
        return NULL;
    return plan.empty ? "nothing is asked: no row can come of it" : run(e, queryset, &plan);
}

static bool has_explain(const quern_dialect *dialect)
{
    return dialect->size > offsetof(quern_dialect, explain) && dialect->explain;
}

const char *(quern_explain)(quern_queryset *queryset, const quern_explain_options *options, size_t size,
                            const char *site)
{
    explaining e = { .session = quern__evaluation_begin(queryset), .site = site };
    if (!e.session)
        return NULL;
    if (options)
        memcpy(&e.options, options, size < sizeof e.options ? size : sizeof e.options);
    const char *hint = "", *fault = find_fault(&e.options, &hint);
    if (fault) {
        fail(&e, QUERN_ERROR_USAGE, fault, hint);
        return NULL;
    }
    if (!has_explain(e.session->scope.schema->dialect)) {
        fail(&e, QUERN_ERROR_UNSUPPORTED, "quern_explain: this database explains nothing", "");
        return NULL;
    }
    e.arena = quern__arena_open(e.session->scope.allocator, NULL);
    const char *answer = explain(&e, queryset);
    quern__arena_close(e.arena);
    return answer;
}
