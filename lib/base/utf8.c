/* utf8.c: a check by the table of well-formed byte sequences (Unicode, table 3-7): the first byte says how many follow, and
 * within which limits the second must lie, which is where overlong forms and surrogates fall out. The C library's mbrtowc
 * would check by the locale, and iconv allocates. */
#include "lib/base/utf8.h"

#include <stdint.h>
#include <string.h>

/* clang-format off */
static const struct {
    unsigned char first_low, first_high, second_low, second_high, size;
} sequences[] = {
    { 0x00, 0x7f, 0x00, 0x00, 1 },
    { 0xc2, 0xdf, 0x80, 0xbf, 2 },
    { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
    { 0xe1, 0xec, 0x80, 0xbf, 3 },
    { 0xed, 0xed, 0x80, 0x9f, 3 },
    { 0xee, 0xef, 0x80, 0xbf, 3 },
    { 0xf0, 0xf0, 0x90, 0xbf, 4 },
    { 0xf1, 0xf3, 0x80, 0xbf, 4 },
    { 0xf4, 0xf4, 0x80, 0x8f, 4 },
};
/* clang-format on */

/* The bytes of the character that begins here; 0 when it is malformed. */
static size_t sequence_size(const unsigned char *text, size_t left)
{
    size_t row = 0, rows = sizeof sequences / sizeof sequences[0];
    while (row < rows && text[0] > sequences[row].first_high)
        row++;
    if (row == rows || text[0] < sequences[row].first_low || sequences[row].size > left)
        return 0;
    if (sequences[row].size > 1 &&
        (text[1] < sequences[row].second_low || text[1] > sequences[row].second_high))
        return 0;
    for (size_t i = 2; i < sequences[row].size; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    return sequences[row].size;
}

/* Eight bytes at once, since most texts are ASCII in most places. */
static bool eight_ascii(const unsigned char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return !(word & UINT64_C(0x8080808080808080));
}

bool quern__utf8_valid(const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = 0;
    while (at < size) {
        if (size - at >= 8 && eight_ascii(bytes + at)) {
            at += 8;
            continue;
        }
        size_t step = sequence_size(bytes + at, size - at);
        if (!step)
            return false;
        at += step;
    }
    return true;
}

size_t quern__utf8_sequence(const char *text, size_t left)
{
    return sequence_size((const unsigned char *)text, left);
}

void quern__utf8_copy(char *to, size_t room, const char *from)
{
    size_t size = from ? strnlen(from, room) : 0;
    if (!room)
        return;
    if (size == room) {
        size = room - 1;
        while (size && ((unsigned char)from[size] & 0xc0) == 0x80)
            size--;
    }
    memcpy(to, from ? from : "", size);
    to[size] = '\0';
}
