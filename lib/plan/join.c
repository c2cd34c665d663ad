/* join.c: which tables a plan joins, and how: INNER or LEFT. The rules are Django's (JoinPromoter in django/db/models/sql), as
 * facts, not as code:
 *  - a relation to one object is joined once, however many conditions and orders follow it;
 *  - one to many is joined once for each call of filter, whose conditions are then on the same object. Orders and what is selected are
 *    about that of the last call, or have a join of their own;
 *  - a new join is LEFT when it may lead to nothing (a key that may be NULL, the way back) or when the table that it hangs on is
 *    joined LEFT; else INNER;
 *  - a condition votes for the joins that it goes over, unless it may hold for an object that is not there (IS NULL; under NOT
 *    all but IS NULL). A join that all conditions of an AND, or each of an OR, need becomes INNER; one that only some of an OR
 *    need becomes LEFT, with those that hang on it. Under NOT, AND and OR change places;
 *  - what one call of filter made INNER, no later one makes LEFT;
 *  - orders, columns, and what comes along, never vote.
 * Where Django is wrong, we are not: a NOT over paths to many is one NOT EXISTS, with a FROM of its own for the objects on them. Within
 * it the votes are those of an AND, for its own tables; what leads to one object stays in the statement around it, and has no vote. */
#include "lib/plan/join.h"

#include <string.h>

typedef struct fold {
    quern__visit visit; /* first */
    quern__join *joins;
    size_t count, room;
    uint32_t *votes; /* a row of `room` for each depth of nesting */
    size_t depth;
    size_t within; /* where the walk is: see quern__join */
    const quern__condition **exclusions;
    size_t exclusion_count;
} fold;

/* ---- How much room ---- */

typedef struct measure {
    quern__visit visit; /* first */
    size_t hops, deepest, exclusions;
} measure;

static void count_hops(quern__visit *visit, const quern__expression *column)
{
    ((measure *)visit)->hops += column->as.column.hop_count;
}

static void measure_condition(measure *m, const quern__condition *condition, size_t depth)
{
    if (depth > m->deepest)
        m->deepest = depth;
    m->exclusions += condition->many;
    if (condition->op == QUERN_LEAF) {
        quern__expression_walk(&condition->left, &m->visit);
        quern__expression_walk(&condition->right, &m->visit);
    }
    for (size_t i = 0; i < condition->count; i++)
        measure_condition(m, &condition->children[i], depth + 1);
}

static void measure_plan(measure *m, const quern__plan *plan)
{
    for (size_t i = 0; i < plan->condition_count; i++)
        measure_condition(m, plan->conditions[i], 1);
    for (size_t i = 0; i < plan->order_count; i++)
        m->hops += plan->order[i].column.hop_count;
    for (size_t i = 0; i < plan->distinct_count; i++)
        m->hops += plan->distinct_on[i].hop_count;
    for (size_t i = 0; plan->outputs && i < plan->output_count; i++)
        quern__expression_walk(&plan->outputs[i], &m->visit);
    m->hops += plan->along ? plan->along->count : 0;
}

/* ---- Joining ---- */

/* The number of the table that a step leads to; 0: it was not joined. Without a call that is the last in the statement's own FROM. */
static size_t find(const quern__join *joins, size_t count, const quern__hop *hop, const void *call,
                   size_t from)
{
    for (size_t i = count; i > 0; i--) {
        const quern__join *join = &joins[i - 1];
        const bool theirs = !hop->many || (call ? join->call == call : !join->within);
        if (join->hop == hop && join->from == from && theirs)
            return i;
    }
    return 0;
}

/* The same, joined if it was not. */
static size_t follow(fold *f, const quern__hop *hop, const void *call, size_t from)
{
    const size_t there = find(f->joins, f->count, hop, call, from);
    if (there)
        return there;
    const quern__join *before = from ? &f->joins[from - 1] : NULL;
    const size_t within = before && before->within ? before->within : hop->many ? f->within : 0;
    f->joins[f->count++] = (quern__join){ .hop = hop,
                                          .call = hop->many ? call : NULL,
                                          .from = (uint32_t)from,
                                          .within = (uint32_t)within,
                                          .left = hop->optional || (before && before->left) };
    return f->count;
}

