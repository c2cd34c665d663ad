/* prefetch_tree.c: the tree of what is fetched along: paths become nodes. Nothing of a tree changes once it is there: a path that is added
 * makes new nodes of those that it leads over, and of those before them, and shares the rest. */
#include "lib/query/adding.h"

#include <string.h>

/* Each level is a round trip: a path that is longer has been made by a machine, and not with good intent. */
enum { DEEPEST = 32 };

#define TEXT(...) quern__arena_format(a->scope->arena, __VA_ARGS__)

bool quern__adding_fail(quern__adding *a, const quern_error *error)
{
    a->error = error;
    return false;
}

bool quern__adding_no_memory(quern__adding *a)
{
    return quern__adding_fail(a, &quern__out_of_memory);
}

bool quern__adding_refuse(quern__adding *a, const char *path, const char *message, const char *hint)
{
    return quern__adding_fail(a, quern__error_copy(a->scope->arena, &(quern_error){ .code = QUERN_ERROR_USAGE,
                                                                                    .message = message,
                                                                                    .hint = hint,
                                                                                    .path = path,
                                                                                    .site = a->site }));
}

/* ---- Nodes ---- */

static bool is_many(const quern__prefetch *node)
{
    return node->reverse && node->reverse->many;
}

static bool same_relation(const quern__prefetch *node, const quern__step *s)
{
    return node->relation == s->relation && node->reverse == s->reverse;
}

/* The node for that name, with `to` in its place where that is given; NULL: there is none yet. */
static const quern__prefetch *find_node(const quern__prefetch *level, const quern__step *s, const char *to)
{
    if (s->put)
        return s->put;
    for (; level; level = level->next)
        if (to ? level->apart && strcmp(level->name, to) == 0 : !level->apart && same_relation(level, s))
            break;
    return level;
}

static void make_node(const quern__model *model, const quern__step *s, quern__prefetch *node)
{
    *node = (quern__prefetch){ .model = model,
                               .relation = s->relation,
                               .reverse = s->reverse,
                               .name = s->reverse ? s->reverse->name : s->relation->name };
    node->to = s->reverse ? quern__reverse_member(s->reverse) : s->relation;
}

/* Of a shared one the node has what it became in the scope. */
static bool same_queryset(const quern__prefetch *node, const quern_queryset *wanted)
{
    const quern_queryset *queryset = node->queryset;
    return queryset == wanted || (queryset && wanted && !wanted->scope && queryset->parent == wanted);
}

/* It has been asked for before: as is wanted now? */
static bool check_same(quern__adding *a, const quern__prefetch *node, const quern__step *s)
{
    const quern_prefetch *wanted = a->wanted;
    if (s->put && wanted->to)
        return quern__adding_refuse(a, wanted->path,
                                    TEXT("%s: \"%.*s\" is no relation, but what one was put into", a->verb,
                                         quern__step_shown(s), s->name),
                                    "put the relation itself into both");
    if (wanted->to && (!same_relation(node, s) || !same_queryset(node, wanted->queryset)))
        return quern__adding_refuse(a, wanted->to,
                                    TEXT("%s: two of them are put into \"%s\"", a->verb, wanted->to),
                                    "give one of them another name by .to");
    if (wanted->to || !wanted->queryset || same_queryset(node, wanted->queryset))
        return true;
    return quern__adding_refuse(
        a, wanted->path,
        node->queryset
            ? TEXT("%s: \"%s\" twice, with different querysets", a->verb, wanted->path)
            : TEXT("%s: \"%s\" with a queryset, after a path over all of them", a->verb, wanted->path),
        node->queryset ? "put one of them elsewhere: .to" : "give this one first; or put it elsewhere: .to");
}

/* The path ends here. */
static bool end(quern__adding *a, const quern__step *s, const quern__prefetch *old, quern__prefetch *node)
{
    const quern__model *target = quern__prefetch_target(node);
    if (!quern__adding_take(a, target, is_many(node), &node->queryset) || (old && !check_same(a, old, s)))
        return false;
    if (old) {
        node->queryset = old->queryset;
        return true;
    }
    if (a->wanted->to) {
        if (!quern__adding_check_to(a, node->model, target))
            return false;
        node->apart = true;
        node->to = quern__model_prefetched(node->model, a->wanted->to);
        node->name = node->to ? node->to->name : quern__arena_text(a->arena, a->wanted->to);
    }
    const quern__prefetches *own = node->queryset ? node->queryset->prefetches : NULL;
    if (own) {
        node->below = own->first;
        a->snapshot |= own->snapshot;
    }
    return node->name || quern__adding_no_memory(a);
}

