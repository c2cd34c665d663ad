/* targets.c: the table of targets, and what they share. */
#include "test/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#define ROW(name) { #name, quern__fuzz_##name },
static const quern__fuzz_target targets[] = { QUERN__FUZZ_TARGETS(ROW) };

enum { TARGETS = sizeof targets / sizeof *targets };

const quern__fuzz_target *quern__fuzz_at(size_t index)
{
    return index < TARGETS ? &targets[index] : NULL;
}

const quern__fuzz_target *quern__fuzz_find(const char *name)
{
    for (size_t i = 0; i < TARGETS; i++)
        if (strcmp(targets[i].name, name) == 0)
            return &targets[i];
    return NULL;
}

char *quern__fuzz_text(const uint8_t *data, size_t size)
{
    const uint8_t *end = size ? memchr(data, '\0', size) : NULL;
    const size_t length = end ? (size_t)(end - data) : size;
    char *text = malloc(length + 1);
    QUERN__FUZZ_CHECK(text);
    if (length)
        memcpy(text, data, length);
    text[length] = '\0';
    return text;
}
