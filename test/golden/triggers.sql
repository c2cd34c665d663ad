-- quern_last(books, book)
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."id" DESC LIMIT 1;

-- quern_last(by_title, book)
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."title" LIMIT 1;

-- quern_last(quern_order_by(books, NULLS_FIRST("pages"), NULLS_LAST("-rating"), "id"), book)
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."pages" DESC NULLS LAST, "books_book"."rating" NULLS FIRST, "books_book"."id" DESC LIMIT 1;

-- quern_last(quern_order_by(books, "-author__name", "?"), book)
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") ORDER BY "books_author"."name", RANDOM() LIMIT 1;

-- quern_last(readers, reader)
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name" DESC, "reader"."id" LIMIT 1;

-- quern_last((quern_order_by)(readers, none, QUERN_SITE), reader)
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."id" DESC LIMIT 1;

-- quern_last(loans, loan)
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") ORDER BY "reader"."name", "reader"."id" DESC, "loan"."book_id" DESC, "loan"."renewal_of_id" DESC LIMIT 1;

-- quern_last(by_author, book)
SELECT DISTINCT ON ("books_book"."author_id") "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."author_id" DESC, "books_book"."pages" DESC LIMIT 1;

-- quern_last(quern_distinct(quern_order_by(books, "author_id"), "author_id"), book)
SELECT DISTINCT ON ("books_book"."author_id") "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."author_id" DESC LIMIT 1;

-- quern_last(quern_values(by_title, "title", "author__name"), quern_row)
SELECT "books_book"."title", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") ORDER BY "books_book"."title" LIMIT 1;

-- quern_last(quern_dates(books, "created_at", QUERN_YEAR), quern_row)
SELECT DISTINCT DATE_TRUNC('year', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1 DESC LIMIT 1;

-- quern_earliest(books, book, "created_at")
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."created_at" LIMIT 1;

-- quern_earliest(by_title, book, "pages", "-rating")
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."pages", "books_book"."rating" DESC NULLS LAST LIMIT 1;

-- quern_earliest(books, book, "author__name", "author__email")
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") ORDER BY "books_author"."name", "books_author"."email" LIMIT 1;

-- quern_earliest(loans, loan, "reader")
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") ORDER BY "reader"."name", "reader"."id" DESC LIMIT 1;

-- quern_latest(books, book, "created_at")
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."created_at" DESC LIMIT 1;

-- quern_latest(by_title, book, "pages", "-rating")
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."pages" DESC NULLS LAST, "books_book"."rating" LIMIT 1;

-- quern_latest(books, book, "sequel_of__created_at", "author__born")
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") ORDER BY "T2"."created_at" DESC NULLS LAST, "books_author"."born" DESC NULLS LAST LIMIT 1;

-- quern_latest(readers, reader, "pk")
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."id" DESC LIMIT 1;

-- quern_latest(quern_filter(books, Q("sequel_of__pages__gt", 1)), book, "sequel_of__title")
-- $1: integer = 1
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE "T2"."pages" > $1 ORDER BY "T2"."title" DESC LIMIT 1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE "T2"."pages" > 1 ORDER BY "T2"."title" DESC LIMIT 1;

-- quern_contains(books, b, &found)
-- $1: bigint = 5
SELECT 1 FROM "books_book" WHERE "books_book"."id" = $1 LIMIT 1;
SELECT 1 FROM "books_book" WHERE "books_book"."id" = 5 LIMIT 1;

-- quern_contains(quern_filter(by_title, Q("pages__gt", 300)), b, &found)
-- $1: integer = 300
-- $2: bigint = 5
SELECT 1 FROM "books_book" WHERE "books_book"."pages" > $1 AND "books_book"."id" = $2 LIMIT 1;
SELECT 1 FROM "books_book" WHERE "books_book"."pages" > 300 AND "books_book"."id" = 5 LIMIT 1;

-- quern_contains(quern_slice(by_title, 5, 10), b, &found)
-- $1: bigint = 5
-- $2: bigint = 5
-- $3: bigint = 5
SELECT 1 FROM "books_book" WHERE "books_book"."id" IN (SELECT U0."id" FROM "books_book" U0 ORDER BY U0."title" DESC LIMIT $1 OFFSET $2) AND "books_book"."id" = $3 LIMIT 1;
SELECT 1 FROM "books_book" WHERE "books_book"."id" IN (SELECT U0."id" FROM "books_book" U0 ORDER BY U0."title" DESC LIMIT 5 OFFSET 5) AND "books_book"."id" = 5 LIMIT 1;

-- quern_contains(by_author, b, &found)
-- $1: bigint = 5
SELECT 1 FROM "books_book" WHERE "books_book"."id" IN (SELECT DISTINCT ON (U0."author_id") U0."id" FROM "books_book" U0 ORDER BY U0."author_id", U0."pages" DESC) AND "books_book"."id" = $1 LIMIT 1;
SELECT 1 FROM "books_book" WHERE "books_book"."id" IN (SELECT DISTINCT ON (U0."author_id") U0."id" FROM "books_book" U0 ORDER BY U0."author_id", U0."pages" DESC) AND "books_book"."id" = 5 LIMIT 1;

-- quern_contains(quern_distinct(by_title), b, &found)
-- $1: bigint = 5
SELECT 1 FROM "books_book" WHERE "books_book"."id" = $1 LIMIT 1;
SELECT 1 FROM "books_book" WHERE "books_book"."id" = 5 LIMIT 1;

-- quern_in_bulk(by_title, book, "pk", LIST(3, 1, 2))
-- $1: bigint[] = ARRAY[3, 1, 2]::bigint[]
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."id" = ANY($1);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."id" = ANY(ARRAY[3, 1, 2]::bigint[]);

-- quern_in_bulk(quern_filter(books, Q("published", true)), book, "id", LIST(3, QUERN_NULL))
-- $1: bigint[] = ARRAY[3]::bigint[]
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."published" AND "books_book"."id" = ANY($1);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."published" AND "books_book"."id" = ANY(ARRAY[3]::bigint[]);

-- quern_in_bulk(readers, reader, "card", LIST("A1", "B1"))
-- $1: text[] = '{"A1","B1"}'
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" WHERE "reader"."card" = ANY($1);
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" WHERE "reader"."card" = ANY('{"A1","B1"}');

-- quern_in_bulk(loans, loan, "book", LIST(1, 2))
-- $1: bigint[] = ARRAY[1, 2]::bigint[]
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" WHERE "loan"."book_id" = ANY($1);
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" WHERE "loan"."book_id" = ANY(ARRAY[1, 2]::bigint[]);

-- quern_in_bulk(by_author, book, "id", LIST(1, 2))
-- $1: bigint[] = ARRAY[1, 2]::bigint[]
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."id" IN (SELECT DISTINCT ON (U0."author_id") U0."id" FROM "books_book" U0 ORDER BY U0."author_id", U0."pages" DESC) AND "books_book"."id" = ANY($1);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."id" IN (SELECT DISTINCT ON (U0."author_id") U0."id" FROM "books_book" U0 ORDER BY U0."author_id", U0."pages" DESC) AND "books_book"."id" = ANY(ARRAY[1, 2]::bigint[]);

-- quern_print(books, stdout)
-- $1: bigint = 21
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" LIMIT $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" LIMIT 21;

-- quern_print(quern_slice(by_title, 5, 10), stdout)
-- $1: bigint = 5
-- $2: bigint = 5
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."title" DESC LIMIT $1 OFFSET $2;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."title" DESC LIMIT 5 OFFSET 5;

