/* scan.h: what the texts of several kinds have in common. Each function reads at *at and moves it; false when something else
 * is there. */
#ifndef QUERN__VALUE_SCAN_H
#define QUERN__VALUE_SCAN_H

#include <quern/convert.h>

/* One of the characters. */
bool quern__scan_char(const char **at, const char *among, char *out);
bool quern__scan_skip(const char **at, const char *among);

/* A number of so many digits; 18 at most. */
bool quern__scan_number(const char **at, int least, int most, int64_t *out);

/* ".25", if there is one, as microseconds: 0 to 1000000, rounded to the nearest, and of two equally near to the even one. */
bool quern__scan_fraction(const char **at, int64_t *microseconds);

/* "12:00", "12:00:00.25", as microseconds: 0 to 86400000000. */
bool quern__scan_clock(const char **at, int64_t *microseconds);

/* Where the text of a day or moment ends, but for PostgreSQL's " BC", and whether that is there. */
const char *quern__scan_end(const char *text, bool *before_christ);

/* A day that the calendar has: "2024-05-01", "+10000-01-01", "-0001-12-31". */
bool quern__scan_date(const char **at, bool before_christ, quern_civil *out);

/* Whether all of the text is "infinity" or "-infinity". */
bool quern__scan_infinity(const char *text, bool *negative);

#endif
