/* related.h: related objects in as few statements as can be, and sets of them changed.
 *
 *     what is wanted                              the call                                      statements
 *     each book's one author                      quern_select_related(books, "author")         1, with a JOIN
 *     each author's many books                    quern_prefetch_related(authors, "books")      2, whatever their number
 *     some of them, in an order of their own      QUERN_PREFETCH("books", quern_filter(...))    the same
 *     those of objects that are there already     quern_prefetch_objects(s, author, list, n, "books")   1 a level
 *     those of one object                         quern_related(a, "books")                     1, or 0 when prefetched
 *
 * A path names relations as conditions do: members, or the names of the other sides, with "__" or "->" between them. Paths and
 * names are checked when the queryset is built.
 *
 * Who is loaded so belongs to the result of the objects that it was loaded for: it lives as long, and is loaded once, however many of
 * them share it: two books of one author have the same author *. An object that was loaded from the other side points back: in
 * QUERN_EACH(book, b, quern_related(a, "books")) b->author is a, and no query is needed for it.
 *
 * All of it is for the thread that uses the session, but quern_related_loaded. */
#ifndef QUERN_RELATED_H
#define QUERN_RELATED_H

#include <quern/object.h>
#include <quern/queryset.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The same objects, and with each, from the same statement, the objects that these paths lead to; what lies on the way to them too.
 * Paths of foreign keys and of one to ones, in either direction, of any depth. Joined INNER where no key on the way can be NULL, and the
 * database looks after each (it does not with QUERN_DO_NOTHING), else LEFT: an object that is not there is a NULL pointer then, and the
 * key tells why; on the other side of a one to one QUERN_HAS_ONE's member is NULL and quern_loaded true. Of a one to one both objects
 * know each other, whichever led to the other: a path that goes back over it leads to where it was, and joins nothing. A further call
 * adds paths. With quern_only and quern_defer, whose names may be paths into what is related ("author__name"), only those columns are
 * loaded, the keys always: what leads to it cannot be left out. Works with filter, order, slices, iterate, first, get, at, in_bulk;
 * count and exists do not join for it. Of rows of values, of quern_raw, and an empty list: QUERN_ERROR_USAGE. A path that leads to many
 * objects: QUERN_ERROR_USAGE, with the hint to use quern_prefetch_related. A name that is none: QUERN_ERROR_FIELD with
 * the nearest. Does not evaluate. Django: select_related(). Macro: quern_select_related(books, "author__publisher", "cover"). */
QUERN_API quern_queryset *quern_select_related(quern_queryset *queryset, const char *const *paths,
                                               QUERN__SITE_PARAMETER);

/* What is to be fetched along. A list of them is ended by a NULL path. */
typedef struct quern_prefetch {
    const char *path;
    /* Which of the related objects, in which order, with what of their own; its model must be the path's. NULL: all of them, in their
     * model's order. May be filtered, ordered, sliced (then each parent gets so many), and have further paths. */
    quern_queryset *queryset;
    /* Where they go, so that the relation itself stays what it is: a member of the same model, declared by QUERN_PREFETCHED; or any
     * other name that is no field and no relation there, for quern_related and quern_related_loaded. Paths that follow may lead
     * on from it. NULL: the relation. */
    const char *to;
    int reserved;
} quern_prefetch;

