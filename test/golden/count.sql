-- quern_count(books)
SELECT COUNT(*) FROM "books_book";

-- quern_count(quern_filter(books, Q("pages__gt", 300)))
-- $1: integer = 300
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" > $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" > 300;

-- quern_count(quern_order_by(books, "title"))
SELECT COUNT(*) FROM "books_book";

-- quern_count(quern_slice(books, 0, 10))
-- $1: bigint = 10
SELECT COUNT(*) FROM (SELECT 1 FROM "books_book" LIMIT $1) AS "rows";
SELECT COUNT(*) FROM (SELECT 1 FROM "books_book" LIMIT 10) AS "rows";

-- quern_count(quern_slice(books, 5, QUERN_OPEN_END))
-- $1: bigint = 5
SELECT COUNT(*) FROM (SELECT 1 FROM "books_book" OFFSET $1) AS "rows";
SELECT COUNT(*) FROM (SELECT 1 FROM "books_book" OFFSET 5) AS "rows";

-- quern_count(quern_slice(quern_order_by(quern_exclude(books, Q("pages__gt", 300)), "title"), 5, 6))
-- $1: integer = 300
-- $2: bigint = 5
SELECT COUNT(*) FROM (SELECT 1 FROM "books_book" WHERE NOT ("books_book"."pages" > $1 AND "books_book"."pages" IS NOT NULL) LIMIT 1 OFFSET $2) AS "rows";
SELECT COUNT(*) FROM (SELECT 1 FROM "books_book" WHERE NOT ("books_book"."pages" > 300 AND "books_book"."pages" IS NOT NULL) LIMIT 1 OFFSET 5) AS "rows";

