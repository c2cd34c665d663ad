/* object.h: what every object that quern loads carries, and what can be asked of one. Objects belong to the session that they came
 * from, and to its thread; those of a result that was taken (evaluate.h) to nobody: any thread may read them. */
#ifndef QUERN_OBJECT_H
#define QUERN_OBJECT_H

#include <quern/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The first member of every model's struct. Zeroed, it is an object that quern has not seen. 16 bytes for ever on 64 bits;
 * all else hangs on the result. Never write to it. */
typedef struct quern_object {
    quern_result *result; /* knows session, model and peers */
    uint32_t row;         /* its place among its peers */
    uint32_t flags;
} quern_object;

/* How objects load what they have not got: for which of them quern_fetch asks. */
typedef enum quern_fetch_kind {
    QUERN_FETCH_DEFAULT = 0, /* as the session says (.fetch_mode), or its db, or one by one */
    QUERN_FETCH_ONE,         /* for the object alone */
    QUERN_FETCH_PEERS, /* for all objects of its result, or of a stream's chunk, that have not got it either */
    QUERN_FETCH_RAISE  /* for none: QUERN_ERROR_USAGE */
} quern_fetch_kind;

/* Whether a member of an object, by its offset, was loaded, or, of one without a column, is known: false after quern_defer, for an object that quern never saw, and for
 * what is no member of the model's. What was not loaded is not to be read: it is zero, and in a build with --enable-debug-arena or a
 * sanitizer bytes of nonsense, a5 each. Does not evaluate. Macro: quern_loaded(b, title). */
QUERN_API bool quern_loaded(const quern_object *object, size_t offset);

/* The member of an object, by its offset, loaded first if it was not: the object that a relation points to, or a field that
 * quern_defer or quern_only left out; one statement each, and none when it is there. What is loaded lives as the object's result does.
 * Of QUERN_HAS_MANY and QUERN_MANY_TO_MANY it is the list of pointers, ended by NULL, of QUERN_HAS_ONE the object, or NULL when there is
 * none: loaded by one statement, as a prefetch does, and known from then on (quern_related). A list that the program has put there stays.
 * That is QUERN_FETCH_ONE; how the object's queryset was given another mode, and what the detector of loads one by one says: see
 * quern_fetch_mode, and <quern/detect.h>.
 * A relation is fetched again when its key is not that of the object which is there, because the program has given one of them another
 * value; but an object that the program made, and quern has not seen, stays.
 *
 * Gives the member's address, never NULL, so quern_fetch(b, author)->name does not crash: after a failure, which is then the
 * session's, that of a blank (zeros; where NULL may not be texts "", decimals "0", JSON null, and blank objects), which is not to be
 * written to, and the member stays as it was. A relation is NULL only where its key is NULL. Of members without a column, a list
 * is an empty one then, and QUERN_HAS_ONE's a blank object.
 *
 * Of a result that was taken, and of a struct that was copied, there is no session to ask: what is loaded is given, what is not is
 * blank. Of an object that quern has not seen nothing is known: its member is given as it is.
 *
 * Evaluates. Fails as quern_get does, and with QUERN_ERROR_DATA for an object that the key points to and that is not there, or whose own
 * row is gone, and QUERN_ERROR_USAGE for one without a primary key to find it by, for QUERN_PREFETCHED's that nothing was prefetched
 * into, for a member that no field describes, which is given as it is, and where QUERN_FETCH_RAISE or QUERN_DETECT_ERROR forbids to ask.
 * Django: attribute access. Macro: quern_fetch(b, author)->name, quern_fetch(b, text); to load and no more,
 * (void)quern_fetch(b, author). */
QUERN_API void *quern_fetch(quern_object *object, size_t offset, QUERN__SITE_PARAMETER);

/* Keeps an object as it is now, before the program changes it, so that what has changed can be told (quern_changed). Again: keeps it
 * anew. False, and the session has failed, without memory; an object that quern has not seen, or of a taken result, is QUERN_ERROR_USAGE
 * where there is a session, and false. Does not evaluate. Macro: quern_edit(b). */
QUERN_API bool quern_edit(quern_object *object, QUERN__SITE_PARAMETER);

/* Whether a member, by its offset, is another than when quern_edit kept it: texts and arrays are compared by what they hold. False
 * without a quern_edit, and for what is no column's member. Does not evaluate. Macro: quern_changed(b, title). */
QUERN_API bool quern_changed(const quern_object *object, size_t offset);

/* A copy of an object, with its texts and arrays, that belongs to `session`: of one that came from another session, which is the
 * calling thread's too, from a result that was taken, or that the program filled by itself. Relations are not copied: they can be
 * fetched anew. What was not loaded is not in the copy either. NULL on failure: QUERN_ERROR_MODEL for a model that is not the db's,
 * QUERN_ERROR_USAGE for NULL, for an object of a db with other models, and for one that quern has not seen when `model` is NULL. Does not
 * evaluate. Macro: book *mine = quern_adopt(s, book, b). */
QUERN_API void *quern_adopt(quern_session *session, const quern_model *model, const quern_object *object,
                            QUERN__SITE_PARAMETER);

/* An object as a text for people, by its model's .to_text, or as "book 5": writes at most `size` bytes with the NUL, and gives the
 * length that it has, as snprintf. Without a model (an object that quern has not seen, NULL) the text is "?". Does not evaluate.
 * Macro: quern_to_text(b, text, sizeof text). */
QUERN_API size_t quern_to_text(const quern_object *object, char *out, size_t size);

#ifndef __cplusplus
/* NULL for NULL. No program for what is neither a row nor an object. */
#define QUERN__OBJECT_OF(o) \
    ((const quern_object *)(sizeof(_Generic((o)->object, quern_object : 1)) ? (const void *)(o) : NULL))
#define quern_loaded(o, member) (quern_loaded)(&(o)->object, offsetof(__typeof__(*(o)), member))
#define quern_fetch(o, member) \
    (*(__typeof__((o)->member) *)(quern_fetch)(&(o)->object, offsetof(__typeof__(*(o)), member), QUERN_SITE))
#define quern_edit(o) (quern_edit)(&(o)->object, QUERN_SITE)
#define quern_changed(o, member) (quern_changed)(&(o)->object, offsetof(__typeof__(*(o)), member))
#define quern_adopt(s, type, o) ((type *)(quern_adopt)((s), &type##_model, &(o)->object, QUERN_SITE))
#define quern_to_text(o, out, size) (quern_to_text)(QUERN__OBJECT_OF(o), (out), (size))
#endif

#ifdef __cplusplus
}
#endif

#endif
