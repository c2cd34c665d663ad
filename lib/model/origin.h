/* origin.h: what an object tells of where it comes from, to those who know no more of its result. */
#ifndef QUERN__MODEL_ORIGIN_H
#define QUERN__MODEL_ORIGIN_H

#include "lib/model/schema.h"

#include <quern/object.h>

/* The first members of quern_result. */
#define QUERN__ORIGIN_MEMBERS                                                                                    \
    const quern__model *model;                                                                                   \
    const bool *loaded; /* which of its fields, by index; NULL: all of them */                                   \
    /* When the others were loaded later: for each field, by index, its turn in each row, from 1; NULL: none. */ \
    uint16_t **late;

typedef struct quern__origin {
    QUERN__ORIGIN_MEMBERS
} quern__origin;

/* One of an object's fields that were loaded later, counted in its flags: a struct that was copied has those that came before. */
#define QUERN__OBJECT_LATE 0x10000U

/* Of an object; NULL when quern has not loaded it. */
static inline const quern__origin *quern__object_origin(const quern_object *object)
{
    return (const quern__origin *)(const void *)object->result;
}

static inline bool quern__origin_loaded(const quern__origin *origin, const quern__field *field)
{
    return !origin->loaded || origin->loaded[field->index];
}

/* Whether the object, which has an origin, has that field: it came with its row, or was loaded later. */
static inline bool quern__object_loaded(const quern_object *object, const quern__field *field)
{
    const quern__origin *origin = quern__object_origin(object);
    if (quern__origin_loaded(origin, field))
        return true;
    const uint16_t *late = origin->late ? origin->late[field->index] : NULL;
    return late && late[object->row] && late[object->row] <= object->flags / QUERN__OBJECT_LATE;
}

#endif
