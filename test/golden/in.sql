-- quern_filter(books, Q("id__in", quern_array_of_i64(ids, 3)))
-- $1: bigint[] = ARRAY[1, 2, 2]::bigint[]
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."id" = ANY($1);
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."id" = ANY(ARRAY[1, 2, 2]::bigint[]);

-- quern_count(quern_filter(books, Q(book, id, in, quern_array_of_i64(ids, 3))))
-- $1: bigint[] = ARRAY[1, 2, 2]::bigint[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."id" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."id" = ANY(ARRAY[1, 2, 2]::bigint[]);

-- quern_count(quern_filter(books, Q("id__in", quern_array_of_i32(small, 2))))
-- $1: bigint[] = ARRAY[1, 2]::bigint[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."id" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."id" = ANY(ARRAY[1, 2]::bigint[]);

-- quern_count(quern_filter(books, Q("pages__in", quern_array_of_i64(ids, 2))))
-- $1: integer[] = ARRAY[1, 2]::integer[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = ANY(ARRAY[1, 2]::integer[]);

-- quern_count(quern_filter(books, Q("rating__in", quern_array_of_f64(reals, 2))))
-- $1: double precision[] = ARRAY['4.5', '3']::double precision[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."rating" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."rating" = ANY(ARRAY['4.5', '3']::double precision[]);

-- quern_count(quern_filter(books, Q("title__in", quern_array_of_text(texts, 4))))
-- $1: text[] = E'{"Emma","it''s","a\\\\b"}'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" = ANY(E'{"Emma","it''s","a\\\\b"}');

-- quern_count(quern_filter(books, Q("created_at__in", quern_array_of_timestamp(times, 2))))
-- $1: timestamp with time zone[] = ARRAY['1970-01-01 00:00:00.000000+00', 'infinity']::timestamptz[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."created_at" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."created_at" = ANY(ARRAY['1970-01-01 00:00:00.000000+00', 'infinity']::timestamptz[]);

-- quern_count(quern_filter(books, Q("pages__in", LIST(1, 2L, (short)3))))
-- $1: integer[] = ARRAY[1, 2, 3]::integer[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = ANY(ARRAY[1, 2, 3]::integer[]);

-- quern_count(quern_filter(books, Q("rating__in", LIST(1, 2.5, 3.5f))))
-- $1: double precision[] = ARRAY['1', '2.5', '3.5']::double precision[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."rating" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."rating" = ANY(ARRAY['1', '2.5', '3.5']::double precision[]);

-- quern_count(quern_filter(books, Q("title__in", LIST("Emma", "x"))))
-- $1: text[] = '{"Emma","x"}'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."title" = ANY('{"Emma","x"}');

-- quern_count(quern_filter(books, Q("lent__in", LIST(true))))
-- $1: boolean[] = ARRAY[TRUE]::boolean[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."lent" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."lent" = ANY(ARRAY[TRUE]::boolean[]);

-- quern_count(quern_filter(books, Q("author__in", LIST(1, 2))))
-- $1: bigint[] = ARRAY[1, 2]::bigint[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."author_id" = ANY(ARRAY[1, 2]::bigint[]);

-- quern_count(quern_filter(books, Q("author__name__in", LIST("x"))))
-- $1: text[] = '{"x"}'
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" = ANY($1);
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_author"."name" = ANY('{"x"}');

-- quern_count(quern_filter(books, Q("pages__in", LIST(1, QUERN_NULL))))
-- $1: integer[] = ARRAY[1]::integer[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = ANY(ARRAY[1]::integer[]);

-- quern_count(quern_filter(books, Q("id__in", holed)))
-- $1: bigint[] = ARRAY[1, 2]::bigint[]
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."id" = ANY($1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."id" = ANY(ARRAY[1, 2]::bigint[]);

-- quern_count(quern_exclude(books, Q("id__in", LIST(1, 2))))
-- $1: bigint[] = ARRAY[1, 2]::bigint[]
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."id" = ANY($1));
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."id" = ANY(ARRAY[1, 2]::bigint[]));

-- quern_count(quern_exclude(books, Q("pages__in", LIST(1, 2))))
-- $1: integer[] = ARRAY[1, 2]::integer[]
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."pages" = ANY($1) AND "books_book"."pages" IS NOT NULL);
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."pages" = ANY(ARRAY[1, 2]::integer[]) AND "books_book"."pages" IS NOT NULL);

-- quern_count(quern_exclude(books, Q("pages__in", LIST(1, QUERN_NULL))))
-- $1: integer[] = ARRAY[1]::integer[]
SELECT COUNT(*) FROM "books_book" WHERE NOT (("books_book"."pages" = ANY($1) OR "books_book"."pages" IS NULL));
SELECT COUNT(*) FROM "books_book" WHERE NOT (("books_book"."pages" = ANY(ARRAY[1]::integer[]) OR "books_book"."pages" IS NULL));

-- quern_count(quern_exclude(books, Q("pages__in", LIST(QUERN_NULL))))
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."pages" IS NULL);

-- quern_count(quern_exclude(books, Q("sequel_of__pages__in", LIST(1, QUERN_NULL))))
-- $1: integer[] = ARRAY[1]::integer[]
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE NOT (("T2"."pages" = ANY($1) OR "T2"."pages" IS NULL));
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE NOT (("T2"."pages" = ANY(ARRAY[1]::integer[]) OR "T2"."pages" IS NULL));

-- quern_count(quern_filter(books, NOT(NOT(Q("pages__in", LIST(1, QUERN_NULL))))))
-- $1: integer[] = ARRAY[1]::integer[]
SELECT COUNT(*) FROM "books_book" WHERE NOT (NOT ("books_book"."pages" = ANY($1)));
SELECT COUNT(*) FROM "books_book" WHERE NOT (NOT ("books_book"."pages" = ANY(ARRAY[1]::integer[])));

-- quern_filter(books, Q("id__in", quern_array_of_i64(NULL, 0)))
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE FALSE;

-- quern_filter(books, Q("id__in", LIST(QUERN_NULL)), Q("pages", 1))
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE FALSE;

-- quern_filter(quern_filter(books, Q("pages", 1)), Q("id__in", quern_array_of_i64(NULL, 0)))
-- $1: integer = 1
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."pages" = $1 AND FALSE;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."pages" = 1 AND FALSE;

-- quern_count(quern_exclude(books, Q("id__in", quern_array_of_i64(NULL, 0))))
SELECT COUNT(*) FROM "books_book";

-- quern_count(quern_exclude(books, Q("id__in", quern_array_of_i64(NULL, 0)), Q("pages", 1)))
SELECT COUNT(*) FROM "books_book";

-- quern_count(quern_exclude(books, OR(Q("id__in", quern_array_of_i64(NULL, 0)), Q("pages", 1))))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."pages" = $1 AND "books_book"."pages" IS NOT NULL);
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."pages" = 1 AND "books_book"."pages" IS NOT NULL);

-- quern_count(quern_filter(books, OR(Q("id__in", quern_array_of_i64(NULL, 0)), Q("pages", 1))))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = 1;

-- quern_count(quern_filter(books, OR(NOT(ANY(none)), Q("pages", 1))))
SELECT COUNT(*) FROM "books_book";

-- quern_count(quern_filter(books, AND(NOT(ANY(none)), Q("pages", 1))))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" = 1;

-- quern_exclude(books, NOT(ANY(none)))
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE FALSE;

