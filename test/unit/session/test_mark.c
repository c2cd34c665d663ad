/* test_mark.c: marks, rewinding and resetting: what goes, what stays, and which marks are good. */
#include "test/unit/session/fixture.h"

#include "test/support/replay.h"

#include <quern/evaluate.h>
#include <quern/transaction.h>

#include <check.h>
#include <stdio.h>
#include <string.h>

/* What is held, as lib/load holds results; each writes its letter when it is closed. */
typedef struct thing {
    quern__held held;
    char letter;
} thing;

static char gone[64];

static void write_letter(void *argument)
{
    strncat(gone, &((thing *)argument)->letter, 1);
}

static thing *hold(quern_session *session, char letter, uint64_t birth)
{
    quern__arena *arena = quern__arena_open(session->scope.allocator, session->scope.arena);
    thing *made = quern__arena_take(arena, sizeof *made);
    ck_assert_ptr_nonnull(made);
    *made = (thing){ .held = { .birth = birth, .arena = arena }, .letter = letter };
    ck_assert(quern__arena_on_close(arena, write_letter, made));
    quern__session_hold(session, &made->held);
    return made;
}

static uint64_t now(quern_session *session)
{
    return ++session->scope.serial;
}

static void expect_refusal(quern_session *session, const char *name)
{
    const quern_error *error;
    ck_assert_msg(quern_error_take(session, &error), "%s: no failure", name);
    ck_assert_msg(error->code == QUERN_ERROR_USAGE, "%s: %s", name, error->message);
    ck_assert_str_eq(error->message, "the mark is no good in this session");
    ck_assert_ptr_nonnull(strstr(error->hint, "rewound to an older one, or reset"));
    ck_assert_ptr_nonnull(strstr(error->site, "test_mark.c:"));
}

START_TEST(what_is_younger_goes)
{
    session_fixture f = fixture_open(1000);
    const uint64_t old = now(f.session);
    hold(f.session, 'a', old);
    const char *text = quern__arena_text(f.session->scope.arena, "old");
    const quern_mark mark = quern_session_mark(f.session);
    const size_t bytes = quern_session_bytes(f.session);
    hold(f.session, 'b', now(f.session));
    quern__arena_take(f.session->scope.arena, 100000);
    hold(f.session, 'c', old); /* the cache of what is old */
    hold(f.session, 'd', now(f.session));
    ck_assert_uint_gt(quern_session_bytes(f.session), bytes + 100000);
    ck_assert(quern_session_rewind(f.session, mark));
    ck_assert_str_eq(gone, "db");
    ck_assert_uint_lt(quern_session_bytes(f.session), bytes + 5000);
    ck_assert_str_eq(text, "old");
    ck_assert(quern_session_rewind(f.session, mark));
    ck_assert_str_eq(gone, "db");
    fixture_close(&f);
    ck_assert_str_eq(gone, "dbca");
}
END_TEST

START_TEST(what_is_let_go_stays)
{
    session_fixture f = fixture_open(1000);
    const quern_mark mark = quern_session_mark(f.session);
    thing *things[3];
    for (int i = 0; i < 3; i++)
        things[i] = hold(f.session, "abc"[i], now(f.session));
    quern__session_let_go(f.session, &things[_i]->held);
    ck_assert(quern_session_rewind(f.session, mark));
    static const char *const rest[] = { "cb", "ca", "ba" };
    ck_assert_str_eq(gone, rest[_i]);
    quern__arena_close(things[_i]->held.arena);
    fixture_close(&f);
}
END_TEST

/* Each step is a letter: a to d mark, A to D rewind to that mark, and must succeed; "!" before it, and must not. "." makes something,
 * "=" makes what only the arena knows of, "x" resets. */
static const char *const courses[] = {
    "a.A",
    "a.A.A.A",
    "a.b.B.B.A.A",
    "a.b.A!B", /* an older one ends the newer */
    "a.b.A.!B!B.A",
    "a=b=A!B",
    "a=b=A=c!B=C!B",
    "ab.B.A.B", /* marks of one moment */
    "a.Ab.B.A.B",
    "a.b.c.d.D.C.!D.B!C!D.A!B!C!D",
    "a.b.c.B.d.D.!C.B!DA!B",
    "a.b.B.c.C.d.D.C.B.A",
    ".a.x!A",
    "ax!A.b.B",
    "a.Ax.!A.b.B!A",
};

