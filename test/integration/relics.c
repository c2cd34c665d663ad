/* relics.c: see relics.h. */
#include "test/integration/relics.h"

QUERN_MODEL(relic, "relic", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name), QUERN_FIELD(code)));

quern_db *relics_db;
quern_session *one;

quern_db *open_relics(quern_options options)
{
    if (!options.pool_max)
        options.pool_max = 1;
    quern_db *opened = (quern_open)(schema.uri, QUERN_MODELS(relic), &options, sizeof options, QUERN_SITE);
    ck_assert_ptr_null(quern_db_error(opened));
    return opened;
}

void open_one(void)
{
    if (!db)
        return;
    sql("DROP TABLE IF EXISTS relic");
    sql("CREATE TABLE relic (id bigint PRIMARY KEY, name text NOT NULL, code text NOT NULL)");
    sql("INSERT INTO relic SELECT n, 'relic ' || n, n FROM generate_series(1, 5) AS n");
    relics_db = open_relics((quern_options){ .pool_max = 1 });
    one = quern_session_open(relics_db);
}

void close_one(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(one), "");
    quern_session_close(one);
    close_db(relics_db);
    sql("DROP TABLE relic");
}

bool reads(quern_session *session)
{
    const relic *got = quern_get(quern_objects(session, relic), relic, Q("code", "3"));
    return got && got->id == 3 && strcmp(got->name, "relic 3") == 0;
}

void must_read(quern_session *session, int times)
{
    for (int i = 0; i < times; i++)
        ck_assert_msg(reads(session), "%s", quern_error_text(session));
}

int64_t by(quern_session *session, const char *text)
{
    const int64_t rows = quern_execute(session, text);
    ck_assert_msg(rows >= 0, "%s", quern_error_text(session));
    return rows;
}

int64_t kept(quern_session *session)
{
    return by(session, "SELECT FROM pg_prepared_statements WHERE name LIKE 'quern\\_%'");
}

int64_t executed(quern_session *session)
{
    return by(session, "SELECT FROM pg_prepared_statements, generate_series(1, generic_plans + custom_plans) "
                       "WHERE name LIKE 'quern\\_%'");
}