static void follow_all(fold *f, const quern__column *column, uint32_t *votes)
{
    size_t table = 0;
    for (size_t i = 0; i < column->hop_count; i++) {
        table = follow(f, column->hops[i], column->call, table);
        if (votes)
            votes[table - 1] |= 1;
    }
}

static void promote(fold *f, size_t join)
{
    const size_t from = f->joins[join].from;
    const bool may = f->joins[join].hop->optional || (from && f->joins[from - 1].left);
    if (f->joins[join].left || !may)
        return;
    f->joins[join].left = true;
    for (size_t i = 0; i < f->count; i++)
        if (f->joins[i].from == join + 1 && f->joins[i].within == f->joins[join].within)
            promote(f, i);
}

static void demote(fold *f, size_t join)
{
    const size_t within = f->joins[join].within;
    for (size_t at = join + 1; at && f->joins[at - 1].within == within; at = f->joins[at - 1].from)
        f->joins[at - 1].left = false;
}

/* ---- Votes ---- */

static uint32_t *row(const fold *f, size_t depth)
{
    return f->votes + depth * f->room;
}

static void follow_column(quern__visit *visit, const quern__expression *column)
{
    fold *f = (fold *)visit;
    follow_all(f, &column->as.column, row(f, f->depth));
}

/* Whether the leaf may hold where a joined object is not there. */
static bool needs_no_object(const quern__condition *leaf, bool negated)
{
    const bool takes_null = leaf->form == QUERN__FORM_IS_NULL || leaf->form == QUERN__FORM_IN_OR_NULL;
    return takes_null != negated;
}

/* The joins that the leaf needs, as ones in the row of this depth. */
static void ask_leaf(fold *f, const quern__condition *leaf, bool negated, size_t depth)
{
    f->depth = depth;
    quern__expression_walk(&leaf->left, &f->visit);
    quern__expression_walk(&leaf->right, &f->visit);
    if (needs_no_object(leaf, negated))
        memset(row(f, depth), 0, f->room * sizeof(uint32_t));
}

static void ask(fold *f, const quern__condition *condition, bool negated, size_t depth);

/* Counts the votes of a composite's children. Only the tables where the walk is can be voted for. */
static void count_votes(fold *f, const quern__condition *composite, bool negated, size_t depth)
{
    uint32_t *needed = row(f, depth), *child = row(f, depth + 1);
    for (size_t i = 0; i < composite->count; i++) {
        ask(f, &composite->children[i], negated, depth + 1);
        for (size_t j = 0; j < f->count; j++)
            needed[j] += f->joins[j].within == f->within ? child[j] : 0;
    }
}

/* What the votes make of the joins; leaves those that became INNER. */
static void decide(fold *f, size_t count, bool any, size_t depth)
{
    uint32_t *needed = row(f, depth);
    for (size_t j = 0; j < f->count; j++)
        if (any && needed[j] && needed[j] < count)
            promote(f, j);
    for (size_t j = 0; j < f->count; j++) {
        needed[j] = needed[j] && (!any || needed[j] == count);
        if (needed[j])
            demote(f, j);
    }
}

/* A NOT EXISTS: an AND of its own, of which nothing outside depends. */
static void ask_exclusion(fold *f, const quern__condition *condition, size_t depth)
{
    const size_t around = f->within;
    f->exclusions[f->exclusion_count++] = condition;
    f->within = f->exclusion_count;
    count_votes(f, condition, false, depth);
    decide(f, condition->count, false, depth);
    f->within = around;
    memset(row(f, depth), 0, f->room * sizeof(uint32_t));
}

