/* related.c: every macro of related.h, with each sort of list and each sort of prefetch that it takes. */
#include <quern/quern.h>
#include <quern/short.h>

typedef struct author author;
typedef struct book book;
struct author {
    quern_object object;
    int64_t id;
    book **books;
    book **cheap_books;
};
struct book {
    quern_object object;
    int64_t id;
    int64_t author_id;
    author *author;
    author **translators;
};

QUERN_DECLARE_MODEL(book);
QUERN_MODEL(author, "author",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_HAS_MANY(books, book, author),
                         QUERN_PREFETCHED(cheap_books, book)));
QUERN_MODEL(book, "book",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FOREIGN_KEY(author, author),
                         QUERN_MANY_TO_MANY(translators, author, .related_name = "translated")));

void loads(quern_session *s, quern_queryset *qs, quern_queryset *few, char *path);
void loads(quern_session *s, quern_queryset *qs, quern_queryset *few, char *path)
{
    const quern_prefetch made = PREFETCH("books", few);
    qs = quern_select_related(qs, "author", path);
    qs = quern_prefetch_related(qs, "books", path, made, PREFETCH(path, few, .to = "cheap_books"));
    qs = quern_prefetch_related(qs, PREFETCH("books"), PREFETCH("books", .to = "cheap_books"),
                                PREFETCH("books", .queryset = few), quern_prefetch_path("translated"));
    qs = quern_prefetch_snapshot(quern_prefetch_batch(qs, 100));
    book *const *all = quern_list(qs, book);
    book *some[] = { all[0], NULL };
    book **any = some;
    quern_prefetch_objects(s, book, all, 1, "author");
    quern_prefetch_objects(s, book, some, 1, "author", PREFETCH("translators", few));
    quern_prefetch_objects(s, book, any, 1, path);
}

void changes(const author *a, book *b, author *const *list, author **others);
void changes(const author *a, book *b, author *const *list, author **others)
{
    book **books = quern_related_loaded(a, "books", book);
    quern_related_add(a, "books", books, 2);
    quern_related_add(b, "translators", list, 2);
    quern_related_remove(b, "translators", others, 2);
    quern_related_set(b, "translators", quern_list(quern_related(b, "translators"), author), 2);
    quern_related_clear(b, "translators");
}
