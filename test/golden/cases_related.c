/* cases_related.c: cases about related objects that come in the same rows. */
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
/* Of each kind of relation, INNER or LEFT; deeper; several. */
void quern__golden_select_related(quern__golden *golden)
{
    quern_queryset *players = OF(player), *badges = OF(badge), *pins = OF(pin), *clubs = OF(club);
    quern_queryset *memberships = OF(membership), *loans = OF(loan), *odds = OF(odd);
    CASE(quern_select_related(memberships, "player"));
    CASE(quern_select_related(clubs, "founder"));
    CASE(quern_select_related(players, "boss"));
    CASE(quern_select_related(players, "badge"));
    CASE(quern_select_related(badges, "holder"));
    CASE(quern_select_related(pins, "badge"));
    CASE(quern_select_related(odds, "shelf"));
    CASE(quern_select_related(memberships, "club__founder"));
    CASE(quern_select_related(memberships, "player->badge"));
    CASE(quern_select_related(pins, "badge__holder__boss"));
    CASE(quern_select_related(memberships, "club", "player", "inviter"));
    CASE(quern_select_related(memberships, "club__founder", "club"));
    CASE(quern_select_related(quern_select_related(memberships, "club", "player"), "club__founder"));
    CASE(quern_select_related(quern_order_by(OF(reader), "id"), "favourite"));
    CASE(quern_select_related(quern_order_by(loans, "id"), "reader__favourite", "renewal_of__reader"));
    CASE(quern_select_related(quern_order_by(loans, "id"), "loan"));
}

/* With the rest of a chain, whose joins it shares. */
void quern__golden_select_related_more(quern__golden *golden)
{
    BOOKS;
    quern_queryset *memberships = OF(membership), *few = quern_only(memberships, "fee");
    quern_queryset *with_author = quern_only(quern_select_related(books, "author"), "title", "author__name");
    CASE(quern_filter(quern_select_related(memberships, "inviter"), Q("inviter__name", "Ann")));
    CASE(quern_select_related(quern_filter(memberships, OR(Q("inviter__name", "Ann"), Q("fee", 1))), "inviter"));
    CASE(quern_exclude(quern_select_related(memberships, "inviter"), Q("inviter__name", "Ann")));
    CASE(quern_order_by(quern_select_related(few, "inviter__boss"), "-inviter__boss__name", "club__name"));
    CASE(quern_slice(quern_order_by(quern_select_related(few, "club"), "club__name"), 2, 5));
    CASE(quern_select_related(quern_slice(few, 0, 5), "club"));
    CASE(quern_filter(quern_select_related(quern_only(OF(player), "name"), "badge"), Q("staff__name", "Ann")));
    CASE(quern_exclude(quern_select_related(quern_only(OF(player), "name"), "boss"), Q("staff__boss__name", "Ann")));
    CASE(quern_distinct(quern_order_by(with_author, "author__name")));
    CASE(quern_distinct(quern_order_by(with_author, "author__born")));
    CASE(quern_order_by(quern_distinct(with_author, "author__name"), "author__name"));
    CASE(quern_reverse(quern_order_by(with_author, "author__name")));
    FIRST(book, with_author);
    COUNT(quern_select_related(memberships, "inviter"));
    COUNT(quern_distinct(with_author));
    COUNT(quern_slice(with_author, 2, 5));
    EXISTS(with_author);
    CASE(quern_filter(OF(author), Q("book_set__in", quern_slice(with_author, 0, 5))));
    CASE(quern_values(quern_select_related(books, "author"), "title"));
    CASE(quern_none(with_author));
}

/* Which columns of it. */
void quern__golden_only_related(quern__golden *golden)
{
    BOOKS;
    quern_queryset *with_author = quern_select_related(books, "author"), *pins = quern_select_related(OF(pin), "badge__holder");
    CASE(quern_only(with_author, "title", "author__name"));
    CASE(quern_select_related(quern_only(books, "title", "author__name"), "author"));
    CASE(quern_only(with_author, "title"));
    CASE(quern_only(with_author, "title", "author"));
    CASE(quern_only(with_author, "author__id"));
    CASE(quern_only(quern_only(with_author, "author__name"), "title", "author__born"));
    CASE(quern_only(quern_only(with_author, "author__name"), "title"));
    CASE(quern_only(quern_defer(with_author, "author__name"), "title", "author__name", "author__born"));
    CASE(quern_defer(quern_only(with_author, "title", "author__name", "author__born"), "author__name"));
    CASE(quern_only(books, "title", "author__name"));
    CASE(quern_only(pins, "badge__holder__name"));
    CASE(quern_only(pins, "size", "badge__id"));
    CASE(quern_only(quern_select_related(OF(player), "badge"), "name", "badge__id"));
    CASE(quern_only(quern_select_related(OF(player), "badge"), "name", "badge"));
    CASE(quern_only(quern_select_related(OF(player), "badge__holder__boss"), "name", "badge__holder__name"));
    CASE(quern_defer(pins, "badge__number", "badge__holder__name", "badge__holder__born", "badge"));
    CASE(quern_defer(quern_defer(pins, "badge__holder__name"), "badge__holder__born"));
    CASE(quern_select_related(quern_defer(OF(pin), "badge__holder__name", "badge__holder__born"), "badge"));
    CASE(quern_defer(quern_only(with_author, "title", "author__name")));
}
/* clang-format on */
