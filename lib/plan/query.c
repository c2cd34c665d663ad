/* query.c: the querysets that stand in a plan's conditions, as plans. */
#include "lib/plan/query.h"

typedef struct finding {
    quern__pass pass; /* first */
    quern__plan *plan;
    quern__subplan *found; /* NULL while counting */
    quern__arena *arena;
    bool negated; /* the leaf that is looked at */
    bool broken;  /* out of memory */
} finding;

static bool make(finding *f, const quern__expression *node, quern__subplan *out)
{
    const quern__query *query = node->as.query;
    quern__plan *plan = quern__arena_take(f->arena, sizeof *plan);
    const quern__wish wish = quern__query_wish(query, f->negated);
    if (!plan || !quern__plan_make(query->queryset, &wish, f->arena, plan))
        return false;
    if (!f->plan->fault)
        f->plan->fault = plan->fault;
    *out = (quern__subplan){ .node = node, .plan = plan };
    return true;
}

static void query(quern__visit *visit, const quern__expression *node)
{
    finding *f = (finding *)(void *)((char *)visit - offsetof(finding, pass.visit));
    if (f->found && !f->broken)
        f->broken = !make(f, node, &f->found[f->plan->query_count]);
    f->plan->query_count++;
}

static void leaf(quern__pass *pass, const quern__condition *leaf, const quern__condition *parent,
                 bool negated)
{
    (void)parent;
    ((finding *)pass)->negated = negated;
    quern__expression_walk(&leaf->right, &pass->visit);
}

static void walk(finding *f)
{
    f->plan->query_count = 0;
    for (size_t i = 0; i < f->plan->condition_count; i++)
        quern__condition_walk(f->plan->conditions[i], &f->pass);
}

bool quern__plan_queries(quern__plan *plan, quern__arena *arena)
{
    finding f = { .pass = { .visit = { .query = query }, .leaf = leaf }, .plan = plan, .arena = arena };
    walk(&f);
    if (plan->query_count == 0)
        return true;
    f.found = quern__arena_take_array(arena, plan->query_count, sizeof *f.found);
    if (!f.found)
        return false;
    walk(&f);
    plan->queries = f.found;
    return !f.broken;
}

const quern__plan *quern__plan_query(const quern__plan *plan, const quern__expression *node)
{
    for (size_t i = 0; i < plan->query_count; i++)
        if (plan->queries[i].node == node)
            return plan->queries[i].plan;
    return NULL;
}

static bool is_output(const quern__plan *plan, size_t i, const quern__column *column)
{
    const quern__expression *output = plan->outputs ? &plan->outputs[i] : NULL;
    if (output)
        return output->node == QUERN__NODE_COLUMN && quern__column_same(&output->as.column, column);
    return column->hop_count == 0 && column->field == quern__plan_member(plan, i);
}

static bool comes_along(const quern__plan *plan, const quern__along_output *output,
                        const quern__column *column)
{
    return column->field == output->field && column->hop_count &&
           quern__plan_table(plan, column) == plan->along_tables[output->of];
}

bool quern__plan_selects(const quern__plan *plan, const quern__column *column)
{
    for (size_t i = 0; i < plan->output_count; i++)
        if (is_output(plan, i, column))
            return true;
    for (size_t i = 0; plan->along && i < plan->along->output_count; i++)
        if (comes_along(plan, &plan->along->outputs[i], column))
            return true;
    return false;
}

bool quern__plan_is_wrapped(const quern__plan *plan)
{
    const bool chosen = plan->distinct_count || quern__plan_has_limit(plan) || quern__plan_has_offset(plan);
    if (plan->not_null && chosen)
        return true;
    for (size_t i = 0; plan->distinct && !plan->distinct_count && i < plan->order_count; i++)
        if (!quern__plan_selects(plan, &plan->order[i].column))
            return true;
    return false;
}
