/* prefetch.c: the levels of a tree, one after the other. What all relations of a level ask for is one round trip, in whichever branches
 * of the tree they are; where a relation has nothing to ask, as all of it is there, what is below it asks with the level.
 *
 * gather.c says who wants what, ask.c asks, deal.c takes the rows in, match.c finds out whose they are, give.c gives. */
#include "lib/load/level.h"

static bool add_level(quern__prefetching *p, const quern__prefetch *tree, const quern__relating *up,
                      const quern__object_list *objects);

/* Which way it leads, and what the keys on it are. */
static void describe(quern__relating *r)
{
    const quern__field *relation = r->node->relation;
    r->to_set = !relation || r->node->apart;
    if (relation) {
        r->via = r->of = relation;
        r->by = relation->reach;
        r->asked.field = relation->reach;
        return;
    }
    const quern__reverse *reverse = r->node->reverse;
    const quern__hop *first = reverse->hops[0];
    r->via = reverse->as;
    r->of = first->near;
    r->asked.field = first->far;
    if (reverse->hop_count == 1) {
        r->by = first->far;
        return;
    }
    r->way = reverse->hops[1]->relation->back;
    r->target_key = reverse->hops[1]->far;
    r->asked = (quern__column){ .field = first->far, .hops = &r->way, .hop_count = 1, .call = r };
}

static bool add(quern__prefetching *p, const quern__prefetch *node, const quern__relating *up,
                const quern__object_list *objects)
{
    quern__relating *r = quern__arena_take(p->arena, sizeof *r);
    if (!r)
        return quern__prefetch_no_memory(p);
    r->node = node;
    r->up = up;
    describe(r);
    if (!quern__prefetch_gather(p, r, objects))
        return false;
    *p->end = r;
    p->end = &r->next;
    return r->asks || add_level(p, node->below, r, &r->targets);
}

/* The same objects, and each of these relations. */
static bool add_level(quern__prefetching *p, const quern__prefetch *tree, const quern__relating *up,
                      const quern__object_list *objects)
{
    for (const quern__prefetch *node = tree; node && objects->count; node = node->next)
        if (!add(p, node, up, objects))
            return false;
    return true;
}

static quern__relating *begin_level(quern__prefetching *p)
{
    quern__relating *before = p->first;
    p->first = NULL;
    p->end = &p->first;
    return before;
}

static bool run(quern__prefetching *p, const quern__prefetch *tree, const quern__object_list *objects)
{
    begin_level(p);
    if (!add_level(p, tree, NULL, objects))
        return false;
    while (p->first) {
        if (!quern__prefetch_ask(p) || !quern__prefetch_give(p))
            return false;
        for (const quern__relating *r = begin_level(p); r; r = r->next)
            if (r->asks && !add_level(p, r->node->below, r, &r->targets))
                return false;
    }
    return true;
}

bool quern__prefetch_run(quern_session *session, const quern__prefetch *tree, void *const *objects,
                         size_t count, const quern__prefetch_way *way)
{
    quern__prefetching p = { .session = session, .way = way };
    const quern__object_list list = { .objects = (quern_object **)(uintptr_t)objects, .count = count };
    if (quern__scope_failed(&session->scope))
        return false;
    p.scope = (quern__scope){ .allocator = session->scope.allocator, .schema = session->scope.schema };
    p.arena = p.scope.arena = quern__arena_open(p.scope.allocator, NULL);
    if (!p.arena)
        return quern__prefetch_no_memory(&p);
    quern__failure_open(&p.scope.failure, p.scope.allocator);
    const bool done = run(&p, tree, &list);
    quern__failure_close(&p.scope.failure);
    quern__arena_close(p.arena);
    return done;
}

bool quern__prefetch_result(quern_result *result, const quern__prefetch *tree, const quern__prefetch_way *way)
{
    quern_session *session = quern__result_session(result);
    const quern_allocator *allocator = session->scope.allocator;
    void **objects = quern__allocate(allocator, result->count * sizeof *objects);
    quern__walk walk = { 0 };
    for (size_t i = 0; objects && i < result->count; i++)
        objects[i] = quern__walk_on(&walk, result);
    if (!objects)
        quern__failure_no_memory(&session->scope.failure, way->site);
    const bool done = objects && quern__prefetch_run(session, tree, objects, result->count, way);
    quern__release(allocator, objects);
    return done;
}
