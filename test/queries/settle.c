/* settle.c: see settle.h. */
#include "test/queries/settle.h"

/* No row can come of it. */
static bool is_empty(const chain *chain)
{
    for (size_t i = 0; i < chain->count; i++) {
        const step *step = &chain->steps[i];
        if (step->kind == STEP_none)
            return true;
        if (step->kind == STEP_filter && settle_list(step->conditions, QUERN_ALL_OF, false) == NEVER)
            return true;
        if (step->kind == STEP_exclude && step->conditions->op &&
            settle_list(step->conditions, QUERN_NONE_OF, false) == NEVER)
            return true;
    }
    return false;
}

static truth settle_leaf(const condition *leaf, bool negated)
{
    if (leaf->lookup != QUERN_LOOKUP_in)
        return OPEN;
    if (leaf->query)
        return is_empty(leaf->query) ? NEVER : OPEN;
    size_t nulls = 0;
    for (size_t i = 0; i < leaf->right_count; i++)
        nulls += cell_is_null(&leaf->right[i].constant);
    return nulls < leaf->right_count || (negated && nulls) ? OPEN : NEVER;
}

truth settle(const condition *one, bool negated)
{
    return one->op == QUERN_LEAF ? settle_leaf(one, negated) : settle_list(one->children, one->op, negated);
}

truth settle_list(const condition *list, quern_condition_op op, bool negated)
{
    const truth decides = op == QUERN_ANY_OF ? ALWAYS : NEVER;
    size_t open = 0;
    bool decided = false;
    negated = negated != (op == QUERN_NONE_OF);
    for (; list->op; list++) {
        const truth one = settle(list, negated);
        decided |= one == decides;
        open += one == OPEN;
    }
    if (!decided && open)
        return OPEN;
    const bool holds = decided ? op == QUERN_ANY_OF : op != QUERN_ANY_OF;
    return holds != (op == QUERN_NONE_OF) ? ALWAYS : NEVER;
}
