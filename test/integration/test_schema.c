/* test_schema.c: tables made by quern_create_tables, and what quern_check_schema says of them once somebody was at them: each
 * case breaks one thing, looks at the one difference, runs its mend, and sees none left. */
#include "test/integration/fixture.h"
#include "test/support/towns.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static quern_db *towns;
static quern_session *t;

static void ours(const char *text)
{
    ck_assert_msg(quern_execute(t, text) >= 0, "%s", quern_error_text(t));
}

static void open_towns(void)
{
    if (!db)
        return;
    towns =
        quern_open(schema.uri, QUERN_MODELS(visit, passport, town, person), .pool_max = 1, .turn_ms = 10000);
    ck_assert_ptr_null(quern_db_error(towns));
    t = quern_session_open(towns);
    ours("DROP SCHEMA IF EXISTS \"tra\"\"vel\" CASCADE");
    ours("CREATE SCHEMA \"tra\"\"vel\"");
}

static void close_towns(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(t), "");
    ours("DROP SCHEMA \"tra\"\"vel\" CASCADE");
    ours("DROP TABLE IF EXISTS passport, person, town CASCADE");
    quern_session_close(t);
    close_db(towns);
}

static int64_t differences(const quern_difference **out)
{
    const int64_t count = quern_check_schema(t, out);
    ck_assert_msg(count >= 0, "%s", quern_error_text(t));
    return count;
}

static void expect_none(const char *name)
{
    const quern_difference *found;
    const int64_t count = differences(&found);
    ck_assert_msg(count == 0, "%s: %d differences, the first: %s [%s]", name, (int)count, found->message,
                  found->mend);
}

START_TEST(tables_are_made_once)
{
    NEEDS_SERVER();
    const int64_t before = quern_query_count(t);
    ck_assert_int_eq(quern_create_tables(t), 4);
    ck_assert_int_eq(quern_query_count(t) - before, 1 + 10);
    ck_assert_int_eq(quern_create_tables(t), 0);
    ck_assert_int_eq(quern_query_count(t) - before, 1 + 10 + 1);
    expect_none("made");
    ours("DROP TABLE passport");
    ck_assert_int_eq(quern_create_tables(t), 1);
    expect_none("made again");
}
END_TEST

START_TEST(all_tables_or_none)
{
    NEEDS_SERVER();
    ours("DROP SCHEMA \"tra\"\"vel\"");
    ck_assert_int_eq(quern_create_tables(t), -1);
    const quern_error *error = quern_session_error(t);
    ck_assert_str_eq(error->sqlstate, "3F000");
    ck_assert_int_eq(error->outcome, QUERN_NOT_APPLIED);
    ck_assert_ptr_nonnull(strstr(error->sql, "CREATE TABLE \"tra\"\"vel\".\"visit\""));
    ck_assert_ptr_nonnull(strstr(error->site, "test_schema.c:"));
    ck_assert_int_eq(quern_query_at(t, -1)->rows, -1);
    ck_assert_ptr_nonnull(strstr(quern_query_at(t, -1)->sql, "\"visit\""));
    quern_error_clear(t);
    const quern_difference *found;
    ck_assert_int_eq(differences(&found), 4);
    ours("CREATE SCHEMA \"tra\"\"vel\"");
    ck_assert_int_eq(quern_create_tables(t), 4);
}
END_TEST

/* The script that psql would be given makes the same tables. */
START_TEST(the_script_makes_them_too)
{
    NEEDS_SERVER();
    char *script = strdup(quern_tables_sql(t)), *rest = script;
    for (char *end; (end = strstr(rest, ";\n")); rest = end + 2) {
        *end = '\0';
        ours(rest);
    }
    free(script);
    expect_none("by hand");
}
END_TEST

