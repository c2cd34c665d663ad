-- quern_only(with_author, "title", "author__name")
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_select_related(quern_only(books, "title", "author__name"), "author")
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_only(with_author, "title")
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_only(with_author, "title", "author")
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_only(with_author, "author__id")
SELECT "books_book"."id", "books_book"."author_id", "books_author"."id" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_only(quern_only(with_author, "author__name"), "title", "author__born")
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."born" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_only(quern_only(with_author, "author__name"), "title")
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_only(quern_defer(with_author, "author__name"), "title", "author__name", "author__born")
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."born" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_defer(quern_only(with_author, "title", "author__name", "author__born"), "author__name")
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id", "books_author"."id", "books_author"."born" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

-- quern_only(books, "title", "author__name")
SELECT "books_book"."id", "books_book"."title", "books_book"."author_id" FROM "books_book";

-- quern_only(pins, "badge__holder__name")
SELECT "pin"."id", "pin"."badge_id", "badge"."id", "badge"."number", "badge"."holder_id", "player"."id", "player"."name" FROM "pin" LEFT OUTER JOIN "badge" ON ("pin"."badge_id" = "badge"."number") LEFT OUTER JOIN "player" ON ("badge"."holder_id" = "player"."id");

-- quern_only(pins, "size", "badge__id")
SELECT "pin"."id", "pin"."badge_id", "pin"."size", "badge"."id", "badge"."number", "badge"."holder_id", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "pin" LEFT OUTER JOIN "badge" ON ("pin"."badge_id" = "badge"."number") LEFT OUTER JOIN "player" ON ("badge"."holder_id" = "player"."id");

-- quern_only(quern_select_related(OF(player), "badge"), "name", "badge__id")
SELECT "player"."id", "player"."name", "badge"."id", "badge"."holder_id" FROM "player" LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id");

-- quern_only(quern_select_related(OF(player), "badge"), "name", "badge")
SELECT "player"."id", "player"."name", "badge"."id", "badge"."number", "badge"."holder_id" FROM "player" LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id");

-- quern_only(quern_select_related(OF(player), "badge__holder__boss"), "name", "badge__holder__name")
SELECT "player"."id", "player"."name", "player"."boss_id", "badge"."id", "badge"."holder_id", "T3"."id", "T3"."name", "T3"."born", "T3"."boss_id" FROM "player" LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id") LEFT OUTER JOIN "player" "T3" ON ("player"."boss_id" = "T3"."id");

-- quern_defer(pins, "badge__number", "badge__holder__name", "badge__holder__born", "badge")
SELECT "pin"."id", "pin"."badge_id", "pin"."size", "badge"."id", "badge"."number", "badge"."holder_id", "player"."id", "player"."boss_id" FROM "pin" LEFT OUTER JOIN "badge" ON ("pin"."badge_id" = "badge"."number") LEFT OUTER JOIN "player" ON ("badge"."holder_id" = "player"."id");

-- quern_defer(quern_defer(pins, "badge__holder__name"), "badge__holder__born")
SELECT "pin"."id", "pin"."badge_id", "pin"."size", "badge"."id", "badge"."number", "badge"."holder_id", "player"."id", "player"."boss_id" FROM "pin" LEFT OUTER JOIN "badge" ON ("pin"."badge_id" = "badge"."number") LEFT OUTER JOIN "player" ON ("badge"."holder_id" = "player"."id");

-- quern_select_related(quern_defer(OF(pin), "badge__holder__name", "badge__holder__born"), "badge")
SELECT "pin"."id", "pin"."badge_id", "pin"."size", "badge"."id", "badge"."number", "badge"."holder_id" FROM "pin" LEFT OUTER JOIN "badge" ON ("pin"."badge_id" = "badge"."number");

-- quern_defer(quern_only(with_author, "title", "author__name"))
SELECT "books_book"."id", "books_book"."title", "books_book"."subtitle", "books_book"."author_id", "books_book"."sequel_of_id", "books_book"."published", "books_book"."lent", "books_book"."copies", "books_book"."pages", "books_book"."sold", "books_book"."views", "books_book"."price", "books_book"."rating", "books_book"."created_at", "books_book"."returned_at", "books_book"."ISBN-13", "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "books_book" INNER JOIN "books_author" ON ("books_book"."author_id" = "books_author"."id");

