/* ties.h: objects that come in the same rows as others, and are linked to them: what quern_select_related named. Each relation has a
 * result of its own, and one object for each key: what tells two of them apart is the cell of the column that leads to them, byte for
 * byte, so that of an object which is there already no other cell is looked at, nor is what hangs on it. */
#ifndef QUERN__LOAD_TIES_H
#define QUERN__LOAD_TIES_H

#include "lib/load/result.h"
#include "lib/query/along.h"

typedef struct quern__tie_slot {
    uint64_t key;      /* the cell's bytes, when they are few, or their digest */
    const char *bytes; /* all of them, when they are many */
    uint32_t size;
    uint32_t row; /* from 1; 0: the slot is free */
} quern__tie_slot;

/* What one relation leads to. */
typedef struct quern__tie {
    const quern__joined *joined;
    quern_result *result;    /* of its objects */
    struct quern__tie *from; /* what it hangs on; NULL: the rows' own objects */
    size_t first, count;     /* its columns */
    size_t tells;            /* the one that is NULL where there is no object */
    size_t next;             /* the first one in the list that does not hang on it, and stands behind it */
    quern_object *current;   /* of the row at hand */
    quern__tie_slot *slots;
    size_t mask; /* slots - 1 */
    /* Of a one to one: its other side, and where that leads from each object which has it: of `from`, or of the result. */
    const quern__reverse *side; /* NULL: it is none, or the other side has no name */
    quern_object **targets;
    size_t target_room;
} quern__tie;

typedef struct quern__ties {
    quern_result *rows;
    quern__arena *arena; /* for the time of loading */
    size_t count;
    quern__tie list[];
} quern__ties;

/* For rows that go into `rows`, whose columns from `first` on are those of what comes along. NULL when out of memory: then nothing is
 * there. */
quern__ties *quern__ties_open(quern_result *rows, const quern__along *along, size_t first);

/* All that was loaded is gone: the rows come anew. */
void quern__ties_drop(quern__ties *ties);

/* All rows are there. False when out of memory. */
bool quern__ties_end(quern__ties *ties);

/* The object that is there already for that cell, which is not NULL; NULL: none is. */
quern_object *quern__tie_find(const quern__tie *tie, const quern_cell *cell);

/* The last object of the tie's result is that cell's. False when out of memory. */
bool quern__tie_add(const quern__ties *ties, quern__tie *tie, const quern_cell *cell);

/* The object of what the tie hangs on leads to that object, or to none: NULL. False when out of memory. */
bool quern__tie_point(const quern__ties *ties, quern__tie *tie, quern_object *from, quern_object *to);

#endif
