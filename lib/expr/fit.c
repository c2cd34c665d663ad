/* fit.c: fits values to columns. An integer may stand for a double, and 0 and 1 for a bool (true is an int before C23);
 * nothing else is converted: a value of another kind is a mistake that the server would only find later, or never. */
#include "lib/expr/fit.h"

#include "lib/base/utf8.h"

#include <inttypes.h>
#include <string.h>

/* 4714-11-24 BC, where PostgreSQL's timestamps begin, in microseconds since 1970. Its last year is beyond int64_t. */
#define TIMESTAMP_FIRST INT64_C(-210866803200000000)

static const quern_error *refuse(const quern__place *place, quern_error_code code, const char *message,
                                 const char *hint)
{
    return quern__error_copy(
        place->scope->arena,
        &(quern_error){
            .code = code, .message = message, .hint = hint, .path = place->path, .site = place->site });
}

#define TEXT(...) quern__arena_format(place->scope->arena, __VA_ARGS__)

static const char *kind_name(unsigned kind)
{
    switch (kind) {
    case QUERN_KIND_BOOL:
        return "a bool";
    case QUERN_KIND_I32:
    case QUERN_KIND_I64:
    case QUERN_KIND_TOO_BIG:
        return "an integer";
    case QUERN_KIND_F64:
        return "a double";
    case QUERN_KIND_TEXT:
        return "a text";
    case QUERN_KIND_TIMESTAMP:
        return "a timestamp";
    default:
        return "something else";
    }
}

static const quern_error *wrong_kind(const quern__place *place, const quern_value *value, quern_kind wanted)
{
    return refuse(place, QUERN_ERROR_VALUE,
                  TEXT("%s takes %s for %s.%s, and was given %s", place->rule->name, kind_name(wanted),
                       place->field->model->name, place->field->name, kind_name(value->kind)),
                  place->rule->takes == QUERN__TAKES_BOOL
                      ? "give true or false"
                      : TEXT("%s.%s is declared as %s", place->field->model->name, place->field->name,
                             quern__field_c_type(place->field)));
}

static const quern_error *null_value(const quern__place *place)
{
    return refuse(place, QUERN_ERROR_VALUE,
                  TEXT("%s on %s.%s needs a value, and was given NULL", place->rule->name,
                       place->field->model->name, place->field->name),
                  place->rule->takes == QUERN__TAKES_BOOL
                      ? "give true or false"
                      : TEXT("to find rows without one, use \"%s__isnull\"", place->field->name));
}

static const quern_error *out_of_range(const quern__place *place, const quern_value *value)
{
    const char *number = value->kind == QUERN_KIND_TOO_BIG ? TEXT("a number over %" PRId64, INT64_MAX)
                                                           : TEXT("%" PRId64, value->as.integer);
    return refuse(
        place, QUERN_ERROR_VALUE,
        number ? TEXT("%s is out of range for %s.%s", number, place->field->model->name, place->field->name)
               : NULL,
        TEXT("%s.%s is declared as %s", place->field->model->name, place->field->name,
             quern__field_c_type(place->field)));
}

static const quern_error *fit_bool(const quern__place *place, const quern_value *value, quern_value *out)
{
    if (value->kind == QUERN_KIND_BOOL)
        *out = *value;
    else if (value->kind == QUERN_KIND_I64 && (value->as.integer == 0 || value->as.integer == 1))
        *out = quern_value_bool(value->as.integer == 1);
    else
        return wrong_kind(place, value, QUERN_KIND_BOOL);
    return NULL;
}

static const quern_error *fit_integer(const quern__place *place, const quern_value *value, quern_value *out)
{
    if (value->kind == QUERN_KIND_TOO_BIG)
        return out_of_range(place, value);
    if (value->kind != QUERN_KIND_I64)
        return wrong_kind(place, value, place->field->kind);
    const int64_t x = value->as.integer;
    if (place->field->kind == QUERN_KIND_I32 && (x < INT32_MIN || x > INT32_MAX))
        return out_of_range(place, value);
    *out = *value;
    return NULL;
}

static const quern_error *fit_real(const quern__place *place, const quern_value *value, quern_value *out)
{
    if (value->kind == QUERN_KIND_F64)
        *out = *value;
    else if (value->kind == QUERN_KIND_I64)
        *out = quern_value_f64((double)value->as.integer);
    else if (value->kind == QUERN_KIND_TOO_BIG)
        return out_of_range(place, value);
    else
        return wrong_kind(place, value, QUERN_KIND_F64);
    return NULL;
}

static const quern_error *fit_text(const quern__place *place, const quern_value *value, quern_value *out)
{
    if (value->kind != QUERN_KIND_TEXT)
        return wrong_kind(place, value, QUERN_KIND_TEXT);
    const char *text = value->as.text;
    if (!quern__utf8_valid(text, strlen(text)))
        return refuse(
            place, QUERN_ERROR_VALUE,
            TEXT("the text for %s.%s is not valid UTF-8", place->field->model->name, place->field->name),
            "texts in quern are UTF-8: convert it first");
    const char *kept = place->rule->prepare ? place->rule->prepare(place->scope->arena, text)
                                            : quern__arena_text(place->scope->arena, text);
    *out = quern_value_text(kept);
    return kept ? NULL : &quern__out_of_memory;
}

static const quern_error *fit_timestamp(const quern__place *place, const quern_value *value, quern_value *out)
{
    if (value->kind != QUERN_KIND_TIMESTAMP)
        return wrong_kind(place, value, QUERN_KIND_TIMESTAMP);
    const int64_t x = value->as.timestamp.microseconds;
    if (x < TIMESTAMP_FIRST && x != INT64_MIN)
        return refuse(place, QUERN_ERROR_VALUE,
                      TEXT("the timestamp for %s.%s lies before 4714-11-24 BC, where the server's begin",
                           place->field->model->name, place->field->name),
                      "microseconds since 1970; INT64_MIN is -infinity");
    *out = *value;
    return NULL;
}

static const quern_error *fit_member(const quern__place *place, const quern_value *value, quern_value *out)
{
    switch (place->field->kind) {
    case QUERN_KIND_BOOL:
        return fit_bool(place, value, out);
    case QUERN_KIND_I32:
    case QUERN_KIND_I64:
        return fit_integer(place, value, out);
    case QUERN_KIND_F64:
        return fit_real(place, value, out);
    case QUERN_KIND_TIMESTAMP:
        return fit_timestamp(place, value, out);
    default:
        return fit_text(place, value, out);
    }
}

static bool is_null(const quern_value *value)
{
    return value->kind == QUERN_KIND_NULL || (value->kind == QUERN_KIND_TEXT && !value->as.text);
}

const quern_error *quern__value_fit(const quern__place *place, const quern_value *value, quern_value *out)
{
    if (value->kind == QUERN_KIND_PATH)
        return refuse(place, QUERN_ERROR_UNSUPPORTED,
                      TEXT("a field on the right side of %s", place->rule->name),
                      "this version of quern compares fields with values only");
    if (is_null(value)) {
        *out = quern_value_null();
        return place->rule->takes_null ? NULL : null_value(place);
    }
    switch (place->rule->takes) {
    case QUERN__TAKES_BOOL:
        return fit_bool(place, value, out);
    case QUERN__TAKES_TEXT:
        return fit_text(place, value, out);
    default:
        return fit_member(place, value, out);
    }
}
