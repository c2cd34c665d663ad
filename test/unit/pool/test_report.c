/* test_report.c: connections that come and go, as the program's handler is told. */
#include "test/unit/pool/fixture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* What was told; the handler is called by the pool's helper, too. */
static struct {
    pthread_mutex_t lock;
    char lines[2000];
    quern__pool *pool; /* whose lock must be free; NULL: nobody looks */
} told = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void listen(void *context, const quern_trace_event *event)
{
    char line[300];
    ck_assert_ptr_eq(context, &told);
    ck_assert_ptr_null(event->session);
    ck_assert_ptr_null(event->query);
    ck_assert_ptr_null(event->tag);
    if (told.pool) {
        pthread_mutex_lock(&told.pool->lock); /* for ever, if this thread had it */
        pthread_mutex_unlock(&told.pool->lock);
    }
    snprintf(line, sizeof line, "%d %s: %s (%s)\n", (int)event->level, quern_trace_name(event->kind),
             event->message, event->error ? quern_error_name(event->error->code) : "");
    pthread_mutex_lock(&told.lock);
    strncat(told.lines, line, sizeof told.lines - strlen(told.lines) - 1);
    pthread_mutex_unlock(&told.lock);
}

static bool was_told(const char *line)
{
    pthread_mutex_lock(&told.lock);
    const bool found = strstr(told.lines, line);
    pthread_mutex_unlock(&told.lock);
    return found;
}

static void wait_for_line(const char *line)
{
    for (int i = 0; i < 5000 && !was_told(line); i++)
        sleep_ms(1);
    ck_assert_msg(was_told(line), "\"%s\" was not told, but: %s", line, told.lines);
}

static quern__tracer tracer = { listen, &told, QUERN_LEVEL_DEBUG };

static pool_fixture open_told(quern_level level)
{
    quern_script *script = quern_script_new(NULL);
    pool_fixture f = { .script = script };
    tracer.level = level;
    told.lines[0] = '\0';
    f.pool = quern__pool_open(&(quern__pool_options){ .backend = quern_script_backend(script),
                                                      .uri = "script:",
                                                      .allocator = &quern__system_allocator,
                                                      .max = 2,
                                                      .connect_ms = 200,
                                                      .tracer = &tracer });
    f.arena = quern__arena_open(&quern__system_allocator, NULL);
    ck_assert_ptr_nonnull(f.pool);
    told.pool = f.pool;
    return f;
}

static void close_told(pool_fixture *f)
{
    told.pool = NULL;
    fixture_close(f);
}

START_TEST(connections_come_and_go)
{
    pool_fixture f = open_told(QUERN_LEVEL_INFO);
    quern__lease lease = fixture_must_borrow(&f);
    wait_for_line("2 QUERN_TRACE_CONNECTED: a connection was opened");
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    ck_assert(!was_told("DISCONNECTED"));
    close_told(&f);
    ck_assert(was_told("2 QUERN_TRACE_DISCONNECTED: a connection was closed"));
}
END_TEST

START_TEST(one_that_the_pool_gave_up)
{
    pool_fixture f = open_told(QUERN_LEVEL_INFO);
    quern__lease lease = fixture_must_borrow(&f);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CANCEL);
    wait_for_line("2 QUERN_TRACE_DISCONNECTED: a connection was closed");
    close_told(&f);
}
END_TEST

START_TEST(a_loss_is_a_warning)
{
    pool_fixture f = open_told(QUERN_LEVEL_WARNING);
    quern__lease lease = fixture_must_borrow(&f);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    let_them_age(&f);
    quern_script_kill(f.script, 1, "57P01", "terminating connection");
    lease = fixture_must_borrow(&f);
    wait_for_line("3 QUERN_TRACE_DISCONNECTED: a connection was lost");
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    close_told(&f);
    ck_assert_msg(!strstr(told.lines, "\n3") && strncmp(told.lines, "3", 1) == 0, "%s", told.lines);
}
END_TEST

START_TEST(a_connect_that_fails_is_a_warning)
{
    pool_fixture f = open_told(QUERN_LEVEL_WARNING);
    quern__lease lease;
    quern_error error;
    quern_script_on_open(f.script, .sqlstate = "28P01", .message = "password authentication failed");
    ck_assert(!fixture_borrow(&f, 2000, &lease, &error));
    wait_for_line("3 QUERN_TRACE_CONNECT_FAILED: password authentication failed (QUERN_ERROR_CONNECT)");
    close_told(&f);
}
END_TEST

START_TEST(only_what_matters_enough)
{
    pool_fixture f = open_told(QUERN_LEVEL_ERROR);
    quern__lease lease;
    quern_error error;
    quern_script_on_open(f.script, .sqlstate = "28P01", .message = "password authentication failed");
    ck_assert(!fixture_borrow(&f, 2000, &lease, &error));
    close_told(&f);
    ck_assert_str_eq(told.lines, "");
}
END_TEST

Suite *quern__suite_report(void);

Suite *quern__suite_report(void)
{
    Suite *suite = suite_create("report");
    TCase *tests = tcase_create("events");
    tcase_add_test(tests, connections_come_and_go);
    tcase_add_test(tests, one_that_the_pool_gave_up);
    tcase_add_test(tests, a_loss_is_a_warning);
    tcase_add_test(tests, a_connect_that_fails_is_a_warning);
    tcase_add_test(tests, only_what_matters_enough);
    suite_add_tcase(suite, tests);
    return suite;
}
