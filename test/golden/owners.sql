-- book: QUERN_PREFETCH("author", authors)
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" WHERE "books_author"."id" = ANY($1);
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" WHERE "books_author"."id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- pin: QUERN_PREFETCH("badge", badges)
-- $1: text[] = '{"go","n1","A1"}'
SELECT "badge"."id", "badge"."number", "badge"."holder_id" FROM "badge" WHERE "badge"."number" = ANY($1);
SELECT "badge"."id", "badge"."number", "badge"."holder_id" FROM "badge" WHERE "badge"."number" = ANY('{"go","n1","A1"}');

-- loan: QUERN_PREFETCH("reader", readers)
-- $1: text[] = '{"go","n1","A1"}'
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" WHERE "reader"."card" = ANY($1) ORDER BY "reader"."name", "reader"."id" DESC;
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" WHERE "reader"."card" = ANY('{"go","n1","A1"}') ORDER BY "reader"."name", "reader"."id" DESC;

-- author: QUERN_PREFETCH("book_set", books)
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY($1);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- player: QUERN_PREFETCH("staff", players)
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" WHERE "player"."boss_id" = ANY($1);
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "player" WHERE "player"."boss_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- player: QUERN_PREFETCH("badge", badges)
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "badge"."id", "badge"."number", "badge"."holder_id" FROM "badge" WHERE "badge"."holder_id" = ANY($1);
SELECT "badge"."id", "badge"."number", "badge"."holder_id" FROM "badge" WHERE "badge"."holder_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- badge: QUERN_PREFETCH("pin_set", pins)
-- $1: text[] = '{"go","n1","A1"}'
SELECT "pin"."id", "pin"."badge_id", "pin"."size" FROM "pin" WHERE "pin"."badge_id" = ANY($1);
SELECT "pin"."id", "pin"."badge_id", "pin"."size" FROM "pin" WHERE "pin"."badge_id" = ANY('{"go","n1","A1"}');

-- reader: QUERN_PREFETCH("loans", OF(loan))
-- $1: text[] = '{"go","n1","A1"}'
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."card" = ANY($1) ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."card" = ANY('{"go","n1","A1"}') ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";

-- club: QUERN_PREFETCH("topics", topics)
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "topic"."code", "topic"."weight", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY($1);
SELECT "topic"."code", "topic"."weight", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- topic: QUERN_PREFETCH("club_set", clubs)
-- $1: text[] = '{"go","n1","A1"}'
SELECT "club"."id", "club"."name", "club"."founder_id", "club_topics"."topic_id" FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" = ANY($1);
SELECT "club"."id", "club"."name", "club"."founder_id", "club_topics"."topic_id" FROM "club" INNER JOIN "club_topics" ON ("club"."id" = "club_topics"."club_id") WHERE "club_topics"."topic_id" = ANY('{"go","n1","A1"}');

-- club: QUERN_PREFETCH("members", players)
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "membership"."club_id" FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") WHERE "membership"."club_id" = ANY($1);
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "membership"."club_id" FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") WHERE "membership"."club_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- player: QUERN_PREFETCH("clubs", clubs)
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY($1);
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- player: QUERN_PREFETCH("friends", players)
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "player_friends"."from_player_id" FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."to_player_id") WHERE "player_friends"."from_player_id" = ANY($1);
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "player_friends"."from_player_id" FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."to_player_id") WHERE "player_friends"."from_player_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- player: QUERN_PREFETCH("idols", players)
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "player_idols"."from_player_id" FROM "player" INNER JOIN "player_idols" ON ("player"."id" = "player_idols"."to_player_id") WHERE "player_idols"."from_player_id" = ANY($1);
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "player_idols"."from_player_id" FROM "player" INNER JOIN "player_idols" ON ("player"."id" = "player_idols"."to_player_id") WHERE "player_idols"."from_player_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- player: QUERN_PREFETCH("fans", players)
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "player_idols"."to_player_id" FROM "player" INNER JOIN "player_idols" ON ("player"."id" = "player_idols"."from_player_id") WHERE "player_idols"."to_player_id" = ANY($1);
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "player_idols"."to_player_id" FROM "player" INNER JOIN "player_idols" ON ("player"."id" = "player_idols"."from_player_id") WHERE "player_idols"."to_player_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- author: QUERN_PREFETCH("book_set", quern_order_by(quern_filter(books, Q("pages__gt", 300)), "-created_at"))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: integer = 300
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY($1) AND "books_book"."pages" > $2 ORDER BY "books_book"."created_at" DESC;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND "books_book"."pages" > 300 ORDER BY "books_book"."created_at" DESC;

