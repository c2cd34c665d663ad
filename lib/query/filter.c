/* filter.c: quern_filter and quern_exclude: one clause each, a condition under AND or under NOT. */
#include "lib/query/queryset.h"

/* Whether no two objects have the same there. NULL, which several may have, is no constant, but a value that is to come may be. */
static bool is_unique(const quern__expression *left, quern__node right)
{
    const quern__column *column = &left->as.column;
    return left->node == QUERN__NODE_COLUMN && !column->hop_count && column->field->unique &&
           (right == QUERN__NODE_CONSTANT || (right == QUERN__NODE_PARAMETER && !column->field->nullable));
}

/* Whether a unique field of the objects themselves has to be equal to something. */
static bool is_single(const quern__condition *condition)
{
    for (size_t i = 0; condition->op == QUERN_ALL_OF && i < condition->count; i++) {
        const quern__condition *leaf = &condition->children[i];
        if (leaf->op == QUERN_LEAF && leaf->lookup == QUERN_LOOKUP_exact &&
            leaf->form == QUERN__FORM_COMPARE && is_unique(&leaf->left, leaf->right.node))
            return true;
    }
    return false;
}

static quern_queryset *add(quern_queryset *queryset, quern_condition_op op, const quern_condition *conditions,
                           const char *verb, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    if (queryset->sliced)
        return quern__queryset_refuse(
            queryset, QUERN_ERROR_USAGE,
            quern__arena_format(queryset->scope->arena, "quern_%s after quern_slice", verb),
            "it would choose among all rows, not among the sliced ones: do it before the slice", site);
    quern__condition resolved;
    const quern__wants *before = queryset->wants;
    quern__stands stands = { .arena = queryset->scope->arena,
                             .count = before ? before->count : 0,
                             .list = before ? before->stands : NULL };
    const quern_error *error = quern__condition_resolve_wanting(
        queryset->scope, queryset->model, op, conditions, site, &stands, queryset->sticky, &resolved);
    bool done;
    const quern__wants *wants = error ? NULL : quern__wants_grown(before, &stands, &done);
    if (error || !done)
        return quern__queryset_fail(queryset->scope, error ? error : &quern__out_of_memory, site);
    if (wants == before && (!conditions || !conditions->op || quern__condition_is_always(&resolved)))
        return queryset;
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_FILTER, site);
    if (!quern__queryset_usable(made))
        return made;
    made->as.filter = resolved;
    made->shares = queryset->sticky;
    made->wants = wants;
    made->substitutes |= wants || stands.within;
    made->empty |= quern__condition_is_never(&resolved);
    made->single |= is_single(&resolved);
    if (resolved.nesting > made->nesting)
        made->nesting = resolved.nesting;
    return made;
}

quern_queryset *(quern_filter)(quern_queryset *queryset, const quern_condition *conditions, const char *site)
{
    return add(queryset, QUERN_ALL_OF, conditions, "filter", site);
}

quern_queryset *(quern_exclude)(quern_queryset *queryset, const quern_condition *conditions, const char *site)
{
    return add(queryset, QUERN_NONE_OF, conditions, "exclude", site);
}
