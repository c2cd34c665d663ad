/* cell.c: see chain.h. Upper and lower case are those of ASCII: texts are chosen so that others do not matter, since what the
 * server makes of them depends on its locale. */
#include "test/queries/chain.h"

#include <check.h>
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <regex.h>
#include <string.h>
#include <strings.h>

static double real_of(const quern_value *cell)
{
    return cell->kind == QUERN_KIND_F64 ? cell->as.real : (double)cell->as.integer;
}

static int compare_reals(double a, double b)
{
    if (isnan(a) || isnan(b))
        return !!isnan(a) - !!isnan(b);
    return (a > b) - (a < b);
}

static int compare_integers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int cell_compare(const quern_value *a, const quern_value *b)
{
    if (a->kind == QUERN_KIND_F64 || b->kind == QUERN_KIND_F64)
        return compare_reals(real_of(a), real_of(b));
    switch ((int)a->kind) {
    case QUERN_KIND_BOOL:
        return (int)a->as.boolean - (int)b->as.boolean;
    case QUERN_KIND_TEXT:
        return compare_integers(text_rank(a->as.text), text_rank(b->as.text));
    case QUERN_KIND_TIMESTAMP:
        return compare_integers(a->as.timestamp.microseconds, b->as.timestamp.microseconds);
    default:
        return compare_integers(a->as.integer, b->as.integer);
    }
}

bool cell_same(const quern_value *a, const quern_value *b)
{
    if (cell_is_null(a) || cell_is_null(b))
        return cell_is_null(a) && cell_is_null(b);
    return cell_compare(a, b) == 0;
}

static quern_value compute_reals(quern_op op, double a, double b, bool *fault)
{
    const bool multiplies = op == QUERN_OP_TIMES || op == QUERN_OP_DIVIDE;
    if (op == QUERN_OP_DIVIDE && b == 0) {
        *fault = true;
        return quern_value_null();
    }
    const double made = op == QUERN_OP_PLUS    ? a + b
                        : op == QUERN_OP_MINUS ? a - b
                        : op == QUERN_OP_TIMES ? a * b
                                               : a / b;
    *fault |= isinf(made) && isfinite(a) && isfinite(b);
    *fault |= multiplies && made == 0 && a != 0 && isfinite(b) && b != 0;
    return quern_value_f64(made);
}

static quern_value compute_integers(quern_op op, int64_t a, int64_t b, bool *fault)
{
    int64_t made = 0;
    if (op == QUERN_OP_PLUS)
        *fault |= __builtin_add_overflow(a, b, &made);
    else if (op == QUERN_OP_MINUS)
        *fault |= __builtin_sub_overflow(a, b, &made);
    else if (op == QUERN_OP_TIMES)
        *fault |= __builtin_mul_overflow(a, b, &made);
    else if (b == 0 || (a == INT64_MIN && b == -1))
        *fault = true;
    else
        made = a / b;
    return quern_value_i64(made);
}

quern_value cell_compute(quern_op op, const quern_value *a, const quern_value *b, bool *fault)
{
    if (cell_is_null(a) || cell_is_null(b))
        return quern_value_null();
    if (a->kind == QUERN_KIND_F64 || b->kind == QUERN_KIND_F64)
        return compute_reals(op, real_of(a), real_of(b), fault);
    return compute_integers(op, a->as.integer, b->as.integer, fault);
}

typedef int comparison(const char *a, const char *b, size_t size);

static bool starts(const char *text, const char *pattern, comparison *compare)
{
    return compare(text, pattern, strlen(pattern)) == 0;
}

static bool contains(const char *text, const char *pattern, comparison *compare)
{
    for (; *text; text++)
        if (starts(text, pattern, compare))
            return true;
    return !*pattern;
}

static bool ends(const char *text, const char *pattern, comparison *compare)
{
    const size_t size = strlen(text), wanted = strlen(pattern);
    return size >= wanted && starts(text + size - wanted, pattern, compare);
}

static bool matches_regex(const char *text, const char *pattern, int flags, bool *fault)
{
    regex_t regex;
    if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB | flags)) {
        *fault = true;
        return false;
    }
    const bool found = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return found;
}

bool cell_matches(quern_lookup lookup, const char *text, const char *pattern, bool *fault)
{
    switch ((int)lookup) {
    case QUERN_LOOKUP_iexact:
        return strcasecmp(text, pattern) == 0;
    case QUERN_LOOKUP_contains:
        return contains(text, pattern, strncmp);
    case QUERN_LOOKUP_icontains:
        return contains(text, pattern, strncasecmp);
    case QUERN_LOOKUP_startswith:
        return starts(text, pattern, strncmp);
    case QUERN_LOOKUP_istartswith:
        return starts(text, pattern, strncasecmp);
    case QUERN_LOOKUP_endswith:
        return ends(text, pattern, strncmp);
    case QUERN_LOOKUP_iendswith:
        return ends(text, pattern, strncasecmp);
    case QUERN_LOOKUP_regex:
        return matches_regex(text, pattern, 0, fault);
    default:
        ck_assert_int_eq(lookup, QUERN_LOOKUP_iregex);
        return matches_regex(text, pattern, REG_ICASE, fault);
    }
}

static void print_text(const char *text, quern__text *out)
{
    quern__text_put(out, "\"");
    for (; *text; text++)
        quern__text_put_format(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    quern__text_put(out, "\"");
}

void cell_print(const quern_value *cell, quern__text *out)
{
    if (cell_is_null(cell))
        quern__text_put(out, "QUERN_NULL");
    else if (cell->kind == QUERN_KIND_TEXT)
        print_text(cell->as.text, out);
    else if (cell->kind == QUERN_KIND_F64)
        quern__text_put_format(out, "%.17g", cell->as.real);
    else if (cell->kind == QUERN_KIND_BOOL)
        quern__text_put(out, cell->as.boolean ? "true" : "false");
    else if (cell->kind == QUERN_KIND_TIMESTAMP)
        quern__text_put_format(out, "(quern_timestamp){ %" PRId64 " }", cell->as.timestamp.microseconds);
    else
        quern__text_put_format(out, "%" PRId64, cell->as.integer);
}
