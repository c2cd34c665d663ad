/* close.c: quern_close. A db is not freed under its sessions: they point into it. */
#include "lib/base/clock.h"
#include "lib/base/text.h"
#include "lib/db/db.h"
#include "lib/session/cancel.h"

#include <stdio.h>
#include <string.h>

enum {
    GRACE_MS = 1000, /* for sessions whose statements were cancelled */
    DOING_ROOM = 200 /* for what one of them does, in the list */
};

/* Until a session is closed, or something else wakes it. False at the deadline. */
static bool sleep_until(quern_db *db, int64_t deadline)
{
    if (deadline == QUERN__NEVER)
        return pthread_cond_wait(&db->closed, &db->lock) == 0;
    const struct timespec at = quern__deadline_timespec(deadline);
    return pthread_cond_timedwait(&db->closed, &db->lock, &at) == 0;
}

static bool in_use(const quern_db *db)
{
    return db->sessions || db->taken;
}

/* Waits, under the lock, until no session is open, and no result out. False at the deadline. In a forked child the threads that have
 * them are not there to close them. */
static bool wait_for_sessions(quern_db *db, int32_t timeout_ms)
{
    if (quern__db_forked(db))
        return !in_use(db);
    const int64_t deadline = quern__deadline_in(timeout_ms);
    while (in_use(db))
        if (!sleep_until(db, deadline) && in_use(db))
            return false;
    return true;
}

static bool is_at_work(const quern_session *session)
{
    char doing[DOING_ROOM];
    quern__session_doing(session, doing, sizeof doing);
    return strcmp(doing, "idle") != 0;
}

/* Ends, under the lock, what the sessions are doing, and waits for their threads to close them. Whoever does nothing has nothing to
 * be ended, and has had his time. */
static bool press_sessions(quern_db *db)
{
    bool at_work = false;
    if (quern__db_forked(db))
        return !in_use(db);
    for (quern_session *s = db->sessions; s; s = s->next) {
        at_work |= is_at_work(s);
        quern__session_close_down(s);
    }
    return wait_for_sessions(db, at_work ? GRACE_MS : 0);
}

static void list_taken(const quern_db *db, quern__text *places)
{
    if (db->sessions && db->taken)
        quern__text_put(places, "; ");
    for (const quern__taken *t = db->taken; t; t = t->next)
        quern__text_put_format(places, "%s%s", t == db->taken ? "taken at " : ", ", t->site ? t->site : "?");
}

static void put_session(quern__text *places, const quern_session *session)
{
    char doing[DOING_ROOM];
    quern__session_doing(session, doing, sizeof doing);
    quern__text_put(places, session->site ? session->site : "?");
    if (*doing)
        quern__text_put_format(places, " (%s)", doing);
}

static void describe(const quern_db *db, char *out, size_t size)
{
    const char *sessions = db->session_count == 1 ? "session is" : "sessions are";
    const char *results = db->taken_count == 1 ? "result that was taken is" : "results that were taken are";
    if (!db->taken)
        snprintf(out, size, "%zu %s still open", db->session_count, sessions);
    else if (!db->sessions)
        snprintf(out, size, "%zu %s not freed", db->taken_count, results);
    else
        snprintf(out, size, "%zu %s still open, and %zu %s not freed", db->session_count, sessions,
                 db->taken_count, results);
}

static void list_sessions(quern_db *db)
{
    quern__text places = quern__text_open(&db->allocator);
    for (const quern_session *s = db->sessions; s; s = s->next) {
        quern__text_put(&places, s == db->sessions ? "opened at " : ", ");
        put_session(&places, s);
    }
    list_taken(db, &places);
    char message[128];
    describe(db, message, sizeof message);
    quern__failure_clear(&db->failure);
    quern__failure_set(&db->failure,
                       &(quern_error){ .code = QUERN_ERROR_USAGE,
                                       .message = message,
                                       .detail = quern__text_get(&places),
                                       .hint = db->taken ? "close or free them and call quern_close again"
                                                         : "close them and call quern_close again" });
    quern__text_close(&places);
}

static void free_shares(quern__shares *share)
{
    while (share) {
        quern__shares *next = share->next;
        quern__arena_close(share->arena);
        share = next;
    }
}

static void free_db(quern_db *db)
{
    const quern_allocator allocator = db->allocator;
    quern__pool_close(db->pool);
    free_shares(db->shares);
    quern__statements_close(db->statements);
    quern__types_close(db->types);
    quern__failure_close(&db->failure);
    quern__arena_close(db->arena);
    if (!quern__db_forked(db)) { /* there a thread may seem to wait on the one, or to hold the other */
        pthread_cond_destroy(&db->closed);
        pthread_mutex_destroy(&db->lock);
    }
    quern__process_forget(&db->process);
    quern__release(&allocator, db);
}

bool quern_close(quern_db *db, int32_t timeout_ms)
{
    if (!db || db->allocator.allocate == NULL) /* the static db has no allocator */
        return true;
    quern__db_lock(db);
    db->closing = true;
    if (db->pool)
        quern__pool_shut(db->pool);
    const bool alone = wait_for_sessions(db, timeout_ms) || press_sessions(db);
    if (!alone)
        list_sessions(db);
    quern__db_unlock(db);
    if (alone)
        free_db(db);
    return alone;
}
