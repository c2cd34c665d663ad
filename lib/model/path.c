/* path.c: resolves paths. A path is names joined by "__", or spelled as C spells it, "author->name" and "books[0]->title";
 * both lead to the same field. Each relation that is followed is a JOIN, but for the last one when only the key is wanted that is
 * at hand before it: author__id is author_id, and categories__id is in the table between. Django calls that trimming. The way back
 * over a relation is never left out: it says that there is such an object. */
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
        return strncmp(at, "[0]->", 5) == 0 ? 5 : strcmp(at, "[0]") == 0 ? 3 : 0;
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

size_t quern__path_cut(const char *path, const char **rest)
{
    const part p = first_part(path);
    *rest = p.rest;
    return p.size;
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

/* What a path ends with that leads to objects without a key. */
static const quern_error *no_key(const quern__scope *scope, const quern__reverse *reverse, const char *path,
                                 const char *site)
{
    const char *target = reverse->as->target->name;
    return quern__error_copy(
        scope->arena,
        &(quern_error){ .code = QUERN_ERROR_FIELD,
                        .message = quern__arena_format(
                            scope->arena, "\"%s\" leads to %s, which has no primary key", path, target),
                        .hint = quern__arena_format(scope->arena, "name one of the fields of %s", target),
                        .path = path,
                        .site = site });
}

/* A path on its way. */
typedef struct walk {
    const quern__scope *scope;
    const char *text, *site;
    const quern__model *model; /* where it is */
    const quern__hop **hops;
    size_t hop_count;
    const quern__reverse *many;
} walk;

typedef quern__path_name name;

/* Room for the next steps: a path has no more of them than letters. */
static bool hop(walk *w, const name *over)
{
    if (!w->hops)
        w->hops = quern__arena_take_array(w->scope->arena, strlen(w->text) + 2, sizeof *w->hops);
    if (!w->hops)
        return false;
    if (over->field)
        w->hops[w->hop_count++] = over->field->ahead;
    for (size_t i = 0; over->reverse && i < over->reverse->hop_count; i++)
        w->hops[w->hop_count++] = over->reverse->hops[i];
    if (over->reverse && over->reverse->many && !w->many)
        w->many = over->reverse;
    w->model = over->relation->target;
    return true;
}

/* The key at hand needs no JOIN: author__id is author_id. */
static quern__column arrive(const walk *w, const quern__field *field)
{
    size_t count = w->hop_count;
    for (; count && !w->hops[count - 1]->back && field == w->hops[count - 1]->far; count--)
        field = w->hops[count - 1]->near;
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

bool quern__path_name_of(const quern__model *model, const char *path, quern__path_name *out)
{
    const part first = first_part(path);
    *out = (name){ .name = first.name, .size = first.size, .rest = first.rest };
    out->field = quern__model_field(model, first.name, first.size);
    if (!out->field)
        out->reverse = quern__model_reverse(model, first.name, first.size);
    if (out->field && names_relation(out->field, &first))
        out->relation = out->field;
    else if (out->reverse)
        out->relation = out->reverse->as;
    const bool an_element = first.name[first.size] == '[' && !*first.rest;
    return out->relation || (out->field && !an_element);
}

/* The path ends here. */
static const quern_error *finish(walk *w, const name *last, quern__path *out)
{
    const quern__model *from = w->model;
    const size_t before = w->hop_count;
    if (last->reverse && !last->relation->reach)
        return no_key(w->scope, last->reverse, w->text, w->site);
    if (last->relation && !hop(w, last))
        return &quern__out_of_memory;
    *out = (quern__path){ .column = arrive(w, last->relation ? last->relation->reach : last->field),
                          .tail = last->rest,
                          .relation = last->relation,
                          .way = w->hops,
                          .way_count = w->hop_count,
                          .many = w->many };
    if (last->field) { /* itself, though it may be the other end of the relation before */
        w->hop_count = before;
        out->column = arrive(w, last->field);
    }
    w->model = from;
    out->reached = last->relation && *last->rest ? last->relation->target : NULL;
    return NULL;
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
        name next;
        if (!quern__path_name_of(w.model, rest, &next))
            return quern__path_unknown(scope, w.model, text, rest, site);
        if (!next.relation || !goes_on(next.relation, next.rest))
            return finish(&w, &next, out);
        if (!hop(&w, &next))
            return &quern__out_of_memory;
        rest = next.rest;
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
    if (a->field != b->field || a->hop_count != b->hop_count || a->call != b->call)
        return false;
    for (size_t i = 0; i < a->hop_count; i++)
        if (a->hops[i] != b->hops[i])
            return false;
    return true;
}
