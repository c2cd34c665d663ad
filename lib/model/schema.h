/* schema.h: the models of a db, checked against each other and frozen: what the rest of the library asks about fields.
 * Everything here is const once quern__schema_build has returned, so all threads may read it. */
#ifndef QUERN__MODEL_SCHEMA_H
#define QUERN__MODEL_SCHEMA_H

#include "lib/base/arena.h"
#include "lib/base/failure.h"
#include "lib/base/names.h"

#include <quern/expr.h>
#include <quern/model.h>

struct quern_dialect;
typedef struct quern__model quern__model;

/* One step of a path, from the objects of a model to others: a JOIN. */
typedef struct quern__hop {
    const struct quern__field *relation;
    const struct quern__field *near, *far; /* what must be equal: of the model it begins at, and of `to` */
    const quern__model *to;
    bool back;     /* from the relation's target to those that point to it */
    bool many;     /* it may lead to several */
    bool optional; /* it may lead to none */
} quern__hop;

typedef struct quern__field {
    const quern__model *model;
    const char *name;     /* the member's: "author" */
    const char *key_name; /* of a relation, its key member's: "author_id"; else NULL */
    const char *column;
    quern_kind kind; /* without QUERN_NULLABLE; of a relation: of its key */
    bool nullable;
    bool unique;                 /* a primary key or one to one, too */
    uint16_t index;              /* in its model */
    uint32_t offset;             /* of the member */
    uint32_t present_offset;     /* of a twin's `present`; 0: not a twin */
    uint32_t object_offset;      /* of a relation's pointer */
    const quern__model *target;  /* of a relation; else NULL */
    const quern_field *declared; /* with all its options; the default is a value of the field's kind */
    const struct quern__field
        *reach;                     /* of a relation: the field of the target that its key holds; else NULL */
    const quern__hop *ahead, *back; /* of a relation: from its model to the target, and from there */
} quern__field;

/* A name that leads to other objects, but is no column here: that of the other side of a relation, or of either side of a many to
 * many. */
typedef struct quern__reverse {
    const char *name;          /* "book_set"; for a one to one, "book" */
    const quern__field *field; /* the relation, or the many to many, as its own model has it */
    const quern__field *
        as; /* how it looks from here: a relation of this model, without a column. `target` is where it leads,
                                  `reach` the key there (NULL: it has none); the declared member, if there is one */
    const quern__hop *hops[2]; /* the way: two by way of a table between */
    size_t hop_count;
    bool many; /* it leads to several */
} quern__reverse;

/* A column, and how to get there from the model that a path begins at: each relation on the way is a JOIN. */
typedef struct quern__column {
    const quern__field *field;
    const quern__hop *const *hops; /* the nearest first */
    size_t hop_count;
    /* Of a path to many: whose joins it shares. What stands in one call of filter, or under one NOT, is about the same objects, and is
     * of one address; NULL is that of orders and of what is selected. */
    const void *call;
} quern__column;

/* One term of an ordering. */
typedef struct quern__order {
    quern__column column; /* no field: random order, but for an output */
    uint16_t output;      /* instead of a column, what is selected: its number, from 1 */
    bool descending;
    quern_nulls_place nulls;
} quern__order;

static inline bool quern__order_is_random(const quern__order *term)
{
    return !term->column.field && !term->output;
}

struct quern__model {
    const quern_model *descriptor;
    const quern_model *declared; /* with all its options */
    const char *name;
    const char *table;
    const char *schema; /* NULL: none was given */
    size_t size;
    uint16_t index; /* in its schema */
    size_t count;   /* of fields */
    const quern__field *fields;
    quern__names names;      /* of fields, and of relations' keys */
    const quern__field *key; /* NULL: it has none, and can only be read */
    size_t side_count;
    const quern__field *
        sides; /* members without a column: QUERN_HAS_MANY, QUERN_HAS_ONE, QUERN_MANY_TO_MANY, QUERN_PREFETCHED */
    const quern__field *between; /* of a table that was made for a many to many: that one; else NULL */
    size_t reverse_count;
    const quern__reverse *reverses; /* names here of relations that point to it, and of many to many */
    quern__names reverse_names;
    size_t ordering_count;
    const quern__order *ordering; /* of querysets that give none */
    const void *blank;            /* an object of nothing: see blank.h; NULL in a model of rows */
};

typedef struct quern__schema {
    const struct quern_dialect *dialect; /* for lib/sql; opaque here */
    size_t count;
    const quern__model *models;
    quern__names by_descriptor; /* the address of a descriptor stands for its model */
} quern__schema;

/* Facts of the database that models are checked against. */
typedef struct quern__schema_facts {
    const struct quern_dialect *dialect;
    size_t identifier_bytes; /* longest name */
} quern__schema_facts;

/* Checks the models (ended by NULL) and builds their schema in `arena`. NULL on failure, which is then `failure`'s: code
 * MODEL or MEMORY, with path "model.field", message and mend; site is the caller's. */
const quern__schema *quern__schema_build(quern__arena *arena, const quern_model *const *models,
                                         const quern__schema_facts *facts, quern__failure *failure,
                                         const char *site);

/* The model that a descriptor became, or NULL when it is not of this schema. */
const quern__model *quern__schema_model(const quern__schema *schema, const quern_model *descriptor);

/* The field of that name (a relation's key name and "pk" too), or NULL. */
const quern__field *quern__model_field(const quern__model *model, const char *name, size_t size);

/* What leads to other objects and is no column, by its name; NULL when there is none. */
const quern__reverse *quern__model_reverse(const quern__model *model, const char *name, size_t size);

/* The member that its model declares for it; NULL: there is none. Where the object's header lies none does. */
static inline const quern__field *quern__reverse_member(const quern__reverse *reverse)
{
    return reverse->as->object_offset ? reverse->as : NULL;
}

/* Whether a descriptor is that of a relation with a column. */
static inline bool quern__field_is_relation(const quern_field *declared)
{
    return declared->role == QUERN_ROLE_FOREIGN_KEY || declared->role == QUERN_ROLE_ONE_TO_ONE;
}

/* Whether it is that of a member without one. */
static inline bool quern__field_is_side(const quern_field *declared)
{
    return declared->role >= QUERN_ROLE_MANY_TO_MANY && declared->role <= QUERN_ROLE_PREFETCHED;
}

/* Whether it is that of the other side of a relation, or many to many. */
static inline bool quern__field_is_other_side(const quern_field *declared)
{
    return declared->role == QUERN_ROLE_HAS_MANY || declared->role == QUERN_ROLE_HAS_ONE;
}

/* The member without a column whose pointer is there; NULL: none is. */
const quern__field *quern__model_side(const quern__model *model, size_t offset);

/* That of QUERN_PREFETCHED by its name; NULL: there is none. */
const quern__field *quern__model_prefetched(const quern__model *model, const char *name);

/* "int32_t", "quern_null_i64", …: how C spells the type of a field's member. Static text. */
const char *quern__field_c_type(const quern__field *field);

#endif
