/* test_fork.c: a child process and its parent's db: every use is an error with a clear text, nothing hangs on a lock that some
 * thread of the parent held, and the parent's connections hear nothing of it. */
#include "test/support/child.h"
#include "test/unit/db/fixture.h"

#include "lib/db/db.h"

#include <check.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a child sees; its exit status is the line of what went wrong. */
#define EXPECT(condition)                          \
    do {                                           \
        if (!(condition))                          \
            quern__child_ends(__LINE__ % 250 + 1); \
    } while (0)

/* Runs it in a child, which may take 10 s, and expects it to be well there. */
static void in_child(void (*run)(void *), void *context, const char *name)
{
    int status;
    const pid_t child = fork();
    if (child == 0) {
        signal(SIGALRM, SIG_DFL); /* else libcheck's own handler ends the whole test */
        alarm(10);
        run(context);
        quern__child_ends(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(!WIFSIGNALED(status), "%s: signal %d ended the child", name, WTERMSIG(status));
    ck_assert_msg(WEXITSTATUS(status) == 0, "%s: the child ended at line %d, or 250 further", name,
                  WEXITSTATUS(status) - 1);
}

/* A db with one connection, idle, and a session that has used it. */
typedef struct family {
    db_fixture f;
    quern_session *session;
    quern_queryset *cached;
} family;

static family family_open(void)
{
    family all = { .f = fixture_open() };
    all.session = (quern_session_open)(all.f.db, NULL, 0, "parent.c:1");
    all.cached = quern_objects(all.session, shelf);
    quern_script_expect(all.f.script, .contains = "FROM \"shelf\"",
                        QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }, { "room", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("A", "1", "B", "2"));
    ck_assert_int_eq(quern_len(all.cached), 2);
    return all;
}

/* The parent goes on as if nothing had been. */
static void family_close(family *all)
{
    expect_update(all->f.script, 5, 0);
    ck_assert_msg(update(all->session) == 5, "%s", quern_error_text(all->session));
    ck_assert_int_eq(quern_script_count(all->f.script, QUERN_SCRIPT_OPENS), 1);
    ck_assert_int_eq(quern_len(all->cached), 2);
    quern_session_close(all->session);
    fixture_close(&all->f);
}

static bool is_fork_error(const quern_error *error, const char *site)
{
    return error && error->code == QUERN_ERROR_FORK && strstr(error->message, "forked after quern_open") &&
           strcmp(error->hint, "open a db of its own in the child") == 0 && error->site &&
           (!site || strcmp(error->site, site) == 0);
}

static void check_calls(quern_session *session)
{
    quern_queryset *shelves = quern_objects(session, shelf);
    const quern_condition two[] = { QUERN_Q("room", 2), { 0 } };
    EXPECT((quern_len)(shelves, "child.c:3") == -1);
    EXPECT(is_fork_error(quern_session_error(session), "child.c:3"));
    quern_error_clear(session);
    EXPECT((quern_get)(shelves, &shelf_model, two, "child.c:4") == NULL);
    EXPECT(is_fork_error(quern_session_error(session), "child.c:4"));
    EXPECT(quern_answer(session) == QUERN_NO_ANSWER);
    quern_error_clear(session);
    EXPECT((quern_execute)(session, "DELETE FROM shelf", NULL, "child.c:5") == -1);
    EXPECT(is_fork_error(quern_session_error(session), "child.c:5"));
    EXPECT(strcmp(quern_session_error(session)->sql, "DELETE FROM shelf") == 0);
    EXPECT(quern_session_error(session)->outcome == QUERN_NOT_APPLIED);
}

static void use_it(void *context)
{
    family *all = context;
    quern_session *new = (quern_session_open)(all->f.db, NULL, 0, "child.c:2");
    EXPECT(is_fork_error(quern_session_error(new), "child.c:2"));
    EXPECT(update(new) == -1);
    quern_error_clear(new);
    check_calls(new);
    EXPECT(!quern_failed(all->session));
    check_calls(all->session);
    quern_error_clear(all->session);
    EXPECT(quern_len(all->cached) == 2); /* memory is the child's own */
    EXPECT(strcmp(quern_at(all->cached, shelf, 1)->code, "B") == 0);
    EXPECT(strstr(quern_sql(all->cached), "FROM \"shelf\""));
    quern_session_close(new);
    quern_session_close(all->session);
    EXPECT(quern_close(all->f.db, -1));
    EXPECT(quern_script_count(all->f.script, QUERN_SCRIPT_OPENS) == 1);
    EXPECT(quern_script_count(all->f.script, QUERN_SCRIPT_SUBMITS) == 1);
    EXPECT(quern_script_count(all->f.script, QUERN_SCRIPT_CLOSES) == 0);
    EXPECT(quern_script_count(all->f.script, QUERN_SCRIPT_ABANDONS) == 1);
}

START_TEST(every_use_is_an_error)
{
    family all = family_open();
    in_child(use_it, &all, "every use");
    family_close(&all);
}
END_TEST

/* The parent's sessions are open in the child too, and nobody else will close them there: waiting would be in vain. */
static void close_under_sessions(void *context)
{
    family *all = context;
    quern_session *new = (quern_session_open)(all->f.db, NULL, 0, "child.c:6");
    EXPECT(!quern_close(all->f.db, -1));
    EXPECT(quern_db_error(all->f.db)->code == QUERN_ERROR_USAGE);
    EXPECT(strcmp(quern_db_error(all->f.db)->detail, "opened at child.c:6, parent.c:1") == 0);
    quern_session_close(all->session);
    EXPECT(!quern_close(all->f.db, 60000));
    EXPECT(strcmp(quern_db_error(all->f.db)->detail, "opened at child.c:6") == 0);
    EXPECT(quern_script_count(all->f.script, QUERN_SCRIPT_ABANDONS) == 0);
    quern_session_close(new);
    EXPECT(quern_close(all->f.db, -1));
}

START_TEST(it_is_not_freed_under_its_sessions)
{
    family all = family_open();
    in_child(close_under_sessions, &all, "with sessions open");
    family_close(&all);
}
END_TEST

/* Another thread may be in any function of the db when the process is forked. */
START_TEST(a_lock_that_was_held)
{
    family all = family_open();
    pthread_mutex_lock(&all.f.db->lock);
    in_child(use_it, &all, "the lock was held");
    in_child(close_under_sessions, &all, "the lock was held, with sessions open");
    pthread_mutex_unlock(&all.f.db->lock);
    family_close(&all);
}
END_TEST

static void *close_db(void *db)
{
    return quern_close(db, 30000) ? db : NULL;
}

static void close_too(void *context)
{
    family *all = context;
    quern_session *new = quern_session_open(all->f.db);
    EXPECT(is_fork_error(quern_session_error(new), NULL)); /* and not that its parent is closing it */
    quern_session_close(new);
    quern_session_close(all->session);
    EXPECT(quern_close(all->f.db, -1));
}

START_TEST(a_close_that_waits)
{
    family all = family_open();
    pthread_t thread;
    void *closed;
    pthread_create(&thread, NULL, close_db, all.f.db);
    sleep_ms(50);
    in_child(close_too, &all, "the parent waits in quern_close");
    quern_session_close(all.session);
    pthread_join(thread, &closed);
    ck_assert_ptr_eq(closed, all.f.db);
    fixture_end(&all.f);
}
END_TEST

static void use_one_in_error(void *db)
{
    quern_session *session = quern_session_open(db);
    EXPECT(quern_failed(session));
    quern_error_clear(session);
    EXPECT(update(session) == -1);
    quern_session_close(session);
    EXPECT(quern_close(db, -1));
}

START_TEST(a_db_in_error)
{
    quern_script *script = quern_script_new(NULL);
    quern_db *db = quern_open("x", QUERN_MODELS(book), .backend = quern_script_backend(script));
    check_error("book alone", quern_db_error(db), QUERN_ERROR_MODEL, "");
    pthread_mutex_lock(&db->lock);
    in_child(use_one_in_error, db, "in error");
    pthread_mutex_unlock(&db->lock);
    ck_assert(quern_close(db, 0));
    quern_script_free(script);
}
END_TEST

/* The thread sanitizer lets no child of a process with threads start one. */
#if defined(__SANITIZE_THREAD__)
#define STARTS_THREADS false
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define STARTS_THREADS false
#endif
#endif
#ifndef STARTS_THREADS
#define STARTS_THREADS true
#endif

static void open_another(void *context)
{
    family *all = context;
    db_fixture own = fixture_open();
    quern_session *session = quern_session_open(own.db);
    expect_update(own.script, 9, 0);
    EXPECT(update(session) == 9);
    quern_session_close(session);
    EXPECT(quern_close(own.db, 0));
    EXPECT(quern_script_count(own.script, QUERN_SCRIPT_CLOSES) == 1);
    quern_script_free(own.script);
    EXPECT(quern_script_count(all->f.script, QUERN_SCRIPT_SUBMITS) == 1);
    quern_session_close(all->session);
    EXPECT(quern_close(all->f.db, 0));
}

START_TEST(a_child_opens_its_own)
{
    family all = family_open();
    if (STARTS_THREADS)
        in_child(open_another, &all, "a db of its own");
    family_close(&all);
}
END_TEST

/* ---- A stream that reads ahead, in a transaction of the program's ---- */

typedef struct reading {
    family all;
    quern_iterator *rows;
} reading;

static void expect_shelves(reading *r, int chunks)
{
    for (int i = 0; i < chunks; i++)
        quern_script_expect(r->all.f.script, .contains = "FETCH",
                            QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }, { "room", QUERN_KIND_I32 }),
                            QUERN_SCRIPT_ROWS("A", "1"));
}

