-- quern_values(books, "title")
SELECT "books_book"."title" FROM "books_book";

-- quern_values(books, "isbn", "pk", "author")
SELECT "books_book"."ISBN-13", "books_book"."id", "books_book"."author_id" FROM "books_book";

-- quern_values(books, "title", "author__name")
SELECT "books_book"."title", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_values(books, "title", "sequel_of__author__name")
SELECT "books_book"."title", "books_author"."name" FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id");

-- quern_values(books)
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book";

-- quern_values(loans, "id", "reader", "reader__pk")
SELECT "loan"."id", "loan"."card", "reader"."id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";

-- quern_values_into(books, line)
SELECT "books_book"."title", "books_author"."name", "books_book"."pages" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_slice(quern_order_by(quern_filter(quern_values(books, "title"), Q("author__born__gt", 1800)), "-id"), 1, 3)
-- $1: integer = 1800
-- $2: bigint = 2
-- $3: bigint = 1
SELECT "books_book"."title" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."born" > $1 ORDER BY "books_book"."id" DESC LIMIT $2 OFFSET $3;
SELECT "books_book"."title" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."born" > 1800 ORDER BY "books_book"."id" DESC LIMIT 2 OFFSET 1;

-- quern_values(quern_slice(quern_order_by(books, "id"), 1, 3), "title")
-- $1: bigint = 2
-- $2: bigint = 1
SELECT "books_book"."title" FROM "books_book" ORDER BY "books_book"."id" LIMIT $1 OFFSET $2;
SELECT "books_book"."title" FROM "books_book" ORDER BY "books_book"."id" LIMIT 2 OFFSET 1;

-- quern_values(quern_only(books, "id"), "title")
SELECT "books_book"."title" FROM "books_book";

-- quern_values_into(quern_values(books, "id"), line)
SELECT "books_book"."title", "books_author"."name", "books_book"."pages" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_count(quern_values(books, "title"))
SELECT COUNT(*) FROM "books_book";

-- quern_exists(quern_values(books, "title", "author__name"), &found)
SELECT 1 FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") LIMIT 1;

-- quern_first(quern_values(books, "title"), quern_row)
SELECT "books_book"."title" FROM "books_book" ORDER BY "books_book"."id" LIMIT 1;

-- quern_get(quern_filter(quern_values_into(books, line), Q("id", 1)), line)
-- $1: bigint = 1
-- $2: bigint = 2
SELECT "books_book"."title", "books_author"."name", "books_book"."pages" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_book"."id" = $1 LIMIT $2;
SELECT "books_book"."title", "books_author"."name", "books_book"."pages" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_book"."id" = 1 LIMIT 2;

