/* detect.h: the N+1 detector, which notices that a program asks the server the same thing in a loop, for one row at a time.
 *
 *     QUERN_EACH(book, b, books)                          // one statement
 *         puts(quern_fetch(b, author)->name);             // and one for each book: a warning at the second
 *
 * A warning names the line that loads, what, how often and how long so far, and the mend. It is told to the db's .on_event
 * (QUERN_TRACE_N_PLUS_ONE) at its first time, at the 10th, the 100th and so on; the session keeps it, with its count, for tests of the
 * program's own: "no warning in this request" is quern_warning_count(s) == 0.
 *
 * What is warned of:
 *   QUERN_WARNING_LAZY  quern_fetch loads the same relation, or the same field, at the same line, for a second object of one result of
 *                       more than one row, or of one stream. What is loaded through a relation counts as part of the result that it
 *                       began with: "book__author" of loans.
 *   QUERN_WARNING_LOOP  a queryset is evaluated at the same line for a third time, with no more than 15 evaluations at other lines between
 *                       one time and the next, and the last two differ in nothing but their values.
 * What is not: an object that was loaded alone, as by quern_get, whatever is loaded for it; a result of one row; what QUERN_FETCH_PEERS
 * loads; the same object again; the same values again, as when a program polls; evaluations that a cache answers; querysets with a
 * slice of more than one row, as they are pages.
 * quern_session_rewind and quern_session_reset begin a new step of a program's work, and the loop is over: a thread that serves one
 * request after another through one session should do one of them in between.
 *
 * What it does not see: SQL run by quern_execute; loops whose statements differ in more than values from one time to the next, or whose
 * body evaluates more than 16 querysets; loops that rewind; objects of two results in turn; calls without a place (C++, or functions in
 * parentheses, that give no site), of which only what quern_fetch loads is watched, as if it were one line. And what it sees where there
 * may be no loop: a function of the program's that evaluates a queryset, and is called three times in a row from different places, is one
 * line; and a program that reads page after page by a condition, without a slice, asks one value after another. Up to 64 lines of a session
 * are watched: the ones that loaded something last. */
#ifndef QUERN_DETECT_H
#define QUERN_DETECT_H

#include <quern/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is done about a load that there is a warning of. */
typedef enum quern_detect_mode {
    QUERN_DETECT_DEFAULT = 0, /* of a session: its db's; of a db: QUERN_DETECT_LOG */
    QUERN_DETECT_OFF,         /* nobody looks */
    QUERN_DETECT_COUNT,       /* the session keeps it */
    QUERN_DETECT_LOG,         /* and it is told to the db's .on_event */
    QUERN_DETECT_ERROR /* instead: the load fails, with QUERN_ERROR_USAGE and the same words, and nothing is sent */
} quern_detect_mode;

/* What a warning is of. */
typedef enum quern_warning_kind {
    QUERN_WARNING_LAZY = 1, /* quern_fetch, for one object after another */
    QUERN_WARNING_LOOP,     /* a queryset, for one value after another */
    QUERN_WARNING_UNUSED    /* quern_prefetch_related, and nobody asked */
} quern_warning_kind;

/* A warning. Texts are never NULL, but for the two places. Fields are only ever added at the end. */
typedef struct quern_warning {
    quern_warning_kind kind;
    const char *site; /* "file:line" that loads; NULL: unknown */
    const char *
        queryset; /* "file:line" that made the queryset whose rows it is for, or which is evaluated; NULL: unknown */
    const char *model;    /* of that queryset: "book" */
    const char *path;     /* what is loaded for its objects: "author", "sequel_of__author"; "" of a loop */
    int64_t times;        /* how often so far, those too that were refused */
    int64_t microseconds; /* that this has taken so far: sent, waited for and loaded */
    const char *message;  /* one sentence that says all of this */
    const char *advice;   /* and another: what to do */
} quern_warning;

/* How many warnings there have been in a session, since it was opened or reset; one that goes on is one. Works whatever the session's
 * state. Does not evaluate. The session's thread. */
QUERN_API int64_t quern_warning_count(const quern_session *session);

/* The warning of that number, counted from 1, or from the end: -1 is the latest. NULL when there was none such, or when it has made room
 * for others. Lives, with its texts, until the session's next statement, or the next of this call. Works whatever the session's state.
 * Does not evaluate. The session's thread. */
QUERN_API const quern_warning *quern_warning_at(const quern_session *session, int64_t number);

#ifdef __cplusplus
}
#endif

#endif
