/* fixture.c: a pool on the script backend, and threads that borrow from it. */
#include "test/unit/pool/fixture.h"

#include "lib/base/clock.h"

#include <check.h>
#include <poll.h>
#include <stdio.h>

pool_fixture fixture_open_like(quern_script *script, quern__pool_options options)
{
    pool_fixture f = { .script = script };
    if (!options.backend)
        options.backend = quern_script_backend(script);
    if (!options.connect_ms)
        options.connect_ms = 200;
    options.uri = "script:";
    if (!options.allocator)
        options.allocator = &quern__system_allocator;
    f.pool = quern__pool_open(&options);
    f.arena = quern__arena_open(&quern__system_allocator, NULL);
    ck_assert_ptr_nonnull(f.pool);
    ck_assert_ptr_nonnull(f.arena);
    return f;
}

pool_fixture fixture_open_with(uint32_t max, quern_script *script, const quern_backend *backend)
{
    return fixture_open_like(script, (quern__pool_options){ .backend = backend, .max = max });
}

pool_fixture fixture_open(uint32_t max)
{
    quern_script *script = quern_script_new(NULL);
    ck_assert_ptr_nonnull(script);
    return fixture_open_with(max, script, quern_script_backend(script));
}

void fixture_close(pool_fixture *f)
{
    quern__pool_close(f->pool);
    quern__arena_close(f->arena);
    ck_assert_str_eq(quern_script_report(f->script), "");
    ck_assert_int_eq(quern_script_count(f->script, QUERN_SCRIPT_OPEN_NOW), 0);
    quern_script_free(f->script);
}

bool fixture_borrow(pool_fixture *f, int32_t turn_ms, quern__lease *lease, quern_error *error)
{
    const quern__turn turn = { .turn_ms = turn_ms, .site = "test.c:7", .arena = f->arena };
    return quern__pool_borrow(f->pool, &turn, lease, error);
}

quern__lease fixture_must_borrow(pool_fixture *f)
{
    quern__lease lease;
    quern_error error;
    const bool lent = fixture_borrow(f, 5000, &lease, &error);
    ck_assert_msg(lent, "no connection: %s (%s)", lent ? "" : error.message, lent ? "" : error.detail);
    return lease;
}

static quern_link_info info_of(const quern__lease *lease)
{
    quern_link_info info;
    lease->backend->info(lease->link, &info);
    return info;
}

int64_t lease_number(const quern__lease *lease)
{
    return info_of(lease).process;
}

void lease_send(const quern__lease *lease, const char *sql)
{
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT, .sync = true, .sql = sql };
    ck_assert(lease->backend->submit(lease->link, &request));
    lease->backend->step(lease->link, QUERN_READY_NONE);
}

bool lease_run(const quern__lease *lease, const char *sql)
{
    lease_send(lease, sql);
    for (;;) {
        quern_event event;
        while (lease->backend->take(lease->link, &event))
            if (event.kind == QUERN_EVENT_SYNCED || event.kind == QUERN_EVENT_LOST)
                return event.kind == QUERN_EVENT_SYNCED;
        struct pollfd look = { .fd = info_of(lease).fd, .events = POLLIN };
        ck_assert_msg(poll(&look, 1, 5000) == 1, "no answer to %s", sql);
        lease->backend->step(lease->link, QUERN_READY_READ);
    }
}

void sleep_ms(int ms)
{
    poll(NULL, 0, ms);
}

int64_t now_ms(void)
{
    return quern__clock_now() / 1000;
}

static uint32_t look_at(pool_fixture *f, const uint32_t *count)
{
    pthread_mutex_lock(&f->pool->lock);
    const uint32_t value = *count;
    pthread_mutex_unlock(&f->pool->lock);
    return value;
}

static void wait_for(pool_fixture *f, const uint32_t *place, uint32_t count, const char *what)
{
    for (int i = 0; i < 5000 && look_at(f, place) != count; i++)
        sleep_ms(1);
    ck_assert_msg(look_at(f, place) == count, "%u %s, not %u", look_at(f, place), what, count);
}

void wait_for_waiters(pool_fixture *f, uint32_t count)
{
    wait_for(f, &f->pool->waiting_count, count, "waiters");
}

void wait_for_idle(pool_fixture *f, uint32_t count)
{
    wait_for(f, &f->pool->count_of[QUERN__SLOT_IDLE], count, "idle");
}

void let_them_age(pool_fixture *f)
{
    pthread_mutex_lock(&f->pool->lock);
    for (quern__pool_slot *slot = f->pool->newest; slot; slot = slot->next)
        slot->returned = 0;
    pthread_mutex_unlock(&f->pool->lock);
}

void wait_for_count(pool_fixture *f, quern_script_count_kind what, int64_t count)
{
    for (int i = 0; i < 5000 && quern_script_count(f->script, what) < count; i++)
        sleep_ms(1);
    ck_assert_int_eq(quern_script_count(f->script, what), count);
}

static void *borrower_run(void *argument)
{
    borrower *b = argument;
    const int64_t began = now_ms();
    const quern__turn turn = { .turn_ms = b->turn_ms,
                               .site = "test.c:9",
                               .arena = b->arena,
                               .interrupt = &b->interrupt,
                               .sql = "SELECT 9" };
    b->lent = quern__pool_borrow(b->f->pool, &turn, &b->lease, &b->error);
    b->took_ms = now_ms() - began;
    return NULL;
}

void borrower_start(borrower *b, pool_fixture *f, int32_t turn_ms, bool queued)
{
    *b = (borrower){ .f = f, .turn_ms = turn_ms };
    b->arena = quern__arena_open(&quern__system_allocator, NULL);
    ck_assert_ptr_nonnull(b->arena);
    const uint32_t before = look_at(f, &f->pool->waiting_count);
    ck_assert_int_eq(pthread_create(&b->thread, NULL, borrower_run, b), 0);
    if (queued)
        wait_for_waiters(f, before + 1);
}

void borrower_join(borrower *b)
{
    pthread_join(b->thread, NULL);
}

void borrower_close(borrower *b)
{
    quern__arena_close(b->arena);
}
