/* receive.c: what comes from the server, event by event. Events come in the order of the requests, and each phase ends with
 * the SYNCED of its last unit. */
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

/* Outside a transaction, where those that share the limit can be sent again apart, it is nobody's failure yet. */
static void time_out(quern__exchange *x)
{
    quern__time_limit_room room;
    quern_error error = quern__time_limit_error(&x->limit, &room);
    x->alone = x->limit.whose != QUERN__LIMIT_SESSION;
    x->crowded = x->alone && !x->part->prompt && !x->hold;
    if (x->alone && !x->part->prompt)
        error.detail = "It was sent together with others, and one of those may have taken the time.";
    if (!x->crowded)
        quern__exchange_fail(x, &error);
    quern__exchange_give_up(x, QUERN__RETURN_CANCEL);
}

static void break_off(quern__exchange *x)
{
    const quern_error error = quern__interrupt_error(
        x->part->work->quiet ? quern__interrupt_look(x->interrupt) : quern__interrupt_take(x->interrupt));
    quern__exchange_fail(x, &error);
    quern__exchange_give_up(x, QUERN__RETURN_CANCEL);
}

static void refuse(quern__exchange *x, const quern_error *error)
{
    quern__exchange_fail(x, error);
    x->part->refused = true;
}

/* What the commands before the statement give nobody wants. */
static quern__sink *sink_of(const quern__exchange *x)
{
    return x->part->done + 1 == quern__exchange_count(x, x->part) ? x->part->work->sink : NULL;
}

static void take_columns(quern__exchange *x, const quern_event *event)
{
    quern__sink *sink = sink_of(x);
    quern_error error = { .code = QUERN_OK };
    if (!sink || x->part->refused)
        return;
    const quern_column *columns = quern__exchange_columns(x, event);
    if (!columns)
        x->part->refused = true;
    else if (!sink->columns(sink, x->backend, columns, event->count, &error))
        refuse(x, &error);
}

static void take_row(quern__exchange *x, const quern_event *event)
{
    quern__part *part = x->part;
    quern__sink *sink = sink_of(x);
    quern_error error = { .code = QUERN_OK };
    for (size_t i = 0; i < event->count; i++)
        part->bytes += (int64_t)event->cells[i].size;
    if (part->refused && ++part->dropped > DROPPED_MOST && !x->hold) {
        x->alone = true;
        quern__exchange_give_up(x, QUERN__RETURN_CANCEL);
    } else if (sink && !part->refused && !sink->row(sink, event->cells, event->count, &error)) {
        refuse(x, &error);
    }
}

static bool is_answered(const quern__exchange *x, const quern__part *part)
{
    return part->answered == quern__exchange_count(x, part);
}

/* The next one has its time from now on. Apart, a failure may come behind the answer, up to the end of the unit. */
static void answer(quern__exchange *x)
{
    quern__part *part = x->part;
    part->answered++;
    x->in_flight--;
    if (!is_answered(x, part))
        return;
    x->in_flight_bytes -= part->queued;
    if (!x->apart && part != x->last)
        quern__exchange_turn_to(x, quern__exchange_following(x, part));
}

static void end_rows(quern__exchange *x)
{
    quern__sink *sink = sink_of(x);
    quern_error error = { .code = QUERN_OK };
    if (sink && sink->end && !x->part->refused && !sink->end(sink, &error))
        refuse(x, &error);
}

static void take_done(quern__exchange *x, const quern_event *event)
{
    quern__part *part = x->part;
    end_rows(x);
    x->done++;
    part->ran = ++part->done == quern__exchange_count(x, part);
    if (part->ran)
        part->rows = event->rows;
    else
        part->rows_before = event->rows;
    answer(x);
}

/* After DONE, too: a constraint that is checked at the end of the unit. */
static void take_failed(quern__exchange *x, const quern_event *event)
{
    quern__exchange_fail(x, &event->error);
    x->part->ran = false;
    x->part->again = event->again;
    x->outdated |= event->outdated;
    x->aborted |= !x->apart;
    if (!is_answered(x, x->part))
        answer(x);
}

static void take_synced(quern__exchange *x)
{
    if (x->apart && x->part != x->last)
        quern__exchange_turn_to(x, quern__exchange_following(x, x->part));
    else
        x->over = true;
}

static void take_part_event(quern__exchange *x, const quern_event *event)
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
    case QUERN_EVENT_FAILED:
        take_failed(x, event);
        return;
    case QUERN_EVENT_SYNCED:
        take_synced(x);
        return;
    case QUERN_EVENT_SKIPPED:
        answer(x);
        return;
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
    x->phase = QUERN__PHASE_PARTS;
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
    else if (x->phase == QUERN__PHASE_PARTS)
        take_part_event(x, event);
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
        wanted = quern__wait(x->fd, x->wake, wanted, now, x->limit.deadline);
        x->now = quern__clock_now();
        x->server_microseconds += x->now - now;
    }
    return wanted;
}

/* What comes behind its last SYNCED is another's, when there is one in flight. */
static bool wants_more(const quern__exchange *x)
{
    return !x->gave_up && !(x->over && x->hold && x->hold->in_flight > 1);
}

void quern__exchange_receive(quern__exchange *x)
{
    quern_event event = { .again = false }; /* a backend that is older than a member leaves it as it is */
    for (;;) {
        while (wants_more(x) && x->backend->take(x->link, &event))
            take_event(x, &event);
        if (x->over)
            return;
        unsigned ready = QUERN_READY_NONE;
        if (!quern__exchange_send_more(x) && !x->over)
            ready = wait_for(x, x->wanted);
        if (!x->over)
            x->wanted = x->backend->step(x->link, ready);
    }
}
