/* prefetch.c: quern_prefetch_related, quern_prefetch_batch, quern_prefetch_snapshot. What they say is the node's, and nothing that the SQL
 * or its shape knows of. */
#include "lib/query/prefetch.h"

#include <quern/row.h>

#include <string.h>

#define TEXT(...) quern__arena_format(queryset->scope->arena, __VA_ARGS__)

static quern_queryset *refused(quern_queryset *queryset, const char *verb, const char *site)
{
    quern_queryset *refused = quern__queryset_refused_again(queryset, site);
    if (refused)
        return refused;
    if (queryset->rows || queryset->model->descriptor == &quern_row_model)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE, TEXT("%s of rows of values", verb),
                                      "they are no objects, and nothing is related to them", site);
    return NULL;
}

/* The queryset with what it has, in *tree, which is to be changed before anybody sees it. */
static quern_queryset *again(const quern_queryset *queryset, const char *site, quern__prefetches **tree)
{
    quern_queryset *made = quern__queryset_again(queryset, site);
    if (!quern__queryset_usable(made))
        return made;
    *tree = quern__arena_take(made->scope->arena, sizeof **tree);
    if (!*tree)
        return quern__queryset_fail(made->scope, &quern__out_of_memory, site);
    if (queryset->prefetches)
        **tree = *queryset->prefetches;
    made->prefetches = *tree;
    return made;
}

/* The tree's keys are loaded, whatever has been left out. */
static bool load_keys(quern_queryset *made)
{
    const size_t size = made->model->count * sizeof *made->loaded;
    if (!made->loaded)
        return true;
    bool *loaded = quern__arena_take(made->scope->arena, size);
    if (!loaded)
        return false;
    memcpy(loaded, made->loaded, size);
    quern__prefetch_needs(made->prefetches->first, loaded);
    made->loaded = loaded;
    made->shared = NULL; /* its statements load less */
    return true;
}

quern_queryset *(quern_prefetch_related)(quern_queryset *queryset, const quern_prefetch *prefetches,
                                         const char *site)
{
    static const char verb[] = "quern_prefetch_related";
    quern_queryset *fault = refused(queryset, verb, site);
    if (fault)
        return fault;
    if (!prefetches || !prefetches->path)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE, TEXT("%s of nothing", verb),
                                      "name a relation; without any, use the queryset from before", site);
    quern__prefetches *tree;
    quern_queryset *made = again(queryset, site, &tree);
    if (!quern__queryset_usable(made))
        return made;
    const quern_error *error = quern__prefetches_add(queryset->scope, queryset->scope->arena, queryset->model,
                                                     prefetches, verb, site, tree);
    if (!error && !load_keys(made))
        error = &quern__out_of_memory;
    return error ? quern__queryset_fail(queryset->scope, error, site) : made;
}

quern_queryset *(quern_prefetch_batch)(quern_queryset *queryset, uint32_t keys, const char *site)
{
    quern_queryset *fault = refused(queryset, "quern_prefetch_batch", site);
    if (fault)
        return fault;
    quern__prefetches *tree;
    quern_queryset *made = again(queryset, site, &tree);
    if (quern__queryset_usable(made))
        tree->batch = keys;
    return made;
}

quern_queryset *(quern_prefetch_snapshot)(quern_queryset *queryset, const char *site)
{
    quern_queryset *fault = refused(queryset, "quern_prefetch_snapshot", site);
    if (fault)
        return fault;
    quern__prefetches *tree;
    quern_queryset *made = again(queryset, site, &tree);
    if (quern__queryset_usable(made))
        tree->snapshot = true;
    return made;
}
