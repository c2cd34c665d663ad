/* nearest.c: the distance of two names is the number of letters to insert, delete, replace or swap with their neighbour
 * (Damerau-Levenshtein, in the restricted form that edits no letter twice), by dynamic programming over three rows. */
#include "lib/base/nearest.h"

#include <string.h>

enum { LONGEST_NAME = 63 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static bool same(char a, char b)
{
    return lower(a) == lower(b);
}

/* How far apart two names may be; a single letter must be the same one. */
static size_t limit(size_t a, size_t b)
{
    size_t longer = larger(a, b);
    return longer < 2 ? 0 : (longer + 2) / 3;
}

static size_t distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t rows[3][LONGEST_NAME + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2]; /* row i - 2, i - 1, i */
    for (size_t j = 0; j <= b_size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t *recycled = before;
        before = above;
        above = row;
        row = recycled;
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t replaced = above[j - 1] + !same(a[i - 1], b[j - 1]);
            row[j] = smaller(replaced, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
                row[j] = smaller(row[j], before[j - 2] + 1);
        }
    }
    return row[b_size];
}

void quern__nearest_open(quern__nearest *nearest, const char *wanted, size_t size)
{
    *nearest = (quern__nearest){ .wanted = wanted, .size = size };
}

void quern__nearest_offer(quern__nearest *nearest, const char *candidate)
{
    size_t size = strlen(candidate);
    if (size > LONGEST_NAME || nearest->size > LONGEST_NAME)
        return;
    size_t allowed = limit(nearest->size, size);
    if (larger(nearest->size, size) - smaller(nearest->size, size) > allowed)
        return;
    size_t found = distance(nearest->wanted, nearest->size, candidate, size);
    if (found > allowed || (nearest->best && found >= nearest->best_distance))
        return;
    nearest->best = candidate;
    nearest->best_distance = found;
}

const char *quern__nearest_get(const quern__nearest *nearest)
{
    return nearest->best;
}