/* The same objects, and when they are evaluated, the objects that these paths lead to, by one statement for each relation on a path,
 * and batch of keys; all those of one level go in one round trip. Paths of all relations, also of single objects. What is loaded
 * already is not asked for again, and neither is what two paths have in common. Objects without any related ones have an empty set,
 * which is known: quern_related asks nothing for it.
 * A further call adds paths. One with a queryset comes before the paths that lead over it; what that queryset prefetches itself is done
 * as well. Objects of quern_raw have it too.
 * Each statement sees the tables as they are when it runs: see quern_prefetch_snapshot. With quern_iterate it is done for each chunk.
 * quern_first, quern_at, quern_get, quern_in_bulk and the like do it for the objects that they give; quern_count and quern_exists do not.
 * When it fails, so does the evaluation, and the queryset has no cache. What quern_only and quern_defer leave out is loaded all the same
 * where the prefetch goes by it.
 * Rows of values: QUERN_ERROR_USAGE, and so is quern_values of what it gives; an empty list too, and a path of more than 32 relations.
 * Errors of names as quern_select_related; of .queryset: one of another model, of values, of quern_raw, of another session, with a
 * parameter that has no value yet, or a slice of a relation to one object QUERN_ERROR_USAGE, one in error that error; a shared one is
 * taken as by quern_in; two prefetches of one path, or of one .to, with different querysets QUERN_ERROR_USAGE. Does not evaluate.
 * Django: prefetch_related(), Prefetch(). Macro: quern_prefetch_related(authors, "books__categories",
 * QUERN_PREFETCH("books", cheap, .to = "cheap_books")). */
QUERN_API quern_queryset *quern_prefetch_related(quern_queryset *queryset, const quern_prefetch *prefetches,
                                                 QUERN__SITE_PARAMETER);

/* How many keys one statement of a prefetch asks for at most; 0: the default, 10000. It counts for all levels; that of a queryset in a
 * QUERN_PREFETCH does not. Rows of values: QUERN_ERROR_USAGE. Does not evaluate. */
QUERN_API quern_queryset *quern_prefetch_batch(quern_queryset *queryset, uint32_t keys,
                                               QUERN__SITE_PARAMETER);

/* The objects and all that is prefetched for them are read as of one moment: in one REPEATABLE READ, READ ONLY transaction, which is one
 * round trip more, its COMMIT. In one that was begun so, or SERIALIZABLE, they are read in that; in one that was begun with less, or by a
 * stream without this, it is refused when it is evaluated (QUERN_ERROR_USAGE). That of a queryset in a QUERN_PREFETCH counts for
 * all. quern_evaluate_all evaluates such querysets by themselves. Rows of values: QUERN_ERROR_USAGE. Does not evaluate. */
QUERN_API quern_queryset *quern_prefetch_snapshot(quern_queryset *queryset, QUERN__SITE_PARAMETER);

/* The same for objects that are there: of one session, and one model; NULLs among them are left out. Evaluates. False on failure: then
 * none of the sets that failed are there. Django: prefetch_related_objects().
 * Macro: quern_prefetch_objects(s, book, list, n, "author", "categories"). */
QUERN_API bool quern_prefetch_objects(quern_session *session, const quern_model *model, void *const *objects,
                                      size_t count, const quern_prefetch *prefetches, QUERN__SITE_PARAMETER);

/* The objects that are related to this one, by the name of the other side of a relation or of a many to many: "book_set", or that of a
 * member (QUERN_HAS_MANY, QUERN_HAS_ONE, QUERN_MANY_TO_MANY, QUERN_PREFETCHED), or what .to says. An ordinary queryset of those
 * objects, in their model's order, to be refined, counted and iterated; it asks for the value that the object's key has now. Over a many to many
 * it begins at the table between, and the first quern_filter of its own goes by the same row of that.
 *
 * Where they are known, because they were prefetched, or fetched by quern_fetch or QUERN_FETCH_PEERS, it has them in its cache, whatever
 * the object's key is now: evaluating, counting, looping over it asks nothing, and neither do slices; but quern_get, quern_earliest,
 * quern_latest, quern_iterate, and the first or last of a set without an order do. What is made of it asks too, by what it was prefetched
 * by, and the log says that a set was passed by (quern_query). Objects of another side of a relation point back to this one, in all that is
 * made of it, unless quern_select_related brings another: in QUERN_EACH(book, b, quern_related(a, "books")) b->author is a, and quern_fetch
 * of it asks nothing.
 * Where they are not known, each call gives a queryset with a cache of its own, as quern_objects does. Evaluating it as a whole
 * (QUERN_EACH, quern_len, quern_list) does as the fetch mode of the object's result says: QUERN_FETCH_PEERS fetches those of all its
 * objects, which are known then; quern_count, quern_exists, quern_at and the like ask for themselves. QUERN_FETCH_RAISE is
 * QUERN_ERROR_USAGE for each of them. Querysets that are made of it are evaluated in any mode: quern_all(quern_related(a, "books")).
 *
 * Never NULL: a queryset in error with QUERN_ERROR_FIELD for a name that is none, and the nearest; QUERN_ERROR_USAGE for the name of a
 * relation to one object (quern_fetch), for an object that has no session (NULL, copied, of a result that was taken, or not seen by
 * quern), for a key that was not loaded, or is NULL, and for a member of QUERN_PREFETCHED that nothing was prefetched into. It, all that
 * is made of it, and what they load, live as the object's result does, of a stream until its next chunk, or until a rewind to before
 * them. When the result is taken, their objects live on with it, and they ask no more (QUERN_ERROR_USAGE). Does not evaluate. Django:
 * a.book_set.all(). Macro: quern_related(a, "book_set"). */
