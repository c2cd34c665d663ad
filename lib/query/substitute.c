/* substitute.c: a chain whose values were to come, as it would have been built with those that came. */
#include "lib/query/queryset.h"

#include "lib/expr/substitute.h"

static const quern_queryset *rebuild(const quern_queryset *queryset, quern__substitution *s);

static const quern_queryset *rebuild_query(quern__substitution *s, const quern__query *query)
{
    const quern_queryset *inner = query->queryset;
    if (!inner->substitutes)
        return inner;
    const quern__given given = { .wants = inner->wants, .slots = query->slots, .around = s->given };
    quern__substitution within = *s;
    within.given = &given;
    return rebuild(inner, &within);
}

/* What makes a node empty by itself. */
static bool is_empty(const quern_queryset *node)
{
    switch (node->clause) {
    case QUERN__CLAUSE_FILTER:
        return quern__condition_is_never(&node->as.filter);
    case QUERN__CLAUSE_SLICE:
        return node->as.slice.low == node->as.slice.high;
    default:
        return node->clause == QUERN__CLAUSE_NONE;
    }
}

/* A copy of one node under `parent`; `parent` itself for a condition that always holds. */
static const quern_queryset *rebuild_node(const quern_queryset *node, const quern_queryset *parent,
                                          quern__substitution *s)
{
    quern_queryset *made = quern__arena_take(s->arena, sizeof *made);
    if (!made)
        return NULL;
    *made = *node;
    made->parent = parent;
    made->result = NULL;
    made->failed = NULL;
    made->mishap = NULL;
    made->item = NULL;
    made->wants = NULL;
    made->shared = NULL;
    made->substitutes = node->substitutes && s->remains;
    if (node->clause == QUERN__CLAUSE_FILTER &&
        !quern__condition_substitute(s, &node->as.filter, &made->as.filter))
        return NULL;
    made->empty = (parent && parent->empty) || is_empty(made);
    return node->clause == QUERN__CLAUSE_FILTER && quern__condition_is_always(&made->as.filter) ? parent
                                                                                                : made;
}

static const quern_queryset *rebuild(const quern_queryset *queryset, quern__substitution *s)
{
    size_t count = 0;
    for (const quern_queryset *node = queryset; node; node = node->parent)
        count++;
    const quern_queryset **nodes = quern__arena_take_array(s->arena, count, sizeof *nodes);
    const quern_queryset *last = NULL;
    if (!nodes)
        return NULL;
    size_t at = count;
    for (const quern_queryset *node = queryset; node; node = node->parent)
        nodes[--at] = node;
    for (size_t i = 0; i < count; i++) {
        last = rebuild_node(nodes[i], last, s);
        if (!last)
            return NULL;
    }
    return last;
}

static quern_queryset *substitute(const quern_queryset *queryset, const quern__wants *wants,
                                  quern__arena *arena)
{
    const quern__given given = { .wants = wants };
    quern__substitution s = {
        .arena = arena, .given = &given, .remains = wants && wants->missing, .query = rebuild_query
    };
    quern_queryset *made = (quern_queryset *)(uintptr_t)rebuild(queryset, &s);
    if (made && s.remains)
        made->wants = wants;
    return made;
}

const quern_queryset *quern__queryset_substitute(const quern_queryset *queryset, quern__arena *arena)
{
    return queryset->substitutes ? substitute(queryset, queryset->wants, arena) : queryset;
}

const quern_queryset *quern__queryset_open(const quern_queryset *queryset, quern__arena *arena)
{
    const quern__wants *wants = queryset->wants;
    if (!queryset->substitutes)
        return queryset;
    quern__wants *none = quern__arena_take(arena, sizeof *none);
    quern__bound *bound = quern__arena_take_array(arena, wants ? wants->count : 0, sizeof *bound);
    if (!none || !bound)
        return NULL;
    if (wants)
        *none = (quern__wants){
            .count = wants->count, .stands = wants->stands, .bound = bound, .missing = wants->count
        };
    return substitute(queryset, wants ? none : NULL, arena);
}
