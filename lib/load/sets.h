/* sets.h: the objects that a relation to many, or the other side of a one to one, leads to, for those objects of a result of which they
 * are known. Kept beside the rows, by name, so that nothing of it is in the structs; a declared member has the pointers as well. */
#ifndef QUERN__LOAD_SETS_H
#define QUERN__LOAD_SETS_H

#include "lib/load/result.h"

#include <quern/queryset.h>

/* Of one object. */
typedef struct quern__set {
    void *const *rows; /* ended by NULL; NULL: not known. They live as long as the object's result */
    size_t count;
    const quern_queryset *by; /* as below, when they were given */
    /* That quern_related gave for it, and the number of the annex that it lies in: it is good as long as that is in use. */
    quern_queryset *queryset;
    uint64_t annex;
} quern__set;

/* Of all objects of a result. */
typedef struct quern__sets {
    struct quern__sets *next;
    const char *name; /* that quern_related finds them by: the relation's, or what .to says */
    /* Whose objects they are, one of the two: */
    const quern__reverse *reverse;
    const quern__field *relation; /* with a column: it leads to one object, and so .to was given */
    const quern__field *member;   /* that takes the pointers as well; NULL: none was declared */
    const char *site;             /* of the prefetch; NULL: it was none */
    /* What those that are given now were asked for by, before it was bound to anybody; it lies in the result's arena, or above. NULL:
     * all objects of the relation. */
    const quern_queryset *by;
    bool whole; /* they are all objects of the relation, in their model's order */
    bool used;  /* somebody has asked for one of them */
    /* eager.h: those that are to be used: whose they are, and the next ones. */
    const quern_result *result; /* NULL: it does not matter */
    struct quern__sets *also;
    quern__set of[]; /* by row */
} quern__sets;

/* Those of that name; NULL: none are known. */
quern__sets *quern__sets_find(const quern_result *result, const char *name);

/* The same, made if they were not there: of all rows of the result, of which none is known yet. The name and texts live as long as the
 * result. NULL when out of memory. */
quern__sets *quern__sets_open(quern_result *result, const char *name, const quern__reverse *reverse,
                              const quern__field *member);

/* An object's set is known from now on, and its member points to it. `rows`: ended by NULL. Needs no memory. */
void quern__sets_give(quern__sets *sets, quern_object *object, void *const *rows, size_t count);

/* The set of an object, when it is known; NULL: it is not. */
quern__set *quern__set_find(const quern_object *object, const char *name);

/* The error of a name that is none of a model's sets. */
const quern_error *quern__set_unknown(const quern__scope *scope, const quern__model *model, const char *name,
                                      const char *site);

/* Nothing is known any more of what that relation leads to from the object, by whatever name. Its members are NULL. */
void quern__sets_forget(quern_object *object, const quern__reverse *reverse);

#endif
