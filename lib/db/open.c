/* open.c: quern_open and quern_session_open. */
#include "lib/base/clock.h"
#include "lib/db/db.h"
#include "lib/db/options.h"

#include <string.h>

/* What quern_open gives when there is not even memory for a db. Never written to, by any thread. */
static quern_db no_db = { .failure = { .current = &quern__out_of_memory } };

static void out_of_memory(quern_db *db)
{
    quern__failure_set(&db->failure, &quern__out_of_memory);
}

static void refuse(quern_db *db, const char *message, const char *site)
{
    quern__failure_set(&db->failure,
                       &(quern_error){ .code = QUERN_ERROR_USAGE,
                                       .message = quern__arena_format(db->arena, "quern_open: %s", message),
                                       .hint = "see quern_options in <quern/db.h>",
                                       .site = site });
}

/* NULL where nobody listens. */
static const quern__tracer *tracer_of(const quern_db *db)
{
    return db->tracer.handler ? &db->tracer : NULL;
}

/* True when there is one, or none was to be waited for. */
static bool wait_for_first(quern_db *db, const char *site)
{
    quern__lease lease;
    quern_error error;
    const quern__turn turn = {
        .turn_ms = db->options.wait_ms, .site = site, .arena = db->arena, .patient = true
    };
    if (!db->options.wait_ms)
        return true;
    if (quern__pool_borrow(db->pool, &turn, &lease, &error)) {
        quern__pool_return(db->pool, &lease, QUERN__RETURN_CLEAN);
        return true;
    }
    quern__failure_set(&db->failure, &error);
    return false;
}

static void build(quern_db *db, const char *uri, const quern_model *const *models, const char *site)
{
    static const quern_model *const none[] = { NULL };
    const quern_options *options = &db->options;
    const quern__schema_facts facts = { options->backend->dialect,
                                        options->backend->dialect->identifier_bytes };
    const quern__schema *schema =
        quern__schema_build(db->arena, models ? models : none, &facts, &db->failure, site);
    if (!schema)
        return;
    const quern__pool_options pool = { .backend = options->backend,
                                       .uri = uri,
                                       .allocator = &db->allocator,
                                       .max = options->pool_max,
                                       .min = options->pool_min,
                                       .waiting_max = options->waiting_max,
                                       .idle_ms = options->idle_ms,
                                       .lifetime_ms = options->lifetime_ms,
                                       .keepalive_ms = options->keepalive_ms,
                                       .held_ms = options->held_ms,
                                       .connect_ms = options->connect_ms,
                                       .application_name = options->application_name,
                                       .tracer = tracer_of(db),
                                       .password = options->password,
                                       .password_context = options->password_context,
                                       .no_threads = options->no_threads };
    db->statements =
        quern__statements_open(&db->allocator, facts.dialect, options->no_cache ? 0 : options->cache_max);
    db->types = quern__types_open(&db->allocator, QUERN__TYPES_MOST);
    db->pool = db->statements && db->types ? quern__pool_open(&pool) : NULL;
    if (!db->pool)
        out_of_memory(db);
    else if (wait_for_first(db, site))
        db->schema = schema;
}

static quern_db *allocate(const quern_options *options)
{
    quern_db *db = quern__allocate_zeroed(options->allocator, 1, sizeof *db);
    if (!db)
        return NULL;
    db->allocator = *options->allocator;
    db->options = *options;
    db->tracer = (quern__tracer){ options->on_event, options->on_event_context, options->on_event_level };
    db->process = quern__process_this();
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&db->lock, NULL);
    pthread_cond_init(&db->closed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    quern__failure_open(&db->failure, &db->allocator);
    db->arena = quern__arena_open(&db->allocator, NULL);
    db->options.application_name = db->arena ? quern__arena_text(db->arena, options->application_name) : NULL;
    if (!db->options.application_name)
        out_of_memory(db);
    return db;
}