static const struct {
    const char *name, *break_it, *field, *message, *mend;
} breaks[] = {
    { "no table", "DROP TABLE passport", "", "the table \"passport\" is not there",
      "CREATE TABLE \"passport\" (\n" },
    { "no column", "ALTER TABLE town DROP COLUMN mayor_id", "mayor", "\"town\" has no column \"mayor_id\"",
      "ALTER TABLE \"town\" ADD COLUMN \"mayor_id\" bigint REFERENCES \"person\" (\"id\") ON DELETE RESTRICT "
      "DEFERRABLE INITIALLY"
      " IMMEDIATE;\nCREATE INDEX ON \"town\" (\"mayor_id\")" },
    { "a column more", "ALTER TABLE town ADD COLUMN \"E x\" integer", "",
      "the column \"E x\" of \"town\" is no field of town", "ALTER TABLE \"town\" DROP COLUMN \"E x\"" },
    { "a column more that is needed", "ALTER TABLE town ADD COLUMN x integer NOT NULL", "",
      "the column \"x\" of \"town\" is no field of town, and no row can be inserted without it", "" },
    { "a type", "ALTER TABLE passport ALTER COLUMN pages TYPE integer", "pages",
      "\"passport\".\"pages\" is of type integer, where passport.pages wants smallint",
      "ALTER TABLE \"passport\" ALTER COLUMN \"pages\" DROP DEFAULT, ALTER COLUMN \"pages\" TYPE smallint "
      "USING \"pages\"::smallint, ALTER COLUMN \"pages\" SET DEFAULT -32" },
    { "a type's modifier", "ALTER TABLE passport ALTER COLUMN fee TYPE numeric(12,2)", "fee",
      "\"passport\".\"fee\" is of type numeric(12,2), where passport.fee wants numeric(10,2)", "" },
    { "a length", "ALTER TABLE \"tra\"\"vel\".visit ALTER COLUMN code TYPE varchar(11)", "code",
      "\"visit\".\"code\" is of type character varying(11), where visit.code wants character varying(10)",
      "" },
    { "an array's type", "ALTER TABLE passport ALTER COLUMN \"Stamps\" TYPE varchar[]", "stamps",
      "\"passport\".\"Stamps\" is of type character varying[], where passport.stamps wants text[]", "" },
    { "may be NULL", "ALTER TABLE town ALTER COLUMN name DROP NOT NULL", "name",
      "\"town\".\"name\" may be NULL, which town.name cannot hold",
      "ALTER TABLE \"town\" ALTER COLUMN \"name\" SET NOT NULL" },
    { "cannot be NULL", "ALTER TABLE passport ALTER COLUMN fee SET NOT NULL", "fee",
      "\"passport\".\"fee\" cannot be NULL, where passport.fee may be", "" },
    { "no default", "ALTER TABLE passport ALTER COLUMN status DROP DEFAULT", "status",
      "\"passport\".\"status\" has no default, where passport.status has 'new'",
      "ALTER TABLE \"passport\" ALTER COLUMN \"status\" SET DEFAULT 'new'" },
    { "another default", "ALTER TABLE passport ALTER COLUMN pages SET DEFAULT -33", "pages",
      "\"passport\".\"pages\" has the default '-33'::integer, where passport.pages has -32", "" },
    { "a bool's default", "ALTER TABLE passport ALTER COLUMN valid SET DEFAULT false", "valid",
      "\"passport\".\"valid\" has the default false, where passport.valid has TRUE", "" },
    { "a default that no field has", "ALTER TABLE passport ALTER COLUMN issued SET DEFAULT current_date",
      "issued", "\"passport\".\"issued\" has the default CURRENT_DATE, where passport.issued has none",
      "ALTER TABLE \"passport\" ALTER COLUMN \"issued\" DROP DEFAULT" },
    { "no identity", "ALTER TABLE town ALTER COLUMN id DROP IDENTITY", "id",
      "nothing makes the values of \"town\".\"id\": it is no identity and has no default", "" },
    { "no primary key", "ALTER TABLE \"tra\"\"vel\".visit DROP CONSTRAINT visit_pkey", "code",
      "\"visit\" has no primary key", "ALTER TABLE \"tra\"\"vel\".\"visit\" ADD PRIMARY KEY (\"code\")" },
    { "not unique", "ALTER TABLE town DROP CONSTRAINT town_name_key", "name",
      "\"town\".\"name\" is not unique, which town.name is", "ALTER TABLE \"town\" ADD UNIQUE (\"name\")" },
    { "no foreign key", "ALTER TABLE person DROP CONSTRAINT person_parent_id_fkey", "parent",
      "\"person\".\"parent_id\" has no foreign key to \"person\"", "" },
    { "another ON DELETE",
      "ALTER TABLE person DROP CONSTRAINT person_home_id_fkey, ADD CONSTRAINT \"o d\" FOREIGN KEY (home_id) "
      "REFERENCES town"
      " ON DELETE CASCADE",
      "home",
      "the foreign key of \"person\".\"home_id\" is ON DELETE CASCADE, where person.home wants NO ACTION",
      "ALTER TABLE \"person\" DROP CONSTRAINT \"o d\";\nALTER TABLE \"person\" ADD FOREIGN KEY (\"home_id\") "
      "REFERENCES"
      " \"town\" (\"id\") DEFERRABLE INITIALLY IMMEDIATE" },
    { "any status", "ALTER TABLE passport DROP CONSTRAINT passport_status_check", "status",
      "\"passport\".\"status\" may be anything, where passport.status has choices", "" },
    { "other choices",
      "ALTER TABLE passport DROP CONSTRAINT passport_status_check, ADD CHECK (status IN ('new', 'it''s old', "
      "'lost'))",
      "status",
      "\"passport\".\"status\" has other choices than passport.status: CHECK ((status = ANY "
      "(ARRAY['new'::text,"
      " 'it''s old'::text, 'lost'::text])))",
      "" },
    { "no index", "DROP INDEX person_home_id_idx", "home", "\"person\".\"home_id\" has no index",
      "CREATE INDEX ON \"person\" (\"home_id\")" },
};
enum { BREAKS = sizeof breaks / sizeof *breaks };

