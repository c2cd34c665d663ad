-- quern_count(quern_filter(books, Q("author__name", "Jane Austen")))
-- $1: text = 'Jane Austen'
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" = $1;
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" = 'Jane Austen';

-- quern_count(quern_filter(books, Q(book, author->name, icontains, "jane")))
-- $1: text = '%jane%'
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" ILIKE $1;
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" ILIKE '%jane%';

-- quern_count(quern_filter(books, Q("author__email__isnull", true)))
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."email" IS NULL;

-- quern_count(quern_filter(books, Q("sequel_of__title", "Emma")))
-- $1: text = 'Emma'
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE "T2"."title" = $1;
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE "T2"."title" = 'Emma';

-- quern_count(quern_filter(books, Q("sequel_of__title__isnull", true)))
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE "T2"."title" IS NULL;

-- quern_count(quern_filter(books, Q("sequel_of__author", 1)))
-- $1: bigint = 1
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE "T2"."author_id" = $1;
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE "T2"."author_id" = 1;

-- quern_count(quern_filter(books, Q("sequel_of__author__name", "Jane Austen")))
-- $1: text = 'Jane Austen'
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") INNER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") WHERE "books_author"."name" = $1;
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") INNER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") WHERE "books_author"."name" = 'Jane Austen';

-- quern_count(quern_filter(books, Q("sequel_of__sequel_of__pages__gt", 300)))
-- $1: integer = 300
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") INNER JOIN "books_book" "T3" ON ("T2"."sequel_of_id" = "T3"."id") WHERE "T3"."pages" > $1;
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") INNER JOIN "books_book" "T3" ON ("T2"."sequel_of_id" = "T3"."id") WHERE "T3"."pages" > 300;

-- quern_count(quern_exclude(books, Q("author__name", "Jane Austen")))
-- $1: text = 'Jane Austen'
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE NOT ("books_author"."name" = $1);
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE NOT ("books_author"."name" = 'Jane Austen');

-- quern_count(quern_exclude(books, Q("author__email", "x")))
-- $1: text = 'x'
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE NOT ("books_author"."email" = $1 AND "books_author"."email" IS NOT NULL);
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE NOT ("books_author"."email" = 'x' AND "books_author"."email" IS NOT NULL);

-- quern_count(quern_exclude(books, Q("sequel_of__title", "Emma")))
-- $1: text = 'Emma'
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE NOT ("T2"."title" = $1 AND "T2"."title" IS NOT NULL);
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE NOT ("T2"."title" = 'Emma' AND "T2"."title" IS NOT NULL);

-- quern_count(quern_exclude(books, Q("sequel_of__author__name", "Jane Austen"), Q("id__gt", 3)))
-- $1: text = 'Jane Austen'
-- $2: bigint = 3
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") WHERE NOT ("books_author"."name" = $1 AND "books_author"."name" IS NOT NULL AND "books_book"."id" > $2);
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") WHERE NOT ("books_author"."name" = 'Jane Austen' AND "books_author"."name" IS NOT NULL AND "books_book"."id" > 3);

-- quern_count(quern_exclude(books, Q("sequel_of__title__isnull", true)))
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE NOT ("T2"."title" IS NULL);

-- quern_count(quern_filter(books, OR(Q("sequel_of__title", "Emma"), Q("id", 1))))
-- $1: text = 'Emma'
-- $2: bigint = 1
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE ("T2"."title" = $1 OR "books_book"."id" = $2);
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE ("T2"."title" = 'Emma' OR "books_book"."id" = 1);

-- quern_count(quern_filter(books, OR(Q("sequel_of__title", "Emma"), Q("sequel_of__pages__gt", 300))))
-- $1: text = 'Emma'
-- $2: integer = 300
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE ("T2"."title" = $1 OR "T2"."pages" > $2);
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE ("T2"."title" = 'Emma' OR "T2"."pages" > 300);

-- quern_count(quern_filter(books, OR(Q("sequel_of__author__name", "x"), Q("author__name", "y"))))
-- $1: text = 'x'
-- $2: text = 'y'
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") INNER JOIN "books_author" "T4" ON ("books_book"."author_id" = "T4"."id") WHERE ("books_author"."name" = $1 OR "T4"."name" = $2);
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") LEFT OUTER JOIN "books_author" ON ("T2"."author_id" = "books_author"."id") INNER JOIN "books_author" "T4" ON ("books_book"."author_id" = "T4"."id") WHERE ("books_author"."name" = 'x' OR "T4"."name" = 'y');

-- quern_count(quern_filter(quern_filter(books, OR(Q("sequel_of__title", "Emma"), Q("id", 1))), Q("sequel_of__pages__gt", 300)))
-- $1: text = 'Emma'
-- $2: bigint = 1
-- $3: integer = 300
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE ("T2"."title" = $1 OR "books_book"."id" = $2) AND "T2"."pages" > $3;
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE ("T2"."title" = 'Emma' OR "books_book"."id" = 1) AND "T2"."pages" > 300;

