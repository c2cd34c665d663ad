/* prefetch.h: what is to be fetched along with the objects of a queryset: a tree, checked when it was built, and not changed any more. */
#ifndef QUERN__QUERY_PREFETCH_H
#define QUERN__QUERY_PREFETCH_H

#include "lib/query/queryset.h"

#include <quern/related.h>

/* One relation, for all objects of a level, and what is fetched along with what it leads to. */
typedef struct quern__prefetch {
    const struct quern__prefetch *next;  /* for the same objects */
    const struct quern__prefetch *below; /* for those that this one leads to: the queryset's own too */
    const quern__model *model;           /* of the objects that it is for */
    /* One of the two: */
    const quern__field *relation;  /* with a column: it leads to one object */
    const quern__reverse *reverse; /* the other side, or a many to many */
    quern_queryset *queryset;      /* of the related objects; NULL: all, in their model's order */
    const char *name;              /* that the objects know what came by: the relation's, or what .to says */
    const quern__field *
        to; /* the member of it that takes the pointers: the relation's, or that of .to; NULL: none was declared */
    bool apart;      /* .to was given: the relation itself stays what it is */
    unsigned levels; /* of which this is the first */
} quern__prefetch;

typedef struct quern__prefetches {
    const quern__prefetch *first;
    uint32_t batch;   /* keys of a statement; 0: the default */
    bool snapshot;    /* all as of one moment */
    const char *site; /* of the last call that added to it */
} quern__prefetches;

/* The model of what it leads to. */
static inline const quern__model *quern__prefetch_target(const quern__prefetch *prefetch)
{
    return prefetch->relation ? prefetch->relation->target : prefetch->reverse->as->target;
}

/* The fields of the level's objects that it goes by are to be loaded, too, whatever is left out: else it would take a statement of its own.
 * `loaded` is theirs, by index. */
void quern__prefetch_needs(const quern__prefetch *level, bool *loaded);

/* Adds what is wanted, which is ended by a NULL path, for objects of the model to the tree: its nodes are not changed, and new ones lie in
 * the arena. `verb`: of the call, for messages. NULL on success; else the error (FIELD, USAGE, MEMORY, or that of a queryset), in the
 * scope's arena, and the tree is as it was. */
const quern_error *quern__prefetches_add(quern__scope *scope, quern__arena *arena, const quern__model *model,
                                         const quern_prefetch *wanted, const char *verb, const char *site,
                                         quern__prefetches *tree);

/* The tree of a queryset that is shared, as one of the scope's: with its querysets entered. False when out of memory. */
bool quern__prefetches_enter(quern__scope *scope, const quern__prefetches **tree, const char *site);

#endif