-- author: QUERN_PREFETCH("book_set", quern_exclude(books, Q("author__name", "Ada")))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: text = 'Ada'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_book"."author_id" = ANY($1) AND NOT ("books_author"."name" = $2);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND NOT ("books_author"."name" = 'Ada');

-- author: QUERN_PREFETCH("book_set", quern_filter(books, Q("author__in", quern_filter(authors, Q("born", 1)))))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: integer = 1
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY($1) AND "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" = $2);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" = 1);

-- author: QUERN_PREFETCH("book_set", quern_filter(books, OR(Q("author", 1), Q("sequel_of__author__name", "Ada"))))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: bigint = 1
-- $3: text = 'Ada'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") WHERE "books_book"."author_id" = ANY($1) AND ("books_book"."author_id" = $2 OR "books_author"."name" = $3);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND ("books_book"."author_id" = 1 OR "books_author"."name" = 'Ada');

-- author: QUERN_PREFETCH("book_set", quern_only(books, "title"))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id" FROM "books_book" WHERE "books_book"."author_id" = ANY($1);
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id" FROM "books_book" WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- author: QUERN_PREFETCH("book_set", quern_defer(books, "author"))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13", "books_book"."author_id" FROM "books_book" WHERE "books_book"."author_id" = ANY($1);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13", "books_book"."author_id" FROM "books_book" WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- author: QUERN_PREFETCH("book_set", quern_none(books))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: bigint = 0
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY($1) LIMIT $2;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]) LIMIT 0;

-- club: QUERN_PREFETCH("topics", quern_only(quern_order_by(topics, "-weight"), "pk"))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "topic"."code", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY($1) ORDER BY "topic"."weight" DESC;
SELECT "topic"."code", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY(ARRAY[1, 2, 5]::bigint[]) ORDER BY "topic"."weight" DESC;

-- club: QUERN_PREFETCH("topics", quern_filter(topics, Q("weight__gt", 1)))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: integer = 1
SELECT "topic"."code", "topic"."weight", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY($1) AND "topic"."weight" > $2;
SELECT "topic"."code", "topic"."weight", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND "topic"."weight" > 1;

-- club: QUERN_PREFETCH("topics", quern_exclude(topics, Q("club_set__name", "Gambit")))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: text = 'Gambit'
SELECT "topic"."code", "topic"."weight", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY($1) AND NOT EXISTS (SELECT 1 FROM "club_topics" "T3" INNER JOIN "club" "T4" ON ("T3"."club_id" = "T4"."id") WHERE "topic"."code" = "T3"."topic_id" AND "T4"."name" = $2);
SELECT "topic"."code", "topic"."weight", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND NOT EXISTS (SELECT 1 FROM "club_topics" "T3" INNER JOIN "club" "T4" ON ("T3"."club_id" = "T4"."id") WHERE "topic"."code" = "T3"."topic_id" AND "T4"."name" = 'Gambit');

-- club: QUERN_PREFETCH("topics", quern_exclude(topics, Q("club_set", 1)))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: bigint = 1
SELECT "topic"."code", "topic"."weight", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY($1) AND NOT EXISTS (SELECT 1 FROM "club_topics" "T3" WHERE "topic"."code" = "T3"."topic_id" AND "T3"."club_id" = $2);
SELECT "topic"."code", "topic"."weight", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND NOT EXISTS (SELECT 1 FROM "club_topics" "T3" WHERE "topic"."code" = "T3"."topic_id" AND "T3"."club_id" = 1);

