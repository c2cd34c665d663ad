-- quern_related(ada, "staff")
-- $1: bigint = 1
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" WHERE "player"."boss_id" = $1;
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" WHERE "player"."boss_id" = 1;

-- quern_related(ada, "badge")
-- $1: bigint = 1
SELECT "badge"."id", "badge"."number", "badge"."holder_id" FROM "badge" WHERE "badge"."holder_id" = $1;
SELECT "badge"."id", "badge"."number", "badge"."holder_id" FROM "badge" WHERE "badge"."holder_id" = 1;

-- quern_related(first, "pin_set")
-- $1: text = 'n1'
SELECT "pin"."id", "pin"."badge_id", "pin"."size" FROM "pin" WHERE "pin"."badge_id" = $1;
SELECT "pin"."id", "pin"."badge_id", "pin"."size" FROM "pin" WHERE "pin"."badge_id" = 'n1';

-- quern_related(gambit, "topics")
-- $1: bigint = 3
SELECT "topic"."code", "topic"."weight" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = $1;
SELECT "topic"."code", "topic"."weight" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = 3;

-- quern_related(gambit, "members")
-- $1: bigint = 3
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") WHERE "membership"."club_id" = $1;
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") WHERE "membership"."club_id" = 3;

-- quern_related(ada, "clubs")
-- $1: bigint = 1
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = $1;
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = 1;

-- quern_related(ada, "friends")
-- $1: bigint = 1
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."to_player_id") WHERE "player_friends"."from_player_id" = $1;
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."to_player_id") WHERE "player_friends"."from_player_id" = 1;

-- quern_related(ada, "fans")
-- $1: bigint = 1
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" INNER JOIN "player_idols" ON ("player"."id" = "player_idols"."from_player_id") WHERE "player_idols"."to_player_id" = $1;
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" INNER JOIN "player_idols" ON ("player"."id" = "player_idols"."from_player_id") WHERE "player_idols"."to_player_id" = 1;

-- quern_slice(quern_order_by(quern_filter(quern_related(ada, "staff"), Q("name__gt", "B")), "-id"), 0, 2)
-- $1: bigint = 1
-- $2: text = 'B'
-- $3: bigint = 2
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" WHERE "player"."boss_id" = $1 AND "player"."name" > $2 ORDER BY "player"."id" DESC LIMIT $3;
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" WHERE "player"."boss_id" = 1 AND "player"."name" > 'B' ORDER BY "player"."id" DESC LIMIT 2;

-- quern_count(quern_related(gambit, "members"))
-- $1: bigint = 3
SELECT COUNT(*) FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") WHERE "membership"."club_id" = $1;
SELECT COUNT(*) FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") WHERE "membership"."club_id" = 3;

-- quern_filter(quern_related(ada, "clubs"), Q("memberships__fee__gt", 5))
-- $1: bigint = 1
-- $2: integer = 5
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = $1 AND "membership"."fee" > $2;
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = 1 AND "membership"."fee" > 5;

-- quern_filter(quern_order_by(quern_related(ada, "clubs"), "name"), Q("memberships__fee", 1), Q("memberships__inviter__name", "Bob"))
-- $1: bigint = 1
-- $2: integer = 1
-- $3: text = 'Bob'
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE "membership"."player_id" = $1 AND ("membership"."fee" = $2 AND "player"."name" = $3) ORDER BY "club"."name";
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE "membership"."player_id" = 1 AND ("membership"."fee" = 1 AND "player"."name" = 'Bob') ORDER BY "club"."name";

-- quern_filter(quern_filter(quern_related(ada, "clubs"), Q("name", "Gambit")), Q("memberships__fee__gt", 5))
-- $1: bigint = 1
-- $2: text = 'Gambit'
-- $3: integer = 5
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "membership"."player_id" = $1 AND "club"."name" = $2 AND "T3"."fee" > $3;
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "membership"."player_id" = 1 AND "club"."name" = 'Gambit' AND "T3"."fee" > 5;