quern_db *(quern_open)(const char *uri, const quern_model *const *models, const quern_options *options,
                       size_t options_size, const char *site)
{
    const quern_options complete = quern__options_complete(options, options_size);
    quern_db *db = allocate(&complete);
    if (!db)
        return &no_db;
    const char *fault = quern__options_fault(uri, &complete);
    if (db->failure.current)
        return db;
    if (fault)
        refuse(db, fault, site);
    else
        build(db, uri, models, site);
    return db;
}

const quern_error *quern_db_error(const quern_db *db)
{
    return db ? db->failure.current : NULL;
}

/* The session's memory goes under the lock: once quern_close sees no session, the allocator may go too. */
static void leave(quern_session *session)
{
    quern_db *db = session->owner;
    quern__db_lock(db);
    if (session->previous)
        session->previous->next = session->next;
    else
        db->sessions = session->next;
    if (session->next)
        session->next->previous = session->previous;
    db->session_count--;
    quern__release(&db->allocator, session);
    if (!quern__db_forked(db))
        pthread_cond_broadcast(&db->closed);
    quern__db_unlock(db);
}

/* Why no session can be had any more, or NULL. Under the lock. */
static const quern_error *objection(const quern_db *db)
{
    static const quern_error closing = { .code = QUERN_ERROR_CLOSED,
                                         .message = "the db is being closed",
                                         .hint = "open sessions before quern_close" };
    if (quern__db_forked(db))
        return &quern__pool_forked_error;
    return db->closing ? &closing : NULL;
}

/* Fails a session that a db would not have. Under the lock. */
static void judge(const quern_db *db, quern_session *session)
{
    const quern_error *why = objection(db);
    if (why) {
        quern_error error = *why;
        error.site = session->site;
        quern__failure_set(&session->scope.failure, &error);
    } else if (db->failure.current) {
        quern__failure_set(&session->scope.failure, db->failure.current);
    }
}

static void enter(quern_db *db, quern_session *session)
{
    quern__db_lock(db);
    session->next = db->sessions;
    if (db->sessions)
        db->sessions->previous = session;
    db->sessions = session;
    db->session_count++;
    judge(db, session);
    quern__db_unlock(db);
}

static void enter_again(quern_session *session, const char *site)
{
    quern_db *db = session->owner;
    quern__db_lock(db);
    session->site = site;
    judge(db, session);
    quern__db_unlock(db);
}

/* A number for a session; the first one of a db differs from that of another at the same place in memory. */
static uint64_t next_number(quern_db *db)
{
    quern__db_lock(db);
    if (!db->last_number)
        db->last_number = (uint64_t)quern__clock_now();
    const uint64_t number = ++db->last_number;
    quern__db_unlock(db);
    return number;
}

static void check_options(quern_session *session)
{
    const char *fault = quern__session_options_fault(&session->options);
    if (!fault)
        return;
    const char *message = quern__arena_format(session->scope.arena, "quern_session_open: %s", fault);
    quern__session_refuse(session, &(quern_error){ .code = QUERN_ERROR_USAGE,
                                                   .message = message,
                                                   .hint = "see quern_session_options in <quern/session.h>",
                                                   .site = session->site });
}

quern_session *(quern_session_open)(quern_db *db, const quern_session_options *options, size_t size,
                                    const char *site)
{
    if (!db || db == &no_db)
        return &quern__no_session;
    const quern_session_options complete = quern__session_options_complete(&db->options, options, size);
    quern_session *session =
        quern__session_new(&(quern__session_options){ .allocator = &db->allocator,
                                                      .schema = db->schema,
                                                      .pool = db->schema ? db->pool : NULL,
                                                      .statements = db->statements,
                                                      .types = db->types,
                                                      .log_size = db->options.log_size,
                                                      .no_prepare = db->options.no_prepare,
                                                      .slow_ms = db->options.slow_ms,
                                                      .tracer = tracer_of(db),
                                                      .options = complete,
                                                      .site = site,
                                                      .on_close = leave,
                                                      .on_reset = enter_again,
                                                      .on_take = quern__db_take,
                                                      .number = next_number(db),
                                                      .owner = db });
    if (quern__session_usable(session)) {
        enter(db, session);
        check_options(session);
    }
    return session;
}
