/* owners.c: a prefetch asks for the rows of many owners at once, and what the chain says holds for those of each (doc/decisions/037).
 * So the owners' keys are the first condition, as they are of quern_related's queryset; and over a many to many the chain's first filter
 * goes by the same row of the table between. */
#include "lib/plan/owners.h"

typedef struct finding {
    quern__visit visit; /* first */
    const void *call;
} finding;

static void take_call(quern__visit *visit, const quern__expression *column)
{
    finding *f = (finding *)visit;
    if (!f->call)
        f->call = column->as.column.call;
}

/* What a NOT EXISTS is about is about objects of its own. */
static void find_call(finding *f, const quern__condition *condition)
{
    if (condition->many)
        return;
    if (condition->op == QUERN_LEAF) {
        quern__expression_walk(&condition->left, &f->visit);
        quern__expression_walk(&condition->right, &f->visit);
    }
    for (size_t i = 0; i < condition->count; i++)
        find_call(f, &condition->children[i]);
}

const quern__condition *quern__owners_condition(const quern__owners *owners, const quern__condition *first,
                                                quern__arena *arena, quern__column *key)
{
    const quern_kind kind = (quern_kind)((unsigned)owners->key.field->kind | (unsigned)QUERN_ARRAY);
    quern__condition *made = quern__arena_take_array(arena, 2, sizeof *made);
    if (!made)
        return NULL;
    finding f = { .visit = { .column = take_call } };
    if (first)
        find_call(&f, first);
    *key = owners->key;
    if (key->hop_count)
        key->call = f.call ? f.call : made;
    made[1] = (quern__condition){ .op = QUERN_LEAF,
                                  .lookup = QUERN_LOOKUP_in,
                                  .form = QUERN__FORM_COMPARE,
                                  .spans = key->hop_count,
                                  .left = quern__expression_column(*key),
                                  .right = quern__expression_constant(owners->keys, kind) };
    made[0] =
        (quern__condition){ .op = QUERN_ALL_OF, .spans = key->hop_count, .count = 1, .children = made + 1 };
    return made;
}

bool quern__owners_part(quern__plan *plan, quern__arena *arena)
{
    quern__column *on = quern__arena_take_array(arena, plan->distinct_count + 1, sizeof *on);
    quern__order *order = quern__arena_take_array(arena, plan->order_count + 1, sizeof *order);
    if (!on || !order)
        return false;
    on[0] = plan->owner;
    for (size_t i = 0; i < plan->distinct_count; i++)
        on[i + 1] = plan->distinct_on[i];
    order[0].column = plan->owner;
    for (size_t i = 0; i < plan->order_count; i++)
        order[i + 1] = plan->order[i];
    plan->distinct_on = on;
    plan->distinct_count++;
    plan->order = order;
    plan->order_count++;
    return true;
}

bool quern__plan_tells_owner(const quern__plan *plan)
{
    const quern__owners *owners = plan->wish.owners;
    if (!owners || owners->key.hop_count)
        return owners;
    for (size_t i = 0; plan->members && i < plan->output_count; i++)
        if (plan->members[i] == owners->key.field)
            return false;
    return plan->members;
}
