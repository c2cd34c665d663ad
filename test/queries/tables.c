/* tables.c: see chain.h. */
#include "test/queries/chain.h"

#include "test/support/club.h"

#include <quern/row.h>
#include <quern/short.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KIND(name) QUERN_KIND_##name

static table club_topics, friends, idols;

table authors = {
    .name = "author",
    .model = &author_model,
    .sides = { { "book_set", &books, 3, 0, false } },
    .field_count = 4,
    .fields = { { "id", KIND(I64), NULL, 0 },
                { "name", KIND(TEXT), NULL, 0 },
                { "email", KIND(TEXT), NULL, 0 },
                { "born", KIND(I32), NULL, 0 } },
};

table books = {
    .name = "book",
    .model = &book_model,
    .sides = { { "book_set", &books, 4, 0, false } },
    .field_count = 15,
    .fields = { { "id", KIND(I64), NULL, 0 },
                { "title", KIND(TEXT), NULL, 0 },
                { "subtitle", KIND(TEXT), NULL, 0 },
                { "author", KIND(I64), &authors, 0 },
                { "sequel_of", KIND(I64), &books, 0 },
                { "published", KIND(BOOL), NULL, 0 },
                { "lent", KIND(BOOL), NULL, 0 },
                { "copies", KIND(I32), NULL, 0 },
                { "pages", KIND(I32), NULL, 0 },
                { "sold", KIND(I64), NULL, 0 },
                { "views", KIND(I64), NULL, 0 },
                { "price", KIND(F64), NULL, 0 },
                { "rating", KIND(F64), NULL, 0 },
                { "created_at", KIND(TIMESTAMP), NULL, 0 },
                { "returned_at", KIND(TIMESTAMP), NULL, 0 } },
};

/* Read by SQL of their own, by their columns; of a relation that is the name and _id. */
table topics = { .name = "topic",
                 .model = &topic_model,
                 .field_count = 2,
                 .fields = { { "code", KIND(TEXT), NULL, 0 }, { "weight", KIND(I32), NULL, 0 } },
                 .sides = { { "club_set", &club_topics, 2, 1, false } } };

table players = { .name = "player",
                  .model = &player_model,
                  .field_count = 4,
                  .fields = { { "id", KIND(I64), NULL, 0 },
                              { "name", KIND(TEXT), NULL, 0 },
                              { "born", KIND(I32), NULL, 0 },
                              { "boss", KIND(I64), &players, 0 } },
                  .sides = { { "staff", &players, 3, 0, false },
                             { "friends", &friends, 1, 2, false },
                             { "idols", &idols, 1, 2, false },
                             { "fans", &idols, 2, 1, false },
                             { "badge", &badges, 2, 0, true },
                             { "club_set", &clubs, 2, 0, false },
                             { "clubs", &memberships, 2, 1, false },
                             { "membership_set", &memberships, 2, 0, false },
                             { "invitations", &memberships, 3, 0, false } } };

table badges = { .name = "badge",
                 .model = &badge_model,
                 .field_count = 3,
                 .fields = { { "id", KIND(I32), NULL, 0 },
                             { "number", KIND(TEXT), NULL, 0 },
                             { "holder", KIND(I64), &players, 0 } },
                 .sides = { { "pin_set", &pins, 1, 0, false } } };

table pins = { .name = "pin",
               .model = &pin_model,
               .field_count = 3,
               .fields = { { "id", KIND(I64), NULL, 0 },
                           { "badge", KIND(TEXT), &badges, 1 },
                           { "size", KIND(I32), NULL, 0 } } };

table clubs = { .name = "club",
                .model = &club_model,
                .field_count = 3,
                .fields = { { "id", KIND(I64), NULL, 0 },
                            { "name", KIND(TEXT), NULL, 0 },
                            { "founder", KIND(I64), &players, 0 } },
                .sides = { { "members", &memberships, 1, 2, false },
                           { "memberships", &memberships, 1, 0, false },
                           { "topics", &club_topics, 1, 2, false } } };

table memberships = { .name = "membership",
                      .model = &membership_model,
                      .field_count = 5,
                      .fields = { { "id", KIND(I64), NULL, 0 },
                                  { "club", KIND(I64), &clubs, 0 },
                                  { "player", KIND(I64), &players, 0 },
                                  { "inviter", KIND(I64), &players, 0 },
                                  { "fee", KIND(I32), NULL, 0 } } };

/* Between two models: quern has none for them. */
static table club_topics = { .name = "club_topics",
                             .field_count = 3,
                             .fields = { { "id", KIND(I64), NULL, 0 },
                                         { "club", KIND(I64), &clubs, 0 },
                                         { "topic", KIND(TEXT), &topics, 0 } } };

static table friends = { .name = "player_friends",
                         .field_count = 3,
                         .fields = { { "id", KIND(I64), NULL, 0 },
                                     { "from_player", KIND(I64), &players, 0 },
                                     { "to_player", KIND(I64), &players, 0 } } };

static table idols = { .name = "player_idols",
                       .field_count = 3,
                       .fields = { { "id", KIND(I64), NULL, 0 },
                                   { "from_player", KIND(I64), &players, 0 },
                                   { "to_player", KIND(I64), &players, 0 } } };

static table *const others[] = { &topics,      &players,     &badges,  &pins,  &clubs,
                                 &memberships, &club_topics, &friends, &idols, NULL };

const char *const texts[] = { "",       "Emma",  "emma", "novel",  "A NOVEL", "Volume 1", "volume",
                              "1",      "%",     "_",    "_real_", "'",       "\\",       "ünï",
                              "☃",      "A",     "\"t",  "part",   "Part",    "Zola",     "É",
                              "40",     "a",     "z",    "O'Br",   "\\ S",    "100%",     "^V",
                              "[0-9]$", "m|art", "^$",   "o.e",    "^volume", "e +.0",    NULL };

