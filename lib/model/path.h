/* path.h: from the text of a path, "author__name__icontains" or "author->name", to the field at its end. */
#ifndef QUERN__MODEL_PATH_H
#define QUERN__MODEL_PATH_H

#include "lib/base/nearest.h"
#include "lib/model/schema.h"
#include "lib/model/scope.h"

typedef struct quern__path {
    quern__column column; /* that the path leads to, by as few JOINs as can be */
    const char *tail;     /* what follows it: a lookup's name; "" when nothing does */
    /* The relation whose name is the path's last, with or without a column; NULL: that is the name of a key or another column. */
    const quern__field *relation;
    const quern__hop *const *way; /* of such a path: all the way to the objects that it leads to */
    size_t way_count;
    const quern__reverse *many; /* the first name on the way that leads to many; NULL: none does */
    const quern__model
        *reached; /* the model whose fields the tail might have named; NULL: it could name none */
} quern__path;

/* Resolves `text` on `model`. NULL on success; else the error (code FIELD, MEMORY), made in the scope's arena, with path, nearest name
 * and choices. A tail is not judged here: the caller knows what may follow. */
const quern_error *quern__path_resolve(const quern__scope *scope, const quern__model *model, const char *text,
                                       const char *site, quern__path *out);

/* The error for a name that is no field of `model`; `rest` is what is left of `path` from that name on. */
const quern_error *quern__path_unknown(const quern__scope *scope, const quern__model *model, const char *path,
                                       const char *rest, const char *site);

/* The error for a path with a tail where none may be: a misspelt field of a relation's target, or what only a condition can have.
 * `what` the path is of: "an order". */
const quern_error *quern__path_refuse_tail(const quern__scope *scope, const quern__path *path,
                                           const char *text, const char *what, const char *site);

/* The first name of a path, and what it is: one of the two. */
typedef struct quern__path_name {
    const char *name;
    size_t size;
    const char *rest; /* what follows it; "" when nothing does */
    const quern__field *field;
    const quern__reverse *reverse;
    const quern__field *relation; /* that it is the name of; NULL: it is that of a column */
} quern__path_name;

/* For who wants to follow a path name by name. False: the model has no such name. */
bool quern__path_name_of(const quern__model *model, const char *path, quern__path_name *out);

/* Whether two columns are the same, by the same way. */
bool quern__column_same(const quern__column *a, const quern__column *b);

/* Cuts the first name off a path: its size. `rest`: what follows it and the separator; "" at the end. */
size_t quern__path_cut(const char *path, const char **rest);

/* Whether `rest` is one name, not several. */
bool quern__path_is_name(const char *rest);

/* Offers the names of a model's fields. */
void quern__path_offer(quern__nearest *nearest, const quern__model *model);

#endif
