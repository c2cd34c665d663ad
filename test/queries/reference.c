/* reference.c: what a chain gives, by plain loops: each row is looked at by itself, and what relations lead to is looked up in
 * the other tables. There is no SQL here, no join and no third truth value: a comparison with NULL is not true, and NOT of what
 * is not true is.
 *
 * Where a path leads to many, one of them is chosen at a time, or nothing where there are none: a call of filter keeps each choice for
 * which all of it holds, and so often the row is there; a NOT holds when no choice is as it says. What is ordered by and selected is of
 * the last call's choice, or has one of its own. */
#include "test/queries/lines.h"
#include "test/queries/settle.h"

#include <check.h>
#include <string.h>

enum { MOST_CHOICES = 24, MOST_WORK = 400000, MOST_LINES = 3000 };

/* A step to many: where it leads is chosen for it. */
typedef struct choice {
    const void
        *call; /* the list of conditions that it is made for; NULL: for what is ordered by and selected */
    const path *path;
    size_t length; /* of it, up to and with the step */
    const quern_value *row;
} choice;

typedef struct evaluation {
    const table *root;
    const quern_value *row;
    quern__arena *arena;
    choice choices[MOST_CHOICES];
    size_t choice_count;
    const folded *folded;
    size_t work;
    bool fault, computes;
    /* What a queryset in a condition gives does not depend on the row. */
    struct {
        const condition *leaf;
        rows rows;
    } inner[40];
    size_t inner_count;
} evaluation;

/* ---- Values ---- */

static const quern_value nothing = { .kind = QUERN_KIND_NULL };

static bool same_way(const path *a, const path *b, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (i >= a->hop_count || i >= b->hop_count || a->hops[i].field != b->hops[i].field ||
            a->hops[i].back != b->hops[i].back)
            return false;
    return true;
}

const table *table_after(const table *at, const hop *hop)
{
    return hop->back ? hop->back : at->fields[hop->field].target;
}

/* The rows, one after another, to which a step leads; NULL: no further one. */
static const quern_value *step_over(const table *at, const quern_value *row, const hop *hop, size_t *from)
{
    const table *to = table_after(at, hop);
    const field *relation = hop->back ? &to->fields[hop->field] : &at->fields[hop->field];
    for (; row && *from < to->count; ++*from) {
        const quern_value *here = &row[hop->back ? relation->reach : hop->field];
        const quern_value *there = &to->rows[*from][hop->back ? hop->field : relation->reach];
        if (!cell_is_null(here) && !cell_is_null(there) && cell_same(here, there))
            return to->rows[(*from)++];
    }
    return NULL;
}

const quern_value *row_after(const table *at, const quern_value *row, const hop *hop)
{
    size_t from = 0;
    return step_over(at, row, hop, &from);
}

static const void *call_of(const evaluation *e, const path *path, size_t length);

static const quern_value *chosen(const evaluation *e, const path *path, size_t length, const void *call)
{
    for (size_t i = 0; i < e->choice_count; i++) {
        const choice *choice = &e->choices[i];
        if (choice->call == call && choice->length == length && same_way(choice->path, path, length))
            return choice->row;
    }
    ck_abort_msg("nothing is chosen for \"%s\"", path->text);
}

/* The row after so many steps; NULL: there is none. */
static const quern_value *walk(const evaluation *e, const path *path, size_t length, const void *call)
{
    const table *at = e->root;
    const quern_value *row = e->row;
    for (size_t i = 0; i < length; i++) {
        size_t from = 0;
        row = path->hops[i].many ? chosen(e, path, i + 1, call ? call : call_of(e, path, i + 1))
                                 : step_over(at, row, &path->hops[i], &from);
        at = table_after(at, &path->hops[i]);
    }
    return row;
}

static const quern_value *follow(const evaluation *e, const path *path, const void *call)
{
    const quern_value *row = walk(e, path, path->hop_count, call);
    return row ? &row[path->field] : &nothing;
}

