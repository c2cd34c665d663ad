/* club.c: see club.h. */
#include "test/support/club.h"

QUERN_MODEL(topic, "topic", QUERN_FIELDS(QUERN_PRIMARY_KEY(code), QUERN_FIELD(weight)));

QUERN_MODEL(player, "player",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name), QUERN_FIELD(born),
                         QUERN_FOREIGN_KEY(boss, player), QUERN_HAS_MANY(staff, player, boss),
                         QUERN_MANY_TO_MANY(friends, player, .symmetrical = true),
                         QUERN_MANY_TO_MANY(idols, player, .related_name = "fans"),
                         QUERN_HAS_ONE(badge, badge, holder)));

QUERN_MODEL(badge, "badge",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(number, .unique = true),
                         QUERN_ONE_TO_ONE(holder, player)));

QUERN_MODEL(pin, "pin",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id),
                         QUERN_FOREIGN_KEY(badge, badge, .to_field = "number", .null = true),
                         QUERN_FIELD(size)));

QUERN_MODEL(club, "club",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name), QUERN_FOREIGN_KEY(founder, player),
                         QUERN_MANY_TO_MANY(members, player, .through = &membership_model,
                                            .through_to = "player", .related_name = "clubs"),
                         QUERN_MANY_TO_MANY(topics, topic), QUERN_HAS_MANY(memberships, membership, club),
                         QUERN_PREFETCHED(seniors, player)));

QUERN_MODEL(membership, "membership",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FOREIGN_KEY(club, club),
                         QUERN_FOREIGN_KEY(player, player),
                         QUERN_FOREIGN_KEY(inviter, player, .related_name = "invitations"),
                         QUERN_FIELD(fee)));
