-- readers
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name", "reader"."id" DESC;

-- quern_filter(readers, Q("card", "A1"))
-- $1: text = 'A1'
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" WHERE "reader"."card" = $1 ORDER BY "reader"."name", "reader"."id" DESC;
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" WHERE "reader"."card" = 'A1' ORDER BY "reader"."name", "reader"."id" DESC;

-- quern_slice(readers, 1, 3)
-- $1: bigint = 2
-- $2: bigint = 1
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name", "reader"."id" DESC LIMIT $1 OFFSET $2;
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name", "reader"."id" DESC LIMIT 2 OFFSET 1;

-- quern_order_by(readers, "card")
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."card";

-- (quern_order_by)(readers, none, QUERN_SITE)
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader";

-- quern_slice((quern_order_by)(readers, none, QUERN_SITE), 1, 3)
-- $1: bigint = 2
-- $2: bigint = 1
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" LIMIT $1 OFFSET $2;
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" LIMIT 2 OFFSET 1;

-- quern_count(readers)
SELECT COUNT(*) FROM "reader";

-- quern_count(quern_slice(readers, 1, 3))
-- $1: bigint = 2
-- $2: bigint = 1
SELECT COUNT(*) FROM (SELECT 1 FROM "reader" LIMIT $1 OFFSET $2) AS "rows";
SELECT COUNT(*) FROM (SELECT 1 FROM "reader" LIMIT 2 OFFSET 1) AS "rows";

-- quern_exists(readers, &found)
SELECT 1 FROM "reader" LIMIT 1;

-- quern_exists(quern_slice(readers, 1, 3), &found)
-- $1: bigint = 1
SELECT 1 FROM "reader" LIMIT 1 OFFSET $1;
SELECT 1 FROM "reader" LIMIT 1 OFFSET 1;

-- quern_first(readers, reader)
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name", "reader"."id" DESC LIMIT 1;

-- quern_first((quern_order_by)(readers, none, QUERN_SITE), reader)
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."id" LIMIT 1;

-- quern_first(quern_slice(readers, 1, 3), reader)
-- $1: bigint = 1
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name", "reader"."id" DESC LIMIT 1 OFFSET $1;
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name", "reader"."id" DESC LIMIT 1 OFFSET 1;

-- quern_at(readers, reader, 1)
-- $1: bigint = 1
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name", "reader"."id" DESC LIMIT 1 OFFSET $1;
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name", "reader"."id" DESC LIMIT 1 OFFSET 1;

-- quern_get(readers, reader, Q("card", "A1"))
-- $1: text = 'A1'
-- $2: bigint = 2
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" WHERE "reader"."card" = $1 LIMIT $2;
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" WHERE "reader"."card" = 'A1' LIMIT 2;

-- quern_get(quern_slice(readers, 1, 2), reader)
-- $1: bigint = 1
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name", "reader"."id" DESC LIMIT 1 OFFSET $1;
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id" FROM "reader" ORDER BY "reader"."name", "reader"."id" DESC LIMIT 1 OFFSET 1;

-- loans
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";

-- quern_filter(loans, Q("reader", "A1"))
-- $1: text = 'A1'
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."card" = $1 ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."card" = 'A1' ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";

-- quern_filter(loans, Q("reader_id", "A1"))
-- $1: text = 'A1'
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."card" = $1 ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."card" = 'A1' ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";

-- quern_filter(loans, Q("reader__card", "A1"))
-- $1: text = 'A1'
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."card" = $1 ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."card" = 'A1' ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";

-- quern_filter(loans, Q(loan, reader->card, icontains, "a"))
-- $1: text = '%a%'
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."card" ILIKE $1 ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."card" ILIKE '%a%' ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";

-- quern_filter(loans, Q("book", 2), Q("book__pk__gt", 1))
-- $1: bigint = 2
-- $2: bigint = 1
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE ("loan"."book_id" = $1 AND "loan"."book_id" > $2) ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE ("loan"."book_id" = 2 AND "loan"."book_id" > 1) ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";

-- quern_exclude(loans, Q("renewal_of", 1))
-- $1: integer = 1
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE NOT ("loan"."renewal_of_id" = $1 AND "loan"."renewal_of_id" IS NOT NULL) ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE NOT ("loan"."renewal_of_id" = 1 AND "loan"."renewal_of_id" IS NOT NULL) ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";

