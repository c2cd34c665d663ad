-- quern_dates(books, "created_at", QUERN_YEAR)
SELECT DISTINCT DATE_TRUNC('year', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1;

-- quern_dates(books, "created_at", QUERN_MONTH, .descending = true)
SELECT DISTINCT DATE_TRUNC('month', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1 DESC;

-- quern_dates(books, "created_at", QUERN_DAY, .zone = "Europe/Berlin")
SELECT DISTINCT DATE_TRUNC('day', "books_book"."created_at" AT TIME ZONE 'Europe/Berlin')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1;

-- quern_dates(books, "sequel_of__returned_at", QUERN_WEEK)
SELECT DISTINCT DATE_TRUNC('week', "T2"."returned_at" AT TIME ZONE 'UTC')::date FROM "books_book" INNER JOIN "books_book" "T2" ON ("books_book"."sequel_of_id" = "T2"."id") WHERE "T2"."returned_at" IS NOT NULL ORDER BY 1;

-- quern_dates(quern_filter(things, Q("id__gt", 6)), "a_date", QUERN_QUARTER)
-- $1: bigint = 6
SELECT DISTINCT DATE_TRUNC('quarter', "specimen"."a_date"::timestamp)::date FROM "specimen" WHERE "specimen"."id" > $1 AND "specimen"."a_date" IS NOT NULL ORDER BY 1;
SELECT DISTINCT DATE_TRUNC('quarter', "specimen"."a_date"::timestamp)::date FROM "specimen" WHERE "specimen"."id" > 6 AND "specimen"."a_date" IS NOT NULL ORDER BY 1;

-- quern_dates(things, "maybe_local_timestamp", QUERN_MONTH)
SELECT DISTINCT DATE_TRUNC('month', "specimen"."maybe_local_timestamp")::date FROM "specimen" WHERE "specimen"."maybe_local_timestamp" IS NOT NULL ORDER BY 1;

-- quern_datetimes(books, "created_at", QUERN_HOUR)
SELECT DISTINCT DATE_TRUNC('hour', "books_book"."created_at", 'UTC') FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1;

-- quern_datetimes(books, "returned_at", QUERN_SECOND, .zone = "Europe/Berlin", .descending = true)
SELECT DISTINCT DATE_TRUNC('second', "books_book"."returned_at", 'Europe/Berlin') FROM "books_book" WHERE "books_book"."returned_at" IS NOT NULL ORDER BY 1 DESC;

-- quern_datetimes(things, "maybe_local_timestamp", QUERN_MINUTE)
SELECT DISTINCT DATE_TRUNC('minute', "specimen"."maybe_local_timestamp") FROM "specimen" WHERE "specimen"."maybe_local_timestamp" IS NOT NULL ORDER BY 1;

-- quern_slice(quern_filter(quern_dates(books, "created_at", QUERN_YEAR), Q("pages__gt", 300)), 1, 3)
-- $1: integer = 300
-- $2: bigint = 2
-- $3: bigint = 1
SELECT DISTINCT DATE_TRUNC('year', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL AND "books_book"."pages" > $1 ORDER BY 1 LIMIT $2 OFFSET $3;
SELECT DISTINCT DATE_TRUNC('year', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL AND "books_book"."pages" > 300 ORDER BY 1 LIMIT 2 OFFSET 1;

-- quern_reverse(quern_dates(books, "created_at", QUERN_YEAR))
SELECT DISTINCT DATE_TRUNC('year', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1 DESC;

-- quern_count(quern_dates(books, "created_at", QUERN_YEAR))
SELECT COUNT(*) FROM (SELECT DISTINCT DATE_TRUNC('year', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1) AS "rows";

-- quern_exists(quern_dates(books, "created_at", QUERN_YEAR), &found)
SELECT 1 FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL LIMIT 1;

-- quern_exists(quern_slice(quern_dates(books, "created_at", QUERN_YEAR), 2, 4), &found)
-- $1: bigint = 2
SELECT 1 FROM (SELECT DISTINCT DATE_TRUNC('year', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1 LIMIT 1 OFFSET $1) AS "rows";
SELECT 1 FROM (SELECT DISTINCT DATE_TRUNC('year', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1 LIMIT 1 OFFSET 2) AS "rows";

-- quern_first(quern_dates(books, "created_at", QUERN_YEAR), quern_row)
SELECT DISTINCT DATE_TRUNC('year', "books_book"."created_at" AT TIME ZONE 'UTC')::date FROM "books_book" WHERE "books_book"."created_at" IS NOT NULL ORDER BY 1 LIMIT 1;