static void mend(const char *text)
{
    char *copy = strdup(text), *rest = copy;
    for (char *end; (end = strstr(rest, ";\n")); rest = end + 2) {
        *end = '\0';
        ours(rest);
    }
    ours(rest);
    free(copy);
}

START_TEST(a_difference_is_told_and_mended)
{
    NEEDS_SERVER();
    const char *name = breaks[_i].name;
    const quern_difference *found;
    ck_assert_int_eq(quern_create_tables(t), 4);
    ours(breaks[_i].break_it);
    const int64_t before = quern_query_count(t);
    const int64_t count = differences(&found);
    ck_assert_int_eq(quern_query_count(t) - before, 1);
    ck_assert_msg(count == 1, "%s: %d differences: %s | %s", name, (int)count, count ? found[0].message : "",
                  count > 1 ? found[1].message : "");
    quern__expect_text(name, "message", found->message, breaks[_i].message);
    quern__expect_text(name, "field", found->field, breaks[_i].field);
    ck_assert_msg(strncmp(found->mend, breaks[_i].mend, strlen(breaks[_i].mend)) == 0, "%s: mend %s", name,
                  found->mend);
    mend(found->mend);
    expect_none(name);
}
END_TEST

/* What other tools make is as good: names of constraints, serials, more indexes. */
START_TEST(what_does_not_matter_is_no_difference)
{
    NEEDS_SERVER();
    ck_assert_int_eq(quern_create_tables(t), 4);
    ours("ALTER TABLE town RENAME CONSTRAINT town_name_key TO whatever");
    ours("ALTER TABLE town ALTER COLUMN id DROP IDENTITY");
    ours("CREATE SEQUENCE town_numbers");
    ours("ALTER TABLE town ALTER COLUMN id SET DEFAULT nextval('town_numbers')");
    ours("CREATE INDEX ON person (lower(name), home_id)");
    ours("CREATE UNIQUE INDEX ON person (name) WHERE home_id > 5");
    ours("ALTER TABLE person ADD CHECK (parent_id <> id)");
    ours("ALTER INDEX person_home_id_idx RENAME TO home");
    expect_none("other names");
    ours("ALTER TABLE town ALTER COLUMN id DROP DEFAULT");
    ours("ALTER TABLE town ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY");
    ours("DROP SEQUENCE town_numbers");
    expect_none("always");
}
END_TEST

