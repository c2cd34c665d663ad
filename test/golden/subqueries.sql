-- quern_filter(books, Q("author__in", authors))
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0);

-- quern_filter(books, Q("pages__gt", 1), Q("author__in", old), Q("pages__lt", 2))
-- $1: integer = 1
-- $2: integer = 1800
-- $3: integer = 2
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE ("books_book"."pages" > $1 AND "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" < $2) AND "books_book"."pages" < $3);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE ("books_book"."pages" > 1 AND "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" < 1800) AND "books_book"."pages" < 2);

-- quern_count(quern_filter(books, Q(book, author, in, old)))
-- $1: integer = 1800
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" < $1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" < 1800);

-- quern_count(quern_filter(books, Q("author_id__in", old)))
-- $1: integer = 1800
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" < $1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" < 1800);

-- quern_count(quern_filter(books, Q("id__in", books)))
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."id" IN (SELECT U0."id" FROM "books_book" U0);

-- quern_count(quern_filter(books, Q("id__in", quern_values(quern_filter(books, Q("author__name", "x")), "sequel_of"))))
-- $1: text = 'x'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."id" IN (SELECT U0."sequel_of_id" FROM "books_book" U0 INNER JOIN "books_author" U1 ON (U0."author_id" = U1."id") WHERE U1."name" = $1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."id" IN (SELECT U0."sequel_of_id" FROM "books_book" U0 INNER JOIN "books_author" U1 ON (U0."author_id" = U1."id") WHERE U1."name" = 'x');

-- quern_count(quern_filter(authors, Q("name__in", quern_values(books, "title"))))
SELECT COUNT(*) FROM "books_author" WHERE "books_author"."name" IN (SELECT U0."title" FROM "books_book" U0);

-- quern_count(quern_filter(authors, Q("born__in", quern_values(books, "sold"))))
SELECT COUNT(*) FROM "books_author" WHERE "books_author"."born" IN (SELECT U0."sold" FROM "books_book" U0);

-- quern_count(quern_filter(authors, Q("id__in", quern_values(books, "sequel_of__author"))))
SELECT COUNT(*) FROM "books_author" WHERE "books_author"."id" IN (SELECT U1."author_id" FROM "books_book" U0 LEFT OUTER JOIN "books_book" U1 ON (U0."sequel_of_id" = U1."id"));

-- quern_count(quern_filter(loans, Q("reader__in", readers)))
SELECT COUNT(*) FROM "loan" WHERE "loan"."card" IN (SELECT U0."card" FROM "reader" U0);

-- quern_count(quern_filter(loans, Q("reader__in", quern_filter(readers, Q("favourite__in", old)))))
-- $1: integer = 1800
SELECT COUNT(*) FROM "loan" WHERE "loan"."card" IN (SELECT U0."card" FROM "reader" U0 WHERE U0."favourite_id" IN (SELECT V0."id" FROM "books_author" V0 WHERE V0."born" < $1));
SELECT COUNT(*) FROM "loan" WHERE "loan"."card" IN (SELECT U0."card" FROM "reader" U0 WHERE U0."favourite_id" IN (SELECT V0."id" FROM "books_author" V0 WHERE V0."born" < 1800));

-- quern_count(quern_filter(books, Q("author__in", quern_order_by(authors, "name"))))
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0);

-- quern_count(quern_filter(books, Q("author__in", quern_slice(quern_order_by(authors, "name"), 1, 3))))
-- $1: bigint = 2
-- $2: bigint = 1
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 ORDER BY U0."name" LIMIT $1 OFFSET $2);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 ORDER BY U0."name" LIMIT 2 OFFSET 1);

-- quern_count(quern_filter(books, Q("author__in", quern_distinct(quern_order_by(authors, "name")))))
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT DISTINCT U0."id" FROM "books_author" U0);

-- quern_count(quern_filter(authors, Q("id__in", quern_values(quern_slice(quern_distinct(quern_order_by(books, "title")), 0, 3), "author"))))
-- $1: bigint = 3
SELECT COUNT(*) FROM "books_author" WHERE "books_author"."id" IN (SELECT "rows"."key" FROM (SELECT DISTINCT U0."author_id", U0."title" FROM "books_book" U0 ORDER BY U0."title" LIMIT $1) AS "rows" ("key"));
SELECT COUNT(*) FROM "books_author" WHERE "books_author"."id" IN (SELECT "rows"."key" FROM (SELECT DISTINCT U0."author_id", U0."title" FROM "books_book" U0 ORDER BY U0."title" LIMIT 3) AS "rows" ("key"));

-- quern_count(quern_filter(authors, Q("id__in", quern_values(quern_distinct(quern_order_by(books, "author_id", "-pages"), "author_id"), "sequel_of"))))
SELECT COUNT(*) FROM "books_author" WHERE "books_author"."id" IN (SELECT DISTINCT ON (U0."author_id") U0."sequel_of_id" FROM "books_book" U0 ORDER BY U0."author_id", U0."pages" DESC);

