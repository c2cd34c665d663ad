/* cases_owners.c: what a prefetch sends for a relation of each kind: the related objects of several owners at once, by the owners' keys. */
#include "test/golden/cases.h"

#include "lib/query/queryset.h"
#include "test/support/club.h"
#include "test/support/lending.h"

#include <quern/related.h>

#include <check.h>
#include <string.h>

#define OF(model) quern_objects(golden->session, model)

static const quern__model *model_of(const quern__golden *golden, const quern_model *descriptor)
{
    return quern__schema_model(((quern__scope *)golden->session)->schema, descriptor);
}

/* The column that a prefetch of the relation goes by. */
static quern__column key_of(const quern__model *model, const char *name)
{
    const quern__reverse *reverse = quern__model_reverse(model, name, strlen(name));
    if (!reverse) {
        const quern__field *relation = quern__model_field(model, name, strlen(name));
        ck_assert_msg(relation && relation->reach, "%s.%s is no relation", model->name, name);
        return (quern__column){ .field = relation->reach };
    }
    quern__column key = { .field = reverse->hops[0]->far };
    if (reverse->hop_count > 1) {
        key.hops = &reverse->hops[1]->relation->back;
        key.hop_count = 1;
    }
    return key;
}

/* For three owners. */
static quern_value keys_of(quern_kind kind)
{
    static const int64_t numbers[] = { 1, 2, 5 };
    static const char *const texts[] = { "go", "n1", "A1" };
    return (quern_value){ .kind = (uint16_t)((unsigned)kind | (unsigned)QUERN_ARRAY),
                          .count = 3,
                          .as.array.items = kind == QUERN_KIND_TEXT ? (const void *)texts : numbers };
}

static void take(quern__golden *golden, const quern_model *descriptor, const char *name, const char *text,
                 quern_queryset *queryset)
{
    quern__owners owners = { .key = key_of(model_of(golden, descriptor), name) };
    owners.keys = keys_of(owners.key.field->kind);
    const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .most = -1, .owners = &owners };
    golden->take(golden, text, queryset, &wish);
}

