/* transaction.c: quern_begin and its ends. What a level sends is made when it begins, and is sent with the first statement. */
#include "lib/session/run.h"

#include "lib/base/utf8.h"

#include <quern/transaction.h>

#include <stdio.h>
#include <string.h>

/* Settings are bound, never pasted, and end with the transaction. SET ROLE is one of them. */
static const char set_local[] = "SELECT pg_catalog.set_config($1, $2, true)";

static bool refuse(quern_session *session, quern_error_code code, const char *message, const char *hint,
                   const char *site)
{
    quern__failure_set(&session->scope.failure,
                       &(quern_error){ .code = code, .message = message, .hint = hint, .site = site });
    return false;
}

/* ---- quern_begin ---- */

/* Texts for the protocol: they cannot have a NUL, and the server wants UTF-8. */
static bool check_setting(quern_session *session, const char *name, const char *value, const char *site)
{
    quern__arena *arena = session->scope.arena;
    if (!quern__utf8_valid(name, strlen(name)) || (value && !quern__utf8_valid(value, strlen(value))))
        return refuse(session, QUERN_ERROR_VALUE, "quern_begin: a setting is not UTF-8",
                      "texts of other encodings have to be converted first", site);
    if (!value)
        return refuse(session, QUERN_ERROR_VALUE,
                      quern__arena_format(arena, "quern_begin: the setting \"%s\" has no value", name),
                      "an empty text is one: \"\"", site);
    return true;
}

static bool check_settings(quern_session *session, const quern_begin_options *options, const char *site)
{
    for (const quern_setting *s = options->set; s && s->name; s++)
        if (!check_setting(session, s->name, s->value, site))
            return false;
    return !options->role || check_setting(session, "role", options->role, site);
}

static bool check_options(quern_session *session, const quern_begin_options *options, const char *site)
{
    if ((unsigned)options->isolation > QUERN_SERIALIZABLE)
        return refuse(session, QUERN_ERROR_USAGE, "quern_begin: there is no such isolation",
                      "see quern_isolation in <quern/transaction.h>", site);
    if (options->deferrable && !(options->isolation == QUERN_SERIALIZABLE && options->read_only))
        return refuse(session, QUERN_ERROR_USAGE,
                      "quern_begin: deferrable without serializable and read_only means nothing",
                      ".isolation = QUERN_SERIALIZABLE, .read_only = true, .deferrable = true", site);
    if (session->hold.depth && (options->isolation || options->read_only || options->deferrable))
        return refuse(session, QUERN_ERROR_USAGE,
                      "quern_begin: a transaction's isolation, read_only and deferrable are the outermost's",
                      "in a transaction quern_begin makes a savepoint: only `set` and `role` go with it",
                      site);
    return check_settings(session, options, site);
}

static bool check_place(quern_session *session, const char *site)
{
    if (session->hold.innermost && session->hold.innermost->implicit)
        return refuse(session, QUERN_ERROR_USAGE,
                      "a transaction cannot begin while a stream is open outside of one",
                      "call quern_begin before the loop", site);
    return quern__hold_allows(session, NULL, site);
}

static size_t count_settings(const quern_begin_options *options, size_t *bytes)
{
    size_t count = 0;
    *bytes = 0;
    for (const quern_setting *s = options->set; s && s->name; s++, count++)
        *bytes += strlen(s->name) + strlen(s->value) + 2;
    if (!options->role)
        return count;
    *bytes += sizeof "role" + strlen(options->role) + 1;
    return count + 1;
}

/* Memory of a level that is handed out piece by piece: first what is aligned, then texts. */
typedef struct shelf {
    quern__command *command;
    quern_value *values;
    char *texts;
} shelf;

static quern_value put_text(shelf *to, const char *text)
{
    const size_t size = strlen(text) + 1;
    char *copy = memcpy(to->texts, text, size);
    to->texts += size;
    return quern_value_text(copy);
}

static void put_setting(shelf *to, const char *name, const char *value)
{
    static const quern_kind kinds[] = { QUERN_KIND_TEXT, QUERN_KIND_TEXT };
    to->values[0] = put_text(to, name);
    to->values[1] = put_text(to, value);
    *to->command++ = (quern__command){ .sql = set_local, .count = 2, .values = to->values, .kinds = kinds };
    to->values += 2;
}

/* The role comes last: what is set before it is set as the session's own user. */
static void put_settings(quern__level *level, size_t count, char *memory, const quern_begin_options *options)
{
    quern_value *values = (quern_value *)(void *)memory;
    shelf to = { level->commands + 1, values, (char *)(values + 2 * count) };
    for (const quern_setting *s = options->set; s && s->name; s++)
        put_setting(&to, s->name, s->value);
    if (options->role)
        put_setting(&to, "role", options->role);
}

