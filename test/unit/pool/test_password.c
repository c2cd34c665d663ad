/* test_password.c: the password that is asked for before each connect: it gets to the backend, and stays nowhere else. And
 * waiters who are patient. */
#include "test/unit/pool/fixture.h"

#include "lib/base/clock.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* A program that is asked, and a backend that is told. */
static struct {
    const quern_backend *inner;
    int asked;
    const char *answer; /* NULL: it gives false */
    bool endless;       /* it writes no NUL */
    size_t size;
    char *room; /* that it was to write into */
    char told[64];
    int released;
    bool kept; /* and something was left in it */
} vault;

static bool give(void *context, char *out, size_t size)
{
    ck_assert_ptr_eq(context, &vault);
    vault.asked++;
    vault.room = out;
    vault.size = size;
    if (vault.endless)
        memset(out, 'x', size);
    else if (vault.answer)
        snprintf(out, size, "%s", vault.answer);
    return vault.answer != NULL;
}

static quern_link *note_open(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    snprintf(vault.told, sizeof vault.told, "%s", connect->password ? connect->password : "(none)");
    return vault.inner->open(vault.inner, connect, error);
}

static pool_fixture open_vault(bool asks, bool no_threads)
{
    static quern_backend backend;
    quern_script *script = quern_script_new(NULL);
    vault.inner = quern_script_backend(script);
    backend = *vault.inner;
    backend.open = note_open;
    return fixture_open_like(script, (quern__pool_options){ .backend = &backend,
                                                            .max = 1,
                                                            .password = asks ? give : NULL,
                                                            .password_context = &vault,
                                                            .no_threads = no_threads });
}

/* Whether the helper has one or not. */
START_TEST(it_is_asked_for_before_each_connect)
{
    static const char *const passwords[] = { "first", "second", "" };
    pool_fixture f = open_vault(true, _i);
    for (int i = 0; i < 3; i++) {
        vault.answer = passwords[i];
        quern__lease lease = fixture_must_borrow(&f);
        ck_assert_str_eq(vault.told, passwords[i]);
        quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
        lease = fixture_must_borrow(&f); /* the same one: no connect */
        ck_assert_int_eq(vault.asked, i + 1);
        quern__pool_return(f.pool, &lease, QUERN__RETURN_BROKEN);
    }
    ck_assert_uint_ge(vault.size, 4096); /* for tokens */
    fixture_close(&f);
}
END_TEST

