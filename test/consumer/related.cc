// related.cc: a C++17 program on related.h of the installed library: the functions that lie under C's macros, with lists that a zero
// element ends, and options as aggregates. Exit status 77: no QUERN_TEST_URL.
#include "shelf.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

static bool fill(quern_session *s)
{
    for (const char *sql :
         { "DROP TABLE IF EXISTS consumer_shelf, consumer_label",
           "CREATE TABLE consumer_shelf (id bigint PRIMARY KEY, title text NOT NULL, "
           "published boolean NOT NULL, pages integer)",
           "CREATE TABLE consumer_label (id bigint PRIMARY KEY, word text NOT NULL, "
           "shelf_id bigint REFERENCES consumer_shelf)",
           "INSERT INTO consumer_shelf VALUES (1, 'Atlas', true, 300), (2, 'Map', true, NULL)",
           "INSERT INTO consumer_label VALUES (1, 'old', 1), (2, 'big', 1), (3, 'lost', NULL)" })
        quern_execute(s, sql, nullptr);
    return !quern_failed(s);
}

static quern_queryset *labels_by_id(quern_session *s)
{
    const quern_order terms[] = { quern_order_name("id"), {} };
    return quern_order_by(quern_objects(s, &label_model), terms);
}

static bool join(quern_session *s)
{
    const char *paths[] = { "shelf", nullptr };
    const char *names[] = { "word", "shelf__title", nullptr };
    std::string lines;
    QUERN_EACH(label, each, quern_only(quern_select_related(labels_by_id(s), paths), names))
        lines += std::string(each->word) + (each->shelf ? each->shelf->title : "-");
    return lines == "oldAtlasbigAtlaslost-";
}

// Each shelf's labels, and the first of them by themselves: BEGIN, shelves, both relations by keys of one, COMMIT.
static bool prefetch(quern_session *s)
{
    const quern_prefetch first = { "labels", quern_slice(labels_by_id(s), 0, 1), "first", 0 };
    const quern_prefetch wanted[] = { quern_prefetch_path("labels__shelf"), first, {} };
    quern_queryset *shelves = quern_prefetch_related(quern_objects(s, &shelf_model), wanted, QUERN_SITE);
    const auto before = quern_query_count(s);
    std::string lines;
    QUERN_EACH(shelf, each, quern_prefetch_snapshot(quern_prefetch_batch(shelves, 1))) {
        lines += each->title + std::to_string(quern_len(quern_related(&each->object, "labels")));
        for (auto *at = quern_related_loaded(&each->object, "first", &label_model); *at; at++)
            lines += static_cast<label *>(*at)->word;
    }
    return lines == "Atlas2oldMap0" && quern_query_count(s) - before == 7;
}

static bool change(quern_session *s)
{
    void *const *labels = quern_list(labels_by_id(s), &label_model);
    auto *map = static_cast<shelf *>(quern_at(quern_objects(s, &shelf_model), &shelf_model, 1));
    if (!labels || !map)
        return false;
    int64_t added = 0, removed = 0, set = 0, cleared = 0;
    quern_related_add(&map->object, "labels", labels, 3, &added);
    quern_related_remove(&map->object, "labels", labels, 1, &removed, QUERN_SITE);
    quern_related_set(&map->object, "labels", labels, 2, &set);
    const quern_prefetch paths[] = { quern_prefetch_path("labels"), {} };
    const std::vector<void *> list = { map };
    const bool there = quern_prefetch_objects(s, &shelf_model, list.data(), list.size(), paths) &&
                       quern_len(quern_related(&map->object, "labels")) == 2;
    quern_related_clear(&map->object, "labels", &cleared);
    return there && added == 3 && removed == 1 && set == 2 && cleared == 2;
}

int main()
{
    const char *url = std::getenv("QUERN_TEST_URL");
    if (!url)
        return 77;
    const quern_model *models[] = { &shelf_model, &label_model, nullptr };
    quern_db *db = quern_open(url, models);
    quern_session *s = quern_session_open(db);
    bool good = fill(s) && join(s) && prefetch(s) && change(s);
    quern_execute(s, "DROP TABLE consumer_shelf, consumer_label", nullptr);
    std::fputs(quern_error_text(s), stderr);
    good &= !quern_failed(s);
    quern_session_close(s);
    good &= quern_close(db, 5000);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
