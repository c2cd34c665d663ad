/* operand.c: what the server computes: fields, and operators over them and constants. Which kinds an operator takes, and which it
 * gives, is Django's table (django/db/models/expressions.py) in the kinds of PostgreSQL. */
#include "lib/expr/refuse.h"
#include "lib/expr/resolve.h"
#include "lib/model/kind.h"
#include "lib/value/copy.h"
#include "lib/value/fault.h"
#include "lib/value/parts.h"

#define TEXT(...) quern__arena_format(r->scope->arena, __VA_ARGS__)

static const quern_error *refuse(const quern__resolving *r, quern_error_code code, const char *message,
                                 const char *hint)
{
    return quern__error_copy(
        r->scope->arena,
        &(quern_error){ .code = code, .message = message, .hint = hint, .path = "", .site = r->site });
}

/* ---- Kinds ---- */

static const uint32_t numbers = QUERN__I | QUERN__R | QUERN__N;

bool quern__kinds_comparable(quern_kind a, quern_kind b)
{
    return a == b || (quern__kind_class(a) & numbers && quern__kind_class(b) & numbers);
}

/* The kind of a number that is made of two; END: there is none. */
static quern_kind number_of(quern_kind a, quern_kind b)
{
    const uint32_t classes = quern__kind_class(a) | quern__kind_class(b);
    if (classes == QUERN__I)
        return a > b ? a : b;
    if (classes & QUERN__N)
        return classes & QUERN__R ? QUERN_KIND_END : QUERN_KIND_DECIMAL;
    return a == QUERN_KIND_F32 && b == QUERN_KIND_F32 ? QUERN_KIND_F32 : QUERN_KIND_F64;
}

#define BIT(NAME) (1u << (unsigned)QUERN_OP_##NAME)

/* Of moments and intervals. */
static const struct {
    unsigned ops;
    quern_kind left, right, gives;
} moments[] = {
    { BIT(PLUS) | BIT(MINUS), QUERN_KIND_TIMESTAMP, QUERN_KIND_INTERVAL, QUERN_KIND_TIMESTAMP },
    { BIT(PLUS) | BIT(MINUS), QUERN_KIND_LOCAL_TIMESTAMP, QUERN_KIND_INTERVAL, QUERN_KIND_LOCAL_TIMESTAMP },
    { BIT(PLUS) | BIT(MINUS), QUERN_KIND_DATE, QUERN_KIND_INTERVAL, QUERN_KIND_LOCAL_TIMESTAMP },
    { BIT(PLUS) | BIT(MINUS), QUERN_KIND_TIME, QUERN_KIND_INTERVAL, QUERN_KIND_TIME },
    { BIT(PLUS) | BIT(MINUS), QUERN_KIND_INTERVAL, QUERN_KIND_INTERVAL, QUERN_KIND_INTERVAL },
    { BIT(PLUS), QUERN_KIND_INTERVAL, QUERN_KIND_TIMESTAMP, QUERN_KIND_TIMESTAMP },
    { BIT(PLUS), QUERN_KIND_INTERVAL, QUERN_KIND_LOCAL_TIMESTAMP, QUERN_KIND_LOCAL_TIMESTAMP },
    { BIT(PLUS), QUERN_KIND_INTERVAL, QUERN_KIND_DATE, QUERN_KIND_LOCAL_TIMESTAMP },
    { BIT(PLUS), QUERN_KIND_INTERVAL, QUERN_KIND_TIME, QUERN_KIND_TIME },
    { BIT(MINUS), QUERN_KIND_TIMESTAMP, QUERN_KIND_TIMESTAMP, QUERN_KIND_INTERVAL },
    { BIT(MINUS), QUERN_KIND_LOCAL_TIMESTAMP, QUERN_KIND_LOCAL_TIMESTAMP, QUERN_KIND_INTERVAL },
    { BIT(MINUS), QUERN_KIND_DATE, QUERN_KIND_DATE, QUERN_KIND_INTERVAL },
    { BIT(MINUS), QUERN_KIND_TIME, QUERN_KIND_TIME, QUERN_KIND_INTERVAL },
};

static quern_kind kind_of(quern_op op, quern_kind left, quern_kind right)
{
    if (quern__kind_class(left) & numbers && quern__kind_class(right) & numbers)
        return number_of(left, right);
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
        if (moments[i].ops >> (unsigned)op & 1 && moments[i].left == left && moments[i].right == right)
            return moments[i].gives;
    return QUERN_KIND_END;
}

