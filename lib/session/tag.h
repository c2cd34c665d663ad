/* tag.h: the text that goes with each statement of a session, as a comment in front of it. */
#ifndef QUERN__SESSION_TAG_H
#define QUERN__SESSION_TAG_H

#include "lib/base/text.h"

#include <quern/error.h>

#define QUERN__TAG_MOST 200 /* characters of a tag */

typedef struct quern__tag {
    quern__text text; /* the comment, and behind it the statement that was put there last */
    size_t front;     /* bytes of the comment; 0: it is not there yet */
    char given[];     /* a copy */
} quern__tag;

/* True when the tag can be one; else *error says why not (texts are static, or in `message`), but for the site. */
bool quern__tag_valid(const char *given, char *message, size_t size, quern_error *error);

/* A tag, which must be valid; NULL when out of memory. */
quern__tag *quern__tag_open(const quern_allocator *allocator, const char *given);
void quern__tag_close(quern__tag *tag); /* NULL is allowed */

/* The statement with the comment in front of it, until the next call; the statement itself where the tag is NULL. NULL when out
 * of memory. */
const char *quern__tag_put(quern__tag *tag, const char *sql);

/* Gives back what a statement of many kilobytes has needed: to be called when all of a unit have been put. NULL is allowed. */
void quern__tag_rest(quern__tag *tag);

#endif
