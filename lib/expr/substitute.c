/* substitute.c: see substitute.h. */
#include "lib/expr/substitute.h"

#include "lib/expr/resolve.h"
#include "lib/expr/source.h"

/* What was given for a want, or its number in the outermost queryset. */
static const quern__bound *find(const quern__given *given, uint32_t *slot)
{
    for (; given; given = given->around) {
        if (given->wants && given->wants->bound[*slot].given)
            return &given->wants->bound[*slot];
        if (given->around && given->slots)
            *slot = given->slots[*slot];
    }
    return NULL;
}

/* *bound: what was given for it, if the expression itself is a want; else NULL. */
static bool substitute(quern__substitution *s, const quern__expression *from, quern__expression *out,
                       const quern__bound **bound)
{
    *out = *from;
    *bound = NULL;
    if (from->node == QUERN__NODE_PARAMETER) {
        *bound = find(s->given, &out->as.parameter.slot);
        if (*bound)
            *out = quern__expression_constant(
                (*bound)->value, (*bound)->value.kind == QUERN_KIND_NULL ? QUERN_KIND_NULL : from->kind);
        return true;
    }
    if (from->node != QUERN__NODE_CALL)
        return true;
    const size_t count = from->as.call.count;
    quern__expression *operands = quern__arena_take_array(s->arena, count, sizeof *operands);
    out->as.call.operands = operands;
    for (size_t i = 0; operands && i < count; i++) {
        const quern__bound *of_operand;
        if (!substitute(s, &from->as.call.operands[i], &operands[i], &of_operand))
            return false;
    }
    return operands;
}

static bool substitute_query(quern__substitution *s, quern__condition *leaf)
{
    quern__query *query = quern__arena_take(s->arena, sizeof *query);
    const quern_queryset *made = query ? s->query(s, leaf->right.as.query) : NULL;
    if (!made)
        return false;
    *query = *leaf->right.as.query;
    query->queryset = made;
    query->slots = NULL;
    leaf->right.as.query = query;
    if (quern__source_of(made)->empty)
        leaf->form = QUERN__FORM_NEVER;
    return true;
}

/* The form that the constant makes it. */
static void settle(quern__condition *leaf, const quern__bound *bound)
{
    const bool is_list = bound->value.kind & QUERN_ARRAY && leaf->lookup == QUERN_LOOKUP_in;
    leaf->form = is_list ? quern__list_form(bound->value.count, bound->nulls)
                         : quern__value_form(quern__lookup_rule(leaf->lookup), leaf->left.kind, &leaf->right);
    if (leaf->form != QUERN__FORM_COMPARE && leaf->form != QUERN__FORM_IN_OR_NULL)
        leaf->right = (quern__expression){ .node = QUERN__NODE_NONE };
}

static bool substitute_leaf(quern__substitution *s, const quern__condition *from, quern__condition *out)
{
    static const quern__condition never = { .op = QUERN_ANY_OF };
    const quern__bound *bound;
    *out = *from;
    if (!substitute(s, &from->left, &out->left, &bound) || !substitute(s, &from->right, &out->right, &bound))
        return false;
    if (bound)
        settle(out, bound);
    if (from->right.node == QUERN__NODE_QUERY && !substitute_query(s, out))
        return false;
    if (out->form == QUERN__FORM_NEVER)
        *out = never;
    return true;
}

bool quern__condition_substitute(quern__substitution *s, const quern__condition *from, quern__condition *out)
{
    if (from->op == QUERN_LEAF)
        return substitute_leaf(s, from, out);
    quern__condition *children = quern__arena_take_array(s->arena, from->count, sizeof *children);
    if (!children)
        return false;
    *out = *from;
    out->count = 0;
    out->nesting = 0;
    out->children = children;
    bool decided = false;
    for (size_t i = 0; i < from->count; i++) {
        if (!quern__condition_substitute(s, &from->children[i], &children[out->count]))
            return false;
        quern__condition_take(out, &decided);
    }
    quern__condition_fold(out, decided);
    return true;
}
