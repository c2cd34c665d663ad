/* record.c: see record.h. Each start that is told has its end; the log has those that were sent and not skipped. */
#include "lib/session/record.h"

#include "lib/session/parameters.h"

static void tell(const quern_session *session, quern_trace_kind kind, const char *message,
                 const quern_query *query, const quern_error *error)
{
    quern__tracer_tell(session->tracer,
                       &(quern_trace_event){ .kind = kind,
                                             .level = error ? QUERN_LEVEL_WARNING : QUERN_LEVEL_DEBUG,
                                             .message = error ? error->message : message,
                                             .site = query->site,
                                             .tag = session->options.tag,
                                             .session = session,
                                             .query = query,
                                             .error = error });
}

/* What is known of a statement before it runs. */
static quern_query query_of(const quern__exchange *x, size_t number)
{
    return (quern_query){ .sql = quern__exchange_command(x, number)->sql,
                          .site = x->work->site,
                          .transaction = x->transaction,
                          .origin = quern__exchange_origin(x, number) };
}

void quern__record_start(const quern_session *session, const quern__exchange *x)
{
    if (!quern__tracer_hears(session->tracer, QUERN_LEVEL_DEBUG))
        return;
    for (size_t i = 0; i < x->count; i++) {
        quern_query query = query_of(x, i);
        query.number = session->log.count + 1 + (int64_t)i;
        tell(session, QUERN_TRACE_STATEMENT_START, "a statement is sent", &query, NULL);
    }
}

/* Into the log, with its parameters if they are wanted, and on to whoever listens. Without memory for them they are cut to nothing. */
static void end(quern_session *session, const quern__exchange *x, size_t number, quern_query *query,
                const quern_error *error)
{
    quern__text parameters = quern__text_open(session->scope.allocator);
    if (session->options.log_parameters) {
        quern__parameters_put(&parameters, x->backend->dialect, quern__exchange_command(x, number));
        query->parameters = parameters.broken ? "…" : quern__text_get(&parameters);
    }
    quern__log_add(&session->log, query);
    query->number = session->log.count;
    tell(session, QUERN_TRACE_STATEMENT_END, "a statement has ended", query, error);
    quern__text_close(&parameters);
}

/* Never ran, from this one on: the program was told that they are sent. */
static void skip(const quern_session *session, const quern__exchange *x, size_t from)
{
    if (!quern__tracer_hears(session->tracer, QUERN_LEVEL_DEBUG))
        return;
    for (size_t i = from; i < x->count; i++) {
        quern_query query = query_of(x, i);
        query.rows = -1;
        tell(session, QUERN_TRACE_STATEMENT_END, "a statement was not run", &query, NULL);
    }
}

void quern__record_skipped(const quern_session *session, const quern__exchange *x)
{
    skip(session, x, 0);
}

/* The last one, or the one that failed; it has the times of all. */
static void end_last(quern_session *session, const quern__exchange *x, size_t number, int64_t waited,
                     int64_t elapsed)
{
    quern_error error;
    quern_query query = query_of(x, number);
    query.rows = x->failure.current || x->unknown_count ? -1 : x->rows;
    query.waited_microseconds = waited;
    query.elapsed_microseconds = elapsed;
    query.server_microseconds = x->server_microseconds;
    query.bytes = x->bytes;
    if (x->failure.current) {
        error = *x->failure.current;
        error.outcome = quern__exchange_outcome(x);
    }
    end(session, x, number, &query, x->failure.current ? &error : NULL);
}

void quern__record_end(quern_session *session, const quern__exchange *x, int64_t waited, int64_t elapsed)
{
    if (!x->sent || !x->count) {
        skip(session, x, 0);
        return;
    }
    const size_t last = x->done < x->count ? x->done : x->count - 1;
    for (size_t i = 0; i < last; i++) {
        quern_query query = query_of(x, i);
        end(session, x, i, &query, NULL);
    }
    end_last(session, x, last, waited, elapsed);
    skip(session, x, last + 1);
}

/* What ends with the session: told with the place of its beginning. */
static void tell_end(const quern_session *session, quern_trace_kind kind, quern_level level,
                     const char *message, const char *site, const quern_error *error)
{
    quern__tracer_tell(session->tracer, &(quern_trace_event){ .kind = kind,
                                                              .level = level,
                                                              .message = message,
                                                              .site = site ? site : session->site,
                                                              .tag = session->options.tag,
                                                              .session = session,
                                                              .error = error });
}

void quern__session_tell_unread(const quern_session *session)
{
    const quern_error *error = session->scope.failure.current;
    if (error && session->scope.failure.unread)
        tell_end(session, QUERN_TRACE_UNREAD_FAILURE, QUERN_LEVEL_ERROR, error->message, error->site, error);
}

void quern__session_rolled_back(quern_session *session)
{
    const quern__level *outermost = session->hold.outermost;
    tell_end(session, QUERN_TRACE_ROLLED_BACK, QUERN_LEVEL_WARNING,
             "a session was closed or reset in a transaction, which is rolled back",
             outermost ? outermost->site : NULL, NULL);
}
