/* adding.h: for the files of this folder that make a tree of what is fetched along (prefetch.h) of what a program wants. */
#ifndef QUERN__QUERY_ADDING_H
#define QUERN__QUERY_ADDING_H

#include "lib/query/prefetch.h"

/* What is being added. */
typedef struct quern__adding {
    quern__scope *scope;
    quern__arena *arena; /* of new nodes */
    const quern_prefetch *wanted;
    const char *verb, *site;
    bool snapshot; /* one of the querysets wants it */
    const quern_error *error;
} quern__adding;

/* A name of a path, and what it is: one of the three. */
typedef struct quern__step {
    const char *name, *rest;
    size_t size;
    const quern__field *relation;
    const quern__reverse *reverse;
    const quern__prefetch *put; /* what one before it says by .to */
} quern__step;

/* All false: the error has been set. */
bool quern__adding_fail(quern__adding *a, const quern_error *error);
bool quern__adding_no_memory(quern__adding *a);
/* USAGE, about the path, or what else is named; `message` NULL is out of memory. */
bool quern__adding_refuse(quern__adding *a, const char *path, const char *message, const char *hint);

/* prefetch_step.c: what the first name of a path is, for objects of the model, for which all of the level is fetched already. */
bool quern__step_find(quern__adding *a, const quern__model *model, const quern__prefetch *level,
                      const char *path, quern__step *out);

/* How much of the name is shown: not half a character. */
int quern__step_shown(const quern__step *step);

/* prefetch_check.c: whether what leads from the model to the target can be put where .to says. */
bool quern__adding_check_to(quern__adding *a, const quern__model *model, const quern__model *target);

/* The queryset that is wanted, as one of the scope's; *out is NULL when none was given. `many`: it is for sets of objects. */
bool quern__adding_take(quern__adding *a, const quern__model *target, bool many, quern_queryset **out);

#endif