static void walk(quern_session *session, const char *course)
{
    quern_mark marks[4];
    bool good = true;
    char name[100];
    for (const char *step = course; *step; step++) {
        snprintf(name, sizeof name, "%s at %d", course, (int)(step - course));
        if (*step == '.')
            hold(session, '.', now(session));
        else if (*step == '=')
            quern__arena_take(session->scope.arena, 1);
        else if (*step == 'x')
            quern_session_reset(session);
        else if (*step >= 'a')
            marks[*step - 'a'] = quern_session_mark(session);
        else if (*step >= 'A')
            ck_assert_msg(quern_session_rewind(session, marks[*step - 'A']) == good, "%s", name);
        if (!good)
            expect_refusal(session, name);
        good = *step != '!';
        *gone = '\0';
    }
}

START_TEST(which_marks_are_good)
{
    session_fixture f = fixture_open(1000);
    walk(f.session, courses[_i]);
    fixture_close(&f);
}
END_TEST

/* More places to rewind to than a session remembers without memory of their own. */
START_TEST(many_places)
{
    enum { PLACES = 50 };
    session_fixture f = fixture_open(1000);
    quern_mark marks[PLACES], inner[PLACES];
    for (int i = 0; i < PLACES; i++) {
        marks[i] = quern_session_mark(f.session);
        now(f.session);
        inner[i] = quern_session_mark(f.session);
        now(f.session);
        ck_assert(quern_session_rewind(f.session, marks[i]));
        now(f.session);
    }
    for (int i = PLACES - 1; i >= 0; i--) {
        ck_assert(!quern_session_rewind(f.session, inner[i]));
        expect_refusal(f.session, "inner");
        ck_assert_msg(quern_session_rewind(f.session, marks[i]), "%d", i);
    }
    fixture_close(&f);
}
END_TEST

START_TEST(marks_of_others)
{
    session_fixture f = fixture_open(1000), g = fixture_open(1000);
    const quern_mark mark = quern_session_mark(f.session), none = { 0 };
    ck_assert(!quern_session_rewind(g.session, mark));
    expect_refusal(g.session, "another session's");
    ck_assert(!quern_session_rewind(f.session, none));
    expect_refusal(f.session, "none");
    ck_assert(quern_session_rewind(f.session, mark));
    fixture_close(&f);
    fixture_close(&g);
}
END_TEST

/* A session at the same address is another one all the same. */
START_TEST(marks_of_a_session_that_was_closed)
{
    quern_session session = { .scope = { .allocator = &quern__system_allocator } };
    quern__marks_open(&session, 1);
    const uint64_t first = session.marks.identity;
    quern__marks_open(&session, 2);
    ck_assert_uint_ne(session.marks.identity, first);
}
END_TEST

START_TEST(a_failure_does_not_hinder)
{
    session_fixture f = fixture_open(1000);
    const quern_mark mark = quern_session_mark(f.session);
    hold(f.session, 'a', now(f.session));
    ck_assert_int_eq(quern_execute(f.session, ""), -1);
    ck_assert(quern_session_rewind(f.session, mark));
    ck_assert_str_eq(gone, "a");
    ck_assert(quern_failed(f.session));
    quern_error_clear(f.session);
    fixture_close(&f);
}
END_TEST

/* A thing that is old, a mark, much that is new, over and over: what the session holds stays the same. */
START_TEST(a_loop_is_flat)
{
    session_fixture f = fixture_open(1000);
    hold(f.session, 'a', now(f.session));
    size_t bytes = 0;
    for (int round = 0; round < 100000; round++) {
        const quern_mark mark = quern_session_mark(f.session);
        for (int i = 0; i < 3; i++)
            quern__arena_take(f.session->scope.arena, 100);
        hold(f.session, 'b', now(f.session));
        ck_assert(quern_session_rewind(f.session, mark));
        bytes = round == 10 ? quern_session_bytes(f.session) : bytes;
        ck_assert_msg(round <= 10 || quern_session_bytes(f.session) == bytes, "round %d", round);
        *gone = '\0';
    }
    ck_assert_uint_le(f.session->marks.count, 1);
    fixture_close(&f);
}
END_TEST

/* The session's first. */
static void update_in_a_transaction(session_fixture *f)
{
    static const char *const sent[] = { "BEGIN", "UPDATE t SET x = 2", "COMMIT" };
    for (size_t i = 0; i < sizeof sent / sizeof *sent; i++)
        quern_script_expect(f->script, .sql = sent[i]);
    ck_assert(quern_begin(f->session));
    ck_assert_int_ge(quern_execute(f->session, sent[1]), 0);
    ck_assert(quern_commit(f->session));
    ck_assert_int_eq(quern_query_at(f->session, -1)->transaction, 1);
}

