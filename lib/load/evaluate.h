/* evaluate.h: from a queryset to its result: plan, compile, run, load. */
#ifndef QUERN__LOAD_EVALUATE_H
#define QUERN__LOAD_EVALUATE_H

#include "lib/compile/statements.h"
#include "lib/load/loader.h"
#include "lib/plan/plan.h"
#include "lib/plan/shape.h"

/* The session of a queryset that is usable: the static one, which has failed, if its scope is over. */
static inline quern_session *quern__queryset_session(const quern_queryset *queryset)
{
    return (quern_session *)(void *)quern__scope_top(queryset->scope);
}

/* What every evaluating call begins with: the session, or NULL when nothing may be asked: the session has failed, or the
 * queryset is in error, which is then the session's. */
quern_session *quern__evaluation_begin(quern_queryset *queryset);

/* The rows that `wish` makes of the queryset, in a result of their own; NULL on failure, which is then the session's. An empty
 * plan gives an empty result and runs nothing. */
quern_result *quern__evaluate(quern_session *session, quern_queryset *queryset, const quern__wish *wish,
                              const char *site);

/* The queryset with the values that were given for its wants, in the arena; NULL on failure, which is then the session's: one of them was
 * not given. */
const quern_queryset *quern__evaluation_substitute(quern_session *session, const quern_queryset *queryset,
                                                   quern__arena *arena, const char *site);

/* The plan of that; false when that failed, and then the session has. `arena` may be NULL, for want of memory. */
bool quern__evaluation_plan(quern_session *session, const quern_queryset *queryset, const quern__wish *wish,
                            quern__arena *arena, const char *site, quern__plan *plan);

/* A queryset as it is sent. */
typedef struct quern__ready {
    const quern__plan *plan;
    quern__plan own;                 /* of a statement that was known no more than what its rows become */
    const quern__compiled *compiled; /* NULL: nothing is asked */
    bool held;                       /* it is to be given back */
    bool few;                        /* no more than some tens of rows can come */
    quern__parameters parameters;
} quern__ready;

/* Makes a queryset ready to be sent. `arena` holds what the run needs, and may be NULL, for want of memory; `shape` holds some of the
 * parameters, until quern__ready_settle takes them to the arena. False when that failed, and then the session has, and nothing
 * is to be closed. */
bool quern__ready_make(quern_session *session, const quern_queryset *queryset, const quern__wish *wish,
                       quern__arena *arena, const char *site, quern__shape *shape, quern__ready *out);
/* The shape is needed no longer. False when out of memory: nothing else has changed. */
bool quern__ready_settle(quern__ready *ready, quern__arena *arena, const quern__shape *shape);
/* The work that sends it, if it asks for anything. */
quern__work quern__ready_work(const quern__ready *ready, const quern_queryset *queryset, quern__sink *sink,
                              quern_query_origin origin, const char *site);
void quern__ready_close(quern_session *session, const quern__ready *ready);

/* The same with what is fetched along with the rows, but for more than `most` of them, which are given to nobody. `wish` NULL: all rows of
 * a queryset of quern_raw. */
quern_result *quern__evaluate_and_prefetch(quern_session *session, quern_queryset *queryset, const quern__wish *wish,
                                    size_t most, const char *site);

/* The queryset's cache, filled if it was not; NULL on failure. */
quern_result *quern__evaluate_cached(quern_queryset *queryset, const char *site);

/* The result is the queryset's cache from now on. */
void quern__evaluation_keep(quern_queryset *queryset, quern_result *result);

/* all.c: what it failed with, when quern_evaluate_all evaluated it, is forgotten. */
void quern__evaluation_forget(quern_queryset *queryset);

/* The rows of a queryset of quern_raw, likewise. */
quern_result *quern__evaluate_raw(quern_session *session, const quern_queryset *queryset, const char *site);

/* The sink of a statement of quern_raw's, for an empty result; it lies in the arena, with rows that have to wait. `rows_before`: how many
 * came before, for messages that tell a row's number. NULL when out of memory. */
quern__sink *quern__raw_open(quern_result *result, quern__arena *arena, size_t rows_before);
bool quern__raw_came(const quern__sink *sink); /* whether its columns did */

/* The statement has run, and what is to be done with its rows is done now. False on failure, which is then the session's. */
bool quern__raw_finish(quern__sink *sink, const quern__work *work);

/* For calls that want less than all rows: SQL of the user's own can only be evaluated as a whole, into the cache. So after this the
 * cache is there, or the queryset is an ordinary one. False on failure. */
bool quern__evaluation_prepare(quern_queryset *queryset, const char *site);

/* What quern_fetch asks for: the queryset's rows, unordered, into a result that is there, or, of one of its objects, into that
 * object. Needs no memory but the result's that stays. *rows: how many came. False on failure, which is then the session's. */
bool quern__evaluate_later(quern_session *session, quern_queryset *queryset, quern_result *result,
                           quern_object *object, size_t *rows, const char *site);

/* The one integer that a COUNT or EXISTS gives. False on failure; *found is false when no row came. */
bool quern__evaluate_scalar(quern_session *session, quern_queryset *queryset, const quern__wish *wish,
                            const char *site, int64_t *value, bool *found);

/* True when objects of `model` may be read from the queryset; else the session has failed with USAGE. */
bool quern__evaluation_fits(quern_session *session, const quern_queryset *queryset, const quern_model *model,
                            const char *site);

#endif
