/* test_joined.c: related objects that come in the same rows, on a real server: what they cost, who they are, what is not there.
 * The rows are those of test/support/models.c. */
#include "test/integration/counted.h"
#include "test/support/club.h"
#include "test/support/lending.h"

#define OF(model) quern_objects(counted, model)

static void expect_no_failure(void)
{
    ck_assert_msg(!quern_failed(counted), "%s", quern_error_text(counted));
}

START_TEST(books_have_their_authors)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_order_by(quern_select_related(OF(book), "author", "sequel_of"), "id");
    book *const *list = quern_list(books, book);
    ck_assert_int_eq(quern_len(books), 40);
    for (size_t i = 0; i < 40; i++) {
        book *b = list[i], *first = b->sequel_of_id.present ? list[b->sequel_of_id.value - 1] : NULL;
        ck_assert_ptr_nonnull(b->author);
        ck_assert_int_eq(b->author->id, b->author_id);
        ck_assert_ptr_eq(quern_fetch(b, author), b->author);
        ck_assert(!b->sequel_of == !first);
        ck_assert(!first || strcmp(b->sequel_of->title, first->title) == 0);
        ck_assert_ptr_eq(quern_fetch(b, sequel_of), b->sequel_of);
        const book *other = list[(size_t)b->author_id - 1];
        ck_assert_msg(b->author_id > 3 || other->author_id != b->author_id || other->author == b->author,
                      "book %zu: two books of one author have the same one", i + 1);
    }
    ck_assert_str_eq(list[2]->author->name, "Émile Zola");
    expect_statements("with authors and first parts", 1);
}
END_TEST

/* The same object, and no other, for all that lead to it; what hangs on it too. */
START_TEST(a_shared_target_is_one_object)
{
    NEEDS_SERVER();
    quern_queryset *all =
        quern_order_by(quern_select_related(OF(membership), "club__founder__badge", "player"), "id");
    membership *const *list = quern_list(all, membership);
    ck_assert_int_eq(quern_len(all), 8);
    const membership *one = list[0], *two = list[1], *six = list[5], *seven = list[6];
    ck_assert_ptr_eq(one->club, two->club);
    ck_assert_ptr_eq(six->club, seven->club);
    ck_assert_ptr_ne(one->club, six->club);
    ck_assert_str_eq(one->club->name, six->club->name);
    ck_assert_ptr_null(six->club->founder);
    ck_assert_ptr_eq(one->club->founder->badge->holder, one->club->founder);
    ck_assert_str_eq(one->club->founder->badge->number, "n1");
    ck_assert_ptr_eq(six->player, seven->player);
    ck_assert_ptr_eq(list[3]->player, two->player);
    expect_statements("three ways, three deep", 1);
}
END_TEST

/* A member of the other side is NULL where nothing is, and that is known. */
START_TEST(the_other_side_of_a_one_to_one)
{
    NEEDS_SERVER();
    quern_queryset *all = quern_order_by(quern_select_related(OF(player), "badge"), "id");
    QUERN_EACH(player, p, all) {
        const bool has = p->id == 1 || p->id == 2 || p->id == 5;
        ck_assert_int_eq(p->badge != NULL, has);
        ck_assert_ptr_eq(quern_fetch(p, badge), p->badge);
        ck_assert(quern_loaded(p, badge));
        ck_assert(!has || (p->badge->holder == p && p->badge->holder_id.value == p->id));
        badge **set = quern_related_loaded(p, "badge", badge);
        ck_assert_ptr_eq(set[0], p->badge);
        if (p->badge)
            ck_assert_ptr_eq(quern_fetch(p->badge, holder), p);
    }
    expect_no_failure();
    expect_statements("players and badges", 1);
    quern_queryset *badges = quern_order_by(quern_select_related(OF(badge), "holder__boss"), "id");
    badge *const *list = quern_list(badges, badge);
    ck_assert_str_eq(list[1]->holder->boss->name, "Ada");
    ck_assert_ptr_null(list[2]->holder);
    ck_assert_ptr_null(list[0]->holder->boss);
    ck_assert_ptr_null(quern_fetch(list[2], holder));
    expect_statements("badges, holders and their bosses", 2);
}
END_TEST