QUERN_API quern_queryset *quern_related(const quern_object *object, const char *name, QUERN__SITE_PARAMETER);

/* Those that are known, by the same names, as pointers ended by NULL; NULL when they are not, or are no objects of that model. Works
 * without a session: for objects of a
 * result that was taken, in any thread. Lives as the object's result does, or until the set changes. Does not evaluate.
 * Macro: book **books = quern_related_loaded(a, "books", book). */
QUERN_API void *const *quern_related_loaded(const quern_object *object, const char *name,
                                            const quern_model *model);

/* ---- Changing sets ----
 * Of a many to many, and of the other side of a foreign key. Each is atomic: all of it is done, or none. NULLs in a list are left out,
 * and the same object twice is one. What was known of the set is forgotten, and is asked for anew; that of the objects' own other sides
 * stays as it is. After a failure nothing that is known has changed, but that a set whose outcome is unknown is forgotten too. Members
 * stay as they are when a transaction is rolled back later.
 * All evaluate, and fail as quern_execute does; QUERN_ERROR_USAGE for objects of another model or session, without a key, copied, of a
 * result that was taken, or that quern has not seen; for names as quern_related, and for those of QUERN_PREFETCHED and .to. Of an owner
 * that has no session they are false, and there is nothing to fail. Django: the methods of the same names of its managers. */

/* Relates so many more objects. Those that are related already stay so. Of a many to many: INSERT of what is not there, of a symmetrical
 * one both ways; columns of a .through model's own get their defaults, and one that must have a value and has none is the server's
 * error. Of the other side of a foreign key: UPDATE, and the objects' members are changed as well: the key, where it is loaded, and the
 * pointer, which is this object where both came with one result, else NULL, for quern_fetch to find. *changed (may be NULL, and is in
 * the macros): rows that are new, gone or changed; 0 after a failure. Evaluates. Macro: quern_related_add(b, "categories", list, n). */
QUERN_API bool quern_related_add(const quern_object *object, const char *name, void *const *objects,
                                 size_t count, int64_t *changed, QUERN__SITE_PARAMETER);

/* Ends that for so many; those that are not related stay so. The objects themselves are not deleted. Of a foreign key, whose members
 * become NULL where they were this object's, only where it may be NULL, else QUERN_ERROR_USAGE; so for the two below. Evaluates.
 * Macro: quern_related_remove(b, "categories", list, n). */
QUERN_API bool quern_related_remove(const quern_object *object, const char *name, void *const *objects,
                                    size_t count, int64_t *changed, QUERN__SITE_PARAMETER);

/* Relates these and no others: what is so already stays untouched. Members of objects that it takes away, as those of quern_related_clear,
 * stay as they are: they are in no list. Evaluates. Macro: quern_related_set(b, "categories", list, n). */
QUERN_API bool quern_related_set(const quern_object *object, const char *name, void *const *objects,
                                 size_t count, int64_t *changed, QUERN__SITE_PARAMETER);

