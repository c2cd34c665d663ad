/* test_findings.c: which statements are found to be like each other, which were sent together, and what is warned of. */
#include "lib/report/findings.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* A statement as a case gives it: "a1" is SQL a with values 1; in front of it "+" for sent with the one before, "!" for failed, "~" for
 * run again, "*" for slow, "B" for a BEGIN, "@" for another site. */
static void add(quern__log *log, const char *word, size_t size)
{
    quern_query query = { .site = "a.c:1", .unit = log->count + 1, .rows = 1, .elapsed_microseconds = 10 };
    uint64_t values = 0;
    char sql[2] = "";
    for (size_t i = 0; i < size; i++)
        switch (word[i]) {
        case '+':
            query.unit = quern__log_at(log, -1)->unit;
            break;
        case '!':
            query.failure = QUERN_ERROR_SERVER;
            query.rows = -1;
            break;
        case '~':
            query.rows = -1;
            break;
        case '*':
            query.slow = true;
            query.elapsed_microseconds = 7000;
            break;
        case 'B':
            query.origin = QUERN_ORIGIN_TRANSACTION;
            sql[0] = 'B';
            break;
        case '@':
            query.site = "b.c:2";
            break;
        default:
            if (word[i] >= 'a')
                sql[0] = word[i];
            else
                values = (uint64_t)word[i];
        }
    query.sql = sql;
    quern__log_add(log, &query, values);
}

static void add_all(quern__log *log, const char *words, uint32_t size)
{
    quern__log_open(log, quern_system_allocator(), size);
    while (*words) {
        const size_t length = strcspn(words, " ");
        add(log, words, length);
        words += length;
        words += strspn(words, " ");
    }
}

static const struct {
    const char *statements;
    uint32_t log_size;
    const char *groups; /* each as "SQL: numbers", duplicates in brackets */
} cases[] = {
    { "", 9, "" },
    { "a1 b1 c1", 9, "" },
    { "a1 a2", 9, "a: 1 2" },
    { "a1 a1", 9, "a: [1 2]" },
    { "a1 b1 a2 a1 b2 a3", 9, "a: [1 4] 3 6; b: 2 5" },
    { "b1 a1 b2 a2", 9, "b: 1 3; a: 2 4" },
    { "a1 b1 b2 b3 a2", 9, "b: 2 3 4; a: 1 5" },
    { "a2 a1 a1 a2", 9, "a: [1 4] [2 3]" },
    { "B B B", 9, "" },
    { "~a1 a1", 9, "" },
    { "!a1 a1", 9, "a: [1 2]" },
    { "a1 a1 b1 c1", 3, "" },
    { "a1 b1 b1 c1", 3, "b: [2 3]" },
    { "a1 a1", 0, "" },
};

static void show(const quern__group *group, char *to, size_t size)
{
    for (size_t i = 0; i < group->count; i++) {
        const quern__found *found = &group->found[i];
        const bool begins = found->run_count > 1 && found->entry->query.number == found->run_first;
        const bool ends =
            found->run_count > 1 && (i + 1 == group->count || found[1].run_first != found->run_first);
        const size_t at = strlen(to);
        snprintf(to + at, size - at, " %s%d%s", begins ? "[" : "", (int)found->entry->query.number,
                 ends ? "]" : "");
    }
}

START_TEST(what_is_alike)
{
    quern__log log;
    quern__findings f;
    char got[300] = "";
    add_all(&log, cases[_i].statements, cases[_i].log_size);
    const quern__report report = { .log = &log };
    ck_assert(quern__findings_open(&report, &f));
    for (size_t i = 0; i < f.group_count; i++) {
        const size_t at = strlen(got);
        snprintf(got + at, sizeof got - at, "%s%s:", i ? "; " : "", f.groups[i].found->entry->query.sql);
        show(&f.groups[i], got, sizeof got);
    }
    ck_assert_msg(strcmp(got, cases[_i].groups) == 0, "%s: %s, not %s", cases[_i].statements, got,
                  cases[_i].groups);
    quern__findings_close(&f);
    quern__log_close(&log);
}
END_TEST

/* The same, asked one by one. */
START_TEST(counted_alike)
{
    quern__log log;
    quern__findings f;
    add_all(&log, cases[_i].statements, cases[_i].log_size);
    const quern__report report = { .log = &log };
    ck_assert(quern__findings_open(&report, &f));
    for (int64_t number = f.first; number <= log.count; number++) {
        const quern__found *found = quern__findings_of(&f, number);
        ck_assert_int_eq(quern__log_alike(&log, number, false), found ? (int64_t)found->group_count : 0);
        ck_assert_int_eq(quern__log_alike(&log, number - log.count - 1, true),
                         found ? (int64_t)found->run_count : 0);
    }
    quern__findings_close(&f);
    quern__log_close(&log);
}
END_TEST

