/* plan.c: folds a chain into a plan. The chain is walked from its end to its root, twice: to count, then to fill. */
#include "lib/plan/plan.h"

static void fold_order(quern__plan *plan, const quern_queryset *node)
{
    for (; node; node = node->parent)
        if (node->clause == QUERN__CLAUSE_ORDER) {
            plan->order = node->as.order.terms;
            plan->order_count = node->as.order.count;
            return;
        }
    plan->order = plan->model->ordering;
    plan->order_count = plan->model->ordering_count;
}

static bool fold_conditions(quern__plan *plan, const quern_queryset *last, quern__arena *arena)
{
    size_t count = 0;
    for (const quern_queryset *node = last; node; node = node->parent)
        count += node->clause == QUERN__CLAUSE_FILTER;
    plan->condition_count = count;
    plan->conditions = quern__arena_take_array(arena, count, sizeof *plan->conditions);
    if (!plan->conditions)
        return false;
    for (const quern_queryset *node = last; node; node = node->parent)
        if (node->clause == QUERN__CLAUSE_FILTER)
            plan->conditions[--count] = &node->as.filter;
    return true;
}

static bool order_by_key(quern__plan *plan, quern__arena *arena)
{
    quern__order *by_key = quern__arena_take(arena, sizeof *by_key);
    if (!by_key)
        return false;
    by_key->field = plan->model->key;
    plan->order = by_key;
    plan->order_count = 1;
    return true;
}

bool quern__plan_make(const quern_queryset *queryset, const quern__wish *wish, quern__arena *arena,
                      quern__plan *out)
{
    *out = (quern__plan){ .intent = wish->intent, .model = queryset->model };
    if (!fold_conditions(out, queryset, arena))
        return false;
    const bool order_matters = wish->intent == QUERN__INTENT_ROWS && (!wish->unordered || queryset->sliced);
    if (order_matters)
        fold_order(out, queryset);
    if (wish->by_key_if_unordered && out->order_count == 0 && !order_by_key(out, arena))
        return false;
    int64_t end;
    if (wish->most < 0 || __builtin_add_overflow(wish->skip, wish->most, &end))
        end = QUERN_OPEN_END;
    const quern__rows rows = quern__rows_within(quern__queryset_rows(queryset), wish->skip, end);
    out->low = rows.low;
    out->high = rows.high;
    out->empty = rows.low == rows.high;
    return true;
}

bool quern__plan_has_offset(const quern__plan *plan)
{
    return plan->low > 0;
}

bool quern__plan_has_limit(const quern__plan *plan)
{
    return plan->high != QUERN_OPEN_END;
}

bool quern__plan_limit_is_one(const quern__plan *plan)
{
    return quern__plan_has_limit(plan) && plan->high - plan->low == 1;
}
