/* link.c: the slots of the backend: a connection to a server that is not there. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "backends/script/inner.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

/* The opening for the connection that is being opened, or NULL; its texts live as long as the script. */
static const quern_script_opening *next_opening(quern_script *script)
{
    quern__script_opening *opening = script->openings;
    while (opening && opening->next &&
           (opening->is.times == QUERN_SCRIPT_ALWAYS || opening->used == opening->is.times))
        opening = opening->next;
    if (!opening || opening->used == opening->is.times)
        return NULL;
    opening->used += opening->is.times != QUERN_SCRIPT_ALWAYS;
    return &opening->is;
}

/* Waits as long as the opening says, or the caller will; false when that was too long. */
static bool wait_for(const quern_script_opening *opening, int32_t timeout_ms)
{
    bool late = timeout_ms >= 0 && (opening->after_ms < 0 || opening->after_ms > timeout_ms);
    if (opening->after_ms)
        poll(NULL, 0, late ? timeout_ms : opening->after_ms);
    return !late;
}

static bool play_opening(const quern_script_opening *opening, int32_t timeout_ms, quern_error *error)
{
    if (!opening)
        return true;
    if (!wait_for(opening, timeout_ms)) {
        *error = quern__script_error(QUERN_ERROR_CONNECT, "", "the connection was not made in time");
        return false;
    }
    if (!opening->sqlstate && !opening->message)
        return true;
    *error = quern__script_error(QUERN_ERROR_CONNECT, opening->sqlstate ? opening->sqlstate : "",
                                 opening->message ? opening->message : "the connection was refused");
    return false;
}

static quern_link *new_link(const quern_connect *connect, quern_error *error)
{
    quern_link *link = quern__script_allocate(connect->allocator, sizeof *link);
    if (!link) {
        *error = quern__script_error(QUERN_ERROR_MEMORY, "", "out of memory");
        return NULL;
    }
    link->allocator = *connect->allocator;
    link->end = &link->first;
    if (quern__script_bell_open(&link->bell))
        return link;
    quern__script_release(connect->allocator, link);
    *error = quern__script_error(QUERN_ERROR_CONNECT, "", "no file descriptor is left for the connection");
    return NULL;
}

static void enlist(quern_script *script, quern_link *link)
{
    int64_t *counts = script->counts;
    link->script = script;
    link->number = ++script->last_number;
    link->next = script->links;
    script->links = link;
    if (++counts[QUERN_SCRIPT_OPEN_NOW] > counts[QUERN_SCRIPT_OPEN_MOST])
        counts[QUERN_SCRIPT_OPEN_MOST] = counts[QUERN_SCRIPT_OPEN_NOW];
}

quern_link *quern__script_open(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    quern_script *script = (quern_script *)backend; /* its first member */
    quern__script_lock(script);
    script->counts[QUERN_SCRIPT_OPENS]++;
    const quern_script_opening *opening = next_opening(script);
    quern__script_unlock(script);
    quern_link *link = play_opening(opening, connect->timeout_ms, error) ? new_link(connect, error) : NULL;
    quern__script_lock(script);
    if (link)
        enlist(script, link);
    else
        script->counts[QUERN_SCRIPT_REFUSALS]++;
    quern__script_unlock(script);
    return link;
}

static quern__script_record *record_of(const quern_script *script, const quern_request *request)
{
    quern__script_text values = quern__script_text_open(&script->allocator);
    quern__script_parameters(&values.writer, request->values, request->kinds, request->count);
    quern__script_record *record = values.broken ? NULL
                                                 : quern__script_record_new(&script->allocator, request->sql,
                                                                            values.bytes ? values.bytes : "");
    quern__script_text_close(&values);
    return record;
}

bool quern__script_submit(quern_link *link, const quern_request *request)
{
    quern_script *script = link->script;
    quern__script_request *queued = quern__script_allocate(&link->allocator, sizeof *queued);
    if (!queued)
        return false;
    queued->record = record_of(script, request);
    if (!queued->record) {
        quern__script_release(&link->allocator, queued);
        return false;
    }
    queued->sync = queued->record->is.sync = request->sync;
    queued->flush = queued->record->is.flush = request->flush;
    quern__script_lock(script);
    script->counts[QUERN_SCRIPT_SUBMITS]++;
    script->faults[QUERN__SCRIPT_SUBMIT_LOST] |= link->told_lost;
    *link->end = queued;
    link->end = &queued->next;
    quern__script_unlock(script);
    return true;
}

