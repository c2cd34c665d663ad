/* condition.c: resolves what users wrote into conditions, and walks them. */
#include "lib/expr/condition.h"

#include "lib/base/text.h"
#include "lib/expr/fit.h"

#include <string.h>

typedef struct resolving {
    const quern__scope *scope;
    const quern__model *model;
    const char *site;
} resolving;

static const quern_error *refuse(const resolving *r, quern_error_code code, const char *path,
                                 const char *message, const char *hint)
{
    return quern__error_copy(
        r->scope->arena,
        &(quern_error){ .code = code, .message = message, .hint = hint, .path = path, .site = r->site });
}

#define TEXT(...) quern__arena_format(r->scope->arena, __VA_ARGS__)

static const char *lookups_for(const resolving *r, quern_kind kind, const char *nearest)
{
    quern__text text = quern__text_open(r->scope->allocator);
    if (nearest)
        quern__text_put_format(&text, "did you mean \"%s\"? ", nearest);
    quern__text_put(&text, "lookups for it are: ");
    for (int i = QUERN_NO_LOOKUP + 1, shown = 0; i < QUERN_LOOKUP_COUNT; i++) {
        const quern__lookup *rule = quern__lookup_rule((quern_lookup)i);
        if (quern__lookup_fits(rule, kind))
            quern__text_put_format(&text, "%s%s", shown++ ? ", " : "", rule->name);
    }
    const char *hint = quern__text_keep(&text, r->scope->arena);
    quern__text_close(&text);
    return hint;
}

/* What follows a relation may have been meant for a field of its target: the nearest name decides. */
static const quern_error *unknown_lookup(const resolving *r, const quern__path *path, const char *text)
{
    quern__nearest nearest;
    quern__nearest_open(&nearest, path->tail, strlen(path->tail));
    for (int i = QUERN_NO_LOOKUP + 1; i < QUERN_LOOKUP_COUNT; i++)
        quern__nearest_offer(&nearest, quern__lookup_rule((quern_lookup)i)->name);
    const char *best = quern__nearest_get(&nearest);
    if (path->reached) {
        quern__path_offer(&nearest, path->reached);
        if (!best || best != quern__nearest_get(&nearest) || !quern__path_is_name(path->tail))
            return quern__path_unknown(r->scope, path->reached, text, path->tail, r->site);
    }
    const quern__field *field = path->column.field;
    return quern__error_copy(r->scope->arena,
                             &(quern_error){ .code = QUERN_ERROR_LOOKUP,
                                             .message = TEXT("%s.%s has no lookup \"%.100s\"",
                                                             field->model->name, field->name, path->tail),
                                             .hint = lookups_for(r, field->kind, best),
                                             .path = text,
                                             .nearest = best,
                                             .site = r->site });
}

/* The lookup of a leaf: given as a number by the struct-first form, as the path's tail otherwise. */
static const quern_error *find_lookup(const resolving *r, const quern_condition *from,
                                      const quern__path *path, quern_lookup *out)
{
    *out = from->lookup < QUERN_LOOKUP_COUNT ? (quern_lookup)from->lookup : QUERN_NO_LOOKUP;
    if (*out && *path->tail)
        return refuse(r, QUERN_ERROR_LOOKUP, from->path,
                      TEXT("\"%s\" has a lookup in the path already", from->path),
                      "give the lookup once: as the third argument, or at the path's end");
    if (!*out && from->lookup)
        return refuse(
            r, QUERN_ERROR_LOOKUP, from->path, TEXT("this libquern has no lookup %u", from->lookup),
            "the program was compiled with a newer <quern/quern.h> than the library that it runs with");
    if (!*out)
        *out = *path->tail ? quern__lookup_find(path->tail) : QUERN_LOOKUP_exact;
    if (!*out)
        return unknown_lookup(r, path, from->path);
    if (!quern__lookup_fits(quern__lookup_rule(*out), path->column.field->kind))
        return refuse(r, QUERN_ERROR_LOOKUP, from->path,
                      TEXT("%s does not fit %s.%s, which is declared as %s", quern__lookup_rule(*out)->name,
                           path->column.field->model->name, path->column.field->name,
                           quern__field_c_type(path->column.field)),
                      lookups_for(r, path->column.field->kind, NULL));
    return NULL;
}

static const quern_error *resolve_leaf(const resolving *r, const quern_condition *from, quern__condition *out)
{
    if (!from->path || !*from->path)
        return refuse(r, QUERN_ERROR_FIELD, "", TEXT("a condition without a path"),
                      "name a field: QUERN_Q(\"title\", value)");
    quern__path path;
    quern_lookup lookup = QUERN_NO_LOOKUP;
    const quern_error *error = quern__path_resolve(r->scope, r->model, from->path, r->site, &path);
    if (!error)
        error = find_lookup(r, from, &path, &lookup);
    if (error)
        return error;
    const quern__lookup *rule = quern__lookup_rule(lookup);
    const quern__place place = { r->scope, path.column.field, rule, from->path, r->site };
    quern_value value;
    *out = (quern__condition){ .op = QUERN_LEAF,
                               .lookup = lookup,
                               .left = quern__expression_column(path.column) };
    error = quern__value_fit(&place, &from->as.value, &value);
    if (error)
        return error;
    out->form = rule->classify(&value);
    if (out->form == QUERN__FORM_COMPARE)
        out->right = quern__expression_constant(value, path.column.field->kind);
    return NULL;
}

static const quern_error *resolve_list(const resolving *r, quern_condition_op op, const quern_condition *list,
                                       size_t depth, quern__condition *out);

static const quern_error *resolve_one(const resolving *r, const quern_condition *from, size_t depth,
                                      quern__condition *out)
{
    switch (from->op) {
    case QUERN_LEAF:
        return resolve_leaf(r, from, out);
    case QUERN_ALL_OF:
    case QUERN_ANY_OF:
    case QUERN_NONE_OF:
        return resolve_list(r, (quern_condition_op)from->op, from->as.children, depth + 1, out);
    default:
        return refuse(
            r, QUERN_ERROR_USAGE, "", TEXT("this libquern has no condition of kind %u", from->op),
            "make conditions with QUERN_Q, QUERN_AND, QUERN_OR and QUERN_NOT, and end a list with { 0 }");
    }
}

static const quern_error *resolve_list(const resolving *r, quern_condition_op op, const quern_condition *list,
                                       size_t depth, quern__condition *out)
{
    if (depth > QUERN__CONDITION_DEPTH)
        return refuse(r, QUERN_ERROR_USAGE, "",
                      TEXT("conditions nested more than %d deep", QUERN__CONDITION_DEPTH),
                      "put lists side by side: QUERN_ANY(list)");
    size_t count = 0;
    while (list && list[count].op)
        count++;
    quern__condition *children = quern__arena_take_array(r->scope->arena, count, sizeof *children);
    if (!children)
        return &quern__out_of_memory;
    for (size_t i = 0; i < count; i++) {
        const quern_error *error = resolve_one(r, &list[i], depth, &children[i]);
        if (error)
            return error;
    }
    *out = (quern__condition){ .op = op, .count = count, .children = children };
    return NULL;
}

const quern_error *quern__condition_resolve(const quern__scope *scope, const quern__model *model,
                                            quern_condition_op op, const quern_condition *list,
                                            const char *site, quern__condition *out)
{
    const resolving r = { .scope = scope, .model = model, .site = site };
    return resolve_list(&r, op, list, 1, out);
}

static void walk(const quern__condition *composite, quern__pass *pass, bool negated)
{
    if (pass->open)
        pass->open(pass, composite);
    negated = negated != (composite->op == QUERN_NONE_OF);
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
