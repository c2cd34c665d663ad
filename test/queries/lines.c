/* lines.c: see lines.h. */
#include "test/queries/lines.h"

const path key_path = { .text = "pk" };

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

folded fold(const chain *chain)
{
    folded f = { .chain = chain, .names = &key_path, .name_count = 1, .high = QUERN_OPEN_END };
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

int compare_lines(const folded *f, const line *a, const line *b)
{
    int order = 0;
    for (size_t i = 0; i < f->key_count && !order; i++)
        order = compare_by(f, &f->order->terms[i], &a->keys[i], &b->keys[i]);
    return order;
}

bool outputs_same(const folded *f, const line *a, const line *b)
{
    bool same = true;
    for (size_t i = 0; i < f->name_count && same; i++)
        same = cell_same(&a->outputs[i], &b->outputs[i]);
    return same;
}

bool is_double(const folded *f, const line *lines, size_t count, const line *one)
{
    for (size_t i = 0; f->distinct && i < count; i++)
        if (outputs_same(f, &lines[i], one) && compare_lines(f, &lines[i], one) == 0)
            return true;
    return false;
}

bool cuts(const folded *f, const line *lines, size_t count, size_t at)
{
    if (at == 0 || at >= count || compare_lines(f, &lines[at - 1], &lines[at]))
        return false;
    for (size_t i = 0; i < count; i++)
        if (compare_lines(f, &lines[i], &lines[at]) == 0 && !outputs_same(f, &lines[i], &lines[at]))
            return true;
    return false;
}
