/* fit.c: fits values to columns. An integer may stand for a double or a decimal, and 0 and 1 for a bool (true is an int before
 * C23); nothing else is converted: a value of another kind is a mistake that the server would only find later, or never. */
#include "lib/expr/fit.h"

#include "lib/expr/object.h"
#include "lib/expr/refuse.h"
#include "lib/value/copy.h"
#include "lib/value/parts.h"

#include <inttypes.h>
#include <math.h>

/* Half a unit beyond FLT_MAX: from here on, a double is rounded to an infinite float. */
#define FLOAT_END 0x1.ffffffp127

/* The high digit of a kind is its family. */
enum { FAMILY = 0xf0, INTEGERS = QUERN_KIND_I16, REALS = QUERN_KIND_F32 };

static bool is_of(const quern_value *value, unsigned family)
{
    return value->kind < QUERN_NULLABLE && (value->kind & FAMILY) == family;
}

static const quern_error *fit_bool(const quern__place *place, const quern_value *value, quern_value *out)
{
    if (value->kind == QUERN_KIND_BOOL)
        *out = *value;
    else if (is_of(value, INTEGERS) && (value->as.integer == 0 || value->as.integer == 1))
        *out = quern_value_bool(value->as.integer == 1);
    else
        return quern__refuse_kind(place, value, QUERN_KIND_BOOL);
    return NULL;
}

static const quern_error *fit_integer(const quern__place *place, const quern_value *value, quern_value *out)
{
    const quern_kind wanted = place->kind;
    if (value->kind == QUERN_KIND_TOO_BIG)
        return quern__refuse_range(place, value);
    if (!is_of(value, INTEGERS))
        return quern__refuse_kind(place, value, wanted);
    const int64_t x = value->as.integer;
    if ((wanted == QUERN_KIND_I16 && (x < INT16_MIN || x > INT16_MAX)) ||
        (wanted == QUERN_KIND_I32 && (x < INT32_MIN || x > INT32_MAX)))
        return quern__refuse_range(place, value);
    *out = quern_value_i64(x);
    return NULL;
}

static const quern_error *fit_real(const quern__place *place, const quern_value *value, quern_value *out)
{
    if (value->kind == QUERN_KIND_TOO_BIG)
        return quern__refuse_range(place, value);
    if (!is_of(value, REALS) && !is_of(value, INTEGERS))
        return quern__refuse_kind(place, value, place->kind);
    *out = quern_value_f64(is_of(value, REALS) ? value->as.real : (double)value->as.integer);
    if (place->kind == QUERN_KIND_F32 && isfinite(out->as.real) && fabs(out->as.real) >= FLOAT_END)
        return quern__refuse_range(place, out);
    return NULL;
}

/* Of the kind that is wanted, sound, and copied. */
static const quern_error *fit_same(const quern__place *place, const quern_value *value, quern_kind wanted,
                                   quern_value *out)
{
    const bool too_many = wanted & QUERN_ARRAY && value->kind == (QUERN_KIND_TOO_BIG | QUERN_ARRAY);
    if (value->kind != wanted && !too_many)
        return quern__refuse_kind(place, value, wanted);
    const quern__fault fault = quern__value_fault(value);
    if (fault.what)
        return quern__refuse_fault(place, &fault);
    if (!place->rule->prepare)
        return quern__value_copy(place->scope->arena, value, out) ? NULL : &quern__out_of_memory;
    *out = quern_value_text(place->rule->prepare(place->scope->arena, value->as.text));
    return out->as.text ? NULL : &quern__out_of_memory;
}

static const quern_error *fit_decimal(const quern__place *place, const quern_value *value, quern_value *out)
{
    if (value->kind == QUERN_KIND_TOO_BIG)
        return quern__refuse_range(place, value);
    if (!is_of(value, INTEGERS))
        return fit_same(place, value, QUERN_KIND_DECIMAL, out);
    const char *text = quern__arena_format(place->scope->arena, "%" PRId64, value->as.integer);
    *out = quern_value_decimal(quern_decimal_of(text));
    return text ? NULL : &quern__out_of_memory;
}

static const quern_error *fit_member(const quern__place *place, const quern_value *value, quern_value *out)
{
    switch ((int)place->kind) {
    case QUERN_KIND_BOOL:
        return fit_bool(place, value, out);
    case QUERN_KIND_I16:
    case QUERN_KIND_I32:
    case QUERN_KIND_I64:
        return fit_integer(place, value, out);
    case QUERN_KIND_F32:
    case QUERN_KIND_F64:
        return fit_real(place, value, out);
    case QUERN_KIND_DECIMAL:
        return fit_decimal(place, value, out);
    default:
        return fit_same(place, value, place->kind, out);
    }
}

const quern_error *quern__value_fit_item(const quern__place *place, const quern_value *value,
                                         quern_value *out)
{
    quern_value key = *value;
    if (value->kind == QUERN_KIND_OBJECT) {
        const quern_error *error = quern__object_key(place, value->as.object, &key);
        if (error)
            return error;
    }
    if (!quern__value_is_null(&key))
        return fit_member(place, &key, out);
    *out = quern_value_null();
    return NULL;
}

const quern_error *quern__value_fit(const quern__place *place, const quern_value *value, quern_value *out)
{
    if (quern__value_is_null(value)) {
        *out = quern_value_null();
        return place->rule->takes_null ? NULL : quern__refuse_null(place);
    }
    switch (place->rule->takes) {
    case QUERN__TAKES_BOOL:
        return fit_bool(place, value, out);
    case QUERN__TAKES_TEXT:
        return fit_same(place, value, QUERN_KIND_TEXT, out);
    default:
        return quern__value_fit_item(place, value, out);
    }
}
