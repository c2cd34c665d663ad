/* test_detect.c: the rule: tables of loads and verdicts. */
#include "lib/detect/detect.h"

#include "test/support/replay.h"
#include "test/support/runner.h"

#include <check.h>
#include <string.h>

static const char site_a[] = "a.c:1", site_b[] = "b.c:2";
static const int author, title;

static quern__detector *detector;
static int64_t cost; /* of each load */

static void open_in(quern_detect_mode mode)
{
    detector = quern__detector_open(&quern__system_allocator, mode);
    ck_assert_ptr_nonnull(detector);
    cost = 10;
}

static void finish(void)
{
    quern__detector_close(detector);
}

static const quern__words words = { .kind = QUERN_WARNING_LAZY, .model = "book", .path = "author" };

static quern__answer load(const quern__load *what)
{
    const quern__verdict verdict = quern__detect(detector, what);
    ck_assert_ptr_nonnull(verdict.place);
    if (verdict.unnamed)
        quern__detect_name(verdict.place, &words);
    if (verdict.answer != QUERN__REFUSE)
        quern__detect_end(verdict.place, cost);
    return verdict.answer;
}

static quern__load lazy(uint64_t result, uint64_t object)
{
    return (quern__load){ .kind = QUERN_WARNING_LAZY,
                          .site = site_a,
                          .member = &author,
                          .run = result,
                          .last_run = result,
                          .subject = object };
}

/* Each load is two letters: the result, or place, and the object. Below each what is answered: '.' allow, 'w' warn, 'r' refuse. */
static const struct {
    const char *name;
    quern_detect_mode mode;
    const char *loads, *answers;
    int64_t times;
} scripts[] = {
    { "a second object of a result", QUERN_DETECT_LOG, "1a 1b", ".w", 2 },
    { "one object", QUERN_DETECT_LOG, "1a", ".", 0 },
    { "the same object again", QUERN_DETECT_LOG, "1a 1a 1a", "...", 0 },
    { "one object of each result", QUERN_DETECT_LOG, "1a 2a 3a 4a", "....", 0 },
    { "it is told once, until the tenth", QUERN_DETECT_LOG, "1a 1b 1c 1d 1e 1f 1g 1h 1i 1j 1k", ".w.......w.",
      11 },
    { "results of one place go on", QUERN_DETECT_LOG, "1a 1b 2a 2b 3a 4a 4b", ".w.....", 6 },
    { "what was not one by one is not counted", QUERN_DETECT_LOG, "1a 2a 3a 3b", "...w", 2 },
    { "the tenth of several results", QUERN_DETECT_LOG, "1a 1b 1c 1d 1e 1f 1g 1h 1i 2a 2b", ".w........w",
      11 },
    { "counting tells nobody", QUERN_DETECT_COUNT, "1a 1b 1c", "...", 3 },
    { "refused", QUERN_DETECT_ERROR, "1a 1b 1c", ".rr", 3 },
    { "refused again, for the same object", QUERN_DETECT_ERROR, "1a 1b 1b", ".rr", 3 },
    { "the first of the next result is allowed", QUERN_DETECT_ERROR, "1a 1b 2a 2b", ".r.r", 4 },
};

START_TEST(objects_of_results)
{
    open_in(scripts[_i].mode);
    static const char letters[] = { [QUERN__ALLOW] = '.', [QUERN__WARN] = 'w', [QUERN__REFUSE] = 'r' };
    const char *at = scripts[_i].loads;
    for (size_t i = 0; i < strlen(scripts[_i].answers); i++, at += 3) {
        const quern__load l = lazy((uint64_t)at[0], (uint64_t)at[1]);
        const char answer = letters[load(&l)];
        ck_assert_msg(answer == scripts[_i].answers[i], "%s: load %d: '%c', not '%c'", scripts[_i].name,
                      (int)i + 1, answer, scripts[_i].answers[i]);
    }
    const quern_warning *warning = quern__detector_at(detector, 1);
    ck_assert_int_eq(quern__detector_count(detector), scripts[_i].times > 0);
    ck_assert_msg((warning ? warning->times : 0) == scripts[_i].times, "%s: %d times", scripts[_i].name,
                  warning ? (int)warning->times : 0);
    finish();
}
END_TEST

/* Of a loop: the evaluation's number, that of the one before it at the site, its values, and what is answered. */
typedef struct evaluation {
    uint64_t number, last;
    char values, shape, answer;
} evaluation;

