/* only.c: quern_only and quern_defer: which fields are loaded, of the objects, and of those that come along. Each node holds the answer,
 * so that nobody needs to walk the chain for it. */
#include "lib/query/along.h"
#include "lib/query/prefetch.h"

#include <string.h>

/* A call. What it names of what comes along is in `along`; of the objects themselves here. */
typedef struct choice {
    quern__along_making along; /* first */
    bool only;                 /* else it is a defer */
    bool *named;
} choice;

#define TEXT(...) quern__arena_format(c->along.queryset->scope->arena, __VA_ARGS__)

static bool name(choice *c, size_t number, const quern__field *field)
{
    bool **named = number ? &c->along.named[number - 1] : &c->named;
    if (!*named)
        *named = quern__arena_take_array(c->along.queryset->scope->arena,
                                         quern__along_model(&c->along, number)->count, sizeof **named);
    if (*named)
        (*named)[field->index] = true;
    return *named;
}

/* The other side of a one to one: all of what is there, if it comes along. */
static const quern_error *name_side(choice *c, size_t number, const quern__reverse *side)
{
    if (c->only)
        return name(c, number, side->hops[0]->near) ? NULL : &quern__out_of_memory;
    return quern__error_copy(
        c->along.queryset->scope->arena,
        &(quern_error){ .code = QUERN_ERROR_USAGE,
                        .message = TEXT("\"%s\" leads to an object of %s, and is no column", c->along.path,
                                        side->as->target->name),
                        .hint = "what quern_select_related does not name does not come along: name columns",
                        .path = c->along.path,
                        .site = c->along.site });
}

/* An only needs what it goes over; a defer leaves out nothing but what its path ends with. */
static const quern_error *follow(choice *c, size_t *number, const quern__path_name *over)
{
    const size_t from = *number;
    if (over->reverse && !quern__reverse_is_one(over->reverse))
        return quern__along_refuse_many(&c->along, over);
    const bool done = quern__along_follow(&c->along, number, over) &&
                      (!c->only || name(c, from, quern__along_hop(over)->near));
    return done ? NULL : &quern__out_of_memory;
}

/* Marks the field that a path leads to. */
static const quern_error *mark(choice *c, const char *text)
{
    const quern_queryset *queryset = c->along.queryset;
    quern__path path;
    const quern_error *error =
        quern__path_resolve(queryset->scope, queryset->model, text, c->along.site, &path);
    if (!error && *path.tail)
        error = quern__path_refuse_tail(queryset->scope, &path, text, "a choice", c->along.site);
    size_t number = 0;
    const char *rest = c->along.path = text;
    quern__path_name over = { .rest = "" };
    while (!error && quern__path_name_of(quern__along_model(&c->along, number), rest, &over) && *over.rest) {
        error = follow(c, &number, &over);
        rest = over.rest;
    }
    if (error)
        return error;
    if (over.reverse && !quern__reverse_is_one(over.reverse))
        return quern__along_refuse_many(&c->along, &over);
    if (over.reverse)
        return name_side(c, number, over.reverse);
    return name(c, number, over.field) ? NULL : &quern__out_of_memory;
}

/* What is loaded of a model after its fields have been named; `before`: what was, NULL: all. The key always is. */
static bool *settle(const choice *c, const quern__model *model, const bool *before, const bool *named)
{
    const quern_queryset *queryset = c->along.queryset;
    bool *loaded = quern__arena_take_array(queryset->scope->arena, model->count, sizeof *loaded);
    for (size_t i = 0; loaded && i < model->count; i++) {
        const bool was = !before || before[i], is_named = named && named[i];
        /* An only forgets the only before it, but not what was deferred. */
        loaded[i] = c->only ? is_named && (queryset->chosen || was) : was && !is_named;
        loaded[i] |= &model->fields[i] == model->key;
    }
    return loaded;
}

/* The same of what comes along: an only that names nothing of it is about others. */
static bool settle_along(choice *c)
{
    for (size_t i = 0; i < c->along.count; i++) {
        quern__joined *joined = &c->along.list[i];
        const bool *named = c->along.named[i];
        if (named)
            joined->loaded = settle(c, joined->hop->to, joined->loaded, named);
        else if (c->only && c->along.queryset->chosen)
            joined->loaded = NULL;
        if (named && !joined->loaded)
            return false;
    }
    return true;
}

static void forget(choice *c)
{
    for (size_t i = 0; i < c->along.count; i++)
        c->along.list[i].loaded = NULL;
}

static quern_queryset *choose(choice *c, quern_queryset *queryset, bool any)
{
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_LOAD, c->along.site);
    if (!quern__queryset_usable(made))
        return made;
    bool *loaded = NULL;
    bool done = true;
    if (c->only || any) {
        loaded = settle(c, queryset->model, queryset->loaded, c->named);
        done = loaded && settle_along(c);
    } else {
        forget(c);
    }
    made->chosen = c->only || (any && queryset->chosen);
    if (done && loaded && queryset->prefetches)
        quern__prefetch_needs(queryset->prefetches->first, loaded);
    if (!done || !quern__along_close(&c->along, made, loaded))
        return quern__queryset_fail(queryset->scope, &quern__out_of_memory, c->along.site);
    return made;
}

static quern_queryset *take(quern_queryset *queryset, bool only, const char *const *names, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    if (queryset->rows)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE,
                                      quern__arena_format(queryset->scope->arena,
                                                          "quern_%s after quern_values",
                                                          only ? "only" : "defer"),
                                      "rows have the fields that quern_values names, and no others", site);
    choice c = { .only = only };
    const quern_error *error =
        quern__along_open(&c.along, queryset, names, true, site) ? NULL : &quern__out_of_memory;
    for (size_t i = 0; !error && names && names[i]; i++)
        error = mark(&c, names[i]);
    return error ? quern__queryset_fail(queryset->scope, error, site) : choose(&c, queryset, names && *names);
}

quern_queryset *(quern_only)(quern_queryset *queryset, const char *const *names, const char *site)
{
    return take(queryset, true, names, site);
}

quern_queryset *(quern_defer)(quern_queryset *queryset, const char *const *names, const char *site)
{
    return take(queryset, false, names, site);
}
