/* test_prefetch.c: what is to be fetched along: the tree that paths make, what each mistake is told, and what shares and copies of it are. */
#include "lib/query/prefetch.h"

#include "test/support/club.h"
#include "test/support/expect.h"
#include "test/support/lending.h"

#include "lib/base/text.h"

#include <quern/short.h>

#include <check.h>
#include <string.h>

static quern_session *session, *other;
static quern_queryset *authors, *books, *clubs, *players, *old, *badges;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    other = quern__test_session_open(NULL);
    ck_assert(session && other);
    authors = quern_objects(session, author);
    books = quern_objects(session, book);
    clubs = quern_objects(session, club);
    players = quern_objects(session, player);
    badges = quern_objects(session, badge);
    old = quern_filter(players, Q("born__lt", 1960));
}

static void tear_down(void)
{
    quern__test_session_close(other);
    quern__test_session_close(session);
}

/* ---- Trees ---- */

/* "members [player] (friends, staff), topics": a queryset is told by its model. */
static void put_level(quern__text *text, const quern__prefetch *level, const quern__model *model)
{
    for (; level; level = level->next) {
        ck_assert_msg(level->model == model, "%s is of the wrong model", level->name);
        ck_assert(!level->relation == !!level->reverse);
        quern__text_put(text, level->name);
        if (level->apart)
            quern__text_put_format(text, " of %s",
                                   level->relation ? level->relation->name : level->reverse->name);
        if (level->to)
            quern__text_put_format(text, " .%s", level->to->name);
        if (level->queryset)
            quern__text_put_format(text, " [%s]", quern_sql(level->queryset) ? "given" : "?");
        if (level->below) {
            quern__text_put(text, " (");
            put_level(text, level->below, quern__prefetch_target(level));
            quern__text_put(text, ")");
        }
        if (level->next)
            quern__text_put(text, ", ");
    }
}

static void expect_tree(const char *what, const quern_queryset *queryset, const char *expected)
{
    const quern_error *error = quern_queryset_error(queryset);
    ck_assert_msg(!error, "%s: %s", what, error ? error->message : "");
    quern__text text = quern__text_open(quern_system_allocator());
    if (queryset->prefetches)
        put_level(&text, queryset->prefetches->first, queryset->model);
    quern__expect_text(what, "the tree", quern__text_get(&text), expected);
    quern__text_close(&text);
}

#define TREE(call, expected) expect_tree(#call, call, expected)

START_TEST(paths_make_a_tree)
{
    TREE(quern_prefetch_related(authors, "book_set"), "book_set");
    TREE(quern_prefetch_related(books, "author"), "author .author");
    TREE(quern_prefetch_related(books, P(book, author), "sequel_of"), "author .author, sequel_of .sequel_of");
    TREE(quern_prefetch_related(clubs, "members__staff"), "members .members (staff .staff)");
    TREE(quern_prefetch_related(clubs, P(club, members[0]->staff)), "members .members (staff .staff)");
    TREE(quern_prefetch_related(clubs, "members->staff__badge"),
         "members .members (staff .staff (badge .badge))");
    TREE(quern_prefetch_related(clubs, "members__staff", "topics", "members__friends", "members"),
         "members .members (staff .staff, friends .friends), topics .topics");
    TREE(quern_prefetch_related(players, "fans", "clubs", "membership_set__club", "invitations"),
         "fans, clubs, membership_set (club .club), invitations");
    TREE(quern_prefetch_related(badges, "holder__badge", "pin_set__badge"),
         "holder .holder (badge .badge), pin_set (badge .badge)");
}
END_TEST