/* The level with the node in the place of `old`, or behind all when that is NULL; NULL when out of memory. */
static const quern__prefetch *with(quern__adding *a, const quern__prefetch *level, const quern__prefetch *old,
                                   quern__prefetch *node)
{
    const quern__prefetch *first = node, **link = &first;
    for (; level && level != old; level = level->next) {
        quern__prefetch *copy = quern__arena_take(a->arena, sizeof *copy);
        if (!copy)
            return NULL;
        *copy = *level;
        *link = copy;
        link = &copy->next;
    }
    *link = node;
    node->next = old ? old->next : NULL;
    return first;
}

static unsigned deepest(const quern__prefetch *level)
{
    unsigned levels = 0;
    for (; level; level = level->next)
        levels = level->levels > levels ? level->levels : levels;
    return levels;
}

static bool too_deep(quern__adding *a)
{
    return quern__adding_refuse(a, a->wanted->path,
                                TEXT("%s: more than %d relations in a row", a->verb, DEEPEST),
                                "each of them is a round trip: prefetch less of them");
}

/* The level with the path; NULL: see the error. */
static const quern__prefetch *add(quern__adding *a, const quern__model *model, const quern__prefetch *level,
                                  const char *path, int depth)
{
    quern__step s;
    if (depth == DEEPEST ? !too_deep(a) : !quern__step_find(a, model, level, path, &s))
        return NULL;
    const bool last = !*s.rest;
    const quern__prefetch *old = find_node(level, &s, last ? a->wanted->to : NULL);
    quern__prefetch *node = quern__arena_take(a->arena, sizeof *node);
    if (!node)
        return quern__adding_no_memory(a), NULL;
    if (old)
        *node = *old;
    else
        make_node(model, &s, node);
    if (last && !end(a, &s, old, node))
        return NULL;
    if (!last) {
        node->below = add(a, quern__prefetch_target(node), node->below, s.rest, depth + 1);
        if (!node->below)
            return NULL;
    }
    node->levels = deepest(node->below) + 1;
    const quern__prefetch *made = with(a, level, old, node);
    if (!made)
        quern__adding_no_memory(a);
    return made;
}

const quern_error *quern__prefetches_add(quern__scope *scope, quern__arena *arena, const quern__model *model,
                                         const quern_prefetch *wanted, const char *verb, const char *site,
                                         quern__prefetches *tree)
{
    quern__adding a = { .scope = scope, .arena = arena, .verb = verb, .site = site };
    const quern__prefetch *first = tree->first;
    for (; wanted->path; wanted++) {
        a.wanted = wanted;
        first = add(&a, model, first, wanted->path, 0);
        if (first && deepest(first) > DEEPEST)
            too_deep(&a);
        if (a.error)
            return a.error;
    }
    tree->first = first;
    tree->snapshot |= a.snapshot;
    tree->site = site;
    return NULL;
}

void quern__prefetch_needs(const quern__prefetch *level, bool *loaded)
{
    for (const quern__prefetch *node = level; node; node = node->next)
        loaded[node->relation ? node->relation->index : node->reverse->hops[0]->near->index] = true;
}

/* ---- What is shared ---- */

static bool enter(quern__scope *scope, const quern__prefetch *level, const char *site,
                  const quern__prefetch **to)
{
    for (*to = NULL; level; level = level->next) {
        quern__prefetch *made = quern__arena_take(scope->arena, sizeof *made);
        if (!made)
            return false;
        *made = *level;
        made->next = NULL;
        if (made->queryset)
            made->queryset = quern__queryset_enter(scope, made->queryset, site);
        if ((made->queryset && !quern__queryset_usable(made->queryset)) ||
            !enter(scope, level->below, site, &made->below))
            return false;
        *to = made;
        to = &made->next;
    }
    return true;
}

bool quern__prefetches_enter(quern__scope *scope, const quern__prefetches **tree, const char *site)
{
    if (!*tree)
        return true;
    quern__prefetches *made = quern__arena_take(scope->arena, sizeof *made);
    if (!made)
        return false;
    *made = **tree;
    *tree = made;
    return enter(scope, made->first, site, &made->first);
}
