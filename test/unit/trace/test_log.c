/* test_log.c: the query log: what it remembers, what it forgets, and what it does without memory. */
#include "lib/trace/log.h"

#include "test/support/replay.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add(quern__log *log, int number)
{
    char sql[32];
    snprintf(sql, sizeof sql, "SELECT %d", number);
    quern__log_add(log, &(quern_query){ .sql = sql, .site = "here:1", .rows = number, .parameters = "7" }, 7);
}

static void expect(const quern__log *log, int64_t number, int64_t found)
{
    char sql[32];
    const quern_query *query = quern__log_at(log, number);
    snprintf(sql, sizeof sql, "SELECT %d", (int)found);
    if (found == 0) {
        ck_assert_msg(!query, "statement %lld is there, though it should not be", (long long)number);
        return;
    }
    ck_assert_msg(query, "statement %lld is not there", (long long)number);
    ck_assert_msg(strcmp(query->sql, sql) == 0, "statement %lld: %s, not %s", (long long)number, query->sql,
                  sql);
    ck_assert_int_eq(query->number, found);
    ck_assert_int_eq(query->rows, found);
    ck_assert_str_eq(query->site, "here:1");
    ck_assert_str_eq(query->parameters, "7");
}

static const struct {
    uint32_t size;
    int count;
    int64_t number, found; /* 0: none */
} cases[] = {
    { 3, 0, 1, 0 },    { 3, 0, -1, 0 },        { 3, 0, 0, 0 },         { 3, 2, 1, 1 },  { 3, 2, 2, 2 },
    { 3, 2, 3, 0 },    { 3, 2, -1, 2 },        { 3, 2, -2, 1 },        { 3, 2, -3, 0 }, { 3, 3, 1, 1 },
    { 3, 4, 1, 0 },    { 3, 4, 2, 2 },         { 3, 4, -3, 2 },        { 3, 4, -4, 0 }, { 3, 100, 100, 100 },
    { 3, 100, 97, 0 }, { 3, 100, 98, 98 },     { 1, 7, 7, 7 },         { 1, 7, 6, 0 },  { 0, 7, 7, 0 },
    { 0, 7, -1, 0 },   { 3, 7, INT64_MIN, 0 }, { 3, 7, INT64_MAX, 0 },
};

START_TEST(remembers_the_latest)
{
    quern__log log;
    quern__log_open(&log, &quern__system_allocator, cases[_i].size);
    for (int i = 1; i <= cases[_i].count; i++)
        add(&log, i);
    ck_assert_int_eq(log.count, cases[_i].count);
    expect(&log, cases[_i].number, cases[_i].found);
    quern__log_close(&log);
}
END_TEST

START_TEST(texts_are_copies)
{
    quern__log log;
    char sql[] = "SELECT 1";
    quern__log_open(&log, &quern__system_allocator, 2);
    quern__log_add(&log, &(quern_query){ .sql = sql, .number = 77, .waited_microseconds = 5 }, 7);
    sql[7] = '2';
    const quern_query *query = quern__log_at(&log, 1);
    ck_assert_str_eq(query->sql, "SELECT 1");
    ck_assert_int_eq(query->number, 1);
    ck_assert_int_eq(query->waited_microseconds, 5);
    ck_assert_ptr_null(query->site);
    quern__log_close(&log);
}
END_TEST

/* A statement of so many letters, of which the last ones that fit may be an umlaut of two bytes. */
static const struct {
    size_t letters;
    bool umlauts;
    size_t kept; /* bytes */
} long_ones[] = {
    { 64999, false, 64999 }, { 65000, false, 65000 }, { 65001, false, 65000 }, { 1000000, false, 65000 },
    { 32500, true, 65000 },  { 32501, true, 65000 },  { 40000, true, 65000 },
};

static char *long_text(size_t letters, bool umlauts, const char *in_front)
{
    char *text = malloc(letters * 2 + strlen(in_front) + 1), *end = text + strlen(in_front);
    strcpy(text, in_front);
    for (size_t i = 0; i < letters; i++)
        end += sprintf(end, "%s", umlauts ? "\xc3\xbc" : "x");
    return text;
}

static void expect_cut(const quern__log *log, const char *sql, size_t kept)
{
    const char *got = quern__log_at(log, -1)->sql;
    const bool cut = strlen(sql) > kept;
    ck_assert_uint_eq(strlen(got), kept + (cut ? strlen("…") : 0));
    ck_assert(memcmp(got, sql, kept) == 0);
    ck_assert_str_eq(got + kept, cut ? "…" : "");
}

