/* condition.h: conditions as the library keeps them: paths resolved, values checked and copied, never changed again. And the
 * one place where such a tree is walked. */
#ifndef QUERN__EXPR_CONDITION_H
#define QUERN__EXPR_CONDITION_H

#include "lib/expr/expression.h"
#include "lib/expr/lookup.h"

#define QUERN__CONDITION_DEPTH 100 /* deepest nesting that is taken */

typedef struct quern__condition quern__condition;
struct quern__condition {
    quern_condition_op op;
    /* a leaf */
    quern_lookup lookup;
    quern__form form;
    quern__expression left;
    quern__expression right; /* nothing, when the form needs none */
    uint16_t nesting;        /* how deep querysets stand in it */
    bool spans;              /* it goes over paths to many, and not under a NOT that it has in itself */
    /* a composite */
    bool
        many; /* a NOT over such paths: no objects on them are so. It is a statement of its own: NOT EXISTS */
    bool neither; /* it was NOT of an OR: see exclusion.h */
    size_t count;
    const quern__condition *children;
};

/* The lists of conditions around what is being copied, the innermost first: what a column's call is, and what it becomes. */
typedef struct quern__moved {
    const void *from, *to;
    const struct quern__moved *around;
} quern__moved;

static inline const void *quern__moved_call(const quern__moved *moved, const void *call)
{
    for (; call && moved; moved = moved->around)
        if (moved->from == call)
            return moved->to;
    return call;
}

/* Resolves a list that a user made (ended by op 0) into one condition under `op`, in the scope's arena. What always holds, or never,
 * is folded: it stands nowhere in a condition, which is itself one of the two below or neither. NULL on success; else the error (FIELD,
 * LOOKUP, VALUE, USAGE, UNSUPPORTED, MEMORY). */
const quern_error *quern__condition_resolve(const quern__scope *scope, const quern__model *model,
                                            quern_condition_op op, const quern_condition *list,
                                            const char *site, quern__condition *out);

/* The same where values may be to come: `stands` has those of the queryset, and gets those of the condition. `call`: that of its columns on
 * paths to many, but for those under a NOT; NULL: it has its own. */
struct quern__stands;
const quern_error *quern__condition_resolve_wanting(const quern__scope *scope, const quern__model *model,
                                                    quern_condition_op op, const quern_condition *list,
                                                    const char *site, struct quern__stands *stands,
                                                    const void *call, quern__condition *out);

/* Puts a child into a composite that is being made, at children[count], where it is already: one that always or never holds decides
 * the composite, or is left away. Then, of all of them: what is left; false when out of memory. */
void quern__condition_take(quern__condition *composite, bool *decided);
bool quern__condition_fold(quern__condition *composite, bool decided, quern__arena *arena);

/* All of nothing, and any of nothing. */
static inline bool quern__condition_is_always(const quern__condition *condition)
{
    return condition->op == QUERN_ALL_OF && condition->count == 0;
}

static inline bool quern__condition_is_never(const quern__condition *condition)
{
    return condition->op == QUERN_ANY_OF && condition->count == 0;
}

/* What a walk does at each node: write SQL, gather values, tell the shape. Slots may be NULL. The pass struct is the first
 * member of whatever the pass needs. */
typedef struct quern__pass quern__pass;
struct quern__pass {
    quern__visit visit; /* of the expressions in leaves: for `leaf` to walk them with */
    void (*open)(quern__pass *pass, const quern__condition *composite);
    void (*between)(quern__pass *pass, const quern__condition *composite);
    void (*close)(quern__pass *pass, const quern__condition *composite);
    /* `negated`: it stands under an odd number of NOTs, within the innermost that is `many`. `parent` is the composite that it stands
     * in. */
    void (*leaf)(quern__pass *pass, const quern__condition *leaf, const quern__condition *parent,
                 bool negated);
};

/* Walks a composite condition, children from left to right. */
void quern__condition_walk(const quern__condition *condition, quern__pass *pass);

#endif