/* Either way, where a relation leads back to is the same object, which is not joined again; and it can be told so without a query. */
START_TEST(there_and_back_again)
{
    NEEDS_SERVER();
    quern_queryset *all = quern_select_related(OF(player), "badge__holder__boss", "badge__holder__badge");
    all = quern_order_by(quern_only(all, "badge__holder__name"), "id");
    ck_assert_ptr_null(strstr(quern_sql(all), "T4"));
    player *const *players = quern_list(all, player);
    ck_assert_ptr_eq(players[1]->badge->holder, players[1]);
    ck_assert(quern_loaded(players[1], name) && !quern_loaded(players[1], born));
    ck_assert_str_eq(players[1]->badge->holder->boss->name, "Ada");
    badge *const *badges = quern_list(quern_order_by(quern_select_related(OF(badge), "holder"), "id"), badge);
    player *first = badges[0]->holder;
    ck_assert(first && quern_loaded(first, badge) && first->badge == badges[0]);
    ck_assert_ptr_eq(quern_fetch(first, badge), badges[0]);
    ck_assert_int_eq(quern_len(quern_related(first, "badge")), 1);
    loan *const *loans = quern_list(quern_order_by(quern_select_related(OF(loan), "renewal_of"), "id"), loan);
    ck_assert_ptr_eq(quern_related_loaded(loans[2]->renewal_of, "loan", loan)[0], loans[2]);
    expect_no_failure();
    expect_statements("players, badges, loans", 3);
}
END_TEST

/* Where the model declares no member for it, the set has it. */
START_TEST(another_side_without_a_member)
{
    NEEDS_SERVER();
    quern_queryset *all = quern_order_by(quern_select_related(OF(loan), "loan__reader"), "id");
    loan *const *list = quern_list(all, loan);
    loan **first = quern_related_loaded(list[0], "loan", loan);
    ck_assert_ptr_nonnull(first);
    ck_assert_int_eq(first[0]->id, 3);
    ck_assert_str_eq(first[0]->reader->name, "Ann");
    ck_assert_ptr_eq(first[0]->renewal_of, list[0]);
    ck_assert_ptr_null(quern_related_loaded(list[1], "loan", loan)[0]);
    ck_assert_int_eq(quern_len(quern_related(list[1], "loan")), 0);
    ck_assert_int_eq(quern_count(quern_related(list[0], "loan")), 1);
    expect_no_failure();
    expect_statements("loans and what renewed them", 1);
}
END_TEST

START_TEST(keys_of_texts_and_other_fields)
{
    NEEDS_SERVER();
    pin *const *pins = quern_list(quern_order_by(quern_select_related(OF(pin), "badge__holder"), "id"), pin);
    const pin *one = pins[0], *two = pins[1], *three = pins[2], *four = pins[3];
    ck_assert_ptr_eq(one->badge, two->badge);
    ck_assert_str_eq(one->badge->holder->name, "Ada");
    ck_assert_str_eq(three->badge->number, "n3");
    ck_assert_ptr_null(three->badge->holder);
    ck_assert_ptr_null(four->badge);
    loan *const *loans =
        quern_list(quern_order_by(quern_select_related(OF(loan), "reader", "book"), "id"), loan);
    ck_assert_ptr_eq(loans[0]->reader, loans[2]->reader);
    ck_assert_str_eq(loans[1]->book->title, "Persuasion");
    ck_assert_ptr_eq(quern_fetch(loans[0], reader), loans[0]->reader);
    odd *const *odds = quern_list(quern_order_by(quern_select_related(OF(odd), "shelf"), "id"), odd);
    ck_assert_int_eq(odds[2]->shelf->room, 2);
    ck_assert_ptr_null(odds[1]->shelf);
    expect_statements("pins, loans, odds", 3);
}
END_TEST

