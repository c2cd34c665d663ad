/* evaluate.c: the line that a query walks. */
#include "lib/load/evaluate.h"
#include "lib/load/watch.h"

#include "lib/compile/statements.h"

static void fail(quern_session *session, const quern_error *error)
{
    quern__failure_set(&session->scope.failure, error);
}

quern_session *quern__evaluation_begin(quern_queryset *queryset)
{
    if (!queryset || !quern__queryset_usable(queryset))
        return NULL;
    quern_session *session = (quern_session *)queryset->scope;
    if (quern__scope_failed(&session->scope))
        return NULL;
    if (!queryset->error)
        return session;
    fail(session, queryset->error);
    return NULL;
}

bool quern__evaluation_fits(quern_session *session, const quern_queryset *queryset, const quern_model *model,
                            const char *site)
{
    const quern__model *rows = quern__queryset_rows_model(queryset);
    if (rows->descriptor == model)
        return true;
    quern__arena *arena = session->scope.arena;
    const char *name = model && model->name ? model->name : "?";
    const quern_error error = { .code = QUERN_ERROR_USAGE,
                                .message = quern__arena_format(arena, "objects of %s from a queryset of %s",
                                                               name, rows->name),
                                .hint = quern__arena_format(arena, "name its own: %s", rows->name),
                                .path = name,
                                .site = site };
    fail(session, &error);
    return false;
}

bool quern__evaluation_plan(quern_session *session, const quern_queryset *queryset, const quern__wish *wish,
                            quern__arena *arena, const char *site, quern__plan *plan)
{
    if (!arena || !quern__plan_make(queryset, wish, arena, plan)) {
        quern__failure_no_memory(&session->scope.failure, site);
        return false;
    }
    if (!plan->fault)
        return true;
    quern_error error = *plan->fault;
    error.site = site;
    fail(session, &error);
    return false;
}

/* Runs a queryset's plan that is not empty. `arena` holds what the run needs. */
static bool run(quern_session *session, const quern_queryset *queryset, const quern__plan *plan,
                quern__arena *arena, quern__sink *sink, quern_query_origin origin, const char *site)
{
    quern__parameters parameters;
    if (!quern__run_possible(session, NULL, site))
        return false;
    const quern__compiled *compiled =
        quern__plan_parameters(plan, arena, &parameters) ? quern__compile(session->statements, plan) : NULL;
    if (!compiled) {
        quern__failure_no_memory(&session->scope.failure, site);
        return false;
    }
    const quern__work work = { .sql = compiled->sql,
                               .count = parameters.count,
                               .values = parameters.values,
                               .kinds = parameters.kinds,
                               .site = site,
                               .origin = origin,
                               .statement_ms = queryset->statement_ms,
                               .repeats = true,
                               .sink = sink };
    int64_t rows;
    quern__watch watch = { 0 };
    const bool done = (origin != QUERN_ORIGIN_QUERY ||
                       quern__watch_query(&watch, session, queryset, compiled->sql, &parameters, site)) &&
                      quern__run(session, &work, &rows);
    quern__watch_end(&watch, session);
    quern__compiled_release(session->statements, compiled);
    return done;
}

quern_result *quern__evaluate(quern_session *session, quern_queryset *queryset, const quern__wish *wish,
                              const char *site)
{
    quern_result *result = quern__result_open(session, quern__queryset_rows_model(queryset));
    quern__plan plan;
    if (!quern__evaluation_plan(session, queryset, wish, result ? result->arena : NULL, site, &plan)) {
        quern__result_close(result);
        return NULL;
    }
    quern__result_of(result, queryset);
    quern__loader loader = quern__loader_make(result, &plan);
    if (plan.empty || run(session, queryset, &plan, result->arena, &loader.sink, QUERN_ORIGIN_QUERY, site))
        return result;
    quern__result_close(result);
    return NULL;
}

quern_result *quern__evaluate_cached(quern_queryset *queryset, const char *site)
{
    static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    quern_session *session = quern__evaluation_begin(queryset);
    if (!session)
        return NULL;
    if (queryset->result)
        return queryset->result;
    queryset->result = queryset->raw ? quern__evaluate_raw(session, queryset, site)
                                     : quern__evaluate(session, queryset, &all_rows, site);
    if (queryset->result)
        quern__result_born(queryset->result, queryset->birth);
    return queryset->result;
}

bool quern__evaluation_prepare(quern_queryset *queryset, const char *site)
{
    return !queryset->raw || quern__evaluate_cached(queryset, site);
}

bool quern__evaluate_scalar(quern_session *session, quern_queryset *queryset, const quern__wish *wish,
                            const char *site, int64_t *value, bool *found)
{
    *found = false;
    *value = 0;
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    quern__plan plan;
    if (!quern__evaluation_plan(session, queryset, wish, arena, site, &plan)) {
        quern__arena_close(arena);
        return false;
    }
    quern__scalar scalar = quern__scalar_make();
    const bool done =
        plan.empty || run(session, queryset, &plan, arena, &scalar.sink, QUERN_ORIGIN_QUERY, site);
    quern__arena_close(arena);
    *value = scalar.value;
    *found = scalar.found;
    return done;
}

bool quern__evaluate_later(quern_session *session, quern_queryset *queryset, quern_result *result,
                           quern_object *object, size_t *rows, const char *site)
{
    static const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .unordered = true, .most = -1 };
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    quern__plan plan;
    *rows = 0;
    if (!quern__evaluation_plan(session, queryset, &wish, arena, site, &plan)) {
        quern__arena_close(arena);
        return false;
    }
    quern__loader loader = quern__loader_make(result, &plan);
    loader.object = (char *)object;
    const bool done =
        plan.empty || run(session, queryset, &plan, arena, &loader.sink, QUERN_ORIGIN_LAZY, site);
    quern__arena_close(arena);
    *rows = loader.rows;
    return done;
}