-- quern_filter(quern_filter(quern_related(ada, "clubs"), Q("memberships__fee", 1)), Q("memberships__fee", 2))
-- $1: bigint = 1
-- $2: integer = 1
-- $3: integer = 2
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "membership"."player_id" = $1 AND "membership"."fee" = $2 AND "T3"."fee" = $3;
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "membership"."player_id" = 1 AND "membership"."fee" = 1 AND "T3"."fee" = 2;

-- quern_filter(quern_related(ada, "clubs"), OR(Q("memberships__fee", 1), Q("name", "Gambit")))
-- $1: bigint = 1
-- $2: integer = 1
-- $3: text = 'Gambit'
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = $1 AND ("membership"."fee" = $2 OR "club"."name" = $3);
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = 1 AND ("membership"."fee" = 1 OR "club"."name" = 'Gambit');

-- quern_filter(quern_related(ada, "clubs"), Q("memberships__fee", 1), NOT(Q("memberships__fee", 2)))
-- $1: bigint = 1
-- $2: integer = 1
-- $3: integer = 2
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = $1 AND ("membership"."fee" = $2 AND NOT EXISTS (SELECT 1 FROM "membership" "T3" WHERE "club"."id" = "T3"."club_id" AND "T3"."fee" = $3));
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = 1 AND ("membership"."fee" = 1 AND NOT EXISTS (SELECT 1 FROM "membership" "T3" WHERE "club"."id" = "T3"."club_id" AND "T3"."fee" = 2));

-- quern_exclude(quern_related(ada, "clubs"), Q("memberships__fee", 1))
-- $1: bigint = 1
-- $2: integer = 1
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = $1 AND NOT EXISTS (SELECT 1 FROM "membership" "T3" WHERE "club"."id" = "T3"."club_id" AND "T3"."fee" = $2);
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = 1 AND NOT EXISTS (SELECT 1 FROM "membership" "T3" WHERE "club"."id" = "T3"."club_id" AND "T3"."fee" = 1);

-- quern_filter(quern_filter(quern_objects(golden->session, club), Q("members", 1)), Q("memberships__fee__gt", 5))
-- $1: bigint = 1
-- $2: integer = 5
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "membership"."player_id" = $1 AND "T3"."fee" > $2;
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "membership"."player_id" = 1 AND "T3"."fee" > 5;

-- quern_filter(quern_related(gambit, "members"), Q("membership_set__fee", 1))
-- $1: bigint = 3
-- $2: integer = 1
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") WHERE "membership"."club_id" = $1 AND "membership"."fee" = $2;
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") WHERE "membership"."club_id" = 3 AND "membership"."fee" = 1;

-- quern_filter(quern_related(ada, "friends"), Q("friends__name", "Bob"))
-- $1: bigint = 1
-- $2: text = 'Bob'
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."to_player_id") INNER JOIN "player_friends" "T3" ON ("player"."id" = "T3"."from_player_id") INNER JOIN "player" "T4" ON ("T3"."to_player_id" = "T4"."id") WHERE "player_friends"."from_player_id" = $1 AND "T4"."name" = $2;
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."to_player_id") INNER JOIN "player_friends" "T3" ON ("player"."id" = "T3"."from_player_id") INNER JOIN "player" "T4" ON ("T3"."to_player_id" = "T4"."id") WHERE "player_friends"."from_player_id" = 1 AND "T4"."name" = 'Bob';

-- quern_filter(quern_objects(golden->session, club), Q("members__in", quern_filter(quern_related(ada, "staff"), Q("name", "Bob"))))
-- $1: bigint = 1
-- $2: text = 'Bob'
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" IN (SELECT U0."id" FROM "player" U0 WHERE U0."boss_id" = $1 AND U0."name" = $2);
SELECT "club"."id", "club"."name", "club"."founder_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" IN (SELECT U0."id" FROM "player" U0 WHERE U0."boss_id" = 1 AND U0."name" = 'Bob');