static quern_value value_of(evaluation *e, const expression *expression, const void *call)
{
    if (expression->op) {
        const quern_value left = value_of(e, expression->left, call),
                          right = value_of(e, expression->right, call);
        const quern_value made = cell_compute(expression->op, &left, &right, &e->fault);
        e->computes = true;
        e->fault |= expression->kind == QUERN_KIND_I32 && made.as.integer != (int32_t)made.as.integer;
        return made;
    }
    return expression->path.text ? *follow(e, &expression->path, call) : expression->constant;
}

/* ---- Conditions ---- */

static rows inner_rows(evaluation *e, const condition *leaf)
{
    for (size_t i = 0; i < e->inner_count; i++)
        if (e->inner[i].leaf == leaf)
            return e->inner[i].rows;
    ck_assert_uint_lt(e->inner_count, sizeof e->inner / sizeof *e->inner);
    const rows made = chain_evaluate(leaf->query, e->arena);
    e->inner[e->inner_count].leaf = leaf;
    e->inner[e->inner_count++].rows = made;
    e->work += made.too_many ? MOST_WORK : 0;
    return made;
}

static bool is_in_query(evaluation *e, const condition *leaf, const quern_value *left)
{
    const rows inner = inner_rows(e, leaf);
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

static bool leaf_holds(evaluation *e, const condition *leaf, bool negated, const void *call)
{
    const quern_value left = value_of(e, &leaf->left, call);
    e->work++;
    if (leaf->lookup == QUERN_LOOKUP_in)
        return is_in(e, leaf, &left, negated);
    const quern_value right = value_of(e, &leaf->right[0], call);
    if (leaf->lookup == QUERN_LOOKUP_isnull)
        return cell_is_null(&left) == right.as.boolean;
    if (leaf->lookup == QUERN_LOOKUP_range) {
        const quern_value end = value_of(e, &leaf->right[1], call);
        return compares(QUERN_LOOKUP_gte, &left, &right, &e->fault) &&
               compares(QUERN_LOOKUP_lte, &left, &end, &e->fault);
    }
    if (!leaf->right->op && !leaf->right->path.text && cell_is_null(&right))
        return cell_is_null(&left); /* exact and iexact of NULL ask for it */
    e->computes |= leaf->lookup == QUERN_LOOKUP_regex || leaf->lookup == QUERN_LOOKUP_iregex;
    return compares(leaf->lookup, &left, &right, &e->fault);
}

/* ---- Choices ---- */

static void need(evaluation *e, const path *path, const void *call)
{
    for (size_t i = 0; path->text && i < path->hop_count; i++) {
        bool known = !path->hops[i].many;
        const void *whose = call ? call : known ? NULL : call_of(e, path, i + 1);
        for (size_t j = 0; j < e->choice_count; j++)
            known |= e->choices[j].call == whose && e->choices[j].length == i + 1 &&
                     same_way(e->choices[j].path, path, i + 1);
        ck_assert_uint_lt(e->choice_count, MOST_CHOICES);
        if (!known)
            e->choices[e->choice_count++] = (choice){ whose, path, i + 1, NULL };
    }
}

static void need_expression(evaluation *e, const expression *expression, const void *call)
{
    if (expression->op) {
        need_expression(e, expression->left, call);
        need_expression(e, expression->right, call);
    }
    need(e, &expression->path, call);
}

/* All that a list chooses: not what a NOT in it does. */
static void need_list(evaluation *e, const condition *list, bool negated, const void *call)
{
    for (; list->op; list++) {
        if (settle(list, negated) != OPEN || list->op == QUERN_NONE_OF)
            continue;
        if (list->op != QUERN_LEAF) {
            need_list(e, list->children, negated, call);
            continue;
        }
        need_expression(e, &list->left, call);
        for (size_t i = 0; !list->query && i < list->right_count; i++)
            need_expression(e, &list->right[i], call);
    }
}

typedef void visit(evaluation *e, void *context);

/* Each way to choose, from choice number `at` on. */
static void choose(evaluation *e, size_t at, size_t end, visit *visit, void *context)
{
    if (at == end) {
        visit(e, context);
        return;
    }
    choice *choice = &e->choices[at];
    const table *table = e->root;
    for (size_t i = 0; i + 1 < choice->length; i++)
        table = table_after(table, &choice->path->hops[i]);
    const quern_value *before = walk(e, choice->path, choice->length - 1, choice->call);
    size_t from = 0, found = 0;
    while (e->work < MOST_WORK &&
           (choice->row = step_over(table, before, &choice->path->hops[choice->length - 1], &from))) {
        found++;
        e->work++;
        choose(e, at + 1, end, visit, context);
    }
    if (!found)
        choose(e, at + 1, end, visit, context);
}

/* ---- Conditions that are composed ---- */

static bool list_holds(evaluation *e, const condition *list, bool any, bool negated, const void *call);

typedef struct search {
    const condition *list;
    bool negated, found;
} search;

static void look(evaluation *e, void *context)
{
    search *s = context;
    s->found |= list_holds(e, s->list, false, s->negated, s->list);
}

/* Whether no choice is such that all of the list holds. */
static bool none_holds(evaluation *e, const condition *list, bool negated)
{
    const size_t before = e->choice_count;
    search s = { list, !negated, false };
    need_list(e, list, s.negated, list);
    choose(e, before, e->choice_count, look, &s);
    e->choice_count = before;
    return !s.found;
}

static bool one_holds(evaluation *e, const condition *one, bool negated, const void *call)
{
    const truth known = settle(one, negated);
    if (known != OPEN)
        return known == ALWAYS;
    if (one->op == QUERN_LEAF)
        return leaf_holds(e, one, negated, call);
    return one->op == QUERN_NONE_OF ? none_holds(e, one->children, negated)
                                    : list_holds(e, one->children, one->op == QUERN_ANY_OF, negated, call);
}

/* All of a list, or any of it. Nothing is left out, so that all faults are seen. */
static bool list_holds(evaluation *e, const condition *list, bool any, bool negated, const void *call)
{
    bool holds = !any;
    for (; list->op; list++) {
        const bool one = one_holds(e, list, negated, call);
        holds = any ? holds || one : holds && one;
    }
    return holds;
}

/* ---- Chains ---- */

/* Whether a call of filter chooses that step. */
static bool is_chosen_by(const evaluation *e, const condition *call, const path *path, size_t length)
{
    evaluation alone = { .root = e->root };
    if (settle_list(call, QUERN_ALL_OF, false) == OPEN)
        need_list(&alone, call, false, call);
    for (size_t i = 0; i < alone.choice_count; i++)
        if (alone.choices[i].length == length && same_way(alone.choices[i].path, path, length))
            return true;
    return false;
}

/* Whose choice is that of what is ordered by and selected: the last call's that has one there. */
static const void *call_of(const evaluation *e, const path *path, size_t length)
{
    const void *before = NULL;
    bool first = true;
    for (size_t i = 0; i + 1 < length; i++)
        if (path->hops[i].many) {
            before = call_of(e, path, i + 1);
            first = false;
        }
    for (size_t i = e->folded->chain->count; i > 0; i--) {
        const step *step = &e->folded->chain->steps[i - 1];
        if (step->kind == STEP_filter && (first || before == step->conditions) &&
            is_chosen_by(e, step->conditions, path, length))
            return step->conditions;
    }
    return NULL;
}

static line make_line(const evaluation *e, const folded *f)
{
    line made = { 0 };
    for (size_t i = 0; i < f->name_count; i++)
        made.outputs[i] = *follow(e, &f->names[i], NULL);
    for (size_t i = 0; i < f->key_count; i++)
        made.keys[i] = *follow(e, &f->order->terms[i].path, NULL);
    return made;
}

/* Lines as they are found, in order. */
typedef struct gathering {
    const chain *chain;
    const folded *f;
    line *lines;
    size_t count;
    bool full;
    size_t step; /* of the chain, that is looked at */
} gathering;

static void add_line(evaluation *e, void *context)
{
    gathering *g = context;
    const line made = make_line(e, g->f);
    g->full |= g->count == MOST_LINES;
    if (g->full || g->f->none || is_double(g->f, g->lines, g->count, &made))
        return;
    size_t at = g->count++;
    for (; at > 0 && compare_lines(g->f, &g->lines[at - 1], &made) > 0; at--)
        g->lines[at] = g->lines[at - 1];
    g->lines[at] = made;
}

static void next_step(evaluation *e, gathering *g);

static void keep_if_all_hold(evaluation *e, void *context)
{
    gathering *g = context;
    const step *step = &g->chain->steps[g->step];
    if (!list_holds(e, step->conditions, false, false, step->conditions))
        return;
    g->step++;
    next_step(e, g);
    g->step--;
}

/* A row of the root, and what has been chosen for it, at the step's turn. */
static void next_step(evaluation *e, gathering *g)
{
    const size_t before = e->choice_count, first = g->step;
    for (; g->step < g->chain->count; g->step++) {
        const step *step = &g->chain->steps[g->step];
        if (step->kind == STEP_exclude && step->conditions->op &&
            !one_holds(e, &(condition){ .op = QUERN_NONE_OF, .children = step->conditions }, false, NULL))
            break;
        const truth known =
            step->kind == STEP_filter ? settle_list(step->conditions, QUERN_ALL_OF, false) : ALWAYS;
        if (known == ALWAYS)
            continue;
        if (known == OPEN) {
            need_list(e, step->conditions, false, step->conditions);
            choose(e, before, e->choice_count, keep_if_all_hold, g);
        }
        break;
    }
    if (g->step == g->chain->count) {
        for (size_t i = 0; i < g->f->name_count; i++)
            need(e, &g->f->names[i], NULL);
        for (size_t i = 0; g->f->order && i < g->f->order->count; i++)
            need(e, &g->f->order->terms[i].path, NULL);
        choose(e, before, e->choice_count, add_line, g);
    }
    e->choice_count = before;
    g->step = first;
}

static size_t gather(const chain *chain, const folded *f, evaluation *e, line *lines)
{
    gathering g = { .chain = chain, .f = f, .lines = lines };
    for (size_t i = 0; i < chain->root->count; i++) {
        e->row = chain->root->rows[i];
        next_step(e, &g);
    }
    e->work += g.full ? MOST_WORK : 0;
    return g.count;
}

/* Whether a list computes anything that may have no result: the server may look at any row, also at those that are left out. */
static bool list_computes(const condition *list)
{
    bool computes = false;
    for (; list->op; list++) {
        if (list->op != QUERN_LEAF) {
            computes |= list_computes(list->children);
            continue;
        }
        computes |=
            list->left.op || list->lookup == QUERN_LOOKUP_regex || list->lookup == QUERN_LOOKUP_iregex;
        for (size_t i = 0; !list->query && i < list->right_count; i++)
            computes |= list->right[i].op != QUERN_NO_OP;
        for (size_t i = 0; list->query && i < list->query->count; i++)
            computes |= list->query->steps[i].conditions && list_computes(list->query->steps[i].conditions);
    }
    return computes;
}

static size_t within(int64_t bound, size_t count)
{
    return bound < (int64_t)count ? (size_t)bound : count;
}

rows chain_evaluate(const chain *chain, quern__arena *arena)
{
    const folded f = fold(chain);
    evaluation e = { .root = chain->root, .arena = arena, .folded = &f };
    for (size_t i = 0; i < chain->count; i++)
        e.computes |= chain->steps[i].conditions && list_computes(chain->steps[i].conditions);
    line *lines = quern__arena_take_array(arena, MOST_LINES, sizeof *lines);
    const size_t count = gather(chain, &f, &e, lines);
    const size_t low = within(f.low, count), high = within(f.high, count);
    rows made = {
        .count = high > low ? high - low : 0, .width = f.name_count, .fault = e.fault, .computes = e.computes
    };
    made.too_many = e.work >= MOST_WORK;
    made.fault |= made.too_many;
    made.open = made.count && (cuts(&f, lines, count, low) || cuts(&f, lines, count, high));
    made.outputs = quern__arena_take_array(arena, made.count * made.width + 1, sizeof *made.outputs);
    made.group = quern__arena_take_array(arena, made.count + 1, sizeof *made.group);
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
