-- quern_filter(books, Q("published", true))
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."published";

-- quern_filter(books, Q("lent", false))
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE NOT "books_book"."lent";

-- quern_filter(books, Q("published", 1))
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."published";

-- quern_filter(books, Q("copies", 0))
-- $1: integer = 0
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."copies" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."copies" = 0;

-- quern_filter(books, Q("copies", INT32_MIN))
-- $1: integer = -2147483648
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."copies" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."copies" = -2147483648;

-- quern_filter(books, Q("copies", INT32_MAX))
-- $1: integer = 2147483647
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."copies" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."copies" = 2147483647;

-- quern_filter(books, Q("sold", INT64_MIN))
-- $1: bigint = -9223372036854775808
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."sold" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."sold" = -9223372036854775808;

-- quern_filter(books, Q("views", INT64_MAX))
-- $1: bigint = 9223372036854775807
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."views" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."views" = 9223372036854775807;

-- quern_filter(books, Q("sold", 9000000000))
-- $1: bigint = 9000000000
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."sold" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."sold" = 9000000000;

-- quern_filter(books, Q("price", 9.5))
-- $1: double precision = '9.5'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = '9.5'::double precision;

-- quern_filter(books, Q("price", 3))
-- $1: double precision = '3'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = '3'::double precision;

-- quern_filter(books, Q("price", 0.1))
-- $1: double precision = '0.1'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = '0.1'::double precision;

-- quern_filter(books, Q("price", -0.0))
-- $1: double precision = '-0'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = '-0'::double precision;

-- quern_filter(books, Q("price", 1.0 / 3))
-- $1: double precision = '0.3333333333333333'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = '0.3333333333333333'::double precision;

-- quern_filter(books, Q("price__lt", DBL_MAX))
-- $1: double precision = '1.7976931348623157e+308'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" < $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" < '1.7976931348623157e+308'::double precision;

-- quern_filter(books, Q("price__gt", -DBL_MAX))
-- $1: double precision = '-1.7976931348623157e+308'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" > $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" > '-1.7976931348623157e+308'::double precision;

-- quern_filter(books, Q("price__gt", 5e-324))
-- $1: double precision = '4.94065645841247e-324'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" > $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" > '4.94065645841247e-324'::double precision;

-- quern_filter(books, Q("price", (double)INFINITY))
-- $1: double precision = 'Infinity'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = 'Infinity'::double precision;

-- quern_filter(books, Q("price", -(double)INFINITY))
-- $1: double precision = '-Infinity'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."price" = '-Infinity'::double precision;

-- quern_filter(books, Q("rating", (double)NAN))
-- $1: double precision = 'NaN'::double precision
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."rating" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."rating" = 'NaN'::double precision;

-- quern_filter(books, Q("title", ""))
-- $1: text = ''
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = '';

-- quern_filter(books, Q("title", "O'Brien's ''quotes''"))
-- $1: text = 'O''Brien''s ''''quotes'''''
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = 'O''Brien''s ''''quotes''''';

-- quern_filter(books, Q("title", "back\\slash \\' \\\\"))
-- $1: text = E'back\\slash \\'' \\\\'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = E'back\\slash \\'' \\\\';

-- quern_filter(books, Q("title", "ünïcödé ☃ 𝄞 日本語"))
-- $1: text = 'ünïcödé ☃ 𝄞 日本語'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = 'ünïcödé ☃ 𝄞 日本語';

-- quern_filter(books, Q("title", "line\none\r\ttwo\x01\x7f"))
-- $1: text = 'line\x0aone\x0d\x09two\x01\x7f'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = 'line
one	two';

-- quern_filter(books, Q("title", "$1 -- ; /* \"quoted\" */ ? %s :x"))
-- $1: text = '$1 -- ; /* "quoted" */ ? %s :x'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = '$1 -- ; /* "quoted" */ ? %s :x';

-- quern_filter(books, Q("title", "E'x'"))
-- $1: text = 'E''x'''
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = 'E''x''';

-- quern_filter(books, Q("title", "100% _real_ \\ 'quoted' \"text\""))
-- $1: text = E'100% _real_ \\ ''quoted'' "text"'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" = E'100% _real_ \\ ''quoted'' "text"';

-- quern_filter(books, Q("title__icontains", "'_REAL_ \\ '"))
-- $1: text = E'%''\\_REAL\\_ \\\\ ''%'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" ILIKE $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" ILIKE E'%''\\_REAL\\_ \\\\ ''%';