START_TEST(long_sql_is_cut)
{
    quern__log log;
    char *sql = long_text(long_ones[_i].letters, long_ones[_i].umlauts, "");
    quern__log_open(&log, &quern__system_allocator, 2);
    for (int i = 0; i < 3; i++)
        quern__log_add(&log, &(quern_query){ .sql = sql }, 7);
    expect_cut(&log, sql, long_ones[_i].kept);
    ck_assert_uint_le(log.ring[0].sql.capacity, 65536);
    free(sql);
    if (long_ones[_i].umlauts) { /* the limit falls between the two bytes of one */
        sql = long_text(40000, true, "x");
        quern__log_add(&log, &(quern_query){ .sql = sql }, 7);
        expect_cut(&log, sql, 64999);
        free(sql);
    }
    quern__log_close(&log);
}
END_TEST

START_TEST(parameters_are_copies)
{
    quern__log log;
    char parameters[] = "1, 'a'";
    quern__log_open(&log, &quern__system_allocator, 1);
    quern__log_add(&log, &(quern_query){ .sql = "a", .parameters = parameters }, 7);
    parameters[0] = '2';
    ck_assert_str_eq(quern__log_at(&log, 1)->parameters, "1, 'a'");
    quern__log_add(&log, &(quern_query){ .sql = "b", .parameters = "" }, 7);
    ck_assert_str_eq(quern__log_at(&log, 2)->parameters, "");
    quern__log_add(&log, &(quern_query){ .sql = "c" }, 7);
    ck_assert_ptr_null(quern__log_at(&log, 3)->parameters);
    quern__log_close(&log);
}
END_TEST

/* Without memory it forgets, but never miscounts or gives a wrong statement. */
static bool logs(quern__replay *replay, void *context)
{
    (void)context;
    quern__log log;
    quern__log_open(&log, quern__replay_allocator(replay), 2);
    quern__replay_harmless(replay);
    for (int i = 1; i <= 3; i++)
        add(&log, i);
    ck_assert_int_eq(log.count, 3);
    for (int i = 1; i <= 3; i++)
        if (quern__log_at(&log, i))
            expect(&log, i, i);
    quern__replay_stop_failing(replay);
    add(&log, 4);
    expect(&log, 4, 4);
    quern__log_close(&log);
    return true;
}

START_TEST(without_memory_it_counts)
{
    ck_assert_uint_ge(quern__replay_run("log", logs, NULL), 3);
}
END_TEST

static void add_named(quern__log *log, const char *sql, uint64_t text)
{
    quern__log_add_named(log, &(quern_query){ .sql = sql }, text, 7);
}

static void expect_latest(const quern__log *log, const char *sql, int64_t similar)
{
    ck_assert_str_eq(quern__log_at(log, -1)->sql, sql);
    ck_assert_msg(quern__log_alike(log, -1, false) == similar, "%s: %lld similar, not %lld", sql,
                  (long long)quern__log_alike(log, -1, false), (long long)similar);
}

/* A text with a name is told from others, and is the same as without one, wherever the ring has it. */
START_TEST(named_texts_are_kept)
{
    quern__log log;
    quern__log_open(&log, quern_system_allocator(), 3);
    add_named(&log, "SELECT 1", 1);
    add_named(&log, "SELECT 1", 1);
    expect_latest(&log, "SELECT 1", 2);
    add_named(&log, "SELECT 2", 2);
    expect_latest(&log, "SELECT 2", 1);
    add_named(&log, "SELECT 1", 1); /* where it was */
    expect_latest(&log, "SELECT 1", 2);
    add_named(&log, "SELECT 3", 3); /* where another was */
    expect_latest(&log, "SELECT 3", 1);
    add_named(&log, "SELECT 1", 0);
    expect_latest(&log, "SELECT 1", 2);
    add_named(&log, "SELECT 4", 0); /* without a name, where one with a name was */
    expect_latest(&log, "SELECT 4", 1);
    add_named(&log, "SELECT 3", 3);
    expect_latest(&log, "SELECT 3", 1);
    add_named(&log, "SELECT 4", 4);
    expect_latest(&log, "SELECT 4", 2);
    quern__log_close(&log);
}
END_TEST

Suite *quern__suite_log(void);

Suite *quern__suite_log(void)
{
    Suite *suite = suite_create("log");
    TCase *tests = tcase_create("ring");
    tcase_add_loop_test(tests, remembers_the_latest, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, texts_are_copies);
    tcase_add_loop_test(tests, long_sql_is_cut, 0, sizeof long_ones / sizeof *long_ones);
    tcase_add_test(tests, parameters_are_copies);
    tcase_add_test(tests, named_texts_are_kept);
    tcase_add_test(tests, without_memory_it_counts);
    suite_add_tcase(suite, tests);
    return suite;
}
