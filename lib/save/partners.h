/* partners.h: the objects that a call relates to another one, or ends that for: what is wrong with them, their keys, and what becomes of
 * their own members. */
#ifndef QUERN__SAVE_PARTNERS_H
#define QUERN__SAVE_PARTNERS_H

#include "lib/load/result.h"

/* What a call is about. All of its memory is given back when it ends. */
typedef struct quern__relating {
    const char *call; /* "quern_related_add" */
    quern_session *session;
    const quern_object *owner;
    const char *name, *site;
    const quern__reverse *reverse; /* NULL: not found yet */
    quern__arena *arena;           /* for the time of the call; NULL: there was no memory for it */
    quern_value key;               /* the owner's */
    /* The list: */
    size_t count;
    quern_object **objects; /* those that are not NULL */
    quern_value keys;       /* theirs, each once: an array */
    quern_value *members;   /* what becomes of their own keys; NULL: nothing does */
} quern__relating;

/* Fails the session, with USAGE, or of a name FIELD; a NULL message is out of memory. False. */
bool quern__relating_refuse_as(const quern__relating *r, quern_error_code code, const char *message,
                               const char *hint);
bool quern__relating_refuse(const quern__relating *r, const char *message, const char *hint);
bool quern__relating_no_memory(const quern__relating *r);

/* Takes the list in. False on failure, which is then the session's: there is one among them that cannot be related. */
bool quern__partners_take(quern__relating *r, void *const *objects, size_t count);

/* Of the other side of a foreign key: makes room for the owner's key in each of them, before anything is sent. False when out of memory,
 * which is then the session's. */
bool quern__partners_prepare(quern__relating *r);

/* They have this owner from now on; or, those that had it, none. Needs no memory. */
void quern__partners_join(const quern__relating *r);
void quern__partners_part(const quern__relating *r);

#endif