-- quern_filter(books, Q("title__icontains", "\\"))
-- $1: text = E'%\\\\%'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" ILIKE $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."title" ILIKE E'%\\\\%';

-- quern_filter(books, Q("subtitle__icontains", "ÜNÏ☃"))
-- $1: text = '%ÜNÏ☃%'
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."subtitle" ILIKE $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."subtitle" ILIKE '%ÜNÏ☃%';

-- quern_filter(books, Q("created_at", AT_TIME(0)))
-- $1: timestamp with time zone = '1970-01-01 00:00:00.000000+00'::timestamptz
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" = '1970-01-01 00:00:00.000000+00'::timestamptz;

-- quern_filter(books, Q("returned_at", AT_TIME(-1)))
-- $1: timestamp with time zone = '1969-12-31 23:59:59.999999+00'::timestamptz
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."returned_at" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."returned_at" = '1969-12-31 23:59:59.999999+00'::timestamptz;

-- quern_filter(books, Q("created_at", AT_TIME(-2677190399999999)))
-- $1: timestamp with time zone = '1885-03-01 00:00:00.000001+00'::timestamptz
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" = '1885-03-01 00:00:00.000001+00'::timestamptz;

-- quern_filter(books, Q("created_at__gt", AT_TIME(951782400000000)))
-- $1: timestamp with time zone = '2000-02-29 00:00:00.000000+00'::timestamptz
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" > $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" > '2000-02-29 00:00:00.000000+00'::timestamptz;

-- quern_filter(books, Q("created_at__lt", AT_TIME(253402300800000000)))
-- $1: timestamp with time zone = '10000-01-01 00:00:00.000000+00'::timestamptz
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" < $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" < '10000-01-01 00:00:00.000000+00'::timestamptz;

-- quern_filter(books, Q("created_at__gt", AT_TIME(-62135596800000001)))
-- $1: timestamp with time zone = '0001-12-31 23:59:59.999999+00 BC'::timestamptz
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" > $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" > '0001-12-31 23:59:59.999999+00 BC'::timestamptz;

-- quern_filter(books, Q("created_at__gte", AT_TIME(-210866803200000000)))
-- $1: timestamp with time zone = '4714-11-24 00:00:00.000000+00 BC'::timestamptz
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" >= $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" >= '4714-11-24 00:00:00.000000+00 BC'::timestamptz;

-- quern_filter(books, Q("created_at__lt", AT_TIME(INT64_MAX - 1)))
-- $1: timestamp with time zone = '294247-01-10 04:00:54.775806+00'::timestamptz
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" < $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" < '294247-01-10 04:00:54.775806+00'::timestamptz;

-- quern_filter(books, Q("returned_at", AT_TIME(INT64_MAX)))
-- $1: timestamp with time zone = 'infinity'::timestamptz
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."returned_at" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."returned_at" = 'infinity'::timestamptz;

-- quern_filter(books, Q("created_at", AT_TIME(INT64_MIN)))
-- $1: timestamp with time zone = '-infinity'::timestamptz
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" = $1;
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13" FROM "books_book" WHERE "books_book"."created_at" = '-infinity'::timestamptz;

-- quern_filter(quern_objects(golden->session, shelf), Q("pk", "b'B"))
-- $1: text = 'b''B'
SELECT "shelf"."code", "shelf"."room" FROM "shelf" WHERE "shelf"."code" = $1;
SELECT "shelf"."code", "shelf"."room" FROM "shelf" WHERE "shelf"."code" = 'b''B';

-- all
SELECT "specimen"."id", "specimen"."a_bool", "specimen"."a_i16", "specimen"."a_i32", "specimen"."a_i64", "specimen"."a_f32", "specimen"."a_f64", "specimen"."a_timestamp", "specimen"."a_local_timestamp", "specimen"."a_date", "specimen"."a_time", "specimen"."a_interval", "specimen"."a_uuid", "specimen"."a_inet", "specimen"."a_text", "specimen"."a_bytes", "specimen"."a_decimal", "specimen"."a_json", "specimen"."maybe_bool", "specimen"."maybe_i16", "specimen"."maybe_i32", "specimen"."maybe_i64", "specimen"."maybe_f32", "specimen"."maybe_f64", "specimen"."maybe_timestamp", "specimen"."maybe_local_timestamp", "specimen"."maybe_date", "specimen"."maybe_time", "specimen"."maybe_interval", "specimen"."maybe_uuid", "specimen"."maybe_inet", "specimen"."maybe_text", "specimen"."maybe_bytes", "specimen"."maybe_decimal", "specimen"."maybe_json", "specimen"."many_bool", "specimen"."many_i16", "specimen"."many_i32", "specimen"."many_i64", "specimen"."many_f32", "specimen"."many_f64", "specimen"."many_timestamp", "specimen"."many_local_timestamp", "specimen"."many_date", "specimen"."many_time", "specimen"."many_interval", "specimen"."many_uuid", "specimen"."many_inet", "specimen"."many_text", "specimen"."many_bytes", "specimen"."many_decimal", "specimen"."many_json" FROM "specimen";

