/* show.c: members as PostgreSQL's output functions write them. Plain code that shares nothing with the library's. */
#include "test/unit/postgres/cell.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DAY INT64_C(86400000000)

typedef struct text {
    char *bytes;
    size_t size, room;
} text;

static void put_bytes(text *to, const char *bytes, size_t size)
{
    if (to->size + size >= to->room) {
        to->room = 2 * (to->size + size) + 32;
        to->bytes = realloc(to->bytes, to->room);
    }
    if (!to->bytes)
        abort();
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
    to->bytes[to->size] = '\0';
}

static void put(text *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(text *to, const char *format, ...)
{
    char line[200];
    va_list values;
    va_start(values, format);
    put_bytes(to, line, (size_t)vsnprintf(line, sizeof line, format, values));
    va_end(values);
}

/* ".25": the fraction of a second without zeros at its end. */
static void put_fraction(text *to, int64_t microseconds)
{
    char digits[8];
    if (!microseconds)
        return;
    snprintf(digits, sizeof digits, "%06d", (int)microseconds);
    for (size_t last = 5; digits[last] == '0'; last--)
        digits[last] = '\0';
    put(to, ".%s", digits);
}

/* Of the proleptic Gregorian calendar, by eras of 400 years, which begin in March. */
static void put_day(text *to, int64_t days, bool *before_christ)
{
    const int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
    const int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    const int64_t day = of_year - (153 * month + 2) / 5 + 1,
                  calendar_month = month < 10 ? month + 3 : month - 9;
    const int64_t calendar_year = year + era * 400 + (calendar_month <= 2);
    *before_christ = calendar_year <= 0;
    put(to, "%04" PRId64 "-%02d-%02d", *before_christ ? 1 - calendar_year : calendar_year,
        (int)calendar_month, (int)day);
}

static void put_clock(text *to, int64_t microseconds)
{
    const int64_t seconds = microseconds / 1000000;
    put(to, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
    put_fraction(to, microseconds % 1000000);
}

static void put_moment(text *to, int64_t microseconds, const char *zone)
{
    bool before_christ;
    if (microseconds == INT64_MAX || microseconds == INT64_MIN) {
        put(to, "%s", microseconds < 0 ? "-infinity" : "infinity");
        return;
    }
    const int64_t days = microseconds / DAY - (microseconds % DAY < 0);
    put_day(to, days, &before_christ);
    put(to, " ");
    put_clock(to, microseconds - days * DAY);
    put(to, "%s%s", zone, before_christ ? " BC" : "");
}

static void put_date(text *to, quern_date date)
{
    bool before_christ = false;
    if (date.days == INT32_MAX || date.days == INT32_MIN)
        put(to, "%s", date.days < 0 ? "-infinity" : "infinity");
    else
        put_day(to, date.days, &before_christ);
    put(to, "%s", before_christ ? " BC" : "");
}

static void put_part(text *to, int64_t number, char unit)
{
    if (number)
        put(to, "%" PRId64 "%c", number, unit);
}

static void put_interval(text *to, quern_interval i)
{
    const int64_t seconds = i.microseconds / 1000000, fraction = i.microseconds % 1000000;
    put(to, "P");
    put_part(to, i.months / 12, 'Y');
    put_part(to, i.months % 12, 'M');
    put_part(to, i.days, 'D');
    if (i.microseconds || (!i.months && !i.days))
        put(to, "T");
    put_part(to, seconds / 3600, 'H');
    put_part(to, seconds / 60 % 60, 'M');
    if (seconds % 60 || fraction) {
        put(to, "%s%d", i.microseconds < 0 ? "-" : "", abs((int)(seconds % 60)));
        put_fraction(to, llabs(fraction));
        put(to, "S");
    } else if (!i.microseconds && !i.months && !i.days) {
        put(to, "0S");
    }
}

/* valgrind computes long doubles as doubles, in which what is just as near as another cannot be told. */
static bool has_long_doubles(void)
{
    volatile long double one = 1, little = 1e-17L;
    return one + little > one;
}

/* Whether the digits are read as this number, and are not just as near to another one. */
static bool is_nearest(const char *digits, double real, bool narrow)
{
    const double below = narrow ? (double)nextafterf((float)real, -INFINITY) : nextafter(real, -INFINITY);
    const double above = narrow ? (double)nextafterf((float)real, INFINITY) : nextafter(real, INFINITY);
    const long double read = strtold(digits, NULL), self = real;
    const bool same = narrow ? strtof(digits, NULL) == (float)real : strtod(digits, NULL) == real;
    if (!has_long_doubles())
        return same;
    return same && (isinf(below) || read > (self + below) / 2) && (isinf(above) || read < (self + above) / 2);
}

/* The fewest digits that are enough; with an exponent where there would be many zeros. */
static void put_real(text *to, double real, bool narrow)
{
    char digits[40];
    int precision = 0;
    if (isnan(real) || isinf(real)) {
        put(to, "%s", isnan(real) ? "NaN" : real < 0 ? "-Infinity" : "Infinity");
        return;
    }
    do
        snprintf(digits, sizeof digits, "%.*e", precision++, real);
    while (!is_nearest(digits, real, narrow) && precision < 17);
    const int exponent = atoi(strchr(digits, 'e') + 1);
    if (exponent < -4 || exponent >= (narrow ? 6 : 15)) {
        put(to, "%s", digits);
        return;
    }
    const int places = precision - 1 - exponent;
    put(to, "%.*f", places > 0 ? places : 0, real);
}

static void put_uuid(text *to, quern_uuid uuid)
{
    for (int i = 0; i < 16; i++)
        put(to, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", uuid.bytes[i]);
}

static void put_inet(text *to, quern_inet inet)
{
    char address[64];
    const bool four = inet.family == 4;
    if (!four && inet.family != 6) {
        put(to, "an address of the family %d", inet.family);
        return;
    }
    put(to, "%s", inet_ntop(four ? AF_INET : AF_INET6, inet.bytes, address, sizeof address));
    if (inet.prefix != (four ? 32 : 128))
        put(to, "/%d", inet.prefix);
}

static void put_hexadecimal(text *to, quern_bytes bytes)
{
    put(to, "\\x");
    for (size_t i = 0; i < bytes.size; i++)
        put(to, "%02x", ((const unsigned char *)bytes.data)[i]);
}

static void put_scalar(text *to, quern_kind kind, const void *member)
{
#define MEMBER(type) (*(const type *)member)
    switch ((int)kind) {
    case QUERN_KIND_BOOL:
        put(to, "%s", MEMBER(bool) ? "t" : "f");
        return;
    case QUERN_KIND_I16:
        put(to, "%d", MEMBER(int16_t));
        return;
    case QUERN_KIND_I32:
        put(to, "%" PRId32, MEMBER(int32_t));
        return;
    case QUERN_KIND_I64:
        put(to, "%" PRId64, MEMBER(int64_t));
        return;
    case QUERN_KIND_F32:
        put_real(to, (double)MEMBER(float), true);
        return;
    case QUERN_KIND_F64:
        put_real(to, MEMBER(double), false);
        return;
    case QUERN_KIND_TEXT:
    case QUERN_KIND_DECIMAL:
    case QUERN_KIND_JSON:
        put_bytes(to, MEMBER(char *), strlen(MEMBER(char *)));
        return;
    case QUERN_KIND_BYTES:
        put_hexadecimal(to, MEMBER(quern_bytes));
        return;
    case QUERN_KIND_TIMESTAMP:
        put_moment(to, MEMBER(quern_timestamp).microseconds, "+00");
        return;
    case QUERN_KIND_LOCAL_TIMESTAMP:
        put_moment(to, MEMBER(quern_local_timestamp).microseconds, "");
        return;
    case QUERN_KIND_DATE:
        put_date(to, MEMBER(quern_date));
        return;
    case QUERN_KIND_TIME:
        put_clock(to, MEMBER(quern_time).microseconds);
        return;
    case QUERN_KIND_INTERVAL:
        put_interval(to, MEMBER(quern_interval));
        return;
    case QUERN_KIND_UUID:
        put_uuid(to, MEMBER(quern_uuid));
        return;
    case QUERN_KIND_INET:
        put_inet(to, MEMBER(quern_inet));
        return;
    default:
        abort();
    }
}

static bool needs_quotes(const char *item)
{
    return !*item || strcasecmp(item, "NULL") == 0 || strpbrk(item, "{},\"\\ \t\n\r\v\f");
}

static void put_item(text *to, const char *item)
{
    const bool quotes = needs_quotes(item);
    put(to, "%s", quotes ? "\"" : "");
    for (; *item; item++) {
        put(to, "%s", quotes && strchr("\"\\", *item) ? "\\" : "");
        put_bytes(to, item, 1);
    }
    put(to, "%s", quotes ? "\"" : "");
}

static void put_array(text *to, quern_kind item_kind, const quern_array_text *array)
{
    const char *items = (const char *)(const void *)array->items;
    put(to, "{");
    for (size_t i = 0; i < array->count; i++) {
        put(to, "%s", i ? "," : "");
        if (array->nulls && array->nulls[i]) {
            put(to, "NULL");
            continue;
        }
        char *item = cell_show(item_kind, items + i * cell_kind_size(item_kind));
        put_item(to, item);
        free(item);
    }
    put(to, "}");
}

char *cell_show(quern_kind kind, const void *member)
{
    text to = { .bytes = NULL };
    put(&to, "%s", "");
    if (kind & QUERN_ARRAY)
        put_array(&to, (quern_kind)(kind & ~(unsigned)QUERN_ARRAY), member);
    else
        put_scalar(&to, kind, member);
    return to.bytes;
}
