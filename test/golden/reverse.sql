-- quern_count(quern_filter(authors, Q("book_set", 5)))
-- $1: bigint = 5
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" = $1;
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" = 5;

-- quern_count(quern_filter(authors, Q("book_set__pk__in", LIST(5, 6))))
-- $1: bigint[] = ARRAY[5, 6]::bigint[]
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" = ANY($1);
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" = ANY(ARRAY[5, 6]::bigint[]);

-- quern_count(quern_filter(authors, Q("book_set__title__icontains", "e")))
-- $1: text = '%e%'
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."title" ILIKE $1;
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."title" ILIKE '%e%';

-- quern_count(quern_filter(players, Q(player, staff[0]->name, icontains, "e")))
-- $1: text = '%e%'
SELECT COUNT(*) FROM "player" INNER JOIN "player" "T2" ON ("player"."id" = "T2"."boss_id") WHERE "T2"."name" ILIKE $1;
SELECT COUNT(*) FROM "player" INNER JOIN "player" "T2" ON ("player"."id" = "T2"."boss_id") WHERE "T2"."name" ILIKE '%e%';

-- quern_count(quern_filter(players, Q(player, staff, isnull, true)))
SELECT COUNT(*) FROM "player" LEFT OUTER JOIN "player" "T2" ON ("player"."id" = "T2"."boss_id") WHERE "T2"."id" IS NULL;

-- quern_count(quern_filter(players, Q(player, staff[0]->staff[0]->born, gt, 1900)))
-- $1: integer = 1900
SELECT COUNT(*) FROM "player" INNER JOIN "player" "T2" ON ("player"."id" = "T2"."boss_id") INNER JOIN "player" "T3" ON ("T2"."id" = "T3"."boss_id") WHERE "T3"."born" > $1;
SELECT COUNT(*) FROM "player" INNER JOIN "player" "T2" ON ("player"."id" = "T2"."boss_id") INNER JOIN "player" "T3" ON ("T2"."id" = "T3"."boss_id") WHERE "T3"."born" > 1900;

-- quern_count(quern_filter(authors, Q("book_set__isnull", true)))
SELECT COUNT(*) FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" IS NULL;

-- quern_count(quern_filter(authors, Q("book_set__isnull", false)))
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" IS NOT NULL;

-- quern_count(quern_filter(authors, Q("book_set", QUERN_NULL)))
SELECT COUNT(*) FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" IS NULL;

-- quern_count(quern_filter(authors, Q("book_set__pages__isnull", true)))
SELECT COUNT(*) FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" IS NULL;

-- quern_count(quern_filter(authors, Q("book_set__author", 1)))
-- $1: bigint = 1
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."author_id" = $1;
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."author_id" = 1;

-- quern_count(quern_filter(authors, Q("book_set__pages__gt", 300), Q("book_set__title", "Emma")))
-- $1: integer = 300
-- $2: text = 'Emma'
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE ("books_book"."pages" > $1 AND "books_book"."title" = $2);
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE ("books_book"."pages" > 300 AND "books_book"."title" = 'Emma');

-- quern_count(quern_filter(quern_filter(authors, Q("book_set__pages__gt", 300)), Q("book_set__title", "Emma")))
-- $1: integer = 300
-- $2: text = 'Emma'
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") INNER JOIN "books_book" "T3" ON ("books_author"."id" = "T3"."author_id") WHERE "books_book"."pages" > $1 AND "T3"."title" = $2;
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") INNER JOIN "books_book" "T3" ON ("books_author"."id" = "T3"."author_id") WHERE "books_book"."pages" > 300 AND "T3"."title" = 'Emma';

-- quern_count(quern_filter(authors, OR(Q("book_set__pages__gt", 300), Q("name", "x"))))
-- $1: integer = 300
-- $2: text = 'x'
SELECT COUNT(*) FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE ("books_book"."pages" > $1 OR "books_author"."name" = $2);
SELECT COUNT(*) FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE ("books_book"."pages" > 300 OR "books_author"."name" = 'x');

