/* only.c: quern_only and quern_defer: which fields of the objects are loaded. Each node holds the answer, so that nobody needs to
 * walk the chain for it. */
#include "lib/query/queryset.h"

#include <string.h>

static const quern_error *refuse(const quern_queryset *queryset, quern_error_code code, const char *path,
                                 const char *message, const char *hint, const char *site)
{
    return quern__error_copy(
        queryset->scope->arena,
        &(quern_error){ .code = code, .message = message, .hint = hint, .path = path, .site = site });
}

/* Marks the field of that name. */
static const quern_error *mark(const quern_queryset *queryset, const char *name, const char *site,
                               bool *named)
{
    quern__path path;
    quern__arena *arena = queryset->scope->arena;
    const quern_error *error = quern__path_resolve(queryset->scope, queryset->model, name, site, &path);
    if (!error && *path.tail)
        error = quern__path_refuse_tail(queryset->scope, &path, name, "a choice", site);
    if (error)
        return error;
    if (path.column.hop_count)
        return refuse(queryset, QUERN_ERROR_UNSUPPORTED, name,
                      quern__arena_format(arena, "\"%s\" is a field of %s, which is not loaded with %s", name,
                                          path.column.field->model->name, queryset->model->name),
                      "this version of quern loads no related objects; quern_values takes such paths", site);
    named[path.column.field->index] = true;
    return NULL;
}

/* What is loaded after the names have been named. `parent` says what was before; the key always is. */
static void settle(const quern_queryset *parent, bool only, const bool *named, bool *loaded)
{
    const quern__model *model = parent->model;
    for (size_t i = 0; i < model->count; i++) {
        const bool before = !parent->loaded || parent->loaded[i];
        /* An only forgets the only before it, but not what was deferred. */
        loaded[i] = only ? named[i] && (parent->chosen || before) : before && !named[i];
        loaded[i] |= &model->fields[i] == model->key;
    }
}

static quern_queryset *choose(quern_queryset *queryset, bool only, const char *const *names, const char *site)
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
    const size_t count = queryset->model->count;
    bool *named = quern__arena_take_array(queryset->scope->arena, count, sizeof *named);
    bool *loaded = quern__arena_take_array(queryset->scope->arena, count, sizeof *loaded);
    const quern_error *error = named && loaded ? NULL : &quern__out_of_memory;
    const bool any = names && *names;
    for (size_t i = 0; any && names[i] && !error; i++)
        error = mark(queryset, names[i], site, named);
    if (error)
        return quern__queryset_fail(queryset->scope, error, site);
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_LOAD, site);
    if (!quern__queryset_usable(made))
        return made;
    settle(queryset, only, named, loaded);
    made->loaded = only || any ? loaded : NULL;
    made->chosen = only || (any && queryset->chosen);
    return made;
}

quern_queryset *(quern_only)(quern_queryset *queryset, const char *const *names, const char *site)
{
    return choose(queryset, true, names, site);
}

quern_queryset *(quern_defer)(quern_queryset *queryset, const char *const *names, const char *site)
{
    return choose(queryset, false, names, site);
}
