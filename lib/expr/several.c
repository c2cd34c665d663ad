/* several.c: what the lookups in and range take: lists, arrays, querysets, and two values. All of a list goes into one array, so
 * that the SQL does not depend on how long it is. */
#include "lib/expr/refuse.h"
#include "lib/expr/resolve.h"
#include "lib/expr/source.h"
#include "lib/model/kind.h"
#include "lib/value/fault.h"
#include "lib/value/parts.h"

#define TEXT(...) quern__arena_format(place->scope->arena, __VA_ARGS__)

/* ---- in: lists and arrays ---- */

static size_t count_of(const quern_value *several)
{
    size_t count = 0;
    if (several->kind & QUERN_ARRAY)
        return several->count;
    while (several->as.list && several->as.list[count].kind)
        count++;
    return count;
}

static quern_value item_of(const quern_value *several, size_t index)
{
    return several->kind & QUERN_ARRAY ? quern__value_item(several, index) : several->as.list[index];
}

/* All that is not NULL, as an array of the place's kind. */
static const quern_error *gather(const quern__place *place, const quern_value *several, quern_value *out)
{
    const size_t count = count_of(several);
    void *items = quern__arena_take_array(place->scope->arena, count, quern__value_size(place->kind));
    if (!items)
        return &quern__out_of_memory;
    *out = (quern_value){ .kind = (uint16_t)((unsigned)place->kind | (unsigned)QUERN_ARRAY),
                          .as.array.items = items };
    for (size_t i = 0; i < count; i++) {
        const quern_value given = item_of(several, i);
        quern_value item;
        const quern_error *error = quern__value_fit_item(place, &given, &item);
        if (error)
            return error;
        if (item.kind != QUERN_KIND_NULL)
            quern__value_store(items, out->count++, place->kind, &item);
    }
    return NULL;
}

/* Whether an array may be looked at: its items have a class that may fit, and are not too many. */
static const quern_error *check_array(const quern__place *place, const quern_value *array)
{
    const quern_kind kind = (quern_kind)(array->kind & ~(unsigned)QUERN_ARRAY);
    if (kind == QUERN_KIND_TOO_BIG) {
        const quern__fault fault = quern__value_fault(array);
        return quern__refuse_fault(place, &fault);
    }
    const uint32_t given = quern__kind_class(kind), wanted = quern__kind_class(place->kind);
    if (given != wanted && !(given == QUERN__I && wanted & (QUERN__R | QUERN__N)))
        return quern__refuse_kind(place, array, (quern_kind)((unsigned)place->kind | (unsigned)QUERN_ARRAY));
    return NULL;
}

const quern_error *quern__list_fit(const quern__place *place, const quern_value *from, quern_value *array,
                                   bool *nulls)
{
    if (quern__value_is_null(from))
        return quern__refuse_null(place);
    if (from->kind != QUERN_KIND_LIST && !(from->kind & QUERN_ARRAY))
        return quern__refuse_single(place, from);
    const quern_error *error = from->kind & QUERN_ARRAY ? check_array(place, from) : NULL;
    if (!error)
        error = gather(place, from, array);
    if (!error)
        *nulls = place->negated && array->count < count_of(from);
    return error;
}

quern__form quern__list_form(size_t count, bool nulls)
{
    return count ? (nulls ? QUERN__FORM_IN_OR_NULL : QUERN__FORM_COMPARE)
                 : (nulls ? QUERN__FORM_IS_NULL : QUERN__FORM_NEVER);
}

static const quern_error *resolve_list(const quern__place *place, const quern_value *from,
                                       quern__condition *out)
{
    quern_value array;
    bool nulls;
    const quern_error *error = quern__list_fit(place, from, &array, &nulls);
    if (error)
        return error;
    out->form = quern__list_form(array.count, nulls);
    if (array.count)
        out->right = quern__expression_constant(array, (quern_kind)array.kind);
    return NULL;
}

/* ---- in: querysets ---- */

/* Which of its columns stands for a row, and its kind. */
static const quern_error *find_column(const quern__place *place, const quern__source *source,
                                      const quern__field **key, quern_kind *kind)
{
    const quern__field *relation = place->relation;
    *key = NULL;
    if (source->rows && source->rows->count != 1)
        return quern__refuse_value(place,
                                   TEXT("%s takes a queryset of one column, and was given one of %zu",
                                        place->rule->name, source->rows->count),
                                   "name one: quern_values(qs, \"id\")");
    if (source->rows) {
        *kind = source->outputs[0].kind;
        return NULL;
    }
    if (relation && relation->target != source->model)
        return quern__refuse_value(place,
                                   TEXT("%s takes a queryset of %s for %s.%s, and was given one of %s",
                                        place->rule->name, relation->target->name, relation->model->name,
                                        relation->name, source->model->name),
                                   "or name the column that is meant: quern_values(qs, \"id\")");
    *key = relation ? relation->reach : source->model->key;
    if (!*key)
        return quern__refuse_value(place,
                                   TEXT("%s was given a queryset of %s, which has no primary key",
                                        place->rule->name, source->model->name),
                                   "name the column that is meant: quern_values(qs, \"id\")");
    *kind = (*key)->kind;
    return NULL;
}

