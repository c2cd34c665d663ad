/* script.c: the functions that tests call: making a script, adding to it, disturbing it, and asking what happened. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "backends/script/inner.h"

#include <string.h>
#include <unistd.h>

static const quern_backend slots = {
    .size = sizeof(quern_backend),
    .name = "script",
    .dialect = &quern__script_dialect,
    .open = quern__script_open,
    .submit = quern__script_submit,
    .step = quern__script_step,
    .take = quern__script_take,
    .info = quern__script_info,
    .cancel = quern__script_cancel,
    .close = quern__script_close,
    .abandon = quern__script_abandon,
    .decoder = quern__script_decoder,
    .type_name = quern__script_type_name,
    .first_user_type = QUERN_SCRIPT_USER_TYPE,
    .resolve_type = QUERN_SCRIPT_RESOLVE_TYPE,
};

/* A forked child has one thread, and may have inherited a lock that another one held. */
void quern__script_lock(quern_script *script)
{
    if (script->process == getpid())
        pthread_mutex_lock(&script->mutex);
}

void quern__script_unlock(quern_script *script)
{
    if (script->process == getpid())
        pthread_mutex_unlock(&script->mutex);
}

quern_error quern__script_error(quern_error_code code, const char *sqlstate, const char *message)
{
    quern_error error = {
        .code = code, .message = message, .detail = "", .hint = "", .path = "", .nearest = "", .sql = ""
    };
    strncpy(error.sqlstate, sqlstate, sizeof error.sqlstate - 1);
    return error;
}

quern_script *quern_script_new(const quern_allocator *allocator)
{
    if (!allocator)
        allocator = quern_system_allocator();
    quern_script *script = quern__script_allocate(allocator, sizeof *script);
    if (!script)
        return NULL;
    if (pthread_mutex_init(&script->mutex, NULL) != 0) {
        quern__script_release(allocator, script);
        return NULL;
    }
    script->backend = slots;
    script->allocator = *allocator;
    script->process = getpid();
    script->lines_end = &script->lines;
    script->openings_end = &script->openings;
    script->records_end = &script->records;
    script->report = quern__script_text_open(&script->allocator);
    return script;
}

/* Frees a list whose items begin with their `next`. */
static void free_list(const quern_allocator *allocator, void *first)
{
    for (void *item = first, *next; item; item = next) {
        memcpy(&next, item, sizeof next);
        quern__script_release(allocator, item);
    }
}

void quern_script_free(quern_script *script)
{
    if (!script)
        return;
    const quern_allocator allocator = script->allocator;
    free_list(&allocator, script->lines);
    free_list(&allocator, script->old_lines);
    free_list(&allocator, script->openings);
    free_list(&allocator, script->old_openings);
    free_list(&allocator, script->records);
    quern__script_text_close(&script->report);
    pthread_mutex_destroy(&script->mutex);
    quern__script_release(&allocator, script);
}

const quern_backend *quern_script_backend(quern_script *script)
{
    return &script->backend;
}

static bool fault(quern_script *script, quern__script_fault what, const char *site)
{
    quern__script_lock(script);
    script->faults[what] = true;
    if (what == QUERN__SCRIPT_NONSENSE && !script->nonsense_site)
        script->nonsense_site = site;
    quern__script_unlock(script);
    return false;
}

bool(quern_script_expect)(quern_script *script, const quern_script_expectation *expectation, size_t size,
                          const char *site)
{
    quern_script_expectation whole = { 0 };
    memcpy(&whole, expectation, size < sizeof whole ? size : sizeof whole);
    if (!quern__script_line_makes_sense(&whole))
        return fault(script, QUERN__SCRIPT_NONSENSE, site);
    quern__script_line *line = quern__script_line_new(&script->allocator, &whole, site);
    if (!line)
        return fault(script, QUERN__SCRIPT_NO_MEMORY, site);
    quern__script_lock(script);
    *script->lines_end = line;
    script->lines_end = &line->next;
    quern__script_unlock(script);
    return true;
}

