-- quern_filter(books, Q("pages__gt", F("copies")))
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."pages" > "books_book"."copies";

-- quern_count(quern_filter(books, Q(book, pages, gt, F(book, copies))))
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" > "books_book"."copies";

-- quern_count(quern_filter(books, Q("pages", F("author__born"))))
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_book"."pages" = "books_author"."born";

-- quern_count(quern_filter(books, Q("author__born__lt", F("sequel_of->pages"))))
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") INNER JOIN "books_book" "T3" ON ("books_book"."sequel_of_id" = "T3"."id") WHERE "books_author"."born" < "T3"."pages";

-- quern_count(quern_filter(books, Q("author", F("sequel_of__author"))))
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE "books_book"."author_id" = "T2"."author_id";

-- quern_count(quern_filter(books, Q("title", F("author__name"))))
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_book"."title" = "books_author"."name";

-- quern_count(quern_filter(books, Q("price__gt", F("pages"))))
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."price" > "books_book"."pages";

-- quern_count(quern_filter(books, Q("published", F("lent"))))
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."published" = "books_book"."lent";

-- quern_count(quern_filter(books, Q("title__icontains", F("author__name"))))
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE "books_book"."title" ILIKE '%' || REPLACE(REPLACE(REPLACE("books_author"."name", '\', '\\'), '%', '\%'), '_', '\_') || '%';

-- quern_count(quern_filter(books, Q("title__contains", F("subtitle")), Q("title__startswith", F("subtitle")), Q("title__endswith", F("subtitle"))))
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."title" LIKE '%' || REPLACE(REPLACE(REPLACE("books_book"."subtitle", '\', '\\'), '%', '\%'), '_', '\_') || '%' AND "books_book"."title" LIKE REPLACE(REPLACE(REPLACE("books_book"."subtitle", '\', '\\'), '%', '\%'), '_', '\_') || '%' AND "books_book"."title" LIKE '%' || REPLACE(REPLACE(REPLACE("books_book"."subtitle", '\', '\\'), '%', '\%'), '_', '\_'));

-- quern_count(quern_filter(books, Q("title__istartswith", F("subtitle")), Q("title__iendswith", F("subtitle")), Q("title__iexact", F("subtitle"))))
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."title" ILIKE REPLACE(REPLACE(REPLACE("books_book"."subtitle", '\', '\\'), '%', '\%'), '_', '\_') || '%' AND "books_book"."title" ILIKE '%' || REPLACE(REPLACE(REPLACE("books_book"."subtitle", '\', '\\'), '%', '\%'), '_', '\_') AND "books_book"."title" ILIKE REPLACE(REPLACE(REPLACE("books_book"."subtitle", '\', '\\'), '%', '\%'), '_', '\_'));

-- quern_count(quern_filter(books, Q("title__regex", F("isbn")), Q("title__iregex", F("isbn"))))
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."title" ~ "books_book"."ISBN-13" AND "books_book"."title" ~* "books_book"."ISBN-13");

-- quern_count(quern_exclude(books, Q("pages__gt", F("copies"))))
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."pages" > "books_book"."copies" AND "books_book"."pages" IS NOT NULL);

-- quern_count(quern_exclude(books, Q("copies__gt", F("pages"))))
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."copies" > "books_book"."pages" AND "books_book"."pages" IS NOT NULL);

-- quern_count(quern_exclude(books, Q("pages__gt", F("author__born"))))
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE NOT ("books_book"."pages" > "books_author"."born" AND "books_book"."pages" IS NOT NULL AND "books_author"."born" IS NOT NULL);

-- quern_count(quern_exclude(books, Q("pages__gt", F("pages"))))
SELECT COUNT(*) FROM "books_book" WHERE NOT ("books_book"."pages" > "books_book"."pages" AND "books_book"."pages" IS NOT NULL);

-- quern_count(quern_filter(books, OR(Q("pages__gt", F("sequel_of__pages")), Q("pages", 1))))
-- $1: integer = 1
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE ("books_book"."pages" > "T2"."pages" OR "books_book"."pages" = $1);
SELECT COUNT(*) FROM "books_book" LEFT OUTER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE ("books_book"."pages" > "T2"."pages" OR "books_book"."pages" = 1);

-- quern_count(quern_filter(books, Q("pages__gt", PLUS(F("copies"), 1))))
-- $1: bigint = 1
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" > ("books_book"."copies" + $1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" > ("books_book"."copies" + CAST(1 AS bigint));

-- quern_count(quern_filter(books, Q("sold__gt", MINUS(TIMES(F("copies"), 2), DIVIDE(F("pages"), 3)))))
-- $1: bigint = 2
-- $2: bigint = 3
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."sold" > (("books_book"."copies" * $1) - ("books_book"."pages" / $2));
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."sold" > (("books_book"."copies" * CAST(2 AS bigint)) - ("books_book"."pages" / CAST(3 AS bigint)));

-- quern_count(quern_filter(books, Q("rating__lt", TIMES(F("price"), 0.5))))
-- $1: double precision = '0.5'::double precision
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."rating" < ("books_book"."price" * $1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."rating" < ("books_book"."price" * '0.5'::double precision);

-- quern_count(quern_filter(books, Q("rating__lt", DIVIDE(F("pages"), 2))))
-- $1: bigint = 2
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."rating" < ("books_book"."pages" / $1);
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."rating" < ("books_book"."pages" / CAST(2 AS bigint));

-- quern_count(quern_filter(books, COMPARE(PLUS(F("pages"), 1), gt, 300)))
-- $1: bigint = 1
-- $2: bigint = 300
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."pages" + $1) > $2;
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."pages" + CAST(1 AS bigint)) > 300;

-- quern_count(quern_filter(books, COMPARE(F(book, pages), gt, 300)))
-- $1: integer = 300
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" > $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."pages" > 300;

-- quern_count(quern_filter(books, COMPARE(PLUS(F("pages"), F("author__born")), lte, PLUS(2, F("sold")))))
-- $1: bigint = 2
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE ("books_book"."pages" + "books_author"."born") <= ($1 + "books_book"."sold");
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE ("books_book"."pages" + "books_author"."born") <= (CAST(2 AS bigint) + "books_book"."sold");

-- quern_count(quern_filter(books, COMPARE(TIMES(F("pages"), 2), in, LIST(2, 4))))
-- $1: bigint = 2
-- $2: bigint[] = ARRAY[2, 4]::bigint[]
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."pages" * $1) = ANY($2);
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."pages" * CAST(2 AS bigint)) = ANY(ARRAY[2, 4]::bigint[]);

-- quern_count(quern_filter(books, COMPARE(MINUS(F("pages"), F("author__born")), in, quern_array_of_i32(numbers, 2))))
-- $1: integer[] = ARRAY[1, 2]::integer[]
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE ("books_book"."pages" - "books_author"."born") = ANY($1);
SELECT COUNT(*) FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id") WHERE ("books_book"."pages" - "books_author"."born") = ANY(ARRAY[1, 2]::integer[]);

-- quern_count(quern_filter(books, COMPARE(TIMES(F("pages"), 2), range, RANGE(1, 9))))
-- $1: bigint = 2
-- $2: bigint = 1
-- $3: bigint = 9
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."pages" * $1) BETWEEN $2 AND $3;
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."pages" * CAST(2 AS bigint)) BETWEEN 1 AND 9;

-- quern_count(quern_filter(books, COMPARE(PLUS(F("pages"), F("sold")), isnull, true)))
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."pages" + "books_book"."sold") IS NULL;