/* Rows of one object that are there several times each are an object; what they lead to is one. */
START_TEST(rows_that_come_several_times)
{
    NEEDS_SERVER();
    quern_queryset *players = quern_filter(OF(player), Q("staff__id__gt", 0), Q("id", 1));
    player *const *list = quern_list(quern_select_related(players, "badge", "boss"), player);
    const player *a = list[0], *b = list[1];
    ck_assert(a && b && !list[2] && a != b);
    ck_assert_ptr_nonnull(a->badge);
    ck_assert_ptr_eq(a->badge, b->badge);
    ck_assert(a->badge->holder == a || a->badge->holder == b);
    expect_statements("Ada, twice", 1);
}
END_TEST

START_TEST(only_some_columns)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_order_by(quern_select_related(OF(book), "author"), "id");
    book *b = quern_first(quern_only(books, "title", "author__name"), book);
    ck_assert(quern_loaded(b, title) && !quern_loaded(b, pages) && quern_loaded(b, author_id));
    ck_assert(quern_loaded(b->author, name) && !quern_loaded(b->author, email) &&
              quern_loaded(b->author, id));
    ck_assert_str_eq(b->author->name, "Jane Austen");
    expect_statements("only", 1);
    ck_assert_str_eq(quern_fetch(b->author, email), "jane@example.org");
    ck_assert_int_eq(quern_fetch(b, pages).value, 474);
    expect_statements("what was left out", 3);
    book *d = quern_at(quern_defer(books, "title", "author__name", "author_id"), book, 2);
    ck_assert(!quern_loaded(d, title) && !quern_loaded(d->author, name) && quern_loaded(d, author_id));
    ck_assert_int_eq(d->author->born.value, 1840);
    expect_statements("defer", 4);
}
END_TEST

/* One statement for all peers: those of the objects that came along too. */
START_TEST(fetch_modes_go_on)
{
    NEEDS_SERVER();
    quern_queryset *all = quern_only(quern_select_related(OF(membership), "player"), "player__name");
    QUERN_EACH(membership, m, quern_fetch_mode(all, QUERN_FETCH_PEERS)) {
        (void)quern_fetch(m->player, boss);
        ck_assert_ptr_nonnull(quern_fetch(m, club));
        (void)quern_fetch(m->player, born);
    }
    expect_no_failure();
    expect_statements("bosses' keys, bosses, keys of clubs, clubs, births", 6);
    QUERN_EACH(membership, m,
               quern_fetch_mode(quern_select_related(OF(membership), "player"), QUERN_FETCH_RAISE)) {
        ck_assert_ptr_nonnull(quern_fetch(m, player));
        (void)quern_fetch(m, club);
        break;
    }
    ck_assert_int_eq(take_failure(counted, QUERN_ERROR_USAGE)->code, QUERN_ERROR_USAGE);
}
END_TEST

START_TEST(calls_that_give_one_or_some)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_select_related(OF(book), "author");
    ck_assert_str_eq(quern_get(books, book, Q("id", 3))->author->name, "Émile Zola");
    ck_assert_str_eq(quern_last(quern_order_by(books, "id"), book)->author->name, "Émile Zola");
    ck_assert_ptr_null(quern_get(books, book, Q("id", -1)));
    ck_assert_str_eq(quern_at(quern_order_by(books, "author__name", "id"), book, 0)->author->name,
                     "Jane Austen");
    expect_statements("get, last, none, at", 4);
    book *const *some = quern_in_bulk(books, book, "pk", LIST(1, 2, 3));
    ck_assert_ptr_eq(some[0]->author, some[1]->author);
    ck_assert_str_eq(some[2]->author->name, "Émile Zola");
    some = quern_in_bulk(quern_distinct(quern_order_by(books, "author", "id"), "author"), book, "pk",
                         LIST(1, 2, 3));
    expect_no_failure();
    ck_assert(some[0]->author->id == 1 && !some[1] && some[2]->author->id == 2);
    ck_assert_int_eq(quern_count(books), 40);
    bool found = false;
    ck_assert(quern_exists(books, &found) && found);
    ck_assert_int_eq(quern_len(quern_slice(books, 0, 3)), 3);
    ck_assert_ptr_nonnull(strstr(quern_query_at(counted, -1)->sql, "JOIN"));
    ck_assert_ptr_null(strstr(quern_query_at(counted, -2)->sql, "JOIN"));
    ck_assert_ptr_null(strstr(quern_query_at(counted, -3)->sql, "JOIN"));
    expect_statements("and in bulk twice, count, exists, slice", 9);
    book *taken = some[2];
    ck_assert(quern_contains(books, taken, &found) && found);
    expect_statements("contains", 10);
}
END_TEST

