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

/* Whether so many models can be numbered. */
bool quern__check_count(quern__check *c, size_t count);

/* All models, one by one and together. */
bool quern__check_models(quern__check *c);

/* Its parts, each in the file of its name. */
bool quern__check_names(quern__check *c, const quern__model *model);    /* of table, members and columns */
bool quern__check_field(quern__check *c, const quern__field *field);    /* alone */
bool quern__check_values(quern__check *c, const quern__field *field);   /* its choices and its default */
bool quern__check_relation(quern__check *c, const quern__field *field); /* with its target */
bool quern__check_side(quern__check *c,
                       const quern__field *side); /* of a member without a column, likewise */
bool quern__check_reverses(quern__check *c, const quern__model *model); /* names for relations to it */
bool quern__check_ordering(quern__check *c, const quern__model *model); /* fills it, too */

/* The name and place of a member, and which options it may have: for one without a column, too. */
bool quern__check_member(quern__check *c, const quern__field *field);
bool quern__check_options(quern__check *c, const quern__field *field);

/* A name that the database gets to see, or as long as those may be. */
typedef struct quern__identifier {
    const quern__model *model;
    const quern__field *field; /* NULL: it is the model's */
    const char *what;          /* for the message: "the name of its column" */
    const char *text;
    const char *option; /* by which it is given: ".column" */
} quern__identifier;

/* Neither empty, nor too long, nor other than UTF-8. */
bool quern__check_identifier(quern__check *c, const quern__identifier *name);

/* Whether a path can be split behind that name, which is not empty. Tells nothing. */
bool quern__check_splits(const char *name);

#define QUERN__NEWER \
    "the program was compiled with a newer <quern/quern.h> than the library that it runs with"

#endif
