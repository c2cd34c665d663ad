-- quern_filter(quern_select_related(memberships, "inviter"), Q("inviter__name", "Ann"))
-- $1: text = 'Ann'
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "membership" INNER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE "player"."name" = $1;
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "membership" INNER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE "player"."name" = 'Ann';

-- quern_select_related(quern_filter(memberships, OR(Q("inviter__name", "Ann"), Q("fee", 1))), "inviter")
-- $1: text = 'Ann'
-- $2: integer = 1
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "membership" LEFT OUTER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE ("player"."name" = $1 OR "membership"."fee" = $2);
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "membership" LEFT OUTER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE ("player"."name" = 'Ann' OR "membership"."fee" = 1);

-- quern_exclude(quern_select_related(memberships, "inviter"), Q("inviter__name", "Ann"))
-- $1: text = 'Ann'
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "membership" LEFT OUTER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE NOT ("player"."name" = $1 AND "player"."name" IS NOT NULL);
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "membership" LEFT OUTER JOIN "player" ON ("membership"."inviter_id" = "player"."id") WHERE NOT ("player"."name" = 'Ann' AND "player"."name" IS NOT NULL);

-- quern_order_by(quern_select_related(few, "inviter__boss"), "-inviter__boss__name", "club__name")
SELECT "membership"."id", "membership"."inviter_id", "membership"."fee", "player"."id", "player"."name", "player"."born", "player"."boss_id", "T3"."id", "T3"."name", "T3"."born", "T3"."boss_id" FROM "membership" LEFT OUTER JOIN "player" ON ("membership"."inviter_id" = "player"."id") LEFT OUTER JOIN "player" "T3" ON ("player"."boss_id" = "T3"."id") INNER JOIN "club" ON ("membership"."club_id" = "club"."id") ORDER BY "T3"."name" DESC, "club"."name";

-- quern_slice(quern_order_by(quern_select_related(few, "club"), "club__name"), 2, 5)
-- $1: bigint = 3
-- $2: bigint = 2
SELECT "membership"."id", "membership"."club_id", "membership"."fee", "club"."id", "club"."name", "club"."founder_id" FROM "membership" INNER JOIN "club" ON ("membership"."club_id" = "club"."id") ORDER BY "club"."name" LIMIT $1 OFFSET $2;
SELECT "membership"."id", "membership"."club_id", "membership"."fee", "club"."id", "club"."name", "club"."founder_id" FROM "membership" INNER JOIN "club" ON ("membership"."club_id" = "club"."id") ORDER BY "club"."name" LIMIT 3 OFFSET 2;

-- quern_select_related(quern_slice(few, 0, 5), "club")
-- $1: bigint = 5
SELECT "membership"."id", "membership"."club_id", "membership"."fee", "club"."id", "club"."name", "club"."founder_id" FROM "membership" INNER JOIN "club" ON ("membership"."club_id" = "club"."id") LIMIT $1;
SELECT "membership"."id", "membership"."club_id", "membership"."fee", "club"."id", "club"."name", "club"."founder_id" FROM "membership" INNER JOIN "club" ON ("membership"."club_id" = "club"."id") LIMIT 5;

-- quern_filter(quern_select_related(quern_only(OF(player), "name"), "badge"), Q("staff__name", "Ann"))
-- $1: text = 'Ann'
SELECT "player"."id", "player"."name", "badge"."id", "badge"."number", "badge"."holder_id" FROM "player" INNER JOIN "player" "T2" ON ("player"."id" = "T2"."boss_id") LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE "T2"."name" = $1;
SELECT "player"."id", "player"."name", "badge"."id", "badge"."number", "badge"."holder_id" FROM "player" INNER JOIN "player" "T2" ON ("player"."id" = "T2"."boss_id") LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE "T2"."name" = 'Ann';

-- quern_exclude(quern_select_related(quern_only(OF(player), "name"), "boss"), Q("staff__boss__name", "Ann"))
-- $1: text = 'Ann'
SELECT "player"."id", "player"."name", "player"."boss_id", "T4"."id", "T4"."name", "T4"."born", "T4"."boss_id" FROM "player" LEFT OUTER JOIN "player" "T4" ON ("player"."boss_id" = "T4"."id") WHERE NOT EXISTS (SELECT 1 FROM "player" "T2" INNER JOIN "player" "T3" ON ("T2"."boss_id" = "T3"."id") WHERE "player"."id" = "T2"."boss_id" AND "T3"."name" = $1);
SELECT "player"."id", "player"."name", "player"."boss_id", "T4"."id", "T4"."name", "T4"."born", "T4"."boss_id" FROM "player" LEFT OUTER JOIN "player" "T4" ON ("player"."boss_id" = "T4"."id") WHERE NOT EXISTS (SELECT 1 FROM "player" "T2" INNER JOIN "player" "T3" ON ("T2"."boss_id" = "T3"."id") WHERE "player"."id" = "T2"."boss_id" AND "T3"."name" = 'Ann');

-- quern_distinct(quern_order_by(with_author, "author__name"))
SELECT DISTINCT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") ORDER BY "books_author"."name";

-- quern_distinct(quern_order_by(with_author, "author__born"))
SELECT DISTINCT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name", "books_author"."born" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") ORDER BY "books_author"."born";

-- quern_order_by(quern_distinct(with_author, "author__name"), "author__name")
SELECT DISTINCT ON ("books_author"."name") "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") ORDER BY "books_author"."name";

-- quern_reverse(quern_order_by(with_author, "author__name"))
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") ORDER BY "books_author"."name" DESC;

-- quern_first(with_author, book)
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") ORDER BY "books_book"."id" LIMIT 1;

-- quern_count(quern_select_related(memberships, "inviter"))
SELECT COUNT(*) FROM "membership";

-- quern_count(quern_distinct(with_author))
SELECT COUNT(*) FROM (SELECT DISTINCT "books_book"."id", "books_book"."title", "books_book"."author_id" FROM "books_book") AS "rows";

-- quern_count(quern_slice(with_author, 2, 5))
-- $1: bigint = 3
-- $2: bigint = 2
SELECT COUNT(*) FROM (SELECT 1 FROM "books_book" LIMIT $1 OFFSET $2) AS "rows";
SELECT COUNT(*) FROM (SELECT 1 FROM "books_book" LIMIT 3 OFFSET 2) AS "rows";

-- quern_exists(with_author, &found)
SELECT 1 FROM "books_book" LIMIT 1;

-- quern_filter(OF(author), Q("book_set__in", quern_slice(with_author, 0, 5)))
-- $1: bigint = 5
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" IN (SELECT U0."id" FROM "books_book" U0 LIMIT $1);
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" IN (SELECT U0."id" FROM "books_book" U0 LIMIT 5);

-- quern_values(quern_select_related(books, "author"), "title")
SELECT "books_book"."title" FROM "books_book";

-- quern_none(with_author)
-- $1: bigint = 0
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") LIMIT $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") LIMIT 0;

