/* decimal.c: exact numbers. A text is taken apart once, into its digits and the power of ten that they are counted in; what
 * follows only walks the digits, however many they are. */
#include "lib/value/identity.h"
#include "lib/value/line.h"
#include "lib/value/scan.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_SCALE = 18,
    FAR = 1000000000, /* an exponent as good as any beyond it */
    /* Where a double is nearer to one neighbour than to the other is decided by so many digits, and by whether any of
     * those behind them is not 0. */
    DIGITS_OF_F64 = 768
};

typedef struct number {
    bool negative;
    const char *digits; /* maybe with a point among them; without zeros in front */
    size_t count;       /* of the digits; 0: it is 0 */
    int64_t before; /* how many of them stand before the point; fewer than 0: zeros follow the point first */
} number;

static const struct {
    const char *text;
    double real;
} words[] = { { "NaN", NAN }, { "Infinity", INFINITY }, { "-Infinity", -INFINITY } };

static bool is_word(const char *text, double *out)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i].text) == 0) {
            *out = words[i].real;
            return true;
        }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_digits(const char **at)
{
    const char *begin = *at;
    while (is_digit(**at))
        ++*at;
    return (size_t)(*at - begin);
}

/* "e-3"; what is far off is as far as FAR. */
static bool scan_exponent(const char **at, int64_t *out)
{
    char sign = '\0';
    *out = 0;
    if (!quern__scan_skip(at, "eE"))
        return true;
    quern__scan_char(at, "+-", &sign);
    if (!is_digit(**at))
        return false;
    for (; is_digit(**at); ++*at)
        *out = *out < FAR ? *out * 10 + (**at - '0') : FAR;
    if (sign == '-')
        *out = -*out;
    return true;
}

/* Moves over the zeros in front, and over a point among them. */
static void drop_zeros(number *parts)
{
    for (; parts->count > 0 && (*parts->digits == '0' || *parts->digits == '.'); parts->digits++)
        if (*parts->digits == '0') {
            parts->count--;
            parts->before--;
        }
}

static bool take_apart(const char *text, number *out)
{
    char sign = '\0';
    int64_t exponent;
    quern__scan_char(&text, "+-", &sign);
    *out = (number){ .negative = sign == '-', .digits = text };
    const size_t before = skip_digits(&text);
    const size_t behind = quern__scan_skip(&text, ".") ? skip_digits(&text) : 0;
    if (before + behind == 0 || !scan_exponent(&text, &exponent) || *text)
        return false;
    out->count = before + behind;
    out->before = (int64_t)before + exponent;
    drop_zeros(out);
    return true;
}

static int next_digit(const char **at)
{
    *at += **at == '.';
    return *(*at)++ - '0';
}

bool quern_decimal_valid(const char *text)
{
    number parts;
    double real;
    return text && (is_word(text, &real) || take_apart(text, &parts));
}

/* "-125e-1": all digits but the zeros at either end, and the power of ten. */
void quern__decimal_shortest(const char *text, char *out)
{
    number parts;
    double real;
    if (is_word(text, &real) || !take_apart(text, &parts)) {
        strcpy(out, text);
        return;
    }
    char *to = out;
    if (parts.count && parts.negative)
        *to++ = '-';
    char *end = to;
    const char *at = parts.digits;
    for (size_t i = 0; i < parts.count; i++) {
        *to++ = (char)('0' + next_digit(&at));
        if (to[-1] != '0')
            end = to;
    }
    const int64_t power = parts.before - (int64_t)parts.count + (to - end);
    sprintf(end, "e%" PRId64, parts.count ? power : 0);
}

size_t quern_decimal_of_scaled(int64_t scaled, unsigned scale, char *out, size_t size)
{
    quern__line line = { .size = 0 };
    uint64_t unit = 1, left = scaled < 0 ? 0 - (uint64_t)scaled : (uint64_t)scaled;
    if (scale > MOST_SCALE) {
        quern__line_put_char(&line, '?');
        return quern__line_copy(&line, out, size);
    }
    for (unsigned i = 0; i < scale; i++)
        unit *= 10;
    quern__line_put(&line, scaled < 0 ? "-" : "");
    quern__line_put_number(&line, left / unit, 1);
    if (scale > 0) {
        quern__line_put_char(&line, '.');
        quern__line_put_number(&line, left % unit, (int)scale);
    }
    return quern__line_copy(&line, out, size);
}

/* The first `wanted` digits as a number, zeros where there are no more; false when it is over the limit, or when a digit
 * that is not 0 would be lost. */
static bool first_digits(const number *parts, int64_t wanted, uint64_t limit, uint64_t *out)
{
    const char *at = parts->digits;
    size_t used = 0;
    *out = 0;
    for (; wanted > 0 && parts->count > 0; wanted--) {
        const uint64_t digit = used < parts->count ? (uint64_t)next_digit(&at) : 0;
        used += used < parts->count;
        if (*out > (limit - digit) / 10)
            return false;
        *out = *out * 10 + digit;
    }
    for (; used < parts->count; used++)
        if (next_digit(&at) != 0)
            return false;
    return true;
}

bool quern_decimal_to_scaled(quern_decimal decimal, unsigned scale, int64_t *out)
{
    number parts;
    uint64_t scaled;
    if (!decimal.text || scale > MOST_SCALE || !take_apart(decimal.text, &parts))
        return false;
    const uint64_t limit = (uint64_t)INT64_MAX + parts.negative;
    if (!first_digits(&parts, parts.before + scale, limit, &scaled))
        return false;
    *out = parts.negative ? (int64_t)(0 - scaled) : (int64_t)scaled;
    return true;
}

/* By strtod, but of whole digits and an exponent, which look the same in every locale. */
static double nearest(const number *parts)
{
    char text[DIGITS_OF_F64 + 40], *to = text;
    const char *at = parts->digits;
    size_t used = 0;
    bool more = false;
    for (; used < parts->count && used < DIGITS_OF_F64; used++)
        *to++ = (char)('0' + next_digit(&at));
    for (size_t i = used; i < parts->count; i++)
        more |= next_digit(&at) != 0;
    const int64_t exponent = parts->before - (int64_t)used - more;
    snprintf(to, sizeof text - (size_t)(to - text), "%se%" PRId64, more ? "1" : used ? "" : "0", exponent);
    const int before = errno;
    const double real = strtod(text, NULL);
    errno = before;
    return parts->negative ? -real : real;
}

bool quern_decimal_to_f64(quern_decimal decimal, double *out)
{
    number parts;
    if (!decimal.text)
        return false;
    if (is_word(decimal.text, out))
        return true;
    if (!take_apart(decimal.text, &parts))
        return false;
    *out = nearest(&parts);
    return true;
}
