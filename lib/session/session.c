/* session.c: making, closing and resetting sessions. */
#include "lib/session/session.h"

#include "lib/session/limits.h"

#include <quern/evaluate.h>

quern_session quern__no_session = {
    .scope = { .failure = { .current = &quern__out_of_memory } },
    .answer = QUERN_NO_ANSWER,
};

static const quern__limit arena_limit = {
    ".max_arena_bytes", "rewind to a mark, reset or close the session, stream the rows, or allow more"
};

bool quern__session_usable(const quern_session *session)
{
    return session != &quern__no_session;
}

/* What is the same in a new session and in one that was reset. */
static void begin(quern_session *session, const char *site)
{
    quern__failure_open(&session->scope.failure, session->scope.allocator);
    session->scope.serial = 0;
    session->deadline = quern__time_limit_session(&session->options);
    session->answer = QUERN_FOUND;
    if (!session->refused)
        return;
    quern_error error = *session->refused;
    error.site = site;
    quern__failure_set(&session->scope.failure, &error);
}

void quern__session_refuse(quern_session *session, const quern_error *why)
{
    session->refused = quern__error_copy(session->scope.arena, why);
    session->start = quern__arena_mark(session->scope.arena);
    quern__failure_set(&session->scope.failure, session->refused);
}

/* The arena with the limit that the options give it. */
static quern__arena *open_arena(quern_session *session)
{
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    if (!arena)
        return NULL;
    session->start = quern__arena_mark(arena);
    if (session->options.max_arena_bytes)
        quern__arena_limit(arena, &arena_limit, session->options.max_arena_bytes,
                           &session->scope.failure.hit);
    return arena;
}

/* Without the tag that it should have the session runs nothing, until somebody has looked at why. */
static void take_tag(quern_session *session)
{
    const char *given = session->options.tag;
    char message[100];
    quern_error error;
    session->options.tag = NULL;
    if (!given || !*given)
        return;
    if (!quern__tag_valid(given, message, sizeof message, &error)) {
        error.site = session->site;
        quern__session_refuse(session, &error);
        return;
    }
    session->tag = quern__tag_open(session->scope.allocator, given);
    if (session->tag)
        session->options.tag = session->tag->given;
    else
        quern__session_refuse(session, &quern__out_of_memory);
}

quern_session *quern__session_new(const quern__session_options *options)
{
    const quern_allocator *allocator = options->allocator;
    quern_session *session = quern__allocate_zeroed(allocator, 1, sizeof *session);
    if (!session)
        return &quern__no_session;
    session->options = options->options;
    session->scope.allocator = allocator;
    session->scope.schema = options->schema;
    session->scope.arena = open_arena(session);
    if (!session->scope.arena) {
        quern__release(allocator, session);
        return &quern__no_session;
    }
    quern__log_open(&session->log, allocator, options->log_size);
    quern__marks_open(session, options->number);
    session->pool = options->pool;
    session->statements = options->statements;
    session->types = options->types;
    session->on_close = options->on_close;
    session->on_reset = options->on_reset;
    session->on_take = options->on_take;
    session->owner = options->owner;
    session->site = options->site;
    session->tracer = options->tracer;
    session->no_prepare = options->no_prepare;
    session->slow_microseconds = options->slow_ms > 0 ? options->slow_ms * INT64_C(1000) : 0;
    begin(session, session->site);
    take_tag(session);
    return session;
}

/* The connection first: cursors lie in what is held. */
void quern__session_end_all(quern_session *session)
{
    quern__hold_close(session);
    quern__session_tell_unread(session);
    quern__session_free_unborn(session);
    quern__session_free_younger(session, 0);
}

void quern_session_close(quern_session *session)
{
    if (!session || !quern__session_usable(session))
        return;
    quern__session_end_all(session);
    quern__session_free_unborn(session);
    quern__arena_close(session->scope.arena);
    quern__tag_close(session->tag);
    quern__log_close(&session->log);
    quern__failure_close(&session->scope.failure);
    quern__marks_close(session);
    if (session->on_close)
        session->on_close(session);
    else
        quern__release(session->scope.allocator, session);
}

/* Nothing is allocated, but for a failure, so nothing can fail. */
void(quern_session_reset)(quern_session *session, const char *site)
{
    if (!session || !quern__session_usable(session))
        return;
    quern__session_end_all(session);
    quern__arena_rewind(session->scope.arena, &session->start);
    quern__log_reset(&session->log);
    quern__failure_close(&session->scope.failure);
    quern__marks_forget(session);
    quern__interrupt_take(&session->interrupt);
    begin(session, site);
    if (session->on_reset)
        session->on_reset(session, site);
    else
        session->site = site;
}
