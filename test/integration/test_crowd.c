/* test_crowd.c: eight threads on four connections, with all that threads share in use at once: the pool, the cache of statements,
 * which is too small for them, shared querysets, and tables that change meanwhile. It is there for the thread sanitizer too. */
#include "test/integration/fixture.h"

#include <quern/transaction.h>

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

/* A table that changes, of rows that do not. */
typedef struct tide {
    quern_object object;
    int64_t id;
    const char *name;
} tide;

QUERN_MODEL(tide, "tide", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name)));

enum { THREADS = 8, CONNECTIONS = 4, ROUNDS = 60, SHAPES = 6, ROWS = 50 };

static quern_db *sea;
static quern_queryset *by_id, *among;
static atomic_int at_work;

static bool is_right(const tide *row, int64_t id)
{
    char name[20];
    snprintf(name, sizeof name, "tide %d", (int)id);
    return row && row->id == id && strcmp(row->name, name) == 0;
}

static quern_queryset *shape_of(quern_session *t, int number)
{
    static const char *const orders[SHAPES] = { "id", "-id", "name", "-name", "id", "-id" };
    quern_queryset *rows = quern_order_by(quern_objects(t, tide), orders[number]);
    return number < 4 ? rows : quern_filter(rows, Q("id__lte", ROWS));
}

/* Each gives whether it came out right. */

static bool look_up(quern_session *t, int round)
{
    const int64_t id = round % ROWS + 1;
    return is_right(quern_get(quern_bind(quern_in(t, by_id), QUERN_SET("id", id)), tide), id) &&
           quern_len(quern_bind(quern_in(t, among), QUERN_SET("least", id))) == ROWS - id + 1;
}

static bool many_shapes(quern_session *t, int round)
{
    return quern_len(shape_of(t, round % SHAPES)) == ROWS &&
           quern_count(shape_of(t, (round + 3) % SHAPES)) == ROWS;
}

static bool all_at_once(quern_session *t, int round)
{
    const int64_t id = round % ROWS + 1;
    quern_queryset *one = quern_bind(quern_in(t, by_id), QUERN_SET("id", id)),
                   *all = shape_of(t, round % SHAPES);
    return quern_evaluate_all(t, one, all, quern_objects(t, author)) &&
           is_right(quern_at(one, tide, 0), id) && quern_len(all) == ROWS;
}

static bool stream(quern_session *t, int round)
{
    int64_t rows = 0;
    QUERN_STREAM(tide, row, quern_bind(quern_in(t, among), QUERN_SET("least", 1)), .chunk = 7)
    if (++rows == 10 + round)
        break;
    return rows == (round < ROWS - 10 ? 10 + round : ROWS);
}

static bool own_sql(quern_session *t, int round)
{
    return quern_execute(t, "SET search_path = pg_catalog") == 0 && look_up(t, round);
}

static bool (*const tasks[])(quern_session *t, int round) = { look_up, many_shapes, all_at_once, stream,
                                                              own_sql };
enum { TASKS = sizeof tasks / sizeof *tasks };

/* In a transaction nothing can heal that has changed in the midst of it: that, and nothing else, may be told. */
static bool in_a_transaction(quern_session *t, int round)
{
    bool good = quern_begin(t) && tasks[round % 4](t, round) && look_up(t, round);
    good = (good ? quern_commit(t) : quern_rollback(t)) && (good || quern_failed(t));
    if (quern_failed(t) && strcmp(quern_session_error(t)->sqlstate, "0A000") == 0) {
        quern_error_clear(t);
        return true;
    }
    return good && !quern_failed(t);
}

