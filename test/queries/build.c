/* build.c: a description into a queryset, by the functions that a program would call. */
#include "test/queries/chain.h"

#include "lib/expr/lookup.h"

#include <quern/row.h>

#include <check.h>

static void *take(quern__arena *arena, size_t count, size_t size)
{
    void *made = quern__arena_take_array(arena, count + 1, size);
    ck_assert_ptr_nonnull(made);
    return made;
}

static quern_value value_of(const expression *from, quern__arena *arena)
{
    if (from->op) {
        quern_value *operands = take(arena, 2, sizeof *operands);
        operands[0] = value_of(from->left, arena);
        operands[1] = value_of(from->right, arena);
        return quern_value_call(from->op, operands);
    }
    return from->path.text ? quern_value_path(from->path.text) : from->constant;
}

static quern_value array_of(const condition *from, quern__arena *arena)
{
    if (from->right[0].constant.kind == QUERN_KIND_TEXT) {
        const char **items = take(arena, from->right_count, sizeof *items);
        for (size_t i = 0; i < from->right_count; i++)
            items[i] = from->right[i].constant.as.text;
        return quern_value_array_text(quern_array_of_text(items, from->right_count));
    }
    int64_t *items = take(arena, from->right_count, sizeof *items);
    for (size_t i = 0; i < from->right_count; i++)
        items[i] = from->right[i].constant.as.integer;
    return quern_value_array_i64(quern_array_of_i64(items, from->right_count));
}

static quern_value right_of(const condition *from, quern_session *session, quern__arena *arena)
{
    if (from->query)
        return quern_value_queryset(chain_build(from->query, session, arena));
    if (from->lookup != QUERN_LOOKUP_in && from->lookup != QUERN_LOOKUP_range)
        return value_of(from->right, arena);
    if (from->array)
        return array_of(from, arena);
    quern_value *list = take(arena, from->right_count, sizeof *list);
    for (size_t i = 0; i < from->right_count; i++)
        list[i] = value_of(&from->right[i], arena);
    return from->lookup == QUERN_LOOKUP_in ? quern_value_list(list) : quern_value_range(list);
}

static quern_condition leaf(const condition *from, quern_session *session, quern__arena *arena)
{
    const quern_value right = right_of(from, session, arena);
    if (from->spelled)
        return quern_where(quern__arena_format(arena, "%s__%s", from->left.path.text,
                                               quern__lookup_rule(from->lookup)->name),
                           right);
    if (!from->left.op) {
        quern_condition made = quern_where(from->left.path.text, right);
        made.lookup = (uint16_t)from->lookup;
        return made;
    }
    quern_value *left = take(arena, 1, sizeof *left);
    *left = value_of(&from->left, arena);
    return quern_compare(left, from->lookup, right);
}

static const quern_condition *conditions(const condition *from, quern_session *session, quern__arena *arena)
{
    size_t count = 0;
    while (from[count].op)
        count++;
    quern_condition *list = take(arena, count, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = from[i].op == QUERN_LEAF
                      ? leaf(&from[i], session, arena)
                      : quern_combine(from[i].op, conditions(from[i].children, session, arena));
    return list;
}

static quern_queryset *order(quern_queryset *queryset, const step *step, quern__arena *arena)
{
    quern_order *terms = take(arena, step->count, sizeof *terms);
    for (size_t i = 0; i < step->count; i++) {
        const term *from = &step->terms[i];
        terms[i] = quern_nulls(
            quern_order_name(quern__arena_format(arena, "%s%s", from->minus ? "-" : "", from->path.text)),
            from->nulls);
        if (from->descending)
            terms[i] = quern_descending(terms[i]);
    }
    return (quern_order_by)(queryset, terms, QUERN_SITE);
}

static quern_queryset *apply(quern_queryset *queryset, const step *step, quern_session *session,
                             quern__arena *arena)
{
    const char *names[MOST_NAMES + 1] = { 0 };
    for (size_t i = 0; step->kind >= STEP_values && i < step->count; i++)
        names[i] = step->names[i].text;
    switch (step->kind) {
    case STEP_filter:
        return (quern_filter)(queryset, conditions(step->conditions, session, arena), QUERN_SITE);
    case STEP_exclude:
        return (quern_exclude)(queryset, conditions(step->conditions, session, arena), QUERN_SITE);
    case STEP_order_by:
        return order(queryset, step, arena);
    case STEP_reverse:
        return quern_reverse(queryset);
    case STEP_distinct:
        return quern_distinct(queryset);
    case STEP_slice:
        return quern_slice(queryset, step->low, step->high);
    case STEP_values:
        return (quern_values)(queryset, names, QUERN_SITE);
    case STEP_only:
        return (quern_only)(queryset, names, QUERN_SITE);
    case STEP_defer:
        return (quern_defer)(queryset, names, QUERN_SITE);
    case STEP_all:
        return quern_all(queryset);
    default:
        return quern_none(queryset);
    }
}

quern_queryset *chain_build(const chain *chain, quern_session *session, quern__arena *arena)
{
    quern_queryset *made = (quern_objects)(session, chain->root->model, QUERN_SITE);
    for (size_t i = 0; i < chain->count; i++)
        made = apply(made, &chain->steps[i], session, arena);
    return made;
}
