/* interrupt.c: ending, from another thread, what a borrower does, and telling what that is.
 *
 * The flag is raised first, and the pool looks at who waits and who has a connection afterwards, under the lock; a borrower does
 * it the other way round: it queues, or gets its connection, under the lock, and looks at the flag then. So one of the two
 * always notices. The ring itself is outside the lock. It may come late, when the connection is somebody else's: that one finds its
 * own flag down, and goes on. */
#include "lib/pool/pool_private.h"

#include "lib/base/utf8.h"

#include <stdio.h>
#include <string.h>

static const quern__pool_slot *slot_of(const quern__pool *pool, const quern__interrupt *who)
{
    for (uint32_t i = 0; i < pool->max; i++)
        if (pool->slots[i].state == QUERN__SLOT_LENT && pool->slots[i].borrower == who)
            return &pool->slots[i];
    return NULL;
}

static void raise_flag(quern__interrupt *who, quern__interruption why)
{
    int down = QUERN__UNINTERRUPTED;
    if (why == QUERN__INTERRUPTED_BY_CLOSE)
        atomic_store(&who->why, (int)why);
    else
        atomic_compare_exchange_strong(&who->why, &down, (int)why);
}

void quern__pool_interrupt(quern__pool *pool, quern__interrupt *who, quern__interruption why)
{
    raise_flag(who, why);
    if (!pool || quern__pool_forked(pool))
        return;
    quern__lock(pool);
    quern__dismiss_named(pool, who);
    const quern__pool_slot *slot = slot_of(pool, who);
    const quern__wake wake = slot ? slot->wake : (quern__wake){ -1, -1 };
    quern__unlock(pool);
    if (slot)
        quern__wake_ring(&wake);
}

quern__interruption quern__interrupt_look(quern__interrupt *interrupt)
{
    return interrupt ? (quern__interruption)atomic_load(&interrupt->why) : QUERN__UNINTERRUPTED;
}

quern__interruption quern__interrupt_take(quern__interrupt *interrupt)
{
    int raised = QUERN__INTERRUPTED_BY_CANCEL;
    if (!interrupt || !atomic_load(&interrupt->why))
        return QUERN__UNINTERRUPTED;
    atomic_compare_exchange_strong(&interrupt->why, &raised, QUERN__UNINTERRUPTED);
    return (quern__interruption)raised; /* what was there, if it was another */
}

quern_error quern__interrupt_error(quern__interruption why)
{
    quern_error error = { .message = "", .detail = "", .hint = "", .path = "", .nearest = "", .sql = "" };
    if (why == QUERN__INTERRUPTED_BY_CLOSE) {
        error.code = QUERN_ERROR_CLOSED;
        error.message = "the db is being closed";
        error.hint = "close the sessions before quern_close, or let it wait for them";
    } else {
        error.code = QUERN_ERROR_CANCELLED;
        error.message = "the session was cancelled";
        error.hint = "by quern_session_cancel; the session can go on when the error has been taken";
    }
    return error;
}

/* Only the number is new to the thread that borrowed it. */
static void note_thread(const quern__pool *pool, quern__pool_slot *slot)
{
    const quern__thread *thread = quern__thread_this(pool->process.id);
    if (atomic_load_explicit(&slot->thread, memory_order_relaxed) == thread->number)
        return;
    atomic_store_explicit(&slot->thread, thread->number, memory_order_relaxed);
    atomic_store_explicit(&slot->kernel_thread, thread->kernel, memory_order_relaxed);
}

/* Whoever reads a statement's text says so first, under the lock, and then looks which one it is; here it is the other way round. So
 * either the reader finds that there is none, or this waits until the reader is done; then the text may go. */
void quern__pool_note(quern__pool *pool, const quern__lease *lease, const char *sql, bool in_transaction)
{
    quern__pool_slot *slot = lease->slot;
    if (quern__pool_forked(pool))
        return;
    if (sql)
        note_thread(pool, slot);
    atomic_store_explicit(&slot->in_transaction, in_transaction, memory_order_relaxed);
    atomic_store(&slot->sql, sql);
    if (!atomic_load(&pool->reading))
        return;
    quern__lock(pool);
    quern__unlock(pool);
}

/* The text of a statement may be gone as soon as pool->reading is false. */
static void describe(const quern__pool *pool, const quern__interrupt *who, char *out, size_t size)
{
    const quern__waiter *waiter = quern__waiter_named(pool, who);
    const quern__pool_slot *slot = slot_of(pool, who);
    const char *runs = slot ? atomic_load(&slot->sql) : NULL;
    const char *what = waiter ? "waits for a connection to run " : runs ? "runs " : "";
    const char *sql = waiter ? waiter->turn->sql : runs;
    if (*what)
        snprintf(out, size, "%s", what);
    else
        snprintf(out, size, "%s",
                 !slot                                ? "idle"
                 : atomic_load(&slot->in_transaction) ? "in a transaction"
                                                      : "keeps a connection");
    if (*what && strlen(what) < size)
        quern__utf8_copy(out + strlen(what), size - strlen(what), sql ? sql : "a statement");
}

void quern__pool_doing(quern__pool *pool, const quern__interrupt *who, char *out, size_t size)
{
    if (!pool || quern__pool_forked(pool)) { /* a child does not know what its parent's threads do */
        quern__utf8_copy(out, size, pool ? "" : "idle");
        return;
    }
    quern__lock(pool);
    atomic_store(&pool->reading, true);
    describe(pool, who, out, size);
    atomic_store(&pool->reading, false);
    quern__unlock(pool);
}