/* The kind of what stands beside a known operand, left of it or right; END: several may. Numbers are sent as wide as they come. */
static quern_kind kind_beside(quern_op op, bool is_left, quern_kind known)
{
    const uint32_t class = quern__kind_class(known);
    if (class & numbers)
        return class == QUERN__I ? QUERN_KIND_I64 : class == QUERN__R ? QUERN_KIND_F64 : QUERN_KIND_DECIMAL;
    quern_kind found = QUERN_KIND_END;
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        if (!(moments[i].ops >> (unsigned)op & 1) || (is_left ? moments[i].right : moments[i].left) != known)
            continue;
        if (found != QUERN_KIND_END)
            return QUERN_KIND_END;
        found = is_left ? moments[i].left : moments[i].right;
    }
    return found;
}

/* ---- Operators ---- */

static const char *const names[] = {
#define NAME(name) [QUERN_OP_##name] = "QUERN_" #name,
    QUERN__OPERATORS(NAME)
#undef NAME
};

/* As lookups are, for the messages. */
static const quern__lookup rules[] = {
#define OPERAND_RULE(NAME) [QUERN_OP_##NAME] = { .name = "QUERN_" #NAME, .takes = QUERN__TAKES_MEMBER },
    QUERN__OPERATORS(OPERAND_RULE)
#undef OPERAND_RULE
};

static const char *spelling_of(quern_kind kind)
{
    const quern__kind *facts = quern__kind_facts(kind);
    return !facts ? "something else" : kind & QUERN_ARRAY ? facts->array : facts->c_type;
}

static const quern_error *no_result(const quern__resolving *r, quern_op op, const quern__expression *operands)
{
    const uint32_t classes = quern__kind_class(operands[0].kind) | quern__kind_class(operands[1].kind);
    return refuse(
        r, QUERN_ERROR_VALUE,
        TEXT("%s of %s and %s", names[op], spelling_of(operands[0].kind), spelling_of(operands[1].kind)),
        classes == (QUERN__N | QUERN__R)
            ? "a decimal is exact, and a double is not: give quern_decimal_of(\"9.99\")"
            : "operators take numbers; of times, an interval or, for MINUS, one of the same kind");
}

static const quern_error *resolve_constant(const quern__resolving *r, quern_op op, const quern_value *from,
                                           quern__expression *out)
{
    if (from->kind == QUERN_KIND_TOO_BIG)
        return refuse(r, QUERN_ERROR_VALUE, TEXT("%s of a number over INT64_MAX", names[op]),
                      "give it as a decimal: quern_decimal_of(\"18446744073709551615\")");
    if (!quern__value_size(from->kind) || quern__value_is_null(from))
        return refuse(r, QUERN_ERROR_VALUE, TEXT("%s needs two values or fields", names[op]),
                      "give it constants, QUERN_F or other operators");
    const quern__fault fault = quern__value_fault(from);
    if (fault.what)
        return refuse(r, QUERN_ERROR_VALUE, TEXT("the %s for %s %s", fault.noun, names[op], fault.what),
                      fault.hint);
    *out = quern__expression_constant(*from, (quern_kind)from->kind);
    return quern__value_copy(r->scope->arena, from, &out->as.constant) ? NULL : &quern__out_of_memory;
}

/* A value that is to come is of the kind that the operand beside it tells. */
static const quern_error *resolve_parameter(const quern__resolving *r, quern_op op, const quern_value *from,
                                            bool is_left, quern_kind beside, quern__expression *out)
{
    const quern_kind kind = beside == QUERN_KIND_END ? beside : kind_beside(op, is_left, beside);
    if (kind == QUERN_KIND_END)
        return refuse(r, QUERN_ERROR_VALUE,
                      TEXT("%s: nothing tells which kind the parameter \"%s\" is of", names[op],
                           from->as.text ? from->as.text : ""),
                      "a parameter stands beside a number, or where only an interval, or only a moment, can");
    const quern__place place = {
        .scope = r->scope, .kind = kind, .rule = &rules[op], .path = "", .site = r->site, .stands = r->stands
    };
    return quern__parameter_resolve(&place, from, kind, false, out);
}

static const quern_error *resolve_field(const quern__resolving *r, const char *text, quern__expression *out)
{
    quern__path path;
    if (!text || !*text)
        return quern__error_copy(r->scope->arena, &(quern_error){ .code = QUERN_ERROR_FIELD,
                                                                  .message = TEXT("QUERN_F without a path"),
                                                                  .hint = "name a field: QUERN_F(\"pages\")",
                                                                  .path = "",
                                                                  .site = r->site });
    const quern_error *error = quern__path_resolve_in(r, text, &path);
    if (!error && *path.tail)
        error = quern__path_refuse_tail(r->scope, &path, text, "QUERN_F", r->site);
    if (!error)
        *out = quern__expression_column(path.column);
    return error;
}

static const quern_error *resolve(const quern__resolving *r, const quern_value *from, size_t depth,
                                  quern__expression *out);

