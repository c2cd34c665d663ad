/* queryset.h: querysets: lazy, immutable, cached.
 *
 * Building one runs no SQL; refining one gives a new one and never changes it; iterating one twice runs one query. Whatever
 * is built belongs to its session and lives until that is closed; arguments are copied. No builder returns NULL: a mistake
 * makes a queryset in error, which later steps hand on, and which fails when it is evaluated (quern_queryset_error tells at
 * once). Mistakes: QUERN_ERROR_FIELD, _LOOKUP and _VALUE with path, nearest name and hint; _USAGE; _UNSUPPORTED; _MEMORY.
 *
 * Nothing here evaluates: evaluate.h and iterate.h do. One thread at a time, as the session. */
#ifndef QUERN_QUERYSET_H
#define QUERN_QUERYSET_H

#include <quern/expr.h>
#include <quern/model.h>
#include <quern/object.h>
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
 *
 * Paths may go to many objects: over the other side of a relation ("book_set__title"), and over a many to many. Then all conditions of
 * one call are about the same of them: Q("book_set__pages__gt", 300), Q("book_set__published", true) asks for authors of a book that is
 * both; a second call is about another one, or the same by chance. An object is there as often as there are such: quern_distinct makes it
 * one, quern_count counts as many rows as there are. Under QUERN_NOT, which is about objects of its own, it is that there are none, and
 * that never makes more rows; so QUERN_NOT(QUERN_NOT(…)) asks for objects of which there is one, each once.
 * Django: filter(). Macro: quern_filter(qs, QUERN_Q("published", true), ...). */
QUERN_API quern_queryset *quern_filter(quern_queryset *queryset, const quern_condition *conditions,
                                       QUERN__SITE_PARAMETER);

/* Without the objects for which all of the conditions hold; one for which a condition is neither true nor false, because a
 * column is NULL, is kept. Over a path to many: those for which there is no object on it such that all conditions of the call hold
 * (in Django each of them may hold for another one). A refusal (QUERN_ERROR_USAGE) after a slice. Django: exclude(). */
QUERN_API quern_queryset *quern_exclude(quern_queryset *queryset, const quern_condition *conditions,
                                        QUERN__SITE_PARAMETER);

/* In this order, instead of any given before and of the model's own; an empty list means none. "-title" is descending, "?"
 * random, a foreign key orders by its column. By a path to many an object is there once for each object on it, as in quern_values:
 * that of the last quern_filter over this path, or any. A refusal (QUERN_ERROR_USAGE) after a slice. Django: order_by().
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
 * are not to be read before quern_fetch has loaded them (they are zero, and nonsense in a build for debugging); quern_loaded tells. A second quern_only replaces the first; what was deferred stays so.
 * A name may be a path into what quern_select_related loads along, named before or later: "author__name". Of an object of which no
 * name is there, all fields are loaded. A path into what is not loaded along is nothing but the key that leads there; over a relation
 * to many it is QUERN_ERROR_USAGE.
 * Django: only(). Macro: quern_only(qs, "title", "author__name"). */
QUERN_API quern_queryset *quern_only(quern_queryset *queryset, const char *const *names,
                                     QUERN__SITE_PARAMETER);

/* These fields, or paths, are not loaded, beside those that were not before; without names, all fields are loaded again. The other side
 * of a one to one is no field: QUERN_ERROR_USAGE. Django: defer().
 * Macro: quern_defer(qs, "text"). */
QUERN_API quern_queryset *quern_defer(quern_queryset *queryset, const char *const *names,
                                      QUERN__SITE_PARAMETER);

/* Rows start to stop - 1, counted from 0 within what the queryset gives, as Python's [start:stop]; slices of slices compose.
 * stop <= start is an empty set, for which no SQL runs. Negative numbers: QUERN_ERROR_USAGE. */
QUERN_API quern_queryset *quern_slice(quern_queryset *queryset, int64_t start, int64_t stop,
                                      QUERN__SITE_PARAMETER);

/* The same queryset, of which evaluating may take `ms` milliseconds at most for each statement, instead of the session's
 * .statement_ms; -1: no limit. The session's own deadline counts all the same. 0 and less than -1: QUERN_ERROR_USAGE. */
QUERN_API quern_queryset *quern_timeout(quern_queryset *queryset, int32_t ms, QUERN__SITE_PARAMETER);

/* The same queryset, whose objects load what they have not got (see quern_fetch) for so many of them:
 *   QUERN_FETCH_ONE    for the object alone: one statement each.
 *   QUERN_FETCH_PEERS  for all objects of the result, or of a stream's chunk, that have not got it either: one statement for all
 *                      (`= ANY($1)`; one for each 10,000 keys), when the first of them is asked for it. Objects with the same key share
 *                      one. Of fields that were left out it is the one that is asked for. What the server does not find, as its row is
 *                      gone, or finds by a key that is written otherwise (citext), each such object asks for by itself, when it is
 *                      asked, and is told of.
 *   QUERN_FETCH_RAISE  for none: what was not loaded is QUERN_ERROR_USAGE, with model and member, and nothing is sent. What is there,
 *                      and a relation whose key is NULL, is given.
 * The mode goes on to what is loaded through it: the authors of books are peers of each other. It changes no SQL, and is no refinement:
 * a queryset of quern_raw may be given one. QUERN_FETCH_DEFAULT is the session's .fetch_mode, or the db's, or QUERN_FETCH_ONE; any other
 * number QUERN_ERROR_USAGE. Django: fetch_mode(). Macro: quern_fetch_mode(qs, QUERN_FETCH_PEERS). */
QUERN_API quern_queryset *quern_fetch_mode(quern_queryset *queryset, quern_fetch_kind mode,
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
#define quern_fetch_mode(qs, mode) (quern_fetch_mode)((qs), (mode), QUERN_SITE)
#define quern_timeout(qs, ms) (quern_timeout)((qs), (ms), QUERN_SITE)
#define quern_slice(qs, start, stop) (quern_slice)((qs), (start), (stop), QUERN_SITE)
#endif

#ifdef __cplusplus
}
#endif

#endif
