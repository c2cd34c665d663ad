/* record.c: see record.h. Each start that is told has its end; the log has those that were sent and not skipped. */
#include "lib/session/record.h"

#include "lib/base/clock.h"
#include "lib/session/parameters.h"
#include "lib/value/digest.h"

#include <string.h>

static void tell(const quern_session *session, quern_trace_kind kind, const char *message,
                 const quern_query *query, const quern_error *error)
{
    if (!session->tracer)
        return;
    quern__tracer_tell(session->tracer,
                       &(quern_trace_event){ .kind = kind,
                                             .level = error || kind == QUERN_TRACE_SLOW_STATEMENT
                                                          ? QUERN_LEVEL_WARNING
                                                          : QUERN_LEVEL_DEBUG,
                                             .message = error ? error->message : message,
                                             .site = query->site,
                                             .tag = session->options.tag,
                                             .session = session,
                                             .query = query,
                                             .error = error });
}

/* What is known of a statement before it runs. */
static quern_query query_of(const quern__exchange *x, const quern__part *part, size_t number)
{
    const quern__command *command = quern__exchange_command(x, part, number);
    return (quern_query){ .sql = command->sql,
                          .site = part->work->site,
                          .passed_by = command == &part->work->main ? part->work->passed_by : NULL,
                          .transaction = x->transaction,
                          .origin = quern__exchange_origin(x, part, number) };
}

/* Statements that are in flight, each in a unit of its own, before this one, and so will be in the log before it. */
static int64_t in_front(const quern_session *session)
{
    const size_t units = session->hold.in_flight;
    return units ? (int64_t)units - 1 : 0;
}

void quern__record_start(const quern_session *session, const quern__exchange *x)
{
    if (!quern__tracer_hears(session->tracer, QUERN_LEVEL_DEBUG))
        return;
    int64_t last = session->log.count + in_front(session);
    for (const quern__part *part = x->first; part; part = quern__exchange_following(x, part))
        for (size_t i = 0; i < quern__exchange_count(x, part); i++) {
            quern_query query = query_of(x, part, i);
            query.number = ++last;
            tell(session, QUERN_TRACE_STATEMENT_START, "a statement is sent", &query, NULL);
        }
}

/* What log and reports tell of a failure: nothing that may quote a value. */
static void put_failure(quern_query *query, const quern_error *error)
{
    query->failure = error->code;
    memcpy(query->sqlstate, error->sqlstate, sizeof query->sqlstate);
}

static bool is_slow(const quern_session *session, const quern_query *query)
{
    return session->slow_microseconds && query->elapsed_microseconds > session->slow_microseconds &&
           query->origin != QUERN_ORIGIN_EXPLAIN;
}

/* With its parameters, if they are wanted. Without memory for them they are cut to nothing. */
static void put_parameters(quern__text *parameters, const quern__exchange *x, const quern__command *command,
                           quern_query *query)
{
    quern__parameters_put(parameters, x->backend->dialect, command);
    query->parameters = parameters->broken ? "…" : quern__text_get(parameters);
}

/* The number that stands for its text, if it is a part's own statement. */
static uint64_t name_of(const quern__part *part, const quern__command *command)
{
    return command == &part->work->main ? part->work->number : 0;
}

/* Into the log, and on to whoever listens. */
static void end(quern_session *session, const quern__exchange *x, const quern__part *part,
                const quern__command *command, quern_query *query, const quern_error *error)
{
    quern__text parameters;
    if (session->options.log_parameters) {
        parameters = quern__text_open(session->scope.allocator);
        put_parameters(&parameters, x, command, query);
    }
    if (error)
        put_failure(query, error);
    query->slow = is_slow(session, query);
    quern__log_add_named(&session->log, query, name_of(part, command),
                         session->log.size ? quern__values_digest(session->log.seed, command->values,
                                                                  command->kinds, command->count)
                                           : 0);
    query->number = session->log.count;
    tell(session, QUERN_TRACE_STATEMENT_END, "a statement has ended", query, error);
    if (query->slow)
        tell(session, QUERN_TRACE_SLOW_STATEMENT, "a statement was slow", query, NULL);
    if (session->options.log_parameters)
        quern__text_close(&parameters);
}

/* Never ran, from this one on: the program was told that they are sent. */
static void skip(const quern_session *session, const quern__exchange *x, const quern__part *part, size_t from)
{
    if (!quern__tracer_hears(session->tracer, QUERN_LEVEL_DEBUG))
        return;
    for (size_t i = from; i < quern__exchange_count(x, part); i++) {
        quern_query query = query_of(x, part, i);
        query.rows = -1;
        tell(session, QUERN_TRACE_STATEMENT_END, "a statement was not run", &query, NULL);
    }
}

/* What all of a unit have in common; and the part whose last statement has the times of all. */
typedef struct unit {
    int64_t number, began, waited, elapsed;
    const quern__part *last;
} unit;

static quern_query query_in(const unit *unit, const quern__exchange *x, const quern__part *part,
                            size_t number)
{
    quern_query query = query_of(x, part, number);
    query.unit = unit->number;
    query.began_microseconds = unit->began;
    return query;
}

/* The last one of a part, or the one that failed. */
static void end_last(quern_session *session, const quern__exchange *x, const quern__part *part, size_t number,
                     const unit *unit)
{
    quern_error error;
    quern_query query = query_in(unit, x, part, number);
    query.rows = part->state == QUERN__PART_DONE ? part->rows : -1;
    query.bytes = part->bytes;
    if (part == unit->last) {
        query.waited_microseconds = unit->waited;
        query.elapsed_microseconds = unit->elapsed;
        query.server_microseconds = x->server_microseconds;
    }
    if (part->failure.current) {
        error = *part->failure.current;
        error.outcome = part->outcome;
    }
    end(session, x, part, quern__exchange_command(x, part, number), &query,
        part->failure.current ? &error : NULL);
}

/* How many of a part's statements have a line in the log: none of what is sent again, or was not run. */
static size_t told(const quern__exchange *x, const quern__part *part)
{
    const size_t count = quern__exchange_count(x, part);
    if (!part->sent || part->state == QUERN__PART_WAITS || part->because)
        return 0;
    return part->state == QUERN__PART_FAILED && part->done < count ? part->done + 1 : count;
}

static void end_part(quern_session *session, const quern__exchange *x, const quern__part *part,
                     const unit *unit)
{
    const size_t count = told(x, part);
    for (size_t i = 0; i + 1 < count; i++) {
        quern_query query = query_in(unit, x, part, i);
        if (i + 2 == quern__exchange_count(x, part) && part->work->rows_before)
            query.rows = part->rows_before;
        end(session, x, part, quern__exchange_command(x, part, i), &query, NULL);
    }
    if (count)
        end_last(session, x, part, count - 1, unit);
    skip(session, x, part, count);
}

static const quern__part *last_told(const quern__exchange *x)
{
    const quern__part *last = NULL;
    for (const quern__part *part = x->first; part; part = quern__exchange_following(x, part))
        if (told(x, part))
            last = part;
    return last;
}

void quern__record_end(quern_session *session, const quern__exchange *x, int64_t waited, int64_t began)
{
    const int64_t elapsed = quern__clock_now() - began, asked = began - waited;
    unit unit = { session->log.count + 1, asked - session->log.opened, waited, elapsed, NULL };
    if (x->first == x->last)
        unit.last = x->first;
    else
        unit.last = last_told(x);
    for (const quern__part *part = x->first; part; part = quern__exchange_following(x, part))
        end_part(session, x, part, &unit);
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
