/* event.c: the answers that were received, as events. What an event points to is a copy in memory of its own, freed at the
 * next one, so that a caller who holds on to it too long is caught by valgrind and ASan. */
#include "backends/script/inner.h"

#include <string.h>

static void *event_memory(quern_link *link, size_t size)
{
    return link->event =
               quern__script_allocate(&link->allocator, size); /* the last one's has been released */
}

static bool columns_event(quern_link *link, quern__script_request *request, quern_event *event)
{
    const quern__script_line *line = request->line;
    size_t count = line->column_count, size = count * sizeof(quern_column);
    for (size_t i = 0; i < count; i++)
        size += strlen(line->columns[i].name) + 1;
    quern_column *columns = event_memory(link, size);
    if (!columns)
        return false;
    char *name = (char *)(columns + count);
    for (size_t i = 0; i < count; i++) {
        columns[i] = line->columns[i];
        columns[i].name = strcpy(name, line->columns[i].name);
        name += strlen(name) + 1;
    }
    *event = (quern_event){ .kind = QUERN_EVENT_COLUMNS, .count = count, .columns = columns };
    request->told_columns = true;
    return true;
}

static bool row_event(quern_link *link, quern__script_request *request, quern_event *event)
{
    size_t count = request->line->column_count, size = count * sizeof(quern_cell);
    const char *const *from = request->line->is.cells + request->next_cell;
    for (size_t i = 0; i < count; i++)
        size += from[i] ? strlen(from[i]) : 0;
    quern_cell *cells = event_memory(link, size);
    if (!cells)
        return false;
    char *bytes = (char *)(cells + count);
    for (size_t i = 0; i < count; i++) {
        if (!from[i])
            continue;
        cells[i] = (quern_cell){ .data = bytes, .size = strlen(from[i]) };
        memcpy(bytes, from[i], cells[i].size); /* without a NUL: nobody may count on one */
        bytes += cells[i].size;
    }
    *event = (quern_event){ .kind = QUERN_EVENT_ROW, .count = count, .cells = cells };
    request->next_cell += count;
    return true;
}

static void unexpected_error(quern_link *link, const quern__script_request *request, quern_error *error)
{
    quern__script_text text = quern__script_text_open(&link->allocator);
    quern__script_put(&text.writer, "unexpected statement: ");
    quern__script_put(&text.writer, request->record->is.sql);
    if (*request->record->is.values) {
        quern__script_put(&text.writer, " [");
        quern__script_put(&text.writer, request->record->is.values);
        quern__script_put(&text.writer, "]");
    }
    text.writer.put(&text.writer, "", 1);
    size_t detail = text.size;
    quern__script_put(&text.writer, "the script expects ");
    if (request->wanted)
        quern__script_line_describe(&text.writer, request->wanted);
    else
        quern__script_put(&text.writer, "no more statements");
    *error = quern__script_error(QUERN_ERROR_SERVER, "XX000", "unexpected statement");
    if (text.broken) {
        quern__script_text_close(&text);
        return;
    }
    link->event = text.bytes;
    error->message = text.bytes;
    error->detail = text.bytes + detail;
}

static void line_error(const quern__script_line *line, quern_error *error)
{
    bool lost = line->is.lost != QUERN_SCRIPT_NOT_LOST;
    const char *message = lost ? "the connection was lost" : "the script says so";
    const char *sqlstate = line->is.sqlstate ? line->is.sqlstate : lost ? "" : "XX000";
    *error = quern__script_error(lost ? QUERN_ERROR_CONNECTION_LOST : QUERN_ERROR_SERVER, sqlstate,
                                 line->is.message ? line->is.message : message);
    if (line->is.lost == QUERN_SCRIPT_LOST_AFTER)
        error->outcome = QUERN_OUTCOME_UNKNOWN;
    error->detail = line->is.detail ? line->is.detail : "";
    error->hint = line->is.hint ? line->is.hint : "";
}

static void end_event(quern_link *link, const quern__script_request *request, quern_event *event)
{
    *event = (quern_event){ .kind = QUERN_EVENT_FAILED };
    switch (request->fate) {
    case QUERN__SCRIPT_DONE:
        event->kind = QUERN_EVENT_DONE;
        event->rows = request->line->column_count
                          ? (int64_t)(request->line->is.cell_count / request->line->column_count)
                          : request->line->is.changed;
        return;
    case QUERN__SCRIPT_SKIPPED:
        event->kind = QUERN_EVENT_SKIPPED;
        return;
    case QUERN__SCRIPT_UNEXPECTED:
        unexpected_error(link, request, &event->error);
        return;
    case QUERN__SCRIPT_CANCELLED:
        event->error =
            quern__script_error(QUERN_ERROR_SERVER, "57014", "canceling statement due to user request");
        return;
    case QUERN__SCRIPT_STARVED:
        event->error = quern__script_error(QUERN_ERROR_MEMORY, "", "out of memory");
        return;
    case QUERN__SCRIPT_LOST:
        link->told_lost = true;
        event->kind = QUERN_EVENT_LOST;
        line_error(request->line, &event->error);
        return;
    case QUERN__SCRIPT_FAILED:
        line_error(request->line, &event->error);
        return;
    }
}

static void killed_event(quern_link *link, quern_event *event)
{
    const quern__script_record *words = link->last_words;
    link->told_lost = true;
    *event = (quern_event){ .kind = QUERN_EVENT_LOST };
    event->error = quern__script_error(QUERN_ERROR_CONNECTION_LOST, words ? words->is.values : "",
                                       words ? words->is.sql : "the connection was lost");
    for (const quern__script_request *r = link->first; r; r = r->next)
        if (r->stage != QUERN__SCRIPT_QUEUED)
            event->error.outcome = QUERN_OUTCOME_UNKNOWN;
}

/* Rows belong to the answer unless it is one that came before them. */
static bool has_rows(const quern__script_request *request)
{
    const quern__script_line *line = request->line;
    return line && line->column_count && line->is.lost != QUERN_SCRIPT_LOST_BEFORE &&
           (request->fate == QUERN__SCRIPT_DONE || request->fate == QUERN__SCRIPT_FAILED ||
            request->fate == QUERN__SCRIPT_LOST);
}

/* The next of the rows, if there is one left and memory for it. */
static bool part_event(quern_link *link, quern__script_request *request, quern_event *event)
{
    if (!has_rows(request) || (request->told_columns && request->next_cell == request->line->is.cell_count))
        return false;
    if (request->told_columns ? row_event(link, request, event) : columns_event(link, request, event))
        return true;
    request->fate = QUERN__SCRIPT_STARVED;
    return false;
}

bool quern__script_next_event(quern_link *link, quern_event *event)
{
    quern__script_request *request = link->first;
    quern__script_release(&link->allocator, link->event);
    link->event = NULL;
    if (!request || request->stage != QUERN__SCRIPT_RECEIVED) {
        if (!link->lost || link->told_lost)
            return false;
        killed_event(link, event);
        return true;
    }
    if (!request->told_end) {
        if (part_event(link, request, event))
            return true;
        end_event(link, request, event);
        request->told_end = true;
        if (!request->sync && !link->told_lost)
            quern__script_drop_first(link);
        return true;
    }
    if (link->told_lost)
        return false;
    *event = (quern_event){ .kind = QUERN_EVENT_SYNCED };
    quern__script_drop_first(link);
    return true;
}
