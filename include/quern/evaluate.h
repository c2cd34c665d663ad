/* evaluate.h: evaluating a queryset: the calls that talk to the server, unless the queryset's cache can answer.
 *
 *     what it needs        the cheapest call
 *     all rows, at once    QUERN_EACH, quern_list     1 statement, then cached
 *     all rows, one by one QUERN_STREAM (iterate.h)   flat memory, nothing cached
 *     one row              quern_get, quern_first, quern_at
 *     how many             quern_count; quern_len if the rows are wanted too
 *     whether any          quern_exists
 *
 * All of them fail as quern_execute does, or with QUERN_ERROR_TYPE when a column does not have the type that its member
 * expects, QUERN_ERROR_DATA when a value does not fit, or QUERN_ERROR_LIMIT when a limit of bytes is reached; nothing is loaded
 * then, and the cache is as it was. A queryset in error fails with that error. One thread at a time, as the session.
 *
 * A cache answers for its own queryset, and for a slice made of it. What else is made of it asks anew. */
#ifndef QUERN_EVALUATE_H
#define QUERN_EVALUATE_H

#include <quern/queryset.h>

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Evaluates several querysets of one session, as quern_len evaluates each, in one round trip: the statements are sent one behind the
 * other, without waiting for answers in between. What is in a cache already is not asked for. `querysets` is ended by NULL; so NULL
 * itself cannot be among them. The same queryset may stand there twice.
 * Outside a transaction each has its own result or its own failure: one that fails takes no other with it; those behind it are sent once
 * more, all in one round trip. In a transaction, where the server refuses all that follows, the first failure is that of all behind it,
 * and its message says whose it was; and so it is where the connection was lost, or the session was told to stop. SQL of quern_raw runs
 * where it stands, by itself.
 * Limits of time count for each from the last answer that came. Where several have the same, and it is over, nobody knows whose time that
 * was: outside a transaction they are sent once more, and then each has its own.
 * True when all are evaluated. Else false: the first failure, in their order, is the session's, and its `path` is the queryset's number,
 * from 0; what each of them failed with quern_queryset_error tells; those that did not fail have their rows, which can be had after
 * quern_error_take or quern_error_clear without another query. A queryset that failed is asked anew when it is evaluated again.
 * Querysets of another session: QUERN_ERROR_USAGE, and nothing is sent. Macro: quern_evaluate_all(s, authors, books, covers). */
QUERN_API bool quern_evaluate_all(quern_session *session, quern_queryset *const *querysets,
                                  QUERN__SITE_PARAMETER);

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

/* How the session's last call that gives one object ended: quern_at, quern_first, quern_last, quern_earliest, quern_latest or quern_get. Does not evaluate. */
QUERN_API quern_answer_kind quern_answer(const quern_session *session);

/* A loop: QUERN_EACH(book, b, qs) puts(b->title);   Evaluates the queryset once, caches it and hands out its objects; over
 * an evaluated queryset it runs nothing. break, continue, return and nesting work; the queryset expression is evaluated
 * once. Nothing is looped over on failure: look at quern_failed after the loop. The model must be the queryset's. */
