/* set_name.c: a name that is none of an object's sets. Only names of sets are offered: a column is never what was meant. */
#include "lib/load/sets.h"

#include "lib/base/nearest.h"
#include "lib/base/text.h"
#include "lib/model/path.h"

#include <string.h>

enum { LONGEST_SHOWN = 100 };

#define TEXT(...) quern__arena_format(scope->arena, __VA_ARGS__)

/* From number 0 on; NULL: there are no more. */
static const char *name_at(const quern__model *model, size_t number)
{
    if (number < model->reverse_count)
        return model->reverses[number].name;
    number -= model->reverse_count;
    for (size_t i = 0; i < model->side_count; i++)
        if (model->sides[i].declared->role == QUERN_ROLE_PREFETCHED && number-- == 0)
            return model->sides[i].name;
    return NULL;
}

static const char *hint_of(const quern__scope *scope, const quern__model *model, const char *nearest)
{
    const char *name;
    quern__text text = quern__text_open(scope->allocator);
    if (nearest)
        quern__text_put_format(&text, "did you mean \"%s\"? ", nearest);
    quern__text_put(&text, name_at(model, 0) ? "sets are: " : "it has no sets");
    for (size_t i = 0; (name = name_at(model, i)); i++)
        quern__text_put_format(&text, "%s%s", i ? ", " : "", name);
    const char *hint = quern__text_keep(&text, scope->arena);
    quern__text_close(&text);
    return hint;
}

static const char *nearest_to(const quern__model *model, const char *name)
{
    const char *candidate;
    quern__nearest near;
    quern__nearest_open(&near, name, strlen(name));
    for (size_t i = 0; (candidate = name_at(model, i)); i++)
        quern__nearest_offer(&near, candidate);
    return quern__nearest_get(&near);
}

/* Not half a character. */
static int shown_size(const char *name)
{
    size_t size = strlen(name), shown = size < LONGEST_SHOWN ? size : LONGEST_SHOWN;
    while (shown && shown < size && (name[shown] & 0xc0) == 0x80)
        shown--;
    return (int)shown;
}

const quern_error *quern__set_unknown(const quern__scope *scope, const quern__model *model, const char *name,
                                      const char *site)
{
    const char *rest;
    const size_t size = quern__path_cut(name, &rest);
    const bool column = quern__model_field(model, name, strlen(name)) != NULL;
    const bool path =
        *rest && (quern__model_reverse(model, name, size) || quern__model_field(model, name, size));
    const char *nearest = column || path ? NULL : nearest_to(model, name);
    const char *message =
        column ? TEXT("%s.%s is a column, and leads to no objects", model->name, name)
        : path ? TEXT("\"%.*s\" is a path, not a set of %s", shown_size(name), name, model->name)
               : TEXT("%s has no set \"%.*s\"", model->name, shown_size(name), name);
    const char *hint =
        path ? "ask each object on the way for its own: quern_prefetch_related takes the whole path"
             : hint_of(scope, model, nearest);
    return quern__error_copy(scope->arena, &(quern_error){ .code = QUERN_ERROR_FIELD,
                                                           .message = message,
                                                           .hint = hint,
                                                           .path = name,
                                                           .nearest = nearest,
                                                           .site = site });
}
