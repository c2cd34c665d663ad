/* link.c: the life of a connection: open, its states, loss, cancel, close, abandon. */
#include "test/conform/conform.h"

#include <pthread.h>

START_TEST(a_new_one_is_idle_and_silent)
{
    quern_link *link = quern__conform_open();
    quern_event event;
    ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_IDLE);
    ck_assert(!quern__conform->backend->take(link, &event));
    quern__conform->backend->step(link, QUERN_READY_NONE);
    ck_assert(!quern__conform->backend->take(link, &event));
    ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_IDLE);
    quern__conform_close(link);
}
END_TEST

START_TEST(facts_do_not_change)
{
    quern_link_info first, second;
    quern_link *link = quern__conform_open();
    quern__conform->backend->info(link, &first);
    quern__conform_must(link, quern__conform->one_row);
    quern__conform->backend->info(link, &second);
    ck_assert_msg(!quern__conform_readable(link, 0), "all was read, and yet there is more to read");
    ck_assert_int_gt(first.server_version, 0);
    ck_assert_int_eq(first.fd, second.fd);
    ck_assert_int_eq(first.server_version, second.server_version);
    ck_assert_int_eq(first.process, second.process);
    quern__conform_close(link);
}
END_TEST

START_TEST(states_follow_the_transaction)
{
    const quern__conform_subject *subject = quern__conform;
    const struct {
        const char *sql;
        quern_event_kind end;
        quern_link_state state;
    } steps[] = {
        { subject->one_row, QUERN_EVENT_DONE, QUERN_LINK_IDLE },
        { subject->failing, QUERN_EVENT_FAILED, QUERN_LINK_IDLE },
        { subject->begin, QUERN_EVENT_DONE, QUERN_LINK_IN_TRANSACTION },
        { subject->one_row, QUERN_EVENT_DONE, QUERN_LINK_IN_TRANSACTION },
        { subject->commit, QUERN_EVENT_DONE, QUERN_LINK_IDLE },
        { subject->begin, QUERN_EVENT_DONE, QUERN_LINK_IN_TRANSACTION },
        { subject->failing, QUERN_EVENT_FAILED, QUERN_LINK_FAILED_TRANSACTION },
        { subject->rollback, QUERN_EVENT_DONE, QUERN_LINK_IDLE },
    };
    quern_link *link = quern__conform_open();
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        quern__conform_submit(link, steps[i].sql, true);
        ck_assert_msg(quern__conform_state(link) == QUERN_LINK_BUSY, "step %d is not busy", (int)i);
        ck_assert_int_eq(quern__conform_read(link).end, steps[i].end);
        quern__conform_synced(link);
        ck_assert_msg(quern__conform_state(link) == steps[i].state, "step %d: state %d, not %d", (int)i,
                      (int)quern__conform_state(link), (int)steps[i].state);
    }
    quern__conform_close(link);
}
END_TEST

START_TEST(a_refused_connection_tells_why)
{
    if (!quern__conform->refused_uri)
        return;
    const quern_backend *backend = quern__conform->backend;
    const quern_connect connect = { .uri = quern__conform->refused_uri(),
                                    .timeout_ms = 5000,
                                    .allocator = quern_system_allocator() };
    quern_error error;
    ck_assert_ptr_null(backend->open(backend, &connect, &error));
    quern__conform_check_error(&error);
    ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
}
END_TEST

START_TEST(a_stalled_connection_is_given_up_in_time)
{
    if (!quern__conform->stalled_uri)
        return;
    const quern_backend *backend = quern__conform->backend;
    const quern_connect connect = { .uri = quern__conform->stalled_uri(),
                                    .timeout_ms = 300,
                                    .allocator = quern_system_allocator() };
    quern_error error;
    int64_t before = quern__conform_now_ms();
    ck_assert_ptr_null(backend->open(backend, &connect, &error));
    int64_t took = quern__conform_now_ms() - before;
    ck_assert_msg(took >= 250 && took < 2300, "gave up after %d ms instead of 300", (int)took);
    quern__conform_check_error(&error);
    ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
}
END_TEST

