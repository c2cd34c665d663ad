/* common.h: models for programs that must not compile. A program is either what it says at file scope, or a MISUSE: statements
 * for a function that has a session, a queryset and an object of each model at hand. */
#include <quern/quern.h>
#include <quern/short.h>

typedef struct author {
    quern_object object;
    int64_t id;
    const char *name;
} author;

typedef struct book {
    quern_object object;
    int64_t id;
    const char *title;
    bool published;
    quern_null_i32 pages;
    int64_t author_id;
    author *author;
    unsigned stock;
} book;

QUERN_DECLARE_MODEL(author);
QUERN_DECLARE_MODEL(book);

#ifdef MISUSE
void misuse(quern_session *s, quern_queryset *qs, author *a, book *b);
void misuse(quern_session *s, quern_queryset *qs, author *a, book *b)
{
    (void)s, (void)qs, (void)a, (void)b;
    MISUSE;
}
#endif
