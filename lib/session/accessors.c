/* accessors.c: what a session tells of itself, whatever its state: its failure, its answer, its log. */
#include "lib/session/session.h"

#include <quern/evaluate.h>

#include <string.h>

/* That somebody looked, and the text, made when it is asked for, change nothing that a caller could see. Nothing is written to the
 * static session, whose failure is never unread, and has its text ready. */
static quern__failure *look(const quern_session *session)
{
    quern__failure *failure = (quern__failure *)(uintptr_t)&session->scope.failure;
    quern__failure_look(failure);
    return failure;
}

bool quern_failed(const quern_session *session)
{
    return look(session)->current != NULL;
}

const quern_error *quern_session_error(const quern_session *session)
{
    return look(session)->current;
}

const char *quern_error_text(const quern_session *session)
{
    return quern__failure_text(look(session));
}

bool quern_error_take(quern_session *session, const quern_error **out)
{
    const quern_error *taken = quern__session_usable(session) ? quern__failure_take(&session->scope.failure)
                                                              : session->scope.failure.current;
    if (out)
        *out = taken;
    return taken != NULL;
}

void quern_error_clear(quern_session *session)
{
    if (quern__session_usable(session))
        quern__failure_clear(&session->scope.failure);
}

int64_t quern_query_count(const quern_session *session)
{
    return session->log.count;
}

const quern_query *quern_query_at(const quern_session *session, int64_t number)
{
    return quern__log_at(&session->log, number);
}

int64_t quern_query_similar(const quern_session *session, int64_t number)
{
    return quern__log_alike(&session->log, number, false);
}

int64_t quern_query_duplicates(const quern_session *session, int64_t number)
{
    return quern__log_alike(&session->log, number, true);
}

void(quern_query_sums)(const quern_session *session, quern_query_totals *out, size_t size)
{
    const quern_query_totals *totals = &session->log.totals;
    memcpy(out, totals, size < sizeof *totals ? size : sizeof *totals);
}

quern_answer_kind quern_answer(const quern_session *session)
{
    return (quern_answer_kind)session->answer;
}
