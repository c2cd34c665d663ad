/* stringified.c: an assertion makes a text of what its argument has become, and a compiler may warn of one over 4095 characters:
 * a condition that is checked stays well below. */
#include <quern/quern.h>
#include <quern/short.h>

#define ASSERT_(condition, ...) ((condition) ? (void)0 : report(#__VA_ARGS__))
#define ASSERT(...) ASSERT_((__VA_ARGS__), __VA_ARGS__)

typedef struct author {
    quern_object object;
    int64_t id;
    quern_null_timestamp last_seen_at;
} author;

typedef struct book {
    quern_object object;
    int64_t id;
    int32_t pages;
    author *author;
} book;

void report(const char *text);
void asserts(quern_session *s, quern_queryset *qs);
void asserts(quern_session *s, quern_queryset *qs)
{
    ASSERT(quern_filter(qs, Q(book, pages, gt, 3)) != NULL);
    ASSERT(quern_filter(qs, Q(book, author->last_seen_at, gte, (quern_timestamp){ 1714564800000000 })) !=
           NULL);
    ASSERT(quern_filter(qs, Q("title", "Emma"), Q("pages__gt", 300)) != NULL);
    ASSERT(quern_execute(s, "DELETE FROM book WHERE id = $1 OR pages > $2", 5, 7) == 1);
}
