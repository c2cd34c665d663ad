-- quern_exists(books, &found)
SELECT 1 FROM "books_book" LIMIT 1;

-- quern_exists(quern_filter(books, Q("pages__gt", 300)), &found)
-- $1: integer = 300
SELECT 1 FROM "books_book" WHERE "books_book"."pages" > $1 LIMIT 1;
SELECT 1 FROM "books_book" WHERE "books_book"."pages" > 300 LIMIT 1;

-- quern_exists(quern_order_by(books, "title"), &found)
SELECT 1 FROM "books_book" LIMIT 1;

-- quern_exists(quern_slice(books, 5, 10), &found)
-- $1: bigint = 5
SELECT 1 FROM "books_book" LIMIT 1 OFFSET $1;
SELECT 1 FROM "books_book" LIMIT 1 OFFSET 5;

-- quern_exists(quern_slice(books, 5, QUERN_OPEN_END), &found)
-- $1: bigint = 5
SELECT 1 FROM "books_book" LIMIT 1 OFFSET $1;
SELECT 1 FROM "books_book" LIMIT 1 OFFSET 5;