-- quern_count(quern_filter(all, Q("a_bool", true)))
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_bool";

-- quern_count(quern_filter(all, Q("maybe_bool", false)))
SELECT COUNT(*) FROM "specimen" WHERE NOT "specimen"."maybe_bool";

-- quern_count(quern_filter(all, Q("maybe_bool__isnull", true)))
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_bool" IS NULL;

-- quern_count(quern_exclude(all, Q("maybe_bool", true)))
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_bool" AND "specimen"."maybe_bool" IS NOT NULL);

-- quern_count(quern_filter(all, Q("a_i16", 300)))
-- $1: smallint = 300
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_i16" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_i16" = 300;

-- quern_count(quern_filter(all, Q("a_i16", INT16_MAX)))
-- $1: smallint = 32767
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_i16" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_i16" = 32767;

-- quern_count(quern_filter(all, Q("a_i16__gt", INT16_MIN)))
-- $1: smallint = -32768
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_i16" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_i16" > -32768;

-- quern_count(quern_filter(all, Q("a_i16__gte", 300)))
-- $1: smallint = 300
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_i16" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_i16" >= 300;

-- quern_count(quern_filter(all, Q("maybe_i16__lt", 0)))
-- $1: smallint = 0
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_i16" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_i16" < 0;

-- quern_count(quern_filter(all, Q("maybe_i16__lte", (short)300)))
-- $1: smallint = 300
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_i16" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_i16" <= 300;

-- quern_count(quern_filter(all, Q("maybe_i16__isnull", false)))
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_i16" IS NOT NULL;

-- quern_count(quern_exclude(all, Q("maybe_i16__gt", 3)))
-- $1: smallint = 3
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_i16" > $1 AND "specimen"."maybe_i16" IS NOT NULL);
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_i16" > 3 AND "specimen"."maybe_i16" IS NOT NULL);

-- quern_count(quern_filter(all, Q("a_i32__lt", -70000)))
-- $1: integer = -70000
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_i32" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_i32" < -70000;

-- quern_count(quern_filter(all, Q("maybe_i64__gte", 9000000000)))
-- $1: bigint = 9000000000
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_i64" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_i64" >= 9000000000;

-- quern_count(quern_filter(all, Q("maybe_i64", quern_some_i64(9000000000))))
-- $1: bigint = 9000000000
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_i64" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_i64" = 9000000000;

-- quern_count(quern_filter(all, Q("maybe_i64", (quern_null_i64){ 0 })))
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_i64" IS NULL;

-- quern_count(quern_filter(all, Q("a_f32", 1.5F)))
-- $1: real = '1.5'::real
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" = '1.5'::real;

-- quern_count(quern_filter(all, Q("a_f32", 1.5)))
-- $1: real = '1.5'::real
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" = '1.5'::real;

-- quern_count(quern_filter(all, Q("a_f32", 0.1)))
-- $1: real = '0.1'::real
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" = '0.1'::real;

-- quern_count(quern_filter(all, Q("a_f32", 300)))
-- $1: real = '300'::real
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" = '300'::real;

-- quern_count(quern_filter(all, Q("a_f32__gt", FLT_MAX)))
-- $1: real = '3.4028235e+38'::real
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" > '3.4028235e+38'::real;

-- quern_count(quern_filter(all, Q("a_f32", FLT_TRUE_MIN)))
-- $1: real = '1.4013e-45'::real
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" = '1.4013e-45'::real;

-- quern_count(quern_filter(all, Q("a_f32__lte", -0.0)))
-- $1: real = '-0'::real
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_f32" <= '-0'::real;

-- quern_count(quern_filter(all, Q("maybe_f32", (float)NAN)))
-- $1: real = 'NaN'::real
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_f32" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_f32" = 'NaN'::real;

-- quern_count(quern_filter(all, Q("maybe_f32__lt", (float)INFINITY)))
-- $1: real = 'Infinity'::real
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_f32" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_f32" < 'Infinity'::real;

