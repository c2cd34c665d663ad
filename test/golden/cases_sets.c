/* cases_sets.c: what is asked for what is related to one object: quern_related, over relations of each kind, and what is made of it. */
#include "test/golden/cases.h"

#include "test/support/club.h"

#include <check.h>

#define ADOPT(type, ...) \
    quern_adopt(golden->session, type, &((const type){ .object = { NULL, 0, 0 }, __VA_ARGS__ }))

/* clang-format off */
void quern__golden_sets(quern__golden *golden)
{
    player *ada = ADOPT(player, .id = 1, .name = "Ada");
    club *gambit = ADOPT(club, .id = 3, .name = "Gambit");
    badge *first = ADOPT(badge, .id = 1, .number = "n1");
    ck_assert_msg(ada && gambit && first, "%s", quern_error_text(golden->session));
    CASE(quern_related(ada, "staff"));
    CASE(quern_related(ada, "badge"));
    CASE(quern_related(first, "pin_set"));
    CASE(quern_related(gambit, "topics"));
    CASE(quern_related(gambit, "members"));
    CASE(quern_related(ada, "clubs"));
    CASE(quern_related(ada, "friends"));
    CASE(quern_related(ada, "fans"));
    CASE(quern_slice(quern_order_by(quern_filter(quern_related(ada, "staff"), Q("name__gt", "B")), "-id"), 0, 2));
    COUNT(quern_related(gambit, "members"));
    /* The first filter goes by the row of the table between, the next does not, nor does what is under a NOT. */
    CASE(quern_filter(quern_related(ada, "clubs"), Q("memberships__fee__gt", 5)));
    CASE(quern_filter(quern_order_by(quern_related(ada, "clubs"), "name"), Q("memberships__fee", 1), Q("memberships__inviter__name", "Bob")));
    CASE(quern_filter(quern_filter(quern_related(ada, "clubs"), Q("name", "Gambit")), Q("memberships__fee__gt", 5)));
    CASE(quern_filter(quern_filter(quern_related(ada, "clubs"), Q("memberships__fee", 1)), Q("memberships__fee", 2)));
    CASE(quern_filter(quern_related(ada, "clubs"), OR(Q("memberships__fee", 1), Q("name", "Gambit"))));
    CASE(quern_filter(quern_related(ada, "clubs"), Q("memberships__fee", 1), NOT(Q("memberships__fee", 2))));
    CASE(quern_exclude(quern_related(ada, "clubs"), Q("memberships__fee", 1)));
    CASE(quern_filter(quern_filter(quern_objects(golden->session, club), Q("members", 1)), Q("memberships__fee__gt", 5)));
    CASE(quern_filter(quern_related(gambit, "members"), Q("membership_set__fee", 1)));
    CASE(quern_filter(quern_related(ada, "friends"), Q("friends__name", "Bob")));
    CASE(quern_filter(quern_objects(golden->session, club), Q("members__in", quern_filter(quern_related(ada, "staff"), Q("name", "Bob")))));
}
/* clang-format on */
