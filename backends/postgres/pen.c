/* pen.c: writing to memory whose size was found by the same calls with a pen that only counts. */
#include "backends/postgres/link.h"

#include <string.h>

size_t quern__pg_sum(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

void quern__pg_put(quern__pg_pen *pen, const void *bytes, size_t size)
{
    pen->size = quern__pg_sum(pen->size, size);
    if (!pen->at || size == 0)
        return;
    memcpy(pen->at, bytes, size);
    pen->at += size;
}

void quern__pg_put_number(quern__pg_pen *pen, uint64_t number, int size)
{
    if (!pen->at) {
        pen->size = quern__pg_sum(pen->size, (size_t)size);
        return;
    }
    number <<= 64 - 8 * size;
    const unsigned char bytes[] = {
        (unsigned char)(number >> 56), (unsigned char)(number >> 48), (unsigned char)(number >> 40),
        (unsigned char)(number >> 32), (unsigned char)(number >> 24), (unsigned char)(number >> 16),
        (unsigned char)(number >> 8),  (unsigned char)number,
    };
    quern__pg_put(pen, bytes, (size_t)size);
}

static void put(quern_writer *writer, const char *bytes, size_t size)
{
    quern__pg_put((quern__pg_pen *)writer, bytes, size);
}

quern__pg_pen quern__pg_pen_open(unsigned char *at)
{
    return (quern__pg_pen){ .writer = { .put = put }, .at = at };
}
