/* path.c: resolves paths. A path is names joined by "__", or spelled as C spells it, "author->name" and "books[0]->title";
 * both lead to the same field. A relation followed by the field that its key holds, the target's primary key mostly, is the key at hand: no JOIN. */
#include "lib/model/path.h"

#include "lib/base/text.h"

#include <string.h>

enum { LONGEST_SHOWN = 100 };

typedef struct part {
    const char *name;
    size_t size;
    const char *rest; /* after the separator; "" at the end */
} part;

/* The length of a separator at `at`, 0 if there is none. */
static size_t separator(const char *at)
{
    if (at[0] == '_' && at[1] == '_' && at[2] != '\0')
        return 2;
    if (at[0] == '-' && at[1] == '>')
        return 2;
    if (strncmp(at, "[0]->", 5) == 0)
        return 5;
    return 0;
}

static part first_part(const char *path)
{
    part p = { .name = path, .rest = "" };
    size_t gap = 0;
    while (path[p.size] && (gap = p.size ? separator(path + p.size) : 0) == 0)
        p.size++;
    if (gap)
        p.rest = path + p.size + gap;
    return p;
}

void quern__path_offer(quern__nearest *nearest, const quern__model *model)
{
    for (size_t i = 0; i < model->count; i++) {
        quern__nearest_offer(nearest, model->fields[i].name);
        if (model->fields[i].key_name)
            quern__nearest_offer(nearest, model->fields[i].key_name);
    }
    for (size_t i = 0; i < model->reverse_count; i++)
        quern__nearest_offer(nearest, model->reverses[i].name);
}

/* "did you mean "title"? choices are: id, title, author" */
static const char *hint_of(const quern__scope *scope, const quern__model *model, const char *nearest)
{
    quern__text text = quern__text_open(scope->allocator);
    if (nearest)
        quern__text_put_format(&text, "did you mean \"%s\"? ", nearest);
    quern__text_put(&text, "choices are: ");
    for (size_t i = 0; i < model->count; i++) {
        quern__text_put(&text, i ? ", " : "");
        quern__text_put(&text, model->fields[i].name);
        if (model->fields[i].key_name)
            quern__text_put_format(&text, ", %s", model->fields[i].key_name);
    }
    for (size_t i = 0; i < model->reverse_count; i++)
        quern__text_put_format(&text, ", %s", model->reverses[i].name);
    const char *hint = quern__text_keep(&text, scope->arena);
    quern__text_close(&text);
    return hint;
}

/* How much of a name is shown: not half a character. */
static int shown_size(const part *p)
{
    size_t size = p->size > LONGEST_SHOWN ? LONGEST_SHOWN : p->size;
    while (size && size < p->size && (p->name[size] & 0xc0) == 0x80)
        size--;
    return (int)size;
}

bool quern__path_is_name(const char *rest)
{
    return !*first_part(rest).rest;
}

const quern_error *quern__path_unknown(const quern__scope *scope, const quern__model *model, const char *path,
                                       const char *rest, const char *site)
{
    const part p = first_part(rest);
    quern__nearest nearest;
    quern__nearest_open(&nearest, p.name, p.size);
    quern__path_offer(&nearest, model);
    const char *best = quern__nearest_get(&nearest);
    return quern__error_copy(
        scope->arena, &(quern_error){ .code = QUERN_ERROR_FIELD,
                                      .message = quern__arena_format(scope->arena, "%s has no field \"%.*s\"",
                                                                     model->name, shown_size(&p), p.name),
                                      .hint = hint_of(scope, model, best),
                                      .path = path,
                                      .nearest = best,
                                      .site = site });
}

static const quern_error *needs_join(const quern__scope *scope, const quern__field *relation,
                                     const char *path, const char *site)
{
    return quern__error_copy(
        scope->arena,
        &(quern_error){ .code = QUERN_ERROR_UNSUPPORTED,
                        .message = quern__arena_format(scope->arena,
                                                       "\"%s\" spans the relation %s.%s, which needs a JOIN",
                                                       path, relation->model->name, relation->name),
                        .hint = quern__arena_format(
                            scope->arena, "this version of quern joins nothing yet: use the key, \"%s\"",
                            relation->key_name),
                        .path = path,
                        .site = site });
}

static const quern_error *needs_reverse_join(const quern__scope *scope, const quern__reverse *reverse,
                                             const char *path, const char *site)
{
    const quern__field *field = reverse->field;
    return quern__error_copy(
        scope->arena,
        &(quern_error){ .code = QUERN_ERROR_UNSUPPORTED,
                        .message = quern__arena_format(
                            scope->arena, "\"%s\" goes from %s to %s, by %s.%s, which needs a JOIN", path,
                            field->target->name, field->model->name, field->model->name, field->name),
                        .hint = quern__arena_format(
                            scope->arena,
                            "this version of quern joins nothing yet: begin with the objects of %s, which "
                            "have the key \"%s\"",
                            field->model->name, field->key_name),
                        .path = path,
                        .site = site });
}

/* The first name is no field's. */
static const quern_error *no_field(const quern__scope *scope, const quern__model *model, const part *first,
                                   const char *text, const char *site)
{
    const quern__reverse *reverse = quern__model_reverse(model, first->name, first->size);
    return reverse ? needs_reverse_join(scope, reverse, text, site)
                   : quern__path_unknown(scope, model, text, text, site);
}

const quern_error *quern__path_resolve(const quern__scope *scope, const quern__model *model, const char *text,
                                       const char *site, quern__path *out)
{
    part p = first_part(text);
    const quern__field *field = quern__model_field(model, p.name, p.size);
    *out = (quern__path){ .field = field, .tail = p.rest };
    if (!field)
        return no_field(scope, model, &p, text, site);
    const bool by_relation =
        field->target && strncmp(p.name, field->name, p.size) == 0 && !field->name[p.size];
    if (!by_relation || !*p.rest)
        return NULL;
    const part next = first_part(p.rest);
    const quern__field *far = quern__model_field(field->target, next.name, next.size);
    if (far ? far != field->reach : quern__model_reverse(field->target, next.name, next.size) != NULL)
        return needs_join(scope, field, text, site);
    if (far)
        out->tail = next.rest;
    else
        out->reached = field->target;
    return NULL;
}
