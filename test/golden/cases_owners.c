/* cases_owners.c: what a prefetch sends for a relation of each kind: the related objects of several owners at once, by the owners' keys. */
#include "test/golden/cases.h"

#include "lib/query/queryset.h"
#include "test/support/club.h"
#include "test/support/lending.h"

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
void quern__golden_owners(quern__golden *golden)
{
    quern_queryset *authors = OF(author), *clubs = OF(club), *players = OF(player), *badges = OF(badge),
                   *topics = OF(topic), *pins = OF(pin), *readers = OF(reader);
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
    /* Some of them, in an order of their own. */
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
    /* The first filter goes by the row of the table between, the next does not. */
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
    /* No two the same, of each owner. */
    PREFETCH_OF(author, "book_set", quern_distinct(books));
    PREFETCH_OF(author, "book_set", quern_distinct(quern_order_by(books, "pages"), "pages"));
    PREFETCH_OF(author, "book_set", quern_distinct(books, "title"));
    PREFETCH_OF(club, "topics", quern_distinct(topics));
    PREFETCH_OF(player, "clubs", quern_distinct(quern_order_by(clubs, "founder__name")));
    PREFETCH_OF(club, "members", quern_distinct(quern_order_by(players, "born", "-name"), "born"));
}
/* clang-format on */
