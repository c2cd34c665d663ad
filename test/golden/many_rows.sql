-- quern_filter(authors, Q("book_set__pages__gt", 300))
-- $1: integer = 300
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > $1;
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > 300;

-- quern_distinct(quern_filter(authors, Q("book_set__pages__gt", 300)))
-- $1: integer = 300
SELECT DISTINCT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > $1;
SELECT DISTINCT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > 300;

-- quern_count(quern_distinct(quern_filter(authors, Q("book_set__pages__gt", 300))))
-- $1: integer = 300
SELECT COUNT(*) FROM (SELECT DISTINCT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > $1) AS "rows";
SELECT COUNT(*) FROM (SELECT DISTINCT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > 300) AS "rows";

-- quern_slice(quern_filter(authors, Q("book_set__pages__gt", 300)), 2, 4)
-- $1: integer = 300
-- $2: bigint = 2
-- $3: bigint = 2
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > $1 LIMIT $2 OFFSET $3;
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > 300 LIMIT 2 OFFSET 2;

-- quern_count(quern_slice(quern_filter(authors, Q("book_set__pages__gt", 300)), 2, 4))
-- $1: integer = 300
-- $2: bigint = 2
-- $3: bigint = 2
SELECT COUNT(*) FROM (SELECT 1 FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > $1 LIMIT $2 OFFSET $3) AS "rows";
SELECT COUNT(*) FROM (SELECT 1 FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > 300 LIMIT 2 OFFSET 2) AS "rows";

-- quern_exists(quern_filter(authors, Q("book_set__pages__gt", 300)), &found)
-- $1: integer = 300
SELECT 1 FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > $1 LIMIT 1;
SELECT 1 FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > 300 LIMIT 1;

-- quern_first(quern_filter(authors, Q("book_set__pages__gt", 300)), author)
-- $1: integer = 300
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > $1 ORDER BY "books_author"."id" LIMIT 1;
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > 300 ORDER BY "books_author"."id" LIMIT 1;

-- quern_order_by(authors, "book_set__title")
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") ORDER BY "books_book"."title";

-- quern_order_by(authors, "-book_set")
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") ORDER BY "books_book"."id" DESC;

-- quern_order_by(players, "clubs", "id")
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" LEFT OUTER JOIN "membership" ON ("player"."id" = "membership"."player_id") ORDER BY "membership"."club_id", "player"."id";

-- (quern_order_by)(OF(reader), (const quern_order[]){ quern_order_name("-loans"), { 0 } }, QUERN_SITE)
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" LEFT OUTER JOIN "loan" ON ("reader"."card" = "loan"."card") LEFT OUTER JOIN "reader" "T3" ON ("loan"."card" = "T3"."card") ORDER BY "T3"."name", "T3"."id" DESC, "loan"."book_id" DESC, "loan"."renewal_of_id" DESC;

-- quern_order_by(players, "-clubs__topics")
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" LEFT OUTER JOIN "membership" ON ("player"."id" = "membership"."player_id") LEFT OUTER JOIN "club" ON ("membership"."club_id" = "club"."id") LEFT OUTER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") ORDER BY "club_topics"."topic_id" DESC;

-- quern_order_by(quern_filter(authors, Q("book_set__pages__gt", 300)), "book_set__title")
-- $1: integer = 300
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > $1 ORDER BY "books_book"."title";
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > 300 ORDER BY "books_book"."title";

-- quern_order_by(quern_filter(quern_filter(authors, Q("book_set__pages", 1)), Q("book_set__copies", 2)), "book_set__title")
-- $1: integer = 1
-- $2: integer = 2
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") INNER JOIN "books_book" "T3" ON ("books_author"."id" = "T3"."author_id") WHERE "books_book"."pages" = $1 AND "T3"."copies" = $2 ORDER BY "T3"."title";
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") INNER JOIN "books_book" "T3" ON ("books_author"."id" = "T3"."author_id") WHERE "books_book"."pages" = 1 AND "T3"."copies" = 2 ORDER BY "T3"."title";

-- quern_count(quern_order_by(authors, "name", "book_set__title", "-born"))
SELECT COUNT(*) FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id");

-- quern_count(quern_order_by(quern_filter(authors, Q("book_set__pages", 1)), "book_set__title"))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" = $1;
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" = 1;

-- quern_order_by(quern_exclude(authors, Q("book_set__pages", 1)), "book_set__title")
-- $1: integer = 1
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" = $1) ORDER BY "books_book"."title";
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE NOT EXISTS (SELECT 1 FROM "books_book" "T2" WHERE "books_author"."id" = "T2"."author_id" AND "T2"."pages" = 1) ORDER BY "books_book"."title";

-- quern_values(authors, "name", "book_set", "book_set__title")
SELECT "books_author"."name", "books_book"."id", "books_book"."title" FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id");

-- quern_values(quern_filter(authors, Q("book_set__pages", 1)), "name", "book_set__title")
-- $1: integer = 1
SELECT "books_author"."name", "books_book"."title" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" = $1;
SELECT "books_author"."name", "books_book"."title" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" = 1;

-- quern_filter(quern_values(authors, "name", "book_set__title"), Q("book_set__pages", 1))
-- $1: integer = 1
SELECT "books_author"."name", "books_book"."title" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" = $1;
SELECT "books_author"."name", "books_book"."title" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" = 1;

-- quern_values(clubs, "name", "topics", "topics__weight", "members__name")
SELECT "club"."name", "club_topics"."topic_id", "topic"."weight", "player"."name" FROM "club" LEFT OUTER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") LEFT OUTER JOIN "topic" ON ("club_topics"."topic_id" = "topic"."code") LEFT OUTER JOIN "membership" ON ("club"."id" = "membership"."club_id") LEFT OUTER JOIN "player" ON ("membership"."player_id" = "player"."id");

-- quern_values(players, "badge__number", "badge")
SELECT "badge"."number", "badge"."id" FROM "player" LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id");

-- quern_values(players, "friends", "idols__name")
SELECT "player_friends"."to_player_id", "T4"."name" FROM "player" LEFT OUTER JOIN "player_friends" ON ("player"."id" = "player_friends"."from_player_id") LEFT OUTER JOIN "player_idols" ON ("player"."id" = "player_idols"."from_player_id") LEFT OUTER JOIN "player" "T4" ON ("player_idols"."to_player_id" = "T4"."id");

-- quern_distinct(quern_order_by(authors, "book_set__title", "-book_set__id"), "book_set__title")
SELECT DISTINCT ON ("books_book"."title") "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") ORDER BY "books_book"."title", "books_book"."id" DESC;

-- quern_dates(authors, "book_set__created_at", QUERN_YEAR)
SELECT DISTINCT DATE_TRUNC('year', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1;

-- quern_filter(OF(book), Q("author__in", quern_values(quern_filter(clubs, Q("topics", "go")), "members")))
-- $1: text = 'go'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U2."player_id" FROM "club" U0 INNER JOIN "club_topics" U1 ON (U0."id" = U1."club_id") LEFT OUTER JOIN "membership" U2 ON (U0."id" = U2."club_id") WHERE U1."topic_id" = $1);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U2."player_id" FROM "club" U0 INNER JOIN "club_topics" U1 ON (U0."id" = U1."club_id") LEFT OUTER JOIN "membership" U2 ON (U0."id" = U2."club_id") WHERE U1."topic_id" = 'go');

