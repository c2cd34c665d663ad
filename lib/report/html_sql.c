/* html_sql.c: text and SQL in a page. */
#include "lib/report/html.h"
#include "lib/report/sql.h"

#include <string.h>

enum {
    LONG = 480 /* bytes of SQL that are shown as they are */,
    LONG_LIST = 60,
    SHORT = 90,
    SHOWN = 240 /* of what is folded */
};

static void put_character(quern__out *out, uint32_t c)
{
    static const struct {
        uint32_t character;
        const char *entity;
    } entities[] = {
        { '<', "&lt;" }, { '>', "&gt;" }, { '&', "&amp;" }, { '"', "&quot;" }, { '\'', "&#39;" }
    };
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (entities[i].character == c) {
            quern__out_put(out, entities[i].entity);
            return;
        }
    quern__out_character(out, c);
}

static void put_bytes(quern__out *out, const char *at, const char *end)
{
    while (at < end)
        put_character(out, quern__clean_next(&at, end));
}

void quern__html_text(quern__out *out, const char *text)
{
    put_bytes(out, text, text + strlen(text));
}

static void put_piece(quern__out *out, const quern__sql_piece *piece)
{
    static const char *const classes[] = {
        [QUERN__SQL_KEYWORD] = "k", [QUERN__SQL_NAME] = "n",        [QUERN__SQL_STRING] = "s",
        [QUERN__SQL_NUMBER] = "m",  [QUERN__SQL_PLACEHOLDER] = "p", [QUERN__SQL_COMMENT] = "c",
    };
    if (piece->kind == QUERN__SQL_PLAIN) {
        put_bytes(out, piece->at, piece->end);
        return;
    }
    quern__out_format(out, "<span class=\"%s\">", classes[piece->kind]);
    put_bytes(out, piece->at, piece->end);
    quern__out_put(out, "</span>");
}

/* What is shown: of pieces that begin in `list` nothing but dots, and at most `most` bytes. */
typedef struct showing {
    const char *list, *list_end;
    size_t most;
    bool in_lines; /* one for each clause */
} showing;

static void put_pieces(quern__out *out, const char *sql, const showing *how)
{
    quern__sql_scan scan = quern__sql_open(sql);
    quern__sql_piece piece;
    size_t shown = 0;
    bool begun = false;
    while (quern__sql_next(&scan, &piece)) {
        if (how->list && piece.at >= how->list && piece.at < how->list_end) {
            if (piece.at == how->list)
                quern__out_put(out, " <span class=\"e\">•••</span> ");
            continue;
        }
        shown += (size_t)(piece.end - piece.at);
        if (how->most && shown > how->most) {
            quern__out_put(out, " <span class=\"e\">…</span>");
            return;
        }
        if (piece.clause && begun && how->in_lines)
            quern__out_put(out, "\n");
        put_piece(out, &piece);
        begun = true;
    }
}

void quern__html_sql(quern__out *out, const char *sql)
{
    const size_t size = strlen(sql);
    showing whole = { .in_lines = size > SHORT }, part = { .most = SHOWN };
    const char *at, *end;
    if (quern__sql_list(sql, &at, &end) && end - at > LONG_LIST) {
        part.list = at;
        part.list_end = end;
    }
    const bool is_long = part.list || size > LONG;
    if (is_long) {
        quern__out_put(out, "<details><summary><code class=\"sql\">");
        put_pieces(out, sql, &part);
        quern__out_put(out, "</code></summary>");
    }
    quern__out_put(out, "<code class=\"sql\">");
    put_pieces(out, sql, &whole);
    quern__out_put(out, is_long ? "</code></details>" : "</code>");
}
