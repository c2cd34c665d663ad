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
    const quern__column *to; /* the relation's own column: its hops are the first of what follows */
} step;

static bool in_a_circle(const step *at, const quern__field *relation)
{
    for (; at; at = at->before)
        if (at->relation == relation)
            return true;
    return false;
}

/* The column as seen from where the first step began: the hops so far, then its own. */
static bool move_back(const quern__scope *scope, const step *from, quern__column *column)
{
    if (!from)
        return true;
    const size_t before = from->to->hop_count + 1, count = before + column->hop_count;
    const quern__field **hops = quern__arena_take_array(scope->arena, count, sizeof *hops);
    if (!hops)
        return false;
    for (size_t i = 0; i < from->to->hop_count; i++)
        hops[i] = from->to->hops[i];
    hops[before - 1] = from->relation;
    for (size_t i = 0; i < column->hop_count; i++)
        hops[before + i] = column->hops[i];
    size_t needed = count;
    for (; needed && column->field == hops[needed - 1]->reach; needed--)
        column->field = hops[needed - 1];
    column->hops = hops;
    column->hop_count = needed;
    return true;
}

static const quern_error *circle(const quern__order_list *list, const quern__field *relation)
{
    return quern__error_copy(
        list->scope->arena,
        &(quern_error){
            .code = QUERN_ERROR_USAGE,
            .message =
                quern__arena_format(list->scope->arena, "the .ordering of %s leads in a circle, by %s.%s",
                                    relation->target->name, relation->model->name, relation->name),
            .hint = quern__arena_format(list->scope->arena, "order by the key, \"%s\"", relation->key_name),
            .path = relation->name,
            .site = list->site });
}

static const quern_error *add(quern__order_list *list, const quern__model *model, const char *term,
                              bool descending, quern_nulls_place nulls, const step *from);

static const quern_error *add_target(quern__order_list *list, const quern__field *relation,
                                     const quern__column *column, bool descending, quern_nulls_place nulls,
                                     const step *from)
{
    const step here = { .before = from, .relation = relation, .to = column };
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
    const char *path = quern__order_path(term);
    quern__path resolved;
    const quern_error *error = quern__path_resolve(list->scope, model, path, list->site, &resolved);
    if (!error && *resolved.tail)
        error = quern__path_refuse_tail(list->scope, &resolved, path, "an order", list->site);
    if (error)
        return error;
    made.descending = descending != (path != term);
    made.column = resolved.column;
    if (!move_back(list->scope, from, &made.column))
        return &quern__out_of_memory;
    const quern__field *relation = resolved.relation;
    const bool expands = relation && relation == resolved.column.field &&
                         relation->target->declared->ordering && *relation->target->declared->ordering;
    return expands ? add_target(list, relation, &made.column, made.descending, nulls, from)
                   : append(list, &made);
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