START_TEST(what_went_together)
{
    static const char places[] = "-<=>-<>";
    quern__log log;
    quern__findings f;
    add_all(&log, "a b +c +d e f +g", 9);
    const quern__report report = { .log = &log };
    ck_assert(quern__findings_open(&report, &f));
    for (int64_t number = 1; number <= log.count; number++) {
        const quern__unit_place place = quern__findings_unit(&f, quern__log_at(&log, number));
        const char got = !place.together ? '-' : place.first ? '<' : place.last ? '>' : '=';
        ck_assert_msg(got == places[number - 1], "statement %d: %c", (int)number, got);
    }
    quern__findings_close(&f);
    quern__log_close(&log);
}
END_TEST

/* ---- Warnings ---- */

static const struct {
    const char *statements;
    uint32_t log_size;
    const char *warnings;
} warned[] = {
    { "", 9, "" },
    { "a1 b1 B B", 9, "" },
    { "!a1", 9, "1 Statement 1 failed: QUERN_ERROR_SERVER\n" },
    { "a1 *b1", 9, "2 Statement 2 was slow: 7 ms\n" },
    { "a1 a2", 9, "1 2 statements with the same SQL: a.c:1\n" },
    { "a1 a1 @a2", 9,
      "1 3 statements with the same SQL, 2 of them with the same values: a.c:1 (2), and elsewhere\n" },
    { "a1 a1", 9, "1 2 statements with the same SQL, and the same values: a.c:1\n" },
    { "a1 b1 c1", 2,
      "0 The log has forgotten 1 of 3 statements: it remembers as many as .log_size of quern_options "
      "says\n" },
    { "a1 b1", 0,
      "0 The log has forgotten 2 of 2 statements: it remembers none, as .no_log of quern_options says\n" },
    { "*a !b a2", 9,
      "2 Statement 2 failed: QUERN_ERROR_SERVER\n1 2 statements with the same SQL: a.c:1\n1 Statement 1 was "
      "slow: 7 "
      "ms\n" },
};

static char told[5000];

static void tell(void *context, const quern__warning *warning)
{
    const size_t at = strlen(told);
    ck_assert_ptr_eq(context, &told);
    snprintf(told + at, sizeof told - at, "%d %s\n", (int)warning->number, warning->text);
}

static size_t warn(const quern__log *log)
{
    quern__findings f;
    const quern__report report = { .log = log };
    told[0] = '\0';
    ck_assert(quern__findings_open(&report, &f));
    const size_t count = quern__warnings(&f, tell, &told);
    ck_assert_uint_eq(quern__warnings(&f, NULL, NULL), count);
    quern__findings_close(&f);
    return count;
}

START_TEST(what_looks_wrong)
{
    quern__log log;
    add_all(&log, warned[_i].statements, warned[_i].log_size);
    warn(&log);
    ck_assert_msg(strcmp(told, warned[_i].warnings) == 0, "%s:\n%snot\n%s", warned[_i].statements, told,
                  warned[_i].warnings);
    quern__log_close(&log);
}
END_TEST

START_TEST(many_of_a_kind_are_counted)
{
    quern__log log;
    quern__log_open(&log, quern_system_allocator(), 1000);
    for (int i = 0; i < 300; i++) {
        char sql[20];
        snprintf(sql, sizeof sql, "SELECT %d", i % 100);
        quern__log_add(&log, &(quern_query){ .sql = sql, .rows = -1, .failure = QUERN_ERROR_SERVER },
                       (uint64_t)i);
    }
    ck_assert_uint_eq(warn(&log), 22);
    ck_assert_ptr_nonnull(strstr(told, "\n0 290 more statements failed\n"));
    ck_assert_ptr_nonnull(strstr(told, "\n0 90 more groups of statements with the same SQL\n"));
    quern__log_close(&log);
}
END_TEST

/* More places than a group remembers. */
START_TEST(places)
{
    quern__log log;
    quern__findings f;
    quern__log_open(&log, quern_system_allocator(), 100);
    static char sites[20][12];
    for (int i = 0; i < 20; i++) {
        snprintf(sites[i], sizeof sites[i], "a.c:%d", i % 10);
        quern__log_add(&log, &(quern_query){ .sql = "a", .site = i ? sites[i] : NULL }, (uint64_t)i);
    }
    const quern__report report = { .log = &log };
    ck_assert(quern__findings_open(&report, &f));
    ck_assert_uint_eq(f.group_count, 1);
    size_t all = f.groups[0].elsewhere;
    ck_assert_uint_eq(f.groups[0].site_count, QUERN__GROUP_SITES);
    for (size_t i = 0; i < QUERN__GROUP_SITES; i++)
        all += f.groups[0].sites[i].count;
    ck_assert_uint_eq(all, 20);
    quern__findings_close(&f);
    quern__log_close(&log);
}
END_TEST

Suite *quern__suite_findings(void);

Suite *quern__suite_findings(void)
{
    Suite *suite = suite_create("findings");
    TCase *tests = tcase_create("groups");
    tcase_add_loop_test(tests, what_is_alike, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(tests, counted_alike, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, what_went_together);
    tcase_add_test(tests, places);
    suite_add_tcase(suite, tests);
    tests = tcase_create("warnings");
    tcase_add_loop_test(tests, what_looks_wrong, 0, sizeof warned / sizeof *warned);
    tcase_add_test(tests, many_of_a_kind_are_counted);
    suite_add_tcase(suite, tests);
    return suite;
}