/* ---- What can be written in many ways ---- */

typedef struct sundry {
    quern_object object;
    int64_t id;
    const char *quoted;
    const char *one;
    double large, tiny, whole, nan, zero;
    float narrow;
    quern_decimal units;
    const char *letter, *letters, *nothing;
    bool flag;
    int32_t made;
    int64_t counted;
    const char *coded;
    const char *to_coded_id;
    struct sundry *to_coded;
    const char *wide_id;
    struct sundry *wide;
} sundry;

QUERN_MODEL(
    sundry, "sundry",
    QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(quoted, .choices = QUERN_CHOICES("it'::x", "b\\c", "'")),
                 QUERN_FIELD(one, .choices = QUERN_CHOICES("only"), .max_length = 9, .column = "o'::e"),
                 QUERN_FIELD(large, .default_value = QUERN_DEFAULT(9007199254740992.0)),
                 QUERN_FIELD(tiny, .default_value = QUERN_DEFAULT(-5e-324)),
                 QUERN_FIELD(whole, .default_value = QUERN_DEFAULT(1)),
                 QUERN_FIELD(nan, .default_value = QUERN_DEFAULT((double)NAN)),
                 QUERN_FIELD(zero, .default_value = QUERN_DEFAULT(-0.0)),
                 QUERN_FIELD(narrow, .default_value = QUERN_DEFAULT(1234567.0f)),
                 QUERN_FIELD(units, .type = "numeric(10)"), QUERN_FIELD(letter, .type = "char"),
                 QUERN_FIELD(letters, .type = "bpchar"),
                 QUERN_FIELD(nothing, .null = true, .default_sql = "NULL"),
                 QUERN_FIELD(flag, .default_value = QUERN_DEFAULT(true)), QUERN_FIELD(made),
                 QUERN_FIELD(counted, .default_value = QUERN_DEFAULT(7)),
                 QUERN_FIELD(coded, .unique = true, .max_length = 5),
                 QUERN_FOREIGN_KEY(to_coded, sundry, .to_field = "coded"),
                 QUERN_FOREIGN_KEY(wide, sundry, .to_field = "coded", .related_name = "+", .type = "text")));