-- player: QUERN_PREFETCH("clubs", quern_filter(clubs, Q("memberships__fee__gt", 5)))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: integer = 5
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY($1) AND "membership"."fee" > $2;
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND "membership"."fee" > 5;

-- player: QUERN_PREFETCH("clubs", quern_filter(quern_filter(clubs, Q("name", "Gambit")), Q("memberships__fee__gt", 5)))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: text = 'Gambit'
-- $3: integer = 5
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "membership"."player_id" = ANY($1) AND "club"."name" = $2 AND "T3"."fee" > $3;
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND "club"."name" = 'Gambit' AND "T3"."fee" > 5;

-- player: QUERN_PREFETCH("clubs", quern_filter(quern_filter(clubs, Q("memberships__fee", 1)), Q("memberships__fee", 2)))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: integer = 1
-- $3: integer = 2
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "membership"."player_id" = ANY($1) AND "membership"."fee" = $2 AND "T3"."fee" = $3;
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "membership" "T3" ON ("club"."id" = "T3"."club_id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND "membership"."fee" = 1 AND "T3"."fee" = 2;

-- player: QUERN_PREFETCH("clubs", quern_filter(clubs, OR(Q("memberships__fee", 1), Q("memberships__inviter__name", "Ada"))))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: integer = 1
-- $3: text = 'Ada'
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") LEFT OUTER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE "membership"."player_id" = ANY($1) AND ("membership"."fee" = $2 OR "player"."name" = $3);
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") LEFT OUTER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND ("membership"."fee" = 1 OR "player"."name" = 'Ada');

-- player: QUERN_PREFETCH("clubs", quern_filter(clubs, OR(Q("memberships__fee", 1), Q("name", "Gambit"))))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: integer = 1
-- $3: text = 'Gambit'
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY($1) AND ("membership"."fee" = $2 OR "club"."name" = $3);
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND ("membership"."fee" = 1 OR "club"."name" = 'Gambit');

-- player: QUERN_PREFETCH("clubs", quern_filter(clubs, Q("members__name", "Ada")))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: text = 'Ada'
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "player" ON ("membership"."player_id" = "player"."id") WHERE "membership"."player_id" = ANY($1) AND "player"."name" = $2;
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") INNER JOIN "player" ON ("membership"."player_id" = "player"."id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND "player"."name" = 'Ada';

-- player: QUERN_PREFETCH("clubs", quern_exclude(clubs, Q("memberships__fee", 1)))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: integer = 1
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY($1) AND NOT EXISTS (SELECT 1 FROM "membership" "T3" WHERE "club"."id" = "T3"."club_id" AND "T3"."fee" = $2);
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND NOT EXISTS (SELECT 1 FROM "membership" "T3" WHERE "club"."id" = "T3"."club_id" AND "T3"."fee" = 1);

-- player: QUERN_PREFETCH("clubs", quern_filter(clubs, Q("memberships__fee", 1), NOT(Q("memberships__fee", 2))))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: integer = 1
-- $3: integer = 2
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY($1) AND ("membership"."fee" = $2 AND NOT EXISTS (SELECT 1 FROM "membership" "T3" WHERE "club"."id" = "T3"."club_id" AND "T3"."fee" = $3));
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND ("membership"."fee" = 1 AND NOT EXISTS (SELECT 1 FROM "membership" "T3" WHERE "club"."id" = "T3"."club_id" AND "T3"."fee" = 2));

-- player: QUERN_PREFETCH("friends", quern_filter(players, Q("friends__name", "Bob")))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
-- $2: text = 'Bob'
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "player_friends"."from_player_id" FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."to_player_id") INNER JOIN "player_friends" "T3" ON ("player"."id" = "T3"."from_player_id") INNER JOIN "player" "T4" ON ("T3"."to_player_id" = "T4"."id") WHERE "player_friends"."from_player_id" = ANY($1) AND "T4"."name" = $2;
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "player_friends"."from_player_id" FROM "player" INNER JOIN "player_friends" ON ("player"."id" = "player_friends"."to_player_id") INNER JOIN "player_friends" "T3" ON ("player"."id" = "T3"."from_player_id") INNER JOIN "player" "T4" ON ("T3"."to_player_id" = "T4"."id") WHERE "player_friends"."from_player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) AND "T4"."name" = 'Bob';

