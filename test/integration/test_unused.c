/* test_unused.c: prefetches that nobody asks for: when it is told, of which, and that nothing is said of others. */
#include "test/integration/library.h"
#include "test/support/club.h"

#include <stdio.h>

static quern_db *noisy;
static quern_session *t;
static char heard[600]; /* the latest event of that kind */
static int events;

static void listen(void *context, const quern_trace_event *event)
{
    (void)context;
    if (event->kind != QUERN_TRACE_UNUSED)
        return;
    ck_assert_int_eq(event->level, QUERN_LEVEL_WARNING);
    ck_assert_ptr_eq(event->session, t);
    ck_assert_int_eq(event->warning->kind, QUERN_WARNING_UNUSED);
    ck_assert_str_eq(event->site, event->warning->site);
    snprintf(heard, sizeof heard, "%s", event->message);
    events++;
}

static void begin(void)
{
    if (!db)
        return;
    events = 0;
    heard[0] = '\0';
    noisy = open_db(&(quern_options){ .pool_max = 1, .on_event = listen }, schema.uri);
    t = quern_session_open(noisy);
}

static void end(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(t), "");
    quern_session_close(t);
    close_db(noisy);
}

static quern_queryset *authors(void)
{
    return quern_order_by(quern_filter(quern_objects(t, author), Q("id__gte", 1001), Q("id__lte", 1004)),
                          "id");
}

static void expect(const char *after, int64_t warnings, int told)
{
    const quern_warning *warning = quern_warning_at(t, 1);
    ck_assert_msg(!quern_failed(t), "%s: %s", after, quern_error_text(t));
    ck_assert_msg(quern_warning_count(t) == warnings, "%s: %d warnings: %s", after,
                  (int)quern_warning_count(t), warning ? warning->message : "");
    ck_assert_msg(events == told, "%s: told %d times", after, events);
}

/* ---- When it is told ---- */

START_TEST(when_its_result_is_over)
{
    NEEDS_SERVER();
    char words[600];
    const quern_mark before = quern_session_mark(t);
    quern_queryset *all = quern_prefetch_related(authors(), "book_set");
    const int line = __LINE__ - 1;
    expect("it is built", 0, 0);
    ck_assert_int_eq(quern_len(all), 4);
    expect("it is there", 1, 0);
    quern_session_rewind(t, before);
    expect("it is over", 1, 1);
    snprintf(
        words, sizeof words,
        "Unused prefetch at %s:%d: author.book_set was fetched for all objects, and nobody has asked for it: "
        "leave \"book_set\" out of what is prefetched there, or ask for it by quern_related in the loop",
        __FILE__, line);
    ck_assert_str_eq(heard, words);
    const quern_warning *warning = quern_warning_at(t, -1);
    ck_assert_int_eq(warning->kind, QUERN_WARNING_UNUSED);
    ck_assert_int_eq(warning->times, 1);
    ck_assert_str_eq(warning->model, "author");
    ck_assert_str_eq(warning->path, "book_set");
    quern_session_reset(t);
    expect("a reset", 0, 1);
}
END_TEST

/* It is told at the end of the session, and by a reset; until somebody asks it counts, and then it does not. */
START_TEST(when_the_session_is_over)
{
    NEEDS_SERVER();
    quern_queryset *all = quern_prefetch_related(authors(), "book_set");
    author *const *list = quern_list(all, author);
    expect("nobody has asked", 1, 0);
    ck_assert_ptr_nonnull(strstr(quern_warning_at(t, -1)->message, "Unused prefetch"));
    ck_assert_ptr_null(quern_warning_at(t, 2));
    ck_assert_int_eq(quern_count(quern_related(list[2], "book_set")), 2);
    expect("somebody has", 0, 0);
    quern_session_reset(t);
    expect("and it is over", 0, 0);
    quern_len(quern_prefetch_related(authors(), "book_set"));
    quern_session_reset(t);
    expect("a reset", 0, 1);
    quern_len(quern_prefetch_related(authors(), "book_set"));
    quern_session_close(t);
    ck_assert_int_eq(events, 2);
    t = quern_session_open(noisy);
}
END_TEST

/* Each place is told once, and counted. */
START_TEST(again_and_again)
{
    NEEDS_SERVER();
    for (int i = 0; i < 11; i++) {
        const quern_mark before = quern_session_mark(t);
        quern_len(quern_prefetch_related(authors(), "book_set"));
        quern_session_rewind(t, before);
    }
    expect("eleven times", 1, 2);
    ck_assert_int_eq(quern_warning_at(t, 1)->times, 11);
    ck_assert_ptr_nonnull(strstr(quern_warning_at(t, 1)->message, "for all objects 11 times"));
}
END_TEST

