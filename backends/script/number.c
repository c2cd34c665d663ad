/* number.c: numbers and times to text and back, the same in every locale. Days are counted in the proleptic Gregorian
 * calendar from a year that begins in March, so that a leap day is a year's last day. */
#include "backends/script/inner.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t second = 1000000;
static const int64_t day = 86400 * (int64_t)1000000;

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

void quern__script_write_real(double real, char *out)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (same_real(real, words[i].real)) {
            strcpy(out, words[i].text);
            return;
        }
    char point[16];
    size_t size = decimal_point(point);
    snprintf(out, QUERN__SCRIPT_NUMBER, "%.15g", real);
    if (!same_real(strtod(out, NULL), real))
        snprintf(out, QUERN__SCRIPT_NUMBER, "%.17g", real);
    char *at = strstr(out, point);
    if (at) {
        *at = '.';
        memmove(at + 1, at + size, strlen(at + size) + 1);
    }
}

static bool read_word(const char *bytes, size_t size, double *out)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].text) == size && memcmp(words[i].text, bytes, size) == 0) {
            *out = words[i].real;
            return true;
        }
    return false;
}

bool quern__script_read_real(const char *bytes, size_t size, double *out)
{
    char point[16], text[2 * QUERN__SCRIPT_NUMBER] = "", *to = text, *end;
    size_t point_size = decimal_point(point);
    if (read_word(bytes, size, out))
        return true;
    if (size == 0 || size > QUERN__SCRIPT_NUMBER)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (!bytes[i] || !strchr("+-0123456789.eE", bytes[i]))
            return false;
        if (bytes[i] != '.')
            *to++ = bytes[i];
        else if (to == text + i) /* the first one */
            to = (char *)memcpy(to, point, point_size) + point_size;
        else
            return false;
    }
    *out = strtod(text, &end);
    return *end == '\0';
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

static int64_t days_of(int64_t year, int64_t month, int64_t date)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400, year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void date_of(int64_t days, int64_t *year, int64_t *month, int64_t *date)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, d = days - era * 146097;
    int64_t year_of_era = (d - d / 1460 + d / 36524 - d / 146096) / 365;
    int64_t day_of_year = d - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * day_of_year + 2) / 153;
    *date = day_of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

void quern__script_write_time(quern_timestamp time, char *out)
{
    int64_t t = time.microseconds;
    if (t == INT64_MAX || t == INT64_MIN) {
        strcpy(out, t > 0 ? "infinity" : "-infinity");
        return;
    }
    int64_t days = t / day - (t % day < 0), rest = t % day + (t % day < 0 ? day : 0), year, month, date;
    date_of(days, &year, &month, &date);
    int64_t seconds = rest / second, fraction = rest % second;
    int size = snprintf(out, QUERN__SCRIPT_NUMBER, "%04" PRId64 "-%02d-%02d %02d:%02d:%02d", year, (int)month,
                        (int)date, (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
    if (fraction == 0)
        return;
    size += snprintf(out + size, QUERN__SCRIPT_NUMBER - (size_t)size, ".%06d", (int)fraction);
    while (out[size - 1] == '0')
        out[--size] = '\0';
}

/* Reads so many digits and what must follow them; moves *at. */
static bool digits(const char **at, int count, char after, int64_t *out)
{
    for (*out = 0; count > 0; count--, (*at)++) {
        if (**at < '0' || **at > '9')
            return false;
        *out = *out * 10 + (**at - '0');
    }
    return after == '\0' || *(*at)++ == after;
}

/* ".5": up to six digits, as microseconds. */
static bool fraction(const char **at, int64_t *out)
{
    int64_t digit, unit = second / 10;
    *out = 0;
    if (**at != '.')
        return true;
    for (++*at; unit > 0 && digits(at, 1, '\0', &digit); unit /= 10)
        *out += digit * unit;
    return unit < second / 10;
}

static bool clock_time(const char *at, int64_t *out)
{
    int64_t hours, minutes, seconds, micros;
    if (!digits(&at, 2, ':', &hours) || !digits(&at, 2, ':', &minutes) || !digits(&at, 2, '\0', &seconds) ||
        !fraction(&at, &micros) || *at != '\0')
        return false;
    *out = ((hours * 60 + minutes) * 60 + seconds) * second + micros;
    return hours < 24 && minutes < 60 && seconds < 60;
}

bool quern__script_read_time(const char *bytes, size_t size, quern_timestamp *out)
{
    char text[QUERN__SCRIPT_NUMBER] = "";
    if (size >= sizeof text)
        return false;
    memcpy(text, bytes, size);
    if (strcmp(text, "infinity") == 0 || strcmp(text, "-infinity") == 0) {
        out->microseconds = text[0] == '-' ? INT64_MIN : INT64_MAX;
        return strlen(text) == size;
    }
    const char *at = text;
    int64_t year, month, date, time = 0;
    if (strlen(text) != size || !digits(&at, 4, '-', &year) || !digits(&at, 2, '-', &month) ||
        !digits(&at, 2, '\0', &date) || month < 1 || month > 12 || date < 1 || date > 31)
        return false;
    if (*at != '\0' && (*at != ' ' || !clock_time(at + 1, &time)))
        return false;
    out->microseconds = days_of(year, month, date) * day + time;
    int64_t y, m, d;
    date_of(days_of(year, month, date), &y, &m, &d);
    return d == date; /* there is no 30 February */
}
