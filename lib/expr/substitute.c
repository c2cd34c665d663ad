/* substitute.c: see substitute.h. */
#include "lib/expr/substitute.h"

#include "lib/expr/exclusion.h"
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
    if (from->node == QUERN__NODE_COLUMN)
        out->as.column.call = quern__moved_call(s->moved, from->as.column.call);
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

/* `list`: the call that those of its columns on paths to many have which are of no other list in it. */
static bool substitute_list(quern__substitution *s, const quern__condition *from, const void *list,
                            quern__condition *out)
{
    quern__condition *children = quern__arena_take_array(s->arena, from->count, sizeof *children);
    const quern__moved here = { .from = list, .to = children, .around = s->moved };
    size_t done = 0;
    bool decided = false;
    *out = (quern__condition){ .op = from->op, .children = children };
    s->moved = &here;
    while (children && done < from->count &&
           quern__condition_substitute(s, &from->children[done], &children[out->count])) {
        quern__condition_take(out, &decided);
        done++;
    }
    s->moved = here.around;
    return children && done == from->count && quern__condition_fold(out, decided, s->arena);
}

/* One of the NOTs that a NOT of an OR is an AND of, though they are united. */
static bool substitute_united(quern__substitution *s, const quern__condition *united, size_t i,
                              quern__condition *out)
{
    const quern__condition *of = &united->children->children[i];
    const quern__condition one = {
        .op = QUERN_NONE_OF, .neither = of->op == QUERN_ANY_OF, .count = 1, .children = of
    };
    return one.neither ? quern__condition_substitute(s, &one, out)
                       : substitute_list(s, &one, united->children, out);
}

/* Whether the NOTs can be united depends on what they are of. */
static bool substitute_neither(quern__substitution *s, const quern__condition *from, quern__condition *out)
{
    const bool united = from->op == QUERN_NONE_OF;
    const size_t count = united ? from->children->count : from->count;
    quern__exclusions nots;
    bool done = quern__exclusions_open(&nots, count, s->arena);
    for (size_t i = 0; done && i < count; i++) {
        quern__condition *child = quern__exclusions_next(&nots);
        done = united ? substitute_united(s, from, i, child)
                      : quern__condition_substitute(s, &from->children[i], child);
        if (done)
            quern__exclusions_take(&nots);
    }
    return done && quern__exclusions_close(&nots, out);
}

bool quern__condition_substitute(quern__substitution *s, const quern__condition *from, quern__condition *out)
{
    if (from->op == QUERN_LEAF)
        return substitute_leaf(s, from, out);
    return from->neither ? substitute_neither(s, from, out) : substitute_list(s, from, from->children, out);
}
