-- quern_count(quern_filter(clubs, Q("topics", "go")))
-- $1: text = 'go'
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" = $1;
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" = 'go';

-- quern_count(quern_filter(clubs, Q("topics__pk", "go")))
-- $1: text = 'go'
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" = $1;
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" = 'go';

-- quern_count(quern_filter(clubs, Q("topics__code__startswith", "g")))
-- $1: text = 'g%'
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" LIKE $1;
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" LIKE 'g%';

-- quern_count(quern_filter(clubs, Q("topics__weight__gt", 1)))
-- $1: integer = 1
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") INNER JOIN "topic" ON ("club_topics"."topic_id" = "topic"."code") WHERE "topic"."weight" > $1;
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") INNER JOIN "topic" ON ("club_topics"."topic_id" = "topic"."code") WHERE "topic"."weight" > 1;

-- quern_count(quern_filter(clubs, Q(club, topics[0]->weight, gt, 1)))
-- $1: integer = 1
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") INNER JOIN "topic" ON ("club_topics"."topic_id" = "topic"."code") WHERE "topic"."weight" > $1;
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") INNER JOIN "topic" ON ("club_topics"."topic_id" = "topic"."code") WHERE "topic"."weight" > 1;

-- quern_count(quern_filter(clubs, Q("topics__isnull", true)))
SELECT COUNT(*) FROM "club" LEFT OUTER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" IS NULL;

-- quern_count(quern_filter(clubs, Q("topics__weight__isnull", true)))
SELECT COUNT(*) FROM "club" LEFT OUTER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") LEFT OUTER JOIN "topic" ON ("club_topics"."topic_id" = "topic"."code") WHERE "topic"."weight" IS NULL;

-- quern_count(quern_filter(clubs, Q("topics__in", quern_filter(topics, Q("weight__gt", 1)))))
-- $1: integer = 1
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" IN (SELECT U0."code" FROM "topic" U0 WHERE U0."weight" > $1);
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" IN (SELECT U0."code" FROM "topic" U0 WHERE U0."weight" > 1);

-- quern_count(quern_filter(topics, Q("club_set__name", "Gambit")))
-- $1: text = 'Gambit'
SELECT COUNT(*) FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") INNER JOIN "club" ON ("club_topics"."club_id" = "club"."id") WHERE "club"."name" = $1;
SELECT COUNT(*) FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") INNER JOIN "club" ON ("club_topics"."club_id" = "club"."id") WHERE "club"."name" = 'Gambit';

-- quern_count(quern_filter(topics, Q("club_set", 1)))
-- $1: bigint = 1
SELECT COUNT(*) FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = $1;
SELECT COUNT(*) FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = 1;

-- quern_count(quern_filter(quern_filter(clubs, Q("topics", "go")), Q("topics", "chess")))
-- $1: text = 'go'
-- $2: text = 'chess'
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") INNER JOIN "club_topics" "T3" ON ("club"."id" = "T3"."club_id") WHERE "club_topics"."topic_id" = $1 AND "T3"."topic_id" = $2;
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") INNER JOIN "club_topics" "T3" ON ("club"."id" = "T3"."club_id") WHERE "club_topics"."topic_id" = 'go' AND "T3"."topic_id" = 'chess';

-- quern_count(quern_filter(clubs, Q("topics", "go"), Q("topics__weight", 3)))
-- $1: text = 'go'
-- $2: integer = 3
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") INNER JOIN "topic" ON ("club_topics"."topic_id" = "topic"."code") WHERE ("club_topics"."topic_id" = $1 AND "topic"."weight" = $2);
SELECT COUNT(*) FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") INNER JOIN "topic" ON ("club_topics"."topic_id" = "topic"."code") WHERE ("club_topics"."topic_id" = 'go' AND "topic"."weight" = 3);

-- quern_count(quern_filter(clubs, Q("members__name", "Ada")))
-- $1: text = 'Ada'
SELECT COUNT(*) FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "player" ON ("membership"."player_id" = "player"."id") WHERE "player"."name" = $1;
SELECT COUNT(*) FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "player" ON ("membership"."player_id" = "player"."id") WHERE "player"."name" = 'Ada';

-- quern_count(quern_filter(clubs, Q("memberships__fee__gt", 5)))
-- $1: integer = 5
SELECT COUNT(*) FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."fee" > $1;
SELECT COUNT(*) FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."fee" > 5;

-- quern_count(quern_filter(clubs, Q("memberships__fee__gt", 5), Q("memberships__player__name", "Ada")))
-- $1: integer = 5
-- $2: text = 'Ada'
SELECT COUNT(*) FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "player" ON ("membership"."player_id" = "player"."id") WHERE ("membership"."fee" > $1 AND "player"."name" = $2);
SELECT COUNT(*) FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "player" ON ("membership"."player_id" = "player"."id") WHERE ("membership"."fee" > 5 AND "player"."name" = 'Ada');

