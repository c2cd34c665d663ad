/* parameters.c: the values of a plan, in the order in which lib/sql numbers their placeholders: conditions, limit, offset. */
#include "lib/plan/plan.h"

typedef struct gather_pass {
    quern__pass pass;
    quern_value *values; /* NULL while counting */
    quern_kind *kinds;
    size_t count;
    const quern__plan *plan;
} gather_pass;

static void take(gather_pass *gather, quern_value value, quern_kind kind)
{
    if (gather->values) {
        gather->values[gather->count] = value;
        gather->kinds[gather->count] = kind;
    }
    gather->count++;
}

static void constant(quern__visit *visit, const quern__expression *expression)
{
    gather_pass *gather = (gather_pass *)(void *)((char *)visit - offsetof(gather_pass, pass.visit));
    take(gather, expression->as.constant, expression->kind);
}

static void parameter(quern__visit *visit, const quern__expression *expression)
{
    gather_pass *gather = (gather_pass *)(void *)((char *)visit - offsetof(gather_pass, pass.visit));
    take(gather, (quern_value){ .kind = QUERN_KIND_PARAM, .count = expression->as.parameter.slot },
         expression->kind);
}

static void gather_all(const quern__plan *plan, gather_pass *gather);

static void query(quern__visit *visit, const quern__expression *expression)
{
    gather_pass *gather = (gather_pass *)(void *)((char *)visit - offsetof(gather_pass, pass.visit));
    const quern__plan *outer = gather->plan;
    gather_all(quern__plan_query(outer, expression), gather);
    gather->plan = outer;
}

static void leaf(quern__pass *pass, const quern__condition *condition, const quern__condition *parent,
                 bool negated)
{
    (void)parent;
    (void)negated;
    quern__expression_walk(&condition->left, &pass->visit);
    quern__expression_walk(&condition->right, &pass->visit);
    if (condition->form == QUERN__FORM_IN_OR_NULL)
        quern__expression_walk(&condition->left, &pass->visit);
}

static void gather_all(const quern__plan *plan, gather_pass *gather)
{
    gather->plan = plan;
    for (size_t i = 0; plan->outputs && i < plan->output_count; i++)
        if (plan->intent == QUERN__INTENT_ROWS || plan->distinct)
            quern__expression_walk(&plan->outputs[i], &gather->pass.visit);
    for (size_t i = 0; i < plan->condition_count; i++)
        quern__condition_walk(plan->conditions[i], &gather->pass);
    if (quern__plan_has_limit(plan) && !quern__plan_limit_is_one(plan))
        take(gather, quern_value_i64(plan->high - plan->low), QUERN_KIND_I64);
    if (quern__plan_has_offset(plan))
        take(gather, quern_value_i64(plan->low), QUERN_KIND_I64);
}

bool quern__plan_parameters(const quern__plan *plan, quern__arena *arena, quern__parameters *out)
{
    gather_pass gather = {
        .pass = { .visit = { .constant = constant, .parameter = parameter, .query = query }, .leaf = leaf }
    };
    gather_all(plan, &gather);
    gather.values = quern__arena_take_array(arena, gather.count, sizeof *gather.values);
    gather.kinds = quern__arena_take_array(arena, gather.count, sizeof *gather.kinds);
    if (!gather.values || !gather.kinds)
        return false;
    *out = (quern__parameters){ .count = gather.count, .values = gather.values, .kinds = gather.kinds };
    gather.count = 0;
    gather_all(plan, &gather);
    return true;
}