START_TEST(further_calls_add)
{
    quern_queryset *one = quern_prefetch_related(clubs, "members__staff", "topics");
    quern_queryset *two =
        quern_prefetch_related(quern_filter(one, Q("name", "x")), "members__friends", "founder");
    TREE(one, "members .members (staff .staff), topics .topics");
    TREE(two, "members .members (staff .staff, friends .friends), topics .topics, founder .founder");
    TREE(clubs, "");
    TREE(quern_prefetch_related(two, "topics"),
         "members .members (staff .staff, friends .friends), topics .topics, founder .founder");
    TREE(quern_slice(quern_order_by(two, "name"), 0, 3),
         "members .members (staff .staff, friends .friends), topics .topics, founder .founder");
    /* Those that are not changed are the same. */
    ck_assert_ptr_eq(one->prefetches->first->next->below, two->prefetches->first->next->below);
    ck_assert_ptr_eq(one->prefetches->first->below->to, two->prefetches->first->below->to);
    ck_assert_uint_eq(two->prefetches->first->levels, 2);
    ck_assert_uint_eq(two->prefetches->first->next->levels, 1);
}
END_TEST

START_TEST(querysets_and_where_they_go)
{
    quern_queryset *inner = quern_prefetch_related(old, "staff__badge");
    quern_queryset *first_two = quern_slice(quern_order_by(players, "name"), 0, 2);
    TREE(quern_prefetch_related(clubs, PREFETCH("members", old)), "members .members [given]");
    TREE(quern_prefetch_related(clubs, PREFETCH("members", first_two)), "members .members [given]");
    TREE(quern_prefetch_related(clubs, PREFETCH("members", inner), "members__staff__clubs", "members__fans"),
         "members .members [given] (staff .staff (badge .badge, clubs), fans)");
    TREE(inner, "staff .staff (badge .badge)");
    TREE(quern_prefetch_related(clubs, PREFETCH("members", old, .to = "seniors")),
         "seniors of members .seniors [given]");
    TREE(quern_prefetch_related(clubs, PREFETCH("members", old, .to = "old"), "members",
                                PREFETCH("members", NULL, .to = "all"), "old__staff", "all"),
         "old of members [given] (staff .staff), members .members, all of members");
    TREE(quern_prefetch_related(clubs, PREFETCH("founder", old, .to = "seniors")),
         "seniors of founder .seniors [given]");
    TREE(quern_prefetch_related(clubs, "members__clubs", PREFETCH("members__staff", old, .to = "older")),
         "members .members (clubs, older of staff [given])");
    /* The same again is nothing new. */
    quern_queryset *made =
        quern_prefetch_related(clubs, PREFETCH("members", old), PREFETCH("topics", NULL, .to = "t"));
    TREE(quern_prefetch_related(made, PREFETCH("members", old), "members",
                                PREFETCH("topics", NULL, .to = "t")),
         "members .members [given], t of topics");
    ck_assert_ptr_eq(made->prefetches->first->queryset, old);
}
END_TEST

START_TEST(options_of_the_whole)
{
    quern_queryset *made = quern_prefetch_related(clubs, "members");
    ck_assert_uint_eq(made->prefetches->batch, 0);
    ck_assert(!made->prefetches->snapshot);
    quern_queryset *of_seven = quern_prefetch_batch(made, 7),
                   *of_a_moment = quern_prefetch_snapshot(of_seven);
    TREE(of_a_moment, "members .members");
    ck_assert_uint_eq(of_a_moment->prefetches->batch, 7);
    ck_assert(of_a_moment->prefetches->snapshot);
    ck_assert_uint_eq(made->prefetches->batch, 0);
    ck_assert(!of_seven->prefetches->snapshot);
    ck_assert_uint_eq(quern_prefetch_batch(of_a_moment, 0)->prefetches->batch, 0);
    TREE(quern_prefetch_related(quern_prefetch_batch(clubs, 3), "members"), "members .members");
    /* What a queryset wants is wanted of all. */
    quern_queryset *inner = quern_prefetch_snapshot(quern_prefetch_related(players, "staff"));
    ck_assert(quern_prefetch_related(clubs, PREFETCH("members", inner))->prefetches->snapshot);
}
END_TEST

START_TEST(sql_of_the_users_own_has_objects_too)
{
    quern_queryset *raw = quern_raw(session, club, "SELECT * FROM club"),
                   *made = quern_prefetch_related(raw, "members");
    TREE(made, "members .members");
    ck_assert(made != raw && made->raw);
    quern__expect_text("raw", "the SQL", made->as.raw.sql, "SELECT * FROM club");
    TREE(quern_prefetch_related(quern_fetch_mode(made, QUERN_FETCH_RAISE), "topics"),
         "members .members, topics .topics");
    TREE(raw, "");
}
END_TEST