static const quern_error *refuse_source(const quern__place *place, const quern__source *source)
{
    if (!source)
        return quern__refuse_value(place, TEXT("%s was given no queryset: NULL", place->rule->name),
                                   "no function of quern returns one: it was never assigned");
    if (!source->scope && !source->error)
        return quern__refuse_usage(place, TEXT("%s was given a shared queryset", place->rule->name),
                                   "give what quern_in(session, shared) makes of it");
    /* Before its error, which lives as its own session. The static ones have none. */
    if (source->scope &&
        quern__scope_top(source->scope) != quern__scope_top((quern__scope *)(uintptr_t)place->scope))
        return quern__refuse_value(place,
                                   TEXT("%s was given a queryset of another session", place->rule->name),
                                   "make it in the session of the queryset that it stands in");
    if (source->error) /* of an object's, it may live shorter */
        return source->scope == place->scope ? source->error
                                             : quern__error_copy(place->scope->arena, source->error);
    if (source->raw)
        return quern__refuse_usage(place, TEXT("%s was given a queryset of quern_raw", place->rule->name),
                                   "it cannot be in a condition: evaluate it, and give what it found");
    if (source->nesting >= QUERN__QUERY_DEPTH)
        return quern__refuse_value(place, TEXT("querysets nested more than %d deep", QUERN__QUERY_DEPTH),
                                   "evaluate the inner ones, and give their keys");
    return NULL;
}

/* What the queryset still wants, the one around it wants. */
static const quern_error *hand_on_wants(const quern__place *place, const quern__source *source,
                                        quern__query *query)
{
    const quern__wants *wants = source->wants;
    if (!source->substitutes)
        return NULL;
    if (!place->stands)
        return quern__refuse_usage(place, TEXT("%s was given a queryset with parameters", place->rule->name),
                                   "evaluate it, and give what it found");
    place->stands->within = true;
    if (!wants)
        return NULL;
    uint32_t *slots = quern__arena_take_array(place->scope->arena, wants->count, sizeof *slots);
    if (!slots)
        return &quern__out_of_memory;
    query->slots = slots;
    for (size_t i = 0; i < wants->count; i++)
        if (!wants->bound[i].given && !quern__stands_add(place->stands, &wants->stands[i], &slots[i]))
            return &quern__out_of_memory;
    return NULL;
}

static const quern_error *resolve_queryset(const quern__place *place, const quern_value *from,
                                           quern__condition *out)
{
    const quern__source *source = quern__source_of(from->as.queryset);
    const quern__field *key;
    quern_kind kind = QUERN_KIND_END;
    const quern_error *error = refuse_source(place, source);
    if (!error)
        error = find_column(place, source, &key, &kind);
    if (error)
        return error;
    quern__query *query = quern__arena_take(place->scope->arena, sizeof *query);
    if (!query)
        return &quern__out_of_memory;
    *query = (quern__query){ .queryset = from->as.queryset, .key = key };
    if (source->bring && source->scope != place->scope)
        query->queryset = source->bring(from->as.queryset, (quern__scope *)(uintptr_t)place->scope);
    if (!query->queryset)
        return &quern__out_of_memory;
    out->right = (quern__expression){ .node = QUERN__NODE_QUERY, .kind = kind, .as.query = query };
    out->form = source->empty ? QUERN__FORM_NEVER : QUERN__FORM_IN_QUERY;
    out->nesting = (uint16_t)(source->nesting + 1);
    if (!quern__kinds_comparable(place->kind, kind))
        return quern__refuse_operand(place, &out->right);
    return hand_on_wants(place, source, query);
}

const quern_error *quern__in_resolve(const quern__place *place, const quern_value *from,
                                     quern__condition *out)
{
    if (from->kind == QUERN_KIND_QUERYSET)
        return resolve_queryset(place, from, out);
    if (from->kind != QUERN_KIND_PARAM)
        return resolve_list(place, from, out);
    const quern_kind several = (quern_kind)((unsigned)place->kind | (unsigned)QUERN_ARRAY);
    out->form = QUERN__FORM_COMPARE;
    return quern__parameter_resolve(place, from, several, true, &out->right);
}

/* ---- range ---- */

const quern_error *quern__range_resolve(const quern__resolving *resolving, const quern__place *place,
                                        const quern_value *from, quern__condition *out)
{
    const quern_value *ends = from->as.list;
    if (from->kind != QUERN_KIND_RANGE || !ends || !ends[0].kind || !ends[1].kind)
        return quern__refuse_single(place, from);
    quern__expression *operands = quern__arena_take_array(place->scope->arena, 2, sizeof *operands);
    if (!operands)
        return &quern__out_of_memory;
    for (size_t i = 0; i < 2; i++) {
        const quern_error *error = quern__side_resolve(resolving, place, &ends[i], &operands[i]);
        if (error)
            return error;
    }
    out->form = QUERN__FORM_COMPARE;
    out->right = quern__expression_call(QUERN_OP_RANGE, place->kind, operands, 2);
    return NULL;
}
