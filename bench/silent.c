/* silent.c: see silent.h. One statement at a time is in flight; it is one that ends its unit. */
#include "silent.h"

#include <stdlib.h>
#include <unistd.h>

#define BYTES(text, length)              \
    {                                    \
        .data = (text), .size = (length) \
    }

/* Book 5, as PostgreSQL sends it. */
static const quern_cell cells[] = {
    BYTES("\0\0\0\0\0\0\0\5", 8),           BYTES("Book 5", 6),
    BYTES("\0\0\0\0\0\0\0\6", 8),           BYTES("\1", 1),
    BYTES("\0\2\x3e\x07\x98\xa4\x03\0", 8), BYTES("\0\0\0\x37", 4),
};

enum {
    BIGINT = 20,
    TEXT = 25,
    BOOLEAN = 16,
    TIMESTAMPTZ = 1184,
    INTEGER = 23,
    WIDTH = sizeof cells / sizeof *cells
};

static const quern_column columns[WIDTH] = {
    { .name = "id", .type = BIGINT, .modifier = -1 },
    { .name = "title", .type = TEXT, .modifier = -1 },
    { .name = "author_id", .type = BIGINT, .modifier = -1 },
    { .name = "published", .type = BOOLEAN, .modifier = -1 },
    { .name = "created_at", .type = TIMESTAMPTZ, .modifier = -1 },
    { .name = "pages", .type = INTEGER, .modifier = -1 },
};

typedef enum stage { IDLE = 0, SUBMITTED, DESCRIBED, DONE } stage;

struct quern_link {
    const silent_backend *backend;
    int ends[2]; /* of a pipe that nobody writes to */
    stage stage;
    uint32_t given;
};

static quern_link *open_link(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)connect;
    quern_link *link = malloc(sizeof *link);
    if (link) {
        *link = (quern_link){ .backend = (const silent_backend *)backend, .ends = { -1, -1 } };
        if (!link->backend->can_be_polled || pipe(link->ends) == 0)
            return link;
    }
    free(link);
    *error = (quern_error){ .code = QUERN_ERROR_MEMORY, .message = "no memory, or no pipe" };
    return NULL;
}

static bool submit(quern_link *link, const quern_request *request)
{
    (void)request;
    link->stage = SUBMITTED;
    link->given = 0;
    return true;
}

static unsigned step(quern_link *link, unsigned ready)
{
    (void)link;
    (void)ready;
    return QUERN_READY_READ;
}

static bool take(quern_link *link, quern_event *event)
{
    switch (link->stage) {
    case SUBMITTED:
        *event = (quern_event){ .kind = QUERN_EVENT_COLUMNS, .count = WIDTH, .columns = columns };
        link->stage = DESCRIBED;
        return true;
    case DESCRIBED:
        if (link->given++ < link->backend->rows) {
            *event = (quern_event){ .kind = QUERN_EVENT_ROW, .count = WIDTH, .cells = cells };
            return true;
        }
        *event = (quern_event){ .kind = QUERN_EVENT_DONE, .rows = link->backend->rows };
        link->stage = DONE;
        return true;
    case DONE:
        *event = (quern_event){ .kind = QUERN_EVENT_SYNCED };
        link->stage = IDLE;
        return true;
    case IDLE:
        break;
    }
    return false;
}

static void info(quern_link *link, quern_link_info *out)
{
    *out = (quern_link_info){ .state = link->stage == IDLE ? QUERN_LINK_IDLE : QUERN_LINK_BUSY,
                              .fd = link->ends[0],
                              .server_version = 150000,
                              .process = 1 };
}

static void close_link(quern_link *link)
{
    for (size_t i = 0; i < 2; i++)
        if (link->ends[i] >= 0)
            close(link->ends[i]);
    free(link);
}

void silent_open(silent_backend *backend, bool can_be_polled, uint32_t rows)
{
    *backend = (silent_backend){ .backend = *quern_postgres_backend(),
                                 .can_be_polled = can_be_polled,
                                 .rows = rows };
    backend->backend.name = "silent";
    backend->backend.open = open_link;
    backend->backend.submit = submit;
    backend->backend.step = step;
    backend->backend.take = take;
    backend->backend.info = info;
    backend->backend.cancel = NULL;
    backend->backend.close = close_link;
    backend->backend.abandon = close_link;
    backend->backend.lend = NULL;
    backend->backend.reclaim = NULL;
}