static quern__script_opening *new_opening(const quern_allocator *allocator, const quern_script_opening *is)
{
    size_t sqlstate = is->sqlstate ? strlen(is->sqlstate) + 1 : 0;
    size_t message = is->message ? strlen(is->message) + 1 : 0;
    quern__script_opening *opening = quern__script_allocate(allocator, sizeof *opening + sqlstate + message);
    if (!opening)
        return NULL;
    char *texts = (char *)(opening + 1);
    opening->is = *is;
    opening->is.times = is->times ? is->times : 1;
    if (is->sqlstate)
        opening->is.sqlstate = memcpy(texts, is->sqlstate, sqlstate);
    if (is->message)
        opening->is.message = memcpy(texts + sqlstate, is->message, message);
    return opening;
}

bool(quern_script_on_open)(quern_script *script, const quern_script_opening *opening, size_t size)
{
    quern_script_opening whole = { 0 };
    memcpy(&whole, opening, size < sizeof whole ? size : sizeof whole);
    quern__script_opening *kept = new_opening(&script->allocator, &whole);
    if (!kept)
        return fault(script, QUERN__SCRIPT_NO_MEMORY, NULL);
    quern__script_lock(script);
    *script->openings_end = kept;
    script->openings_end = &kept->next;
    quern__script_unlock(script);
    return true;
}

void quern_script_set_reset(quern_script *script, const char *const *statements)
{
    script->backend.reset = statements;
}

static void kill_link(quern_link *link, const char *sqlstate, const char *message)
{
    if (!link->doomed && (sqlstate || message)) /* without memory for its words it dies silently */
        link->last_words =
            quern__script_record_new(&link->script->allocator, message ? message : "the connection was lost",
                                     sqlstate ? sqlstate : "");
    link->doomed = true;
    quern__script_bell_ring(&link->bell);
}

size_t quern_script_kill(quern_script *script, int64_t connection, const char *sqlstate, const char *message)
{
    size_t count = 0;
    quern__script_lock(script);
    for (quern_link *link = script->links; link; link = link->next)
        if (connection == 0 || link->number == connection) {
            kill_link(link, sqlstate, message);
            count++;
        }
    quern__script_unlock(script);
    return count;
}

size_t quern_script_nudge(quern_script *script, int64_t connection)
{
    size_t count = 0;
    quern__script_lock(script);
    for (quern_link *link = script->links; link; link = link->next)
        if (connection == 0 || link->number == connection) {
            quern__script_bell_ring(&link->bell);
            count++;
        }
    quern__script_unlock(script);
    return count;
}

void quern_script_forget(quern_script *script)
{
    quern__script_lock(script);
    *script->lines_end = script->old_lines;
    script->old_lines = script->lines;
    script->lines = NULL;
    script->lines_end = &script->lines;
    *script->openings_end = script->old_openings;
    script->old_openings = script->openings;
    script->openings = NULL;
    script->openings_end = &script->openings;
    memset(script->faults, 0, sizeof script->faults);
    script->nonsense_site = NULL;
    for (quern__script_record *record = script->records; record; record = record->next)
        record->unexpected = false;
    quern__script_unlock(script);
}

int64_t quern_script_count(quern_script *script, quern_script_count_kind what)
{
    if ((unsigned)what >= QUERN_SCRIPT_COUNTS)
        return 0;
    quern__script_lock(script);
    int64_t count = script->counts[what];
    quern__script_unlock(script);
    return count;
}

const quern_script_statement *quern_script_seen(quern_script *script, size_t index)
{
    static const quern_script_statement none = { .sql = "", .values = "" };
    quern__script_lock(script);
    const quern__script_record *record = script->records;
    while (record && index-- > 0)
        record = record->next;
    quern__script_unlock(script);
    return record ? &record->is : &none;
}
