/* test_relations.c: related objects, and conditions over paths to many, without memory. */
#include "test/fault/house.h"
#include "test/support/club.h"

#include <string.h>

/* An object with a key, whatever memory there is. */
static club *a_club(fault_house *house)
{
    const club filled = { .id = 3, .name = "Gambit" };
    quern__replay_pause(house->replay);
    club *c = quern_adopt(house->session, club, &filled);
    quern__replay_resume(house->replay);
    ck_assert_msg(c != NULL, "%s", quern_error_text(house->session));
    return c;
}

static bool builds(const fault_house *house, quern_queryset *queryset, const char *where)
{
    if (quern_failed(house->session))
        return false;
    ck_assert_ptr_null(quern_queryset_error(queryset));
    const char *text = quern_sql(queryset);
    if (quern_failed(house->session))
        return false;
    ck_assert_msg(strstr(text, where) != NULL, "%s", text);
    return fault_succeeded(house);
}

static bool asks_for_related_objects(fault_house *house)
{
    quern_queryset *topics = quern_related(a_club(house), "topics");
    return builds(house, quern_exclude(topics, Q("weight", 1)), "\"club_topics\".\"club_id\" = 3");
}

static bool asks_for_the_other_side(fault_house *house)
{
    return builds(house, quern_related(a_club(house), "memberships"), "\"membership\".\"club_id\" = 3");
}

static bool asks_for_what_is_not(fault_house *house)
{
    quern_queryset *wrong = quern_related(a_club(house), "topic");
    if (quern_failed(house->session))
        return false;
    const quern_error *error = quern_queryset_error(wrong);
    ck_assert_int_eq(error->code, QUERN_ERROR_FIELD);
    ck_assert_str_eq(error->nearest, "topics");
    if (!*error->hint)
        quern__replay_harmless(house->replay);
    return true;
}

static bool filters_over_many(fault_house *house)
{
    quern_queryset *clubs = quern_objects(house->session, club);
    clubs =
        quern_filter(clubs, Q("topics__weight__gt", 1), NOT(OR(Q("members", 1), Q("members__name", "x"))));
    clubs =
        quern_exclude(clubs, OR(Q("name", "x"), Q("memberships__fee", 1), NOT(Q("topics__isnull", true))));
    clubs = quern_order_by(clubs, "-members__clubs");
    return builds(house, clubs, "NOT EXISTS");
}

static const fault_scenario scenarios[] = {
    { "asks for related objects", "quern_related", .act = asks_for_related_objects },
    { "asks for the other side", "quern_related", .act = asks_for_the_other_side },
    { "asks for what is not", "quern_related", .act = asks_for_what_is_not },
    { "filters over many", "quern_filter quern_exclude quern_order_by", .act = filters_over_many },
};

extern const fault_table fault_relations;
const fault_table fault_relations = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(finds_no_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_relations(void);

Suite *quern__suite_relations(void)
{
    Suite *suite = suite_create("relations");
    TCase *tests = tcase_create("relations");
    tcase_add_loop_test(tests, finds_no_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
