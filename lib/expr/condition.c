/* condition.c: resolves trees of conditions, folds what is known to hold, or not to, and walks them. */
#include "lib/expr/resolve.h"

static const quern_error *refuse(const quern__resolving *r, const char *message, const char *hint)
{
    return quern__error_copy(
        r->scope->arena,
        &(quern_error){
            .code = QUERN_ERROR_USAGE, .message = message, .hint = hint, .path = "", .site = r->site });
}

#define TEXT(...) quern__arena_format(r->scope->arena, __VA_ARGS__)

static const quern__condition always = { .op = QUERN_ALL_OF }, never = { .op = QUERN_ANY_OF };

/* What is being resolved: a tree, from the top. */
typedef struct branch {
    size_t depth;
    bool negated; /* under an odd number of NOTs */
} branch;

typedef struct spanning {
    quern__visit visit; /* first */
    bool spans;
} spanning;

static void look_at(quern__visit *visit, const quern__expression *column)
{
    ((spanning *)visit)->spans |= column->as.column.call != NULL;
}

/* Whether a leaf has a path to many. */
static bool spans(const quern__condition *leaf)
{
    spanning s = { .visit = { .column = look_at } };
    quern__expression_walk(&leaf->left, &s.visit);
    quern__expression_walk(&leaf->right, &s.visit);
    return s.spans;
}

static const quern_error *resolve_list(const quern__resolving *r, quern_condition_op op,
                                       const quern_condition *list, branch at, quern__condition *out);

static const quern_error *resolve_one(const quern__resolving *r, const quern_condition *from, branch at,
                                      quern__condition *out)
{
    switch (from->op) {
    case QUERN_LEAF: {
        const quern_error *error = quern__leaf_resolve(r, from, at.negated, out);
        if (!error)
            out->spans = spans(out);
        if (!error && out->form == QUERN__FORM_NEVER)
            *out = never;
        return error;
    }
    case QUERN_ALL_OF:
    case QUERN_ANY_OF:
    case QUERN_NONE_OF:
        return resolve_list(r, (quern_condition_op)from->op, from->as.children, at, out);
    default:
        return refuse(
            r, TEXT("this libquern has no condition of kind %u", from->op),
            "make conditions with QUERN_Q, QUERN_AND, QUERN_OR and QUERN_NOT, and end a list with { 0 }");
    }
}

/* What is left of a composite when one child decided it, or all others were without effect. */
static void fold(quern__condition *composite, bool decided)
{
    if (decided)
        *composite = composite->op == QUERN_ALL_OF ? never : always;
    else if (composite->count == 0)
        *composite = composite->op == QUERN_ALL_OF ? always : never;
}

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
static const quern_error *turn(const quern__resolving *r, quern__condition *exclusion)
{
    quern__condition *inner = quern__arena_take(r->scope->arena, sizeof *inner);
    if (!inner)
        return &quern__out_of_memory;
    ((quern__condition *)(uintptr_t)exclusion->children)->form = QUERN__FORM_IS_NOT_NULL;
    *inner = *exclusion;
    *exclusion = (quern__condition){ .op = QUERN_NONE_OF, .count = 1, .children = inner };
    return NULL;
}

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
static const quern_error *unite(const quern__resolving *r, quern__condition *out)
{
    quern__condition *either = quern__arena_take_array(r->scope->arena, out->count + 1, sizeof *either);
    if (!either)
        return &quern__out_of_memory;
    const bool many = out->children[0].many;
    for (size_t i = 0; i < out->count; i++) {
        either[i + 1] = out->children[i].children[0];
        if (many)
            either[i + 1].left.as.column.call = either;
    }
    either[0] = *out;
    either[0].op = QUERN_ANY_OF;
    either[0].children = either + 1;
    *out = (quern__condition){
        .op = QUERN_NONE_OF, .many = many, .nesting = out->nesting, .count = 1, .children = either
    };
    return NULL;
}

/* NOT (a OR b) is NOT a AND NOT b: over paths to many each of them can begin with what must be there. Without such a path, or over one
 * and the same, it is left as it was. */
