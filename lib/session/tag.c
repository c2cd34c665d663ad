/* tag.c: the comment goes in front, so that SQL that ends in a comment of its own cannot swallow it, and so that it is still to be
 * seen where the server cuts what it shows. It is made once; each statement is written behind it, into the same memory.
 *
 * PostgreSQL's comments nest. So the beginning of one in a tag would be as bad as the end; and a blank keeps a slash, at the
 * first or last place, apart from the stars beside it. */
#include "lib/session/tag.h"

#include <stdio.h>
#include <string.h>

enum { KEPT_MOST = 65536 };

static bool refuse(quern_error *error, const char *message)
{
    *error =
        (quern_error){ .code = QUERN_ERROR_VALUE,
                       .message = message,
                       .hint = ".tag becomes an SQL comment: printable ASCII, without a comment's beginning "
                               "or end, of 200 characters at most",
                       .path = "tag" };
    return false;
}

bool quern__tag_valid(const char *given, char *message, size_t size, quern_error *error)
{
    const size_t length = strnlen(given, QUERN__TAG_MOST + 1);
    if (length > QUERN__TAG_MOST)
        return refuse(error, "the session's tag has more than 200 characters");
    for (size_t i = 0; i < length; i++) {
        const bool printable = given[i] >= ' ' && given[i] <= '~';
        if (printable && strncmp(given + i, "/*", 2) != 0 && strncmp(given + i, "*/", 2) != 0)
            continue;
        snprintf(message, size, "the session's tag has %s at its character %zu",
                 printable ? "a comment's beginning or end" : "what is no printable ASCII", i + 1);
        return refuse(error, message);
    }
    return true;
}

quern__tag *quern__tag_open(const quern_allocator *allocator, const char *given)
{
    const size_t size = strlen(given) + 1;
    quern__tag *tag = quern__allocate(allocator, sizeof *tag + size);
    if (!tag)
        return NULL;
    tag->text = quern__text_open(allocator);
    tag->front = 0;
    memcpy(tag->given, given, size);
    return tag;
}

void quern__tag_close(quern__tag *tag)
{
    if (!tag)
        return;
    quern__text_close(&tag->text);
    quern__release(tag->text.allocator, tag);
}

static void put_comment(quern__tag *tag)
{
    const char *given = tag->given;
    quern__text_clear(&tag->text);
    quern__text_put(&tag->text, given[0] == '/' ? "/* " : "/*");
    quern__text_put(&tag->text, given);
    quern__text_put(&tag->text, given[strlen(given) - 1] == '/' ? " */ " : "*/ ");
    tag->front = tag->text.broken ? 0 : tag->text.size;
}

const char *quern__tag_put(quern__tag *tag, const char *sql)
{
    if (!tag)
        return sql;
    if (!tag->front || tag->text.broken)
        put_comment(tag);
    else
        tag->text.bytes[tag->text.size = tag->front] = '\0';
    quern__text_put(&tag->text, sql);
    return tag->text.broken ? NULL : tag->text.bytes;
}

void quern__tag_rest(quern__tag *tag)
{
    if (!tag || tag->text.capacity <= KEPT_MOST)
        return;
    quern__text_close(&tag->text);
    tag->front = 0;
}
