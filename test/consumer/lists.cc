// lists.cc: a C++17 program on the installed library. It has the functions that lie under C's macros, on lists that a zero
// element ends, and no macros but QUERN_EACH and QUERN_SITE. Exit status 77: no QUERN_TEST_URL.
#include "shelf.h"

#include <quern/postgres.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

static quern_queryset *thick_ones(quern_session *s)
{
    std::vector<quern_condition> any = { quern_where("pages__gt", quern_value_i64(100)),
                                         quern_where("published", quern_value_bool(false)),
                                         {} };
    const quern_value operands[] = { quern_value_path("id"), quern_value_i64(1), {} };
    const quern_value sum[] = { quern_value_call(QUERN_OP_PLUS, operands), {} };
    const quern_value ids[] = { quern_value_i64(1), quern_value_i64(2), quern_value_i64(3), {} };
    const quern_value ends[] = { quern_value_i64(0), quern_value_path("id"), {} };
    const quern_condition conditions[] = { quern_where("id__lt", quern_value_i64(4)),
                                           quern_combine(QUERN_ANY_OF, any.data()),
                                           quern_compare(sum, QUERN_LOOKUP_gt, quern_value_i64(1)),
                                           quern_where("id__in", quern_value_list(ids)),
                                           quern_where("id__range", quern_value_range(ends)),
                                           quern_where("id__in", quern_value_queryset(quern_objects(s, &shelf_model))),
                                           {} };
    const quern_order terms[] = { quern_descending(quern_order_name("title")), {} };
    quern_queryset *shelves = quern_filter(quern_objects(s, &shelf_model), conditions);
    return quern_order_by(shelves, terms, QUERN_SITE);
}

static bool fill(quern_session *s)
{
    const quern_value none[] = { {} };
    const quern_value values[] = { quern_value_text("Leaflet"),
                                   quern_value_null_i32(quern_some_i32(101)),
                                   {} };
    quern_execute(s, "DROP TABLE IF EXISTS consumer_shelf", none);
    quern_execute(
        s,
        "CREATE TABLE consumer_shelf (id bigint PRIMARY KEY, title text NOT NULL, published boolean NOT "
        "NULL, pages integer)",
        none);
    return quern_execute(
               s,
               "INSERT INTO consumer_shelf VALUES (1, 'Atlas', true, 300), (2, 'Map', false, NULL), "
               "(3, $1, true, NULL), (4, 'Zoo', true, $2)",
               values, QUERN_SITE) == 4;
}

// Values by the function, read by the function: C++ has no macro that knows a member's kind.
static bool read_values(quern_session *s)
{
    const char *names[] = { "title", "pages", nullptr };
    const char *by[] = { "title", nullptr };
    std::string lines;
    quern_queryset *shelves = quern_order_by_allowed(quern_objects(s, &shelf_model), "-title", by);
    QUERN_EACH(quern_row, row, quern_values(shelves, names)) {
        const char *title = nullptr;
        quern_null_i64 pages = {};
        if (quern_read(&row->object, "title", &title, QUERN_KIND_TEXT) &&
            quern_read(&row->object, "pages", &pages, static_cast<quern_kind>(QUERN_KIND_I64 | QUERN_NULLABLE)))
            lines += std::string(title) + (pages.present ? std::to_string(pages.value) : "-");
    }
    return lines == "Zoo101Map-Leaflet-Atlas300";
}

// A transaction that is undone, in which libpq's own connection is borrowed.
static bool undo(quern_session *s)
{
    const quern_setting settings[] = { { "app.tenant", "7" }, {} };
    quern_begin_options options = {};
    options.set = settings;
    bool good = quern_begin(s, &options) && quern_begin(s) && quern_transaction_depth(s) == 2 &&
                quern_execute(s, "DELETE FROM consumer_shelf", nullptr) == 4;
    const PGconn *conn = quern_postgres_borrow(s);
    good &= conn != nullptr && quern_postgres_return(s);
    return quern_rollback(s) && quern_commit(s) && good;
}

// The functions under QUERN_STREAM; whoever likes wraps them in a class.
static bool stream(quern_session *s)
{
    std::string titles;
    quern_iterate_options options = {};
    options.chunk = 1;
    quern_iterator *rows = quern_iterate(thick_ones(s), &shelf_model, &options);
    while (auto *each = static_cast<shelf *>(quern_iterator_next(rows)))
        titles += each->title;
    quern_iterator_clear(&rows);
    rows = quern_iterate(thick_ones(s), &shelf_model);
    quern_iterator_close(rows);
    return rows && titles == "MapAtlas" && !quern_iterator_next(rows);
}

// A shared queryset, and what a session makes of it.
static bool share(quern_db *db, quern_session *s)
{
    const quern_condition conditions[] = { quern_where("id", quern_value_param("id")), {} };
    const quern_named values[] = { quern_assign("id", quern_value_i64(4)), {} };
    quern_queryset *shared = quern_share(db, quern_filter(quern_objects(s, &shelf_model), conditions));
    quern_queryset *bound = quern_bind(quern_in(s, shared), values);
    quern_cache_counts counts = {};
    return !quern_queryset_error(bound) && std::strstr(quern_sql(bound), "= 4") &&
           std::strstr(quern_sql(shared), "= $1") && quern_cache_stats(db, &counts) && counts.most == 1000;
}

static bool iterate(quern_session *s)
{
    std::string titles;
    QUERN_EACH(shelf, each, thick_ones(s))
        titles += each->title;
    auto *first = static_cast<shelf *>(quern_first(quern_objects(s, &shelf_model), &shelf_model));
    bool good = first && first->id == 1 && quern_count(quern_objects(s, &shelf_model)) == 4;
    good &= undo(s) && read_values(s) && stream(s);
    quern_execute(s, "DROP TABLE consumer_shelf", nullptr);
    std::fputs(quern_error_text(s), stderr);
    std::printf("%s\n", titles.c_str());
    return good && !quern_failed(s) && titles == "MapAtlas";
}

static bool tell(const quern_session *s)
{
    quern_query_totals sums;
    std::string page;
    quern_query_sums(s, &sums);
    const bool written = quern_report_html(
        s,
        [](void *to, const char *bytes, std::size_t size) {
            static_cast<std::string *>(to)->append(bytes, size);
            return true;
        },
        &page);
    return written && sums.statements > 0 && page.find("consumer_shelf") != std::string::npos;
}

int main()
{
    const char *url = std::getenv("QUERN_TEST_URL");
    const quern_model *models[] = { &shelf_model, nullptr };
    quern_options options = {};
    options.pool_max = 1;
    quern_db *db = quern_open(url ? url : "", models, &options);
    quern_session *s = quern_session_open(db);
    bool good = std::strstr(quern_sql(thick_ones(s)), "\"consumer_shelf\"") != nullptr;
    good &= share(db, s);
    if (good && url)
        good = fill(s) && iterate(s) && tell(s);
    quern_session_close(s);
    good &= quern_close(db, 5000);
    return !good ? EXIT_FAILURE : url ? EXIT_SUCCESS : 77;
}