START_TEST(several_together)
{
    NEEDS_SERVER();
    quern_queryset *badges = quern_order_by(quern_select_related(OF(badge), "holder"), "id");
    quern_queryset *pins = quern_order_by(quern_select_related(OF(pin), "badge"), "id");
    ck_assert(quern_evaluate_all(counted, badges, pins));
    ck_assert_str_eq(quern_at(badges, badge, 0)->holder->name, "Ada");
    ck_assert_str_eq(quern_at(pins, pin, 4)->badge->number, "n4");
    expect_statements("two", 2);
}
END_TEST

/* One object for each key in each chunk. */
static void stream(int32_t ahead)
{
    quern_queryset *books =
        quern_order_by(quern_select_related(OF(book), "author", "sequel_of__author"), "id");
    const author *first = NULL;
    int rows = 0, same = 0;
    QUERN_STREAM(book, b, books, .chunk = 15, .ahead = ahead)
    {
        ck_assert_ptr_nonnull(b->author);
        ck_assert_int_eq(b->author->id, b->author_id);
        ck_assert(!b->sequel_of == !b->sequel_of_id.present);
        ck_assert(!b->sequel_of || b->sequel_of->author->id == b->sequel_of->author_id);
        if (rows % 15 == 0)
            first = b->author;
        same += b->author->id == first->id && b->author == first;
        rows += 1;
    }
    expect_no_failure();
    ck_assert_int_eq(rows, 40);
    ck_assert_int_eq(same, 15);
}

START_TEST(streams)
{
    NEEDS_SERVER();
    stream(-1);
    expect_statements("BEGIN, DECLARE, three FETCHes, and the end", 6);
    stream(2);
    int rows = 0;
    QUERN_STREAM(player, p, quern_order_by(quern_select_related(OF(player), "badge"), "id"), .chunk = 3)
    {
        ck_assert_int_eq(p->badge != NULL, p->id == 1 || p->id == 2 || p->id == 5);
        ck_assert(quern_loaded(p, badge) && (!p->badge || p->badge->holder == p));
        rows++;
    }
    expect_no_failure();
    ck_assert_int_eq(rows, 7);
}
END_TEST

START_TEST(what_is_shared)
{
    NEEDS_SERVER();
    quern_queryset *made = quern_only(
        quern_select_related(quern_filter(OF(pin), Q("size__gt", PARAM("least"))), "badge__holder"), "size",
        "badge__holder__name");
    quern_queryset *shared = quern_share(counted_db, made);
    ck_assert_ptr_null(quern_queryset_error(shared));
    quern_session_close(counted);
    counted = quern_session_open(counted_db);
    count_from_here();
    for (int i = 0; i < 2; i++) {
        quern_queryset *all = quern_bind(quern_in(counted, shared), SET("least", 4));
        pin *const *list = quern_list(quern_order_by(all, "id"), pin);
        ck_assert_str_eq(list[0]->badge->holder->name, "Ada");
        ck_assert_ptr_null(list[1]->badge);
        pin *one = quern_first(all, pin);
        ck_assert(!quern_loaded(one->badge->holder, born));
    }
    expect_no_failure();
    expect_statements("ordered, and its own, twice", 4);
}
END_TEST

