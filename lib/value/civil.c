/* civil.c: the proleptic Gregorian calendar. Howard Hinnant, "chrono-compatible low-level date algorithms": years begin in
 * March, so that the leap day is a year's last, and come in eras of 400, which all have as many days. */
#include "lib/value/civil.h"

enum {
    YEARS_OF_ERA = 400,
    DAYS_OF_ERA = 146097,
    DAYS_TO_1970 = 719468 /* from 1 March of the year 0 */
};

int64_t quern__floor_divide(int64_t dividend, int64_t divisor, int64_t *rest)
{
    int64_t quotient = dividend / divisor;
    *rest = dividend % divisor;
    if (*rest < 0) {
        *rest += divisor;
        quotient--;
    }
    return quotient;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool quern__civil_has_day(const quern_civil *civil)
{
    static const int32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (civil->month < 1 || civil->month > 12 || civil->day < 1)
        return false;
    return civil->day <= days[civil->month - 1] + (civil->month == 2 && is_leap(civil->year));
}

int64_t quern__civil_to_days(const quern_civil *civil)
{
    int64_t year_of_era;
    const int64_t era = quern__floor_divide(civil->year - (civil->month <= 2), YEARS_OF_ERA, &year_of_era);
    const int64_t months = civil->month > 2 ? civil->month - 3 : civil->month + 9;
    const int64_t day_of_year = (153 * months + 2) / 5 + civil->day - 1;
    return era * DAYS_OF_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           DAYS_TO_1970;
}

quern_civil quern__civil_of_days(int64_t days)
{
    int64_t day_of_era;
    const int64_t era = quern__floor_divide(days + DAYS_TO_1970, DAYS_OF_ERA, &day_of_era);
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t months = (5 * day_of_year + 2) / 153;
    quern_civil civil = { .day = (int32_t)(day_of_year - (153 * months + 2) / 5 + 1) };
    civil.month = (int32_t)(months < 10 ? months + 3 : months - 9);
    civil.year = year_of_era + era * YEARS_OF_ERA + (civil.month <= 2);
    return civil;
}

quern_civil quern__civil_of_microseconds(int64_t microseconds)
{
    int64_t rest;
    quern_civil civil = quern__civil_of_days(quern__floor_divide(microseconds, QUERN__DAY, &rest));
    const int64_t seconds = rest / QUERN__SECOND;
    civil.hour = (int32_t)(seconds / 3600);
    civil.minute = (int32_t)(seconds / 60 % 60);
    civil.second = (int32_t)(seconds % 60);
    civil.microsecond = (int32_t)(rest % QUERN__SECOND);
    return civil;
}

/* Before 1970 the microseconds are counted back from the next second: the product alone might be too small. */
bool quern__join_microseconds(int64_t seconds, int64_t microseconds, int64_t *out)
{
    int64_t product, sum;
    if (seconds < 0) {
        seconds++;
        microseconds -= QUERN__SECOND;
    }
    if (__builtin_mul_overflow(seconds, QUERN__SECOND, &product) ||
        __builtin_add_overflow(product, microseconds, &sum) || sum == INT64_MAX || sum == INT64_MIN)
        return false;
    *out = sum;
    return true;
}