START_TEST(nobody_is_asked)
{
    pool_fixture f = open_vault(false, false);
    quern__lease lease = fixture_must_borrow(&f);
    ck_assert_str_eq(vault.told, "(none)");
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

static const struct {
    const char *name, *answer;
    bool endless;
    const char *message;
} refusals[] = {
    { "false", NULL, false, "there is no password: .password of quern_options gave false" },
    { "no end", "", true,
      "the password is too long, or has no end: .password of quern_options wrote no NUL" },
};

START_TEST(without_one_there_is_no_connect)
{
    quern__lease lease;
    quern_error error;
    pool_fixture f = open_vault(true, false);
    vault.answer = refusals[_i].answer;
    vault.endless = refusals[_i].endless;
    ck_assert(!fixture_borrow(&f, 5000, &lease, &error));
    ck_assert_msg(error.code == QUERN_ERROR_CONNECT, "%s: %s", refusals[_i].name,
                  quern_error_name(error.code));
    ck_assert_str_eq(error.message, refusals[_i].message);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 0);
    vault.answer = "found again";
    vault.endless = false;
    lease = fixture_must_borrow(&f);
    ck_assert_str_eq(vault.told, "found again");
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* The memory that it was written into goes back without it. */
static void look_and_release(void *context, void *memory)
{
    (void)context;
    if (memory && memory == vault.room) {
        vault.released++;
        for (size_t i = 0; i < vault.size; i++)
            vault.kept |= vault.room[i] != '\0';
    }
    quern_system_allocator()->release(quern_system_allocator()->context, memory);
}

START_TEST(it_is_wiped)
{
    static quern_allocator allocator;
    static quern_backend backend;
    quern_script *script = quern_script_new(NULL);
    vault.inner = quern_script_backend(script);
    backend = *vault.inner;
    backend.open = note_open;
    allocator = *quern_system_allocator();
    allocator.release = look_and_release;
    pool_fixture f = fixture_open_like(script, (quern__pool_options){ .backend = &backend,
                                                                      .max = 1,
                                                                      .allocator = &allocator,
                                                                      .password = give,
                                                                      .password_context = &vault,
                                                                      .no_threads = true });
    vault.answer = "secret";
    quern__lease lease = fixture_must_borrow(&f);
    ck_assert_str_eq(vault.told, "secret");
    ck_assert_int_eq(vault.released, 1);
    ck_assert(!vault.kept);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* ---- Patience: whoever opens a db waits for a server that is only coming up ---- */

static const struct {
    const char *name, *sqlstate;
    int32_t times, turn_ms;
    bool lent;
    quern_error_code code;
    const char *message;
    int64_t least_ms, most_ms;
} patience[] = {
    { "down for a while", "", 3, 5000, true, QUERN_OK, "", 0, 5000 },
    { "down", "", QUERN_SCRIPT_ALWAYS, 400, false, QUERN_ERROR_CONNECT,
      "no connection in 400 ms; the last connect failed: not now", 400, 2000 },
    { "starting", "57P03", QUERN_SCRIPT_ALWAYS, 400, false, QUERN_ERROR_CONNECT,
      "no connection in 400 ms; the last connect failed: not now", 400, 2000 },
    { "it says no", "28P01", QUERN_SCRIPT_ALWAYS, 5000, false, QUERN_ERROR_CONNECT, "not now", 0, 2000 },
};

START_TEST(who_is_patient_waits_on)
{
    const char *name = patience[_i / 2].name;
    quern__lease lease;
    quern_error error = { .code = QUERN_OK, .message = "" };
    quern_script *script = quern_script_new(NULL);
    pool_fixture f = fixture_open_like(script, (quern__pool_options){ .max = 2, .no_threads = _i % 2 });
    quern_script_on_open(script, .message = "not now", .sqlstate = patience[_i / 2].sqlstate,
                         .times = patience[_i / 2].times);
    const quern__turn turn = { .turn_ms = patience[_i / 2].turn_ms, .arena = f.arena, .patient = true };
    const int64_t began = now_ms();
    const bool lent = quern__pool_borrow(f.pool, &turn, &lease, &error);
    const int64_t took = now_ms() - began;
    ck_assert_msg(lent == patience[_i / 2].lent, "%s: %s", name, error.message);
    ck_assert_msg(error.code == patience[_i / 2].code, "%s: %s", name, quern_error_name(error.code));
    ck_assert_msg(strcmp(error.message, patience[_i / 2].message) == 0, "%s: %s", name, error.message);
    ck_assert_msg(took + 1 >= patience[_i / 2].least_ms && took < patience[_i / 2].most_ms, "%s: %d ms", name,
                  (int)took);
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* The deadline of all that a borrower does. */
START_TEST(a_deadline_ends_the_turn)
{
    pool_fixture f = fixture_open(1);
    quern__lease lease = fixture_must_borrow(&f), none;
    quern_error error;
    const quern__turn turn = {
        .turn_ms = 5000, .arena = f.arena, .deadline = quern__deadline_in(100), .deadline_ms = 1234
    };
    const int64_t began = now_ms();
    ck_assert(!quern__pool_borrow(f.pool, &turn, &none, &error));
    ck_assert_int_lt(now_ms() - began, 2000);
    ck_assert_int_ge(now_ms() - began + 1, 100);
    ck_assert_int_eq(error.code, QUERN_ERROR_POOL_TIMEOUT);
    ck_assert_str_eq(error.message, "no connection before the session's deadline of 1234 ms");
    quern__pool_return(f.pool, &lease, QUERN__RETURN_CLEAN);
    fixture_close(&f);
}
END_TEST

/* Without a fork, as under valgrind, the last test's is still there. */
static void empty_vault(void)
{
    memset(&vault, 0, sizeof vault);
}

Suite *quern__suite_password(void);

Suite *quern__suite_password(void)
{
    Suite *suite = suite_create("password");
    TCase *tests = tcase_create("password");
    tcase_set_timeout(tests, 30);
    tcase_add_checked_fixture(tests, empty_vault, NULL);
    tcase_add_loop_test(tests, it_is_asked_for_before_each_connect, 0, 2);
    tcase_add_test(tests, nobody_is_asked);
    tcase_add_loop_test(tests, without_one_there_is_no_connect, 0, sizeof refusals / sizeof *refusals);
    tcase_add_test(tests, it_is_wiped);
    tcase_add_loop_test(tests, who_is_patient_waits_on, 0, 2 * sizeof patience / sizeof *patience);
    tcase_add_test(tests, a_deadline_ends_the_turn);
    suite_add_tcase(suite, tests);
    return suite;
}
