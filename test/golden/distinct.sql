-- quern_distinct(titles)
SELECT DISTINCT "books_book"."title" FROM "books_book";

-- quern_distinct(quern_order_by(titles, "title"))
SELECT DISTINCT "books_book"."title" FROM "books_book" ORDER BY "books_book"."title";

-- quern_distinct(quern_order_by(titles, "pages"))
SELECT DISTINCT "books_book"."title", "books_book"."pages" FROM "books_book" ORDER BY "books_book"."pages";

-- quern_distinct(quern_order_by(titles, "author__name", "title"))
SELECT DISTINCT "books_book"."title", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") ORDER BY "books_author"."name", "books_book"."title";

-- quern_slice(quern_distinct(quern_order_by(titles, "title")), 2, 5)
-- $1: bigint = 3
-- $2: bigint = 2
SELECT DISTINCT "books_book"."title" FROM "books_book" ORDER BY "books_book"."title" LIMIT $1 OFFSET $2;
SELECT DISTINCT "books_book"."title" FROM "books_book" ORDER BY "books_book"."title" LIMIT 3 OFFSET 2;

-- quern_distinct(quern_filter(titles, Q("author__name", "Jane Austen")))
-- $1: text = 'Jane Austen'
SELECT DISTINCT "books_book"."title" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" = $1;
SELECT DISTINCT "books_book"."title" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" = 'Jane Austen';

-- quern_distinct(quern_only(books, "title"))
SELECT DISTINCT "books_book"."id", "books_book"."title" FROM "books_book";

-- quern_distinct(books)
SELECT DISTINCT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book";

-- quern_distinct(titles, "author")
SELECT DISTINCT ON ("books_book"."author_id") "books_book"."title" FROM "books_book";

-- quern_distinct(titles, "author__name")
SELECT DISTINCT ON ("books_author"."name") "books_book"."title" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_order_by(quern_distinct(titles, "author", "published"), "published", "author", "-id")
SELECT DISTINCT ON ("books_book"."author_id", "books_book"."published") "books_book"."title" FROM "books_book" ORDER BY "books_book"."published", "books_book"."author_id", "books_book"."id" DESC;

-- quern_order_by(quern_distinct(titles, "sequel_of__author__name"), "-sequel_of__author__name", "id")
SELECT DISTINCT ON ("books_author"."name") "books_book"."title" FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") ORDER BY "books_author"."name" DESC, "books_book"."id";

-- quern_distinct(quern_distinct(titles, "author"))
SELECT DISTINCT "books_book"."title" FROM "books_book";

-- quern_count(quern_distinct(titles))
SELECT COUNT(*) FROM (SELECT DISTINCT "books_book"."title" FROM "books_book") AS "rows";

-- quern_count(quern_distinct(quern_order_by(titles, "pages")))
SELECT COUNT(*) FROM (SELECT DISTINCT "books_book"."title", "books_book"."pages" FROM "books_book" ORDER BY "books_book"."pages") AS "rows";

-- quern_count(quern_slice(quern_distinct(titles), 2, 5))
-- $1: bigint = 3
-- $2: bigint = 2
SELECT COUNT(*) FROM (SELECT DISTINCT "books_book"."title" FROM "books_book" LIMIT $1 OFFSET $2) AS "rows";
SELECT COUNT(*) FROM (SELECT DISTINCT "books_book"."title" FROM "books_book" LIMIT 3 OFFSET 2) AS "rows";

-- quern_count(firsts)
SELECT COUNT(*) FROM (SELECT DISTINCT ON ("books_book"."author_id") "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book") AS "rows";

-- quern_exists(quern_distinct(quern_order_by(titles, "pages")), &found)
SELECT 1 FROM "books_book" LIMIT 1;

-- quern_exists(quern_slice(quern_distinct(quern_order_by(titles, "pages")), 2, 5), &found)
-- $1: bigint = 2
SELECT 1 FROM (SELECT DISTINCT "books_book"."title", "books_book"."pages" FROM "books_book" ORDER BY "books_book"."pages" LIMIT 1 OFFSET $1) AS "rows";
SELECT 1 FROM (SELECT DISTINCT "books_book"."title", "books_book"."pages" FROM "books_book" ORDER BY "books_book"."pages" LIMIT 1 OFFSET 2) AS "rows";

-- quern_exists(quern_slice(quern_distinct(titles, "author"), 2, 5), &found)
-- $1: bigint = 2
SELECT 1 FROM (SELECT DISTINCT ON ("books_book"."author_id") "books_book"."title" FROM "books_book" LIMIT 1 OFFSET $1) AS "rows";
SELECT 1 FROM (SELECT DISTINCT ON ("books_book"."author_id") "books_book"."title" FROM "books_book" LIMIT 1 OFFSET 2) AS "rows";

-- quern_first(quern_distinct(titles), quern_row)
SELECT DISTINCT "books_book"."title", "books_book"."id" FROM "books_book" ORDER BY "books_book"."id" LIMIT 1;

-- quern_first(firsts, book)
SELECT DISTINCT ON ("books_book"."author_id") "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."author_id", "books_book"."pages" DESC LIMIT 1;

-- quern_get(firsts, book)
-- $1: bigint = 2
SELECT DISTINCT ON ("books_book"."author_id") "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."author_id", "books_book"."pages" DESC LIMIT $1;
SELECT DISTINCT ON ("books_book"."author_id") "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" ORDER BY "books_book"."author_id", "books_book"."pages" DESC LIMIT 2;