static void spell(quern__level *level, uint32_t depth, const quern_begin_options *options)
{
    static const char *const isolations[] = { "", " ISOLATION LEVEL READ COMMITTED",
                                              " ISOLATION LEVEL REPEATABLE READ",
                                              " ISOLATION LEVEL SERIALIZABLE" };
    if (level->outer)
        snprintf(level->sql, sizeof level->sql, "SAVEPOINT quern_%u", (unsigned)depth);
    else
        snprintf(level->sql, sizeof level->sql, "BEGIN%s%s%s", isolations[options->isolation],
                 options->read_only ? " READ ONLY" : "", options->deferrable ? " DEFERRABLE" : "");
}

bool(quern_begin)(quern_session *session, const quern_begin_options *given, size_t size, const char *site)
{
    quern_begin_options options;
    size_t bytes;
    char *memory;
    memset(&options, 0, sizeof options);
    if (given)
        memcpy(&options, given, size < sizeof options ? size : sizeof options);
    if (quern__scope_failed(&session->scope) || !check_place(session, site) ||
        !check_options(session, &options, site))
        return false;
    const size_t count = count_settings(&options, &bytes);
    quern__level *level = quern__hold_push(session, count, 2 * count * sizeof(quern_value) + bytes, &memory);
    if (!level)
        return false;
    level->site = site;
    level->snapshot = options.isolation >= QUERN_REPEATABLE_READ;
    spell(level, session->hold.depth++, &options);
    put_settings(level, count, memory, &options);
    return true;
}

uint32_t quern_transaction_depth(const quern_session *session)
{
    return session->hold.depth;
}

/* ---- Its ends ---- */

/* The innermost quern_begin, or NULL. */
static quern__level *innermost(const quern_session *session)
{
    return session->hold.depth ? session->hold.innermost : NULL;
}

static bool is_commit(const char *sql)
{
    return *sql == 'C';
}

bool quern__transaction_end(quern_session *session, const char *sql, const char *site, int32_t statement_ms)
{
    const bool commit = is_commit(sql);
    const quern__work work = { .sql = sql,
                               .site = site,
                               .origin = QUERN_ORIGIN_TRANSACTION,
                               .statement_ms = statement_ms,
                               .ends = true,
                               .writes = commit && session->hold.depth,
                               .always = !commit,
                               .quiet = !commit };
    int64_t rows;
    return quern__run(session, &work, &rows);
}

/* RELEASE SAVEPOINT; or behind ROLLBACK TO, which leaves the savepoint where it was. */
static bool end_savepoint(quern_session *session, bool undo, const char *site)
{
    char to[QUERN__LEVEL_SQL], release[QUERN__LEVEL_SQL];
    const unsigned number = (unsigned)session->hold.depth - 1;
    snprintf(to, sizeof to, "ROLLBACK TO SAVEPOINT quern_%u", number);
    snprintf(release, sizeof release, "RELEASE SAVEPOINT quern_%u", number);
    const quern__command before = { .sql = to };
    const quern__work work = { .before = &before,
                               .before_count = undo,
                               .sql = release,
                               .site = site,
                               .origin = QUERN_ORIGIN_TRANSACTION,
                               .always = undo,
                               .quiet = undo };
    int64_t rows;
    return quern__run(session, &work, &rows);
}

/* A savepoint's settings outlive its RELEASE, as those of SET LOCAL do; so they are sent even if nothing else is. */
static bool is_empty(const quern__level *level)
{
    return level->state == QUERN__LEVEL_PENDING && (!level->outer || level->count == 1);
}

/* The server would answer COMMIT by ROLLBACK. */
static bool has_failed(const quern_session *session)
{
    return quern__hold_state(&session->hold) == QUERN_LINK_FAILED_TRANSACTION;
}

bool(quern_commit)(quern_session *session, const char *site)
{
    const quern__level *level = innermost(session);
    if (quern__scope_failed(&session->scope))
        return false;
    if (!level)
        return refuse(session, QUERN_ERROR_USAGE, "there is no transaction to commit",
                      "each quern_commit wants a quern_begin before it", site);
    if (!quern__hold_allows(session, NULL, site))
        return false;
    if (has_failed(session))
        return refuse(session, QUERN_ERROR_TRANSACTION,
                      "a statement in the transaction had failed, so it cannot be committed",
                      "quern_rollback, and begin again", site);
    if (!is_empty(level) && !(level->outer ? end_savepoint(session, false, site)
                                           : quern__transaction_end(session, "COMMIT", site, 0)))
        return false;
    quern__hold_pop(session);
    return true;
}

bool(quern_rollback)(quern_session *session, const char *site)
{
    const quern__level *level = innermost(session);
    const quern__hold *hold = &session->hold;
    if (!level)
        return refuse(session, QUERN_ERROR_USAGE, "there is no transaction to roll back",
                      "each quern_rollback wants a quern_begin before it", site);
    if (hold->lent)
        return quern__hold_allows(session, NULL, site);
    if (level->state == QUERN__LEVEL_OPEN && !hold->lost && !hold->over) {
        if (!level->outer)
            quern__transaction_end(session, "ROLLBACK", site, 0);
        else if (!end_savepoint(session, true, site) && !hold->lost)
            quern__hold_give_up(session, QUERN__RETURN_BROKEN); /* what is not undone must not be committed */
    }
    quern__hold_pop(session);
    return true;
}