-- quern_count(quern_filter(clubs, Q("memberships__inviter__name", "Ada"), Q("members", 1)))
-- $1: text = 'Ada'
-- $2: bigint = 1
SELECT COUNT(*) FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE ("player"."name" = $1 AND "membership"."player_id" = $2);
SELECT COUNT(*) FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE ("player"."name" = 'Ada' AND "membership"."player_id" = 1);

-- quern_count(quern_filter(players, Q("clubs__topics__weight", 3)))
-- $1: integer = 3
SELECT COUNT(*) FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") INNER JOIN "club" ON ("membership"."club_id" = "club"."id") INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") INNER JOIN "topic" ON ("club_topics"."topic_id" = "topic"."code") WHERE "topic"."weight" = $1;
SELECT COUNT(*) FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") INNER JOIN "club" ON ("membership"."club_id" = "club"."id") INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") INNER JOIN "topic" ON ("club_topics"."topic_id" = "topic"."code") WHERE "topic"."weight" = 3;

-- quern_count(quern_filter(players, Q("clubs__founder", F("id"))))
SELECT COUNT(*) FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") INNER JOIN "club" ON ("membership"."club_id" = "club"."id") WHERE "club"."founder_id" = "player"."id";

-- quern_count(quern_filter(players, Q("friends__name", "Bob")))
-- $1: text = 'Bob'
SELECT COUNT(*) FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."from_player_id") INNER JOIN "player" "T3" ON ("player_friends"."to_player_id" = "T3"."id") WHERE "T3"."name" = $1;
SELECT COUNT(*) FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."from_player_id") INNER JOIN "player" "T3" ON ("player_friends"."to_player_id" = "T3"."id") WHERE "T3"."name" = 'Bob';

-- quern_count(quern_filter(players, Q("friends", 2)))
-- $1: bigint = 2
SELECT COUNT(*) FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."from_player_id") WHERE "player_friends"."to_player_id" = $1;
SELECT COUNT(*) FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."from_player_id") WHERE "player_friends"."to_player_id" = 2;

-- quern_count(quern_filter(players, Q("friends__friends", 2)))
-- $1: bigint = 2
SELECT COUNT(*) FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."from_player_id") INNER JOIN "player" "T3" ON ("player_friends"."to_player_id" = "T3"."id") INNER JOIN "player_friends" "T4" ON ("T3"."id" = "T4"."from_player_id") WHERE "T4"."to_player_id" = $1;
SELECT COUNT(*) FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."from_player_id") INNER JOIN "player" "T3" ON ("player_friends"."to_player_id" = "T3"."id") INNER JOIN "player_friends" "T4" ON ("T3"."id" = "T4"."from_player_id") WHERE "T4"."to_player_id" = 2;

-- quern_count(quern_filter(players, Q("idols__name", "Ada"), Q("fans__name", "Bob")))
-- $1: text = 'Ada'
-- $2: text = 'Bob'
SELECT COUNT(*) FROM "player" INNER JOIN "player_idols" ON ("player"."id" = "player_idols"."from_player_id") INNER JOIN "player" "T3" ON ("player_idols"."to_player_id" = "T3"."id") INNER JOIN "player_idols" "T4" ON ("player"."id" = "T4"."to_player_id") INNER JOIN "player" "T5" ON ("T4"."from_player_id" = "T5"."id") WHERE ("T3"."name" = $1 AND "T5"."name" = $2);
SELECT COUNT(*) FROM "player" INNER JOIN "player_idols" ON ("player"."id" = "player_idols"."from_player_id") INNER JOIN "player" "T3" ON ("player_idols"."to_player_id" = "T3"."id") INNER JOIN "player_idols" "T4" ON ("player"."id" = "T4"."to_player_id") INNER JOIN "player" "T5" ON ("T4"."from_player_id" = "T5"."id") WHERE ("T3"."name" = 'Ada' AND "T5"."name" = 'Bob');

-- quern_count(quern_filter(players, OR(Q("idols", 1), Q("fans", 2))))
-- $1: bigint = 1
-- $2: bigint = 2
SELECT COUNT(*) FROM "player" LEFT OUTER JOIN "player_idols" ON ("player"."id" = "player_idols"."from_player_id") LEFT OUTER JOIN "player_idols" "T3" ON ("player"."id" = "T3"."to_player_id") WHERE ("player_idols"."to_player_id" = $1 OR "T3"."from_player_id" = $2);
SELECT COUNT(*) FROM "player" LEFT OUTER JOIN "player_idols" ON ("player"."id" = "player_idols"."from_player_id") LEFT OUTER JOIN "player_idols" "T3" ON ("player"."id" = "T3"."to_player_id") WHERE ("player_idols"."to_player_id" = 1 OR "T3"."from_player_id" = 2);

-- quern_count(quern_filter(OF(membership), Q("club__members", F("player"))))
SELECT COUNT(*) FROM "membership" INNER JOIN "club" ON ("membership"."club_id" = "club"."id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "T3"."player_id" = "membership"."player_id";

