/* hold.c: see hold.h. */
#include "lib/session/hold.h"

#include "lib/session/flight.h"

bool quern__hold_wanted(const quern__hold *hold)
{
    return hold->pins || hold->level_count;
}

quern_link_state quern__hold_state(const quern__hold *hold)
{
    quern_link_info info = { .state = QUERN_LINK_LOST };
    if (hold->lease.link)
        hold->lease.backend->info(hold->lease.link, &info);
    return info.state;
}

/* Why nothing may run, or NULL. */
static const quern_error *objection(const quern__hold *hold)
{
    static const quern_error lent = { .code = QUERN_ERROR_USAGE,
                                      .message = "the session's connection is lent to the program",
                                      .hint = "give it back first: quern_postgres_return" };
    static const quern_error lost = { .code = QUERN_ERROR_TRANSACTION,
                                      .message = "the transaction was lost with its connection",
                                      .hint = "quern_rollback, and begin again" };
    static const quern_error over = { .code = QUERN_ERROR_TRANSACTION,
                                      .message = "the transaction is over on the server",
                                      .hint = "quern_rollback, and begin again" };
    static const quern_error stream_lost = { .code = QUERN_ERROR_TRANSACTION,
                                             .message = "the stream's transaction was lost",
                                             .hint = "close the streams that are open, and read again" };
    static const quern_error pin_lost = { .code = QUERN_ERROR_CONNECTION_LOST,
                                          .message = "the connection that the session is pinned to was lost",
                                          .hint = "quern_session_unpin; what lived in it is gone" };
    if (hold->lent)
        return &lent;
    if (!hold->lost && !hold->over)
        return NULL;
    if (hold->depth)
        return hold->lost ? &lost : &over;
    return hold->level_count ? &stream_lost : &pin_lost;
}

bool quern__hold_allows(quern_session *session, const char *sql, const char *site)
{
    return quern__hold_admits(session, sql, site, &session->scope.failure);
}

bool quern__hold_admits(quern_session *session, const char *sql, const char *site, quern__failure *failure)
{
    const quern_error *why = objection(&session->hold);
    if (!why)
        return true;
    quern_error error = *why;
    error.sql = sql;
    error.site = site;
    if (session->hold.lent)
        error.detail = quern__arena_format(session->scope.arena, "It was borrowed at %s.",
                                           session->hold.lent_site ? session->hold.lent_site : "?");
    quern__failure_set(failure, &error);
    return false;
}

/* ---- Pending commands ---- */

size_t quern__hold_pending_count(const quern__hold *hold)
{
    size_t count = 0;
    for (const quern__level *level = hold->outermost; level; level = level->inner)
        count += level->state == QUERN__LEVEL_PENDING ? level->count : 0;
    return count;
}

const quern__command *quern__hold_pending(const quern__hold *hold, size_t number)
{
    for (const quern__level *level = hold->outermost; level; level = level->inner) {
        if (level->state != QUERN__LEVEL_PENDING)
            continue;
        if (number < level->count)
            return &level->commands[number];
        number -= level->count;
    }
    return NULL;
}

/* ---- Around an exchange ---- */

void quern__hold_count(quern__hold *hold)
{
    if (hold->level_count && !hold->transaction)
        hold->transaction = ++hold->transactions;
}

/* A level is there once its first command is done. */
static void note_levels(quern__hold *hold, size_t done)
{
    size_t before = 0;
    for (quern__level *level = hold->outermost; level; level = level->inner) {
        if (level->state != QUERN__LEVEL_PENDING)
            continue;
        level->state = done > before ? QUERN__LEVEL_OPEN : QUERN__LEVEL_BROKEN;
        before += level->count;
    }
}

static void end_cursors(quern__hold *hold, uint32_t level)
{
    for (quern__cursor *cursor = hold->cursors; cursor; cursor = cursor->next)
        cursor->over |= cursor->level >= level;
}

void quern__hold_give_up(quern_session *session, quern__return how)
{
    quern__hold *hold = &session->hold;
    quern__pool_return(session->pool, &hold->lease, how);
    hold->lost = true;
    end_cursors(hold, 0);
    quern__flights_lose(session);
}

