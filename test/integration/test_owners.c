/* test_owners.c: what a prefetch gives each owner is what a query for that owner alone gives: for random filters, orders, slices and rows
 * that are distinct, on data with ties and NULLs. */
#include "test/integration/fixture.h"
#include "test/support/club.h"
#include "test/support/generate.h"

#include "lib/expr/object.h"
#include "lib/load/result.h"
#include "lib/value/same.h"

/* What a queryset of the related objects is asked for. */
typedef struct refinement {
    size_t filter, order;
    quern_nulls_place nulls;
    size_t distinct; /* 0: all; 1: no two the same; 2: one of each group */
    int64_t low, high;
} refinement;

typedef quern_queryset *filter(quern_queryset *queryset, size_t which);

static quern_queryset *filter_books(quern_queryset *books, size_t which)
{
    switch (which) {
    case 1:
        return quern_filter(books, Q("pages__gt", 300));
    case 2:
        return quern_exclude(books, Q("rating__gt", 2), Q("lent", true));
    case 3:
        return quern_filter(books, Q("author__book_set__copies", 3));
    default:
        return books;
    }
}

static quern_queryset *filter_players(quern_queryset *players, size_t which)
{
    switch (which) {
    case 1:
        return quern_filter(players, Q("membership_set__fee__gt", 4));
    case 2:
        return quern_filter(quern_exclude(players, Q("friends__born", 1815)), Q("fans__id__lt", 9));
    case 3:
        return quern_filter(quern_filter(players, Q("clubs__name", "Gambit")), Q("clubs__id__gt", 1));
    default:
        return players;
    }
}

static quern_queryset *filter_clubs(quern_queryset *clubs, size_t which)
{
    switch (which) {
    case 1:
        return quern_filter(clubs, Q("memberships__fee__gt", 4));
    case 2:
        return quern_exclude(clubs, Q("memberships__fee", 5));
    case 3:
        return quern_filter(clubs, OR(Q("memberships__fee", 5), Q("founder__isnull", true)));
    default:
        return clubs;
    }
}

static quern_queryset *filter_pins(quern_queryset *pins, size_t which)
{
    return which ? quern_filter(pins, Q("size__gt", which)) : pins;
}

static quern_queryset *filter_topics(quern_queryset *topics, size_t which)
{
    return which ? quern_filter(topics, Q("club_set__id__gt", which)) : topics;
}

static const struct {
    const quern_model *owner, *target;
    const char *name;
    filter *filter;
    const char *orders[5]; /* the first is none */
} relations[] = {
    { &author_model,
      &book_model,
      "book_set",
      filter_books,
      { NULL, "copies", "-rating", "sequel_of__lent", "-sequel_of__rating" } },
    { &player_model,
      &player_model,
      "staff",
      filter_players,
      { NULL, "born", "-born", "friends__born", "name" } },
    { &badge_model,
      &pin_model,
      "pin_set",
      filter_pins,
      { NULL, "size", "-size", "badge__holder__born", "-id" } },
    { &club_model,
      &player_model,
      "members",
      filter_players,
      { NULL, "-born", "boss__born", "-membership_set__fee", "name" } },
    { &player_model,
      &club_model,
      "clubs",
      filter_clubs,
      { NULL, "name", "founder__born", "memberships__fee", "-topics" } },
    { &player_model, &player_model, "friends", filter_players, { NULL, "born", "-born", "boss", "friends" } },
    { &player_model,
      &player_model,
      "fans",
      filter_players,
      { NULL, "name", "-born", "idols__born", "boss" } },
    { &club_model,
      &topic_model,
      "topics",
      filter_topics,
      { NULL, "weight", "-weight", "club_set__name", "-pk" } },
};

/* In the prefetch of a slice the key decides in the end by itself, elsewhere it is asked to. */
static quern_queryset *refine(quern_queryset *queryset, size_t relation, const refinement *how, bool by_key)
{
    const char *name = relations[relation].orders[how->order];
    queryset = relations[relation].filter(queryset, how->filter);
    quern_order terms[3] = { { 0 } };
    size_t count = 0;
    if (name)
        terms[count++] = quern_nulls(quern_order_name(name), how->nulls);
    if (by_key && (!name || strcmp(name, "-pk") != 0))
        terms[count++] = quern_order_name("pk");
    queryset = (quern_order_by)(queryset, terms, QUERN_SITE);
    const char *const on[] = { name ? name + (*name == '-') : "pk", NULL };
    if (how->distinct)
        queryset = (quern_distinct)(queryset, how->distinct == 2 ? on : NULL, QUERN_SITE);
    return how->high ? quern_slice(queryset, how->low, how->high) : queryset;
}

static refinement any_refinement(quern__random *random)
{
    static const int64_t bounds[][2] = { { 0, 0 }, { 0, 1 }, { 0, 3 },
                                         { 1, 3 }, { 2, 3 }, { 2, QUERN_OPEN_END } };
    refinement made = { .filter = quern__random_below(random, 4),
                        .order = quern__random_below(random, 5),
                        .nulls = (quern_nulls_place)quern__random_below(random, 3),
                        .distinct = quern__random_below(random, 3) };
    const size_t slice = quern__random_below(random, sizeof bounds / sizeof *bounds);
    made.low = bounds[slice][0];
    made.high = bounds[slice][1];
    return made;
}

