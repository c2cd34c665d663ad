/* line.h: a text that is being written, of a known size at most. */
#ifndef QUERN__VALUE_LINE_H
#define QUERN__VALUE_LINE_H

#include <quern/convert.h>

typedef struct quern__line {
    size_t size;
    char text[QUERN_TEXT_SIZE];
} quern__line;

void quern__line_put(quern__line *line, const char *text);
void quern__line_put_char(quern__line *line, char c);

/* With zeros before it, up to so many digits. */
void quern__line_put_number(quern__line *line, uint64_t number, int digits);

/* ".25" of 250000 microseconds; nothing of 0. */
void quern__line_put_fraction(quern__line *line, int32_t microseconds);

/* "2024-05-01", "+10000-01-01", "-0001-12-31" */
void quern__line_put_date(quern__line *line, const quern_civil *civil);

/* "12:00:00.25" */
void quern__line_put_clock(quern__line *line, const quern_civil *civil);

/* Gives the text to a caller, as snprintf does. */
size_t quern__line_copy(const quern__line *line, char *out, size_t size);

#endif