static const struct {
    const char *name;
    evaluation evaluations[12];
    int64_t times;
} loops[] = {
    { "a third with other values", { { 2, 1, 'b', 'x', '.' }, { 3, 2, 'c', 'x', 'w' } }, 3 },
    { "a third with the same values", { { 2, 1, 'b', 'x', '.' }, { 3, 2, 'b', 'x', '.' } }, 0 },
    { "a poll that finds something new",
      { { 2, 1, 'b', 'x', '.' }, { 3, 2, 'b', 'x', '.' }, { 4, 3, 'c', 'x', 'w' } },
      3 },
    { "others in between", { { 3, 1, 'b', 'x', '.' }, { 5, 3, 'c', 'x', 'w' } }, 3 },
    { "a run that was broken off",
      { { 2, 1, 'b', 'x', '.' }, { 40, 39, 'c', 'x', '.' }, { 41, 40, 'd', 'x', 'w' } },
      3 },
    { "pairs", { { 2, 1, 'b', 'x', '.' }, { 42, 41, 'c', 'x', '.' }, { 82, 81, 'd', 'x', '.' } }, 0 },
    { "two shapes in turn",
      { { 2, 1, 'b', 'x', '.' }, { 3, 2, 'b', 'y', '.' }, { 4, 3, 'c', 'x', '.' }, { 5, 4, 'c', 'y', '.' } },
      0 },
    { "the tenth",
      { { 2, 1, 'b', 'x', '.' },
        { 3, 2, 'c', 'x', 'w' },
        { 4, 3, 'd', 'x', '.' },
        { 5, 4, 'e', 'x', '.' },
        { 6, 5, 'f', 'x', '.' },
        { 7, 6, 'g', 'x', '.' },
        { 8, 7, 'h', 'x', '.' },
        { 9, 8, 'i', 'x', '.' },
        { 10, 9, 'j', 'x', 'w' } },
      10 },
};

START_TEST(querysets_in_a_loop)
{
    open_in(QUERN_DETECT_LOG);
    for (const evaluation *e = loops[_i].evaluations; e->number; e++) {
        const quern__answer answer = load(&(quern__load){ .kind = QUERN_WARNING_LOOP,
                                                          .site = site_a,
                                                          .way = (uint64_t)e->shape,
                                                          .run = e->number,
                                                          .last_run = e->last,
                                                          .subject = (uint64_t)e->values });
        ck_assert_msg((answer == QUERN__WARN) == (e->answer == 'w'), "%s: evaluation %d: %d", loops[_i].name,
                      (int)e->number, (int)answer);
    }
    const quern_warning *warning = quern__detector_at(detector, 1);
    ck_assert_msg((warning ? warning->times : 0) == loops[_i].times, "%s: %d times", loops[_i].name,
                  warning ? (int)warning->times : 0);
    finish();
}
END_TEST

/* What makes a place: each of these differs from the first load in one thing, so nothing of it comes a second time. */
START_TEST(places_are_told_apart)
{
    open_in(QUERN_DETECT_LOG);
    quern__load loads[] = { lazy(1, 1), lazy(1, 2), lazy(1, 3), lazy(1, 4) };
    loads[1].site = site_b;
    loads[2].member = &title;
    loads[3].way = 7;
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++)
        ck_assert_msg(load(&loads[i]) == QUERN__ALLOW, "load %d", (int)i);
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        loads[i].subject += 10;
        ck_assert_msg(load(&loads[i]) == QUERN__WARN, "load %d, again", (int)i);
    }
    ck_assert_int_eq(quern__detector_count(detector), 4);
    finish();
}
END_TEST

/* The first load of a run is in the sum, once it is one; what was no run is not. */
START_TEST(what_it_took)
{
    open_in(QUERN_DETECT_COUNT);
    quern__load l = lazy(1, 1);
    cost = 1;
    load(&l);
    l = lazy(2, 1);
    cost = 10;
    load(&l);
    l = lazy(2, 2);
    cost = 100;
    load(&l);
    ck_assert_int_eq(quern__detector_at(detector, 1)->microseconds, 110);
    l = lazy(2, 3);
    cost = 1000;
    load(&l);
    ck_assert_int_eq(quern__detector_at(detector, 1)->microseconds, 1110);
    finish();
}
END_TEST

static void warn_at(uint64_t way)
{
    quern__load l = lazy(1, 1);
    l.way = way;
    load(&l);
    l.subject = 2;
    load(&l);
}