/* ---- Mistakes ---- */

#define REFUSED(call, ...)                                                                                 \
    do {                                                                                                   \
        const quern_error *error = quern_queryset_error(call);                                             \
        quern__expect_error(#call, error, &(quern__expected_error){ __VA_ARGS__ });                        \
        quern__expect_text(#call, "the site", error->site, QUERN_SITE);                                    \
        ck_assert_msg(!((const quern__scope *)session)->failure.current, "%s: the session failed", #call); \
    } while (0)

#define RELATIONS(list) "relations are: " list
#define PLAYERS "boss, staff, friends, idols, fans, badge, club_set, clubs, membership_set, invitations"
#define CLUBS "founder, members, topics, memberships"

/* clang-format off */
START_TEST(wrong_names)
{
    REFUSED(quern_prefetch_related(clubs, "member"), QUERN_ERROR_FIELD, "club has no relation \"member\"", "did you mean \"members\"? " RELATIONS(CLUBS), "member", "members");
    REFUSED(quern_prefetch_related(clubs, "topics", "members__stuff"), QUERN_ERROR_FIELD, "player has no relation \"stuff\"", "did you mean \"staff\"? " RELATIONS(PLAYERS), "members__stuff", "staff");
    REFUSED(quern_prefetch_related(clubs, "xyzzy__staff"), QUERN_ERROR_FIELD, "club has no relation \"xyzzy\"", RELATIONS(CLUBS), "xyzzy__staff", NULL);
    REFUSED(quern_prefetch_related(clubs, ""), QUERN_ERROR_FIELD, "club has no relation \"\"", RELATIONS(CLUBS), "", NULL);
    REFUSED(quern_prefetch_related(clubs, "members__"), QUERN_ERROR_FIELD, "club has no relation \"members__\"", "did you mean \"members\"? " RELATIONS(CLUBS), "members__", "members");
    REFUSED(quern_prefetch_related(clubs, "name"), QUERN_ERROR_FIELD, "club.name is a column, and no relation", RELATIONS(CLUBS), "name", NULL);
    REFUSED(quern_prefetch_related(clubs, "founder__name"), QUERN_ERROR_FIELD, "player.name is a column, and no relation", RELATIONS(PLAYERS), "founder__name", NULL);
    REFUSED(quern_prefetch_related(clubs, "founder_id"), QUERN_ERROR_FIELD, "club.founder_id is a column, and no relation", "did you mean \"founder\"? " RELATIONS(CLUBS), "founder_id", "founder");
    REFUSED(quern_prefetch_related(clubs, "pk"), QUERN_ERROR_FIELD, "club.pk is a column, and no relation", RELATIONS(CLUBS), "pk", NULL);
    REFUSED(quern_prefetch_related(quern_objects(session, topic), "weight"), QUERN_ERROR_FIELD, "topic.weight is a column, and no relation", RELATIONS("club_set"), "weight", NULL);
    REFUSED(quern_prefetch_related(quern_objects(session, feature), "comments"), QUERN_ERROR_FIELD, "feature.comments is a column, and no relation", "it has no relations", "comments", NULL);
    REFUSED(quern_prefetch_related(clubs, "seniors"), QUERN_ERROR_USAGE, "nothing is put into club.seniors before this path", "QUERN_PREFETCH(path, queryset, .to = \"seniors\") comes first", "seniors", NULL);
    REFUSED(quern_prefetch_related(clubs, "seniors__staff", PREFETCH("members", old, .to = "seniors")), QUERN_ERROR_USAGE, "nothing is put into club.seniors before this path", "QUERN_PREFETCH(path, queryset, .to = \"seniors\") comes first", "seniors__staff", NULL);
    REFUSED(quern_prefetch_related(clubs, PREFETCH("members", old, .to = "ancient"), "ancent__staff"), QUERN_ERROR_FIELD, "club has no relation \"ancent\"", "did you mean \"ancient\"? " RELATIONS(CLUBS ", ancient"), "ancent__staff", "ancient");
}
END_TEST

START_TEST(wrong_places)
{
    static const char a_field[] = "another name: that of a QUERN_PREFETCHED member, or any that is free", a_name[] = "one name, without \"__\" and \"->\"";
    static const char a_relation[] = "leave .to away, if this is what it is for; or give another name";
#define TO(name) quern_prefetch_related(clubs, PREFETCH("members", old, .to = name))
    REFUSED(TO("name"), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"name\", which is a field of club", a_field, "name", NULL);
    REFUSED(TO("founder_id"), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"founder_id\", which is a field of club", a_field, "founder_id", NULL);
    REFUSED(TO("founder"), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"founder\", which is a field of club", a_field, "founder", NULL);
    REFUSED(TO("pk"), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"pk\", which is a field of club", a_field, "pk", NULL);
    REFUSED(TO("members"), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"members\", which is a relation of club", a_relation, "members", NULL);
    REFUSED(TO("memberships"), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"memberships\", which is a relation of club", a_relation, "memberships", NULL);
    REFUSED(TO(""), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"\", which is no name", a_name, "", NULL);
    REFUSED(TO("a__b"), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"a__b\", which is no name", a_name, "a__b", NULL);
    REFUSED(TO("a->b"), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"a->b\", which is no name", a_name, "a->b", NULL);
    REFUSED(TO("a[0]"), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"a[0]\", which is no name", a_name, "a[0]", NULL);
    REFUSED(TO("a_"), QUERN_ERROR_USAGE, "quern_prefetch_related: .to is \"a_\", which is no name", a_name, "a_", NULL);
    REFUSED(quern_prefetch_related(clubs, PREFETCH("topics", NULL, .to = "seniors")), QUERN_ERROR_USAGE, "quern_prefetch_related: club.seniors is for objects of player, and \"topics\" leads to topic", "declare another member for these: QUERN_PREFETCHED(member, topic)", "seniors", NULL);
    REFUSED(quern_prefetch_related(clubs, PREFETCH("members", old, .to = "x"), PREFETCH("topics", NULL, .to = "x")), QUERN_ERROR_USAGE, "quern_prefetch_related: two of them are put into \"x\"", "give one of them another name by .to", "x", NULL);
    REFUSED(quern_prefetch_related(TO("x"), PREFETCH("members", players, .to = "x")), QUERN_ERROR_USAGE, "quern_prefetch_related: two of them are put into \"x\"", "give one of them another name by .to", "x", NULL);
    REFUSED(quern_prefetch_related(TO("x"), PREFETCH("x", NULL, .to = "y")), QUERN_ERROR_USAGE, "quern_prefetch_related: \"x\" is no relation, but what one was put into", "put the relation itself into both", "x", NULL);
}
END_TEST

START_TEST(wrong_querysets)
{
    static const char path[] = "members", elsewhere[] = "put one of them elsewhere: .to";
    quern_queryset *waits = quern_filter(players, Q("born", QUERN_PARAM("year")));
#define OF(queryset) quern_prefetch_related(clubs, PREFETCH(path, queryset))
    REFUSED(OF(authors), QUERN_ERROR_USAGE, "quern_prefetch_related: \"members\" leads to player, and the queryset is of author", "begin it by quern_objects(session, player)", path, NULL);
    REFUSED(OF(quern_values(players, "name")), QUERN_ERROR_USAGE, "quern_prefetch_related: rows of values are no objects", "leave quern_values away: quern_only loads few fields", path, NULL);
    REFUSED(OF(quern_raw(session, player, "SELECT 1")), QUERN_ERROR_USAGE, "quern_prefetch_related: a queryset of quern_raw cannot be asked for some keys", "filter quern_objects; or fetch its objects first, and then quern_prefetch_objects", path, NULL);
    REFUSED(OF(quern_objects(other, player)), QUERN_ERROR_USAGE, "quern_prefetch_related: a queryset of another session", "make it in the session of the queryset that it is for", path, NULL);
    REFUSED(OF(waits), QUERN_ERROR_USAGE, "quern_prefetch_related: the parameter \"year\" of the queryset has no value", "give it one before: quern_bind(qs, QUERN_SET(\"year\", value))", path, NULL);
    REFUSED(quern_prefetch_related(clubs, PREFETCH("founder", quern_slice(players, 0, 1))), QUERN_ERROR_USAGE, "quern_prefetch_related: a slice of \"founder\", which is one object", "a slice is of each object's set: leave it away", "founder", NULL);
    REFUSED(quern_prefetch_related(players, PREFETCH("badge", quern_slice(badges, 0, 1))), QUERN_ERROR_USAGE, "quern_prefetch_related: a slice of \"badge\", which is one object", "a slice is of each object's set: leave it away", "badge", NULL);
    REFUSED(quern_prefetch_related(OF(old), PREFETCH(path, players)), QUERN_ERROR_USAGE, "quern_prefetch_related: \"members\" twice, with different querysets", elsewhere, path, NULL);
    REFUSED(quern_prefetch_related(clubs, "members__staff", PREFETCH(path, old)), QUERN_ERROR_USAGE, "quern_prefetch_related: \"members\" with a queryset, after a path over all of them", "give this one first; or put it elsewhere: .to", path, NULL);
    TREE(OF(quern_bind(waits, QUERN_SET("year", 1960))), "members .members [given]");
    TREE(OF(quern_none(players)), "members .members [given]");
    quern_queryset *wrong = quern_filter(players, Q("nmae", 1));
    ck_assert_str_eq(quern_queryset_error(OF(wrong))->message, quern_queryset_error(wrong)->message);
    ck_assert_str_eq(quern_queryset_error(OF(wrong))->site, quern_queryset_error(wrong)->site);
    ck_assert_int_eq(quern_queryset_error(OF(quern_filter(NULL, Q("id", 1))))->code, QUERN_ERROR_USAGE);
}
END_TEST

START_TEST(wrong_calls)
{
    static const char rows[] = "they are no objects, and nothing is related to them";
    static const char values[] = "rows of values are no objects: make them of the queryset from before, or take the values of the objects";
    quern_queryset *made = quern_prefetch_related(clubs, "members");
    REFUSED((quern_prefetch_related)(clubs, NULL, QUERN_SITE), QUERN_ERROR_USAGE, "quern_prefetch_related of nothing", "name a relation; without any, use the queryset from before", NULL, NULL);
    REFUSED((quern_prefetch_related)(clubs, (quern_prefetch[]){ { 0 } }, QUERN_SITE), QUERN_ERROR_USAGE, "quern_prefetch_related of nothing", "name a relation; without any, use the queryset from before", NULL, NULL);
    REFUSED(quern_prefetch_related(quern_values(clubs, "name"), "members"), QUERN_ERROR_USAGE, "quern_prefetch_related of rows of values", rows, NULL, NULL);
    REFUSED(quern_prefetch_batch(quern_values(clubs, "name"), 5), QUERN_ERROR_USAGE, "quern_prefetch_batch of rows of values", rows, NULL, NULL);
    REFUSED(quern_prefetch_snapshot(quern_dates(books, "created_at", QUERN_YEAR)), QUERN_ERROR_USAGE, "quern_prefetch_snapshot of rows of values", rows, NULL, NULL);
    REFUSED(quern_prefetch_related(quern_raw(session, quern_row, "SELECT 1"), "members"), QUERN_ERROR_USAGE, "quern_prefetch_related of rows of values", rows, NULL, NULL);
    REFUSED(quern_values(made, "name"), QUERN_ERROR_USAGE, "quern_values after quern_prefetch_related", values, NULL, NULL);
    REFUSED(quern_values(quern_slice(made, 0, 1)), QUERN_ERROR_USAGE, "quern_values after quern_prefetch_related", values, NULL, NULL);
    REFUSED(quern_dates(quern_prefetch_related(books, "author"), "created_at", QUERN_YEAR), QUERN_ERROR_USAGE, "quern_dates after quern_prefetch_related", values, NULL, NULL);
    quern_queryset *wrong = quern_filter(clubs, Q("x", 1));
    ck_assert_ptr_eq(quern_prefetch_related(wrong, "y")->error, wrong->error);
    ck_assert_int_eq(quern_queryset_error(quern_prefetch_related(NULL, "members"))->code, QUERN_ERROR_USAGE);
}
END_TEST
/* clang-format on */

/* A path of so many names, each of which leads on. */
static const char *path_of(size_t names)
{
    static char path[4000];
    *path = '\0';
    for (size_t i = 0; i < names; i++)
        strcat(path, i ? "__staff" : "staff");
    return path;
}

START_TEST(paths_have_an_end)
{
    quern_queryset *half = quern_prefetch_related(players, path_of(16));
    TREE(quern_prefetch_related(players, "staff"), "staff .staff");
    ck_assert_ptr_null(quern_queryset_error(quern_prefetch_related(players, path_of(32))));
    ck_assert_ptr_null(quern_queryset_error(quern_prefetch_related(players, PREFETCH(path_of(16), half))));
    REFUSED(quern_prefetch_related(players, path_of(33)), QUERN_ERROR_USAGE,
            "quern_prefetch_related: more than 32 relations in a row",
            "each of them is a round trip: prefetch less of them", path_of(33), NULL);
    REFUSED(quern_prefetch_related(players, path_of(500)), QUERN_ERROR_USAGE,
            "quern_prefetch_related: more than 32 relations in a row",
            "each of them is a round trip: prefetch less of them", path_of(500), NULL);
    REFUSED(quern_prefetch_related(players, PREFETCH(path_of(17), half)), QUERN_ERROR_USAGE,
            "quern_prefetch_related: more than 32 relations in a row",
            "each of them is a round trip: prefetch less of them", path_of(17), NULL);
}
END_TEST

/* ---- What is shared ---- */

START_TEST(copies_are_of_their_own)
{
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    quern_queryset *waits = quern_filter(players, Q("born", QUERN_PARAM("year")));
    quern_queryset *given = quern_prefetch_related(quern_bind(waits, QUERN_SET("year", 1961)), "staff");
    quern_queryset *made = quern_prefetch_snapshot(
        quern_prefetch_related(clubs, PREFETCH("members", given, .to = "of_a_year"), "topics"));
    quern_queryset *copy = quern__queryset_copy(made, arena);
    ck_assert_ptr_nonnull(copy);
    copy->schema = ((const quern__scope *)session)->schema;
    quern__test_session_close(session);
    session = quern__test_session_open(NULL);
    copy->schema = ((const quern__scope *)session)->schema;
    quern_queryset *entered = quern__queryset_enter((quern__scope *)session, copy, "here");
    ck_assert(entered->prefetches->snapshot);
    expect_tree("a copy", entered, "of_a_year of members [given] (staff .staff), topics .topics");
    const quern__prefetch *first = entered->prefetches->first;
    ck_assert_ptr_null(copy->prefetches->first->queryset->scope);
    ck_assert_ptr_eq(first->queryset->scope, (quern__scope *)session);
    ck_assert_ptr_null(first->queryset->prefetches);
    ck_assert(!first->queryset->substitutes);
    const char *sql = quern_sql(first->queryset);
    ck_assert_msg(strstr(sql, "\"born\" = 1961") != NULL, "%s", sql);
    quern__arena_close(arena);
}
END_TEST

Suite *quern__suite_prefetch(void);

Suite *quern__suite_prefetch(void)
{
    Suite *suite = suite_create("prefetch");
    TCase *tests = tcase_create("prefetch");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, paths_make_a_tree);
    tcase_add_test(tests, further_calls_add);
    tcase_add_test(tests, querysets_and_where_they_go);
    tcase_add_test(tests, options_of_the_whole);
    tcase_add_test(tests, sql_of_the_users_own_has_objects_too);
    tcase_add_test(tests, wrong_names);
    tcase_add_test(tests, wrong_places);
    tcase_add_test(tests, wrong_querysets);
    tcase_add_test(tests, wrong_calls);
    tcase_add_test(tests, paths_have_an_end);
    tcase_add_test(tests, copies_are_of_their_own);
    suite_add_tcase(suite, tests);
    return suite;
}
