/* plan.c: folds a chain into a plan. The chain is walked from its end to its root, twice: to count, then to fill. */
#include "lib/plan/gist.h"
#include "lib/plan/join.h"
#include "lib/plan/owners.h"
#include "lib/plan/query.h"

#include "lib/model/order.h"

static bool fold_conditions(quern__plan *plan, const quern_queryset *last, size_t count, quern__arena *arena)
{
    const quern__owners *owners = plan->wish.owners;
    const size_t all = count + (owners != NULL);
    const quern__condition **conditions = quern__arena_take_array(arena, all, sizeof(*conditions));
    if (!conditions)
        return false;
    plan->conditions = conditions;
    plan->condition_count = all;
    size_t at = all;
    for (const quern_queryset *node = last; node; node = node->parent)
        if (node->clause == QUERN__CLAUSE_FILTER)
            conditions[--at] = &node->as.filter;
    if (owners)
        conditions[0] = quern__owners_condition(owners, count ? conditions[1] : NULL, arena, &plan->owner);
    return !owners || conditions[0];
}

static bool order_by_key(quern__plan *plan, quern__arena *arena)
{
    quern__order *by_key = quern__arena_take(arena, sizeof *by_key);
    if (!by_key)
        return false;
    by_key->column.field = plan->model->key;
    plan->order = by_key;
    plan->order_count = 1;
    return true;
}

/* Which columns are selected: those of the nearest VALUES, or of the fields that are loaded. */
bool quern__plan_outputs(quern__plan *plan, const quern_queryset *last, quern__arena *arena)
{
    plan->rows = last->rows ? last->rows : last->model;
    plan->output_count = plan->rows->count;
    plan->outputs = last->outputs;
    plan->along = last->along && last->along->output_count ? last->along : NULL;
    if (!last->loaded)
        return true;
    plan->members = quern__arena_take_array(arena, plan->rows->count, sizeof *plan->members);
    if (!plan->members)
        return false;
    plan->output_count = 0;
    for (size_t i = 0; i < plan->rows->count; i++)
        if (last->loaded[i])
            plan->members[plan->output_count++] = &plan->rows->fields[i];
    return true;
}

static void fold_distinct(quern__plan *plan, const quern_queryset *distinct)
{
    plan->distinct = distinct != NULL;
    if (!distinct)
        return;
    plan->distinct_on = distinct->as.distinct.on;
    plan->distinct_count = distinct->as.distinct.count;
}

static bool is_among(const quern__column *columns, size_t count, const quern__column *column)
{
    for (size_t i = 0; i < count; i++)
        if (quern__column_same(&columns[i], column))
            return true;
    return false;
}

/* DISTINCT ON keeps the first row of each group, so the order has to begin with what makes the groups. */
static const quern_error *find_fault(const quern__plan *plan)
{
    static const quern_error other_order = {
        .code = QUERN_ERROR_USAGE,
        .message = "quern_distinct by other fields than those that the order begins with",
        .detail = "",
        .hint = "order by the same fields first: the first row of each group is kept",
        .path = "",
        .nearest = "",
        .sql = "",
    };
    for (size_t i = 0; i < plan->distinct_count && i < plan->order_count; i++)
        if (!is_among(plan->distinct_on, plan->distinct_count, &plan->order[i].column))
            return &other_order;
    return NULL;
}

/* A subquery selects one column. */
static bool only_key(quern__plan *plan, const quern__field *key, quern__arena *arena)
{
    plan->rows = plan->model;
    plan->outputs = NULL;
    plan->output_count = 1;
    plan->members = quern__arena_take_array(arena, 1, sizeof *plan->members);
    if (plan->members)
        plan->members[0] = key;
    return plan->members;
}

static bool output_may_be_null(const quern__plan *plan)
{
    const quern__column own = { .field = quern__plan_member(plan, 0) };
    const quern__expression *output = plan->outputs;
    if (output && output->node != QUERN__NODE_COLUMN)
        return true;
    return quern__plan_may_be_null(plan, output ? &output->as.column : &own);
}

static const quern_error of_raw = {
    .code = QUERN_ERROR_USAGE,
    .message = "a queryset of quern_raw cannot be asked that",
    .detail = "",
    .hint = "it is evaluated as a whole: by QUERN_EACH, quern_len, quern_list, quern_at, quern_count, "
            "quern_exists",
    .path = "",
    .nearest = "",
    .sql = "",
};

