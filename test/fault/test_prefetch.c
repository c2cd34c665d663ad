/* test_prefetch.c: what is fetched along with objects, without memory: all of it is there, or none. */
#include "test/fault/house.h"
#include "test/support/club.h"

#include <string.h>

#define ALWAYS .times = QUERN_SCRIPT_ALWAYS

/* Two clubs, of which the first has a founder, and two topics. */
static void expect_clubs(quern_script *script)
{
    quern_script_expect(script, .contains = "FROM \"player\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "born", QUERN_KIND_I32 }, { "boss_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("7", "Gus", NULL, NULL));
    quern_script_expect(script, .contains = "FROM \"topic\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }, { "weight", QUERN_KIND_I32 },
                                             { "club_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("go", "3", "1", "tea", NULL, "1"));
    quern_script_expect(script, .contains = "FETCH", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "founder_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "Gambit", "7", "2", "Kettle", NULL));
    quern_script_expect(script, .contains = "DECLARE", ALWAYS);
    quern_script_expect(script, .contains = "LIMIT 1", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "founder_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "Gambit", "7"));
    quern_script_expect(script, .contains = "FROM \"club\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "founder_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "Gambit", "7", "2", "Kettle", NULL));
    quern_script_expect(script, .contains = "", ALWAYS);
}

static quern_queryset *clubs(const fault_house *house)
{
    quern_queryset *players = quern_filter(quern_objects(house->session, player), Q("id__gt", 0));
    return quern_prefetch_related(quern_objects(house->session, club), PREFETCH("founder", players), "topics",
                                  PREFETCH("founder__boss", NULL, .to = "bosses"));
}

/* All that was asked for. */
static void check(const club *first)
{
    ck_assert(first->founder && first->founder->id == 7);
    ck_assert(first->topics && first->topics[0] && first->topics[1] && !first->topics[2]);
    ck_assert_str_eq(first->topics[1]->code, "tea");
}

static bool gives_all(fault_house *house)
{
    quern_queryset *all = clubs(house);
    club *const *list = quern_list(all, club);
    if (!list)
        return false;
    check(list[0]);
    ck_assert(list[1]->topics && !list[1]->topics[0] && !list[1]->founder);
    ck_assert_ptr_eq(quern_list(all, club), list);
    return fault_succeeded(house);
}

static bool gives_the_first(fault_house *house)
{
    const club *first = quern_first(clubs(house), club);
    if (!first)
        return false;
    check(first);
    return fault_succeeded(house);
}

static bool gives_by_key(fault_house *house)
{
    club *const *found = quern_in_bulk(clubs(house), club, "pk", LIST(2, 1));
    if (!found)
        return false;
    check(found[1]);
    return fault_succeeded(house);
}

static bool gives_several(fault_house *house)
{
    quern_queryset *all = clubs(house), *other = quern_all(all);
    if (quern_failed(house->session) || !quern_evaluate_all(house->session, all, other))
        return false;
    club *const *list = quern_list(all, club), *const *others = list ? quern_list(other, club) : NULL;
    if (!others)
        return false;
    check(list[0]);
    check(others[0]);
    return fault_succeeded(house);
}

static bool gives_one_moment(fault_house *house)
{
    quern_queryset *all = quern_prefetch_batch(quern_prefetch_snapshot(clubs(house)), 100);
    club *const *list = quern_list(all, club);
    ck_assert_uint_eq(quern_transaction_depth(house->session), 0);
    if (!list)
        return false;
    check(list[0]);
    return fault_succeeded(house);
}

static bool streams(fault_house *house)
{
    int rows = 0;
    QUERN_STREAM(club, c, quern_prefetch_snapshot(clubs(house)), .chunk = 2, .ahead = -1)
    {
        if (rows % 2 == 0)
            check(c);
        if (++rows == 3)
            break;
    }
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(rows, 3);
    return fault_succeeded(house);
}

static bool takes_sql(fault_house *house)
{
    quern_queryset *raw = quern_raw(house->session, club, "SELECT * FROM \"club\"");
    quern_queryset *all = quern_prefetch_related(raw, "founder", "topics");
    club *const *list = quern_list(all, club);
    if (!list)
        return false;
    check(list[0]);
    return fault_succeeded(house);
}

static bool is_shared(fault_house *house)
{
    quern_queryset *all = clubs(house);
    if (quern_failed(house->session))
        return false;
    quern_queryset *shared = quern_share(house->db, all);
    if (quern_queryset_error(shared)) {
        ck_assert_int_eq(quern_queryset_error(shared)->code, QUERN_ERROR_MEMORY);
        quern_queryset *entered = quern_in(house->session, shared);
        ck_assert_int_eq(quern_len(entered), -1);
        return false;
    }
    club *const *list = quern_list(quern_in(house->session, shared), club);
    if (!list)
        return false;
    check(list[0]);
    return fault_succeeded(house);
}

static bool takes_objects(fault_house *house)
{
    quern__replay_pause(house->replay);
    club *const *list = quern_list(quern_all(quern_objects(house->session, club)), club);
    quern__replay_resume(house->replay);
    ck_assert(list && !list[0]->founder);
    if (!quern_prefetch_objects(house->session, club, list, 2, "founder", "topics")) {
        ck_assert(!list[0]->founder && !list[0]->topics);
        return false;
    }
    check(list[0]);
    return fault_succeeded(house);
}

static bool refuses_objects(fault_house *house)
{
    club none = { .id = 1 }, *list[] = { &none };
    ck_assert(!quern_prefetch_objects(house->session, club, list, 1, "founder"));
    return fault_told(house, QUERN_ERROR_USAGE, "quern_prefetch_objects: object 0 has no session",
                      "quern has not loaded it, or it was copied, or its result was taken: quern_adopt it");
}

/* ---- Mistakes ---- */

static bool is_told(fault_house *house, const quern_queryset *wrong, quern_error_code code,
                    const char *message)
{
    if (quern_failed(house->session))
        return false;
    const quern_error *error = quern_queryset_error(wrong);
    ck_assert_int_eq(error->code, code);
    ck_assert_str_eq(error->message, message);
    if (!*error->hint)
        quern__replay_harmless(house->replay);
    return true;
}

static bool tells_of_a_name(fault_house *house)
{
    return is_told(house, quern_prefetch_related(clubs(house), "topics__club"), QUERN_ERROR_FIELD,
                   "topic has no relation \"club\"");
}

static bool tells_of_a_place(fault_house *house)
{
    return is_told(house, quern_prefetch_related(clubs(house), PREFETCH("topics", NULL, .to = "name")),
                   QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"name\", which is a field of club");
}

static bool tells_of_a_queryset(fault_house *house)
{
    quern_queryset *wrong = quern_objects(house->session, club);
    return is_told(
        house, quern_prefetch_related(clubs(house), PREFETCH("memberships", wrong)), QUERN_ERROR_USAGE,
        "quern_prefetch_related: \"memberships\" leads to membership, and the queryset is of club");
}

static bool tells_of_values(fault_house *house)
{
    return is_told(house, quern_values(clubs(house), "name"), QUERN_ERROR_USAGE,
                   "quern_values after quern_prefetch_related");
}

static bool tells_of_a_transaction(fault_house *house)
{
    quern_queryset *all = quern_prefetch_snapshot(clubs(house));
    const bool begun = !quern_failed(house->session) && quern_begin(house->session);
    const int64_t count = begun ? quern_len(all) : -1;
    ck_assert_int_eq(count, -1);
    if (begun)
        quern_rollback(house->session);
    return begun &&
           fault_told(house, QUERN_ERROR_USAGE,
                      "quern_prefetch_snapshot in a transaction in which each statement sees another moment",
                      "begin that by quern_begin(s, .isolation = QUERN_REPEATABLE_READ)");
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "all", "quern_prefetch_related", .act = gives_all, .expect = expect_clubs },
    { "the first", "quern_prefetch_related quern_first", .act = gives_the_first, .expect = expect_clubs },
    { "by keys", "quern_prefetch_related quern_in_bulk", .act = gives_by_key, .expect = expect_clubs },
    { "several", "quern_prefetch_related quern_evaluate_all", .act = gives_several, .expect = expect_clubs },
    { "as of one moment", "quern_prefetch_snapshot quern_prefetch_batch", .act = gives_one_moment, .expect = expect_clubs },
    { "chunks", "quern_prefetch_related quern_iterate", .act = streams, .expect = expect_clubs },
    { "SQL of the user's own", "quern_prefetch_related quern_raw", .act = takes_sql, .expect = expect_clubs },
    { "a shared one", "quern_prefetch_related quern_share quern_in", .act = is_shared, .expect = expect_clubs },
    { "objects", "quern_prefetch_objects", .act = takes_objects, .expect = expect_clubs },
    { "objects that are none", "quern_prefetch_objects", .act = refuses_objects },
    { "a name that is none", "quern_prefetch_related", .act = tells_of_a_name },
    { "a place that is taken", "quern_prefetch_related", .act = tells_of_a_place },
    { "a queryset of others", "quern_prefetch_related", .act = tells_of_a_queryset },
    { "rows of values", "quern_values", .act = tells_of_values },
    { "a moment of a transaction", "quern_prefetch_snapshot", .act = tells_of_a_transaction, .expect = expect_clubs },
};
/* clang-format on */

extern const fault_table fault_prefetch;
const fault_table fault_prefetch = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(prefetch_without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_prefetch(void);

Suite *quern__suite_prefetch(void)
{
    Suite *suite = suite_create("prefetch");
    TCase *tests = tcase_create("prefetch");
    tcase_add_loop_test(tests, prefetch_without_memory, 0, (int)fault_prefetch.count);
    suite_add_tcase(suite, tests);
    return suite;
}
