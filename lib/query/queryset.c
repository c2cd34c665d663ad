/* queryset.c: nodes of the chain, the ones in error, and the two static ones: for a session without memory, and for NULL. */
#include "lib/query/prefetch.h"

static quern_queryset no_memory = { .clause = QUERN__CLAUSE_ERROR,
                                    .error = &quern__out_of_memory,
                                    .as.refusal = "-- QUERN_ERROR_MEMORY: out of memory" };

static const quern_error null_error = { .code = QUERN_ERROR_USAGE,
                                        .message = "a NULL queryset",
                                        .detail = "",
                                        .hint = "no function of quern returns one: it was never assigned",
                                        .path = "",
                                        .nearest = "",
                                        .sql = "" };
static quern_queryset null_queryset = { .clause = QUERN__CLAUSE_ERROR,
                                        .error = &null_error,
                                        .as.refusal = "-- QUERN_ERROR_USAGE: a NULL queryset" };

/* A shared queryset has no scope to make anything in. */
static const quern_error shared_error = { .code = QUERN_ERROR_USAGE,
                                          .message = "a shared queryset belongs to no session",
                                          .detail = "",
                                          .hint = "refine and evaluate what quern_in(session, shared) gives",
                                          .path = "",
                                          .nearest = "",
                                          .sql = "" };
static quern_queryset shared_queryset = {
    .clause = QUERN__CLAUSE_ERROR,
    .error = &shared_error,
    .as.refusal = "-- QUERN_ERROR_USAGE: a shared queryset belongs to no session"
};

/* One of objects whose result was taken has no scope to make anything in either. */
static const quern_error over_error = { .code = QUERN_ERROR_USAGE,
                                        .message = "a queryset of an object whose result was taken",
                                        .detail = "",
                                        .hint = "take the result when all is asked that is to be asked, or "
                                                "load the object anew",
                                        .path = "",
                                        .nearest = "",
                                        .sql = "" };
static quern_queryset over_queryset = {
    .clause = QUERN__CLAUSE_ERROR,
    .error = &over_error,
    .as.refusal = "-- QUERN_ERROR_USAGE: a queryset of an object whose result was taken"
};

/* Without memory there is no node to carry the error to where it is evaluated, so the session has it at once. */
static quern_queryset *out_of_memory(quern__scope *scope, const char *site)
{
    if (scope && scope->arena)
        quern__failure_no_memory(&quern__scope_top(scope)->failure, site);
    return &no_memory;
}

static quern_queryset *node(quern__scope *scope, quern__clause clause, const char *site)
{
    quern_queryset *made = scope->arena ? quern__arena_take(scope->arena, sizeof *made) : NULL;
    if (!made)
        return out_of_memory(scope, site);
    made->scope = scope;
    made->clause = clause;
    made->site = site;
    made->birth = ++quern__scope_top(scope)->serial;
    return made;
}

bool quern__queryset_usable(const quern_queryset *queryset)
{
    return queryset->scope != NULL;
}

quern_queryset *quern__queryset_root(quern__scope *scope, const quern__model *model, const char *site)
{
    quern_queryset *made = node(scope, QUERN__CLAUSE_OBJECTS, site);
    if (!quern__queryset_usable(made))
        return made;
    made->model = model;
    made->ordered = model->ordering_count > 0;
    return made;
}