static reading reading_open(void)
{
    reading r = { .all = family_open() };
    quern_script_expect(r.all.f.script, .contains = "BEGIN");
    quern_script_expect(r.all.f.script, .contains = "DECLARE");
    expect_shelves(&r, 4);
    ck_assert(quern_begin(r.all.session));
    r.rows = quern_iterate(quern_objects(r.all.session, shelf), shelf, .chunk = 1);
    ck_assert_ptr_nonnull(quern_iterator_next(r.rows, shelf));
    ck_assert_ptr_nonnull(quern_iterator_next(r.rows, shelf));
    return r;
}

static void close_stream_first(void *context)
{
    reading *r = context;
    quern_iterator_clear(&r->rows);
    quern_session_close(r->all.session);
    EXPECT(quern_close(r->all.f.db, -1));
}

static void read_on(void *context)
{
    reading *r = context;
    EXPECT(quern_iterator_next(r->rows, shelf) == NULL);
    EXPECT(is_fork_error(quern_session_error(r->all.session), NULL));
    close_stream_first(r);
}

static void close_session_first(void *context)
{
    reading *r = context;
    quern_session_close(r->all.session);
    EXPECT(quern_close(r->all.f.db, -1));
}

static void reset_it(void *context)
{
    reading *r = context;
    (quern_session_reset)(r->all.session, "child.c:7");
    quern_iterator_clear(&r->rows);
    close_session_first(r);
}

