/* copy.c: chains that outlive their session: for quern_share. */
#include "lib/query/along.h"
#include "lib/query/prefetch.h"

#include "lib/expr/copy.h"
#include "lib/query/values.h"

#include <string.h>

static bool copy_order(quern__arena *arena, quern_queryset *to)
{
    const size_t count = to->as.order.count;
    const quern__order *from = to->as.order.terms;
    quern__order *terms = quern__arena_take_array(arena, count, sizeof *terms);
    to->as.order.terms = terms;
    for (size_t i = 0; terms && i < count; i++) {
        terms[i] = from[i];
        if (!quern__column_copy(arena, &from[i].column, &terms[i].column))
            return false;
    }
    return terms;
}

static bool copy_distinct(quern__arena *arena, quern_queryset *to)
{
    const size_t count = to->as.distinct.count;
    const quern__column *from = to->as.distinct.on;
    quern__column *on = quern__arena_take_array(arena, count, sizeof *on);
    to->as.distinct.on = on;
    for (size_t i = 0; on && i < count; i++)
        if (!quern__column_copy(arena, &from[i], &on[i]))
            return false;
    return on;
}

static bool copy_clause(quern__copying *c, const quern_queryset *from, quern_queryset *to)
{
    switch (from->clause) {
    case QUERN__CLAUSE_FILTER:
        return quern__condition_copy(c, &from->as.filter, &to->as.filter);
    case QUERN__CLAUSE_ORDER:
        return copy_order(c->arena, to);
    case QUERN__CLAUSE_DISTINCT:
        return copy_distinct(c->arena, to);
    default:
        return true;
    }
}

/* What one node hands on to the next is copied where it changes. */
static bool copy_outputs(quern__copying *c, const quern_queryset *from, quern_queryset *to)
{
    const size_t count = from->rows ? from->rows->count : 0;
    to->rows = NULL;
    to->outputs = NULL;
    if (!from->rows)
        return true;
    quern__expression *outputs = quern__arena_take_array(c->arena, count, sizeof *outputs);
    to->rows = quern__rows_copy(c->arena, from->rows);
    to->outputs = outputs;
    for (size_t i = 0; outputs && i < count; i++)
        if (!quern__expression_copy(c, &from->outputs[i], &outputs[i]))
            return false;
    return outputs && to->rows;
}

static bool copy_loaded(quern__arena *arena, const quern_queryset *from, quern_queryset *to)
{
    if (!from->loaded)
        return true;
    bool *loaded = quern__arena_take_array(arena, from->model->count, sizeof *loaded);
    if (loaded)
        memcpy(loaded, from->loaded, from->model->count * sizeof *loaded);
    to->loaded = loaded;
    return loaded;
}

/* What comes along, and which fields of the objects are loaded. */
static bool copy_load(quern__arena *arena, const quern_queryset *from, quern_queryset *to)
{
    if (from->along)
        to->along = quern__along_copy(arena, from->along);
    return (!from->along || to->along) && copy_loaded(arena, from, to);
}

static bool copy_node(quern__copying *c, const quern_queryset *from, const quern_queryset *of_parent,
                      quern_queryset *parent, quern_queryset *to)
{
    *to = *from;
    to->scope = NULL;
    to->bring = NULL;
    to->related = NULL;
    to->parent = parent;
    to->result = NULL;
    to->failed = NULL;
    to->mishap = NULL;
    to->item = NULL;
    to->prefetches = NULL;
    if (!copy_clause(c, from, to))
        return false;
    if (parent && from->outputs == of_parent->outputs) {
        to->rows = parent->rows;
        to->outputs = parent->outputs;
    } else if (!copy_outputs(c, from, to)) {
        return false;
    }
    if (!parent || from->loaded != of_parent->loaded || from->along != of_parent->along)
        return copy_load(c->arena, from, to);
    to->loaded = parent->loaded;
    to->along = parent->along;
    return true;
}

static quern_queryset *copy(quern__copying *c, const quern_queryset *queryset)
{
    size_t count = 0;
    for (const quern_queryset *node = queryset; node; node = node->parent)
        count++;
    quern_queryset *nodes = quern__arena_take_array(c->arena, count, sizeof *nodes);
    const quern_queryset **from = quern__arena_take_array(c->arena, count, sizeof *from);
    if (!nodes || !from)
        return NULL;
    size_t at = count;
    for (const quern_queryset *node = queryset; node; node = node->parent)
        from[--at] = node;
    for (size_t i = 0; i < count; i++)
        if (!copy_node(c, from[i], i ? from[i - 1] : NULL, i ? &nodes[i - 1] : NULL, &nodes[i]))
            return NULL;
    return &nodes[count - 1];
}

static const quern_queryset *copy_query(quern__copying *copying, const quern_queryset *queryset)
{
    return copy(copying, queryset);
}

static quern_queryset *copy_chain(const quern_queryset *queryset, quern__arena *arena)
{
    quern__copying copying = { .arena = arena, .query = copy_query };
    return copy(&copying, queryset);
}

/* ---- What is fetched along ---- */

/* All its values have come: so it is as it would have been built with them. */
static bool copy_inner(quern__arena *arena, quern__prefetch *to)
{
    const quern_queryset *given =
        to->queryset ? quern__queryset_substitute(to->queryset, arena) : to->queryset;
    if (!to->queryset)
        return true;
    to->queryset = given ? copy_chain(given, arena) : NULL;
    return to->queryset;
}

static bool copy_level(quern__arena *arena, const quern__prefetch *level, const quern__prefetch **to)
{
    for (*to = NULL; level; level = level->next) {
        quern__prefetch *made = quern__arena_take(arena, sizeof *made);
        if (!made)
            return false;
        *made = *level;
        made->next = NULL;
        made->name = level->apart ? quern__arena_text(arena, level->name) : level->name;
        if (!made->name || !copy_inner(arena, made) || !copy_level(arena, level->below, &made->below))
            return false;
        *to = made;
        to = &made->next;
    }
    return true;
}

static bool copy_prefetches(quern__arena *arena, const quern__prefetches *from, quern_queryset *to)
{
    if (!from)
        return true;
    quern__prefetches *made = quern__arena_take(arena, sizeof *made);
    to->prefetches = made;
    if (!made)
        return false;
    *made = *from;
    return copy_level(arena, from->first, &made->first);
}

quern_queryset *quern__queryset_copy(const quern_queryset *queryset, quern__arena *arena)
{
    quern_queryset *made = copy_chain(queryset, arena);
    return made && copy_prefetches(arena, queryset->prefetches, made) ? made : NULL;
}

const quern_queryset *quern__queryset_bring(const quern_queryset *queryset, quern__scope *scope)
{
    quern_queryset *brought = quern__queryset_copy(queryset, scope->arena);
    if (!brought || !quern__wants_copy(scope->arena, queryset->wants, &brought->wants))
        return NULL;
    brought = quern__queryset_enter(scope, brought, queryset->site);
    return quern__queryset_usable(brought) ? brought : NULL;
}
