/* test_life.c: how long what came from a session lives: marks, results that are taken, copies; without memory. */
#include "test/fault/house.h"

#include "lib/load/result.h"

#include <string.h>

/* clang-format off */
#define AUTHOR_COLUMNS                                                                                        \
    QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }, { "email", QUERN_KIND_TEXT }, \
                         { "born", QUERN_KIND_I32 })
/* clang-format on */

static void expect_authors(quern_script *script)
{
    quern_script_expect(script, .contains = "SELECT \"books_author\".\"id\", \"books_author\".\"email\" FROM",
                        .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "email", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("7", "a@example.org", "8", NULL));
    quern_script_expect(script, .contains = "FROM \"books_author\"", .times = QUERN_SCRIPT_ALWAYS,
                        AUTHOR_COLUMNS, QUERN_SCRIPT_ROWS("7", "Ann", NULL, "1775", "8", "Ben", NULL, NULL));
}

static void expect_long_author(quern_script *script)
{
    static char longest[5000];
    memset(longest, 'x', sizeof longest - 1);
    quern_script_expect(script, .contains = "FROM \"books_author\"", .times = QUERN_SCRIPT_ALWAYS,
                        AUTHOR_COLUMNS,
                        QUERN_SCRIPT_ROWS("7", "Ann", NULL, "1775", "8", longest, NULL, NULL));
}

static quern_queryset *authors(const fault_house *house)
{
    return quern_objects(house->session, author);
}

/* Whatever fails between the two, the rewind frees what there is. */
static bool rewinds(fault_house *house)
{
    quern_session *s = house->session;
    const quern_mark mark = quern_session_mark(s);
    const size_t bytes = quern_session_bytes(s);
    quern_queryset *young = quern_filter(authors(house), Q("id__gt", 5));
    const bool done = quern_len(young) == 2 && quern_get(young, author, Q("id", 7)) == NULL;
    ck_assert(quern_session_rewind(s, mark));
    ck_assert_uint_le(quern_session_bytes(s), bytes + 16384);
    ck_assert(quern_session_rewind(s, mark));
    return !quern_failed(s) && done && fault_succeeded(house);
}

static bool resets(fault_house *house)
{
    if (quern_len(authors(house)) < 0)
        return false;
    fault_succeeded(house);
    quern_session_reset(house->session);
    ck_assert(!quern_failed(house->session));
    ck_assert_int_eq(quern_query_count(house->session), 0);
    return true;
}

static bool marks(fault_house *house)
{
    quern_session *s = house->session;
    const quern_mark mark = quern_session_mark(s);
    ck_assert(quern_session_bytes(s) > 0);
    ck_assert(quern_session_rewind(s, mark) && quern_session_rewind(s, mark));
    quern_session_reset(s);
    return true;
}

static bool keeps_condition(fault_house *house)
{
    const quern_condition kept =
        quern_keep(house->session, OR(Q("name", "Ann"), NOT(Q("id__in", LIST(1, 2))),
                                      Q("born__range", RANGE(1, 2)), COMPARE(PLUS(F("born"), 1), gt, 5)));
    if (quern_failed(house->session)) {
        ck_assert_int_eq(kept.op, QUERN_ANY_OF);
        ck_assert_ptr_null(kept.as.children);
        return false;
    }
    quern__replay_pause(house->replay);
    const char *sql = quern_sql(quern_filter(authors(house), kept));
    quern__replay_resume(house->replay);
    ck_assert_ptr_nonnull(strstr(sql, "'Ann'"));
    return fault_succeeded(house);
}

static bool keeps_value(fault_house *house)
{
    author filled = { .id = 5, .name = "Ann" };
    quern__replay_pause(house->replay);
    const author *mine = quern_adopt(house->session, author, &filled);
    quern__replay_resume(house->replay);
    const quern_value text = quern_keep(house->session, QUERN_VALUE("Ann")),
                      object = quern_keep(house->session, OBJECT(mine));
    if (quern_failed(house->session)) {
        ck_assert(text.kind == QUERN_KIND_NULL || object.kind == QUERN_KIND_NULL);
        return false;
    }
    ck_assert_str_eq(text.as.text, "Ann");
    ck_assert_ptr_ne(object.as.object, &mine->object);
    return fault_succeeded(house);
}