static const quern_error *resolve_neither(const quern__resolving *r, const quern_condition *any, branch at,
                                          quern__condition *out)
{
    size_t count = 0;
    while (any && any[count].op)
        count++;
    quern__condition *nots = quern__arena_take_array(r->scope->arena, count, sizeof *nots);
    if (!nots)
        return &quern__out_of_memory;
    bool fails = false, many = false;
    at.depth++;
    *out = (quern__condition){ .op = QUERN_ALL_OF, .children = nots };
    for (size_t i = 0; i < count; i++) {
        const quern_condition one[] = { any[i], { 0 } };
        quern__condition *child = &nots[out->count];
        const quern_error *error = resolve_list(r, QUERN_NONE_OF, one, at, child);
        if (error)
            return error;
        fails |= quern__condition_is_never(child);
        out->nesting = child->nesting > out->nesting ? child->nesting : out->nesting;
        if (quern__condition_is_always(child) || quern__condition_is_never(child))
            continue;
        many |= child->op != QUERN_NONE_OF || child->many || child->children->many;
        out->count++;
    }
    if (fails)
        *out = never;
    if (out->count == 0 || (many && !is_one_path(nots, out->count)))
        return NULL;
    return unite(r, out);
}

/* A call of filter, and each NOT in it, is about objects of its own. */
static const quern_error *resolve_list(const quern__resolving *around, quern_condition_op op,
                                       const quern_condition *list, branch at, quern__condition *out)
{
    quern__resolving here = *around, *r = &here;
    if (++at.depth > QUERN__CONDITION_DEPTH)
        return refuse(r, TEXT("conditions nested more than %d deep", QUERN__CONDITION_DEPTH),
                      "put lists side by side: QUERN_ANY(list)");
    if (op == QUERN_NONE_OF && list && list[0].op == QUERN_ANY_OF && !list[1].op)
        return resolve_neither(around, list[0].as.children, at, out);
    at.negated = at.negated != (op == QUERN_NONE_OF);
    size_t count = 0;
    while (list && list[count].op)
        count++;
    quern__condition *children = quern__arena_take_array(r->scope->arena, count, sizeof *children);
    if (!children)
        return &quern__out_of_memory;
    if (op == QUERN_NONE_OF || at.depth == 1)
        here.call = children;
    *out = (quern__condition){ .op = op, .children = children };
    bool decided = false;
    for (size_t i = 0; i < count; i++) {
        quern__condition *child = &children[out->count];
        const quern_error *error = resolve_one(r, &list[i], at, child);
        if (error)
            return error;
        const bool holds = quern__condition_is_always(child), fails = quern__condition_is_never(child);
        decided |= op == QUERN_ANY_OF ? holds : fails;
        out->count += !holds && !fails;
        out->nesting = child->nesting > out->nesting ? child->nesting : out->nesting;
        out->spans |= child->spans;
    }
    out->many = op == QUERN_NONE_OF && out->spans;
    out->spans = op != QUERN_NONE_OF && out->spans;
    fold(out, decided);
    return out->many && out->count == 1 && asks_for_none(children) ? turn(r, out) : NULL;
}

const quern_error *quern__condition_resolve(const quern__scope *scope, const quern__model *model,
                                            quern_condition_op op, const quern_condition *list,
                                            const char *site, quern__condition *out)
{
    const quern__resolving r = { .scope = scope, .model = model, .site = site };
    return resolve_list(&r, op, list, (branch){ 0 }, out);
}

static void walk(const quern__condition *composite, quern__pass *pass, bool negated)
{
    if (pass->open)
        pass->open(pass, composite);
    negated = !composite->many && negated != (composite->op == QUERN_NONE_OF);
    for (size_t i = 0; i < composite->count; i++) {
        const quern__condition *child = &composite->children[i];
        if (i && pass->between)
            pass->between(pass, composite);
        if (child->op != QUERN_LEAF)
            walk(child, pass, negated);
        else if (pass->leaf)
            pass->leaf(pass, child, composite, negated);
    }
    if (pass->close)
        pass->close(pass, composite);
}

void quern__condition_walk(const quern__condition *condition, quern__pass *pass)
{
    walk(condition, pass, false);
}
