/* drive.c: see drive.h. */
#include "test/unit/postgres/drive.h"

#include <check.h>

#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char line[4000];

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *format, ...)
{
    const size_t size = strlen(line);
    va_list values;
    va_start(values, format);
    vsnprintf(line + size, sizeof line - size, format, values);
    va_end(values);
}

int64_t drive_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static quern_link *try_open(const char *uri, int32_t timeout_ms, quern_error *error)
{
    const quern_backend *backend = quern_postgres_backend();
    const quern_connect connect = { .uri = uri,
                                    .timeout_ms = timeout_ms,
                                    .allocator = quern_system_allocator() };
    return backend->open(backend, &connect, error);
}

quern_link *drive_open(const char *uri)
{
    quern_error error = { .message = "" };
    quern_link *link = try_open(uri, DRIVE_PATIENCE_MS, &error);
    ck_assert_msg(link != NULL, "cannot open: %s", error.message);
    return link;
}

bool drive_opens(const char *uri, int32_t timeout_ms, quern_error *error)
{
    quern_link *link = try_open(uri, timeout_ms, error);
    if (link)
        drive_close(link);
    return link != NULL;
}

void drive_submit_values(quern_link *link, const char *sql, size_t count, const quern_value *values,
                         const quern_kind *kinds, bool sync)
{
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT,
                                    .sync = sync,
                                    .sql = sql,
                                    .count = count,
                                    .values = values,
                                    .kinds = kinds };
    ck_assert_msg(quern_postgres_backend()->submit(link, &request), "cannot submit: %s", sql);
}

void drive_submit(quern_link *link, const char *sql, bool sync)
{
    drive_submit_values(link, sql, 0, NULL, NULL, sync);
}

quern_link_info drive_info(quern_link *link)
{
    quern_link_info info;
    quern_postgres_backend()->info(link, &info);
    return info;
}

static unsigned wait_for(quern_link *link, unsigned wanted, int wait_ms)
{
    struct pollfd look = { .fd = drive_info(link).fd,
                           .events = (short)((wanted & QUERN_READY_READ ? POLLIN : 0) |
                                             (wanted & QUERN_READY_WRITE ? POLLOUT : 0)) };
    if (poll(&look, 1, wait_ms) <= 0)
        return QUERN_READY_NONE;
    return (look.revents & (POLLIN | POLLERR | POLLHUP) ? (unsigned)QUERN_READY_READ : 0U) |
           (look.revents & POLLOUT ? (unsigned)QUERN_READY_WRITE : 0U);
}

void drive_next(quern_link *link, quern_event *event)
{
    const quern_backend *backend = quern_postgres_backend();
    const int64_t end = drive_now_ms() + DRIVE_PATIENCE_MS;
    unsigned ready = QUERN_READY_NONE;
    while (!backend->take(link, event)) {
        const unsigned wanted = backend->step(link, ready);
        if (backend->take(link, event))
            return;
        ck_assert_msg(drive_now_ms() < end, "no event came; so far: %s", line);
        ready = wait_for(link, wanted, 1000);
    }
}

bool drive_readable(quern_link *link, int wait_ms)
{
    const quern_backend *backend = quern_postgres_backend();
    while (backend->step(link, QUERN_READY_NONE) & QUERN_READY_WRITE)
        wait_for(link, QUERN_READY_WRITE | QUERN_READY_READ, 1000);
    return wait_for(link, QUERN_READY_READ, wait_ms) != QUERN_READY_NONE;
}

static void say_event(const quern_event *event)
{
    static const char *const names[] = {
        [QUERN_EVENT_COLUMNS] = "columns", [QUERN_EVENT_ROW] = "row",         [QUERN_EVENT_DONE] = "done",
        [QUERN_EVENT_FAILED] = "failed",   [QUERN_EVENT_SKIPPED] = "skipped", [QUERN_EVENT_SYNCED] = "synced",
        [QUERN_EVENT_LOST] = "lost"
    };
    say("%s%s", *line ? "; " : "", names[event->kind]);
    for (size_t i = 0; i < event->count; i++)
        if (event->kind == QUERN_EVENT_COLUMNS)
            say("%c%s", i ? ',' : ' ', event->columns[i].name);
        else
            say("%c%.*s", i ? ',' : ' ', event->cells[i].data ? (int)event->cells[i].size : 4,
                event->cells[i].data ? (const char *)event->cells[i].data : "NULL");
    if (event->kind == QUERN_EVENT_DONE)
        say(" %" PRId64, event->rows);
    if (event->kind != QUERN_EVENT_FAILED && event->kind != QUERN_EVENT_LOST)
        return;
    const quern_error *error = &event->error;
    say("%s%s", *error->sqlstate ? " " : "", error->sqlstate);
    ck_assert_msg(error->message && *error->message, "an error without a message: %s", line);
    ck_assert(error->detail && error->hint && error->path && error->nearest && error->sql);
}

const char *drive_read(quern_link *link, int units)
{
    quern_event event = { .kind = QUERN_EVENT_COLUMNS };
    *line = '\0';
    while (units && event.kind != QUERN_EVENT_LOST) {
        drive_next(link, &event);
        say_event(&event);
        units -= event.kind == QUERN_EVENT_SYNCED;
    }
    return line;
}

const char *drive(quern_link *link, const char *sql)
{
    drive_submit(link, sql, true);
    return drive_read(link, 1);
}

const char *drive_text(quern_link *link, const char *sql)
{
    static char text[1000];
    quern_event event;
    drive_submit(link, sql, true);
    drive_next(link, &event);
    ck_assert_msg(event.kind == QUERN_EVENT_COLUMNS, "%s: event %d, %s", sql, (int)event.kind,
                  event.kind == QUERN_EVENT_FAILED ? event.error.message : "");
    drive_next(link, &event);
    ck_assert_msg(event.kind == QUERN_EVENT_ROW, "%s: event %d", sql, (int)event.kind);
    snprintf(text, sizeof text, "%.*s", event.cells[0].data ? (int)event.cells[0].size : 4,
             event.cells[0].data ? (const char *)event.cells[0].data : "NULL");
    drive_read(link, 1);
    return text;
}

long drive_memory(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%*s %ld", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return pages * sysconf(_SC_PAGESIZE) / 1000000;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WITH_SANITIZER true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WITH_SANITIZER true
#endif
#endif
#ifndef WITH_SANITIZER
#define WITH_SANITIZER false
#endif

/* Sanitizers and valgrind hold on to what is freed, or have memory of their own. */
static bool counts_memory(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    return !WITH_SANITIZER && !(preloaded && strstr(preloaded, "vgpreload"));
}

void drive_grew_less(long before, long megabytes)
{
    const long grown = drive_memory() - before;
    ck_assert_msg(!counts_memory() || grown < megabytes, "%ld MB", grown);
}

void drive_close(quern_link *link)
{
    quern_postgres_backend()->close(link);
}