-- quern_count(quern_exclude(all, Q("maybe_f32__gte", 5.25)))
-- $1: real = '5.25'::real
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_f32" >= $1 AND "specimen"."maybe_f32" IS NOT NULL);
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_f32" >= '5.25'::real AND "specimen"."maybe_f32" IS NOT NULL);

-- quern_count(quern_filter(all, Q("maybe_f64__lt", 5e-324)))
-- $1: double precision = '4.94065645841247e-324'::double precision
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_f64" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_f64" < '4.94065645841247e-324'::double precision;

-- quern_count(quern_filter(all, Q("a_timestamp__lte", AT_TIME(1714564800250000))))
-- $1: timestamp with time zone = '2024-05-01 12:00:00.250000+00'::timestamptz
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_timestamp" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_timestamp" <= '2024-05-01 12:00:00.250000+00'::timestamptz;

-- quern_count(quern_filter(all, Q("a_local_timestamp", LOCAL(1714564800250000))))
-- $1: timestamp without time zone = '2024-05-01 12:00:00.250000'::timestamp
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_local_timestamp" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_local_timestamp" = '2024-05-01 12:00:00.250000'::timestamp;

-- quern_count(quern_filter(all, Q("a_local_timestamp__gt", LOCAL(-1))))
-- $1: timestamp without time zone = '1969-12-31 23:59:59.999999'::timestamp
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_local_timestamp" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_local_timestamp" > '1969-12-31 23:59:59.999999'::timestamp;

-- quern_count(quern_filter(all, Q("a_local_timestamp__gte", LOCAL(INT64_MAX))))
-- $1: timestamp without time zone = 'infinity'::timestamp
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_local_timestamp" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_local_timestamp" >= 'infinity'::timestamp;

-- quern_count(quern_filter(all, Q("maybe_local_timestamp__lt", LOCAL(-62135596800000001))))
-- $1: timestamp without time zone = '0001-12-31 23:59:59.999999 BC'::timestamp
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_local_timestamp" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_local_timestamp" < '0001-12-31 23:59:59.999999 BC'::timestamp;

-- quern_count(quern_filter(all, Q("maybe_local_timestamp__lte", LOCAL(INT64_MIN))))
-- $1: timestamp without time zone = '-infinity'::timestamp
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_local_timestamp" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_local_timestamp" <= '-infinity'::timestamp;

-- quern_count(quern_filter(all, Q("maybe_local_timestamp__isnull", true)))
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_local_timestamp" IS NULL;

-- quern_count(quern_filter(all, Q("a_date", DAY(19844))))
-- $1: date = '2024-05-01'::date
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_date" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_date" = '2024-05-01'::date;

-- quern_count(quern_filter(all, Q("a_date__gt", DAY(0))))
-- $1: date = '1970-01-01'::date
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_date" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_date" > '1970-01-01'::date;

-- quern_count(quern_filter(all, Q("a_date__gte", DAY(2145042905))))
-- $1: date = '5874897-12-31'::date
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_date" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_date" >= '5874897-12-31'::date;

-- quern_count(quern_filter(all, Q("a_date__lt", DAY(INT32_MAX))))
-- $1: date = 'infinity'::date
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_date" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_date" < 'infinity'::date;

-- quern_count(quern_filter(all, Q("maybe_date__lte", DAY(-2440588))))
-- $1: date = '4714-11-24 BC'::date
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_date" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_date" <= '4714-11-24 BC'::date;

-- quern_count(quern_filter(all, Q("maybe_date", DAY(INT32_MIN))))
-- $1: date = '-infinity'::date
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_date" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_date" = '-infinity'::date;

-- quern_count(quern_exclude(all, Q("maybe_date__gt", DAY(-719163))))
-- $1: date = '0001-12-31 BC'::date
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_date" > $1 AND "specimen"."maybe_date" IS NOT NULL);
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_date" > '0001-12-31 BC'::date AND "specimen"."maybe_date" IS NOT NULL);

-- quern_count(quern_filter(all, Q("a_time", TIME(45296500000))))
-- $1: time without time zone = '12:34:56.5'::time
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_time" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_time" = '12:34:56.5'::time;

-- quern_count(quern_filter(all, Q("a_time__gt", TIME(0))))
-- $1: time without time zone = '00:00:00'::time
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_time" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_time" > '00:00:00'::time;

-- quern_count(quern_filter(all, Q("a_time__gte", TIME(86400000000))))
-- $1: time without time zone = '24:00:00'::time
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_time" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_time" >= '24:00:00'::time;

