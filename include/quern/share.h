/* share.h: querysets that are built and checked once, at start-up, and used by every thread: no building, no plan, no SQL to be
 * written per use.
 *
 *     // once, before the threads start
 *     quern_session *s = quern_session_open(db);
 *     quern_queryset *by_title = quern_share(db,
 *         quern_order_by(quern_filter(quern_objects(s, book), QUERN_Q("title__icontains", QUERN_PARAM("text"))), "-created_at"));
 *     if (quern_queryset_error(by_title))
 *         ...                                  // a bad path, lookup or parameter: found here, not at the first request
 *     quern_session_close(s);                  // what is shared stays
 *
 *     // in any thread
 *     quern_queryset *books = quern_bind(quern_in(session, by_title), QUERN_SET("text", "C"));
 *     QUERN_EACH(book, b, books) ...
 *
 * A value that is to come, QUERN_PARAM("name"), stands wherever a value of a lookup may: QUERN_Q("pages__gt", QUERN_PARAM("least")), in
 * QUERN_RANGE, for the lookup in (a whole list that is to come: an array or QUERN_LIST), and in what the server computes, beside what
 * tells its kind: QUERN_PLUS(QUERN_F("pages"), QUERN_PARAM("more")). Not for isnull, which makes other SQL of true than of false. One name
 * may stand in several places, where its value has to fit all of them.
 *
 * A queryset with its values gives what it would give with constants in their places, always. Where these would make other SQL (NULL,
 * which becomes IS NULL; a list of nothing, or one with NULL in it that is excluded), and once the queryset has been refined, the
 * statement is made as for any other queryset; else it is there already. */
#ifndef QUERN_SHARE_H
#define QUERN_SHARE_H

#include <quern/queryset.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A value with a name. A list of them is ended by a NULL name. */
typedef struct quern_named {
    const char *name;
    quern_value value;
} quern_named;

/* Copies a queryset, with all that it is made of, to where it lives as long as the db: checks it, makes its plan and its SQL. The
 * session that it was built in may be closed. Never NULL: of a queryset in error, one whose clauses make no sense together, one of
 * another db, and without memory, a queryset in that error. What comes back is a queryset that belongs to no session: it may be given
 * to quern_in, quern_queryset_error and quern_sql, by any thread at once: that has $1, $2, … where values are to come. Refining it gives a
 * queryset in error, QUERN_ERROR_USAGE, with the hint to use quern_in; evaluating it fails, and there is no session that could tell. Values that
 * it has already (quern_bind) may be given anew by who uses it. Sharing what is shared gives it back; quern_raw's cannot be shared:
 * QUERN_ERROR_UNSUPPORTED. Memory is freed with the db, so a program shares a few querysets at its start, not one for each request. Does
 * not evaluate. Any thread. Macro: quern_share(db, qs). */
QUERN_API quern_queryset *quern_share(quern_db *db, quern_queryset *queryset, QUERN__SITE_PARAMETER);

/* A queryset of the session's from a shared one: it may be bound, refined and evaluated as any other, has a cache of its own, and
 * lives as long as the session. A session of another db is QUERN_ERROR_USAGE; what is shared in error stays so. For a queryset that is
 * not shared: QUERN_ERROR_USAGE. Does not evaluate. Macro: quern_in(s, shared). */
QUERN_API quern_queryset *quern_in(quern_session *session, quern_queryset *shared, QUERN__SITE_PARAMETER);

/* The queryset with values for its parameters, by name; copied. Those bound before stay, and may be bound anew. Each is checked as it
 * would be in quern_filter: of a kind that does not fit, or NULL where that refuses it, QUERN_ERROR_VALUE; an unknown name
 * QUERN_ERROR_FIELD with the nearest one; what is no value, as QUERN_F or a queryset, QUERN_ERROR_USAGE. Works for any queryset of a
 * session that has parameters, shared or not; those of a queryset that stands in a condition of it are its own too, but for those that
 * have a value there. Evaluating while one is missing is QUERN_ERROR_USAGE and names it. Does not evaluate.
 * Macro: quern_bind(qs, QUERN_SET("text", "C"), QUERN_SET("least", 300)). */
QUERN_API quern_queryset *quern_bind(quern_queryset *queryset, const quern_named *values,
                                     QUERN__SITE_PARAMETER);

static inline quern_named quern_assign(const char *name, quern_value value)
{
    quern_named named;
    named.name = name;
    named.value = value;
    return named;
}

#ifndef __cplusplus
/* A value that is to come. `name` is copied by what takes it. */
#define QUERN_PARAM(name) quern_value_param(name)
/* A value with a name: QUERN_SET("least", 300). */
#define QUERN_SET(name, value) quern_assign((name), QUERN_VALUE(value))

#define quern_share(db, qs) (quern_share)((db), (qs), QUERN_SITE)
#define quern_in(s, shared) (quern_in)((s), (shared), QUERN_SITE)
#define quern_bind(qs, ...) \
    (quern_bind)((qs), QUERN__LIST_OF(quern_named, QUERN__NAMED_ITEM, __VA_ARGS__), QUERN_SITE)
#define QUERN__NAMED_ITEM(x) x,
#endif

#ifdef __cplusplus
}
#endif

#endif
