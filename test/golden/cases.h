/* cases.h: the querysets whose SQL is kept in the golden files, in groups: one group a file. */
#ifndef QUERN__TEST_GOLDEN_CASES_H
#define QUERN__TEST_GOLDEN_CASES_H

#include "lib/plan/plan.h"
#include "test/support/models.h"

#include <quern/short.h>

/* Who is given the cases of a group, in order. */
typedef struct quern__golden quern__golden;
struct quern__golden {
    /* `text` is the C expression that made `queryset`, or would evaluate it; `wish` is what that wants of the chain. */
    void (*take)(quern__golden *golden, const char *text, quern_queryset *queryset, const quern__wish *wish);
    quern_session *session;
};

typedef struct quern__golden_group {
    const char *name; /* the file is <name>.sql; NULL ends the list */
    void (*cases)(quern__golden *golden);
} quern__golden_group;

extern const quern__golden_group quern__golden_groups[];

/* cases_kinds.c */
void quern__golden_kinds(quern__golden *golden);
void quern__golden_arrays(quern__golden *golden);

/* cases_lookups.c */
void quern__golden_lookups(quern__golden *golden);
void quern__golden_in(quern__golden *golden);
void quern__golden_subqueries(quern__golden *golden);
void quern__golden_expressions(quern__golden *golden);
/* cases_rows.c */
void quern__golden_joins(quern__golden *golden);
void quern__golden_distinct(quern__golden *golden);
void quern__golden_values(quern__golden *golden);
void quern__golden_only(quern__golden *golden);
void quern__golden_dates(quern__golden *golden);

/* cases_many.c */
void quern__golden_reverse(quern__golden *golden);
void quern__golden_many(quern__golden *golden);
void quern__golden_many_excluded(quern__golden *golden);
void quern__golden_many_rows(quern__golden *golden);

/* cases_owners.c */
void quern__golden_owners(quern__golden *golden);

/* cases_related.c */
void quern__golden_select_related(quern__golden *golden);
void quern__golden_select_related_more(quern__golden *golden);
void quern__golden_only_related(quern__golden *golden);

/* cases_triggers.c */
void quern__golden_triggers(quern__golden *golden);

extern const quern__wish quern__golden_rows, quern__golden_count;

/* For the files with the cases: a case, and one of which only the number of rows is asked for, which makes short SQL. */
#define CASE(...) golden->take(golden, #__VA_ARGS__, __VA_ARGS__, &quern__golden_rows)
#define COUNT(...) golden->take(golden, "quern_count(" #__VA_ARGS__ ")", __VA_ARGS__, &quern__golden_count)
#define AT_TIME(microseconds_) ((quern_timestamp){ microseconds_ })
#define BOOKS quern_queryset *books = quern_objects(golden->session, book)

#define QUERN__GOLDEN_GROUPS 28

/* The statement of a case, as it is sent or with its values in place, and its parameters; in the session's arena. */
const char *quern__golden_sql(quern_session *session, const quern__plan *plan, bool as_sent);

/* A value as SQL, likewise. */
const char *quern__golden_literal(quern_session *session, const quern_value *value, quern_kind kind);

#endif
