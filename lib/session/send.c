/* send.c: what goes to the server, all in one flush, unless it is very much.
 *
 * Of very much, some goes out, and the rest as the answers come: else the connection's memory would be filled with it. The server
 * gathers its answers until the unit ends, so where more is to come it is asked for what it has so far.
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

#include "lib/value/parts.h"

#include <stdio.h>
#include <string.h>

/* What may be on its way; and so little that more is sent. */
enum { MOST = 1000, LITTLE = MOST / 2, BYTES_MOST = 1024 * 1024, BYTES_LITTLE = BYTES_MOST / 2 };

/* ---- How much it is ---- */

/* About the bytes that a value takes. */
static size_t weigh(const quern_value *value)
{
    size_t sum = 0;
    if (quern__value_is_null(value))
        return sum;
    switch (value->kind & ~(unsigned)QUERN_ARRAY) {
    case QUERN_KIND_TEXT:
    case QUERN_KIND_DECIMAL:
    case QUERN_KIND_JSON:
    case QUERN_KIND_BYTES:
        break;
    default:
        return value->kind & QUERN_ARRAY ? value->count * 12 : 8;
    }
    if (!(value->kind & QUERN_ARRAY))
        return value->kind == QUERN_KIND_BYTES     ? value->as.bytes.size
               : value->kind == QUERN_KIND_DECIMAL ? strlen(value->as.decimal.text)
               : value->kind == QUERN_KIND_JSON    ? strlen(value->as.json.text)
                                                   : strlen(value->as.text);
    for (size_t i = 0; i < value->count; i++) {
        const quern_value item = quern__value_item(value, i);
        sum += 4 + weigh(&item);
    }
    return sum;
}

static size_t weigh_command(const quern__command *command)
{
    size_t sum = strlen(command->sql);
    for (size_t i = 0; i < command->count; i++)
        sum += weigh(&command->values[i]);
    return sum;
}

static size_t weigh_part(const quern__exchange *x, const quern__part *part)
{
    size_t sum = 0;
    for (size_t i = 0; i < quern__exchange_count(x, part); i++)
        sum += weigh_command(quern__exchange_command(x, part, i));
    return sum;
}

/* ---- Requests ---- */

static bool submit(quern__exchange *x, const quern__command *command, const quern_request *how)
{
    quern_request request = *how;
    request.kind = QUERN_REQUEST_STATEMENT;
    request.sql = command->sql;
    request.count = command->count;
    request.values = command->values;
    request.kinds = command->kinds;
    request.epoch = x->epoch;
    const bool queued = x->backend->submit(x->link, &request);
    x->queued |= queued;
    return queued;
}

static bool submit_sql(quern__exchange *x, const char *sql, bool sync)
{
    return submit(x, &(const quern__command){ .sql = sql }, &(const quern_request){ .sync = sync });
}

static bool submit_reset(quern__exchange *x)
{
    bool queued = submit_sql(x, "BEGIN", false);
    for (const char *const *sql = x->backend->reset; *sql && queued; sql++)
        queued = submit_sql(x, *sql, false);
    return queued && submit_sql(x, "COMMIT", true);
}

/* A statement that is the session's own goes out under its tag. */
static bool submit_tagged(quern__exchange *x, const quern__command *command, const quern_request *how)
{
    if (!x->tag)
        return submit(x, command, how);
    quern__command tagged = *command;
    tagged.sql = quern__tag_put(x->tag, command->sql);
    return tagged.sql && submit(x, &tagged, how);
}

/* ---- Parts ---- */

/* Those of one shape have one text. */
static bool comes_again(const quern__part *part, const quern__part *following)
{
    return following && following->work->sql == part->work->sql;
}

/* Where limits of time differ, it is to be known whose time is over. */
static bool is_timed_apart(const quern__part *part, const quern__part *following)
{
    return following && part->work->statement_ms != following->work->statement_ms;
}

/* Its last command ends the unit, or asks for the answers so far, where no more may be on its way. */
static bool submit_part(quern__exchange *x, quern__part *part, const quern__part *following)
{
    const size_t count = quern__exchange_count(x, part);
    bool queued = true;
    part->queued = x->part_count > 1 ? weigh_part(x, part) : 0;
    x->in_flight += count;
    x->in_flight_bytes += part->queued;
    const bool sync = x->apart || x->aborted || !following;
    const bool full = x->in_flight >= MOST || x->in_flight_bytes >= BYTES_MOST;
    part->prompt = sync || full || is_timed_apart(part, following);
    for (size_t i = 0; i < count && queued; i++) {
        const quern__command *command = quern__exchange_command(x, part, i);
        const bool last = i + 1 == count, main = command == &part->work->main;
        const bool repeats = main && part->repeats;
        queued = submit_tagged(x, command,
                               &(const quern_request){ .sync = last && sync,
                                                       .flush = last && part->prompt && !sync,
                                                       .repeats = repeats,
                                                       .number = repeats ? part->work->number : 0,
                                                       .few = main && part->work->few,
                                                       .soon = main && comes_again(part, following) });
    }
    part->sent = queued;
    return queued;
}

/* As many as may be on their way. What the server would skip is not sent, but for one, which ends the unit. */
static bool submit_parts(quern__exchange *x)
{
    bool queued = true;
    while (x->next && queued && x->in_flight < MOST && x->in_flight_bytes < BYTES_MOST) {
        quern__part *following = quern__exchange_following(x, x->next);
        queued = submit_part(x, x->next, following);
        x->next = x->aborted ? NULL : following;
    }
    quern__tag_rest(x->tag);
    return queued;
}

static bool fail_for_memory(quern__exchange *x, quern__return how)
{
    quern__exchange_fail(x, &quern__out_of_memory);
    quern__exchange_give_up(x, how);
    return false;
}

bool quern__exchange_supports(quern__exchange *x, quern__part *part)
{
    quern_link_info info = { .fd = -1 };
    if (!part->work->server_version)
        return true;
    x->backend->info(x->link, &info);
    if (info.server_version >= part->work->server_version)
        return true;
    char message[100];
    snprintf(message, sizeof message, "the statement needs a server of version %d, and this one is of %d",
             (int)part->work->server_version / 10000, (int)info.server_version / 10000);
    quern__exchange_fail(x, &(quern_error){ .code = QUERN_ERROR_UNSUPPORTED,
                                            .message = message,
                                            .hint = "leave out what is new there" });
    return false;
}

bool quern__exchange_send(quern__exchange *x, bool needs_reset)
{
    const bool reset = needs_reset && x->backend->reset && *x->backend->reset;
    x->phase = reset ? QUERN__PHASE_RESET : QUERN__PHASE_PARTS;
    if ((!reset || submit_reset(x)) && submit_parts(x)) {
        x->sent = true;
        x->over = !x->queued;
        return true;
    }
    /* With nothing queued the connection is as it was; with half a unit queued it is of no use. */
    return fail_for_memory(x, x->queued     ? QUERN__RETURN_BROKEN
                              : needs_reset ? QUERN__RETURN_TAINTED
                                            : QUERN__RETURN_CLEAN);
}

bool quern__exchange_send_more(quern__exchange *x)
{
    if (!x->next || x->in_flight > LITTLE || x->in_flight_bytes > BYTES_LITTLE)
        return false;
    return submit_parts(x) || fail_for_memory(x, QUERN__RETURN_BROKEN);
}

bool quern__exchange_send_rollback(quern__exchange *x)
{
    x->phase = QUERN__PHASE_ROLLBACK;
    return submit_sql(x, "ROLLBACK", true);
}
