/* send.c: what goes to the server, all in one flush.
 *
 * A reset goes in front of the statement, and costs no round trip. Three ways were possible:
 *  - the reset in the statement's own unit: its failure would skip the statement, but the two would be one implicit
 *    transaction. It begins before the reset, so with the default_transaction_read_only and the like that the last borrower
 *    left; VACUUM and others refuse to run in it; and when the statement fails, the reset is undone with it.
 *  - each reset in a unit of its own: then the statement runs even though the reset failed, on somebody else's search_path.
 *  - the reset in a transaction, in a unit before the statement's: BEGIN, the resets, COMMIT. When one fails, the rest of the
 *    unit is skipped, COMMIT too; the connection is left in a failed transaction, and there the server refuses the statement.
 *    When all is well the statement finds a connection like new.
 * The third is what is done. What is left is a BEGIN or COMMIT that fails itself: then the statement may run, and the error
 * says so by its outcome. */
#include "lib/session/exchange.h"

#include <stdio.h>

static bool submit(quern__exchange *x, const quern__command *command, bool sync)
{
    const bool main = command == &x->main, repeats = x->repeats && main;
    const bool queued = x->backend->submit(x->link, &(quern_request){ .kind = QUERN_REQUEST_STATEMENT,
                                                                      .sync = sync,
                                                                      .sql = command->sql,
                                                                      .count = command->count,
                                                                      .values = command->values,
                                                                      .kinds = command->kinds,
                                                                      .repeats = repeats,
                                                                      .number = repeats ? x->work->number : 0,
                                                                      .few = main && x->work->few,
                                                                      .epoch = x->epoch });
    x->queued |= queued;
    return queued;
}

static bool submit_sql(quern__exchange *x, const char *sql, bool sync)
{
    return submit(x, &(const quern__command){ .sql = sql }, sync);
}

static bool submit_reset(quern__exchange *x)
{
    bool queued = submit_sql(x, "BEGIN", false);
    for (const char *const *sql = x->backend->reset; *sql && queued; sql++)
        queued = submit_sql(x, *sql, false);
    return queued && submit_sql(x, "COMMIT", true);
}

/* A statement that is the session's own goes out under its tag. */
static bool submit_tagged(quern__exchange *x, const quern__command *command, bool sync)
{
    if (!x->tag)
        return submit(x, command, sync);
    quern__command tagged = *command;
    tagged.sql = quern__tag_put(x->tag, command->sql);
    return tagged.sql && submit(x, &tagged, sync);
}

static bool submit_unit(quern__exchange *x)
{
    bool queued = true;
    for (size_t i = 0; i < x->count && queued; i++)
        queued = submit_tagged(x, quern__exchange_command(x, i), i + 1 == x->count);
    quern__tag_rest(x->tag);
    return queued;
}

/* Whether the server can do what is asked of it. It must not be told first, since it says no more than "syntax error". */
static bool is_new_enough(quern__exchange *x)
{
    quern_link_info info = { .fd = -1 };
    if (!x->work->server_version)
        return true;
    x->backend->info(x->link, &info);
    if (info.server_version >= x->work->server_version)
        return true;
    char message[100];
    snprintf(message, sizeof message, "the statement needs a server of version %d, and this one is of %d",
             (int)x->work->server_version / 10000, (int)info.server_version / 10000);
    quern__exchange_fail(x, &(quern_error){ .code = QUERN_ERROR_UNSUPPORTED,
                                            .message = message,
                                            .hint = "leave out what is new there" });
    return false;
}

bool quern__exchange_send(quern__exchange *x, bool needs_reset)
{
    if (!is_new_enough(x)) {
        quern__exchange_give_up(x, needs_reset ? QUERN__RETURN_TAINTED : QUERN__RETURN_CLEAN);
        return false;
    }
    const bool reset = needs_reset && x->backend->reset && *x->backend->reset;
    x->phase = reset ? QUERN__PHASE_RESET : QUERN__PHASE_STATEMENT;
    if ((!reset || submit_reset(x)) && submit_unit(x)) {
        x->sent = true;
        x->over = !x->queued;
        return true;
    }
    /* With nothing queued the connection is as it was; with half a unit queued it is of no use. */
    quern__exchange_fail(x, &quern__out_of_memory);
    quern__exchange_give_up(x, x->queued     ? QUERN__RETURN_BROKEN
                               : needs_reset ? QUERN__RETURN_TAINTED
                                             : QUERN__RETURN_CLEAN);
    return false;
}

bool quern__exchange_send_rollback(quern__exchange *x)
{
    x->phase = QUERN__PHASE_ROLLBACK;
    return submit_sql(x, "ROLLBACK", true);
}
