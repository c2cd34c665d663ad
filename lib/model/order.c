/* order.c: see order.h. */
#include "lib/model/order.h"

#include "lib/model/path.h"

#include <string.h>

const char *quern__order_path(const char *term)
{
    return term[0] == '-' && term[1] != '>' ? term + 1 : term;
}

static bool grow(quern__order_list *list)
{
    if (list->count < list->room)
        return true;
    const size_t room = list->room ? 2 * list->room : 4;
    quern__order *longer = quern__arena_take_array(list->scope->arena, room, sizeof *longer);
    if (!longer)
        return false;
    for (size_t i = 0; i < list->count; i++)
        longer[i] = list->terms[i];
    list->terms = longer;
    list->room = room;
    return true;
}

static const quern_error *append(quern__order_list *list, const quern__order *term)
{
    for (size_t i = 0; i < list->count; i++)
        if (term->column.field && quern__column_same(&list->terms[i].column, &term->column))
            return NULL;
    if (!grow(list))
        return &quern__out_of_memory;
    list->terms[list->count++] = *term;
    return NULL;
}

/* A relation whose target is being ordered: how far the expansion has come. */
typedef struct step {
    const struct step *before;
    const quern__field *relation;
    const quern__hop *const *way; /* to its objects, from where the first step began */
    size_t way_count;
} step;

static bool in_a_circle(const step *at, const quern__field *relation)
{
    for (; at; at = at->before)
        if (at->relation == relation)
            return true;
    return false;
}

/* Those of `from`, and then `count` more; NULL when out of memory. */
static const quern__hop **join_ways(const quern__scope *scope, const step *from,
                                    const quern__hop *const *hops, size_t count)
{
    const quern__hop **both = quern__arena_take_array(scope->arena, from->way_count + count, sizeof(*both));
    for (size_t i = 0; both && i < from->way_count; i++)
        both[i] = from->way[i];
    for (size_t i = 0; both && i < count; i++)
        both[from->way_count + i] = hops[i];
    return both;
}

/* The path as seen from where the first step began: the way so far, then its own. */
static bool move_back(const quern__scope *scope, const step *from, quern__path *path)
{
    quern__column *column = &path->column;
    if (!from)
        return true;
    const quern__hop **hops = join_ways(scope, from, column->hops, column->hop_count);
    const quern__hop **way = join_ways(scope, from, path->way, path->way_count);
    if (!hops || !way)
        return false;
    size_t needed = from->way_count + column->hop_count;
    for (; needed && !hops[needed - 1]->back && column->field == hops[needed - 1]->far; needed--)
        column->field = hops[needed - 1]->near;
    column->hops = hops;
    column->hop_count = needed;
    path->way = way;
    path->way_count += from->way_count;
    return true;
}

static const quern_error *circle(const quern__order_list *list, const quern__field *relation)
{
    return quern__error_copy(
        list->scope->arena,
        &(quern_error){ .code = QUERN_ERROR_USAGE,
                        .message = quern__arena_format(
                            list->scope->arena, "the .ordering of %s leads in a circle, by %s.%s",
                            relation->target->name, relation->model->name, relation->name),
                        .hint = quern__arena_format(list->scope->arena, "order by the key, \"%s%s\"",
                                                    relation->key_name ? relation->key_name : relation->name,
                                                    relation->key_name ? "" : "__pk"),
                        .path = relation->name,
                        .site = list->site });
}

static const quern_error *add(quern__order_list *list, const quern__model *model, const char *term,
                              bool descending, quern_nulls_place nulls, const step *from);

static const quern_error *add_target(quern__order_list *list, const quern__path *path, bool descending,
                                     quern_nulls_place nulls, const step *from)
{
    const quern__field *relation = path->relation;
    const step here = {
        .before = from, .relation = relation, .way = path->way, .way_count = path->way_count
    };
    if (in_a_circle(from, relation))
        return circle(list, relation);
    const quern_error *error = NULL;
    for (const char *const *term = relation->target->declared->ordering; *term && !error; term++)
        error = add(list, relation->target, *term, descending, nulls, &here);
    return error;
}

/* `from` is the relation whose target `model` is; NULL at the beginning. */
static const quern_error *add(quern__order_list *list, const quern__model *model, const char *term,
                              bool descending, quern_nulls_place nulls, const step *from)
{
    quern__order made = { .descending = descending, .nulls = nulls };
    if (strcmp(term, "?") == 0)
        return append(list, &made);
    const char *text = quern__order_path(term);
    quern__path path;
    const quern_error *error = quern__path_resolve(list->scope, model, text, list->site, &path);
    if (!error && *path.tail)
        error = quern__path_refuse_tail(list->scope, &path, text, "an order", list->site);
    if (error)
        return error;
    made.descending = descending != (text != term);
    if (!move_back(list->scope, from, &path))
        return &quern__out_of_memory;
    made.column = path.column;
    const quern__field *relation = path.relation;
    if (relation && relation->target->declared->ordering && *relation->target->declared->ordering)
        return add_target(list, &path, made.descending, nulls, from);
    return append(list, &made);
}

const quern_error *quern__order_add(quern__order_list *list, const quern__model *model, const char *term,
                                    bool descending, quern_nulls_place nulls)
{
    return add(list, model, term, descending, nulls, NULL);
}

static quern_nulls_place other_end(quern_nulls_place place)
{
    return place == QUERN_NULLS_ARE_FIRST  ? QUERN_NULLS_ARE_LAST
           : place == QUERN_NULLS_ARE_LAST ? QUERN_NULLS_ARE_FIRST
                                           : QUERN_NULLS_DEFAULT;
}

quern__order quern__order_turned(const quern__order *term)
{
    quern__order turned = *term;
    turned.descending = !term->descending;
    turned.nulls = other_end(term->nulls);
    return turned;
}
