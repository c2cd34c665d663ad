/* shape.c: a plan's shape, as bytes. Every fact that lib/sql looks at is here; a value is not, but for its form. */
#include "lib/plan/plan.h"

typedef struct shape_pass {
    quern__pass pass;
    quern__text *out;
} shape_pass;

static void put(quern__text *out, unsigned number)
{
    const unsigned char bytes[2] = { (unsigned char)(number & 0xff), (unsigned char)(number >> 8 & 0xff) };
    quern__text_put_bytes(out, bytes, sizeof bytes);
}

static void open(quern__pass *pass, const quern__condition *composite)
{
    quern__text *out = ((shape_pass *)pass)->out;
    put(out, composite->op);
    put(out, (unsigned)composite->count & 0xffff);
    put(out, (unsigned)(composite->count >> 16) & 0xffff);
}

static void leaf(quern__pass *pass, const quern__condition *condition, const quern__condition *parent,
                 bool guard)
{
    (void)parent;
    quern__text *out = ((shape_pass *)pass)->out;
    put(out, QUERN_LEAF);
    put(out, condition->field->index);
    put(out, (unsigned)condition->lookup << 4 | (unsigned)condition->form << 1 | guard);
}

static void put_order(quern__text *out, const quern__order *term)
{
    put(out, term->field ? term->field->index + 1u : 0);
    put(out, (unsigned)term->descending << 2 | (unsigned)term->nulls);
}

void quern__plan_shape(const quern__plan *plan, quern__text *out)
{
    shape_pass pass = { .pass = { .open = open, .leaf = leaf }, .out = out };
    const unsigned bounds = (unsigned)quern__plan_has_offset(plan) << 2 |
                            (unsigned)quern__plan_has_limit(plan) << 1 | quern__plan_limit_is_one(plan);
    put(out, (unsigned)plan->intent << 8 | bounds);
    put(out, plan->model->index);
    put(out, (unsigned)plan->order_count & 0xffff);
    put(out, (unsigned)(plan->order_count >> 16) & 0xffff);
    for (size_t i = 0; i < plan->order_count; i++)
        put_order(out, &plan->order[i]);
    for (size_t i = 0; i < plan->condition_count; i++)
        quern__condition_walk(plan->conditions[i], &pass.pass);
}
