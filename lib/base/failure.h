/* failure.h: making errors, and the slot in which the first one sticks. */
#ifndef QUERN__BASE_FAILURE_H
#define QUERN__BASE_FAILURE_H

#include "lib/base/arena.h"

#include <quern/error.h>

/* The error of last resort: static, code MEMORY, every text set. */
extern const quern_error quern__out_of_memory;

/* A copy of `error` in the arena, texts too; its NULL texts become "", except `site`. A NULL message, or no memory for the
 * copy, gives &quern__out_of_memory, so that a message made by quern__arena_format needs no check. Never NULL. */
const quern_error *quern__error_copy(quern__arena *arena, const quern_error *error);

/* The same error, whose NULL texts become "", except `site`. Copies no text. */
quern_error quern__error_whole(const quern_error *error);

/* Where the first failure of a session or db sticks. Its memory is its own, outside any arena. */
typedef struct quern__failure {
    const quern_allocator *allocator;
    const quern_error *current; /* NULL: no failure */
    const quern_error *taken;   /* the last one that was taken: kept until the next */
    char *text;                 /* current, rendered; made when first asked for */
    bool unread;                /* nobody has looked at current */
    quern__limit_hit hit;       /* the limit that memory ran out by, which then becomes the failure */
} quern__failure;

void quern__failure_open(quern__failure *failure, const quern_allocator *allocator);
void quern__failure_close(quern__failure *failure);

/* Keeps a copy of `error` if there is no failure yet: the first one wins. The only function that sets one, so the place for
 * a breakpoint. An error without a message is out of memory: there was none to make it. Out of memory is LIMIT, by name and number, when it was a limit that left none. */
void quern__failure_set(quern__failure *failure, const quern_error *error);

/* The same of out of memory, by a call at `site`. */
void quern__failure_no_memory(quern__failure *failure, const char *site);

/* Somebody has looked at the failure, if there is one. Writes nothing to one that is static. */
void quern__failure_look(quern__failure *failure);

/* Moves the current failure to `taken` and gives it; NULL when there is none. Frees the one taken before. */
const quern_error *quern__failure_take(quern__failure *failure);
void quern__failure_clear(quern__failure *failure);

/* The current failure as lines of text; "" when there is none. */
const char *quern__failure_text(quern__failure *failure);

/* Writes an error as the lines that quern__failure_text gives:
 *     books.c:12: QUERN_ERROR_FIELD: book has no field "titel"
 *       path: titel
 *       hint: did you mean "title"? choices are: id, title, author
 *       detail / sqlstate / sql / outcome likewise, where there are any */
struct quern__text;
void quern__error_write(struct quern__text *text, const quern_error *error);

#endif
