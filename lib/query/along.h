/* along.h: which objects come with those of a queryset, in the same rows, by a JOIN each: what quern_select_related names; and which
 * fields of them: what quern_only and quern_defer name. A tree, as a list in which each stands before what hangs on it, and all that
 * hangs on it next to it. Not changed any more once it is made. */
#ifndef QUERN__QUERY_ALONG_H
#define QUERN__QUERY_ALONG_H

#include "lib/query/queryset.h"

/* What one relation leads to. */
typedef struct quern__joined {
    const quern__field *
        relation; /* of the model that it hangs on; of the other side of a one to one as it looks from there */
    const quern__reverse *reverse; /* that side; else NULL */
    const quern__hop *hop; /* its far column is NULL where there is no such object, and else never is */
    const quern__hop *const *way; /* from the queryset's objects on; `hop` is the last step of it */
    size_t way_count;
    size_t from;        /* what it hangs on: 0 the queryset's objects, n the n-th of the list */
    const bool *loaded; /* which of its fields, by index; NULL: all of them */
    bool wanted; /* quern_select_related named it; else only fields of it are named, or of what hangs on it */
} quern__joined;

/* A column of what comes along. */
typedef struct quern__along_output {
    const quern__field *field;
    size_t of; /* the number in the list, from 0 */
} quern__along_output;

typedef struct quern__along {
    size_t count;
    const quern__joined *list;
    size_t output_count; /* of those that are wanted, in the order of the list, and of their models' fields */
    const quern__along_output *outputs;
} quern__along;

/* A copy in the arena, with all that is not the schema's. NULL when out of memory. */
const quern__along *quern__along_copy(quern__arena *arena, const quern__along *from);

/* ---- Making one: for related.c and only.c ---- */

/* The list of a queryset, with room for so many more, as it is changed. */
typedef struct quern__along_making {
    const quern_queryset *queryset;
    const char *site;
    const char *path; /* that is followed */
    quern__joined *list;
    bool **named; /* fields of each that this call names; NULL: none, or none is to be */
    size_t count;
} quern__along_making;

/* False when out of memory. `names`: of fields, to be noted in `named`. */
bool quern__along_open(quern__along_making *making, const quern_queryset *queryset, const char *const *paths,
                       bool names, const char *site);

/* Follows one relation from the *number (see quern__joined), which becomes that of where it leads. Back over the one to one that led there
 * is where that began: those are the same objects, and nothing is joined for them. False when out of memory. */
bool quern__along_follow(quern__along_making *making, size_t *number, const quern__path_name *over);

/* The step of a name's relation, which leads to one object. */
static inline const quern__hop *quern__along_hop(const quern__path_name *over)
{
    return over->reverse ? over->reverse->hops[0] : over->field->ahead;
}

/* The model of a number. */
const quern__model *quern__along_model(const quern__along_making *making, size_t number);

/* Gives the list to a queryset, which the making was of a parent of, and whose own fields, with it, those of `loaded` are (NULL: all); and sees to it that all
 * keys are loaded which are needed to follow what is wanted. False when out of memory. */
bool quern__along_close(quern__along_making *making, quern_queryset *to, const bool *loaded);

static inline bool quern__reverse_is_one(const quern__reverse *reverse)
{
    return reverse->hop_count == 1 && !reverse->many;
}

/* The error for a path over a relation to many; `over` is the name of that. */
const quern_error *quern__along_refuse_many(const quern__along_making *making, const quern__path_name *over);

#endif
