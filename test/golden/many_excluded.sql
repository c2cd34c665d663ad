-- quern_count(quern_exclude(authors, Q("book_set", 5)))
-- $1: bigint = 5
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."id" = $1);
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."id" = 5);

-- quern_count(quern_exclude(authors, Q("book_set__pages__gt", 300)))
-- $1: integer = 300
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > $1);
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > 300);

-- quern_count(quern_exclude(authors, Q("book_set__pages__gt", 300), Q("book_set__title", "Emma")))
-- $1: integer = 300
-- $2: text = 'Emma'
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > $1 AND "T2"."title" = $2);
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > 300 AND "T2"."title" = 'Emma');

-- quern_count(quern_exclude(quern_exclude(authors, Q("book_set__pages__gt", 300)), Q("book_set__title", "Emma")))
-- $1: integer = 300
-- $2: text = 'Emma'
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > $1) AND NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "T3"."title" = $2);
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > 300) AND NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "T3"."title" = 'Emma');

-- quern_count(quern_exclude(quern_filter(authors, Q("book_set__pages__gt", 300)), Q("book_set__title", "Emma")))
-- $1: integer = 300
-- $2: text = 'Emma'
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > $1 AND NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "T3"."title" = $2);
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > 300 AND NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "T3"."title" = 'Emma');

-- quern_count(quern_filter(authors, NOT(Q("book_set__pages__gt", 300))))
-- $1: integer = 300
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > $1);
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > 300);

-- quern_count(quern_filter(authors, Q("book_set__title", "Emma"), NOT(Q("book_set__pages__gt", 300))))
-- $1: text = 'Emma'
-- $2: integer = 300
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE ("books_book"."title" = $1 AND NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "T3"."pages" > $2));
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE ("books_book"."title" = 'Emma' AND NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "T3"."pages" > 300));

-- quern_count(quern_filter(authors, OR(Q("name", "x"), NOT(Q("book_set__pages__gt", 300)))))
-- $1: text = 'x'
-- $2: integer = 300
SELECT COUNT(*) FROM "books_author" WHERE ("books_author"."name" = $1 OR NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > $2));
SELECT COUNT(*) FROM "books_author" WHERE ("books_author"."name" = 'x' OR NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > 300));

-- quern_count(quern_filter(authors, NOT(NOT(Q("book_set__pages__gt", 300)))))
-- $1: integer = 300
SELECT COUNT(*) FROM "books_author" WHERE EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > $1);
SELECT COUNT(*) FROM "books_author" WHERE EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > 300);

-- quern_count(quern_exclude(authors, Q("book_set__title", "Emma"), NOT(Q("book_set__published", true))))
-- $1: text = 'Emma'
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."title" = $1 AND NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "T3"."published"));
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."title" = 'Emma' AND NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "T3"."published"));

-- quern_count(quern_exclude(authors, Q("name", "x"), Q("book_set__pages__gt", 300)))
-- $1: text = 'x'
-- $2: integer = 300
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "books_author"."name" = $1 AND "T2"."pages" > $2);
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "books_author"."name" = 'x' AND "T2"."pages" > 300);

-- quern_count(quern_exclude(authors, OR(Q("name", "x"), Q("book_set__pages__gt", 300))))
-- $1: text = 'x'
-- $2: integer = 300
SELECT COUNT(*) FROM "books_author" WHERE (NOT ("books_author"."name" = $1) AND NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > $2));
SELECT COUNT(*) FROM "books_author" WHERE (NOT ("books_author"."name" = 'x') AND NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" > 300));

-- quern_count(quern_exclude(authors, OR(Q("book_set__title", "Emma"), Q("book_set__pages__gt", 300))))
-- $1: text = 'Emma'
-- $2: integer = 300
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND ("T2"."title" = $1 OR "T2"."pages" > $2));
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND ("T2"."title" = 'Emma' OR "T2"."pages" > 300));

-- quern_count(quern_exclude(authors, Q("book_set__isnull", true)))
SELECT COUNT(*) FROM "books_author" WHERE EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."id" IS NOT NULL);

-- quern_count(quern_exclude(authors, Q("book_set__isnull", false)))
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."id" IS NOT NULL);

-- quern_count(quern_exclude(authors, Q("book_set__pages__isnull", true)))
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM (SELECT 1) AS "one" LEFT OUTER JOIN "books_book" "T2" ON ("books_author"."id" = "T2"."author_id") WHERE "T2"."pages" IS NULL);