/* What is done to the table, and what is then told; NULL: nothing. Its mend mends. */
static const struct {
    const char *name, *change, *message;
} changes[] = {
    { "as it was made", "SELECT 1", NULL },
    { "one choice, by hand",
      "ALTER TABLE sundry DROP CONSTRAINT \"sundry_o'::e_check\", ADD CHECK (\"o'::e\" = 'only')", NULL },
    { "another choice",
      "ALTER TABLE sundry DROP CONSTRAINT \"sundry_o'::e_check\", ADD CHECK (\"o'::e\" = 'other')",
      "\"sundry\".\"o'::e\" has other choices than sundry.one: CHECK (((\"o'::e\")::text = 'other'::text))" },
    { "a choice twice",
      "ALTER TABLE sundry DROP CONSTRAINT \"sundry_o'::e_check\", ADD CHECK (\"o'::e\" IN ('only', 'only'))",
      "\"sundry\".\"o'::e\" has other choices than sundry.one: CHECK (((\"o'::e\")::text = ANY "
      "((ARRAY['only'::character varying, 'only'::character varying])::text[])))" },
    { "a check that is none of choices",
      "ALTER TABLE sundry DROP CONSTRAINT \"sundry_o'::e_check\", ADD CONSTRAINT kept CHECK (\"o'::e\" <> "
      "'')",
      "\"sundry\".\"o'::e\" may be anything, where sundry.one has choices" },
    { "a default with a point", "ALTER TABLE sundry ALTER COLUMN whole SET DEFAULT 1.0", NULL },
    { "another real", "ALTER TABLE sundry ALTER COLUMN whole SET DEFAULT 1.5",
      "\"sundry\".\"whole\" has the default 1.5, where sundry.whole has '1'::double precision" },
    { "another zero", "ALTER TABLE sundry ALTER COLUMN zero SET DEFAULT 0",
      "\"sundry\".\"zero\" has the default 0, where sundry.zero has '-0'::double precision" },
    { "no number", "ALTER TABLE sundry ALTER COLUMN nan SET DEFAULT random()",
      "\"sundry\".\"nan\" has the default random(), where sundry.nan has 'NaN'::double precision" },
    { "a scale", "ALTER TABLE sundry ALTER COLUMN units TYPE numeric(10,1)",
      "\"sundry\".\"units\" is of type numeric(10,1), where sundry.units wants numeric(10)" },
    { "no precision", "ALTER TABLE sundry ALTER COLUMN units TYPE numeric",
      "\"sundry\".\"units\" is of type numeric, where sundry.units wants numeric(10)" },
    { "letters", "ALTER TABLE sundry ALTER COLUMN letter TYPE char(2)",
      "\"sundry\".\"letter\" is of type character(2), where sundry.letter wants char" },
    { "a letter", "ALTER TABLE sundry ALTER COLUMN letters TYPE char",
      "\"sundry\".\"letters\" is of type character(1), where sundry.letters wants bpchar" },
    { "something", "ALTER TABLE sundry ALTER COLUMN nothing SET DEFAULT 'x'",
      "\"sundry\".\"nothing\" has the default 'x'::text, where sundry.nothing has none" },
    { "a type whose default is not cast",
      "ALTER TABLE sundry ALTER COLUMN flag DROP DEFAULT, ALTER COLUMN flag TYPE text, ALTER COLUMN flag SET "
      "DEFAULT 'true'",
      "\"sundry\".\"flag\" is of type text, where sundry.flag wants boolean" },
    { "generated",
      "ALTER TABLE sundry DROP COLUMN made, ADD COLUMN made integer NOT NULL GENERATED ALWAYS AS (5) STORED",
      "\"sundry\".\"made\" is generated as 5, where sundry.made has no default" },
    { "a relation's type", "ALTER TABLE sundry ALTER COLUMN to_coded_id TYPE text",
      "\"sundry\".\"to_coded_id\" is of type text, where sundry.to_coded wants character varying(5)" },
    { "an identity",
      "ALTER TABLE sundry DROP COLUMN counted, ADD COLUMN counted bigint NOT NULL GENERATED ALWAYS AS "
      "IDENTITY",
      "\"sundry\".\"counted\" is an identity, where sundry.counted has 7" },
    { "generated, beside a default",
      "ALTER TABLE sundry DROP COLUMN zero, ADD COLUMN zero double precision NOT NULL GENERATED ALWAYS AS "
      "(5) STORED",
      "\"sundry\".\"zero\" is generated as 5, where sundry.zero has '-0'::double precision" },
};
enum { CHANGES = sizeof changes / sizeof *changes };

static void expect_change(int at)
{
    const char *name = changes[at].name;
    const quern_difference *found;
    ck_assert_int_eq(quern_create_tables(t), 1);
    expect_none(name);
    ours(changes[at].change);
    if (changes[at].message) {
        const int64_t count = differences(&found);
        ck_assert_msg(count == 1, "%s: %d differences, not one", name, (int)count);
        quern__expect_text(name, "message", found->message, changes[at].message);
        mend(found->mend);
    }
    expect_none(name);
}

START_TEST(the_spelling_does_not_matter)
{
    NEEDS_SERVER();
    quern_session *kept = t;
    quern_db *other = quern_open(schema.uri, QUERN_MODELS(sundry), .pool_max = 1);
    t = quern_session_open(other);
    ck_assert_str_eq(quern_error_text(t), "");
    expect_change(_i);
    ours("DROP TABLE sundry");
    quern_session_close(t);
    close_db(other);
    t = kept;
}
END_TEST

/* ---- What is somebody else's ---- */

typedef struct watch {
    quern_object object;
    const char *name;
    int64_t people;
    quern_null_f64 mean;
    const char *mood;
} watch;

