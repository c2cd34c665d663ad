/* prefetch_step.c: names of paths of what is fetched along: relations, and what was put somewhere by .to before. Nothing else may stand in
 * such a path, so nothing else is offered. */
#include "lib/query/adding.h"

#include "lib/base/nearest.h"
#include "lib/base/text.h"
#include "lib/model/path.h"

#include <string.h>

enum { LONGEST_SHOWN = 100 };

#define TEXT(...) quern__arena_format(a->scope->arena, __VA_ARGS__)

int quern__step_shown(const quern__step *s)
{
    size_t size = s->size > LONGEST_SHOWN ? LONGEST_SHOWN : s->size;
    while (size && size < s->size && (s->name[size] & 0xc0) == 0x80)
        size--;
    return (int)size;
}

static bool is_named(const char *name, const quern__step *s)
{
    return strlen(name) == s->size && memcmp(name, s->name, s->size) == 0;
}

static const quern__prefetch *find_put(const quern__prefetch *level, const quern__step *s)
{
    while (level && !(level->apart && is_named(level->name, s)))
        level = level->next;
    return level;
}

/* Names that may stand in a path at that level: from number 0 on; NULL: there are no more. */
static const char *name_at(const quern__model *model, const quern__prefetch *level, size_t number)
{
    for (size_t i = 0; i < model->count; i++)
        if (model->fields[i].target && number-- == 0)
            return model->fields[i].name;
    if (number < model->reverse_count)
        return model->reverses[number].name;
    number -= model->reverse_count;
    for (; level; level = level->next)
        if (level->apart && number-- == 0)
            return level->name;
    return NULL;
}

static const char *hint_of(const quern__adding *a, const quern__model *model, const quern__prefetch *level,
                           const char *nearest)
{
    const char *name;
    quern__text text = quern__text_open(a->scope->allocator);
    if (nearest)
        quern__text_put_format(&text, "did you mean \"%s\"? ", nearest);
    quern__text_put(&text, name_at(model, level, 0) ? "relations are: " : "it has no relations");
    for (size_t i = 0; (name = name_at(model, level, i)); i++)
        quern__text_put_format(&text, "%s%s", i ? ", " : "", name);
    const char *hint = quern__text_keep(&text, a->scope->arena);
    quern__text_close(&text);
    return hint;
}

/* It is no name of a relation, and maybe that of something else. */
static bool unknown(quern__adding *a, const quern__model *model, const quern__prefetch *level,
                    const quern__step *s)
{
    const quern__field *field = quern__model_field(model, s->name, s->size);
    const char *name, *nearest;
    quern__nearest near;
    quern__nearest_open(&near, s->name, s->size);
    for (size_t i = 0; (name = name_at(model, level, i)); i++)
        quern__nearest_offer(&near, name);
    nearest = field && field->target ? field->name : field ? NULL : quern__nearest_get(&near);
    const char *message =
        field ? TEXT("%s.%.*s is a column, and no relation", model->name, quern__step_shown(s), s->name)
              : TEXT("%s has no relation \"%.*s\"", model->name, quern__step_shown(s), s->name);
    const char *hint = hint_of(a, model, level, nearest);
    return quern__adding_fail(a, quern__error_copy(a->scope->arena, &(quern_error){ .code = QUERN_ERROR_FIELD,
                                                                                    .message = message,
                                                                                    .hint = hint,
                                                                                    .path = a->wanted->path,
                                                                                    .nearest = nearest,
                                                                                    .site = a->site }));
}

/* A member that .to may name, and does not yet. */
static bool not_yet(quern__adding *a, const quern__field *member)
{
    return quern__adding_refuse(
        a, a->wanted->path,
        TEXT("nothing is put into %s.%s before this path", member->model->name, member->name),
        TEXT("QUERN_PREFETCH(path, queryset, .to = \"%s\") comes first", member->name));
}

bool quern__step_find(quern__adding *a, const quern__model *model, const quern__prefetch *level,
                      const char *path, quern__step *s)
{
    *s = (quern__step){ .name = path };
    s->size = quern__path_cut(path, &s->rest);
    const quern__field *field = quern__model_field(model, s->name, s->size);
    if (field && field->target && is_named(field->name, s))
        s->relation = field;
    s->reverse = quern__model_reverse(model, s->name, s->size);
    s->put = find_put(level, s);
    if (s->relation || s->reverse || s->put)
        return true;
    for (size_t i = 0; i < model->side_count; i++)
        if (is_named(model->sides[i].name, s))
            return not_yet(a, &model->sides[i]);
    return unknown(a, model, level, s);
}