/* ---- Of which ---- */

static quern_queryset *books_and_sequels(void)
{
    return quern_prefetch_related(authors(), "book_set__book_set");
}

static quern_queryset *by_another_name(void)
{
    return quern_prefetch_related(authors(),
                                  QUERN_PREFETCH("book_set", quern_objects(t, book), .to = "works"));
}

static quern_queryset *books_with_authors(void)
{
    return quern_prefetch_related(library_books(t), QUERN_PREFETCH("author", NULL, .to = "writer"));
}

static const struct {
    const char *name;
    quern_queryset *(*build)(void);
    const quern_model *model;
    const char *path;
} unused[] = {
    { "the outermost alone", books_and_sequels, &author_model, "book_set" },
    { "a name of its own", by_another_name, &author_model, "works" },
    { "a relation to one object, as a set", books_with_authors, &book_model, "writer" },
};

START_TEST(its_path)
{
    NEEDS_SERVER();
    const quern_mark before = quern_session_mark(t);
    ck_assert_int_gt(quern_len(unused[_i].build()), 1);
    quern_session_rewind(t, before);
    expect(unused[_i].name, 1, 1);
    ck_assert_str_eq(quern_warning_at(t, 1)->path, unused[_i].path);
}
END_TEST

START_TEST(what_hangs_on_what_is_used)
{
    NEEDS_SERVER();
    const quern_mark before = quern_session_mark(t);
    QUERN_EACH(author, a, quern_prefetch_related(authors(), "book_set__book_set"))
        quern_len(quern_related(a, "book_set"));
    quern_session_rewind(t, before);
    expect("the inner one", 1, 1);
    ck_assert_str_eq(quern_warning_at(t, 1)->path, "book_set__book_set");
}
END_TEST

START_TEST(objects_that_were_there)
{
    NEEDS_SERVER();
    const quern_mark before = quern_session_mark(t);
    quern_queryset *all = authors();
    author *const *list = quern_list(all, author);
    ck_assert(quern_prefetch_objects(t, author, list, 4, "book_set"));
    quern_session_rewind(t, before);
    expect("quern_prefetch_objects", 1, 1);
}
END_TEST

START_TEST(streams)
{
    NEEDS_SERVER();
    int64_t seen = 0;
    QUERN_STREAM(author, a, quern_prefetch_related(authors(), "book_set"), .chunk = 1)
    seen += a->id > 0;
    ck_assert_int_eq(seen, 4);
    expect("a stream", 1, 1);
    ck_assert_int_eq(quern_warning_at(t, 1)->times, 1);
    quern_session_reset(t);
    QUERN_STREAM(author, a, quern_prefetch_related(authors(), "book_set"), .chunk = 1)
    if (a->id == 1003)
        quern_len(quern_related(a, "book_set"));
    expect("one that asks in one chunk", 0, 1);
    quern_session_reset(t);
    QUERN_STREAM(author, a, quern_prefetch_related(authors(), "book_set"), .chunk = 1)
    if (a->id == 1003)
        quern_execute(t, "SELECT 1 / 0");
    take_failure(t, QUERN_ERROR_SERVER);
    expect("one in a session that has failed", 0, 1);
}
END_TEST

/* ---- Of which not ---- */

static void ask_by_related(author *const *list)
{
    ck_assert_ptr_nonnull(quern_related(list[3], "book_set"));
}

static void ask_by_loaded(author *const *list)
{
    ck_assert_ptr_nonnull(quern_related_loaded(list[0], "book_set", book));
}

static void refine(author *const *list)
{
    quern_len(quern_filter(quern_related(list[0], "book_set"), Q("pages", 5)));
}

static const struct {
    const char *name;
    void (*ask)(author *const *list);
} askers[] = { { "quern_related", ask_by_related },
               { "quern_related_loaded", ask_by_loaded },
               { "what is made of it", refine } };

START_TEST(whoever_asks)
{
    NEEDS_SERVER();
    const quern_mark before = quern_session_mark(t);
    askers[_i].ask(quern_list(quern_prefetch_related(authors(), "book_set"), author));
    expect(askers[_i].name, 0, 0);
    quern_session_rewind(t, before);
    expect(askers[_i].name, 0, 0);
}
END_TEST

