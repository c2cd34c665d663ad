/* report.h: a session's query log as a report: a table for a terminal, JSON for programs, and a page for browsers.
 *
 *     quern_report_text(s, quern_write_file, stderr);
 *
 * Each tells of what the log remembers, statement by statement, with the sums of all and with what looks wrong on top: statements that
 * failed, what the detector has warned of, with its advice (detect.h), statements that were slow, and that were asked again and again (see
 * quern_query_similar). Statements that asked though the set was known are marked (passed_by). What the log has forgotten is said, too. Values
 * of parameters are in it only where the session logs them (.log_parameters); of failures no more than their code and SQLSTATE.
 *
 * Reports look at a session, whatever its state, and change nothing in it: no statement runs, and a failure goes on waiting to be read.
 * They are for the thread that uses the session, which must not use it from within the writer. */
#ifndef QUERN_REPORT_H
#define QUERN_REPORT_H

#include <quern/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where a report goes: takes the next bytes, of which there is at least one. False: it wants no more; then it is not called again. */
typedef bool quern_write(void *context, const char *bytes, size_t size);

/* A quern_write into a FILE *, which is the context. Does not evaluate. Any thread, as fwrite. */
QUERN_API bool quern_write_file(void *file, const char *bytes, size_t size);

/* A table of at most 100 columns, in UTF-8, without colours; SQL is cut, and what might steer a terminal is shown as a picture.
 * False when the writer said no, or there was no memory: then what was written is a beginning. Does not evaluate. */
QUERN_API bool quern_report_text(const quern_session *session, quern_write *write, void *context);

/* One JSON object, whose members are only ever added to:
 *   "session"     "site", where it was opened, and "tag"
 *   "totals"      the members of quern_query_totals, but with "similar" and "duplicates" for how many statements have others like them;
 *                 and "forgotten", how many the log does not have any more
 *   "warnings"    those on top, in order: each has "text"; "statement", if it is about one, or the first of several, the number of that;
 *                 and one of the detector's the members of quern_warning, its message as "text", and "kind" as "lazy", "loop" or "unused"
 *   "statements"  in order: the members of quern_query, with "origin" as one word, "failure" as the error's name or null, and "similar" and
 *                 "duplicates", how many there are of its like with itself; 0: it is of no such group
 *   "groups"      of similar statements: "sql" of one; "count"; "elapsed_microseconds" of all; "sites", each with "site" and "count", and
 *                 "elsewhere", the count of others; "statements", their numbers; "duplicates", the numbers of each run of those
 * Times are integers, in microseconds; what is not known is null. SQL is as the log has it, and text that is no UTF-8 has U+FFFD in its
 * place. False as of quern_report_text. Does not evaluate. */
QUERN_API bool quern_report_json(const quern_session *session, quern_write *write, void *context);

/* One page of HTML that needs nothing else: no scripts, and nothing from elsewhere. A time-line of the statements, with their SQL, their
 * plans where they were asked for (.explain of quern_session_options), and the groups that are similar; for a dark room and for paper
 * too. Whatever SQL, tags and values hold is text there. False as of quern_report_text. Does not evaluate. */
QUERN_API bool quern_report_html(const quern_session *session, quern_write *write, void *context);

#ifdef __cplusplus
}
#endif

#endif