-- player: QUERN_PREFETCH("clubs", quern_order_by(clubs, "memberships__fee"))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY($1) ORDER BY "membership"."fee";
SELECT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) ORDER BY "membership"."fee";

-- author: QUERN_PREFETCH("book_set", quern_distinct(books))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT DISTINCT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY($1);
SELECT DISTINCT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- author: QUERN_PREFETCH("book_set", quern_distinct(quern_order_by(books, "pages"), "pages"))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT DISTINCT ON ("books_book"."author_id", "books_book"."pages") "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY($1) ORDER BY "books_book"."author_id", "books_book"."pages";
SELECT DISTINCT ON ("books_book"."author_id", "books_book"."pages") "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]) ORDER BY "books_book"."author_id", "books_book"."pages";

-- author: QUERN_PREFETCH("book_set", quern_distinct(books, "title"))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT DISTINCT ON ("books_book"."author_id", "books_book"."title") "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY($1) ORDER BY "books_book"."author_id";
SELECT DISTINCT ON ("books_book"."author_id", "books_book"."title") "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" = ANY(ARRAY[1, 2, 5]::bigint[]) ORDER BY "books_book"."author_id";

-- club: QUERN_PREFETCH("topics", quern_distinct(topics))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT DISTINCT "topic"."code", "topic"."weight", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY($1);
SELECT DISTINCT "topic"."code", "topic"."weight", "club_topics"."club_id" FROM "topic" INNER JOIN "club_topics" ON ("topic"."code" = "club_topics"."topic_id") WHERE "club_topics"."club_id" = ANY(ARRAY[1, 2, 5]::bigint[]);

-- player: QUERN_PREFETCH("clubs", quern_distinct(quern_order_by(clubs, "founder__name")))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT DISTINCT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id", "player"."name" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") LEFT OUTER JOIN "player" ON ("club"."founder_id" = "player"."id") WHERE "membership"."player_id" = ANY($1) ORDER BY "player"."name";
SELECT DISTINCT "club"."id", "club"."name", "club"."founder_id", "membership"."player_id", "player"."name" FROM "club" INNER JOIN "membership" ON ("club"."id" = "membership"."club_id") LEFT OUTER JOIN "player" ON ("club"."founder_id" = "player"."id") WHERE "membership"."player_id" = ANY(ARRAY[1, 2, 5]::bigint[]) ORDER BY "player"."name";

-- club: QUERN_PREFETCH("members", quern_distinct(quern_order_by(players, "born", "-name"), "born"))
-- $1: bigint[] = ARRAY[1, 2, 5]::bigint[]
SELECT DISTINCT ON ("membership"."club_id", "player"."born") "player"."id", "player"."name", "player"."born", "player"."boss_id", "membership"."club_id" FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") WHERE "membership"."club_id" = ANY($1) ORDER BY "membership"."club_id", "player"."born", "player"."name" DESC;
SELECT DISTINCT ON ("membership"."club_id", "player"."born") "player"."id", "player"."name", "player"."born", "player"."boss_id", "membership"."club_id" FROM "player" INNER JOIN "membership" ON ("player"."id" = "membership"."player_id") WHERE "membership"."club_id" = ANY(ARRAY[1, 2, 5]::bigint[]) ORDER BY "membership"."club_id", "player"."born", "player"."name" DESC;