static const quern_error *resolve_operands(const quern__resolving *r, quern_op op, const quern_value *given,
                                           size_t depth, quern__expression *operands)
{
    const quern_error *error = NULL;
    for (size_t i = 0; i < 2 && !error; i++)
        if (given[i].kind != QUERN_KIND_PARAM)
            error = quern__value_is_computed(&given[i]) ? resolve(r, &given[i], depth + 1, &operands[i])
                                                        : resolve_constant(r, op, &given[i], &operands[i]);
    for (size_t i = 0; i < 2 && !error; i++)
        if (given[i].kind == QUERN_KIND_PARAM)
            error = resolve_parameter(r, op, &given[i], i == 0, operands[1 - i].kind, &operands[i]);
    return error;
}

static const quern_error *resolve_call(const quern__resolving *r, const quern_value *from, size_t depth,
                                       quern__expression *out)
{
    quern_op op = (quern_op)from->op;
    const quern_value *given = from->as.list;
    if (op < QUERN_OP_PLUS || op > QUERN_OP_DIVIDE)
        return refuse(r, QUERN_ERROR_USAGE, TEXT("this libquern has no operator %u", from->op),
                      "make expressions with QUERN_PLUS, QUERN_MINUS, QUERN_TIMES and QUERN_DIVIDE");
    if (depth > QUERN__EXPRESSION_DEPTH)
        return refuse(r, QUERN_ERROR_USAGE,
                      TEXT("operators nested more than %d deep", QUERN__EXPRESSION_DEPTH),
                      "compute what is constant in the program");
    if (!given || !given[0].kind || !given[1].kind || given[2].kind)
        return refuse(r, QUERN_ERROR_USAGE, TEXT("%s takes two values", names[op]),
                      "end the list of them with { 0 }");
    quern__expression *operands = quern__arena_take_array(r->scope->arena, 2, sizeof *operands);
    if (!operands)
        return &quern__out_of_memory;
    const quern_error *error = resolve_operands(r, op, given, depth, operands);
    if (error)
        return error;
    const quern_kind kind = kind_of(op, operands[0].kind, operands[1].kind);
    if (kind == QUERN_KIND_END)
        return no_result(r, op, operands);
    if (operands[0].kind == QUERN_KIND_DATE && operands[1].kind == QUERN_KIND_DATE)
        op = QUERN_OP_DAYS;
    *out = quern__expression_call(op, kind, operands, 2);
    return NULL;
}

static const quern_error *resolve(const quern__resolving *r, const quern_value *from, size_t depth,
                                  quern__expression *out)
{
    return from->kind == QUERN_KIND_PATH ? resolve_field(r, from->as.text, out)
                                         : resolve_call(r, from, depth, out);
}

bool quern__value_is_computed(const quern_value *value)
{
    return value->kind == QUERN_KIND_PATH || value->kind == QUERN_KIND_CALL;
}

const quern_error *quern__expression_resolve(const quern__resolving *r, const quern_value *from,
                                             quern__expression *out)
{
    return resolve(r, from, 1, out);
}

const quern_error *quern__side_resolve(const quern__resolving *r, const quern__place *place,
                                       const quern_value *from, quern__expression *out)
{
    if (from->kind == QUERN_KIND_I64 && place->kind == QUERN_KIND_I64 &&
        place->rule->takes == QUERN__TAKES_MEMBER) { /* as below, which takes longer to find that it fits */
        *out = quern__expression_constant(quern_value_i64(from->as.integer), QUERN_KIND_I64);
        return NULL;
    }
    const quern_kind wanted = place->rule->takes == QUERN__TAKES_TEXT ? QUERN_KIND_TEXT : place->kind;
    if (from->kind == QUERN_KIND_PARAM && place->rule->takes == QUERN__TAKES_BOOL)
        return quern__refuse_usage(
            place, quern__arena_format(place->scope->arena, "%s takes no parameter", place->rule->name),
            "it decides what the SQL is: build one queryset with true, and one with false");
    if (from->kind == QUERN_KIND_PARAM)
        return quern__parameter_resolve(place, from, wanted, false, out);
    if (!quern__value_is_computed(from) || place->rule->takes == QUERN__TAKES_BOOL) {
        quern_value value;
        const quern_error *error = quern__value_fit(place, from, &value);
        if (!error)
            *out =
                quern__expression_constant(value, value.kind == QUERN_KIND_NULL ? QUERN_KIND_NULL : wanted);
        return error;
    }
    const quern_error *error = quern__expression_resolve(r, from, out);
    if (error)
        return error;
    return quern__kinds_comparable(wanted, out->kind) ? NULL : quern__refuse_operand(place, out);
}