/* Where the reset failed, and nothing else has run, nothing lived in the connection yet: the next statement gets another. */
void quern__hold_note(quern_session *session, quern__exchange *x)
{
    quern__hold *hold = &session->hold;
    if (x->sent && !(x->reset_failed && !x->done)) {
        if (x->pending)
            note_levels(hold, x->done);
        hold->used = true;
    }
    if (x->how == QUERN__RETURN_CLEAN || x->how == QUERN__RETURN_TAINTED) {
        hold->tainted |= x->how == QUERN__RETURN_TAINTED;
        hold->lease.needs_reset &= !x->sent;
        hold->over |= x->transaction_over;
    } else if (hold->used) {
        quern__hold_give_up(session, x->how);
    } else {
        quern__pool_return(session->pool, &hold->lease, x->how);
    }
}

/* ---- Keeping and letting go ---- */

quern__level *quern__hold_push(quern_session *session, size_t settings, size_t bytes, char **texts)
{
    quern__hold *hold = &session->hold;
    const size_t commands = (settings + 1) * sizeof(quern__command);
    quern__level *level =
        quern__allocate_zeroed(session->scope.allocator, 1, sizeof *level + commands + bytes);
    if (!level) {
        quern__failure_set(&session->scope.failure, &quern__out_of_memory);
        return NULL;
    }
    level->commands = (quern__command *)(level + 1);
    level->commands[0].sql = level->sql;
    level->count = settings + 1;
    if (texts)
        *texts = (char *)(level->commands + settings + 1);
    level->outer = hold->innermost;
    *(hold->innermost ? &hold->innermost->inner : &hold->outermost) = level;
    hold->innermost = level;
    hold->level_count++;
    return level;
}

void quern__hold_pop(quern_session *session)
{
    quern__hold *hold = &session->hold;
    quern__level *level = hold->innermost;
    end_cursors(hold, hold->level_count--);
    hold->depth -= !level->implicit;
    hold->innermost = level->outer;
    *(level->outer ? &level->outer->inner : &hold->outermost) = NULL;
    quern__release(session->scope.allocator, level);
    if (hold->level_count)
        return;
    hold->over = false;
    hold->transaction = 0;
    if (hold->lease.link && quern__hold_state(hold) != QUERN_LINK_IDLE)
        quern__hold_give_up(session, QUERN__RETURN_BROKEN);
    quern__hold_let_go(session);
}

void quern__hold_let_go(quern_session *session)
{
    quern__hold *hold = &session->hold;
    if (quern__hold_wanted(hold))
        return;
    const bool tainted = hold->tainted || hold->lease.needs_reset;
    quern__pool_return(session->pool, &hold->lease, tainted ? QUERN__RETURN_TAINTED : QUERN__RETURN_CLEAN);
    hold->used = hold->tainted = hold->lost = false;
}

/* In a forked child the connection is the parent's; in the program's hands it may be in any state. */
static void roll_back(quern_session *session)
{
    quern__hold *hold = &session->hold;
    if (hold->lent)
        quern__hold_give_up(session, QUERN__RETURN_BROKEN);
    else if (hold->lease.link && hold->outermost && hold->outermost->state == QUERN__LEVEL_OPEN &&
             !hold->over && !quern__pool_forked(session->pool))
        quern__transaction_end(session, "ROLLBACK", session->site, QUERN__CLOSE_MS);
    hold->lent = false;
}

void quern__hold_close(quern_session *session)
{
    quern__hold *hold = &session->hold;
    if (hold->depth)
        quern__session_rolled_back(session);
    roll_back(session);
    while (hold->innermost)
        quern__hold_pop(session);
    for (quern__cursor *cursor; (cursor = hold->cursors);) {
        hold->cursors = cursor->next;
        *cursor = (quern__cursor){ .over = true };
    }
    hold->pins = 0;
    quern__hold_let_go(session);
    *hold = (quern__hold){ .pins = 0 }; /* numbers begin anew in a session that was reset */
}
