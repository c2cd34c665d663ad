/* test_sets.c: sets of related objects without memory: what is known stays so, and what is not is nobody's. */
#include "test/fault/house.h"
#include "test/support/club.h"

#include <string.h>

#define ALWAYS .times = QUERN_SCRIPT_ALWAYS

/* clang-format off */
#define MEMBERSHIPS                                                                                        \
    QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "club_id", QUERN_KIND_I64 }, { "player_id", QUERN_KIND_I64 }, \
                         { "inviter_id", QUERN_KIND_I64 }, { "fee", QUERN_KIND_I32 }),                     \
    QUERN_SCRIPT_ROWS("5", "1", "7", NULL, "10", "6", "1", "8", NULL, NULL)
/* clang-format on */

/* Two clubs, of which the first has two members. */
static void expect_clubs(quern_script *script)
{
    quern_script_expect(script, .contains = "FETCH", ALWAYS, MEMBERSHIPS);
    quern_script_expect(script, .contains = "DECLARE", ALWAYS);
    quern_script_expect(script, .contains = "SELECT COUNT", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "count", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("2"));
    quern_script_expect(script, .contains = "SELECT \"membership\".\"id\", \"membership\".\"club_id\"",
                        ALWAYS, MEMBERSHIPS);
    quern_script_expect(script, .contains = "FROM \"club\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "founder_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "Gambit", "7", "2", "Kettle", NULL));
    quern_script_expect(script, .contains = "", ALWAYS);
}

/* The clubs, and what is fetched along, whatever memory there is. */
static club *const *list_of(fault_house *house, quern_queryset *queryset)
{
    club *const *list = quern_list(queryset, club);
    quern__replay_resume(house->replay);
    ck_assert_msg(list != NULL, "%s", quern_error_text(house->session));
    return list;
}

static club *const *clubs(fault_house *house, quern_fetch_kind mode)
{
    quern__replay_pause(house->replay);
    return list_of(house, quern_fetch_mode(quern_objects(house->session, club), mode));
}

static club *const *clubs_with_memberships(fault_house *house)
{
    quern__replay_pause(house->replay);
    quern_queryset *all = quern_filter(quern_objects(house->session, membership), Q("id__gt", 0));
    return list_of(house,
                   quern_prefetch_related(quern_objects(house->session, club), PREFETCH("memberships", all)));
}

static void check(const club *c, membership *const *list)
{
    ck_assert(list && list[0] && list[1] && !list[2]);
    ck_assert(list[0]->id == 5 && list[0]->club == c && list[1]->club == c);
}

/* All went well, if the log may be short of what was passed by. */
static bool succeeded(const fault_house *house)
{
    for (int64_t i = 1; i <= quern_query_count(house->session); i++) {
        const quern_query *query = quern_query_at(house->session, i);
        if (query && query->passed_by && !*query->passed_by)
            quern__replay_harmless(house->replay);
    }
    return fault_succeeded(house);
}

static bool fetches(fault_house *house, quern_fetch_kind mode)
{
    club *const *list = clubs(house, mode);
    membership **found = quern_fetch(list[0], memberships);
    if (quern_failed(house->session)) {
        ck_assert(found && !found[0] && !list[0]->memberships && !quern_loaded(list[0], memberships));
        ck_assert(!quern_related_loaded(list[0], "memberships", membership));
        return false;
    }
    check(list[0], found);
    ck_assert(quern_loaded(list[0], memberships));
    ck_assert_ptr_eq(quern_related_loaded(list[0], "memberships", membership), found);
    ck_assert(quern_loaded(list[1], memberships) == (mode == QUERN_FETCH_PEERS));
    return fault_succeeded(house);
}

static bool fetches_for_one(fault_house *house)
{
    return fetches(house, QUERN_FETCH_ONE);
}

static bool fetches_for_all(fault_house *house)
{
    return fetches(house, QUERN_FETCH_PEERS);
}

static bool is_forbidden(fault_house *house)
{
    club *const *list = clubs(house, QUERN_FETCH_RAISE);
    ck_assert_int_eq(quern_len(quern_related(list[0], "memberships")), -1);
    return fault_told(house, QUERN_ERROR_USAGE,
                      "club.memberships was not loaded, and QUERN_FETCH_RAISE forbids to load it now",
                      quern_session_error(house->session) ? quern_session_error(house->session)->hint : "");
}

