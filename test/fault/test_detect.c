/* test_detect.c: fetch modes and the detector without memory: of peers all have what was asked for, or none; the detector loses what it
 * has no room for, and never the load. */
#include "test/fault/house.h"
#include "test/support/lending.h"

#include <string.h>

#define ALWAYS .times = QUERN_SCRIPT_ALWAYS

/* clang-format off */
#define READER_COLUMNS                                                                                       \
    QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "card", QUERN_KIND_TEXT }, { "name", QUERN_KIND_TEXT }, \
                         { "favourite_id", QUERN_KIND_I64 })
/* clang-format on */

/* Books, a key and an author each; some of the authors; what was left out of the books. The last book is gone. */
static void expect_books(quern_script *script)
{
    static char longest[5000]; /* longer than a block of the arena */
    memset(longest, 'x', sizeof longest - 1);
    static const char *const subtitles[] = { "2", NULL, "1", longest, "3", "a novel" };
    quern_script_expect(script, .contains = "ORDER BY", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "author_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "7", "2", "8", "3", "7", "4", "404"));
    quern_script_expect(script, .contains = "\"books_author\".\"id\" = ANY($1)", .values = "$1 = '{7,8,404}'",
                        ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("8", "Émile Zola", NULL, "1840", "7", "Jane Austen", NULL, "1775"));
    quern_script_expect(
        script,
        .contains = "\"books_book\".\"subtitle\" FROM \"books_book\" WHERE \"books_book\".\"id\" = ANY",
        ALWAYS, QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "subtitle", QUERN_KIND_TEXT }),
        .cells = subtitles, .cell_count = 6);
    quern_script_expect(script, .contains = "\"books_author\".\"id\" = $1", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("7", "Jane Austen", NULL, "1775"));
}

/* Their list, whatever memory there is. */
static book *const *some_books(fault_house *house, quern_fetch_kind mode)
{
    quern__replay_pause(house->replay);
    quern_queryset *books = quern_order_by(quern_only(quern_objects(house->session, book), "author"), "id");
    book *const *list = quern_list(quern_fetch_mode(books, mode), book);
    quern__replay_resume(house->replay);
    ck_assert_msg(list != NULL, "%s", quern_error_text(house->session));
    return list;
}

static bool fetches_objects_of_peers(fault_house *house)
{
    book *const *b = some_books(house, QUERN_FETCH_PEERS);
    const author *a = quern_fetch(b[1], author);
    if (quern_failed(house->session)) {
        ck_assert_str_eq(a->name, "");
        ck_assert(!b[0]->author && !b[1]->author && !b[2]->author);
        return false;
    }
    ck_assert_str_eq(a->name, "Émile Zola");
    ck_assert(b[0]->author == b[2]->author && b[0]->author->id == 7 && !b[3]->author);
    return fault_succeeded(house);
}

static bool fetches_a_field_of_peers(fault_house *house)
{
    book *const *b = some_books(house, QUERN_FETCH_PEERS);
    quern__replay_pause(house->replay);
    ck_assert(quern_edit(b[0]));
    quern__replay_resume(house->replay);
    const char *subtitle = quern_fetch(b[2], subtitle);
    const bool done = !quern_failed(house->session);
    for (int i = 0; i < 4; i++)
        ck_assert_msg(quern_loaded(b[i], subtitle) == (done && i < 3), "book %d", i);
    if (!done)
        return false;
    ck_assert_str_eq(subtitle, "a novel");
    ck_assert(strlen(b[0]->subtitle) == 4999 && !b[1]->subtitle && !quern_changed(b[0], subtitle));
    return fault_succeeded(house);
}

