/* reference.c: what a chain gives, by plain loops: each row is looked at by itself, and what relations lead to is looked up in
 * the other table. There is no SQL here, no join and no third truth value: a comparison with NULL is not true, and NOT of what
 * is not true is. */
#include "test/queries/chain.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

typedef struct evaluation {
    const table *root;
    const quern_value *row;
    quern__arena *arena;
    bool fault, computes;
} evaluation;

/* ---- Values ---- */

static const quern_value nothing = { .kind = QUERN_KIND_NULL };

static const quern_value *find_row(const table *in, const quern_value *key)
{
    for (size_t i = 0; i < in->count; i++)
        if (cell_same(&in->rows[i][0], key))
            return in->rows[i];
    return NULL;
}

static const quern_value *follow(const evaluation *e, const path *path)
{
    const table *at = e->root;
    const quern_value *row = e->row;
    for (size_t i = 0; i < path->hop_count; i++) {
        const size_t relation = path->hops[i];
        if (cell_is_null(&row[relation]))
            return &nothing;
        at = at->fields[relation].target;
        row = find_row(at, &row[relation]);
        ck_assert_ptr_nonnull(row);
    }
    return &row[path->field];
}

static quern_value value_of(evaluation *e, const expression *expression)
{
    if (expression->op) {
        const quern_value left = value_of(e, expression->left), right = value_of(e, expression->right);
        const quern_value made = cell_compute(expression->op, &left, &right, &e->fault);
        e->computes = true;
        e->fault |= expression->kind == QUERN_KIND_I32 && made.as.integer != (int32_t)made.as.integer;
        return made;
    }
    return expression->path.text ? *follow(e, &expression->path) : expression->constant;
}

/* ---- Conditions ---- */

static bool is_in_query(evaluation *e, const condition *leaf, const quern_value *left)
{
    const rows inner = chain_evaluate(leaf->query, e->arena);
    e->fault |= inner.fault || inner.open;
    e->computes |= inner.computes;
    for (size_t i = 0; i < inner.count; i++)
        if (!cell_is_null(left) && !cell_is_null(&inner.outputs[i]) &&
            cell_compare(left, &inner.outputs[i]) == 0)
            return true;
    return false;
}

/* NULL in a list is found by nothing; but what is excluded with it is without NULLs. */
static bool is_in(evaluation *e, const condition *leaf, const quern_value *left, bool negated)
{
    if (leaf->query)
        return is_in_query(e, leaf, left);
    for (size_t i = 0; i < leaf->right_count; i++) {
        const quern_value *item = &leaf->right[i].constant;
        if (cell_same(left, item) && (negated || !cell_is_null(left)))
            return true;
    }
    return false;
}

static bool compares(quern_lookup lookup, const quern_value *left, const quern_value *right, bool *fault)
{
    if (cell_is_null(left) || cell_is_null(right))
        return false;
    switch ((int)lookup) {
    case QUERN_LOOKUP_exact:
        return cell_compare(left, right) == 0;
    case QUERN_LOOKUP_gt:
        return cell_compare(left, right) > 0;
    case QUERN_LOOKUP_gte:
        return cell_compare(left, right) >= 0;
    case QUERN_LOOKUP_lt:
        return cell_compare(left, right) < 0;
    case QUERN_LOOKUP_lte:
        return cell_compare(left, right) <= 0;
    default:
        return cell_matches(lookup, left->as.text, right->as.text, fault);
    }
}

