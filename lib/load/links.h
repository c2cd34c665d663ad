/* links.h: objects that come in the same rows as others, and are linked to them: what quern_select_related named. Each relation has a
 * result of its own, and one object for each key: what tells two of them apart is the cell of the column that leads to them, byte for
 * byte, so that of an object which is there already no other cell is looked at, nor is what hangs on it. */
#ifndef QUERN__LOAD_LINKS_H
#define QUERN__LOAD_LINKS_H

#include "lib/load/result.h"
#include "lib/query/along.h"

typedef struct quern__link_slot {
    uint64_t key;      /* the cell's bytes, when they are few, or their digest */
    const char *bytes; /* all of them, when they are many */
    uint32_t size;
    uint32_t row; /* from 1; 0: the slot is free */
} quern__link_slot;

/* What one relation leads to. */
typedef struct quern__link {
    const quern__joined *joined;
    quern_result *result;     /* of its objects */
    struct quern__link *from; /* what it hangs on; NULL: the rows' own objects */
    size_t first, count;      /* its columns */
    size_t tells;             /* the one that is NULL where there is no object */
    size_t next;              /* the first one in the list that does not hang on it, and stands behind it */
    quern_object *current;    /* of the row at hand */
    quern__link_slot *slots;
    size_t mask;            /* slots - 1 */
    quern_object **targets; /* of the other side of a one to one: where each object of `from` leads */
    size_t target_room;
} quern__link;

typedef struct quern__links {
    quern_result *rows;
    quern__arena *arena; /* for the time of loading */
    size_t count;
    quern__link list[];
} quern__links;

/* For rows that go into `rows`, whose columns from `first` on are those of what comes along. NULL when out of memory: then nothing is
 * there. */
quern__links *quern__links_open(quern_result *rows, const quern__along *along, size_t first);

/* All that was loaded is gone: the rows come anew. */
void quern__links_drop(quern__links *links);

/* All rows are there. False when out of memory. */
bool quern__links_end(quern__links *links);

/* The object that is there already for that cell, which is not NULL; NULL: none is. */
quern_object *quern__link_find(const quern__link *link, const quern_cell *cell);

/* The last object of the link's result is that cell's. False when out of memory. */
bool quern__link_add(const quern__links *links, quern__link *link, const quern_cell *cell);

/* The object of what the link hangs on leads to that object, or to none: NULL. False when out of memory. */
bool quern__link_tie(const quern__links *links, quern__link *link, quern_object *from, quern_object *to);

#endif