START_TEST(a_reset_session_is_as_new)
{
    session_fixture f = fixture_open(1000);
    const size_t bytes = quern_session_bytes(f.session);
    quern_script_expect(f.script, .contains = "UPDATE");
    ck_assert_int_ge(quern_execute(f.session, "UPDATE t SET x = 1"), 0);
    hold(f.session, 'a', now(f.session));
    quern__arena_take(f.session->scope.arena, 100);
    f.session->answer = QUERN_NOT_FOUND;
    update_in_a_transaction(&f);
    ck_assert_int_eq(quern_execute(f.session, ""), -1);
    quern_session_reset(f.session);
    ck_assert_str_eq(gone, "a");
    ck_assert(!quern_failed(f.session));
    ck_assert(!quern_error_take(f.session, NULL));
    ck_assert_int_eq(quern_answer(f.session), QUERN_FOUND);
    ck_assert_int_eq(quern_query_count(f.session), 0);
    ck_assert_ptr_null(quern_query_at(f.session, 1));
    ck_assert_uint_eq(quern_session_bytes(f.session), bytes);
    ck_assert_ptr_nonnull(strstr(f.session->site, "test_mark.c:"));
    update_in_a_transaction(&f);
    fixture_close(&f);
}
END_TEST

START_TEST(the_session_without_memory)
{
    const quern_session before = quern__no_session;
    const quern_mark mark = quern_session_mark(&quern__no_session);
    ck_assert_uint_eq(mark.serial, 0);
    ck_assert(!quern_session_rewind(&quern__no_session, mark));
    ck_assert_uint_eq(quern_session_bytes(&quern__no_session), 0);
    quern_session_reset(&quern__no_session);
    quern_session_reset(NULL);
    ck_assert_msg(memcmp(&before, &quern__no_session, sizeof before) == 0, "it was written to");
}
END_TEST

/* A failure is read by whoever looks for it; taking and clearing it are looking, too. */
START_TEST(who_has_looked)
{
    session_fixture f = fixture_open(1000);
    const quern__failure *failure = &f.session->scope.failure;
    for (int i = 0; i < 3; i++) {
        ck_assert(!quern_failed(f.session));
        ck_assert_int_eq(quern_execute(f.session, ""), -1);
        ck_assert_int_eq(quern_execute(f.session, "SELECT 1"), -1);
        ck_assert_msg(failure->unread, "%d", i);
        ck_assert(i == 0   ? quern_failed(f.session)
                  : i == 1 ? quern_session_error(f.session) != NULL
                           : *quern_error_text(f.session) != '\0');
        ck_assert_msg(!failure->unread, "%d", i);
        quern_error_clear(f.session);
    }
    fixture_close(&f);
}
END_TEST

/* Without memory to remember one more place, a mark may be lost, but none is taken for good that is not. */
static bool rewinds_to_many(quern__replay *replay, void *context)
{
    enum { PLACES = 6 };
    session_fixture f;
    if (!fixture_open_on(&f, context, quern__replay_allocator(replay), 2000))
        return false;
    quern_mark outer[PLACES], inner[PLACES];
    bool all = quern__session_usable(f.session);
    for (int i = 0; all && i < PLACES; i++) {
        outer[i] = quern_session_mark(f.session);
        now(f.session);
        inner[i] = quern_session_mark(f.session);
        ck_assert(quern_session_rewind(f.session, outer[i]));
        now(f.session);
    }
    for (int i = PLACES - 1; all && i >= 0; i--) {
        ck_assert(!quern_session_rewind(f.session, inner[i]));
        if (quern_session_error(f.session)->code == QUERN_ERROR_MEMORY)
            quern__replay_harmless(replay); /* it is refused all the same */
        quern_error_clear(f.session);
        all = quern_session_rewind(f.session, outer[i]);
    }
    fixture_close_on(&f);
    return all;
}

START_TEST(many_places_without_memory)
{
    quern_script *script = quern_script_new(NULL);
    ck_assert_uint_gt(quern__replay_run("marks", rewinds_to_many, script), 2);
    quern_script_free(script);
}
END_TEST

static void clear_gone(void)
{
    *gone = '\0';
}

Suite *quern__suite_mark(void);

Suite *quern__suite_mark(void)
{
    Suite *suite = suite_create("mark");
    TCase *tests = tcase_create("mark");
    tcase_add_checked_fixture(tests, clear_gone, NULL);
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, what_is_younger_goes);
    tcase_add_loop_test(tests, what_is_let_go_stays, 0, 3);
    tcase_add_loop_test(tests, which_marks_are_good, 0, (int)(sizeof courses / sizeof *courses));
    tcase_add_test(tests, many_places);
    tcase_add_test(tests, marks_of_others);
    tcase_add_test(tests, marks_of_a_session_that_was_closed);
    tcase_add_test(tests, a_failure_does_not_hinder);
    tcase_add_test(tests, a_loop_is_flat);
    tcase_add_test(tests, a_reset_session_is_as_new);
    tcase_add_test(tests, the_session_without_memory);
    tcase_add_test(tests, who_has_looked);
    tcase_add_test(tests, many_places_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