static quern_queryset *node_under(quern__scope *scope, const quern_queryset *parent, quern__clause clause,
                                  const char *site)
{
    quern_queryset *made = node(scope, clause, site);
    if (!quern__queryset_usable(made))
        return made;
    made->parent = parent;
    made->model = parent->model;
    made->rows = parent->rows;
    made->outputs = parent->outputs;
    made->wants = parent->wants;
    made->nesting = parent->nesting;
    made->substitutes = parent->substitutes;
    made->empty = parent->empty;
    made->loaded = parent->loaded;
    made->along = parent->along;
    made->chosen = parent->chosen;
    made->settled = parent->settled;
    made->statement_ms = parent->statement_ms;
    made->fetch_mode = parent->fetch_mode;
    made->prefetches = parent->prefetches;
    made->sliced = parent->sliced;
    made->ordered = parent->ordered;
    made->single = parent->single;
    made->distinct = parent->distinct;
    made->bring = parent->bring;
    made->related = parent->related;
    made->sticky = clause == QUERN__CLAUSE_FILTER ? NULL : parent->sticky;
    made->shared = clause == QUERN__CLAUSE_ALL ? parent->shared : NULL; /* its statements still serve */
    return made;
}

quern_queryset *quern__queryset_refine(const quern_queryset *parent, quern__clause clause, const char *site)
{
    return node_under(parent->scope, parent, clause, site);
}

/* SQL of the user's own is no chain: all of it is handed on. */
static quern_queryset *again_raw(const quern_queryset *queryset, const char *site)
{
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_RAW, site);
    if (!quern__queryset_usable(made))
        return made;
    made->parent = NULL;
    made->raw = true;
    made->as = queryset->as;
    return made;
}

quern_queryset *quern__queryset_again(const quern_queryset *queryset, const char *site)
{
    return queryset->raw ? again_raw(queryset, site)
                         : quern__queryset_refine(queryset, QUERN__CLAUSE_ALL, site);
}

quern_queryset *quern__queryset_enter(quern__scope *scope, const quern_queryset *shared, const char *site)
{
    quern_queryset *made = node_under(scope, shared, QUERN__CLAUSE_ALL, site);
    if (quern__queryset_usable(made) && !quern__prefetches_enter(scope, &made->prefetches, site))
        return out_of_memory(scope, site);
    return made;
}

quern_queryset *quern__queryset_fail(quern__scope *scope, const quern_error *error, const char *site)
{
    if (error->code == QUERN_ERROR_MEMORY)
        return out_of_memory(scope, site);
    quern_queryset *made = node(scope, QUERN__CLAUSE_ERROR, site);
    if (quern__queryset_usable(made))
        made->error = error;
    return made;
}

quern_queryset *quern__queryset_refuse(quern_queryset *parent, quern_error_code code, const char *message,
                                       const char *hint, const char *site)
{
    const quern_error error = { .code = code, .message = message, .hint = hint, .site = site };
    return quern__queryset_fail(parent->scope, quern__error_copy(parent->scope->arena, &error), site);
}

quern_queryset *quern__queryset_refused_again(quern_queryset *queryset, const char *site)
{
    const bool raw = queryset && !queryset->error && queryset->raw;
    return raw ? NULL : quern__queryset_refused(queryset, site);
}

quern_queryset *quern__queryset_refused(quern_queryset *queryset, const char *site)
{
    if (!queryset)
        return &null_queryset;
    if (queryset->error)
        return queryset;
    if (!queryset->scope)
        return &shared_queryset;
    if (quern__queryset_over(queryset))
        return &over_queryset;
    return queryset->raw ? quern__queryset_refuse(queryset, QUERN_ERROR_USAGE,
                                                  "a queryset of quern_raw cannot be refined",
                                                  "put it into its SQL", site)
                         : NULL;
}

const quern__order *quern__queryset_order(const quern_queryset *queryset, size_t *count)
{
    for (const quern_queryset *node = queryset; node; node = node->parent)
        if (node->clause == QUERN__CLAUSE_ORDER) {
            *count = node->as.order.count;
            return node->as.order.terms;
        }
    *count = queryset->model->ordering_count;
    return queryset->model->ordering;
}

const quern_error *quern_queryset_error(const quern_queryset *queryset)
{
    if (!queryset)
        return &null_error;
    if (quern__queryset_over(queryset))
        return &over_error;
    return queryset->error ? queryset->error : queryset->failed;
}