static bool leaf_holds(evaluation *e, const condition *leaf, bool negated)
{
    const quern_value left = value_of(e, &leaf->left);
    if (leaf->lookup == QUERN_LOOKUP_in)
        return is_in(e, leaf, &left, negated);
    const quern_value right = value_of(e, &leaf->right[0]);
    if (leaf->lookup == QUERN_LOOKUP_isnull)
        return cell_is_null(&left) == right.as.boolean;
    if (leaf->lookup == QUERN_LOOKUP_range) {
        const quern_value end = value_of(e, &leaf->right[1]);
        return compares(QUERN_LOOKUP_gte, &left, &right, &e->fault) &&
               compares(QUERN_LOOKUP_lte, &left, &end, &e->fault);
    }
    if (!leaf->right->op && !leaf->right->path.text && cell_is_null(&right))
        return cell_is_null(&left); /* exact and iexact of NULL ask for it */
    e->computes |= leaf->lookup == QUERN_LOOKUP_regex || leaf->lookup == QUERN_LOOKUP_iregex;
    return compares(leaf->lookup, &left, &right, &e->fault);
}

/* All of a list, or any of it. Nothing is left out, so that all faults are seen. */
static bool list_holds(evaluation *e, const condition *list, bool any, bool negated)
{
    bool holds = !any;
    for (; list->op; list++) {
        const bool none = list->op == QUERN_NONE_OF;
        const bool one = list->op == QUERN_LEAF ? leaf_holds(e, list, negated)
                                                : list_holds(e, list->children, list->op == QUERN_ANY_OF,
                                                             negated != none) != none;
        holds = any ? holds || one : holds && one;
    }
    return holds;
}

/* ---- Chains ---- */

typedef struct line {
    quern_value outputs[MOST_NAMES], keys[MOST_TERMS];
} line;

/* What counts of the steps in the end. */
typedef struct folded {
    const step *order;
    const path *names;
    size_t name_count, key_count;
    bool reversed, distinct, none;
    int64_t low, high;
} folded;

static const path key_path = { .text = "pk" };

/* No table has so many rows that the end of integers would matter. */
static int64_t add(int64_t a, int64_t b)
{
    return b > QUERN_OPEN_END - a ? QUERN_OPEN_END : a + b;
}

static void fold_slice(folded *f, int64_t low, int64_t high)
{
    const int64_t end = f->high;
    f->high = add(f->low, high) < end ? add(f->low, high) : end;
    f->low = add(f->low, low) < end ? add(f->low, low) : end;
}

/* Keys behind a random one decide nothing. */
static size_t count_keys(const step *order)
{
    size_t count = 0;
    while (order && count < order->count && *order->terms[count].path.text != '?')
        count++;
    return count;
}

static folded fold(const chain *chain)
{
    folded f = { .names = &key_path, .name_count = 1, .high = QUERN_OPEN_END };
    for (size_t i = 0; i < chain->count; i++) {
        const step *step = &chain->steps[i];
        if (step->kind == STEP_order_by) {
            f.order = step;
            f.reversed = false;
        } else if (step->kind == STEP_values) {
            f.names = step->names;
            f.name_count = step->count;
        } else if (step->kind == STEP_slice) {
            fold_slice(&f, step->low, step->high);
        }
        f.reversed ^= step->kind == STEP_reverse;
        f.distinct |= step->kind == STEP_distinct;
        f.none |= step->kind == STEP_none;
    }
    f.key_count = count_keys(f.order);
    return f;
}

static bool is_kept(evaluation *e, const chain *chain)
{
    bool kept = true;
    for (size_t i = 0; i < chain->count; i++) {
        const step *step = &chain->steps[i];
        if (step->kind == STEP_filter)
            kept &= list_holds(e, step->conditions, false, false);
        else if (step->kind == STEP_exclude && step->conditions->op) /* without conditions, all are kept */
            kept &= !list_holds(e, step->conditions, false, true);
    }
    return kept;
}

static line make_line(const evaluation *e, const folded *f)
{
    line made = { 0 };
    for (size_t i = 0; i < f->name_count; i++)
        made.outputs[i] = *follow(e, &f->names[i]);
    for (size_t i = 0; i < f->key_count; i++)
        made.keys[i] = *follow(e, &f->order->terms[i].path);
    return made;
}

