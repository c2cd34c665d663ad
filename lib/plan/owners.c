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

/* ---- Order ---- */

static bool is_among(const quern__order *order, size_t count, const quern__column *column)
{
    for (size_t i = 0; i < count; i++)
        if (quern__column_same(&order[i].column, column))
            return true;
    return false;
}

/* Whether no two rows of an owner, but for those of one object, are at the same place of the order. */
static bool is_settled(const quern__plan *plan)
{
    for (size_t i = 0; i < plan->order_count; i++) {
        const quern__field *field = plan->order[i].column.field;
        if (quern__order_is_random(&plan->order[i]) ||
            (field && !plan->order[i].column.hop_count && field->unique && !field->nullable))
            return true;
    }
    return false;
}

static void add_term(quern__plan *plan, quern__order *order, quern__column column)
{
    if (!is_among(order, plan->order_count, &column))
        order[plan->order_count++].column = column;
}

/* By the key in the end; where a model has none, and no two rows are to be the same, by all that they have. */
static void settle(quern__plan *plan, quern__order *order)
{
    for (size_t i = 1; i < plan->distinct_count; i++)
        add_term(plan, order, plan->distinct_on[i]);
    if (is_settled(plan))
        return;
    if (plan->model->key)
        add_term(plan, order, (quern__column){ .field = plan->model->key });
    for (size_t i = 0; !plan->model->key && plan->distinct && i < plan->output_count; i++)
        add_term(plan, order, (quern__column){ .field = quern__plan_member(plan, i) });
}

/* Of rows that are one for each group: one for each owner's groups. */
static bool part(quern__plan *plan, quern__arena *arena)
{
    quern__column *on = quern__arena_take_array(arena, plan->distinct_count + 1, sizeof *on);
    if (!on)
        return false;
    on[0] = plan->owner;
    for (size_t i = 0; i < plan->distinct_count; i++)
        on[i + 1] = plan->distinct_on[i];
    plan->distinct_on = on;
    plan->distinct_count++;
    return true;
}

/* A subquery for each owner is cheap where an index finds the owner's rows. Over a many to many it would look each of them up by itself.
 * And texts are sent without a type, by which alone the array of them could be unnested. */
static quern__slicing choose(const quern__plan *plan)
{
    if (!quern__plan_has_limit(plan) && !quern__plan_has_offset(plan))
        return QUERN__SLICING_NONE;
    const quern__field *key = plan->owner.field;
    return !plan->owner.hop_count && quern__field_is_indexed(key) && key->kind != QUERN_KIND_TEXT
               ? QUERN__SLICING_LATERAL
               : QUERN__SLICING_NUMBERED;
}

bool quern__owners_arrange(quern__plan *plan, quern__arena *arena)
{
    plan->slicing = choose(plan);
    if (plan->distinct_count && !part(plan, arena))
        return false;
    const bool parted = plan->distinct_count || plan->slicing == QUERN__SLICING_LATERAL;
    if (!parted && !plan->slicing)
        return true;
    const size_t room = 1 + plan->order_count + plan->distinct_count + plan->output_count;
    quern__order *order = quern__arena_take_array(arena, room + 1, sizeof *order);
    if (!order)
        return false;
    order[0].column = plan->owner;
    for (size_t i = 0; i < plan->order_count; i++)
        order[parted + i] = plan->order[i];
    plan->order = order;
    plan->order_count += parted;
    if (plan->slicing)
        settle(plan, order);
    return true;
}

/* ---- What is selected ---- */

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
