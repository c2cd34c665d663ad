/* session.c: making and closing sessions. */
#include "lib/session/session.h"

#include "lib/session/limits.h"

#include <quern/evaluate.h>

quern_session quern__no_session = {
    .scope = { .failure = { .current = &quern__out_of_memory } },
    .answer = QUERN_NO_ANSWER,
};

bool quern__session_usable(const quern_session *session)
{
    return session != &quern__no_session;
}

quern_session *quern__session_new(const quern__session_options *options)
{
    const quern_allocator *allocator = options->allocator;
    quern_session *session = quern__allocate_zeroed(allocator, 1, sizeof *session);
    if (!session)
        return &quern__no_session;
    session->scope.allocator = allocator;
    session->scope.schema = options->schema;
    session->scope.arena = quern__arena_open(allocator, NULL);
    if (!session->scope.arena) {
        quern__release(allocator, session);
        return &quern__no_session;
    }
    quern__failure_open(&session->scope.failure, allocator);
    quern__log_open(&session->log, allocator, options->log_size);
    session->pool = options->pool;
    session->statements = options->statements;
    session->types = options->types;
    session->options = options->options;
    session->deadline = quern__limit_session(&session->options);
    session->site = options->site;
    session->on_close = options->on_close;
    session->owner = options->owner;
    return session;
}

void quern_session_close(quern_session *session)
{
    if (!session || !quern__session_usable(session))
        return;
    quern__arena_close(session->scope.arena);
    quern__log_close(&session->log);
    quern__failure_close(&session->scope.failure);
    if (session->on_close)
        session->on_close(session);
    else
        quern__release(session->scope.allocator, session);
}