static quern_value key_of(const void *row)
{
    const quern_object *object = row;
    return quern__member_value(object->result->model->key, row);
}

/* How many objects there are. */
static size_t expect_the_same(const quern_object *owner, size_t relation, const refinement *how)
{
    const quern_model *target = relations[relation].target;
    quern_queryset *one =
        refine((quern_related)(owner, relations[relation].name, QUERN_SITE), relation, how, true);
    void *const *expected = (quern_list)(one, target, QUERN_SITE);
    void *const *got = (quern_related_loaded)(owner, "chosen", target);
    ck_assert_msg(expected && got, "%s: %s", relations[relation].name, quern_error_text(s));
    size_t i = 0;
    for (; expected[i] && got[i]; i++) {
        const quern_value a = key_of(expected[i]), b = key_of(got[i]);
        ck_assert_msg(quern__value_same(&a, &b), "object %zu differs: %s", i, quern_sql(one));
    }
    ck_assert_msg(!expected[i] && !got[i], "%s than %zu objects: %s", got[i] ? "more" : "fewer", i,
                  quern_sql(one));
    return i;
}

/* They stay for all tests of the schema. */
static void add_rows(void)
{
    if (sql("SELECT FROM player WHERE id = 8"))
        return;
    sql("INSERT INTO player SELECT n, chr(64 + n %% 5), CASE WHEN n %% 3 <> 0 THEN 1800 + n %% 4 END, 1 + n "
        "%% 4"
        " FROM generate_series(8, 15) n");
    sql("INSERT INTO pin SELECT n, 'n' || 1 + n %% 3, n %% 4 FROM generate_series(6, 20) n");
    sql("INSERT INTO membership SELECT n, 1 + n %% 3, 1 + (n * 7) %% 15, NULL, CASE WHEN n %% 4 <> 0 THEN n "
        "%% 7 END"
        " FROM generate_series(9, 40) n");
    sql("INSERT INTO player_idols (from_player_id, to_player_id) SELECT n, 1 + n %% 3 FROM "
        "generate_series(8, 15) n");
    sql("INSERT INTO player_friends (from_player_id, to_player_id)"
        " SELECT a, b FROM generate_series(8, 15) a, generate_series(8, 15) b WHERE (a + b) %% 3 = 0");
}

enum { REFINEMENTS = 40 };

START_TEST(each_owner_gets_its_own)
{
    NEEDS_SERVER();
    const size_t relation = (size_t)_i;
    quern__random random = { 70 + (uint64_t)_i };
    size_t objects = 0;
    add_rows();
    for (size_t i = 0; i < REFINEMENTS; i++) {
        const refinement how = any_refinement(&random);
        quern_queryset *all = (quern_objects)(s, relations[relation].target, QUERN_SITE);
        const quern_prefetch prefetches[] = { { .path = relations[relation].name,
                                                .queryset = refine(all, relation, &how, !how.high),
                                                .to = "chosen" },
                                              { 0 } };
        quern_queryset *owners = (quern_objects)(s, relations[relation].owner, QUERN_SITE);
        owners = (quern_prefetch_related)(owners, prefetches, QUERN_SITE);
        void *const *list = (quern_list)(owners, relations[relation].owner, QUERN_SITE);
        ck_assert_msg(list, "%s: %s", relations[relation].name, quern_error_text(s));
        for (size_t j = 0; list[j]; j++)
            objects += expect_the_same(list[j], relation, &how);
    }
    ck_assert_msg(objects > REFINEMENTS, "%s: %zu objects: that tests too little", relations[relation].name,
                  objects);
}
END_TEST

/* What is bound to one owner already is another's too: over rows of the table between of their own. */
START_TEST(what_is_bound_already)
{
    NEEDS_SERVER();
    player *bob = quern_get(quern_objects(s, player), player, Q("id", 2));
    quern_queryset *his = quern_related(bob, "clubs");
    quern_queryset *players = quern_order_by(quern_filter(quern_objects(s, player), Q("id__lte", 4)), "id");
    QUERN_EACH(player, p, quern_prefetch_related(players, QUERN_PREFETCH("clubs", his, .to = "shared"))) {
        int64_t shared =
            quern_count(quern_distinct(quern_filter(quern_related(p, "clubs"), Q("pk__in", his))));
        int64_t got = 0;
        for (club *const *c = quern_related_loaded(p, "shared", club); *c; c++)
            got++;
        ck_assert_msg(got >= shared && (got > 0) == (shared > 0), "%d: %d clubs, not %d", (int)p->id,
                      (int)got, (int)shared);
    }
}
END_TEST

Suite *quern__suite_owners(void);

Suite *quern__suite_owners(void)
{
    Suite *suite = suite_create("owners");
    TCase *tests = server_case("owners");
    tcase_add_loop_test(tests, each_owner_gets_its_own, 0, (int)(sizeof relations / sizeof *relations));
    tcase_add_test(tests, what_is_bound_already);
    suite_add_tcase(suite, tests);
    return suite;
}