/* The prefetch of a relation of a model's, with this queryset. */
#define PREFETCH_OF(model, name, ...) \
    take(golden, &model##_model, name, #model ": QUERN_PREFETCH(\"" name "\", " #__VA_ARGS__ ")", __VA_ARGS__)

/* clang-format off */
/* Of every kind of relation. */
static void each_relation(quern__golden *golden)
{
    quern_queryset *authors = OF(author), *clubs = OF(club), *players = OF(player), *badges = OF(badge), *topics = OF(topic), *pins = OF(pin), *readers = OF(reader);
    BOOKS;
    /* One object: its key. */
    PREFETCH_OF(book, "author", authors);
    PREFETCH_OF(pin, "badge", badges);
    PREFETCH_OF(loan, "reader", readers);
    /* The other side. */
    PREFETCH_OF(author, "book_set", books);
    PREFETCH_OF(player, "staff", players);
    PREFETCH_OF(player, "badge", badges);
    PREFETCH_OF(badge, "pin_set", pins);
    PREFETCH_OF(reader, "loans", OF(loan));
    /* Many to many. */
    PREFETCH_OF(club, "topics", topics);
    PREFETCH_OF(topic, "club_set", clubs);
    PREFETCH_OF(club, "members", players);
    PREFETCH_OF(player, "clubs", clubs);
    PREFETCH_OF(player, "friends", players);
    PREFETCH_OF(player, "idols", players);
    PREFETCH_OF(player, "fans", players);
}

/* Some of them, in an order of their own. */
static void some_of_them(quern__golden *golden)
{
    quern_queryset *authors = OF(author), *topics = OF(topic);
    BOOKS;
    PREFETCH_OF(author, "book_set", quern_order_by(quern_filter(books, Q("pages__gt", 300)), "-created_at"));
    PREFETCH_OF(author, "book_set", quern_exclude(books, Q("author__name", "Ada")));
    PREFETCH_OF(author, "book_set", quern_filter(books, Q("author__in", quern_filter(authors, Q("born", 1)))));
    PREFETCH_OF(author, "book_set", quern_filter(books, OR(Q("author", 1), Q("sequel_of__author__name", "Ada"))));
    PREFETCH_OF(author, "book_set", quern_only(books, "title"));
    PREFETCH_OF(author, "book_set", quern_defer(books, "author"));
    PREFETCH_OF(author, "book_set", quern_none(books));
    PREFETCH_OF(club, "topics", quern_only(quern_order_by(topics, "-weight"), "pk"));
    PREFETCH_OF(club, "topics", quern_filter(topics, Q("weight__gt", 1)));
    PREFETCH_OF(club, "topics", quern_exclude(topics, Q("club_set__name", "Gambit")));
    PREFETCH_OF(club, "topics", quern_exclude(topics, Q("club_set", 1)));
}

/* The first filter goes by the row of the table between, the next does not. */
static void by_the_row_between(quern__golden *golden)
{
    quern_queryset *clubs = OF(club), *players = OF(player);
    PREFETCH_OF(player, "clubs", quern_filter(clubs, Q("memberships__fee__gt", 5)));
    PREFETCH_OF(player, "clubs", quern_filter(quern_filter(clubs, Q("name", "Gambit")), Q("memberships__fee__gt", 5)));
    PREFETCH_OF(player, "clubs", quern_filter(quern_filter(clubs, Q("memberships__fee", 1)), Q("memberships__fee", 2)));
    PREFETCH_OF(player, "clubs", quern_filter(clubs, OR(Q("memberships__fee", 1), Q("memberships__inviter__name", "Ada"))));
    PREFETCH_OF(player, "clubs", quern_filter(clubs, OR(Q("memberships__fee", 1), Q("name", "Gambit"))));
    PREFETCH_OF(player, "clubs", quern_filter(clubs, Q("members__name", "Ada")));
    PREFETCH_OF(player, "clubs", quern_exclude(clubs, Q("memberships__fee", 1)));
    PREFETCH_OF(player, "clubs", quern_filter(clubs, Q("memberships__fee", 1), NOT(Q("memberships__fee", 2))));
    PREFETCH_OF(player, "friends", quern_filter(players, Q("friends__name", "Bob")));
    PREFETCH_OF(player, "clubs", quern_order_by(clubs, "memberships__fee"));
}

/* No two the same, of each owner. */
static void distinct(quern__golden *golden)
{
    quern_queryset *clubs = OF(club), *players = OF(player), *topics = OF(topic);
    BOOKS;
    PREFETCH_OF(author, "book_set", quern_distinct(books));
    PREFETCH_OF(author, "book_set", quern_distinct(quern_order_by(books, "pages"), "pages"));
    PREFETCH_OF(author, "book_set", quern_distinct(books, "title"));
    PREFETCH_OF(club, "topics", quern_distinct(topics));
    PREFETCH_OF(player, "clubs", quern_distinct(quern_order_by(clubs, "founder__name")));
    PREFETCH_OF(club, "members", quern_distinct(quern_order_by(players, "born", "-name"), "born"));
}

/* A slice of each owner's: a subquery for each where an index finds its rows. */
static void slices(quern__golden *golden)
{
    quern_queryset *authors = OF(author), *badges = OF(badge);
    BOOKS;
    PREFETCH_OF(author, "book_set", quern_slice(books, 0, 3));
    PREFETCH_OF(author, "book_set", quern_slice(books, 0, 1));
    PREFETCH_OF(author, "book_set", quern_slice(books, 2, 5));
    PREFETCH_OF(author, "book_set", quern_slice(books, 2, QUERN_OPEN_END));
    PREFETCH_OF(author, "book_set", quern_slice(quern_order_by(quern_filter(books, Q("pages__gt", 300)), "-created_at"), 0, 3));
    PREFETCH_OF(author, "book_set", quern_slice(quern_order_by(books, "sequel_of__title", "-id"), 0, 3));
    PREFETCH_OF(author, "book_set", quern_slice(quern_order_by(books, "?"), 0, 3));
    PREFETCH_OF(author, "book_set", quern_slice(quern_filter(books, Q("author__in", quern_filter(authors, Q("born", 1)))), 0, 3));
    PREFETCH_OF(author, "book_set", quern_slice(quern_exclude(books, Q("author__book_set__pages", 1)), 0, 3));
    PREFETCH_OF(author, "book_set", quern_slice(quern_defer(books, "author"), 0, 3));
    PREFETCH_OF(author, "book_set", quern_slice(quern_distinct(quern_order_by(books, "sequel_of__title")), 0, 3));
    PREFETCH_OF(author, "book_set", quern_slice(quern_distinct(quern_order_by(books, "pages"), "pages", "copies"), 1, 3));
    PREFETCH_OF(player, "badge", quern_slice(badges, 0, 1));
    PREFETCH_OF(author, "book_set", quern_slice(books, 5, 5));
}

/* Rows with numbers where none does, over a many to many, and by texts. */
static void numbered_slices(quern__golden *golden)
{
    quern_queryset *clubs = OF(club), *players = OF(player), *topics = OF(topic), *pins = OF(pin);
    PREFETCH_OF(badge, "pin_set", quern_slice(quern_order_by(pins, "-size"), 0, 3));
    PREFETCH_OF(reader, "loans", quern_slice(OF(loan), 0, 1));
    PREFETCH_OF(club, "topics", quern_slice(topics, 0, 3));
    PREFETCH_OF(club, "topics", quern_slice(quern_order_by(topics, "-weight"), 2, 5));
    PREFETCH_OF(club, "topics", quern_slice(topics, 1, 2));
    PREFETCH_OF(club, "topics", quern_slice(topics, 2, QUERN_OPEN_END));
    PREFETCH_OF(player, "friends", quern_slice(quern_order_by(players, "name"), 0, 3));
    PREFETCH_OF(player, "clubs", quern_slice(quern_order_by(quern_filter(clubs, Q("memberships__fee__gt", 5)), "-memberships__fee"), 0, 3));
    PREFETCH_OF(player, "clubs", quern_slice(quern_distinct(quern_order_by(clubs, "founder__name")), 0, 3));
    PREFETCH_OF(club, "members", quern_slice(quern_distinct(quern_order_by(players, "born", "-name"), "born"), 1, 3));
    PREFETCH_OF(club, "members", quern_slice(quern_order_by(players, "?"), 0, 3));
}

/* With what comes along. */
static void along(quern__golden *golden)
{
    quern_queryset *players = OF(player);
    PREFETCH_OF(player, "staff", quern_select_related(players, "boss"));
    PREFETCH_OF(club, "members", quern_select_related(players, "boss"));
    PREFETCH_OF(player, "staff", quern_slice(quern_select_related(players, "boss"), 0, 3));
    PREFETCH_OF(club, "members", quern_slice(quern_select_related(players, "boss"), 0, 3));
}

void quern__golden_owners(quern__golden *golden)
{
    each_relation(golden);
    some_of_them(golden);
    by_the_row_between(golden);
    distinct(golden);
    slices(golden);
    numbered_slices(golden);
    along(golden);
}
/* clang-format on */
