/* path.c: resolves paths. A path is names joined by "__", or spelled as C spells it, "author->name" and "books[0]->title";
 * both lead to the same field. Each relation that is followed is a JOIN, but for the last one when only the key is wanted that is
 * at hand before it: author__id is author_id. Django calls that trimming. */
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
    switch (*at) {
    case '_':
        return at[1] == '_' && at[2] != '\0' ? 2 : 0;
    case '-':
        return at[1] == '>' ? 2 : 0;
    case '[':
        return strncmp(at, "[0]->", 5) == 0 ? 5 : 0;
    default:
        return 0;
    }
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

/* Relations that lead to many objects. */
static const quern_error *needs_many(const quern__scope *scope, const quern__reverse *reverse,
                                     const char *path, const char *site)
{
    const quern__field *field = reverse->field;
    return quern__error_copy(
        scope->arena,
        &(quern_error){ .code = QUERN_ERROR_UNSUPPORTED,
                        .message = quern__arena_format(scope->arena, "\"%s\" goes from %s to %s, by %s.%s",
                                                       path, field->target->name, field->model->name,
                                                       field->model->name, field->name),
                        .hint = quern__arena_format(
                            scope->arena,
                            "this version of quern follows relations forward only: begin with the objects of "
                            "%s, which have the key \"%s\"",
                            field->model->name, field->key_name),
                        .path = path,
                        .site = site });
}

/* A path on its way. */
typedef struct walk {
    const quern__scope *scope;
    const char *text, *site;
    const quern__model *model; /* where it is */
    const quern__field **hops;
    size_t hop_count;
} walk;

/* Room for one more hop: a path has no more of them than half its letters. */
static bool hop(walk *w, const quern__field *relation)
{
    if (!w->hops)
        w->hops = quern__arena_take_array(w->scope->arena, strlen(w->text) / 2 + 1, sizeof *w->hops);
    if (!w->hops)
        return false;
    w->hops[w->hop_count++] = relation;
    w->model = relation->target;
    return true;
}

/* The key at hand needs no JOIN: author__id is author_id. */
static quern__column arrive(const walk *w, const quern__field *field)
{
    size_t count = w->hop_count;
    for (; count && field == w->hops[count - 1]->reach; count--)
        field = w->hops[count - 1];
    return (quern__column){ .field = field, .hops = w->hops, .hop_count = count };
}

static bool names_relation(const quern__field *field, const part *p)
{
    return field->target && strncmp(p->name, field->name, p->size) == 0 && !field->name[p->size];
}

/* Whether what follows a relation is a name of its target's. */
static bool goes_on(const quern__field *relation, const char *rest)
{
    const part next = first_part(rest);
    return *rest && (quern__model_field(relation->target, next.name, next.size) ||
                     quern__model_reverse(relation->target, next.name, next.size));
}

static const quern_error *no_field(const walk *w, const part *p, const char *rest)
{
    const quern__reverse *reverse = quern__model_reverse(w->model, p->name, p->size);
    return reverse ? needs_many(w->scope, reverse, w->text, w->site)
                   : quern__path_unknown(w->scope, w->model, w->text, rest, w->site);
}

/* What most look-ups are by; found by comparing alone. */
static bool is_key(const quern__model *model, const char *text)
{
    const quern__field *key = model->key;
    return key && !key->target && *text == *key->name && strcmp(text, key->name) == 0;
}

const quern_error *quern__path_resolve(const quern__scope *scope, const quern__model *model, const char *text,
                                       const char *site, quern__path *out)
{
    if (is_key(model, text)) {
        *out = (quern__path){ .column = { .field = model->key }, .tail = "" };
        return NULL;
    }
    walk w = { .scope = scope, .text = text, .site = site, .model = model };
    for (const char *rest = text;;) {
        const part p = first_part(rest);
        const quern__field *field = quern__model_field(w.model, p.name, p.size);
        if (!field)
            return no_field(&w, &p, rest);
        const bool by_relation = names_relation(field, &p);
        if (!by_relation || !goes_on(field, p.rest)) {
            *out = (quern__path){ .column = arrive(&w, field),
                                  .tail = p.rest,
                                  .relation = by_relation ? field : NULL };
            out->reached = by_relation && *p.rest ? field->target : NULL;
            return NULL;
        }
        if (!hop(&w, field))
            return &quern__out_of_memory;
        rest = p.rest;
    }
}

const quern_error *quern__path_refuse_tail(const quern__scope *scope, const quern__path *path,
                                           const char *text, const char *what, const char *site)
{
    if (path->reached)
        return quern__path_unknown(scope, path->reached, text, path->tail, site);
    const quern__field *field = path->column.field;
    return quern__error_copy(
        scope->arena,
        &(quern_error){ .code = QUERN_ERROR_LOOKUP,
                        .message = quern__arena_format(scope->arena, "%s by %s.%s takes no lookup", what,
                                                       field->model->name, field->name),
                        .hint = quern__arena_format(scope->arena, "leave \"__%s\" away", path->tail),
                        .path = text,
                        .site = site });
}

bool quern__column_same(const quern__column *a, const quern__column *b)
{
    if (a->field != b->field || a->hop_count != b->hop_count)
        return false;
    for (size_t i = 0; i < a->hop_count; i++)
        if (a->hops[i] != b->hops[i])
            return false;
    return true;
}