-- quern_count(quern_filter(all, Q("maybe_time__lt", TIME(86399999999))))
-- $1: time without time zone = '23:59:59.999999'::time
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_time" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_time" < '23:59:59.999999'::time;

-- quern_count(quern_filter(all, Q("maybe_time__lte", TIME(1))))
-- $1: time without time zone = '00:00:00.000001'::time
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_time" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_time" <= '00:00:00.000001'::time;

-- quern_count(quern_filter(all, Q("a_interval", INTERVAL(14706500000, 3, 14))))
-- $1: interval = 'P1Y2M3DT4H5M6.5S'::interval
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_interval" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_interval" = 'P1Y2M3DT4H5M6.5S'::interval;

-- quern_count(quern_filter(all, Q("a_interval__gt", INTERVAL(0, 30, 0))))
-- $1: interval = 'P30D'::interval
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_interval" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_interval" > 'P30D'::interval;

-- quern_count(quern_filter(all, Q("a_interval__gte", INTERVAL(0, 0, 1))))
-- $1: interval = 'P1M'::interval
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_interval" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_interval" >= 'P1M'::interval;

-- quern_count(quern_filter(all, Q("maybe_interval__lt", INTERVAL(-1, 1, -1))))
-- $1: interval = 'P-1M1DT-0.000001S'::interval
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_interval" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_interval" < 'P-1M1DT-0.000001S'::interval;

-- quern_count(quern_filter(all, Q("maybe_interval__lte", INTERVAL(0, 0, 0))))
-- $1: interval = 'PT0S'::interval
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_interval" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_interval" <= 'PT0S'::interval;

-- quern_count(quern_filter(all, Q("a_uuid", UUID_11)))
-- $1: uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_uuid" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_uuid" = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid;

-- quern_count(quern_filter(all, Q("a_uuid__gt", UUID_11)))
-- $1: uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_uuid" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_uuid" > 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid;

-- quern_count(quern_filter(all, Q("a_uuid__gte", UUID_11)))
-- $1: uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_uuid" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_uuid" >= 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid;

-- quern_count(quern_filter(all, Q("maybe_uuid__lt", UUID_11)))
-- $1: uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_uuid" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_uuid" < 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid;

-- quern_count(quern_filter(all, Q("maybe_uuid__lte", UUID_11)))
-- $1: uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_uuid" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_uuid" <= 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid;

-- quern_count(quern_filter(all, Q("a_inet", HOST)))
-- $1: inet = '192.168.0.1'::inet
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_inet" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_inet" = '192.168.0.1'::inet;

-- quern_count(quern_filter(all, Q("a_inet__gt", HOST)))
-- $1: inet = '192.168.0.1'::inet
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_inet" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_inet" > '192.168.0.1'::inet;

-- quern_count(quern_filter(all, Q("a_inet__gte", NETWORK)))
-- $1: inet = '10.0.0.0/8'::inet
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_inet" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_inet" >= '10.0.0.0/8'::inet;

-- quern_count(quern_filter(all, Q("maybe_inet__lt", LOOPBACK)))
-- $1: inet = '::1'::inet
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_inet" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_inet" < '::1'::inet;

-- quern_count(quern_filter(all, Q("maybe_inet__lte", NETWORK_6)))
-- $1: inet = '2001:db8::/32'::inet
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_inet" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_inet" <= '2001:db8::/32'::inet;

-- quern_count(quern_filter(all, Q("a_text", "100% _real_ \\ 'quoted' \"text\"")))
-- $1: text = E'100% _real_ \\ ''quoted'' "text"'
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_text" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_text" = E'100% _real_ \\ ''quoted'' "text"';

-- quern_count(quern_filter(all, Q("maybe_text__icontains", "EMMA")))
-- $1: text = '%EMMA%'
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_text" ILIKE $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_text" ILIKE '%EMMA%';

-- quern_count(quern_filter(all, Q("a_bytes", quern_bytes_of("\0\xff'", 3))))
-- $1: bytea = E'\\x00ff27'::bytea
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_bytes" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_bytes" = E'\\x00ff27'::bytea;

-- quern_count(quern_filter(all, Q("a_bytes", quern_bytes_of(NULL, 0))))
-- $1: bytea = E'\\x'::bytea
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_bytes" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_bytes" = E'\\x'::bytea;

