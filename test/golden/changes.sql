-- club.topics: many to many
-- add
INSERT INTO "club_topics" ("club_id", "topic_id") SELECT "new"."near", "new"."far" FROM (SELECT $1::bigint, "key" FROM UNNEST($2::text[]) AS "list" ("key")) AS "new" ("near", "far") WHERE NOT EXISTS (SELECT 1 FROM "club_topics" AS "old" WHERE "old"."club_id" = "new"."near" AND "old"."topic_id" = "new"."far") ORDER BY 1, 2 ON CONFLICT DO NOTHING;
-- remove
DELETE FROM "club_topics" WHERE "club_id" = $1 AND "topic_id" = ANY($2);
-- set: this, and then add
DELETE FROM "club_topics" WHERE "club_id" = $1 AND NOT ("topic_id" = ANY($2));
-- clear
DELETE FROM "club_topics" WHERE "club_id" = $1;

-- topic.club_set: its other side
-- add
INSERT INTO "club_topics" ("topic_id", "club_id") SELECT "new"."near", "new"."far" FROM (SELECT $1::text, "key" FROM UNNEST($2::bigint[]) AS "list" ("key")) AS "new" ("near", "far") WHERE NOT EXISTS (SELECT 1 FROM "club_topics" AS "old" WHERE "old"."topic_id" = "new"."near" AND "old"."club_id" = "new"."far") ORDER BY 1, 2 ON CONFLICT DO NOTHING;
-- remove
DELETE FROM "club_topics" WHERE "topic_id" = $1 AND "club_id" = ANY($2);
-- set: this, and then add
DELETE FROM "club_topics" WHERE "topic_id" = $1 AND NOT ("club_id" = ANY($2));
-- clear
DELETE FROM "club_topics" WHERE "topic_id" = $1;

-- club.members: many to many by a model of the program's own
-- add
INSERT INTO "membership" ("club_id", "player_id") SELECT "new"."near", "new"."far" FROM (SELECT $1::bigint, "key" FROM UNNEST($2::bigint[]) AS "list" ("key")) AS "new" ("near", "far") WHERE NOT EXISTS (SELECT 1 FROM "membership" AS "old" WHERE "old"."club_id" = "new"."near" AND "old"."player_id" = "new"."far") ORDER BY 1, 2;
-- remove
DELETE FROM "membership" WHERE "club_id" = $1 AND "player_id" = ANY($2);
-- set: this, and then add
DELETE FROM "membership" WHERE "club_id" = $1 AND NOT ("player_id" = ANY($2));
-- clear
DELETE FROM "membership" WHERE "club_id" = $1;

-- player.clubs: its other side
-- add
INSERT INTO "membership" ("player_id", "club_id") SELECT "new"."near", "new"."far" FROM (SELECT $1::bigint, "key" FROM UNNEST($2::bigint[]) AS "list" ("key")) AS "new" ("near", "far") WHERE NOT EXISTS (SELECT 1 FROM "membership" AS "old" WHERE "old"."player_id" = "new"."near" AND "old"."club_id" = "new"."far") ORDER BY 1, 2;
-- remove
DELETE FROM "membership" WHERE "player_id" = $1 AND "club_id" = ANY($2);
-- set: this, and then add
DELETE FROM "membership" WHERE "player_id" = $1 AND NOT ("club_id" = ANY($2));
-- clear
DELETE FROM "membership" WHERE "player_id" = $1;

-- player.idols: many to many of a model to itself
-- add
INSERT INTO "player_idols" ("from_player_id", "to_player_id") SELECT "new"."near", "new"."far" FROM (SELECT $1::bigint, "key" FROM UNNEST($2::bigint[]) AS "list" ("key")) AS "new" ("near", "far") WHERE NOT EXISTS (SELECT 1 FROM "player_idols" AS "old" WHERE "old"."from_player_id" = "new"."near" AND "old"."to_player_id" = "new"."far") ORDER BY 1, 2 ON CONFLICT DO NOTHING;
-- remove
DELETE FROM "player_idols" WHERE "from_player_id" = $1 AND "to_player_id" = ANY($2);
-- set: this, and then add
DELETE FROM "player_idols" WHERE "from_player_id" = $1 AND NOT ("to_player_id" = ANY($2));
-- clear
DELETE FROM "player_idols" WHERE "from_player_id" = $1;

-- player.fans: its other side
-- add
INSERT INTO "player_idols" ("to_player_id", "from_player_id") SELECT "new"."near", "new"."far" FROM (SELECT $1::bigint, "key" FROM UNNEST($2::bigint[]) AS "list" ("key")) AS "new" ("near", "far") WHERE NOT EXISTS (SELECT 1 FROM "player_idols" AS "old" WHERE "old"."to_player_id" = "new"."near" AND "old"."from_player_id" = "new"."far") ORDER BY 1, 2 ON CONFLICT DO NOTHING;
-- remove
DELETE FROM "player_idols" WHERE "to_player_id" = $1 AND "from_player_id" = ANY($2);
-- set: this, and then add
DELETE FROM "player_idols" WHERE "to_player_id" = $1 AND NOT ("from_player_id" = ANY($2));
-- clear
DELETE FROM "player_idols" WHERE "to_player_id" = $1;

-- player.friends: the same, symmetrical
-- add
INSERT INTO "player_friends" ("from_player_id", "to_player_id") SELECT "new"."near", "new"."far" FROM (SELECT $1::bigint, "key" FROM UNNEST($2::bigint[]) AS "list" ("key") UNION SELECT "key", $1::bigint FROM UNNEST($2::bigint[]) AS "list" ("key")) AS "new" ("near", "far") WHERE NOT EXISTS (SELECT 1 FROM "player_friends" AS "old" WHERE "old"."from_player_id" = "new"."near" AND "old"."to_player_id" = "new"."far") ORDER BY 1, 2 ON CONFLICT DO NOTHING;
-- remove
DELETE FROM "player_friends" WHERE ("from_player_id" = $1 AND "to_player_id" = ANY($2)) OR ("to_player_id" = $1 AND "from_player_id" = ANY($2));
-- set: this, and then add
DELETE FROM "player_friends" WHERE ("from_player_id" = $1 AND NOT ("to_player_id" = ANY($2))) OR ("to_player_id" = $1 AND NOT ("from_player_id" = ANY($2)));
-- clear
DELETE FROM "player_friends" WHERE ("from_player_id" = $1) OR ("to_player_id" = $1);

-- player.staff: the other side of a foreign key
-- add
UPDATE "player" SET "boss_id" = $1 WHERE "id" = ANY($2) AND "boss_id" IS DISTINCT FROM $1;
-- remove
UPDATE "player" SET "boss_id" = NULL WHERE "boss_id" = $1 AND "id" = ANY($2);
-- set: this, and then add
UPDATE "player" SET "boss_id" = NULL WHERE "boss_id" = $1 AND NOT ("id" = ANY($2));
-- clear
UPDATE "player" SET "boss_id" = NULL WHERE "boss_id" = $1;

-- badge.pin_set: of one by a text that is no primary key
-- add
UPDATE "pin" SET "badge_id" = $1 WHERE "id" = ANY($2) AND "badge_id" IS DISTINCT FROM $1;
-- remove
UPDATE "pin" SET "badge_id" = NULL WHERE "badge_id" = $1 AND "id" = ANY($2);
-- set: this, and then add
UPDATE "pin" SET "badge_id" = NULL WHERE "badge_id" = $1 AND NOT ("id" = ANY($2));
-- clear
UPDATE "pin" SET "badge_id" = NULL WHERE "badge_id" = $1;

