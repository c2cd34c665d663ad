/* flight.c: see flight.h. */
#include "lib/session/flight.h"

#include "lib/base/clock.h"
#include "lib/session/cancel.h"
#include "lib/session/record.h"

/* ---- Sending ---- */

static void enlist(quern__hold *hold, quern__flight *flight)
{
    flight->state = QUERN__FLIGHT_SENT;
    flight->next = NULL;
    *(hold->flights ? &hold->last_flight->next : &hold->flights) = flight;
    hold->last_flight = flight;
}

static bool may_send(quern_session *session, const quern__work *work)
{
    return !quern__scope_failed(&session->scope) &&
           quern__may_begin(session, work, &session->scope.failure) &&
           quern__hold_allows(session, work->sql, work->site);
}

static void begin(quern_session *session, quern__flight *flight)
{
    flight->dropped = false;
    flight->part = (quern__part){ .work = &flight->work };
    quern__failure_open(&flight->part.failure, session->scope.allocator);
    quern__hold_count(&session->hold);
    quern__exchange_begin(&flight->exchange, session, &flight->part, 1, false, &session->hold.lease, NULL);
    enlist(&session->hold, flight);
}

/* ---- Landing ---- */

/* What a sink has refused harms nobody else. */
static bool concerns_all(const quern__flight *flight)
{
    const quern__part *part = &flight->part;
    return part->failure.current && (flight->exchange.gave_up || !part->refused || flight->dropped);
}

static void tell(quern_session *session, const quern__flight *flight)
{
    quern__failure_set(&session->scope.failure, flight->part.failure.current);
}

static void record(quern_session *session, quern__flight *flight, int64_t began)
{
    const quern__exchange *x = &flight->exchange;
    quern__part *part = &flight->part;
    part->state = part->failure.current ? QUERN__PART_FAILED : QUERN__PART_DONE;
    if (part->failure.current)
        part->outcome = quern__exchange_outcome(x, part);
    if (x->outdated)
        quern__pool_outdate(session->pool, x->epoch);
    quern__record_end(session, x, 0, began);
}

/* The first one in flight. */
static quern__flight *land(quern_session *session, const quern__time_limit *limit, bool always)
{
    quern__hold *hold = &session->hold;
    quern__flight *flight = hold->flights;
    quern__exchange *x = &flight->exchange;
    const int64_t began = quern__clock_now();
    hold->flights = flight->next;
    flight->state = QUERN__FLIGHT_LANDED;
    x->limit = limit ? *limit : quern__time_limit_at(session, &flight->work, began);
    x->interrupt = always ? NULL : &session->interrupt;
    flight->part.refused |= flight->dropped;
    quern__pool_note(session->pool, &hold->lease, flight->work.sql, true);
    quern__exchange_finish(x);
    record(session, flight, began);
    quern__hold_note(session, x);
    return flight;
}

static void drop_all(const quern__hold *hold)
{
    for (quern__flight *flight = hold->flights; flight; flight = flight->next)
        flight->dropped = true;
}

const quern_error *quern__flights_land(quern_session *session, const quern__work *work)
{
    quern__hold *hold = &session->hold;
    const quern_error *first = NULL;
    if (!hold->flights)
        return NULL;
    const quern__time_limit limit = quern__time_limit_at(session, work, quern__clock_now());
    if (work->ends)
        drop_all(hold);
    while (hold->flights) {
        const quern__flight *flight = land(session, work->always ? &limit : NULL, work->always);
        if (!first && concerns_all(flight))
            first = flight->part.failure.current;
    }
    return first;
}

void quern__flights_lose(quern_session *session)
{
    quern__hold *hold = &session->hold;
    for (quern__flight *flight; (flight = hold->flights);) {
        hold->flights = flight->next;
        flight->state = QUERN__FLIGHT_LANDED;
        quern__exchange_finish(&flight->exchange);
        record(session, flight, quern__clock_now());
    }
}

/* ---- One ---- */

/* While it is in flight the session keeps its connection, and runs nothing. */
bool quern__flight_send(quern_session *session, quern__flight *flight)
{
    quern__hold *hold = &session->hold;
    const bool pending = quern__hold_pending_count(hold);
    if (!may_send(session, &flight->work))
        return false;
    const quern_error *error = pending ? quern__flights_land(session, &flight->work) : NULL;
    if (error) {
        quern__failure_set(&session->scope.failure, error);
        return false;
    }
    begin(session, flight);
    if (pending)
        land(session, NULL, false);
    else
        quern__pool_note(session->pool, &hold->lease, NULL, true);
    return true;
}

bool quern__flight_take(quern_session *session, quern__flight *flight)
{
    while (flight->state == QUERN__FLIGHT_SENT) {
        const quern__flight *landed = land(session, NULL, false);
        if (landed != flight && concerns_all(landed))
            tell(session, landed);
    }
    const bool good = flight->state && !flight->part.failure.current;
    if (flight->part.failure.current)
        tell(session, flight);
    quern__flight_close(flight);
    return good;
}

void quern__flight_drop(quern__flight *flight)
{
    flight->dropped = true;
}

void quern__flight_close(quern__flight *flight)
{
    if (flight->state)
        quern__part_close(&flight->part);
    flight->state = QUERN__FLIGHT_NONE;
}
