-- quern_filter(books, Q("title__iexact", "emma"))
-- $1: text = 'emma'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" ILIKE $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" ILIKE 'emma';

-- quern_count(quern_filter(books, Q("title__iexact", "100%_\\")))
-- $1: text = E'100\\%\\_\\\\'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ILIKE $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ILIKE E'100\\%\\_\\\\';

-- quern_count(quern_filter(books, Q("subtitle__iexact", QUERN_NULL)))
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."subtitle" IS NULL;

-- quern_count(quern_filter(books, Q("title__contains", "100%_\\")))
-- $1: text = E'%100\\%\\_\\\\%'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" LIKE $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" LIKE E'%100\\%\\_\\\\%';

-- quern_count(quern_filter(books, Q("title__icontains", "mm")))
-- $1: text = '%mm%'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ILIKE $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ILIKE '%mm%';

-- quern_count(quern_filter(books, Q("title__startswith", "100%")))
-- $1: text = E'100\\%%'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" LIKE $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" LIKE E'100\\%%';

-- quern_count(quern_filter(books, Q("title__istartswith", "e_")))
-- $1: text = E'e\\_%'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ILIKE $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ILIKE E'e\\_%';

-- quern_count(quern_filter(books, Q("title__endswith", "a")))
-- $1: text = '%a'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" LIKE $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" LIKE '%a';

-- quern_count(quern_filter(books, Q("title__iendswith", "\\A")))
-- $1: text = E'%\\\\A'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ILIKE $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ILIKE E'%\\\\A';

-- quern_count(quern_filter(books, Q("title__regex", "^E.*a$")))
-- $1: text = '^E.*a$'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ~ $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ~ '^E.*a$';

-- quern_count(quern_filter(books, Q("title__iregex", "^e\\w+")))
-- $1: text = E'^e\\w+'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ~* $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" ~* E'^e\\w+';

-- quern_count(quern_filter(books, Q(book, title, startswith, "E"), Q(book, author->name, iregex, "^j")))
-- $1: text = 'E%'
-- $2: text = '^j'
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE ("books_book"."title" LIKE $1 AND "books_author"."name" ~* $2);
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE ("books_book"."title" LIKE 'E%' AND "books_author"."name" ~* '^j');

-- quern_count(quern_filter(books, Q("published", true)))
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."published";

-- quern_count(quern_filter(books, Q("published", false)))
SELECT COUNT(*) FROM "books_book" WHERE NOT "books_book"."published";

-- quern_count(quern_filter(books, Q("lent", 0), NOT(Q("published", 1))))
SELECT COUNT(*) FROM "books_book" WHERE (NOT "books_book"."lent" AND NOT ("books_book"."published"));

-- quern_count(quern_exclude(books, Q("lent", true)))
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."lent" AND "books_book"."lent" IS NOT NULL);

-- quern_count(quern_exclude(books, Q("lent", false)))
SELECT COUNT(*) FROM "books_book" WHERE NOT (NOT "books_book"."lent" AND "books_book"."lent" IS NOT NULL);

-- quern_count(quern_exclude(books, OR(Q("lent", false), Q("published", true))))
SELECT COUNT(*) FROM "books_book" WHERE NOT (((NOT "books_book"."lent" AND "books_book"."lent" IS NOT NULL) OR "books_book"."published"));

-- quern_count(quern_exclude(books, Q("sequel_of__lent", true)))
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE NOT ("T2"."lent" AND "T2"."lent" IS NOT NULL);

-- quern_count(quern_exclude(books, Q("subtitle__startswith", "A")))
-- $1: text = 'A%'
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."subtitle" LIKE $1 AND "books_book"."subtitle" IS NOT NULL);
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."subtitle" LIKE 'A%' AND "books_book"."subtitle" IS NOT NULL);

-- quern_count(quern_filter(books, Q("pages__range", RANGE(100, 200))))
-- $1: integer = 100
-- $2: integer = 200
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" BETWEEN $1 AND $2;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" BETWEEN 100 AND 200;

-- quern_count(quern_filter(books, Q(book, title, range, RANGE("A", "F"))))
-- $1: text = 'A'
-- $2: text = 'F'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" BETWEEN $1 AND $2;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" BETWEEN 'A' AND 'F';

-- quern_count(quern_filter(books, Q("created_at__range", RANGE(AT_TIME(0), AT_TIME(1000000)))))
-- $1: timestamp with time zone = '1970-01-01 00:00:00.000000+00'::timestamptz
-- $2: timestamp with time zone = '1970-01-01 00:00:01.000000+00'::timestamptz
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."created_at" BETWEEN $1 AND $2;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."created_at" BETWEEN '1970-01-01 00:00:00.000000+00'::timestamptz AND '1970-01-01 00:00:01.000000+00'::timestamptz;

-- quern_count(quern_filter(books, Q("price__range", RANGE(1, 2.5))))
-- $1: double precision = '1'::double precision
-- $2: double precision = '2.5'::double precision
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."price" BETWEEN $1 AND $2;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."price" BETWEEN '1'::double precision AND '2.5'::double precision;

-- quern_count(quern_filter(books, Q("pages__range", RANGE(F("copies"), PLUS(F("copies"), 500)))))
-- $1: bigint = 500
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" BETWEEN "books_book"."copies" AND ("books_book"."copies" + $1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" BETWEEN "books_book"."copies" AND ("books_book"."copies" + CAST(500 AS bigint));

-- quern_count(quern_exclude(books, Q("pages__range", RANGE(100, F("views")))))
-- $1: integer = 100
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."pages" BETWEEN $1 AND "books_book"."views" AND "books_book"."pages" IS NOT NULL AND "books_book"."views" IS NOT NULL);
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."pages" BETWEEN 100 AND "books_book"."views" AND "books_book"."pages" IS NOT NULL AND "books_book"."views" IS NOT NULL);

-- quern_count(quern_bind(quern_filter(books, Q("pages__gt", PARAM("least"))), SET("least", 300)))
-- $1: integer = 300
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" > $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" > 300;

-- quern_count(quern_bind(quern_filter(books, Q("title__icontains", PARAM("t")), Q("isbn", PARAM("t"))), SET("t", "100%")))
-- $1: text = E'%100\\%%'
-- $2: text = '100%'
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."title" ILIKE $1 AND "books_book"."ISBN-13" = $2);
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."title" ILIKE E'%100\\%%' AND "books_book"."ISBN-13" = '100%');

-- quern_count(quern_bind(quern_exclude(books, Q("lent", PARAM("lent"))), SET("lent", true)))
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."lent" AND "books_book"."lent" IS NOT NULL);

-- quern_count(quern_bind(quern_exclude(books, Q("pages__in", PARAM("some"))), SET("some", LIST(100, QUERN_NULL))))
-- $1: integer[] = ARRAY[100]::integer[]
SELECT COUNT(*) FROM "books_book" WHERE NOT (("books_book"."pages" = ANY($1) OR "books_book"."pages" IS NULL));
SELECT COUNT(*) FROM "books_book" WHERE NOT (("books_book"."pages" = ANY(ARRAY[100]::integer[]) OR "books_book"."pages" IS NULL));

-- quern_count(quern_bind(quern_filter(books, Q("subtitle", PARAM("some"))), SET("some", QUERN_NULL)))
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."subtitle" IS NULL;

-- quern_count(quern_bind(quern_filter(books, Q("sold__gt", PLUS(F("pages"), PARAM("more")))), SET("more", 5)))
-- $1: bigint = 5
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."sold" > ("books_book"."pages" + $1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."sold" > ("books_book"."pages" + CAST(5 AS bigint));

