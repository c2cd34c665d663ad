/* memory.c: running out of memory is an ordinary error, wherever it happens, and nothing leaks. */
#include "test/conform/conform.h"

#include <stdlib.h>

/* An allocator that fails one call, and counts what is not released. */
typedef struct budget {
    quern_allocator allocator;
    long fail_at; /* the call that fails, from 1; 0: none */
    long calls;
    long held;
} budget;

static bool fails(budget *b)
{
    return ++b->calls == b->fail_at;
}

static void *allocate(void *context, size_t size)
{
    budget *b = context;
    ck_assert_msg(size > 0, "the allocator was called for 0 bytes");
    if (fails(b))
        return NULL;
    b->held++;
    return malloc(size);
}

static void *reallocate(void *context, void *memory, size_t size)
{
    budget *b = context;
    ck_assert_msg(size > 0, "the allocator was called for 0 bytes");
    if (fails(b))
        return NULL;
    b->held += !memory;
    return realloc(memory, size);
}

static void release(void *context, void *memory)
{
    budget *b = context;
    b->held -= memory != NULL;
    free(memory);
}

static void open_budget(budget *b, long fail_at)
{
    *b = (budget){ .allocator = { allocate, reallocate, release, b }, .fail_at = fail_at };
}

/* An event that says that there was no memory for more. */
static bool is_starved(const quern_event *event)
{
    return (event->kind == QUERN_EVENT_FAILED || event->kind == QUERN_EVENT_LOST) &&
           event->error.code == QUERN_ERROR_MEMORY;
}

/* Reads what a submitted unit of one request gives; true when it succeeded. Sets *lost. */
static bool read_unit(quern_link *link, bool *lost)
{
    quern_event event;
    bool done = false;
    do {
        quern__conform_next(link, &event);
        done |= event.kind == QUERN_EVENT_DONE;
        if (event.kind == QUERN_EVENT_FAILED || event.kind == QUERN_EVENT_LOST) {
            quern__conform_check_error(&event.error);
            ck_assert_msg(is_starved(&event), "not out of memory, but: %s", event.error.message);
        }
        *lost = event.kind == QUERN_EVENT_LOST;
    } while (event.kind != QUERN_EVENT_SYNCED && !*lost);
    return done;
}

/* Open, one statement with a parameter, another one, close. True when nothing failed. */
static bool lives(budget *b)
{
    const quern_backend *backend = quern__conform->backend;
    const quern_connect connect = { .uri = quern__conform->uri,
                                    .timeout_ms = 5000,
                                    .allocator = &b->allocator };
    quern_error error;
    quern_link *link = backend->open(backend, &connect, &error);
    if (!link) {
        quern__conform_check_error(&error);
        ck_assert_int_eq(error.code, QUERN_ERROR_MEMORY);
        return false;
    }
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT,
                                    .sync = true,
                                    .sql = quern__conform->one_row };
    bool all = true, lost = false;
    for (int i = 0; i < 2 && !lost; i++)
        all &= backend->submit(link, &request) && read_unit(link, &lost);
    b->fail_at = 0;
    if (!lost) /* whatever happened, it goes on */
        ck_assert_int_eq(quern__conform_must(link, quern__conform->one_row), 1);
    backend->close(link);
    return all && !lost;
}

START_TEST(every_allocation_may_fail)
{
    for (long fail_at = 1; fail_at < 10000; fail_at++) {
        budget b;
        open_budget(&b, fail_at);
        bool all = lives(&b);
        ck_assert_msg(b.held == 0, "%ld allocations leak when allocation %ld fails", b.held, fail_at);
        if (b.calls < fail_at) {
            ck_assert(all);
            return;
        }
    }
    ck_abort_msg("it never ends");
}
END_TEST

START_TEST(nothing_is_held_after_a_close_in_the_middle)
{
    budget b;
    open_budget(&b, 0);
    const char *const statements[] = { quern__conform->many_rows, quern__conform->slow,
                                       quern__conform->failing };
    for (int i = 0; i < 6; i++) {
        quern_link *link = quern__conform_open_with(&b.allocator);
        quern_event event;
        quern__conform_submit(link, statements[i / 2], false);
        quern__conform_submit(link, quern__conform->one_row, true);
        quern__conform->backend->step(link, QUERN_READY_NONE);
        if (i / 2 == 0)
            quern__conform_next(link, &event);
        (i % 2 ? quern__conform->backend->abandon : quern__conform->backend->close)(link);
        ck_assert_msg(b.held == 0, "%ld allocations leak after close %d", b.held, i);
    }
}
END_TEST

START_TEST(a_long_life_does_not_grow)
{
    budget b;
    open_budget(&b, 0);
    quern_link *link = quern__conform_open_with(&b.allocator);
    for (int i = 0; i < 20; i++)
        quern__conform_must(link, quern__conform->one_row);
    long before = b.held;
    for (int i = 0; i < 200; i++)
        quern__conform_must(link, quern__conform->one_row);
    ck_assert_int_le(b.held, before);
    quern__conform_close(link);
    ck_assert_int_eq(b.held, 0);
}
END_TEST

TCase *quern__conform_memory_case(void)
{
    TCase *tcase = tcase_create("memory");
    tcase_add_test(tcase, every_allocation_may_fail);
    tcase_add_test(tcase, nothing_is_held_after_a_close_in_the_middle);
    tcase_add_test(tcase, a_long_life_does_not_grow);
    return tcase;
}