-- quern_count(quern_filter(books, OR(Q("author__in", old), Q("sequel_of__author__name", "x"))))
-- $1: integer = 1800
-- $2: text = 'x'
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") WHERE ("books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" < $1) OR "books_author"."name" = $2);
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") WHERE ("books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" < 1800) OR "books_author"."name" = 'x');

-- quern_count(quern_exclude(books, Q("author__in", old)))
-- $1: integer = 1800
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" < $1));
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."born" < 1800));

-- quern_count(quern_exclude(books, Q("id__in", quern_values(books, "sequel_of"))))
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."id" IN (SELECT U0."sequel_of_id" FROM "books_book" U0 WHERE U0."sequel_of_id" IS NOT NULL));

-- quern_count(quern_exclude(books, Q("id__in", quern_values(quern_filter(books, Q("pages__gt", 1)), "sequel_of"))))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."id" IN (SELECT U0."sequel_of_id" FROM "books_book" U0 WHERE U0."pages" > $1 AND U0."sequel_of_id" IS NOT NULL));
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."id" IN (SELECT U0."sequel_of_id" FROM "books_book" U0 WHERE U0."pages" > 1 AND U0."sequel_of_id" IS NOT NULL));

-- quern_count(quern_exclude(books, Q("sequel_of__in", quern_values(quern_slice(books, 0, 5), "sequel_of"))))
-- $1: bigint = 5
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."sequel_of_id" IN (SELECT "rows"."key" FROM (SELECT U0."sequel_of_id" FROM "books_book" U0 LIMIT $1) AS "rows" ("key") WHERE "rows"."key" IS NOT NULL) AND "books_book"."sequel_of_id" IS NOT NULL);
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."sequel_of_id" IN (SELECT "rows"."key" FROM (SELECT U0."sequel_of_id" FROM "books_book" U0 LIMIT 5) AS "rows" ("key") WHERE "rows"."key" IS NOT NULL) AND "books_book"."sequel_of_id" IS NOT NULL);

-- quern_count(quern_exclude(books, Q("id__in", quern_values(books, "sequel_of__id"))))
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."id" IN (SELECT U0."sequel_of_id" FROM "books_book" U0 WHERE U0."sequel_of_id" IS NOT NULL));

-- quern_count(quern_exclude(authors, Q("born__in", quern_values(books, "sequel_of__pages"))))
SELECT COUNT(*) FROM "books_author" WHERE NOT ("books_author"."born" IN (SELECT U1."pages" FROM "books_book" U0 LEFT OUTER JOIN "books_book" U1 ON (U0."sequel_of_id" = U1."id") WHERE U1."pages" IS NOT NULL) AND "books_author"."born" IS NOT NULL);

-- quern_count(quern_filter(books, NOT(NOT(Q("id__in", quern_values(books, "sequel_of"))))))
SELECT COUNT(*) FROM "books_book" WHERE NOT (NOT ("books_book"."id" IN (SELECT U0."sequel_of_id" FROM "books_book" U0)));

-- quern_count(quern_filter(books, Q("author__in", quern_filter(authors, Q("id__in", quern_values(quern_filter(books, Q("id__in", quern_exclude(books, Q("pages", 7)))), "author"))))))
-- $1: integer = 7
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."id" IN (SELECT V0."author_id" FROM "books_book" V0 WHERE V0."id" IN (SELECT W0."id" FROM "books_book" W0 WHERE NOT (W0."pages" = $1 AND W0."pages" IS NOT NULL))));
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" IN (SELECT U0."id" FROM "books_author" U0 WHERE U0."id" IN (SELECT V0."author_id" FROM "books_book" V0 WHERE V0."id" IN (SELECT W0."id" FROM "books_book" W0 WHERE NOT (W0."pages" = 7 AND W0."pages" IS NOT NULL))));

-- quern_filter(books, Q("author__in", quern_filter(authors, Q("id__in", quern_array_of_i64(NULL, 0)))))
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE FALSE;

-- quern_count(quern_exclude(books, Q("author__in", quern_none(authors))))
SELECT COUNT(*) FROM "books_book";

-- quern_count(quern_filter(books, OR(Q("author__in", quern_slice(authors, 3, 3)), Q("pages", 1))))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = 1;

-- quern_count(quern_filter(books, COMPARE(PLUS(F("pages"), 1), in, quern_values(books, "pages"))))
-- $1: bigint = 1
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."pages" + $1) IN (SELECT U0."pages" FROM "books_book" U0);
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."pages" + CAST(1 AS bigint)) IN (SELECT U0."pages" FROM "books_book" U0);

