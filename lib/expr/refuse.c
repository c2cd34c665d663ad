/* refuse.c: the errors of values that do not fit. */
#include "lib/expr/refuse.h"

#include "lib/model/kind.h"

#include <inttypes.h>

#define TEXT(...) quern__arena_format(place->scope->arena, __VA_ARGS__)

static const quern_error *refuse(const quern__place *place, quern_error_code code, const char *message,
                                 const char *hint)
{
    return quern__error_copy(
        place->scope->arena,
        &(quern_error){
            .code = code, .message = message, .hint = hint, .path = place->path, .site = place->site });
}

/* What a place is called: three texts for "%s%s%s". */
#define WHOSE(place)                                                              \
    (place)->field ? (place)->field->model->name : "", (place)->field ? "." : "", \
        (place)->field ? (place)->field->name : "the expression"

/* What there is beside the kinds of members. */
static const char *other_noun(unsigned kind)
{
    switch (kind) {
    case QUERN_KIND_NULL:
        return "NULL";
    case QUERN_KIND_TOO_BIG:
        return "an integer";
    case QUERN_KIND_PATH:
        return "a field";
    case QUERN_KIND_LIST:
        return "a list";
    case QUERN_KIND_RANGE:
        return "a range";
    case QUERN_KIND_CALL:
        return "an expression";
    case QUERN_KIND_QUERYSET:
        return "a queryset";
    case QUERN_KIND_OBJECT:
        return "an object";
    case QUERN_KIND_PARAM:
        return "a parameter";
    default:
        return NULL;
    }
}

static const char *noun_of(const quern__place *place, unsigned kind)
{
    const quern__kind *facts = quern__kind_facts(kind);
    const char *other = other_noun(kind);
    if (other)
        return other;
    if (kind & QUERN_NULLABLE)
        return "something else";
    if (kind & QUERN_ARRAY)
        return facts ? TEXT("an array of %s", facts->nouns) : "an array";
    return facts ? facts->noun : "something else";
}

/* How C makes a value of a kind; NULL where C's own literals do. */
static const char *maker_of(const quern__place *place, const quern_value *value, unsigned wanted)
{
    const quern__kind *facts = quern__kind_facts(wanted);
    if (!facts)
        return NULL;
    if (wanted & QUERN_ARRAY)
        return TEXT("quern_array_of_%s(items, count) makes one", facts->name);
    if (facts->parse && (!facts->make || value->kind == QUERN_KIND_TEXT))
        return TEXT("%s reads one from a text", facts->parse);
    return facts->make ? TEXT("%s makes one", facts->make) : NULL;
}

const char *quern__place_c_type(const quern__place *place)
{
    const quern__kind *facts = quern__kind_facts(place->kind);
    if (place->field || !facts)
        return place->field ? quern__field_c_type(place->field) : "something else";
    return place->kind & QUERN_ARRAY ? facts->array : facts->c_type;
}

/* What the member is declared as, and how to make such a value. */
static const char *hint_of(const quern__place *place, const quern_value *value, unsigned wanted)
{
    const char *maker = maker_of(place, value, wanted);
    return TEXT("%s%s%s is %s%s%s%s", WHOSE(place), place->field ? "declared as " : "computed as ",
                quern__place_c_type(place), maker ? ": " : "", maker ? maker : "");
}

const quern_error *quern__refuse_null(const quern__place *place)
{
    return refuse(place, QUERN_ERROR_VALUE,
                  TEXT("%s on %s%s%s needs a value, and was given NULL", place->rule->name, WHOSE(place)),
                  place->rule->takes == QUERN__TAKES_BOOL ? "give true or false"
                  : place->field ? TEXT("to find rows without one, use \"%s__isnull\"", place->field->name)
                                 : "to find rows without one, use isnull");
}

static const char *hint_of_kind(const quern__place *place, const quern_value *value, quern_kind wanted)
{
    if (place->rule->takes == QUERN__TAKES_BOOL)
        return "give true or false";
    if (wanted == QUERN_KIND_DECIMAL && value->kind == QUERN_KIND_F64)
        return TEXT("%s%s%s is exact, and a double is not: give quern_decimal_of(\"9.99\")", WHOSE(place));
    if (value->kind == QUERN_KIND_LIST || value->kind == QUERN_KIND_QUERYSET)
        return TEXT("%s takes one value: the lookup for several is in", place->rule->name);
    if (value->kind == QUERN_KIND_PARAM)
        return "a parameter stands for a whole list: QUERN_Q(\"id__in\", QUERN_PARAM(\"ids\"))";
    if (value->kind == QUERN_KIND_RANGE)
        return "the lookup for that is range";
    return hint_of(place, value, wanted);
}