/* What no call of the session takes. */
static bool keeps_strangers(fault_house *house)
{
    quern__replay_pause(house->replay);
    quern_session *other = quern_session_open(house->db);
    quern_queryset *all = quern_values(quern_objects(other, author), "id", "email");
    const quern_row *row = quern_at(all, quern_row, 0);
    quern__replay_resume(house->replay);
    const quern_value object = quern_keep(house->session, OBJECT(row)),
                      queryset = quern_keep(house->session, QUERN_VALUE(all));
    quern__replay_pause(house->replay);
    quern_session_close(other);
    quern__replay_resume(house->replay);
    if (quern_failed(house->session)) {
        ck_assert(object.kind == QUERN_KIND_NULL || queryset.kind == QUERN_KIND_NULL);
        return false;
    }
    ck_assert_int_eq(quern_queryset_error(queryset.as.queryset)->code, QUERN_ERROR_VALUE);
    ck_assert_ptr_ne(object.as.object, &row->object);
    return fault_succeeded(house);
}

/* The rows, or their session keeps them. */
static bool takes(fault_house *house, quern_queryset *queryset, const quern_model *model)
{
    quern_result *taken = quern_result_take(queryset);
    if (!taken)
        return false;
    ck_assert_uint_eq(quern_result_count(taken), 2);
    ck_assert_ptr_nonnull((quern_result_at)(taken, model, 1));
    quern_result_free(taken);
    return fault_succeeded(house);
}

static bool takes_objects(fault_house *house)
{
    return takes(house, quern_only(authors(house), "email"), &author_model);
}

static bool takes_rows(fault_house *house)
{
    return takes(house, quern_values(authors(house), "id", "email"), &quern_row_model);
}

/* The result has a few rows, and so there is room left for an image or two. */
static bool edits(fault_house *house)
{
    quern__replay_pause(house->replay);
    author *a = quern_at(authors(house), author, 0);
    char name[] = "Zoe";
    fault_use_up(a->object.result->arena);
    quern__replay_resume(house->replay);
    for (int i = 0; i < 2; i++) {
        if (!quern_edit(a))
            return false;
        ck_assert(!quern_changed(a, name));
        a->name = name;
        ck_assert(quern_changed(a, name) == !i);
    }
    return fault_succeeded(house);
}

static bool adopts(fault_house *house)
{
    const author filled = { .id = 5, .name = "Ann", .email = "ann@example.org" };
    const author *mine = quern_adopt(house->session, author, &filled);
    if (!mine)
        return false;
    ck_assert_str_eq(mine->email, "ann@example.org");
    return fault_succeeded(house);
}

static bool tells_of_a_limit(quern__replay *replay, void *context)
{
    const quern_allocator *allocator = quern__replay_allocator(replay);
    quern_script *script = context;
    quern_db *db = quern_open("script:", QUERN_MODELS(author), .allocator = allocator,
                              .backend = quern_script_backend(script));
    quern_session *s = quern_session_open(db, .max_result_bytes = 4000);
    ck_assert_int_eq(quern_len(quern_objects(s, author)), -1);
    const quern_error *error = quern_session_error(s);
    const bool told = error->code == QUERN_ERROR_LIMIT;
    ck_assert_msg(told || error->code == QUERN_ERROR_MEMORY, "%s", quern_error_text(s));
    if (told)
        quern__replay_harmless(replay); /* the log may have forgotten it, or the text be short */
    if (told && !strstr(quern_error_text(s), ".max_result_bytes is 4000"))
        ck_abort_msg("%s", quern_error_text(s));
    quern_session_close(s);
    ck_assert(quern_close(db, 1000));
    return told;
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "a rewind", "quern_session_mark quern_session_rewind quern_session_bytes", .act = rewinds, .expect = expect_authors },
    { "a reset", "quern_session_reset", .act = resets, .expect = expect_authors },
    { "marks alone", "quern_session_mark quern_session_rewind", .act = marks, .frugal = true },
    { "a condition that is kept", "quern_keep_condition", .act = keeps_condition },
    { "values that are kept", "quern_keep_value", .act = keeps_value },
    { "objects that are taken", "quern_result_take quern_result_count quern_result_at quern_result_free", .act = takes_objects, .expect = expect_authors },
    { "rows that are taken", "quern_result_take", .act = takes_rows, .expect = expect_authors },
    { "strangers that are kept", "quern_keep_value", .act = keeps_strangers, .expect = expect_authors },
    { "an object that is edited", "quern_edit quern_changed", .act = edits, .expect = expect_authors },
    { "an object that is adopted", "quern_adopt", .act = adopts },
    { "a limit of bytes", "quern_session_open", .run = tells_of_a_limit, .expect = expect_long_author },
};
/* clang-format on */

const fault_table fault_life = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_life(void);

Suite *quern__suite_life(void)
{
    Suite *suite = suite_create("life");
    TCase *tests = tcase_create("life");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