-- quern_count(quern_filter(quern_filter(books, Q("author__name__gt", "A")), Q("author__born__gt", 1800)))
-- $1: text = 'A'
-- $2: integer = 1800
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" > $1 AND "books_author"."born" > $2;
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" > 'A' AND "books_author"."born" > 1800;

-- quern_count(quern_filter(loans, Q("reader__name", "Ann")))
-- $1: text = 'Ann'
SELECT COUNT(*) FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "reader"."name" = $1;
SELECT COUNT(*) FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "reader"."name" = 'Ann';

-- quern_count(quern_filter(loans, Q("reader__pk", 1)))
-- $1: bigint = 1
SELECT COUNT(*) FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "reader"."id" = $1;
SELECT COUNT(*) FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "reader"."id" = 1;

-- quern_count(quern_filter(loans, Q("reader__favourite__name", "Jane Austen")))
-- $1: text = 'Jane Austen'
SELECT COUNT(*) FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") INNER JOIN "books_author" ON ("reader"."favourite_id" = "books_author"."id") WHERE "books_author"."name" = $1;
SELECT COUNT(*) FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") INNER JOIN "books_author" ON ("reader"."favourite_id" = "books_author"."id") WHERE "books_author"."name" = 'Jane Austen';

-- quern_count(quern_exclude(loans, Q("reader__favourite__name", "Jane Austen")))
-- $1: text = 'Jane Austen'
SELECT COUNT(*) FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") LEFT OUTER JOIN "books_author" ON ("reader"."favourite_id" = "books_author"."id") WHERE NOT ("books_author"."name" = $1 AND "books_author"."name" IS NOT NULL);
SELECT COUNT(*) FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") LEFT OUTER JOIN "books_author" ON ("reader"."favourite_id" = "books_author"."id") WHERE NOT ("books_author"."name" = 'Jane Austen' AND "books_author"."name" IS NOT NULL);

-- quern_count(quern_filter(loans, OR(Q("renewal_of__reader__name", "Ann"), Q("id", 1))))
-- $1: text = 'Ann'
-- $2: integer = 1
SELECT COUNT(*) FROM "loan" LEFT OUTER JOIN "loan" "T2" ON ("loan"."renewal_of_id" = "T2"."id") LEFT OUTER JOIN "reader" ON ("T2"."card" = "reader"."card") WHERE ("reader"."name" = $1 OR "loan"."id" = $2);
SELECT COUNT(*) FROM "loan" LEFT OUTER JOIN "loan" "T2" ON ("loan"."renewal_of_id" = "T2"."id") LEFT OUTER JOIN "reader" ON ("T2"."card" = "reader"."card") WHERE ("reader"."name" = 'Ann' OR "loan"."id" = 1);

-- quern_order_by(quern_filter(loans, Q("book__author__name", "Jane Austen")), "-book__title")
-- $1: text = 'Jane Austen'
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "books_book" ON ("loan"."book_id" = "books_book"."id") INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" = $1 ORDER BY "books_book"."title" DESC;
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "books_book" ON ("loan"."book_id" = "books_book"."id") INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" = 'Jane Austen' ORDER BY "books_book"."title" DESC;

-- quern_order_by(loans, "reader")
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") ORDER BY "reader"."name", "reader"."id" DESC;

-- quern_order_by(loans, "-renewal_of__reader", "id")
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" LEFT OUTER JOIN "loan" "T2" ON ("loan"."renewal_of_id" = "T2"."id") LEFT OUTER JOIN "reader" ON ("T2"."card" = "reader"."card") ORDER BY "reader"."name" DESC, "reader"."id", "loan"."id";

-- quern_reverse(loans)
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") ORDER BY "reader"."name", "reader"."id" DESC, "loan"."book_id" DESC, "loan"."renewal_of_id" DESC;

-- quern_order_by(loans, NULLS_LAST("renewal_of__book__sequel_of__title"), "id")
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" LEFT OUTER JOIN "loan" "T2" ON ("loan"."renewal_of_id" = "T2"."id") LEFT OUTER JOIN "books_book" ON ("T2"."book_id" = "books_book"."id") LEFT OUTER JOIN "books_book" "T4" ON ("books_book"."sequel_of_id" = "T4"."id") ORDER BY "T4"."title" NULLS LAST, "loan"."id";

-- quern_first(quern_filter(loans, Q("reader__name", "Ann")), loan)
-- $1: text = 'Ann'
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "reader"."name" = $1 ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id" LIMIT 1;
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "reader"."name" = 'Ann' ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id" LIMIT 1;

-- quern_exists(quern_filter(loans, Q("reader__name", "Ann")), &found)
-- $1: text = 'Ann'
SELECT 1 FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "reader"."name" = $1 LIMIT 1;
SELECT 1 FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "reader"."name" = 'Ann' LIMIT 1;