static bool keep_multiplying(quern__plan *plan, const quern__gist *gist, quern__arena *arena)
{
    quern__order *order = quern__arena_take_array(arena, gist->order_count, sizeof *order);
    if (!order)
        return false;
    plan->order = order;
    for (size_t i = 0; i < gist->order_count; i++)
        if (quern__order_multiplies(&gist->order[i]))
            order[plan->order_count++] = gist->order[i];
    return true;
}

/* The order that is wished for. */
static bool fold_order(quern__plan *plan, const quern__wish *wish, const quern__gist *gist,
                       quern__arena *arena)
{
    if (gist->multiplying) {
        if (!keep_multiplying(plan, gist, arena))
            return false;
    } else {
        plan->order = gist->order;
        plan->order_count = gist->order_count;
    }
    return !wish->by_key_if_unordered || plan->order_count || order_by_key(plan, arena);
}

/* What makes the groups of a DISTINCT ON turns alone: the rest of the order chooses the row of each group. */
static bool turn_order(quern__plan *plan, quern__arena *arena)
{
    const size_t turning = plan->distinct_count && plan->distinct_count < plan->order_count
                               ? plan->distinct_count
                               : plan->order_count;
    quern__order *turned = quern__arena_take_array(arena, plan->order_count, sizeof *turned);
    if (!turned)
        return false;
    for (size_t i = 0; i < plan->order_count; i++)
        turned[i] = i < turning ? quern__order_turned(&plan->order[i]) : plan->order[i];
    plan->order = turned;
    return true;
}

/* By itself the server puts NULLs last but for a DESC. It is not told where there are none: then an index serves. */
static bool put_nulls_last(quern__plan *plan, quern__arena *arena)
{
    quern__order *order = quern__arena_take_array(arena, plan->order_count, sizeof *order);
    if (!order)
        return false;
    for (size_t i = 0; i < plan->order_count; i++) {
        order[i] = plan->order[i];
        if (order[i].descending && quern__plan_may_be_null(plan, &order[i].column))
            order[i].nulls = QUERN_NULLS_ARE_LAST;
    }
    plan->order = order;
    return true;
}

bool quern__plan_make(const quern_queryset *queryset, const quern__wish *wish, quern__arena *arena,
                      quern__plan *out)
{
    *out = (quern__plan){
        .intent = wish->intent, .model = queryset->model, .queryset = queryset, .wish = *wish
    };
    if (queryset->raw) {
        out->fault = &of_raw;
        return true;
    }
    const quern__gist gist = quern__gist_of(queryset, wish);
    if (!fold_conditions(out, queryset, gist.filters, arena) || !quern__plan_outputs(out, queryset, arena))
        return false;
    fold_distinct(out, gist.distinct);
    if (!quern__wish_takes_along(wish))
        out->along = NULL;
    if (wish->query && wish->query->key && !only_key(out, wish->query->key, arena))
        return false;
    out->low = gist.rows.low;
    out->high = gist.rows.high;
    out->empty = gist.empty;
    if (!fold_order(out, wish, &gist, arena) || (wish->turned && !turn_order(out, arena)))
        return false;
    if (wish->owners && out->distinct_count && !quern__owners_part(out, arena))
        return false;
    if (!quern__plan_join(out, arena) || !quern__plan_queries(out, arena))
        return false;
    if (wish->order && !put_nulls_last(out, arena))
        return false;
    out->not_null = wish->query && wish->without_nulls && output_may_be_null(out);
    if (!out->fault)
        out->fault = find_fault(out);
    return true;
}

size_t quern__plan_width(const quern__plan *plan)
{
    return plan->output_count + (plan->along ? plan->along->output_count : 0);
}

const quern__field *quern__plan_member(const quern__plan *plan, size_t output)
{
    if (output >= plan->output_count)
        return plan->along->outputs[output - plan->output_count].field;
    return plan->members ? plan->members[output] : &plan->rows->fields[output];
}

static quern__rows rows_of(const quern__plan *plan)
{
    return (quern__rows){ plan->low, plan->high };
}

bool quern__plan_has_offset(const quern__plan *plan)
{
    return quern__rows_have_offset(rows_of(plan));
}

bool quern__plan_has_limit(const quern__plan *plan)
{
    return quern__rows_have_limit(rows_of(plan));
}

bool quern__plan_limit_is_one(const quern__plan *plan)
{
    return quern__rows_are_one(rows_of(plan));
}