/* Without a session, and for other threads. */
START_TEST(what_is_taken)
{
    NEEDS_SERVER();
    quern_queryset *all = quern_order_by(quern_select_related(OF(player), "badge", "boss__boss"), "id");
    quern_queryset *few = quern_only(all, "name", "boss__name");
    quern_result *taken = quern_result_take(few);
    ck_assert_ptr_nonnull(taken);
    quern_session_close(counted);
    counted = quern_session_open(counted_db);
    const player *four = quern_result_at(taken, player, 3);
    ck_assert_str_eq(four->boss->name, "Bob");
    ck_assert_str_eq(four->boss->boss->name, "Ada");
    ck_assert(!quern_loaded(four->boss, born) && quern_loaded(four->boss, name));
    ck_assert(quern_loaded(four, badge) && !four->badge);
    ck_assert_ptr_null(quern_fetch(four->boss->boss, boss));
    ck_assert_str_eq(quern_result_at(taken, player, 0)->badge->number, "n1");
    ck_assert_str_eq(quern_related_loaded(quern_result_at(taken, player, 0), "badge", badge)[0]->number,
                     "n1");
    player *mine = quern_adopt(counted, player, four->boss);
    ck_assert_str_eq(mine->name, "Bob");
    quern_result_free(taken);
    ck_assert_str_eq(mine->name, "Bob");
}
END_TEST

START_TEST(objects_that_came_along_are_as_others)
{
    NEEDS_SERVER();
    book *b = quern_first(quern_select_related(OF(book), "author"), book);
    ck_assert(quern_edit(b->author));
    ck_assert(!quern_changed(b->author, name));
    b->author->name = "Jane";
    ck_assert(quern_changed(b->author, name) && !quern_changed(b->author, email));
    author *mine = quern_adopt(counted, author, b->author);
    ck_assert_str_eq(mine->name, "Jane");
    ck_assert_int_eq(quern_count(quern_related(b->author, "book_set")), 14);
    char text[40];
    quern_to_text(b->author, text, sizeof text);
    ck_assert_str_eq(text, "author 1");
    b->author_id = 2;
    ck_assert_str_eq(quern_fetch(b, author)->name, "Émile Zola");
    expect_no_failure();
    expect_statements("the book, a count, another author", 3);
}
END_TEST

/* Of objects that were led to from another side, it is not what they point back to that counts, but what was asked for. */
START_TEST(what_leads_back_has_what_was_asked_for)
{
    NEEDS_SERVER();
    quern_queryset *staff = quern_order_by(quern_select_related(OF(player), "boss__badge"), "id");
    quern_queryset *all = quern_prefetch_related(OF(player), QUERN_PREFETCH("staff", staff));
    QUERN_EACH(player, p, quern_fetch_mode(all, QUERN_FETCH_RAISE))
        for (player **s = quern_related_loaded(p, "staff", player); *s; s++) {
            ck_assert_int_eq((*s)->boss->id, p->id);
            ck_assert(quern_loaded((*s)->boss, badge));
        }
    expect_no_failure();
    expect_statements("players and their staff", 2);
    player *ada = quern_get(OF(player), player, Q("id", 1));
    QUERN_EACH(player, s, quern_select_related(quern_related(ada, "staff"), "boss__badge"))
        ck_assert(quern_loaded(s->boss, badge) && s->boss->badge);
    QUERN_EACH(player, s, quern_related(ada, "staff"))
        ck_assert_ptr_eq(s->boss, ada);
    expect_no_failure();
    expect_statements("Ada, and her staff twice", 5);
}
END_TEST

/* What a prefetch goes by is loaded, though it was left out of what came along. */
START_TEST(prefetches_go_on_from_it)
{
    NEEDS_SERVER();
    quern_queryset *all = quern_only(quern_select_related(OF(membership), "club"), "fee", "club__name");
    all = quern_prefetch_related(all, "club__founder__badge", "club__topics");
    QUERN_EACH(membership, m, all) {
        ck_assert_ptr_eq(quern_fetch(m->club, founder), m->club->founder);
        ck_assert(!m->club->founder || quern_loaded(m->club->founder, badge));
        ck_assert_ptr_nonnull(quern_related_loaded(m->club, "topics", topic));
    }
    expect_no_failure();
    expect_statements("rows, keys of founders, founders, topics, badges", 5);
}
END_TEST

