/* number.c: numbers to text and back, the same in every locale. */
#include "backends/script/inner.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What this thread's locale writes for a decimal point, and how long that is. */
static size_t decimal_point(char *out)
{
    char half[16];
    snprintf(half, sizeof half, "%.1f", 0.5);
    size_t size = strlen(half) - 2;
    memcpy(out, half + 1, size);
    out[size] = '\0';
    return size;
}

static const struct {
    const char *text;
    double real;
} words[] = { { "NaN", NAN }, { "Infinity", INFINITY }, { "-Infinity", -INFINITY } };

static bool same_real(double a, double b)
{
    return isnan(a) ? isnan(b) : !isnan(b) && !(a < b) && !(a > b);
}

/* As few digits as give the same number again, or as its type has for sure. */
static void shortest(double real, bool narrow, char *out)
{
    const int most = narrow ? FLT_DECIMAL_DIG : DBL_DECIMAL_DIG;
    for (int digits = narrow ? FLT_DIG : DBL_DIG; digits <= most; digits++) {
        snprintf(out, QUERN__SCRIPT_NUMBER, "%.*g", digits, real);
        if (narrow ? same_real(strtof(out, NULL), real) : same_real(strtod(out, NULL), real))
            return;
    }
}

void quern__script_write_real(double real, bool narrow, char *out)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (same_real(real, words[i].real)) {
            strcpy(out, words[i].text);
            return;
        }
    char point[16];
    size_t size = decimal_point(point);
    shortest(real, narrow, out);
    char *at = strstr(out, point);
    if (at) {
        *at = '.';
        memmove(at + 1, at + size, strlen(at + size) + 1);
    }
}

bool quern__script_read_integer(const char *bytes, size_t size, int64_t *out)
{
    bool negative = size && bytes[0] == '-';
    uint64_t limit = (uint64_t)INT64_MAX + negative, number = 0;
    if (size == (size_t)negative)
        return false;
    for (size_t i = negative; i < size; i++) {
        if (bytes[i] < '0' || bytes[i] > '9')
            return false;
        unsigned digit = (unsigned)(bytes[i] - '0');
        if (number > (limit - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - number) : (int64_t)number;
    return true;
}
