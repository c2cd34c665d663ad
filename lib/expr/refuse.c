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

static const char *noun_of(const quern__place *place, unsigned kind)
{
    const quern__kind *facts = quern__kind_facts(kind);
    if (kind == QUERN_KIND_TOO_BIG)
        return "an integer";
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

/* What the member is declared as, and how to make such a value. */
static const char *hint_of(const quern__place *place, const quern_value *value, unsigned wanted)
{
    const char *maker = maker_of(place, value, wanted);
    return TEXT("%s.%s is declared as %s%s%s", place->field->model->name, place->field->name,
                quern__field_c_type(place->field), maker ? ": " : "", maker ? maker : "");
}

const quern_error *quern__refuse_path(const quern__place *place)
{
    return refuse(place, QUERN_ERROR_UNSUPPORTED, TEXT("a field on the right side of %s", place->rule->name),
                  "this version of quern compares fields with values only");
}

const quern_error *quern__refuse_null(const quern__place *place)
{
    return refuse(place, QUERN_ERROR_VALUE,
                  TEXT("%s on %s.%s needs a value, and was given NULL", place->rule->name,
                       place->field->model->name, place->field->name),
                  place->rule->takes == QUERN__TAKES_BOOL
                      ? "give true or false"
                      : TEXT("to find rows without one, use \"%s__isnull\"", place->field->name));
}

static const char *hint_of_kind(const quern__place *place, const quern_value *value, quern_kind wanted)
{
    if (place->rule->takes == QUERN__TAKES_BOOL)
        return "give true or false";
    if (wanted == QUERN_KIND_DECIMAL && value->kind == QUERN_KIND_F64)
        return TEXT("%s.%s is exact, and a double is not: give quern_decimal_of(\"9.99\")",
                    place->field->model->name, place->field->name);
    return hint_of(place, value, wanted);
}

const quern_error *quern__refuse_kind(const quern__place *place, const quern_value *value, quern_kind wanted)
{
    const char *wants = noun_of(place, wanted), *given = noun_of(place, value->kind);
    return refuse(place, QUERN_ERROR_VALUE,
                  wants && given ? TEXT("%s takes %s for %s.%s, and was given %s", place->rule->name, wants,
                                        place->field->model->name, place->field->name, given)
                                 : NULL,
                  hint_of_kind(place, value, wanted));
}

const quern_error *quern__refuse_range(const quern__place *place, const quern_value *value)
{
    const char *number = value->kind == QUERN_KIND_TOO_BIG ? TEXT("a number over %" PRId64, INT64_MAX)
                         : value->kind == QUERN_KIND_F64   ? TEXT("%.0e", value->as.real)
                                                           : TEXT("%" PRId64, value->as.integer);
    return refuse(
        place, QUERN_ERROR_VALUE,
        number ? TEXT("%s is out of range for %s.%s", number, place->field->model->name, place->field->name)
               : NULL,
        hint_of(place, value, place->field->kind));
}

const quern_error *quern__refuse_fault(const quern__place *place, const quern__fault *fault)
{
    const char *whose =
        fault->in_item ? TEXT("items[%zu] of the array", fault->item) : TEXT("the %s", fault->noun);
    return refuse(
        place, QUERN_ERROR_VALUE,
        whose ? TEXT("%s for %s.%s %s", whose, place->field->model->name, place->field->name, fault->what)
              : NULL,
        fault->hint);
}
