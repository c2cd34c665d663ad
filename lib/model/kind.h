/* kind.h: what there is to know of each kind of value, in one table: the library's messages and doc/types.md come from it. */
#ifndef QUERN__MODEL_KIND_H
#define QUERN__MODEL_KIND_H

#include <quern/expr.h>

typedef struct quern__kind {
    quern_kind kind;
    const char *name;   /* "i64": as the constructors have it, quern_value_i64 */
    const char *c_type; /* "int64_t" */
    const char *twin;   /* "quern_null_i64"; NULL: the kind is its own, NULL is NULL */
    const char *array;  /* "quern_array_i64" */
    uint32_t class;     /* one of QUERN__B, … */
    uint32_t size;      /* of the C type */
    /* For people. */
    const char *noun;    /* "an integer" */
    const char *nouns;   /* "64-bit integers" */
    const char *example; /* a constant, as C writes it */
    const char *make;    /* what makes one: "quern_date_of_civil"; NULL: C's own literals, or `parse` alone */
    const char *parse;   /* the function that reads one from a text; NULL: there is none */
    const char *sample;  /* such a text */
    const char *range;   /* what a member can hold */
    const char *takes;   /* what it is read from of the types that users make; the rest the backend knows */
    const char *edge;    /* what is special */
} quern__kind;

/* The facts of a kind, whatever its flags (QUERN_NULLABLE, QUERN_ARRAY); NULL for what is no kind of a member. */
const quern__kind *quern__kind_facts(unsigned kind);

/* All of them, in the order in which people should read them; NULL past the end. */
const quern__kind *quern__kind_at(size_t index);

/* The class of a kind, of an array too; 0 for what is no kind of a member. */
uint32_t quern__kind_class(unsigned kind);

/* Whether a member of the kind (with its flags) can hold NULL by itself: a pointer or an array can. */
bool quern__kind_is_pointer(unsigned kind);

#endif
