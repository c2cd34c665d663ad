/* execute.h: SQL of your own: statements, and queries whose rows become objects. Values are bound, never pasted.
 *
 * It may leave settings behind, so the connection is reset before its next borrower sees it. One thread at a time, as the session. */
#ifndef QUERN_EXECUTE_H
#define QUERN_EXECUTE_H

#include <quern/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Runs one statement of your own, with $1, $2, … bound to `values` (ended by a zero element); never formats a value into the
 * text. Evaluates. Rows that it gives are read and dropped. All kinds of values may be sent, and arrays of them: integers as
 * bigint, reals as double precision, timestamps as timestamptz, local ones as timestamp, and so on; texts and arrays of texts
 * untyped, so that the server infers their type from the place ($1::citext works). What no server could take (a text that is not
 * UTF-8, a decimal that is no number) is QUERN_ERROR_VALUE, and nothing is sent.
 * Gives the number of rows that the statement changed or gave, 0 for one that does neither; -1 on failure:
 *   QUERN_ERROR_SERVER   the server refused it; sqlstate says why
 *   QUERN_ERROR_USAGE    there is no SQL; or it left a transaction open (BEGIN): that has been rolled back
 *   QUERN_ERROR_VALUE    a value that cannot be sent, or a text that is not UTF-8: nothing was sent
 *   QUERN_ERROR_UNSUPPORTED   COPY
 *   QUERN_ERROR_CONNECT, _CONNECTION_LOST, _POOL_TIMEOUT, _STATEMENT_TIMEOUT: `outcome` says whether it may have been applied
 * The connection is reset before its next use, because the statement may have left settings behind.
 * Macro: quern_execute(s, "DELETE FROM book WHERE id = $1", 5). */
QUERN_API int64_t quern_execute(quern_session *session, const char *sql, const quern_value *values,
                                QUERN__SITE_PARAMETER);

/* A queryset of what a query of your own gives, with $1, $2, … bound to `values` as by quern_execute: rows become objects of `model`,
 * which must be one of the db's, or quern_row_model. Columns go to fields by name, in any order; fields that no column is for are
 * not loaded, as after quern_defer, and quern_fetch loads them; columns that no field is for can be read by quern_read. The primary
 * key must be among the columns (QUERN_ERROR_USAGE, when it is evaluated), and no column may come twice. It runs once, and what it
 * changes stays changed when its rows cannot be loaded: `outcome` is QUERN_APPLIED then.
 * It is lazy and cached as any queryset, and evaluated by QUERN_EACH, quern_len, quern_list, quern_at, quern_count, quern_exists
 * and quern_print, always the whole of it, and by QUERN_STREAM through a cursor. It cannot be refined, but for what is no part of its
 * SQL: quern_fetch_mode, and quern_prefetch_related and what goes with it; nor be in a condition: QUERN_ERROR_USAGE. Values are copied. What is wrong with them or the SQL is told as quern_execute tells it, by the queryset. Does
 * not evaluate. Django: Model.objects.raw(). Macro: quern_raw(s, book, "SELECT id, title FROM book WHERE id = $1", 5). */
QUERN_API quern_queryset *quern_raw(quern_session *session, const quern_model *model, const char *sql,
                                    const quern_value *values, QUERN__SITE_PARAMETER);

#ifndef __cplusplus
#define quern_execute(s, ...)                      \
    (quern_execute)((s), QUERN__HEAD(__VA_ARGS__), \
                    QUERN__TAIL_OF(quern_value, QUERN__VALUE_ITEM, __VA_ARGS__), QUERN_SITE)
#define quern_raw(s, type, ...)                               \
    (quern_raw)((s), &type##_model, QUERN__HEAD(__VA_ARGS__), \
                QUERN__TAIL_OF(quern_value, QUERN__VALUE_ITEM, __VA_ARGS__), QUERN_SITE)
#endif

#ifdef __cplusplus
}
#endif

#endif