START_TEST(silence)
{
    NEEDS_SERVER();
    const quern_mark before = quern_session_mark(t);
    quern_get(quern_prefetch_related(authors(), "book_set"), author, Q("id", 1001));
    quern_len(quern_prefetch_related(quern_slice(authors(), 0, 1), "book_set"));
    quern_len(quern_prefetch_related(quern_none(authors()), "book_set"));
    expect("of one object, or none", 0, 0);
    quern_len(quern_prefetch_related(quern_objects(t, player), "staff", "friends"));
    quern_len(quern_prefetch_related(library_books(t), "author"));
    expect("what a member points to", 0, 0);
    quern_result *taken = quern_result_take(quern_prefetch_related(authors(), "book_set"));
    ck_assert_ptr_nonnull(taken);
    quern_session_rewind(t, before);
    expect("a result that was taken", 0, 0);
    quern_result_free(taken);
    QUERN_EACH(author, a, quern_fetch_mode(authors(), QUERN_FETCH_PEERS)) {
        quern_len(quern_related(a, "book_set"));
        break;
    }
    expect("peers", 0, 0);
    quern_len(quern_prefetch_related(authors(), "book_set"));
    ck_assert_int_eq(quern_execute(t, "SELECT nonsense"), -1);
    quern_session_rewind(t, before);
    take_failure(t, QUERN_ERROR_SERVER);
    expect("a session that has failed", 0, 0);
}
END_TEST

START_TEST(modes)
{
    NEEDS_SERVER();
    static const quern_detect_mode modes[] = { QUERN_DETECT_OFF, QUERN_DETECT_COUNT, QUERN_DETECT_ERROR };
    for (int i = 0; i < 3; i++) {
        quern_session_close(t);
        t = quern_session_open(noisy, .detect = modes[i]);
        const quern_mark before = quern_session_mark(t);
        ck_assert_int_eq(quern_len(quern_prefetch_related(authors(), "book_set")), 4);
        quern_session_rewind(t, before);
        ck_assert_int_eq(quern_warning_count(t), modes[i] != QUERN_DETECT_OFF);
        expect("modes", modes[i] != QUERN_DETECT_OFF, modes[i] == QUERN_DETECT_ERROR);
    }
}
END_TEST

/* ---- Reports ---- */

static char report[200000];

static bool gather(void *context, const char *bytes, size_t size)
{
    (void)context;
    ck_assert_uint_lt(strlen(report) + size, sizeof report);
    strncat(report, bytes, size);
    return true;
}

START_TEST(reports_begin_with_it)
{
    NEEDS_SERVER();
    author *const *list = quern_list(quern_prefetch_related(authors(), "book_set"), author);
    ck_assert_ptr_nonnull(list);
    QUERN_EACH(book, b, quern_slice(library_books(t), 0, 3))
        (void)quern_fetch(b, author);
    report[0] = '\0';
    ck_assert(quern_report_text(t, gather, NULL));
    ck_assert_ptr_nonnull(strstr(report, "\n  !  N+1 at "));
    ck_assert_ptr_nonnull(strstr(report, "book.author was"));
    ck_assert_ptr_nonnull(strstr(report, "\n   > load it with the queryset of "));
    ck_assert_ptr_nonnull(strstr(report, "\n  !  Unused prefetch at "));
    ck_assert_ptr_nonnull(strstr(report, "\n   > leave \"book_set\" out"));
    ck_assert(strstr(report, "Unused prefetch") < strstr(report, "\nTotals"));
}
END_TEST

Suite *quern__suite_unused(void);

Suite *quern__suite_unused(void)
{
    Suite *suite = suite_create("unused");
    TCase *tests = server_case("unused");
    tcase_add_checked_fixture(tests, open_library, close_library);
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, when_its_result_is_over);
    tcase_add_test(tests, when_the_session_is_over);
    tcase_add_test(tests, again_and_again);
    tcase_add_loop_test(tests, its_path, 0, sizeof unused / sizeof *unused);
    tcase_add_test(tests, what_hangs_on_what_is_used);
    tcase_add_test(tests, objects_that_were_there);
    tcase_add_test(tests, streams);
    tcase_add_loop_test(tests, whoever_asks, 0, sizeof askers / sizeof *askers);
    tcase_add_test(tests, silence);
    tcase_add_test(tests, modes);
    tcase_add_test(tests, reports_begin_with_it);
    suite_add_tcase(suite, tests);
    return suite;
}
