/* lists.c: a C11 program on the installed library, shared or static: builds a queryset by the macros and, when QUERN_TEST_URL
 * names a server, iterates it there. Exit status 77: there is none. */
#include "shelf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static quern_queryset *thick_ones(quern_session *s)
{
    quern_queryset *shelves = quern_filter(quern_objects(s, shelf), QUERN_Q(shelf, pages, gt, 100),
                                           QUERN_NOT(QUERN_Q("title__icontains", "draft")));
    return quern_order_by(shelves, "-title");
}

static bool fill(quern_session *s)
{
    quern_execute(s, "DROP TABLE IF EXISTS consumer_shelf");
    quern_execute(s, "CREATE TABLE consumer_shelf (id bigint PRIMARY KEY, title text NOT NULL, "
                     "published boolean NOT NULL, pages integer)");
    return quern_execute(s,
                         "INSERT INTO consumer_shelf VALUES (1, 'Atlas', true, 300), (2, 'Draft of a map', "
                         "false, 500), (3, $1, true, NULL), (4, 'Zoo', true, $2)",
                         "Leaflet", 101) == 4;
}

static bool iterate(quern_session *s)
{
    char titles[64] = "";
    QUERN_EACH(shelf, each, thick_ones(s)) {
        strncat(titles, each->title, sizeof titles - strlen(titles) - 1);
        printf("%" PRId64 " %s, %d pages\n", each->id, each->title, (int)each->pages.value);
    }
    quern_execute(s, "DROP TABLE consumer_shelf");
    fputs(quern_error_text(s), stderr);
    return !quern_failed(s) && strcmp(titles, "ZooAtlas") == 0;
}

int main(void)
{
    const char *url = getenv("QUERN_TEST_URL");
    quern_db *db = quern_open(url ? url : "", QUERN_MODELS(shelf), .pool_max = 1);
    quern_session *s = quern_session_open(db);
    bool good = strstr(quern_sql(thick_ones(s)), "\"consumer_shelf\"") != NULL;
    if (good && url)
        good = fill(s) && iterate(s);
    quern_session_close(s);
    good &= quern_close(db, 5000);
    return !good ? EXIT_FAILURE : url ? EXIT_SUCCESS : 77;
}
