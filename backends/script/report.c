/* report.c: what went otherwise than the script says, as lines of text. */
#include "backends/script/inner.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const fault_texts[QUERN__SCRIPT_FAULTS] = {
    [QUERN__SCRIPT_NO_MEMORY] = "out of memory: the script is not complete",
    [QUERN__SCRIPT_NONSENSE] = "an expectation's cells do not fill rows of its columns",
    [QUERN__SCRIPT_SUBMIT_LOST] = "submit was called after the event LOST",
    [QUERN__SCRIPT_STEP_LOST] = "step was called after the event LOST",
    [QUERN__SCRIPT_TAKE_LOST] = "take was called after the event LOST",
};

static void report_faults(quern_writer *out, const quern_script *script)
{
    for (int i = 0; i < QUERN__SCRIPT_FAULTS; i++) {
        if (!script->faults[i])
            continue;
        quern__script_put(out, fault_texts[i]);
        if (i == QUERN__SCRIPT_NONSENSE && script->nonsense_site) {
            quern__script_put(out, " (");
            quern__script_put(out, script->nonsense_site);
            quern__script_put(out, ")");
        }
        quern__script_put(out, "\n");
    }
}

static void report_lines(quern_writer *out, const quern_script *script)
{
    for (const quern__script_line *line = script->lines; line; line = line->next) {
        if (line->is.times == QUERN_SCRIPT_ALWAYS || line->used == line->is.times)
            continue;
        char count[80];
        snprintf(count, sizeof count, "came %" PRId32 " of %" PRId32 " times: ", line->used, line->is.times);
        quern__script_put(out, line->used ? count : "never came: ");
        quern__script_line_describe(out, line);
        quern__script_put(out, "\n");
    }
}

static void report_records(quern_writer *out, const quern_script *script)
{
    for (const quern__script_record *record = script->records; record; record = record->next) {
        if (!record->unexpected)
            continue;
        quern__script_put(out, "unexpected statement: ");
        quern__script_put(out, record->is.sql);
        if (*record->is.values) {
            quern__script_put(out, " [");
            quern__script_put(out, record->is.values);
            quern__script_put(out, "]");
        }
        quern__script_put(out, "\n");
    }
}

const char *quern_script_report(quern_script *script)
{
    quern__script_lock(script);
    quern__script_text_close(&script->report);
    report_faults(&script->report.writer, script);
    report_lines(&script->report.writer, script);
    report_records(&script->report.writer, script);
    const char *text = script->report.broken ? "out of memory for the report\n" : script->report.bytes;
    quern__script_unlock(script);
    return text ? text : "";
}
