/* club.h: more models that tests share, beside those of models.h: relations to many in both directions, many to many of each sort. They
 * are among quern__test_models, and have tables among quern__test_tables. */
#ifndef QUERN__TEST_SUPPORT_CLUB_H
#define QUERN__TEST_SUPPORT_CLUB_H

#include "test/support/models.h"

typedef struct topic topic;
typedef struct player player;
typedef struct badge badge;
typedef struct pin pin;
typedef struct club club;
typedef struct membership membership;

/* A text for a key. */
struct topic {
    quern_object object;
    const char *code;
    quern_null_i32 weight;
};

struct player {
    quern_object object;
    int64_t id;
    const char *name;
    quern_null_i32 born;
    quern_null_i64 boss_id;
    player *boss;     /* there, "staff" */
    player **staff;   /* the other side */
    player **friends; /* many to many to itself, symmetrical */
    player **idols;   /* the same, not symmetrical; there, "fans" */
    badge *badge;     /* the other side of badge.holder */
};

struct badge {
    quern_object object;
    int32_t id;
    const char *number; /* unique */
    quern_null_i64 holder_id;
    player *holder; /* one to one */
};

/* Points to a badge by its number. */
struct pin {
    quern_object object;
    int64_t id;
    const char *badge_id; /* may be NULL */
    badge *badge;         /* there, "pin_set" */
    int32_t size;
};

struct club {
    quern_object object;
    int64_t id;
    const char *name;
    quern_null_i64 founder_id;
    player *founder;          /* there, "club_set" */
    player **members;         /* many to many by membership; there, "clubs" */
    topic **topics;           /* many to many by a table of its own; there, "club_set" */
    membership **memberships; /* the other side of membership.club */
    player **seniors;         /* what a prefetch puts there */
};

/* The table between clubs and members, with two keys to players, and columns of its own. */
struct membership {
    quern_object object;
    int64_t id;
    int64_t club_id;
    club *club; /* there, "memberships" */
    int64_t player_id;
    player *player; /* there, "membership_set" */
    quern_null_i64 inviter_id;
    player *inviter; /* there, "invitations" */
    quern_null_i32 fee;
};

QUERN_DECLARE_MODEL(topic);
QUERN_DECLARE_MODEL(player);
QUERN_DECLARE_MODEL(badge);
QUERN_DECLARE_MODEL(pin);
QUERN_DECLARE_MODEL(club);
QUERN_DECLARE_MODEL(membership);

#endif