static bool evaluates_for_all(fault_house *house)
{
    club *const *list = clubs(house, QUERN_FETCH_PEERS);
    quern_queryset *set = quern_related(list[0], "memberships");
    if (quern_len(set) != 2) {
        ck_assert(!quern_loaded(list[0], memberships) && !quern_loaded(list[1], memberships));
        return false;
    }
    check(list[0], quern_list(set, membership));
    ck_assert_int_eq(quern_len(quern_related(list[1], "memberships")), quern_failed(house->session) ? -1 : 0);
    return !quern_failed(house->session) && fault_succeeded(house);
}

/* Of what is known nothing is lost. */
static bool reads(fault_house *house)
{
    club *const *list = clubs_with_memberships(house);
    quern_queryset *set = quern_related(list[0], "memberships");
    membership *const *first = NULL;
    for (int i = 0; i < 20; i++)
        first = quern_list(quern_slice(set, 0, 1), membership);
    if (!quern_failed(house->session)) {
        check(list[0], quern_list(set, membership));
        ck_assert(first[0]->id == 5 && !first[1] && quern_count(set) == 2);
        ck_assert_ptr_eq(quern_related(list[0], "memberships"), set);
    }
    ck_assert(quern_loaded(list[0], memberships));
    return !quern_failed(house->session) && fault_succeeded(house);
}

static bool refines(fault_house *house)
{
    club *const *list = clubs_with_memberships(house);
    quern_queryset *some = quern_filter(quern_related(list[0], "memberships"), Q("fee__gt", 1));
    membership *const *found = quern_list(some, membership);
    if (!found || quern_count(quern_all(some)) != 2)
        return false;
    check(list[0], found);
    quern_queryset *around = quern_filter(quern_objects(house->session, club), Q("memberships__in", some));
    if (quern_len(around) != 2)
        return false;
    const quern_query *last = quern_query_at(house->session, -3);
    ck_assert(!last || (last->passed_by && (!*last->passed_by || !strcmp(last->passed_by, "memberships"))));
    return succeeded(house);
}

static bool streams(fault_house *house)
{
    club *const *list = clubs(house, QUERN_FETCH_ONE);
    int rows = 0;
    QUERN_STREAM(membership, m, quern_related(list[0], "memberships"), .chunk = 2, .ahead = -1)
    {
        ck_assert_ptr_eq(m->club, list[0]);
        if (++rows == 3)
            break;
    }
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(rows, 3);
    return succeeded(house);
}

/* After a mark what is made lies apart, and goes with a rewind. */
static bool rewinds(fault_house *house)
{
    club *const *list = clubs_with_memberships(house);
    const quern_mark mark = quern_session_mark(house->session);
    const bool made = quern_len(quern_all(quern_related(list[0], "memberships"))) == 2;
    ck_assert(quern_session_rewind(house->session, mark));
    check(list[0], list[0]->memberships);
    return made && succeeded(house);
}

static bool takes(fault_house *house)
{
    quern__replay_pause(house->replay);
    quern_queryset *all = quern_prefetch_related(quern_objects(house->session, club), "memberships");
    club *const *list = list_of(house, all);
    (void)quern_len(quern_all(quern_related(list[0], "memberships")));
    quern_result *taken = quern_result_take(all);
    if (!taken)
        return false;
    check(list[0], quern_related_loaded(list[0], "memberships", membership));
    quern_result_free(taken);
    return succeeded(house);
}

#define SCENARIO(does, functions, acts)                      \
    {                                                        \
        does, functions, .act = acts, .expect = expect_clubs \
    }

static const fault_scenario scenarios[] = {
    SCENARIO("fetches a side", "quern_fetch quern_loaded quern_related_loaded", fetches_for_one),
    SCENARIO("fetches a side for all peers", "quern_fetch", fetches_for_all),
    SCENARIO("must not ask for a set", "quern_related", is_forbidden),
    SCENARIO("evaluates a set for all peers", "quern_related quern_len", evaluates_for_all),
    SCENARIO("reads a set that is known", "quern_related quern_list quern_count", reads),
    SCENARIO("refines a set that is known", "quern_related quern_filter", refines),
    SCENARIO("streams a set", "quern_related quern_iterate", streams),
    SCENARIO("rewinds to before a set", "quern_related quern_session_rewind", rewinds),
    SCENARIO("takes a result with its sets", "quern_result_take", takes),
};

extern const fault_table fault_sets;
const fault_table fault_sets = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(finds_no_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_sets(void);

Suite *quern__suite_sets(void)
{
    Suite *suite = suite_create("sets");
    TCase *tests = tcase_create("sets");
    tcase_add_loop_test(tests, finds_no_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
