/* evaluate.c: the line that a query walks. */
#include "lib/load/evaluate.h"

#include "lib/load/behind.h"
#include "lib/load/related.h"
#include "lib/load/watch.h"

#include "lib/compile/shared.h"

#include <string.h>

static void fail(quern_session *session, const quern_error *error)
{
    quern__failure_set(&session->scope.failure, error);
}

quern_session *quern__evaluation_begin(quern_queryset *queryset)
{
    if (!queryset || !quern__queryset_usable(queryset))
        return NULL;
    quern_session *session = quern__queryset_session(queryset);
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

const quern_queryset *quern__evaluation_substitute(quern_session *session, const quern_queryset *queryset,
                                                   quern__arena *arena, const char *site)
{
    if (!queryset->substitutes)
        return queryset;
    if (queryset->wants && queryset->wants->missing) {
        fail(session, quern__wants_refuse(queryset->wants, arena, site));
        return NULL;
    }
    queryset = quern__queryset_substitute(queryset, arena);
    if (!queryset)
        quern__failure_no_memory(&session->scope.failure, site);
    return queryset;
}

bool quern__evaluation_plan(quern_session *session, const quern_queryset *queryset, const quern__wish *wish,
                            quern__arena *arena, const char *site, quern__plan *plan)
{
    if (!arena) {
        quern__failure_no_memory(&session->scope.failure, site);
        return false;
    }
    queryset = quern__evaluation_substitute(session, queryset, arena, site);
    if (!queryset)
        return false;
    if (!quern__plan_make(queryset, wish, arena, plan)) {
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

/* Rows that may be gathered, instead of being loaded as they come. Where the session bounds a result's bytes, one that is too many by
 * itself is told of as such. */
enum { FEW = 32, FEW_BOUNDED = 2 };

static bool is_few(const quern_session *session, const quern_queryset *queryset, const quern__wish *wish)
{
    const int64_t most = session->options.max_result_bytes ? FEW_BOUNDED : FEW;
    if (wish->owners) /* what bounds the chain's rows does so for each of them */
        return false;
    if (wish->intent != QUERN__INTENT_ROWS || (wish->most >= 0 && wish->most <= most) || queryset->single)
        return true;
    const quern__rows rows = quern__queryset_rows(queryset);
    return rows.high != QUERN_OPEN_END && rows.high - rows.low <= most;
}

static bool no_memory(quern_session *session, const char *site)
{
    quern__failure_no_memory(&session->scope.failure, site);
    return false;
}

static bool find_statement(quern_session *session, const quern_queryset *queryset, const quern__wish *wish,
                           quern__arena *arena, const quern__shape *shape, quern__ready *out)
{
    out->compiled = quern__compiled_find(session->statements, shape);
    if (!out->compiled)
        return false;
    out->held = true;
    out->own = (quern__plan){
        .queryset = queryset, .wish = *wish, .model = queryset->model, .distinct = queryset->distinct
    };
    if (quern__plan_outputs(&out->own, queryset, arena))
        return true;
    quern__compiled_release(session->statements, out->compiled);
    out->compiled = NULL;
    return false;
}

/* Of one that is not known; an empty plan needs none. */
static bool make_statement(quern_session *session, const quern_queryset *queryset, const quern__wish *wish,
                           quern__arena *arena, const char *site, const quern__shape *shape,
                           quern__ready *out)
{
    if (!quern__evaluation_plan(session, queryset, wish, arena, site, &out->own))
        return false;
    if (out->own.empty)
        return true;
    out->compiled = quern__compiled_make(session->statements, shape, &out->own);
    out->held = out->compiled;
    return out->compiled || no_memory(session, site);
}

static bool prepare_chain(quern_session *session, const quern_queryset *queryset, const quern__wish *wish,
                          quern__arena *arena, const char *site, quern__shape *shape, quern__ready *out)
{
    queryset = quern__evaluation_substitute(session, queryset, arena, site);
    if (!queryset)
        return false;
    quern__shape_make(queryset, wish, arena, shape);
    bool done = false;
    if (shape->broken)
        no_memory(session, site);
    else if (shape->empty || quern__run_possible(session, NULL, site))
        done = (!shape->empty && find_statement(session, queryset, wish, arena, shape, out)) ||
               make_statement(session, queryset, wish, arena, site, shape, out);
    quern__shape_close(shape);
    out->plan = &out->own;
    out->parameters =
        (quern__parameters){ .count = shape->value_count, .values = shape->values, .kinds = shape->kinds };
    return done;
}

/* The statement of a shared queryset, when that serves: nothing is left to do but to put the values where they belong. */
static const quern__shared_statement *find_shared(const quern_queryset *queryset, const quern__wish *wish)
{
    const quern__wants *wants = queryset->wants;
    if (!queryset->shared || (wants && (wants->missing || wants->odd)))
        return NULL;
    const quern__shared_statement *found = quern__shared_statement_for(queryset->shared, wish);
    return found && !found->plan.fault ? found : NULL;
}

bool quern__ready_make(quern_session *session, const quern_queryset *queryset, const quern__wish *wish,
                       quern__arena *arena, const char *site, quern__shape *shape, quern__ready *out)
{
    if (!arena)
        return no_memory(session, site);
    out->compiled = NULL;
    out->held = false;
    out->few = is_few(session, queryset, wish);
    const quern__shared_statement *shared = find_shared(queryset, wish);
    if (!shared)
        return prepare_chain(session, queryset, wish, arena, site, shape, out);
    out->plan = &shared->plan;
    if (shared->plan.empty)
        return true;
    if (!quern__run_possible(session, NULL, site))
        return false;
    out->compiled = &shared->compiled;
    return quern__shared_fill(shared, queryset->wants, arena, &out->parameters) || no_memory(session, site);
}

bool quern__ready_settle(quern__ready *ready, quern__arena *arena, const quern__shape *shape)
{
    const size_t count = ready->parameters.count;
    if (!ready->compiled || ready->parameters.values != shape->few_values)
        return true;
    quern_value *values = quern__arena_take_array(arena, count, sizeof *values);
    quern_kind *kinds = quern__arena_take_array(arena, count, sizeof *kinds);
    if (!values || !kinds)
        return false;
    memcpy(values, shape->few_values, count * sizeof *values);
    memcpy(kinds, shape->few_kinds, count * sizeof *kinds);
    ready->parameters.values = values;
    ready->parameters.kinds = kinds;
    return true;
}

quern__work quern__ready_work(const quern__ready *ready, const quern_queryset *queryset, quern__sink *sink,
                              quern_query_origin origin, const char *site)
{
    sink->compiled = ready->compiled;
    return (quern__work){ .sql = ready->compiled->sql,
                          .count = ready->parameters.count,
                          .values = ready->parameters.values,
                          .kinds = ready->parameters.kinds,
                          .site = site,
                          .origin = origin,
                          .statement_ms = queryset->statement_ms,
                          .repeats = true,
                          .number = ready->compiled->number,
                          .few = ready->few,
                          .passed_by = quern__related_passed_by(queryset),
                          .sink = sink };
}

void quern__ready_close(quern_session *session, const quern__ready *ready)
{
    if (ready->held)
        quern__compiled_release(session->statements, ready->compiled);
}

/* Runs what is ready, if it is more than nothing, and closes it. */
static bool run(quern_session *session, const quern_queryset *queryset, const quern__ready *ready,
                quern__sink *sink, quern_query_origin origin, const char *site)
{
    if (!ready->compiled)
        return true;
    const quern__work work = quern__ready_work(ready, queryset, sink, origin, site);
    int64_t rows;
    quern__watch watch = { 0 };
    const bool done =
        (origin != QUERN_ORIGIN_QUERY || quern__watch_query(&watch, session, queryset, &work)) &&
        quern__run(session, &work, &rows);
    quern__watch_end(&watch, session);
    quern__ready_close(session, ready);
    return done;
}

quern_result *quern__evaluate(quern_session *session, quern_queryset *queryset, const quern__wish *wish,
                              const char *site)
{
    if (!quern__related_allows(queryset, site))
        return NULL;
    quern_result *result = quern__result_open_for(session, queryset);
    quern__shape shape;
    quern__ready ready;
    if (!quern__ready_make(session, queryset, wish, result ? result->arena : NULL, site, &shape, &ready)) {
        quern__result_close(result);
        return NULL;
    }
    quern__result_of(result, queryset);
    quern__loader loader = quern__loader_make(result, ready.plan);
    if (run(session, queryset, &ready, &loader.sink, QUERN_ORIGIN_QUERY, site)) {
        quern__related_point_back(queryset, result);
        return result;
    }
    quern__result_close(result);
    return NULL;
}

static quern_result *evaluate_any(quern_session *session, quern_queryset *queryset, const quern__wish *wish,
                                  const char *site)
{
    return wish ? quern__evaluate(session, queryset, wish, site)
                : quern__evaluate_raw(session, queryset, site);
}

quern_result *quern__evaluate_and_prefetch(quern_session *session, quern_queryset *queryset,
                                           const quern__wish *wish, size_t most, const char *site)
{
    bool begun;
    if (!quern__behind_wanted(queryset))
        return evaluate_any(session, queryset, wish, site);
    if (!quern__behind_begin(session, queryset, site, &begun))
        return NULL;
    quern_result *result = evaluate_any(session, queryset, wish, site);
    const bool along =
        result && (result->count > most || quern__behind_fetch(session, queryset, result, site));
    if (quern__behind_end(session, begun, site) && along)
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
    quern__evaluation_forget(queryset);
    quern__evaluation_keep(
        queryset,
        quern__evaluate_and_prefetch(session, queryset, queryset->raw ? NULL : &all_rows, SIZE_MAX, site));
    return queryset->result;
}

void quern__evaluation_keep(quern_queryset *queryset, quern_result *result)
{
    queryset->result = result;
    if (result)
        quern__result_born(result, queryset->birth);
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
    if (!quern__related_allows(queryset, site))
        return false;
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    quern__shape shape;
    quern__ready ready;
    quern__scalar scalar = quern__scalar_make();
    const bool done = quern__ready_make(session, queryset, wish, arena, site, &shape, &ready) &&
                      run(session, queryset, &ready, &scalar.sink, QUERN_ORIGIN_QUERY, site);
    quern__arena_close(arena);
    *value = scalar.value;
    *found = scalar.found;
    return done;
}

bool quern__evaluate_later(quern_session *session, quern_queryset *queryset, quern_result *result,
                           quern_object *object, size_t *rows, const char *site)
{
    const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .unordered = !queryset->related, .most = -1 };
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    quern__shape shape;
    quern__ready ready;
    *rows = 0;
    if (!quern__ready_make(session, queryset, &wish, arena, site, &shape, &ready)) {
        quern__arena_close(arena);
        return false;
    }
    quern__loader loader = quern__loader_make(result, ready.plan);
    loader.object = (char *)object;
    const bool done = run(session, queryset, &ready, &loader.sink, QUERN_ORIGIN_LAZY, site);
    quern__arena_close(arena);
    *rows = loader.rows;
    return done;
}
