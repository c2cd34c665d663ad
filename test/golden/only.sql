-- quern_only(books, "title")
SELECT "books_book"."id", "books_book"."title" FROM "books_book";

-- quern_filter(quern_fetch_mode(quern_only(books, "title"), QUERN_FETCH_PEERS), Q("id", 5))
-- $1: bigint = 5
SELECT "books_book"."id", "books_book"."title" FROM "books_book" WHERE "books_book"."id" = $1;
SELECT "books_book"."id", "books_book"."title" FROM "books_book" WHERE "books_book"."id" = 5;

-- quern_only(books, "author", "pk", "isbn")
SELECT "books_book"."id", "books_book"."author_id", "books_book"."ISBN-13" FROM "books_book";

-- quern_only(quern_only(books, "title"), "pages")
SELECT "books_book"."id", "books_book"."pages" FROM "books_book";

-- quern_defer(quern_only(books, "title", "pages"), "title")
SELECT "books_book"."id", "books_book"."pages" FROM "books_book";

-- quern_only(quern_defer(books, "title"), "title", "pages")
SELECT "books_book"."id", "books_book"."pages" FROM "books_book";

-- quern_defer(quern_objects(golden->session, author), "email", "name")
SELECT "books_author"."id", "books_author"."born" FROM "books_author";

-- quern_defer(quern_defer(quern_objects(golden->session, author), "email"), "born", "id")
SELECT "books_author"."id", "books_author"."name" FROM "books_author";

-- quern_defer(quern_only(quern_objects(golden->session, author), "name"))
SELECT "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_author";

-- quern_only(quern_objects(golden->session, author))
SELECT "books_author"."id" FROM "books_author";

-- quern_order_by(quern_only(loans, "reader"), "reader__name")
SELECT "loan"."id", "loan"."card" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") ORDER BY "reader"."name";

-- quern_slice(quern_only(quern_filter(books, Q("id", 1)), "title"), 0, 5)
-- $1: bigint = 1
-- $2: bigint = 5
SELECT "books_book"."id", "books_book"."title" FROM "books_book" WHERE "books_book"."id" = $1 LIMIT $2;
SELECT "books_book"."id", "books_book"."title" FROM "books_book" WHERE "books_book"."id" = 1 LIMIT 5;