static const struct {
    const char *name;
    void (*run)(void *reading);
} ends[] = { { "the stream is closed first", close_stream_first },
             { "it is read on", read_on },
             { "the session is closed first", close_session_first },
             { "the session is reset", reset_it } };

START_TEST(a_stream_that_reads_ahead)
{
    reading r = reading_open();
    in_child(ends[_i].run, &r, ends[_i].name);
    expect_shelves(&r, 1);
    ck_assert_ptr_nonnull(quern_iterator_next(r.rows, shelf));
    quern_script_expect(r.all.f.script, .contains = "CLOSE");
    quern_script_expect(r.all.f.script, .contains = "COMMIT");
    quern_iterator_clear(&r.rows);
    ck_assert(quern_commit(r.all.session));
    family_close(&r.all);
}
END_TEST

/* ---- Forked in the middle: at each call of the allocator, whatever lock is held then ---- */

/* The thread that was in the library when the process was forked is not in the child, but its session is. */
static void use_it_in_the_middle(void *context)
{
    family *all = context;
    quern_session *new = quern_session_open(all->f.db);
    EXPECT(is_fork_error(quern_session_error(new), NULL));
    check_calls(all->session);
    quern_session_close(new);
    quern_session_close(all->session);
    quern_close(all->f.db, -1);
    EXPECT(quern_script_count(all->f.script, QUERN_SCRIPT_CLOSES) == 0);
    execl("/bin/true", "true",
          (char *)NULL); /* what that thread had cannot be freed, and valgrind is not to look for it */
}

static struct {
    family *all;
    int calls_left; /* 0: not armed */
} forks;

static void fork_if_due(void)
{
    if (forks.calls_left == 0 || --forks.calls_left > 0)
        return;
    in_child(use_it_in_the_middle, forks.all, "forked within the library");
}

static void *forking_allocate(void *context, size_t size)
{
    (void)context;
    fork_if_due();
    return quern_system_allocator()->allocate(NULL, size);
}

static void *forking_reallocate(void *context, void *memory, size_t size)
{
    (void)context;
    fork_if_due();
    return quern_system_allocator()->reallocate(NULL, memory, size);
}

static void forking_release(void *context, void *memory)
{
    (void)context;
    fork_if_due();
    quern_system_allocator()->release(NULL, memory);
}

/* True when it got as far as the call of that number. */
static bool live_and_fork_at(family *all, int call)
{
    forks.calls_left = call;
    quern_session *session = quern_session_open(all->f.db);
    quern_script_expect(all->f.script, .contains = "COUNT", QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("4"));
    ck_assert_int_eq(quern_count(quern_objects(session, shelf)), 4);
    quern_session_close(session);
    const bool forked = forks.calls_left == 0;
    forks.calls_left = 0;
    return forked;
}

START_TEST(forked_in_the_middle)
{
    static const quern_allocator allocator = { forking_allocate, forking_reallocate, forking_release, NULL };
    int forked = 0;
    for (bool more = true; more;) {
        family all = { .f = { .script = quern_script_new(NULL) } };
        all.f.db = quern_open("x", quern__test_models, .backend = quern_script_backend(all.f.script),
                              .allocator = &allocator);
        all.session = quern_session_open(all.f.db);
        forks.all = &all;
        more = live_and_fork_at(&all, forked + 1);
        forked += more;
        quern_session_close(all.session);
        fixture_close(&all.f);
    }
    ck_assert_int_gt(forked, 20);
}
END_TEST

Suite *quern__suite_fork(void);

Suite *quern__suite_fork(void)
{
    Suite *suite = suite_create("fork");
    TCase *tests = tcase_create("children");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, every_use_is_an_error);
    tcase_add_test(tests, it_is_not_freed_under_its_sessions);
    tcase_add_test(tests, a_lock_that_was_held);
    tcase_add_test(tests, a_close_that_waits);
    tcase_add_test(tests, a_db_in_error);
    tcase_add_test(tests, a_child_opens_its_own);
    tcase_add_loop_test(tests, a_stream_that_reads_ahead, 0, sizeof ends / sizeof *ends);
    tcase_add_test(tests, forked_in_the_middle);
    suite_add_tcase(suite, tests);
    return suite;
}
