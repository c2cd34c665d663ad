/* shape.c: a plan's shape, as bytes. Every fact that lib/sql looks at is here; a value is not, but for its form. */
#include "lib/plan/plan.h"

#include <string.h>

typedef struct shape_pass {
    quern__pass pass;
    const quern__plan *plan;
    quern__text *out;
} shape_pass;

static void put(quern__text *out, unsigned number)
{
    quern__text_put_two(out, (unsigned char)(number & 0xff), (unsigned char)(number >> 8 & 0xff));
}

static void put_long(quern__text *out, size_t number)
{
    put(out, (unsigned)number & 0xffff);
    put(out, (unsigned)(number >> 16) & 0xffff);
}

static void open(quern__pass *pass, const quern__condition *composite)
{
    quern__text *out = ((shape_pass *)pass)->out;
    put(out, (unsigned)composite->many << 8 | composite->op);
    put_long(out, composite->count);
}

static void put_column(quern__text *out, const quern__plan *plan, const quern__column *column)
{
    put_long(out, quern__plan_table(plan, column));
    put(out, column->field->index + 1u);
}

static shape_pass *pass_of(quern__visit *visit)
{
    return (shape_pass *)(void *)((char *)visit - offsetof(shape_pass, pass.visit));
}

static void constant(quern__visit *visit, const quern__expression *expression)
{
    put(pass_of(visit)->out, (unsigned)expression->node);
    put(pass_of(visit)->out, (unsigned)expression->kind);
}

static void column(quern__visit *visit, const quern__expression *expression)
{
    put(pass_of(visit)->out, (unsigned)expression->node);
    put_column(pass_of(visit)->out, pass_of(visit)->plan, &expression->as.column);
}

static void open_call(quern__visit *visit, const quern__expression *call)
{
    put(pass_of(visit)->out, (unsigned)call->node);
    put(pass_of(visit)->out, (unsigned)call->as.call.op);
    put_long(pass_of(visit)->out, call->as.call.count);
}

static void put_plan(shape_pass *pass, const quern__plan *plan);

static void query(quern__visit *visit, const quern__expression *expression)
{
    shape_pass *pass = pass_of(visit);
    const quern__plan *outer = pass->plan;
    put(pass->out, (unsigned)expression->node);
    put_plan(pass, quern__plan_query(outer, expression));
    pass->plan = outer;
}

static void truncate(quern__visit *visit, const quern__expression *expression)
{
    shape_pass *pass = pass_of(visit);
    const char *zone = expression->as.truncate.zone ? expression->as.truncate.zone : "";
    put(pass->out, (unsigned)expression->node);
    put(pass->out, (unsigned)expression->kind);
    put_column(pass->out, pass->plan, &expression->as.truncate.column);
    put(pass->out, (unsigned)expression->as.truncate.unit);
    put_long(pass->out, strlen(zone));
    quern__text_put(pass->out, zone);
}

static void leaf(quern__pass *pass, const quern__condition *condition, const quern__condition *parent,
                 bool negated)
{
    (void)parent;
    (void)negated;
    quern__text *out = ((shape_pass *)pass)->out;
    put(out, QUERN_LEAF);
    put(out, (unsigned)condition->lookup << 8 | (unsigned)condition->form);
    quern__expression_walk(&condition->left, &pass->visit);
    quern__expression_walk(&condition->right, &pass->visit);
}

static void put_join(quern__text *out, const quern__join *join)
{
    put(out, join->hop->relation->model->index);
    put(out, join->hop->relation->index);
    put_long(out, (size_t)join->from << 2 | (size_t)join->hop->back << 1 | join->left);
    put_long(out, join->within);
}

static void put_order(quern__text *out, const quern__plan *plan, const quern__order *term)
{
    put(out, term->output);
    put(out, (unsigned)(term->column.field != NULL) << 8 | (unsigned)term->descending << 2 |
                 (unsigned)term->nulls);
    if (term->column.field)
        put_column(out, plan, &term->column);
}

/* Only rows have outputs, but what is distinct is counted by them too. */
static void put_outputs(shape_pass *pass)
{
    const quern__plan *plan = pass->plan;
    const bool shown = plan->intent == QUERN__INTENT_ROWS || plan->distinct;
    put(pass->out, (unsigned)(plan->outputs != NULL) << 1 | shown);
    if (!shown)
        return;
    put_long(pass->out, plan->output_count);
    for (size_t i = 0; i < plan->output_count; i++)
        if (plan->outputs)
            quern__expression_walk(&plan->outputs[i], &pass->pass.visit);
        else
            put(pass->out, quern__plan_member(plan, i)->index);
}

static void put_plan(shape_pass *pass, const quern__plan *plan)
{
    quern__text *out = pass->out;
    pass->plan = plan;
    const unsigned bounds = (unsigned)quern__plan_has_offset(plan) << 2 |
                            (unsigned)quern__plan_has_limit(plan) << 1 | quern__plan_limit_is_one(plan);
    put(out, (unsigned)plan->intent << 8 | (unsigned)plan->not_null << 3 | bounds);
    put(out, plan->model->index);
    put_outputs(pass);
    put(out, plan->distinct);
    put_long(out, plan->distinct_count);
    for (size_t i = 0; i < plan->distinct_count; i++)
        put_column(out, plan, &plan->distinct_on[i]);
    put_long(out, plan->join_count);
    for (size_t i = 0; i < plan->join_count; i++)
        put_join(out, &plan->joins[i]);
    put_long(out, plan->order_count);
    for (size_t i = 0; i < plan->order_count; i++)
        put_order(out, plan, &plan->order[i]);
    put_long(out, plan->condition_count);
    for (size_t i = 0; i < plan->condition_count; i++)
        quern__condition_walk(plan->conditions[i], &pass->pass);
}

void quern__plan_shape(const quern__plan *plan, quern__text *out)
{
    shape_pass pass = { .pass = { .visit = { .constant = constant,
                                             .column = column,
                                             .truncate = truncate,
                                             .open = open_call,
                                             .query = query },
                                  .open = open,
                                  .leaf = leaf },
                        .out = out };
    put_plan(&pass, plan);
}
