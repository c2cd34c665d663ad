/* server.c: the server at the other end of a connection. It runs what was sent, one statement after the other, and keeps the
 * transaction and the unit; while one statement takes its time, the ones behind it wait. */
#include "backends/script/inner.h"

#include <string.h>

static char upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

/* What comes after blanks and comments, such as a session's tag. */
static const char *after_blanks(const char *sql)
{
    for (;;) {
        sql += strspn(sql, " \t\n");
        const char *end = strncmp(sql, "/*", 2) == 0 ? strstr(sql + 2, "*/") : NULL;
        if (!end)
            return sql;
        sql = end + 2;
    }
}

/* The text behind a keyword, or NULL when it begins otherwise. */
static const char *after_keyword(const char *sql, const char *keyword)
{
    sql = after_blanks(sql);
    for (; *keyword; keyword++, sql++)
        if (upper(*sql) != *keyword)
            return NULL;
    return strchr(" \t\n;", *sql) ? sql : NULL;
}

static quern_link_state state_after(const char *sql, quern_link_state before)
{
    static const char *const beginners[] = { "BEGIN", "START" };
    static const char *const enders[] = { "COMMIT", "END", "ABORT", "ROLLBACK" };
    for (size_t i = 0; i < sizeof beginners / sizeof *beginners; i++)
        if (after_keyword(sql, beginners[i]))
            return QUERN_LINK_IN_TRANSACTION;
    for (size_t i = 0; i < sizeof enders / sizeof *enders; i++) {
        const char *rest = after_keyword(sql, enders[i]);
        if (rest)
            return after_keyword(rest, "TO") ? QUERN_LINK_IN_TRANSACTION : QUERN_LINK_IDLE;
    }
    return before;
}

static void move_transaction(quern_link *link, const quern__script_request *request)
{
    if (request->fate == QUERN__SCRIPT_DONE)
        link->transaction = state_after(request->record->is.sql, link->transaction);
    else if (link->transaction == QUERN_LINK_IN_TRANSACTION)
        link->transaction = QUERN_LINK_FAILED_TRANSACTION;
    if (request->line && request->line->is.leaves != QUERN_LINK_IDLE)
        link->transaction = request->line->is.leaves;
}

static void log_statement(quern_link *link, quern__script_request *request)
{
    quern_script *script = link->script;
    request->record->is.connection = link->number;
    request->record->unexpected = !request->line;
    request->logged = true;
    *script->records_end = request->record;
    script->records_end = &request->record->next;
    script->counts[QUERN_SCRIPT_STATEMENTS]++;
}

static void begin(quern_link *link, quern__script_request *request)
{
    request->stage = QUERN__SCRIPT_RUNNING;
    if (link->unit_failed)
        return;
    quern__script_line *line = quern__script_find(link->script, &request->record->is, &request->wanted);
    request->line = line;
    if (line) {
        line->used += line->is.times != QUERN_SCRIPT_ALWAYS;
        /* the last one is the answer */
        request->pieces = line->is.after_steps ? line->is.after_steps + 1 : 0;
        request->due_ms = line->is.after_ms;
        if (line->is.after_ms > 0)
            request->due_ms += quern__script_now_ms();
    }
    if (!line || line->is.lost != QUERN_SCRIPT_LOST_BEFORE)
        log_statement(link, request);
}

static bool is_due(const quern__script_request *request)
{
    if (request->cancelled)
        return true;
    if (request->due_ms < 0 || (request->due_ms > 0 && quern__script_now_ms() < request->due_ms))
        return false;
    return request->pieces == 0;
}

static quern__script_fate fate_of(const quern_link *link, const quern__script_request *request)
{
    if (link->unit_failed)
        return QUERN__SCRIPT_SKIPPED;
    if (request->cancelled)
        return QUERN__SCRIPT_CANCELLED;
    if (!request->line)
        return QUERN__SCRIPT_UNEXPECTED;
    if (request->line->is.lost)
        return QUERN__SCRIPT_LOST;
    return request->line->is.sqlstate || request->line->is.message ? QUERN__SCRIPT_FAILED
                                                                   : QUERN__SCRIPT_DONE;
}

static void finish(quern_link *link, quern__script_request *request)
{
    request->fate = fate_of(link, request);
    request->stage = QUERN__SCRIPT_ANSWERED;
    if (request->fate != QUERN__SCRIPT_SKIPPED)
        move_transaction(link, request);
    link->unit_failed = request->fate != QUERN__SCRIPT_DONE && !request->sync;
}

void quern__script_serve(quern_link *link)
{
    for (quern__script_request *r = link->first; r && r->stage != QUERN__SCRIPT_QUEUED; r = r->next) {
        if (r->stage == QUERN__SCRIPT_SENT)
            begin(link, r);
        if (r->stage == QUERN__SCRIPT_RUNNING && !is_due(r))
            return;
        if (r->stage == QUERN__SCRIPT_RUNNING)
            finish(link, r);
        if (r->fate == QUERN__SCRIPT_LOST)
            return;
    }
}

void quern__script_send_piece(quern_link *link)
{
    for (quern__script_request *r = link->first; r; r = r->next)
        if (r->stage == QUERN__SCRIPT_RUNNING && r->pieces > 0)
            r->pieces--;
}

const quern__script_request *quern__script_told(const quern_link *link)
{
    const quern__script_request *last = NULL;
    for (const quern__script_request *r = link->first; r && r->stage >= QUERN__SCRIPT_ANSWERED; r = r->next)
        if (r->sync || r->flush || r->fate != QUERN__SCRIPT_DONE || r->stage == QUERN__SCRIPT_RECEIVED)
            last = r;
    return last;
}

void quern__script_drop_first(quern_link *link)
{
    quern__script_request *request = link->first;
    link->first = request->next;
    if (!link->first)
        link->end = &link->first;
    if (!request->logged)
        quern__script_release(&link->script->allocator, request->record);
    quern__script_release(&link->allocator, request);
}
