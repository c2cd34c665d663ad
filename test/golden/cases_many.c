/* cases_many.c: cases about relations to many: the other side of a key, many to many, and what has none of them. */
#include "test/golden/cases.h"

#include "test/support/club.h"
#include "test/support/lending.h"

#define EXISTS(...) golden->take(golden, "quern_exists(" #__VA_ARGS__ ", &found)", __VA_ARGS__, &existing)
#define FIRST(type, ...) \
    golden->take(golden, "quern_first(" #__VA_ARGS__ ", " #type ")", __VA_ARGS__, &the_first)
#define OF(model) quern_objects(golden->session, model)

static const quern__wish existing = { .intent = QUERN__INTENT_EXISTS, .most = 1 };
static const quern__wish the_first = { .intent = QUERN__INTENT_ROWS, .by_key_if_unordered = true, .most = 1 };

/* clang-format off */
void quern__golden_reverse(quern__golden *golden)
{
    quern_queryset *authors = OF(author), *players = OF(player), *badges = OF(badge);
    BOOKS;
    COUNT(quern_filter(authors, Q("book_set", 5)));
    COUNT(quern_filter(authors, Q("book_set__pk__in", LIST(5, 6))));
    COUNT(quern_filter(authors, Q("book_set__title__icontains", "e")));
    COUNT(quern_filter(players, Q(player, staff[0]->name, icontains, "e")));
    COUNT(quern_filter(players, Q(player, staff, isnull, true)));
    COUNT(quern_filter(players, Q(player, staff[0]->staff[0]->born, gt, 1900)));
    COUNT(quern_filter(authors, Q("book_set__isnull", true)));
    COUNT(quern_filter(authors, Q("book_set__isnull", false)));
    COUNT(quern_filter(authors, Q("book_set", QUERN_NULL)));
    COUNT(quern_filter(authors, Q("book_set__pages__isnull", true)));
    COUNT(quern_filter(authors, Q("book_set__author", 1)));
    COUNT(quern_filter(authors, Q("book_set__pages__gt", 300), Q("book_set__title", "Emma")));
    COUNT(quern_filter(quern_filter(authors, Q("book_set__pages__gt", 300)), Q("book_set__title", "Emma")));
    COUNT(quern_filter(authors, OR(Q("book_set__pages__gt", 300), Q("name", "x"))));
    COUNT(quern_filter(authors, OR(Q("book_set__pages__gt", 300), Q("book_set__title", "Emma"))));
    COUNT(quern_filter(quern_filter(authors, OR(Q("book_set__pages__gt", 300), Q("name", "x"))), Q("book_set__id", 1)));
    COUNT(quern_filter(authors, Q("book_set__pages__gt", F("book_set__copies"))));
    COUNT(quern_filter(authors, Q("born__lt", F("book_set__pages"))));
    COUNT(quern_filter(authors, Q("book_set__in", quern_filter(books, Q("pages", 1)))));
    COUNT(quern_filter(books, Q("author__in", quern_filter(authors, Q("book_set__pages", 1), Q("book_set__copies", 2)))));
    COUNT(quern_filter(books, Q("author__book_set__title", "Emma")));
    COUNT(quern_filter(books, Q("book_set__author__name", "x"), Q("sequel_of__book_set__pages", 5)));
    /* Of a one to one there is one at most: it is joined once. */
    COUNT(quern_filter(players, Q("badge__number", "n1")));
    COUNT(quern_filter(quern_filter(players, Q("badge__number", "n1")), Q("badge__id__gt", 1)));
    COUNT(quern_filter(players, Q(player, badge, isnull, true)));
    COUNT(quern_exclude(players, Q("badge__number", "n1")));
    COUNT(quern_filter(badges, Q("holder__badge__number", "n1")));
    COUNT(quern_filter(OF(loan), Q("loan__reader__name", "Ann")));
    /* By a key that is no primary one. */
    COUNT(quern_filter(badges, Q("pin_set__size", 3)));
    COUNT(quern_filter(OF(pin), Q("badge__pin_set__size", 3)));
    COUNT(quern_filter(players, Q("badge__pin_set", 3)));
    COUNT(quern_exclude(badges, Q("pin_set__size", 3)));
}

void quern__golden_many(quern__golden *golden)
{
    quern_queryset *clubs = OF(club), *players = OF(player), *topics = OF(topic);
    COUNT(quern_filter(clubs, Q("topics", "go")));
    COUNT(quern_filter(clubs, Q("topics__pk", "go")));
    COUNT(quern_filter(clubs, Q("topics__code__startswith", "g")));
    COUNT(quern_filter(clubs, Q("topics__weight__gt", 1)));
    COUNT(quern_filter(clubs, Q(club, topics[0]->weight, gt, 1)));
    COUNT(quern_filter(clubs, Q("topics__isnull", true)));
    COUNT(quern_filter(clubs, Q("topics__weight__isnull", true)));
    COUNT(quern_filter(clubs, Q("topics__in", quern_filter(topics, Q("weight__gt", 1)))));
    COUNT(quern_filter(topics, Q("club_set__name", "Gambit")));
    COUNT(quern_filter(topics, Q("club_set", 1)));
    COUNT(quern_filter(quern_filter(clubs, Q("topics", "go")), Q("topics", "chess")));
    COUNT(quern_filter(clubs, Q("topics", "go"), Q("topics__weight", 3)));
    COUNT(quern_filter(clubs, Q("members__name", "Ada")));
    COUNT(quern_filter(clubs, Q("memberships__fee__gt", 5)));
    COUNT(quern_filter(clubs, Q("memberships__fee__gt", 5), Q("memberships__player__name", "Ada")));
    COUNT(quern_filter(clubs, Q("memberships__inviter__name", "Ada"), Q("members", 1)));
    COUNT(quern_filter(players, Q("clubs__topics__weight", 3)));
    COUNT(quern_filter(players, Q("clubs__founder", F("id"))));
    COUNT(quern_filter(players, Q("friends__name", "Bob")));
    COUNT(quern_filter(players, Q("friends", 2)));
    COUNT(quern_filter(players, Q("friends__friends", 2)));
    COUNT(quern_filter(players, Q("idols__name", "Ada"), Q("fans__name", "Bob")));
    COUNT(quern_filter(players, OR(Q("idols", 1), Q("fans", 2))));
    COUNT(quern_filter(OF(membership), Q("club__members", F("player"))));
}

/* A NOT over a path to many: no object on it is as the conditions say, of which all are about the same one. */
void quern__golden_many_excluded(quern__golden *golden)
{
    quern_queryset *authors = OF(author), *clubs = OF(club), *players = OF(player), *topics = OF(topic);
    BOOKS;
    COUNT(quern_exclude(authors, Q("book_set", 5)));
    COUNT(quern_exclude(authors, Q("book_set__pages__gt", 300)));
    COUNT(quern_exclude(authors, Q("book_set__pages__gt", 300), Q("book_set__title", "Emma")));
    COUNT(quern_exclude(quern_exclude(authors, Q("book_set__pages__gt", 300)), Q("book_set__title", "Emma")));
    COUNT(quern_exclude(quern_filter(authors, Q("book_set__pages__gt", 300)), Q("book_set__title", "Emma")));
    COUNT(quern_filter(authors, NOT(Q("book_set__pages__gt", 300))));
    COUNT(quern_filter(authors, Q("book_set__title", "Emma"), NOT(Q("book_set__pages__gt", 300))));
    COUNT(quern_filter(authors, OR(Q("name", "x"), NOT(Q("book_set__pages__gt", 300)))));
    COUNT(quern_filter(authors, NOT(NOT(Q("book_set__pages__gt", 300)))));
    COUNT(quern_exclude(authors, Q("book_set__title", "Emma"), NOT(Q("book_set__published", true))));
    COUNT(quern_exclude(authors, Q("name", "x"), Q("book_set__pages__gt", 300)));
    COUNT(quern_exclude(authors, OR(Q("name", "x"), Q("book_set__pages__gt", 300))));
    COUNT(quern_exclude(authors, OR(Q("book_set__title", "Emma"), Q("book_set__pages__gt", 300))));
    COUNT(quern_exclude(authors, Q("book_set__isnull", true)));
    COUNT(quern_exclude(authors, Q("book_set__isnull", false)));
    COUNT(quern_exclude(authors, Q("book_set__pages__isnull", true)));
    COUNT(quern_exclude(authors, Q("book_set__pages__in", LIST(1, QUERN_NULL))));
    COUNT(quern_exclude(authors, Q("book_set__pages", F("book_set__copies"))));
    COUNT(quern_exclude(authors, Q("book_set__pages", F("born"))));
    COUNT(quern_exclude(authors, Q("book_set__in", quern_filter(books, Q("pages", 1)))));
    COUNT(quern_filter(books, Q("author__in", quern_exclude(authors, Q("book_set__pages", 1)))));
    COUNT(quern_exclude(books, Q("author__book_set__pages", 1)));
    COUNT(quern_exclude(books, Q("author__name", "x"), Q("author__book_set__pages", 1)));
    COUNT(quern_exclude(books, Q("sequel_of__author__name", "x"), Q("sequel_of__book_set__pages", 1)));
    COUNT(quern_exclude(clubs, Q("topics", "go")));
    COUNT(quern_exclude(clubs, Q("topics__weight", 3)));
    COUNT(quern_exclude(clubs, Q("topics__weight", 3), Q("members__name", "Ada")));
    COUNT(quern_exclude(topics, Q("club_set__founder__name", "Ada")));
    COUNT(quern_exclude(topics, Q("club_set__founder__name__isnull", true), Q("club_set__name", "Void")));
    COUNT(quern_exclude(players, Q("friends", 2)));
    COUNT(quern_exclude(players, Q("friends__idols", F("id"))));
    COUNT(quern_exclude(players, Q("badge__pin_set__size", 3)));
    CASE(quern_values(quern_order_by(quern_exclude(clubs, Q("members__name", "Ada")), "founder__name"), "founder__name"));
}

/* How often there is a row, and what is selected with it. */
void quern__golden_many_rows(quern__golden *golden)
{
    quern_queryset *authors = OF(author), *clubs = OF(club), *players = OF(player);
    CASE(quern_filter(authors, Q("book_set__pages__gt", 300)));
    CASE(quern_distinct(quern_filter(authors, Q("book_set__pages__gt", 300))));
    COUNT(quern_distinct(quern_filter(authors, Q("book_set__pages__gt", 300))));
    CASE(quern_slice(quern_filter(authors, Q("book_set__pages__gt", 300)), 2, 4));
    COUNT(quern_slice(quern_filter(authors, Q("book_set__pages__gt", 300)), 2, 4));
    EXISTS(quern_filter(authors, Q("book_set__pages__gt", 300)));
    FIRST(author, quern_filter(authors, Q("book_set__pages__gt", 300)));
    CASE(quern_order_by(authors, "book_set__title"));
    CASE(quern_order_by(authors, "-book_set"));
    CASE(quern_order_by(players, "clubs", "id"));
    CASE((quern_order_by)(OF(reader), (const quern_order[]){ quern_order_name("-loans"), { 0 } }, QUERN_SITE));
    CASE(quern_order_by(players, "-clubs__topics"));
    CASE(quern_order_by(quern_filter(authors, Q("book_set__pages__gt", 300)), "book_set__title"));
    CASE(quern_order_by(quern_filter(quern_filter(authors, Q("book_set__pages", 1)), Q("book_set__copies", 2)), "book_set__title"));
    COUNT(quern_order_by(authors, "name", "book_set__title", "-born"));
    COUNT(quern_order_by(quern_filter(authors, Q("book_set__pages", 1)), "book_set__title"));
    CASE(quern_order_by(quern_exclude(authors, Q("book_set__pages", 1)), "book_set__title"));
    CASE(quern_values(authors, "name", "book_set", "book_set__title"));
    CASE(quern_values(quern_filter(authors, Q("book_set__pages", 1)), "name", "book_set__title"));
    CASE(quern_filter(quern_values(authors, "name", "book_set__title"), Q("book_set__pages", 1)));
    CASE(quern_values(clubs, "name", "topics", "topics__weight", "members__name"));
    CASE(quern_values(players, "badge__number", "badge"));
    CASE(quern_values(players, "friends", "idols__name"));
    CASE(quern_distinct(quern_order_by(authors, "book_set__title", "-book_set__id"), "book_set__title"));
    CASE(quern_dates(authors, "book_set__created_at", QUERN_YEAR));
    CASE(quern_filter(OF(book), Q("author__in", quern_values(quern_filter(clubs, Q("topics", "go")), "members"))));
}
/* clang-format on */