QUERN_MODEL(watch, "watch",
            QUERN_FIELDS(QUERN_FIELD(name, .null = true), QUERN_FIELD(people), QUERN_FIELD(mean),
                         QUERN_FIELD(mood)),
            .unmanaged = true);

START_TEST(of_an_unmanaged_model_only_what_cannot_be_read)
{
    NEEDS_SERVER();
    const quern_difference *found;
    quern_db *other = quern_open(schema.uri, QUERN_MODELS(watch), .pool_max = 1);
    quern_session *w = quern_session_open(other);
    ck_assert_str_eq(quern_error_text(w), "");
    ck_assert_int_eq(quern_create_tables(w), 0);
    ck_assert_int_eq(quern_check_schema(w, &found), 1);
    ck_assert_str_eq(found->message, "the table \"watch\" is not there");
    ck_assert_str_eq(found->mend, "");
    sql("CREATE TYPE mood AS ENUM ('sad', 'happy')");
    sql("CREATE TABLE watched (name varchar(20), people integer NOT NULL, mean real, mood mood NOT NULL, "
        "more text NOT NULL)");
    sql("CREATE VIEW watch AS SELECT * FROM watched");
    ck_assert_int_eq(quern_check_schema(w, &found), 2); /* of a view all columns may be NULL */
    ck_assert_str_eq(found[0].message, "\"watch\".\"people\" may be NULL, which watch.people cannot hold");
    sql("DROP VIEW watch");
    sql("ALTER TABLE watched RENAME TO watch");
    ck_assert_int_eq(quern_check_schema(w, &found), 0);
    sql("ALTER TABLE watch ALTER COLUMN people TYPE numeric");
    ck_assert_int_eq(quern_check_schema(w, &found), 1);
    ck_assert_str_eq(found->message,
                     "\"watch\".\"people\" is of type numeric, which watch.people (int64_t) cannot take");
    sql("ALTER TABLE watch DROP COLUMN people");
    ck_assert_int_eq(quern_check_schema(w, &found), 1);
    ck_assert_str_eq(found->message, "\"watch\" has no column \"people\"");
    sql("CREATE DOMAIN head AS integer");
    sql("CREATE DOMAIN heads AS head");
    sql("ALTER TABLE watch ADD COLUMN people heads NOT NULL");
    ck_assert_int_eq(quern_check_schema(w, &found), 0);
    sql("DROP TABLE watch");
    sql("DROP TYPE mood");
    sql("DROP DOMAIN heads, head");
    quern_session_close(w);
    close_db(other);
}
END_TEST

START_TEST(a_view_is_no_table)
{
    NEEDS_SERVER();
    const quern_difference *found;
    ck_assert_int_eq(quern_create_tables(t), 4);
    ours("ALTER TABLE \"tra\"\"vel\".visit RENAME TO visits");
    ours("CREATE VIEW \"tra\"\"vel\".visit AS SELECT * FROM \"tra\"\"vel\".visits");
    ck_assert_int_gt(differences(&found), 1);
    ck_assert_str_eq(found->message, "\"visit\" is a view, where the model is of a table");
}
END_TEST

quern__suite_maker quern__suite_schema;

Suite *quern__suite_schema(void)
{
    Suite *suite = suite_create("schema");
    TCase *tests = server_case("schema");
    tcase_add_checked_fixture(tests, open_towns, close_towns);
    tcase_add_test(tests, tables_are_made_once);
    tcase_add_test(tests, all_tables_or_none);
    tcase_add_test(tests, the_script_makes_them_too);
    tcase_add_loop_test(tests, a_difference_is_told_and_mended, 0, BREAKS);
    tcase_add_test(tests, what_does_not_matter_is_no_difference);
    tcase_add_loop_test(tests, the_spelling_does_not_matter, 0, CHANGES);
    tcase_add_test(tests, of_an_unmanaged_model_only_what_cannot_be_read);
    tcase_add_test(tests, a_view_is_no_table);
    suite_add_tcase(suite, tests);
    return suite;
}