-- quern_count(quern_filter(books, COMPARE(F("subtitle"), startswith, "A")))
-- $1: text = 'A%'
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."subtitle" LIKE $1;
SELECT COUNT(*) FROM "books_book" WHERE "books_book"."subtitle" LIKE 'A%';

-- quern_count(quern_exclude(books, COMPARE(PLUS(F("pages"), 1), gt, F("pages"))))
-- $1: bigint = 1
SELECT COUNT(*) FROM "books_book" WHERE NOT (("books_book"."pages" + $1) > "books_book"."pages" AND "books_book"."pages" IS NOT NULL);
SELECT COUNT(*) FROM "books_book" WHERE NOT (("books_book"."pages" + CAST(1 AS bigint)) > "books_book"."pages" AND "books_book"."pages" IS NOT NULL);

-- quern_count(quern_exclude(books, COMPARE(PLUS(F("pages"), 1), in, LIST(2, QUERN_NULL))))
-- $1: bigint = 1
-- $2: bigint[] = ARRAY[2]::bigint[]
-- $3: bigint = 1
SELECT COUNT(*) FROM "books_book" WHERE NOT ((("books_book"."pages" + $1) = ANY($2) OR ("books_book"."pages" + $3) IS NULL));
SELECT COUNT(*) FROM "books_book" WHERE NOT ((("books_book"."pages" + CAST(1 AS bigint)) = ANY(ARRAY[2]::bigint[]) OR ("books_book"."pages" + CAST(1 AS bigint)) IS NULL));

