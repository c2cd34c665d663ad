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

/* A member of each class that the others lack. */
typedef struct item {
    quern_object object;
    quern_bytes digest;
    quern_timestamp made_at;
    quern_local_timestamp opens_at;
    quern_null_date born;
    quern_time tea;
    quern_interval loan;
    quern_uuid uuid;
    quern_decimal price;
    double weight;
    quern_json settings;
    quern_null_inet host;
    quern_array_text tags;
} item;

QUERN_DECLARE_MODEL(author);
QUERN_DECLARE_MODEL(book);
QUERN_DECLARE_MODEL(item);

#ifdef MISUSE
void misuse(quern_session *s, quern_queryset *qs, author *a, book *b);
void misuse(quern_session *s, quern_queryset *qs, author *a, book *b)
{
    (void)s, (void)qs, (void)a, (void)b;
    MISUSE;
}
#endif
