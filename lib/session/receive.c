/* receive.c: what comes from the server, event by event. Events come in the order of the requests, and each phase ends with
 * the SYNCED of its unit, so the phase alone says whose event it is. */
#include "lib/session/exchange.h"

#include "lib/base/clock.h"
#include "lib/session/learn.h"
#include "lib/session/wait.h"

#include <stdio.h>

/* Rows that are read and dropped after the sink has refused one, before the statement is cancelled and the connection, with
 * what it costs to make a new one, is given up. One that is kept is not: all the rest is read, until the deadline. */
enum { DROPPED_MOST = 1000 };

static void lose(quern__exchange *x, const quern_error *error)
{
    quern__exchange_fail(x, error);
    quern__exchange_give_up(x, QUERN__RETURN_BROKEN);
}

static void time_out(quern__exchange *x)
{
    quern__time_limit_room room;
    const quern_error error = quern__time_limit_error(&x->limit, &room);
    quern__exchange_fail(x, &error);
    quern__exchange_give_up(x, QUERN__RETURN_CANCEL);
}

static void break_off(quern__exchange *x)
{
    const quern_error error = quern__interrupt_error(x->work->quiet ? quern__interrupt_look(x->interrupt)
                                                                    : quern__interrupt_take(x->interrupt));
    quern__exchange_fail(x, &error);
    quern__exchange_give_up(x, QUERN__RETURN_CANCEL);
}

static void refuse(quern__exchange *x, const quern_error *error)
{
    quern__exchange_fail(x, error);
    x->refused = true;
}

/* What the commands before the statement give nobody wants. */
static quern__sink *sink_of(const quern__exchange *x)
{
    return x->done + 1 == x->count ? x->work->sink : NULL;
}

static void take_columns(quern__exchange *x, const quern_event *event)
{
    quern__sink *sink = sink_of(x);
    quern_error error = { .code = QUERN_OK };
    if (!sink || x->refused)
        return;
    const quern_column *columns = quern__exchange_columns(x, event);
    if (!columns)
        x->refused = true;
    else if (!sink->columns(sink, x->backend, columns, event->count, &error))
        refuse(x, &error);
}

static void take_row(quern__exchange *x, const quern_event *event)
{
    quern__sink *sink = sink_of(x);
    quern_error error = { .code = QUERN_OK };
    for (size_t i = 0; i < event->count; i++)
        x->bytes += (int64_t)event->cells[i].size;
    if (x->refused && ++x->dropped > DROPPED_MOST && !x->hold)
        quern__exchange_give_up(x, QUERN__RETURN_CANCEL);
    else if (sink && !x->refused && !sink->row(sink, event->cells, event->count, &error))
        refuse(x, &error);
}

static void take_done(quern__exchange *x, const quern_event *event)
{
    x->ran = ++x->done == x->count;
    if (x->ran)
        x->rows = event->rows;
}

static void take_statement_event(quern__exchange *x, const quern_event *event)
{
    switch (event->kind) {
    case QUERN_EVENT_COLUMNS:
        take_columns(x, event);
        return;
    case QUERN_EVENT_ROW:
        take_row(x, event);
        return;
    case QUERN_EVENT_DONE:
        x->outdated |= event->outdated;
        take_done(x, event);
        return;
    case QUERN_EVENT_FAILED: /* after DONE, too: a constraint that is checked at the end of the unit */
        x->ran = false;
        x->again = event->again;
        x->outdated |= event->outdated;
        quern__exchange_fail(x, &event->error);
        return;
    case QUERN_EVENT_SYNCED:
        x->over = true;
        return;
    case QUERN_EVENT_SKIPPED:
    case QUERN_EVENT_LOST:
        return;
    }
}

static void fail_reset(quern__exchange *x, const quern_event *event)
{
    char message[256];
    quern_error error = event->error;
    snprintf(message, sizeof message, "the connection could not be reset: %s", event->error.message);
    error.message = message;
    x->reset_failed = true;
    quern__exchange_fail(x, &error);
}

static void take_reset_event(quern__exchange *x, const quern_event *event)
{
    if (event->kind == QUERN_EVENT_FAILED)
        fail_reset(x, event);
    if (event->kind != QUERN_EVENT_SYNCED)
        return;
    x->phase = QUERN__PHASE_STATEMENT;
    x->over = !x->count;
}

static void take_event(quern__exchange *x, const quern_event *event)
{
    if (x->over) { /* what comes behind the last SYNCED changes nothing for the statement */
        if (event->kind == QUERN_EVENT_LOST)
            quern__exchange_give_up(x, QUERN__RETURN_BROKEN);
    } else if (event->kind == QUERN_EVENT_LOST)
        lose(x, &event->error);
    else if (x->phase == QUERN__PHASE_RESET)
        take_reset_event(x, event);
    else if (x->phase == QUERN__PHASE_STATEMENT)
        take_statement_event(x, event);
    else if (event->kind == QUERN_EVENT_SYNCED)
        x->over = true;
}

/* A connection that owes an answer and waits for nothing will never give it. */
static unsigned wait_for(quern__exchange *x, unsigned wanted)
{
    static const quern_error stuck = { .code = QUERN_ERROR_CONNECTION_LOST,
                                       .message = "the connection came to a standstill" };
    const int64_t now = quern__clock_now();
    if (wanted == QUERN_READY_NONE) {
        lose(x, &stuck);
    } else if (quern__interrupt_look(x->interrupt)) {
        break_off(x);
    } else if (now >= x->limit.deadline) {
        time_out(x);
    } else if (x->fd >= 0) {
        wanted = quern__wait(x->fd, x->wake, wanted, x->limit.deadline);
        x->server_microseconds += quern__clock_now() - now;
    }
    return wanted;
}

void quern__exchange_receive(quern__exchange *x)
{
    unsigned ready = QUERN_READY_NONE;
    quern_event event = { .again = false }; /* a backend that is older than a member leaves it as it is */
    while (!x->over) {
        const unsigned wanted = x->backend->step(x->link, ready);
        while (!x->gave_up && x->backend->take(x->link, &event))
            take_event(x, &event);
        if (!x->over)
            ready = wait_for(x, wanted);
    }
}
