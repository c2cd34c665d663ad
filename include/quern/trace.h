/* trace.h: the query log: what a session really asked the server, from where, and what it cost. For the thread that uses the
 * session. */
#ifndef QUERN_TRACE_H
#define QUERN_TRACE_H

#include <quern/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */
/* One statement that ran. Parameter values are never in it. Fields are only ever added at the end. */
typedef struct quern_query {
    const char *sql;              /* with $n */
    const char *site;             /* "file:line" of the call that ran it, or NULL */
    int64_t number;               /* 1 for the session's first */
    int64_t rows;                 /* rows given or changed; -1 when it failed, or had to be run again */
    int64_t waited_microseconds;  /* for a connection */
    int64_t elapsed_microseconds; /* from the first byte sent to the last row loaded; 0 but for the last of several statements
                                     that were sent together */
} quern_query;
/* clang-format on */

/* How many statements the session has sent, failed ones too; statements that reset a connection are not counted. The first
 * time that a db meets a type which users made, such as an enum, quern asks the server about it: the statement that met it is
 * counted and logged twice, and between the two the question (see resolve_type in <quern/backend/backend.h>), once for each
 * type. Does not evaluate. Works whatever the session's state. */
QUERN_API int64_t quern_query_count(const quern_session *session);

/* The statement of that number, counted from 1, or from the end: -1 is the latest. NULL when there was none such, or when
 * the log (see .log_size in quern_options) has forgotten it. Lives until the session's next statement. Does not evaluate. */
QUERN_API const quern_query *quern_query_at(const quern_session *session, int64_t number);

#ifdef __cplusplus
}
#endif

#endif