/* ---- Rows ---- */

static quern_value text_cell(const char *text, quern__arena *arena)
{
    return text ? quern_value_text(quern__arena_text(arena, text)) : quern_value_null();
}

static void add_author(const author *a, quern__arena *arena)
{
    ck_assert_uint_lt(authors.count, MOST_ROWS);
    const quern_value row[] = { V(a->id), text_cell(a->name, arena), text_cell(a->email, arena), V(a->born) };
    memcpy(authors.rows[authors.count++], row, sizeof row);
}

static void add_book(const book *b, quern__arena *arena)
{
    ck_assert_uint_lt(books.count, MOST_ROWS);
    const quern_value row[] = { V(b->id),
                                text_cell(b->title, arena),
                                text_cell(b->subtitle, arena),
                                V(b->author_id),
                                V(b->sequel_of_id),
                                V(b->published),
                                V(b->lent),
                                V(b->copies),
                                V(b->pages),
                                V(b->sold),
                                V(b->views),
                                V(b->price),
                                V(b->rating),
                                V(b->created_at),
                                V(b->returned_at) };
    memcpy(books.rows[books.count++], row, sizeof row);
}

static quern_value read_cell(const quern_row *row, const char *column, quern_kind kind, quern__arena *arena)
{
    const char *text = NULL;
    quern_null_i64 integer = { 0 };
    const bool done =
        kind == QUERN_KIND_TEXT ? quern_read(row, column, &text) : quern_read(row, column, &integer);
    ck_assert_msg(done, "%s", column);
    if (kind == QUERN_KIND_TEXT)
        return text_cell(text, arena);
    return integer.present ? quern_value_i64(integer.value) : quern_value_null();
}

static void read_table(quern_session *session, table *to, quern__arena *arena)
{
    to->count = 0;
    quern_queryset *rows =
        quern_raw(session, quern_row, quern__arena_format(arena, "SELECT * FROM %s", to->name));
    QUERN_EACH(quern_row, row, rows) {
        ck_assert_uint_lt(to->count, MOST_ROWS);
        for (size_t i = 0; i < to->field_count; i++) {
            const field *field = &to->fields[i];
            const char *column = quern__arena_format(arena, "%s%s", field->name, field->target ? "_id" : "");
            to->rows[to->count][i] = read_cell(row, column, field->kind, arena);
        }
        to->count++;
    }
    ck_assert_msg(to->count > 0, "%s: %s", to->name, quern_error_text(session));
}

/* ---- The order of texts ---- */

enum { MOST_TEXTS = 200 };

static struct ranked {
    const char *text;
    int64_t rank;
} ranks[MOST_TEXTS];
static size_t rank_count;

static int compare_texts(const void *a, const void *b)
{
    return strcmp(((const struct ranked *)a)->text, ((const struct ranked *)b)->text);
}

static struct ranked *find(const char *text)
{
    const struct ranked wanted = { text, 0 };
    return bsearch(&wanted, ranks, rank_count, sizeof *ranks, compare_texts);
}

int64_t text_rank(const char *text)
{
    const struct ranked *found = find(text);
    ck_assert_msg(found != NULL, "no test knows the text \"%s\"", text);
    return found->rank;
}

static void add_text(const char *text)
{
    if (find(text))
        return;
    ck_assert_uint_lt(rank_count, MOST_TEXTS);
    ranks[rank_count++].text = text;
    qsort(ranks, rank_count, sizeof *ranks, compare_texts);
}

static void add_texts_of(const table *from)
{
    for (size_t i = 0; i < from->count; i++)
        for (size_t j = 0; j < from->field_count; j++)
            if (from->rows[i][j].kind == QUERN_KIND_TEXT)
                add_text(from->rows[i][j].as.text);
}

/* How many texts are less, as the server sees it. */
static int64_t ask_rank(quern_session *session, size_t index)
{
    quern_value values[MOST_TEXTS + 1] = { 0 };
    char sql[8000] = "SELECT FROM (VALUES ";
    for (size_t i = 0; i < rank_count; i++) {
        const size_t size = strlen(sql);
        snprintf(sql + size, sizeof sql - size, "%s($%zu::text)", i ? ", " : "", i + 1);
        values[i] = quern_value_text(ranks[i].text);
    }
    const size_t size = strlen(sql);
    snprintf(sql + size, sizeof sql - size, ") AS all_of (t) WHERE t < $%zu", index + 1);
    const int64_t rank = (quern_execute)(session, sql, values, QUERN_SITE);
    ck_assert_msg(rank >= 0, "%s", quern_error_text(session));
    return rank;
}

static void rank_texts(quern_session *session)
{
    for (size_t i = 0; texts[i]; i++)
        add_text(texts[i]);
    add_texts_of(&authors);
    add_texts_of(&books);
    for (size_t i = 0; others[i]; i++)
        add_texts_of(others[i]);
    for (size_t i = 0; i < rank_count; i++)
        ranks[i].rank = ask_rank(session, i);
}

void tables_load(quern_session *session, quern__arena *arena)
{
    authors.count = books.count = rank_count = 0;
    QUERN_EACH(author, a, quern_objects(session, author))
        add_author(a, arena);
    QUERN_EACH(book, b, quern_objects(session, book))
        add_book(b, arena);
    ck_assert_msg(!quern_failed(session), "%s", quern_error_text(session));
    ck_assert(authors.count && books.count);
    for (size_t i = 0; others[i]; i++)
        read_table(session, others[i], arena);
    rank_texts(session);
}
