/* decode_numeric.c: exact numbers, as the very text that the server writes.
 *
 * On the wire (numeric_send) are four words of 16 bits and then digits, each from 0 to 9999: how many digits, the weight (the
 * first digit counts for 10000 to the power of it), the sign, and the scale: how many decimal places to show. Zeros at either
 * end are left out, so a small cell may be a long text: up to 131072 places before the point, 16383 behind it. */
#include "backends/postgres/decode.h"

#include <string.h>

enum {
    HEADER = 8, /* bytes */
    PLACES = 4, /* decimal ones in a digit */
    SCALE_MOST = 16383,
    NEGATIVE = 0x4000,
    NOT_A_NUMBER = 0xc000,
    INFINITE = 0xd000,
    INFINITE_BELOW = 0xf000
};

typedef struct number {
    const unsigned char *digits;
    int count, weight, sign, scale;
} number;

/* Digits that were left out are zeros. `at` is 0 for the first. */
static int digit_at(const number *n, int at)
{
    return at >= 0 && at < n->count ? (int)quern__pg_bits(n->digits + 2 * at, 2) : 0;
}

static bool read_number(const quern_cell *cell, number *n)
{
    const unsigned char *bytes = cell->data;
    if (cell->size < HEADER)
        return false;
    *n = (number){ .digits = bytes + HEADER,
                   .count = (int)quern__pg_bits(bytes, 2),
                   .weight = (int16_t)quern__pg_bits(bytes + 2, 2),
                   .sign = (int)quern__pg_bits(bytes + 4, 2),
                   .scale = (int)quern__pg_bits(bytes + 6, 2) };
    if (cell->size != HEADER + 2 * (size_t)n->count)
        return false;
    for (int i = 0; i < n->count; i++)
        if (digit_at(n, i) > 9999)
            return false;
    return true;
}

/* The text of what is no number. Weight and scale mean nothing there, and are not always 0. */
static const char *special(const number *n)
{
    if (n->count)
        return NULL;
    return n->sign == NOT_A_NUMBER     ? "NaN"
           : n->sign == INFINITE       ? "Infinity"
           : n->sign == INFINITE_BELOW ? "-Infinity"
                                       : NULL;
}

static void put_digit(char *to, int digit)
{
    to[0] = (char)('0' + digit / 1000);
    to[1] = (char)('0' + digit / 100 % 10);
    to[2] = (char)('0' + digit / 10 % 10);
    to[3] = (char)('0' + digit % 10);
}

/* Decimal places of the first digit, which has no zeros before it. */
static int first_places(const number *n)
{
    const int digit = n->weight < 0 ? 0 : digit_at(n, 0);
    return 1 + (digit > 9) + (digit > 99) + (digit > 999);
}

static size_t size_of(const number *n)
{
    const int before = first_places(n) + (n->weight > 0 ? PLACES * n->weight : 0);
    return (size_t)((n->sign == NEGATIVE) + before + (n->scale > 0) + n->scale);
}

static char *put_before_point(char *to, const number *n)
{
    char four[PLACES];
    const int places = first_places(n);
    put_digit(four, n->weight < 0 ? 0 : digit_at(n, 0));
    memcpy(to, four + PLACES - places, (size_t)places);
    to += places;
    for (int i = 1; i <= n->weight; i++, to += PLACES)
        put_digit(to, digit_at(n, i));
    return to;
}

/* As many places as the scale says: of the last digit maybe not all. */
static char *put_behind_point(char *to, const number *n)
{
    char four[PLACES];
    int at = n->weight + 1;
    if (n->scale > 0)
        *to++ = '.';
    for (int left = n->scale; left > 0; left -= PLACES, at++) {
        const int places = left < PLACES ? left : PLACES;
        put_digit(four, digit_at(n, at));
        memcpy(to, four, (size_t)places);
        to += places;
    }
    return to;
}

quern_decoded quern__pg_numeric_to_decimal(const quern_cell *cell, void *member, quern_storage *storage)
{
    number n;
    quern_decimal *decimal = member;
    if (!read_number(cell, &n))
        return QUERN_DECODE_MALFORMED;
    const char *text = special(&n);
    if (text) {
        decimal->text = text;
        return QUERN_DECODED;
    }
    if ((n.sign != 0 && n.sign != NEGATIVE) || n.scale > SCALE_MOST)
        return QUERN_DECODE_MALFORMED;
    char *to = storage->take(storage, size_of(&n) + 1, 1);
    if (!to)
        return QUERN_DECODE_NO_MEMORY;
    decimal->text = to;
    if (n.sign == NEGATIVE)
        *to++ = '-';
    *put_behind_point(put_before_point(to, &n), &n) = '\0';
    return QUERN_DECODED;
}