-- quern_count(quern_exclude(authors, Q("book_set__pages__in", LIST(1, QUERN_NULL))))
-- $1: integer[] = ARRAY[1]::integer[]
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM (SELECT 1) AS "one" LEFT OUTER JOIN "books_book" "T2" ON ("books_author"."id" = "T2"."author_id") WHERE ("T2"."pages" = ANY($1) OR "T2"."pages" IS NULL));
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM (SELECT 1) AS "one" LEFT OUTER JOIN "books_book" "T2" ON ("books_author"."id" = "T2"."author_id") WHERE ("T2"."pages" = ANY(ARRAY[1]::integer[]) OR "T2"."pages" IS NULL));

-- quern_count(quern_exclude(authors, Q("book_set__pages", F("book_set__copies"))))
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" = "T2"."copies");

-- quern_count(quern_exclude(authors, Q("book_set__pages", F("born"))))
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" = "books_author"."born");

-- quern_count(quern_exclude(authors, Q("book_set__in", quern_filter(books, Q("pages", 1)))))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."id" IN (SELECT U0."id" FROM "books_book" U0 WHERE U0."pages" = $1));
SELECT COUNT(*) FROM "books_author" WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."id" IN (SELECT U0."id" FROM "books_book" U0 WHERE U0."pages" = 1));

-- quern_count(quern_filter(books, Q("author__in", quern_exclude(authors, Q("book_set__pages", 1)))))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE NOT EXISTS (SELECT 1 FROM "books_book" U1 WHERE U0."id" = U1."author_id" AND U1."pages" = $1));
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE NOT EXISTS (SELECT 1 FROM "books_book" U1 WHERE U0."id" = U1."author_id" AND U1."pages" = 1));

-- quern_count(quern_exclude(books, Q("author__book_set__pages", 1)))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "T3"."pages" = $1);
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "T3"."pages" = 1);

-- quern_count(quern_exclude(books, Q("author__name", "x"), Q("author__book_set__pages", 1)))
-- $1: text = 'x'
-- $2: integer = 1
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "books_author"."name" = $1 AND "T3"."pages" = $2);
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T3" WHERE "books_author"."id" = "T3"."author_id" AND "books_author"."name" = 'x' AND "T3"."pages" = 1);

-- quern_count(quern_exclude(books, Q("sequel_of__author__name", "x"), Q("sequel_of__book_set__pages", 1)))
-- $1: text = 'x'
-- $2: integer = 1
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T4" WHERE "T2"."id" = "T4"."sequel_of_id" AND "books_author"."name" = $1 AND "T4"."pages" = $2);
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T4" WHERE "T2"."id" = "T4"."sequel_of_id" AND "books_author"."name" = 'x' AND "T4"."pages" = 1);

-- quern_count(quern_exclude(clubs, Q("topics", "go")))
-- $1: text = 'go'
SELECT COUNT(*) FROM "club" WHERE NOT EXISTS (SELECT 1 FROM "club_topics" "T2" WHERE "club"."id" = "T2"."club_id" AND "T2"."topic_id" = $1);
SELECT COUNT(*) FROM "club" WHERE NOT EXISTS (SELECT 1 FROM "club_topics" "T2" WHERE "club"."id" = "T2"."club_id" AND "T2"."topic_id" = 'go');

-- quern_count(quern_exclude(clubs, Q("topics__weight", 3)))
-- $1: integer = 3
SELECT COUNT(*) FROM "club" WHERE NOT EXISTS (SELECT 1 FROM "club_topics" "T2" INNER JOIN "topic" "T3" ON ("T2"."topic_id" = "T3"."code") WHERE "club"."id" = "T2"."club_id" AND "T3"."weight" = $1);
SELECT COUNT(*) FROM "club" WHERE NOT EXISTS (SELECT 1 FROM "club_topics" "T2" INNER JOIN "topic" "T3" ON ("T2"."topic_id" = "T3"."code") WHERE "club"."id" = "T2"."club_id" AND "T3"."weight" = 3);

-- quern_count(quern_exclude(clubs, Q("topics__weight", 3), Q("members__name", "Ada")))
-- $1: integer = 3
-- $2: text = 'Ada'
SELECT COUNT(*) FROM "club" WHERE NOT EXISTS (SELECT 1 FROM "club_topics" "T2" INNER JOIN "topic" "T3" ON ("T2"."topic_id" = "T3"."code") INNER JOIN "membership" "T4" ON ("club"."id" = "T4"."club_id") INNER JOIN "player" "T5" ON ("T4"."player_id" = "T5"."id") WHERE "club"."id" = "T2"."club_id" AND "T3"."weight" = $1 AND "T5"."name" = $2);
SELECT COUNT(*) FROM "club" WHERE NOT EXISTS (SELECT 1 FROM "club_topics" "T2" INNER JOIN "topic" "T3" ON ("T2"."topic_id" = "T3"."code") INNER JOIN "membership" "T4" ON ("club"."id" = "T4"."club_id") INNER JOIN "player" "T5" ON ("T4"."player_id" = "T5"."id") WHERE "club"."id" = "T2"."club_id" AND "T3"."weight" = 3 AND "T5"."name" = 'Ada');

