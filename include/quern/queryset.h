/* queryset.h: querysets: lazy, immutable, cached.
 *
 * Building one runs no SQL; refining one gives a new one and never changes it; iterating one twice runs one query. Whatever
 * is built belongs to its session and lives until that is closed; arguments are copied. No builder returns NULL: a mistake
 * makes a queryset in error, which later steps hand on, and which fails when it is evaluated (quern_queryset_error tells at
 * once). Mistakes: QUERN_ERROR_FIELD, _LOOKUP and _VALUE with path, nearest name and hint; _USAGE; _UNSUPPORTED; _MEMORY.
 *
 * Functions under "evaluate" talk to the server, unless the queryset's cache can answer, and fail as quern_execute does, or
 * with QUERN_ERROR_TYPE when a column does not have the type that its member expects, or QUERN_ERROR_DATA when a value does
 * not fit; nothing is loaded then, and the cache is as it was. Functions above it do not evaluate. One thread at a time, as the
 * session. */
#ifndef QUERN_QUERYSET_H
#define QUERN_QUERYSET_H

#include <quern/expr.h>
#include <quern/model.h>
#include <quern/session.h>

#ifdef __cplusplus
extern "C" {
#endif

#define QUERN_OPEN_END INT64_MAX /* for quern_slice: no upper end */

/* All objects of a model, in its .ordering. The model must be one that the db was opened with (QUERN_ERROR_MODEL).
 * Django: Model.objects.all(). Macro: quern_objects(s, book). */
QUERN_API quern_queryset *quern_objects(quern_session *session, const quern_model *model,
                                        QUERN__SITE_PARAMETER);

/* Only the objects for which all of the conditions hold. A refusal (QUERN_ERROR_USAGE) after a slice.
 * Django: filter(). Macro: quern_filter(qs, QUERN_Q("published", true), ...). */
QUERN_API quern_queryset *quern_filter(quern_queryset *queryset, const quern_condition *conditions,
                                       QUERN__SITE_PARAMETER);

/* Without the objects for which all of the conditions hold; one for which a condition is neither true nor false, because a
 * column is NULL, is kept. A refusal (QUERN_ERROR_USAGE) after a slice. Django: exclude(). */
QUERN_API quern_queryset *quern_exclude(quern_queryset *queryset, const quern_condition *conditions,
                                        QUERN__SITE_PARAMETER);

/* In this order, instead of any given before and of the model's own; an empty list means none. "-title" is descending, "?"
 * random, a foreign key orders by its column. A refusal (QUERN_ERROR_USAGE) after a slice. Django: order_by().
 * Macro: quern_order_by(qs, "-created_at", QUERN_NULLS_LAST("pages")). */
QUERN_API quern_queryset *quern_order_by(quern_queryset *queryset, const quern_order *terms,
                                         QUERN__SITE_PARAMETER);

/* In an order that a client wrote: "-title, author__name", terms between commas, with blanks around them or not, each of which must
 * be one of `names` (ended by NULL), with a "-" before it or not; nothing else that the text may hold is believed. An empty text,
 * or NULL, means none, as an empty list does. QUERN_ERROR_VALUE for what is not allowed, with the term, the nearest name and the
 * choices; the rest is as for quern_order_by. Macro: quern_order_by_allowed(qs, text, "title", "author__name"). */
QUERN_API quern_queryset *quern_order_by_allowed(quern_queryset *queryset, const char *text,
                                                 const char *const *names, QUERN__SITE_PARAMETER);

/* The same queryset with a cache of its own: evaluating it asks the server anew. Django: all(). */
QUERN_API quern_queryset *quern_all(quern_queryset *queryset, QUERN__SITE_PARAMETER);

/* Nothing: no SQL runs for it, nor for what is made of it. Django: none(). */
QUERN_API quern_queryset *quern_none(quern_queryset *queryset, QUERN__SITE_PARAMETER);

/* In the opposite order: each term of the order so far is turned around, NULLs too; what has no order is left alone. A later
 * quern_order_by begins anew (in Django the turning outlives it). A refusal (QUERN_ERROR_USAGE) after a slice. Django: reverse(). */
QUERN_API quern_queryset *quern_reverse(quern_queryset *queryset, QUERN__SITE_PARAMETER);

/* No two rows the same; or, with names (ended by NULL), the first row for each of what these fields are (DISTINCT ON): an order
 * has to begin with the same fields then, else evaluating is a failure (QUERN_ERROR_USAGE). What is ordered by is part of what
 * makes rows the same. A refusal (QUERN_ERROR_USAGE) after a slice, and with a random order.
 * Django: distinct(). Macro: quern_distinct(qs), quern_distinct(qs, "author"). */
QUERN_API quern_queryset *quern_distinct(quern_queryset *queryset, const char *const *names,
                                         QUERN__SITE_PARAMETER);

/* Only these fields of the objects are loaded (names ended by NULL), and the primary key, which always is; the others' members
 * are zero, which quern_loaded tells from what was loaded. A second quern_only replaces the first; what was deferred stays so.
 * Django: only(). Macro: quern_only(qs, "title", "author"). */
QUERN_API quern_queryset *quern_only(quern_queryset *queryset, const char *const *names,
                                     QUERN__SITE_PARAMETER);

/* These fields are not loaded, beside those that were not before; without names, all fields are loaded again. Django: defer().
 * Macro: quern_defer(qs, "text"). */
QUERN_API quern_queryset *quern_defer(quern_queryset *queryset, const char *const *names,
                                      QUERN__SITE_PARAMETER);

/* Whether a member of an object, by its offset, was loaded: false after quern_defer, for an object that quern never saw, and for
 * what is no column's member. Does not evaluate. Macro: quern_loaded(b, title). */
QUERN_API bool quern_loaded(const quern_object *object, size_t offset);

/* Rows start to stop - 1, counted from 0 within what the queryset gives, as Python's [start:stop]; slices of slices compose.
 * stop <= start is an empty set, for which no SQL runs. Negative numbers: QUERN_ERROR_USAGE. */
QUERN_API quern_queryset *quern_slice(quern_queryset *queryset, int64_t start, int64_t stop,
                                      QUERN__SITE_PARAMETER);

/* The SELECT that evaluating would run, with its values in place: for people and for psql, which runs it as it is. It is not
 * what is sent: values are bound. Does not evaluate. Never NULL: a queryset in error gives "-- " and the error. Lives as the
 * session. Django: str(qs.query), but runnable. */
QUERN_API const char *quern_sql(quern_queryset *queryset);

/* One parameter of a statement. */
typedef struct quern_parameter {
    quern_value value;
    quern_kind kind;  /* the kind it is sent as */
    const char *type; /* its type's name at the server: "bigint" */
} quern_parameter;

/* The statement that is really sent: text with $1, $2, … and the parameters for them. */
typedef struct quern_sql_statement {
    const char *sql;
    size_t count;
    const quern_parameter *parameters;
} quern_sql_statement;

/* NULL for a queryset in error, or without memory. Lives as the session. Does not evaluate. */
QUERN_API const quern_sql_statement *quern_statement(quern_queryset *queryset);

/* ---- Evaluate ---- */

/* How many rows; evaluates the whole set and keeps it in the queryset's cache: what follows costs nothing. If you only want
 * the number, quern_count is cheaper. -1 on failure. Django: len(qs). */
QUERN_API int64_t quern_len(quern_queryset *queryset, QUERN__SITE_PARAMETER);

/* How many rows, by SELECT COUNT(*), or from the cache. Fills no cache. -1 on failure. Django: count(). */
QUERN_API int64_t quern_count(quern_queryset *queryset, QUERN__SITE_PARAMETER);

/* Whether there is any row, into *found, by SELECT 1 … LIMIT 1, or from the cache. Fills no cache. False on failure, and
 * then *found is false; `found` NULL is one (QUERN_ERROR_USAGE). Django: exists(). */
QUERN_API bool quern_exists(quern_queryset *queryset, bool *found, QUERN__SITE_PARAMETER);

/* The functions below give an object of `model`, which must be the queryset's (QUERN_ERROR_USAGE), or NULL; quern_answer says
 * why: none was found, or a failure. The object lives as the session. The macros name the type and give it typed. */

/* The object at `index`, from 0: from the cache, or by LIMIT 1 OFFSET index without filling it. Negative: QUERN_ERROR_USAGE.
 * Past the end is an answer: NULL. Django: qs[index]. Macro: quern_at(qs, book, 5). */
QUERN_API void *quern_at(quern_queryset *queryset, const quern_model *model, int64_t index,
                         QUERN__SITE_PARAMETER);

/* The first object, in the queryset's order, or by primary key when it has none; without that either: QUERN_ERROR_USAGE.
 * Django: first(). Macro: quern_first(qs, book). */
QUERN_API void *quern_first(quern_queryset *queryset, const quern_model *model, QUERN__SITE_PARAMETER);

/* The one object for which the conditions hold too. None and more than one are answers: NULL, and quern_answer says which.
 * Django: get(). Macro: quern_get(qs, book, QUERN_Q("id", 5)). */
QUERN_API void *quern_get(quern_queryset *queryset, const quern_model *model,
                          const quern_condition *conditions, QUERN__SITE_PARAMETER);

/* What became of a call that gives one object. */
typedef enum quern_answer_kind {
    QUERN_FOUND = 0,
    QUERN_NOT_FOUND,
    QUERN_MORE_THAN_ONE,
    QUERN_NO_ANSWER /* it failed: see quern_session_error */
} quern_answer_kind;

/* How the session's last quern_at, quern_first or quern_get ended. Does not evaluate. */
QUERN_API quern_answer_kind quern_answer(const quern_session *session);

/* A loop: QUERN_EACH(book, b, qs) puts(b->title);   Evaluates the queryset once, caches it and hands out its objects; over
 * an evaluated queryset it runs nothing. break, continue, return and nesting work; the queryset expression is evaluated
 * once. Nothing is looped over on failure: look at quern_failed after the loop. The model must be the queryset's. */
typedef struct quern_each {
    quern_queryset *queryset;
    quern_result *result;
    uint64_t next;
    bool live; /* the macro's own */
    uint64_t reserved[4];
} quern_each;

/* What QUERN_EACH calls, and who has no macros: begin evaluates, next gives the objects one by one and NULL after the last,
 * end may be called at any time, and again. Each fails as the loop does: with nothing to loop over. */
QUERN_API quern_each quern_each_begin(quern_queryset *queryset, const quern_model *model, const char *site);
QUERN_API void *quern_each_next(quern_each *each);
QUERN_API void quern_each_end(quern_each *each);

/* The outer loop runs once: it evaluates qs before `var` is in scope, so an inner loop may reuse the name of the outer one,
 * and a break out of the inner for lands in its step. */
/* clang-format off */
#define QUERN_EACH(type, var, qs)                                                                      \
    for (quern_each QUERN__LOCAL(each) QUERN__ON_EXIT(quern_each_end) =                                \
             quern_each_begin((qs), &type##_model, QUERN_SITE);                                        \
         QUERN__LOCAL(each).live; QUERN__LOCAL(each).live = false)                                     \
        for (type *var; (var = (type *)quern_each_next(&QUERN__LOCAL(each))) != NULL;)
/* clang-format on */

#ifndef __cplusplus
#define quern_objects(s, type) (quern_objects)((s), &type##_model, QUERN_SITE)
#define quern_filter(qs, ...) (quern_filter)((qs), QUERN__CONDITIONS(__VA_ARGS__), QUERN_SITE)
#define quern_exclude(qs, ...) (quern_exclude)((qs), QUERN__CONDITIONS(__VA_ARGS__), QUERN_SITE)
#define quern_order_by(qs, ...) \
    (quern_order_by)((qs), QUERN__LIST_OF(quern_order, QUERN__ORDER_ITEM, __VA_ARGS__), QUERN_SITE)
#define quern_order_by_allowed(qs, text, ...) \
    (quern_order_by_allowed)((qs), (text), QUERN__TAIL_NAMES(0, __VA_ARGS__), QUERN_SITE)
#define quern_all(qs) (quern_all)((qs), QUERN_SITE)
#define quern_none(qs) (quern_none)((qs), QUERN_SITE)
#define quern_reverse(qs) (quern_reverse)((qs), QUERN_SITE)
#define quern_distinct(...) \
    (quern_distinct)(QUERN__HEAD(__VA_ARGS__), QUERN__TAIL_NAMES(__VA_ARGS__), QUERN_SITE)
#define quern_only(...) (quern_only)(QUERN__HEAD(__VA_ARGS__), QUERN__TAIL_NAMES(__VA_ARGS__), QUERN_SITE)
#define quern_defer(...) (quern_defer)(QUERN__HEAD(__VA_ARGS__), QUERN__TAIL_NAMES(__VA_ARGS__), QUERN_SITE)
#define quern_loaded(o, member) (quern_loaded)(&(o)->object, offsetof(__typeof__(*(o)), member))
#define quern_slice(qs, start, stop) (quern_slice)((qs), (start), (stop), QUERN_SITE)
#define quern_len(qs) (quern_len)((qs), QUERN_SITE)
#define quern_count(qs) (quern_count)((qs), QUERN_SITE)
#define quern_exists(qs, found) (quern_exists)((qs), (found), QUERN_SITE)
#define quern_at(qs, type, index) ((type *)(quern_at)((qs), &type##_model, (index), QUERN_SITE))
#define quern_first(qs, type) ((type *)(quern_first)((qs), &type##_model, QUERN_SITE))
#define quern_get(qs, ...)                                                                          \
    ((QUERN__HEAD(__VA_ARGS__) *)(quern_get)((qs), &QUERN__PASTE(QUERN__HEAD(__VA_ARGS__), _model), \
                                             QUERN__TAIL_OF(quern_condition, QUERN__CONDITION_ITEM, \
                                                            __VA_ARGS__),                           \
                                             QUERN_SITE))
#endif

#ifdef __cplusplus
}
#endif

#endif
