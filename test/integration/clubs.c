/* clubs.c: see clubs.h. */
#include "test/integration/clubs.h"

quern_queryset *clubs, *bad;

void open_clubs(void)
{
    if (!db)
        return;
    open_counted();
    clubs = quern_prefetch_related(quern_order_by(quern_objects(counted, club), "id"), "founder", "topics");
    /* Of a pattern that is none, which only the server finds out. */
    bad = quern_prefetch_related(
        quern_order_by(quern_objects(counted, club), "id"), "founder",
        PREFETCH("members", quern_filter(quern_objects(counted, player), Q("name__regex", "(["))));
}

void must(const char *what)
{
    ck_assert_msg(!quern_failed(counted), "%s: %s", what, quern_error_text(counted));
}

void expect_own_count(const char *what, int64_t statements)
{
    const int64_t ran = quern_query_count(counted) - counted_before;
    ck_assert_msg(ran == statements, "%s: %d statements", what, (int)ran);
}

const quern_error *failure(void)
{
    const quern_error *error = quern_session_error(counted);
    ck_assert_msg(error != NULL, "no failure");
    return error;
}

void expect_club(const club *c, const char *what, int64_t id, int64_t founder, size_t topics)
{
    must(what);
    ck_assert_msg(c != NULL, "%s: no club", what);
    ck_assert_msg(c->id == id, "%s: club %d", what, (int)c->id);
    ck_assert_msg(founder ? c->founder && c->founder->id == founder : !c->founder, "%s: another founder",
                  what);
    ck_assert_msg(c->topics != NULL, "%s: the topics are not known", what);
    size_t count = 0;
    while (c->topics[count])
        count++;
    ck_assert_msg(count == topics, "%s: %zu topics", what, count);
}
