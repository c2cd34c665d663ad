/* condition.c: resolves trees of conditions, folds what is known to hold, or not to, and walks them. */
#include "lib/expr/exclusion.h"
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

void quern__condition_take(quern__condition *composite, bool *decided)
{
    const quern__condition *child = &composite->children[composite->count];
    const bool holds = quern__condition_is_always(child), fails = quern__condition_is_never(child);
    *decided |= composite->op == QUERN_ANY_OF ? holds : fails;
    composite->nesting = child->nesting > composite->nesting ? child->nesting : composite->nesting;
    composite->spans |= child->spans;
    composite->count += !holds && !fails;
}

bool quern__condition_fold(quern__condition *composite, bool decided, quern__arena *arena)
{
    composite->many = composite->op == QUERN_NONE_OF && composite->spans;
    composite->spans &= !composite->many;
    if (decided)
        *composite = composite->op == QUERN_ALL_OF ? never : always;
    else if (composite->count == 0)
        *composite = composite->op == QUERN_ALL_OF ? always : never;
    return quern__exclusion_turn(composite, arena);
}

/* Over paths to many each of the NOTs is about objects of its own. */
static const quern_error *resolve_neither(const quern__resolving *r, const quern_condition *any, branch at,
                                          quern__condition *out)
{
    size_t count = 0;
    while (any && any[count].op)
        count++;
    quern__exclusions nots;
    if (!quern__exclusions_open(&nots, count, r->scope->arena))
        return &quern__out_of_memory;
    at.depth++;
    for (size_t i = 0; i < count; i++) {
        const quern_condition one[] = { any[i], { 0 } };
        const quern_error *error = resolve_list(r, QUERN_NONE_OF, one, at, quern__exclusions_next(&nots));
        if (error)
            return error;
        quern__exclusions_take(&nots);
    }
    return quern__exclusions_close(&nots, out) ? NULL : &quern__out_of_memory;
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
    if (op == QUERN_NONE_OF || !around->call)
        here.call = children;
    *out = (quern__condition){ .op = op, .children = children };
    bool decided = false;
    for (size_t i = 0; i < count; i++) {
        quern__condition *child = &children[out->count];
        const quern_error *error = resolve_one(r, &list[i], at, child);
        if (error)
            return error;
        quern__condition_take(out, &decided);
    }
    return quern__condition_fold(out, decided, r->scope->arena) ? NULL : &quern__out_of_memory;
}

const quern_error *quern__condition_resolve(const quern__scope *scope, const quern__model *model,
                                            quern_condition_op op, const quern_condition *list,
                                            const char *site, quern__condition *out)
{
    return quern__condition_resolve_wanting(scope, model, op, list, site, NULL, NULL, out);
}

const quern_error *quern__condition_resolve_wanting(const quern__scope *scope, const quern__model *model,
                                                    quern_condition_op op, const quern_condition *list,
                                                    const char *site, quern__stands *stands, const void *call,
                                                    quern__condition *out)
{
    const quern__resolving r = {
        .scope = scope, .model = model, .site = site, .stands = stands, .call = call
    };
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