/* NULL is behind all that has a value, and so before it where the order is turned around, unless a place was given. */
static int compare_by(const folded *f, const term *term, const quern_value *a, const quern_value *b)
{
    const bool descending = term->minus != term->descending;
    const bool nulls_first = term->nulls ? term->nulls == QUERN_NULLS_ARE_FIRST : descending;
    const int sign = f->reversed ? -1 : 1;
    if (cell_is_null(a) || cell_is_null(b))
        return sign * (nulls_first ? 1 : -1) * ((int)cell_is_null(b) - (int)cell_is_null(a));
    return sign * (descending ? -1 : 1) * cell_compare(a, b);
}

static int compare_lines(const folded *f, const line *a, const line *b)
{
    int order = 0;
    for (size_t i = 0; i < f->key_count && !order; i++)
        order = compare_by(f, &f->order->terms[i], &a->keys[i], &b->keys[i]);
    return order;
}

static bool outputs_same(const folded *f, const line *a, const line *b)
{
    bool same = true;
    for (size_t i = 0; i < f->name_count && same; i++)
        same = cell_same(&a->outputs[i], &b->outputs[i]);
    return same;
}

static bool is_double(const folded *f, const line *lines, size_t count, const line *one)
{
    for (size_t i = 0; f->distinct && i < count; i++)
        if (outputs_same(f, &lines[i], one) && compare_lines(f, &lines[i], one) == 0)
            return true;
    return false;
}

static size_t gather(const chain *chain, const folded *f, evaluation *e, line *lines)
{
    size_t count = 0;
    for (size_t i = 0; i < chain->root->count; i++) {
        e->row = chain->root->rows[i];
        const bool kept = is_kept(e, chain);
        const line made = make_line(e, f);
        if (!kept || f->none || is_double(f, lines, count, &made))
            continue;
        size_t at = count++;
        for (; at > 0 && compare_lines(f, &lines[at - 1], &made) > 0; at--)
            lines[at] = lines[at - 1];
        lines[at] = made;
    }
    return count;
}

/* Whether other rows might come before `at`: rows of the same keys stand on both sides, and are not all the same. */
static bool cuts(const folded *f, const line *lines, size_t count, size_t at)
{
    if (at == 0 || at >= count || compare_lines(f, &lines[at - 1], &lines[at]))
        return false;
    for (size_t i = 0; i < count; i++)
        if (compare_lines(f, &lines[i], &lines[at]) == 0 && !outputs_same(f, &lines[i], &lines[at]))
            return true;
    return false;
}

static size_t within(int64_t bound, size_t count)
{
    return bound < (int64_t)count ? (size_t)bound : count;
}

rows chain_evaluate(const chain *chain, quern__arena *arena)
{
    const folded f = fold(chain);
    evaluation e = { .root = chain->root, .arena = arena };
    line *lines = quern__arena_take_array(arena, MOST_ROWS, sizeof *lines);
    const size_t count = gather(chain, &f, &e, lines);
    const size_t low = within(f.low, count), high = within(f.high, count);
    rows made = {
        .count = high > low ? high - low : 0, .width = f.name_count, .fault = e.fault, .computes = e.computes
    };
    made.open = made.count && (cuts(&f, lines, count, low) || cuts(&f, lines, count, high));
    made.outputs = quern__arena_take_array(arena, MOST_ROWS * made.width, sizeof *made.outputs);
    made.group = quern__arena_take_array(arena, MOST_ROWS, sizeof *made.group);
    for (size_t i = 0; i < made.count; i++) {
        memcpy(&made.outputs[i * made.width], lines[low + i].outputs, made.width * sizeof *made.outputs);
        if (i)
            made.group[i] =
                made.group[i - 1] + (compare_lines(&f, &lines[low + i - 1], &lines[low + i]) != 0);
    }
    return made;
}

size_t chain_outputs(const chain *chain, const path **names)
{
    const folded f = fold(chain);
    *names = f.names;
    return f.names == &key_path ? 0 : f.name_count;
}
