/* line.c: pieces of text, without printf, which may ask the locale. */
#include "lib/value/line.h"

#include <string.h>

void quern__line_put_char(quern__line *line, char c)
{
    if (line->size < sizeof line->text)
        line->text[line->size++] = c;
}

void quern__line_put(quern__line *line, const char *text)
{
    for (; *text; text++)
        quern__line_put_char(line, *text);
}

void quern__line_put_number(quern__line *line, uint64_t number, int digits)
{
    char reversed[20];
    int count = 0;
    for (; number > 0; number /= 10)
        reversed[count++] = (char)('0' + number % 10);
    for (int zeros = count; zeros < digits; zeros++)
        quern__line_put_char(line, '0');
    while (count > 0)
        quern__line_put_char(line, reversed[--count]);
}

void quern__line_put_fraction(quern__line *line, int32_t microseconds)
{
    int digits = 6;
    if (microseconds == 0)
        return;
    for (; microseconds % 10 == 0; microseconds /= 10)
        digits--;
    quern__line_put_char(line, '.');
    quern__line_put_number(line, (uint64_t)microseconds, digits);
}

void quern__line_put_date(quern__line *line, const quern_civil *civil)
{
    if (civil->year < 0 || civil->year > 9999)
        quern__line_put_char(line, civil->year < 0 ? '-' : '+');
    quern__line_put_number(line, (uint64_t)(civil->year < 0 ? -civil->year : civil->year), 4);
    quern__line_put_char(line, '-');
    quern__line_put_number(line, (uint64_t)civil->month, 2);
    quern__line_put_char(line, '-');
    quern__line_put_number(line, (uint64_t)civil->day, 2);
}

void quern__line_put_clock(quern__line *line, const quern_civil *civil)
{
    quern__line_put_number(line, (uint64_t)civil->hour, 2);
    quern__line_put_char(line, ':');
    quern__line_put_number(line, (uint64_t)civil->minute, 2);
    quern__line_put_char(line, ':');
    quern__line_put_number(line, (uint64_t)civil->second, 2);
    quern__line_put_fraction(line, civil->microsecond);
}

size_t quern__line_copy(const quern__line *line, char *out, size_t size)
{
    if (size > 0) {
        const size_t fits = line->size < size ? line->size : size - 1;
        memcpy(out, line->text, fits);
        out[fits] = '\0';
    }
    return line->size;
}
