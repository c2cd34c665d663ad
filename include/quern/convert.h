/* convert.h: the text of values, and other forms that programs have them in.
 *
 * Pure functions: none evaluates, allocates, or looks at the locale or at the time zone of the process; any thread may call
 * them. Each `format` writes at most `size` bytes, the NUL included, and gives the length of the whole text, as snprintf does
 * (`out` may be NULL when size is 0). Each `parse` reads a whole NUL-terminated text; false when that is malformed or out of
 * range (or NULL), and then *out is as it was. What a format writes, its parse reads. The range is that of the C type; servers
 * may have a smaller one, and then refuse what is outside it (PostgreSQL: moments and days before 4714-11-24 BC). */
#ifndef QUERN_CONVERT_H
#define QUERN_CONVERT_H

#include <quern/value.h>

#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

#define QUERN_TEXT_SIZE 80 /* bytes that are enough for any text of this header but a decimal's */

/* A moment or day of the proleptic Gregorian calendar, as calendars and clocks show it. */
typedef struct quern_civil {
    int64_t year;                 /* 0 is 1 BC, -1 is 2 BC */
    int32_t month, day;           /* from 1 */
    int32_t hour, minute, second; /* 0 to 23, 59, 59 */
    int32_t microsecond;
} quern_civil;

/* ---- Moments ---- */

/* ISO 8601, in UTC: "2024-05-01T12:00:00Z", "2024-05-01T12:00:00.25Z"; "infinity", "-infinity". Years over 9999 have a sign and
 * as many digits as they need, "+294247-01-10T04:00:54.775806Z"; those before year 0 likewise. */
QUERN_API size_t quern_timestamp_format(quern_timestamp timestamp, char *out, size_t size);

/* ISO 8601 with an offset from UTC, which may not be left out: "2024-05-01T14:00:00.25+02:00", "2024-05-01 12:00Z". Reads what
 * PostgreSQL writes as well ("2024-05-01 12:00:00+00", "0044-03-15 12:00:00+00 BC"), and 24:00:00 and a second of 60, which are
 * the next moment. Digits beyond the microsecond are rounded, a half to the even one. */
QUERN_API bool quern_timestamp_parse(const char *text, quern_timestamp *out);

/* The same without an offset, neither written nor taken: "2024-05-01T12:00:00". */
QUERN_API size_t quern_local_timestamp_format(quern_local_timestamp timestamp, char *out, size_t size);
QUERN_API bool quern_local_timestamp_parse(const char *text, quern_local_timestamp *out);

/* Now, in microseconds. */
QUERN_API quern_timestamp quern_timestamp_now(void);

/* From the time of POSIX, with nanoseconds rounded down; false when it is out of range or malformed (tv_nsec). */
QUERN_API bool quern_timestamp_of_timespec(struct timespec from, quern_timestamp *out);

/* To the time of POSIX; false for the infinities. */
QUERN_API bool quern_timestamp_to_timespec(quern_timestamp timestamp, struct timespec *out);

/* In UTC; false for the infinities. */
QUERN_API bool quern_timestamp_to_civil(quern_timestamp timestamp, quern_civil *out);
QUERN_API bool quern_local_timestamp_to_civil(quern_local_timestamp timestamp, quern_civil *out);

/* False when there is no such day or time of day, or when it is out of range. */
QUERN_API bool quern_timestamp_of_civil(const quern_civil *civil, quern_timestamp *out);
QUERN_API bool quern_local_timestamp_of_civil(const quern_civil *civil, quern_local_timestamp *out);

/* ---- Days and times of day ---- */

/* "2024-05-01", "infinity", "-infinity"; years as quern_timestamp_format has them. Reads "0044-03-15 BC" too. */
QUERN_API size_t quern_date_format(quern_date date, char *out, size_t size);
QUERN_API bool quern_date_parse(const char *text, quern_date *out);

/* Only year, month and day count. False for the infinities; false when there is no such day. */
QUERN_API bool quern_date_to_civil(quern_date date, quern_civil *out);
QUERN_API bool quern_date_of_civil(const quern_civil *civil, quern_date *out);

/* "12:00:00", "12:00:00.25", up to "24:00:00"; reads "12:00" and a second of 60 too. A time out of range is written as "?". */
QUERN_API size_t quern_time_format(quern_time time, char *out, size_t size);
QUERN_API bool quern_time_parse(const char *text, quern_time *out);

/* ---- Intervals ---- */

/* ISO 8601, with a sign at each part: "P1Y2M3DT4H5M6.5S", "P-1M", "PT0S"; as PostgreSQL with intervalstyle iso_8601. Reads weeks
 * too, and a fraction in the seconds only. */
QUERN_API size_t quern_interval_format(quern_interval interval, char *out, size_t size);
QUERN_API bool quern_interval_parse(const char *text, quern_interval *out);

/* ---- UUIDs and addresses ---- */

/* "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"; reads upper case, braces, and hyphens left out after any four digits. */
QUERN_API size_t quern_uuid_format(quern_uuid uuid, char *out, size_t size);
QUERN_API bool quern_uuid_parse(const char *text, quern_uuid *out);

/* "192.168.0.1", "192.168.0.0/16", "::1", "2001:db8::/32". Without a prefix it is a host. One of another family, or with too
 * long a prefix, is written as "?". */
QUERN_API size_t quern_inet_format(quern_inet inet, char *out, size_t size);
QUERN_API bool quern_inet_parse(const char *text, quern_inet *out);

/* ---- Decimals ---- */

/* Whether a text is a decimal: "-12.50", ".5", "1e-3", "NaN", "Infinity", "-Infinity"; no spaces. */
QUERN_API bool quern_decimal_valid(const char *text);

/* A number of hundredths, say, as a decimal, and back: 1250 of scale 2 is "12.50". Exact: false for digits that would be lost, for
 * what is out of range, and for NaN and the infinities. `scale` is 0 to 18; any other is written as "?". */
QUERN_API size_t quern_decimal_of_scaled(int64_t scaled, unsigned scale, char *out, size_t size);
QUERN_API bool quern_decimal_to_scaled(quern_decimal decimal, unsigned scale, int64_t *out);

/* The nearest double; false when the text is no decimal. */
QUERN_API bool quern_decimal_to_f64(quern_decimal decimal, double *out);

#ifdef __cplusplus
}
#endif

#endif