/* The limit of a result counts what comes along. */
START_TEST(too_much_of_it)
{
    NEEDS_SERVER();
    quern_session *small = quern_session_open(counted_db, .max_result_bytes = 14000);
    ck_assert_int_eq(quern_len(quern_only(quern_objects(small, membership), "fee")), 8);
    ck_assert_int_eq(quern_len(quern_select_related(quern_objects(small, membership), "club__founder__badge",
                                                    "player__badge", "inviter__badge")),
                     -1);
    ck_assert_ptr_nonnull(strstr(take_failure(small, QUERN_ERROR_LIMIT)->message, ".max_result_bytes"));
    quern_session_close(small);
}
END_TEST

/* ---- What the database does not look after ---- */

typedef struct scribe scribe;
typedef struct letter letter;

struct scribe {
    quern_object object;
    int64_t id;
    const char *name;
};

struct letter {
    quern_object object;
    int64_t id;
    int64_t scribe_id;
    scribe *scribe;
};

QUERN_MODEL(scribe, "scribe", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name)));
QUERN_MODEL(letter, "letter",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id),
                         QUERN_FOREIGN_KEY(scribe, scribe, .on_delete = QUERN_DO_NOTHING)));

/* Whoever is not there takes nobody away: the row stays, its pointer is NULL, and fetching it says what is wrong. */
START_TEST(a_key_that_leads_nowhere)
{
    NEEDS_SERVER();
    sql("CREATE TABLE scribe (id bigint PRIMARY KEY, name text NOT NULL)");
    sql("CREATE TABLE letter (id bigint PRIMARY KEY, scribe_id bigint NOT NULL)");
    sql("INSERT INTO scribe VALUES (1, 'Ann')");
    sql("INSERT INTO letter VALUES (1, 1), (2, 404), (3, 1)");
    quern_db *own = quern_open(schema.uri, QUERN_MODELS(scribe, letter), .pool_max = 1);
    quern_session *t = quern_session_open(own);
    quern_queryset *letters = quern_select_related(quern_objects(t, letter), "scribe");
    letter *const *list = quern_list(quern_order_by(letters, "id"), letter);
    ck_assert_int_eq(quern_count(letters), 3);
    ck_assert(list[0]->scribe && !list[1]->scribe && list[2]->scribe == list[0]->scribe && !list[3]);
    ck_assert_str_eq(quern_fetch(list[1], scribe)->name, "");
    ck_assert_str_eq(take_failure(t, QUERN_ERROR_DATA)->message,
                     "letter.scribe points to scribe 404, which is not there");
    ck_assert_int_eq(quern_len(quern_filter(letters, Q("scribe__name", "Ann"))), 2);
    quern_session_close(t);
    close_db(own);
}
END_TEST

Suite *quern__suite_joined(void);

Suite *quern__suite_joined(void)
{
    Suite *suite = suite_create("joined");
    TCase *tests = server_case("joined");
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_test(tests, books_have_their_authors);
    tcase_add_test(tests, a_shared_target_is_one_object);
    tcase_add_test(tests, the_other_side_of_a_one_to_one);
    tcase_add_test(tests, there_and_back_again);
    tcase_add_test(tests, another_side_without_a_member);
    tcase_add_test(tests, keys_of_texts_and_other_fields);
    tcase_add_test(tests, rows_that_come_several_times);
    tcase_add_test(tests, only_some_columns);
    tcase_add_test(tests, fetch_modes_go_on);
    tcase_add_test(tests, calls_that_give_one_or_some);
    tcase_add_test(tests, several_together);
    tcase_add_test(tests, streams);
    tcase_add_test(tests, what_is_shared);
    tcase_add_test(tests, what_is_taken);
    tcase_add_test(tests, objects_that_came_along_are_as_others);
    tcase_add_test(tests, what_leads_back_has_what_was_asked_for);
    tcase_add_test(tests, prefetches_go_on_from_it);
    tcase_add_test(tests, too_much_of_it);
    tcase_add_test(tests, a_key_that_leads_nowhere);
    suite_add_tcase(suite, tests);
    return suite;
}
