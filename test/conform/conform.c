/* conform.c: driving a backend as quern does: submit, step, poll, take. */
#include "test/conform/conform.h"

#include <poll.h>
#include <string.h>
#include <time.h>

const quern__conform_subject *quern__conform;

void quern__conform_use(const quern__conform_subject *subject)
{
    quern__conform = subject;
}

int64_t quern__conform_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void quern__conform_check_error(const quern_error *error)
{
    ck_assert_ptr_nonnull(error->message);
    ck_assert_msg(error->message[0] != '\0', "an error without a message");
    ck_assert_ptr_nonnull(error->detail);
    ck_assert_ptr_nonnull(error->hint);
    ck_assert_ptr_nonnull(error->path);
    ck_assert_ptr_nonnull(error->nearest);
    ck_assert_ptr_nonnull(error->sql);
    ck_assert(error->code == QUERN_ERROR_SERVER || error->code == QUERN_ERROR_TYPE ||
              error->code == QUERN_ERROR_CONNECTION_LOST || error->code == QUERN_ERROR_MEMORY ||
              error->code == QUERN_ERROR_UNSUPPORTED || error->code == QUERN_ERROR_CONNECT);
    ck_assert_msg(error->code != QUERN_ERROR_SERVER || strlen(error->sqlstate) == 5,
                  "SERVER without SQLSTATE: %s", error->message);
}

quern_link *quern__conform_open_with(const quern_allocator *allocator)
{
    const quern_backend *backend = quern__conform->backend;
    const quern_connect connect = { .uri = quern__conform->uri,
                                    .timeout_ms = QUERN__CONFORM_PATIENCE_MS,
                                    .allocator = allocator };
    quern_error error;
    quern_link *link = backend->open(backend, &connect, &error);
    ck_assert_msg(link != NULL, "cannot open: %s", link ? "" : error.message);
    for (const char *const *sql = quern__conform->setup; sql && *sql; sql++)
        quern__conform_must(link, *sql);
    return link;
}

quern_link *quern__conform_open(void)
{
    return quern__conform_open_with(quern_system_allocator());
}

void quern__conform_close(quern_link *link)
{
    quern__conform->backend->close(link);
}

void quern__conform_submit(quern_link *link, const char *sql, bool sync)
{
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT, .sync = sync, .sql = sql };
    ck_assert_msg(quern__conform->backend->submit(link, &request), "cannot submit: %s", sql);
}

/* Polls for what `wanted` says; gives what poll reported. */
static unsigned wait_for(quern_link *link, unsigned wanted, int wait_ms)
{
    quern_link_info info;
    quern__conform->backend->info(link, &info);
    if (info.fd < 0 || wanted == QUERN_READY_NONE)
        return QUERN_READY_NONE;
    short events =
        (short)((wanted & QUERN_READY_READ ? POLLIN : 0) | (wanted & QUERN_READY_WRITE ? POLLOUT : 0));
    struct pollfd fd = { .fd = info.fd, .events = events };
    if (poll(&fd, 1, wait_ms) <= 0)
        return QUERN_READY_NONE;
    return (fd.revents & (POLLIN | POLLERR | POLLHUP) ? QUERN_READY_READ : 0u) |
           (fd.revents & POLLOUT ? QUERN_READY_WRITE : 0u);
}

bool quern__conform_readable(quern_link *link, int wait_ms)
{
    return wait_for(link, QUERN_READY_READ, wait_ms) & QUERN_READY_READ;
}

void quern__conform_next(quern_link *link, quern_event *event)
{
    const quern_backend *backend = quern__conform->backend;
    int64_t give_up = quern__conform_now_ms() + QUERN__CONFORM_PATIENCE_MS;
    unsigned ready = QUERN_READY_NONE;
    while (!backend->take(link, event)) {
        unsigned wanted = backend->step(link, ready);
        if (backend->take(link, event))
            return;
        int64_t left = give_up - quern__conform_now_ms();
        ck_assert_msg(left > 0, "no event came");
        ready = wait_for(link, wanted, (int)left);
    }
}

quern__conform_answer quern__conform_read(quern_link *link)
{
    quern__conform_answer answer = { 0 };
    quern_event event = { 0 };
    for (;;) {
        quern__conform_next(link, &event);
        if (event.kind == QUERN_EVENT_COLUMNS) {
            ck_assert_msg(!answer.columns, "COLUMNS came twice");
            ck_assert_ptr_nonnull(event.columns);
            answer.columns = true;
            answer.column_count = event.count;
        } else if (event.kind == QUERN_EVENT_ROW) {
            ck_assert_msg(answer.columns, "ROW came before COLUMNS");
            ck_assert_uint_eq(event.count, answer.column_count);
            ck_assert_ptr_nonnull(event.cells);
            answer.rows++;
        } else {
            break;
        }
    }
    answer.end = event.kind;
    answer.done_rows = event.rows;
    ck_assert_msg(event.kind >= QUERN_EVENT_DONE && event.kind <= QUERN_EVENT_LOST &&
                      event.kind != QUERN_EVENT_SYNCED,
                  "event %d cannot end a request", (int)event.kind);
    if (event.kind == QUERN_EVENT_FAILED || event.kind == QUERN_EVENT_LOST) {
        quern__conform_check_error(&event.error);
        answer.code = event.error.code;
        memcpy(answer.sqlstate, event.error.sqlstate, sizeof answer.sqlstate);
    }
    return answer;
}

void quern__conform_synced(quern_link *link)
{
    quern_event event;
    quern__conform_next(link, &event);
    ck_assert_msg(event.kind == QUERN_EVENT_SYNCED, "event %d instead of SYNCED", (int)event.kind);
}

quern__conform_answer quern__conform_run(quern_link *link, const char *sql)
{
    quern__conform_submit(link, sql, true);
    quern__conform_answer answer = quern__conform_read(link);
    if (answer.end != QUERN_EVENT_LOST)
        quern__conform_synced(link);
    return answer;
}

int64_t quern__conform_must(quern_link *link, const char *sql)
{
    quern__conform_answer answer = quern__conform_run(link, sql);
    ck_assert_msg(answer.end == QUERN_EVENT_DONE, "event %d, SQLSTATE %s: %s", (int)answer.end,
                  answer.sqlstate, sql);
    return answer.done_rows;
}

quern_link_state quern__conform_state(quern_link *link)
{
    quern_link_info info;
    quern__conform->backend->info(link, &info);
    return info.state;
}

Suite *quern__conform_suite(const char *name, void (*begin)(void), void (*end)(void))
{
    Suite *suite = suite_create(name);
    TCase *cases[] = { quern__conform_shape_case(),   quern__conform_link_case(),
                       quern__conform_request_case(), quern__conform_unit_case(),
                       quern__conform_value_case(),   quern__conform_memory_case() };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tcase_add_checked_fixture(cases[i], begin, end);
        tcase_set_timeout(cases[i], 60);
        suite_add_tcase(suite, cases[i]);
    }
    return suite;
}
