/* findings.h: what is found in a log: which statements are like each other, and what looks wrong. */
#ifndef QUERN__REPORT_FINDINGS_H
#define QUERN__REPORT_FINDINGS_H

#include "lib/report/report.h"

/* A statement among those that have its SQL. */
typedef struct quern__found {
    const quern__log_entry *entry;
    size_t group;        /* its number in `groups`; of one that has no like there is none */
    int64_t group_first; /* the number of the first statement with this SQL, and with these values */
    int64_t run_first;
    size_t group_count, run_count; /* how many there are: 1 when there is no other */
} quern__found;

enum { QUERN__GROUP_SITES = 8 };

typedef struct quern__group_site {
    const char *site; /* or NULL */
    size_t count;
} quern__group_site;

/* Two statements or more with the same SQL. */
typedef struct quern__group {
    const quern__found *found; /* `count` of them: each run of duplicates together, else in their order */
    size_t count;
    size_t duplicates; /* of them, those that have a duplicate */
    size_t lazy;       /* of them, those of QUERN_ORIGIN_LAZY */
    int64_t elapsed_microseconds;
    quern__group_site sites[QUERN__GROUP_SITES]; /* the first that were met */
    size_t site_count, elsewhere;                /* and statements from others */
} quern__group;

typedef struct quern__findings {
    const quern__report *report;
    const quern__log *log; /* its own */
    int64_t first;         /* the oldest number that the log may remember */
    int64_t remembered;
    int64_t begins, ends; /* of the time-line, in microseconds */
    size_t count, similar, duplicates;
    quern__found *found;            /* `count` of them: groups first, the largest first of all */
    const quern__found **by_number; /* from `first` on; NULL: it is not compared */
    quern__group *groups;
    size_t group_count;
} quern__findings;

/* False when out of memory. */
bool quern__findings_open(const quern__report *report, quern__findings *findings);
void quern__findings_close(quern__findings *findings);

/* The next statement that is remembered, from that number on; NULL at the end. For loops:
 * for (int64_t at = findings->first; (entry = quern__findings_next(findings, &at)); at++) */
const quern__log_entry *quern__findings_next(const quern__findings *findings, int64_t *number);

/* NULL for a statement that is compared with none. */
const quern__found *quern__findings_of(const quern__findings *findings, int64_t number);

/* The largest group that has statements from there; NULL: there is none. */
const quern__group *quern__findings_at(const quern__findings *findings, const char *site);

/* Whether it was sent with others, and is the first or the last of these. */
typedef struct quern__unit_place {
    bool together, first, last;
} quern__unit_place;
quern__unit_place quern__findings_unit(const quern__findings *findings, const quern_query *query);

/* ---- warnings.c: what looks wrong ---- */

typedef struct quern__warning {
    const char *text;              /* a sentence; valid during the call. May hold what is in sites */
    const quern_warning *detected; /* it is the detector's, which has advice too; or NULL */
    int64_t number;                /* of the statement that it is about, or 0 */
    const quern__group *group;     /* or NULL */
    bool failure;
} quern__warning;

/* Calls `each` for every warning, what matters most first; gives how many there are. `each` may be NULL. */
size_t quern__warnings(const quern__findings *findings,
                       void (*each)(void *context, const quern__warning *warning), void *context);

#endif
