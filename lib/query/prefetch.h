/* prefetch.h: what is to be fetched along with the objects of a queryset: a tree, checked when it was built, and not changed any more. */
#ifndef QUERN__QUERY_PREFETCH_H
#define QUERN__QUERY_PREFETCH_H

#include "lib/query/queryset.h"

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
    bool apart; /* .to was given: the relation itself stays what it is */
} quern__prefetch;

typedef struct quern__prefetches {
    const quern__prefetch *first;
    uint32_t batch;   /* keys of a statement; 0: the default */
    bool snapshot;    /* all as of one moment */
    const char *site; /* of the last call that added to it */
} quern__prefetches;

#endif