-- quern_count(quern_filter(books, Q("id", 0), Q("returned_at__gt", PLUS(F("created_at"), ((quern_interval){ .days = 7 })))))
-- $1: bigint = 0
-- $2: interval = 'P7D'::interval
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."id" = $1 AND "books_book"."returned_at" > ("books_book"."created_at" + $2));
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."id" = 0 AND "books_book"."returned_at" > ("books_book"."created_at" + 'P7D'::interval));

-- quern_count(quern_filter(books, Q("id", 0), COMPARE(MINUS(F("returned_at"), F("created_at")), lt, ((quern_interval){ .months = 1 }))))
-- $1: bigint = 0
-- $2: interval = 'P1M'::interval
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."id" = $1 AND ("books_book"."returned_at" - "books_book"."created_at") < $2);
SELECT COUNT(*) FROM "books_book" WHERE ("books_book"."id" = 0 AND ("books_book"."returned_at" - "books_book"."created_at") < 'P1M'::interval);

-- quern_count(quern_filter(specimens, Q("id", 0), COMPARE(MINUS(F("a_date"), F("maybe_date")), gt, F("a_interval"))))
-- $1: bigint = 0
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."id" = $1 AND (interval '1 day' * ("specimen"."a_date" - "specimen"."maybe_date")) > "specimen"."a_interval");
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."id" = 0 AND (interval '1 day' * ("specimen"."a_date" - "specimen"."maybe_date")) > "specimen"."a_interval");

-- quern_count(quern_filter(specimens, Q("id", 0), COMPARE(MINUS(F("a_date"), ((quern_date){ 0 })), gt, ((quern_interval){ .days = 1 }))))
-- $1: bigint = 0
-- $2: date = '1970-01-01'::date
-- $3: interval = 'P1D'::interval
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."id" = $1 AND (interval '1 day' * ("specimen"."a_date" - $2)) > $3);
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."id" = 0 AND (interval '1 day' * ("specimen"."a_date" - '1970-01-01'::date)) > 'P1D'::interval);

-- quern_count(quern_filter(specimens, Q("id", 0), Q("a_local_timestamp__lt", PLUS(F("a_interval"), F("a_date")))))
-- $1: bigint = 0
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."id" = $1 AND "specimen"."a_local_timestamp" < ("specimen"."a_interval" + "specimen"."a_date"));
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."id" = 0 AND "specimen"."a_local_timestamp" < ("specimen"."a_interval" + "specimen"."a_date"));

-- quern_count(quern_filter(specimens, Q("a_time__lt", MINUS(F("maybe_time"), ((quern_interval){ .microseconds = 1 })))))
-- $1: interval = 'PT0.000001S'::interval
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_time" < ("specimen"."maybe_time" - $1);
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_time" < ("specimen"."maybe_time" - 'PT0.000001S'::interval);

-- quern_count(quern_filter(specimens, Q("id", 0), COMPARE(MINUS(F("a_time"), F("maybe_time")), gt, PLUS(F("a_interval"), F("a_interval")))))
-- $1: bigint = 0
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."id" = $1 AND ("specimen"."a_time" - "specimen"."maybe_time") > ("specimen"."a_interval" + "specimen"."a_interval"));
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."id" = 0 AND ("specimen"."a_time" - "specimen"."maybe_time") > ("specimen"."a_interval" + "specimen"."a_interval"));

-- quern_count(quern_filter(specimens, Q("a_decimal__gt", TIMES(F("a_i32"), quern_decimal_of("1.50")))))
-- $1: numeric = '1.50'::numeric
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_decimal" > ("specimen"."a_i32" * $1);
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_decimal" > ("specimen"."a_i32" * '1.50'::numeric);

-- quern_count(quern_filter(specimens, Q("a_decimal__gt", DIVIDE(F("a_decimal"), 3)), Q("a_f32__gt", PLUS(F("a_f32"), F("maybe_f32")))))
-- $1: bigint = 3
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."a_decimal" > ("specimen"."a_decimal" / $1) AND "specimen"."a_f32" > ("specimen"."a_f32" + "specimen"."maybe_f32"));
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."a_decimal" > ("specimen"."a_decimal" / CAST(3 AS bigint)) AND "specimen"."a_f32" > ("specimen"."a_f32" + "specimen"."maybe_f32"));

-- quern_count(quern_filter(specimens, Q("a_f64__gt", F("a_decimal")), Q("many_i32", F("many_i32")), Q("a_json", F("maybe_json"))))
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."a_f64" > "specimen"."a_decimal" AND "specimen"."many_i32" = "specimen"."many_i32" AND "specimen"."a_json" = "specimen"."maybe_json");

