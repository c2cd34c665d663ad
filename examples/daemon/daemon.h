/* daemon.h: what the files of the daemon share. */
#ifndef DAEMON_H
#define DAEMON_H

#include <jansson.h>
#include <microhttpd.h>
#include <quern/quern.h>
#include <quern/short.h>
#include <stdatomic.h>

/* ---- models.c ---- */

typedef struct author author;
typedef struct book book;

struct author {
    quern_object object;
    int64_t id;
    const char *name;
};

struct book {
    quern_object object;
    int64_t id;
    const char *title;
    int64_t author_id;
    author *author;
    quern_null_i32 pages; /* may be NULL */
};

QUERN_DECLARE_MODEL(author);
QUERN_DECLARE_MODEL(book);

/* Makes the tables that are not there, and fills them when they are empty. False on failure, which is the session's. */
bool make_tables(quern_session *s);

/* ---- serve.c ---- */

/* What all threads share. */
typedef struct server {
    quern_db *db;
    atomic_bool stopping;          /* no connection is kept alive any more */
    atomic_int running;            /* requests that have begun and are not answered yet */
    atomic_uint_fast64_t requests; /* all that have begun */
} server;

/* One request, and the session that is its own. */
typedef struct request {
    server *server;
    struct MHD_Connection *connection;
    quern_session *s;
    int64_t id; /* the number in the path, where there is one */
} request;

/* What is answered: the status, and a JSON value, which is NULL when memory was out. */
typedef struct answer {
    unsigned status;
    json_t *body;
} answer;

/* An answer that is no success; `hint` may be NULL. */
answer refuse(unsigned status, const char *message, const char *hint);

/* What libmicrohttpd calls for each request, and after its answer is out; the context is the server. */
enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *path,
                           const char *method, const char *version, const char *upload, size_t *upload_size,
                           void **state);
void on_completed(void *context, struct MHD_Connection *connection, void **state,
                  enum MHD_RequestTerminationCode code);

/* ---- books.c ---- */

/* The resources. None looks whether its session has failed: serve.c does, once, at the end. */
answer list_books(request *r);
answer one_book(request *r);
answer list_authors(request *r);
answer books_of_author(request *r);

#endif
