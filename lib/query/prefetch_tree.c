/* prefetch_tree.c: the tree of what is fetched along: paths become nodes. Nothing of a tree changes once it is there: a path that is added
 * makes new nodes of those that it leads over, and of those before them, and shares the rest. */
#include "lib/query/prefetch.h"

#include "lib/base/nearest.h"
#include "lib/base/text.h"
#include "lib/model/path.h"

#include <string.h>

/* Each level is a round trip: a path that is longer has been made by a machine, and not with good intent. */
enum { DEEPEST = 32, LONGEST_SHOWN = 100 };

/* What is being added. */
typedef struct adding {
    quern__scope *scope;
    quern__arena *arena;
    const quern_prefetch *wanted;
    const char *verb, *site;
    bool snapshot; /* one of the querysets wants it */
    const quern_error *error;
} adding;

/* A name of a path, and what it is: one of the three. */
typedef struct step {
    const char *name, *rest;
    size_t size;
    const quern__field *relation;
    const quern__reverse *reverse;
    const quern__prefetch *put; /* what one before it says by .to */
} step;

#define TEXT(...) quern__arena_format(a->scope->arena, __VA_ARGS__)

static bool fail(adding *a, const quern_error *error)
{
    a->error = error;
    return false;
}

static bool no_memory(adding *a)
{
    return fail(a, &quern__out_of_memory);
}

/* About the path, or what else is named. */
static bool refuse(adding *a, const char *path, const char *message, const char *hint)
{
    return fail(a, quern__error_copy(a->scope->arena, &(quern_error){ .code = QUERN_ERROR_USAGE,
                                                                      .message = message,
                                                                      .hint = hint,
                                                                      .path = path,
                                                                      .site = a->site }));
}

/* ---- Names ---- */

static int shown_size(const step *s)
{
    size_t size = s->size > LONGEST_SHOWN ? LONGEST_SHOWN : s->size;
    while (size && size < s->size && (s->name[size] & 0xc0) == 0x80)
        size--;
    return (int)size;
}

static bool is_named(const char *name, const step *s)
{
    return strlen(name) == s->size && memcmp(name, s->name, s->size) == 0;
}

static const quern__prefetch *find_put(const quern__prefetch *level, const step *s)
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

