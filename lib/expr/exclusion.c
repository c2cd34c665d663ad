/* exclusion.c: see exclusion.h. */
#include "lib/expr/exclusion.h"

/* Whether a leaf asks that nothing is there, on a path to many: a column that is NULL where there is no object, and only there. */
static bool asks_for_none(const quern__condition *leaf)
{
    const quern__column *column = &leaf->left.as.column;
    if (leaf->op != QUERN_LEAF || leaf->form != QUERN__FORM_IS_NULL ||
        leaf->left.node != QUERN__NODE_COLUMN || column->field->nullable)
        return false;
    size_t many = 0;
    for (size_t i = 0; i < column->hop_count; i++) {
        if (many && column->hops[i]->optional)
            return false;
        many += column->hops[i]->many;
    }
    return many == 1;
}

/* NOT that nothing is there is that something is, which is NOT that nothing is not NULL: so it begins with what must be there. */
bool quern__exclusion_turn(quern__condition *composite, quern__arena *arena)
{
    if (!composite->many || composite->count != 1 || !asks_for_none(composite->children))
        return true;
    quern__condition *inner = quern__arena_take(arena, sizeof *inner);
    if (!inner)
        return false;
    ((quern__condition *)(uintptr_t)composite->children)->form = QUERN__FORM_IS_NOT_NULL;
    *inner = *composite;
    *composite = (quern__condition){ .op = QUERN_NONE_OF, .count = 1, .children = inner };
    return true;
}

/* ---- NOT of an OR ---- */

/* Steps of a column up to and with the first that leads to many. */
static size_t steps_to_many(const quern__column *column)
{
    size_t steps = 0;
    while (steps < column->hop_count && !column->hops[steps]->many)
        steps++;
    return steps + 1;
}

/* Whether a NOT is of one condition, of a column on a path to many, that holds for no object that is not there. */
static bool is_plain_exclusion(const quern__condition *exclusion)
{
    const quern__condition *leaf = exclusion->children;
    return exclusion->many && exclusion->count == 1 && leaf->op == QUERN_LEAF &&
           leaf->left.node == QUERN__NODE_COLUMN && leaf->right.node != QUERN__NODE_COLUMN &&
           leaf->right.node != QUERN__NODE_CALL && leaf->form != QUERN__FORM_IS_NULL &&
           leaf->form != QUERN__FORM_IN_OR_NULL;
}

/* Whether all of these NOTs are about objects on one path: then they are one NOT of an OR. */
static bool is_one_path(const quern__condition *nots, size_t count)
{
    const quern__column *first = &nots[0].children[0].left.as.column;
    for (size_t i = 0; i < count; i++) {
        if (!is_plain_exclusion(&nots[i]))
            return false;
        const quern__column *column = &nots[i].children[0].left.as.column;
        const size_t steps = steps_to_many(column);
        if (steps != steps_to_many(first))
            return false;
        for (size_t j = 0; j < steps; j++)
            if (column->hops[j] != first->hops[j])
                return false;
    }
    return true;
}

/* NOT of an OR of what the NOTs are of. */
static bool unite(const quern__exclusions *e, quern__condition *out)
{
    quern__condition *either = quern__arena_take_array(e->arena, e->count + 1, sizeof *either);
    if (!either)
        return false;
    const bool many = e->nots[0].many;
    for (size_t i = 0; i < e->count; i++) {
        either[i + 1] = e->nots[i].children[0];
        if (many)
            either[i + 1].left.as.column.call = either;
    }
    either[0] = (quern__condition){
        .op = QUERN_ANY_OF, .nesting = e->nesting, .count = e->count, .children = either + 1
    };
    *out = (quern__condition){ .op = QUERN_NONE_OF,
                               .many = many,
                               .neither = true,
                               .nesting = e->nesting,
                               .count = 1,
                               .children = either };
    return true;
}

bool quern__exclusions_open(quern__exclusions *exclusions, size_t most, quern__arena *arena)
{
    *exclusions = (quern__exclusions){ .arena = arena };
    exclusions->nots = quern__arena_take_array(arena, most, sizeof *exclusions->nots);
    return exclusions->nots;
}

quern__condition *quern__exclusions_next(const quern__exclusions *exclusions)
{
    return &exclusions->nots[exclusions->count];
}

void quern__exclusions_take(quern__exclusions *e)
{
    const quern__condition *taken = &e->nots[e->count];
    e->fails |= quern__condition_is_never(taken);
    e->nesting = taken->nesting > e->nesting ? taken->nesting : e->nesting;
    if (quern__condition_is_always(taken) || quern__condition_is_never(taken))
        return;
    e->many |= taken->op != QUERN_NONE_OF || taken->many || taken->children->many;
    e->count++;
}

bool quern__exclusions_close(const quern__exclusions *e, quern__condition *out)
{
    static const quern__condition always = { .op = QUERN_ALL_OF }, never = { .op = QUERN_ANY_OF };
    if (e->fails || e->count == 0) {
        *out = e->fails ? never : always;
        return true;
    }
    if (!e->many || is_one_path(e->nots, e->count))
        return unite(e, out);
    *out = (quern__condition){
        .op = QUERN_ALL_OF, .neither = true, .nesting = e->nesting, .count = e->count, .children = e->nots
    };
    return true;
}
