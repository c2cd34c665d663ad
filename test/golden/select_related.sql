-- quern_select_related(memberships, "player")
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "membership" INNER JOIN "player" ON ("membership"."player_id" = "player"."id");

-- quern_select_related(clubs, "founder")
SELECT "club"."id", "club"."name", "club"."founder_id", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "club" LEFT OUTER JOIN "player" ON ("club"."founder_id" = "player"."id");

-- quern_select_related(players, "boss")
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "T2"."id", "T2"."name", "T2"."born", "T2"."boss_id" FROM "player" LEFT OUTER JOIN "player" "T2" ON ("player"."boss_id" = "T2"."id");

-- quern_select_related(players, "badge")
SELECT "player"."id", "player"."name", "player"."born", "player"."boss_id", "badge"."id", "badge"."number", "badge"."holder_id" FROM "player" LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id");

-- quern_select_related(badges, "holder")
SELECT "badge"."id", "badge"."number", "badge"."holder_id", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "badge" LEFT OUTER JOIN "player" ON ("badge"."holder_id" = "player"."id");

-- quern_select_related(pins, "badge")
SELECT "pin"."id", "pin"."badge_id", "pin"."size", "badge"."id", "badge"."number", "badge"."holder_id" FROM "pin" LEFT OUTER JOIN "badge" ON ("pin"."badge_id" = "badge"."number");

-- quern_select_related(odds, "shelf")
SELECT "od""d table; DROP"."id", "od""d table; DROP"."select", "od""d table; DROP"."a""b", "od""d table; DROP"."schnee ☃", "od""d table; DROP"."UPPER Case", "od""d table; DROP"."shelf_id", "shelf"."code", "shelf"."room" FROM "od""d table; DROP" LEFT OUTER JOIN "shelf" ON ("od""d table; DROP"."shelf_id" = "shelf"."code");

-- quern_select_related(memberships, "club__founder")
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "club"."id", "club"."name", "club"."founder_id", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "membership" INNER JOIN "club" ON ("membership"."club_id" = "club"."id") LEFT OUTER JOIN "player" ON ("club"."founder_id" = "player"."id");

-- quern_select_related(memberships, "player->badge")
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "player"."id", "player"."name", "player"."born", "player"."boss_id", "badge"."id", "badge"."number", "badge"."holder_id" FROM "membership" INNER JOIN "player" ON ("membership"."player_id" = "player"."id") LEFT OUTER JOIN "badge" ON ("player"."id" = "badge"."holder_id");

-- quern_select_related(pins, "badge__holder__boss")
SELECT "pin"."id", "pin"."badge_id", "pin"."size", "badge"."id", "badge"."number", "badge"."holder_id", "player"."id", "player"."name", "player"."born", "player"."boss_id", "T4"."id", "T4"."name", "T4"."born", "T4"."boss_id" FROM "pin" LEFT OUTER JOIN "badge" ON ("pin"."badge_id" = "badge"."number") LEFT OUTER JOIN "player" ON ("badge"."holder_id" = "player"."id") LEFT OUTER JOIN "player" "T4" ON ("player"."boss_id" = "T4"."id");

-- quern_select_related(memberships, "club", "player", "inviter")
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "club"."id", "club"."name", "club"."founder_id", "player"."id", "player"."name", "player"."born", "player"."boss_id", "T4"."id", "T4"."name", "T4"."born", "T4"."boss_id" FROM "membership" INNER JOIN "club" ON ("membership"."club_id" = "club"."id") INNER JOIN "player" ON ("membership"."player_id" = "player"."id") LEFT OUTER JOIN "player" "T4" ON ("membership"."inviter_id" = "T4"."id");

-- quern_select_related(memberships, "club__founder", "club")
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "club"."id", "club"."name", "club"."founder_id", "player"."id", "player"."name", "player"."born", "player"."boss_id" FROM "membership" INNER JOIN "club" ON ("membership"."club_id" = "club"."id") LEFT OUTER JOIN "player" ON ("club"."founder_id" = "player"."id");

-- quern_select_related(quern_select_related(memberships, "club", "player"), "club__founder")
SELECT "membership"."id", "membership"."club_id", "membership"."player_id", "membership"."inviter_id", "membership"."fee", "club"."id", "club"."name", "club"."founder_id", "player"."id", "player"."name", "player"."born", "player"."boss_id", "T4"."id", "T4"."name", "T4"."born", "T4"."boss_id" FROM "membership" INNER JOIN "club" ON ("membership"."club_id" = "club"."id") LEFT OUTER JOIN "player" ON ("club"."founder_id" = "player"."id") INNER JOIN "player" "T4" ON ("membership"."player_id" = "T4"."id");

-- quern_select_related(quern_order_by(OF(reader), "id"), "favourite")
SELECT "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id", "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born" FROM "reader" LEFT OUTER JOIN "books_author" ON ("reader"."favourite_id" = "books_author"."id") ORDER BY "reader"."id";

-- quern_select_related(quern_order_by(loans, "id"), "reader__favourite", "renewal_of__reader")
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id", "reader"."id", "reader"."card", "reader"."name", "reader"."favourite_id", "books_author"."id", "books_author"."name", "books_author"."email", "books_author"."born", "T4"."id", "T4"."card", "T4"."book_id", "T4"."renewal_of_id", "T5"."id", "T5"."card", "T5"."name", "T5"."favourite_id" FROM "loan" INNER JOIN "reader" ON ("loan"."card" = "reader"."card") LEFT OUTER JOIN "books_author" ON ("reader"."favourite_id" = "books_author"."id") LEFT OUTER JOIN "loan" "T4" ON ("loan"."renewal_of_id" = "T4"."id") LEFT OUTER JOIN "reader" "T5" ON ("T4"."card" = "T5"."card") ORDER BY "loan"."id";

-- quern_select_related(quern_order_by(loans, "id"), "loan")
SELECT "loan"."id", "loan"."card", "loan"."book_id", "loan"."renewal_of_id", "T2"."id", "T2"."card", "T2"."book_id", "T2"."renewal_of_id" FROM "loan" LEFT OUTER JOIN "loan" "T2" ON ("loan"."id" = "T2"."renewal_of_id") ORDER BY "loan"."id";

