/* target_nearest.c: a name in the first line, and candidates in the others. */
#include "test/fuzz/fuzz.h"

#include "lib/base/nearest.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST = 64, LONGEST_NAME = 63 };

/* Cuts the text at its newlines; gives how many lines there are. */
static size_t cut_lines(char *text, char **lines)
{
    size_t count = 1;
    lines[0] = text;
    while (count < MOST && (text = strchr(text, '\n'))) {
        *text++ = '\0';
        lines[count++] = text;
    }
    return count;
}

static void offer_all(quern__nearest *nearest, char *const *lines, size_t count, bool backwards)
{
    quern__nearest_open(nearest, lines[0], strlen(lines[0]));
    for (size_t i = 1; i < count; i++)
        quern__nearest_offer(nearest, lines[backwards ? count - i : i]);
}

static bool is_among(const char *found, char *const *lines, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (lines[i] == found)
            return true;
    return !found;
}

static const char *the_same(char *const *lines, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (strlen(lines[0]) <= LONGEST_NAME && strcasecmp(lines[0], lines[i]) == 0)
            return lines[i];
    return NULL;
}

void quern__fuzz_nearest(const uint8_t *data, size_t size)
{
    char *text = quern__fuzz_text(data, size), *lines[MOST];
    const size_t count = cut_lines(text, lines);
    quern__nearest forth, back;
    offer_all(&forth, lines, count, false);
    offer_all(&back, lines, count, true);
    const char *found = quern__nearest_get(&forth), *same = the_same(lines, count);
    QUERN__FUZZ_CHECK(is_among(found, lines, count));
    QUERN__FUZZ_CHECK(!same || found == same);
    QUERN__FUZZ_CHECK(!found == !quern__nearest_get(&back));
    QUERN__FUZZ_CHECK(!found || forth.best_distance == back.best_distance);
    free(text);
}
