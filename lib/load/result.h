/* result.h: the rows of one evaluation, as structs. They lie in blocks that never move, each twice as large as the one
 * before it, so a row's block follows from its number and pointers to rows stay good for as long as the result lives. */
#ifndef QUERN__LOAD_RESULT_H
#define QUERN__LOAD_RESULT_H

#include "lib/model/origin.h"
#include "lib/session/session.h"

#include <quern/evaluate.h>
#include <quern/object.h>

#define QUERN__RESULT_BLOCKS 30 /* for 2^32 - 4 rows: a quern_object can count no further */

/* Some rows of a result as quern_list gives them: pointers, ended by NULL. */
typedef struct quern__list {
    struct quern__list *next;
    size_t first, count;
    void *rows[];
} quern__list;

struct quern_result {
    union {
        quern__origin origin;
        struct {
            QUERN__ORIGIN_MEMBERS
        };
    };
    quern__arena *arena; /* child of the session's: the rows, and whatever is loaded for them later */
    quern_session *session;
    size_t count;
    char *blocks[QUERN__RESULT_BLOCKS];
    quern__list *lists; /* that were asked for, so that each is made once */
};

/* An empty result in an arena of its own; NULL when out of memory. */
quern_result *quern__result_open(quern_session *session, const quern__model *model);
void quern__result_close(quern_result *result);

/* The memory for one more row, zeroed, its object header filled; NULL when out of memory, or of numbers. It counts once
 * quern__result_accept says so; before that the next call gives the same memory. */
void *quern__result_next(quern_result *result);
void quern__result_accept(quern_result *result);

/* The row of that number, which is less than the count. */
void *quern__result_row(const quern_result *result, size_t row);

#endif
