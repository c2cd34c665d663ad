/* describe.c: quern_sql and quern_statement: what evaluating would send, without sending it. */
#include "lib/compile/shared.h"
#include "lib/sql/own.h"
#include "lib/sql/select.h"

static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };

static const char no_memory[] = "-- QUERN_ERROR_MEMORY: out of memory";

/* An error as SQL comments, so that what is printed can still be given to psql. */
static const char *error_as_comment(const quern__scope *scope, const quern_error *error)
{
    const char *text = scope->arena ? quern__arena_format(scope->arena, "-- %s: %s",
                                                          quern_error_name(error->code), error->message)
                                    : NULL;
    if (!text)
        return no_memory;
    for (char *at = (char *)(uintptr_t)text; *at; at++)
        if (*at == '\n' || *at == '\r')
            *at = ' ';
    return text;
}

/* The SQL with its values in place; NULL when out of memory. *fault: why there is none. */
static const char *spell(quern_queryset *queryset, const quern_error **fault)
{
    quern__scope *scope = queryset->scope;
    const quern_dialect *dialect = scope->schema->dialect;
    quern__plan plan;
    const quern_queryset *with_values = quern__queryset_substitute(queryset, scope->arena);
    if (!with_values)
        return NULL;
    quern__text text = quern__text_open(scope->allocator);
    const char *kept = NULL;
    if (queryset->raw)
        quern__sql_own(queryset->as.raw.sql, queryset->as.raw.count, queryset->as.raw.values,
                       queryset->as.raw.kinds, dialect, &text);
    else if (!quern__plan_make(with_values, &all_rows, scope->arena, &plan))
        return NULL;
    else if (plan.fault)
        *fault = plan.fault;
    else
        quern__sql_select(&plan, dialect, QUERN__SPELL_LITERALS, &text);
    if (!*fault)
        kept = quern__text_keep(&text, scope->arena);
    quern__text_close(&text);
    return kept;
}

const char *quern_sql(quern_queryset *queryset)
{
    if (!queryset)
        queryset = quern__queryset_refused(NULL, NULL);
    const quern_error *error = quern_queryset_error(queryset);
    if (queryset->scope && quern__queryset_over(queryset))
        queryset = quern__queryset_refused(queryset, NULL);
    if (!queryset->scope)
        return error ? queryset->as.refusal : quern__shared_sql(queryset->shared);
    if (error)
        return error_as_comment(queryset->scope, error);
    const char *text = spell(queryset, &error);
    if (error)
        return error_as_comment(queryset->scope, error);
    if (!text)
        quern__failure_no_memory(&quern__scope_top(queryset->scope)->failure, queryset->site);
    return text ? text : no_memory;
}

/* One that is to come is told by its name. */
static quern_value named(const quern_value *value, const quern__wants *wants)
{
    return value->kind == QUERN_KIND_PARAM ? quern_value_param(wants->stands[value->count].name) : *value;
}

static const quern_parameter *typed(quern__scope *scope, const quern__parameters *from,
                                    const quern__wants *wants)
{
    quern_parameter *list = quern__arena_take_array(scope->arena, from->count, sizeof *list);
    for (size_t i = 0; list && i < from->count; i++)
        list[i] = (quern_parameter){ .value = named(&from->values[i], wants),
                                     .kind = from->kinds[i],
                                     .type = scope->schema->dialect->type_name(from->kinds[i]) };
    return list;
}

static bool describe_raw(quern_queryset *queryset, quern_sql_statement *out)
{
    const quern__parameters parameters = { .count = queryset->as.raw.count,
                                           .values = queryset->as.raw.values,
                                           .kinds = queryset->as.raw.kinds };
    out->sql = queryset->as.raw.sql;
    out->count = parameters.count;
    out->parameters = typed(queryset->scope, &parameters, NULL);
    return out->parameters;
}

static bool describe(quern_queryset *queryset, quern_sql_statement *out)
{
    if (queryset->raw)
        return describe_raw(queryset, out);
    quern__scope *scope = queryset->scope;
    quern__plan plan;
    quern__parameters parameters;
    const quern_queryset *with_values = quern__queryset_substitute(queryset, scope->arena);
    if (!with_values || !quern__plan_make(with_values, &all_rows, scope->arena, &plan) ||
        !quern__plan_parameters(&plan, scope->arena, &parameters))
        return false;
    if (plan.fault)
        return true;
    quern__text text = quern__text_open(scope->allocator);
    quern__sql_select(&plan, scope->schema->dialect, QUERN__SPELL_PLACEHOLDERS, &text);
    out->sql = quern__text_keep(&text, scope->arena);
    quern__text_close(&text);
    out->count = parameters.count;
    out->parameters = typed(scope, &parameters, with_values->wants);
    return out->sql && out->parameters;
}

const quern_sql_statement *quern_statement(quern_queryset *queryset)
{
    if (quern_queryset_error(queryset) || !queryset->scope)
        return NULL;
    quern__scope *scope = queryset->scope;
    quern_sql_statement *out = quern__arena_take(scope->arena, sizeof *out);
    if (out && describe(queryset, out))
        return out->sql ? out : NULL;
    quern__failure_no_memory(&quern__scope_top(scope)->failure, queryset->site);
    return NULL;
}
