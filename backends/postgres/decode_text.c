/* decode_text.c: what is bytes of any number: texts, JSON, bytea. Texts are UTF-8, which the server sees to; NUL, which it
 * never sends, would cut them off, and is malformed. */
#include "backends/postgres/decode.h"

#include <string.h>

enum { JSONB_VERSION = 1 };

quern_decoded quern__pg_keep_text(const void *bytes, size_t size, const char **out, quern_storage *storage)
{
    if (memchr(bytes, '\0', size))
        return QUERN_DECODE_MALFORMED;
    char *text = storage->take(storage, size + 1, 1);
    if (!text)
        return QUERN_DECODE_NO_MEMORY;
    memcpy(text, bytes, size);
    text[size] = '\0';
    *out = text;
    return QUERN_DECODED;
}

quern_decoded quern__pg_text_to_text(const quern_cell *cell, void *member, quern_storage *storage)
{
    return quern__pg_keep_text(cell->data, cell->size, member, storage);
}

/* A byte of no encoding: the one type of text that need not be UTF-8. A NUL is the empty text. */
quern_decoded quern__pg_char_to_text(const quern_cell *cell, void *member, quern_storage *storage)
{
    const unsigned char *byte = cell->data;
    if (cell->size != 1)
        return QUERN_DECODE_MALFORMED;
    if (*byte > 0x7f)
        return QUERN_DECODE_OUT_OF_RANGE;
    return quern__pg_keep_text(byte, *byte != '\0', member, storage);
}

quern_decoded quern__pg_json_to_json(const quern_cell *cell, void *member, quern_storage *storage)
{
    quern_json *json = member;
    return cell->size ? quern__pg_keep_text(cell->data, cell->size, &json->text, storage)
                      : QUERN_DECODE_MALFORMED;
}

/* A byte for the version of the format, and the text. */
quern_decoded quern__pg_jsonb_to_json(const quern_cell *cell, void *member, quern_storage *storage)
{
    const unsigned char *bytes = cell->data;
    quern_json *json = member;
    if (cell->size < 2 || *bytes != JSONB_VERSION)
        return QUERN_DECODE_MALFORMED;
    return quern__pg_keep_text(bytes + 1, cell->size - 1, &json->text, storage);
}

/* No bytes need no memory, but a pointer: NULL would be SQL's NULL. */
quern_decoded quern__pg_bytea_to_bytes(const quern_cell *cell, void *member, quern_storage *storage)
{
    quern_bytes bytes = { .data = "", .size = cell->size };
    if (cell->size) {
        void *copy = storage->take(storage, cell->size, 1);
        if (!copy)
            return QUERN_DECODE_NO_MEMORY;
        bytes.data = memcpy(copy, cell->data, cell->size);
    }
    *(quern_bytes *)member = bytes;
    return QUERN_DECODED;
}
