/* origin.h: what an object tells of where it comes from, to those who know no more of its result. */
#ifndef QUERN__MODEL_ORIGIN_H
#define QUERN__MODEL_ORIGIN_H

#include "lib/model/schema.h"

#include <quern/object.h>

/* The first members of quern_result. */
#define QUERN__ORIGIN_MEMBERS  \
    const quern__model *model; \
    const bool *loaded; /* which of its fields, by index; NULL: all of them */

typedef struct quern__origin {
    QUERN__ORIGIN_MEMBERS
} quern__origin;

/* Of an object; NULL when quern has not loaded it. */
static inline const quern__origin *quern__object_origin(const quern_object *object)
{
    return (const quern__origin *)(const void *)object->result;
}

static inline bool quern__origin_loaded(const quern__origin *origin, const quern__field *field)
{
    return !origin->loaded || origin->loaded[field->index];
}

#endif