/* To the server "c1" is the card C1: the peer that has it so asks by itself, once. */
static void expect_loans(quern_script *script)
{
    quern_script_expect(script, .contains = "FROM \"loan\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I32 }, { "card", QUERN_KIND_TEXT },
                                             { "book_id", QUERN_KIND_I64 },
                                             { "renewal_of_id", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("1", "c1", "1", NULL, "2", "A1", "2", NULL));
    quern_script_expect(script, .contains = "\"reader\".\"card\" = ANY", .values = "$1 = '{c1,A1}'", ALWAYS,
                        READER_COLUMNS, QUERN_SCRIPT_ROWS("2", "A1", "Ann", NULL, "3", "C1", "Zoë", NULL));
    quern_script_expect(script, .contains = "\"reader\".\"card\" = $1", .values = "$1 = 'c1'", ALWAYS,
                        READER_COLUMNS, QUERN_SCRIPT_ROWS("3", "C1", "Zoë", NULL));
}

static bool fetches_by_another_spelling(fault_house *house)
{
    quern__replay_pause(house->replay);
    quern_queryset *loans = quern_order_by(quern_objects(house->session, loan), "id");
    loan *const *l = quern_list(quern_fetch_mode(loans, QUERN_FETCH_PEERS), loan);
    quern__replay_resume(house->replay);
    ck_assert_ptr_nonnull(l);
    const int64_t before = quern_query_count(house->session);
    const reader *r = quern_fetch(l[0], reader);
    if (quern_failed(house->session)) {
        ck_assert_ptr_null(l[0]->reader);
        return false;
    }
    ck_assert(strcmp(r->card, "C1") == 0 && l[1]->reader && strcmp(l[1]->reader->card, "A1") == 0);
    ck_assert_ptr_eq(quern_fetch(l[0], reader), r);
    ck_assert_int_eq(quern_query_count(house->session), before + 2);
    return fault_succeeded(house);
}

static bool builds_modes(fault_house *house)
{
    quern_queryset *books = quern_fetch_mode(quern_objects(house->session, book), QUERN_FETCH_PEERS);
    books = quern_filter(books, Q("id", 5));
    quern_queryset *raw = quern_fetch_mode(quern_raw(house->session, book, "SELECT 1"), QUERN_FETCH_ONE);
    return !quern_failed(house->session) && !quern_queryset_error(books) && !quern_queryset_error(raw) &&
           fault_succeeded(house);
}

static bool refuses_a_mode(fault_house *house)
{
    quern_queryset *books = quern_fetch_mode(quern_objects(house->session, book), (quern_fetch_kind)9);
    ck_assert_int_eq(quern_len(books), -1);
    return fault_told(house, QUERN_ERROR_USAGE, "quern_fetch_mode of 9, which is no mode",
                      "QUERN_FETCH_ONE, QUERN_FETCH_PEERS or QUERN_FETCH_RAISE");
}

static bool forbids(fault_house *house)
{
    book *const *b = some_books(house, QUERN_FETCH_RAISE);
    ck_assert_str_eq(quern_fetch(b[0], author)->name, "");
    ck_assert_ptr_null(b[0]->author);
    const quern_error *error = quern_session_error(house->session);
    if (error->code == QUERN_ERROR_MEMORY)
        return false;
    ck_assert_ptr_nonnull(strstr(error->hint, "quern_fetch_mode(qs, QUERN_FETCH_PEERS)"));
    ck_assert_int_eq(error->code, QUERN_ERROR_USAGE);
    ck_assert(quern_error_take(house->session, &error));
    return fault_succeeded(house);
}

/* What is lost by it nobody needs. */
static bool warns(fault_house *house)
{
    book *const *b = some_books(house, QUERN_FETCH_ONE);
    for (int i = 0; i < 3; i++)
        if (!quern_fetch(b[i], author)->id)
            return false;
    ck_assert_int_le(quern_warning_count(house->session), 1);
    const quern_warning *warning = quern_warning_at(house->session, 1);
    ck_assert(warning || quern__replay_failed(house->replay));
    if (warning) {
        ck_assert_int_ge(warning->times, 2);
        ck_assert(!*warning->path || strcmp(warning->path, "author") == 0);
        ck_assert((*warning->message && *warning->advice) || quern__replay_failed(house->replay));
    }
    quern__replay_harmless(house->replay);
    return fault_succeeded(house);
}

static bool refuses_to_go_on(fault_house *house)
{
    book *const *b = some_books(house, QUERN_FETCH_ONE);
    const bool first = quern_fetch(b[0], author)->id == 7;
    if (!first)
        return false;
    for (int i = 1; i < 3; i++)
        (void)quern_fetch(b[i], author);
    if (!quern_failed(house->session)) /* there was no memory to watch the first of them */
        quern__replay_harmless(house->replay);
    else if (quern_session_error(house->session)->code == QUERN_ERROR_MEMORY)
        return false;
    else
        ck_assert_int_eq(quern_session_error(house->session)->code, QUERN_ERROR_USAGE);
    quern_error_clear(house->session);
    quern__replay_harmless(house->replay);
    return fault_succeeded(house);
}

/* ---- Sets ---- */

static void expect_sets(quern_script *script)
{
    quern_script_expect(script, .contains = "COUNT(*)", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "count", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("1"));
    quern_script_expect(script, .contains = "FROM \"books_author\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("7", "Jane Austen", "8", "Émile Zola"));
    quern_script_expect(script, .contains = "FROM \"books_book\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "author_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "7", "2", "8"));
}

static quern_queryset *two_authors(const fault_house *house)
{
    return quern_order_by(quern_only(quern_objects(house->session, author), "name"), "id");
}

/* What there is no memory for nobody is told of, or the handler is told less. */
static bool is_of_set(const fault_house *house, quern_warning_kind kind)
{
    const quern_warning *warning = quern_warning_at(house->session, -1);
    quern__replay_harmless(house->replay);
    if (!warning || !*warning->path || !*warning->message || !*warning->advice)
        return quern__replay_failed(house->replay);
    ck_assert_int_eq(warning->kind, kind);
    ck_assert_str_eq(warning->path, "book_set");
    ck_assert_ptr_nonnull(strstr(warning->advice, "book_set"));
    return true;
}

static bool prefetches_for_nobody(fault_house *house)
{
    quern__replay_pause(house->replay);
    const quern_mark before = quern_session_mark(house->session);
    quern_queryset *books = quern_only(quern_objects(house->session, book), "author");
    quern_queryset *all = quern_prefetch_related(two_authors(house), PREFETCH("book_set", books));
    quern__replay_resume(house->replay);
    const bool there = quern_len(all) == 2;
    const bool done = there && is_of_set(house, QUERN_WARNING_UNUSED);
    quern_session_rewind(house->session, before);
    return done && is_of_set(house, QUERN_WARNING_UNUSED) && fault_succeeded(house);
}

static bool loads_sets_in_a_loop(fault_house *house)
{
    quern__replay_pause(house->replay);
    author *const *list = quern_list(two_authors(house), author);
    ck_assert_msg(list != NULL, "%s", quern_error_text(house->session));
    quern__replay_resume(house->replay);
    for (int i = 0; i < 2; i++) {
        quern_queryset *set = quern_related(list[i], "book_set");
        if (quern_count(set) < 0)
            return false;
    }
    return is_of_set(house, QUERN_WARNING_LAZY) && fault_succeeded(house);
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "objects of peers", "quern_fetch", .act = fetches_objects_of_peers, .expect = expect_books },
    { "a field of peers", "quern_fetch", .act = fetches_a_field_of_peers, .expect = expect_books },
    { "peers by another spelling", "quern_fetch", .act = fetches_by_another_spelling, .expect = expect_loans },
    { "fetch modes", "quern_fetch_mode", .act = builds_modes },
    { "a fetch mode that is none", "quern_fetch_mode", .act = refuses_a_mode },
    { "loading is forbidden", "quern_fetch", .act = forbids, .expect = expect_books },
    { "a warning", "quern_warning_count quern_warning_at", .act = warns, .expect = expect_books, .options.detect = QUERN_DETECT_LOG },
    { "a prefetch for nobody", "quern_warning_count quern_warning_at", .act = prefetches_for_nobody, .expect = expect_sets, .options.detect = QUERN_DETECT_LOG },
    { "sets in a loop", "quern_related", .act = loads_sets_in_a_loop, .expect = expect_sets, .options.detect = QUERN_DETECT_LOG },
    { "a warning that is an error", "quern_fetch", .act = refuses_to_go_on, .expect = expect_books, .options.detect = QUERN_DETECT_ERROR },
};
/* clang-format on */

const fault_table fault_detect = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_detect(void);

Suite *quern__suite_detect(void)
{
    Suite *suite = suite_create("detect");
    TCase *tests = tcase_create("detect");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
