/* main.c: the tour: what a queryset is, shown on a real server, chapter by chapter.
 *
 * Run it by ./tour, which starts a server for it, or with the server of your choice:
 *     QUERN_TEST_URL=postgresql://localhost/scratch examples/tour/tour
 * It makes the tables tour_author and tour_book there, and drops them in the end. */
#include "tour.h"

static void all_chapters(quern_db *db, quern_session *s, const char *url)
{
    laziness(s);
    triggers(s);
    chaining(s);
    caches(s);
    costs(s);
    memory(url);
    transactions(s);
    relations(s, db);
    engine(s, db);
    mistakes(s);
}

int main(void)
{
    const char *given = getenv("QUERN_TEST_URL"), *url = given ? given : "postgresql:///";
    quern_db *db = quern_open(url, QUERN_MODELS(author, book), .log_size = 1000);
    quern_session *s = quern_session_open(db);
    drop(s);
    if (fill(s))
        all_chapters(db, s, url);
    tour_failed |= quern_failed(s);
    fputs(quern_error_text(s), stderr);
    quern_error_clear(s);
    drop(s);
    quern_session_close(s);
    quern_close(db, 5000);
    puts(tour_failed ? "\nThe tour FAILED." : "\nThat was the tour: every number above is as claimed.");
    return tour_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