START_TEST(warnings_by_number)
{
    open_in(QUERN_DETECT_COUNT);
    ck_assert_int_eq(quern__detector_count(detector), 0);
    ck_assert_ptr_null(quern__detector_at(detector, 1));
    ck_assert_ptr_null(quern__detector_at(detector, -1));
    warn_at(1);
    warn_at(2);
    warn_at(2);
    ck_assert_int_eq(quern__detector_count(detector), 2);
    ck_assert_int_eq(quern__detector_at(detector, 1)->times, 2);
    ck_assert_int_eq(quern__detector_at(detector, -2)->times, 2);
    ck_assert_int_eq(quern__detector_at(detector, 2)->times, 4);
    ck_assert_int_eq(quern__detector_at(detector, -1)->times, 4);
    ck_assert_ptr_null(quern__detector_at(detector, 0));
    ck_assert_ptr_null(quern__detector_at(detector, 3));
    ck_assert_ptr_null(quern__detector_at(detector, -3));
    const quern_warning *warning = quern__detector_at(detector, 1);
    ck_assert_int_eq(warning->kind, QUERN_WARNING_LAZY);
    ck_assert_str_eq(warning->site, "a.c:1");
    ck_assert_str_eq(warning->model, "book");
    ck_assert_str_eq(warning->path, "author");
    finish();
}
END_TEST

/* The one that was not loaded at for longest goes, and its warning with it; the count stays. */
START_TEST(only_so_many_places)
{
    open_in(QUERN_DETECT_COUNT);
    for (uint64_t i = 1; i <= QUERN__PLACES_MOST; i++)
        warn_at(i);
    warn_at(1);
    warn_at(1000);
    ck_assert_int_eq(quern__detector_count(detector), QUERN__PLACES_MOST + 1);
    ck_assert_int_eq(quern__detector_at(detector, 1)->times, 4);
    ck_assert_ptr_null(quern__detector_at(detector, 2));
    ck_assert_ptr_nonnull(quern__detector_at(detector, 3));
    ck_assert_ptr_nonnull(quern__detector_at(detector, -1));
    finish();
}
END_TEST

/* ---- What nobody asked for ---- */

static quern__load eager(uint64_t run)
{
    return (quern__load){ .kind = QUERN_WARNING_UNUSED, .site = site_a, .member = &author, .run = run };
}

static char over(uint64_t run)
{
    static const char letters[] = { [QUERN__ALLOW] = '.', [QUERN__WARN] = 'w', [QUERN__REFUSE] = 'r' };
    const quern__verdict verdict = quern__detect_over(detector, run);
    return verdict.place ? letters[verdict.answer] : '-';
}

/* Each step is two letters: 'u' a chunk of that result, or stream, is over, and was used; 'n' it was not; 'e' the whole of it is over.
 * Below each end what is answered: '-' nothing is told, '.' it is counted, 'w' and told. */
static const struct {
    const char *name;
    quern_detect_mode mode;
    const char *steps, *answers;
    int64_t times;
} eagers[] = {
    { "used", QUERN_DETECT_LOG, "u1 e1", "-", 0 },
    { "not used", QUERN_DETECT_LOG, "n1 e1", "w", 1 },
    { "an end of which nothing is known", QUERN_DETECT_LOG, "n1 e2 e1", "-w", 1 },
    { "it is over once", QUERN_DETECT_LOG, "n1 e1 e1", "w-", 1 },
    { "a stream of several chunks", QUERN_DETECT_LOG, "n1 n1 n1 e1", "w", 1 },
    { "used in one chunk", QUERN_DETECT_LOG, "n1 u1 n1 e1", "-", 0 },
    { "used in another result, before", QUERN_DETECT_LOG, "u1 e1 n2 e2", "--", 0 },
    { "used in another result, later", QUERN_DETECT_LOG, "n1 e1 u2 e2 n3 e3", "w--", 1 },
    { "it is told once, until the tenth", QUERN_DETECT_LOG,
      "n1 e1 n2 e2 n3 e3 n4 e4 n5 e5 n6 e6 n7 e7 n8 e8 n9 e9 n0 e0", "w........w", 10 },
    { "counting tells nobody", QUERN_DETECT_COUNT, "n1 e1", ".", 1 },
    { "it is no error", QUERN_DETECT_ERROR, "n1 e1", "w", 1 },
};

static void step(char what, uint64_t run)
{
    quern__load l = eager(run);
    const quern__verdict verdict = quern__detect_eager(detector, &l, what == 'u');
    ck_assert_ptr_nonnull(verdict.place);
    ck_assert_int_eq(verdict.answer, QUERN__ALLOW);
    if (verdict.unnamed)
        quern__detect_name(verdict.place, &words);
}

START_TEST(prefetched_for_nothing)
{
    open_in(eagers[_i].mode);
    const char *expected = eagers[_i].answers;
    for (const char *at = eagers[_i].steps;; at += 3) {
        if (at[0] != 'e') {
            step(at[0], (uint64_t)at[1]);
        } else {
            const char answer = over((uint64_t)at[1]);
            ck_assert_msg(answer == *expected, "%s: end %.2s: '%c', not '%c'", eagers[_i].name, at, answer,
                          *expected);
            expected++;
        }
        if (!at[2])
            break;
    }
    const quern_warning *warning = quern__detector_at(detector, 1);
    ck_assert_int_eq(quern__detector_count(detector), eagers[_i].times > 0);
    ck_assert_msg((warning ? warning->times : 0) == eagers[_i].times, "%s: %d times", eagers[_i].name,
                  warning ? (int)warning->times : 0);
    ck_assert(!warning || strcmp(warning->path, "author") == 0);
    finish();
}
END_TEST