const quern_error *quern__refuse_kind(const quern__place *place, const quern_value *value, quern_kind wanted)
{
    const char *wants = noun_of(place, wanted), *given = noun_of(place, value->kind);
    return refuse(place, QUERN_ERROR_VALUE,
                  wants && given ? TEXT("%s takes %s for %s%s%s, and was given %s", place->rule->name, wants,
                                        WHOSE(place), given)
                                 : NULL,
                  hint_of_kind(place, value, wanted));
}

const quern_error *quern__refuse_range(const quern__place *place, const quern_value *value)
{
    const char *number = value->kind == QUERN_KIND_TOO_BIG ? TEXT("a number over %" PRId64, INT64_MAX)
                         : value->kind == QUERN_KIND_F64   ? TEXT("%.0e", value->as.real)
                                                           : TEXT("%" PRId64, value->as.integer);
    return refuse(place, QUERN_ERROR_VALUE,
                  number ? TEXT("%s is out of range for %s%s%s", number, WHOSE(place)) : NULL,
                  hint_of(place, value, place->kind));
}

const quern_error *quern__refuse_fault(const quern__place *place, const quern__fault *fault)
{
    const char *whose =
        fault->in_item ? TEXT("items[%zu] of the array", fault->item) : TEXT("the %s", fault->noun);
    return refuse(place, QUERN_ERROR_VALUE,
                  whose ? TEXT("%s for %s%s%s %s", whose, WHOSE(place), fault->what) : NULL, fault->hint);
}

/* What takes several. */
static const char *several(const quern__place *place)
{
    const quern__kind *facts = quern__kind_facts(place->kind);
    if (place->rule->takes == QUERN__TAKES_RANGE)
        return "QUERN_RANGE(from, to) makes one";
    return TEXT("QUERN_LIST(a, b) makes one; or give quern_array_of_%s(items, count), or a queryset",
                facts ? facts->name : "text");
}

const quern_error *quern__refuse_single(const quern__place *place, const quern_value *value)
{
    const char *given = noun_of(place, value->kind);
    const char *wants = place->rule->takes == QUERN__TAKES_RANGE ? "a range" : "a list";
    return refuse(place, QUERN_ERROR_VALUE,
                  given ? TEXT("%s takes %s for %s%s%s, and was given %s", place->rule->name, wants,
                               WHOSE(place), given)
                        : NULL,
                  several(place));
}

/* How an operand is named, and what it is. */
static const char *operand(const quern__place *place, const quern__expression *expression)
{
    const quern__kind *facts = quern__kind_facts(expression->kind);
    const quern__field *field = expression->node == QUERN__NODE_COLUMN ? expression->as.column.field : NULL;
    if (field)
        return TEXT("%s.%s (%s)", field->model->name, field->name, quern__field_c_type(field));
    if (!facts)
        return "something else";
    return TEXT("%s (%s)", expression->node == QUERN__NODE_QUERY ? "a queryset" : "an expression",
                expression->kind & QUERN_ARRAY ? facts->array : facts->c_type);
}

const quern_error *quern__refuse_operand(const quern__place *place, const quern__expression *with)
{
    const char *other = operand(place, with);
    const bool texts = place->rule->takes == QUERN__TAKES_TEXT;
    return refuse(place, QUERN_ERROR_VALUE,
                  other ? TEXT("%s compares %s%s%s (%s) with %s", place->rule->name, WHOSE(place),
                               quern__place_c_type(place), other)
                        : NULL,
                  texts ? "give it a text" : "both must be of one kind, or both numbers");
}

const quern_error *quern__refuse_usage(const quern__place *place, const char *message, const char *hint)
{
    return refuse(place, QUERN_ERROR_USAGE, message, hint);
}

const quern_error *quern__refuse_value(const quern__place *place, const char *message, const char *hint)
{
    return refuse(place, QUERN_ERROR_VALUE, message, hint);
}