static void *work(void *number)
{
    const int first = *(const int *)number;
    char *wrong = NULL;
    static _Thread_local char text[600];
    for (int i = 0; i < ROUNDS && !wrong; i++) {
        const int round = first + i;
        quern_session *t = quern_session_open(sea);
        const bool good = round % 3 ? tasks[round % TASKS](t, round) : in_a_transaction(t, round / 3);
        if (!good || quern_failed(t)) {
            snprintf(text, sizeof text, "round %d: %s", round, quern_error_text(t));
            wrong = strdup(text);
        }
        quern_session_close(t);
    }
    atomic_fetch_sub(&at_work, 1);
    return wrong;
}

/* As long as anybody works, but not so often that nobody else gets to the table. */
static int change_tables(void)
{
    int changes = 0;
    for (; atomic_load(&at_work) && changes < 1000; changes++) {
        sql("ALTER TABLE tide ALTER COLUMN name TYPE %s", changes % 2 ? "text" : "varchar(40)");
        poll(NULL, 0, 5);
    }
    return changes;
}

static void share(void)
{
    quern_session *t = quern_session_open(sea);
    by_id = quern_share(sea, quern_filter(quern_objects(t, tide), Q("id", QUERN_PARAM("id"))));
    among = quern_share(
        sea, quern_order_by(quern_filter(quern_objects(t, tide), Q("id__gte", QUERN_PARAM("least"))), "id"));
    ck_assert_ptr_null(quern_queryset_error(by_id));
    ck_assert_ptr_null(quern_queryset_error(among));
    quern_session_close(t);
}

static const struct {
    const char *name;
    quern_options options;
} dbs[] = {
    { "as it is", { .cache_max = 3 } },
    { "without threads", { .cache_max = 3, .no_threads = true } },
    { "nothing prepared", { .cache_max = 3, .no_prepare = true } },
    { "no cache of statements", { .no_cache = true } },
};

static void check_numbers(const char *name, bool has_cache)
{
    quern_pool_counts pool;
    quern_cache_counts cache;
    ck_assert(quern_pool_stats(sea, &pool) && quern_cache_stats(sea, &cache));
    ck_assert_msg(pool.lent == 0 && pool.waiting == 0 && pool.most_lent <= CONNECTIONS, "%s: %u lent", name,
                  pool.lent);
    ck_assert_msg(pool.timed_out + pool.overflowed + pool.interlocked + pool.closed_dead == 0, "%s", name);
    ck_assert_msg(has_cache ? cache.kept <= 3 && cache.evicted > 0 && cache.hits > 0 : cache.kept == 0,
                  "%s: %d kept, %d evicted, %d hits", name, (int)cache.kept, (int)cache.evicted,
                  (int)cache.hits);
}

START_TEST(all_that_threads_share)
{
    NEEDS_SERVER();
    pthread_t threads[THREADS];
    int numbers[THREADS];
    quern_options options = dbs[_i].options;
    options.pool_max = CONNECTIONS;
    options.turn_ms = 30000;
    sql("CREATE TABLE tide AS SELECT n::bigint AS id, 'tide ' || n AS name FROM generate_series(1, %d) AS n",
        ROWS);
    sea = (quern_open)(schema.uri, QUERN_MODELS(tide, author), &options, sizeof options, QUERN_SITE);
    share();
    atomic_store(&at_work, THREADS);
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i * 5;
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, &numbers[i]), 0);
    }
    ck_assert_int_gt(change_tables(), 3);
    for (int i = 0; i < THREADS; i++) {
        void *wrong;
        pthread_join(threads[i], &wrong);
        ck_assert_msg(!wrong, "%s: thread %d: %s", dbs[_i].name, i, (char *)wrong);
    }
    check_numbers(dbs[_i].name, !options.no_cache);
    close_db(sea);
    sql("DROP TABLE tide");
}
END_TEST

Suite *quern__suite_crowd(void);

Suite *quern__suite_crowd(void)
{
    Suite *suite = suite_create("crowd");
    TCase *tests = server_case("crowd");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, all_that_threads_share, 0, sizeof dbs / sizeof *dbs);
    suite_add_tcase(suite, tests);
    return suite;
}
