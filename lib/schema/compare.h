/* compare.h: how a table differs from its model. */
#ifndef QUERN__SCHEMA_COMPARE_H
#define QUERN__SCHEMA_COMPARE_H

#include "lib/schema/catalog.h"

#include <quern/schema.h>

/* Differences as they are found. */
typedef struct quern__findings {
    quern__arena *arena; /* of the differences */
    const quern__catalog *catalog;
    const quern__schema *schema;
    const quern_dialect *dialect;
    quern__text text; /* for mends, as they are written */
    quern_difference *list;
    size_t count, room;
    bool broken; /* out of memory */
} quern__findings;

/* compare.c: all of a model. */
void quern__compare_model(quern__findings *findings, const quern__model *model);

/* compare_column.c: a field against its column; `column` is that fact. */
void quern__compare_column(quern__findings *findings, const quern__field *field, const quern__fact *column);

/* compare_constraint.c: what a column's field wants beside it: keys, uniqueness, choices, indexes. */
void quern__compare_constraints(quern__findings *findings, const quern__field *field);

/* Whether no pair can be twice in a table that was made for a many to many. */
void quern__compare_pair(quern__findings *findings, const quern__model *between);

/* report.c: notes a difference. `field` may be NULL. `message` is made by quern__arena_format, NULL is out of memory; the mend is
 * what has been written to findings->text, which is then empty again. */
void quern__report(quern__findings *findings, const quern__model *model, const quern__field *field,
                   const char *message);

/* The facts of the field's table. */
const quern__fact *quern__facts_of(const quern__findings *findings, const quern__field *field);

#endif
