/* text.c: a text that grows by doubling, and once broken stays so (as libpq's PQExpBuffer). */
#include "lib/base/text.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

/* Room for `more` bytes and the NUL. */
static bool reserve(quern__text *text, size_t more)
{
    if (text->broken)
        return false;
    if (more < text->capacity - text->size)
        return true;
    size_t capacity = text->capacity ? text->capacity : FIRST_CAPACITY;
    while (capacity - text->size <= more && capacity <= PTRDIFF_MAX)
        capacity *= 2;
    char *bytes = quern__reallocate(text->allocator, text->bytes, capacity);
    if (!bytes) {
        text->broken = true;
        return false;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

quern__text quern__text_open(const quern_allocator *allocator)
{
    return (quern__text){ .allocator = allocator };
}

void quern__text_close(quern__text *text)
{
    quern__release(text->allocator, text->bytes);
    *text = quern__text_open(text->allocator);
}

void quern__text_clear(quern__text *text)
{
    text->size = 0;
    text->broken = false;
    if (text->bytes)
        text->bytes[0] = '\0';
}

void quern__text_put(quern__text *text, const char *string)
{
    quern__text_put_bytes(text, string, strlen(string));
}

void quern__text_put_bytes(quern__text *text, const void *bytes, size_t size)
{
    if (!size || !reserve(text, size))
        return;
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    text->bytes[text->size] = '\0';
}

/* Formats into the room there is, and again when that was too small. */
void quern__text_put_format(quern__text *text, const char *format, ...)
{
    if (!reserve(text, 0))
        return;
    va_list arguments;
    for (;;) {
        size_t room = text->capacity - text->size;
        va_start(arguments, format);
        int size = vsnprintf(text->bytes + text->size, room, format, arguments);
        va_end(arguments);
        if (size < 0) {
            text->bytes[text->size] = '\0';
            text->broken = true;
            return;
        }
        if ((size_t)size < room) {
            text->size += (size_t)size;
            return;
        }
        if (!reserve(text, (size_t)size))
            return;
    }
}

const char *quern__text_get(const quern__text *text)
{
    return text->bytes && !text->broken ? text->bytes : "";
}

char *quern__text_keep(const quern__text *text, quern__arena *arena)
{
    return text->broken ? NULL : quern__arena_copy(arena, text->bytes, text->size);
}