-- quern_count(quern_exclude(topics, Q("club_set__founder__name", "Ada")))
-- $1: text = 'Ada'
SELECT COUNT(*) FROM "topic" WHERE NOT EXISTS (SELECT 1 FROM "club_topics" "T2" INNER JOIN "club" "T3" ON ("T2"."club_id" = "T3"."id") INNER JOIN "player" "T4" ON ("T3"."founder_id" = "T4"."id") WHERE "topic"."code" = "T2"."topic_id" AND "T4"."name" = $1);
SELECT COUNT(*) FROM "topic" WHERE NOT EXISTS (SELECT 1 FROM "club_topics" "T2" INNER JOIN "club" "T3" ON ("T2"."club_id" = "T3"."id") INNER JOIN "player" "T4" ON ("T3"."founder_id" = "T4"."id") WHERE "topic"."code" = "T2"."topic_id" AND "T4"."name" = 'Ada');

-- quern_count(quern_exclude(topics, Q("club_set__founder__name__isnull", true), Q("club_set__name", "Void")))
-- $1: text = 'Void'
SELECT COUNT(*) FROM "topic" WHERE NOT EXISTS (SELECT 1 FROM "club_topics" "T2" INNER JOIN "club" "T3" ON ("T2"."club_id" = "T3"."id") LEFT OUTER JOIN "player" "T4" ON ("T3"."founder_id" = "T4"."id") WHERE "topic"."code" = "T2"."topic_id" AND "T4"."name" IS NULL AND "T3"."name" = $1);
SELECT COUNT(*) FROM "topic" WHERE NOT EXISTS (SELECT 1 FROM "club_topics" "T2" INNER JOIN "club" "T3" ON ("T2"."club_id" = "T3"."id") LEFT OUTER JOIN "player" "T4" ON ("T3"."founder_id" = "T4"."id") WHERE "topic"."code" = "T2"."topic_id" AND "T4"."name" IS NULL AND "T3"."name" = 'Void');

-- quern_count(quern_exclude(players, Q("friends", 2)))
-- $1: bigint = 2
SELECT COUNT(*) FROM "player" WHERE NOT EXISTS (SELECT 1 FROM "player_friends" "T2" WHERE "player"."id" = "T2"."from_player_id" AND "T2"."to_player_id" = $1);
SELECT COUNT(*) FROM "player" WHERE NOT EXISTS (SELECT 1 FROM "player_friends" "T2" WHERE "player"."id" = "T2"."from_player_id" AND "T2"."to_player_id" = 2);

-- quern_count(quern_exclude(players, Q("friends__idols", F("id"))))
SELECT COUNT(*) FROM "player" WHERE NOT EXISTS (SELECT 1 FROM "player_friends" "T2" INNER JOIN "player" "T3" ON ("T2"."to_player_id" = "T3"."id") INNER JOIN "player_idols" "T4" ON ("T3"."id" = "T4"."from_player_id") WHERE "player"."id" = "T2"."from_player_id" AND "T4"."to_player_id" = "player"."id");

-- quern_count(quern_exclude(players, Q("badge__pin_set__size", 3)))
-- $1: integer = 3
SELECT COUNT(*) FROM "player" LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE NOT EXISTS (SELECT 1 FROM "pin" "T3" WHERE "badge"."number" = "T3"."badge_id" AND "T3"."size" = $1);
SELECT COUNT(*) FROM "player" LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE NOT EXISTS (SELECT 1 FROM "pin" "T3" WHERE "badge"."number" = "T3"."badge_id" AND "T3"."size" = 3);

-- quern_values(quern_order_by(quern_exclude(clubs, Q("members__name", "Ada")), "founder__name"), "founder__name")
-- $1: text = 'Ada'
SELECT "player"."name" FROM "club" LEFT OUTER JOIN "player" ON ("club"."founder_id" = "player"."id") WHERE NOT EXISTS (SELECT 1 FROM "membership" "T2" INNER JOIN "player" "T3" ON ("T2"."player_id" = "T3"."id") WHERE "club"."id" = "T2"."club_id" AND "T3"."name" = $1) ORDER BY "player"."name";
SELECT "player"."name" FROM "club" LEFT OUTER JOIN "player" ON ("club"."founder_id" = "player"."id") WHERE NOT EXISTS (SELECT 1 FROM "membership" "T2" INNER JOIN "player" "T3" ON ("T2"."player_id" = "T3"."id") WHERE "club"."id" = "T2"."club_id" AND "T3"."name" = 'Ada') ORDER BY "player"."name";