/* As ask_leaf for a composite: counts the votes of its children, decides, and leaves the joins that became INNER. */
static void ask(fold *f, const quern__condition *condition, bool negated, size_t depth)
{
    memset(row(f, depth), 0, f->room * sizeof(uint32_t));
    if (condition->op == QUERN_LEAF) {
        ask_leaf(f, condition, negated, depth);
        return;
    }
    if (condition->many) {
        ask_exclusion(f, condition, depth);
        return;
    }
    negated = negated != (condition->op == QUERN_NONE_OF);
    count_votes(f, condition, negated, depth);
    decide(f, condition->count, (condition->op == QUERN_ANY_OF) != negated, depth);
}

static void ask_clause(fold *f, const quern__condition *clause, size_t depth)
{
    uint32_t *inner = row(f, depth);
    const size_t count = f->count;
    for (size_t j = 0; j < count; j++)
        inner[j] = !f->joins[j].left;
    ask(f, clause, false, 0);
    for (size_t j = 0; j < count; j++)
        if (inner[j])
            demote(f, j);
}

/* Nothing in the database sees to it that the object is there: then the row stays all the same. */
static bool may_be_missing(const quern__hop *hop)
{
    return !hop->back && hop->relation->declared->on_delete == QUERN_DO_NOTHING;
}

/* What comes along is joined last, so that it shares what is there. */
static bool join_along(fold *f, quern__plan *plan, quern__arena *arena)
{
    const quern__along *along = plan->along;
    uint32_t *tables = quern__arena_take_array(arena, along->count, sizeof *tables);
    for (size_t i = 0; tables && i < along->count; i++) {
        const quern__joined *joined = &along->list[i];
        const size_t before = f->count;
        if (!joined->wanted)
            continue;
        tables[i] = (uint32_t)follow(f, joined->hop, NULL, joined->from ? tables[joined->from - 1] : 0);
        if (f->count > before && may_be_missing(joined->hop))
            f->joins[before].left = true;
    }
    plan->along_tables = tables;
    return tables;
}

bool quern__plan_join(quern__plan *plan, quern__arena *arena)
{
    measure m = { .visit = { .column = count_hops } };
    measure_plan(&m, plan);
    if (m.hops == 0)
        return true;
    fold f = { .visit = { .column = follow_column }, .room = m.hops };
    f.joins = quern__arena_take_array(arena, m.hops, sizeof *f.joins);
    f.votes = quern__arena_take_array(arena, (m.deepest + 2) * m.hops, sizeof *f.votes);
    f.exclusions = quern__arena_take_array(arena, m.exclusions, sizeof *f.exclusions);
    if (!f.joins || !f.votes || !f.exclusions)
        return false;
    for (size_t i = 0; i < plan->condition_count; i++)
        ask_clause(&f, plan->conditions[i], m.deepest + 1);
    for (size_t i = 0; i < plan->order_count; i++)
        follow_all(&f, &plan->order[i].column, NULL);
    for (size_t i = 0; i < plan->distinct_count; i++)
        follow_all(&f, &plan->distinct_on[i], NULL);
    f.depth = m.deepest + 1;
    for (size_t i = 0; plan->outputs && i < plan->output_count; i++)
        quern__expression_walk(&plan->outputs[i], &f.visit);
    if (plan->along && !join_along(&f, plan, arena))
        return false;
    plan->joins = f.joins;
    plan->join_count = f.count;
    plan->exclusions = f.exclusions;
    plan->exclusion_count = f.exclusion_count;
    return true;
}

size_t quern__plan_table(const quern__plan *plan, const quern__column *column)
{
    size_t table = 0;
    for (size_t i = 0; i < column->hop_count; i++)
        table = find(plan->joins, plan->join_count, column->hops[i], column->call, table);
    return table;
}

size_t quern__plan_exclusion(const quern__plan *plan, const quern__condition *node)
{
    size_t number = 0;
    while (number < plan->exclusion_count && plan->exclusions[number] != node)
        number++;
    return number + 1;
}

bool quern__plan_may_be_null(const quern__plan *plan, const quern__column *column)
{
    const size_t table = quern__plan_table(plan, column);
    return column->field->nullable || (table && plan->joins[table - 1].left);
}