-- quern_count(quern_filter(authors, OR(Q("book_set__pages__gt", 300), Q("book_set__title", "Emma"))))
-- $1: integer = 300
-- $2: text = 'Emma'
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE ("books_book"."pages" > $1 OR "books_book"."title" = $2);
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE ("books_book"."pages" > 300 OR "books_book"."title" = 'Emma');

-- quern_count(quern_filter(quern_filter(authors, OR(Q("book_set__pages__gt", 300), Q("name", "x"))), Q("book_set__id", 1)))
-- $1: integer = 300
-- $2: text = 'x'
-- $3: bigint = 1
SELECT COUNT(*) FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") INNER JOIN "books_book" "T3" ON ("books_author"."id" = "T3"."author_id") WHERE ("books_book"."pages" > $1 OR "books_author"."name" = $2) AND "T3"."id" = $3;
SELECT COUNT(*) FROM "books_author" LEFT OUTER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") INNER JOIN "books_book" "T3" ON ("books_author"."id" = "T3"."author_id") WHERE ("books_book"."pages" > 300 OR "books_author"."name" = 'x') AND "T3"."id" = 1;

-- quern_count(quern_filter(authors, Q("book_set__pages__gt", F("book_set__copies"))))
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."pages" > "books_book"."copies";

-- quern_count(quern_filter(authors, Q("born__lt", F("book_set__pages"))))
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_author"."born" < "books_book"."pages";

-- quern_count(quern_filter(authors, Q("book_set__in", quern_filter(books, Q("pages", 1)))))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" IN (SELECT U0."id" FROM "books_book" U0 WHERE U0."pages" = $1);
SELECT COUNT(*) FROM "books_author" INNER JOIN "books_book" ON ("books_author"."id" = "books_book"."author_id") WHERE "books_book"."id" IN (SELECT U0."id" FROM "books_book" U0 WHERE U0."pages" = 1);

-- quern_count(quern_filter(books, Q("author__in", quern_filter(authors, Q("book_set__pages", 1), Q("book_set__copies", 2)))))
-- $1: integer = 1
-- $2: integer = 2
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 INNER JOIN "books_book" U1 ON (U0."id" = U1."author_id") WHERE (U1."pages" = $1 AND U1."copies" = $2));
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 INNER JOIN "books_book" U1 ON (U0."id" = U1."author_id") WHERE (U1."pages" = 1 AND U1."copies" = 2));

-- quern_count(quern_filter(books, Q("author__book_set__title", "Emma")))
-- $1: text = 'Emma'
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") INNER JOIN "books_book" "T3" ON ("books_author"."id" = "T3"."author_id") WHERE "T3"."title" = $1;
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") INNER JOIN "books_book" "T3" ON ("books_author"."id" = "T3"."author_id") WHERE "T3"."title" = 'Emma';

-- quern_count(quern_filter(books, Q("book_set__author__name", "x"), Q("sequel_of__book_set__pages", 5)))
-- $1: text = 'x'
-- $2: integer = 5
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."id" = "T2"."sequel_of_id") INNER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") INNER JOIN "books_book" "T4" ON ("books_book"."sequel_of_id" = "T4"."id") INNER JOIN "books_book" "T5" ON ("T4"."id" = "T5"."sequel_of_id") WHERE ("books_author"."name" = $1 AND "T5"."pages" = $2);
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."id" = "T2"."sequel_of_id") INNER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") INNER JOIN "books_book" "T4" ON ("books_book"."sequel_of_id" = "T4"."id") INNER JOIN "books_book" "T5" ON ("T4"."id" = "T5"."sequel_of_id") WHERE ("books_author"."name" = 'x' AND "T5"."pages" = 5);

-- quern_count(quern_filter(players, Q("badge__number", "n1")))
-- $1: text = 'n1'
SELECT COUNT(*) FROM "player" INNER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE "badge"."number" = $1;
SELECT COUNT(*) FROM "player" INNER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE "badge"."number" = 'n1';

-- quern_count(quern_filter(quern_filter(players, Q("badge__number", "n1")), Q("badge__id__gt", 1)))
-- $1: text = 'n1'
-- $2: integer = 1
SELECT COUNT(*) FROM "player" INNER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE "badge"."number" = $1 AND "badge"."id" > $2;
SELECT COUNT(*) FROM "player" INNER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE "badge"."number" = 'n1' AND "badge"."id" > 1;

