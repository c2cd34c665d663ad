/* select_related.c: quern_select_related: which related objects come in the same rows. */
#include "lib/query/along.h"

#include "lib/base/text.h"

#include <quern/related.h>

#include <string.h>

typedef quern__along_making making;

enum { LONGEST_SHOWN = 100 };

#define TEXT(...) quern__arena_format(m->queryset->scope->arena, __VA_ARGS__)

/* ---- A name that is no relation to one object ---- */

static void offer(quern__nearest *nearest, quern__text *choices, const char *name)
{
    quern__nearest_offer(nearest, name);
    quern__text_put_format(choices, "%s%s", choices->size ? ", " : "", name);
}

static void offer_all(quern__nearest *nearest, quern__text *choices, const quern__model *model)
{
    for (size_t i = 0; i < model->count; i++)
        if (model->fields[i].ahead)
            offer(nearest, choices, model->fields[i].name);
    for (size_t i = 0; i < model->reverse_count; i++)
        if (quern__reverse_is_one(&model->reverses[i]))
            offer(nearest, choices, model->reverses[i].name);
}

static const char *hint_of(const making *m, const char *nearest, const quern__text *choices)
{
    if (!choices->size)
        return choices->broken ? NULL : TEXT("it has none");
    const char *list = quern__text_get(choices);
    return nearest ? TEXT("did you mean \"%s\"? choices are: %s", nearest, list)
                   : TEXT("choices are: %s", list);
}

static const quern_error *refuse_name(const making *m, const quern__model *model,
                                      const quern__path_name *name)
{
    quern__nearest nearest;
    quern__text choices = quern__text_open(m->queryset->scope->allocator);
    quern__nearest_open(&nearest, name->name, name->size);
    offer_all(&nearest, &choices, model);
    const char *best = quern__nearest_get(&nearest);
    const quern_error error = {
        .code = QUERN_ERROR_FIELD,
        .message = TEXT("%s has no relation \"%.*s\" to one object", model->name,
                        (int)(name->size < LONGEST_SHOWN ? name->size : LONGEST_SHOWN), name->name),
        .hint = hint_of(m, best, &choices),
        .path = m->path,
        .nearest = best,
        .site = m->site,
    };
    const quern_error *made =
        choices.broken ? &quern__out_of_memory : quern__error_copy(m->queryset->scope->arena, &error);
    quern__text_close(&choices);
    return made;
}

/* ---- Paths ---- */

static const quern_error *follow(making *m)
{
    size_t number = 0;
    const char *rest = m->path;
    do {
        quern__path_name over;
        const quern__model *model = quern__along_model(m, number);
        if (!quern__path_name_of(model, rest, &over) || !over.relation)
            return refuse_name(m, model, &over);
        if (over.reverse && !quern__reverse_is_one(over.reverse))
            return quern__along_refuse_many(m, &over);
        if (!quern__along_follow(m, &number, &over))
            return &quern__out_of_memory;
        if (number)
            m->list[number - 1].wanted = true;
        rest = over.rest;
    } while (*rest);
    return NULL;
}

static quern_queryset *refuse(quern_queryset *queryset, const char *message, const char *hint,
                              const char *site)
{
    return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE, message, hint, site);
}

quern_queryset *(quern_select_related)(quern_queryset *queryset, const char *const *paths, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    if (queryset->rows)
        return refuse(queryset, "quern_select_related after quern_values",
                      "rows have the fields that quern_values names: it takes paths, \"author__name\"", site);
    if (!paths || !*paths)
        return refuse(queryset, "quern_select_related without a path",
                      "name the relations to be loaded: \"author\", \"author__publisher\"", site);
    making m;
    if (!quern__along_open(&m, queryset, paths, false, site))
        return quern__queryset_fail(queryset->scope, &quern__out_of_memory, site);
    const quern_error *error = NULL;
    for (size_t i = 0; paths[i] && !error; i++) {
        m.path = paths[i];
        error = follow(&m);
    }
    if (error)
        return quern__queryset_fail(queryset->scope, error, site);
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_LOAD, site);
    if (quern__queryset_usable(made) && !quern__along_close(&m, made, queryset->loaded))
        return quern__queryset_fail(queryset->scope, &quern__out_of_memory, site);
    return made;
}