static void assert_lost(quern_link *link)
{
    quern_event event;
    quern__conform_next(link, &event);
    ck_assert_msg(event.kind == QUERN_EVENT_LOST, "event %d instead of LOST", (int)event.kind);
    quern__conform_check_error(&event.error);
    ck_assert_int_eq(event.error.code, QUERN_ERROR_CONNECTION_LOST);
    ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_LOST);
}

START_TEST(an_idle_connection_that_dies_can_be_read_and_is_lost)
{
    if (!quern__conform->kill)
        return;
    quern_link *link = quern__conform_open();
    ck_assert(!quern__conform_readable(link, 0));
    quern__conform->kill(link);
    ck_assert(quern__conform_readable(link, QUERN__CONFORM_PATIENCE_MS));
    assert_lost(link);
    quern__conform_close(link);
}
END_TEST

START_TEST(a_busy_connection_that_dies_is_lost)
{
    if (!quern__conform->kill)
        return;
    quern_link *link = quern__conform_open();
    quern__conform_submit(link, quern__conform->slow, true);
    quern__conform_submit(link, quern__conform->one_row, true);
    quern__conform->backend->step(link, QUERN_READY_NONE);
    quern__conform->kill(link);
    ck_assert_int_eq(quern__conform_read(link).end, QUERN_EVENT_LOST);
    ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_LOST);
    quern__conform->backend->abandon(link);
}
END_TEST

START_TEST(a_statement_on_a_dead_connection_loses_it)
{
    if (!quern__conform->kill)
        return;
    quern_link *link = quern__conform_open();
    quern__conform->kill(link);
    ck_assert(quern__conform_readable(link, QUERN__CONFORM_PATIENCE_MS));
    quern__conform_submit(link, quern__conform->one_row, true);
    assert_lost(link);
    quern__conform_close(link);
}
END_TEST

/* Steps until what was submitted has left for the server. */
static void send_all(quern_link *link)
{
    for (int i = 0; i < 20; i++)
        if (!(quern__conform->backend->step(link, QUERN_READY_NONE) & QUERN_READY_WRITE))
            return;
}

START_TEST(a_cancel_ends_the_statement_not_the_connection)
{
    if (!quern__conform->backend->cancel)
        return;
    quern_link *link = quern__conform_open();
    quern__conform_submit(link, quern__conform->slow, true);
    send_all(link);
    ck_assert(!quern__conform_readable(link, 100)); /* it runs by now */
    quern__conform->backend->cancel(link, 1000);
    quern__conform_answer answer = quern__conform_read(link);
    ck_assert_int_eq(answer.end, QUERN_EVENT_FAILED);
    ck_assert_int_eq(answer.code, QUERN_ERROR_SERVER);
    quern__conform_synced(link);
    quern__conform_must(link, quern__conform->one_row);
    quern__conform_close(link);
}
END_TEST

/* What a connection may be in the middle of. */
enum { JUST_OPENED, SUBMITTED, SENT, BETWEEN_ROWS, IN_TRANSACTION, SITUATIONS };

static quern_link *in_situation(int situation)
{
    quern_link *link = quern__conform_open();
    quern_event event;
    if (situation == SUBMITTED || situation == SENT)
        quern__conform_submit(link, quern__conform->slow, true);
    if (situation == SENT)
        send_all(link);
    if (situation == BETWEEN_ROWS) {
        quern__conform_submit(link, quern__conform->many_rows, true);
        quern__conform_next(link, &event);
        quern__conform_next(link, &event);
        ck_assert_int_eq(event.kind, QUERN_EVENT_ROW);
    }
    if (situation == IN_TRANSACTION)
        quern__conform_must(link, quern__conform->begin);
    return link;
}