-- quern_count(quern_filter(all, Q("a_bytes__gt", quern_bytes_of("\\x", 2))))
-- $1: bytea = E'\\x5c78'::bytea
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_bytes" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_bytes" > E'\\x5c78'::bytea;

-- quern_count(quern_filter(all, Q("a_bytes__gte", quern_bytes_of("a", 1))))
-- $1: bytea = E'\\x61'::bytea
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_bytes" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_bytes" >= E'\\x61'::bytea;

-- quern_count(quern_filter(all, Q("maybe_bytes__lt", quern_bytes_of("a", 1))))
-- $1: bytea = E'\\x61'::bytea
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_bytes" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_bytes" < E'\\x61'::bytea;

-- quern_count(quern_filter(all, Q("maybe_bytes__lte", quern_bytes_of("\xff\xfe", 2))))
-- $1: bytea = E'\\xfffe'::bytea
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_bytes" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_bytes" <= E'\\xfffe'::bytea;

-- quern_count(quern_filter(all, Q("maybe_bytes", (quern_bytes){ 0 })))
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_bytes" IS NULL;

-- quern_count(quern_filter(all, Q("a_decimal", quern_decimal_of("12.5"))))
-- $1: numeric = '12.5'::numeric
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_decimal" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_decimal" = '12.5'::numeric;

-- quern_count(quern_filter(all, Q("a_decimal", 0)))
-- $1: numeric = '0'::numeric
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_decimal" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_decimal" = '0'::numeric;

-- quern_count(quern_filter(all, Q("a_decimal__gt", quern_decimal_of("12.50"))))
-- $1: numeric = '12.50'::numeric
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_decimal" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_decimal" > '12.50'::numeric;

-- quern_count(quern_filter(all, Q("a_decimal__gte", quern_decimal_of("NaN"))))
-- $1: numeric = 'NaN'::numeric
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_decimal" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_decimal" >= 'NaN'::numeric;

-- quern_count(quern_filter(all, Q("maybe_decimal__lt", quern_decimal_of("Infinity"))))
-- $1: numeric = 'Infinity'::numeric
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_decimal" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_decimal" < 'Infinity'::numeric;

-- quern_count(quern_filter(all, Q("maybe_decimal__lte", quern_decimal_of("-1e1000"))))
-- $1: numeric = '-1e1000'::numeric
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_decimal" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_decimal" <= '-1e1000'::numeric;

-- quern_count(quern_exclude(all, Q("maybe_decimal", quern_decimal_of("0.100"))))
-- $1: numeric = '0.100'::numeric
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_decimal" = $1 AND "specimen"."maybe_decimal" IS NOT NULL);
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_decimal" = '0.100'::numeric AND "specimen"."maybe_decimal" IS NOT NULL);

-- quern_count(quern_filter(all, Q("maybe_decimal", (quern_decimal){ 0 })))
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_decimal" IS NULL;

-- quern_count(quern_filter(all, Q("a_json", quern_json_of("{\"a\": [1, null, \"x\"]}"))))
-- $1: jsonb = '{"a": [1, null, "x"]}'::jsonb
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_json" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_json" = '{"a": [1, null, "x"]}'::jsonb;

-- quern_count(quern_filter(all, Q("a_json", quern_json_of("\"\\u00e9\\\\\""))))
-- $1: jsonb = E'"\\u00e9\\\\"'::jsonb
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_json" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."a_json" = E'"\\u00e9\\\\"'::jsonb;

-- quern_count(quern_filter(all, Q("maybe_json", quern_json_of("null"))))
-- $1: jsonb = 'null'::jsonb
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_json" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_json" = 'null'::jsonb;

-- quern_count(quern_filter(all, Q("maybe_json", (quern_json){ 0 })))
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."maybe_json" IS NULL;

-- quern_count(quern_exclude(all, Q("maybe_json", quern_json_of("[[]]"))))
-- $1: jsonb = '[[]]'::jsonb
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_json" = $1 AND "specimen"."maybe_json" IS NOT NULL);
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."maybe_json" = '[[]]'::jsonb AND "specimen"."maybe_json" IS NOT NULL);

-- quern_count(quern_filter(all, Q(specimen, a_date, gt, DAY(0)), Q(specimen, maybe_uuid, exact, UUID_11)))
-- $1: date = '1970-01-01'::date
-- $2: uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."a_date" > $1 AND "specimen"."maybe_uuid" = $2);
SELECT COUNT(*) FROM "specimen" WHERE ("specimen"."a_date" > '1970-01-01'::date AND "specimen"."maybe_uuid" = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid);