/* Two places that end with one result are told one after the other. */
START_TEST(several_that_end_at_once)
{
    open_in(QUERN_DETECT_LOG);
    quern__load l = eager(1);
    quern__detect_eager(detector, &l, false);
    l.member = &title;
    quern__detect_eager(detector, &l, false);
    ck_assert(over(1) == 'w' && over(1) == 'w' && over(1) == '-');
    ck_assert_int_eq(quern__detector_count(detector), 2);
    finish();
}
END_TEST

static void look_at(const void *member, int times)
{
    quern__detect_look(detector);
    for (int i = 0; i < times; i++) {
        quern__load l = eager(7);
        l.member = member;
        const quern__verdict verdict = quern__detect_unasked(detector, &l);
        if (verdict.unnamed)
            quern__detect_name(verdict.place, &words);
    }
}

/* What is not over counts as long as nobody asks for it, behind what has a number. */
START_TEST(not_over_yet)
{
    open_in(QUERN_DETECT_COUNT);
    look_at(&author, 2);
    ck_assert_int_eq(quern__detector_count(detector), 1);
    ck_assert_int_eq(quern__detector_at(detector, -1)->times, 2);
    ck_assert_str_eq(quern__detector_at(detector, 1)->path, "author");
    warn_at(1);
    ck_assert_int_eq(quern__detector_count(detector), 2);
    ck_assert_int_eq(quern__detector_at(detector, 1)->kind, QUERN_WARNING_LAZY);
    ck_assert_int_eq(quern__detector_at(detector, 2)->kind, QUERN_WARNING_UNUSED);
    ck_assert_ptr_null(quern__detector_at(detector, 3));
    look_at(&author, 0);
    ck_assert_int_eq(quern__detector_count(detector), 1);
    ck_assert_ptr_null(quern__detector_at(detector, 2));
    step('n', 1);
    ck_assert_int_eq(over(1), '.');
    look_at(&author, 1);
    ck_assert_int_eq(quern__detector_count(detector), 2);
    ck_assert_int_eq(quern__detector_at(detector, 2)->times, 2); /* one that is over, and one that is not */
    step('u', 2);
    look_at(&author, 1);
    ck_assert_int_eq(quern__detector_at(detector, 2)->times, 1); /* somebody has asked, elsewhere */
    finish();
}
END_TEST

/* ---- Without memory: everything is allowed, and what is known is true. ---- */

static bool watches(quern__replay *replay, void *context)
{
    (void)context;
    detector = quern__detector_open(quern__replay_allocator(replay), QUERN_DETECT_LOG);
    if (!detector)
        return false;
    bool known = true;
    for (uint64_t i = 1; i <= 3; i++) {
        quern__load l = lazy(1, i);
        const quern__verdict verdict = quern__detect(detector, &l);
        if (verdict.unnamed)
            quern__detect_name(verdict.place, &words);
        if (verdict.answer == QUERN__WARN)
            quern__detect_tell(detector, verdict.place);
        quern__detect_end(verdict.place, 1);
        known = known && verdict.place;
    }
    const quern_warning *warning = quern__detector_at(detector, 1);
    ck_assert(!known || warning);
    known = known && *warning->path && *warning->advice && *warning->message;
    ck_assert(!warning || (warning->times >= 2 && (!*warning->path || strcmp(warning->path, "author") == 0)));
    quern__detector_close(detector);
    if (quern__replay_failed(replay))
        quern__replay_harmless(replay);
    return known || quern__replay_failed(replay);
}

START_TEST(without_memory)
{
    quern__replay_run("watches", watches, NULL);
}
END_TEST

Suite *quern__suite_detect(void);

Suite *quern__suite_detect(void)
{
    Suite *suite = suite_create("detect");
    TCase *tests = tcase_create("detect");
    tcase_add_loop_test(tests, objects_of_results, 0, sizeof scripts / sizeof *scripts);
    tcase_add_loop_test(tests, querysets_in_a_loop, 0, sizeof loops / sizeof *loops);
    tcase_add_test(tests, places_are_told_apart);
    tcase_add_test(tests, what_it_took);
    tcase_add_test(tests, warnings_by_number);
    tcase_add_test(tests, only_so_many_places);
    tcase_add_loop_test(tests, prefetched_for_nothing, 0, sizeof eagers / sizeof *eagers);
    tcase_add_test(tests, several_that_end_at_once);
    tcase_add_test(tests, not_over_yet);
    tcase_add_test(tests, without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
