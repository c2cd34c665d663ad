/* talk.c: see talk.h. */
#include "test/unit/script/talk.h"

#include <check.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char said[2000];

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
    va_list arguments;
    size_t size = strlen(said);
    va_start(arguments, format);
    vsnprintf(said + size, sizeof said - size, format, arguments);
    va_end(arguments);
}

quern_link *talk_open(quern_script *script)
{
    const quern_backend *backend = quern_script_backend(script);
    const quern_connect connect = {
        .uri = "script:", .timeout_ms = 1000, .allocator = quern_system_allocator()
    };
    quern_error error;
    quern_link *link = backend->open(backend, &connect, &error);
    ck_assert_msg(link != NULL, "cannot open: %s", error.message);
    return link;
}

void talk_close(quern_script *script, quern_link *link)
{
    quern_script_backend(script)->close(link);
}

static void submit(quern_script *script, quern_link *link, const char *sql, bool sync)
{
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT, .sync = sync, .sql = sql };
    ck_assert(quern_script_backend(script)->submit(link, &request));
}

void talk_submit(quern_script *script, quern_link *link, const char *sql)
{
    submit(script, link, sql, true);
}

void talk_submit_more(quern_script *script, quern_link *link, const char *sql)
{
    submit(script, link, sql, false);
}

static void say_cells(const quern_event *event)
{
    for (size_t i = 0; i < event->count; i++) {
        const quern_cell *cell = &event->cells[i];
        say("%s%.*s", i ? "," : "row ", cell->data ? (int)cell->size : 4,
            cell->data ? (const char *)cell->data : "NULL");
    }
}

static void say_columns(const quern_event *event)
{
    for (size_t i = 0; i < event->count; i++)
        say("%s%s", i ? "," : "columns ", event->columns[i].name);
}

static void say_event(const quern_event *event)
{
    static const char *const words[] = { "", "", "", "", "failed", "skipped", "synced", "lost" };
    say(said[0] ? "; " : "");
    if (event->kind == QUERN_EVENT_COLUMNS)
        say_columns(event);
    else if (event->kind == QUERN_EVENT_ROW)
        say_cells(event);
    else if (event->kind == QUERN_EVENT_DONE)
        say("done %" PRId64, event->rows);
    else
        say("%s", words[event->kind]);
    if (event->kind == QUERN_EVENT_FAILED || event->kind == QUERN_EVENT_LOST)
        say("%s%s %s", event->error.sqlstate[0] ? " " : "", event->error.sqlstate, event->error.message);
}

static bool take_all(quern_script *script, quern_link *link)
{
    quern_event event;
    while (quern_script_backend(script)->take(link, &event)) {
        say_event(&event);
        if (event.kind == QUERN_EVENT_LOST)
            return false;
    }
    return true;
}

const char *talk_take(quern_script *script, quern_link *link)
{
    said[0] = '\0';
    take_all(script, link);
    return said;
}

bool talk_readable(quern_script *script, quern_link *link, int wait_ms)
{
    quern_link_info info;
    quern_script_backend(script)->info(link, &info);
    struct pollfd fd = { .fd = info.fd, .events = POLLIN };
    return poll(&fd, 1, wait_ms) == 1;
}

const char *talk_until_quiet(quern_script *script, quern_link *link, int wait_ms)
{
    said[0] = '\0';
    quern_script_backend(script)->step(link, QUERN_READY_NONE);
    while (take_all(script, link) && talk_readable(script, link, wait_ms))
        quern_script_backend(script)->step(link, QUERN_READY_READ);
    return said;
}

const char *talk(quern_script *script, quern_link *link, const char *sql)
{
    talk_submit(script, link, sql);
    return talk_until_quiet(script, link, 0);
}

quern_link_state talk_state(quern_script *script, quern_link *link)
{
    quern_link_info info;
    quern_script_backend(script)->info(link, &info);
    return info.state;
}
