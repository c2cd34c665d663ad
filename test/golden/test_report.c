/* test_report.c: the reports of a log that is always the same, byte by byte: test/golden/report.txt, report.json and report.html. */
#include "test/golden/file.h"
#include "test/golden/report_log.h"

#include <check.h>

static bool gather(void *context, const char *bytes, size_t size)
{
    quern__text_put_bytes(context, bytes, size);
    return true;
}

static const struct {
    const char *file;
    bool (*report)(const quern__report *report, quern_write *write, void *context);
} reports[] = {
    { "test/golden/report.txt", quern__report_text },
    { "test/golden/report.json", quern__report_json },
    { "test/golden/report.html", quern__report_html },
};

START_TEST(a_report_is_as_it_was)
{
    quern__log log;
    quern__text text = quern__text_open(quern_system_allocator());
    const quern__report report = quern__report_log_open(&log);
    ck_assert(reports[_i].report(&report, gather, &text));
    quern__golden_compare(reports[_i].file, &text);
    quern__text_close(&text);
    quern__log_close(&log);
}
END_TEST

Suite *quern__suite_reports(void);

Suite *quern__suite_reports(void)
{
    Suite *suite = suite_create("reports");
    TCase *tests = tcase_create("reports");
    tcase_add_loop_test(tests, a_report_is_as_it_was, 0, sizeof reports / sizeof *reports);
    suite_add_tcase(suite, tests);
    return suite;
}