/* Relates none. Evaluates. Macro: quern_related_clear(b, "categories"). */
QUERN_API bool quern_related_clear(const quern_object *object, const char *name, int64_t *changed,
                                   QUERN__SITE_PARAMETER);

/* A path and nothing else, where an initialiser cannot stand. Does not evaluate. */
static inline quern_prefetch quern_prefetch_path(const char *path)
{
    quern_prefetch prefetch = QUERN__ZERO;
    prefetch.path = path;
    return prefetch;
}

/* Itself: so that the macro may be given either. Does not evaluate. */
static inline quern_prefetch quern_prefetch_same(quern_prefetch prefetch)
{
    return prefetch;
}

#ifndef __cplusplus
/* One with options: QUERN_PREFETCH("books", cheap), QUERN_PREFETCH("books", cheap, .to = "cheap_books"), or without a queryset,
 * QUERN_PREFETCH("books", .to = "all_books"). */
#define QUERN_PREFETCH(...) QUERN__PREFETCH(__VA_ARGS__, .reserved = 0)
#define QUERN__PREFETCH(path_, ...) ((quern_prefetch){ .path = (path_), __VA_ARGS__ })
#define QUERN__PREFETCH_ITEM(x) \
    _Generic((x), char * : quern_prefetch_path, const char * : quern_prefetch_path, quern_prefetch : \
             quern_prefetch_same)(x),
#define quern_select_related(...) \
    (quern_select_related)(QUERN__HEAD(__VA_ARGS__), QUERN__TAIL_NAMES(__VA_ARGS__), QUERN_SITE)
#define quern_prefetch_related(qs, ...)                                                               \
    (quern_prefetch_related)((qs), QUERN__LIST_OF(quern_prefetch, QUERN__PREFETCH_ITEM, __VA_ARGS__), \
                             QUERN_SITE)
#define quern_prefetch_batch(qs, keys) (quern_prefetch_batch)((qs), (keys), QUERN_SITE)
#define quern_prefetch_snapshot(qs) (quern_prefetch_snapshot)((qs), QUERN_SITE)
#define quern_prefetch_objects(s, type, objects, count, ...)                                \
    (quern_prefetch_objects)((s), &type##_model, QUERN__OBJECTS_OF(type, objects), (count), \
                             QUERN__LIST_OF(quern_prefetch, QUERN__PREFETCH_ITEM, __VA_ARGS__), QUERN_SITE)
#define quern_related(o, name) (quern_related)(QUERN__OBJECT_OF(o), (name), QUERN_SITE)
#define quern_related_loaded(o, name, type) \
    ((type **)(uintptr_t)(quern_related_loaded)(QUERN__OBJECT_OF(o), (name), &type##_model))
/* A list of objects: book **, book *const *, or what quern_list gives. */
#define QUERN__OBJECTS_OF(type, list) \
    _Generic((list), type * * : (void *const *)(list), type *const * : (void *const *)(list))
#define quern_related_add(o, name, list, count) \
    (quern_related_add)(QUERN__OBJECT_OF(o), (name), QUERN__ANY_OBJECTS(list), (count), NULL, QUERN_SITE)
#define quern_related_remove(o, name, list, count) \
    (quern_related_remove)(QUERN__OBJECT_OF(o), (name), QUERN__ANY_OBJECTS(list), (count), NULL, QUERN_SITE)
#define quern_related_set(o, name, list, count) \
    (quern_related_set)(QUERN__OBJECT_OF(o), (name), QUERN__ANY_OBJECTS(list), (count), NULL, QUERN_SITE)
#define quern_related_clear(o, name) (quern_related_clear)(QUERN__OBJECT_OF(o), (name), NULL, QUERN_SITE)
/* Of any model: what they point to has to begin with a quern_object. */
#define QUERN__ANY_OBJECTS(list) \
    ((void *const *)(sizeof(_Generic((*(list))->object, quern_object : 1)) ? (const void *)(list) : NULL))
#endif

#ifdef __cplusplus
}
#endif

#endif