static int64_t took_ms(void (*end)(quern_link *link), quern_link *link)
{
    int64_t before = quern__conform_now_ms();
    end(link);
    return quern__conform_now_ms() - before;
}

START_TEST(it_can_be_closed_or_abandoned_at_any_time_without_a_wait)
{
    int64_t closed = took_ms(quern__conform->backend->close, in_situation(_i));
    int64_t abandoned = took_ms(quern__conform->backend->abandon, in_situation(_i));
    ck_assert_msg(closed < 1000 && abandoned < 1000, "situation %d: %d and %d ms", _i, (int)closed,
                  (int)abandoned);
    quern_link *another = quern__conform_open();
    quern__conform_must(another, quern__conform->one_row);
    quern__conform_close(another);
}
END_TEST

START_TEST(a_reset_makes_it_as_new)
{
    quern_link *link = quern__conform_open();
    quern__conform_must(link, quern__conform->begin);
    for (const char *const *sql = quern__conform->backend->reset; sql && *sql; sql++)
        quern__conform_must(link, *sql);
    quern__conform_must(link, quern__conform->commit);
    ck_assert_int_eq(quern__conform_state(link), QUERN_LINK_IDLE);
    quern__conform_must(link, quern__conform->one_row);
    quern__conform_close(link);
}
END_TEST

static void *use_one(void *unused)
{
    (void)unused;
    quern_link *link = quern__conform_open();
    for (int i = 0; i < 20; i++)
        quern__conform_must(link, quern__conform->one_row);
    quern__conform_close(link);
    return NULL;
}

START_TEST(threads_use_one_each)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, use_one, NULL), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}
END_TEST

/* In and out of a transaction, which goes on. */
START_TEST(a_connection_that_was_lent_is_as_before)
{
    const quern_backend *backend = quern__conform->backend;
    quern_error error;
    ck_assert_msg(!backend->lend == !backend->reclaim, "one of lend and reclaim");
    if (!backend->lend)
        return;
    quern_link *link = quern__conform_open();
    for (int begun = 0; begun < 2; begun++) {
        if (begun)
            quern__conform_must(link, quern__conform->begin);
        const quern_link_state state = quern__conform_state(link);
        ck_assert_ptr_nonnull(backend->lend(link, &error));
        ck_assert_int_eq(quern__conform_state(link), state);
        ck_assert(backend->reclaim(link, &error));
        ck_assert_int_eq(quern__conform_state(link), state);
        quern__conform_must(link, quern__conform->one_row);
    }
    quern__conform_must(link, quern__conform->rollback);
    ck_assert_ptr_nonnull(backend->lend(link, &error));
    quern__conform_close(link);
}
END_TEST

TCase *quern__conform_link_case(void)
{
    TCase *tcase = tcase_create("link");
    tcase_add_test(tcase, a_new_one_is_idle_and_silent);
    tcase_add_test(tcase, facts_do_not_change);
    tcase_add_test(tcase, states_follow_the_transaction);
    tcase_add_test(tcase, a_refused_connection_tells_why);
    tcase_add_test(tcase, a_stalled_connection_is_given_up_in_time);
    tcase_add_test(tcase, an_idle_connection_that_dies_can_be_read_and_is_lost);
    tcase_add_test(tcase, a_busy_connection_that_dies_is_lost);
    tcase_add_test(tcase, a_statement_on_a_dead_connection_loses_it);
    tcase_add_test(tcase, a_cancel_ends_the_statement_not_the_connection);
    tcase_add_loop_test(tcase, it_can_be_closed_or_abandoned_at_any_time_without_a_wait, 0, SITUATIONS);
    tcase_add_test(tcase, a_reset_makes_it_as_new);
    tcase_add_test(tcase, a_connection_that_was_lent_is_as_before);
    tcase_add_test(tcase, threads_use_one_each);
    return tcase;
}