/* Whatever lies in the socket comes in; what was lost on the way ends it. */
static void receive(quern_link *link)
{
    const quern__script_request *last = quern__script_told(link);
    for (quern__script_request *r = link->first; r && last && !link->lost; r = r->next) {
        r->stage = QUERN__SCRIPT_RECEIVED;
        link->lost = r->fate == QUERN__SCRIPT_LOST;
        if (r == last)
            last = NULL;
    }
}

static void send_queued(quern_link *link)
{
    for (quern__script_request *r = link->first; r; r = r->next)
        if (r->stage == QUERN__SCRIPT_QUEUED)
            r->stage = QUERN__SCRIPT_SENT;
}

/* Sets the bell for what will come next. */
static void set_bell(quern_link *link)
{
    const quern__script_request *told = quern__script_told(link), *running = link->first;
    while (running && running->stage != QUERN__SCRIPT_RUNNING)
        running = running->next;
    if (link->lost || (told && told->stage == QUERN__SCRIPT_ANSWERED) || (running && running->due_ms == 0))
        quern__script_bell_ring(&link->bell);
    else if (running && running->due_ms > 0)
        quern__script_bell_ring_in(&link->bell, running->due_ms - quern__script_now_ms());
}

unsigned quern__script_step(quern_link *link, unsigned ready)
{
    (void)ready; /* a read that finds nothing is no harm */
    quern_script *script = link->script;
    quern__script_lock(script);
    script->counts[QUERN_SCRIPT_STEPS]++;
    script->faults[QUERN__SCRIPT_STEP_LOST] |= link->told_lost;
    quern__script_bell_quiet(&link->bell);
    link->lost |= link->doomed;
    if (!link->lost) {
        quern__script_send_piece(link);
        quern__script_serve(link);
        receive(link);
    }
    if (!link->lost) {
        send_queued(link);
        quern__script_serve(link);
    }
    set_bell(link);
    unsigned wait_for = link->lost ? QUERN_READY_NONE : QUERN_READY_READ;
    quern__script_unlock(script);
    return wait_for;
}

bool quern__script_take(quern_link *link, quern_event *event)
{
    quern_script *script = link->script;
    quern__script_lock(script);
    script->counts[QUERN_SCRIPT_TAKES]++;
    script->faults[QUERN__SCRIPT_TAKE_LOST] |= link->told_lost;
    bool any = quern__script_next_event(link, event);
    quern__script_unlock(script);
    return any;
}

void quern__script_info(quern_link *link, quern_link_info *info)
{
    quern__script_lock(link->script);
    quern_link_state state = link->lost ? QUERN_LINK_LOST : link->first ? QUERN_LINK_BUSY : link->transaction;
    *info = (quern_link_info){
        .state = state, .fd = link->bell.poll, .server_version = 150000, .process = link->number
    };
    quern__script_unlock(link->script);
}

void quern__script_cancel(quern_link *link, int32_t timeout_ms)
{
    (void)timeout_ms;
    quern__script_lock(link->script);
    link->script->counts[QUERN_SCRIPT_CANCELS]++;
    for (quern__script_request *r = link->first; r; r = r->next)
        if (r->stage == QUERN__SCRIPT_RUNNING && !(r->line && r->line->is.ignores_cancel)) {
            r->cancelled = true;
            quern__script_bell_ring(&link->bell);
        }
    quern__script_unlock(link->script);
}

static void free_link(quern_link *link, quern_script_count_kind how)
{
    quern_script *script = link->script;
    quern__script_lock(script);
    script->counts[how]++;
    script->counts[QUERN_SCRIPT_OPEN_NOW]--;
    quern_link **at = &script->links;
    while (*at != link)
        at = &(*at)->next;
    *at = link->next;
    while (link->first)
        quern__script_drop_first(link);
    quern__script_release(&script->allocator, link->last_words);
    quern__script_unlock(script);
    quern__script_bell_close(&link->bell);
    quern__script_release(&link->allocator, link->event);
    const quern_allocator allocator = link->allocator; /* the link holds the only copy */
    quern__script_release(&allocator, link);
}

void quern__script_close(quern_link *link)
{
    free_link(link, QUERN_SCRIPT_CLOSES);
}

void quern__script_abandon(quern_link *link)
{
    free_link(link, QUERN_SCRIPT_ABANDONS);
}
