/* serve.c: one request: its session, its resource, and what becomes of a failure.
 *
 * Each request has a session of its own, with a deadline, and a tag by which its statements are found in the server's log. The
 * resource runs as if nothing could fail; whether something did is asked once, at the end. */
#include "daemon.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REQUEST_MS = 2000, PING_MS = 1000 };

/* ---- Failures ---- */

answer refuse(unsigned status, const char *message, const char *hint)
{
    return (answer){ status,
                     json_pack("{s:s, s:s*}", "error", message, "hint", hint && *hint ? hint : NULL) };
}

/* What passes by itself: the client may try again. All else is a mistake of ours. */
static bool passes(const quern_error *error)
{
    switch (error->code) {
    case QUERN_ERROR_CONNECT:
    case QUERN_ERROR_CONNECTION_LOST:
    case QUERN_ERROR_POOL_TIMEOUT:
    case QUERN_ERROR_STATEMENT_TIMEOUT:
    case QUERN_ERROR_CANCELLED:
    case QUERN_ERROR_CLOSED:
        return true;
    case QUERN_ERROR_SERVER: /* out of something; about to stop */
        return strncmp(error->sqlstate, "53", 2) == 0 || strncmp(error->sqlstate, "57", 2) == 0;
    default:
        return false;
    }
}

/* The client learns that it went wrong, not how: messages and SQL are for the log. */
static answer failure(const quern_session *s)
{
    if (passes(quern_session_error(s)))
        return refuse(MHD_HTTP_SERVICE_UNAVAILABLE, "the database does not answer", "try again in a second");
    return refuse(MHD_HTTP_INTERNAL_SERVER_ERROR, "something went wrong here", NULL);
}

/* One line for each failed request: quern's text has several. */
static void log_failure(const char *tag, const char *path, unsigned status, const char *text)
{
    char line[4000];
    size_t size = 0;
    for (; *text && size < sizeof line - 2; text++) {
        if (*text != '\n')
            line[size++] = *text;
        else if (text[1])
            line[size++] = ';';
    }
    line[size] = '\0';
    fprintf(stderr, "daemon: %s %s: %u: %s\n", tag, path, status, line);
}

/* ---- Routes ---- */

static answer health(request *r)
{
    char why[500];
    if (quern_ping(r->server->db, PING_MS, why, sizeof why))
        return (answer){ MHD_HTTP_OK, json_pack("{s:s}", "status", "ok") };
    log_failure("ping", "/healthz", MHD_HTTP_SERVICE_UNAVAILABLE, why);
    return refuse(MHD_HTTP_SERVICE_UNAVAILABLE, "the database does not answer", NULL);
}

/* A path, or the two parts around its number. */
static const struct route {
    const char *before, *behind; /* NULL behind: there is no number */
    answer (*answer)(request *r);
} routes[] = {
    { "/healthz", NULL, health },
    { "/books", NULL, list_books },
    { "/books/", "", one_book },
    { "/authors", NULL, list_authors },
    { "/authors/", "/books", books_of_author },
};

static bool leads_to(const struct route *route, const char *path, int64_t *id)
{
    char *end;
    const size_t length = strlen(route->before);
    if (!route->behind)
        return strcmp(path, route->before) == 0;
    if (strncmp(path, route->before, length) != 0 || path[length] < '0' || path[length] > '9')
        return false;
    *id = strtoll(path + length, &end, 10); /* one that is too large is the largest, which nothing has */
    return strcmp(end, route->behind) == 0;
}

static answer dispatch(request *r, const char *path)
{
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
        if (leads_to(&routes[i], path, &r->id))
            return routes[i].answer(r);
    return refuse(MHD_HTTP_NOT_FOUND, "there is nothing here", NULL);
}

/* ---- Requests ---- */

static answer work(server *server, struct MHD_Connection *connection, const char *path, const char *tag)
{
    request r = { .server = server, .connection = connection };
    r.s = quern_session_open(server->db, .deadline_ms = REQUEST_MS, .tag = tag);
    answer answer = dispatch(&r, path);
    if (quern_failed(r.s)) {
        json_decref(answer.body);
        answer = failure(r.s);
        log_failure(tag, path, answer.status, quern_error_text(r.s));
    }
    quern_session_close(r.s); /* whatever the answer needed has been copied into the JSON */
    return answer;
}

static enum MHD_Result reply(const server *server, struct MHD_Connection *connection, answer answer,
                             const char *tag)
{
    static char memory[] = "{\"error\": \"out of memory\"}";
    char *text = json_dumps(answer.body, JSON_COMPACT);
    json_decref(answer.body);
    struct MHD_Response *response =
        text ? MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE)
             : MHD_create_response_from_buffer(strlen(memory), memory, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return free(text), MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
    MHD_add_response_header(response, "X-Request-Id", tag);
    if (answer.status == MHD_HTTP_SERVICE_UNAVAILABLE)
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    if (answer.status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    if (server->stopping)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    const enum MHD_Result result =
        MHD_queue_response(connection, text ? answer.status : MHD_HTTP_INTERNAL_SERVER_ERROR, response);
    MHD_destroy_response(response);
    return result;
}

/* Called once when the headers are there, then for each piece of a body, which we drop, and then for the answer. */
enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *path,
                           const char *method, const char *version, const char *upload, size_t *upload_size,
                           void **state)
{
    static char begun;
    server *server = context;
    char tag[40];
    (void)version, (void)upload;
    if (!*state) {
        *state = &begun;
        server->running++;
        return MHD_YES;
    }
    if (*upload_size) {
        *upload_size = 0;
        return MHD_YES;
    }
    snprintf(tag, sizeof tag, "request-%" PRIuFAST64, ++server->requests);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return reply(server, connection,
                     refuse(MHD_HTTP_METHOD_NOT_ALLOWED, "only GET is possible here", NULL), tag);
    return reply(server, connection, work(server, connection, path, tag), tag);
}

void on_completed(void *context, struct MHD_Connection *connection, void **state,
                  enum MHD_RequestTerminationCode code)
{
    server *server = context;
    (void)connection, (void)state, (void)code;
    server->running--;
}
