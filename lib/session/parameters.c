/* parameters.c: see parameters.h. */
#include "lib/session/parameters.h"

typedef struct listing {
    quern_writer writer; /* first: what the dialect writes through */
    quern__text *out;
    size_t room;
    bool full;
} listing;

static void put(quern_writer *writer, const char *bytes, size_t size)
{
    listing *to = (listing *)writer;
    to->full |= size > to->room;
    if (to->full)
        size = to->room;
    quern__text_put_bytes(to->out, bytes, size);
    to->room -= size;
}

/* Whatever of a last character is there: all of it may not be. */
static void cut_character(quern__text *text)
{
    if (text->broken)
        return;
    while (text->size && ((unsigned char)text->bytes[text->size - 1] & 0xc0) == 0x80)
        text->size--;
    if (text->size && ((unsigned char)text->bytes[text->size - 1] & 0xc0) == 0xc0)
        text->size--;
}

void quern__parameters_put(quern__text *out, const quern_dialect *dialect, const quern__command *command)
{
    listing to = { .writer = { .put = put }, .out = out, .room = QUERN__PARAMETERS_MOST };
    for (size_t i = 0; i < command->count && !to.full; i++) {
        if (i)
            put(&to.writer, ", ", 2);
        dialect->literal(&to.writer, &command->values[i], command->kinds[i]);
    }
    if (!to.full)
        return;
    cut_character(out);
    quern__text_put(out, "…");
}