typedef struct quern_each {
    quern_queryset *queryset;
    quern_result *result;
    uint64_t next;
    bool live;         /* the macro's own */
    uint64_t end;      /* where `next` stops */
    void *const *rows; /* instead of a result's: those of a set that is known */
    uint64_t reserved[2];
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

/* All objects, as an array that is ended by NULL; evaluates the whole set and keeps it in the queryset's cache. `model` must be
 * the queryset's (QUERN_ERROR_USAGE). The array lives as the queryset's rows do. NULL on failure; an empty set is an array of
 * one NULL. Django: list(qs). Macro: book *const *all = quern_list(qs, book). */
QUERN_API void *const *quern_list(quern_queryset *queryset, const quern_model *model, QUERN__SITE_PARAMETER);

/* The last object in the queryset's order, or by primary key when it has none: by turning the order around, LIMIT 1. From the
 * cache when there is one and an order. A refusal (QUERN_ERROR_USAGE) after a slice that is not cached, as the last of a slice is
 * not known before it is read. NULL otherwise as quern_first. Django: last(). Macro: quern_last(qs, book). */
QUERN_API void *quern_last(quern_queryset *queryset, const quern_model *model, QUERN__SITE_PARAMETER);

/* The object that is first, or last, by these fields (ended by NULL; "-" before one turns it around), instead of any order given
 * before: ORDER BY … LIMIT 1. Rows where one of them is NULL come last in quern_earliest, and last in quern_latest too: the latest
 * is one that has a value, where there is one (Django gives one with NULL). Without a field: QUERN_ERROR_USAGE. A refusal
 * (QUERN_ERROR_USAGE) after a slice. NULL when there is none, or on failure; quern_answer says which. Never from the cache.
 * Django: earliest(), latest(). Macro: quern_latest(qs, book, "created_at"). */
QUERN_API void *quern_earliest(quern_queryset *queryset, const quern_model *model, const char *const *names,
                               QUERN__SITE_PARAMETER);
QUERN_API void *quern_latest(quern_queryset *queryset, const quern_model *model, const char *const *names,
                             QUERN__SITE_PARAMETER);

/* Whether an object is in the set, into *found: by its primary key, SELECT 1 … LIMIT 1, or from the cache. An object of another
 * model is not (no statement). False on failure, and then *found is false: QUERN_ERROR_USAGE for an object whose key was not
 * loaded or that quern never saw, for NULL, for rows of values and for a model without a key.
 * Django: contains(). Macro: quern_contains(qs, b, &found). */
QUERN_API bool quern_contains(quern_queryset *queryset, const quern_object *object, bool *found,
                              QUERN__SITE_PARAMETER);

/* The objects whose field `name` is one of `keys`, an array or a list of values of that field's kind (QUERN_VALUE(array),
 * QUERN_LIST(1, 2)), in one statement with one array as its parameter, however many keys there are. The field must be unique
 * ("pk" for the primary key): QUERN_ERROR_VALUE. The answer is an array of one pointer for each key, in the order of the keys, NULL
 * where there is no such object, and one NULL more behind them; keys that are the same give the same object. It lives as the
 * session. Without keys no statement runs. A refusal (QUERN_ERROR_USAGE) after a slice, and of rows of values. NULL on failure. Fills
 * no cache. A text that is none that came by its bytes, but might be one for the server (citext, char(n), a collation), is asked for by
 * a statement of its own; after three such that were none no more are, unless an object came that no key has found.
 * Django: in_bulk(). Macro: book *const *found = quern_in_bulk(qs, book, "id", QUERN_VALUE(ids)). */
QUERN_API void *const *quern_in_bulk(quern_queryset *queryset, const quern_model *model, const char *name,
                                     quern_value keys, QUERN__SITE_PARAMETER);

/* Moves the queryset's rows, evaluated now if they are not cached, out of the session, with all that was loaded for them: they live on
 * when it is closed, until quern_result_free, read-only, for any thread. The queryset has no cache then; objects that the program holds
 * are the same, and belong to the result. NULL on failure; QUERN_ERROR_USAGE for a slice of a cache, whose own queryset must be
 * taken, and for quern_raw. Before quern_close it has to be freed, as a session has to be closed. */
QUERN_API quern_result *quern_result_take(quern_queryset *queryset, QUERN__SITE_PARAMETER);

/* How many objects a taken result has, and the one at `index`, NULL past the end, and when `model` is not theirs. Neither evaluates.
 * Any thread. Macro: quern_result_at(result, book, 0). */
QUERN_API uint64_t quern_result_count(const quern_result *result);
QUERN_API void *quern_result_at(const quern_result *result, const quern_model *model, uint64_t index);

/* Frees a taken result. NULL is allowed. Any thread, but one. Does not evaluate. */
QUERN_API void quern_result_free(quern_result *result);

/* Writes the first 20 objects to a stream, each by its model's .to_text, a line each, and a line that says so when there are more;
 * asks for 21 (LIMIT 21), unless they are cached, and fills no cache. Rows of values print as name=value. False on failure, when
 * nothing was written, or when writing failed (QUERN_ERROR_USAGE, with errno's text); `out` NULL is QUERN_ERROR_USAGE.
 * Django: repr(qs). */
QUERN_API bool quern_print(quern_queryset *queryset, FILE *out, QUERN__SITE_PARAMETER);

/* How the plan is written. */
typedef enum quern_explain_format {
    QUERN_EXPLAIN_TEXT = 0,
    QUERN_EXPLAIN_JSON,
    QUERN_EXPLAIN_XML,
    QUERN_EXPLAIN_YAML
} quern_explain_format;

/* What EXPLAIN is asked for; each is an option of PostgreSQL's EXPLAIN, and off when it is false. */
typedef struct quern_explain_options {
    quern_explain_format format;
    bool analyze; /* runs the query, and throws its rows away */
    bool verbose;
    bool no_costs; /* COSTS off */
    bool settings;
    bool buffers;
    bool wal;       /* with analyze only */
    bool no_timing; /* TIMING off; with analyze only */
    bool summary;
    bool generic_plan; /* PostgreSQL 16; not with analyze */
    bool memory;       /* PostgreSQL 17 */
    bool serialize;    /* PostgreSQL 17; with analyze only */
    int reserved;
} quern_explain_options;

/* The plan that the server has for the queryset, as a text that lives as the session. What makes no sense together, or needs a
 * newer server than this one, is QUERN_ERROR_USAGE or QUERN_ERROR_UNSUPPORTED before anything is sent, the rest is the server's to
 * judge. `size` is that of the options, NULL for none. Evaluates; for what runs no SQL, as quern_none, it says so without asking.
 * NULL on failure. Fills no cache. Django: explain(). Macro: quern_explain(qs, .analyze = true, .format = QUERN_EXPLAIN_JSON). */
QUERN_API const char *quern_explain(quern_queryset *queryset, const quern_explain_options *options,
                                    size_t size, QUERN__SITE_PARAMETER);

/* QUERN_EACH for rows that have no struct: QUERN_EACH_ROW(r, quern_values(books, "title")) quern_read(r, "title", &title); */
#define QUERN_EACH_ROW(var, qs) QUERN_EACH(quern_row, var, qs)

#ifndef __cplusplus
#define quern_evaluate_all(s, ...) \
    (quern_evaluate_all)(          \
        (s), ((quern_queryset *const[]){ QUERN__MAP(QUERN__QUERYSET_ITEM, __VA_ARGS__) NULL }), QUERN_SITE)
#define QUERN__QUERYSET_ITEM(qs) (qs),
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
#define quern_list(qs, type) ((type *const *)(quern_list)((qs), &type##_model, QUERN_SITE))
#define quern_last(qs, type) ((type *)(quern_last)((qs), &type##_model, QUERN_SITE))
#define quern_earliest(qs, ...) QUERN__BY_NAMES(quern_earliest, qs, __VA_ARGS__)
#define quern_latest(qs, ...) QUERN__BY_NAMES(quern_latest, qs, __VA_ARGS__)
#define QUERN__BY_NAMES(function, qs, ...)                                                         \
    ((QUERN__HEAD(__VA_ARGS__) *)(function)((qs), &QUERN__PASTE(QUERN__HEAD(__VA_ARGS__), _model), \
                                            QUERN__TAIL_NAMES(__VA_ARGS__), QUERN_SITE))
#define quern_contains(qs, o, found) (quern_contains)((qs), QUERN__OBJECT_OF(o), (found), QUERN_SITE)
#define quern_in_bulk(qs, type, name, keys) \
    ((type *const *)(quern_in_bulk)((qs), &type##_model, (name), (keys), QUERN_SITE))
#define quern_result_take(qs) (quern_result_take)((qs), QUERN_SITE)
#define quern_result_at(result, type, index) \
    ((const type *)(quern_result_at)((result), &type##_model, (index)))
#define quern_print(qs, out) (quern_print)((qs), (out), QUERN_SITE)
#define quern_explain(...) QUERN__EXPLAIN(__VA_ARGS__, .reserved = 0)
#define QUERN__EXPLAIN(qs, ...)                                                                         \
    (quern_explain)((qs), &(const quern_explain_options){ __VA_ARGS__ }, sizeof(quern_explain_options), \
                    QUERN_SITE)
#endif

#ifdef __cplusplus
}
#endif

#endif