-- quern_count(quern_filter(players, Q(player, badge, isnull, true)))
SELECT COUNT(*) FROM "player" LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE "badge"."id" IS NULL;

-- quern_count(quern_exclude(players, Q("badge__number", "n1")))
-- $1: text = 'n1'
SELECT COUNT(*) FROM "player" LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE NOT ("badge"."number" = $1 AND "badge"."number" IS NOT NULL);
SELECT COUNT(*) FROM "player" LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id") WHERE NOT ("badge"."number" = 'n1' AND "badge"."number" IS NOT NULL);

-- quern_count(quern_filter(badges, Q("holder__badge__number", "n1")))
-- $1: text = 'n1'
SELECT COUNT(*) FROM "badge" INNER JOIN "player" ON ("badge"."holder_id" = "player"."id") INNER JOIN "badge" "T3" ON ("player"."id" = "T3"."holder_id") WHERE "T3"."number" = $1;
SELECT COUNT(*) FROM "badge" INNER JOIN "player" ON ("badge"."holder_id" = "player"."id") INNER JOIN "badge" "T3" ON ("player"."id" = "T3"."holder_id") WHERE "T3"."number" = 'n1';

-- quern_count(quern_filter(OF(loan), Q("loan__reader__name", "Ann")))
-- $1: text = 'Ann'
SELECT COUNT(*) FROM "loan" INNER JOIN "loan" "T2" ON ("loan"."id" = "T2"."renewal_of_id") INNER JOIN "reader" ON ("T2"."card" = "reader"."card") WHERE "reader"."name" = $1;
SELECT COUNT(*) FROM "loan" INNER JOIN "loan" "T2" ON ("loan"."id" = "T2"."renewal_of_id") INNER JOIN "reader" ON ("T2"."card" = "reader"."card") WHERE "reader"."name" = 'Ann';

-- quern_count(quern_filter(badges, Q("pin_set__size", 3)))
-- $1: integer = 3
SELECT COUNT(*) FROM "badge" INNER JOIN "pin" ON ("badge"."number" = "pin"."badge_id") WHERE "pin"."size" = $1;
SELECT COUNT(*) FROM "badge" INNER JOIN "pin" ON ("badge"."number" = "pin"."badge_id") WHERE "pin"."size" = 3;

-- quern_count(quern_filter(OF(pin), Q("badge__pin_set__size", 3)))
-- $1: integer = 3
SELECT COUNT(*) FROM "pin" INNER JOIN "badge" ON ("pin"."badge_id" = "badge"."number") INNER JOIN "pin" "T3" ON ("badge"."number" = "T3"."badge_id") WHERE "T3"."size" = $1;
SELECT COUNT(*) FROM "pin" INNER JOIN "badge" ON ("pin"."badge_id" = "badge"."number") INNER JOIN "pin" "T3" ON ("badge"."number" = "T3"."badge_id") WHERE "T3"."size" = 3;

-- quern_count(quern_filter(players, Q("badge__pin_set", 3)))
-- $1: bigint = 3
SELECT COUNT(*) FROM "player" INNER JOIN "badge" ON ("player"."id" = "badge"."holder_id") INNER JOIN "pin" ON ("badge"."number" = "pin"."badge_id") WHERE "pin"."id" = $1;
SELECT COUNT(*) FROM "player" INNER JOIN "badge" ON ("player"."id" = "badge"."holder_id") INNER JOIN "pin" ON ("badge"."number" = "pin"."badge_id") WHERE "pin"."id" = 3;

-- quern_count(quern_exclude(badges, Q("pin_set__size", 3)))
-- $1: integer = 3
SELECT COUNT(*) FROM "badge" WHERE NOT EXISTS (SELECT 1 FROM "pin" "T2" WHERE "badge"."number" = "T2"."badge_id" AND "T2"."size" = $1);
SELECT COUNT(*) FROM "badge" WHERE NOT EXISTS (SELECT 1 FROM "pin" "T2" WHERE "badge"."number" = "T2"."badge_id" AND "T2"."size" = 3);

