/* text.h: a text that grows. After a failed allocation it is broken and stays so: later calls do nothing, and one look at
 * the end is enough. */
#ifndef QUERN__BASE_TEXT_H
#define QUERN__BASE_TEXT_H

#include "lib/base/arena.h"

typedef struct quern__text {
    const quern_allocator *allocator;
    char *bytes; /* NUL-terminated once there is one byte; NULL before */
    size_t size; /* without the NUL */
    size_t capacity;
    bool broken;
} quern__text;

/* An empty text; allocates nothing. */
quern__text quern__text_open(const quern_allocator *allocator);
void quern__text_close(quern__text *text);

/* Makes it empty and whole again; keeps the memory. */
void quern__text_clear(quern__text *text);

void quern__text_put(quern__text *text, const char *string);
void quern__text_put_bytes(quern__text *text, const void *bytes, size_t size);

/* The same for two bytes, of which the shapes of statements are made, many to each: where there is room, no function is called. */
static inline void quern__text_put_two(quern__text *text, unsigned char first, unsigned char second)
{
    if (text->broken || text->capacity - text->size <= 2) {
        quern__text_put_bytes(text, (const unsigned char[]){ first, second }, 2);
        return;
    }
    char *at = text->bytes + text->size;
    at[0] = (char)first;
    at[1] = (char)second;
    at[2] = '\0';
    text->size += 2;
}

void quern__text_put_format(quern__text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The text so far, "" when empty or broken; valid until the next call. */
const char *quern__text_get(const quern__text *text);

/* A copy in the arena; NULL when the text is broken or there is no memory. */
char *quern__text_keep(const quern__text *text, quern__arena *arena);

#endif