-- quern_filter(loans, Q("renewal_of__isnull", true))
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") WHERE "loan"."renewal_of_id" IS NULL ORDER BY "reader"."name" DESC, "reader"."id", "loan"."book_id", "loan"."renewal_of_id";

-- quern_order_by(loans, "book", "-renewal_of__id")
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id" FROM "loan" ORDER BY "loan"."book_id", "loan"."renewal_of_id" DESC;

-- features
SELECT "sql_features"."feature_id", "sql_features"."sub_feature_id", "sql_features"."feature_name", "sql_features"."comments" FROM "information_schema"."sql_features" ORDER BY "sql_features"."feature_id", "sql_features"."sub_feature_id" DESC;

-- quern_filter(features, Q("feature_id", "B012"), Q("comments__isnull", true))
-- $1: text = 'B012'
SELECT "sql_features"."feature_id", "sql_features"."sub_feature_id", "sql_features"."feature_name", "sql_features"."comments" FROM "information_schema"."sql_features" WHERE ("sql_features"."feature_id" = $1 AND "sql_features"."comments" IS NULL) ORDER BY "sql_features"."feature_id", "sql_features"."sub_feature_id" DESC;
SELECT "sql_features"."feature_id", "sql_features"."sub_feature_id", "sql_features"."feature_name", "sql_features"."comments" FROM "information_schema"."sql_features" WHERE ("sql_features"."feature_id" = 'B012' AND "sql_features"."comments" IS NULL) ORDER BY "sql_features"."feature_id", "sql_features"."sub_feature_id" DESC;

-- quern_exclude(quern_order_by(features, "-feature_id", "sub_feature_id"), Q("comments", "x"))
-- $1: text = 'x'
SELECT "sql_features"."feature_id", "sql_features"."sub_feature_id", "sql_features"."feature_name", "sql_features"."comments" FROM "information_schema"."sql_features" WHERE NOT ("sql_features"."comments" = $1 AND "sql_features"."comments" IS NOT NULL) ORDER BY "sql_features"."feature_id" DESC, "sql_features"."sub_feature_id";
SELECT "sql_features"."feature_id", "sql_features"."sub_feature_id", "sql_features"."feature_name", "sql_features"."comments" FROM "information_schema"."sql_features" WHERE NOT ("sql_features"."comments" = 'x' AND "sql_features"."comments" IS NOT NULL) ORDER BY "sql_features"."feature_id" DESC, "sql_features"."sub_feature_id";

-- quern_filter((quern_order_by)(features, none, QUERN_SITE), Q("feature_id", "B012"))
-- $1: text = 'B012'
SELECT "sql_features"."feature_id", "sql_features"."sub_feature_id", "sql_features"."feature_name", "sql_features"."comments" FROM "information_schema"."sql_features" WHERE "sql_features"."feature_id" = $1;
SELECT "sql_features"."feature_id", "sql_features"."sub_feature_id", "sql_features"."feature_name", "sql_features"."comments" FROM "information_schema"."sql_features" WHERE "sql_features"."feature_id" = 'B012';

-- quern_count(features)
SELECT COUNT(*) FROM "information_schema"."sql_features";

-- quern_count(quern_slice(features, 5, 10))
-- $1: bigint = 5
-- $2: bigint = 5
SELECT COUNT(*) FROM (SELECT 1 FROM "information_schema"."sql_features" LIMIT $1 OFFSET $2) AS "rows";
SELECT COUNT(*) FROM (SELECT 1 FROM "information_schema"."sql_features" LIMIT 5 OFFSET 5) AS "rows";

-- quern_exists(quern_filter(features, Q("feature_id", "B012")), &found)
-- $1: text = 'B012'
SELECT 1 FROM "information_schema"."sql_features" WHERE "sql_features"."feature_id" = $1 LIMIT 1;
SELECT 1 FROM "information_schema"."sql_features" WHERE "sql_features"."feature_id" = 'B012' LIMIT 1;

-- quern_first(features, feature)
SELECT "sql_features"."feature_id", "sql_features"."sub_feature_id", "sql_features"."feature_name", "sql_features"."comments" FROM "information_schema"."sql_features" ORDER BY "sql_features"."feature_id", "sql_features"."sub_feature_id" DESC LIMIT 1;

