/* leaf.c: resolves one condition: what is compared, how, and with what. */
#include "lib/base/text.h"
#include "lib/expr/refuse.h"
#include "lib/expr/resolve.h"

#include <string.h>

static const quern_error *refuse(const quern__resolving *r, quern_error_code code, const char *path,
                                 const char *message, const char *hint)
{
    return quern__error_copy(
        r->scope->arena,
        &(quern_error){ .code = code, .message = message, .hint = hint, .path = path, .site = r->site });
}

#define TEXT(...) quern__arena_format(r->scope->arena, __VA_ARGS__)

static const char *lookups_for(const quern__resolving *r, quern_kind kind, const char *nearest)
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
static const quern_error *unknown_lookup(const quern__resolving *r, const quern__path *path, const char *text)
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

const quern_error *quern__path_resolve_in(const quern__resolving *r, const char *text, quern__path *out)
{
    const quern_error *error = quern__path_resolve(r->scope, r->model, text, r->site, out);
    if (!error && out->many)
        out->column.call = r->call;
    return error;
}

/* The left side of a leaf. */
typedef struct left {
    quern__expression expression;
    quern__path path; /* without a column when it is computed */
    const char *text; /* of the path; "" when there is none */
} left;

static const quern_error *resolve_left(const quern__resolving *r, const quern_condition *from, left *out)
{
    *out = (left){ .path.tail = "", .text = from->path ? from->path : "" };
    if (!*out->text && from->left) {
        if (quern__value_is_computed(from->left))
            return quern__expression_resolve(r, from->left, &out->expression);
        return refuse(r, QUERN_ERROR_USAGE, "", TEXT("a condition that compares a constant"),
                      "name a field on its left side: QUERN_F(\"pages\")");
    }
    if (!*out->text)
        return refuse(r, QUERN_ERROR_FIELD, "", TEXT("a condition without a path"),
                      "name a field: QUERN_Q(\"title\", value)");
    const quern_error *error = quern__path_resolve_in(r, out->text, &out->path);
    if (!error)
        out->expression = quern__expression_column(out->path.column);
    return error;
}

/* The lookup that was given: as a number by the struct-first form, as the path's tail otherwise. */
static const quern_error *find_lookup(const quern__resolving *r, const quern_condition *from,
                                      const left *side, quern_lookup *out)
{
    const char *tail = side->path.tail;
    *out = from->lookup < QUERN_LOOKUP_COUNT ? (quern_lookup)from->lookup : QUERN_NO_LOOKUP;
    if (*out && *tail)
        return refuse(r, QUERN_ERROR_LOOKUP, from->path,
                      TEXT("\"%s\" has a lookup in the path already", from->path),
                      "give the lookup once: as the third argument, or at the path's end");
    if (!*out && from->lookup)
        return refuse(
            r, QUERN_ERROR_LOOKUP, side->text, TEXT("this libquern has no lookup %u", from->lookup),
            "the program was compiled with a newer <quern/quern.h> than the library that it runs with");
    if (!*out)
        *out = *tail ? quern__lookup_find(tail) : QUERN_LOOKUP_exact;
    return *out ? NULL : unknown_lookup(r, &side->path, from->path);
}

static const quern_error *refuse_lookup(const quern__resolving *r, const quern__place *place)
{
    return refuse(r, QUERN_ERROR_LOOKUP, place->path,
                  place->field
                      ? TEXT("%s does not fit %s.%s, which is declared as %s", place->rule->name,
                             place->field->model->name, place->field->name, quern__place_c_type(place))
                      : TEXT("%s does not fit the expression, which is computed as %s", place->rule->name,
                             quern__place_c_type(place)),
                  lookups_for(r, place->kind, NULL));
}

/* What a constant makes of a lookup that takes one value. */
quern__form quern__value_form(const quern__lookup *rule, quern_kind left, const quern__expression *right)
{
    if (right->node != QUERN__NODE_CONSTANT)
        return QUERN__FORM_COMPARE;
    const quern_value *value = &right->as.constant;
    if (value->kind == QUERN_KIND_NULL)
        return QUERN__FORM_IS_NULL;
    if (rule->takes == QUERN__TAKES_BOOL)
        return value->as.boolean ? QUERN__FORM_IS_NULL : QUERN__FORM_IS_NOT_NULL;
    if (value->kind == QUERN_KIND_BOOL && left == QUERN_KIND_BOOL)
        return value->as.boolean ? QUERN__FORM_IS_TRUE : QUERN__FORM_IS_FALSE;
    return QUERN__FORM_COMPARE;
}

static const quern_error *resolve_right(const quern__resolving *r, const quern__place *place,
                                        const quern_value *value, quern__condition *out)
{
    if (place->rule->takes == QUERN__TAKES_LIST)
        return quern__in_resolve(place, value, out);
    if (place->rule->takes == QUERN__TAKES_RANGE)
        return quern__range_resolve(r, place, value, out);
    const quern_error *error = quern__side_resolve(r, place, value, &out->right);
    if (error)
        return error;
    out->form = quern__value_form(place->rule, place->kind, &out->right);
    if (out->form != QUERN__FORM_COMPARE)
        out->right = (quern__expression){ .node = QUERN__NODE_NONE };
    return NULL;
}

const quern_error *quern__leaf_resolve(const quern__resolving *r, const quern_condition *from, bool negated,
                                       quern__condition *out)
{
    left side;
    quern_lookup lookup = QUERN_NO_LOOKUP;
    const quern_error *error = resolve_left(r, from, &side);
    if (!error)
        error = find_lookup(r, from, &side, &lookup);
    if (error)
        return error;
    const quern__place place = { .scope = r->scope,
                                 .field = side.path.column.field,
                                 .kind = side.expression.kind,
                                 .relation = side.path.relation,
                                 .rule = quern__lookup_rule(lookup),
                                 .path = side.text,
                                 .site = r->site,
                                 .negated = negated,
                                 .stands = r->stands };
    if (!quern__lookup_fits(place.rule, place.kind))
        return refuse_lookup(r, &place);
    *out = (quern__condition){ .op = QUERN_LEAF, .lookup = lookup, .left = side.expression };
    return resolve_right(r, &place, &from->as.value, out);
}