static const char *hint_of(const adding *a, const quern__model *model, const quern__prefetch *level,
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
static bool unknown(adding *a, const quern__model *model, const quern__prefetch *level, const step *s)
{
    const quern__field *field = quern__model_field(model, s->name, s->size);
    const char *name, *nearest;
    quern__nearest near;
    quern__nearest_open(&near, s->name, s->size);
    for (size_t i = 0; (name = name_at(model, level, i)); i++)
        quern__nearest_offer(&near, name);
    nearest = field && field->target ? field->name : field ? NULL : quern__nearest_get(&near);
    const char *message =
        field ? TEXT("%s.%.*s is a column, and no relation", model->name, shown_size(s), s->name)
              : TEXT("%s has no relation \"%.*s\"", model->name, shown_size(s), s->name);
    const char *hint = hint_of(a, model, level, nearest);
    return fail(a, quern__error_copy(a->scope->arena, &(quern_error){ .code = QUERN_ERROR_FIELD,
                                                                      .message = message,
                                                                      .hint = hint,
                                                                      .path = a->wanted->path,
                                                                      .nearest = nearest,
                                                                      .site = a->site }));
}

/* A member that .to may name, and does not yet. */
static bool not_yet(adding *a, const quern__field *member)
{
    return refuse(a, a->wanted->path,
                  TEXT("nothing is put into %s.%s before this path", member->model->name, member->name),
                  TEXT("QUERN_PREFETCH(path, queryset, .to = \"%s\") comes first", member->name));
}

static bool find(adding *a, const quern__model *model, const quern__prefetch *level, const char *path,
                 step *s)
{
    *s = (step){ .name = path };
    s->size = quern__path_first(path, &s->rest);
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

/* ---- Where it goes ---- */

/* Names of sets are found by whole names, and stand in paths. */
static bool is_name(const char *to)
{
    return *to && quern__path_is_name(to) && !strpbrk(to, "[>") && to[strlen(to) - 1] != '_';
}

static bool check_to(adding *a, const quern__model *model, const quern__model *target)
{
    const char *to = a->wanted->to;
    const quern__field *field = quern__model_field(model, to, strlen(to));
    const quern__field *member = quern__model_prefetched(model, to);
    if (!is_name(to))
        return refuse(a, to, TEXT("%s: .to is \"%s\", which is no name", a->verb, to),
                      "one name, without \"__\" and \"->\"");
    if (field)
        return refuse(a, to, TEXT("%s: .to is \"%s\", which is a field of %s", a->verb, to, model->name),
                      "another name: that of a QUERN_PREFETCHED member, or any that is free");
    if (quern__model_reverse(model, to, strlen(to)))
        return refuse(a, to, TEXT("%s: .to is \"%s\", which is a relation of %s", a->verb, to, model->name),
                      "leave .to away, if this is what it is for; or give another name");
    if (member && member->target != target)
        return refuse(a, to,
                      TEXT("%s: %s.%s is for objects of %s, and \"%s\" leads to %s", a->verb, model->name, to,
                           member->target->name, a->wanted->path, target->name),
                      TEXT("declare another member for these: QUERN_PREFETCHED(member, %s)", target->name));
    return true;
}

/* ---- Which of them ---- */

static bool check_values(adding *a, const quern_queryset *queryset)
{
    const quern__wants *wants = queryset->wants;
    if (!wants || !wants->missing)
        return true;
    const char *name = wants->stands[quern__wants_missing(wants)].name;
    return refuse(a, a->wanted->path,
                  TEXT("%s: the parameter \"%s\" of the queryset has no value", a->verb, name),
                  TEXT("give it one before: quern_bind(qs, QUERN_SET(\"%s\", value))", name));
}

/* Whether it is one of objects that can be asked for by their keys. */
static bool check_queryset(adding *a, const quern_queryset *queryset, const quern__model *target, bool many)
{
    const char *path = a->wanted->path;
    if (queryset->raw)
        return refuse(a, path, TEXT("%s: a queryset of quern_raw cannot be asked for some keys", a->verb),
                      "filter quern_objects; or fetch its objects first, and then quern_prefetch_objects");
    if (queryset->rows)
        return refuse(a, path, TEXT("%s: rows of values are no objects", a->verb),
                      "leave quern_values away: quern_only loads few fields");
    if (queryset->model != target)
        return refuse(a, path,
                      TEXT("%s: \"%s\" leads to %s, and the queryset is of %s", a->verb, path, target->name,
                           queryset->model->name),
                      TEXT("begin it by quern_objects(session, %s)", target->name));
    if (queryset->sliced && !many)
        return refuse(a, path, TEXT("%s: a slice of \"%s\", which is one object", a->verb, path),
                      "a slice is of each object's set: leave it away");
    return check_values(a, queryset);
}

/* The queryset as one of the scope's; *out is NULL when none was given. */
static bool take_queryset(adding *a, const quern__model *target, bool many, quern_queryset **out)
{
    quern_queryset *given = *out = a->wanted->queryset;
    if (!given)
        return true;
    if (given->error)
        return fail(a, quern__error_copy(a->scope->arena, given->error));
    if (!given->scope && given->schema != a->scope->schema)
        return refuse(a, a->wanted->path, TEXT("%s: a queryset that is shared in another db", a->verb),
                      "share it in the session's own db");
    if (given->scope && quern__scope_top(given->scope) != quern__scope_top(a->scope))
        return refuse(a, a->wanted->path, TEXT("%s: a queryset of another session", a->verb),
                      "make it in the session of the queryset that it is for");
    if (!check_queryset(a, given, target, many))
        return false;
    if (!given->scope)
        *out = quern__queryset_enter(a->scope, given, a->site);
    else if (given->scope != a->scope && given->bring)
        *out = (quern_queryset *)(uintptr_t)given->bring(given, a->scope);
    if (!*out)
        return no_memory(a);
    return quern__queryset_usable(*out) || no_memory(a);
}

/* ---- Nodes ---- */

static bool is_many(const quern__prefetch *node)
{
    return node->reverse && node->reverse->many;
}

static bool same_relation(const quern__prefetch *node, const step *s)
{
    return node->relation == s->relation && node->reverse == s->reverse;
}

/* The node for that name, with `to` in its place where that is given; NULL: there is none yet. */
static const quern__prefetch *find_node(const quern__prefetch *level, const step *s, const char *to)
{
    if (s->put)
        return s->put;
    for (; level; level = level->next)
        if (to ? level->apart && strcmp(level->name, to) == 0 : !level->apart && same_relation(level, s))
            break;
    return level;
}

static void make_node(const quern__model *model, const step *s, quern__prefetch *node)
{
    const quern__field *as = s->reverse ? s->reverse->as : s->relation;
    *node = (quern__prefetch){ .model = model,
                               .relation = s->relation,
                               .reverse = s->reverse,
                               .name = s->reverse ? s->reverse->name : s->relation->name };
    if (s->relation || quern__field_is_side(as->declared))
        node->to = as;
}

/* It has been asked for before: as is wanted now? */
static bool check_same(adding *a, const quern__prefetch *node, const step *s)
{
    const quern_prefetch *wanted = a->wanted;
    if (s->put && wanted->to)
        return refuse(
            a, wanted->path,
            TEXT("%s: \"%.*s\" is no relation, but what one was put into", a->verb, shown_size(s), s->name),
            "put the relation itself into both");
    if (wanted->to && (!same_relation(node, s) || node->queryset != wanted->queryset))
        return refuse(a, wanted->to, TEXT("%s: two of them are put into \"%s\"", a->verb, wanted->to),
                      "give one of them another name by .to");
    if (wanted->to || !wanted->queryset || node->queryset == wanted->queryset)
        return true;
    return refuse(
        a, wanted->path,
        node->queryset
            ? TEXT("%s: \"%s\" twice, with different querysets", a->verb, wanted->path)
            : TEXT("%s: \"%s\" with a queryset, after a path over all of them", a->verb, wanted->path),
        node->queryset ? "put one of them elsewhere: .to" : "give this one first; or put it elsewhere: .to");
}

/* The path ends here. */
static bool end(adding *a, const step *s, const quern__prefetch *old, quern__prefetch *node)
{
    const quern__model *target = quern__prefetch_target(node);
    if (!take_queryset(a, target, is_many(node), &node->queryset) || (old && !check_same(a, old, s)))
        return false;
    if (old) {
        node->queryset = old->queryset;
        return true;
    }
    if (a->wanted->to) {
        if (!check_to(a, node->model, target))
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
    return node->name || no_memory(a);
}

/* The level with the node in the place of `old`, or behind all when that is NULL; NULL when out of memory. */
static const quern__prefetch *with(adding *a, const quern__prefetch *level, const quern__prefetch *old,
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

static bool too_deep(adding *a)
{
    return refuse(a, a->wanted->path, TEXT("%s: more than %d relations in a row", a->verb, DEEPEST),
                  "each of them is a round trip: prefetch less of them");
}

/* The level with the path; NULL: see the error. */
static const quern__prefetch *add(adding *a, const quern__model *model, const quern__prefetch *level,
                                  const char *path, int depth)
{
    step s;
    if (depth == DEEPEST ? !too_deep(a) : !find(a, model, level, path, &s))
        return NULL;
    const bool last = !*s.rest;
    const quern__prefetch *old = find_node(level, &s, last ? a->wanted->to : NULL);
    quern__prefetch *node = quern__arena_take(a->arena, sizeof *node);
    if (!node)
        return no_memory(a), NULL;
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
        no_memory(a);
    return made;
}

const quern_error *quern__prefetches_add(quern__scope *scope, quern__arena *arena, const quern__model *model,
                                         const quern_prefetch *wanted, const char *verb, const char *site,
                                         quern__prefetches *tree)
{
    adding a = { .scope = scope, .arena = arena, .verb = verb, .site = site };
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
