/* check.h: refusing models that cannot work. The checks run on a schema that is filled but not yet given to anybody; each tells
 * the first fault that it finds, and is false then. */
#ifndef QUERN__MODEL_CHECK_H
#define QUERN__MODEL_CHECK_H

#include "lib/model/schema.h"

/* What a check works in. */
typedef struct quern__check {
    quern__arena *arena;   /* the schema's; texts of faults too */
    quern__schema *schema; /* NULL while only descriptors are looked at */
    const quern__schema_facts *facts;
    quern__failure *failure;
    const char *site;
} quern__check;

typedef struct quern__fault {
    const quern__model *model; /* not needed where there is a field */
    const quern__field *field; /* NULL: it is the model's */
    const char *message;       /* made by quern__arena_format: NULL is out of memory */
    const char *hint;
    const char *nearest;
} quern__fault;

/* Makes the fault the failure's, with its path; always false. QUERN__FAULT(c, .field = field, .message = …, .hint = …). */
bool quern__check_tell(quern__check *c, const quern__fault *fault);
#define QUERN__FAULT(c, ...) quern__check_tell((c), &(const quern__fault){ __VA_ARGS__ })

/* Whether it is a descriptor at all: the rest can only be read then. */
bool quern__check_descriptor(quern__check *c, const quern_model *descriptor);

/* All models, one by one and together. */
bool quern__check_models(quern__check *c);

/* Its parts, each in the file of its name. */
bool quern__check_names(quern__check *c, const quern__model *model);    /* of table, members and columns */
bool quern__check_field(quern__check *c, const quern__field *field);    /* alone */
bool quern__check_relation(quern__check *c, const quern__field *field); /* with its target */

#endif
